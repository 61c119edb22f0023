"""Take the wanted files out of a repository's archive, in memory; nothing is unpacked to disk.

An archive is hostile until read: sizes are counted while they are unpacked and not taken from its list, a name that
could lead out of its folder is never that of a wanted file, and a list that names a file twice is refused, since two
programs would read two different files.
"""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from corpus.errors import FetchError
from corpus.load import LARGEST_FILE

MOST_MEMBERS = 20_000
LARGEST_WHOLE = 200 * 1024 * 1024
"""Of the archive as it comes, and of what is unpacked from it."""
STEP = 256 * 1024
ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others unpack without a limit in one go."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What was wanted of an archive and is in it."""

    files: Mapping[str, bytes]
    """By their path below the archive's one top folder."""
    revision: str | None
    """The commit that the archive says it holds."""


def unpacked(archive: bytes, wanted: Collection[str]) -> Archive:
    """The wanted files of a zip archive.

    Raises:
        FetchError: it is not a sound zip archive, or holds more than is allowed.
    """
    if archive.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise FetchError(f"holds more than {MOST_MEMBERS} files")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return _taken(opened, wanted)
    except FetchError:
        raise
    except Exception as error:  # a damaged archive may fail anywhere inside the library
        raise FetchError("what was fetched is not a zip archive") from error


def _taken(opened: zipfile.ZipFile, wanted: Collection[str]) -> Archive:
    members = [one for one in opened.infolist() if not one.is_dir()]
    tops = {one.filename.partition("/")[0] for one in members}
    if len(tops) > 1:
        raise FetchError("the archive holds more than the one folder of a repository")
    repeated = [name for name, times in Counter(one.filename for one in members).items() if times > 1]
    if repeated:
        raise FetchError(f"the archive holds {repeated[0]} more than once")
    budget = _Budget()
    chosen = {one.filename.partition("/")[2]: one for one in members}
    files = {path: _content(opened, chosen[path], budget) for path in sorted(wanted) if path in chosen}
    return Archive(files, _revision(opened.comment, tops))


class _Budget:
    """What may still be unpacked."""

    def __init__(self) -> None:
        self.left = LARGEST_WHOLE

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise FetchError(f"unpacks to more than {LARGEST_WHOLE // 2**20} MiB")


def _content(opened: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> bytes:
    _refuse_odd(member)
    content = bytearray()
    with opened.open(member) as unpacking:
        while piece := unpacking.read(STEP):
            content += piece
            budget.spend(len(piece))
            if len(content) > LARGEST_FILE:
                raise FetchError(f"{member.filename} unpacks to more than {LARGEST_FILE // 2**20} MiB")
    return bytes(content)


def _refuse_odd(member: zipfile.ZipInfo) -> None:
    if stat.S_ISLNK(member.external_attr >> 16):
        raise FetchError(f"{member.filename} is a link in the archive")
    if member.flag_bits & ENCRYPTED or member.compress_type not in METHODS:
        raise FetchError(f"{member.filename} is packed in a way that is not read")


def _revision(comment: bytes, tops: Collection[str]) -> str | None:
    """Code hosts put the commit into the archive's comment; else its top folder may end in it."""
    told = comment.decode("ascii", "replace").strip().lower()
    if re.fullmatch(r"[0-9a-f]{40}", told):
        return told
    endings = (re.search(r"-([0-9a-f]{7,40})$", top) for top in tops)
    return next((ending[1] for ending in endings if ending), None)
