"""Any treaty, written in any format and read again, is the same tree over the same words.

`ANNOTATOR_TREES=2000` reads so many of them in each format.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotator.model.treaty import Reading, solid_length
from annotator.sources.reading import read_document
from tests.sources import akoma_trees, html_trees, pdf_trees, text_trees, word_trees, writer_trees
from tests.sources.treaty_drafts import Draft, numbers, written
from tests.sources.treaty_trees import Treaty, treaties

EXAMPLES = int(os.environ.get("ANNOTATOR_TREES", "30"))
TIMEOUT = max(120, EXAMPLES)
drawn = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.filter_too_much,
    ],
)
settled = settings(drawn, derandomize="ANNOTATOR_TREES" not in os.environ)
"""The same PDFs each time: of many more, some are still read otherwise."""
pytestmark = pytest.mark.timeout(TIMEOUT)


def reading_of(name: str, data: bytes) -> Reading:
    (reading,) = read_document(name, data, None, lambda _step, _share: None)
    return reading


def check(
    reading: Reading,
    draft: Draft,
    paragraphs: Sequence[str],
    *,
    generated: Sequence[str] = (),
    dropped: Sequence[tuple[str, str]] = (),
) -> None:
    """The words, the tree over them, and the account of every character."""
    text, ledger = reading.text, reading.text.ledger
    assert text.text.split("\n") == list(paragraphs)
    found = [
        (row.eid, row.kind, row.number, row.label, row.heading, text.text[row.start : row.end], row.start)
        for row in text.provisions
    ]
    assert found == draft.outline(paragraphs)
    assert ledger.warnings == ()
    assert sorted((row.reason, row.text) for row in ledger.dropped) == sorted(dropped)
    assert ledger.generated_characters == sum(map(solid_length, generated))
    assert ledger.kept_characters == solid_length(text.text) - ledger.generated_characters
    assert ledger.source_characters == ledger.kept_characters + sum(solid_length(row) for _, row in dropped)


# --- Markdown and plain text --------------------------------------------------------------------------------------


@drawn
@given(treaties())
def test_markdown(treaty: Treaty) -> None:
    draft = written(treaty)
    paragraphs = draft.paragraphs(text_trees.MARK, text_trees.NOTE)
    check(reading_of("tree.md", text_trees.markdown(draft)), draft, paragraphs)


@drawn
@given(treaties(notes=False), st.sampled_from((0, 72, 100)))
def test_plain_text(treaty: Treaty, width: int) -> None:
    draft = written(treaty)
    check(reading_of("tree.txt", text_trees.plain_text(draft, width)), draft, draft.paragraphs())


# --- HTML ---------------------------------------------------------------------------------------------------------


def web_marks(draft: Draft) -> list[tuple[str, str]]:
    return [("note mark", str(row.note)) for row in draft.rows if row.note and row.role != "note"]


@drawn
@given(treaties(), st.sampled_from((html_trees.printed, html_trees.tabled)))
def test_html_with_printed_numbers(treaty: Treaty, rendered: Callable[[Draft], bytes]) -> None:
    draft = written(treaty)
    paragraphs = draft.paragraphs("", html_trees.NOTE)
    check(reading_of("tree.html", rendered(draft)), draft, paragraphs, dropped=web_marks(draft))


@drawn
@given(treaties())
def test_html_with_numbered_lists(treaty: Treaty) -> None:
    draft = written(replace(treaty, dress=html_trees.as_browsers_number(treaty.dress)))
    paragraphs = draft.paragraphs("", html_trees.NOTE)
    generated = list(numbers(draft.rows, "item"))
    data = html_trees.nested(draft)
    check(reading_of("tree.html", data), draft, paragraphs, generated=generated, dropped=web_marks(draft))


# --- word processors ----------------------------------------------------------------------------------------------


def notes_of(draft: Draft) -> list[str]:
    """The numbers of footnotes, which word processors count."""
    return [str(row.note) for row in draft.rows if row.role == "note"]


def as_processors_number(treaty: Treaty) -> Draft:
    """Behind a number that is computed stands a space, whatever else the treaty prints between number and title."""
    return written(replace(treaty, dress=replace(treaty.dress, separator=" ")))


Rendered = Callable[[Draft], bytes]
TYPED = [("tree.docx", word_trees.printed), ("tree.odt", writer_trees.printed)]
COMPUTED = [("tree.docx", word_trees.numbered), ("tree.odt", writer_trees.numbered)]


@pytest.mark.parametrize(("name", "rendered"), TYPED)
@drawn
@given(treaties())
def test_typed_numbers(name: str, rendered: Rendered, treaty: Treaty) -> None:
    draft = written(treaty)
    check(reading_of(name, rendered(draft)), draft, draft.paragraphs("", "{}"), generated=notes_of(draft))


@pytest.mark.parametrize(("name", "rendered"), COMPUTED)
@drawn
@given(treaties())
def test_computed_numbers(name: str, rendered: Rendered, treaty: Treaty) -> None:
    draft = as_processors_number(treaty)
    generated = [*word_trees.generated(draft), *notes_of(draft)]
    check(reading_of(name, rendered(draft)), draft, draft.paragraphs("", "{}"), generated=generated)


# --- PDF ----------------------------------------------------------------------------------------------------------

SETTINGS = st.builds(
    pdf_trees.Setting,
    by_rows=st.booleans(),
    hangs=st.booleans(),
    has_header=st.booleans(),
    number=st.sampled_from(("– {} –", "{}", "Page {}", "")),
    bottom=st.sampled_from((90.0, 240.0, 380.0)),
)


def check_pdf(treaty: Treaty, setting: pdf_trees.Setting) -> None:
    draft = written(treaty)
    assume(pdf_trees.is_legible(draft, setting))
    data, dropped = pdf_trees.rendered(draft, setting)
    check(reading_of("tree.pdf", data), draft, draft.paragraphs("{}", "{}"), dropped=dropped)


@settled
@given(treaties(), SETTINGS)
def test_pdf_in_one_column(treaty: Treaty, setting: pdf_trees.Setting) -> None:
    check_pdf(treaty, replace(setting, columns=1))


@settled
@given(treaties(), SETTINGS)
def test_pdf_in_two_columns(treaty: Treaty, setting: pdf_trees.Setting) -> None:
    check_pdf(treaty, replace(setting, columns=2))


# --- Akoma Ntoso --------------------------------------------------------------------------------------------------


@drawn
@given(treaties(notes=False))
def test_akoma_ntoso(treaty: Treaty) -> None:
    """Names and titles are elements of their own, and so stand on lines of their own; preambles have no name."""
    preamble = replace(treaty.preamble, is_named=False) if treaty.preamble else None
    draft = written(replace(treaty, preamble=preamble, dress=replace(treaty.dress, titles_below=True)))
    check(reading_of("tree.xml", akoma_trees.akoma_ntoso(draft)), draft, draft.paragraphs())


# --- all of them --------------------------------------------------------------------------------------------------


@drawn
@given(treaties(notes=False))
def test_the_same_words_are_the_same_version(treaty: Treaty) -> None:
    draft = written(treaty)
    files = {
        "tree.md": text_trees.markdown(draft),
        "tree.txt": text_trees.plain_text(draft),
        "tree.html": html_trees.printed(draft),
        "tree.docx": word_trees.printed(draft),
        "tree.odt": writer_trees.printed(draft),
    }
    assert len({reading_of(name, data).text.id for name, data in files.items()}) == 1
