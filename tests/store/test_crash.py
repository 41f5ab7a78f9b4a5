"""Killing the process at any moment loses no saved annotation. `tests/torture` goes further, where there is Linux."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from annotator.store.library import Library

WRITER = """
import sys
from pathlib import Path
from annotator.model.anchoring import anchor_quote
from annotator.model.change import Edit
from annotator.store.library import Library

library = Library.open(Path(sys.argv[1]), "here")
text = library.text(library.versions()[0].id)
anchor = anchor_quote(text, "everyone").to_json()
number = int(sys.argv[2])
while True:
    id = f"a{number}"
    edits = [Edit("annotation", id, {"anchor": anchor, "commentary": f"Note {number} " * 40})]
    edits.append(Edit("annotation_category", f"{id}:oversight", {"annotation": id, "category": "oversight"}))
    library.apply(edits, "Reader")
    print(id, flush=True)
    number += 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("kills", [40, pytest.param(200, marks=pytest.mark.torture)])
@pytest.mark.timeout(400)
def test_kills_lose_nothing(library: Library, tmp_path: Path, kills: int) -> None:
    library.close()
    path = tmp_path / "library.sqlite"
    chance = random.Random(185)
    saved: list[str] = []
    for _ in range(kills // 8):
        saved += _write_and_kill_eight_times(path, len(saved), chance)
    with Library.open(path, "here") as again:
        there = {row.id for row in again.annotations()}
        assert again.problems() == []
    assert set(saved) <= there
    assert len(saved) > kills


def _write_and_kill_eight_times(path: Path, first: int, chance: random.Random) -> list[str]:
    saved: list[str] = []
    for _ in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(first + 10_000 * len(saved) + chance.randrange(10**9))],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        seen = [writer.stdout.readline().strip()]
        killer = threading.Timer(chance.uniform(0.0, 0.03), writer.send_signal, [signal.SIGKILL])
        killer.start()
        seen += [line.strip() for line in writer.stdout if line.endswith("\n")]
        killer.join()
        writer.wait()
        writer.stdout.close()
        assert seen[0], "the writer never began"
        saved += seen
    return saved
