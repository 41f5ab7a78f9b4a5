"""What an event of the history did, field by field, with what puts a value back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.model.change import DELETED, LINKS
from annotator.model.redline import Piece, difference
from annotator.model.selection import Step
from annotator.operations.restoring import can_restore
from annotator.ui.labels import plain_label, quiet_label
from annotator.ui.panels.frames import caption, clear, column, text_button
from annotator.ui.panels.looks import alarm, good
from annotator.ui.panels.markdown_view import FittedMarkdown
from annotator.ui.panels.redline import redline_html
from annotator.ui.words import choice_name, part_name

translate = QCoreApplication.translate

_CHOSEN = ("stance", "strength", "severity", "ask", "audience", "status")
_WORDS = ("commentary", "wording", "fallback", "addressee", "outcome", "anchor")
_SHOWN = {*_CHOSEN, *_WORDS, DELETED}


class StepList(QScrollArea):
    """`restore_requested` carries a Step and the value that its field should have again."""

    restore_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setStyleSheet(
            "StepList { border: 2px solid transparent; border-radius: 5px; }"
            "StepList:focus { border-color: palette(link); }"
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget()
        self._column = column(self._page, gap=14)
        self.setWidget(self._page)

    def show_steps(self, steps: Iterable[Step], *, is_writable: bool) -> None:
        """Show what can be told of these."""
        clear(self._page)
        for step in steps:
            if step.field in _SHOWN and step.before != step.after:
                self._column.addWidget(self._entry(step, is_writable))
        if not self._column.count():
            self._column.addWidget(quiet_label(self.tr("There is no more to say of this event.")))
        self._column.addStretch(1)

    def _entry(self, step: Step, is_writable: bool) -> QWidget:
        entry = QWidget()
        layout = column(entry, gap=4)
        layout.addWidget(caption(step_name(step)))
        layout.addWidget(self._difference(step))
        if is_writable:
            self._add_buttons(layout, step)
        return entry

    def _difference(self, step: Step) -> QWidget:
        """What was struck and what came in; for a choice, what it was and what it became."""
        if step.field not in _WORDS:
            return plain_label(spoken(step))
        colours = alarm(self.palette()).name(), good(self.palette()).name()
        view = FittedMarkdown()
        view.setHtml(redline_html(pieces_of(step), *colours).replace("\n", "<br>"))
        view.setAccessibleName(f"{step_name(step)}: {spoken(step)}")
        return view

    def _add_buttons(self, layout: QVBoxLayout, step: Step) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        if step.field == DELETED:
            choices = [(self.tr("Bring back"), False)]
        else:
            choices = [(self.tr("Restore as before"), step.before), (self.tr("Restore as after"), step.after)]
        made = [
            text_button(words, partial(self.restore_requested.emit, step, value))
            for words, value in choices
            if can_restore(step, value)
        ]
        for button in made:
            button.setAccessibleName(f"{button.text()}: {step_name(step)}")
            row.addWidget(button)
        row.addStretch(1)
        if made:
            layout.addLayout(row)


def pieces_of(step: Step) -> list[Piece]:
    """What the words of a step struck and inserted."""
    return difference(_words(step.before), _words(step.after))


def step_name(step: Step) -> str:
    """What the window calls the field."""
    return part_name(step.entity, step.field)


def spoken(step: Step) -> str:
    """The change in words, for a choice and for a screen reader."""
    if step.field == DELETED:
        gone, there = translate("HistorySteps", "taken away"), translate("HistorySteps", "added")
        if step.entity not in LINKS:
            gone, there = translate("HistorySteps", "deleted"), translate("HistorySteps", "brought back")
        return " ".join(part for part in (step.name, gone if step.after else there) if part)
    if step.field in _CHOSEN and step.entity == "annotation":
        return f"{choice_name(step.field, step.before)} → {choice_name(step.field, step.after)}"
    names = {"struck": translate("HistorySteps", "struck: %1"), "inserted": translate("HistorySteps", "inserted: %1")}
    told = [names[kind].replace("%1", words.strip()) for kind, words in pieces_of(step) if kind in names]
    return "; ".join(told)


def _words(value: Any) -> str:
    return str(value.get("exact", "")) if isinstance(value, dict) else str(value or "")
