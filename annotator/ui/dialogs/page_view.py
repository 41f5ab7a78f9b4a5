"""Pages made from words that may be anyone's: shown without loading anything, links only after a question."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QTextBrowser, QWidget

from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import plain_label, quiet_label

_OUTSIDE = ("http", "https", "mailto")


class PageView(QTextBrowser):
    """A browser that loads nothing: no picture, no style sheet, no address.

    `page_wanted` carries a link that has no scheme ("4-keyboard.md#panes"); a link to the outside is opened only
    after a dialog that shows its target. Links of any other kind do nothing.
    """

    page_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._follow)

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:  # noqa: N802 (Qt's name)
        return None

    def _follow(self, target: QUrl) -> None:
        if not target.scheme():
            if target.path():
                self.page_wanted.emit(target.toString())
            else:
                self.scrollToAnchor(target.fragment())
        elif target.scheme() in _OUTSIDE:
            LinkDialog(target, self).open()


class LinkDialog(Dialog):
    """Shows where a link leads, before it leads there."""

    def __init__(self, target: QUrl, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Open a link"), parent, QSize(560, 0))
        self._target = target
        self.address = plain_label(target.toDisplayString(QUrl.ComponentFormattingOption.FullyEncoded))
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(quiet_label(self.tr("This address will be opened in your browser, outside this program:")))
        self.body.addWidget(self.address)
        self.body.addStretch(1)
        self.add_accept(self.tr("Open it"))
        self.copy_button = self.buttons.addButton(self.tr("Copy it"), self.buttons.ButtonRole.ActionRole)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self.add_cancel()

    def accept(self) -> None:
        super().accept()
        QDesktopServices.openUrl(self._target)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._target.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        self.reject()
