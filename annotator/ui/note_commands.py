"""Commands on annotations and on the words that are selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from annotator.model.anchoring import anchor_provision, anchor_range
from annotator.model.citing import quotation_with_citation
from annotator.operations import annotating
from annotator.operations.annotating import Assignment
from annotator.settings import HINT_SEEN, RECENT_LAYERS

_LISTED = 4  # annotations at most in the context menu; the list has them all
_RECENT = 12  # layers that are remembered in the order of their use

if TYPE_CHECKING:
    from annotator.ui.window import Window


class NoteCommands(QObject):
    """What a reader does with words and notes; `Commands` adds the rest."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge
        self.last_made = ""

    def annotate_with_key(self, key: str) -> None:
        """A digit was pressed in a text."""
        for row in self._bridge.library.codebook().layers:
            if row.key == key:
                self.annotate(row.id)
                return
        self._say(self.tr("No layer has the key {key}.").format(key=key))

    def annotate(self, category: str) -> None:
        """Annotate the selected words with that layer, and let the reader say why."""
        chosen = self._window.room.active.reader.selection()
        if chosen is None:
            self._say(self.tr("Select the words first, then press the layer's digit."))
            return
        self._annotate(category, *chosen)

    def annotate_whole(self) -> None:
        """Say that something is missing: choose a layer for the provision at the caret."""
        if self._window.room.active.version is not None:
            menu = QMenu(self._window)
            self._add_gaps(menu)
            menu.popup(self._window.room.active.reader.mapToGlobal(QPoint(80, 80)))

    def edit_several(self) -> None:
        self.edit_batch(list(self._window.notes.list.selected))

    def edit_batch(self, ids: list[str]) -> None:
        from annotator.ui.dialogs.batch_dialog import BatchDialog

        if ids:
            BatchDialog(self._bridge, ids, self._window).open()
        else:
            self._say(self.tr("Choose several annotations in the list at the right first."))

    def annotation_history(self) -> None:
        """What happened to the annotation that is open, and how to put back what was there."""
        if self._window.notes.editor.shown_id:
            self.show_history_of(self._window.notes.editor.shown_id)
        else:
            self._say(self.tr("Open an annotation first."))

    def show_history_of(self, id: str) -> None:
        from annotator.ui.dialogs.history_dialog import HistoryDialog

        if self._window.notes.commit():
            HistoryDialog(self._bridge, id, self._window).open()

    def reply(self) -> None:
        """Into the field under the annotation that is open."""
        if self._window.notes.editor.shown_id:
            self._window.notes.editor.focus_reply()
        else:
            self._say(self.tr("Open an annotation first."))

    def focus_annotations(self) -> None:
        self._window.notes.list.focus()

    def next_annotation(self) -> None:
        self._window.room.active.reader.go_to_next_annotation()

    def previous_annotation(self) -> None:
        self._window.room.active.reader.go_to_previous_annotation()

    def delete_annotation(self) -> None:
        if self._window.room.current:
            self.delete(self._window.room.current)

    def delete(self, id: str) -> None:
        self._window.notes.commit()
        self._bridge.keep(annotating.delete_annotations, [id], self._bridge.person)
        self._say(self.tr("Deleted; Edit ▸ Undo brings it back."))

    def erase_annotation(self) -> None:
        from annotator.ui.dialogs.erase_dialog import EraseDialog

        if self._window.room.current and self._window.notes.commit():
            EraseDialog(self._bridge, self._window.room.current, self._window).open()

    def go_to_annotation(self, id: str) -> None:
        self._window.room.show_annotation(self._bridge.library.annotation(id))

    def go_to_provision(self, version: str, eid: str) -> None:
        """Where a link in commentary leads: in the pane that shows that text, or else in the active one."""
        room = self._window.room
        pane = next((index for index, place in enumerate(room.places) if place.version == version), -1)
        room.show_version(version, pane)
        if eid:
            room.active.reader.go_to_provision(eid, flash=True)

    def copy(self) -> None:
        self._window.room.active.reader.copy_selection()

    def copy_with_citation(self) -> None:
        pane = self._window.room.active
        chosen = pane.reader.selection()
        if chosen is None or pane.version is None or pane.reader.text is None:
            self._say(self.tr("Select the words to copy first."))
            return
        words = quotation_with_citation(pane.version, pane.reader.text, *chosen)
        QGuiApplication.clipboard().setText(words)
        self._say(self.tr("Copied with its citation."))

    def context_menu(self, at: QPoint, ids: list[str]) -> None:
        """What can be done with the words or the annotations under the mouse."""
        menu = QMenu(self._window)
        if self._window.room.active.reader.selection() is not None:
            menu.addAction(self.tr("Copy"), self.copy)
            menu.addAction(self.tr("Copy with citation"), self.copy_with_citation)
            marking = menu.addMenu(self.tr("Annotate as"))
            for row in self._bridge.library.codebook().layers:
                _add(marking, f"{row.name}\t{row.key}", self.annotate, row.id)
            menu.addSeparator()
        if len(ids) > 1:
            menu.addAction(self.tr("Choose among {count} here…").format(count=len(ids)), lambda: self.list_at(at, ids))
        for id in ids[:_LISTED]:
            found = self._window.catalogue.annotation(id)
            if found is not None:
                names = ", ".join(row.name for row in self._window.catalogue.categories_of(found))
                _add(menu, self.tr("Open: {layers}").format(layers=names), self._open, id)
                _add(menu, self.tr("Delete: {layers}").format(layers=names), self.delete, id)
        if self._bridge.is_writable:
            self._add_gaps(menu.addMenu(self.tr("Something is missing here")))
        menu.popup(at)

    def list_at(self, at: QPoint, ids: list[str]) -> None:
        """A list of these annotations at a global point, to choose one from."""
        rows = [row for id in ids if (row := self._window.catalogue.annotation(id)) is not None]
        self._window.room.active.reader.list_annotations(rows, at)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _annotate(self, category: str, start: int, end: int) -> None:
        reader = self._window.room.active.reader
        text = reader.text
        assert text is not None
        self._window.notes.commit()
        made = self._bridge.keep(
            annotating.annotate,
            anchor_range(text, start, end),
            Assignment(categories=(category,)),
            self._bridge.person,
        )
        if made is not None:
            reader.select(made.anchor.end, made.anchor.end)  # else the selection hides the new highlight
            self._announce(made.id, category)

    def _annotate_gap(self, category: str) -> None:
        pane = self._window.room.active
        text, eid = pane.reader.text, self._provision_at_caret()
        found = [row for row in text.provisions if row.eid == eid] if text else []
        if text and found:
            given = Assignment(categories=(category,), stance="gap")
            anchor = anchor_provision(text, found[0])
            made = self._bridge.keep(annotating.annotate, anchor, given, self._bridge.person)
            if made is not None:
                self._announce(made.id, category)

    def _announce(self, id: str, category: str) -> None:
        self.last_made = id
        recent = [category, *(row for row in self._window.settings.get(RECENT_LAYERS) if row != category)][:_RECENT]
        if recent != self._window.settings.get(RECENT_LAYERS):
            self._window.settings.keep(RECENT_LAYERS, recent)
        names = [row.name for row in self._bridge.library.codebook().layers if row.id == category]
        if not self._window.settings.get(HINT_SEEN):
            self._window.settings.set(HINT_SEEN, True)
        made = self._window.catalogue.annotation(id)
        is_seen = made is None or self._window.layers.shown.shows(made)
        told = self.tr("Annotated: {layer}") if is_seen else self.tr("Annotated: {layer}, which is hidden at present")
        self._say(told.format(layer=", ".join(names)))
        self._window.room.set_current(id)
        self._window.notes.show_annotation(id, focus_commentary=True)

    def _provision_at_caret(self) -> str:
        reader = self._window.room.active.reader
        if reader.text is None:
            return ""
        caret = min(reader.caret(), len(reader.text.text) - 1)
        around = [row for row in reader.text.provisions if row.start <= caret < row.end]
        return around[-1].eid if around else reader.visible_provision()

    def _add_gaps(self, menu: QMenu) -> None:
        for layer in self._bridge.library.codebook().layers:
            _add(menu, layer.name, self._annotate_gap, layer.id)

    def _open(self, id: str) -> None:
        self._window.notes.show_annotation(id)
        self._window.room.set_current(id)

    def _say(self, sentence: str) -> None:
        self._window.statusBar().showMessage(sentence, 6000)


def _add(menu: QMenu, title: str, act: Callable[[str], object], id: str) -> None:
    menu.addAction(title).triggered.connect(lambda: act(id))
