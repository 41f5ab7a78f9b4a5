"""Sharing in the window: what is chosen, what is said before it leaves, what is written."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.selection import Filters
from annotator.operations.annotating import Assignment, delete_annotations, edit_annotations, reply
from annotator.operations.sharing import Shared
from annotator.sharing import packing
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.share_dialog import ShareDialog
from tests.ui.dialogs.harbour import AUTHOR


@pytest.fixture(autouse=True)
def _nothing_written_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ShareDialog, "last_folder", None)


@pytest.fixture
def audiences(bridge: Bridge) -> list[str]:
    """One annotation for each audience; their ids in that order."""
    ids = [row.id for row in bridge.library.annotations()]
    for id, audience in zip(ids, ("me", "organisation", "coalition", "public"), strict=True):
        edit_annotations(bridge.library, [id], Assignment(audience=audience), AUTHOR)
    return ids


@pytest.fixture
def dialog(bridge: Bridge, audiences: list[str], window: QWidget, tmp_path: Path, qtbot: QtBot) -> ShareDialog:
    assert audiences
    made = ShareDialog(bridge, window)
    made.target.line.setText(str(tmp_path / "out.sqlite"))
    with qtbot.waitSignal(made.previewed):
        made.open()
    return made


def write(dialog: ShareDialog, qtbot: QtBot) -> Shared:
    with qtbot.waitSignal(dialog.shared, timeout=20_000) as signal:
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    written: Shared = signal.args[0]
    qtbot.waitUntil(lambda: not dialog.bar.isVisible())
    return written


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def lines(dialog: ShareDialog) -> list[str]:
    return [row.strip() for row in dialog.view.toPlainText().splitlines() if row.strip()]


def after(dialog: ShareDialog, line: str, count: int) -> list[str]:
    """The lines that follow a line."""
    found = lines(dialog)
    place = found.index(line)
    return found[place + 1 : place + 1 + count]


def test_what_will_leave_and_what_stays_is_seen_at_once(dialog: ShareDialog) -> None:
    assert lines(dialog)[0] == "2 annotations leave"
    assert after(dialog, "Meant for", 4) == ["Coalition", "1", "Public", "1"]
    assert after(dialog, "Written by", 2) == ["Reader (Library of Rules)", "2"]
    assert after(dialog, "Texts", 1) == ["Rules for a small harbour  with its words"]
    assert after(dialog, "Chosen, and meant for fewer people", 4) == ["Only me", "1", "My organisation", "1"]
    assert dialog.accept_button.isEnabled()


def test_the_organisation_is_asked_for_and_oneself_never_is(dialog: ShareDialog, qtbot: QtBot) -> None:
    assert set(dialog.options.for_whom) == {"coalition", "public", "organisation"}
    assert not dialog.options.for_whom["organisation"].isChecked()
    with qtbot.waitSignal(dialog.previewed):
        dialog.options.for_whom["organisation"].setFocus()
        qtbot.keyClick(dialog.options.for_whom["organisation"], Qt.Key.Key_Space)

    assert lines(dialog)[0] == "3 annotations leave"
    assert after(dialog, "Chosen, and meant for fewer people", 2) == ["Only me", "1"]


def test_with_nobody_to_share_with_nothing_can_be_written(dialog: ShareDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.previewed):
        dialog.options.for_whom["coalition"].setChecked(False)
        dialog.options.for_whom["public"].setChecked(False)

    assert "Choose at least one" in dialog.refusal.text()
    assert lines(dialog) == []
    assert not dialog.accept_button.isEnabled()


def test_the_usual_filters_choose(dialog: ShareDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.previewed):
        qtbot.keyClicks(dialog.choice.words, "judge")
    assert lines(dialog)[0] == "1 annotation leaves"
    with qtbot.waitSignal(dialog.previewed):
        qtbot.keyClicks(dialog.choice.words, " nowhere")
    assert lines(dialog)[0] == "0 annotations leave"
    assert not dialog.accept_button.isEnabled()
    assert "audience" not in dialog.choice.chips


def test_nothing_is_written_that_was_not_shown(dialog: ShareDialog, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(dialog.previewed):
        dialog.options.coarse_times.setChecked(True)
        assert not dialog.accept_button.isEnabled()
        dialog.accept()
    assert not (tmp_path / "out.sqlite").exists()
    assert dialog.accept_button.isEnabled()


def test_the_file_is_what_was_shown(dialog: ShareDialog, audiences: list[str], qtbot: QtBot, tmp_path: Path) -> None:
    written = write(dialog, qtbot)

    assert written.output == tmp_path / "out.sqlite"
    assert {row[0] for row in rows(written.output, "SELECT id FROM annotations")} == set(audiences[2:])
    assert "2 annotations" in dialog.outcome.text()
    assert hashlib.sha256(written.output.read_bytes()).hexdigest() in dialog.fingerprint.text()
    assert dialog.close_button.text() == "Close"
    assert dialog.focusWidget() is dialog.close_button
    assert dialog.isVisible()


def test_a_pseudonym_is_for_everybody_and_the_names_that_still_stand_are_told(
    dialog: ShareDialog, bridge: Bridge, audiences: list[str], qtbot: QtBot
) -> None:
    reply(bridge.library, audiences[3], "READER of the Library of Rules was there", AUTHOR)
    with qtbot.waitSignal(dialog.previewed):
        qtbot.mouseClick(dialog.options.names["pseudonym"], Qt.MouseButton.LeftButton)
    assert "none is given" in dialog.refusal.text()
    assert not dialog.accept_button.isEnabled()
    with qtbot.waitSignal(dialog.previewed):
        qtbot.keyClicks(dialog.options.pseudonym, "Night Watch")

    assert after(dialog, "Written by", 2) == ["Night Watch", "2"]
    assert "Reader, in 1 annotation: art. 3" in dialog.names.text()
    assert dialog.options.signed.placeholderText() == "Night Watch"
    written = write(dialog, qtbot)
    assert rows(written.output, "SELECT DISTINCT author, organisation FROM annotations") == [("Night Watch", None)]
    assert dict(rows(written.output, "SELECT * FROM sharing"))["sender"] == "Night Watch"


def test_without_names_and_texts_neither_is_there(dialog: ShareDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.previewed):
        dialog.options.names["none"].setChecked(True)
        dialog.options.texts.setChecked(False)
        dialog.options.coarse_times.setChecked(True)
        qtbot.keyClicks(dialog.options.signed, "The harbour people")

    assert after(dialog, "Written by", 1) == ["nobody named"]
    assert after(dialog, "Texts", 1)[0].endswith("  only its hash")
    written = write(dialog, qtbot)
    assert rows(written.output, "SELECT count(*) FROM version_text") == [(0,)]
    assert dict(rows(written.output, "SELECT * FROM sharing"))["sender"] == "The harbour people"
    assert b"Reader" not in written.output.read_bytes()


def test_replies_and_deletions_are_counted(bridge: Bridge, audiences: list[str], window: QWidget, qtbot: QtBot) -> None:
    reply(bridge.library, audiences[3], "So it is", AUTHOR)
    delete_annotations(bridge.library, [audiences[2]], AUTHOR)
    dialog = ShareDialog(bridge, window)
    with qtbot.waitSignal(dialog.previewed):
        dialog.open()
    assert after(dialog, "With them", 4) == ["Replies", "1", "Deletions, by id alone", "1"]
    with qtbot.waitSignal(dialog.previewed):
        dialog.options.replies.setChecked(False)
    assert "Replies" not in lines(dialog)


def test_a_file_that_is_there_is_replaced_only_after_a_question(
    dialog: ShareDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "out.sqlite").write_text("precious")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "exists already" in dialog.problem.text()
    assert dialog.accept_button.text() == "Replace it"
    assert (tmp_path / "out.sqlite").read_text() == "precious"
    assert write(dialog, qtbot).bytes == (tmp_path / "out.sqlite").stat().st_size
    assert write(dialog, qtbot).leaving.annotations == 2  # our own file of a moment ago needs no question


def test_the_library_itself_is_never_replaced(dialog: ShareDialog, bridge: Bridge, qtbot: QtBot) -> None:
    dialog.target.line.setText(str(bridge.library.path))
    dialog.accept_button.click()
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: "is the library itself" in dialog.problem.text())
    qtbot.waitUntil(lambda: not dialog.bar.isVisible())
    assert bridge.library.problems() == []


def test_cancel_stops_the_writing_and_leaves_nothing_behind(
    dialog: ShareDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = _Held()
    monkeypatch.setattr(packing, "build_shared_file", held.then(packing.build_shared_file))
    before = set(tmp_path.iterdir())
    dialog.accept_button.click()
    assert dialog.bar.isVisible()
    assert dialog.close_button.text() == "Cancel"
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    held.go_on()
    assert not dialog.accept_button.isEnabled()
    assert not dialog.options.isEnabled()
    qtbot.waitUntil(lambda: dialog.problem.text() == "Cancelled; nothing was written.")
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    assert set(tmp_path.iterdir()) == before
    assert dialog.isVisible()


def test_escape_while_it_writes_cancels_and_a_second_one_closes(
    dialog: ShareDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = _Held()
    monkeypatch.setattr(packing, "build_shared_file", held.then(packing.build_shared_file))
    dialog.accept_button.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    held.go_on()
    qtbot.waitUntil(lambda: dialog.problem.text() != "")
    assert dialog.isVisible()
    assert not (tmp_path / "out.sqlite").exists()
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


class _Held:
    """Makes a function wait until it may go on."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def go_on(self) -> None:
        self._event.set()

    def then(self, function: Callable[..., bytes]) -> Callable[..., bytes]:
        def waiting(*arguments: Any) -> bytes:
            assert self._event.wait(20)
            return function(*arguments)

        return waiting


def test_a_bad_folder_is_a_sentence_and_the_dialog_stays(dialog: ShareDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.target.line.setText(str(tmp_path / "nowhere" / "out"))
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: "There is no folder" in dialog.problem.text())
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    assert not (tmp_path / "nowhere").exists()


def test_the_folder_is_shown_after(
    dialog: ShareDialog, bridge: Bridge, window: QWidget, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    assert not dialog.folder_button.isVisible()
    write(dialog, qtbot)
    qtbot.mouseClick(dialog.folder_button, Qt.MouseButton.LeftButton)

    assert [Path(row.toLocalFile()) for row in opened] == [tmp_path]
    suggested = ShareDialog(bridge, window).target.path()
    assert suggested is not None
    assert suggested.parent == tmp_path


def test_the_name_suggested_tells_nothing_of_the_library(dialog: ShareDialog, bridge: Bridge, window: QWidget) -> None:
    suggested = ShareDialog(bridge, window).target.path()
    assert suggested is not None
    assert bridge.library.path.stem not in suggested.name
    assert suggested.suffix == ".sqlite"
    assert dialog.isVisible()


def test_it_begins_with_the_filters_that_it_is_given(
    bridge: Bridge, audiences: list[str], window: QWidget, qtbot: QtBot
) -> None:
    assert audiences
    dialog = ShareDialog(bridge, window, Filters(severity=("must-change",)))
    with qtbot.waitSignal(dialog.previewed):
        dialog.open()
    assert lines(dialog)[0] == "1 annotation leaves"


def test_what_is_shown_takes_the_colours_of_another_scheme(dialog: ShareDialog) -> None:
    palette = dialog.view.palette()
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#123456"))
    dialog.view.setPalette(palette)

    assert "#123456" in dialog.view.toHtml()
    assert lines(dialog)[0] == "2 annotations leave"


def test_closing_while_it_looks_leaves_no_thread(
    bridge: Bridge, audiences: list[str], window: QWidget, qtbot: QtBot
) -> None:
    assert audiences
    dialog = ShareDialog(bridge, window)
    dialog.open()
    assert dialog._looking is not None
    with qtbot.waitSignal(dialog.rejected):
        dialog.reject()
    assert dialog._looking is None
    assert not dialog.isVisible()
