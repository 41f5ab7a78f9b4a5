"""The queue of annotations that do not fit their text: each with what is wrong and where its words may stand now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QPushButton, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.model.annotation import Annotation
from annotator.model.reanchoring import Doubt, Doubtful, Proposal, propose
from annotator.model.treaty import Text
from annotator.operations import importing, marking
from annotator.settings import LEFT_AS_THEY_ARE
from annotator.ui.anchor_watch import AnchorWatch
from annotator.ui.bridge import Bridge
from annotator.ui.labels import cut_off, plain_label, quiet_label
from annotator.ui.models import VALUE, ListModel
from annotator.ui.panels.brief_label import BriefLabel
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.flow import FlowLayout
from annotator.ui.panels.frames import column, flow, line, text_button
from annotator.ui.panels.looks import MARGIN, alarm, paint_mark, quiet
from annotator.ui.panels.provisions import paint_row_ground

_LINES = 4
_SIDE, _TOP, _SWATCH = 10, 6, 13
_WORDS = 200
_REMEMBERED = 2000  # annotations that were left as they are


class DoubtfulPanel(QWidget):
    """Nothing is changed until somebody decides: take the place proposed, move to words selected in a text, leave as it
    is, or delete.

    `count_changed` carries how many wait; `look_requested` a version's id and the `[start, end)` to show there;
    `move_requested` the annotation to move to the words selected in the active text.
    """

    count_changed = Signal(int)
    look_requested = Signal(str, int, int)
    move_requested = Signal(str)

    def __init__(self, bridge: Bridge, watch: AnchorWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._watch = bridge, watch
        self._catalogue = Catalogue.of(bridge)
        self._text: Text | None = None
        self._proposal: Proposal | None = None
        self.model = ListModel[Doubtful](lambda row: row.annotation.id, self._told, self)
        self.view = _QueueView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_QueueDelegate(self.view, self._catalogue, self._reason))
        self.view.setAccessibleName(self.tr("Annotations that do not fit their text"))
        self._lay_out()
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.view.clicked.connect(lambda _index: self._look())
        self.view.entered_key.connect(self._look)
        watch.changed.connect(self.refresh)
        self.refresh()

    @property
    def current(self) -> Doubtful | None:
        row = self.view.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def set_text(self, text: Text | None) -> None:
        """The text in the active pane: where the words of a text that was removed are looked for."""
        if text is not self._text:
            self._text = text
            self._show_current()

    def refresh(self) -> None:
        """List what waits, without those that were left as they are."""
        left = set(self._bridge.settings.get(LEFT_AS_THEY_ARE))
        rows = [row for id, row in self._watch.doubtful.items() if id not in left]
        before = self.view.currentIndex().row()
        self.model.replace(rows)
        self._left = len(self._watch.doubtful) - len(rows)
        self.again_button.setText(self._again_words())
        self.again_button.setVisible(bool(self._left))
        if rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(min(max(before, 0), len(rows) - 1)))
        self._show_current()
        self.count_changed.emit(len(rows))

    # -- deciding -----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Take the place that is proposed."""
        if self.current and self._proposal:
            self.put(self.current.annotation, self._proposal)

    def put(self, row: Annotation, proposal: Proposal) -> None:
        self._bridge.keep(marking.reanchor, row, proposal.anchor, self._bridge.person)

    def leave(self) -> None:
        """Let it be, and list it no more."""
        self._leave([self.current] if self.current else [])

    def leave_all(self) -> None:
        self._leave(self.model.rows)

    def show_again(self) -> None:
        """List those again that were left."""
        here = self._watch.doubtful
        kept = [id for id in self._bridge.settings.get(LEFT_AS_THEY_ARE) if id not in here]
        self._bridge.settings.set(LEFT_AS_THEY_ARE, kept)
        self.refresh()

    def delete(self) -> None:
        if self.current:
            self._bridge.keep(marking.delete_any, self.current.annotation.id, self._bridge.person)

    def restore_text(self) -> None:
        """Bring the text that was removed back, with everything on it."""
        if self.current:
            self._bridge.keep(importing.restore_version, self.current.annotation.version, self._bridge.person)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        intro = quiet_label(self.tr("Nothing was changed; decide for each."))
        self.reason = plain_label()
        self.quotation = BriefLabel(_LINES)
        self.found = quiet_label()
        self.proposal = BriefLabel(_LINES)
        self._buttons = QWidget()
        FlowLayout(self._buttons, gap=14)
        self.accept_button = self._add(self.tr("Take this place"), self.accept)
        self.move_button = self._add(self.tr("Move to the selected words"), self._ask_to_move)
        self.restore_button = self._add(self.tr("Bring the text back"), self.restore_text)
        self.leave_button = self._add(self.tr("Leave as it is"), self.leave)
        self.leave_all_button = self._add(self.tr("Leave all"), self.leave_all)
        self.delete_button = self._add(self.tr("Delete"), self.delete)
        self.again_button = text_button("", self.show_again)
        self._detail = QWidget()
        below = column(self._detail, gap=4)
        below.setContentsMargins(MARGIN, 6, MARGIN, 6)
        for widget in (self.reason, self.quotation, self.found, self.proposal, self._buttons):
            below.addWidget(widget)
        top = QWidget()
        column(top, margin=8).addWidget(intro)
        foot = QWidget()
        column(foot, margin=4).addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout = column(self, gap=0)
        layout.addWidget(top)
        layout.addWidget(self.view, 1)
        layout.addWidget(line())
        layout.addWidget(self._detail)
        layout.addWidget(foot)

    def _add(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = text_button(words, act)
        flow(self._buttons).addWidget(button)
        return button

    def _show_current(self) -> None:
        row = self.current
        self._detail.setVisible(row is not None)
        self._proposal = self._proposed(row) if row else None
        if row is None:
            return
        self.reason.setText(self._reason(row.doubt))
        self.quotation.show_words(f"“{' '.join(row.words.split())}”")
        self._show_proposal()
        is_writable = self._bridge.is_writable
        self.accept_button.setVisible(self._proposal is not None)
        self.restore_button.setVisible(row.doubt == "text")
        self.leave_all_button.setVisible(len(self.model.rows) > 1)
        for button in (self.accept_button, self.move_button, self.restore_button, self.delete_button):
            button.setEnabled(is_writable)

    def _show_proposal(self) -> None:
        found = self._proposal
        self.proposal.setVisible(found is not None)
        if found is None:
            self.found.setText(self.tr("No words like these were found. Select the right ones, then move it there."))
            return
        place = self._catalogue.provision(found.anchor.version, found.anchor.provision)
        where = place.citation if place else self.tr("the text")
        if found.is_exact:
            self.found.setText(self.tr("The same words stand in %1:").replace("%1", where))
        else:
            alike = self.tr("Words that are %2 % alike stand in %1:").replace("%1", where)
            self.found.setText(alike.replace("%2", str(round(found.likeness))))
        self.proposal.show_words(f"“{' '.join(found.anchor.exact.split())}”")

    def _proposed(self, row: Doubtful) -> Proposal | None:
        anchor = row.annotation.anchor
        text = self._text if row.doubt == "text" else self._bridge.library.text(anchor.version)
        return propose(row.made_on or anchor, text) if text is not None else None

    def _reason(self, doubt: Doubt) -> str:
        return {
            "text": self.tr("Its text was removed from the library."),
            "words": self.tr("Other words stand at its place."),
            "provision": self.tr("Its provision is not in this text."),
            "review": self.tr("It was made on a partner's text; its place here is a guess."),
        }.get(doubt, "")

    def _ask_to_move(self) -> None:
        if self.current:
            self.move_requested.emit(self.current.annotation.id)

    def _look(self) -> None:
        """Show the place proposed, or else the place it has."""
        row = self.current
        if row is None:
            return
        anchor = self._proposal.anchor if self._proposal else row.annotation.anchor
        if self._catalogue.version(anchor.version):
            self.look_requested.emit(anchor.version, anchor.start, anchor.end)

    def _leave(self, rows: Sequence[Doubtful]) -> None:
        before = self._bridge.settings.get(LEFT_AS_THEY_ARE)
        ids = [row.annotation.id for row in rows]
        self._bridge.settings.set(LEFT_AS_THEY_ARE, [*before, *ids][-_REMEMBERED:])
        self.refresh()

    def _again_words(self) -> str:
        if self._left == 1:
            return self.tr("Show the one that was left")
        return self.tr("Show the %1 that were left").replace("%1", f"{self._left:,}")

    def _told(self, row: Doubtful) -> str:
        names = ", ".join(category.name for category in self._catalogue.categories_of(row.annotation))
        words = " ".join(row.words[:_WORDS].split())
        return "; ".join(part for part in (self._reason(row.doubt), names, words) if part)


class _QueueDelegate(QStyledItemDelegate):
    """The mark and the words of the passage; under them what is wrong."""

    def __init__(self, view: QListView, catalogue: Catalogue, reason: Callable[[Doubt], str]) -> None:
        super().__init__(view)
        self._catalogue = catalogue
        self._reason = reason

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(160, 2 * (option.fontMetrics.height() + 2) + 2 * _TOP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Doubtful = index.data(VALUE)
        paint_row_ground(painter, option)
        painter.save()
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        height = option.fontMetrics.height() + 2
        room = QRect(option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP))
        category = next(iter(self._catalogue.categories_of(row.annotation)), None)
        if category:
            left = room.right() - _SWATCH if mirrored else room.left()
            paint_mark(painter, QRectF(left, room.top() + 2, _SWATCH, _SWATCH), category, option.palette)
        room.adjust(0 if mirrored else _SWATCH + 6, 0, -_SWATCH - 6 if mirrored else 0, 0)
        painter.setLayoutDirection(option.direction)
        painter.setPen(option.palette.text().color())
        first = QRect(room.left(), room.top(), room.width(), height)
        self._draw(painter, first, row.words[:_WORDS])
        painter.setPen(alarm(option.palette) if row.doubt == "words" else quiet(option.palette))
        names = ", ".join(category.name for category in self._catalogue.categories_of(row.annotation))
        told = " · ".join(part for part in (self._reason(row.doubt), names) if part)
        self._draw(painter, first.translated(0, height), told)
        painter.restore()

    def _draw(self, painter: QPainter, room: QRect, words: str) -> None:
        shown = cut_off(painter.fontMetrics(), " ".join(words.split()), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)


class _QueueView(QListView):
    entered_key = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_key.emit()
        else:
            super().keyPressEvent(event)
