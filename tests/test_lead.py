"""The line above an answer says in fixed words what kind of answer follows, and counts only what the quote holds."""

from dataclasses import replace

import pytest

from assistant.cite import label
from assistant.lead import lead
from assistant.quoting.nearest import nearest
from ingest.readers import read

STONES = "Grey stones lie about the yard. " * 14
KINDS = "There are kinds of paper:\n\n- letters\n- deeds\n- wills\n- maps"
STEPS = "Then:\n\n1. Ask for the room\n2. Fetch the key"
LONG = "Do this:\n\n" + "\n".join(f"- carry stone {n} {'up the long hill ' * 5}" for n in range(1, 9))
TABLE = "Forms:\n\n| Form | Fee |\n|---|---|\n" + "".join(f"| Form {n} {'in ink ' * 4}| ${n}0 |\n" for n in range(9))


@pytest.fixture
def line(hit, page):
    """The line above what a section says to a question."""

    def make(question, text, near, authority="playbook"):
        document, _ = read(page("# A"))
        found = hit(f"# A\n\n{STONES}\n\n{text}\n\n{STONES}", near)
        return lead(question, nearest(question, found), lambda source: replace(document, authority=authority))

    return make


@pytest.mark.parametrize(
    ("question", "text", "near", "expected"),
    [
        ("Which kinds of paper are there?", KINDS, {"deeds": 0.7}, "The playbook lists four kinds:"),
        ("What papers are there?", KINDS, {"deeds": 0.7}, "The playbook lists four points:"),
        ("How do I get a room?", STEPS, {"key": 0.7}, "The steps, in order:"),
        ("Where does stone 3 go?", LONG, {"stone 3": 0.7}, "From a longer list:"),
        ("What does form 4 cost?", TABLE, {"Form 4": 0.7}, "From a table:"),
        ("Whom do I call?", "Call Ana at 860-555-0100.", {"Ana": 0.7}, "The contact:"),
        ("Whom do I call?", "Call Ana.", {"Ana": 0.7}, "The playbook says:"),
        ("What is a deed?", "A deed is a sealed paper.", {"deed": 0.7}, "The definition:"),
        ("May I copy a deed?", "Copies are free.", {"Copies": 0.7}, "The playbook says:"),
    ],
)
def test_the_line_says_what_kind_of_answer_follows(line, question, text, near, expected):
    assert line(question, text, near) == expected


def test_a_list_is_not_called_what_only_its_items_are_called(line):
    deeds = KINDS.replace("kinds of ", "").replace("- letters", "- letters of two kinds")
    assert line("Which kinds of paper are there?", deeds, {"deeds": 0.7}) == "The playbook lists four points:"


@pytest.mark.parametrize(("items", "said"), [(1, "these"), (2, "two kinds"), (3, "three kinds"), (13, "13 kinds")])
def test_items_are_counted_in_the_quote(line, items, said):
    kinds = "There are kinds of paper:\n\n" + "\n".join(f"- letters written by clerk {n}" for n in range(items))
    assert line("Which kinds of paper are there?", kinds, {"letters": 0.7}) == f"The playbook lists {said}:"


@pytest.mark.parametrize(
    ("authority", "speaker"), [("playbook", "The playbook"), ("state", "A state document"), ("other", "The source")]
)
def test_the_line_names_who_speaks(line, authority, speaker):
    assert line("May I copy?", "Copies are free.", {"Copies": 0.7}, authority) == f"{speaker} says:"


def test_two_documents_are_announced_as_two_sources(hit):
    one, other = (hit(f"# A\n\n{name} are free.", {name: 0.7}, id_=name) for name in ("Copies", "Scans"))
    assert lead("Is it free?", [*nearest("Is it free?", one), *nearest("Is it free?", other)]) == "Two sources say:"


def test_two_sections_of_one_document_are_not_two_sources(hit):
    page = "# A\n\n## Letter\n\nA letter is short.\n\n## Deed\n\nA deed is sealed."
    sides = [hit(page.split("## Deed")[0], {"letter": 0.7}), hit(page, {"deed": 0.7})]
    question = "How do they differ?"
    assert lead(question, [one for side in sides for one in nearest(question, side)]) == "Two sections, side by side:"


def test_nothing_is_announced_where_nothing_is_quoted():
    assert lead("Is it free?", []) == ""


def test_a_label_tells_whose_word_it_is_and_of_when(page):
    document, _ = read(page("# A"))
    assert label(document) == "Other document: A (Pages), date not stated"
    assert label(replace(document, authority="state", year=2022)) == "State document: A (Pages), 2022"
    assert label(replace(document, authority="playbook", year=2022)) == "Playbook: A (Pages), 2022"
