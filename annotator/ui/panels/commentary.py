"""The commentary: Markdown as it is typed, and as it will be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.linking import Proposal, ProvisionLink
from annotator.ui.panels.commentary_edit import CommentaryEdit, MarkdownBar
from annotator.ui.panels.frames import column, outline_button
from annotator.ui.panels.markdown_view import Home, MarkdownView, trouble_sentence

_LEAST, _MOST = 6, 22
_VIEW_MOST = 420
_WIDE = 620
"""Pixels from which on there is room for words and preview side by side."""
_PAUSE = 120


class CommentaryEditor(QWidget):
    """An editor with its tools and, at Ctrl+Shift+P, a preview: in its place, or in a wide panel beside it, where it
    follows the typing. Enter or a double click in the preview goes back to writing.

    `link_activated` carries the address of a web link, `provision_activated` a version and an eId, `lost` a sentence on
    a link that leads nowhere.
    """

    link_activated = Signal(str)
    provision_activated = Signal(str, str)
    lost = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home: Home | None = None
        self.edit = CommentaryEdit(_LEAST, _MOST)
        self.edit.setAccessibleName(self.tr("Commentary"))
        self.edit.setPlaceholderText(self.tr("Commentary: why does this passage matter? [[ links to a provision."))
        self.edit.completion.propose = self._propose
        self.bar = MarkdownBar(self.edit)
        self.view = MarkdownView()
        self.view.setAccessibleName(self.tr("Commentary, as it will be read"))
        self.view.hide()
        self.preview_button = outline_button(
            self.tr("Preview"), self.tr("Show the commentary as it will be read (Ctrl+Shift+P)")
        )
        self.preview_button.setCheckable(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._lay_out()
        self._connect()

    @property
    def is_preview(self) -> bool:
        return self.preview_button.isChecked()

    def add_shortcut(self, panel: QWidget) -> None:
        """Let Ctrl+Shift+P switch the preview wherever in `panel` the focus is."""
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+P"), panel)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.preview_button.toggle)

    def set_home(self, home: Home, words_of: Callable[[Proposal], str] | None = None) -> None:
        """Where links to provisions are looked for; `words_of` gives the first words of one that has no heading."""
        self._home = home
        self.edit.completion.words_of = words_of

    def show_words(self, words: str) -> None:
        self.edit.show_words(words)
        if self.is_preview:
            self._render()

    def set_editable(self, is_editable: bool) -> None:
        self.edit.setReadOnly(not is_editable)
        self.bar.setVisible(is_editable)

    def focus(self) -> None:
        """Put the cursor at the end of the words."""
        if not self._is_wide:
            self.preview_button.setChecked(False)
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        if self.is_preview:
            self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if _asks_to_write(event) and not self.edit.isReadOnly() and not self._is_on_link():
            self.focus()
            return True
        return super().eventFilter(watched, event)

    @property
    def _is_wide(self) -> bool:
        return self.width() >= _WIDE

    def _is_on_link(self) -> bool:
        """Enter follows a link that Tab went to."""
        return self.view.textCursor().hasSelection()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.bar, 1)
        top.addWidget(self.preview_button, 0, Qt.AlignmentFlag.AlignTrailing)
        self._both = QHBoxLayout()
        self._both.setSpacing(6)
        self._both.addWidget(self.edit, 1, Qt.AlignmentFlag.AlignTop)
        self._both.addWidget(self.view, 1, Qt.AlignmentFlag.AlignTop)
        layout = column(self, gap=4)
        layout.addLayout(top)
        layout.addLayout(self._both)

    def _connect(self) -> None:
        self.view.installEventFilter(self)
        self.view.viewport().installEventFilter(self)
        self.preview_button.toggled.connect(self._preview)
        self.edit.typed.connect(lambda _words: self._pause.start() if self.is_preview else None)
        self.edit.followed.connect(self._follow)
        self._pause.timeout.connect(self._render)
        self.view.link_activated.connect(self.link_activated)
        self.view.provision_activated.connect(self.provision_activated)
        self.view.lost.connect(self.lost)

    def _propose(self, typed: str) -> list[Proposal]:
        return self._home.linker.propose(typed, self._home.version) if self._home else []

    def _follow(self, link: ProvisionLink) -> None:
        if self._home is None:
            return
        target = self._home.linker.find(link.target, self._home.version)
        if target.version is None:
            self.lost.emit(trouble_sentence(link, target))
        else:
            self.provision_activated.emit(target.version.id, target.provision.eid if target.provision else "")

    def _preview(self, is_preview: bool) -> None:
        had_focus = self.edit.hasFocus() or self.view.hasFocus()
        self._render()
        if had_focus:
            shown = self.view if is_preview and not self.edit.isVisibleTo(self) else self.edit
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render(self) -> None:
        """Show words, preview or both, the preview as high as it needs."""
        is_shown = self.is_preview and bool(self.edit.words.strip())
        self.view.setVisible(is_shown)
        self.edit.setVisible(self._is_wide or not is_shown)
        if not is_shown:
            return
        place = self.view.verticalScrollBar().value()
        self.view.show_markdown(self.edit.words, self._home)
        self.view.document().setTextWidth(self.view.viewport().width())
        height = int(self.view.document().size().height()) + 14
        self.view.setFixedHeight(min(max(height, self.edit.minimumHeight()), _VIEW_MOST))
        self.view.verticalScrollBar().setValue(place)


def _asks_to_write(event: QEvent) -> bool:
    if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.type() == QEvent.Type.MouseButtonDblClick
