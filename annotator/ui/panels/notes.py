"""The notes panel: the annotation that is open, and under it the list of all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from annotator.model.change import ChangeSet
from annotator.settings import NOTES_SHARE
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.labels import quiet_label
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.frames import Strip, column
from annotator.ui.panels.looks import MARGIN
from annotator.ui.panels.note_editor import NoteEditor
from annotator.ui.panels.note_list import NoteList

_FILTER_PATIENCE = 0
_KEEP = 400


class NotesPanel(QWidget):
    """Call `commit` before anything that reads or closes the library: an export, an undo, the window's end.

    `annotation_shown` carries the id in the editor, or "". `save_state` says "unsaved" or "saved". `go_to_requested`
    says that a passage should be shown in its text, `provision_activated` (a version, an eId) that a link in commentary
    was followed, `escaped` that the reader wants to go back there.
    """

    annotation_shown = Signal(str)
    go_to_requested = Signal(str)
    batch_edit_requested = Signal(object)
    save_state = Signal(str)
    link_activated = Signal(str)
    provision_activated = Signal(str, str)
    history_requested = Signal(str)
    settle_requested = Signal(str)
    escaped = Signal()

    def __init__(
        self,
        bridge: Bridge,
        parent: QWidget | None = None,
        *,
        patience: Patience = Patience(),  # noqa: B008 (frozen)
        filter_patience: int = _FILTER_PATIENCE,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._catalogue = Catalogue.of(bridge)
        self.editor = NoteEditor(bridge, patience)
        self.list = NoteList(bridge, filter_patience)
        self.read_only_strip = Strip()
        self._told = ""
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEEP)
        self._keeping.timeout.connect(self._keep_share)
        self._lay_out()
        self._connect()
        self._begin()

    def show_annotation(self, id: str | None, *, focus_commentary: bool = False) -> None:
        """Open that annotation in the editor (None: none), after what was typed in the one before is written.

        Where that cannot be written, the one before stays open with its words.
        """
        if id != self.editor.shown_id:
            if not self.editor.commit():
                return
            self._open(id)
        if focus_commentary and self.editor.annotation is not None:
            self.editor.commentary.focus()

    def commit(self) -> bool:
        """Write what is being typed as one change. False where the library could not take it."""
        self.editor.replies.drafts.flush()
        return self.editor.commit()

    @property
    def unwritten(self) -> list[Callable[[Library], object]]:
        """What is typed and not on the disk, as what would write it into a library."""
        return [*self.editor.autosave.unwritten, *self.editor.replies.drafts.unwritten]

    def give_up(self) -> None:
        """Forget what is typed and not on the disk: somebody said that it may go, or that it is elsewhere."""
        self.editor.autosave.give_up()
        self.editor.replies.drafts.read()
        self.editor.show_again()

    def set_place(self, version: str, article: str = "") -> None:
        """Which text is in the active pane, and which article (an eId) of it: what filters by place mean."""
        self.list.filters.set_place(version, article)

    def unfinished_drafts(self) -> dict[str, str]:
        """Annotation id to what was being typed when the program last stopped, where it still matters."""
        if not self._bridge.is_writable:
            return {}
        found = {}
        for id, words in self._bridge.library.drafts().items():
            note = self._catalogue.annotation(id)
            if note is not None and note.commentary == words:
                self._bridge.act(Library.drop_draft, id)
            elif note is not None:
                found[id] = words
        return found

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._hint = QWidget()
        words = column(self._hint, margin=MARGIN)
        self.hint = quiet_label()
        words.addWidget(self.hint)
        words.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self.editor)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._stack)
        splitter.addWidget(self.list)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        share = min(max(self._bridge.settings.get(NOTES_SHARE), 10), 90)
        splitter.setSizes([share * 100, (100 - share) * 100])
        splitter.splitterMoved.connect(lambda _at, _index: self._keeping.start())
        self.splitter = splitter
        layout = column(self, gap=0)
        self._top = QWidget()
        column(self._top, margin=8).addWidget(self.read_only_strip)
        layout.addWidget(self._top)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.editor.autosave.state_changed.connect(self.save_state)
        self.editor.link_activated.connect(self.link_activated)
        self.editor.provision_activated.connect(self.provision_activated)
        self.editor.history_requested.connect(self.history_requested)
        self.editor.settle_requested.connect(self.settle_requested)
        self.editor.go_to_requested.connect(self.go_to_requested)
        self.editor.escaped.connect(self._leave)
        self.editor.commentary.add_shortcut(self)
        self.list.chosen.connect(self._choose)
        self.list.batch_edit_requested.connect(self._request_batch)
        self._catalogue.closing.connect(self.commit)
        self._catalogue.replaced.connect(self._begin)
        self._catalogue.codebook_changed.connect(self.editor.show_again)
        self._bridge.changed.connect(self._follow)

    def _keep_share(self) -> None:
        upper, lower = self.splitter.sizes()
        self._bridge.settings.set(NOTES_SHARE, round(100 * upper / max(upper + lower, 1)))

    def _begin(self) -> None:
        """Another library: offer what was being typed in it."""
        self.editor.replies.drafts.read()
        self._open(None)
        is_writable = self._bridge.is_writable
        is_locked = self._catalogue.is_open and not is_writable
        self._top.setVisible(is_locked)
        if is_locked:
            why = self.tr("%1 is open for reading only: nothing can be changed here.")
            self.read_only_strip.ask(why.replace("%1", self._bridge.library.path.name))
        drafts = self.unfinished_drafts() if self._catalogue.is_open else {}
        answered = self.editor.replies.drafts.answered if is_writable else []
        if drafts:
            self._open(next(iter(drafts)))
        elif answered:
            self._open(answered[0])
            self.editor.replies.unfold()

    def _open(self, id: str | None) -> None:
        note = self._catalogue.annotation(id) if id else None
        if note is None:
            self.editor.close_annotation()
        else:
            self.editor.open(note, self.unfinished_drafts().get(note.id))
        self._show_which()

    def _show_which(self) -> None:
        shown = self.editor.shown_id
        self._stack.setCurrentWidget(self.editor if shown else self._hint)
        has_notes = bool(self._catalogue.annotations)
        self.hint.setText(self.tr("Choose an annotation in the list to read or edit it.") if has_notes else "")
        self.list.mark_open(shown)
        if shown != self._told:
            self._told = shown
            self.annotation_shown.emit(shown)

    def _follow(self, change: ChangeSet, _by: object) -> None:
        if not change.id:
            self.editor.replies.drafts.forget_erased(change)
        before = self.editor.shown_id
        elsewhere = any(change.touches(entity) for entity in ("version", "reply", "authority"))
        if before and (elsewhere or before in change.annotations):
            self.editor.follow(change)
        if self.editor.shown_id != before or not before:
            self._show_which()

    def _choose(self, id: str) -> None:
        self.show_annotation(id)
        self.go_to_requested.emit(id)

    def _request_batch(self, ids: list[str]) -> None:
        if self.editor.commit():
            self.batch_edit_requested.emit(ids)

    def _leave(self) -> None:
        self.editor.commit()
        self.escaped.emit()
