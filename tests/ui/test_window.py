"""The window as a whole: from the digit to the file, and what a reader expects around it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.libraries import new_library, read_library
from annotator.settings import INTRODUCED, NAME, WINDOW, Settings
from annotator.ui.actions import ICONS, MenuRow
from annotator.ui.dialogs.palette import CommandPalette
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import ARABIC, TREATY, make_text

ENGLISH, RIGHT_TO_LEFT = make_text(TREATY), make_text(ARABIC)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two texts, one annotation."""
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        for text, label, language in ((ENGLISH, "Lamps", "en"), (RIGHT_TO_LEFT, "حقوق", "ar")):
            fields = {"label": label, "instrument": label, "language": language, "sha256": text.sha256}
            made.apply([Edit("version", text.id, fields)], "", texts=[text])
        given = Assignment(categories=("oversight-and-remedy",), commentary="Only *after* the fact.")
        annotate(made, anchor_quote(ENGLISH, "an effective remedy"), given, Person("Reader"))
    return path


@pytest.fixture
def window(qtbot: QtBot, library: Path) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.commands.open_path(library)
    yield made
    made.close()


def _select(window: Window, words: str) -> None:
    start = ENGLISH.text.index(words)
    _english(window).select(start, start + len(words))
    _english(window).setFocus()


def _english(window: Window):  # type: ignore[no-untyped-def]
    return next(pane.reader for pane in window.room.panes if pane.version and pane.version.id == ENGLISH.id)


def test_selecting_words_and_pressing_a_digit_annotates_and_saves(window: Window, library: Path, qtbot: QtBot) -> None:
    _select(window, "keep its lamps lit")
    with qtbot.waitSignal(window.bridge.changed):
        QTest.keyClick(_english(window), Qt.Key.Key_7)
    assert "Oversight" in window.statusBar().currentMessage()
    editor = QApplication.focusWidget()
    assert editor is not None
    assert window.notes.editor.commentary.isAncestorOf(editor)
    QTest.keyClicks(editor, "May is not shall.")
    assert window.notes.commit()
    assert window.saved.text().startswith("✓ Saved at ")
    with read_library(library) as again:
        found = {row.anchor.exact: row for row in again.annotations()}
    made = found["keep its lamps lit"]
    assert (made.categories, made.commentary) == (("oversight-and-remedy",), "May is not shall.")


def test_a_digit_without_words_says_what_to_do(window: Window) -> None:
    _english(window).setFocus()
    QTest.keyClick(_english(window), Qt.Key.Key_7)
    assert "Select the words first" in window.statusBar().currentMessage()
    assert len(window.bridge.library.annotations()) == 1


def test_undo_and_redo_are_seen_in_the_text(window: Window) -> None:
    _select(window, "keep its lamps lit")
    QTest.keyClick(_english(window), Qt.Key.Key_7)
    place = ENGLISH.text.index("lamps lit")
    assert len(_english(window).annotations_over(place, place + 1)) == 1
    window.actions_by_name["undo"].trigger()
    assert _english(window).annotations_over(place, place + 1) == []
    window.actions_by_name["redo"].trigger()
    assert len(_english(window).annotations_over(place, place + 1)) == 1


def test_everything_is_there_after_closing_and_opening(window: Window, library: Path, qtbot: QtBot) -> None:
    window.room.swap()
    before = window.room.places
    window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    again = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(again)
    again.show()
    again.commands.open_path(library)
    assert [place.version for place in again.room.places] == [place.version for place in before]
    assert len(again.catalogue.annotations) == 1
    assert again.windowTitle().startswith("Coalition")
    again.close()


def test_a_click_on_a_highlight_opens_its_note(window: Window) -> None:
    start = ENGLISH.text.index("an effective remedy")
    reader = _english(window)
    reader.go_to(start)
    reader.select(start + 4, start + 4)
    reader.activate_at_caret()
    assert window.notes.editor.annotation is not None
    assert window.notes.editor.annotation.commentary == "Only *after* the fact."
    assert window.room.current == window.notes.editor.annotation.id


def test_words_are_copied_with_their_citation(window: Window) -> None:
    _select(window, "keep its lamps lit")
    window.actions_by_name["copy_with_citation"].trigger()
    assert QGuiApplication.clipboard().text() == "“keep its lamps lit” (Lamps, art. 2(1))"


def test_the_palette_goes_to_an_article(window: Window) -> None:
    window.room.active.reader.setFocus()
    jumps = window.commands._jumps("2(2)")
    assert [row.title for row in jumps] == ["art. 2(2)"]
    assert window.commands._jumps("99") == []


@pytest.mark.parametrize(
    ("typed", "first", "kind"),
    [
        ("2(2)", "art. 2(2)", "Paragraph"),
        ("duties", "Article 2 Duties", "Article"),
        ("only oversight", "Show only “Oversight and remedy”", "Layer"),
        ("mark oversight", "Mark as “Oversight and remedy”", "Layer"),
        ("open lamps", "Open “Lamps”", "Text"),
        ("beside lamps", "Open “Lamps” beside", "Text"),
        ("undo", "Undo", "Edit"),
        ("narrow", "Narrow: 60 characters", "Length of lines"),
    ],
)
def test_the_palette_knows_actions_articles_layers_and_texts(
    window: Window, typed: str, first: str, kind: str, qtbot: QtBot
) -> None:
    window.room.active.reader.setFocus()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(CommandPalette)
    assert palette is not None
    qtbot.keyClicks(palette.field, typed)
    assert (palette.model.rows[0].title, palette.model.rows[0].kind) == (first, kind)
    palette.close()


def test_the_palette_remembers_what_was_chosen(window: Window, qtbot: QtBot) -> None:
    for typed in ("hide all", ""):
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        palette = next(row for row in window.findChildren(CommandPalette) if row.isVisible())
        if not typed:
            assert palette.model.rows[0].title == "Hide all layers"
            palette.close()
            break
        qtbot.keyClicks(palette.field, typed)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        assert window.layers.visible_layers == frozenset()


def test_the_arabic_text_stands_right_to_left_beside_the_english(window: Window) -> None:
    shown = {pane.version.id: pane.reader for pane in window.room.panes if pane.version}
    assert set(shown) == {ENGLISH.id, RIGHT_TO_LEFT.id}
    assert shown[RIGHT_TO_LEFT.id].text == RIGHT_TO_LEFT


def test_a_file_that_is_no_library_is_said_in_a_sentence(window: Window, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.sqlite"
    wrong.write_text("Dear Sir or Madam")
    window.commands.open_path(wrong)
    assert window.problem.isVisible()
    assert "letter.sqlite" in window.problem.label.text()
    assert window.bridge.is_open, "the library that was open stays open"


def test_a_library_in_use_opens_for_reading(window: Window, library: Path, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    second = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(second)
    second.show()
    second.commands.open_path(library)
    assert not second.bridge.is_writable
    assert second.saved.text().startswith("⊘ Read only")
    (note,) = second.bridge.library.annotations()
    second.notes.show_annotation(note.id)
    second.notes.show_annotation(None)
    second.notes.save_state.emit("saved")
    assert second.saved.text().startswith("⊘ Read only"), "nothing was saved"
    assert not second.actions_by_name["undo"].isEnabled()
    assert "open for writing elsewhere" in second.standing.banner.label.text()
    assert window.bridge.is_writable
    second.close()


def test_without_a_library_the_welcome_page_stands(window: Window) -> None:
    window.actions_by_name["close_library"].trigger()
    assert window.welcome.isVisible()
    assert not window.actions_by_name["export_brief"].isEnabled()
    assert window.actions_by_name["new_library"].isEnabled()


def test_who_is_annotating_can_be_said_or_skipped(window: Window) -> None:
    assert window.introduction.isVisible()
    window.introduction.name.setText("Reader")
    QTest.keyClick(window.introduction.name, Qt.Key.Key_Return)
    assert not window.introduction.isVisible()
    assert Settings().get(NAME) == "Reader"
    assert Settings().get(INTRODUCED)
    _select(window, "keep its lamps lit")
    QTest.keyClick(_english(window), Qt.Key.Key_1)
    assert {row.author for row in window.bridge.library.annotations()} == {"Reader"}


def test_a_damaged_memory_of_the_window_does_no_harm(window: Window, qtbot: QtBot) -> None:
    window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for state in ("no json", "[1]", json.dumps({"geometry": "%%%", "columns": [1]}), json.dumps({"places": {}})):
        settings = Settings()
        settings.set(WINDOW, state)
        made = Window(settings, ThemeKeeper(app, "light"))
        qtbot.addWidget(made)
        made.close()


def test_layers_switch_off_and_on(window: Window) -> None:
    window.actions_by_name["no_layers"].trigger()
    assert window.layers.visible_layers == frozenset()
    window.actions_by_name["all_layers"].trigger()
    assert "oversight-and-remedy" in window.layers.visible_layers


def test_every_command_has_a_name_and_no_shortcut_twice(window: Window) -> None:
    shortcuts = [row.shortcut().toString() for row in window.actions_by_name.values() if not row.shortcut().isEmpty()]
    assert len(shortcuts) == len(set(shortcuts))
    assert all(callable(getattr(window.commands, name)) for name in window.actions_by_name)


def test_the_status_line_tells_what_is_saved(window: Window, library: Path) -> None:
    assert window.saved.text() == "✓ Saved"
    assert window.saved.toolTip() == str(library)
    window.commands.go_to_annotation(window.catalogue.annotations[0].id)
    window.notes.show_annotation(window.catalogue.annotations[0].id)
    window.notes.editor.commentary.focus()
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "More.")
    assert window.saved.text() == "… Saving"
    window.bridge.problem.emit("The disk is full.")
    assert window.saved.text() == "⚠ Not saved yet"
    assert window.saved.toolTip() == "The disk is full."
    assert window.notes.commit()
    assert window.saved.text().startswith("✓ Saved at ")
    window.actions_by_name["close_library"].trigger()
    assert window.saved.text() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_drawings_of_actions_are_seen_on_their_ground(window: Window, scheme: str) -> None:
    window.actions_by_name[f"{scheme}_colours"].trigger()
    ground = window.themes.theme.colour("window").lightness()
    for name in ICONS:
        image = window.actions_by_name[name].icon().pixmap(16, 16).toImage()
        inks = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        drawn = [ink for ink in inks if ink.alpha() > 200]
        assert drawn, name
        assert max(abs(ink.lightness() - ground) for ink in drawn) > 120, name
    window.actions_by_name["light_colours"].trigger()


@pytest.mark.parametrize(("width", "has_words"), [(960, False), (1440, True)])
def test_the_toolbar_has_words_where_there_is_room_for_all_of_them(
    window: Window, qtbot: QtBot, width: int, has_words: bool
) -> None:
    window.resize(1200, 700)
    window.resize(width, 700)
    row = window.menuWidget()
    assert isinstance(row, MenuRow)
    qtbot.waitUntil(lambda: row.width() == window.width())
    buttons = [button for button in row.toolbar.findChildren(QToolButton) if not button.property("sight")]
    with_words = [button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon for button in buttons]
    assert with_words == [has_words] * 4
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    assert all(button.toolTip() for button in buttons)


def test_no_command_of_the_window_takes_a_key_of_the_notes(window: Window, qtbot: QtBot) -> None:
    (note,) = window.bridge.library.annotations()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.notes.show_annotation(note.id, focus_commentary=True)
    commentary = window.notes.editor.commentary
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(commentary.edit, Qt.Key.Key_P, both)
    assert commentary.is_preview
