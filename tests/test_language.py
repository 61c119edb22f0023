"""Spanish is told from English, and its words are found in English sections."""

import tomllib
from pathlib import Path

import pytest

from assistant.language import SPANISH_NOTICE, TABLE, in_english, is_spanish
from corpus import home
from ingest.questions import bank
from ui import wire
from ui.setup import Setup

ASKED = [
    line.split("\t") for line in (Path(__file__).parent / "fixtures" / "spanish.tsv").read_text("utf-8").splitlines()
]
"""A question in Spanish, and the headings under which English text answers it."""
SHORT = [
    *("¿Quién firma el acuerdo?", "QUIEN FIRMA EL ACUERDO", "¿Cuánto cuesta?", "¿Qué es P20 WIN?", "¿Qué es un DSA?"),
    *(
        "que es el HIPAA",
        "lista de agencias",
        "es obligatorio firmar",
        "ayuda",
        "¿Hay tarifas?",
        "datos confidenciales",
    ),
    *(
        "formulario de solicitud",
        "plazo para responder",
        "¿Se puede enviar el SSN por email?",
        "enviar archivos grandes",
    ),
]
ENGLISH_WITH_SPANISH_NAMES = [
    *("Maria Lopez de Santos", "Who is Juan Carlos Hernandez?", "Los Angeles data sharing agreement"),
    *("Can Hartford's La Perla clinic share data with Casa Latina?", "De La Salle Academy student data MOU"),
    *("What did Luis de la Cruz ask at La Casa?", "Is Puerto Rico a member?", "San Juan Center records"),
    *("Does Señora Muñoz of San José sign the MOU?", "send Ana María the form", "El Paso manual on privacy"),
]
NEIGHBOURS = [
    "Qui signe l'accord de partage des données ?",
    "Como peço dados a outra agência?",
    "Chi firma l'accordo sulla condivisione dei dati?",
]


@pytest.mark.parametrize("question", [*SHORT, *(question for question, _ in ASKED)])
def test_a_question_in_spanish_is_told(question):
    assert is_spanish(question)


@pytest.mark.parametrize("question", ENGLISH_WITH_SPANISH_NAMES)
def test_spanish_names_make_no_spanish_question(question):
    assert not is_spanish(question)


@pytest.mark.parametrize("question", NEIGHBOURS)
def test_the_languages_next_to_spanish_are_not_taken_for_it(question):
    assert not is_spanish(question)


def test_no_english_question_of_the_bank_is_taken_for_spanish():
    assert not [question for asked in bank(home.BUNDLED).values() for question in asked if is_spanish(question)]


@pytest.mark.parametrize("text", ["", "   ", "?", "4-67p", "¿?", "\u00f1", "HIPAA"])
def test_what_holds_no_words_of_a_language_is_not_spanish(text):
    assert not is_spanish(text)


@pytest.mark.parametrize(
    ("asked", "english"),
    [
        ("¿Qué es un acuerdo de intercambio de datos?", "what is data sharing agreement"),
        ("que es un ACUERDO de uso de datos", "what is data use agreement"),
        ("¿Quién aprueba una solicitud de datos?", "who approve data request"),
        ("plantilla de memorando de entendimiento", "template memorandum of understanding"),
        ("¿FERPA protege los registros vitales?", "FERPA protect vital records"),
        ("¿A quién le envío el formulario DCF-5101?", "whom send form DCF-5101"),
    ],
)
def test_the_longest_phrase_is_put_into_english_and_names_stay(asked, english):
    assert in_english(asked) == english


def test_every_phrase_of_the_table_is_written_the_way_it_is_compared():
    phrases = [phrase for part in ("terms", "asking") for phrase in tomllib.loads(TABLE.read_text("utf-8"))[part]]
    assert len(phrases) >= 120
    assert [phrase for phrase in phrases if not phrase.isascii() or phrase != phrase.lower()] == []


def test_the_notice_is_one_sentence_in_spanish():
    assert is_spanish(SPANISH_NOTICE)
    assert SPANISH_NOTICE.count(".") == 1


def test_nine_of_ten_spanish_questions_find_their_section_among_the_first_five(summary_home, monkeypatch):
    monkeypatch.setenv("PLAYBOOK_HOME", str(summary_home))
    searcher = wire.searcher(Setup(home.BUNDLED))
    found = [
        {hit.passage.trail[-1] for hit in searcher.search(in_english(question), 5)} & set(headings.split("|"))
        for question, headings in ASKED
    ]
    assert sum(map(bool, found)) >= 18
