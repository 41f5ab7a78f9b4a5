"""Real texts, where this machine has them: every character accounted for, every tree sound, quickly enough."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.model.treaty import Provision, Reading, Text, solid_length
from annotator.sources.reading import read_document

TEXTS = Path(__file__).parents[3] / "shared" / "texts"
NAMES = sorted(path.name for path in TEXTS.glob("*.*") if path.suffix in (".md", ".txt", ".docx", ".pdf"))
UNUSABLE = {"README.md", "bbnj-zh.pdf"}

SECONDS_FOR_MARKDOWN = 0.3
"""Processor time for 130,000 characters of Markdown, from bytes to readings."""

pytestmark = pytest.mark.skipif(not NAMES, reason="the shared texts are not on this machine")


def readings_of(name: str) -> list[Reading]:
    return read_document(name, (TEXTS / name).read_bytes(), None, lambda _step, _share: None)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in UNUSABLE])
def test_ledger_and_tree(name: str) -> None:
    for reading in readings_of(name):
        check_ledger(reading.text)
        check_tree(reading.text)


def check_ledger(text: Text) -> None:
    ledger = text.ledger
    assert ledger.source_characters == ledger.kept_characters + ledger.dropped_characters
    assert solid_length(text.text) == ledger.kept_characters + ledger.generated_characters
    assert "\n\n" not in text.text


def check_tree(text: Text) -> None:
    rows = {row.eid: row for row in text.provisions}
    assert len(rows) == len(text.provisions)
    ends: dict[str | None, int] = {}
    for row in text.provisions:
        assert 0 <= row.start < row.end <= len(text.text), row
        assert row.start >= ends.get(row.parent, 0), f"{row.eid} overlaps the provision before it"
        ends[row.parent] = row.end
        if row.parent:
            parent = rows[row.parent]
            assert parent.start <= row.start <= row.end <= parent.end, f"{row.eid} lies outside {parent.eid}"


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".txt")])
def test_plain_text_keeps_every_character(name: str) -> None:
    source = (TEXTS / name).read_text(encoding="utf-8-sig")
    assert sum(reading.text.ledger.source_characters for reading in readings_of(name)) == solid_length(source)


def test_markdown_is_fast() -> None:
    source = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("paris-*.md")))[:130_000]
    took = min(seconds_for(source.encode()) for _ in range(5))
    assert took < SECONDS_FOR_MARKDOWN


def seconds_for(data: bytes) -> float:
    """Of the processor: others may use it meanwhile."""
    began = time.process_time()
    read_document("long.md", data, None, lambda _step, _share: None)
    return time.process_time() - began


def articles(provisions: Sequence[Provision]) -> list[str | None]:
    return [row.number for row in provisions if row.kind == "article"]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("paris-")])
def test_drafts_keep_every_bracket(name: str) -> None:
    if "final" in name:
        pytest.skip("the final text has no options")
    (reading,) = readings_of(name)
    front = (TEXTS / name).read_text(encoding="utf-8").count("[[")
    assert reading.text.text.count("[[") == front
    assert len(articles(reading.text.provisions)) >= 29
