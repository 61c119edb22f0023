"""Read a PDF page by page; the one keeper of pypdfium2."""

import re
from collections.abc import Iterator

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.model import DocumentText, Section
from ingest.readers.describe import described
from ingest.readers.pages import paragraphs

BROKEN_WORD = re.compile("\ufffe\\s*")
"""What pdfium puts in place of the hyphen of a word broken over two lines."""


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The text of all pages, two line breaks between them, and one section a page."""
    pages = _pages(document)
    text = "\n\n".join(pages)
    if not text.strip():
        raise PlaybookError(f"{document.source.full_path} has no text layer. Name a copy that has been through OCR.")
    return described(document, text), tuple(_sections(pages, text, document.source.title))


def _pages(document: Document) -> list[str]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(document.content)
    except pypdfium2.PdfiumError as error:
        raise PlaybookError(
            f"{document.source.full_path} is damaged or not a PDF ({error}). Fetch it again: playbook sync"
        ) from error
    with pdf:
        return [_clean(page.get_textpage().get_text_range()) for page in pdf]


def _clean(text: str) -> str:
    return BROKEN_WORD.sub("", text.replace("\r\n", "\n")).strip()


def _sections(pages: list[str], text: str, title: str) -> Iterator[Section]:
    start = 0
    for number, page in enumerate(pages, 1):
        end = start + len(page)
        yield Section((title,), "", start, end, tuple(paragraphs(text, start, end)), page=number)
        start = end + 2
