"""Version, person, problem, library, history, about: each does what it says, by keyboard, and is freed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from annotator.model.annotation import Person
from annotator.model.treaty import Version
from annotator.settings import INTRODUCED, Settings
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.about_dialog import AboutDialog
from annotator.ui.dialogs.batch_dialog import BatchDialog
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.history_dialog import HistoryDialog
from annotator.ui.dialogs.library_dialog import LibraryDialog
from annotator.ui.dialogs.paste_dialog import PasteDialog
from annotator.ui.dialogs.person_dialog import PersonDialog
from annotator.ui.dialogs.problem_dialog import ProblemDialog
from annotator.ui.dialogs.version_dialog import VersionDialog

Made = Callable[[Bridge, QWidget], Dialog]

ALL: dict[str, Made] = {
    "version": lambda bridge, window: VersionDialog(bridge, bridge.library.versions()[0], window),
    "person": lambda bridge, window: PersonDialog(bridge.settings, window),
    "problem": lambda _bridge, window: ProblemDialog("It broke.", "Traceback", Path("/tmp/log.txt"), window),
    "library": LibraryDialog,
    "history": lambda bridge, window: HistoryDialog(bridge, None, window),
    "about": lambda _bridge, window: AboutDialog(window),
    "batch": lambda bridge, window: BatchDialog(bridge, [row.id for row in bridge.library.annotations()], window),
    "paste": PasteDialog,
}


@pytest.mark.parametrize("name", ALL)
def test_escape_closes_a_modal_dialog_that_then_is_freed(
    name: str, bridge: Bridge, window: QWidget, qtbot: QtBot
) -> None:
    before = len(bridge.library.history())
    dialog = ALL[name](bridge, window)
    dialog.open()
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    assert len(bridge.library.history()) == before


@pytest.mark.parametrize("name", ALL)
def test_no_label_takes_words_for_markup(name: str, bridge: Bridge, window: QWidget) -> None:
    labels = ALL[name](bridge, window).findChildren(QLabel)
    assert [row.text() for row in labels if row.textFormat() != Qt.TextFormat.PlainText] == []


@pytest.mark.parametrize("name", ALL)
def test_it_fits_a_small_laptop(name: str, bridge: Bridge, window: QWidget) -> None:
    dialog = ALL[name](bridge, window)
    dialog.open()
    assert dialog.minimumSizeHint().width() <= 1366
    assert dialog.minimumSizeHint().height() <= 700


def test_a_version_is_renamed_and_its_citation_shown(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    version: Version = bridge.library.versions()[0]
    dialog = VersionDialog(bridge, version, window)
    dialog.open()
    qtbot.keyClicks(dialog.form.line("short_title"), "Harbour Rules")
    qtbot.keyClicks(dialog.form.line("date"), "1999-05-01")
    assert dialog.citation.text() == "Harbour Rules, 1 May 1999"
    dialog.form.kind.setCurrentIndex(2)
    dialog.form.language.setCurrentIndex(dialog.form.language.findData("fr"))
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.form.line("date"), Qt.Key.Key_Return)
    data = bridge.library.version(version.id).data
    assert (data.short_title, data.date, data.kind, data.language) == (
        "Harbour Rules",
        "1999-05-01",
        "translation",
        "fr",
    )


def test_two_versions_cannot_have_one_name(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    one, other = bridge.library.versions()
    dialog = VersionDialog(bridge, one, window)
    dialog.form.line("label").clear()
    qtbot.keyClicks(dialog.form.line("label"), other.name)
    assert "Another version has this name" in dialog.problem.text()
    assert not dialog.accept_button.isEnabled()


def test_a_language_outside_the_list_is_kept_by_its_code(bridge: Bridge, window: QWidget) -> None:
    dialog = VersionDialog(bridge, bridge.library.versions()[0], window)
    dialog.form.language.setEditText("pt-BR")
    assert dialog.form.given() == {"language": "pt-BR"}
    dialog.form.language.setEditText("some tongue")
    assert not dialog.accept_button.isEnabled()
    dialog.form.language.setEditText("russian")
    assert dialog.form.given() == {"language": "ru"}


def test_who_i_am_is_kept_in_the_settings(settings: Settings, window: QWidget, qtbot: QtBot) -> None:
    dialog = PersonDialog(settings, window)
    dialog.open()
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "  Ada   Reader ")
    dialog.organisation.clear()
    with qtbot.waitSignal(dialog.saved) as signal:
        qtbot.keyClick(dialog.organisation, Qt.Key.Key_Return)
    assert signal.args == [Person("Ada Reader", "")]
    assert settings.person == Person("Ada Reader", "")
    assert settings.get(INTRODUCED)


def test_an_error_s_details_unfold_and_are_copied(window: QWidget, qtbot: QtBot) -> None:
    dialog = ProblemDialog("It broke.", "Traceback:\n  <b>x</b>", Path("/tmp/log.txt"), window)
    dialog.open()
    assert not dialog.details.isVisible()
    folded = dialog.height()
    qtbot.mouseClick(dialog.fold, Qt.MouseButton.LeftButton)
    assert dialog.details.isVisible()
    assert dialog.height() > folded
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "It broke.\n\nTraceback:\n  <b>x</b>"
    assert dialog.copy_button.text() == "Copied"


def test_the_library_is_described_and_checked(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = LibraryDialog(bridge, window)
    dialog.open()
    told = " ".join(row.text() for row in dialog.findChildren(QLabel))
    assert str(bridge.library.path) in told
    assert "10 layers" in told
    qtbot.mouseClick(dialog.check_button, Qt.MouseButton.LeftButton)
    assert dialog.finding.text().startswith("All is well")


def test_the_history_is_narrowed_by_words(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = HistoryDialog(bridge, None, window)
    dialog.open()
    rows = [dialog.table.topLevelItem(row) for row in range(dialog.table.topLevelItemCount())]
    assert len(rows) == len(bridge.library.history())
    qtbot.keyClicks(dialog.filter, "version law")
    left = [row.text(2) for row in rows if row and not row.isHidden()]
    assert left == ["made version “Law of the harbour”"]


def test_the_history_of_one_annotation(bridge: Bridge, window: QWidget) -> None:
    annotation = bridge.library.annotations()[0]
    assert HistoryDialog(bridge, annotation.id, window).table.topLevelItemCount() == 1
