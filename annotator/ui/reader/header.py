"""The header of a pane: which version is read, and where to go in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QCursor, QFont, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from annotator.model.citing import find_place
from annotator.model.treaty import Provision, Version
from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.reader.answer_bar import AnswerBar
from annotator.ui.reader.crumbs import Crumbs
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionComboBox

_SHORTEST_NAME = 12  # characters of a version's name that are always shown
_MOST_VERSIONS = 20  # that are listed without scrolling
_GO_TO_WIDTHS = (96, 120)  # in a narrow pane the name of the text needs room, too
_NOT_CITED = {"text", "heading", "title"}  # nobody calls a line "text 1"
_AROUND_LIST = 24  # pixels on both sides of the names in the list
_BESIDE_NAME = 46  # pixels of a chooser that its name has not: the style sheet's frame and padding, and the arrow


class VersionChooser(QComboBox):
    """Ends a name that is too long for it with "…"; the tooltip has the whole."""

    about_to_open = Signal()

    def showPopup(self) -> None:  # noqa: N802 (Qt's name)
        self.about_to_open.emit()
        plain = scaled_font(self.font(), 1.0, QFont.Weight.Normal)  # the chooser is bold, and so would its list be
        for index in range(self.count()):
            self.setItemData(index, plain, Qt.ItemDataRole.FontRole)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + _AROUND_LIST)
        super().showPopup()

    def hidePopup(self) -> None:  # noqa: N802 (Qt's name)
        super().hidePopup()
        if not self.rect().contains(self.mapFromGlobal(QCursor.pos())):  # the list kept it from seeing the mouse leave
            QApplication.sendEvent(self, QEvent(QEvent.Type.Leave))
            self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            self.update()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802 (Qt's name)
        super().initStyleOption(option)
        option.currentText = cut_off(self.fontMetrics(), option.currentText, self.width() - _BESIDE_NAME)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.currentText())
        return super().event(event)


class PaneHeader(QFrame):
    """Chooser of versions, a field that goes to a provision, a button that opens the find bar; below, where one is."""

    version_chosen = Signal(str)
    place_chosen = Signal(str)
    """The eId of the provision to go to."""
    find_requested = Signal()
    close_requested = Signal()
    choices_wanted = Signal()
    """The list is about to open: `set_choices` may bring up to date what stands below the texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane_header")
        self._provisions: tuple[Provision, ...] = ()
        self._texts = 0
        self._content: tuple[str, str] | None = None
        self.versions = self._chooser()
        self._citations = QStringListModel(self)
        self.place = self._place_field()
        self.find_button = QToolButton(self)
        self.find_button.setToolTip(self.tr("Find in this text (Ctrl+F)"))
        self.find_button.setAccessibleName(self.tr("Find in this text"))
        self.find_button.clicked.connect(self.find_requested)
        self.crumbs = Crumbs(self)
        keeping = self.crumbs.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)  # what stands beside it stays where it is
        self.crumbs.setSizePolicy(keeping)
        self.answer = AnswerBar(self)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("answer_lock")
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip(self.tr("Close this pane (Ctrl+F4)"))
        self.close_button.setAccessibleName(self.tr("Close this pane"))
        self.close_button.clicked.connect(self.close_requested)
        self.close_button.hide()
        self.crumbs.place_chosen.connect(self.place_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 3)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.versions, 1)
        row.addWidget(self.place)
        row.addWidget(self.find_button)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.crumbs, 1)
        below.addWidget(self.answer)
        below.addWidget(self.close_button)
        column.addLayout(below)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons."""
        from annotator.ui.icons import icon

        self.find_button.setIcon(icon("search", theme))
        self.close_button.setIcon(icon("close", theme))
        self.answer.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.answer.fit(self.width())
        self.place.setFixedWidth(min(max(_GO_TO_WIDTHS[0], self.width() // 4), _GO_TO_WIDTHS[1]))

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """List these below the texts: the words of each, and what `version_chosen` carries for it."""
        chosen = self.versions.currentData()
        with QSignalBlocker(self.versions):
            while self.versions.count() > self._texts:
                self.versions.removeItem(self.versions.count() - 1)
            if choices and self._texts:
                self.versions.insertSeparator(self._texts)
            for words, key in choices:
                self.versions.addItem(words, key)
            self.versions.setCurrentIndex(self.versions.findData(chosen) if chosen else -1)

    def show_content(self, key: str, words: str) -> None:
        """What is shown is no text but this choice."""
        self.show_version(None, ())
        self._content = key, words
        with QSignalBlocker(self.versions):
            if self.versions.findData(key) == -1:
                self.versions.addItem(words, key)
            self.versions.setCurrentIndex(self.versions.findData(key))
        self.place.hide()
        self.find_button.hide()

    def set_versions(self, versions: Sequence[Version]) -> None:
        """List `versions`, keeping the one that is chosen."""
        chosen = self.versions.currentData()
        with QSignalBlocker(self.versions):
            self.versions.clear()
            for row in versions:
                self.versions.addItem(row.name, row.id)
                about = " · ".join(part for part in (row.data.instrument, row.data.date, row.data.language) if part)
                self.versions.setItemData(self.versions.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
            self._texts = self.versions.count()
            if self._content:
                self.versions.addItem(self._content[1], self._content[0])
            self.versions.setCurrentIndex(self.versions.findData(chosen) if chosen else -1)

    def show_version(self, version: Version | None, provisions: tuple[Provision, ...]) -> None:
        if version and self.versions.findData(version.id) == -1:
            self.versions.insertItem(self._texts, version.name, version.id)
            self._texts += 1
        self.place.show()
        self.find_button.show()
        self.versions.setCurrentIndex(self.versions.findData(version.id) if version else -1)
        self._content = None
        self._provisions = provisions
        self._citations.setStringList([row.citation for row in provisions if row.citation])
        self.place.clear()
        self.place.setEnabled(bool(provisions))
        self.find_button.setEnabled(version is not None)
        self.crumbs.setVisible(version is not None)
        self.show_place("")

    def show_place(self, eid: str) -> None:
        """Say where the reader is, without taking the field from whoever types in it."""
        here = next((row for row in self._provisions if row.eid == eid), None)
        cited = here.citation if here and here.kind not in _NOT_CITED else ""
        self.place.setPlaceholderText(cited or self.tr("e.g. 24(2)"))

    def _chooser(self) -> VersionChooser:
        chooser = VersionChooser(self)
        chooser.setObjectName("versions")
        chooser.setPlaceholderText(self.tr("Choose a text"))
        chooser.setAccessibleName(self.tr("Version shown in this pane"))
        chooser.setMinimumContentsLength(_SHORTEST_NAME)
        chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        chooser.setMaxVisibleItems(_MOST_VERSIONS)
        chooser.setIconSize(QSize(0, 0))
        chooser.about_to_open.connect(self.choices_wanted)
        chooser.activated.connect(lambda _index: self.version_chosen.emit(chooser.currentData()))
        return chooser

    def _place_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(self.tr("Go to a provision"))
        field.setFixedWidth(_GO_TO_WIDTHS[1])
        completer = QCompleter(self._citations, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._go)
        field.setCompleter(completer)
        field.returnPressed.connect(lambda: self._go(field.text()))
        return field

    def _go(self, typed: str) -> None:
        found = find_place(self._provisions, typed)
        if found:
            self.place.clear()
            self.place_chosen.emit(found.eid)
        elif typed.strip():
            below = self.place.mapToGlobal(self.place.rect().bottomLeft())
            QToolTip.showText(below, self.tr("There is no such provision in this text."), self.place)
