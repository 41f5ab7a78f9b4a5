"""How long 130,000 characters take to read in a worker that has started, format by format.

`make bench ARGS="tests/sources"` measures them alone.
"""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterator

import pytest
from docx.document import Document

from annotator.sources import Readers
from tests.bench.figures import Figure
from tests.bench.keeping import kept_figures  # noqa: F401 (a fixture)
from tests.sources.tiny_pdf import Words, pdf
from tests.sources.word_file import word
from tests.sources.writer_file import odt

pytestmark = pytest.mark.bench

CHARACTERS = 130_000
SECONDS = {"md": 0.3, "pdf": 1.5}
"""What is promised; the others are measured."""

ROUNDS = 5
LINES_ON_PAGE, COLUMNS = 46, 92
_SENTENCE = "Each village shall keep its mill in repair, and no miller may refuse to grind the grain of another. "


def paragraphs() -> Iterator[str]:
    """Articles of five numbered paragraphs each, points in the third; all of different words."""
    length = 0
    for number in range(1, 1000):
        rows = [f"Article {number}", f"The duties of mill {number}"]
        for place in range(1, 6):
            rows.append(f"{place}. In matter {number}.{place}: {_SENTENCE * 2}".strip())
            if place == 3:
                rows += [f"({letter}) of wood, stone or iron, as village {number}{letter} decides;" for letter in "abc"]
        yield from rows
        length += sum(map(len, rows))
        if length > CHARACTERS:
            return


def markdown() -> bytes:
    return "\n\n".join(f"## {row}" if row.startswith("Article") else row for row in paragraphs()).encode()


def plain_text() -> bytes:
    return "\n\n".join(paragraphs()).encode()


def html() -> bytes:
    return f"<html><body>{''.join(f'<p>{row}</p>' for row in paragraphs())}</body></html>".encode()


def word_file() -> bytes:
    def fill(document: Document) -> None:
        for row in paragraphs():
            document.add_paragraph(row)

    return word(fill)


def writer_file() -> bytes:
    return odt("".join(f"<text:p>{row}</text:p>" for row in paragraphs()))


def printed() -> bytes:
    """Lines of Helvetica with a running head and a page number."""
    lines = [line for row in paragraphs() for line in [*textwrap.wrap(row, COLUMNS), ""]]
    pages = []
    for number, first in enumerate(range(0, len(lines), LINES_ON_PAGE), start=1):
        shown = [
            Words(72, 720 - 14 * place, line) for place, line in enumerate(lines[first : first + LINES_ON_PAGE]) if line
        ]
        pages.append([Words(72, 760, "M/CONF.1/7"), *shown, Words(300, 40, str(number))])
    return pdf(pages)


FORMATS: dict[str, Callable[[], bytes]] = {
    "md": markdown,
    "txt": plain_text,
    "html": html,
    "docx": word_file,
    "odt": writer_file,
    "pdf": printed,
}


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers() as found:
        found.read_bytes("first.md", b"# Mills\n\nMills turn.\n")
        yield found


@pytest.mark.parametrize("kind", FORMATS)
def test_reading_is_fast(kind: str, readers: Readers, keep: Callable[[Figure], None]) -> None:
    data = FORMATS[kind]()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        (reading,) = readers.read_bytes(f"mills.{kind}", data)
        took.append(1000 * (time.perf_counter() - began))
    assert len(reading.text.text) > CHARACTERS
    assert not reading.text.ledger.warnings
    started = {"baseline": 1000 * readers.start_seconds, "baseline_name": "the worker's start"}
    budget = 1000 * SECONDS.get(kind, 5)
    keep(Figure("import of 130,000 characters", kind, f"best of {ROUNDS}", min(took), budget=budget, **started))
