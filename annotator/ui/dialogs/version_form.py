"""The fields of a version that a person may edit: how it is called and what a citation needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QWidget

from annotator.model.treaty import VERSION_KINDS, Version, VersionData
from annotator.ui.labels import quiet_label
from annotator.ui.words import choice_name

_LANGUAGES = ("ar", "en", "es", "fr", "nl", "ru", "zh")
_DATE = QRegularExpression(r"(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class VersionForm(QWidget):
    """Edits a `VersionData`. `changed` is emitted at every edit by the person.

    With `is_asking`, for words that say nothing of themselves, a name and a kind have to be given.
    """

    changed = Signal()

    def __init__(
        self,
        data: VersionData,
        known: Iterable[Version] = (),
        parent: QWidget | None = None,
        *,
        is_asking: bool = False,
    ) -> None:
        super().__init__(parent)
        self._is_asking = is_asking
        self._before = data
        self._lines = {name: QLineEdit() for name in _line_names()}
        self._kind = QComboBox()
        self._language = QComboBox()
        self._fill_lists()
        self._lay_out()
        self._complete("instrument", {row.data.instrument for row in known})
        self.set_data(data)
        for line in self._lines.values():
            line.textEdited.connect(self.changed)
        self._kind.activated.connect(self.changed)
        self._language.editTextChanged.connect(self.changed)

    def set_data(self, data: VersionData) -> None:
        """Show `data` as what there was before any edit."""
        self._before = data
        for name, line in self._lines.items():
            line.setText(getattr(data, name))
            line.setCursorPosition(0)
        self._kind.setCurrentIndex(-1 if self._is_asking else VERSION_KINDS.index(data.kind))
        self._show_language(data.language)

    def edit(self, given: Mapping[str, str]) -> None:
        """Put in these fields what a person has said of them before."""
        for name, value in given.items():
            if name == "kind":
                self._kind.setCurrentIndex(self._kind.findData(value))
            elif name == "language":
                self._show_language(value)
            else:
                self._lines[name].setText(value)
                self._lines[name].setCursorPosition(0)

    def data(self) -> VersionData:
        """What the form says now."""
        words = {name: " ".join(line.text().split()) for name, line in self._lines.items()}
        chosen = self._kind.currentIndex()
        kind = VERSION_KINDS[chosen] if chosen >= 0 else self._before.kind
        return replace(self._before, **words, kind=kind, language=self._tag())

    def given(self) -> dict[str, str]:
        """The fields that the person changed, as the operations take them."""
        now = self.data()
        names = [row.name for row in fields(VersionData)]
        return {name: getattr(now, name) for name in names if getattr(now, name) != getattr(self._before, name)}

    def line(self, name: str) -> QLineEdit:
        """The line of a field, for focus and tests."""
        return self._lines[name]

    def typed_in(self) -> tuple[str, int] | None:
        """The field of words that has the focus, and where its cursor stands."""
        return next(((name, line.cursorPosition()) for name, line in self._lines.items() if line.hasFocus()), None)

    def type_in(self, name: str, cursor: int) -> None:
        """Give a field of words the focus, its cursor at `cursor`."""
        self._lines[name].setFocus()
        self._lines[name].setCursorPosition(cursor)

    @property
    def kind(self) -> QComboBox:
        return self._kind

    @property
    def language(self) -> QComboBox:
        return self._language

    def problem(self) -> str:
        """What keeps the form from being used, in a sentence; empty where nothing does."""
        if not self._lines["date"].hasAcceptableInput():
            return self.tr("The date is not complete; write it as 2024-12-24, 2024-12 or 2024.")
        if not _TAG.fullmatch(self._tag()):
            return self.tr("The language is not known; choose one of the list, or write its code, such as “pt”.")
        return self._missing() if self._is_asking else ""

    def _show_language(self, tag: str) -> None:
        index = self._language.findData(tag)
        if index >= 0:
            self._language.setCurrentIndex(index)
        else:
            self._language.setEditText(tag)

    def _missing(self) -> str:
        if not self._lines["label"].text().strip():
            return self.tr("The text has no name yet; write what lists should call it.")
        if self._kind.currentIndex() < 0:
            return self.tr("Nobody has said what the text is; choose its kind, such as a draft or an official text.")
        return ""

    def _tag(self) -> str:
        typed = self._language.currentText().strip()
        index = self._language.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self._language.itemData(index)) if index >= 0 else typed

    def _fill_lists(self) -> None:
        for kind in VERSION_KINDS:
            self._kind.addItem(choice_name("kind", kind), kind)
        self._kind.setPlaceholderText(self.tr("Choose what it is…"))
        self._language.setEditable(True)
        self._language.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        names = self._language_names()
        for tag in sorted(_LANGUAGES, key=names.__getitem__):
            self._language.addItem(names[tag], tag)
        self._lines["date"].setValidator(QRegularExpressionValidator(_DATE, self))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        grid.setColumnMinimumWidth(2, 90)
        for row, pair in enumerate(_ROWS):
            for side, name in enumerate(pair):
                field = self._field(name)
                label = self._label(name)
                label.setBuddy(field)
                field.setAccessibleName(label.text().replace("&", ""))
                grid.addWidget(label, row, 2 * side, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(field, row, 2 * side + 1)
        for name, example in self._examples().items():
            self._lines[name].setPlaceholderText(example)

    def _field(self, name: str) -> QWidget:
        combos: dict[str, QWidget] = {"kind": self._kind, "language": self._language}
        return combos.get(name) or self._lines[name]

    def _label(self, name: str) -> QLabel:
        return quiet_label(self._labels()[name], wrap=False)

    def _complete(self, name: str, words: set[str]) -> None:
        completer = QCompleter(sorted(filter(None, words)), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._lines[name].setCompleter(completer)

    def _labels(self) -> dict[str, str]:
        return {
            "label": self.tr("&Name in this library"),
            "instrument": self.tr("Instru&ment"),
            "short_title": self.tr("Short &title"),
            "kind": self.tr("&Kind"),
            "language": self.tr("Lan&guage"),
            "symbol": self.tr("Document &symbol"),
            "series": self.tr("S&eries"),
            "date": self.tr("&Date"),
            "place": self.tr("&Place"),
            "url": self.tr("&Web address"),
        }

    def _examples(self) -> dict[str, str]:
        return {
            "label": self.tr("what lists and panes call it, such as “UNCC, draft of 9 August”"),
            "instrument": self.tr("the full title of the treaty"),
            "short_title": self.tr("as a citation gives it"),
            "symbol": "A/RES/79/243",
            "series": "2225 UNTS 209",
            "date": "2024-12-24",
            "place": self.tr("where it was adopted"),
            "url": self.tr("where the official text is published"),
        }

    def _language_names(self) -> dict[str, str]:
        return {
            "ar": self.tr("Arabic"),
            "en": self.tr("English"),
            "es": self.tr("Spanish"),
            "fr": self.tr("French"),
            "nl": self.tr("Dutch"),
            "ru": self.tr("Russian"),
            "zh": self.tr("Chinese"),
        }


_ROWS = (("label", "kind"), ("instrument", "language"), ("short_title", "date"), ("symbol", "place"), ("url", "series"))


def _line_names() -> list[str]:
    return [row.name for row in fields(VersionData) if row.name not in ("kind", "language")]
