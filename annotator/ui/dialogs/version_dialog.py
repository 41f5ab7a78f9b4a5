"""Edit what a version is called and what its citation needs; its words never change."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from annotator.model.citing import instrument_citation
from annotator.model.treaty import Version
from annotator.operations.importing import edit_version
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.version_form import VersionForm
from annotator.ui.labels import plain_label, quiet_label
from annotator.ui.words import number_words


class VersionDialog(Dialog):
    """Edits the data of `version`, and shows how a brief will cite it."""

    def __init__(self, bridge: Bridge, version: Version, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Version"), parent, QSize(820, 0))
        self._bridge = bridge
        self._version = version
        self.form = VersionForm(version.data, bridge.library.versions())
        self.citation = plain_label()
        self.body.addWidget(self.form)
        self.body.addSpacing(4)
        self.body.addWidget(quiet_label(self.tr("Briefs cite it as")))
        self.body.addWidget(self.citation)
        self.body.addWidget(quiet_label(self._facts()))
        self.body.addStretch(1)
        self.tell_problems_of(bridge)
        self.accept_button = self.add_accept(self.tr("Save"))
        self.add_cancel()
        self.form.changed.connect(self._update)
        self.form.line("label").setFocus()
        self._update()

    def accept(self) -> None:
        if not self.accept_button.isEnabled():
            return
        saved = self._bridge.act(edit_version, self._version.id, self.form.given(), self._bridge.person)
        if saved is not None:
            super().accept()

    def _facts(self) -> str:
        if self._version.source_name:
            facts = self.tr("{characters} characters, imported {day} from {file}. The words of a version never change.")
        else:
            facts = self.tr("{characters} characters, from a partner's file. The words of a version never change.")
        return facts.format(
            characters=number_words(self._version.characters),
            day=self._version.imported[:10],
            file=self._version.source_name,
        )

    def _update(self) -> None:
        self.citation.setText(instrument_citation(self.form.data()))
        taken = {row.name for row in self._bridge.library.versions() if row.id != self._version.id}
        problem = self.form.problem()
        if self.form.data().label in taken:
            problem = self.tr("Another version has this name; choose one that tells them apart.")
        self.problem.say(problem)
        self.accept_button.setEnabled(not problem)
