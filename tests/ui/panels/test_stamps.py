"""What is drawn in many rows is drawn once, and looks as if it were drawn there each time."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.panels.stamps import Stamps

ROOM = QRect(3, 5, 40, 20)


def _disc(painter: QPainter, room: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor("#8a4b10"))
    painter.drawEllipse(QPointF(room.center()) + QPointF(0.3, 0.6), 7.4, 6.1)


def _paper() -> QImage:
    paper = QImage(60, 60, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    return paper


def test_a_stamp_is_drawn_once_for_each_look_and_size(qtbot: QtBot) -> None:
    widget, drawn = QWidget(), []
    qtbot.addWidget(widget)
    stamps, paper = Stamps(widget), _paper()
    painter = QPainter(paper)

    def put(key: str, room: QRect, palette: QPalette) -> None:
        stamps.put(painter, room, palette, key, lambda _stamp: drawn.append(key))

    plain, dark = QPalette(), QPalette(QColor("black"))
    put("one", ROOM, plain)
    put("one", ROOM.translated(0, 20), plain)
    assert drawn == ["one"]
    put("other", ROOM, plain)
    put("one", ROOM.adjusted(0, 0, 5, 0), plain)
    put("one", ROOM, dark)
    painter.end()
    assert drawn == ["one", "other", "one", "one"]


def test_a_stamp_looks_as_what_is_drawn_there(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    stamps, stamped, plain = Stamps(widget), _paper(), _paper()
    painter = QPainter(stamped)
    for room in (ROOM, ROOM.translated(10, 30)):
        stamps.put(painter, room, widget.palette(), "disc", lambda stamp: _disc(stamp, ROOM))
    painter.end()
    painter = QPainter(plain)
    for room in (ROOM, ROOM.translated(10, 30)):
        _disc(painter, room)
    painter.end()
    pairs = zip(bytes(stamped.constBits()), bytes(plain.constBits()), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 2  # edges are rounded twice
    assert stamped.pixelColor(ROOM.center()) == plain.pixelColor(ROOM.center()) == QColor("#8a4b10")
