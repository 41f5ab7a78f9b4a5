"""Many random histories, each told by its seed; counts of all runs on the same code in `build/histories.json`.

.venv/bin/python -m tests.histories.campaign --seconds 600        goes on where the last run ended
.venv/bin/python -m tests.histories.campaign --seed 4711          one history again, step by step
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.histories.world import World

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ROOT / "build" / "histories.json"
WANTED = 100_000
_SEEN = ("annotator/model", "annotator/store", "tests/histories")
"""What a history runs through: figures of other code say nothing of this."""

STEPS = (
    *(
        "annotate",
        "annotate",
        "edit",
        "edit",
        "edit",
        "clash",
        "tie",
        "reply",
        "delete",
        "name_layer",
        "name_text",
        "align",
    ),
    *(
        "undo",
        "redo",
        "settle",
        "erase",
        "send",
        "send",
        "merge",
        "merge",
        "merge",
        "place",
        "unmerge",
        "unmerge",
        "accept",
    ),
    *("wait", "set_clock"),
)
"""What can happen next; what stands twice is likelier."""

LIBRARIES = (2, 2, 2, 2, 3, 3, 3, 4, 4, 5)
MOST_STEPS = 40
MOST_FAILURES = 20
SAVED_EVERY = 20.0  # seconds
RUN_SECONDS = float(os.environ.get("ANNOTATOR_TORTURE_SECONDS", "600"))


def history(seed: int, *, told: bool = False) -> Counter[str]:
    """Live through one history to its end; gives what happened in it. Raises AssertionError where something is lost,
    or looks otherwise to one than to another."""
    dice = random.Random(seed)
    world = World(dice.choice(LIBRARIES), dice.randrange)
    try:
        if dice.randrange(3):
            world.begin_together()
        for _ in range(dice.randrange(5, MOST_STEPS)):
            step = dice.choice(STEPS)
            if told:
                sys.stderr.write(f"{step} {dict(world.counts)}\n")
            getattr(world, step)()
        world.end(check=seed % 50 == 0)
        return Counter({"histories": 1, "libraries": len(world.peers)}) + world.counts
    finally:
        world.close()


def code_hash() -> str:
    digest = hashlib.sha256()
    for folder in _SEEN:
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def run(seconds: float, lane: int = 0, lanes: int = 1, wanted: int = WANTED) -> dict[str, Any]:
    """Go on with this code's histories for so long, or until there were enough; gives its figures.

    Several processes can run, each in a lane of its own: then each has a file of its own, and tries its share.
    """
    file = FIGURES.with_suffix(f".{lane}.json") if lanes > 1 else FIGURES
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    own = kept.setdefault(code_hash(), {"next": lane, "seconds": 0.0, "counts": {}, "failures": []})
    end, saved = time.monotonic() + seconds, time.monotonic()
    while time.monotonic() < end and len(own["failures"]) < MOST_FAILURES and own["next"] < wanted:
        _one_more(own, lanes)
        if time.monotonic() - saved > SAVED_EVERY:
            saved = _save(file, kept, own, saved)
    _save(file, kept, own, saved)
    return dict(own)


def _one_more(own: dict[str, Any], lanes: int) -> None:
    counts = Counter[str](own["counts"])
    try:
        counts += history(own["next"])
    except Exception:
        counts["histories"] += 1
        own["failures"].append({"seed": own["next"], "what": traceback.format_exc()[-1500:]})
    own["counts"] = dict(counts)
    own["next"] += lanes


def _save(file: Path, kept: dict[str, Any], own: dict[str, Any], since: float) -> float:
    now = time.monotonic()
    own["seconds"] = round(own["seconds"] + now - since, 1)
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return now


def main(arguments: Sequence[str]) -> int:
    """Gives 1 where a history failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--lane", type=int, default=0)
    parser.add_argument("--lanes", type=int, default=1)
    parser.add_argument("--seed", type=int)
    given = parser.parse_args(arguments)
    if given.seed is not None:
        sys.stdout.write(f"{dict(history(given.seed, told=True))}\n")
        return 0
    figures = run(given.seconds, given.lane, given.lanes)
    sys.stdout.write(json.dumps({**figures, "failures": len(figures["failures"])}, indent=1) + "\n")
    return 1 if figures["failures"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
