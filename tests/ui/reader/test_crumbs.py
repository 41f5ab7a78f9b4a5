"""The way down to where one reads, above the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from annotator.model.treaty import Text, Version, VersionData
from annotator.ui.labels import with_end
from annotator.ui.reader.crumbs import Crumbs, fitted
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.theme import Theme
from tests.ui.reader.treaty_samples import ARABIC, TREATY, make_text

ENGLISH, RIGHT_TO_LEFT = make_text(TREATY), make_text(ARABIC)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme) -> Iterator[ReaderPane]:
    made = ReaderPane(theme)
    qtbot.addWidget(made)
    made.resize(900, 300)
    show(made, ENGLISH, "en")
    with qtbot.waitExposed(made):
        made.show()
        made.activateWindow()
    yield made
    for menu in menus(made.header.crumbs):
        menu.close()


def show(pane: ReaderPane, text: Text, language: str) -> None:
    data = VersionData(label="Lamps", language=language)
    pane.show_version(Version(text.id, data, text.sha256, "", "", len(text.text)), text)


def shown(crumbs: Crumbs) -> list[QToolButton]:
    return [part for part in crumbs.parts if part.isVisible()]


def words(crumbs: Crumbs) -> list[str]:
    return [part.text() for part in shown(crumbs)]


def menus(crumbs: Crumbs) -> list[QMenu]:
    return [menu for menu in crumbs.findChildren(QMenu) if menu.isVisible()]


def test_the_way_is_told_from_the_chapter_down(pane: ReaderPane) -> None:
    pane.reader.go_to(ENGLISH.text.index("2. In accordance"))
    assert words(pane.header.crumbs) == ["Chapter I Beginnings", "Article 2 Duties", "para. 2"]
    pane.reader.go_to(ENGLISH.text.index("who reads; or"))
    assert words(pane.header.crumbs)[2:] == ["(b)", "(i)"]


def test_a_part_opens_what_stands_beside_it_and_goes_there(pane: ReaderPane, qtbot: QtBot) -> None:
    pane.reader.go_to(ENGLISH.text.index("2. In accordance"))
    QTest.mouseClick(shown(pane.header.crumbs)[1], Qt.MouseButton.LeftButton)
    menu = menus(pane.header.crumbs)[0]
    assert [action.text() for action in menu.actions()] == ["Article 1 Names", "Article 2 Duties"]
    assert [action.isChecked() for action in menu.actions()] == [False, True]
    with qtbot.waitSignal(pane.header.place_chosen) as chosen:
        QTest.keyClick(menu, Qt.Key.Key_Up)
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert chosen.args == ["art_1"]
    assert pane.reader.visible_provision() == "art_1"
    assert pane.reader.hasFocus()


def test_the_keyboard_goes_from_part_to_part(pane: ReaderPane) -> None:
    pane.reader.go_to(ENGLISH.text.index("2. In accordance"))
    parts = shown(pane.header.crumbs)
    assert [bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) for part in parts] == [False, False, True]
    parts[-1].setFocus()
    QTest.keyClick(parts[-1], Qt.Key.Key_Left)
    assert parts[1].hasFocus()
    QTest.keyClick(parts[1], Qt.Key.Key_Return)
    assert len(menus(pane.header.crumbs)) == 1
    menus(pane.header.crumbs)[0].close()
    QTest.keyClick(parts[1], Qt.Key.Key_Right)
    assert parts[2].hasFocus()


def test_a_text_from_the_right_has_its_way_from_the_right(pane: ReaderPane) -> None:
    show(pane, RIGHT_TO_LEFT, "ar")
    pane.reader.go_to(RIGHT_TO_LEFT.text.index("(ب)"))
    parts = shown(pane.header.crumbs)
    assert parts[0].text().startswith("المادة 1")
    assert parts[0].x() > parts[1].x() > parts[2].x()
    assert parts[0].geometry().right() == pane.header.crumbs.width() - 1
    parts[0].setFocus()
    QTest.keyClick(parts[0], Qt.Key.Key_Left)
    assert parts[1].hasFocus()


def test_a_narrow_pane_keeps_the_innermost_parts_and_nothing_overlaps(pane: ReaderPane) -> None:
    pane.reader.go_to(ENGLISH.text.index("2. In accordance"))
    for width in (900, 420, 300, 220):
        pane.resize(width, 300)
        parts = shown(pane.header.crumbs)
        assert parts[-1].text().startswith("para")
        edges = [edge for part in parts for edge in (part.x(), part.geometry().right())]
        assert edges == sorted(edges)
        assert edges[-1] <= pane.header.crumbs.width()


def test_an_empty_pane_has_no_way(pane: ReaderPane) -> None:
    pane.show_version(None, None)
    assert not pane.header.crumbs.isVisible()
    assert words(pane.header.crumbs) == []


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (70, ["Part I One", "Article 24 Long heading", "para. 2"]),
        (58, ["Part I", "Article 24 Long head…", "para. 2"]),
        (49, ["Part I", "Article 24", "para. 2"]),
        (44, ["…", "Article 24", "para. 2"]),
        (35, ["", "Article 24", "para. 2"]),
        (25, ["", "…", "para. 2"]),
        (12, ["", "", "para. 2"]),
        (5, ["", "", "para…"]),
    ],
)
def test_what_room_allows(room: int, expected: list[str]) -> None:
    parts = [("Part I", "Part I One"), ("Article 24", "Article 24 Long heading"), ("para. 2", "para. 2")]
    assert fitted(parts, len, room) == expected
    assert fitted([], len, room) == []


def test_what_is_cut_ends_where_its_words_end() -> None:
    assert with_end("Article 24 Cond…") == "Article 24 Cond…\u200e"
    assert with_end("المادة 2 الن…") == "المادة 2 الن…\u200f"
    assert (with_end("Article 24"), with_end("…")) == ("Article 24", "…")
