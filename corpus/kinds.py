"""What a fetched file really is, by its bytes: a server may call anything a PDF, and a sign-in page is no report."""

import io
import re
import zipfile

from corpus.errors import FetchError

READ_AS = {"site": "html"}
"""A page of a site is fetched and read as HTML."""
NAMES = {"pdf": "a PDF", "docx": "a Word document", "xlsx": "an Excel workbook", "html": "an HTML page"}
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
"""What tells the office formats apart: all of them are zip archives."""
PAGE_START = re.compile(rb"(?>\s+|<!--.*?-->|<\?.*?\?>)*+<(?:!doctype html|html|head|body|title|meta)\b", re.I | re.S)
"""Comments may come first, as they may in Markdown."""
MOST_PARTS = 10_000
HEAD, TAIL = 1024, 4096
MARK = b"\xef\xbb\xbf"


def refuse_other(content: bytes, format_: str) -> None:
    """Raise FetchError, saying what it is instead, unless `content` is a whole file of the format."""
    format_ = READ_AS.get(format_, format_)
    if not content.strip():
        raise FetchError("the file is empty")
    found = kind(content)
    if found != format_:
        hint = ", perhaps to sign in," if found == "html" else ""
        raise FetchError(f"{NAMES.get(found, 'something else')}{hint} came instead of {NAMES.get(format_, 'text')}")
    if format_ == "pdf" and b"%%EOF" not in content[-TAIL:]:
        raise FetchError("the PDF breaks off before its end")


def kind(content: bytes) -> str:
    """One of the formats of `sources.toml`, or "" for anything else; text that is no page is Markdown."""
    if b"%PDF-" in content[:HEAD]:
        return "pdf"
    if content.startswith(b"PK"):
        return _office(content)
    if b"\0" in content:
        return ""
    if PAGE_START.match(content[:TAIL].removeprefix(MARK)):
        return "html"
    return "markdown" if _is_text(content) else ""


def _office(content: bytes) -> str:
    """By the list of members, which stands at the end: a file cut short has none."""
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = set(opened.namelist())
    except Exception:  # a damaged archive may fail anywhere inside the library
        return ""
    return next((format_ for format_, part in PARTS.items() if part in names), "")


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
