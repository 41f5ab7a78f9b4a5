"""A partner's file as a delivery, through the real child process: what comes, what is refused, what is left behind."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from annotator.model.delivery import Delivery
from annotator.model.problems import Cancelled, Problem, UnusableFile
from annotator.sharing import child, reading
from annotator.sharing.child import Limits
from annotator.sharing.reading import read_delivery
from annotator.store.shared_schema import SHARED_CHANGE_COLUMNS
from tests.sharing.partner_samples import SHARED, partner_texts


def rows_of(delivery: Delivery) -> list[tuple[str | None, ...]]:
    return [row for batch in delivery.batches() for row in batch]


def rows_in(path: Path) -> list[tuple[str | None, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(f"SELECT {', '.join(SHARED_CHANGE_COLUMNS)} FROM change").fetchall()


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Private copies are made in a folder of this test, and are gone at its end."""
    folder = tmp_path / "private"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["library.sqlite", *SHARED])
def test_everything_in_a_file_comes_as_it_is(sent: Path, name: str) -> None:
    before = (sent / name).read_bytes()
    with read_delivery(sent / name) as delivery:
        assert rows_of(delivery) == rows_in(sent / name) == rows_of(delivery)
        assert delivery.file == name
        assert len(delivery.sha256) == 64
    assert (sent / name).read_bytes() == before
    assert len(list(sent.iterdir())) == 1 + len(SHARED)


def test_texts_come_with_their_trees_and_accounts(sent: Path) -> None:
    with read_delivery(sent / "library.sqlite") as delivery:
        assert sorted(delivery.texts, key=lambda text: text.id) == sorted(partner_texts(), key=lambda text: text.id)
    with read_delivery(sent / "public.sqlite") as delivery:
        assert delivery.texts == ()


@pytest.mark.parametrize(
    ("name", "sender"),
    [("coalition.sqlite", "Lamps"), ("public.sqlite", "Night Watch"), ("nameless.sqlite", "nameless"),
     ("library.sqlite", "Ana Reader (Lamps)")],
)  # fmt: skip
def test_the_sender_is_who_the_file_says_or_who_wrote_most_of_it_or_its_name(
    sent: Path, name: str, sender: str
) -> None:
    with read_delivery(sent / name) as delivery:
        assert delivery.sender == sender


def test_progress_is_told_and_the_private_copy_is_private(sent: Path, tmp_path: Path) -> None:
    steps: list[tuple[str, float]] = []
    with read_delivery(sent / "library.sqlite", lambda step, share: steps.append((step, share))):
        (folder,) = (tmp_path / "private").iterdir()
        assert [path.name for path in folder.iterdir()] == ["rows"]
        assert folder.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    assert [step for step, _ in steps] == sorted(step for step, _ in steps)
    assert {step for step, _ in steps} == {"copying", "reading"}
    assert steps[-1] == ("reading", 1.0)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancelling_at_any_step_leaves_nothing(sent: Path, after: int) -> None:
    asked = iter(range(10_000))
    with pytest.raises(Cancelled), read_delivery(sent / "library.sqlite", cancelled=lambda: next(asked) >= after):
        pytest.fail("it was cancelled")


def run_instead(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """The child does `body` with what it needs to talk, in place of reading."""
    begin = (
        "import os, sys, time\n"
        "from annotator.sources.wire import read_message, write_frame, write_message\n"
        "out = os.fdopen(1, 'wb')\n"
        "write_message(out, {'ready': True})\n"
        "asked = read_message(os.fdopen(0, 'rb'))\n"
    )
    command = [sys.executable, "-c", begin + body]
    monkeypatch.setattr(reading, "worker_command", lambda _memory, _seconds: command)


ROW = "'\\x1f'.join(['x'] * 11).encode()"
TAKEN_OVER = {
    "it ends": "sys.exit(0)",
    "it crashes": "os.abort()",
    "it says nothing": "time.sleep(60)",
    "it says nonsense": "write_frame(out, b'{')",
    "it says something else": "write_message(out, {'x': 1})",
    "rows of other columns": "write_message(out, {'rows': 1}); write_frame(out, b'x'); time.sleep(60)",
    "rows that are no text": f"write_message(out, {{'rows': 1}}); write_frame(out, {ROW} + b'\\xff'); time.sleep(60)",
    "rows without end": f"while True: write_message(out, {{'rows': 1}}); write_frame(out, {ROW})",
    "a frame without end": "out.write(b'\\xff\\xff\\xff\\xff'); out.flush(); time.sleep(60)",
    "a text that is none": "write_message(out, {'text': [[], []]}); time.sleep(60)",
    "a text of another shape": "write_message(out, {'text': 5}); time.sleep(60)",
    "progress that is none": "write_message(out, {'progress': 'x'}); time.sleep(60)",
    "deep nonsense": "write_frame(out, b'[' * 100000)",
    "a problem that is no sentence": "write_message(out, {'problem': 'No\u202eoN'})",
    "a problem that is no words": "write_message(out, {'problem': [1]})",
    "its reader fails": "write_message(out, {'defect': 'Traceback'})",
}


@pytest.mark.parametrize("body", TAKEN_OVER.values(), ids=TAKEN_OVER)
def test_a_child_that_was_taken_over_gets_nothing_through(
    sent: Path, body: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run_instead(monkeypatch, body)
    limits = Limits(seconds=2.0, seconds_for_a_megabyte=0.0)
    began = time.monotonic()
    with pytest.raises(UnusableFile) as caught, read_delivery(sent / "public.sqlite", limits=limits):
        pytest.fail("it was read")
    assert str(caught.value).startswith("public.sqlite ")
    assert time.monotonic() - began < 20
    caplog.clear()  # what broke is logged


def test_a_sender_with_a_name_that_cannot_be_shown_has_none(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, "write_message(out, {'sender': 'A\\u202eB'}); time.sleep(60)")
    with read_delivery(sent / "public.sqlite") as delivery:
        assert delivery.sender == "public"


def test_rows_can_be_read_side_by_side(sent: Path) -> None:
    with read_delivery(sent / "coalition.sqlite") as delivery:
        one, other = iter(delivery.batches()), iter(delivery.batches())
        assert list(next(one)) == list(next(other))
        assert list(one) == list(other) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full here")
def test_a_disk_without_room_for_the_rows_is_told(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = r"^coalition\.sqlite cannot be laid aside .*; make room"
    with Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(reading, "write_frame", lambda _spool, payload: full.write(payload))
        with pytest.raises(UnusableFile, match=told), read_delivery(sent / "coalition.sqlite"):
            pytest.fail("it was read")


def test_a_folder_for_private_copies_that_is_gone_is_told(sent: Path, tmp_path: Path) -> None:
    (tmp_path / "private").rmdir()
    with pytest.raises(UnusableFile, match="cannot be laid aside"), read_delivery(sent / "coalition.sqlite"):
        pytest.fail("it was read")
    (tmp_path / "private").mkdir()


def test_the_child_may_use_no_more_than_its_time(sent: Path) -> None:
    limits = Limits(seconds=0.0, seconds_for_a_megabyte=0.0)
    late = r"^library\.sqlite takes (longer than 0 seconds|too long) to read"
    with pytest.raises(UnusableFile, match=late), read_delivery(sent / "library.sqlite", limits=limits):
        pytest.fail("it was read")


def test_the_child_ends_with_its_parent(sent: Path) -> None:
    """Killed, the parent closes nothing in an orderly way: the system does."""
    code = (
        "import sys\n"
        "from annotator.sharing.child import Child, worker_command\n"
        "found = Child(worker_command(2**29, 60), lambda: False)\n"
        "found.message(float('inf'))\n"
        "found.ask({'path': sys.argv[1], 'name': 'x'})\n"
        "print(found.process_id, flush=True)\n"
        "sys.stdin.read()\n"
    )
    os.mkfifo(sent / "never") if hasattr(os, "mkfifo") else pytest.skip("no pipes with names here")
    with subprocess.Popen(
        [sys.executable, "-c", code, str(sent / "never")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _is_alive(worker):
        assert time.monotonic() < deadline, "the child lives on"
        os.sched_yield()


def _is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def test_the_program_itself_never_loads_apsw() -> None:
    code = (
        "import sys, annotator.sharing.reading, annotator.store.library, annotator.operations.sharing\n"
        "sys.exit('apsw' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def edited(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    return path


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("Dear partners, " * 100), "is no file of annotations"),
    "nothing": (lambda path: path.write_bytes(b""), "is no file of annotations"),
    "cut short": (lambda path: path.write_bytes(path.read_bytes()[:-5000]), "is cut short or damaged"),
    "another program's": (lambda path: edited(path, "PRAGMA application_id = 7"), "is a database of another program"),
    "newer": (lambda path: edited(path, "PRAGMA user_version = 99"), "was made by a newer version"),
    "older": (lambda path: edited(path, "PRAGMA user_version = 0"), "was shared by an older version"),
    "a write-ahead log": (lambda path: edited(path, "PRAGMA journal_mode = WAL"), "was changed by another program"),
    "one table more": (lambda path: edited(path, "CREATE TABLE x (y)"), "“x” in it is not as this program makes it"),
    "a trigger": (
        lambda path: edited(path, "CREATE TRIGGER t AFTER INSERT ON change BEGIN SELECT 1; END"),
        "“t” in it is not as this program makes it",
    ),
    "a view less": (lambda path: edited(path, "DROP VIEW annotations"), "it lacks “annotations”"),
    "words in the place of JSON": (lambda path: edited(path, "UPDATE change SET fields = 'x'"), "cannot be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_in_one_sentence(sent: Path, name: str) -> None:
    change, sentence = REFUSED[name]
    change(sent / "coalition.sqlite")
    with pytest.raises(UnusableFile) as caught, read_delivery(sent / "coalition.sqlite"):
        pytest.fail("it was read")
    said = str(caught.value)
    assert said.startswith("coalition.sqlite ")
    assert sentence in said
    assert said.endswith(".")
    assert said.count(";") == 1  # what is wrong; what to do


def test_an_older_library_is_to_be_brought_up_to_date_by_its_owner(sent: Path) -> None:
    edited(sent / "library.sqlite", "PRAGMA user_version = 1")
    with (
        pytest.raises(Problem, match="let its owner open it with this version"),
        read_delivery(sent / "library.sqlite"),
    ):
        pytest.fail("it was read")


def test_many_rows_come_in_order_and_in_batches(sent: Path) -> None:
    path = sent / "coalition.sqlite"
    marks = ", ".join("?" * len(SHARED_CHANGE_COLUMNS))
    row = next(row for row in rows_in(path) if row[3] == "authority")
    made: Sequence[tuple[str | None, ...]] = [
        (f"00000000-0000-7000-8000-{number:012x}", *row[1:4], f"authority {number}", *row[5:])
        for number in range(9_000)
    ]
    with closing(sqlite3.connect(path)) as db:
        db.executemany(f"INSERT INTO change VALUES ({marks})", made)
        db.commit()
    with read_delivery(path) as delivery:
        batches = [list(batch) for batch in delivery.batches()]
    assert [row for batch in batches for row in batch] == rows_in(path)
    assert len(batches) > 3


def test_a_change_of_a_text_that_the_file_holds_must_be_true_of_it(sent: Path) -> None:
    text = partner_texts()[0]
    fields = json.dumps({"sha256": "0" * 64}, separators=(",", ":"))
    edited(sent / "coalition.sqlite", f"UPDATE change SET fields = '{fields}' WHERE entity_id = '{text.id}'")
    with pytest.raises(UnusableFile, match="is not true of it"), read_delivery(sent / "coalition.sqlite"):
        pytest.fail("it was read")


def test_limits_grow_with_the_file() -> None:
    assert Limits().for_size(0) == 5.0
    assert Limits().for_size(400 * 2**20) > dataclasses.replace(Limits(), seconds=60.0).for_size(0)
    assert child.worker_command(5, 0.2)[-2:] == ["5", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"caf\xe9.sqlite", "caf\ufffd.sqlite"),
        (b"x\x1b[31m\n\xe2\x80\xaered.sqlite", "x\ufffd[31m\ufffd\ufffdred.sqlite"),
    ],
)
def test_a_name_that_is_no_text_or_acts_on_a_terminal_is_shown_without_that(
    sent: Path, tmp_path: Path, name: bytes, shown: str
) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes((sent / "nameless.sqlite").read_bytes())
    with read_delivery(path) as delivery:
        assert (delivery.file, delivery.sender) == (shown, shown.removesuffix(".sqlite"))
        assert rows_of(delivery)
    path.write_bytes(b"no database")
    with pytest.raises(UnusableFile) as refused, read_delivery(path):
        pass
    assert str(refused.value).isprintable()
