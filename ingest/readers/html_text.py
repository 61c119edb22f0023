"""Decode an HTML page as a browser would: byte order mark, then what the page says, then UTF-8, then Windows-1252."""

import codecs
import re

from corpus.errors import PlaybookError
from corpus.kinds import recognised
from corpus.model import Document
from ingest.readers.refusals import whole_copy

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})""",
    re.I,
)
DECLARED_WITHIN = 4096
KNOWN = re.compile(
    r"utf-8|cp125\d|iso8859-\d+|ascii|gb2312|gbk|gb18030|big5|shift_jis|euc_jp|euc_kr|koi8-[ru]|mac-roman"
)
"""Encodings a page may name; what else Python calls an encoding is none of a page's."""
AS_WINDOWS = ("ascii", "iso8859-1")
"""What browsers read as Windows-1252, whatever a page calls it."""
TEXTS = ("html", "markdown")
"""A part of a page need not begin as a page does."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def decoded(document: Document) -> tuple[str, tuple[str, ...]]:
    """The text of a page, and what of it could not be read.

    Raises:
        PlaybookError: it is no text at all.
    """
    path, found = document.source.full_path, recognised(document.content)
    if found.format not in TEXTS and found.name:
        raise PlaybookError(f"{path} is not an HTML page but {found.name}. Name the right file or format.")
    encoding, content = _encoding(document.content)
    if b"\x00" in content and not encoding.startswith("utf-16"):
        raise PlaybookError(f"{path} is not an HTML page: its bytes are no text. {whole_copy(document.source)}")
    text = content.decode(encoding, "replace")
    lost = text.count("\ufffd")
    problems = (f"{lost} characters could not be read as {encoding}.",) if lost else ()
    return CONTROL.sub(" ", text), problems


def _encoding(content: bytes) -> tuple[str, bytes]:
    """The encoding of a page, and the page without its byte order mark."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding, content.removeprefix(mark)
    declared = _declared(content)
    if declared and declared != "utf-8":
        return declared, content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return declared or "cp1252", content
    return "utf-8", content


def _declared(content: bytes) -> str | None:
    match = DECLARED.search(content[:DECLARED_WITHIN])
    if match is None:
        return None
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii", "replace")).name
    except LookupError:
        return None
    if name in AS_WINDOWS:
        return "cp1252"
    return name if KNOWN.fullmatch(name) else None
