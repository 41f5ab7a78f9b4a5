"""The same histories, with what people send written into files and read by the child process that trusts none."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import Person
from annotator.model.problems import Problem
from annotator.model.selection import Filters
from annotator.model.sharing import SharingOptions
from annotator.operations.sharing import share
from annotator.sharing.reading import read_delivery
from annotator.store.library import Library
from tests.histories.files import File
from tests.histories.peers import Peer
from tests.histories.world import World

STEPS = (
    *("annotate", "annotate", "edit", "edit", "tie", "reply", "delete", "name_layer", "name_text", "undo", "settle"),
    *("send", "merge", "merge", "merge", "unmerge", "wait"),
)


class WorldOfFiles(World):
    """People send whole libraries, and shared files with or without hours."""

    def __init__(self, folder: Path, pick: Callable[[int], int]) -> None:
        super().__init__(3, pick)
        self.folder = folder
        self.read = 0

    def send(self) -> None:
        with self._somebody() as peer:
            path = self._library(peer) if self.pick(2) else self._shared(peer)
            if path is not None:
                with read_delivery(path) as delivery:
                    rows = [list(batch) for batch in delivery.batches()]
                self.files.append(File(peer.name, replace(delivery, batches=lambda: rows), is_whole=False))
                self.read += 1

    def _library(self, peer: Peer) -> Path:
        path = self.folder / f"{peer.name}-{len(self.files)}.sqlite"
        path.write_bytes(peer.db.conn.serialize())
        return path

    def _shared(self, peer: Peer) -> Path | None:
        options = SharingOptions(coarse_times=self.pick(2) == 0)
        path = self.folder / f"from-{peer.name}-{len(self.files)}.sqlite"
        with Library.read(self._library(peer)) as copy:
            try:
                share(copy, path, Filters(), options, Person(peer.name))
            except Problem:  # nothing would leave
                return None
        return path


@pytest.mark.parametrize("seed", [1, 2])
def test_histories_through_files(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    world = WorldOfFiles(tmp_path, dice.randrange)
    try:
        for step in [dice.choice(STEPS) for _ in range(60)]:
            getattr(world, step)()
        world.end(check=True)
        assert world.read
    finally:
        world.close()
