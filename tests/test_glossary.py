"""Acronyms are found in the text beside their names; everyday words are put in the sources' words."""

import time

import pytest

from corpus import home
from corpus.errors import PlaybookError
from ingest.glossary import FILE, MOST, Glossary, acronyms, everyday, expanded
from ingest.readers import read

MADE = Glossary(
    {"MOU": "Memorandum of Understanding", "E-MOU": "Enterprise Memorandum of Understanding", "IT": "Info Tech"},
    {"attachment limit": "file size limit", "lawyer": "legal counsel", "limit": "bound", "a": "x", "b": "y", "c": "z"},
)


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("a Memorandum of Understanding (MOU) is", "MOU", "Memorandum of Understanding"),
        ("an MOU (Memorandum of Understanding) is", "MOU", "Memorandum of Understanding"),
        ("**Enterprise Memorandum of Understanding (E-MOU)**", "E-MOU", "Enterprise Memorandum of Understanding"),
        ("sign a Non-Disclosure Agreement (NDA)", "NDA", "Non-Disclosure Agreement"),
        ("the University of Connecticut (UConn)", "UConn", "University of Connecticut"),
        ("Data Use Agreements (DUAs)", "DUA", "Data Use Agreements"),
        ("- Department of Labor (DOL)\n- Office of Higher Education (OHE)", "OHE", "Office of Higher Education"),
        (
            "the Family Educational Rights and Privacy Act of 1974 (FERPA)",
            "FERPA",
            "Family Educational Rights and Privacy Act",
        ),
    ],
)
def test_an_acronym_is_found_with_its_name(text, short, name):
    assert acronyms([text])[short] == name


@pytest.mark.parametrize(
    "text",
    [
        "the annual report (MOU)",
        "as of today (TODAY) and later",
        "an MOU (see the page on agreements)",
        "Memorandum of Clear Understanding (MOU)",
        "choose View (HTML)",
        "Understanding (MOU)",
        "(MOU)",
        "Memorandum.\n\nOf Understanding (MOU)",
    ],
)
def test_what_the_acronym_does_not_spell_is_not_its_name(text):
    assert acronyms([text]) == {}


def test_the_commonest_name_is_kept():
    texts = ["Data Use License (DUL)", "Data Use Licence (DUL)", "Data Use Licence (DUL)"]
    assert acronyms(texts) == {"DUL": "Data Use Licence"}


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_the_acronyms_of_the_corpus_are_found(edition, at_hand):
    found = acronyms(read(document)[0].text for document in at_hand(edition))
    assert found["MOU"] == "Memorandum of Understanding"
    assert found["DSA"] == "Data Sharing Agreement"
    assert found["DCF"] == "Department of Children and Families"
    assert found["PII"].lower() == "personally identifiable information"
    assert 30 < len(found) < 200


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("What is the ATTACHMENT  limit here?", " file size limit"),
        ("Does the lawyer sign an MOU?", " legal counsel Memorandum of Understanding"),
        ("Do lawyers read the E-MOU?", " legal counsel Enterprise Memorandum of Understanding"),
        ("Which MOUs are open?", " Memorandum of Understanding"),
        ("Is it in IT?", " Info Tech"),
        ("Is it my lawyerly duty, and is mou a word?", ""),
        ("IS AN MOU NEEDED?", ""),
        ("Is legal counsel a lawyer?", ""),
        ("Who signs?", ""),
    ],
)
def test_a_question_is_followed_by_what_its_words_are_called_in_the_sources(question, added):
    made = Glossary(MADE.acronyms, {said: MADE.everyday[said] for said in ("attachment limit", "lawyer")})
    assert expanded(question, made) == question + added


def test_a_longer_entry_goes_before_a_shorter_one_in_it():
    assert expanded("the attachment limit", MADE) == "the attachment limit file size limit"


def test_only_so_much_is_added():
    assert expanded("a b c lawyer", MADE).split() == ["a", "b", "c", "lawyer", "x", "y", "z"]
    assert MOST == 3


def test_an_empty_glossary_adds_nothing():
    assert expanded("What is an MOU?", Glossary()) == "What is an MOU?"


def test_the_bundled_list_says_each_thing_in_other_words():
    found = everyday(home.BUNDLED)
    assert 80 <= len(found) <= 130
    for said, meant in found.items():
        assert expanded(said, Glossary({}, found)) != said
        assert len(meant.split()) <= 7


def test_a_corpus_without_a_list_has_an_empty_one(tmp_path):
    assert everyday(tmp_path) == {}


@pytest.mark.parametrize(
    "told", ["[a]\nx = 1", "[a]\n'' = 'x'", "x = 'y'", "[a]\nx = ['y']", "not toml", "[a]\nx = '" + "y" * 300 + "'"]
)
def test_a_list_that_is_not_words_for_words_is_refused_in_one_sentence(tmp_path, told):
    (tmp_path / FILE).write_text(told, "utf-8")
    with pytest.raises(PlaybookError, match=r"Mend it"):
        everyday(tmp_path)


@pytest.mark.parametrize("unit", ["of ", "(", "(OOOOOOOO)", "of of of of of of of of of of (OOOOOOOO) ", "A", "a (b "])
def test_a_hostile_text_takes_bounded_work(unit):
    began = time.process_time()
    acronyms([unit * (200_000 // len(unit))])
    expanded((unit * 2_000)[:2_000], MADE)
    assert time.process_time() - began < 2
