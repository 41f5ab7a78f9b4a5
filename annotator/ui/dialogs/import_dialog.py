"""Import: files are read in the background, looked at, and then made versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from annotator.operations.reading import Batch, read_texts
from annotator.sources import SUFFIXES
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.readings_dialog import ReadingsDialog
from annotator.ui.tasks import Progress, Task


class ImportDialog(ReadingsDialog):
    """Imports the files at `paths` (and those in folders among them); reading starts at once."""

    def __init__(self, bridge: Bridge, paths: list[Path], parent: QWidget | None = None) -> None:
        super().__init__(bridge, self.tr("Import texts"), parent)

        def read(progress: Progress, cancelled: Callable[[], bool]) -> Batch:
            return read_texts(paths, progress=progress, cancelled=cancelled)

        self.start(Task(read, self))


def file_filter() -> str:
    """What a file dialog offers to choose from, as QFileDialog wants it."""
    patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES if suffix)
    texts = QCoreApplication.translate("ImportDialog", "Texts")
    return f"{texts} ({patterns});;{QCoreApplication.translate('ImportDialog', 'All files')} (*)"
