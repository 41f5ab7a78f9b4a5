"""Where a file is to be written: its path, a button to choose it, and the question before one is replaced."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from annotator.ui.labels import quiet_label


class TargetRow(QWidget):
    """`line` has the path as the person writes it, `path()` the file that is meant; `edited` tells of a change.

    The title is that of the system's dialog, the suffix (with its dot) what a name without an ending gets.
    """

    edited = Signal()

    def __init__(self, title: str, suffix: str, suggested: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._suffix = title, suffix
        self._agreed: Path | None = None
        self.line = QLineEdit(str(suggested))
        self.line.setAccessibleName(self.tr("File to write"))
        label = quiet_label(self.tr("&File"), wrap=False)
        label.setBuddy(self.line)
        self.button = QPushButton(self.tr("Choose…"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.line.textChanged.connect(self._follow)

    def path(self) -> Path | None:
        """The file that is meant, or None where nothing is named."""
        written = self.line.text().strip()
        path = Path(written).expanduser()
        if not written or not path.name:
            return None
        return path if path.suffix.lower() == self._suffix else path.with_name(path.name + self._suffix)

    def would_replace(self) -> bool:
        """Whether a file lies there that nobody has agreed to replace."""
        path = self.path()
        return path is not None and path != self._agreed and path.exists()

    def agree(self) -> None:
        """What lies there now may be replaced."""
        self._agreed = self.path()

    def _follow(self) -> None:
        self._agreed = None
        self.edited.emit()

    def _browse(self) -> None:
        dialog = QFileDialog(self, self._title, self.line.text(), f"(*{self._suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self._suffix.removeprefix("."))
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, file: str) -> None:
        """The system's dialog has asked already whether the file may be replaced."""
        self.line.setText(file)
        self.agree()


def folder_to_write_to(last: Path | None) -> Path:
    """Where the last file was written, else the person's documents, else their home."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    wanted = (last, Path(documents) if documents else None)
    # Qt names a folder for documents also where nobody has made one
    return next((row for row in wanted if row is not None and row.is_dir()), Path.home())
