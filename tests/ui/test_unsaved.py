"""A disk that fills, fails or turns read-only while one works: nothing is lost, and nothing is lost unasked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.libraries import new_library, read_library
from annotator.settings import INTRODUCED, Settings
from annotator.ui.dialogs.unsaved_dialog import UnsavedDialog
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.failing_disk import NEEDS_LIMITS, full, read_only, refusing, small_disk
from tests.ui.reader.treaty_samples import TREATY, make_text

ENGLISH = make_text(TREATY)
Disk = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "Coalition.sqlite"
    _fill(made)
    return made


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings()
    settings.set(INTRODUCED, True)
    made = Window(settings, ThemeKeeper(app, "light"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    if made.bridge.is_open:
        made.unsaved.give_up()
    made.close()


@pytest.fixture(params=["full", pytest.param("failing", marks=NEEDS_LIMITS)])
def disk(request: pytest.FixtureRequest, window: Window, path: Path) -> Disk:
    window.commands.open_path(path)
    if request.param == "full":
        return lambda: full(window.bridge.library)
    return lambda: refusing(path)


def _fill(path: Path) -> None:
    with new_library(path) as made:
        fields = {"label": "Lamps", "instrument": "Lamps", "language": "en", "sha256": ENGLISH.sha256}
        made.apply([Edit("version", ENGLISH.id, fields)], "", texts=[ENGLISH])
        given = Assignment(categories=("oversight-and-remedy",), commentary="Why?")
        annotate(made, anchor_quote(ENGLISH, "an effective remedy"), given, Person("Reader"))


def _fill_up(filler: Path) -> None:
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)


LONG = "x" * 9000
"""More than what is free in the pages that a library has."""


def _type(window: Window, words: str = LONG) -> str:
    (note,) = window.bridge.library.annotations()
    window.notes.show_annotation(note.id, focus_commentary=True)
    edit = window.notes.editor.commentary.edit
    edit.insertPlainText(words[:-1])
    QTest.keyClicks(edit, words[-1])
    return note.id


def _commentary(path: Path) -> list[str]:
    with read_library(path) as library:
        return sorted(row.commentary for row in library.annotations())


def _press(window: Window, words: str) -> None:
    (button,) = [row for row in window.unsaved.banner.buttons if row.text() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _asked(window: Window) -> UnsavedDialog:
    (dialog,) = [row for row in window.findChildren(UnsavedDialog) if row.isVisible()]
    return dialog


def test_what_is_typed_stays_until_the_disk_takes_it(window: Window, disk: Disk, path: Path) -> None:
    with disk():
        id = _type(window)
        assert not window.commit()
        assert window.unsaved.banner.isVisible()
        assert window.saved.text().startswith("⚠ Not saved: the disk")
        assert not window.problem.isVisible(), "it is said once"
        _press(window, "Try again")
        assert window.unsaved.banner.isVisible()
        window.notes.show_annotation(None)
        assert window.notes.editor.shown_id == id
        assert window.notes.editor.commentary.edit.words == "Why?" + LONG
    _press(window, "Try again")
    assert not window.unsaved.banner.isVisible()
    assert window.saved.text().startswith("✓ Saved")
    assert _commentary(path) == ["Why?" + LONG]


def test_what_is_chosen_waits_and_is_done_in_its_order(window: Window, disk: Disk, path: Path) -> None:
    reader = window.room.active.reader
    (note,) = window.bridge.library.annotations()
    window.notes.show_annotation(note.id)
    window.notes.editor.replies.unfold()
    with disk():
        for end in (len(ENGLISH.text), len(ENGLISH.text) // 2):  # more than fits into the pages that there are
            reader.select(0, end)
            reader.setFocus()
            QTest.keyClick(reader, Qt.Key.Key_7)
        assert len(window.bridge.library.annotations()) == 1
        assert "2 changes wait" in window.unsaved.banner.label.text()
        window.actions_by_name["undo"].trigger()
        assert len(window.bridge.waiting) == 1
        assert "not been saved" in window.statusBar().currentMessage()
    assert window.unsaved.retry()
    assert not window.unsaved.banner.isVisible()
    with read_library(path) as library:
        assert {row.anchor.exact for row in library.annotations()} == {"an effective remedy", ENGLISH.text}


def test_it_is_tried_again_by_itself(window: Window, path: Path, qtbot: QtBot) -> None:
    window.commands.open_path(path)
    window.unsaved._again.setInterval(20)
    with full(window.bridge.library):
        _type(window)
        assert not window.commit()
    qtbot.waitUntil(lambda: not window.unsaved.banner.isVisible())
    assert _commentary(path) == ["Why?" + LONG]


def test_closing_asks_and_nothing_is_lost_by_cancel(window: Window, disk: Disk, path: Path, qtbot: QtBot) -> None:
    with disk():
        _type(window)
        window.close()
        assert window.isVisible()
        dialog = _asked(window)
        qtbot.mouseClick(dialog.retry_button, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        assert "Not saved" in dialog.problem.text()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert window.isVisible()
        window.close()
    dialog = _asked(window)
    qtbot.mouseClick(dialog.retry_button, Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    assert _commentary(path) == ["Why?" + LONG]


def test_who_agrees_leaves_without_it(window: Window, disk: Disk, path: Path, qtbot: QtBot) -> None:
    with disk():
        _type(window)
        window.actions_by_name["close_library"].trigger()
        assert window.bridge.is_open
        qtbot.mouseClick(_asked(window).loss_button, Qt.MouseButton.LeftButton)
        assert not window.bridge.is_open
    assert _commentary(path) == ["Why?"]


def test_a_copy_elsewhere_has_all(
    window: Window, disk: Disk, path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "Other disk" / "Copy.sqlite"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    with disk():
        _type(window)
        assert not window.commit()
    with full(window.bridge.library):  # the disk of the library, not the other one
        _press(window, "Save a copy elsewhere…")
        qtbot.waitUntil(lambda: window.bridge.library.path == copy, timeout=10_000)
    assert _commentary(copy) == ["Why?" + LONG]
    assert _commentary(path) == ["Why?"]
    assert not window.unsaved.banner.isVisible()
    assert window.bridge.is_writable
    _type(window, "And on.")
    assert window.commit()


def test_a_copy_before_closing_closes(
    window: Window, path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.commands.open_path(path)
    copy = tmp_path / "Copy.sqlite"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    with full(window.bridge.library):
        _type(window)
        window.close()
        qtbot.mouseClick(_asked(window).copy_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert _commentary(copy) == ["Why?" + LONG]


def test_an_answer_that_is_not_sent_goes_into_the_copy(
    window: Window, path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.commands.open_path(path)
    copy = tmp_path / "Copy.sqlite"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    (note,) = window.bridge.library.annotations()
    with full(window.bridge.library):
        window.notes.show_annotation(note.id)
        window.notes.editor.focus_reply()
        window.notes.editor.replies.field.insertPlainText(LONG)
        window.notes.editor.replies.drafts.flush()
        _press(window, "Save a copy elsewhere…")
        qtbot.waitUntil(lambda: window.bridge.library.path == copy, timeout=10_000)
    assert window.notes.editor.replies.field.words == LONG


def test_a_real_disk_that_fills(window: Window, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", 1200) as stick:
        path, filler = stick / "Coalition.sqlite", stick / "filler"
        _fill(path)
        window.commands.open_path(path)
        _fill_up(filler)
        _type(window)
        assert not window.commit()
        assert window.saved.text() == "⚠ Not saved: the disk is full."
        assert _commentary(path) == ["Why?"]
        filler.unlink()
        _press(window, "Try again")
        assert _commentary(path) == ["Why?" + LONG]
        window.close()


def test_a_folder_that_turns_read_only(window: Window, path: Path) -> None:
    window.commands.open_path(path)
    with read_only(window.bridge.library):
        _type(window, "More")
        assert not window.commit()
        assert window.saved.text() == "⚠ Not saved: the file, or its folder, can only be read now."
        assert window.notes.editor.commentary.edit.words == "Why?More"
    window.unsaved.retry()
    assert _commentary(path) == ["Why?More"]
