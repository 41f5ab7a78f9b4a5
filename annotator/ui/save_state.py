"""What the status line says of one's work: that it is saved and since when, being written, or cannot be."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, QTime
from PySide6.QtWidgets import QLabel, QWidget


class SaveState(QLabel):
    """Words with a sign, never a colour alone. The tool tip names the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("State of your work"))
        self._is_pending = False
        self._is_writable = True
        self._file = ""

    def show_opened(self, path: Path | None, *, is_writable: bool) -> None:
        """Another library, or none."""
        self._is_pending = False
        self._is_writable = is_writable
        self._file = str(path) if path else ""
        self.setToolTip(self._file)
        if path is None:
            self.clear()
        elif is_writable:
            self.setText(self.tr("✓ Saved"))
        else:
            self.setText(self.tr("⊘ Read only: nothing is changed"))

    def show_saved(self) -> None:
        """All that was typed is in the file. Where nothing can be written, nothing was."""
        if not self._is_writable:
            return
        self._is_pending = False
        self.setToolTip(self._file)
        now = QLocale().toString(QTime.currentTime(), QLocale.FormatType.ShortFormat)
        self.setText(self.tr("✓ Saved at {time}").format(time=now))

    def show_writing(self) -> None:
        """Something is typed that the file does not have yet."""
        self._is_pending = True
        self.setText(self.tr("… Saving"))

    def show_refused(self, why: str) -> None:
        """The disk does not take it: `why` in a sentence."""
        self._is_pending = True
        self.setText(self.tr("⚠ {why}").format(why=why))

    def show_problem(self, sentence: str) -> None:
        """Something went wrong; where words are waiting to be saved, they are still only here."""
        if self._is_pending:
            self.setText(self.tr("⚠ Not saved yet"))
            self.setToolTip(sentence)
