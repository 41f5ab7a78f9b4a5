"""The reading room: two panes side by side, each on any version, and which of them commands go to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from annotator.model.annotation import Annotation
from annotator.model.change import ChangeSet
from annotator.model.problems import NotFound
from annotator.ui.bridge import Bridge
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.reader.shown import ALL, Shown
from annotator.ui.theme import Theme

_MANY = 40
"""Touched annotations from which on a pane is told all of them at once rather than one by one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pane is: a version's id and the eId of its topmost article."""

    version: str
    eid: str = ""


class ReadingRoom(QWidget):
    """Shows what the library holds, and passes on what the reader does. `current` is the annotation being read."""

    layer_key_pressed = Signal(str)
    annotation_chosen = Signal(str)
    selection_changed = Signal(object)
    place_changed = Signal()
    versions_shown = Signal()
    import_requested = Signal()
    paste_requested = Signal()
    copy_with_citation_requested = Signal()
    zoom_requested = Signal(int)
    context_menu_requested = Signal(QPoint, list)

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._catalogue = Catalogue.of(bridge)
        self._shown = ALL
        self.current = ""
        self.panes = (ReaderPane(theme, self), ReaderPane(theme, self))
        self.active = self.panes[0]
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        for pane in self.panes:
            self._splitter.addWidget(pane)
            self._connect(pane)
        self._splitter.setSizes([500, 500])
        self._activate(self.panes[0])
        bridge.changed.connect(self._follow)
        self._catalogue.versions_changed.connect(self._list_versions)
        self._catalogue.codebook_changed.connect(self._take_codebook)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def begin(self, places: list[Place]) -> None:
        """Another library: show these places, or else its first versions."""
        self.current = ""
        self._list_versions()
        self._take_codebook()
        known = [row.id for row in self._catalogue.versions]
        wanted = [place for place in places if place.version in known] or [Place(id) for id in known[:2]]
        for pane, place in zip(self.panes, [*wanted, None, None], strict=False):
            self._show(pane, place.version if place else "", place.eid if place else "")
        self._activate(self.panes[0])

    def show_version(self, version: str, pane: int = -1, eid: str = "") -> None:
        """Show a version in pane 0 or 1, or (−1) in the active one."""
        target = self.active if pane < 0 else self.panes[pane]
        target.setVisible(True)
        self._show(target, version, eid)
        self._activate(target)
        target.reader.setFocus()

    def show_annotation(self, annotation: Annotation) -> None:
        """Go to its passage, in the pane that has its text, or else in the active one."""
        showing = [pane for pane in (self.active, *self.panes) if self._is_on(pane, annotation.version)]
        pane = showing[0] if showing else self.active
        if not showing:
            self._show(pane, annotation.version)
        self._activate(pane)
        self.set_current(annotation.id)
        pane.reader.go_to(annotation.anchor.start, annotation.anchor.end, flash=True)

    def set_current(self, id: str) -> None:
        """Emphasise one annotation wherever it is shown."""
        self.current = id
        for pane in self.panes:
            pane.reader.set_current(id or None)

    def set_shown(self, shown: Shown) -> None:
        """Show these annotations in every pane, and no others."""
        self._shown = shown
        for pane in self.panes:
            pane.reader.set_shown(shown)

    def set_tinting(self, strength: float) -> None:
        """How strong the ground behind marked words is: one of `theme.TINTS`."""
        for pane in self.panes:
            pane.reader.set_tinting(strength)

    def set_theme(self, theme: Theme) -> None:
        for pane in self.panes:
            pane.set_theme(theme)

    def set_zoom(self, percent: int) -> None:
        for pane in self.panes:
            pane.reader.set_zoom(percent)

    def swap(self) -> None:
        """Exchange the two texts."""
        first, second = self.places
        for pane, place in zip(self.panes, (second, first), strict=True):
            self._show(pane, place.version, place.eid)

    def toggle_second(self) -> None:
        """Give one text the whole width, or bring the other back."""
        self.panes[1].setVisible(not self.panes[1].isVisible())
        if not self.panes[1].isVisible():
            self._activate(self.panes[0])

    @property
    def places(self) -> tuple[Place, Place]:
        first, second = (
            Place(pane.version.id, pane.reader.visible_provision()) if pane.version else Place("")
            for pane in self.panes
        )
        return first, second

    @property
    def shown_versions(self) -> list[str]:
        return [pane.version.id for pane in self.panes if pane.version]

    # -- inside -------------------------------------------------------------------------------------------------------

    def _connect(self, pane: ReaderPane) -> None:
        pane.version_chosen.connect(lambda id, pane=pane: self._show(pane, id))
        pane.focused.connect(lambda pane=pane: self._activate(pane))
        pane.annotation_activated.connect(self._choose)
        pane.provision_changed.connect(lambda _eid, pane=pane: self._moved(pane))
        for name in (
            *("layer_key_pressed", "selection_changed", "import_requested", "paste_requested"),
            *("copy_with_citation_requested", "zoom_requested", "context_menu_requested"),
        ):
            getattr(pane, name).connect(getattr(self, name))

    def _show(self, pane: ReaderPane, version: str, eid: str = "") -> None:
        found = self._catalogue.version(version)
        try:
            text = self._bridge.library.text(version) if found else None
        except NotFound:
            text = None
        pane.show_version(found, text)
        if found:
            pane.reader.set_annotations(self._catalogue.on_version(found.id))
            pane.reader.set_shown(self._shown)
            pane.reader.set_current(self.current or None)
        if eid:
            pane.reader.go_to_provision(eid)
        elif found:
            pane.reader.go_to(0)
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
                self._show(pane, "")
            elif pane.version and pane.version != known[pane.version.id]:
                place = pane.reader.visible_provision()
                self._show(pane, pane.version.id, place)

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
                elif annotation is None:
                    pane.reader.remove_annotation(id)

    def _is_on(self, pane: ReaderPane, version: str) -> bool:
        return pane.version is not None and pane.version.id == version and pane.isVisibleTo(self)
