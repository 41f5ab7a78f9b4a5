"""The user guide: the Markdown pages of `resources/guide`, with their contents at the left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.model.folding import fold
from annotator.settings import resource
from annotator.ui.dialogs.page_view import PageView

_SIZE = QSize(960, 640)
_PLACE = Qt.ItemDataRole.UserRole
_MEASURE = 720
"""Pixels beyond which lines of the guide are tiring to read."""

_FOCUS = 2  # pixels of the line that shows where the keyboard is
_STYLE = """
h1 { font-size: x-large; font-weight: 600; margin-bottom: 10px; }
h2 { font-size: large; font-weight: 600; margin-top: 22px; margin-bottom: 6px; }
h3 { font-weight: 600; margin-top: 16px; margin-bottom: 4px; }
p, li { line-height: 145%; }
p { margin-bottom: 9px; }
td, th { padding: 5px 12px 5px 0; }
th { text-align: left; font-weight: 600; }
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the guide: `sections` are its second-level headings with their anchors."""

    name: str
    title: str
    sections: tuple[tuple[str, str], ...]
    html: str
    words: str


class GuideWindow(QWidget):
    """A window of its own. Escape closes it; the contents can be narrowed by words of the pages."""

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("User guide"))
        self.pages = read_guide(folder or resource("guide"))
        self.filter = QLineEdit()
        self.contents = QTreeWidget()
        self.view = GuideView()
        self._shown = ""
        self._lay_out()
        self._list_contents()
        self.view.page_wanted.connect(self.show_page)
        self.contents.currentItemChanged.connect(self._follow)
        self.filter.textChanged.connect(self._narrow)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.filter.setFocus)
        if self.pages:
            self.show_page(self.pages[0].name)

    def show_page(self, place: str) -> None:
        """Show a page by its file name, with `#anchor` at that section; an unknown name does nothing."""
        name, _, anchor = place.partition("#")
        page = next((row for row in self.pages if row.name == name), None)
        if page is None:
            return
        if page.name != self._shown:
            self._shown = page.name
            self.view.setHtml(page.html)
        if anchor:
            self.view.scrollToAnchor(anchor)
        else:
            self.view.verticalScrollBar().setValue(0)
        self._mark(place)

    def _lay_out(self) -> None:
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.92))
        self.filter.setPlaceholderText(self.tr("Find in the guide"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.contents.setHeaderHidden(True)
        self.contents.setAccessibleName(self.tr("Contents"))
        self.view.setAccessibleName(self.tr("Page of the guide"))
        self.contents.setIndentation(14)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 8, 8)
        column.addWidget(self.filter)
        column.addWidget(self.contents, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.view)
        parts.setStretchFactor(1, 1)
        parts.setSizes([250, 710])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    def _list_contents(self) -> None:
        for page in self.pages:
            item = QTreeWidgetItem([page.title])
            item.setData(0, _PLACE, page.name)
            for title, anchor in page.sections:
                section = QTreeWidgetItem([title])
                section.setData(0, _PLACE, f"{page.name}#{anchor}")
                item.addChild(section)
            self.contents.addTopLevelItem(item)

    def _follow(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.show_page(str(item.data(0, _PLACE)))

    def _mark(self, place: str) -> None:
        """Make the contents agree with what is shown, without following them."""
        for number, page in enumerate(self.pages):
            top = self.contents.topLevelItem(number)
            assert top is not None
            is_shown = page.name == self._shown
            top.setExpanded(is_shown)
            if is_shown and self._place_of(self.contents.currentItem()) != place:
                inside = [top.child(row) for row in range(top.childCount())]
                target = next((row for row in inside if row and self._place_of(row) == place), top)
                self.contents.blockSignals(True)
                self.contents.setCurrentItem(target)
                self.contents.blockSignals(False)

    @staticmethod
    def _place_of(item: QTreeWidgetItem | None) -> str:
        return str(item.data(0, _PLACE)) if item else ""

    def _narrow(self, typed: str) -> None:
        wanted = fold(typed).split()
        for number, page in enumerate(self.pages):
            top = self.contents.topLevelItem(number)
            assert top is not None
            top.setHidden(not all(word in page.words for word in wanted))


class GuideView(PageView):
    """Keeps lines short in a wide window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet("GuideView, GuideView:focus { border: none; border-radius: 0; padding: 0; }")
        self.document().setDefaultStyleSheet(_STYLE)
        self.document().setDocumentMargin(28)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.fillRect(0, 0, self.viewport().width(), _FOCUS, self.palette().accent())
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        spare = max(0, self.width() - _MEASURE)
        self.setViewportMargins(0, 0, spare, 0)


def read_guide(folder: Path) -> list[Page]:
    """The pages in `folder`, in the order of their file names."""
    return [_page(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]


def _page(name: str, source: str) -> Page:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = markdown.parse(source)
    title, sections = name, []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            words = tokens[number + 1].content
            anchor = _anchor(words)
            # Qt scrolls to named anchors only, and takes the id of a block for one
            token.attrSet("id", anchor)
            if token.tag == "h1":
                title = words
            elif token.tag == "h2":
                sections.append((words, anchor))
    html = markdown.renderer.render(tokens, markdown.options, {})
    return Page(name, _plain(title), _plain_titles(sections), html, fold(source))


def _plain_titles(sections: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((_plain(title), anchor) for title, anchor in sections)


def _plain(title: str) -> str:
    """A heading without the marks of Markdown."""
    return re.sub(r"[*_`]", "", title)


def _anchor(title: str) -> str:
    """The usual anchor of a heading: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"\w+", title.lower()))
