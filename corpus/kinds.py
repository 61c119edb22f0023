"""What a file really is, by its bytes: a server may call anything a PDF, and a sign-in page is no report."""

import io
import re
import zipfile
from typing import NamedTuple

from corpus.errors import FetchError

READ_AS = {"site": "html"}
"""A page of a site is fetched and read as HTML."""
NAMES = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
    "html": "an HTML page",
    "markdown": "text",
}
"""The formats of `sources.toml` in words for a person."""
OLD_OFFICE = "an Office file of the kind used before 2007"
DAMAGED_ZIP = "a zip archive that is damaged"
"""An office file that was cut short, or any other archive."""
STARTS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLD_OFFICE,
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"II*\0": "an image",
    b"MM\0*": "an image",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
"""How files begin that are neither text nor of a format the assistant reads."""
PACKED = re.compile(rb"PK[\x01\x03\x05\x07]")
"""How a zip archive begins; a text may begin with "PK" alone."""
CONTENTS = "[Content_Types].xml"
OFFICE = {"word/": "docx", "xl/": "xlsx"}
"""What tells office formats apart by the folder of their parts: all of them are zip archives with a list of types."""
SLIDES = "ppt/"
MOST_PARTS = 5000
"""Files that an office file may pack."""
PAGE_START = re.compile(rb"(?>\s+|<!--.*?-->|<\?.*?\?>)*+<(?:!doctype html|html|head|body|title|meta)\b", re.I | re.S)
"""Comments may come first, as they may in Markdown."""
HEAD, TAIL = 1024, 4096
MARK = b"\xef\xbb\xbf"


class Kind(NamedTuple):
    """What a file is."""

    format: str
    """One of the formats of `sources.toml`, or "" for anything else."""
    name: str
    """In words; "" where they are not known."""


def refuse_other(content: bytes, format_: str) -> None:
    """Raise FetchError, saying what it is instead, unless `content` is a whole file of the format."""
    format_ = READ_AS.get(format_, format_)
    if not content.strip():
        raise FetchError("the file is empty")
    found = recognised(content)
    if found.format != format_:
        hint = ", perhaps to sign in," if found.format == "html" else ""
        raise FetchError(f"{found.name or 'something else'}{hint} came instead of {NAMES.get(format_, 'text')}")
    if format_ == "pdf" and b"%%EOF" not in content[-TAIL:]:
        raise FetchError("the PDF breaks off before its end")


def kind(content: bytes) -> str:
    """The format alone."""
    return recognised(content).format


def recognised(content: bytes) -> Kind:
    """What the bytes are; text that is no page is Markdown."""
    if PACKED.match(content):
        return _packed(content)
    start = content[:HEAD].removeprefix(MARK).lstrip()
    if start.startswith(b"%PDF-"):
        return _readable("pdf")
    if b"\0" not in content and PAGE_START.match(content[:TAIL].removeprefix(MARK)):
        return _readable("html")
    if b"%PDF-" in content[:HEAD] and b"startxref" in content:
        return _readable("pdf")
    return _text_or_other(content, start)


def _readable(format_: str) -> Kind:
    return Kind(format_, NAMES[format_])


def _text_or_other(content: bytes, start: bytes) -> Kind:
    if not _is_text(content):
        return Kind("", next((name for magic, name in STARTS.items() if content.startswith(magic)), ""))
    return Kind("", "an RTF document") if start.startswith(b"{\\rtf") else _readable("markdown")


def _packed(content: bytes) -> Kind:
    """By the list of members, which stands at the end: a file cut short has none."""
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        return Kind("", "")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = opened.namelist()
    except Exception:  # a damaged archive may fail anywhere inside the library
        return Kind("", DAMAGED_ZIP)
    folders = {f"{name.partition('/')[0]}/" for name in names} if CONTENTS in names else set()
    told = next((_readable(format_) for folder, format_ in OFFICE.items() if folder in folders), None)
    return told or Kind("", "a PowerPoint presentation" if SLIDES in folders else "a zip archive")


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content
