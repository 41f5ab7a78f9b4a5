"""Paste: from the clipboard to the same preview as a file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.operations.importing import Batch
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.paste_dialog import PasteDialog
from annotator.ui.tasks import Task
from tests.ui.dialogs.harbour import made_reading


def test_the_clipboard_is_offered(bridge: Bridge, window: QWidget) -> None:
    QGuiApplication.clipboard().setText("Article 1\nWords.")
    dialog = PasteDialog(bridge, window)
    dialog.open()
    assert dialog.words.toPlainText() == "Article 1\nWords."
    assert dialog.accept_button.isEnabled()


def test_nothing_cannot_be_read(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("")
    dialog = PasteDialog(bridge, window)
    dialog.open()
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.words, "Article 1")
    assert dialog.accept_button.isEnabled()


def test_typed_words_are_read_shown_and_imported(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("Article 1\nTwenty\u00a0days are given.\n\nArticle 2\nThen it ends.\n")
    dialog = PasteDialog(bridge, window)
    dialog.open()
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: bool(dialog.pages), timeout=20_000)
    assert dialog.pages[0].tree.topLevelItemCount() == 2
    qtbot.keyClicks(dialog.pages[0].form.line("label"), "Pasted rules")
    with qtbot.waitSignal(dialog.imported) as signal:
        qtbot.keyClick(dialog.pages[0].form.line("label"), Qt.Key.Key_Return)
    made = signal.args[0][0].version
    assert made.name.endswith("Pasted rules")
    assert "Twenty\u00a0days" in bridge.library.text(made.id).text


def test_back_returns_to_the_words(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("Article 1\nWords.")
    dialog = PasteDialog(bridge, window)
    dialog.open()
    assert not dialog.back_button.isVisible()
    task = Task(lambda _progress, _cancelled: Batch((made_reading(opening="New rules"),), (), {}, 0.0), dialog)
    with qtbot.waitSignal(task.finished):
        dialog.start(task)
    dialog.back_button.click()
    assert dialog.words.isVisible()
    assert dialog.pages == []
