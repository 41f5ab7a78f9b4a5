"""Libraries on real files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.change import Edit
from annotator.model.treaty import Text
from annotator.store.library import Library
from tests.store.samples import make_text


@pytest.fixture
def text() -> Text:
    return make_text()


@pytest.fixture
def library(tmp_path: Path, text: Text) -> Iterator[Library]:
    """One version, two layers, no annotation."""
    layers = [
        Edit("category", name, {"name": name.title(), "mark": "solid", "key": key, "position": int(key)})
        for name, key in (("oversight", "1"), ("surveillance", "2"))
    ]
    with Library.create(tmp_path / "library.sqlite", "here", layers) as opened:
        opened.apply([Edit("version", text.id, {"label": "Sample", "sha256": text.sha256})], "Reader", texts=[text])
        yield opened
