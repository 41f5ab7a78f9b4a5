"""The commentary: Markdown as it is typed, and as it will be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.panels.frames import caption, column, outline_button
from annotator.ui.panels.growing_edit import GrowingEdit
from annotator.ui.panels.markdown_view import MarkdownView

_LEAST, _MOST = 6, 22
_VIEW_MOST = 420


class CommentaryEditor(QWidget):
    """An editor and, at Ctrl+Shift+P, a preview of the same height. `link_activated` carries the target of a link."""

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = GrowingEdit(_LEAST, _MOST)
        self.edit.setAccessibleName(self.tr("Commentary"))
        self.edit.setPlaceholderText(self.tr("Why does this passage matter? **Markdown** works here."))
        self.view = MarkdownView()
        self.view.setAccessibleName(self.tr("Commentary, as it will be read"))
        self.view.hide()
        self.view.link_activated.connect(self.link_activated)
        self.preview_button = outline_button(
            self.tr("Preview"), self.tr("Show the commentary as it will be read (Ctrl+Shift+P)")
        )
        self.preview_button.setCheckable(True)
        self.preview_button.toggled.connect(self._preview)
        top = QHBoxLayout()
        label = caption(self.tr("Commentary"))
        label.setBuddy(self.edit)
        top.addWidget(label, 1)
        top.addWidget(self.preview_button)
        layout = column(self, gap=4)
        layout.addLayout(top)
        layout.addWidget(self.edit)
        layout.addWidget(self.view)

    @property
    def is_preview(self) -> bool:
        return self.preview_button.isChecked()

    def add_shortcut(self, panel: QWidget) -> None:
        """Let Ctrl+Shift+P switch the preview wherever in `panel` the focus is."""
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+P"), panel)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.preview_button.toggle)

    def show_words(self, words: str) -> None:
        self.edit.show_words(words)
        if self.is_preview:
            self._render()

    def set_editable(self, is_editable: bool) -> None:
        self.edit.setReadOnly(not is_editable)

    def focus(self) -> None:
        """Put the cursor at the end of the words."""
        self.preview_button.setChecked(False)
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _preview(self, is_preview: bool) -> None:
        had_focus = self.edit.hasFocus() or self.view.hasFocus()
        self.edit.setVisible(not is_preview)
        self.view.setVisible(is_preview)
        if is_preview:
            self._render()
        if had_focus:
            (self.view if is_preview else self.edit).setFocus(Qt.FocusReason.OtherFocusReason)

    def _render(self) -> None:
        self.view.show_markdown(self.edit.words)
        self.view.document().setTextWidth(self.view.viewport().width())
        height = int(self.view.document().size().height()) + 14
        self.view.setFixedHeight(min(max(height, self.edit.minimumHeight()), _VIEW_MOST))
