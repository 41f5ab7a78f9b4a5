"""Backups: whole or not there, made beside the work, kept by a rule that no clock can break."""

from __future__ import annotations

import datetime
import errno
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from annotator.model.problems import Cancelled, Problem
from annotator.model.treaty import Text
from annotator.store import backups
from annotator.store.backups import Backup, Reason, backup_folder, backups_of, kept_of
from annotator.store.library import Library
from tests.store.samples import annotate

NOW = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no such limit")
SAVER = """
import sys
from pathlib import Path
from annotator.store.library import Library

library = Library.open(Path(sys.argv[1]), "here")
print("open", flush=True)
while True:
    library.backups.make("daily")
    print("made", flush=True)
"""


def backup(days: float, reason: Reason = "daily") -> Backup:
    made = NOW - datetime.timedelta(days=days)
    return Backup(Path(f"{made.isoformat()} {reason}"), made, reason, 1)


def notes_of(path: Path) -> list[str]:
    with Library.read(path) as opened:
        assert opened.problems() == []
        return [row.commentary for row in opened.annotations()]


def test_a_backup_has_what_was_there_and_says_why(library: Library, text: Text) -> None:
    annotate(library, text, "heard", "a1", "Before")
    made = library.backups.make("by hand")
    annotate(library, text, "everyone", "a2", "After")
    assert [row.commentary for row in library.annotations()] == ["After", "Before"]
    assert notes_of(made.path) == ["Before"]
    assert backups_of(library.path) == [made]
    assert (made.reason, made.size) == ("by hand", made.path.stat().st_size)
    assert abs(datetime.datetime.now(datetime.UTC) - made.made) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("reason", ["daily", "by hand", "merge", "migration", "restore", "rebuild"])
def test_the_name_tells_the_reason(library: Library, reason: Reason) -> None:
    assert [library.backups.make(reason).reason for _ in range(3)] == [reason] * 3
    assert [row.reason for row in backups_of(library.path)] == [reason] * 3


def test_a_file_with_another_name_is_listed_and_kept(library: Library) -> None:
    library.backups.make("daily").path.rename(backup_folder(library.path) / "from Anna.sqlite")
    (found,) = backups_of(library.path)
    assert found.reason == "other"
    assert kept_of([found], NOW + datetime.timedelta(days=4000)) == [found]


def test_what_is_changed_while_a_backup_is_made_is_not_held_up(library: Library, text: Text) -> None:
    with library._db.atomic():
        library._db.execute("CREATE TABLE ballast (words BLOB)")
        library._db.execute("INSERT INTO ballast VALUES (zeroblob(30000000))")
    threads = [threading.Thread(target=library.backups.make, args=["daily"])]
    threads[0].start()
    longest, number = 0.0, 0
    while threads[0].is_alive():
        began = time.perf_counter()
        annotate(library, text, "heard", f"a{number}", "Meanwhile")
        longest, number = max(longest, time.perf_counter() - began), number + 1
    (made,) = backups_of(library.path)
    assert number > 1, "the backup was over before anything could be changed"
    assert longest < 1
    assert set(notes_of(made.path)) <= {"Meanwhile"}
    assert library.problems() == []


def test_closing_ends_a_backup_and_leaves_nothing_of_it(library: Library) -> None:
    begun, said = threading.Event(), []

    def cancelled() -> bool:
        begun.set()
        return False

    def make() -> None:
        while True:
            try:
                library.backups.make("daily", cancelled)
            except Problem as problem:
                said.append(problem)
                return

    thread = threading.Thread(target=make)
    thread.start()
    begun.wait()
    library.close()
    thread.join()
    assert [type(problem) for problem in said] == [Cancelled]
    assert not list(backup_folder(library.path).glob("*.new*"))


def test_one_a_day_is_due_whatever_the_clock_said(library: Library) -> None:
    assert library.backups.is_due()
    made = library.backups.make("daily")
    assert not library.backups.is_due()
    later = made.made + datetime.timedelta(days=1)
    assert library.backups.is_due(later)
    assert library.backups.is_due(made.made - datetime.timedelta(days=400)), "the clock went back"


def test_what_is_kept() -> None:
    today = [backup(hours / 24) for hours in (0, 1, 2)]
    days = [backup(day) for day in range(1, 400)]
    twice = [backup(day + 0.1) for day in range(1, 400)]
    kept = kept_of([*today, *days, *twice], NOW)
    ages = [(NOW - row.made).days for row in kept]
    assert kept[:3] == today
    assert ages[3:16] == list(range(1, 14)), "one for each of 14 days, the last of each"
    assert not set(kept) & set(twice)
    assert 8 + 12 - 5 <= len(kept) - 16 <= 8 + 12
    assert 300 < max(ages) < 366


def test_a_clock_that_leaps_ahead_removes_nothing_that_it_should_not() -> None:
    found = [backup(day) for day in range(14)]
    leapt = backup(-4000)
    assert kept_of([*found, leapt], NOW + datetime.timedelta(days=4000))[:14] == [leapt, *found[:13]]
    assert kept_of([*found, leapt], NOW)[0] == leapt


def test_the_last_one_is_never_removed() -> None:
    assert kept_of([backup(9000)], NOW) == [backup(9000)]


def test_by_hand_and_before_migrations_are_kept_and_before_steps_the_latest() -> None:
    reasons: tuple[Reason, ...] = ("by hand", "migration")
    kept = [backup(day, reason) for day in range(500, 600) for reason in reasons]
    assert set(kept_of(kept, NOW)) == set(kept)
    steps = [backup(day, "merge") for day in range(50)]
    assert kept_of(steps, NOW) == steps[:20]


def test_pruning_happens_when_a_backup_is_made(library: Library) -> None:
    made = library.backups.make("daily")
    old = [made.path.with_name(f"20{year}-01-01 00.00.00, daily.sqlite") for year in range(10, 26)]
    for path in old:
        path.write_bytes(b"")
    twice = made.path.with_name("2012-01-01 00.00.01, daily.sqlite")
    twice.write_bytes(b"")
    library.backups.make("daily")
    assert (old[-1].exists(), old[0].exists(), twice.exists(), made.path.exists()) == (True, False, False, True)


def test_where_no_backup_can_be_made_the_edit_stands(library: Library, text: Text) -> None:
    backup_folder(library.path).write_text("A file is in the way.")
    annotate(library, text, "heard", "a1", "Kept")
    with pytest.raises(Problem, match=r"No backup of library.sqlite could be made .* make room .* as it was\.$"):
        library.backups.make("daily")
    assert [row.commentary for row in library.annotations()] == ["Kept"]


@POSIX
def test_a_disk_that_fills_leaves_earlier_backups_and_no_half_one(library: Library, text: Text) -> None:
    import resource

    annotate(library, text, "heard", "a1", "Kept")
    earlier = library.backups.make("daily")
    limit, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:  # no file may grow beyond half of the library: for SQLite a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (library.path.stat().st_size // 2, limit[1]))
        with pytest.raises(Problem, match="No backup of library"):
            library.backups.make("daily")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert list(backup_folder(library.path).iterdir()) == [earlier.path]
    annotate(library, text, "everyone", "a2", "Also kept")
    assert library.problems() == []
    library.backups.make("daily")


def test_what_cannot_be_synced_is_no_backup(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refused)
        with pytest.raises(Problem, match="No space left on device"):
            library.backups.make("daily")
    assert backups_of(library.path) == []


def test_a_damaged_library_makes_no_backup(library: Library, text: Text) -> None:
    for number in range(60):
        annotate(library, text, "heard", f"a{number}", "Words " * 100)
    library.close()
    content = bytearray(library.path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    content[-12 * size :] = b"\xff" * 12 * size
    library.path.write_bytes(content)
    with Library.open(library.path, "here") as opened, pytest.raises(Problem, match=r"not whole|malformed"):
        opened.backups.make("daily")
    assert backups_of(library.path) == []


def test_erasing_reaches_every_kind(library: Library, text: Text) -> None:
    annotate(library, text, "heard", "a1", "Confidential words")
    reasons: tuple[Reason, ...] = ("daily", "by hand", "merge", "migration", "restore", "rebuild")
    made = [library.backups.make(reason) for reason in reasons]
    made[0].path.rename(made[0].path.with_name("from Anna.sqlite"))
    library.erase(["a1"])
    for path in [library.path, *backup_folder(library.path).iterdir()]:
        assert b"onfidential" not in path.read_bytes()
    assert library.backups.make("daily").reason == "daily", "backups go on after erasing"


@POSIX
@pytest.mark.parametrize("kills", [12, pytest.param(500, marks=pytest.mark.torture)])
@pytest.mark.timeout(900)
def test_kills_while_backing_up(library: Library, text: Text, kills: int) -> None:
    annotate(library, text, "heard", "a1", "Kept")
    with library._db.atomic():
        library._db.execute("CREATE TABLE ballast (words BLOB)")
        library._db.execute("INSERT INTO ballast VALUES (zeroblob(3000000))")
    first = library.backups.make("by hand")
    library.close()
    chance = random.Random(kills)
    for _ in range(kills):
        saver = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(library.path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert saver.stdout is not None
        assert saver.stdout.readline() == b"open\n"
        killer = threading.Timer(chance.uniform(0.0, 0.15), saver.send_signal, [signal.SIGKILL])
        killer.start()
        saver.stdout.read()
        killer.join()
        saver.wait()
        saver.stdout.close()
    assert first in backups_of(library.path)
    for row in backups_of(library.path):
        with sqlite3.connect(f"file:{row.path}?mode=ro", uri=True) as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        db.close()
        assert notes_of(row.path) == ["Kept"]
    with Library.open(library.path, "here") as again:
        assert [row.commentary for row in again.annotations()] == ["Kept"]
        assert again.problems() == []
        backups.make_backup(again._db, again.path, "daily")
    assert not list(backup_folder(library.path).glob("*.new*"))
