"""The backup of the day: after the first change, beside the work, and calm where it cannot be made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.change import Edit
from annotator.operations.libraries import new_library
from annotator.settings import Settings
from annotator.store.backups import backup_folder, backups_of
from annotator.ui import backup_keeper
from annotator.ui.backup_keeper import BackupKeeper
from annotator.ui.bridge import Bridge


@pytest.fixture
def bridge(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bridge]:
    """An open library whose keeper waits a short while only."""
    monkeypatch.setattr(backup_keeper, "QUIET_MILLISECONDS", 20)
    bridge = Bridge(Settings(), qapp)
    bridge.keeper = BackupKeeper(bridge, bridge)  # type: ignore[attr-defined]
    bridge.open(new_library(tmp_path / "library.sqlite"))
    yield bridge
    bridge.close()
    bridge.deleteLater()


def change(bridge: Bridge, name: str) -> None:
    assert bridge.act(lambda library: library.apply([Edit("category", "gaps", {"name": name})], "Reader"))


def test_the_first_change_of_a_day_makes_one_backup(bridge: Bridge, qtbot: QtBot) -> None:
    path = bridge.library.path
    assert backups_of(path) == []
    change(bridge, "One")
    qtbot.waitUntil(lambda: len(backups_of(path)) == 1)
    assert backups_of(path)[0].reason == "daily"
    change(bridge, "Two")
    bridge.close()
    bridge.open(new_library(path.with_name("other.sqlite")))
    assert len(backups_of(path)) == 1


def test_opened_again_on_the_same_day_there_is_no_second(bridge: Bridge, qtbot: QtBot) -> None:
    path = bridge.library.path
    change(bridge, "One")
    qtbot.waitUntil(lambda: len(backups_of(path)) == 1)
    bridge.library.backups.stop()  # would be heard as a problem
    change(bridge, "Two")
    with qtbot.assertNotEmitted(bridge.problem, wait=100):
        pass
    assert len(backups_of(path)) == 1


def test_where_none_can_be_made_it_is_said_once_and_the_edits_stand(bridge: Bridge, qtbot: QtBot) -> None:
    backup_folder(bridge.library.path).write_text("A file is in the way.")
    with qtbot.waitSignal(bridge.problem) as said:
        change(bridge, "One")
    assert said.args is not None
    assert "No backup of library.sqlite could be made" in said.args[0]
    with qtbot.assertNotEmitted(bridge.problem, wait=100):
        change(bridge, "Two")
    assert next(row.name for row in bridge.library.codebook().categories if row.id == "gaps") == "Two"


def test_closing_at_once_leaves_neither_timer_nor_thread(bridge: Bridge, qtbot: QtBot) -> None:
    change(bridge, "One")
    bridge.close()
    qtbot.wait(50)
