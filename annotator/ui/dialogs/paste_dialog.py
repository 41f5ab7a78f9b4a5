"""Paste: words from the clipboard become a version, looked at in the same way as a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from annotator.operations.reading import Batch, read_pasted
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.readings_dialog import ReadingsDialog
from annotator.ui.labels import GAP, quiet_label
from annotator.ui.tasks import Progress, Task


class PasteDialog(ReadingsDialog):
    """Takes pasted words, prefilled from the clipboard; then shows what was read in them."""

    is_pasted = True

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, self.tr("Paste a text"), parent)
        self.words = QPlainTextEdit()
        self.words.setPlainText(QGuiApplication.clipboard().text())
        self.words.setTabChangesFocus(True)
        self.words.setPlaceholderText(self.tr("Paste the words here."))
        self.words.setAccessibleName(self.tr("The text to import"))
        self.words.textChanged.connect(self._update)
        self._views.addWidget(self._words_view())
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        self.back_button = self.buttons.addButton(self.tr("Back"), self.buttons.ButtonRole.ActionRole)
        self.back_button.setAutoDefault(False)
        self.back_button.clicked.connect(self._ask)
        self._ask()

    def accept(self) -> None:
        if not self._asking:
            super().accept()
        elif self.accept_button.isEnabled():
            self._read()

    @property
    def _asking(self) -> bool:
        return self._views.currentIndex() == 2

    def _words_view(self) -> QWidget:
        view = QWidget()
        layout = QVBoxLayout(view)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(
            quiet_label(
                self.tr("Articles and paragraphs are found by their numbers. Nothing is added before you have seen it.")
            )
        )
        layout.addWidget(self.words, 1)
        return view

    def _ask(self) -> None:
        """Show the words again; what was read in them is forgotten."""
        if self._task is not None:
            return
        self._forget()
        self._views.setCurrentIndex(2)
        self.words.setFocus()
        self._update()

    def _read(self) -> None:
        # toPlainText would turn non-breaking spaces into ordinary ones
        text = self.words.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

        def read(_progress: Progress, _cancelled: Callable[[], bool]) -> Batch:
            return read_pasted(text)

        self.back_button.setVisible(False)
        self.start(Task(read, self))

    def _forget(self) -> None:
        self.notice.say("")
        self._waiting.clear()
        self._groups.clear()
        self.list.clear()
        for page in self.pages:
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()

    def _update(self) -> None:
        super()._update()
        self.back_button.setVisible(self._views.currentIndex() == 1)
        self.back_button.setEnabled(self._task is None)
        if self._asking:
            self.accept_button.setVisible(True)
            self.accept_button.setText(self.tr("Read it"))
            self.accept_button.setEnabled(bool(self.words.toPlainText().strip()))
