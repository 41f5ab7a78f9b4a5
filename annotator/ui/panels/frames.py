"""What the panels are put together from: headings, sections that fold, strips that ask, small buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from annotator.ui.labels import plain_label, quiet_label, scaled_font
from annotator.ui.panels.flow import FlowLayout
from annotator.ui.panels.looks import GAP, tint

_LINK = """
QPushButton { border: none; background: transparent; padding: $paddingpx 0; min-height: 0; color: palette(link); }
QPushButton:hover, QPushButton:focus { text-decoration: underline; }
QPushButton:disabled { color: palette(placeholder-text); }
"""
_OUTLINE = """
QToolButton { border: 1px solid palette(mid); border-radius: 6px; padding: 3px 9px; background: transparent; }
QToolButton:hover { background: palette(button); }
QToolButton:checked { background: palette(mid); }
QToolButton:focus { border-color: palette(link); }
"""


def caption(text: str) -> QLabel:
    """The small quiet name of a field or of a part of a panel."""
    label = quiet_label(text, wrap=False)
    label.setFont(scaled_font(label.font(), 0.92, QFont.Weight.DemiBold))
    return label


def field(name: str, widget: QWidget) -> QVBoxLayout:
    """A field with its name above it."""
    layout = QVBoxLayout()
    layout.setSpacing(3)
    label = caption(name)
    label.setBuddy(widget)
    if not widget.accessibleName():
        widget.setAccessibleName(name)
    layout.addWidget(label)
    layout.addWidget(widget)
    return layout


def text_button(text: str, on_click: Callable[[], object], tip: str = "", *, padding: int = 3) -> QPushButton:
    """A button that is only its words, for what is done now and then. A click leaves the focus where it is.

    `padding` is in pixels, above and below; without it a line of words beside it is as high.
    """
    button = QPushButton(text)
    button.setFlat(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setStyleSheet(_LINK.replace("$padding", str(padding)))
    button.setToolTip(tip)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda _checked: on_click())
    return button


def outline_button(text: str, tip: str) -> QToolButton:
    """A button with a hairline around it, for what is switched or opened."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setStyleSheet(_OUTLINE)
    return button


class Section(QWidget):
    """A heading that folds what is under it. `summary` says in a few words what is folded away."""

    unfolded = Signal()

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = body
        self.heading = QToolButton()
        self.heading.setAutoRaise(True)
        self.heading.setCheckable(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setIconSize(QSize(10, 10))
        self.heading.setFont(scaled_font(self.heading.font(), 1.0, QFont.Weight.DemiBold))
        self.heading.setStyleSheet(
            "QToolButton { border: none; background: transparent; padding: 4px 0; }"
            "QToolButton:focus { color: palette(link); text-decoration: underline; }"
        )
        self.heading.toggled.connect(self._fold)
        self._summary = quiet_label(wrap=False)
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        top = QHBoxLayout()
        top.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeading)
        top.addWidget(self._summary, 1)
        top.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(body)
        self._fold(False)

    @property
    def is_open(self) -> bool:
        return self.heading.isChecked()

    def unfold(self, is_open: bool = True) -> None:
        self.heading.setChecked(is_open)

    def summarise(self, text: str) -> None:
        self._summary.setText(text)

    def _fold(self, is_open: bool) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        closed = Qt.ArrowType.LeftArrow if mirrored else Qt.ArrowType.RightArrow
        self.heading.setArrowType(Qt.ArrowType.DownArrow if is_open else closed)
        self.body.setVisible(is_open)
        self._summary.setVisible(not is_open)
        if is_open:
            self.unfolded.emit()


class Strip(QWidget):
    """A quiet tinted strip with a sentence and a few answers; hidden until it is asked something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = plain_label()
        self._answers = QWidget()
        FlowLayout(self._answers, gap=16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addWidget(self._answers)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    @property
    def buttons(self) -> list[QPushButton]:
        return self._answers.findChildren(QPushButton)

    def ask(self, sentence: str, answers: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show `sentence` with a button for each answer; every answer hides the strip."""
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        clear(self._answers)
        for words, act in answers:
            button = text_button(words, partial(self._answer, act))
            flow(self._answers).addWidget(button)
        self._answers.setVisible(bool(answers))
        self.show()

    def _answer(self, act: Callable[[], object]) -> None:
        self.hide()
        act()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(QColor(self.palette().highlight().color()), self.palette(), 0.8))
        painter.drawRoundedRect(self.rect(), 6, 6)


def flow(widget: QWidget) -> FlowLayout:
    """The flow layout of a widget that was given one."""
    layout = widget.layout()
    assert isinstance(layout, FlowLayout)
    return layout


def clear(widget: QWidget) -> None:
    """Take everything out of a widget's layout and free it."""
    layout = widget.layout()
    while layout is not None and layout.count():
        item = layout.takeAt(0)
        inner = item.widget() if item is not None else None
        if inner is not None:
            inner.hide()
            inner.setParent(None)
            inner.deleteLater()


def tab_before(widget: QWidget, others: Sequence[QWidget]) -> None:
    """Let Tab go through `others`, in their order, before it comes to `widget`: things made later come last else."""
    before = widget.previousInFocusChain()
    while before and before is not widget and (before in others or before.focusPolicy() == Qt.FocusPolicy.NoFocus):
        before = before.previousInFocusChain()  # a frame around things counts for the last of them
    for other in (*others, widget) if others else ():
        if before:
            QWidget.setTabOrder(before, other)
        before = other


def line() -> QFrame:
    """A hairline between two parts of a panel."""
    frame = QFrame()
    frame.setFrameShape(QFrame.Shape.HLine)
    frame.setFrameShadow(QFrame.Shadow.Plain)
    frame.setForegroundRole(frame.palette().ColorRole.Mid)
    frame.setFixedHeight(1)
    return frame


def column(widget: QWidget, *, margin: int = 0, gap: int = GAP) -> QVBoxLayout:
    """A column of things in `widget`, from the top."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout
