"""Erasing for good: what goes, what cannot be called back, and the question whether."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from annotator.operations.annotating import erase_annotations
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import heading_label, plain_label


class EraseDialog(Dialog):
    """Asks before one annotation is erased; Cancel is the default."""

    def __init__(self, bridge: Bridge, annotation: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Erase for good"), parent, QSize(520, 220))
        self._bridge, self._annotation = bridge, annotation
        self.body.addWidget(heading_label(self.tr("Erase this annotation for good?")))
        self.body.addWidget(
            plain_label(
                self.tr(
                    "Its words are removed from this library: from the notes, the history, the search index, drafts "
                    "and backups beside it. This cannot be undone. Copies that were already sent out live on."
                )
            )
        )
        erase = self.buttons.addButton(self.tr("Erase"), QDialogButtonBox.ButtonRole.DestructiveRole)
        erase.setAutoDefault(False)
        erase.clicked.connect(self._erase)
        cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)

    def _erase(self) -> None:
        self._bridge.act(erase_annotations, [self._annotation])
        self.accept()
