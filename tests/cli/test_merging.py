"""Merging and what comes after it, on the command line: two colleagues with copies of one library."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from tests.cli.test_commands import TREATY

Cli = Callable[..., Any]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs one command; gives its JSON, or for `status` other than 0 the sentence on standard error."""

    def call(*arguments: object, status: int = 0) -> Any:
        done = run([*map(str, arguments), *([] if status else ["--json"])], lambda _library, _samples: 0)
        printed = capsys.readouterr()
        assert done == status, printed.err
        return printed.err.strip() if status else json.loads(printed.out)

    return call


@pytest.fixture
def as_other(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The same on the colleague's computer: another installation."""

    def call(*arguments: object, status: int = 0) -> Any:
        with monkeypatch.context() as there:
            there.setenv("ANNOTATOR_HOME", str(tmp_path / "their-home"))
            return cli(*arguments, status=status)

    return call


@pytest.fixture
def ours(tmp_path: Path, cli: Cli) -> Path:
    path, treaty = tmp_path / "ours.sqlite", tmp_path / "lamps.md"
    treaty.write_text(TREATY, encoding="utf-8")
    cli("new", path)
    cli("import", path, treaty, "--label", "Lamps", "--instrument", "Convention on Lamps", "--date", "2024-05-06")
    cli("annotate", path, "Lamps", "--at", "2(1)", "--quote", "lamps lit", "--commentary", "First", "--category", "1")
    return path


@pytest.fixture
def theirs(ours: Path) -> Path:
    """A copy of it that a colleague took along."""
    return Path(shutil.copy(ours, ours.with_name("theirs.sqlite")))


def _note(cli: Cli, library: Path) -> str:
    return str(cli("annotations", library)[0]["id"])


def test_a_merge_brings_everything_and_says_so_and_again_nothing(
    ours: Path, theirs: Path, cli: Cli, as_other: Cli
) -> None:
    note = _note(cli, ours)
    as_other(
        "annotate",
        theirs,
        "Lamps",
        "--at",
        "2(2)",
        "--quote",
        "review",
        "--commentary",
        "Theirs",
        "--category",
        "1",
        "--tag",
        "oil",
    )
    as_other("edit", theirs, note, "--severity", "watch")
    preview = cli("merge", ours, theirs, "--preview")
    assert len(cli("annotations", ours)) == 1
    done = cli("merge", ours, theirs)
    for report in (preview, done):
        assert (report["added"], report["changed"], report["unchanged"], report["deleted"]) == (1, 1, 0, 0)
        assert report["conflicts"] == report["rejected"] == report["refused"] == []
        assert report["annotations"]["changed"] == [note]
    assert {row["commentary"]: row["severity"] for row in cli("annotations", ours)} == {"First": "watch", "Theirs": ""}
    assert cli("check", ours)["ok"]
    assert [row["reason"] for row in cli("backups", ours)] == ["merge"]
    again = cli("merge", ours, theirs)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert len(cli("merges", ours)) == 1


def test_what_a_merge_brought_is_told_in_whole_sentences(
    theirs: Path, cli: Cli, as_other: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_other("share", theirs, tmp_path / "shared.sqlite", "--audience", "organisation", "--audience", "coalition")
    cli("new", tmp_path / "empty.sqlite")
    for flags, brings, imported in (
        (["--preview"], "Would bring: 1 new annotation, 0 changed", "would be imported, with 1 annotation."),
        ([], "Merged: 1 new annotation, 0 changed", "was imported, with 1 annotation."),
    ):
        arguments = ["merge", str(tmp_path / "empty.sqlite"), str(tmp_path / "shared.sqlite"), *flags]
        assert run(arguments, lambda _library, _samples: 0) == 0
        printed = capsys.readouterr().out
        assert brings in printed
        assert "0 new conflicts." in printed
        assert imported in printed


def test_what_both_changed_is_a_conflict_until_it_is_settled_and_that_travels(
    ours: Path, theirs: Path, cli: Cli, as_other: Cli
) -> None:
    note = _note(cli, ours)
    cli("edit", ours, note, "--commentary", "Our words")
    as_other("edit", theirs, note, "--commentary", "Their words")
    (conflict,) = cli("merge", ours, theirs)["conflicts"]
    wanted = {"annotation": note, "field": "commentary", "ours": "Our words", "theirs": "Their words"}
    assert {name: conflict[name] for name in wanted} == wanted
    (listed,) = cli("conflicts", ours)
    assert (listed["id"], listed["citation"]) == (conflict["id"], "art. 2(1)")
    assert {name: listed[name] for name in wanted} == wanted
    assert {row["value"] for row in listed["claims"]} == {"Our words", "Their words"}
    assert cli("settle", ours, f"{note}.comm", "--theirs")["left"] == 0
    assert cli("annotations", ours)[0]["commentary"] == "Their words"
    assert as_other("merge", theirs, ours)["conflicts"] == []
    assert as_other("conflicts", theirs) == []


@pytest.mark.parametrize("given", [("--ours",), ("--value", "Both of them")])
def test_a_conflict_is_settled_by_either_side_or_other_words(
    ours: Path, theirs: Path, cli: Cli, as_other: Cli, given: tuple[str, ...]
) -> None:
    note = _note(cli, ours)
    cli("edit", ours, note, "--commentary", "Our words")
    as_other("edit", theirs, note, "--commentary", "Their words")
    cli("merge", ours, theirs)
    cli("settle", ours, cli("conflicts", ours)[0]["id"], *given)
    assert cli("annotations", ours)[0]["commentary"] == ("Our words" if given == ("--ours",) else "Both of them")
    assert cli("conflicts", ours) == []


def test_a_conflict_is_not_settled_with_what_no_partner_would_take_in(
    ours: Path, theirs: Path, cli: Cli, as_other: Cli
) -> None:
    cli("version", ours, "Lamps", "--language", "fr")
    as_other("version", theirs, "Lamps", "--language", "de")
    (conflict,) = cli("merge", ours, theirs)["conflicts"]
    assert "nothing that language can be" in cli("settle", ours, conflict["id"], "--value", "old French", status=1)
    assert cli("settle", ours, conflict["id"], "--value", "frm")["left"] == 0


def test_a_deletion_beside_an_edit_keeps_the_note_until_it_is_settled(
    ours: Path, theirs: Path, cli: Cli, as_other: Cli
) -> None:
    note = _note(cli, ours)
    cli("edit", ours, note, "--commentary", "Still needed")
    as_other("delete", theirs, note)
    (conflict,) = cli("merge", ours, theirs)["conflicts"]
    assert (conflict["field"], conflict["ours"], conflict["theirs"]) == ("deleted", False, True)
    assert len(cli("annotations", ours)) == 1
    cli("settle", ours, conflict["id"], "--theirs")
    assert cli("annotations", ours) == []


def test_a_merge_is_taken_back_and_brought_back_and_the_log_does_not_grow(
    ours: Path, theirs: Path, cli: Cli, as_other: Cli
) -> None:
    as_other("annotate", theirs, "Lamps", "--at", "1", "--commentary", "Theirs", "--category", "1")
    cli("merge", ours, theirs)
    (row,) = cli("merges", ours)
    assert (row["file"], row["annotations"], row["withdrawn"]) == ("theirs.sqlite", 2, False)
    assert cli("unmerge", ours, row["id"][:12])["withdrawn"]
    assert len(cli("annotations", ours)) == 1
    assert "taken back already" in cli("unmerge", ours, "theirs.sqlite", status=1)
    assert not cli("remerge", ours, "theirs.sqlite")["withdrawn"]
    assert len(cli("annotations", ours)) == 2
    assert cli("undo", ours)["what"] == "what was merged from theirs.sqlite is taken back"
    assert len(cli("annotations", ours)) == 1
    assert cli("redo", ours)["what"] == "what was merged from theirs.sqlite is brought back"
    cli("undo", ours)
    assert as_other("merge", theirs, ours)["deleted"] == 0
    assert len(as_other("annotations", theirs)) == 2
    assert "no merge" in cli("unmerge", ours, "nothing", status=1)


def test_a_batch_keeps_the_good_files_and_lists_the_others(ours: Path, theirs: Path, cli: Cli, as_other: Cli) -> None:
    as_other("annotate", theirs, "Lamps", "--at", "1", "--commentary", "Theirs", "--category", "1")
    folder = ours.with_name("partners")
    folder.mkdir()
    shutil.copy(theirs, folder / "good.sqlite")
    (folder / "letter.sqlite").write_text("Dear colleague", encoding="utf-8")
    report = cli("merge", ours, folder, ours)
    assert report["added"] == 1
    assert sorted(Path(row["file"]).name for row in report["refused"]) == ["letter.sqlite", "ours.sqlite"]
    alone = cli("merge", ours, folder / "letter.sqlite", status=1)
    assert alone.count("\n") == 0
    assert "letter.sqlite" in alone
    assert "itself" in cli("merge", ours, ours, status=1)
    assert "folder" in cli("merge", ours, ours.parent / "their-home", ours.with_name("nowhere"), status=1)


def test_a_text_of_another_setting_is_not_imported_but_its_notes_are_placed(
    ours: Path, tmp_path: Path, cli: Cli, as_other: Cli
) -> None:
    other, treaty = tmp_path / "other.sqlite", tmp_path / "lamps.txt.md"
    treaty.write_text(TREATY.replace("“lamp”", '"lamp"').replace("Beginnings", "Beginning"), encoding="utf-8")
    as_other("new", other)
    as_other("import", other, treaty, "--label", "Lamps (PDF)", "--instrument", "Convention on Lamps")
    as_other(
        "annotate", other, "Lamps", "--at", "2(1)", "--quote", "lamps lit", "--commentary", "Placed", "--category", "1"
    )
    report = cli("merge", ours, other)
    assert list(report["placed"].values()) == ["exact"]
    assert [(row["near"], row["annotations"]) for row in report["texts"]] == [("Lamps", 1)]
    assert len(cli("versions", ours)) == 1
    placed = next(row for row in cli("annotations", ours) if row["commentary"] == "Placed")
    assert (placed["eid"], placed["quote"], placed["placed"]) == ("art_2__para_1", "lamps lit", "exact")
    assert cli("check", ours)["ok"]
    cli("merge", ours, other, "--texts", "all")
    assert len(cli("versions", ours)) == 2
    placed = next(row for row in cli("annotations", ours) if row["commentary"] == "Placed")
    assert placed["version"] == as_other("versions", other)[0]["id"]


def test_layers_of_the_same_name_are_read_as_ours_or_as_somebody_says(
    ours: Path, theirs: Path, tmp_path: Path, cli: Cli, as_other: Cli
) -> None:
    name = cli("codebook", ours)[1]["name"]
    book = tmp_path / "book.toml"
    book.write_text(
        f'name = "Theirs"\n[[category]]\nid = "their-first"\nname = "{name.upper()}"\nmark = "solid"\n'
        '[[category]]\nid = "ferries"\nname = "Ferries"\nmark = "dotted"\n',
        encoding="utf-8",
    )
    as_other("codebook", theirs, "--load", book)
    as_other("annotate", theirs, "Lamps", "--at", "1", "--commentary", "A", "--category", "their-first")
    as_other("annotate", theirs, "Lamps", "--at", "1", "--commentary", "B", "--category", "ferries")
    report = cli("merge", ours, theirs)
    assert {row["id"]: bool(row["proposed"]) for row in report["layers"]} == {"their-first": True, "ferries": False}
    layers = {row["commentary"]: row["categories"] for row in cli("annotations", ours)}
    assert layers["A"] == [cli("codebook", ours)[1]["id"]] or layers["A"] == [report["layers"][0]["proposed"]]
    assert layers["B"] == ["ferries"]
    assert as_other("merge", theirs, ours)["changed"] == 0, "nothing of a match travels"


def test_wrong_usage_is_told_in_a_sentence(ours: Path, cli: Cli) -> None:
    assert "one of --ours" in cli("settle", ours, "x", status=2)
    assert "no conflict" in cli("settle", ours, "x", "--ours", status=1)
    assert cli("accept", ours) == {"accepted": 0}
