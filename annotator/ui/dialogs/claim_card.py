"""One side of a conflict: who said what and when, with the words marked that the other side does not have."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.delivery import Claim, Conflict
from annotator.model.redline import Piece, difference
from annotator.ui.conflict_words import choosing_words, claim_author, claim_words, is_written
from annotator.ui.labels import plain_label, quiet_label
from annotator.ui.panels.looks import alarm, good, hairline
from annotator.ui.panels.markdown_view import FittedMarkdown
from annotator.ui.panels.redline import redline_html

_MARGIN = 12


class ClaimCard(QWidget):
    """`kept` says that this side shall stand."""

    kept = Signal()

    def __init__(self, conflict: Conflict, claim: Claim, other: Claim, shortcut: str, parent: QWidget | None = None):
        """`other` is what its words are compared with."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # both sides as wide
        self.claim = claim
        who = plain_label(claim_author(claim))
        self.keep_button = QPushButton(choosing_words(conflict, claim))
        self.keep_button.setAutoDefault(False)
        self.keep_button.setShortcut(shortcut)
        self.keep_button.setToolTip(self.keep_button.shortcut().toString())
        told = self.tr("{act}: {who}")
        self.keep_button.setAccessibleName(told.format(act=self.keep_button.text(), who=claim_author(claim)))
        self.keep_button.clicked.connect(lambda _checked: self.kept.emit())
        self.words = FittedMarkdown()
        self.words.setAccessibleName(claim_words(conflict, claim))
        self._show(conflict, claim, other)
        row = QHBoxLayout()
        row.addWidget(quiet_label(self.tr("shown now") if claim.is_displayed else "", wrap=False))
        row.addStretch(1)
        row.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        column.addWidget(who)
        column.addWidget(self.words)
        column.addStretch(1)
        column.addLayout(row)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(hairline(self.palette()), 1))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)

    def _show(self, conflict: Conflict, claim: Claim, other: Claim) -> None:
        mine, theirs = claim_words(conflict, claim), claim_words(conflict, other)
        unmarked: list[Piece] = [("same", mine)]
        pieces = difference(theirs, mine) if is_written(conflict) else unmarked
        shown = [piece for piece in pieces if piece[0] != "struck"]
        colours = alarm(self.palette()).name(), good(self.palette()).name()
        self.words.setHtml(redline_html(shown, *colours).replace("\n", "<br>"))
