"""One annotation, open for editing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from annotator.model.annotation import Annotation, Authority, Person
from annotator.model.change import ChangeSet
from annotator.model.linking import Proposal
from annotator.operations.annotating import (
    Assignment,
    add_authority,
    delete_annotations,
    delete_reply,
    edit_annotations,
    edit_reply,
    is_by,
    reply,
)
from annotator.ui.bridge import Bridge
from annotator.ui.conflict_words import conflict_name
from annotator.ui.labels import quiet_label
from annotator.ui.panels.ask_editor import AskEditor
from annotator.ui.panels.autosave import Autosave, Patience
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.chips import CategoryChips
from annotator.ui.panels.commentary import CommentaryEditor
from annotator.ui.panels.dates import moment
from annotator.ui.panels.frames import Strip, column, line, text_button
from annotator.ui.panels.growing_edit import GrowingEdit
from annotator.ui.panels.judgement import Judgement
from annotator.ui.panels.looks import MARGIN
from annotator.ui.panels.markdown_view import Home
from annotator.ui.panels.note_details import NoteDetails
from annotator.ui.panels.note_head import NoteHead
from annotator.ui.panels.note_thread import History
from annotator.ui.panels.replies import Replies
from annotator.ui.panels.reply_drafts import ReplyDrafts

_FIRST = 120
"""Characters of a provision that are enough to know it."""


class NoteEditor(QScrollArea):
    """Everything about one annotation. Choices are written at once, what is typed when the editor is left."""

    link_activated = Signal(str)
    go_to_requested = Signal(str)
    provision_activated = Signal(str, str)
    history_requested = Signal(str)
    settle_requested = Signal(str)
    escaped = Signal()

    def __init__(self, bridge: Bridge, patience: Patience, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the keyboard
        self._bridge = bridge
        self._catalogue = Catalogue.of(bridge)
        self._annotation: Annotation | None = None
        self._is_restored = False
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.setInterval(0)
        self._sight.timeout.connect(self._keep_in_sight)
        self.autosave = Autosave(bridge, patience, self)
        self.head = NoteHead()
        self.strip = Strip()
        self.link_strip = Strip()
        self.conflict_strip = Strip()
        self.categories = CategoryChips()
        self.judgement = Judgement()
        self.commentary = CommentaryEditor()
        self.ask = AskEditor()
        self.details = NoteDetails()
        self.replies = Replies(ReplyDrafts(bridge, patience.draft, self))
        self.history = History()
        self.made = quiet_label()
        self.delete_button = text_button(
            self.tr("Delete"), self.delete, self.tr("Delete this annotation; undo restores")
        )
        self._lay_out()
        self._connect()

    @property
    def annotation(self) -> Annotation | None:
        """The annotation that is open, as the library has it."""
        return self._annotation

    @property
    def shown_id(self) -> str:
        """Its id, or "" where none is open."""
        return self._annotation.id if self._annotation else ""

    def open(self, annotation: Annotation, draft: str | None = None) -> None:
        """Show another annotation; `draft` is what was being typed when the program last stopped. Commit before."""
        self.autosave.begin(annotation.id, has_draft=draft is not None)
        self._annotation = annotation
        self._is_restored = False
        self.history.unfold(False)
        self.ask.unfold(bool(annotation.ask))
        self.link_strip.hide()
        self.strip.hide()
        self._show_all()
        self.verticalScrollBar().setValue(0)
        if draft is not None and self._bridge.is_writable:
            self._offer(draft)

    def close_annotation(self) -> None:
        """Show none."""
        self.autosave.begin("")
        self._annotation = None
        self._is_restored = False

    def commit(self) -> bool:
        """Make what was typed one change. False where the library could not take it; the words stay here then.

        Words restored from a draft stay a draft until somebody keeps them, or types on.
        """
        return self._is_restored or self.autosave.commit()

    def follow(self, change: ChangeSet) -> None:
        """Show the annotation as it is now; words that are being typed stay."""
        if self._annotation is None:
            return
        now = self._catalogue.annotation(self._annotation.id)
        if now is None:
            if change.id:  # what was erased for good must not live on in a draft
                self.autosave.keep_as_draft()
            self.close_annotation()
            return
        self._annotation = now
        self._show_all(with_replies=change.touches("reply"))

    def show_again(self) -> None:
        """Show the annotation anew: a layer has another name, or the library is no longer writable."""
        if self._annotation is not None:
            self._show_all(with_replies=False)

    def focus_reply(self) -> None:
        """Unfold the replies, and put the keyboard into the field for another."""
        self.replies.unfold()
        self.replies.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def delete(self) -> None:
        """Delete the annotation; undo brings it back, with the words that were being typed."""
        if self._annotation is not None and self.commit():
            self._bridge.keep(delete_annotations, [self._annotation.id], self._bridge.person)

    # -- laying out ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(self.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        page = QWidget()
        page.setAutoFillBackground(False)
        layout = column(page, margin=MARGIN, gap=12)
        for widget in (
            self.strip,
            self.head,
            self.conflict_strip,
            self.categories,
            self.judgement,
            self.commentary,
            self.link_strip,
        ):
            layout.addWidget(widget)
        for section in (self.ask, self.details, self.replies, self.history):
            layout.addWidget(line())
            layout.addWidget(section)
        layout.addWidget(line())
        layout.addWidget(self.made)
        layout.addWidget(self.delete_button)
        layout.addStretch(1)
        self.setWidget(page)

    def _connect(self) -> None:
        self.head.go_to_requested.connect(lambda: self.go_to_requested.emit(self.shown_id))
        self.categories.chosen.connect(lambda ids: self._assign(Assignment(categories=ids)))
        self.judgement.assigned.connect(self._assign)
        self.commentary.edit.typed.connect(lambda words: self._type("commentary", words))
        self.commentary.edit.left.connect(self.commit)
        self.commentary.edit.escaped.connect(self.escaped)
        self.commentary.link_activated.connect(self._ask_link)
        self.commentary.provision_activated.connect(self.provision_activated)
        self.commentary.lost.connect(self._tell_lost)
        self.ask.assigned.connect(self._assign)
        self.ask.typed.connect(self._type)
        self.ask.left.connect(self.commit)
        self.details.assigned.connect(self._assign)
        self.details.authority_added.connect(self._cite)
        self.details.link_activated.connect(self._ask_link)
        for edit in (self.commentary.edit, self.ask.wording, self.ask.fallback, self.replies.field):
            edit.cursor_moved.connect(self._sight.start)
        self.replies.replied.connect(self._reply)
        self.replies.edited.connect(self._edit_reply)
        self.replies.deleted.connect(self._delete_reply)
        self.replies.link_activated.connect(self._ask_link)
        self.replies.provision_activated.connect(self.provision_activated)
        self.replies.lost.connect(self._tell_lost)
        self.replies.unfolded.connect(lambda: self.ensureWidgetVisible(self.replies))
        self._catalogue.conflicts_changed.connect(self._show_conflicts)
        self.history.unfolded.connect(self._show_history)
        self.history.compare_requested.connect(lambda: self.history_requested.emit(self.shown_id))

    def _keep_in_sight(self) -> None:
        """Scroll to where one types: the fields grow, and do not scroll themselves."""
        edit, page = QApplication.focusWidget(), self.widget()
        if isinstance(edit, GrowingEdit) and page is not None and page.isAncestorOf(edit):
            cursor = edit.cursorRect()
            at = edit.viewport().mapTo(page, cursor.center())
            self.ensureVisible(at.x(), at.y(), 0, cursor.height() + 6)

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show_conflicts(self) -> None:
        """What others say otherwise of this annotation; where nobody does, nothing."""
        found = self._catalogue.conflicts_of(self.shown_id)
        if not found:
            self.conflict_strip.hide()
            return
        names = ", ".join(dict.fromkeys(conflict_name(row) for row in found))
        told = self.tr("Said otherwise by somebody else at the same time: %1").replace("%1", names)
        settle = (self.tr("Settle…"), lambda: self.settle_requested.emit(self.shown_id))
        self.conflict_strip.ask(told, [settle] if self._bridge.is_writable else [])

    def _show_all(self, *, with_replies: bool = True) -> None:
        note = self._annotation
        assert note is not None
        version = self._catalogue.version(note.version)
        pending = self.autosave.pending
        self.head.show_annotation(note, self._catalogue.citation(note), version)
        self.categories.show_categories(note.categories, self._catalogue.codebook)
        self.judgement.show_annotation(note)
        self.commentary.set_home(Home(self._catalogue.linker, note.version), self._first_words)
        if not self._is_restored:
            self.commentary.show_words(pending.get("commentary", note.commentary))
        self.ask.show_annotation(note, version.data.language if version else "en", pending)
        self.details.show_annotation(note, self._catalogue.codebook, self._bridge.library.authorities())
        if with_replies:
            self._show_replies(note)
        if self.history.is_open:
            self._show_history()
        self._show_made(note)
        self._show_conflicts()
        self._set_editable(self._bridge.is_writable)

    def _show_replies(self, note: Annotation) -> None:
        person = self._bridge.person
        home = Home(self._catalogue.linker, note.version)
        self.replies.show_replies(
            note.id, self._bridge.library.replies(note.id), home, lambda reply: is_by(reply, person)
        )

    def _first_words(self, proposal: Proposal) -> str:
        row = proposal.provision
        if row is None:
            return ""
        words = self._bridge.library.text(proposal.version).text[row.start : min(row.end, row.start + _FIRST)]
        return " ".join(words.removeprefix(row.label).split())

    def _show_made(self, note: Annotation) -> None:
        who = str(Person(note.author, note.organisation)) or self.tr("somebody without a name")
        words = self.tr("By %1, %2").replace("%2", moment(note.created)).replace("%1", who)
        changed = self.tr("changed %1").replace("%1", moment(note.modified))
        is_changed = bool(note.modified) and note.modified[:16] != note.created[:16]
        self.made.setText(f"{words} · {changed}" if is_changed else words)

    def _show_history(self) -> None:
        if self._annotation is not None:
            self.history.show_events(self._bridge.library.history(self._annotation.id))

    def _set_editable(self, is_editable: bool) -> None:
        for part in (self.categories, self.judgement, self.commentary, self.ask, self.details, self.replies):
            part.set_editable(is_editable)
        self.delete_button.setVisible(is_editable)

    # -- changing -----------------------------------------------------------------------------------------------------

    def _assign(self, assignment: Assignment) -> None:
        if self._annotation is None:
            return
        id, person = self._annotation.id, self._bridge.person
        done = self._bridge.keep_for(self, edit_annotations, [id], assignment, person)
        if done is None:
            self._show_all()

    def _type(self, field: str, words: str) -> None:
        if self._annotation is None:
            return
        if self._is_restored:
            self._keep()
        saved = self._annotation.commentary if field == "commentary" else getattr(self._annotation.ask, field)
        self.autosave.type(field, words, saved)

    def _cite(self, authority: Authority) -> None:
        if self._annotation is None:
            return
        made = self._bridge.act(add_authority, authority, self._bridge.person)
        if made is not None and made.id not in self._annotation.authorities:
            self._assign(Assignment(authorities=(*self._annotation.authorities, made.id)))

    def _reply(self, words: str) -> None:
        if self._annotation is not None:
            grown = self.verticalScrollBar().rangeChanged  # once the answer stands above the field
            grown.connect(lambda _low, _high: self._sight.start(), Qt.ConnectionType.SingleShotConnection)
            if self._bridge.act(reply, self._annotation.id, words, self._bridge.person) is not None:
                self.replies.clear_field()

    def _edit_reply(self, id: str, words: str) -> None:
        if self._annotation is None:
            return
        drafts, person = self.replies.drafts, self._bridge.person
        drafts.forget(id)  # or it would be taken for one that is still typed when the answer is shown
        if self._bridge.act(edit_reply, self._annotation.id, id, words, person) is None:
            drafts.type(id, words)
            self._show_replies(self._annotation)

    def _delete_reply(self, id: str) -> None:
        self._bridge.keep(delete_reply, self.shown_id, id, self._bridge.person)

    # -- drafts and links ---------------------------------------------------------------------------------------------

    def _offer(self, draft: str) -> None:
        self._is_restored = True
        self.commentary.show_words(draft)
        answers = [(self.tr("Keep"), self._keep_restored), (self.tr("Discard"), self._discard)]
        self.strip.ask(self.tr("Restored what you were typing"), answers)

    def _keep(self) -> None:
        """Go on with the restored words as if they had just been typed."""
        self._is_restored = False
        self.strip.hide()
        self._type("commentary", self.commentary.edit.words)

    def _keep_restored(self) -> None:
        self._keep()
        self.commit()

    def _discard(self) -> None:
        self._is_restored = False
        self.autosave.drop_draft()
        self._show_all()

    def _tell_lost(self, sentence: str) -> None:
        self.link_strip.ask(sentence, [(self.tr("Close"), lambda: None)])
        self.ensureWidgetVisible(self.link_strip)

    def _ask_link(self, url: str) -> None:
        """Show where a link goes, and open it only when somebody says so."""
        self.link_activated.emit(url)
        question = self.tr("Open %1 in your browser?").replace("%1", url)
        open_it = (self.tr("Open"), lambda: QDesktopServices.openUrl(QUrl(url)))
        self.link_strip.ask(question, [open_it, (self.tr("Cancel"), lambda: None)])
        self.ensureWidgetVisible(self.link_strip)
