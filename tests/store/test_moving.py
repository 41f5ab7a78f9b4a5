"""A library that moves takes its backups along, whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.model.treaty import Text
from annotator.store.backups import backup_folder, backups_of
from annotator.store.library import Library
from annotator.store.moving import move
from tests.store.samples import annotate


@pytest.fixture
def path(library: Library, text: Text) -> Path:
    """A library with a note and two backups, which nobody has open."""
    annotate(library, text, "heard", "a1", "Kept")
    library.backups.make("by hand")
    library.backups.make("daily")
    library.close()
    return library.path


def test_it_takes_its_backups_along(path: Path, tmp_path: Path) -> None:
    to = tmp_path / "stick" / "moved.sqlite"
    names = [row.path.name for row in backups_of(path)]
    assert move(path, to)
    assert [row.path.name for row in backups_of(to)] == names
    assert (path.exists(), backup_folder(path).exists()) == (False, False)
    for place in (to, *(row.path for row in backups_of(to))):
        with Library.read(place) as library:
            assert [row.commentary for row in library.annotations()] == ["Kept"]


def test_a_backup_that_cannot_be_taken_stays_with_the_old_one(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of it never bears the name of a backup."""

    def stopped(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:5000])
        raise OSError(28, "No space left on device")

    to = tmp_path / "moved.sqlite"
    monkeypatch.setattr(shutil, "copy2", stopped)
    assert not move(path, to)
    assert backups_of(to) == []
    assert len(backups_of(path)) == 2
    with Library.open(to, "here") as library:
        assert [row.commentary for row in library.annotations()] == ["Kept"]
    assert list(backup_folder(to).iterdir()) == []
