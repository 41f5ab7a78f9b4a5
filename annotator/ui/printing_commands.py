"""Commands that put something on paper or into a PDF file, and the sheet of shortcuts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.model.treaty import Version
from annotator.ui.print_pages import PrintPages, page_width, paper_theme, set_margins

if TYPE_CHECKING:
    from annotator.ui.window import Window

_PREVIEW = QSize(1000, 860)


class PrintingCommands(QObject):
    """What `Commands` has of these."""

    _window: Window

    def print_text(self) -> None:
        """A preview of the active text with the layers that are shown; from there to a printer."""
        version = self._printable()
        if version:
            printer = _printer(version.name)
            preview = self._preview(printer, self.tr("Print: {name}").format(name=version.name))
            preview.paintRequested.connect(self._print)
            preview.open()

    def save_pdf(self) -> None:
        """The same as a PDF file."""
        version = self._printable()
        if version is None:
            return
        suggested = str(Path.home() / f"{version.name.replace('/', '-')}.pdf")
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the text as PDF"), suggested, self.tr("PDF files (*.pdf)")
        )
        if name:
            self.write_pdf(Path(name))

    def write_pdf(self, target: Path) -> None:
        """Write the active text to `target`; a sentence says where it is, or why it could not be written."""
        path = target if target.suffix else target.with_suffix(".pdf")
        printer = _printer(path.stem)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        try:
            path.touch()
        except OSError as error:
            why = self.tr("{path} could not be written: {why}. Choose another folder.")
            self._window.bridge.problem.emit(why.format(path=path, why=error.strerror))
            return
        self._print(printer)
        self._window.statusBar().showMessage(self.tr("Saved as {path}").format(path=path), 8000)

    def show_shortcuts(self) -> None:
        from annotator.ui.dialogs.shortcut_sheet import ShortcutSheet

        sheet = ShortcutSheet(self._window)
        sheet.print_requested.connect(self._print_sheet)
        sheet.guide_requested.connect(self._window.commands.show_guide)
        sheet.open()

    def _printable(self) -> Version | None:
        version = self._window.room.active.version
        if version is None:
            self._window.statusBar().showMessage(self.tr("Choose a text first."), 4000)
        return version

    def _print(self, printer: QPrinter) -> None:
        reader = self._window.room.active.reader
        decorations = reader.laid_out_for(paper_theme(), page_width(printer))
        if decorations:
            PrintPages(decorations, reader.data).print_to(printer)
            decorations.document.deleteLater()

    def _print_sheet(self, sheet: QTextDocument) -> None:
        preview = self._preview(_printer(self.tr("Keyboard shortcuts")), self.tr("Print: keyboard shortcuts"))
        preview.paintRequested.connect(sheet.print_)
        preview.open()

    def _preview(self, printer: QPrinter, title: str) -> Preview:
        return Preview(printer, title, self._window)


class Preview(QPrintPreviewDialog):
    """Frees itself once it is closed. It keeps the printer, which Qt does not."""

    def __init__(self, printer: QPrinter, title: str, parent: QWidget) -> None:
        super().__init__(printer, parent)
        self._printer = printer
        self.setWindowTitle(title)
        self.resize(_PREVIEW.boundedTo(parent.screen().availableSize() * 0.92))
        self.finished.connect(self.deleteLater)


def _printer(name: str) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setCreator("")
    set_margins(printer)
    return printer
