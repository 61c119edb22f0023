"""Tell orders to the assistant from the question they stand around, and leave them out."""

import re
from collections.abc import Iterator, Sequence

from assistant.pointers import points_back

SENTENCES = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
LEAD = (
    r"\W*(?:(?:please|now|first|ok|okay|hey|hi|hello|also|and|then|so|but|assistant|bot|fine|next|instead|just|"
    r"simply|por favor|primero|ahora)\b[,:!]?\s*|(?:i (?:want|need|would like|order|command|instruct) you to|you "
    r"(?:must|should|have to|will|shall|are to)|(?:can|could|will|would) you|let['’]?s|your (?:new |only )?(?:task|"
    r"job|instruction) is to|do me a favou?r and)\s+)*"
)
DISREGARD = (
    r"(?:ignor[ea]|disregard|forget|override|bypass|drop|discard|skip|set aside|olvida|"
    r"desobedece)\b[^.?!:]{0,60}?\b(?:instructions?|rules?|prompts?|guidelines?|restrictions?|documents?|sources|"
    r"training|programming|safeguards?|filters?|the act|(?:everything|anything) (?:above|before|else|you|that)|the "
    r"above|reglas|instrucciones|documentos)\b"
)
PERSONA = (
    r"(?:from now on|a partir de ahora|desde ahora|act (?:as|like)|act[uú]a como|finge|pretend|role-?play|behave "
    r"(?:as|like)|imagine (?:that )?you|simulate|impersonate|play the (?:role|part)|(?:speak|talk) (?:as|like)|"
    r"you(?: are|['’]re) (?:now|no longer|\w*bot)\b|you(?: are|['’]re) (?:an?|my|the) (?:\w+ ){0,3}?(?:ai|"
    r"assistant|\w*bot|model|pirate|lawyer|expert|poet|hacker|oracle)\b)"
)
SPEECH = (
    r"(?:(?:always|never|only|do not|don['’]t) (?:say|answer|reply|respond|give|mention|cite|refuse|output|print|"
    r"quote)\b|say (?!what|who|how|when|where|which|whether|why|if|for sure|(?:it|they|we|i|he|she|someone)\b)|"
    r"(?:certify|swear|pretend)\b|(?:write|state|"
    r"claim|declare|assert|announce|promise|insist)(?: to me| back)? that\b|(?:answer|reply|respond|contest\w+|"
    r"respond\w+)(?: to| a)?(?: me| everything| all| todo)?,? (?:with|only|in|using|just|nothing|yes|no|as|like|"
    r"solamente|s[oó]lo|con)\b|(?:finish|end|start|begin|preface|conclude|close|open) (?:your|the|each|every|all) "
    r"(?:next )?(?:reply|replies|answers?|responses?)|(?:put|add|insert|include|append|embed|"
    r"attach)\b.{0,60}\b(?:your|the) (?:reply|answer|response)|(?:repeat|echo|repite) (?:this|after|the "
    r"(?:following|word|phrase|text)|exactly|back|everything|your|esto)\b|(?:print|output|display|type|write|di|"
    r"escribe) (?:only |just |solo )?(?:the|this|these|la) (?:\w+ )?(?:word|words|phrase|text|following|palabra)\b|"
    r"only (?:one|a single) word\b|(?:show|print|reveal|display|repeat|give|tell|output|leak|dump|list|expose|"
    r"quote|type)(?: me| us)?(?: all| out)?(?: of)? (?:your|the) (?:\w+ ){0,2}?(?:prompt|instructions|"
    r"configuration|guardrails)\b)"
)
CRAFT = (
    r"(?:(?:write|generate)(?: me| us)? (?:some )?(?:python|javascript|java|html|sql|code)\b|(?:write|compose|make|"
    r"create|generate|tell|give|draft|draw|sing|escribe|cuenta)(?: me| us)? (?:an?|some|the|another|un|una) (?:\w+ "
    r"){0,3}?(?:poem|song|haiku|limerick|rap|joke|story|novel|essay|tweet|recipe|riddle|sonnet|ballad|function|"
    r"script|program|regex|cover letter|resume|picture|image|logo|speech|horoscope|poema|chiste|canci[oó]n)\b|"
    r"(?:make up|invent|fabricate|forge|falsify|inventa)\b|(?:translate|traduce) (?:this|that|it|my|your|the "
    r"(?:following|text|answer)|(?:el|este|esto)|.{1,80}\b(?:into|al?)\b)|proofread\b|solve (?:this|the|my)\b|play "
    r"(?:chess|a game|music|tic)|sing\b|draw (?!up\b)|remind me\b|set (?:an?|the) (?:timer|alarm)|(?:order|book|"
    r"buy) (?:me )?(?:an?|some|two|the)\b)"
)
ORDER = re.compile(rf"{LEAD}(?:{DISREGARD}|{PERSONA}|{SPEECH}|{CRAFT}|\[?system\]?:|\[?admin\]?:)", re.I)
MARKUP = re.compile(r"!\[[^\]]*\]\(|<(?:img|script|iframe|a|button)\b|javascript:|\]\(https?:", re.I)
PLANTED = re.compile(r"<(system|admin|instructions?|assistant|developer)\b[^>]*>.*?</\1>", re.I | re.S)
TAG = re.compile(r"</?(?:question|system|admin|instructions?|assistant|developer|context|user|prompt)\b[^>]*>", re.I)
ASKING = (
    r"(?:(?:under|at|by|for|in|to|with|on|from|of) )?(?:what|who|whom|whose|which|when|where|why|how|whether|if|"
    r"qué|quién|cómo|cuándo|dónde|cuál|cuánto)\b"
)
TOLD = r"(?:(?:please |then |now |also )*(?:tell|show|let|give)(?: me| us)(?: know)?[:,]? )"
TAIL = re.compile(
    rf"(?:[:;—–]|\b(?:and|then|but|y)\b|,(?=[^?]*\?\W*$))\s*(?:(?:and|then|now|so|please|just|also) "
    rf")*{TOLD}?(?P<tail>{ASKING}.*|(?:explain|describe|define|summari[sz]e|list|quote) (?!it\b|them\b|that\b|"
    rf"this\b)\w+.*|"
    r"(?:can|may|must|should|do|does|did|is|are|has|have|was|were|will|would|could) [^?]*\?.*)$",
    re.I | re.S,
)
RETURN = re.compile(
    r"^(?:(?:fine|ok|okay|alright|right|but|and|so|or|now|then|thanks|anyway|instead|also|finally|next)\b[,.!]? +)*"
    rf"(?:(?:but )?(?:seriously|honestly|really|for real|joking aside|jokes aside)[^:?,]{{0,20}}[:,] "
    rf"*)?(?:{TOLD}(?={ASKING}))?",
    re.I,
)
"""How somebody comes back from an order to what is really asked."""
ASIDE = re.compile(
    r"\W*(?:i|i['’]m|i['’]ve|we|we['’]re|it['’]s|this is|trust|thanks|thank you|please|or else|no)\b(?![^?]*\?)", re.I
)
"""Said about the order, and no question."""
CLAIM = re.compile(
    r"\bthat (?P<claim>.+?)(?:,? and (?:invent|back|say|quote|cite|make|write|add|insist|never|always)\b.*)?[.!]*$",
    re.I,
)
THAT = re.compile(r"^(?:\w+ ){0,3}(?:that|this|so)\b", re.I)
SHORT = 12
"""A question of so few words that points back is about what the order claims."""


def without_orders(question: str) -> str:
    """What is really asked, without orders to the assistant; the question as it stands where there is nothing else.

    Where what is asked points back to something that the order claims, the claim is kept in front of it.
    """
    return _asked(question) or question


def holds_only_orders(question: str) -> bool:
    """Whether nothing is asked but what the assistant shall say or be."""
    return not _asked(question)


def _asked(question: str) -> str:
    plain = TAG.sub(" ", PLANTED.sub(" ", question))
    pieces = [piece for piece in SENTENCES.split(plain) if piece.strip()]
    orders = [piece for piece in pieces if _is_order(piece)]
    if not orders:
        return question if plain == question else plain.strip()
    kept = list(_kept(pieces))
    if all(ASIDE.match(piece) for piece in kept):
        return ""
    return " ".join([*_claims(orders, kept), *kept])


def _is_order(piece: str) -> bool:
    return bool(ORDER.match(piece) or MARKUP.search(piece))


def _kept(pieces: Sequence[str]) -> Iterator[str]:
    for piece in pieces:
        tail = TAIL.search(piece) if _is_order(piece) else None
        if tail and not MARKUP.search(piece):
            yield tail["tail"].strip()
        elif not _is_order(piece) and (rest := RETURN.sub("", piece.strip(), count=1)):
            yield rest


def _claims(orders: Sequence[str], kept: Sequence[str]) -> Iterator[str]:
    asked = " ".join(kept)
    leans = points_back(asked) == "surely" or THAT.search(asked) is not None
    if len(asked.split()) <= SHORT and leans:
        yield from (f"{found['claim']}." for order in orders if (found := CLAIM.search(order)))
