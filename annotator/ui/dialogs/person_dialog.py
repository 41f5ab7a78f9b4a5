"""Who is at work here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.model.annotation import Person
from annotator.settings import INTRODUCED, NAME, ORGANISATION, Settings
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import add_row, form_layout, quiet_label


class PersonDialog(Dialog):
    """Asks for name and organisation, and keeps them in the settings. `saved` carries the Person."""

    saved = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Who I am"), parent, QSize(520, 0))
        self._settings = settings
        person = settings.person
        self.name = QLineEdit(person.name)
        self.organisation = QLineEdit(person.organisation)
        form = form_layout()
        add_row(form, self.tr("&Name"), self.name)
        add_row(form, self.tr("&Organisation"), self.organisation)
        self.body.addLayout(form)
        self.body.addWidget(quiet_label(self._where()))
        self.body.addStretch(1)
        self.add_accept(self.tr("Save"))
        self.add_cancel()
        self.name.setFocus()

    def accept(self) -> None:
        person = Person(*(" ".join(line.text().split()) for line in (self.name, self.organisation)))
        self._settings.set(NAME, person.name)
        self._settings.set(ORGANISATION, person.organisation)
        self._settings.set(INTRODUCED, True)
        super().accept()
        self.saved.emit(person)

    def _where(self) -> str:
        return self.tr(
            "Your annotations and the history carry both from now on, and internal copies of a brief give them. "
            "A public brief names nobody. Earlier annotations keep the name they were made under."
        )
