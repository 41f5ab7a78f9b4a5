"""What will leave in a shared file and what stays, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QFont,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableFormat,
)
from PySide6.QtWidgets import QWidget

from annotator.sharing.planning import Leaving, Share
from annotator.ui.dialogs.page_view import PageView
from annotator.ui.words import choice_name, number_words

_SHOWN = 12
"""Lines of one kind; the others are counted."""

_LEAVING = 62
"""Per cent of the page for what leaves, beside what stays."""

Line = tuple[str, str, str]
"""A name, a quiet remark beside it, and how many."""


class LeavingView(PageView):
    """A page that can be read, selected and heard; `show_leaving` gives it what a preview found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What leaves, and what stays here"))
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.document().setDocumentMargin(14)
        self._shown: Leaving | None = None

    def clear(self) -> None:
        self._shown = None
        super().clear()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown is not None:
            self.show_leaving(self._shown)

    def show_leaving(self, found: Leaving) -> None:
        """Show it, where the page before was being read."""
        place = self.verticalScrollBar().value()
        self.clear()
        self._shown = found
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each name goes its own way
        self.document().setDefaultTextOption(option)
        page = self.textCursor().insertTable(1, 2, self.columns(_LEAVING, padding=8))
        self._tell_leaving(found, _Column(self.cell(page, 0, 0), self))
        self._tell_staying(found, _Column(self.cell(page, 0, 1), self))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(place)

    def _tell_leaving(self, found: Leaving, column: _Column) -> None:
        column.head(self._annotations_leave(found.annotations))
        along, alone = self.tr("with its words"), self.tr("only its hash")
        texts = [(row.name, along if row.is_along else alone, number_words(row.annotations)) for row in found.texts]
        column.lines(self.tr("Texts"), self._first(texts))
        column.lines(self.tr("Layers"), self._first(_lines(found.layers)))
        nobody = self.tr("nobody named")
        authors = [(row.name or nobody, "", number_words(row.annotations)) for row in found.authors]
        column.lines(self.tr("Written by"), self._first(authors))
        column.lines(self.tr("Meant for"), _audiences({row.name: row.annotations for row in found.audiences}))
        column.lines(self.tr("With them"), self._with_them(found))

    def _tell_staying(self, found: Leaving, column: _Column) -> None:
        column.head(self.tr("What stays here"))
        column.lines(self.tr("Chosen, and meant for fewer people"), _audiences(found.stays))
        never = self.tr(
            "Never in a file: earlier wordings, what was deleted or erased, what is being typed, names and places of "
            "files, suggested tags, and whatever you did not choose."
        )
        column.quiet(never)

    def _with_them(self, found: Leaving) -> list[Line]:
        counted = (
            (self.tr("Replies"), found.replies),
            (self.tr("Sources that they cite"), found.authorities),
            (self.tr("Deletions, by id alone"), found.removed),
        )
        return [(name, "", number_words(count)) for name, count in counted if count]

    def _annotations_leave(self, count: int) -> str:
        if count == 1:
            return self.tr("1 annotation leaves")
        return self.tr("{count} annotations leave").format(count=number_words(count))

    def _first(self, lines: list[Line]) -> list[Line]:
        """The first dozen, and in one line how many more there are."""
        if len(lines) <= _SHOWN:
            return lines
        others = self.tr("and {count} more").format(count=number_words(len(lines) - _SHOWN))
        return [*lines[:_SHOWN], ("", others, "")]

    def columns(self, first: int, *, padding: int) -> QTextTableFormat:
        """Two columns without lines, the first of them so wide, in per cent, and where the window begins."""
        table = QTextTableFormat()
        table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        table.setBorder(0)
        table.setCellSpacing(0)
        table.setCellPadding(padding)
        table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shares = (100 - first, first) if self.isRightToLeft() else (first, 100 - first)
        table.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in shares])
        return table

    def cell(self, table: QTextTable, row: int, column: int) -> QTextTableCell:
        """Counted from where the window begins: Qt turns no table round."""
        return table.cellAt(row, 1 - column if self.isRightToLeft() else column)


class _Column:
    """Writes one side of the page from the top."""

    def __init__(self, cell: QTextTableCell, view: LeavingView) -> None:
        self._cell, self._view = cell, view
        self._near = Qt.AlignmentFlag.AlignRight if view.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        self._far = Qt.AlignmentFlag.AlignLeft if view.isRightToLeft() else Qt.AlignmentFlag.AlignRight
        self._plain, self._quiet, self._strong = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        self._quiet.setForeground(view.palette().color(QPalette.ColorRole.PlaceholderText))
        self._strong.setFontWeight(QFont.Weight.DemiBold)
        self._strong.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 1)
        self._is_empty = True

    def head(self, words: str) -> None:
        self._block(words, self._strong)

    def quiet(self, words: str) -> None:
        self._block(words, self._quiet, above=8)

    def lines(self, title: str, rows: Sequence[Line]) -> None:
        """A title with a line for each row; nothing where there is none."""
        if not rows:
            return
        self._block(title, self._quiet, above=8)
        cursor = self._cell.lastCursorPosition()
        table = cursor.insertTable(len(rows), 2, self._view.columns(86, padding=1))
        for number, (name, remark, count) in enumerate(rows):
            self._fill(self._view.cell(table, number, 0), ((name, self._plain), (remark, self._quiet)), self._near)
            self._fill(self._view.cell(table, number, 1), ((count, self._plain),), self._far)

    def _block(self, words: str, how: QTextCharFormat, above: int = 0) -> None:
        cursor = self._cell.lastCursorPosition()
        if not self._is_empty:
            cursor.insertBlock()
        self._is_empty = False
        cursor.setBlockFormat(self._format(self._near, above))
        cursor.insertText(words, how)

    def _fill(self, cell: QTextTableCell, parts: Sequence[tuple[str, QTextCharFormat]], side: Qt.AlignmentFlag) -> None:
        cursor = cell.firstCursorPosition()
        cursor.setBlockFormat(self._format(side))
        told = [(words, how) for words, how in parts if words]
        for number, (words, how) in enumerate(told):
            cursor.insertText(f"  {words}" if number else words, how)

    def _format(self, side: Qt.AlignmentFlag, above: int = 0) -> QTextBlockFormat:
        block = QTextBlockFormat()
        block.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        block.setTopMargin(above)
        return block


def _lines(rows: Sequence[Share]) -> list[Line]:
    return [(row.name, "", number_words(row.annotations)) for row in rows]


def _audiences(counted: Mapping[Any, int]) -> list[Line]:
    return [(choice_name("audience", name), "", number_words(count)) for name, count in counted.items()]
