"""Nobody learns more from a file than its sender meant to tell: marked words, looked for in every byte."""

from __future__ import annotations

import itertools
import json
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.export.brief import BriefOptions
from annotator.export.formats import FORMATS
from annotator.model.clock import Stamp
from annotator.model.selection import Filters
from annotator.model.sharing import Names, SharingOptions
from annotator.operations.exporting import plan_export, write_export
from annotator.operations.sharing import Shared, share
from annotator.settings import log_to_file
from annotator.sharing import packing
from annotator.store.library import Library
from tests.sharing.planting import ANA, ERASED, NAMES, NEVER, OPEN, ORGANISATION, REPLIES, plant
from tests.sharing.scanning import forms, found_in

DAY = 24 * 60 * 60 * 1000
AUDIENCES: tuple[tuple[str, ...], ...] = ((), ("public", "coalition", "me"), ("organisation", "coalition", "public"))
NAMING: tuple[Names, ...] = ("kept", "pseudonym", "none")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Changed by no test here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_HOME", str(tmp_path_factory.mktemp("home")))
        with plant(tmp_path_factory.mktemp("planted")) as library:
            yield library


def _share(library: Library, target: Path, audiences: tuple[str, ...] = (), **options: Any) -> bytes:
    chosen = [row.id for row in library.versions() if row.name == "MarkLabel"]
    filters = Filters(version=tuple(chosen), audience=audiences)
    given = SharingOptions(**{"pseudonym": "Night Watch", **options})
    done: Shared = share(library, target, filters, given, ANA)
    assert done.bytes == target.stat().st_size
    return target.read_bytes()


@pytest.mark.parametrize("word", ["Márk planted", "人权 mark"])
def test_the_scan_finds_a_word_however_it_stands_there(word: str) -> None:
    written = [word.encode(), word.upper().encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]
    written += [json.dumps(word).encode(), word.encode().hex().encode(), word.encode("ascii", "xmlcharrefreplace")]
    assert all(found_in(b"before " + row + b" after", [word]) == {word} for row in written)
    assert found_in(b"nothing of it, but mark and planted", [word]) == set()
    assert all(len(form) >= 6 for form in forms(word))


@pytest.mark.parametrize("before", range(3))
def test_the_scan_finds_a_word_in_base64_and_in_what_is_packed(before: int, tmp_path: Path) -> None:
    import base64
    import zipfile

    assert found_in(base64.b64encode(b"x" * before + b"MarkPlanted, and more"), ["MarkPlanted"])
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("part.xml", f"{'x' * before} MarkPlanted")
    assert b"MarkPlanted" not in packed.read_bytes()
    assert found_in(packed.read_bytes(), ["MarkPlanted"])


def test_the_scan_finds_all_that_is_in_the_library_but_what_was_erased(planted: Library) -> None:
    everything = NEVER | OPEN | ORGANISATION | NAMES | REPLIES
    copy = planted.backups.make("by hand")  # opening the library's file by other means would drop its locks

    assert everything - found_in(copy.path.read_bytes(), everything) == ERASED


@pytest.mark.parametrize("audiences", AUDIENCES, ids=["as usual", "not for oneself", "organisation"])
@pytest.mark.parametrize("names", NAMING)
def test_what_must_not_leave_is_in_no_byte_of_a_shared_file(
    planted: Library, tmp_path: Path, names: Names, audiences: tuple[str, ...]
) -> None:
    forbidden = {*NEVER, *(() if "organisation" in audiences else ORGANISATION)}
    forbidden |= {*NAMES, planted.origin, str(tmp_path)} if names != "kept" else {str(tmp_path)}
    for coarse, texts, replies in itertools.product((False, True), repeat=3):
        data = _share(
            *(planted, tmp_path / "shared.sqlite", audiences),
            names=names,
            coarse_times=coarse,
            texts=texts,
            replies=replies,
        )
        assert found_in(data, forbidden) == set()
        left = OPEN | (ORGANISATION if "organisation" in audiences else set()) | (NAMES if names == "kept" else set())
        assert found_in(data, left | REPLIES) == left | (REPLIES if replies else set())
        assert found_in(data, ["Everyone shall be heard"]) == ({"Everyone shall be heard"} if texts else set())


def test_coarse_times_tell_no_hour_anywhere(planted: Library, tmp_path: Path) -> None:
    _share(planted, tmp_path / "shared.sqlite", coarse_times=True)
    with sqlite3.connect(tmp_path / "shared.sqlite") as db:
        rows = db.execute("SELECT hlc, fields FROM change").fetchall()
    db.close()

    assert rows
    for hlc, fields in rows:
        stamp = Stamp.parse(hlc)
        assert (stamp.milliseconds % DAY, stamp.counter) == (0, 0)
        told = json.loads(fields)
        moments = [told[name] for name in ("created", "approved_at", "imported") if told.get(name)]
        assert all(moment.endswith("T00:00:00Z") for moment in moments)


@pytest.mark.parametrize("suffix", [row.suffix for row in FORMATS])
@pytest.mark.parametrize("internal", [False, True])
def test_what_must_not_leave_is_in_no_byte_of_an_export(
    planted: Library, tmp_path: Path, suffix: str, internal: bool
) -> None:
    chosen = tuple(row.id for row in planted.versions() if row.name == "MarkLabel")
    options = BriefOptions(audience="organisation" if internal else "public", internal=internal)
    brief = plan_export(planted, Filters(version=chosen), options)
    write_export(brief, tmp_path / f"brief{suffix}")
    data = (tmp_path / f"brief{suffix}").read_bytes()

    assert found_in(data, ["MarkPublíc"]) == {"MarkPublíc"}
    assert found_in(data, NEVER) == set()
    if not internal:
        assert found_in(data, ORGANISATION | NAMES | {"MarkCoalitión"}) == set()


def test_what_must_not_leave_is_not_in_the_log_of_a_failure(
    planted: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_more: object) -> bytes:
        raise RuntimeError("the program is at fault")

    monkeypatch.setattr(packing, "build_shared_file", fail)
    written = log_to_file()
    target = tmp_path / "shared.sqlite"
    try:
        arguments = ["share", str(planted.path), str(target), "--version", "MarkLabel", "--pseudonym", "Night Watch"]
        assert run(arguments, lambda _library, _samples: 0) == 1
    finally:
        for handler in logging.getLogger().handlers[:]:
            if getattr(handler, "baseFilename", None) == str(written):
                logging.getLogger().removeHandler(handler)
                handler.close()
    data = written.read_bytes()

    assert b"the program is at fault" in data
    assert found_in(data, NEVER | OPEN | ORGANISATION | NAMES | REPLIES) == set()
    assert not target.exists()
