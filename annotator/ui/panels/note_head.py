"""The head of a note: where it stands, in which text, and the words it is about."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.treaty import Version
from annotator.ui.labels import heading_label, quiet_label
from annotator.ui.panels.frames import column, text_button
from annotator.ui.panels.reading_label import ReadingLabel

_LINES = 3


class Quotation(ReadingLabel):
    """The exact words, in the type of the text: three lines of them, and all after a click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.TextFormat.PlainText, parent)
        self._words = ""
        self._is_open = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_quotation(self, words: str, language: str, *, right_to_left: bool, italic: bool = False) -> None:
        self._words = " ".join(words.split())
        self._is_open = False
        self.set_language(language, italic=italic)
        direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        self.setLayoutDirection(direction)
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(self._words)
        self._elide()

    @property
    def is_open(self) -> bool:
        return self._is_open

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().accent().color(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
            painter.end()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._toggle()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self._elide()

    def _elide(self) -> None:
        # Lines never fill to the last pixel, so a little less than three full ones
        room = int(max(self.width(), 80) * (_LINES - 0.35))
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        is_long = shown != self._words
        self.setText(self._words if self._is_open else shown)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_long else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self.tr("Click to show the whole quotation") if is_long and not self._is_open else "")


class NoteHead(QWidget):
    """Citation, text and quotation. `go_to_requested` says that the passage should be shown."""

    go_to_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.citation = heading_label(scale=1.35)
        self.version = quiet_label()
        self.quotation = Quotation()
        self.go_button = text_button(
            self.tr("Show in text"), self.go_to_requested.emit, self.tr("Show the passage in the reading pane")
        )
        top = QHBoxLayout()
        top.addWidget(self.citation, 1)
        top.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(self, gap=2)
        layout.addLayout(top)
        layout.addWidget(self.version)
        layout.addSpacing(6)
        layout.addWidget(self.quotation)

    def show_annotation(self, annotation: Annotation, citation: str, version: Version | None) -> None:
        data = version.data if version else None
        self.citation.setText(citation or self.tr("Across the whole text"))
        self.version.setText(version.name if version else "")
        # Names in another script stay on the side where this window begins
        side = Qt.AlignmentFlag.AlignLeft
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            side = Qt.AlignmentFlag.AlignRight
        for label in (self.citation, self.version):
            label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
        # Words of a restatement are not the treaty's, so they stand without quotation marks
        exact = annotation.anchor.exact if data and data.is_restated else f"“{annotation.anchor.exact}”"
        words = self.tr("The provision as a whole") if annotation.anchor.whole else exact
        right_to_left = bool(data and data.direction == "rtl") and not annotation.anchor.whole
        language = data.language if data else "en"
        self.quotation.show_quotation(words, language, right_to_left=right_to_left, italic=annotation.anchor.whole)
