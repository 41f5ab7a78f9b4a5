"""What is in the library's file, and whether all is well with it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.model.problems import Problem
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.notice import Notice
from annotator.ui.labels import add_row, form_layout, heading_label, plain_label
from annotator.ui.words import number_words

_SHOWN = 6


class LibraryDialog(Dialog):
    """Path, size and counts of the open library; Check reads the whole file through."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("This library"), parent, QSize(640, 0))
        self._bridge = bridge
        path = bridge.library.path
        self.body.addWidget(heading_label(path.stem))
        form = form_layout()
        for name, value in self._facts().items():
            add_row(form, name, _selectable(value))
        self.body.addLayout(form)
        self.finding = Notice("done")
        self.body.addWidget(self.finding)
        self.body.addStretch(1)
        self.check_button = QPushButton(self.tr("Check the file"))
        self.check_button.setAutoDefault(False)
        self.check_button.clicked.connect(self._check)
        row = QHBoxLayout()
        row.addWidget(self.check_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_close().setFocus()

    def _facts(self) -> dict[str, str]:
        library = self._bridge.library
        versions = library.versions()
        size = QLocale().formattedDataSize(library.path.stat().st_size if library.path.exists() else 0)
        writing = self.tr("open for writing") if library.is_writable else self.tr("open for reading only")
        return {
            self.tr("File"): str(library.path),
            self.tr("Size"): f"{size}, {writing}",
            self.tr("Texts"): self.tr("{count}, with {characters} characters").format(
                count=number_words(len(versions)), characters=number_words(sum(row.characters for row in versions))
            ),
            self.tr("Annotations"): number_words(sum(row.annotations for row in versions)),
            self.tr("Codebook"): self.tr("{name}, {count} layers").format(
                name=library.codebook().name, count=len(library.codebook().layers)
            ),
            self.tr("Authorities"): number_words(len(library.authorities())),
        }

    def _check(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            found = self._bridge.library.problems()
        except Problem as problem:
            found = [str(problem)]
        finally:
            QGuiApplication.restoreOverrideCursor()
        if not found:
            self.finding.say(self.tr("All is well: the file is whole and every annotation has its passage."), "done")
            return
        more = [self.tr("{count} more.").format(count=len(found) - _SHOWN)] if len(found) > _SHOWN else []
        self.finding.say("\n".join([*found[:_SHOWN], *more]), "warning")


def _selectable(text: str) -> QLabel:
    label = plain_label(text)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return label
