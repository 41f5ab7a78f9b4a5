"""Sharing: what is said before it leaves, and the file that leaves."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from annotator.cli import run
from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import DELETED, Edit
from annotator.model.problems import Cancelled, Problem
from annotator.model.selection import Filters
from annotator.model.sharing import SharingOptions
from annotator.operations.annotating import Assignment, annotate, delete_annotations, edit_annotations, reply
from annotator.operations.libraries import new_library
from annotator.operations.sharing import preview, share
from annotator.sharing.packing import check_target
from annotator.store.library import Library
from annotator.store.shared_schema import SHARED_APPLICATION_ID, SHARED_VERSION, STATEMENTS
from tests.store.samples import make_text

ANA, BEN = Person("Ana Reader", "Lamps"), Person("Ben Other", "Partners")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Five annotations: one for each audience, and a deleted one for the coalition."""
    text = make_text()
    with new_library(tmp_path / "library.sqlite") as opened:
        opened.apply([Edit("version", text.id, {"label": "Sample", "sha256": text.sha256})], ANA, texts=[text])
        anchor = anchor_quote(text, "only by law")
        for audience in ("me", "organisation", "coalition", "public"):
            given = Assignment(("surveillance",), ("scope",), commentary=f"Ana on {audience}", audience=audience)
            annotate(opened, anchor, given, ANA if audience != "public" else BEN)
        gone = annotate(opened, anchor, Assignment(commentary="gone", audience="coalition"), ANA)
        delete_annotations(opened, [gone.id], ANA)
        yield opened


def _rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def _share(library: Library, target: Path, filters: Filters = Filters(), **options: Any) -> Path:  # noqa: B008 (frozen)
    share(library, target, filters, SharingOptions(**options), ANA)
    return target


def _of(library: Library, audience: str) -> str:
    return library.annotations(Filters(audience=(audience,)))[0].id


def test_a_preview_says_what_will_leave_and_what_its_audience_keeps_here(library: Library) -> None:
    reply(library, _of(library, "public"), "Ana agrees", ANA)

    found = preview(library, Filters(), SharingOptions(), ANA)

    assert found.annotations == 2
    assert [(row.name, row.annotations, row.is_along) for row in found.texts] == [("Sample", 2, True)]
    assert [(row.name, row.annotations) for row in found.layers] == [("Surveillance", 2)]
    assert [(row.name, row.annotations) for row in found.authors] == [
        ("Ana Reader (Lamps)", 1),
        ("Ben Other (Partners)", 1),
    ]
    assert [(row.name, row.annotations) for row in found.audiences] == [("coalition", 1), ("public", 1)]
    assert (found.replies, found.removed) == (1, 1)
    assert found.stays == {"me": 1, "organisation": 1}
    assert found.mentions == ()


def test_under_a_pseudonym_the_names_that_still_stand_in_what_was_written_are_told(library: Library) -> None:
    reply(library, _of(library, "public"), "As BEN OTHER says", ANA)

    found = preview(library, Filters(), SharingOptions("pseudonym", "Night Watch"), ANA)

    assert [(row.name, row.annotations) for row in found.authors] == [("Night Watch", 2)]
    places = ("art. 1(2)",)
    assert [(row.name, row.annotations, row.places) for row in found.mentions] == [
        ("Ana", 2, places),
        ("Ben Other", 1, places),
    ]
    without = preview(library, Filters(), SharingOptions("none", replies=False), ANA)
    assert [(row.name, row.annotations) for row in without.mentions] == [("Ana", 2)]


def test_a_shared_file_is_of_its_own_kind_and_reads_well(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "out.sqlite"
    done = share(library, target, Filters(), SharingOptions(sender="Lamps"), ANA)

    assert _rows(target, "PRAGMA application_id") == [(SHARED_APPLICATION_ID,)]
    assert _rows(target, "PRAGMA user_version") == [(SHARED_VERSION,)]
    assert _rows(target, "PRAGMA integrity_check") == [("ok",)]
    assert _rows(target, "PRAGMA foreign_key_check") == []
    kept = _rows(target, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    assert tuple(row[0] for row in kept) == STATEMENTS
    columns = "text, place, quotation, layers, stance, tags, status, commentary, audience, author"
    common = ("Sample", "art. 1(2)", "only by law", "Surveillance", "risk", "scope", "draft")
    assert _rows(target, f"SELECT {columns} FROM annotations ORDER BY audience") == [
        (*common, "Ana on coalition", "coalition", "Ana Reader"),
        (*common, "Ana on public", "public", "Ben Other"),
    ]
    assert len(_rows(target, "SELECT * FROM removed")) == 1
    assert dict(_rows(target, "SELECT key, value FROM sharing"))["sender"] == "Lamps"
    assert "2 annotations on 1 text, meant for: coalition, public" in _rows(target, "SELECT words FROM readme")[0][0]
    assert done.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()


def test_layers_that_are_not_used_stay_here_and_groups_go_along(library: Library, tmp_path: Path) -> None:
    target = _share(library, tmp_path / "out.sqlite")

    parent = next(row.parent for row in library.codebook().categories if row.id == "surveillance")
    assert {row[0] for row in _rows(target, "SELECT id FROM layers")} == {"surveillance", parent}


def test_without_texts_their_hashes_go_and_quotations_stay(library: Library, tmp_path: Path) -> None:
    target = _share(library, tmp_path / "out.sqlite", texts=False)

    assert _rows(target, "SELECT count(*) FROM version_text") == [(0,)]
    assert _rows(target, "SELECT name, sha256, came_along FROM texts") == [("Sample", make_text().sha256, 0)]
    assert _rows(target, "SELECT DISTINCT quotation, place FROM annotations") == [("only by law", "art_1__para_2")]


def test_the_removal_of_an_annotation_leaves_only_where_it_could_have(library: Library, tmp_path: Path) -> None:
    private = _of(library, "me")
    delete_annotations(library, [private], ANA)

    for number, audiences in enumerate([(), ("organisation", "coalition", "public", "me")]):
        target = _share(library, tmp_path / f"{number}.sqlite", Filters(audience=audiences))
        assert private not in {row[0] for row in _rows(target, "SELECT entity_id FROM change")}
        assert len(_rows(target, "SELECT id FROM removed")) == 1


def test_of_audiences_that_people_disagree_about_the_most_private_counts(library: Library, tmp_path: Path) -> None:
    disputed = _of(library, "public")
    _say_beside(library, disputed, {"audience": "organisation"})
    assert library.annotation(disputed).audience == "public"

    assert preview(library, Filters(), SharingOptions(), ANA).stays == {"me": 1, "organisation": 2}
    assert preview(library, Filters(audience=("organisation",)), SharingOptions(), ANA).annotations == 2
    target = _share(library, tmp_path / "out.sqlite")
    assert disputed not in {row[0] for row in _rows(target, "SELECT entity_id FROM change")}
    wide = _share(library, tmp_path / "wide.sqlite", Filters(audience=("organisation", "public")))
    assert _rows(wide, "SELECT field, value FROM differing ORDER BY value") == [
        ("audience", "organisation"),
        ("audience", "public"),
    ]


def _say_beside(library: Library, annotation: str, fields: dict[str, str]) -> None:
    """As a partner who did not know of our last edit, and whose clock is behind."""
    with library._transaction():
        row = ["0partner", "set", None, "annotation", annotation, "000000000001.000000", "there", "Ben", "{}"]
        library._db.execute(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", [*row, json.dumps(fields)]
        )


def test_only_oneself_is_nobody_to_share_with(library: Library, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="for yourself alone never leaves"):
        _share(library, tmp_path / "out.sqlite", Filters(audience=("me",)))
    with pytest.raises(Problem, match=r"Nothing would leave: all that was chosen \(1\)"):
        _share(library, tmp_path / "out.sqlite", Filters(annotation=(_of(library, "me"),)))
    with pytest.raises(Problem, match="no annotation is chosen"):
        _share(library, tmp_path / "out.sqlite", Filters(text="nowhere"))
    assert not (tmp_path / "out.sqlite").exists()


def test_neither_a_library_nor_another_database_is_replaced_but_an_earlier_shared_file_is(
    library: Library, tmp_path: Path
) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE mine (x)")
    before = other.read_bytes()
    backup = library.backups.make("by hand").path
    link = tmp_path / "link.sqlite"
    link.symlink_to(library.path)

    for target in (library.path, link, backup, other):
        with pytest.raises(Problem, match="choose another name"):
            _share(library, target)
    assert other.read_bytes() == before
    target = _share(library, tmp_path / "out.sqlite")
    edit_annotations(library, [_of(library, "public")], Assignment(commentary="anew"), ANA)
    assert ("anew",) in _rows(_share(library, target), "SELECT commentary FROM annotations")
    assert library.problems() == []


def test_what_is_cancelled_leaves_nothing_behind(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(Cancelled, match="nothing was written"):
        share(library, folder / "out.sqlite", Filters(), SharingOptions(), ANA, cancelled=cancelled)
    assert list(folder.iterdir()) == []


def test_the_library_is_only_read(library: Library, tmp_path: Path) -> None:
    before = library.backups.make("by hand").path.read_bytes()
    _share(library, tmp_path / "out.sqlite", names="none", coarse_times=True)

    assert library.backups.make("by hand").path.read_bytes() == before


def test_an_edit_after_the_removal_of_a_layer_keeps_it_out(library: Library, tmp_path: Path) -> None:
    library.apply([Edit("category", "surveillance", {DELETED: True})], ANA)
    target = _share(library, tmp_path / "out.sqlite")

    assert preview(library, Filters(), SharingOptions(), ANA).layers == ()
    assert _rows(target, "SELECT count(*) FROM change WHERE entity = 'annotation_category'") == [(0,)]
    assert _rows(target, "SELECT count(*) FROM layers") == [(0,)]


def test_the_command_says_what_left_and_what_stays(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.sqlite"
    command = ["share", str(library.path), str(target), "--pseudonym", "Night Watch", "--coarse-times"]

    assert run([*command, "--preview", "--json"], lambda _library, _samples: 0) == 0
    told = json.loads(capsys.readouterr().out)
    assert not target.exists()
    assert run([*command, "--json"], lambda _library, _samples: 0) == 0
    written = json.loads(capsys.readouterr().out)

    assert {name: written[name] for name in told} == told
    assert (written["output"], written["annotations"]) == (str(target), 2)
    assert written["leaves_out"] == [
        {"reason": "for yourself alone", "count": 1},
        {"reason": "for your organisation", "count": 1},
    ]
    assert written["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert run(command, lambda _library, _samples: 0) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Stays here: 1 for yourself alone." in printed
    assert "Names that still stand in what was written: Ana in 2 annotations (art. 1(2) …)." in printed
    assert "With them: 1 deletion." in printed
    assert run([*command, "--without-authors"], lambda _library, _samples: 0) == 2


def test_somebody_who_writes_meanwhile_is_not_held_up_and_the_file_is_of_one_moment(
    library: Library, tmp_path: Path
) -> None:
    """Beside the window a terminal shares from the same library, through a connection of its own."""
    public, target = _of(library, "public"), tmp_path / "out.sqlite"
    asked: list[int] = []

    def write_once() -> bool:
        asked.append(1)
        if len(asked) == 1:
            edit_annotations(library, [public], Assignment(commentary="written meanwhile", audience="me"), ANA)
        return False

    with Library.read(library.path) as reading:
        done = share(reading, target, Filters(), SharingOptions(), ANA, cancelled=write_once)

    assert library.annotation(public).commentary == "written meanwhile"
    assert done.leaving.annotations == 1
    assert public not in {row[0] for row in _rows(target, "SELECT entity_id FROM change")}
    assert b"written meanwhile" not in target.read_bytes()


def test_a_shared_file_reads_well_with_sqlite_utils(library: Library, tmp_path: Path) -> None:
    reply(library, _of(library, "public"), "Ana agrees", ANA)
    opened = sqlite_utils.Database(_share(library, tmp_path / "out.sqlite"))

    assert opened.table_names() == ["readme", "sharing", "version_text", "provision", "change"]
    assert opened.view_names() == [
        *("annotations", "replies", "layers", "texts", "articles", "authorities", "removed", "differing")
    ]
    first = next(iter(opened["annotations"].rows))
    assert (first["place"], first["quotation"], first["layers"]) == ("art. 1(2)", "only by law", "Surveillance")
    assert [row["commentary"] for row in opened["replies"].rows] == ["Ana agrees"]
    assert [row["citation"] for row in opened["articles"].rows] == ["art. 1", "art. 2"]
    assert next(row["heading"] for row in opened["readme"].rows) == "What this is"
    assert {name: opened[name].count for name in opened.view_names()} == {
        **{"annotations": 2, "replies": 1, "layers": 2, "texts": 1, "articles": 2, "authorities": 0, "removed": 1},
        "differing": 0,
    }
    opened.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_with_the_name_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sqlite")
    (tmp_path / "library.sqlite").touch()
    with pytest.raises(Problem, match="is no ordinary file; choose another name"):
        check_target(tmp_path / "pipe.sqlite", tmp_path / "library.sqlite")
