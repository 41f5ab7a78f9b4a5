"""The user guide: contents, links between pages, and that nothing is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.settings import resource
from annotator.ui.dialogs.page_view import LinkDialog, PageView
from annotator.ui.guide import GuideWindow, read_guide

LONG = "\n\n".join(f"Line {number} of a page that must be scrolled." for number in range(80))

KEYS = """# Keys

<script>x</script>

![picture](file:///etc/hostname)

## All `keys`

| key | does |
|-----|------|
| a   | b    |
"""


@pytest.fixture
def guide(tmp_path: Path, qtbot: QtBot) -> GuideWindow:
    start = f"# *Start*\n\n{LONG}\n\n## The end\n\nSee [keys](2-keys.md#all-keys)."
    (tmp_path / "1-start.md").write_text(start, "utf-8")
    (tmp_path / "2-keys.md").write_text(KEYS, "utf-8")
    made = GuideWindow(folder=tmp_path)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def titles(guide: GuideWindow) -> list[tuple[str, list[str]]]:
    found = []
    for number in range(guide.contents.topLevelItemCount()):
        top = guide.contents.topLevelItem(number)
        assert top is not None
        found.append((top.text(0), [child.text(0) for row in range(top.childCount()) if (child := top.child(row))]))
    return found


def test_the_contents_are_pages_and_their_sections(guide: GuideWindow) -> None:
    assert titles(guide) == [("Start", ["The end"]), ("Keys", ["All keys"])]
    assert guide.view.toPlainText().startswith("Start")


def test_a_section_of_the_contents_scrolls_to_it(guide: GuideWindow) -> None:
    top = guide.contents.topLevelItem(0)
    assert top is not None
    guide.contents.setCurrentItem(top.child(0))
    assert guide.view.verticalScrollBar().value() > 0


def test_a_link_to_another_page_shows_it(guide: GuideWindow) -> None:
    guide.view.anchorClicked.emit(QUrl("2-keys.md#all-keys"))
    assert guide.view.toPlainText().startswith("Keys")
    current = guide.contents.currentItem()
    assert current is not None
    assert current.text(0) == "All keys"


def test_markup_and_pictures_are_words(guide: GuideWindow) -> None:
    guide.show_page("2-keys.md")
    assert "<script>x</script>" in guide.view.toPlainText()
    assert "<img" not in guide.view.toHtml()
    assert guide.view.loadResource(2, QUrl("file:///etc/hostname")) is None


def test_no_page_loads_anything(qtbot: QtBot, tmp_path: Path) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    assert picture.save(str(tmp_path / "red.png"))
    view = PageView()
    qtbot.addWidget(view)
    view.setHtml(f'<link rel="stylesheet" href="file://{tmp_path}/x.css"><img src="file://{tmp_path}/red.png">')
    drawn = view.grab().toImage()
    seen = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())}
    assert "#ff0000" not in seen


def test_a_link_outside_is_asked_about_with_its_target(guide: GuideWindow) -> None:
    guide.view.anchorClicked.emit(QUrl("https://example.org/a?b=1"))
    (question,) = guide.findChildren(LinkDialog)
    assert question.address.text() == "https://example.org/a?b=1"
    question.copy_button.click()
    assert QApplication.clipboard().text() == "https://example.org/a?b=1"


def test_a_link_of_another_kind_does_nothing(guide: GuideWindow) -> None:
    guide.view.anchorClicked.emit(QUrl("file:///etc/hostname"))
    assert guide.findChildren(LinkDialog) == []


def test_words_narrow_the_contents(guide: GuideWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(guide.filter, "scrolled")
    first, second = guide.contents.topLevelItem(0), guide.contents.topLevelItem(1)
    assert first is not None
    assert second is not None
    assert (first.isHidden(), second.isHidden()) == (False, True)


def test_escape_closes_it(guide: GuideWindow, qtbot: QtBot) -> None:
    guide.activateWindow()
    qtbot.keyClick(guide, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_the_guide_that_ships_has_a_title_on_every_page() -> None:
    pages = read_guide(resource("guide"))
    assert pages
    assert [page.name for page in pages if page.title == page.name] == []
