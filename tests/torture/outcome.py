"""What came of one trial."""

from __future__ import annotations

from dataclasses import dataclass

from tests.torture.seen import Seen, key
from tests.torture.told import Told


@dataclass(frozen=True, slots=True)
class Tried:
    """In which situation, what was wrong, how many acts were acknowledged, and what was found of the one that was under
    way: "before" it, "after" it, or "" where none was or nobody looked yet. `by` is what ended it, if it ended."""

    number: int
    situation: str
    complaints: tuple[str, ...]
    acknowledged: int
    found: str
    has_ended: bool
    by: str


def which(told: Told, allowed: list[Seen | None]) -> str:
    """What was found of an act that was under way, of which the states around it were `allowed`, the one after last."""
    if len(allowed) < 2 or key(allowed[0]) == key(allowed[-1]):
        return ""
    return "after" if key(told.allowed[0]) == key(allowed[-1]) else "before"
