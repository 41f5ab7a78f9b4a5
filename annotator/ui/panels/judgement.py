"""What somebody thinks of a passage: stance, how firm a safeguard is, how severe a risk or a gap."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.model.annotation import STANCES, STRENGTHS, Annotation
from annotator.operations.annotating import Assignment
from annotator.ui.panels.choices import ChoiceBar, SeverityControl
from annotator.ui.panels.frames import column

_SEVERE = frozenset({"risk", "gap"})


class Judgement(QWidget):
    """`assigned` carries an Assignment: severity goes with risks and gaps alone, strength with safeguards."""

    assigned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stance = ChoiceBar("stance", STANCES)
        self.strength = ChoiceBar("strength", [value for value in STRENGTHS if value])
        self.severity = SeverityControl()
        layout = column(self, gap=8)
        for widget in (self.stance, self.strength, self.severity):
            layout.addWidget(widget)
        self.stance.chosen.connect(self._take_stance)
        self.strength.chosen.connect(lambda value: self.assigned.emit(Assignment(strength=value)))
        self.severity.chosen.connect(lambda value: self.assigned.emit(Assignment(severity=value)))

    def show_annotation(self, annotation: Annotation) -> None:
        self.stance.show_value(annotation.stance)
        self.strength.show_value(annotation.strength)
        self.severity.show_value(annotation.severity)
        self.strength.setVisible(annotation.stance == "safeguard")
        self.severity.setVisible(annotation.stance in _SEVERE)

    def set_editable(self, is_editable: bool) -> None:
        for widget in (self.stance, self.strength, self.severity):
            widget.setEnabled(is_editable)

    def _take_stance(self, stance: str) -> None:
        severity = None if stance in _SEVERE or not self.severity.value else ""
        strength = None if stance == "safeguard" or not self.strength.value else ""
        self.assigned.emit(Assignment(stance=stance, severity=severity, strength=strength))
