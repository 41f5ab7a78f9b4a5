"""How texts are set, and what stands around them: chosen by key or menu, seen at once, there again next time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontDatabase, QFontInfo, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.change import Edit
from annotator.operations.libraries import new_library
from annotator.settings import COLOUR_SCHEME, LEADING, MEASURE, TEXT_SIZE, TYPEFACE, Settings
from annotator.ui.dialogs.typeface_dialog import TypefaceDialog
from annotator.ui.reader.focusing import lit_span
from annotator.ui.reader.typography import LEADINGS, MEASURES, USUAL, Typography, typography_of
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import ThemeKeeper, load_theme
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import TREATY, make_text

TEXT = make_text(TREATY)
Open = Callable[[], Window]


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        fields = {"label": "Lamps", "instrument": "Lamps", "language": "en", "sha256": TEXT.sha256}
        made.apply([Edit("version", TEXT.id, fields)], "", texts=[TEXT])
    opened: list[Window] = []

    def make() -> Window:
        for window in opened:
            window.close()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        window = Window(Settings(), ThemeKeeper(app, "light"))
        qtbot.addWidget(window)
        opened.append(window)
        window.resize(1800, 800)
        with qtbot.waitExposed(window):
            window.show()
            window.activateWindow()
        window.commands.open_path(path)
        return window

    yield make
    opened[-1].close()


def reader_of(window: Window) -> ReaderView:
    return window.room.active.reader


def setting_of(window: Window) -> Typography:
    return reader_of(window).links.document.setting.typography  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("action", "setting", "value", "expected"),
    [
        ("measure_narrow", MEASURE, "narrow", Typography(characters=60)),
        ("measure_whole", MEASURE, "whole", Typography(characters=0)),
        ("leading_airy", LEADING, "airy", Typography(leading=LEADINGS["airy"])),
        ("typeface_sans", TYPEFACE, "sans", Typography(typeface="sans")),
    ],
)
def test_a_choice_is_seen_ticked_and_kept(
    open_window: Open, action: str, setting: object, value: str, expected: Typography
) -> None:
    window = open_window()
    assert setting_of(window) == USUAL
    window.actions_by_name[action].trigger()
    assert setting_of(window) == expected
    again = open_window()
    assert Settings().get(setting) == value  # type: ignore[type-var]
    assert again.actions_by_name[action].isChecked()
    assert setting_of(again) == expected


def test_lines_are_as_long_as_was_asked_for(open_window: Open) -> None:
    window = open_window()
    window.actions_by_name["one_text"].trigger()
    reader = reader_of(window)
    longest = {}
    for name in MEASURES:
        window.actions_by_name[f"measure_{name}"].trigger()
        layout = reader.document().findBlock(TEXT.text.index("2. In accordance")).layout()
        longest[name] = max(layout.lineAt(line).textLength() for line in range(layout.lineCount()))
    assert 50 <= longest["narrow"] <= 70
    assert longest["narrow"] < longest["wide"] <= 84
    assert longest["whole"] > 90
    assert reader.viewportMargins().left() == 0


def test_room_between_lines(open_window: Open) -> None:
    window = open_window()
    heights = []
    for name in LEADINGS:
        window.actions_by_name[f"leading_{name}"].trigger()
        layout = reader_of(window).document().findBlock(TEXT.text.index("2. In accordance")).layout()
        heights.append(layout.lineAt(1).y() - layout.lineAt(0).y())
    assert heights == sorted(set(heights))


def test_the_wheel_and_keys_zoom_from_50_to_300(open_window: Open) -> None:
    window = open_window()
    viewport = reader_of(window).viewport()
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(viewport.mapToGlobal(QPoint(50, 50))), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, wheel)
    assert window.settings.get(TEXT_SIZE) == 110
    for _ in range(30):
        QTest.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert (window.settings.get(TEXT_SIZE), reader_of(window).percent) == (50, 50)
    for _ in range(30):
        window.actions_by_name["larger"].trigger()
    assert (window.settings.get(TEXT_SIZE), reader_of(window).percent) == (300, 300)


def test_the_words_at_the_top_stay_there_whatever_is_chosen(open_window: Open) -> None:
    window = open_window()
    reader = reader_of(window)
    window.resize(900, 420)
    reader.go_to(TEXT.text.index("2. In accordance"))
    before = reader.top_offset()
    for name in ("leading_airy", "typeface_sans", "measure_narrow"):
        window.actions_by_name[name].trigger()
        assert abs(reader.top_offset() - before) < 90


def test_another_typeface_is_chosen_from_those_installed(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.actions_by_name["typeface_other"].trigger()
    assert window.actions_by_name["typeface_serif"].isChecked(), "nothing has been chosen yet"
    dialog = window.findChild(TypefaceDialog)
    assert dialog is not None
    family = next(row for row in QFontDatabase.families() if "Mono" in row or "Sans" in row)
    QTest.keyClicks(dialog.filter, family)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
    assert chosen.args == [dialog.family]
    assert Settings().get(TYPEFACE) == dialog.family
    assert window.actions_by_name["typeface_other"].isChecked()
    assert QFontInfo(reader_of(window).document().defaultFont()).family() == dialog.family


def test_a_typeface_that_is_gone_falls_back(qapp: QApplication) -> None:  # noqa: ARG001 (fonts need one)
    theme = load_theme("light")
    usual = theme.reading_font("en", 100)
    assert theme.reading_font("en", 100, "No Such Family").families() == usual.families()
    for language in ("ar", "zh", "ru"):
        for typeface in ("serif", "sans", "system"):
            assert theme.reading_font(language, 100, typeface).families()


def test_words_in_the_settings_that_nobody_knows_do_no_harm(open_window: Open) -> None:
    settings = Settings()
    for setting in (MEASURE, LEADING, COLOUR_SCHEME):
        settings.set(setting, "purple")
    assert typography_of(settings) == USUAL
    assert open_window().actions_by_name["measure_medium"].isChecked()


def test_colours_are_ticked(open_window: Open) -> None:
    window = open_window()
    assert window.actions_by_name["system_colours"].isChecked()
    window.actions_by_name["dark_colours"].trigger()
    assert window.actions_by_name["dark_colours"].isChecked()
    assert window.themes.theme.dark
    window.actions_by_name["light_colours"].trigger()
    assert not window.themes.theme.dark


def test_focus_hides_the_panels_and_escape_brings_them_back(open_window: Open) -> None:
    window = open_window()
    reader = reader_of(window)
    reader.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.notes.isVisible()
    assert not window.outline.isVisible()
    assert window.actions_by_name["focus_mode"].isChecked()
    assert reader.hasFocus()
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert window.notes.isVisible()
    assert window.outline.isVisible()
    assert not window.actions_by_name["focus_mode"].isChecked()


def test_focus_lets_the_rest_step_back(open_window: Open) -> None:
    window = open_window()
    reader = reader_of(window)
    reader.go_to(TEXT.text.index("1. Each State Party"))

    def ink(words: str) -> int:
        """How dark the darkest point is in the line of `words`."""
        QApplication.processEvents()
        assert reader.links is not None
        block = reader.links.document.block_at(TEXT.text.index(words))
        box = reader.document().documentLayout().blockBoundingRect(block)
        top = round(box.top()) - reader.verticalScrollBar().value()
        image = reader.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        rows = range(round((top + 2) * ratio), round((top + box.height() - 2) * ratio), 2)
        return min(image.pixelColor(x, y).lightness() for y in rows for x in range(0, image.width(), 2))

    before = ink("2. In accordance")
    window.actions_by_name["focus_mode"].trigger()
    assert ink("1. Each State Party") < 80
    assert ink("2. In accordance") > before + 80
    window.actions_by_name["focus_mode"].trigger()
    assert ink("2. In accordance") == before


def test_the_panels_are_as_wide_as_before_after_closing_in_focus(open_window: Open) -> None:
    window = open_window()
    window._columns.setSizes([320, 900, 400])
    sizes = window._columns.sizes()
    window.actions_by_name["focus_mode"].trigger()
    again = open_window()
    assert not again.is_focused
    assert again._columns.sizes() == sizes


@pytest.mark.parametrize(
    ("words", "lit"),
    [
        ("who reads; or", "Article 1. Names"),
        ("2. In accordance", "2. In accordance"),
        ("Article 2. Duties", "Article 2. Duties"),
        ("A Convention for Tests", "A Convention for Tests"),
    ],
)
def test_what_is_lit(open_window: Open, words: str, lit: str) -> None:
    links = reader_of(open_window()).links
    assert links is not None
    start, end = lit_span(links.document, links.places, TEXT.text.index(words))
    assert TEXT.text[start:end].startswith(lit)
    assert "Chapter II" not in TEXT.text[start:end]
