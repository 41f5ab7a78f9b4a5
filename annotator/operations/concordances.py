"""The concordances that ship, as TOML files: two instruments, and a table of citations that answer each other."""

from __future__ import annotations

import tomllib
from functools import cache

from annotator.model.concordance import Concordance, Side
from annotator.model.treaty import Text, VersionData
from annotator.settings import resource


def known_pairs(left: Text, left_data: VersionData, right: Text, right_data: VersionData) -> list[tuple[str, str]]:
    """The pairs of eIds of two versions that a concordance gives."""
    return [pair for row in concordances() for pair in row.known(left, left_data, right, right_data)]


@cache
def concordances() -> tuple[Concordance, ...]:
    found = []
    for path in sorted(resource("concordances").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found.append(Concordance(Side(**table["left"]), Side(**table["right"]), tuple(table["pairs"].items())))
    return tuple(found)
