"""PDF: the text layer, by two engines. Files without a usable text layer are refused, never guessed at."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Caution, canonical_characters
from annotator.sources.lines import Extraction, Line
from annotator.sources.pdf.inspected import pages_by_inspector
from annotator.sources.pdf.layout import lay_out
from annotator.sources.pdf.legibility import is_garbled
from annotator.sources.pdf.page import PrintedPage
from annotator.sources.pdf.pdfium import pages_by_pdfium

PDFIUM = "pdf (pdfium)"
INSPECTOR = "pdf (pdf-inspector)"
MOST_PAGES = 5000
ENOUGH_CHARACTERS = 40
"""A page with fewer says nothing about its fonts."""

_SCAN = "This PDF has no text layer, only pictures of pages; run text recognition (OCR) on it and import the result."
_EMPTY = "This PDF has no text on any page; choose another copy of the document."
_GARBLED = (
    "The text layer of this PDF is unusable: its fonts do not say which characters they show; "
    "look for another edition (Word, HTML) or run text recognition (OCR) on it."
)


def read_pdf(data: bytes) -> list[Extraction]:
    """What each engine reads, PDFium first; an engine whose text makes no sense is left out.

    Raises UnusableFile where the file is damaged, encrypted, empty, a scan, or legible to neither engine.
    """
    document = _opened(data)
    title = _title(document)
    try:
        pages = pages_by_pdfium(document)
    except pypdfium2.PdfiumError as error:
        raise UnusableFile("This PDF is damaged: a page cannot be read; get another copy of it.") from error
    finally:
        document.close()
    _check_there_is_text(pages)
    engines: list[tuple[str, Callable[[], list[PrintedPage]]]] = [
        (PDFIUM, lambda: pages),
        (INSPECTOR, lambda: _inspected(data, pages)),
    ]
    found = [_extraction(engine, printed(), title) for engine, printed in engines]
    legible = [row for row in found if row is not None]
    if not legible:
        raise UnusableFile(_GARBLED)
    return legible


def _title(document: pypdfium2.PdfDocument) -> str:
    """What the file calls itself; "" where it has no name, or one that is no Unicode."""
    try:
        return canonical_characters(document.get_metadata_value("Title")).strip()
    except UnicodeDecodeError:
        return ""


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnusableFile(
                "This PDF is encrypted; open it with its password and save (or print) it without one."
            ) from error
        raise UnusableFile("This PDF is damaged and cannot be opened; get another copy of it.") from error
    if not 0 < len(document) <= MOST_PAGES:
        raise UnusableFile(f"This PDF has {len(document)} pages; between 1 and {MOST_PAGES} can be read.")
    return document


def _inspected(data: bytes, frames: list[PrintedPage]) -> list[PrintedPage]:
    """No pages where pdf-inspector cannot read what PDFium could: the other engine's reading then stands alone."""
    try:
        return pages_by_inspector(data, frames)
    except ValueError:
        return []


def _check_there_is_text(pages: list[PrintedPage]) -> None:
    if any(page.lines for page in pages):
        return
    raise UnusableFile(_SCAN if any(page.has_pictures for page in pages) else _EMPTY)


def _extraction(engine: str, pages: list[PrintedPage], title: str) -> Extraction | None:
    text = "\n".join(line.text for page in pages for line in page.lines)
    if not text.strip() or is_garbled(text):
        return None
    unusable = [page for page in pages if _is_unusable(page)]
    if 2 * sum(map(_characters, unusable)) > sum(map(_characters, pages)):
        return None
    lines: list[Line] = lay_out(pages)
    warnings = (*_pictured(pages), *map(_unusable, unusable), *_recognised(pages))
    return Extraction(lines=tuple(lines), engine=engine, title=title, warnings=warnings)


def _characters(page: PrintedPage) -> int:
    return sum(len(line.text) for line in page.lines)


def _is_unusable(page: PrintedPage) -> bool:
    return _characters(page) >= ENOUGH_CHARACTERS and is_garbled("\n".join(line.text for line in page.lines))


def _unusable(page: PrintedPage) -> Caution:
    return Caution(
        "unusable-text",
        f"p. {page.number}",
        f"The text layer of page {page.number} makes no sense: a font there does not say which characters it shows; "
        "read that page in the file.",
    )


def _recognised(pages: list[PrintedPage]) -> tuple[Caution, ...]:
    """Words that are not painted, over a picture, were recognised by a machine."""
    found = [page.number for page in pages if page.is_invisible]
    if not found:
        return ()
    message = (
        f"The text of {len(found)} of {len(pages)} pages was recognised from pictures (OCR); "
        "compare what you quote with the pictures."
    )
    return (Caution("recognised-text", f"p. {found[0]}", message),)


def _pictured(pages: list[PrintedPage]) -> tuple[Caution, ...]:
    """A page without words but with a picture among pages of text may be a scanned one."""
    return tuple(
        Caution("page-without-text", f"p. {page.number}", f"Page {page.number} is a picture; it is not read.")
        for page in pages
        if page.has_pictures and not page.lines
    )
