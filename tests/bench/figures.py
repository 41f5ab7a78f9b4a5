"""Figures of a bench, each beside its baseline from the same run and its budget: a table for people, and JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "build" / "bench.json"
_PART = "  "


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is what was measured; `judged` is what the budget is for: `value`, or what it is beyond `baseline`.

    `scale` says at what size ("10,000 annotations"); `budget` None means that nothing was promised. `baseline_name`
    says what the baseline is. `cpu` is the same in processor time, which other programs on the machine do not lengthen.
    """

    part: str
    what: str
    scale: str
    value: float
    unit: str = "ms"
    budget: float | None = None
    baseline: float | None = None
    baseline_name: str = ""
    beyond: bool = False
    cpu: float | None = None

    @property
    def judged(self) -> float:
        return self.value - (self.baseline or 0.0) if self.beyond else self.value

    @property
    def is_met(self) -> bool:
        return self.budget is None or self.judged <= self.budget


def p95(values: Sequence[float]) -> float:
    """The 95th percentile: of twenty values, nineteen are not above it."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def load() -> float | None:
    """How many programs wanted the processors in the last minute; None where the system does not say."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def table(figures: Iterable[Figure]) -> str:
    """A line for each figure, under a heading for each part."""
    lines: list[str] = []
    part = ""
    for row in figures:
        if row.part != part:
            part = row.part
            lines += ["", part]
        lines.append(_line(row))
    return "\n".join(lines).lstrip("\n")


def write(figures: Sequence[Figure], began: float | None) -> None:
    """Keep the figures in `build/bench.json`; those of other parts that were measured before stay."""
    FILE.parent.mkdir(exist_ok=True)
    measured = {row.part for row in figures}
    try:
        before = json.loads(FILE.read_text(encoding="utf-8"))["figures"]
    except (FileNotFoundError, ValueError, KeyError):
        before = []
    machine = {"system": platform.platform(), "python": platform.python_version(), "processors": os.cpu_count()}
    loads = {"load_before": began, "load_after": load()}
    rows = [{**asdict(row), "judged": row.judged, "is_met": row.is_met, **loads} for row in figures]
    kept = [row for row in before if row.get("part") not in measured]
    words = json.dumps({"machine": machine, "figures": [*kept, *rows]}, indent=1, ensure_ascii=False)
    FILE.write_text(words + "\n", encoding="utf-8")


def _line(row: Figure) -> str:
    said = f"{_PART}{row.what}, {row.scale}" if row.scale else f"{_PART}{row.what}"
    words = f"{said:<74} {_number(row.judged):>8} {row.unit}"
    words += f"   of {_number(row.budget):>6}  {'met' if row.is_met else 'NOT MET'}" if row.budget is not None else ""
    if row.cpu is not None:
        words += f"   (processor {_number(row.cpu)})"
    if row.baseline is not None:
        beyond = f"{_number(row.value)} beyond " if row.beyond else ""
        words += f"   [{beyond}{row.baseline_name}: {_number(row.baseline)} {row.unit}]"
    return words


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
