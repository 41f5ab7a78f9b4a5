"""The reading room: one to four panes side by side, each on any version, and which of them commands go to."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.change import ChangeSet
from annotator.model.problems import NotFound
from annotator.ui.answers import Answers
from annotator.ui.arrangement import Arrangement, Place
from annotator.ui.bridge import Bridge
from annotator.ui.pane_contents import Contents, choices, content_place, place_of
from annotator.ui.pane_grid import MOST, PaneGrid, PaneRoom
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panes import Panes
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.rest import Rest
from annotator.ui.theme import Theme
from annotator.ui.together import Together

_MANY = 40
"""Touched annotations from which on a pane is told all of them at once rather than one by one."""


class ReadingRoom(Panes):
    """Shows what the library holds, and passes on what the reader does. `current` is the annotation being read."""

    layer_key_pressed = Signal(str)
    layer_toggle_pressed = Signal(str)
    layer_requested = Signal(str)
    command_requested = Signal(str)
    selection_settled = Signal()
    ends_moved = Signal(str, int, int)
    annotation_chosen = Signal(str)
    selection_changed = Signal(object)
    place_changed = Signal()
    versions_shown = Signal()
    import_requested = Signal()
    paste_requested = Signal()
    copy_with_citation_requested = Signal()
    zoom_requested = Signal(int)
    context_menu_requested = Signal(QPoint, list)
    answer_menu_requested = Signal(object, QPoint)
    """A pane, and the point below the chip that says what in it answers the leading text."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None, *, gradually: bool = False) -> None:
        super().__init__(theme, parent)
        self._bridge = bridge
        self._catalogue = Catalogue.of(bridge)
        self._rest = Rest.of(bridge)
        self._closed: list[tuple[int, Place]] = []
        self._awaited: list[Place | None] = []
        self.current = ""
        self.together = Together(Answers(bridge, self), self)
        self.contents = Contents(bridge, self)
        self.contents.passage_wanted.connect(self._show_passage)
        self.grid = PaneGrid(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)
        self.setMinimumWidth(self.grid.minimumWidth())
        self.active = self._new_pane(0, gradually=gradually)
        if not gradually:
            self._new_pane(1)
        self._show_panes()
        self._activate(self.active)
        self.place_changed.connect(self._tell_contents)
        bridge.changed.connect(self._follow)
        self._catalogue.versions_changed.connect(self._list_versions)
        self._catalogue.codebook_changed.connect(self._take_codebook)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def begin(self, arrangement: Arrangement, *, gradually: bool = False) -> None:
        """Another library: show these places, or else its first versions. `gradually`, the text that is read comes
        first; the others, for which room is kept, with `finish`."""
        self.current = ""
        self._closed, self._awaited = [], []
        self._list_versions()
        self._take_codebook()
        known = [row.id for row in self._catalogue.versions]
        wanted = [place for place in arrangement.places if place.version in known or place.view != "text"]
        places = wanted or [*(Place(id) for id in known[:2]), Place(""), Place("")][:2]
        at = arrangement.active if wanted and len(wanted) == len(arrangement.places) else 0
        if gradually and places[at].view == "text":
            self._set_count(1)
            active = self.panes[0]
            self._awaited = [None if number == at else place for number, place in enumerate(places)]
            self.grid.show_panes([PaneRoom(active.header) if place else active for place in self._awaited])
            active.header.close_button.setVisible(len(places) > 1)
            active.reader.set_links_shown(False)
            self._show(active, places[at])
        else:
            self._set_count(len(places))
            active = self.panes[at]
            self._awaited = list(places)
            self.finish()
        self._activate(active if active.version else self._text_pane(active))
        self.grid.take_shares(arrangement.shares)
        self.together.leader = self.active
        self.together.set_locked(arrangement.is_locked)

    def finish(self) -> None:
        """Show what has been waiting until the text that is read was painted."""
        awaited, self._awaited = self._awaited, []
        for number, place in enumerate(awaited):
            if place and len(self.panes) < len(awaited):
                self.grid.fill(number, self._new_pane(number))
        self._tell_panes()
        for pane, place in zip(self.panes, awaited, strict=False):
            pane.finish()
            pane.reader.set_links_shown(True)
            if place:
                self._show(pane, place)
        if awaited:
            self.together.leader = self.active  # not the last one that came up

    def show_version(self, version: str, pane: int = -1, eid: str = "") -> None:
        """Show a version in the pane of that number (added where it is the next), or (−1) in the active one."""
        if pane >= len(self.panes):
            self._add(Place(version, eid))
        else:
            self._show_in(self.active if pane < 0 else self.panes[pane], Place(version, eid))

    def show_beside(self, version: str, eid: str = "") -> None:
        """Show a version in the pane after the active one, which is added where there is none."""
        self.show_place_beside(Place(version, eid))

    def show_place_beside(self, place: Place) -> None:
        """The same for anything that a pane can show."""
        after = self.panes.index(self.active) + 1
        if len(self.panes) == 1:
            self._add(place)
            return
        self._show_in(self.panes[after % len(self.panes)], place)

    def show_annotation(self, annotation: Annotation) -> None:
        """Go to its passage, in the pane that has its text, or else in the active one."""
        showing = [pane for pane in (self.active, *self.panes) if self._is_on(pane, annotation.version)]
        pane = showing[0] if showing else self.active
        if not showing:
            self._show(pane, Place(annotation.version))
        self._activate(pane)
        self.set_current(annotation.id)
        pane.reader.go_to(annotation.anchor.start, annotation.anchor.end, flash=True)

    def set_current(self, id: str) -> None:
        """Emphasise one annotation wherever it is shown."""
        self.current = id
        for pane in self.panes:
            pane.reader.set_current(id or None)

    # -- how many, and in which order ---------------------------------------------------------------------------------

    def set_count(self, count: int) -> None:
        """Show one to four panes. The active one stays; those closed last come back first."""
        while len(self.panes) > count:
            self.close_pane(next(pane for pane in reversed(self.panes) if pane is not self.active))
        while len(self.panes) < count:
            self._reopen()
        self.active.take_keyboard()

    def add_pane(self) -> None:
        """One pane more, after the others, on a text that none shows yet; four are the most."""
        if len(self.panes) < MOST:
            shown = self.shown_versions
            self._add(Place(next((row.id for row in self._catalogue.versions if row.id not in shown), "")))

    def close_pane(self, pane: ReaderPane) -> None:
        """Give its room to the others; the last one stays."""
        if len(self.panes) == 1:
            return
        at = self.panes.index(pane)
        if pane.version or pane.content:
            self._closed.append((at, self._place(pane)))
        self.panes.remove(pane)
        self._show_panes()
        pane.deleteLater()
        if pane is self.active:
            after = self.panes[min(at, len(self.panes) - 1)]
            self._activate(after if after.version else self._text_pane(after))
        self.versions_shown.emit()

    def _close(self, pane: ReaderPane) -> None:
        self.close_pane(pane)
        self.active.take_keyboard()

    def toggle_second(self) -> None:
        """Give the active text the whole width, or bring the others back."""
        self.set_count(2 if len(self.panes) == 1 else 1)

    def swap(self) -> None:
        """Exchange the active pane and the one after it. Both texts stay where they are read."""
        at = self.panes.index(self.focused_pane())
        other = (at + 1) % len(self.panes)
        self.panes[at], self.panes[other] = self.panes[other], self.panes[at]
        self._show_panes()
        self.panes[other].take_keyboard()
        self.versions_shown.emit()

    def focused_pane(self) -> ReaderPane:
        """The pane that has the keyboard, whatever it shows; else the active one."""
        here = QApplication.focusWidget()
        return next((pane for pane in self.panes if here and pane.isAncestorOf(here)), self.active)

    def focus_pane(self, number: int) -> bool:
        """Give the keyboard to pane number 0, 1 …; False where there is none."""
        if number < len(self.panes):
            self.panes[number].take_keyboard()
        return number < len(self.panes)

    def step_pane(self, by: int) -> None:
        """Give the keyboard to the pane that is `by` places on, round the end."""
        self.focus_pane((self.panes.index(self.focused_pane()) + by) % len(self.panes))

    @property
    def places(self) -> list[Place]:
        """What each pane shows, in their order, or is about to show."""
        made = iter(self.panes)
        return [place or self._place(next(made)) for place in self._awaited or [None] * len(self.panes)]

    @property
    def arrangement(self) -> Arrangement:
        shares = tuple(map(tuple, self.grid.shares()))
        active = self._awaited.index(None) if self._awaited else self.panes.index(self.active)
        return Arrangement(tuple(self.places), active, self.together.is_locked, shares)

    @property
    def shown_versions(self) -> list[str]:
        return [pane.version.id for pane in self.panes if pane.version]

    # -- inside -------------------------------------------------------------------------------------------------------

    def _show_panes(self) -> None:
        self.grid.show_panes(self.panes)
        self._tell_panes()

    def _tell_panes(self) -> None:
        for pane in self.panes:
            pane.header.close_button.setVisible(len(self.panes) > 1)
        self.together.set_panes(self.panes)

    def _new_pane(self, at: int, *, gradually: bool = False) -> ReaderPane:
        """A pane that looks and behaves as the others do; the grid is told of it by whoever asks for it."""
        pane = self.dressed_pane(gradually=gradually)
        pane.setMinimumWidth(self.grid.minimumWidth())
        pane.set_versions(self._catalogue.versions)
        if self._bridge.is_open:
            pane.reader.set_codebook(self._bridge.library.codebook())
        self._connect(pane)
        self.panes.insert(at, pane)
        return pane

    def _set_count(self, count: int) -> None:
        """As many panes as `count`, whatever they show."""
        for pane in self.panes[count:]:
            self.panes.remove(pane)
            pane.deleteLater()
        while len(self.panes) < count:
            self._new_pane(len(self.panes))
        if self.active not in self.panes:
            self.active = self.panes[0]
        self._show_panes()

    def _add(self, place: Place, at: int = MOST) -> ReaderPane:
        pane = self._new_pane(at)
        self._show_panes()
        self._show_in(pane, place)
        return pane

    def _show_in(self, pane: ReaderPane, place: Place) -> None:
        """Show it there, with the keyboard; commands about texts go there where it is one."""
        self._show(pane, place)
        if place.view == "text":
            self._activate(pane)
        pane.take_keyboard()

    def _reopen(self) -> None:
        """Bring back the pane that was closed last, at its place; else one more text."""
        former = self.active
        if self._closed:
            at, place = self._closed.pop()
            self._add(place, at)
        else:
            self.add_pane()
        self._activate(former)

    def _place(self, pane: ReaderPane) -> Place:
        if pane.content is not None:
            return content_place(pane.content)
        if pane.version is None:
            return Place("")
        return Place(pane.version.id, pane.reader.visible_provision(), pane.reader.standing_offset())

    def _connect(self, pane: ReaderPane) -> None:
        pane.reader.verticalScrollBar().valueChanged.connect(self._rest.stir)
        pane.reader.marks_changed.connect(self._rest.stir)
        pane.version_chosen.connect(lambda id, pane=pane: self._show(pane, place_of(id)))
        pane.header.close_requested.connect(lambda pane=pane: self._close(pane))
        pane.header.choices_wanted.connect(lambda pane=pane: pane.header.set_choices(choices(self._catalogue)))
        pane.focused.connect(lambda pane=pane: self._activate(pane))
        pane.annotation_activated.connect(self._choose)
        pane.spot_wanted.connect(lambda spot, pane=pane: self._show(pane, Place(spot.version)))
        pane.provision_changed.connect(lambda _eid, pane=pane: self._moved(pane))
        pane.header.answer.menu_requested.connect(lambda at, pane=pane: self.answer_menu_requested.emit(pane, at))
        for name in (
            *("layer_key_pressed", "selection_changed", "import_requested", "paste_requested"),
            *("layer_toggle_pressed", "layer_requested", "command_requested", "selection_settled", "ends_moved"),
            *("copy_with_citation_requested", "zoom_requested", "context_menu_requested"),
        ):
            getattr(pane, name).connect(getattr(self, name))

    def _show_passage(self, annotation: str) -> None:
        found = self._catalogue.annotation(annotation)
        if found is not None:
            self.show_annotation(found)

    def _tell_contents(self) -> None:
        self.contents.follow(self.panes, self.active, is_locked=self.together.is_locked)

    def _text_pane(self, beside: ReaderPane) -> ReaderPane:
        """The next pane that shows a text; commands about texts go there. `beside` itself where there is none."""
        at = self.panes.index(beside)
        others = [*self.panes[at + 1 :], *self.panes[:at]]
        return next((pane for pane in others if pane.version), beside)

    def _show(self, pane: ReaderPane, place: Place) -> None:
        if place.view != "text":
            self.contents.show(pane, place)
            if pane is self.active:
                self._activate(self._text_pane(pane))
            self.versions_shown.emit()
            self._tell_contents()
            return
        found = self._catalogue.version(place.version)
        try:
            text = self._bridge.library.text(place.version) if found else None
        except NotFound:
            text = None
        pane.show_version(found, text)
        if found:
            pane.reader.set_annotations(self._catalogue.on_version(found.id))
            pane.reader.set_current(self.current or None)
            pane.set_editable(self._bridge.is_writable)
        with self.together.resting():
            if place.offset >= 0:
                pane.reader.go_to(place.offset)
            elif place.eid:
                pane.reader.go_to_provision(place.eid)
            elif found:
                pane.reader.go_to(0)
        self.together.shown(pane, placed=place.offset >= 0 or bool(place.eid))
        self.versions_shown.emit()
        self.place_changed.emit()

    def _activate(self, pane: ReaderPane) -> None:
        changed = pane is not self.active
        self.active = pane
        for row in self.panes:
            row.set_active(row is pane)
        if changed:
            self.place_changed.emit()

    def _moved(self, pane: ReaderPane) -> None:
        if pane is self.active:
            self.place_changed.emit()

    def _choose(self, ids: list[str]) -> None:
        """Open the innermost annotation there; clicking again goes on to the next, so that none is out of reach."""
        after = ids.index(self.current) + 1 if self.current in ids else 0
        self.annotation_chosen.emit(ids[after % len(ids)])

    def _list_versions(self) -> None:
        versions = self._catalogue.versions
        known = {row.id: row for row in versions}
        for pane in self.panes:
            pane.set_versions(versions)
            if pane.version and pane.version.id not in known:
                self._show(pane, Place(""))
            elif pane.version and pane.version != known[pane.version.id]:
                self._show(pane, self._place(pane))

    def _take_codebook(self) -> None:
        if self._bridge.is_open:
            codebook = self._bridge.library.codebook()
            for pane in self.panes:
                pane.reader.set_codebook(codebook)

    def _follow(self, change: ChangeSet, _by: object) -> None:
        touched = change.annotations
        if len(touched) >= _MANY:
            for pane in self.panes:
                if pane.version:
                    pane.reader.set_annotations(self._catalogue.on_version(pane.version.id))
            return
        for id in touched:
            annotation = self._catalogue.annotation(id)
            for pane in self.panes:
                if annotation and self._is_on(pane, annotation.version):
                    pane.reader.put_annotation(annotation)
                else:  # deleted, or moved to another text
                    pane.reader.remove_annotation(id)

    def _is_on(self, pane: ReaderPane, version: str) -> bool:
        return pane.version is not None and pane.version.id == version and pane.isVisibleTo(self)
