"""Tell what this assistant does not do: give out somebody's personal data, help round a rule, or take orders."""

import re
from collections.abc import Collection

from assistant.orders import SENTENCES, holds_only_orders, without_orders
from assistant.somebody import asks_for_somebody

PERSONAL_DATA = (
    "This assistant holds no records about people and gives out nobody's personal data; ask how such data may be "
    "requested, shared or protected."
)
EVASION = (
    "This assistant does not help to get round a rule or to find out who is behind data; ask what the rules are, "
    "and it quotes them."
)
NO_QUESTION = (
    "This is no question that the assistant can answer: it finds what its sources say about sharing data and "
    "quotes it, for example: How do I request data?"
)

UNMASK = re.compile(
    r"(?:^|\b(?:help me|walk me through|how (?:do|can|could) (?:i|we)|i (?:want|need) to|show me how to|tell me|"
    r"let['’]?s|way to|try to|please|can you|could you)\b[ ,]*(?:to )?)(?:re-?identify(?:ing)?|unmask(?:ing)?|"
    r"de-?anonymi[sz]e|(?:figure|work|find|puzzle)(?:ing)? out (?:who (?:(?:is|was) (?:in|behind)\b|(?:the|this|"
    r"that|a) (?:person|people|student|patient|client|child|pupil|woman|man|mother|teenager)\b)|which (?:student|"
    r"patient|client|person|child|pupil|woman|man)\b)|match(?:ing)? (?:her|him|them|it) (?:with|to|against)|"
    r"trac(?:e|ing) .{0,30} back to (?:a|the) (?:person|name))",
    re.I,
)
ROUND = re.compile(
    r"\b(?:trick|workaround|loophole|(?:get|work|way) a?round|sneak|bypass|evade|dodge|circumvent|secretly|quietly|"
    r"under the radar|off the books|how (?:do|can|could) (?:i|we)|without)\b.{0,80}?(?:\b(?:never|not|n['’]t) "
    r"(?:find out|notice|know|see it|be caught|get caught)|\b(?:nobody|no one) (?:notices|knows|finds out|sees)|"
    r"\bwithout (?:getting|being) (?:caught|noticed|seen)|\bwithout (?:the |our |an? |my )?(?:\w+ )?(?:agenc(?:y|"
    r"ies)|owner|steward|state|board|boss|supervisor|anyone|anybody|them|lawyers?|(?-i:[A-Z]{2,5})) (?:finding out|"
    r"noticing|knowing|seeing)(?! who)|\bwithout telling (?:them|anyone|anybody|the (?:\w+ )?(?:agency|agencies|"
    r"owner|state)))|\bhow (?:do|can|could) (?:i|we)\b.{0,20}\b(?:get away with|cover up|hide (?:it|this|that) "
    r"from|sneak|evade|dodge|bypass|circumvent|fake|forge|backdate)\b",
    re.I,
)


def declines(question: str, unknown: Collection[str] = ()) -> str | None:
    """Why this is not answered, as a sentence for the person who asked; None where it is a question to answer.

    Args:
        question: as it was typed; personal data in it may be masked.
        unknown: its words that no source has. Asked for the e-mail or phone of a name among them, it is declined.
    """
    if holds_only_orders(question):
        return NO_QUESTION
    sentences = [piece.strip() for piece in SENTENCES.split(without_orders(question)) if piece.strip()]
    if any(UNMASK.search(one) or ROUND.search(one) for one in sentences):
        return EVASION
    return PERSONAL_DATA if any(asks_for_somebody(one, unknown) for one in sentences) else None
