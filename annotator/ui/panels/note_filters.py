"""Which annotations the list shows: words, and a menu of everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from annotator.model.annotation import ASK_ACTIONS, AUDIENCES, SEVERITIES, STANCES, STATUSES
from annotator.model.selection import Filters
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.chips import Chip
from annotator.ui.panels.flow import FlowLayout
from annotator.ui.panels.frames import clear, column, flow, outline_button
from annotator.ui.panels.looks import mark_icon
from annotator.ui.words import choice_name, field_name

_LISTED = {"stance": STANCES, "severity": SEVERITIES, "ask": ASK_ACTIONS, "status": STATUSES, "audience": AUDIENCES}
THIS_TEXT, THIS_ARTICLE, NO_COMMENTARY, DOUBTFUL = "this text", "this article", "no commentary", "doubtful"


class FilterBar(QWidget):
    """`changed` says that `filters` chooses others now. Several values of one kind mean any of them.

    `down_key` says that the person goes on to the list, `entered_key` that they want what is found.
    """

    changed = Signal()
    down_key = Signal()
    entered_key = Signal()

    def __init__(self, catalogue: Catalogue, patience: int, parent: QWidget | None = None) -> None:
        """`patience` is the milliseconds between the last key and the search."""
        super().__init__(parent)
        self._catalogue = catalogue
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._flags: dict[str, None] = {}
        self._version = self._article = ""
        self._doubtful: frozenset[str] = frozenset()
        self._shown: list[Chip] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in quotations and commentary"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.button = outline_button(
            self.tr("Filter"), self.tr("Choose by layer, stance, severity, ask, status, audience, author, tag or place")
        )
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.button.setMenu(self._menu)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(patience)
        self._timer.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _words: self._timer.start())
        self._lay_out()

    @property
    def filters(self) -> Filters:
        values: dict[str, Any] = dict(self._chosen)
        if self._flags.keys() & {THIS_TEXT, THIS_ARTICLE} and self._version:
            values["version"] = (self._version,)
        if THIS_ARTICLE in self._flags and self._article:
            values["provision"] = (self._article,)
        if DOUBTFUL in self._flags:
            values["annotation"] = tuple(sorted(self._doubtful)) or ("",)
        return Filters(text=self.field.text().strip(), without_commentary=NO_COMMENTARY in self._flags, **values)

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered out at all."""
        return self.filters != Filters()

    def set_place(self, version: str, article: str = "") -> None:
        """Which text and which article of it (an eId) are read: what "this text" and "this article" mean."""
        moved = version != self._version, article != self._article
        self._version, self._article = version, article
        follows = moved[0] and THIS_TEXT in self._flags
        if follows or (any(moved) and THIS_ARTICLE in self._flags):
            self._show()

    def set_doubtful(self, annotations: Iterable[str]) -> None:
        """Which annotations (ids) do not fit their text and need somebody to look at them."""
        self._doubtful = frozenset(annotations)
        if DOUBTFUL in self._flags:
            self._show()

    def toggle(self, kind: str, value: str) -> None:
        """Choose a value of a kind ("category", "stance" …), or no longer."""
        values = self._chosen.get(kind, ())
        now = tuple(row for row in values if row != value) if value in values else (*values, value)
        self._chosen = {**self._chosen, kind: now} if now else {k: v for k, v in self._chosen.items() if k != kind}
        self._show()

    def toggle_flag(self, flag: str) -> None:
        """One of `THIS_TEXT`, `THIS_ARTICLE`, `NO_COMMENTARY`, `DOUBTFUL`, or no longer."""
        if flag in self._flags:
            del self._flags[flag]
        else:
            self._flags[flag] = None
        self._show()

    def reset(self) -> None:
        """Show everything."""
        self._chosen, self._flags = {}, {}
        self.field.clear()
        self._timer.stop()
        self._show()

    def take_typing(self, words: str) -> None:
        """Go on in the field with what was typed elsewhere."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.setText(self.field.text() + words)

    def flush(self) -> None:
        """Search now for what was just typed."""
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit()

    def menu(self) -> QMenu:
        """Everything that can be chosen, what is chosen ticked."""
        self._fill_menu()
        return self._menu

    @property
    def chips(self) -> list[Chip]:
        """What is chosen, each with a cross."""
        return list(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event.key())
        return super().eventFilter(watched, event)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._chips = QWidget()
        FlowLayout(self._chips)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._chips.hide()
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.field, 1)
        top.addWidget(self.button)
        layout = column(self, gap=6)
        layout.addLayout(top)
        layout.addWidget(self._chips)

    def _take_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Down:
            self.flush()
            self.down_key.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
            self.entered_key.emit()
        elif key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self.flush()
        else:
            return False
        return True

    def _show(self) -> None:
        clear(self._chips)
        self._shown = []
        for kind, values in self._chosen.items():
            for value in values:
                category = self._catalogue.category(value) if kind == "category" else None
                self._add_chip(Chip(self._name(kind, value), category), partial(self.toggle, kind, value))
        for flag in self._flags:
            self._add_chip(Chip(self._flag_names()[flag]), partial(self.toggle_flag, flag))
        self._chips.setVisible(bool(self._chosen) or bool(self._flags))
        self.changed.emit()

    def _add_chip(self, chip: Chip, remove: Callable[[], None]) -> None:
        chip.removed.connect(remove)
        self._shown.append(chip)
        flow(self._chips).addWidget(chip)

    def _flag_names(self) -> dict[str, str]:
        return {
            THIS_TEXT: self.tr("This text"),
            THIS_ARTICLE: self.tr("This article"),
            NO_COMMENTARY: self.tr("No commentary yet"),
            DOUBTFUL: self.tr("Needs review"),
        }

    def _fill_menu(self) -> None:
        self._menu.clear()
        for flag, name in self._flag_names().items():
            action = self._menu.addAction(name, partial(self.toggle_flag, flag))
            action.setCheckable(True)
            action.setChecked(flag in self._flags)
            here = {THIS_TEXT: self._version, THIS_ARTICLE: self._article, DOUBTFUL: self._doubtful}
            needed = here.get(flag, "always")
            action.setEnabled(bool(needed) or action.isChecked())
        self._menu.addSeparator()
        layers = [row.id for row in self._catalogue.codebook.layers]
        kinds = self._catalogue.facets
        self._add_values("category", self.tr("Layer"), layers)
        for kind, values in _LISTED.items():
            self._add_values(kind, field_name(kind), [*filter(None, values), *([""] if "" in values else [])])
        self._add_values("author", self.tr("Author"), sorted({row.author for row in kinds if row.author}))
        self._add_values("tag", self.tr("Tag"), sorted({tag for row in kinds for tag in row.tags}))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Clear filters"), self.reset).setEnabled(self.is_active)

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
        if kind == "severity" and not value:
            return self.tr("Severity not said")
        return choice_name(kind, value) if kind in _LISTED else value
