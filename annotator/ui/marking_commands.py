"""Commands that mark words again and again, and that change where an annotation stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu

from annotator.model.anchoring import Anchor, anchor_range
from annotator.model.annotation import Annotation
from annotator.model.codebook import Category
from annotator.model.correspondence import Correspondence
from annotator.model.reanchoring import carried
from annotator.model.selection import Finding
from annotator.model.treaty import Provision, Text, Version
from annotator.operations import annotating, marking
from annotator.operations.annotating import Assignment
from annotator.settings import RECENT_LAYERS
from annotator.ui.note_commands import NoteCommands
from annotator.ui.panels.looks import mark_icon
from annotator.ui.reader.pane import ReaderPane

_NAMED = 48  # characters of a passage in a menu


class MarkingCommands(NoteCommands):
    """What a reader does with layers and passages, beyond marking one."""

    # -- marking ------------------------------------------------------------------------------------------------------

    def offer_layers(self) -> None:
        """The mouse has selected words: offer the layers beside them, those used last first."""
        if self._bridge.is_writable:
            self._window.room.active.reader.offer_layers(self._by_use())

    def annotate_as(self) -> None:
        """A menu of all layers for the selected words."""
        reader = self._window.room.active.reader
        if reader.selection() is None:
            self._say(self.tr("Select the words first."))
            return
        menu = self._titled(self.tr("Annotate as"))
        self._add_layers(menu, self.annotate)
        self._pop_up(menu)

    def only_layer(self) -> None:
        """A menu of all layers: the chosen one is shown alone; chosen again, what was shown before."""
        menu = self._titled(self.tr("Show only"))
        self._add_layers(menu, self._window.layers.toggle_solo)
        self._pop_up(menu)

    def repeat_last(self) -> None:
        """Annotate the selected words as the last annotation was: its layers, stance and tags."""
        reader, last = self._window.room.active.reader, self._last()
        chosen = reader.selection()
        if chosen is None or reader.text is None:
            self._say(self.tr("Select the words first."))
        elif last is None:
            self._say(self.tr("There is nothing to repeat yet: press a layer's digit."))
        elif self._window.notes.commit():
            like = Assignment(categories=last.categories, tags=last.tags, stance=last.stance, strength=last.strength)
            made = self._bridge.keep(annotating.annotate, anchor_range(reader.text, *chosen), like, self._bridge.person)
            if made is not None:
                reader.select(made.anchor.end, made.anchor.end)
                self.last_made = made.id
                self._open(made.id)
                self._say(self.tr("Annotated again: {layers}").format(layers=self._names(made)))

    def toggle_layer_with_key(self, key: str) -> None:
        """Alt and a digit: the current annotation is put into that layer too, or taken out of it."""
        found = [row for row in self._bridge.library.codebook().layers if row.key == key]
        current = self._current()
        if current is None:
            self._say(self.tr("Go to an annotation first (F8), then add or take off its layers."))
        elif not found:
            self._say(self.tr("No layer has the key {key}.").format(key=key))
        else:
            self._toggle_layer(current.id, found[0])

    def annotate_found(self) -> None:
        """A menu of layers for all the places that the find bar has found."""
        pane = self._window.room.active
        if not pane.found:
            self._say(self.tr("Find some words first (Ctrl+F)."))
            return
        at = pane.find_bar.mapToGlobal(pane.find_bar.rect().bottomRight())
        self._annotate_places([(pane.reader.version_id, *span) for span in pane.found], at)

    def annotate_findings(self, findings: list[Finding]) -> None:
        """The same for places found in all texts."""
        search = self._window.search
        at = search.annotate_button.mapToGlobal(search.annotate_button.rect().bottomLeft())
        self._annotate_places([(row.version, row.start, row.end) for row in findings], at)

    # -- taking off ---------------------------------------------------------------------------------------------------

    def unmark(self) -> None:
        """Delete the annotation at the caret or the selection; where several lie there, ask which, layer by layer."""
        rows = self._here()
        single = len(rows) == 1 and len(rows[0].categories) < 2
        if not self._bridge.is_writable or not rows:
            self._say(self.tr("There is no annotation here.") if not rows else "")
        elif single:
            self.delete(rows[0].id)
        else:
            menu = self._titled(self.tr("Take off which?"))
            for row in rows:
                self._add_unmarking(menu, row)
            self._pop_up(menu)

    def annotations_here(self) -> None:
        """List the annotations at the caret, to choose one."""
        rows = self._here()
        reader = self._window.room.active.reader
        if not rows:
            self._say(self.tr("There is no annotation here."))
        elif len(rows) == 1:
            self._open(rows[0].id)
        else:
            below = reader.viewport().mapToGlobal(reader.cursorRect().bottomLeft())
            self.list_at(below + QPoint(0, 6), [row.id for row in rows])

    # -- where an annotation stands -----------------------------------------------------------------------------------

    def adjust_ends(self) -> None:
        """Take up the end of the current annotation, to move it with the arrows."""
        if self._bridge.is_writable and self._window.room.active.reader.begin_adjusting():
            self._say(
                self.tr("Arrows move the end, Alt+arrows by word; Tab: the other end; Enter keeps it, Escape does not.")
            )
        else:
            self._say(self.tr("Go to an annotation of some words first (F8)."))

    def move_ends(self, id: str, start: int, end: int) -> None:
        """An end was moved in the text of that annotation, which need not be the active one any more."""
        row = self._window.catalogue.annotation(id)
        # A window that closes takes the keyboard from an end that is still held
        if row is not None and self._bridge.is_writable and self._window.notes.commit():
            anchor = anchor_range(self._bridge.library.text(row.version), start, end)
            self._bridge.keep(marking.move_anchor, id, anchor, self._bridge.person)

    def split_annotation(self) -> None:
        """Cut the current annotation in two at the caret."""
        reader, current = self._window.room.active.reader, self._current()
        if current is None or reader.text is None or current.version != reader.version_id:
            self._say(self.tr("Open an annotation and put the caret where it should be split."))
        elif self._window.notes.commit():
            note = self.tr("Split from the annotation that begins “{words}”.")
            note = note.format(words=_beginning(current.anchor.exact))
            second = self._bridge.keep(
                marking.split, current.id, reader.text, reader.caret(), self._bridge.person, note
            )
            if second is not None:
                self._open(second)
                self._say(self.tr("Split in two: the commentary stays with the first part."))

    def join_annotations(self) -> None:
        """Make one of the annotations selected in the list, or of the current one and the one it touches."""
        reader, ids = self._window.room.active.reader, list(self._window.notes.list.selected)
        current = self._current()
        if len(ids) < 2 and current is not None:
            others = self._window.catalogue.on_version(current.version)
            next_one = marking.neighbour(others, current, self._bridge.library.text(current.version))
            ids = [current.id, next_one.id] if next_one else [current.id]
        if self._window.notes.commit():
            first = self._window.catalogue.annotation(ids[0]) if ids else None
            text = self._bridge.library.text(first.version) if first else reader.text
            kept = self._bridge.keep(marking.join, ids, text, self._bridge.person) if text is not None else None
            if kept is not None:
                self._open(kept)
                self._say(self.tr("Joined; Edit ▸ Undo takes them apart again."))

    def duplicate_annotation(self) -> None:
        """Say the same of the provision in the other pane that answers this one."""
        current = self._current()
        other = self._other_pane(current) if current else None
        if current is None or other is None or other.version is None:
            self._say(self.tr("Open an annotation, and another text beside its own."))
        elif self._window.notes.commit():
            self._duplicate(current.id, other.version)

    def show_doubtful(self) -> None:
        """The annotations that do not fit their text any more."""
        self._window.doubtful.open()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _current(self) -> Annotation | None:
        return self._window.catalogue.annotation(self._window.room.current) if self._window.room.current else None

    def _here(self) -> list[Annotation]:
        """At the selection or the caret, at the end of which a passage counts as well."""
        reader = self._window.room.active.reader
        start, end = reader.selection() or (reader.caret(), reader.caret() + 1)
        return reader.annotations_over(start, end) or reader.annotations_over(max(0, start - 1), end)

    def _last(self) -> Annotation | None:
        """The last annotation made here, or else this person's latest."""
        catalogue, name = self._window.catalogue, self._bridge.person.name
        made = catalogue.annotation(self.last_made)
        mine = (row for row in catalogue.newest_first() if row.author == name and not row.anchor.whole)
        return made or next(mine, None)

    def _by_use(self) -> list[Category]:
        layers = self._bridge.library.codebook().layers
        rank = {id: place for place, id in enumerate(self._window.settings.get(RECENT_LAYERS))}
        return sorted(layers, key=lambda row: rank.get(row.id, len(rank)))

    def _names(self, row: Annotation) -> str:
        return ", ".join(category.name for category in self._window.catalogue.categories_of(row))

    def _toggle_layer(self, id: str, layer: Category) -> None:
        if self._window.notes.commit():
            is_in = self._bridge.keep(marking.toggle_category, id, layer.id, self._bridge.person)
            if is_in is not None:
                words = self.tr("Also in: {layer}") if is_in else self.tr("No longer in: {layer}")
                self._say(words.format(layer=layer.name))

    def _annotate_places(self, places: list[tuple[str, int, int]], at: QPoint) -> None:
        """A menu of layers; the one chosen is given to all `(version, start, end)`."""
        menu = self._titled(self.tr("Annotate {places} as").format(places=self._counted(len(places))))
        self._add_layers(menu, lambda layer: self._annotate_all(places, layer))
        self._pop_up(menu, at)

    def _annotate_all(self, places: list[tuple[str, int, int]], layer: str) -> None:
        if not self._window.notes.commit():
            return
        given = Assignment(categories=(layer,))
        made = self._bridge.keep(marking.annotate_all, places, given, self._bridge.person)
        if made is not None:
            already = len(places) - len(made)
            said = self.tr("Annotated: {places}. Edit ▸ Undo takes them all back.")
            if already:
                said = self.tr("Annotated: {places}; {already} were marked so already. Edit ▸ Undo takes them back.")
            self._say(said.format(places=self._counted(len(made)), already=already))

    def _counted(self, number: int) -> str:
        return self.tr("1 place") if number == 1 else self.tr("{count} places").format(count=number)

    def _add_layers(self, menu: QMenu, act: Callable[[str], object]) -> None:
        """An entry for each layer, which its digit chooses."""
        for layer in self._by_use():
            name = layer.name.replace("&", "&&")
            words = f"&{layer.key}   {name}" if layer.key else name
            entry = menu.addAction(self._icon(layer), words)
            entry.triggered.connect(lambda _checked=False, id=layer.id: act(id))

    def _add_unmarking(self, menu: QMenu, row: Annotation) -> None:
        """An entry for each layer of an annotation, and one for all of it where there are several."""
        layers = self._window.catalogue.categories_of(row)
        if len(layers) > 1:
            for layer in layers:
                entry = menu.addAction(self._icon(layer), self._told(row, layer.name))
                entry.triggered.connect(lambda _checked=False, layer=layer: self._toggle_layer(row.id, layer))
            menu.addAction(self._told(row, self.tr("The whole annotation")), lambda: self.delete(row.id))
        else:
            name = layers[0].name if layers else self.tr("No layer")
            entry = menu.addAction(self._told(row, name), lambda: self.delete(row.id))
            if layers:
                entry.setIcon(self._icon(layers[0]))

    def _told(self, row: Annotation, what: str) -> str:
        words = self.tr("the provision as a whole") if row.anchor.whole else _beginning(row.anchor.exact)
        title = self.tr("{layer} — {words}").format(layer=what, words=words).replace("&", "&&")
        return f"{title}\t{row.author}" if row.author else title

    def _icon(self, layer: Category) -> QIcon:
        return mark_icon(layer, self._window.palette(), self._window.devicePixelRatioF())

    def _titled(self, title: str) -> QMenu:
        """A menu with a title, which cannot be chosen; it is freed when it has closed."""
        menu = QMenu(self._window)
        menu.setAccessibleName(title)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(title).setEnabled(False)
        return menu

    def _pop_up(self, menu: QMenu, at: QPoint | None = None) -> None:
        """Below the caret where nothing else is said, with the first entry marked for the keyboard."""
        reader = self._window.room.active.reader
        menu.popup(at or reader.viewport().mapToGlobal(reader.cursorRect().bottomLeft()))
        first = next((row for row in menu.actions() if row.isEnabled()), None)
        if first is not None:
            menu.setActiveAction(first)

    def _other_pane(self, row: Annotation) -> ReaderPane | None:
        panes = [pane for pane in self._window.room.panes if pane.isVisible() and pane.version is not None]
        others = [pane for pane in panes if pane.version is not None and pane.version.id != row.version]
        return others[0] if others else None

    def _duplicate(self, id: str, onto: Version) -> None:
        """At once, or as soon as it is known which provision answers which."""
        row = self._window.catalogue.annotation(id)
        version = self._window.catalogue.version(row.version) if row else None
        if row is None or version is None:
            return
        answers = self._window.room.together.answers
        answered = answers.between(version, onto)
        if answered is None:
            self._say(self.tr("Finding out which provisions answer one another…"))
            answers.ready.connect(lambda: self._duplicate(id, onto), Qt.ConnectionType.SingleShotConnection)
            return
        text = self._bridge.library.text(onto.id)
        place = self._answer(row.anchor, answered.pairs, text)
        if place is None:
            self._say(self.tr("No provision of the other text answers this one."))
            return
        made = self._bridge.keep(marking.duplicate, id, carried(row.anchor, text, place), self._bridge.person)
        if made is not None:
            self._show_duplicate(made, place)

    def _show_duplicate(self, made: str, place: Provision) -> None:
        self._open(made)
        row = self._window.catalogue.annotation(made)
        pane = next((pane for pane in self._window.room.panes if row and pane.reader.version_id == row.version), None)
        if row is not None and pane is not None:
            pane.reader.go_to(row.anchor.start, row.anchor.end, flash=True)
        self._say(self.tr("Duplicated to {place}").format(place=place.citation))

    def _answer(self, anchor: Anchor, pairs: Correspondence, text: Text) -> Provision | None:
        """The provision of `text` that answers the annotation's, or one around it."""
        around = {row.eid: row.parent for row in self._bridge.library.text(anchor.version).provisions}
        eid: str | None = anchor.provision
        while eid and pairs.answer(eid) is None:
            eid = around.get(eid)
        pair = pairs.answer(eid) if eid else None
        return next((row for row in text.provisions if pair and row.eid == pair.right), None)


def _beginning(words: str) -> str:
    """The first few words, on one line."""
    line = " ".join(words[: 2 * _NAMED].split())
    return line if len(line) <= _NAMED else line[:_NAMED].rsplit(" ", 1)[0] + "…"
