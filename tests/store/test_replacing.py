"""Restoring: the library is as it was or as the backup, and what it was is a backup itself."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from annotator.model.change import Edit
from annotator.model.problems import LibraryInUse, Problem
from annotator.model.treaty import Text
from annotator.store.backups import backup_folder, backups_of
from annotator.store.library import Library
from annotator.store.replacing import restore
from tests.store.samples import annotate

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no such limit")
RESTORER = """
import sys
from pathlib import Path
from annotator.store.backups import backups_of
from annotator.store.replacing import restore

library, backup = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
restore(library, backup)
"""


@pytest.fixture
def backup(library: Library, text: Text) -> Path:
    """A backup with one note; the library has gone on since, and is closed."""
    annotate(library, text, "heard", "a1", "Before")
    made = library.backups.make("by hand")
    annotate(library, text, "everyone", "a2", "After")
    library.close()
    return made.path


def notes_of(path: Path) -> set[str]:
    with Library.read(path) as opened:
        assert opened.problems() == []
        return {row.commentary for row in opened.annotations()}


def test_restored_and_back(library: Library, backup: Path) -> None:
    before = restore(library.path, backup)
    assert notes_of(library.path) == {"Before"}
    assert before is not None
    assert (before.reason, notes_of(before.path)) == ("restore", {"Before", "After"})
    restore(library.path, before.path)
    assert notes_of(library.path) == {"Before", "After"}
    assert [row.reason for row in backups_of(library.path)] == ["restore", "restore", "by hand"]
    assert not list(library.path.parent.glob("*-journal"))


def test_undo_goes_on_where_the_backup_was(library: Library, backup: Path, text: Text) -> None:
    restore(library.path, backup)
    with Library.open(library.path, "here") as again:
        assert (again.origin, again.can_redo) == ("here", False)
        annotate(again, text, "Purpose", "a3", "Later")
        again.undo("Reader")
        again.undo("Reader")
        assert again.annotations() == []
        again.redo("Reader")
        assert [row.commentary for row in again.annotations()] == ["Before"]
        assert again.problems() == []


def test_a_library_that_is_lost_comes_back(library: Library, backup: Path) -> None:
    library.path.unlink()
    assert restore(library.path, backup) is None
    assert notes_of(library.path) == {"Before"}


def test_one_that_is_open_is_left_alone(library: Library, backup: Path) -> None:
    with Library.open(library.path, "here"), pytest.raises(LibraryInUse):
        restore(library.path, backup)
    assert notes_of(library.path) == {"Before", "After"}


def test_what_is_no_backup_is_refused(library: Library, backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE anything (x)")
    db.close()
    damaged = tmp_path / "damaged.sqlite"
    content = bytearray(backup.read_bytes())
    content[-8 * 4096 :] = b"\xff" * 8 * 4096
    damaged.write_bytes(content)
    newer = tmp_path / "newer.sqlite"
    shutil.copy(backup, newer)
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    text = tmp_path / "text.sqlite"
    text.write_text("Words, no database. " * 100)
    for path, why in (
        (other, "not a Treaty Annotator library"),
        (damaged, "is damaged"),
        (newer, "newer version"),
        (text, "is not a library"),
        (tmp_path / "missing.sqlite", "no library at"),
        (tmp_path, "is a folder"),
        (library.path, "the library itself"),
    ):
        with pytest.raises(Problem, match=why):
            restore(library.path, path)
    assert notes_of(library.path) == {"Before", "After"}
    assert [row.path for row in backups_of(library.path)] == [backup]


def test_a_damaged_library_is_kept_as_it_is_and_replaced(library: Library, backup: Path) -> None:
    content = bytearray(library.path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    library.path.write_bytes(content)
    before = restore(library.path, backup)
    assert before is not None
    assert before.path.read_bytes() == bytes(content)
    assert notes_of(library.path) == {"Before"}


def test_a_journal_of_the_old_file_does_not_reach_the_new(library: Library, backup: Path) -> None:
    """A crash in the middle of a change left a hot journal: the present state is the one before that change."""
    script = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
db.execute("CREATE TABLE ballast (words)")
db.execute("UPDATE change SET author = 'half written'")
db.executemany("INSERT INTO ballast VALUES (?)", [("x" * 3000,)] * 500)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script, str(library.path)], check=True)
    journal = library.path.with_name(library.path.name + "-journal")
    assert journal.stat().st_size > 0
    before = restore(library.path, backup)
    assert not journal.exists()
    assert before is not None
    assert notes_of(before.path) == {"Before", "After"}
    assert notes_of(library.path) == {"Before"}


@POSIX
def test_a_full_disk_changes_nothing(library: Library, backup: Path) -> None:
    import resource

    limit, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (library.path.stat().st_size // 2, limit[1]))
        with pytest.raises(Problem, match="No backup of"):
            restore(library.path, backup)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)
    assert notes_of(library.path) == {"Before", "After"}
    assert list(backup_folder(library.path).iterdir()) == [backup]


def test_a_step_that_fails_late_changes_nothing(
    library: Library, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def refused(source: Path, target: Path) -> Path:
        if target == library.path:
            raise OSError(30, "Read-only file system")
        return replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refused)
        with pytest.raises(Problem, match=r"could not be restored \(Read-only file system\).* as it was\.$"):
            restore(library.path, backup)
    assert notes_of(library.path) == {"Before", "After"}
    assert not list(backup_folder(library.path).glob("*.new*"))


def test_words_erased_do_not_come_back(library: Library, backup: Path) -> None:
    with Library.open(library.path, "here") as opened:
        opened.erase(["a1"])
    restore(library.path, backup)
    with Library.open(library.path, "here") as opened:
        opened.apply([Edit("category", "oversight", {"name": "Again"})], "Reader")
        assert opened.annotations() == []
    assert b"Before" not in library.path.read_bytes()


@POSIX
@pytest.mark.parametrize("kills", [12, pytest.param(500, marks=pytest.mark.torture)])
@pytest.mark.timeout(900)
def test_kills_while_restoring(library: Library, backup: Path, kills: int) -> None:
    allowed = [{"Before"}, {"Before", "After"}]
    after = library.path.read_bytes()
    chance, seen = random.Random(kills), []
    for _ in range(kills):
        library.path.write_bytes(after)
        restorer = subprocess.Popen(
            [sys.executable, "-c", RESTORER, str(library.path), str(backup)], stdout=subprocess.PIPE
        )
        assert restorer.stdout is not None
        assert restorer.stdout.readline() == b"ready\n"
        killer = threading.Timer(chance.uniform(0.0, 0.12), restorer.send_signal, [signal.SIGKILL])
        killer.start()
        restorer.stdout.read()
        killer.join()
        restorer.wait()
        restorer.stdout.close()
        seen.append(notes_of(library.path))
        assert seen[-1] in allowed
        for row in backups_of(library.path):
            assert notes_of(row.path) in allowed
    assert backup.exists()
    restore(library.path, backup)
    assert notes_of(library.path) == {"Before"}
    assert not list(backup_folder(library.path).glob("*.new*"))
    assert len(backups_of(library.path)) <= 21, "those before a restoring are thinned out"
