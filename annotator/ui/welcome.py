"""The welcome page: what stands in the window while no library is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.operations.codebooks import standard_codebook
from annotator.settings import RECENT_LIBRARIES, Settings
from annotator.ui.card import Card
from annotator.ui.labels import heading_label, quiet_label
from annotator.ui.panels.looks import category_colour, paint_line, tint

_COLUMN = 372
_BETWEEN = 48
_LIBRARY_SUFFIXES = (".sqlite", ".sqlite3", ".db")
_SHOWN_RECENT = 6


class WelcomePage(QWidget):
    """Says what the program is and offers what to do first; a library or a treaty's file may be dropped anywhere.

    `library_chosen` carries the Path of a library, `texts_dropped` a list of Paths of other files.
    """

    sample_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    library_chosen = Signal(object)
    texts_dropped = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._dragging = False
        self.setAcceptDrops(True)
        self.sample_card = Card(
            self.tr("Open the sample library"),
            self.tr("Two cybercrime treaties side by side, already annotated"),
            strong=True,
        )
        self.new_card = Card(self.tr("New library…"), self.tr("An empty file for your own texts and notes"))
        self.open_card = Card(self.tr("Open a library…"), self.tr("One of yours, or one that a partner sent"))
        self.sample_card.clicked.connect(self.sample_requested)
        self.new_card.clicked.connect(self.new_requested)
        self.open_card.clicked.connect(self.open_requested)
        self.recent_cards: list[Card] = []
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        self._recent_column = QWidget()
        self._heading = QWidget()
        self._start_column = QWidget()
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """List the recent libraries anew; those whose file is gone are greyed."""
        for card in self.recent_cards:
            card.deleteLater()
        paths = [Path(row) for row in self._settings.get(RECENT_LIBRARIES)][:_SHOWN_RECENT]
        self.recent_cards = [self._recent_card(path) for path in paths]
        for card in self.recent_cards:
            self._recent.addWidget(card)
        self._recent_column.setVisible(bool(paths))
        # What is below begins and, with one column, ends where the heading does
        self._heading.setMinimumWidth(2 * _COLUMN + _BETWEEN if paths else 0)
        self._start_column.setFixedWidth(_COLUMN if paths else max(_COLUMN, self._heading.sizeHint().width()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._show_dragging(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802 (Qt's name)
        self._show_dragging(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        self._show_dragging(False)
        files = dropped_files(event.mimeData())
        libraries = [path for path in files if path.suffix.lower() in _LIBRARY_SUFFIXES]
        event.acceptProposedAction()
        if libraries:
            self.library_chosen.emit(libraries[0])
        elif files:
            self.texts_dropped.emit(files)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        if self._dragging:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(14, 14, -14, -14), 12, 12)

    def _show_dragging(self, dragging: bool) -> None:
        self._dragging = dragging
        self.update()

    def _recent_card(self, path: Path) -> Card:
        if path.exists():
            card = Card(path.stem, _short(path.parent), compact=True)
            card.clicked.connect(lambda: self.library_chosen.emit(path))
        else:
            card = Card(path.stem, self.tr("no longer in {folder}").format(folder=_short(path.parent)), compact=True)
            card.setEnabled(False)
        return card

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(_BETWEEN)
        columns.addStretch(1)
        columns.addWidget(self._start_column)
        columns.addWidget(self._recent_column)
        columns.addStretch(1)
        self._fill_start_column()
        self._fill_recent_column()
        self._fill_heading()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 24, 40, 24)
        layout.addStretch(3)
        layout.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(34)
        layout.addLayout(columns)
        layout.addStretch(4)
        hint = quiet_label(self.tr("Or drop a library, or a treaty’s file, anywhere here."), wrap=False)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(hint)

    def _fill_heading(self) -> None:
        name = heading_label(self.tr("Treaty Annotator"), 2.1)
        name.setWordWrap(False)
        sentence = quiet_label(
            self.tr("Read conventions critically: side by side, in layers of risk, with briefs that hold up."),
            wrap=False,
        )
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addStretch(1)
        words.addWidget(name)
        words.addWidget(sentence)
        words.addStretch(1)
        row = QHBoxLayout(self._heading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(Emblem())
        row.addLayout(words)
        row.addStretch(1)

    def _fill_start_column(self) -> None:
        layout = QVBoxLayout(self._start_column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for card in (self.sample_card, self.new_card, self.open_card):
            layout.addWidget(card)
        layout.addStretch(1)

    def _fill_recent_column(self) -> None:
        self._recent_column.setFixedWidth(_COLUMN)
        layout = QVBoxLayout(self._recent_column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(_title(self.tr("Recent libraries")))
        layout.addLayout(self._recent)
        layout.addStretch(1)


class Emblem(QWidget):
    """A page with a few lines of text, some of them marked in the layers of the standard codebook."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(78, 98))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(QRectF(1.5, 1.5, 75, 95), 6, 6)
        layers = standard_codebook().layers
        for number, (share, layer) in enumerate(_LINES):
            line = QRectF(16, 15 + number * 12, 46 * share, 4)
            painter.setPen(Qt.PenStyle.NoPen)
            if layer is None:
                painter.setBrush(palette.color(QPalette.ColorRole.Mid))
                painter.drawRoundedRect(line, 2, 2)
                continue
            colour = category_colour(layers[layer % len(layers)], palette)
            self._paint_marked(painter, line, colour)
            paint_line(painter, QRectF(line.left(), line.bottom() + 1, line.width(), 4), layers[layer].mark, colour)

    def _paint_marked(self, painter: QPainter, line: QRectF, colour: QColor) -> None:
        painter.setBrush(tint(colour, self.palette(), 2.0))
        painter.drawRoundedRect(line.adjusted(-2, -3, 2, 4), 2, 2)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(QPointF(8, line.top() - 3), QPointF(10.5, line.bottom() + 4)), 1, 1)


_LINES: Sequence[tuple[float, int | None]] = (
    *((0.55, None), (1.0, 2), (0.92, None), (1.0, None), (0.7, 6), (1.0, None), (0.45, None)),
)
"""The emblem's lines: how long, and the layer that marks them."""


def dropped_files(mime: QMimeData) -> list[Path]:
    """The local files in what is dropped."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _title(text: str) -> QLabel:
    label = quiet_label(text)
    label.setContentsMargins(12, 0, 0, 2)
    return label


def _short(folder: Path) -> str:
    """A folder as people name it, with their home as "~"."""
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) and folder != home else str(folder)
