"""Personal data in a question is masked, and nothing else is."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.names import PERSONAL
from assistant.particulars import is_card
from assistant.private import FINDERS, contacts, masked
from assistant.question import LONGEST
from corpus import home
from evals.cases import cases
from ingest.questions import bank

SSN = "123-45-6789"
MASKED = [
    (
        f"My client Maria Lopez, DOB 3/4/1988, SSN {SSN}, moves.",
        "My client [name], DOB [date of birth], SSN [SSN], moves.",
    ),
    ("maria's ssn is 123456789, can I send it?", "maria's ssn is [SSN], can I send it?"),
    ("SSN 123 45 6789", "SSN [SSN]"),
    ("SSN 123‑45‑6789", "SSN [SSN]"),
    ("SSN 123\u200b-45-\u200b6789", "SSN [SSN]"),
    ("social security number: 123 456 789", "social security number: [SSN]"),
    ("an SSN ending in 6789", "an SSN ending in [SSN]"),
    (f"Encrypt {SSN} for New Haven", "Encrypt [SSN] for New Haven"),
    ("card 4111 1111 1111 1111, cvv 123", "card [card number], cvv [card number]"),
    ("4111111111111111 123", "[card number] 123"),
    ("amex 3782-822463-10005", "amex [card number]"),
    ("the card 4111-1111-1111-1112 with a slip", "the card [card number] with a slip"),
    ("call (860) 555-0123 ext. 4", "call [phone]"),
    ("860.555.0123 or +44 20 7946 0958", "[phone] or [phone]"),
    ("call me at 555-0123", "call me at [phone]"),
    ("123-456-7890 with a slip", "[phone] with a slip"),
    ("write to maria.lopez@gmail.com.", "write to [e-mail]."),
    ("Medicaid ID 001234567", "Medicaid ID [health ID]"),
    ("client number 4471 and case no. 12-3456", "client number [ID] and case no. [ID]"),
    ("driver's license CT 123456789", "driver's license [license number]"),
    ("checking account no. 55501234", "checking account no. [account number]"),
    ("SASID 1234567890", "SASID [ID]"),
    ("She lives at 12 Main Street, Apt 4, New Haven, CT 06510.", "She lives at [address]."),
    ("at 12 main street in hartford", "at [address] in hartford"),
    ("John Smith (03/04/1988) applied", "[name] ([date of birth]) applied"),
    ("Robert O'Brien born on March 4, 1988", "[name] born on [date of birth]"),
    (
        "Can Maria Lopez, born 3/4/1988, get it? Ask Dr. Robert Jones.",
        "Can [name], born [date of birth], get it? Ask Dr. [name].",
    ),
    ("my client maria lopez, dob 3/4/1988", "my client [name], dob [date of birth]"),
    ("MY CLIENT MARIA LOPEZ, DOB 3/4/1988", "MY CLIENT [name], DOB [date of birth]"),
    ("DOB of Maria Lopez is 3/4/1988", "DOB of [name] is [date of birth]"),
    ("Student Ana de la Cruz was born 2009-05-06", "Student [name] was born [date of birth]"),
    ("4 March 1988 is her birthday", "[date of birth] is her birthday"),
    ("patient John A. Smith's test results", "patient [name]'s test results"),
    ("My name is Maria Lopez and I work at DSS.", "My name is [name] and I work at DSS."),
    ("mi cliente Ana Pérez nacida el 3/4/1988", "mi cliente [name] nacida el [date of birth]"),
]
LEFT = [
    *("Is 42 USC 1320d-6 or 45 CFR 164.514 the rule?", "C.G.S. 4-67p and 10a-57g", "Public Act 19-153, section 17b-90"),
    *("What changed in 2019, 2020, 2021 and 2022?", "2019 2020 2021 2022", "files over 4294967296 bytes"),
    *("a file of 123456789 records", "$123456789", "IP 192.168.10.255, version 1.2.3.4, port 7860", "ZIP 06106-1234"),
    *("The DSA of 3/4/2021 ends on 3/4/2024.", "Executive Order 14, April 2, 2020", "People born before 1/1/1950"),
    *("Is a date of birth written 01/31/2000 or 2000-01-31?", "What does Scott Gaul do?", "Medicaid data for 2019"),
    *("Who signs for the Department of Social Services?", "client records 2020", "case 4", "extensions 2300, 6281"),
    *("Can I share client names with DSS?", "the Data Sharing Agreement, 3/4/2021", "a form called Data Use License"),
    *("Form DCF-5101", "Request #0043", "dataset ti3z-strx", "sha256 d67655e", "[draft version] of Jane Austen"),
]
FREE = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40)
GAPS = st.sampled_from(["", "-", " ", " - ", "\u2011", "."])


@pytest.mark.parametrize(("typed", "shown"), MASKED)
def test_personal_data_is_masked(typed, shown):
    assert masked(typed).text == shown


@pytest.mark.parametrize("typed", LEFT)
def test_what_looks_like_personal_data_and_is_none_stays(typed):
    assert masked(typed).text == typed


def test_the_kinds_that_were_masked_are_told_once():
    assert masked(f"{SSN} and {SSN}, a@b.org").kinds == ("e-mail", "SSN")
    assert masked("Who signs an MOU?").kinds == ()


def test_a_published_contact_stays_however_it_is_written(summary_documents):
    published = contacts("\n".join(document.content.decode() for document in summary_documents))
    for asked in (
        "What is DAPA@ct.gov for?",
        "whom do I reach at (860) 622-2300?",
        "is 200 folly brook boulevard SRR?",
    ):
        assert masked(asked).kinds
        assert masked(asked, published).text == asked


def test_no_question_of_the_bank_nor_of_the_development_cases_is_changed_but_those_that_name_somebody(
    summary_documents,
):
    published = contacts("\n".join(document.content.decode() for document in summary_documents))
    asked = [question for questions in bank(home.BUNDLED).values() for question in questions]
    asked += [case.question for case in cases() if case.half == "dev"]
    changed = [masked(question, published).kinds for question in asked if masked(question, published).text != question]
    assert changed == [("name", "date of birth"), ("ID",)]  # a made-up Bob with a date, and a made-up pupil's number


@settings(deadline=None)
@given(FREE, FREE, GAPS, st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_no_social_security_number_survives(before, after, gap, digits):
    typed = f"{before} SSN {digits[:3]}{gap}{digits[3:5]}{gap}{digits[5:]} {after}"
    assert digits not in re.sub(r"[\s.\-\u2011]", "", masked(typed).text.split(" SSN ", 1)[-1])


@settings(deadline=None)
@given(FREE, FREE, st.from_regex(r"[0-9]{3}-[0-9]{2}-[0-9]{4}", fullmatch=True))
def test_nothing_in_the_shape_of_a_social_security_number_survives(before, after, number):
    assert not re.search(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)", masked(f"{before} {number} {after}").text)


@settings(deadline=None)
@given(FREE, FREE, st.from_regex(r"[3-6][0-9]{12,17}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_no_card_number_survives(before, after, digits, gap):
    card = next(digits + check for check in "0123456789" if is_card(digits + check))
    typed = gap.join(card[at : at + 4] for at in range(0, len(card), 4))
    assert typed not in masked(f"{before} {typed} {after}").text


@settings(deadline=None)
@given(FREE, st.sampled_from([typed for typed, _ in MASKED]), FREE)
def test_masking_what_is_masked_changes_nothing(before, typed, after):
    once = masked(f"{before} {typed} {after}").text
    assert masked(once).text == once


def test_every_mask_is_known_as_one():
    assert {kind for kind, _ in FINDERS if not PERSONAL.fullmatch(f"[{kind}]")} == {"name"}


@pytest.mark.parametrize(
    "piece", ["1 ", "4-", "a ", "A ", "(", "born ", "client ", "12 a ", "x@", "+1 ", "Jan 1 ", "A. "]
)
def test_a_hostile_question_takes_no_longer_than_a_moment(piece):
    began = time.process_time()  # a busy machine takes longer by the clock
    masked(piece * (LONGEST // len(piece)))
    assert time.process_time() - began < 1
