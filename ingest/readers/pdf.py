"""Read a PDF: its pages, their lines as printed, its outline; the one keeper of pypdfium2."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import POINTER, byref, c_double, c_int, c_ushort, cast, create_string_buffer
from functools import cache
from itertools import groupby
from math import hypot
from typing import Any

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.model import DocumentText, Section
from ingest.readers.columns import in_reading_order, with_fields
from ingest.readers.describe import described, is_file_name
from ingest.readers.layout import spreads, title_on_first_page
from ingest.readers.lines import Line, Page
from ingest.readers.mend import Vocabulary, plain
from ingest.readers.outline import Entry, usable
from ingest.readers.pages import Draft
from ingest.readers.refusals import protected, refusal

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
    r"medium": 500,
    r"medi\b": 700,
}
"""What a font's name says of its weight; asked before the file's own figure, which is often wrong."""
REGULAR = 400
GAP = 1.5
"""Where a line leaves free this many times the size of its letters, it may go on in another column."""

FILLED = (4, 5, 6)
"""Fields that hold text in pdfium's count: combo box, list box, text."""

Character = tuple[int, int]
"""Its place on the page and its code."""


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The text of all pages, a blank line between paragraphs and pages, and a section a page and heading."""
    with _opened(document) as pdf:
        if pdf.get_formtype():
            pdf.init_forms()
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
    """The lines of a page in reading order; none where it cannot be opened."""
    import pypdfium2

    try:
        page = pdf[number]
        textpage = page.get_textpage()
        pieces = [piece for row, line in enumerate(_rows(textpage)) for piece in _pieces(textpage, line, row)]
        return Page(with_fields(in_reading_order(pieces), list(_fields(pdf, page))), page.get_height())
    except pypdfium2.PdfiumError:
        return Page((), 0.0)


def _rows(textpage: Any) -> Iterator[list[Character]]:
    """The characters of each line, as the file draws them."""
    from pypdfium2 import raw

    line: list[Character] = []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code not in (10, 13):
            line.append((index, code))
        if code in (10, 13) or (code == HYPHEN and raw.FPDFText_IsHyphen(textpage, index) == 1):
            yield line
            line = []
    yield line


def _pieces(textpage: Any, line: Sequence[Character], row: int) -> Iterator[Line]:
    """A line, parted where it leaves a wide gap."""
    words = [list(word) for is_ink, word in groupby(line, key=lambda one: not chr(one[1]).isspace()) if is_ink]
    boxes = [(textpage.get_charbox(word[0][0])[0], textpage.get_charbox(word[-1][0])[2]) for word in words]
    first = 0
    for last in range(len(words)):
        size = _look(textpage, words[first][0][0])[0]
        if last + 1 == len(words) or boxes[last + 1][0] - boxes[last][1] > GAP * size:
            yield from _piece(textpage, words[first : last + 1], boxes[first][0], boxes[last][1], row)
            first = last + 1


def _piece(textpage: Any, words: Sequence[Sequence[Character]], left: float, right: float, row: int) -> Iterator[Line]:
    """The words as a line, unless they print nothing."""
    text = plain(" ".join("".join("-" if code == HYPHEN else chr(code) for _, code in word) for word in words))
    if text:
        inked = [index for word in words for index, _ in word]
        looks = Counter(_look(textpage, index) for index in inked[:: len(inked) // SAMPLES + 1])
        (size, weight), _ = looks.most_common(1)[0]
        yield Line(text, left, right, _base(textpage, inked[0]), size, weight, len(looks) == 1, row)


def _fields(pdf: Any, page: Any) -> Iterator[tuple[str, float]]:
    """What is filled into the fields of a form, and notes typed onto a page, each with its height on it."""
    from pypdfium2 import raw

    place = raw.FS_RECTF()
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        mark = raw.FPDFPage_GetAnnot(page, number)
        raw.FPDFAnnot_GetRect(mark, place)
        if raw.FPDFAnnot_GetSubtype(mark) == raw.FPDF_ANNOT_FREETEXT:
            yield _string(raw.FPDFAnnot_GetStringValue, mark, b"Contents"), place.bottom
        elif pdf.formenv and raw.FPDFAnnot_GetFormFieldType(pdf.formenv, mark) in FILLED:
            yield _string(raw.FPDFAnnot_GetFormFieldValue, pdf.formenv, mark), place.bottom
        raw.FPDFPage_CloseAnnot(mark)


def _string(ask: Any, *about: Any) -> str:
    """What pdfium tells in UTF-16, after it has told how long it is."""
    told = create_string_buffer(ask(*about, None, 0))
    ask(*about, cast(told, POINTER(c_ushort)), len(told))
    return plain(told.raw.decode("utf-16-le", "replace"))


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
