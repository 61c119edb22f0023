"""One reader a format; each turns a document's bytes into its text and sections."""

from collections.abc import Callable

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.model import DocumentText, Section

Reader = Callable[[Document], tuple[DocumentText, tuple[Section, ...]]]


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """A document's text and its sections, in order; all but Markdown is parsed in a process apart.

    Raises:
        PlaybookError: the file cannot be read, is damaged or is not what its source says it is.
    """
    from ingest.readers import apart

    if document.problem:
        raise PlaybookError(document.problem)
    return read_here(document) if document.format == "markdown" else apart.read(document)


def read_here(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The same in this process, which a hostile file may bring down."""
    from ingest.readers import hostile, refusals

    try:
        hostile.check(document)
        return _reader(document.format)(document)
    except (PlaybookError, MemoryError):
        raise
    except Exception as error:  # a damaged file may fail anywhere inside the library that parses it
        raise refusals.refusal(document, str(error) or type(error).__name__) from error


def _reader(format_: str) -> Reader:
    from ingest.readers import docx, html, markdown, pdf, xlsx

    readers: dict[str, Reader] = {
        "markdown": markdown.read,
        "html": html.read,
        "site": html.read,
        "pdf": pdf.read,
        "docx": docx.read,
        "xlsx": xlsx.read,
    }
    return readers[format_]
