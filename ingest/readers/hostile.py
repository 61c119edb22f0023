"""Refuse a file before it is parsed: empty, protected, something else than it is called, or packed to do harm."""

import io
import re
import zipfile
import zlib

from corpus.errors import PlaybookError
from corpus.model import Document

MOST_BYTES = 100 * 2**20
MOST_MEMBERS = 5000
MOST_UNPACKED = 300 * 2**20
FREE_UNPACKED = 20 * 2**20
"""Up to this size a packed file may be packed as tightly as it likes."""
MOST_RATIO = 200
"""Office files of real text unpack to 5 to 30 times their size, tables that repeat themselves to 100 times."""
CHUNK = 2**16
KINDS = {"pdf": "a PDF", "docx": "a Word document", "xlsx": "an Excel workbook"}
"""What a file of each format really is; text and web pages have no mark of their own, and their readers judge them."""
OLD_OFFICE = "an Office file of the kind used before 2007"
STARTS = {
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLD_OFFICE,
    b"{\\rtf": "an RTF document",
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
OFFICE = {"word/": "a Word document", "xl/": "an Excel workbook", "ppt/": "a PowerPoint presentation"}
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Where an Office file with a password keeps its content, inside a file of the old kind."""
PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
"""Office files hold none (ECMA-376 part 2, 10.1.2); with one, a few bytes can be made to stand for gigabytes."""


def check(document: Document) -> None:
    """Pass over a file that may be parsed.

    Raises:
        PlaybookError: why it may not.
    """
    content = document.content
    if len(content) > MOST_BYTES:
        raise refusal(document, f"it is {len(content) // 2**20} MB large, the most is {MOST_BYTES // 2**20} MB")
    if document.format not in KINDS:
        return
    if not content.strip(b"\0 \t\r\n"):
        raise refusal(document, "it is empty")
    really = kind(content)
    if really == OLD_OFFICE and ENCRYPTED in content:
        raise protected(document)
    if really not in ("", KINDS[document.format]):
        raise refusal(document, f"it is {really}")
    if document.format in ("docx", "xlsx"):
        _check_packed(document)


def kind(content: bytes) -> str:
    """What a file really is, in words; nothing where it cannot be told, as with plain text."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed_kind(content)
    told = next((name for magic, name in STARTS.items() if start.startswith(magic)), "")
    return told or ("a web page" if PAGE.search(start) else "a PDF" if b"%PDF-" in start else "")


def refusal(document: Document, why: str) -> PlaybookError:
    """The sentence for a file that cannot be read."""
    path, format_ = document.source.full_path, document.format
    said = "is damaged or not a PDF" if format_ == "pdf" else f"cannot be read as {format_}"
    return PlaybookError(f"{path} {said} ({_told(why)}). Fetch it again: playbook sync")


def protected(document: Document) -> PlaybookError:
    """The sentence for a file that opens with a password only."""
    return PlaybookError(f"{document.source.full_path} is protected with a password. Name a copy without one.")


def _told(why: str) -> str:
    """A reason on one line, the same in every run: without the places in memory that some libraries name."""
    return " ".join(re.sub(r"'?<[^<>]* at 0x[0-9a-fA-F]+>'?", "it", why).split())[:200]


def _packed_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return ""
    found = (name for folder, name in OFFICE.items() if any(one.startswith(folder) for one in names))
    return next(found, "a zip archive")


def _check_packed(document: Document) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(document.content)) as packed:
            members = packed.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise protected(document)
            _check_sizes(document, members)
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(document, packed, member)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zlib.error) as error:
        raise refusal(document, str(error) or "it is cut short") from error


def _check_sizes(document: Document, members: list[zipfile.ZipInfo]) -> None:
    """What the file says of itself; the library unpacks no member beyond the size that is said here."""
    unpacked, packed = sum(member.file_size for member in members), len(document.content)
    if len(members) > MOST_MEMBERS:
        raise refusal(document, f"it packs {len(members)} files, the most is {MOST_MEMBERS}")
    if unpacked > MOST_UNPACKED or (unpacked > FREE_UNPACKED and unpacked > MOST_RATIO * packed):
        raise refusal(document, f"it would unpack from {_size(packed)} to {_size(unpacked)}")


def _check_xml(document: Document, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A member unpacked piece by piece, which also proves its size and checksum."""
    edge = b""
    with packed.open(member) as opened:
        while piece := opened.read(CHUNK):
            seen = (edge + piece).replace(b"\0", b"")
            if DECLARATION.search(seen):
                raise refusal(document, "its XML declares entities, which Office files never do")
            edge = seen[-16:]


def _size(count: int) -> str:
    return f"{count / 2**20:.0f} MB" if count >= 2**20 else f"{count / 2**10:.0f} kB"
