"""Several annotations at once: what is not touched stays, one undo takes all back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.batch_dialog import BatchDialog

SOME = Qt.CheckState.PartiallyChecked


def opened(bridge: Bridge, window: QWidget) -> BatchDialog:
    dialog = BatchDialog(bridge, [row.id for row in bridge.library.annotations()], window)
    dialog.open()
    return dialog


def test_it_says_what_all_have_and_where_they_differ(bridge: Bridge, window: QWidget) -> None:
    dialog = opened(bridge, window)
    assert dialog.fields["stance"].currentText() == "Leave as it is (Risk)"
    assert dialog.fields["severity"].currentText() == "Leave as it is (they differ)"
    assert dialog.categories.item(0).checkState() == SOME
    assert not dialog.accept_button.isEnabled()


def test_fields_layers_and_tags_change_in_one_set(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    library = bridge.library
    before = {row.id: row for row in library.annotations()}
    events = len(library.history())
    dialog = opened(bridge, window)
    dialog.fields["severity"].setCurrentIndex(dialog.fields["severity"].findData("red-line"))
    dialog.fields["status"].setCurrentIndex(dialog.fields["status"].findData("approved"))
    dialog.categories.set_state("surveillance", Qt.CheckState.Checked)
    dialog.categories.set_state("expansion", Qt.CheckState.Unchecked)
    dialog.new_tag.setFocus()
    qtbot.keyClicks(dialog.new_tag, "fisheries")
    qtbot.keyClick(dialog.new_tag, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "adds Surveillance, fisheries; removes Expansion" in dialog.summary.text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_button.click()
    for row in library.annotations():
        assert row.severity == "red-line"
        assert (row.status, row.approved_by) == ("approved", bridge.person.name)
        assert row.tags == ("fisheries",)
        assert "surveillance" in row.categories
        assert "expansion" not in row.categories
        assert ("serious-crime-reach" in row.categories) == ("serious-crime-reach" in before[row.id].categories)
        assert row.commentary == before[row.id].commentary
    assert len(library.history()) == events + 1
    library.undo(bridge.person)
    assert {row.id: row.categories for row in library.annotations()} == {
        id: row.categories for id, row in before.items()
    }


def test_a_half_checked_box_is_clicked_round(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = opened(bridge, window)
    dialog.categories.setCurrentRow(0)
    seen = []
    for _ in range(3):
        qtbot.keyClick(dialog.categories, Qt.Key.Key_Space)
        seen.append((dialog.categories.added(), dialog.categories.removed()))
    assert seen == [(("serious-crime-reach",), ()), ((), ("serious-crime-reach",)), ((), ())]
