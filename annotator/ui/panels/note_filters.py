"""Which annotations the list shows: words, and a menu of everything else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from annotator.model.annotation import AUDIENCES, SEVERITIES, STANCES, STATUSES
from annotator.model.selection import Filters
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.chips import Chip
from annotator.ui.panels.flow import FlowLayout
from annotator.ui.panels.frames import clear, column, flow, outline_button
from annotator.ui.panels.looks import mark_icon
from annotator.ui.words import choice_name, field_name

_LISTED = {"stance": STANCES, "severity": SEVERITIES, "status": STATUSES, "audience": AUDIENCES}


class FilterBar(QWidget):
    """`changed` says that `filters` chooses others now. Several values of one kind mean any of them."""

    changed = Signal()

    def __init__(self, catalogue: Catalogue, patience: int, parent: QWidget | None = None) -> None:
        """`patience` is the milliseconds between the last key and the search."""
        super().__init__(parent)
        self._catalogue = catalogue
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._version = ""
        self._only_this_text = False
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in quotations and commentary"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.setClearButtonEnabled(True)
        self.button = outline_button(
            self.tr("Filter"), self.tr("Choose by layer, stance, severity, status, audience, author or tag")
        )
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.button.setMenu(self._menu)
        self._chips = QWidget()
        FlowLayout(self._chips)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._chips.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(patience)
        self._timer.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _words: self._timer.start())
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.field, 1)
        top.addWidget(self.button)
        layout = column(self, gap=6)
        layout.addLayout(top)
        layout.addWidget(self._chips)

    @property
    def filters(self) -> Filters:
        values: dict[str, Any] = dict(self._chosen)
        if self._only_this_text and self._version:
            values["version"] = (self._version,)
        return Filters(text=self.field.text().strip(), **values)

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered out at all."""
        return self.filters != Filters()

    def set_version(self, version: str) -> None:
        """Which text "this text only" means."""
        self._version = version
        if self._only_this_text:
            self._show()

    def toggle(self, kind: str, value: str) -> None:
        """Choose a value of a kind ("category", "stance" …), or no longer."""
        values = self._chosen.get(kind, ())
        now = tuple(row for row in values if row != value) if value in values else (*values, value)
        self._chosen = {**self._chosen, kind: now} if now else {k: v for k, v in self._chosen.items() if k != kind}
        self._show()

    def toggle_this_text(self) -> None:
        """Only annotations on the text in the active pane, or on all texts again."""
        self._only_this_text = not self._only_this_text
        self._show()

    def reset(self) -> None:
        """Show everything."""
        self._chosen, self._only_this_text = {}, False
        self.field.clear()
        self._timer.stop()
        self._show()

    def menu(self) -> QMenu:
        """Everything that can be chosen, what is chosen ticked."""
        self._fill_menu()
        return self._menu

    def _show(self) -> None:
        clear(self._chips)
        for kind, values in self._chosen.items():
            for value in values:
                category = self._catalogue.category(value) if kind == "category" else None
                self._add_chip(Chip(self._name(kind, value), category), partial(self.toggle, kind, value))
        if self._only_this_text:
            self._add_chip(Chip(self.tr("This text")), self.toggle_this_text)
        self._chips.setVisible(bool(self._chosen) or self._only_this_text)
        self.changed.emit()

    def _add_chip(self, chip: Chip, remove: Any) -> None:
        chip.removed.connect(remove)
        flow(self._chips).addWidget(chip)

    def _fill_menu(self) -> None:
        self._menu.clear()
        this_text = self._menu.addAction(self.tr("This text only"), self.toggle_this_text)
        this_text.setCheckable(True)
        this_text.setChecked(self._only_this_text)
        this_text.setEnabled(bool(self._version))
        self._menu.addSeparator()
        layers = [row.id for row in self._catalogue.codebook.layers]
        notes = self._catalogue.annotations
        self._add_values("category", self.tr("Layer"), layers)
        for kind, values in _LISTED.items():
            self._add_values(kind, field_name(kind), [value for value in values if value])
        self._add_values("author", self.tr("Author"), sorted({row.author for row in notes if row.author}))
        self._add_values("tag", self.tr("Tag"), sorted({tag for row in notes for tag in row.tags}))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Show all"), self.reset).setEnabled(self.is_active)

    def _add_values(self, kind: str, title: str, values: Sequence[str]) -> None:
        submenu = self._menu.addMenu(title)
        submenu.setEnabled(bool(values))
        for value in values:
            action = submenu.addAction(self._name(kind, value).replace("&", "&&"), partial(self.toggle, kind, value))
            action.setCheckable(True)
            action.setChecked(value in self._chosen.get(kind, ()))
            category = self._catalogue.category(value) if kind == "category" else None
            if category:
                action.setIcon(mark_icon(category, self.palette(), self.devicePixelRatioF()))

    def _name(self, kind: str, value: str) -> str:
        if kind == "category":
            found = self._catalogue.category(value)
            return found.name if found else value
        return choice_name(kind, value) if kind in _LISTED else value
