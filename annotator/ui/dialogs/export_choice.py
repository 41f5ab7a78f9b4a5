"""Which annotations go into a brief: texts, layers, and what has been decided about each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.model.annotation import AUDIENCES, SEVERITIES, STANCES, STATUSES
from annotator.model.selection import Filters
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.check_list import CheckList, Choice
from annotator.ui.labels import quiet_label
from annotator.ui.panels.flow import FlowLayout
from annotator.ui.panels.looks import mark_icon
from annotator.ui.words import choice_name, field_name

_FIELDS: dict[str, Sequence[str]] = {
    "stance": STANCES,
    "severity": [value for value in SEVERITIES if value],
    "status": STATUSES,
    "audience": AUDIENCES,
}

_SHEET = """
QToolButton { border: 1px solid palette(mid); border-radius: 6px; padding: 3px 9px; background: transparent; }
QToolButton:hover { background: palette(button); }
QToolButton:checked { border-color: palette(highlight); background: palette(highlight);
                      color: palette(highlighted-text); }
QToolButton:focus { border-color: palette(link); }
"""


class ExportChoice(QWidget):
    """Says which annotations: `filters()`. Nothing checked in a group means all of it. `edited` tells of changes.

    `without` names the fields that are not asked for here.
    """

    edited = Signal()

    def __init__(
        self, bridge: Bridge, filters: Filters, parent: QWidget | None = None, *, without: Collection[str] = ()
    ) -> None:
        super().__init__(parent)
        self._start = filters
        self._versions = bridge.library.versions()
        layers = bridge.library.codebook().layers
        palette, ratio = self.palette(), self.devicePixelRatioF()
        self.versions = CheckList(
            self.tr("Texts"), [Choice(row.id, row.name, _state(row.id, filters.version)) for row in self._versions]
        )
        self.categories = CheckList(
            self.tr("Layers"),
            [
                Choice(row.id, row.name, _state(row.id, filters.category), mark_icon(row, palette, ratio))
                for row in layers
            ],
        )
        self.chips = {
            name: Chips(name, values, getattr(filters, name)) for name, values in _FIELDS.items() if name not in without
        }
        self.words = QLineEdit(filters.text)
        self._lay_out()
        self.versions.edited.connect(self.edited)
        self.categories.edited.connect(self.edited)
        self.words.textChanged.connect(self.edited)
        for chips in self.chips.values():
            chips.edited.connect(self.edited)

    def filters(self) -> Filters:
        """What is chosen."""
        return replace(
            self._start,
            version=self.versions.checked(),
            category=self.categories.checked(),
            stance=self._pressed("stance"),
            severity=self._pressed("severity"),
            status=self._pressed("status"),
            audience=self._pressed("audience"),
            text=self.words.text().strip(),
        )

    def _pressed(self, field: str) -> tuple[str, ...]:
        return self.chips[field].chosen() if field in self.chips else ()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.words.setPlaceholderText(self.tr("Words in the passage or the note"))
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName(self.words.placeholderText())
        layout.addWidget(self.words)
        for title, rows, shown in (
            (self.tr("Texts"), self.versions, 4),
            (self.tr("Layers"), self.categories, 10),
        ):
            layout.addWidget(_group_title(title))
            rows.fit(shown)
            layout.addWidget(rows)
        for name, chips in self.chips.items():
            layout.addWidget(_group_title(field_name(name)))
            layout.addWidget(chips)
        layout.addStretch(1)


class Chips(QWidget):
    """Values of one field as small buttons, any number of them pressed."""

    edited = Signal()

    def __init__(self, field: str, values: Sequence[str], chosen: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(field_name(field))
        self.setStyleSheet(_SHEET)
        self._buttons: dict[str, QToolButton] = {}
        layout = FlowLayout(self, gap=4)
        for value in values:
            button = QToolButton()
            button.setText(choice_name(field, value))
            button.setAccessibleName(f"{field_name(field)}: {choice_name(field, value)}")
            button.setCheckable(True)
            button.setChecked(value in chosen)
            button.toggled.connect(lambda _checked: self.edited.emit())
            self._buttons[value] = button
            layout.addWidget(button)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def chosen(self) -> tuple[str, ...]:
        return tuple(value for value, button in self._buttons.items() if button.isChecked())

    def button(self, value: str) -> QToolButton:
        return self._buttons[value]


def _state(id: str, chosen: Sequence[str]) -> Qt.CheckState:
    return Qt.CheckState.Checked if id in chosen else Qt.CheckState.Unchecked


def _group_title(text: str) -> QLabel:
    label = quiet_label(text)
    label.setContentsMargins(0, 8, 0, 0)
    return label
