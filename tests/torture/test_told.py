"""What may be found, of acts that were cut short one after the other."""

from __future__ import annotations

from typing import Any

from tests.torture.told import Told


def seen(word: str) -> dict[str, Any]:
    return {"notes": {"n1": {"words": word}}, "drafts": {}, "texts": [], "layers": []}


def test_an_act_that_nobody_looked_at_may_stand_when_the_next_is_cut_short_too() -> None:
    for found in ("before", "edited", "restored"):
        told = Told(seen("before"))
        told.hear({"doing": "edit", "seen": seen("edited")})
        told.hear({"doing": "restore", "seen": seen("restored")})
        assert told.settle(seen(found)) == ""
    told = Told(seen("before"))
    told.hear({"doing": "edit", "seen": seen("edited")})
    told.hear({"done": "edit"})
    told.hear({"doing": "restore", "seen": seen("restored")})
    assert told.settle(seen("before"))
