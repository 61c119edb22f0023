"""Tell whether a sentence asks for personal data of somebody, and not how such data are handled."""

import re
from collections.abc import Collection, Iterator

PARTICULARS = (
    r"ssns?|socials?|social security (?:numbers?|no\.?|#)|home address(?:es)?|(?:private|personal|home|cell|mobile|"
    r"unlisted) (?:\w+ )?(?:phone|cell|number|address|e-?mail)(?:e?s)?(?: numbers?)?|cell ?phone(?: numbers?)?|"
    r"dates? of birth|dobs?|birth ?(?:dates?|days?)|(?:medical|health|case|court|criminal|school|student|client|"
    r"patient|arrest|tax|employment|unemployment|welfare|disciplinary|wage|personal|benefit|vaccination|"
    r"immunization) (?:records?|history|histories|files?|information|data|charts?)|(?:test|lab|exam) (?:results?|"
    r"scores?)|diagnos[ei]s|medications?|prescriptions?|medicaid (?:ids?|numbers?)|(?:account|card|license|licence|"
    r"client|case|passport|id) (?:numbers?|ids?)|salary|income|wages|earnings|grades?|transcripts?|gpa|"
    r"disabilit(?:y|ies)|immigration status|hiv status|benefits|(?:n[uú]mero (?:de|del) )?seguro social|"
    r"direcci[oó]n(?: de (?:la )?casa)?|fecha de nacimiento|expediente"
)
OWN = (
    r"home address|(?:private|personal|home|cell|mobile|unlisted) (?:\w+ )?(?:phone|cell|number|address)(?: "
    r"number)?|cell ?phone(?: number)?"
)
"""What no source prints of anybody, an official neither."""
CONTACT = r"phone(?: numbers?)?|telephone(?: numbers?)?|numbers?|e-?mail(?: address(?:es)?)?|address(?:es)?|tel[eé]fono"
"""What a source may print of an official: asked of a name that no source has, it is somebody's own."""
NAME = (
    r"(?-i:(?!(?:The|An?|Our|My|Your|What|Who|How|Is|Can|State|Data|Connecticut)\b)[A-Z][\w-]+(?: (?:[A-Z]\.?|de|"
    r"la|del|van))* [A-Z][\w'’-]*[a-z])"
)
KIN = (
    r"(?:my|his|her|their|mi) (?:\w+ )?(?:neighbou?rs?|ex(?:-?\w+)?|husband|wife|girlfriend|boyfriend|partner|boss|"
    r"co-?workers?|colleagues?|tenants?|landlord|nephews?|nieces?|uncle|aunt|grand\w+|kids?|child|sons?|daughters?|"
    r"brother|sister|mother|father|cousin|friends?|patient|client|student|vecin[oa]|espos[oa])"
)
ONE = (
    r"(?:the|this|that|a certain|one) (?:\w+ )?(?:client|patient|student|pupil|person|child|teenager|mother|inmate|"
    r"recipient|woman|man|girl|boy|resident|family|applicant|victim)"
)
KNOWN_BY = r"(?: with| whose| who| named| called| in| at| from| behind| number|,? (?:case|id|ssn|sasid)| [#\d\[])"
SOMEBODY = rf"(?:{NAME}|{KIN}|\[name\]|{ONE}{KNOWN_BY})"
PEOPLE = (
    r"(?:clients?|patients?|students?|pupils?|recipients?|inmates?|children|kids|taxpayers|beneficiaries|families|"
    r"mothers|tenants|parolees|claimants|victims|applicants|teenagers|households)"
)
ANYBODY = rf"(?:{PEOPLE}|everyone|everybody|people|persons|individuals|residents)"
SENSITIVE = (
    r"\b(?:hiv|aids|covid|hepatitis|diabetes|cancer|medicaid|snap|husky|tanf|welfare|food stamps|arrest\w*|"
    r"convict\w*|prison|jail|foster care|pregnant|homeless|suspended|expelled|undocumented|addict\w*|disabled|"
    r"overdose\w*|evict\w*|unemploy\w*|abuse\w*|rehab|custody|felon|sick|special education)\b"
)
DEMAND = (
    r"(?:what(?:['’]s| is| are| was| were)|tell (?:me|us)|give (?:me|us)|get (?:me|us)|send (?:me|us)|show (?:me|"
    r"us)|find(?: out| me)?|get|show|give|look(?:ing)? up|pull(?: up)?|fetch|list|name|identify|search (?:for|up)|"
    r"reveal|provide|display|print|retrieve|where (?:does|do|is)|how (?:old|much)|when was|looking for|read (?:me|"
    r"out)|need|want|dame|dime|busca|cu[aá]l es|mu[eé]strame)"
)
HANDLING = re.compile(
    r"\b(?:can|could|may|must|should|do|does|are|am|is|how (?:do|can|should|must|to|would|are|is)|what (?:happens|"
    r"if)|who|when|if|need|required|required to|allowed to)\b.{0,60}?\b(?:shar(?:e|es|ed|ing)|sen(?:d|ds|t|ding)|"
    r"e-?mail(?:ing|ed)?|transfer\w*|protect\w*|stor(?:e|ed|ing)|encrypt\w*|mask\w*|redact\w*|disclos\w*|releas\w*|"
    r"de-?identif\w*|delet\w*|destroy\w*|us(?:e|ed|ing)|match\w*|link\w*|ties?|tied|joins?|connect\w*|keep|collect\w*|includ\w*|handl\w*|"
    r"remov\w*|safeguard\w*|secur\w*|upload\w*|hid(?:e|den)|suppress\w*|publish\w*|correct|contain\w*|request(?:ed|"
    r"ing)?|ask (?:an|the|another) agency|confidential|compart\w*|proteg\w*|envi\w*)\b",
    re.I,
)
LEADS = (
    r"^(?:(?:please|now|just|so|and|then|also|hi|hello|hey|i|i['’]m|i am|por favor|(?:can|could|will|would) you|"
    r"you must|i need you to|i (?:need|want|would like))\b[, ]*)*"
)
GIVE_ME = re.compile(rf"{LEADS}{DEMAND}\b(?! (?:how|what|whether|if|when|who|which)\b)", re.I)
IS_ASKED = re.compile(
    rf"\?\W*$|^(?:what|which|who|where|how)\b|{LEADS}{DEMAND}\b|^(?:the )?(?:{PARTICULARS}|{CONTACT})\b", re.I
)
OF_SOMEBODY = re.compile(
    rf"(?<!\w){SOMEBODY}.{{0,40}}?\b(?:{PARTICULARS})\b|\b(?:{PARTICULARS})\b.{{0,30}}?\b(?:of|for|on|about|from|"
    rf"to|de|do|does|did|has)\b.{{0,20}}?{SOMEBODY}|\bhow (?:much|many) (?:money )?(?:do |does |did )?{SOMEBODY} "
    rf"(?:earns?|earned|makes?|gets?|owes?|weighs?)\b|\b(?:tell|give|send|show|find|look|pull|"
    rf"get)\b.{{0,30}}\b(?:his|her|their) (?:{PARTICULARS})\b|\b(?:what is|what['’]s|give me|tell me) (?!an?\b|"
    rf"the\b)\w+['’]s (?:ssn|social security number|date of birth|home address|"
    r"test results|diagnosis)\b|"
    rf"\b(?:{OWN}) .{{0,40}}?\b(?:of|for) (?:the|our) (?!\w*(?:client|patient|student|site|portal|agency|"
    rf"department)\b)\w+",
    re.I,
)
CONTACT_OF = re.compile(
    rf"(?P<a>{NAME})['’]s? (?:{CONTACT})\b|\b(?:{CONTACT}) (?:of|for) (?P<b>{NAME})|"
    rf"\b(?:{CONTACT})\b.{{0,20}}{KIN}|{KIN}['’]s? (?:{CONTACT})\b|\b(?:everything|anything|all|what) (?:you|we|"
    rf"the state) (?:have|has|know|knows?) (?:on|about|of) (?P<c>{NAME})",
    re.I,
)
WHEREABOUTS = re.compile(
    rf"\bwhere {SOMEBODY} (?:lives?|works?|stays?)\b|(?<!\w){SOMEBODY} (?:is|was|has|gets?|"
    rf"receives?)\b.{{0,30}}{SENSITIVE}|\bwhere (?:does|do|is|can i find)\b.{{0,10}}{SOMEBODY}.{{0,30}}\b(?:lives?|"
    rf"living|stay(?:ing)?|work|hiding|resides?)\b|\b(?:is|was|does|did|has|have) {SOMEBODY} (?:ever "
    rf")?.{{0,40}}{SENSITIVE}|\blook(?:ing)? up\b.{{0,20}}(?:{SOMEBODY}|{ONE})|\b(?:dig up|run a background check|"
    rf"background check) on\b",
    re.I,
)
OTHER = r"(?:(?!\b(?:data|statistics|rules?|polic\w+|how|whether|agreements?|about|forms?|fields?|elements?|steps)\b).)"
"""Any character that begins no word for what is asked about people in general."""
EVERY = re.compile(
    rf"{LEADS}(?:a |the )?(?:{DEMAND}|names?)\b{OTHER}{{0,60}}?\b(?:names?|{PARTICULARS}|addresses|phone numbers|"
    rf"list)\b{OTHER}{{0,16}}\b(?:of|for|on)\b{OTHER}{{0,12}}?\b{PEOPLE}\b(?! (?:data|elements?|fields?|variables?|"
    rf"records? (?:layout|form)))|{LEADS}(?:list|name|(?:show|give|tell|get|find) me|pull up)(?: all| every| each| "
    rf"the| our| which| of| me)* {PEOPLE}"
    r"(?=\s(?:in|with|who|that|from|at|on|under|enrolled|receiving|living|born|getting|we|have|has)\b|\W*$)|"
    rf"{LEADS}(?:{DEMAND}|names?)\b{OTHER}{{0,60}}?\b{ANYBODY}\b (?:in|with|who|on|getting|"
    rf"receiving)\b.{{0,20}}{SENSITIVE}",
    re.I,
)
WHICH = re.compile(
    rf"^(?:which|who are|who among)\b.{{0,15}}\b{ANYBODY}\b.{{0,20}}\b(?:have|has|had|with|got|on|get|getting|"
    rf"receive|receiving|were|are|was|dropped)\b.{{0,30}}{SENSITIVE}|"
    r"^who (?:is|was) (?:the|this|that) (?:\w+ )?(?:patient|client|student|pupil|inmate|teenager|victim|child|"
    r"mother) (?:behind|with|whose|number|#|in (?:the |this )?(?:case|cell|row|table))",
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
        yield found["a"] or found["b"] or found["c"] or ""


def _is_unknown(name: str, unknown: Collection[str]) -> bool:
    return not name or any(word in unknown for word in re.findall(r"\w+", name))
