"""A library is made whole or not at all, and what a crash left of one is in nobody's way."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.model.change import Edit
from annotator.model.problems import LibraryInUse, Problem
from annotator.store.backups import backup_folder
from annotator.store.library import Library
from annotator.store.lock import WriterLock

LAYER = Edit("category", "oversight", {"name": "Oversight"})


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_crash_left_is_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    for name in (".library.sqlite.new", ".library.sqlite.new-journal"):
        (tmp_path / name).write_bytes(b"Half of a library")
    with Library.create(path, "here", [LAYER]) as made:
        assert [layer.name for layer in made.codebook().categories] == ["Oversight"]
        assert made.problems() == []
    assert left_in(tmp_path) == ["library.sqlite"]


def test_opening_tidies_up_what_crashes_left(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    Library.create(path, "here").close()
    folder = backup_folder(path)
    folder.mkdir()
    for place in (tmp_path / ".library.sqlite.new", folder / "2026-01-01 00.00.00, daily.new"):
        place.write_bytes(b"Half of a library")
    with Library.open(path, "here"):
        assert list(folder.iterdir()) == []
    assert left_in(tmp_path) == ["library.sqlite", "library.sqlite.backups"]


def test_of_two_that_make_the_same_at_once_the_second_is_told(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    lock = WriterLock(path)
    lock.acquire()
    with pytest.raises(LibraryInUse, match="is open in another window"):
        Library.create(path, "here")
    lock.release()
    assert left_in(tmp_path) == []


def test_a_name_that_was_taken_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, link = tmp_path / "library.sqlite", os.link

    def taken(source: Path, target: Path) -> None:
        target.write_text("Somebody's file")
        link(source, target)

    monkeypatch.setattr(os, "link", taken)
    with pytest.raises(Problem, match="exists already"):
        Library.create(path, "here")
    assert path.read_text() == "Somebody's file"
    assert left_in(tmp_path) == ["library.sqlite"]


def test_a_drive_without_hard_links_or_synced_folders_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, synced = tmp_path / "library.sqlite", os.fsync

    def refused(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    def files_only(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        synced(file)

    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(os, "fsync", files_only)
    with Library.create(path, "here", [LAYER]) as made:
        assert made.backups.make("by hand").path.exists()
    assert left_in(tmp_path) == ["library.sqlite", "library.sqlite.backups"]


def test_a_disk_that_fails_at_the_last_step_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(_file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", failed)
    with pytest.raises(Problem, match=r"library.sqlite cannot be made \(Input/output error\); make room there"):
        Library.create(tmp_path / "library.sqlite", "here")


def test_the_journal_of_a_library_that_is_gone_does_not_reach_a_new_one(tmp_path: Path) -> None:
    """SQLite would take it for the new one's, and roll old pages into it."""
    path = tmp_path / "library.sqlite"
    Library.create(path, "here", [LAYER]).close()
    script = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE change SET author = 'half written'")
db.execute("UPDATE category SET name = 'Half written'")
db.execute("CREATE TABLE ballast (words)")
db.executemany("INSERT INTO ballast VALUES (?)", [("x" * 3000,)] * 500)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 0
    path.unlink()
    other = Edit("category", "surveillance", {"name": "Surveillance"})
    with Library.create(path, "here", [other]) as made:
        assert [layer.name for layer in made.codebook().categories] == ["Surveillance"]
        assert made.problems() == []
