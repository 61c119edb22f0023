"""Tell whether a sentence asks for personal data of somebody, and not how such data are handled."""

import re
from collections.abc import Collection, Iterator

PARTICULARS = (
    r"ssns?|socials?|social security (?:numbers?|no\.?|#)|home address(?:es)?|(?:private|personal|home|cell|mobile|"
    r"unlisted) "
    r"(?:\w+ )?(?:phone|cell|number|address|e-?mail)(?:e?s)?(?: numbers?)?|cell ?phone(?: numbers?)?|"
    r"dates? of birth|dobs?|"
    r"birth ?(?:dates?|days?)|(?:medical|health|case|court|criminal|school|student|client|patient|arrest|tax|"
    r"employment|wage|"
    r"personal|benefit|vaccination|immunization) (?:records?|history|histories|files?|information|data|charts?)|"
    r"(?:test|lab|exam) (?:results?|scores?)|diagnos[ei]s|medications?|prescriptions?|medicaid (?:ids?|numbers?)|"
    r"(?:account|card|license|licence|client|case|passport|id) (?:numbers?|ids?)|salary|income|wages|earnings|grades?|"
    r"transcripts?|gpa|disabilit(?:y|ies)|immigration status|hiv status|benefits|"
    r"(?:n[uú]mero (?:de|del) )?seguro social|direcci[oó]n(?: de (?:la )?casa)?|fecha de nacimiento|expediente"
)
OWN = (
    r"home address|(?:private|personal|home|cell|mobile|unlisted) (?:\w+ )?(?:phone|cell|number|address)(?: number)?|"
    r"cell ?phone(?: number)?"
)
"""What no source prints of anybody, an official neither."""
CONTACT = r"phone(?: numbers?)?|telephone(?: numbers?)?|numbers?|e-?mail(?: address(?:es)?)?|address(?:es)?|tel[eé]fono"
"""What a source may print of an official: asked of a name that no source has, it is somebody's own."""
NAME = (
    r"(?-i:(?!(?:The|An?|Our|My|Your|What|Who|How|Is|Can|State|Data|Connecticut)\b)[A-Z][\w-]+(?: (?:[A-Z]\.?|de|la|"
    r"del|van))* [A-Z][\w'’-]*[a-z])"
)
KIN = (
    r"(?:my|his|her|their|mi) (?:\w+ )?(?:neighbou?rs?|ex(?:-?\w+)?|husband|wife|girlfriend|boyfriend|partner|boss|"
    r"co-?workers?|colleagues?|tenants?|landlord|sons?|daughters?|brother|sister|mother|father|cousin|friends?|"
    r"patient|client|"
    r"student|vecin[oa]|espos[oa])"
)
ONE = (
    r"(?:the|this|that|a certain|one) (?:\w+ )?(?:client|patient|student|pupil|person|child|teenager|mother|inmate|"
    r"recipient|"
    r"woman|man|girl|boy|resident|family|applicant|victim)"
)
KNOWN_BY = r"(?: with| whose| who| named| called| in| at| from| behind| number|,? (?:case|id|ssn|sasid)| [#\d\[])"
SOMEBODY = rf"(?:{NAME}|{KIN}|\[name\]|{ONE}{KNOWN_BY})"
PEOPLE = (
    r"(?:clients?|patients?|students?|pupils?|recipients?|inmates?|children|kids|taxpayers|beneficiaries|families|"
    r"mothers|"
    r"tenants|parolees|claimants|victims|applicants|teenagers|households)"
)
ANYBODY = rf"(?:{PEOPLE}|everyone|everybody|people|persons|individuals|residents)"
SENSITIVE = (
    r"\b(?:hiv|aids|covid|hepatitis|diabetes|cancer|medicaid|snap|husky|tanf|welfare|food stamps|arrest\w*|"
    r"convict\w*|prison|"
    r"jail|foster care|pregnant|homeless|suspended|expelled|undocumented|addict\w*|disabled|overdose\w*|evict\w*|"
    r"unemploy\w*|abuse\w*|rehab|custody|felon|sick|special education)\b"
)
DEMAND = (
    r"(?:what(?:['’]s| is| are| was| were)|tell (?:me|us)|give (?:me|us)|get (?:me|us)|send (?:me|us)|show (?:me|"
    r"us)|find(?: out| me)?|"
    r"look(?:ing)? up|pull(?: up)?|fetch|list|name|identify|search (?:for|up)|reveal|provide|display|print|retrieve|"
    r"where (?:does|do|is)|"
    r"how old|when was|read (?:me|out)|need|want|dame|dime|busca|cu[aá]l es|mu[eé]strame)"
)
HANDLING = re.compile(
    r"\b(?:can|could|may|must|should|do|does|are|am|is|how (?:do|can|should|must|to|would|are|is)|what happens|who|"
    r"when|if|need|"
    r"required|required to|allowed to)\b.{0,60}?\b(?:shar(?:e|ed|ing)|send(?:ing)?|e-?mail(?:ing|ed)?|transfer\w*|"
    r"protect\w*|"
    r"stor(?:e|ed|ing)|encrypt\w*|mask\w*|redact\w*|disclos\w*|releas\w*|de-?identif\w*|delet\w*|destroy\w*|us(?:e|"
    r"ed|ing)|"
    r"match\w*|link\w*|keep|collect\w*|includ\w*|handl\w*|remov\w*|safeguard\w*|secur\w*|upload\w*|hid(?:e|den)|"
    r"suppress\w*|"
    r"publish\w*|correct|contain\w*|request(?:ed|ing)?|ask (?:an|the|another) agency|confidential|compart\w*|"
    r"proteg\w*|envi\w*)\b",
    re.I,
)
LEADS = (
    r"^(?:(?:please|now|just|so|and|then|also|hi|hello|hey|i|por favor|(?:can|could|will|would) you|you must|"
    r"i need you to|"
    r"i (?:need|want|would like))\b[, ]*)*"
)
GIVE_ME = re.compile(rf"{LEADS}{DEMAND}\b", re.I)
IS_ASKED = re.compile(rf"\?\W*$|{LEADS}{DEMAND}\b|^(?:the )?(?:{PARTICULARS}|{CONTACT})\b", re.I)
OF_SOMEBODY = re.compile(
    rf"(?<!\w){SOMEBODY}.{{0,40}}?\b(?:{PARTICULARS})\b|"
    rf"\b(?:{PARTICULARS})\b.{{0,30}}?\b(?:of|for|on|about|from|to|de)\b.{{0,20}}?{SOMEBODY}|"
    rf"\b(?:tell|give|send|show|find|look|pull|get)\b.{{0,30}}\b(?:his|her|their) (?:{PARTICULARS})\b|"
    rf"\b(?:what is|what['’]s|give me|tell me) (?!an?\b|the\b)\w+['’]s (?:ssn|social security number|date of birth|"
    rf"home address|"
    r"test results|diagnosis)\b|"
    rf"\b(?:{OWN}) .{{0,40}}?\b(?:of|for) (?:the|our) (?!\w*(?:client|patient|student|site|portal|agency|"
    rf"department)\b)\w+",
    re.I,
)
CONTACT_OF = re.compile(
    rf"(?P<a>{NAME})['’]s? (?:{CONTACT})\b|\b(?:{CONTACT}) (?:of|for) (?P<b>{NAME})|\b(?:{CONTACT})\b.{{0,20}}{KIN}|"
    rf"{KIN}['’]s? (?:{CONTACT})\b",
    re.I,
)
WHEREABOUTS = re.compile(
    rf"\bwhere (?:does|do|is|can i find)\b.{{0,10}}{SOMEBODY}.{{0,30}}\b(?:lives?|living|stay(?:ing)?|work|hiding|"
    rf"resides?)\b|"
    rf"\b(?:is|was|does|did|has|have) {SOMEBODY} (?:ever )?.{{0,40}}{SENSITIVE}|"
    rf"\blook(?:ing)? up\b.{{0,20}}(?:{SOMEBODY}|{ONE})|\b(?:dig up|run a background check|background check) on\b",
    re.I,
)
OTHER = r"(?:(?!\b(?:data|statistics|rules?|polic\w+|how|whether|agreements?|about|forms?|fields?|elements?|steps)\b).)"
"""Any character that begins no word for what is asked about people in general."""
EVERY = re.compile(
    rf"{LEADS}(?:a |the )?(?:{DEMAND}|names?)\b{OTHER}{{0,60}}?\b(?:names?|{PARTICULARS}|addresses|phone numbers|"
    rf"list)\b{OTHER}{{0,16}}"
    rf"\b(?:of|for|on)\b{OTHER}{{0,12}}?\b{PEOPLE}\b(?! (?:data|elements?|fields?|variables?|records? (?:layout|"
    rf"form)))|"
    rf"{LEADS}(?:list|name|(?:show|give|tell|get|find) me|pull up)(?: all| every| each| the| our| which| of|"
    rf" me)* {PEOPLE}"
    r"(?=\s(?:in|with|who|that|from|at|on|under|enrolled|receiving|living|born|getting|we|have|has)\b|\W*$)|"
    rf"{LEADS}(?:{DEMAND}|names?)\b{OTHER}{{0,60}}?\b{ANYBODY}\b (?:in|with|who|on|getting|"
    rf"receiving)\b.{{0,20}}{SENSITIVE}",
    re.I,
)
WHICH = re.compile(
    rf"^(?:which|who are|who among)\b.{{0,15}}\b{ANYBODY}\b.{{0,20}}\b(?:have|has|had|with|got|on|get|receive|were|"
    rf"are|was|dropped)\b"
    rf".{{0,30}}{SENSITIVE}|"
    r"^who (?:is|was) (?:the|this|that) (?:\w+ )?(?:patient|client|student|pupil|inmate|teenager|victim|child|mother)"
    r" (?:behind|with|whose|number|#|in (?:the |this )?(?:case|cell|row|table))",
    re.I,
)


def asks_for_somebody(sentence: str, unknown: Collection[str]) -> bool:
    """Whether a sentence wants personal data of somebody, and does not ask how such data are handled."""
    if EVERY.search(sentence) or WHICH.search(sentence):
        return True
    if HANDLING.search(sentence) and not GIVE_ME.search(sentence):
        return False
    if not IS_ASKED.search(sentence):
        return False
    if OF_SOMEBODY.search(sentence) or WHEREABOUTS.search(sentence):
        return True
    return any(_is_unknown(name, unknown) for name in _asked_to_reach(sentence))


def _asked_to_reach(sentence: str) -> Iterator[str]:
    """Who is to be reached: a name, or nothing where it is somebody without one."""
    for found in CONTACT_OF.finditer(sentence):
        yield found["a"] or found["b"] or ""


def _is_unknown(name: str, unknown: Collection[str]) -> bool:
    return not name or any(word in unknown for word in re.findall(r"\w+", name))
