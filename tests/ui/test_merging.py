"""Merging in the window: files are looked at, merged as one, undone, taken out again; and conflicts are settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_provision
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, annotate, delete_annotations, edit_annotations
from annotator.operations.libraries import read_library
from annotator.settings import INTRODUCED, NAME, Settings
from annotator.store.backups import backups_of
from annotator.store.library import Library
from annotator.ui.banner import Banner
from annotator.ui.dialogs.conflicts_dialog import ConflictsDialog
from annotator.ui.dialogs.merge_dialog import MergeDialog
from annotator.ui.dialogs.merges_dialog import MergesDialog
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.partner_files import ADA, BO, ENGLISH, OTHER, add_text, note, ours, theirs
from tests.ui.reader.treaty_samples import TREATY, make_text

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return ours(tmp_path / "Coalition.sqlite")


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings()
    settings.set(INTRODUCED, True)
    settings.set(NAME, ADA.name)
    made = Window(settings, ThemeKeeper(app, "light"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.commands.open_path(path)
    yield made
    made.close()


def _bos(path: Path, tmp_path: Path, act: Callable[[Library], object], name: str = "From Bo.sqlite") -> Path:
    return theirs(path, tmp_path / name, act)


def _look(window: Window, qtbot: QtBot, *files: Path) -> MergeDialog:
    """Have these files read; the preview stands when this returns."""
    window.commands.merge_files(files)
    (dialog,) = [row for row in window.findChildren(MergeDialog) if row.isVisible()]
    qtbot.waitUntil(lambda: dialog._task is None, timeout=20_000)
    return dialog


def _merge(window: Window, qtbot: QtBot, *files: Path) -> None:
    dialog = _look(window, qtbot, *files)
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)


def _groups(dialog: MergeDialog) -> dict[str, int]:
    return {group.key: group.count for group in dialog.page._groups}


def _open_group(dialog: MergeDialog, key: str) -> None:
    keys = [group.key for group in dialog.page._groups]
    dialog.page.groups.setCurrentRow(keys.index(key))


def _listed(dialog: MergeDialog) -> list[str]:
    table = dialog.page.lines.table
    items = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
    return [item.text(2) for item in items if item is not None]


def _press(banner: Banner, words: str, qtbot: QtBot) -> None:
    (button,) = [row for row in banner.buttons if row.text() == words]
    qtbot.mouseClick(button, LEFT)


def _wait(window: Window, qtbot: QtBot) -> None:
    """Until a merge is taken back, or brought in again."""
    qtbot.waitUntil(lambda: window.room.isVisible(), timeout=20_000)


def _commentaries(window: Window) -> list[str]:
    return sorted(row.commentary for row in window.catalogue.annotations)


def _both_edit(window: Window, path: Path, tmp_path: Path) -> Path:
    """Ada and Bo each change the same note's words, not knowing of each other; Bo changes the severity, too."""
    (mine,) = window.bridge.library.annotations()

    def act(library: Library) -> None:
        edit_annotations(library, [mine.id], Assignment(commentary="Bo's other view.", severity="watch"), BO)

    file = _bos(path, tmp_path, act)
    given = Assignment(commentary="Ada's later view.", severity="red-line")
    edit_annotations(window.bridge.library, [mine.id], given, ADA)
    return file


# -- merging ----------------------------------------------------------------------------------------------------------


def test_a_file_is_looked_at_merged_and_undone(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    file = _bos(path, tmp_path, lambda library: note(library, "keep its lamps lit", "New from Bo.", BO))
    dialog = _look(window, qtbot, file)
    assert _groups(dialog) == {"added": 1}
    assert _listed(dialog) == ["keep its lamps lit — New from Bo."]
    assert _commentaries(window) == ["Ada's view."], "a look changes nothing"
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    assert _commentaries(window) == ["Ada's view.", "New from Bo."]
    assert window.merged.isVisible()
    assert "Merged From Bo.sqlite: 1 new, 0 changed, 0 deleted." in window.merged.label.text()
    assert [row.reason for row in backups_of(path)] == ["merge"]
    note(window.bridge.library, "who reads", "Ada goes on.", ADA)
    _press(window.merged, "Undo", qtbot)
    _wait(window, qtbot)
    assert _commentaries(window) == ["Ada goes on.", "Ada's view."], "what was done since stays"
    assert not window.merged.isVisible()
    assert [row.withdrawn for row in window.bridge.library.merges()] == [True]


def test_several_files_and_a_folder_are_one_merge(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    for name, quote in (("one", "keep its lamps lit"), ("two", "who reads")):
        theirs(path, folder / f"{name}.sqlite", lambda library, quote=quote: note(library, quote, quote, BO))
    (folder / "broken.sqlite").write_bytes(b"SQLite format 3\0 and nothing more")
    dialog = _look(window, qtbot, folder)
    assert _groups(dialog) == {"added": 2, "refused": 1}
    _open_group(dialog, "refused")
    assert "broken.sqlite" in dialog.page.sentences.item(0).text()
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    assert _commentaries(window) == ["Ada's view.", "keep its lamps lit", "who reads"]
    assert "2 files merged: 2 new" in window.merged.label.text()
    assert "Refused: 1." in window.merged.label.text()
    window.actions_by_name["undo"].trigger()
    _wait(window, qtbot)
    assert _commentaries(window) == ["Ada's view."]
    window.actions_by_name["redo"].trigger()
    _wait(window, qtbot)
    assert _commentaries(window) == ["Ada's view.", "keep its lamps lit", "who reads"]


def test_what_a_partner_deleted_is_listed_as_it_is_here(
    window: Window, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (mine,) = window.bridge.library.annotations()
    file = _bos(path, tmp_path, lambda library: delete_annotations(library, [mine.id], BO))
    dialog = _look(window, qtbot, file)
    assert _groups(dialog) == {"deleted": 1}
    assert _listed(dialog) == ["an effective remedy — Ada's view."]
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    assert _commentaries(window) == []


def test_a_file_that_is_none_is_refused_in_a_sentence(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "letter.sqlite"
    file.write_text("Dear Sir or Madam", encoding="utf-8")
    dialog = _look(window, qtbot, file)
    assert _groups(dialog) == {"refused": 1}
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_same_file_again_brings_nothing(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    file = _bos(path, tmp_path, lambda library: note(library, "keep its lamps lit", "New from Bo.", BO))
    _merge(window, qtbot, file)
    dialog = _look(window, qtbot, file)
    assert _groups(dialog) == {}
    assert "nothing new" in dialog.page.summary.text()
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_cancel_while_it_reads_changes_nothing(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    file = _bos(path, tmp_path, lambda library: note(library, "keep its lamps lit", "New from Bo.", BO))
    window.commands.merge_files([file])
    (dialog,) = window.findChildren(MergeDialog)
    with qtbot.waitSignal(dialog.finished, timeout=20_000):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.room.isVisible()
    assert _commentaries(window) == ["Ada's view."]
    assert window.bridge.library.merges() == []


def test_a_text_that_is_not_here_comes_in_where_it_is_ticked(
    window: Window, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    def act(library: Library) -> None:
        add_text(library, OTHER, "حقوق")
        note(library, "حرية الرأي", "On the other text.", BO, OTHER)

    dialog = _look(window, qtbot, _bos(path, tmp_path, act))
    _open_group(dialog, "texts")
    boxes = dialog.page.texts.list
    assert boxes.item(0).text() == "حقوق — 1 note"
    assert boxes.item(0).checkState() == Qt.CheckState.Checked
    boxes.setFocus()
    qtbot.keyClick(boxes, Qt.Key.Key_Space)
    assert not dialog.accept_button.isEnabled()
    qtbot.waitUntil(lambda: "lacking" in _groups(dialog), timeout=20_000)
    assert "added" not in _groups(dialog)
    qtbot.keyClick(boxes, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "added" in _groups(dialog) and dialog._task is None, timeout=20_000)
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    assert [row.data.label for row in window.catalogue.versions if row.id == OTHER.id] == ["حقوق"]
    assert _commentaries(window) == ["Ada's view.", "On the other text."]


def test_notes_on_a_text_that_nearly_is_ours_are_placed_on_it(
    window: Window, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    near = make_text(TREATY.replace("and may do more", "and may do much more"))

    def act(library: Library) -> None:
        add_text(library, near, "Lamps")
        note(library, "who reads", "On their copy.", BO, near)

    dialog = _look(window, qtbot, _bos(path, tmp_path, act))
    assert _groups(dialog) == {"added": 1, "texts": 1, "placed exact": 1}
    _open_group(dialog, "placed exact")
    assert _listed(dialog) == ["who reads — On their copy."]
    box = dialog.page.texts.list.item(0)
    assert "the same as your “Lamps”" in box.text()
    assert box.checkState() == Qt.CheckState.Unchecked
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    assert {row.version for row in window.catalogue.annotations} == {ENGLISH.id}
    assert _commentaries(window) == ["Ada's view.", "On their copy."]


def test_a_partners_layer_can_be_one_of_ours(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    def act(library: Library) -> None:
        parent = library.codebook().layers[0].parent
        fields = {"name": "Judges", "parent": parent, "colour": "#334455", "mark": "dotted", "position": 99}
        library.apply([Edit("category", "judges", fields)], BO)
        found = note(library, "keep its lamps lit", "New from Bo.", BO)
        edit_annotations(library, [found.id], Assignment(categories=("judges",)), BO)

    dialog = _look(window, qtbot, _bos(path, tmp_path, act))
    _open_group(dialog, "layers")
    combo = dialog.page.layers.combos["judges"]
    assert combo.currentText() == "A layer of its own"
    combo.setCurrentIndex(combo.findText("Oversight and remedy"))
    qtbot.waitUntil(lambda: dialog.accept_button.isEnabled() and dialog._task is None, timeout=20_000)
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    found = next(row for row in window.catalogue.annotations if row.author == BO.name)
    assert found.categories == ("oversight-and-remedy",)
    assert "Judges" not in [row.name for row in window.catalogue.codebook.layers]


def test_a_dropped_file_is_merged_or_opened(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    file = _bos(path, tmp_path, lambda library: note(library, "keep its lamps lit", "New from Bo.", BO))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [row.text() for row in menu.actions()] == ["Merge into “Coalition”…", "Open instead"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    (dialog,) = window.findChildren(MergeDialog)
    qtbot.waitUntil(lambda: dialog._task is None, timeout=20_000)
    assert _groups(dialog) == {"added": 1}
    dialog.reject()


# -- conflicts --------------------------------------------------------------------------------------------------------


def _conflicts(window: Window, qtbot: QtBot) -> ConflictsDialog:
    (dialog,) = [row for row in window.findChildren(ConflictsDialog) if row.isVisible()]
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    return dialog


def test_what_both_changed_is_marked_and_settled(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    file = _both_edit(window, path, tmp_path)
    dialog = _look(window, qtbot, file)
    assert _groups(dialog)["conflicts"] == 2
    item = dialog.page.files.topLevelItem(0)
    assert item is not None
    assert item.text(2).endswith(" deleted, 2 in conflict")
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    assert window.merged.label.text() == "Merged From Bo.sqlite: 0 new, 0 changed, 0 deleted. In conflict: 2."
    assert window.conflicts.isVisible()
    assert window.conflicts.text() == "2 conflicts"
    (mine,) = window.catalogue.annotations
    window.notes.show_annotation(mine.id)
    strip = window.notes.editor.conflict_strip
    assert strip.isVisible()
    assert "Commentary" in strip.text
    assert "in conflict" in window.notes.list.model.data(window.notes.list.model.index(0), Qt.AccessibleTextRole)
    qtbot.mouseClick(strip.buttons[0], LEFT)
    settling = _conflicts(window, qtbot)
    _go_to_field(settling, "commentary")
    theirs_card = next(card for card in settling.cards if not card.claim.is_ours)
    assert "Bo" in theirs_card.words.toPlainText()
    qtbot.mouseClick(theirs_card.keep_button, LEFT)
    assert window.catalogue.annotations[0].commentary == "Bo's other view."
    assert window.conflicts.text() == "1 conflict"
    assert settling.current is not None
    assert settling.current.field == "severity"
    qtbot.waitUntil(lambda: settling.cards[0].keep_button.isVisible())
    qtbot.keyClick(settling, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.conflicts.isVisible())
    assert not strip.isVisible()
    assert settling.empty.isVisible()
    settling.reject()
    assert [button.text() for button in window.merged.buttons] == ["Undo"], "there is nothing to settle any more"
    window.actions_by_name["undo"].trigger()
    assert window.catalogue.annotations[0].commentary == "Ada's later view.", "as it was displayed before"


def test_conflicts_are_there_again_when_the_library_is_opened(
    window: Window, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    _merge(window, qtbot, _both_edit(window, path, tmp_path))
    window.commands.close_library()
    assert not window.conflicts.isVisible()
    window.commands.open_path(path)
    assert window.conflicts.text() == "2 conflicts"
    assert window.conflicts.isVisible()


def test_words_of_both_can_be_combined_by_keyboard(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    _merge(window, qtbot, _both_edit(window, path, tmp_path))
    window.actions_by_name["settle_conflicts"].trigger()
    dialog = _conflicts(window, qtbot)
    first = dialog.current
    qtbot.keyClick(dialog, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert dialog.current != first
    qtbot.keyClick(dialog, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.current == first
    _go_to_field(dialog, "commentary")
    dialog.edit.setFocus()
    dialog.edit.selectAll()
    QTest.keyClicks(dialog.edit, "Both views.")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.catalogue.annotations[0].commentary == "Both views.")
    assert [row.field for row in dialog.conflicts] == ["severity"]
    dialog.reject()


def test_a_deletion_beside_an_edit_waits_for_a_decision(
    window: Window, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (mine,) = window.bridge.library.annotations()
    file = _bos(path, tmp_path, lambda library: delete_annotations(library, [mine.id], BO))
    edit_annotations(window.bridge.library, [mine.id], Assignment(commentary="Ada's later view."), ADA)
    _merge(window, qtbot, file)
    assert _commentaries(window) == ["Ada's later view."]
    _press(window.merged, "Settle conflicts…", qtbot)
    dialog = _conflicts(window, qtbot)
    assert dialog.heading.text() == "Deleted, or kept"
    assert not dialog.edit.isVisible()
    card = next(card for card in dialog.cards if card.claim.value is True)
    qtbot.mouseClick(card.keep_button, LEFT)
    assert window.catalogue.annotations == []
    dialog.reject()


def test_a_note_on_a_provision_as_a_whole_is_told_as_that_and_both_sides_have_room(
    window: Window, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    provision = next(row for row in ENGLISH.provisions if row.kind == "article")
    given = Assignment(categories=("oversight-and-remedy",), commentary="Nobody answers.")
    library = window.bridge.library
    whole = annotate(library, anchor_provision(ENGLISH, provision), given, ADA)
    longer = "Without notice to whoever is concerned, every other guarantee of this article is theory. " * 3

    def act(copy: Library) -> None:
        edit_annotations(copy, [whole.id], Assignment(commentary=longer), Person(""))

    file = _bos(path, tmp_path, act)
    edit_annotations(library, [whole.id], Assignment(commentary=longer + "We say so."), Person(""))
    dialog = _look(window, qtbot, file)
    _open_group(dialog, "conflicts")
    assert [row.split(" — ")[:2] for row in _listed(dialog)] == [["Commentary", "The provision as a whole"]]
    with qtbot.waitSignal(dialog.merged, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    _press(window.merged, "Settle conflicts…", qtbot)
    settling = _conflicts(window, qtbot)
    settling.resize(1060, 660)
    assert settling.passage.words == "The provision as a whole"
    told = {card.claim.is_ours: card.keep_button.accessibleName() for card in settling.cards}
    assert told[True].startswith("Keep this: You, ")
    assert told[False].startswith("Keep this: Somebody without a name, ")
    for card in settling.cards:
        qtbot.waitUntil(lambda card=card: card.visibleRegion().boundingRect() == card.rect())
    settling.reject()


def _go_to_field(dialog: ConflictsDialog, field: str) -> None:
    while dialog.current is not None and dialog.current.field != field:
        dialog.step(1)


# -- merged files, and partners as layers -----------------------------------------------------------------------------


def test_a_merged_file_is_unmerged_and_merged_again(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    file = _bos(path, tmp_path, lambda library: note(library, "keep its lamps lit", "New from Bo.", BO))
    _merge(window, qtbot, file)
    window.actions_by_name["show_merges"].trigger()
    (dialog,) = [row for row in window.findChildren(MergesDialog) if row.isVisible()]
    assert dialog.table.topLevelItemCount() == 1
    _click_and_wait(dialog, dialog.unmerge_button, qtbot)
    assert _commentaries(window) == ["Ada's view."]
    item = dialog.table.topLevelItem(0)
    assert item is not None
    assert item.text(4) == "unmerged"
    assert not dialog.unmerge_button.isEnabled()
    _click_and_wait(dialog, dialog.remerge_button, qtbot)
    assert _commentaries(window) == ["Ada's view.", "New from Bo."]
    dialog.reject()
    with read_library(path) as again:
        assert [row.withdrawn for row in again.merges()] == [False]


def test_a_partner_is_a_layer_that_can_be_hidden(window: Window, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    file = _bos(path, tmp_path, lambda library: note(library, "keep its lamps lit", "New from Bo.", BO))
    panel = window.layers
    assert panel.facets.values_of("partner") == []
    _merge(window, qtbot, file)
    qtbot.waitUntil(lambda: len(panel.facets.values_of("partner")) == 2)
    (sender,) = [value for value in panel.facets.values_of("partner") if value]
    assert panel.facets.count("partner", sender) == 1
    assert panel.facets.count("partner", "") == 1
    panel.toggle_facet("partner", [sender])
    hidden = {row.commentary for row in window.catalogue.annotations if not panel.shown.shows(row)}
    assert hidden == {"New from Bo."}
    assert window.hidden.isVisible()
    panel.toggle_solo_facet("partner", [sender])
    assert {row.commentary for row in window.catalogue.annotations if panel.shown.shows(row)} == {"New from Bo."}


def _click_and_wait(dialog: MergesDialog, button: QPushButton, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: dialog._task is None, timeout=20_000)
