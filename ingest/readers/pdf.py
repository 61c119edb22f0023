"""Read a PDF: its pages, their lines as printed, its outline; the one keeper of pypdfium2."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_int, create_string_buffer
from functools import cache
from math import hypot
from typing import Any

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.model import DocumentText, Section
from ingest.readers.describe import described, is_file_name
from ingest.readers.hostile import protected, refusal
from ingest.readers.layout import spreads, title_on_first_page
from ingest.readers.lines import Line, Page
from ingest.readers.mend import Vocabulary, plain
from ingest.readers.outline import Entry, usable
from ingest.readers.pages import Draft

SAMPLES = 8
"""Letters of a line that are looked at for its size and weight."""
HYPHEN = 2
"""What pdfium gives in place of a hyphen that breaks a word; no line break follows it."""
WEIGHTS = {
    r"thin|hairline": 200,
    r"(?:extra|ultra)-?light": 250,
    r"light": 300,
    r"semi-?bold|demi": 600,
    r"black|heavy|(?:extra|ultra)-?bold": 800,
    r"bold|BX\d": 700,
    r"medi(?:um)?\b": 500,
}
"""What a font's name says of its weight; asked before the file's own figure, which is often wrong."""
REGULAR = 400


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The text of all pages, a blank line between paragraphs and pages, and a section a page and heading."""
    with _opened(document) as pdf:
        pages = [_page(pdf, number) for number in range(len(pdf))]
        outline, problems = usable(list(_outline(pdf))), tuple(_problems(pdf, pages))
    if not any(page.lines for page in pages):
        raise PlaybookError(f"{document.source.full_path} has no text layer. Name a copy that has been through OCR.")
    title = (title_on_first_page(pages) if is_file_name(document.source) else None) or document.source.title
    draft = Draft(title, Vocabulary(line.text for page in pages for line in page.lines))
    for spread in spreads(pages, outline, title):
        draft.add(spread)
    return described(document, draft.text, title, problems=problems), draft.sections()


def _opened(document: Document) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(document.content)
    except pypdfium2.PdfiumError as error:
        raise _refused(document, str(error)) from error


def _refused(document: Document, why: str) -> PlaybookError:
    """Why a file did not open; pdfium opens one without pages, and then tells the error of the file before."""
    from pypdfium2 import raw

    if opened := raw.FPDF_LoadMemDocument64(document.content, len(document.content), None):
        raw.FPDF_CloseDocument(opened)
        return refusal(document, "it holds no page")
    is_locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
    return protected(document) if is_locked else refusal(document, why.rstrip("."))


def _page(pdf: Any, number: int) -> Page:
    """The lines of a page; none where it cannot be opened."""
    import pypdfium2

    try:
        page = pdf[number]
        return Page(tuple(_lines(page.get_textpage())), page.get_height())
    except pypdfium2.PdfiumError:
        return Page((), 0.0)


def _lines(textpage: Any) -> Iterator[Line]:
    from pypdfium2 import raw

    line: list[tuple[int, int]] = []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code not in (10, 13):
            line.append((index, code))
        if code in (10, 13) or (code == HYPHEN and raw.FPDFText_IsHyphen(textpage, index) == 1):
            yield from _line(textpage, line)
            line = []
    yield from _line(textpage, line)


def _line(textpage: Any, characters: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """The line that these characters print, given by place and code, unless they print nothing."""
    text = plain("".join("-" if code == HYPHEN else chr(code) for _, code in characters))
    inked = [index for index, code in characters if not chr(code).isspace()]
    if text and inked:
        looks = Counter(_look(textpage, index) for index in inked[:: len(inked) // SAMPLES + 1])
        (size, weight), _ = looks.most_common(1)[0]
        left, right = textpage.get_charbox(inked[0])[0], textpage.get_charbox(inked[-1])[2]
        yield Line(text, left, right, _base(textpage, inked[0]), size, weight, len(looks) == 1)


def _look(textpage: Any, index: int) -> tuple[float, int]:
    """Size and weight of a letter as it is seen, whatever the page is scaled by."""
    from pypdfium2 import raw

    matrix, name, flags = raw.FS_MATRIX(), create_string_buffer(128), c_int()
    scale = hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(textpage, index, matrix) else 1.0
    raw.FPDFText_GetFontInfo(textpage, index, name, len(name), byref(flags))
    size = round(raw.FPDFText_GetFontSize(textpage, index) * scale, 1)
    return size, _weight(name.value.decode("utf-8", "replace"), raw.FPDFText_GetFontWeight(textpage, index))


@cache
def _weight(font: str, told: int) -> int:
    return next((weight for name, weight in WEIGHTS.items() if re.search(name, font, re.I)), max(told, REGULAR))


def _base(textpage: Any, index: int) -> float:
    from pypdfium2 import raw

    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, byref(x), byref(y))
    return y.value


def _outline(pdf: Any) -> Iterator[Entry]:
    for item in pdf.get_toc():
        target = item.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            yield Entry(item.level + 1, plain(item.get_title()), page + 1)


def _problems(pdf: Any, pages: Sequence[Page]) -> Iterator[str]:
    """What a reader of the index should know of pages whose text is not in it."""
    from pypdfium2 import raw

    silent = [str(number) for number, page in enumerate(pages, 1) if not page.lines]
    if silent:
        which = f"Page {silent[0]} of {len(pages)} has" if len(silent) == 1 else f"Pages {_listed(silent)} have"
        yield f"{which} no text layer; what is shown there cannot be found. Name a copy that has been through OCR."
    if raw.FPDF_GetFormType(pdf) == raw.FORMTYPE_XFA_FULL:
        yield "The fields of this form are kept in a way (XFA) that cannot be read; only its fixed text is searched."


def _listed(numbers: Sequence[str]) -> str:
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}"
