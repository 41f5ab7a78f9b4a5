"""What a link to a provision may mean, proposed below the cursor while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.model.linking import Proposal, unfinished_link
from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.models import VALUE, ListModel
from annotator.ui.panels.looks import quiet

_NARROW, _WIDTH, _ROWS = 260, 460, 8
_SIDE = 10
_TAKING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}

Propose = Callable[[str], list[Proposal]]


class LinkCompletion(QObject):
    """Watches an editor. `propose` gives what the characters behind `[[` may mean; without it nothing is proposed."""

    def __init__(self, edit: QPlainTextEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self.propose: Propose | None = None
        self.words_of: Callable[[Proposal], str] | None = None
        self.model: ListModel[Proposal] = ListModel(lambda row: row.target, _spoken, self)
        self.popup = _Popup(edit, self.model, self._detail)
        self.popup.clicked.connect(lambda index: self._take(index.row()))
        self._placing = QTimer(self)
        self._placing.setSingleShot(True)
        self._placing.setInterval(0)
        self._placing.timeout.connect(self._place)
        edit.textChanged.connect(self._follow)
        edit.cursorPositionChanged.connect(self._follow)
        edit.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self.popup.isVisible()

    def close(self) -> None:
        self.popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.is_open:
            self._placing.start()  # the field grows with its words
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_open:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_open:
            return self._key(event)
        return super().eventFilter(watched, event)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in _TAKING and not event.modifiers():
            self._take(self.popup.currentIndex().row())
        elif event.key() in _STEPS and not event.modifiers():
            last = len(self.model.rows) - 1
            row = self.popup.currentIndex().row() + _STEPS[Qt.Key(event.key())]
            self.popup.setCurrentIndex(self.model.index(min(max(row, 0), last)))
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def _typed(self) -> str | None:
        """What has been typed of the link that the cursor stands in."""
        cursor = self._edit.textCursor()
        if cursor.hasSelection() or self._edit.isReadOnly() or not self._edit.hasFocus():
            return None
        # Qt counts positions in UTF-16 units, so the line is cut before it becomes code points
        cursor.movePosition(cursor.MoveOperation.StartOfBlock, cursor.MoveMode.KeepAnchor)
        return unfinished_link(cursor.selectedText())

    def _follow(self) -> None:
        typed = self._typed()
        rows = self.propose(typed) if self.propose and typed is not None else []
        if not rows:
            self.close()
            return
        self.model.replace(rows)
        self.popup.show_at(self._edit.cursorRect())
        self._placing.start()
        self.popup.setCurrentIndex(self.model.index(0))

    def _detail(self, proposal: Proposal) -> str:
        return proposal.detail or (self.words_of(proposal) if self.words_of else "")

    def _place(self) -> None:
        if self.is_open:
            self.popup.show_at(self._edit.cursorRect())

    def _take(self, row: int) -> None:
        """Put the target in place of what was typed of it, and close the link."""
        typed = self._typed()
        if typed is None or not 0 <= row < len(self.model.rows):
            return
        proposal = self.model.rows[row]
        cursor = self._edit.textCursor()
        cursor.beginEditBlock()
        for _ in typed:
            cursor.deletePreviousChar()
        cursor.insertText(proposal.target if proposal.is_whole else f"{proposal.target} ")
        if proposal.is_whole:
            cursor = self._closed(cursor)
        cursor.endEditBlock()
        self._edit.setTextCursor(cursor)

    def _closed(self, cursor: QTextCursor) -> QTextCursor:
        """Behind the brackets that end the link, which are put there where they are not."""
        rest = QTextCursor(cursor)
        rest.movePosition(rest.MoveOperation.EndOfBlock, rest.MoveMode.KeepAnchor)
        if rest.selectedText().startswith(("]]", "|")):
            found = self._edit.document().find("]]", cursor.position())
            cursor.setPosition(found.position() if not found.isNull() else cursor.position())
        else:
            cursor.insertText("]]")
        return cursor


class _Popup(QListView):
    """Part of the window, not a window of its own: it never takes the keyboard, and no desktop has to place it."""

    def __init__(self, edit: QPlainTextEdit, model: ListModel[Proposal], detail: Callable[[Proposal], str]) -> None:
        super().__init__(edit)
        self._over = edit
        self.setModel(model)
        self.setItemDelegate(_ProposalDelegate(self, detail))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Provisions to link to"))
        self.setStyleSheet(
            "QListView { background: palette(base); border: 1px solid palette(mid); border-radius: 6px; padding: 3px; }"
        )
        self.hide()

    def show_at(self, cursor: QRect) -> None:
        """Show it below a rectangle of the editor, or above where there is no room."""
        window = self._over.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        over = QRect(self._over.mapTo(window, QPoint(0, 0)), self._over.size())
        width = min(max(over.width(), _NARROW), _WIDTH, window.width() - 16)
        height = min(self.model().rowCount(), _ROWS) * self.sizeHintForRow(0) + 2 * self.frameWidth() + 8
        place = self._over.viewport().mapTo(window, cursor.bottomLeft())
        above = self._over.viewport().mapTo(window, cursor.topLeft()).y() - height - 2
        top = place.y() + 3 if place.y() + 3 + height <= window.height() or above < 0 else above
        left = max(min(place.x() - _SIDE, over.right() + 1 - width), 8)
        size = QSize(width, height)
        self.setGeometry(QRect(QPoint(left, top), size))
        self.show()
        self.raise_()


class _ProposalDelegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget, detail: Callable[[Proposal], str]) -> None:
        super().__init__(parent)
        self._detail = detail

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(120, option.fontMetrics.height() + 9)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        proposal: Proposal = index.data(VALUE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            ground = QColor(option.palette.color(QPalette.ColorRole.Accent))
            ground.setAlphaF(0.16)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 4, 4)
        room = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        bold = scaled_font(option.font, 1.0, QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(option.palette.text().color())
        title = cut_off(QFontMetrics(bold), proposal.title, room.width())
        painter.drawText(room, side, title)
        taken = QFontMetrics(bold).horizontalAdvance(title) + 10
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        room = room.adjusted(0, 0, -taken, 0) if mirrored else room.adjusted(taken, 0, 0, 0)
        painter.setFont(option.font)
        painter.setPen(quiet(option.palette))
        detail = cut_off(option.fontMetrics, self._detail(proposal), max(room.width(), 0))
        painter.drawText(room, side, detail)
        painter.restore()


def _spoken(row: Proposal) -> str:
    return ", ".join(part for part in (row.title, row.detail) if part)
