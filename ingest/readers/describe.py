"""What the index keeps of a document beside its sections."""

from pathlib import PurePosixPath

from corpus.model import Document, Source
from ingest.model import DocumentText


def described(
    document: Document, text: str, title: str | None = None, url: str | None = None, problems: tuple[str, ...] = ()
) -> DocumentText:
    """The document's text with what a citation says of it; `title` and `url` where the text itself names them."""
    source = document.source
    return DocumentText(
        source=source.id,
        collection=source.collection.id,
        collection_title=source.collection.title,
        path=source.full_path,
        title=title or source.title,
        url=url or source.url,
        edition=document.edition,
        revision=document.revision,
        sha256=document.sha256,
        year=source.year,
        publisher=source.publisher,
        authority=source.authority,
        text=text,
        basis=source.basis if document.edition == "summary" else "primary",
        caveat=source.caveat if document.edition == "summary" else "",
        problems=problems,
    )


def is_file_name(source: Source) -> bool:
    """Whether a source was given no title but the name of its file, as in a plain folder."""
    return source.title == PurePosixPath(source.path).stem.replace("-", " ").replace("_", " ")
