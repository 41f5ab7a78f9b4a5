"""The fuzzing harness: some inputs for every reader, and whatever goes wrong in a worker is seen and survived."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.model.correcting import AS_IT_IS, LINE_KINDS, REVISIONS
from annotator.model.problems import UnusableFile
from annotator.model.treaty import ForeignNote
from annotator.sources.reading import read_document
from tests.fuzz.__main__ import main as command
from tests.fuzz.campaign import Campaign, Plan
from tests.fuzz.figures import COUNTS, OUTCOMES, Figures, breaks_limits, code_hash, outcome_of
from tests.fuzz.lane import Lane, Order, Tried, WorkerError
from tests.fuzz.promises import BrokenPromiseError, check, check_nothing_lost
from tests.fuzz.seeds import READERS, instructions, mutant
from tests.fuzz.shares import TimeShares
from tests.fuzz.worker import attempt

INPUTS = 150


def read(name: str, data: bytes) -> list:
    return read_document(name, data, None, lambda _step, _share: None)


@pytest.mark.parametrize("reader", READERS)
def test_seeds_are_read_and_mutants_break_no_promise(reader: str) -> None:
    row = READERS[reader]
    for seed in row.seeds():
        readings = read(f"seed{row.suffix}", seed)
        check(readings)
        check_nothing_lost(readings, f"seed{row.suffix}", seed, AS_IT_IS)
    outcomes = [
        attempt(f"fuzz{row.suffix}", mutant(reader, 1, number), read_document, instructions(reader, 1, number))
        for number in range(INPUTS)
    ]
    assert [detail for outcome, detail in outcomes if outcome in ("defect", "exhausted")] == []
    told = [outcome for outcome, _ in outcomes]
    assert told.count("read") > INPUTS / 4  # else most mutants would fail at the door, and prove nothing of the rooms
    assert told.count("refused") > 0


@pytest.mark.parametrize("reader", READERS)
def test_the_same_seed_gives_the_same_inputs_and_another_seed_others(reader: str) -> None:
    inputs = [mutant(reader, 1, number) for number in range(50)]
    assert inputs == [mutant(reader, 1, number) for number in range(50)]
    assert len({*inputs, *(mutant(reader, 2, number) for number in range(50))}) > 80


def planted(folder: Path, body: str) -> Sequence[str]:
    """A worker whose reader does `body` when it reads for the third time, and refuses what else it is given."""
    script = folder / "planted.py"
    script.write_text(
        "import os, sys, time\n"
        "from annotator.model.problems import UnusableFile\n"
        "from tests.fuzz.worker import main\n"
        "count = 0\n"
        "def read(name, data, version_data, progress, instructions):\n"
        "    global count\n"
        "    count += 1\n"
        "    if count == 3:\n"
        f"        {body}\n"
        "    raise UnusableFile('no')\n"
        "sys.exit(main(sys.argv[1:], read))\n"
    )
    memory, seconds = 400 * 2**20, 1
    return [
        sys.executable, "-c", f"import sys, runpy; sys.path.insert(0, ''); runpy.run_path({str(script)!r})",
        str(memory), str(seconds),
    ]  # fmt: skip


PLANTED = {
    "raise ValueError('planted')": "defect",
    "return []": "defect",
    "open('made', 'w')": "defect",
    "__import__('socket').create_connection(('127.0.0.1', 9))": "defect",
    "os.abort()": "crash",
    "os._exit(0)": "crash",
    "time.sleep(60)": "hang",
    "exec('while True: pass')": "hang",
    "bytearray(2**30)": "exhausted",
}


@pytest.mark.parametrize(("body", "outcome"), PLANTED.items())
def test_what_goes_wrong_in_a_worker_is_seen_and_the_next_one_goes_on(body: str, outcome: str, tmp_path: Path) -> None:
    if sys.platform != "linux" and body.startswith(("bytearray", "exec")):
        pytest.skip("only Linux limits address space and processor time reliably")
    lane = Lane(planted(tmp_path, body), patience=3.0)
    try:
        told = list(lane.work(Order("text", 1, 10, 14)))
    finally:
        lane.close()
    assert [row.number for row in told] == [10, 11, 12, 13]
    assert [row.outcome for row in told] == ["refused", "refused", outcome, "refused"]


def test_a_worker_that_does_not_start_is_no_result() -> None:
    with pytest.raises(WorkerError, match="does not start"):
        list(Lane([sys.executable, "-c", "raise SystemExit(1)"]).work(Order("text", 1, 0, 1)))


def campaign(folder: Path, goal: int, command: Sequence[str]) -> Figures:
    figures = Figures(folder / "fuzz.json", "code")
    plan = Plan(["text", "pdf"], seed=5, seconds=60, workers=2, goal=goal, command=command, patience=10)
    Campaign(plan, figures, folder / "defects", lambda _line: None).run()
    return figures


def test_runs_add_up_and_what_failed_is_kept(tmp_path: Path) -> None:
    worker = planted(tmp_path, "raise ValueError('planted')")
    assert campaign(tmp_path, 40, worker).of("text")["tried"] == 40
    figures = campaign(tmp_path, 100, worker)

    for reader in ("text", "pdf"):
        row = figures.of(reader)
        assert row["tried"] == row["next"]["5"] == 100 == sum(row[name] for name in OUTCOMES)
        assert row["defect"] == figures.of("text")["defect"] >= 1
    assert figures.failed(["text"])
    assert json.loads((tmp_path / "fuzz.json").read_text())["code"]["pdf"]["tried"] == 100
    kept = sorted((tmp_path / "defects").glob("text-5-*.txt"))
    number = int(kept[0].stem.rpartition("-")[2])
    assert kept[0].read_bytes() == mutant("text", 5, number)
    assert "ValueError: planted" in kept[0].with_suffix(".log").read_text()


def test_readers_share_the_time_whatever_an_input_takes() -> None:
    paces = {"text": 0.01, "pdf": 0.1, "html": 0.02}
    shares = TimeShares(list(paces))
    tried = dict.fromkeys(paces, 0)
    for number in range(500):
        orders = [Order(shares.least(paces), worker, number * 10, number * 10 + 10) for worker in (1, 2)]
        for order in orders:
            shares.expect(order)
        for order in orders:
            shares.settle(order, 10 * paces[order.reader])
            tried[order.reader] += 10
    seconds = [tried[reader] * pace for reader, pace in paces.items()]
    assert max(seconds) - min(seconds) <= 4 * 10 * max(paces.values())


def test_a_reader_that_has_enough_leaves_its_time_to_the_others(tmp_path: Path) -> None:
    done = Figures(tmp_path / "fuzz.json", "code")
    done.add(Order("text", 5, 0, 90), [Tried(number, "read") for number in range(90)], native=False)
    figures = campaign(tmp_path, 90, planted(tmp_path, "pass"))
    assert (figures.of("text")["tried"], figures.of("pdf")["tried"]) == (90, 90)


def test_figures_are_of_one_code(tmp_path: Path) -> None:
    order = Order("pdf", 1, 0, 3)
    before = Figures(tmp_path / "fuzz.json", "before")
    before.add(order, [Tried(0, "read"), Tried(1, "refused"), Tried(2, "crash")], native=False)
    after = Figures(tmp_path / "fuzz.json", "after")
    assert (after.of("pdf")["tried"], after.next_number("pdf", 1), after.ever("pdf")) == (0, 0, 3)
    assert before.failed(["pdf"])
    assert not after.failed(["pdf"])


def test_the_code_is_told_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    first = code_hash(tmp_path)
    (tmp_path / "a.py").write_text("x = 2")
    assert code_hash(tmp_path) != first
    assert code_hash() == code_hash()


def test_foreign_code_that_ends_a_worker_is_counted_apart() -> None:
    assert outcome_of(Tried(1, "crash"), native=True) == "ended"
    assert outcome_of(Tried(1, "hang"), native=True) == "hang"


@pytest.mark.parametrize(("seconds", "memory", "broken"), [(21, 0, True), (1, 600 * 2**20, True), (19, 2**20, False)])
def test_an_answer_beyond_the_limits_is_a_failure(seconds: float, memory: int, broken: bool) -> None:
    assert breaks_limits(Tried(1, "read", seconds, memory=memory)) is broken


def test_every_promise_is_checked() -> None:
    (reading,) = read("a.txt", READERS["text"].seeds()[0])
    text, ledger, rows, places = reading.text, reading.text.ledger, reading.text.provisions, reading.places

    def broken(**changes: object) -> list:
        return [dataclasses.replace(reading, text=dataclasses.replace(text, **changes))]

    for readings in (
        [],
        broken(ledger=dataclasses.replace(ledger, kept_characters=ledger.kept_characters - 1)),
        broken(ledger=dataclasses.replace(ledger, source_characters=0)),
        broken(text=text.text.replace("grain", "g\x00ain")),
        broken(text=text.text.replace("grain", "grai\u0308n".replace("i\u0308", "e\u0301"))),
        broken(text=text.text.replace("\n", "\n\n", 1)),
        broken(provisions=(*rows, rows[0])),
        broken(provisions=(dataclasses.replace(rows[0], end=len(text.text) + 1), *rows[1:])),
        broken(provisions=tuple(reversed(rows))),
        broken(id="another"),
        broken(sha256="another"),
        [dataclasses.replace(reading, places=())],
        [dataclasses.replace(reading, places=(*places[:-1], dataclasses.replace(places[-1], start=10**6)))],
        [dataclasses.replace(reading, places=places[1:])],
        [dataclasses.replace(reading, places=(*places, places[-1]))],
        [dataclasses.replace(reading, places=tuple(reversed(places)))],
        [dataclasses.replace(reading, notes=(ForeignNote(0, 10**6, "Why?"),))],
    ):
        with pytest.raises(BrokenPromiseError):
            check(readings)


def test_what_is_lost_on_the_way_from_the_reader_is_seen() -> None:
    data = b"1. Grain is kept.\n2. Water is free.\n- 3 -\n"
    (reading,) = read("a.txt", data)
    text, ledger, places = reading.text, reading.text.ledger, reading.places
    check_nothing_lost([reading], "a.txt", data, AS_IT_IS)

    less = dataclasses.replace(ledger, source_characters=ledger.source_characters - 3, dropped=())
    elsewhere = dataclasses.replace(ledger, dropped=(dataclasses.replace(ledger.dropped[0], line=0),))
    for broken in (
        dataclasses.replace(reading, text=dataclasses.replace(text, ledger=less)),
        dataclasses.replace(reading, text=dataclasses.replace(text, ledger=elsewhere)),
        dataclasses.replace(reading, places=(places[0], dataclasses.replace(places[1], start=places[1].start + 4))),
    ):
        with pytest.raises(BrokenPromiseError):
            check_nothing_lost([broken], "a.txt", data, AS_IT_IS)


def test_instructions_differ_and_are_the_same_again() -> None:
    asked = [instructions("docx", 1, number) for number in range(200)]
    assert asked == [instructions("docx", 1, number) for number in range(200)]
    assert {row.revisions for row in asked} == set(REVISIONS)
    assert {row.kind for one in asked for row in one.corrections} == set(LINE_KINDS)
    assert sum(one == AS_IT_IS for one in asked) > 40


def test_only_a_sentence_refuses() -> None:
    def refuse(*_: object) -> None:
        raise UnusableFile("It is empty; choose another.")

    def fail(*_: object) -> None:
        raise KeyError("x")

    assert attempt("a", b"", refuse) == ("refused", "It is empty; choose another.")
    assert attempt("a", b"", fail)[0] == "defect"


def test_the_command_shows_the_figures_and_fails_with_a_defect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    arguments = ["--seconds", "30", "--reader", "text", "--goal", "20", "--folder", str(tmp_path)]
    assert command(arguments) == 0
    said = capsys.readouterr().out
    assert re.search(r"^ *text +20 ", said, re.MULTILINE)
    assert "defects" not in said
    assert max(map(len, said.splitlines())) <= 80

    figures = Figures(tmp_path / "fuzz.json", code_hash())
    figures.add(Order("text", 1, 20, 21), [Tried(20, "defect")], native=False)
    assert command(arguments) == 1
    assert "text: defects: 1\n" in capsys.readouterr().out


def test_the_table_fits_a_terminal_with_a_hundred_thousand_inputs_of_each_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    full = {"next": {}, "seconds": 1000.0, **dict.fromkeys(COUNTS, 1_000)}
    full |= dict.fromkeys(("tried", "read", "refused"), 100_000)
    figures = {code_hash(): dict.fromkeys(READERS, full), "before": dict.fromkeys(READERS, full)}
    (tmp_path / "fuzz.json").write_text(json.dumps(figures))
    assert command(["--seconds", "0", "--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    for reader in READERS:
        assert re.search(rf"^ *{reader} +(100,000 +){{3}}(1,000 +){{3}}4,000 +100 +200,000", said, re.MULTILINE)
