"""What this machine says of a library's folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.operations.whereabouts import hazard_at


@pytest.fixture
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_a_folder_of_this_machine_is_no_hazard(somewhere: Path) -> None:
    assert hazard_at(somewhere / "x.sqlite", somewhere) is None


def test_a_mark_above_it_is_found(somewhere: Path) -> None:
    (somewhere / ".stfolder").mkdir()
    (somewhere / "a" / "b").mkdir(parents=True)
    found = hazard_at(somewhere / "a" / "b" / "x.sqlite", somewhere)
    assert found is not None
    assert (found.by, found.folder) == ("Syncthing", somewhere.resolve())


def test_dropbox_says_itself_where_its_folder_is(somewhere: Path) -> None:
    (somewhere / ".dropbox").mkdir()
    work = somewhere / "Work"
    work.mkdir()
    told = {"business": {"path": str(work), "is_team": True}, "odd": 3}
    (somewhere / ".dropbox" / "info.json").write_text(json.dumps(told), encoding="utf-8")
    found = hazard_at(work / "x.sqlite", somewhere)
    assert found is not None
    assert (found.by, found.folder) == ("Dropbox", work)


def test_onedrive_says_it_in_the_environment(somewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = somewhere / "Files"
    work.mkdir()
    monkeypatch.setenv("OneDriveCommercial", str(work))
    found = hazard_at(work / "x.sqlite", somewhere)
    assert found is not None
    assert found.by == "OneDrive"


def test_a_link_leads_to_where_the_library_is(somewhere: Path) -> None:
    (somewhere / "Dropbox").mkdir()
    link = somewhere / "treaties"
    try:
        link.symlink_to(somewhere / "Dropbox")
    except OSError:
        pytest.skip("This system makes no links.")
    found = hazard_at(link / "x.sqlite", somewhere)
    assert found is not None
    assert found.by == "Dropbox"
