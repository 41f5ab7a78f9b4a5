"""In the header of a pane: what in it answers what is read in the leading pane, and whether it scrolls with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from annotator.model.treaty import Provision, Text
from annotator.ui.labels import cut_off
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.model.correspondence import Pair

_SHARE = 0.47  # of the header, for the chip at most: beside it stands where one is
_PADDING = 16
_SAME = 0.95  # similarity from which words are called the same

translate = QCoreApplication.translate


class AnswerBar(QWidget):
    """A chip ("art. 24(2) ↔ art. 15(2), same number") that opens what can be done about it, and the lock."""

    menu_requested = Signal(QPoint)
    """A global point below the chip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._words: Sequence[str] = ()
        self._shown: tuple[object, ...] = ()
        self._locked: bool | None = None
        self.chip = _Chip(self)
        self.chip.setObjectName("answer_chip")
        self.chip.clicked.connect(self.open_menu)
        self.lock = QToolButton(self)
        self.lock.setObjectName("answer_lock")
        self.lock.setCheckable(True)
        self.lock.setAutoRaise(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.chip)
        row.addWidget(self.lock)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.chip.hide()
        self.lock.hide()

    def open_menu(self) -> None:
        """Ask for the menu of the chip, where there is one."""
        if self.chip.isVisible():
            self.menu_requested.emit(self.chip.mapToGlobal(QPoint(0, self.chip.height())))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        locked, self._locked = self._locked, None
        self.show_lock(locked)

    def show_lock(self, locked: bool | None) -> None:
        """Whether the panes scroll together; None where there is only one text."""
        self.lock.setVisible(locked is not None)
        if locked is None or locked == self._locked:
            return
        self._locked = locked
        self.lock.setChecked(locked)
        if self._theme is not None:
            from annotator.ui.icons import icon

            self.lock.setIcon(icon("together" if locked else "apart", self._theme))
        state = self.tr("Scrolling together (F9 ends it)") if locked else self.tr("Scrolling apart (F9: together)")
        self.lock.setToolTip(state)
        self.lock.setAccessibleName(self.tr("Scroll together"))

    def show_answer(self, here: Provision | None, pair: Pair | None, text: Text | None) -> None:
        """Say what of `text`, which this pane shows, answers `here`; None for nothing to say."""
        shown = (here, pair, text.id if text else "")
        if shown == self._shown:
            return
        self._shown = shown
        self.chip.setVisible(here is not None)
        if here is None or text is None:
            self._words = ()
            return
        answer = next((row for row in text.provisions if pair and row.eid == pair.right), None)
        self._words = _forms(here, answer, pair)
        self.chip.setAccessibleName(self._words[0])
        self.chip.setToolTip(self._words[0])
        self.chip.setProperty("doubtful", pair is None or pair.is_possible)
        self.chip.style().polish(self.chip)
        self.fit(self._room)

    _room = 0

    def fit(self, width: int) -> None:
        """The longest form of the words for which a header of `width` pixels has room."""
        self._room = width
        metrics, room = self.chip.fontMetrics(), round(width * _SHARE)
        fitting = [words for words in self._words if metrics.horizontalAdvance(words) + _PADDING <= room]
        if self._words:
            words = fitting[0] if fitting else cut_off(metrics, self._words[-1], room)
            self.chip.setText(words)


class _Chip(QToolButton):
    """Opens its menu with Enter and the arrow down, too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)


def name_of(provision: Provision) -> str:
    """As a lawyer cites it, or what it begins with."""
    return provision.citation or provision.heading or provision.label or provision.kind


def reason_words(pair: Pair) -> str:
    """Why the two are thought to answer each other."""
    same = pair.similarity >= _SAME
    return {
        "chosen": translate("Answers", "chosen"),
        "known": translate("Answers", "concordance"),
        "number": translate("Answers", "same number"),
        "words": translate("Answers", "same words") if same else translate("Answers", "similar words"),
        "structure": translate("Answers", "same place"),
    }[pair.reason]


def _forms(here: Provision, answer: Provision | None, pair: Pair | None) -> list[str]:
    """What the chip says, from the longest to the shortest form."""
    one = name_of(here)
    if answer is None or pair is None:
        return [
            translate("Answers", "{one} has no answer here").format(one=one),
            translate("Answers", "{one}: no answer").format(one=one),
            translate("Answers", "no answer"),
        ]
    other = name_of(answer)
    if pair.is_possible:
        other = translate("Answers", "possibly {other}").format(other=other)
    return [
        translate("Answers", "{one} ↔ {other}, {reason}").format(one=one, other=other, reason=reason_words(pair)),
        translate("Answers", "{one} ↔ {other}").format(one=one, other=other),
        translate("Answers", "↔ {other}").format(other=other),
    ]
