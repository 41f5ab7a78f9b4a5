"""What was told of a library before the end, and what may therefore be found."""

from __future__ import annotations

import copy
from typing import Any

from tests.torture.seen import Seen, difference, key, without


class Told:
    """Listens to a person at work. `seen` is what they saw last, None where there was no library."""

    def __init__(self, seen: Seen | None) -> None:
        self.allowed: list[Seen | None] = [seen]
        """What may be found: after the last act that was done, and after the one that was begun."""
        self.looked_at: dict[str, bytes] = {}
        """The backups that were found to be well, each with a digest of its bytes."""
        self.made: dict[str, Seen | None] = {}
        """The backups that must be there, and what each says where that is known."""
        self.traces: list[str] = []
        """Words that must be nowhere."""
        self.acknowledged = 0
        self.is_flawed = False
        """Whether what is derived from the log is not what it says, until it is made anew; backups tell of that."""
        self.was_flawed = False
        self._ever: list[Seen] = [seen] if seen is not None else []
        self._erased: set[str] = set()
        self._begun: dict[str, Any] = {}
        self._keys: set[str] = set()
        self._counted = 0, 0

    def copy(self) -> Told:
        """For one of several ends; what was found well need not be looked at for each."""
        again = copy.copy(self)
        for name, value in vars(self).items():
            setattr(again, name, value if name == "looked_at" else copy.copy(value))
        return again

    def hear(self, line: dict[str, Any]) -> str:
        """Take note of what was told; a complaint where that is already wrong."""
        if "doing" in line:
            # Where nobody has looked since one act was cut short, what it was to do may be there too
            before = self.allowed if self._begun else self.allowed[:1]
            self.allowed = [*before, line["seen"]]
            self._begun = line
            self._ever.append(line["seen"])
            self._erased.update(line.get("erased", ()))
        elif "done" in line:
            self._finish(line)
        elif "opened" in line:
            return self.settle(line["opened"])
        return str(line.get("failed", ""))

    def settle(self, found: Seen | None) -> str:
        """Of what was allowed, `found` was there; a complaint where it was not allowed."""
        wanted, self.allowed = self.allowed, [found]
        self._begun = {}
        if key(found) in [key(row) for row in wanted]:
            return ""
        return " | or ".join(f"{difference(found, row)}" for row in wanted)

    def may_say(self, found: Seen) -> bool:
        """Whether a backup may say that; of some words it is open whether they are erased from it already."""
        if self._counted != (len(self._ever), len(self._erased)):
            self._keys = {key(without(row, self._erased)) for row in self._ever}
            self._counted = len(self._ever), len(self._erased)
        return key(without(found, self._erased)) in self._keys

    def must_say(self, name: str, found: Seen) -> bool:
        """Whether that is what the backup of that name was told to say."""
        wanted = self.made.get(name)
        return wanted is None or key(without(found, self._erased)) == key(without(wanted, self._erased))

    def _finish(self, line: dict[str, Any]) -> None:
        self.acknowledged += 1
        self.is_flawed = self.is_flawed and line["done"] != "rebuild"
        if "made" in line:
            self.made[line["made"]] = line.get("says")
        if self._begun.get("doing") == line["done"]:
            self.allowed = [self._begun["seen"]]
            self.traces += self._begun.get("traces", ())
            self._begun = {}
