"""Trees of small texts, one trap each. Fixtures are as markdown-it-py has them: title, input, tree, parted by dots."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator.model.treaty import Reading, solid_length
from annotator.sources.reading import read_document

FIXTURES = Path(__file__).parent / "fixtures"
_CASE = re.compile(r"^(?P<title>[^\n]+)\n\.\n(?P<source>.*?)\n\.\n(?P<tree>.*?)\n?^\.$", re.MULTILINE | re.DOTALL)
CASES = [
    pytest.param(match["source"], match["tree"], id=f"{path.stem}: {match['title']}")
    for path in sorted(FIXTURES.glob("*.md"))
    for match in _CASE.finditer(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("source", "tree"), CASES)
def test_tree(source: str, tree: str) -> None:
    assert "\n".join(drawn(reading) for reading in readings_of(source)) == tree


@pytest.mark.parametrize("source", [case.values[0] for case in CASES], ids=[case.id for case in CASES])
def test_every_character_is_accounted_for(source: str) -> None:
    for reading in readings_of(source):
        text, ledger = reading.text.text, reading.text.ledger
        assert ledger.source_characters == ledger.kept_characters + ledger.dropped_characters
        assert solid_length(text) == ledger.kept_characters + ledger.generated_characters
        assert "\n\n" not in text
        assert text == text.strip()


def readings_of(source: str) -> list[Reading]:
    return read_document("fixture.md", source.encode(), None, lambda _step, _share: None)


def drawn(reading: Reading) -> str:
    """The version's name, then each provision (eId, citation, heading, first words), cautions and what was dropped."""
    text = reading.text
    lines = [f"{reading.data.instrument or '–'} [{reading.data.language}]"]
    depths: dict[str, int] = {}
    for row in text.provisions:
        depths[row.eid] = depths[row.parent] + 1 if row.parent else 1
        heading = f" “{row.heading}”" if row.heading else ""
        words = text.text[row.start : row.end]
        shown = words if len(words) <= 40 else f"{words[:22]} … {words[-15:]}"
        lines.append(f"{'  ' * depths[row.eid]}{row.eid} · {row.citation}{heading} · {shown}".replace("\n", "⏎"))
    lines += [f"  ! {row.code} {row.where}".rstrip() for row in text.ledger.warnings]
    lines += [f"  - {row.reason}: {row.text}" for row in text.ledger.dropped]
    return "\n".join(lines)
