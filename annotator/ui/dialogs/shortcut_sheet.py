"""All shortcuts on one sheet, to look up, narrow by words, or print."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QResizeEvent, QShortcut, QTextDocument
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QWidget

from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.page_view import PageView
from annotator.ui.shortcuts import Group, fitting, shortcut_groups

_SIZE = QSize(1080, 680)
_COLUMN = 320  # pixels that a column needs


class ShortcutSheet(Dialog):
    """F1 or Escape closes it again."""

    print_requested = Signal(object)
    """A QTextDocument of the sheet as it is shown, in ink on paper."""
    guide_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keyboard shortcuts"), parent, _SIZE)
        self.groups = shortcut_groups()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a key or what it does"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        self.view = PageView()
        self.view.setAccessibleName(self.tr("Shortcuts"))
        self.view.setOpenLinks(False)
        self.body.addWidget(self.filter)
        self.body.addWidget(self.view, 1)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.printing = self.buttons.addButton(self.tr("Print…"), role)
        self.guide = self.buttons.addButton(self.tr("User guide"), role)
        for button in (self.printing, self.guide):
            button.setAutoDefault(False)
        self.add_close()
        self._columns = 0
        self.filter.textChanged.connect(self._show)
        self.printing.clicked.connect(lambda: self.print_requested.emit(self.sheet()))
        self.guide.clicked.connect(self.guide_requested)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.close)
        self._show()
        self.filter.setFocus()

    @property
    def shown(self) -> list[Group]:
        return fitting(self.groups, self.filter.text())

    def sheet(self) -> QTextDocument:
        """What is shown, for paper."""
        document = QTextDocument(self)
        document.setHtml(_html(self.windowTitle(), self.shown, 2, "#555555"))
        return document

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        if self._columns != self._fitting_columns():
            self._show()

    def _fitting_columns(self) -> int:
        return max(1, min(3, (self.width() - 60) // _COLUMN))

    def _show(self) -> None:
        self._columns = self._fitting_columns()
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        if self.shown:
            self.view.setHtml(_html("", self.shown, self._columns, quiet))
        else:
            self.view.setPlainText(self.tr("No shortcut has these words."))


def _html(title: str, groups: list[Group], columns: int, quiet: str) -> str:
    """Groups in columns of about one height, in their order."""
    whole = sum(_height(group) for group in groups)
    cells: list[list[Group]] = [[]]
    filled = 0
    for group in groups:
        if cells[-1] and filled + _height(group) / 2 > whole * len(cells) / columns and len(cells) < columns:
            cells.append([])
        cells[-1].append(group)
        filled += _height(group)
    width = 100 // columns
    heading = f"<h2>{escape(title)}</h2>" if title else ""
    inner = "".join(
        f'<td width="{width}%" style="padding-right: 22px;">{"".join(_group(row, quiet) for row in cell)}</td>'
        for cell in cells
    )
    return f'{heading}<table width="100%" cellspacing="0"><tr>{inner}</tr></table>'


def _height(group: Group) -> int:
    return len(group.rows) + 2


def _group(group: Group, quiet: str) -> str:
    rows = "".join(
        f'<tr><td style="padding: 2px 14px 2px 0; white-space: nowrap;"><b>{escape(row.keys)}</b></td>'
        f'<td width="100%" style="padding: 2px 0;">{escape(row.what)}</td></tr>'
        for row in group.rows
    )
    return (
        f'<p style="color: {quiet}; margin-bottom: 2px; margin-top: 12px;"><b>{escape(group.title)}</b></p>'
        f'<table cellspacing="0" width="100%">{rows}</table>'
    )
