"""What others answered to a note, and a field for another answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.annotation import Person, Reply, answer_draft
from annotator.model.linking import Proposal
from annotator.ui.panels.commentary_edit import CommentaryEdit
from annotator.ui.panels.dates import moment
from annotator.ui.panels.frames import Section, caption, clear, column, tab_before, text_button
from annotator.ui.panels.looks import hairline
from annotator.ui.panels.markdown_view import FittedMarkdown, Home
from annotator.ui.panels.reply_drafts import ReplyDrafts

_MOST = 10


class Replies(Section):
    """The thread. `replied` carries the words of an answer, `edited` a reply's id and its new words, `deleted` an id.

    What is not sent yet waits for its annotation, through a crash too, and stays while others write.
    """

    replied = Signal(str)
    edited = Signal(str, str)
    deleted = Signal(str)
    link_activated = Signal(str)
    provision_activated = Signal(str, str)
    lost = Signal(str)

    def __init__(self, drafts: ReplyDrafts, parent: QWidget | None = None) -> None:
        body = QWidget()
        super().__init__(body, parent)
        self.heading.setText(self.tr("Replies"))
        self.drafts = drafts
        self._annotation = ""
        self._is_editable = True
        self._home: Home | None = None
        self.entries: list[ReplyEntry] = []
        self._list = QWidget()
        column(self._list, gap=12)
        self.field = _ReplyEdit()
        self.field.setPlaceholderText(self.tr("Reply"))
        self.field.setAccessibleName(self.tr("Reply"))
        self.field.completion.propose = self._propose
        self.send_button = QPushButton(self.tr("Reply"))
        self.send_button.setToolTip(self.tr("Send (Ctrl+Enter)"))
        self.send_button.clicked.connect(lambda _checked: self._send())
        self.field.typed.connect(self._note)
        self.field.sent.connect(self._send)
        layout = column(body)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.addWidget(self._list)
        layout.addWidget(self.field)
        layout.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_replies(
        self, annotation: str, replies: Sequence[Reply], home: Home, is_own: Callable[[Reply], bool]
    ) -> None:
        """Show those of an annotation; one's own can be edited and deleted."""
        self._annotation, self._home = annotation, home
        clear(self._list)
        rows = self._list.layout()
        assert isinstance(rows, QVBoxLayout)
        self.entries = []
        for reply in replies:
            entry = ReplyEntry(reply, home, is_own=is_own(reply) and self._is_editable)
            self._connect(entry)
            rows.addWidget(entry)
            self.entries.append(entry)
        tab_before(self.field, [part for entry in self.entries for part in entry.tab_stops])
        self._list.setVisible(bool(replies))
        self.field.show_words(self.drafts.words(answer_draft(annotation)) or "")
        self._show_button()
        self._count()

    def set_editable(self, is_editable: bool) -> None:
        self._is_editable = is_editable
        for entry in self.entries:
            entry.set_editable(is_editable)
        self.field.setVisible(is_editable)
        self._show_button()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _connect(self, entry: ReplyEntry) -> None:
        id = entry.reply.id
        entry.view.link_activated.connect(self.link_activated)
        entry.view.provision_activated.connect(self.provision_activated)
        entry.view.lost.connect(self.lost)
        entry.edit.completion.propose = self._propose
        entry.deleted.connect(lambda: self.deleted.emit(id))
        entry.edited.connect(lambda words: self.edited.emit(id, words))
        entry.edit.typed.connect(lambda words: self.drafts.type(id, words))
        entry.began.connect(lambda: self.drafts.type(id, entry.edit.words))
        entry.ended.connect(lambda: self.drafts.forget(id))
        typed = self.drafts.words(id)
        if typed is not None and entry.is_own:
            entry.begin(typed)

    def _propose(self, typed: str) -> list[Proposal]:
        return self._home.linker.propose(typed, self._home.version) if self._home else []

    def _note(self, words: str) -> None:
        self.drafts.type(answer_draft(self._annotation), words)
        self._show_button()

    def _show_button(self) -> None:
        self.send_button.setVisible(self._is_editable and bool(self.field.words.strip()))

    def _send(self) -> None:
        words = self.field.words.strip()
        if words:
            self.replied.emit(words)

    def clear_field(self) -> None:
        """The answer in it was sent."""
        self.drafts.forget(answer_draft(self._annotation))
        self.field.show_words("")
        self._show_button()

    def _count(self) -> None:
        said = str(len(self.entries)) if self.entries else self.tr("none")
        is_begun = bool(self.field.words.strip())
        self.summarise(self.tr("%1, one not sent").replace("%1", said) if is_begun else said)


class ReplyEntry(QWidget):
    """One answer, with a line at its side; one's own with what edits and deletes it."""

    edited = Signal(str)
    deleted = Signal()
    began = Signal()
    ended = Signal()

    def __init__(self, reply: Reply, home: Home, *, is_own: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reply = reply
        self.is_own = is_own
        who = str(Person(reply.author, reply.organisation)) or self.tr("somebody without a name")
        about = caption(f"{who} · {moment(reply.created)}")
        about.setWordWrap(True)
        about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.view = FittedMarkdown()
        self.view.setAccessibleName(self.tr("Reply by %1").replace("%1", who))
        self.view.show_markdown(reply.commentary, home)
        self.edit = _ReplyEdit()
        self.edit.setAccessibleName(self.tr("Your reply"))
        self.edit.sent.connect(self._save)
        self.edit.escaped.connect(self.end)
        self._tools = QWidget()
        self._while_editing = QWidget()
        self.edit_button = text_button(self.tr("Edit"), lambda: self.begin(reply.commentary))
        self.delete_button = text_button(self.tr("Delete"), self.deleted.emit, self.tr("Undo brings it back"))
        self.save_button = text_button(self.tr("Save"), self._save, self.tr("Save (Ctrl+Enter)"))
        self.cancel_button = text_button(self.tr("Cancel"), self.end)
        layout = column(self, gap=2)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.addWidget(about)
        for part in (self.view, self.edit, self._tools, self._while_editing):
            layout.addWidget(part)
        _row(self._tools, self.edit_button, self.delete_button)
        _row(self._while_editing, self.save_button, self.cancel_button)
        self.end()

    @property
    def tab_stops(self) -> list[QWidget]:
        """Where Tab stops in it, in order."""
        return [self.view, self.edit, self.edit_button, self.delete_button, self.save_button, self.cancel_button]

    def set_editable(self, is_editable: bool) -> None:
        self._tools.setVisible(is_editable and self.is_own and self.edit.isHidden())

    def begin(self, words: str) -> None:
        """Write it anew, from `words`."""
        self.edit.show_words(words)
        self._show(is_editing=True)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        self.began.emit()

    def end(self) -> None:
        """Leave it as it was."""
        self._show(is_editing=False)
        self.ended.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.fillRect(self.width() - 2 if mirrored else 0, 2, 2, self.height() - 4, QColor(hairline(self.palette())))

    def _show(self, *, is_editing: bool) -> None:
        self.view.setVisible(not is_editing)
        self.edit.setVisible(is_editing)
        self._while_editing.setVisible(is_editing)
        self._tools.setVisible(self.is_own and not is_editing)

    def _save(self) -> None:
        words = self.edit.words.strip()
        if not words:
            return
        self._show(is_editing=False)
        self.edited.emit(words)


class _ReplyEdit(CommentaryEdit):
    """`sent` says Ctrl+Enter."""

    sent = Signal()

    def __init__(self) -> None:
        super().__init__(1, _MOST)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _sends(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if _sends(event):
            self.sent.emit()
        else:
            super().keyPressEvent(event)


def _sends(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _row(on: QWidget, *buttons: QWidget) -> None:
    layout = QHBoxLayout(on)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(16)
    for button in buttons:
        layout.addWidget(button)
    layout.addStretch(1)
