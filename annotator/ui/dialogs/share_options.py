"""For whom a shared file is, under which names, and what goes along."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from annotator.model.annotation import Audience, Person
from annotator.model.sharing import Disguise, Names, SharingOptions
from annotator.ui.labels import GAP, heading_label, quiet_label
from annotator.ui.words import choice_name

_INDENT = 24
_AUDIENCES: tuple[Audience, ...] = ("coalition", "public", "organisation")


class ShareOptions(QWidget):
    """`audiences()` and `options()` are what the person wants; `edited` tells of a change."""

    edited = Signal()

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = person
        self.for_whom = {value: QCheckBox(choice_name("audience", value)) for value in _AUDIENCES}
        self.names: dict[Names, QRadioButton] = {
            "kept": QRadioButton(self.tr("Everybody under their &name")),
            "pseudonym": QRadioButton(self.tr("Everybody under one &pseudonym")),
            "none": QRadioButton(self.tr("N&obody is named")),
        }
        self.pseudonym = QLineEdit()
        self.signed = QLineEdit()
        self.coarse_times = QCheckBox(self.tr("&Days in place of times"))
        self.texts = QCheckBox(self.tr("The &words of the texts"))
        self.replies = QCheckBox(self.tr("&Replies under annotations"))
        self._group = QButtonGroup(self)
        self._fill()
        self._lay_out()
        self._connect()
        self._follow()

    def audiences(self) -> tuple[Audience, ...]:
        """Empty where none is chosen: then nothing can leave."""
        return tuple(value for value, box in self.for_whom.items() if box.isChecked())

    def options(self) -> SharingOptions:
        return SharingOptions(
            names=next(value for value, button in self.names.items() if button.isChecked()),
            pseudonym=self.pseudonym.text(),
            coarse_times=self.coarse_times.isChecked(),
            texts=self.texts.isChecked(),
            replies=self.replies.isChecked(),
            sender=" ".join(self.signed.text().split()) or None,
        )

    def _fill(self) -> None:
        for value, box in self.for_whom.items():
            box.setChecked(value != "organisation")
        for button in self.names.values():
            self._group.addButton(button)
        self.names["kept"].setChecked(True)
        self.texts.setChecked(True)
        self.replies.setChecked(True)
        self.pseudonym.setPlaceholderText(self.tr("Pseudonym"))
        self.pseudonym.setAccessibleName(self.tr("Pseudonym"))
        self.signed.setAccessibleName(self.tr("What the file says of who made it"))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(heading_label(self.tr("For whom"), 1.08))
        for box in self.for_whom.values():
            layout.addWidget(box)
        layout.addWidget(_under(quiet_label(self.tr("What you wrote only for yourself never leaves."))))
        layout.addSpacing(GAP)
        layout.addWidget(heading_label(self.tr("Under which names"), 1.08))
        for value, button in self.names.items():
            layout.addWidget(button)
            if value == "pseudonym":
                layout.addWidget(_under(self.pseudonym))
        label = quiet_label(self.tr("&Sent by"), wrap=False)
        label.setBuddy(self.signed)
        layout.addWidget(label)
        layout.addWidget(self.signed)
        layout.addWidget(self.coarse_times)
        layout.addSpacing(GAP)
        layout.addWidget(heading_label(self.tr("What goes along"), 1.08))
        layout.addWidget(self.texts)
        hashes = self.tr("Without them partners need the same texts; quotations always go along.")
        layout.addWidget(_under(quiet_label(hashes)))
        layout.addWidget(self.replies)

    def _connect(self) -> None:
        for box in (*self.for_whom.values(), self.coarse_times, self.texts, self.replies):
            box.toggled.connect(self._follow)
        self._group.buttonToggled.connect(self._follow)
        for line in (self.pseudonym, self.signed):
            line.textChanged.connect(self._follow)
        self.names["pseudonym"].clicked.connect(self.pseudonym.setFocus)

    def _follow(self) -> None:
        options = self.options()
        self.pseudonym.setEnabled(options.names == "pseudonym")
        usual = Disguise(options).author(str(self._person))
        self.signed.setPlaceholderText(usual or self.tr("nobody"))
        self.edited.emit()


def _under(widget: QWidget) -> QWidget:
    """Set in below what it belongs to."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(_INDENT, 0, 0, 0)
    layout.addWidget(widget)
    return holder
