"""An unexpected error: what happened in a sentence, the details folded away, and how to pass them on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QWidget

from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import heading_label, plain_label, quiet_label

_FOLDED = QSize(620, 240)
_OPEN_HEIGHT = 520


class ProblemDialog(Dialog):
    """Shows `sentence`; `details` (a traceback) unfold and can be copied; `log` is the file that holds them too."""

    def __init__(self, sentence: str, details: str, log: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Something went wrong"), parent, _FOLDED)
        self._sentence = sentence
        self.body.addWidget(heading_label(self.tr("Something went wrong inside the program")))
        self.body.addWidget(plain_label(sentence))
        self.body.addWidget(quiet_label(self.tr("Everything that was saved is safe: each change is on disk at once.")))
        self.fold = QToolButton()
        self.fold.setText(self.tr("Details"))
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setAutoRaise(True)
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._unfold)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName(self.tr("Details"))
        row = QHBoxLayout()
        row.addWidget(self.fold)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.details, 1)
        if log is not None:
            where = quiet_label(self.tr("The log is in {file}").format(file=log))
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(where)
        self.body.addStretch(0)
        self.copy_button = self.buttons.addButton(self.tr("Copy details"), self.buttons.ButtonRole.ActionRole)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self.add_close().setFocus()
        self._unfold(False)

    def _unfold(self, unfolded: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self.details.setVisible(unfolded)
        self.resize(self.width(), max(self.height(), _OPEN_HEIGHT) if unfolded else _FOLDED.height())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._sentence}\n\n{self.details.toPlainText()}")
        self.copy_button.setText(self.tr("Copied"))
