"""Paste: from the clipboard to the same preview as a file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.operations.reading import Batch, Found, Source
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.paste_dialog import PasteDialog
from annotator.ui.tasks import Task
from tests.ui.dialogs.harbour import made_reading


def read(bridge: Bridge, window: QWidget, qtbot: QtBot, words: str) -> PasteDialog:
    """A dialog that has read `words`."""
    QGuiApplication.clipboard().setText(words)
    dialog = PasteDialog(bridge, window)
    dialog.open()
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: bool(dialog.pages), timeout=20_000)
    return dialog


def choose_kind(dialog: PasteDialog, kind: str) -> None:
    box = dialog.pages[0].form.kind
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())


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
    choose_kind(dialog, "draft")
    with qtbot.waitSignal(dialog.imported) as signal:
        qtbot.keyClick(dialog.pages[0].form.line("label"), Qt.Key.Key_Return)
    made = signal.args[0][0].version
    assert made.name.endswith("Pasted rules")
    assert made.data.kind == "draft"
    assert "Twenty\u00a0days" in bridge.library.text(made.id).text


def test_a_pasted_text_has_to_be_named_and_its_kind_chosen(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    before = bridge.library.versions()
    dialog = read(bridge, window, qtbot, "Article 1\nTwenty days are given.\n\nArticle 2\nThen it ends.\n")
    form = dialog.pages[0].form
    assert form.kind.currentText() == ""
    assert form.kind.placeholderText() == "Choose what it is…"
    assert "no name" in dialog.problem.text()
    qtbot.keyClick(form.line("label"), Qt.Key.Key_Return)
    qtbot.keyClicks(form.line("label"), "Pasted rules")
    assert "choose its kind" in dialog.problem.text()
    qtbot.keyClick(form.line("label"), Qt.Key.Key_Return)
    assert not dialog.accept_button.isEnabled()
    assert dialog.isVisible()
    assert bridge.library.versions() == before
    choose_kind(dialog, "official")
    assert dialog.problem.text() == ""
    assert dialog.accept_button.isEnabled()


def test_a_pasted_text_names_no_file(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = read(bridge, window, qtbot, "Article 1\nTwenty days are given.\n")
    said = [label.text() for label in dialog.pages[0].findChildren(QLabel)]
    assert not [words for words in said if "read by" in words]
    assert [words for words in said if "characters read" in words]


def test_back_returns_to_the_words(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("Article 1\nWords.")
    dialog = PasteDialog(bridge, window)
    dialog.open()
    assert not dialog.back_button.isVisible()
    task = Task(lambda _progress, _cancelled: Batch((Found(made_reading(opening="New rules"), Source(), 0.0),)), dialog)
    with qtbot.waitSignal(task.finished):
        dialog.start(task)
    dialog.back_button.click()
    assert dialog.words.isVisible()
    assert dialog.pages == []


def test_back_waits_while_the_words_are_read_again(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = read(bridge, window, qtbot, "Mill Code\n\nArticle 1\nMills turn.\n")
    page = dialog.pages[0]
    page.corrected.emit("left out", [0])
    assert not dialog.back_button.isEnabled()
    dialog.back_button.click()
    qtbot.waitUntil(lambda: dialog.pages[0].is_ready, timeout=20_000)
    assert dialog.pages[0].reading().text.text.startswith("Article 1")
    dialog.back_button.click()
    assert dialog.words.isVisible()
