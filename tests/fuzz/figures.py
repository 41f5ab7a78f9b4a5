"""The counts of all runs, by the code they are of: `build/fuzz.json`.

    {code: {reader: {"next": {seed: number}, "seconds": processor time, "tried": n, "read": n, …}}}

A run with a seed goes on after the last input that was tried with it on the same code, so that nothing counts twice.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.fuzz.lane import MEMORY, ROOT, SECONDS, Order, Tried

OUTCOMES = ("read", "refused", "exhausted", "defect", "ended", "crash", "hang")
"""Each input has one of these: exhausted is refused for memory or depth, ended a worker that foreign code broke."""
FAILURES = ("defect", "crash", "hang", "limit")
COUNTS = {
    "tried": "given to the reader as it is now",
    "read": "read, promises kept",
    "refused": "refused in a sentence",
    "exhausted": "refused for memory or depth",
    "ended": "worker ended by foreign code",
    "defect": "defects",
    "crash": "crashes of the worker",
    "hang": "hangs",
    "limit": "answered beyond a limit",
    "slow": "took more than 5 s",
}
SLOW = 5.0
"""Seconds of processor time; input that takes longer is kept."""


def code_hash(folder: Path = ROOT / "annotator" / "sources") -> str:
    """A digest of all modules that read: figures of other code say nothing of this."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Figures:
    """Counts of this code and of all before it; not for several threads at once."""

    def __init__(self, path: Path, code: str) -> None:
        self._path = path
        self.code = code
        self._all: dict[str, dict[str, dict[str, Any]]] = _loaded(path)
        self._of_code = self._all.setdefault(code, {})

    def of(self, reader: str) -> dict[str, Any]:
        """The counts of `reader` with this code."""
        return self._of_code.setdefault(reader, {"next": {}, "seconds": 0.0, **dict.fromkeys(COUNTS, 0)})

    def pace(self, reader: str) -> float:
        """Inputs that `reader` was given in a second of processor time; 0 where there were none."""
        row = self.of(reader)
        return float(row["tried"] / row["seconds"]) if row.get("seconds") else 0.0

    def ever(self, reader: str) -> int:
        """How many inputs `reader` was given, whatever its code was."""
        return sum(int(rows[reader]["tried"]) for rows in self._all.values() if reader in rows)

    def next_number(self, reader: str, seed: int) -> int:
        return int(self.of(reader)["next"].get(str(seed), 0))

    def add(self, order: Order, results: list[Tried], *, native: bool) -> None:
        """Counts a whole order, so that what is interrupted counts for nothing, and saves."""
        row = self.of(order.reader)
        row["next"][str(order.seed)] = max(order.end, self.next_number(order.reader, order.seed))
        for tried in results:
            row["tried"] += 1
            row["seconds"] = round(row.get("seconds", 0.0) + tried.seconds, 3)
            row[outcome_of(tried, native=native)] += 1
            row["slow"] += tried.seconds > SLOW
            row["limit"] += breaks_limits(tried)
        self._save()

    def failed(self, readers: list[str]) -> bool:
        return any(self.of(reader)[name] for reader in readers for name in FAILURES)

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        whole = self._path.with_suffix(".new")
        whole.write_text(json.dumps(self._all, indent=1), encoding="utf-8")
        whole.replace(self._path)


def outcome_of(tried: Tried, *, native: bool) -> str:
    """A worker that ends in foreign code is that code's doing, and the program refuses the file in one sentence."""
    return "ended" if native and tried.outcome == "crash" else tried.outcome


def breaks_limits(tried: Tried) -> bool:
    """Whether an answer came although its limits were reached."""
    return tried.outcome not in ("crash", "hang") and (tried.seconds > SECONDS or tried.memory > MEMORY)


def _loaded(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
