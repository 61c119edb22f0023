"""Refuse a file before it is parsed: empty, protected, something else than it is called, or packed to do harm."""

import io
import re
import zipfile
import zlib

from corpus.kinds import DAMAGED_ZIP, MOST_PARTS, OLD_OFFICE, recognised
from corpus.load import LARGEST_FILE
from corpus.model import Document
from ingest.readers.refusals import protected, refusal

MOST_UNPACKED = 300 * 2**20
FREE_UNPACKED = 20 * 2**20
"""Up to this size a packed file may be packed as tightly as it likes."""
MOST_RATIO = 200
"""Office files of real text unpack to 5 to 30 times their size, tables that repeat themselves to 100 times."""
CHUNK = 2**16
CHECKED = ("pdf", "docx", "xlsx")
"""Text and web pages have no mark of their own, and their readers judge them."""
PACKED = ("docx", "xlsx")
UNJUDGED = ("", DAMAGED_ZIP)
"""The parser tells better what is wrong with these."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Where an Office file with a password keeps its content, inside a file of the old kind."""
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
"""Office files hold none (ECMA-376 part 2, 10.1.2); with one, a few bytes can be made to stand for gigabytes."""


def check(document: Document) -> None:
    """Pass over a file that may be parsed.

    Raises:
        PlaybookError: why it may not.
    """
    content = document.content
    if len(content) > LARGEST_FILE:
        raise refusal(document, f"it is {len(content) // 2**20} MB large, the most is {LARGEST_FILE // 2**20} MB")
    if document.format not in CHECKED:
        return
    if not content.strip(b"\0 \t\r\n"):
        raise refusal(document, "it is empty")
    found = recognised(content)
    if found.name == OLD_OFFICE and ENCRYPTED in content:
        raise protected(document)
    if found.format != document.format and found.name not in UNJUDGED:
        raise refusal(document, f"it is {found.name}")
    if document.format in PACKED:
        _check_packed(document)


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
    if len(members) > MOST_PARTS:
        raise refusal(document, f"it packs {len(members)} files, the most is {MOST_PARTS}")
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
