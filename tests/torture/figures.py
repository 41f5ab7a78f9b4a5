"""The counts of all runs, by the code they are of: `build/torture.json`.

    {code: {campaign: {"next": {seed: number}, "seconds": n, "tried": n, "ended": n, …, "in": {situation: n}}}}

A run with a seed goes on after the last trial of that seed on the same code, so that nothing counts twice.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.torture.outcome import Tried

ROOT = Path(__file__).resolve().parents[2]
COUNTS = {
    "tried": "trials",
    "ended": "ended by a kill, a loss of power or a failure",
    "acknowledged": "acts that were acknowledged before",
    "before": "found as before the act under way",
    "after": "found as after it",
    "wrong": "promises broken",
}


def code_hash() -> str:
    """A digest of all that writes to the disk, and of these trials."""
    digest = hashlib.sha256()
    places = (*(ROOT / "annotator" / "store").rglob("*.py"), *Path(__file__).parent.glob("*.[pc]*"))
    for path in sorted(place for place in places if place.is_file()):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Figures:
    """Counts of this code and of all before it."""

    def __init__(self, path: Path, code: str) -> None:
        self._path = path
        self._all: dict[str, dict[str, dict[str, Any]]] = {}
        if path.exists():
            self._all = json.loads(path.read_text(encoding="utf-8"))
        self._of_code = self._all.setdefault(code, {})

    def of(self, campaign: str) -> dict[str, Any]:
        """The counts of a campaign with this code."""
        return self._of_code.setdefault(
            campaign, {"next": {}, "seconds": 0.0, **dict.fromkeys(COUNTS, 0), "in": {}, "by": {}}
        )

    def ever(self, campaign: str) -> int:
        """How many trials ended as they should, whatever the code was."""
        return sum(int(rows[campaign]["ended"]) for rows in self._all.values() if campaign in rows)

    def add(self, campaign: str, seed: int, tried: Tried, seconds: float) -> None:
        row = self.of(campaign)
        row["next"][str(seed)] = tried.number + 1
        row["seconds"] = round(row["seconds"] + seconds, 3)
        row["tried"] += 1
        row["acknowledged"] += tried.acknowledged
        row["wrong"] += bool(tried.complaints)
        if tried.found:
            row[tried.found] += 1
        if tried.has_ended:
            row["ended"] += 1
            for name, value in (("in", tried.situation), ("by", tried.by)):
                row[name][value] = row[name].get(value, 0) + 1

    def save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        whole = self._path.with_suffix(".new")
        whole.write_text(json.dumps(self._all, indent=1), encoding="utf-8")
        whole.replace(self._path)
