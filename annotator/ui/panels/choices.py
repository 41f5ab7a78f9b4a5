"""Small controls for one choice out of few: a row of buttons, and severity as dots."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QWidget

from annotator.model.annotation import SEVERITIES
from annotator.ui.panels.flow import FlowLayout
from annotator.ui.panels.looks import alarm, quiet
from annotator.ui.words import choice_name, field_name

_SHEET = """
QToolButton { border: 1px solid palette(mid); border-radius: 6px; padding: 4px 8px; background: transparent;
              color: palette(text); }
QToolButton:hover { background: palette(button); }
QToolButton:checked { border-color: palette(highlight); background: palette(highlight);
                      color: palette(highlighted-text); }
QToolButton:focus { border-color: palette(link); }
QToolButton:checked:focus { border: 2px solid palette(text); padding: 3px 7px; }
QToolButton:disabled { color: palette(placeholder-text); }
QToolButton:checked:disabled { background: palette(mid); border-color: palette(mid); color: palette(text); }
"""

_DOT = 11
_STEP = 17
_LEVELS = tuple(reversed([value for value in SEVERITIES if value]))
"""From the mildest to the red line: as many dots as its place."""


class ChoiceBar(QWidget):
    """One of the values that `field` may have, as buttons beside each other. `chosen` tells what a person picks."""

    chosen = Signal(str)

    def __init__(self, field: str, values: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(field_name(field))
        self.setStyleSheet(_SHEET)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = FlowLayout(self, gap=4)
        for value in values:
            button = QToolButton()
            button.setText(choice_name(field, value))
            button.setAccessibleName(f"{field_name(field)}: {choice_name(field, value)}")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, value=value: self._pick(value))
            self._group.addButton(button)
            self._buttons[value] = button
            layout.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def value(self) -> str:
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    def show_value(self, value: str) -> None:
        """Show a value without telling anyone; one that has no button leaves none pressed."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == value)
        self._group.setExclusive(True)

    def button(self, value: str) -> QToolButton:
        return self._buttons[value]

    def _pick(self, value: str) -> None:
        self.chosen.emit(value)


class SeverityControl(QWidget):
    """Severity as dots, ●●○○, with its name. Click a dot, or use the arrow keys; the same dot again clears."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        self._hovered = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_value("")

    @property
    def value(self) -> str:
        return self._value

    def show_value(self, value: str) -> None:
        """Show a severity (or none) without telling anyone."""
        self._value = value
        self.setAccessibleName(f"{field_name('severity')}: {choice_name('severity', value)}")
        self.setToolTip(self.tr("Severity. Click a dot, or use the arrow keys."))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        widest = max(self.fontMetrics().horizontalAdvance(choice_name("severity", value)) for value in _LEVELS)
        return QSize(len(_LEVELS) * _STEP + 8 + widest, max(24, self.fontMetrics().height() + 6))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        level = self._hovered or level_of(self._value)
        left = self._mirror(0)
        paint_severity(painter, self, QPointF(left, self.height() / 2), level, _DOT, _STEP)
        shown = _LEVELS[level - 1] if level else ""
        painter.setPen(self.palette().text().color() if shown and not self._hovered else quiet(self.palette()))
        room = self.rect().adjusted(len(_LEVELS) * _STEP + 8, 0, 0, 0)
        if self._is_mirrored():
            room = self.rect().adjusted(0, 0, -len(_LEVELS) * _STEP - 8, 0)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, side, choice_name("severity", shown))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().link().color(), 1))
            painter.drawLine(0, self.height() - 1, len(_LEVELS) * _STEP, self.height() - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        level = self._level_at(event.position().x())
        if level and self.isEnabled():
            self._choose(0 if level == level_of(self._value) else level)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self._hover(self._level_at(event.position().x()) if self.isEnabled() else 0)

    def leaveEvent(self, _event: object) -> None:  # noqa: N802 (Qt's name)
        self._hover(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        more, fewer = (Qt.Key.Key_Right, Qt.Key.Key_Up), (Qt.Key.Key_Left, Qt.Key.Key_Down)
        level = level_of(self._value)
        if event.key() in more:
            self._choose(min(level + 1, len(_LEVELS)))
        elif event.key() in fewer:
            self._choose(max(level - 1, 0))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        self.update()

    def _choose(self, level: int) -> None:
        value = _LEVELS[level - 1] if level else ""
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(value)
        self._hover(0)

    def _hover(self, level: int) -> None:
        self._hovered = level
        self.update()

    def _level_at(self, x: float) -> int:
        along = self.width() - x if self._is_mirrored() else x
        level = int(along // _STEP) + 1
        return level if 1 <= level <= len(_LEVELS) else 0

    def _mirror(self, x: float) -> float:
        return self.width() - x - len(_LEVELS) * _STEP if self._is_mirrored() else x

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


def level_of(severity: str) -> int:
    """How many dots a severity has: 0 for none, 4 for a red line."""
    return next((number for number, value in enumerate(_LEVELS, 1) if value == severity), 0)


def paint_severity(painter: QPainter, on: QWidget, at: QPointF, level: int, dot: float, step: float) -> None:
    """Four dots from `at` (left, middle), `level` of them full; all in red at the red line."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    palette = on.palette()
    empty = quiet(palette)
    empty.setAlphaF(0.45)  # seen on a chosen row as well
    full = alarm(palette) if level == len(_LEVELS) else palette.text().color()
    for number in range(len(_LEVELS)):
        is_full = number < level
        painter.setPen(QPen(full if is_full else empty, 1.3))
        painter.setBrush(full if is_full else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(at.x() + number * step + step / 2, at.y()), dot / 2 - 1, dot / 2 - 1)
    painter.restore()
