"""The window: the parts side by side, and how they hear of one another."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenuBar,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.change import ChangeSet
from annotator.settings import HINT_SEEN, TEXT_SIZE, WINDOW, Settings
from annotator.store.library import Library
from annotator.ui.actions import build_menus, build_toolbar, enable, set_icons
from annotator.ui.arrangement import Arrangement, Place
from annotator.ui.backup_keeper import BackupKeeper
from annotator.ui.bridge import Bridge
from annotator.ui.commands import Commands
from annotator.ui.dialogs.search_panel import SearchPanel
from annotator.ui.doubtful_tab import DoubtfulTab
from annotator.ui.introduction import IntroductionStrip, ProblemStrip
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.frames import text_button
from annotator.ui.panels.layers import LayersPanel
from annotator.ui.panels.notes import NotesPanel
from annotator.ui.panels.outline import OutlinePanel
from annotator.ui.reading_room import ReadingRoom
from annotator.ui.save_state import SaveState
from annotator.ui.theme import ThemeKeeper
from annotator.ui.welcome import WelcomePage, dropped_files

_SIZES = [300, 800, 360]
_FRAME = QSize(16, 48)  # what a desktop puts around a window, about
_REMEMBERED = 20  # libraries whose places are kept


class Window(QMainWindow):
    """The main window on at most one library. `closing` is emitted once nothing can stop it any more."""

    closing = Signal()

    def __init__(self, settings: Settings, themes: ThemeKeeper) -> None:
        super().__init__()
        self.settings, self.themes = settings, themes
        self.bridge = Bridge(settings, self)
        self.backup_keeper = BackupKeeper(self.bridge, self)
        self.catalogue = Catalogue.of(self.bridge)
        self.welcome = WelcomePage(settings)
        self.introduction = IntroductionStrip(settings)
        self.problem = ProblemStrip()
        self.outline = OutlinePanel(self.bridge)
        self.search = SearchPanel(self.bridge)
        self.layers = LayersPanel(self.bridge)
        self.room = ReadingRoom(self.bridge, themes.theme)
        self.notes = NotesPanel(self.bridge)
        self.saved = SaveState()
        self.counts = QLabel()
        self.hidden = text_button("", self.layers.show_everything)
        self.left = QTabWidget()
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._side = QSplitter(Qt.Orientation.Vertical)
        self._focused = False
        self._pages = QStackedWidget()
        self._state = self._read_state()
        self.commands = Commands(self)
        self._lay_out()
        self.actions_by_name = self._build_menu_row()
        set_icons(self.actions_by_name, themes.theme)
        self._connect()
        self.doubtful = DoubtfulTab(self)
        self._show_which()
        self._restore()

    # -- opening a library --------------------------------------------------------------------------------------------

    def show_library(self, library: Library, places: list[Place] | None = None, note: str = "") -> None:
        """Show `library`, at `places` or where it was last read; `note` is the annotation to open."""
        self._remember_places()
        self.bridge.open(library)
        self.settings.remember_library(library.path)
        self.room.begin(self._arrangement_of(library.path, places or ()))
        self.room.set_shown(self.layers.shown)
        if note and not self.notes.unfinished_drafts():
            self.notes.show_annotation(note)
        self._show_which()
        self.room.active.reader.setFocus()

    def close_library(self) -> None:
        """Back to the welcome page."""
        if self.notes.commit():
            self._remember_places()
            self.set_focused(False)
            self.bridge.close()
            self.welcome.refresh()
            self._show_which()

    @property
    def is_focused(self) -> bool:
        """Whether only the texts are shown."""
        return self._focused

    def set_focused(self, focused: bool) -> None:
        """Hide what stands around the texts, and let in them all but what is read step back."""
        if focused == self._focused:
            return
        self._focused = focused
        for part in (self._side, self.notes):
            part.setVisible(not focused)
        self.room.set_focused(focused)
        self.actions_by_name["focus_mode"].setChecked(focused)
        if focused:
            self.room.active.reader.setFocus()
            self.statusBar().showMessage(self.tr("Escape brings the panels back."), 4000)

    # -- events -------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        if not self.notes.commit():
            event.ignore()
            return
        self.set_focused(False)
        self._remember_places()
        self._state["geometry"] = base64.b64encode(self.saveGeometry().data()).decode()
        self._state["columns"] = self._columns.sizes()
        self.settings.set(WINDOW, json.dumps(self._state))
        self.bridge.close()
        self.closing.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if self._focused and event.key() == Qt.Key.Key_Escape:
            self.set_focused(False)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        self.commands.take_files(dropped_files(event.mimeData()))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.left.setDocumentMode(True)
        self.left.tabBar().setDrawBase(False)
        self.left.addTab(self.outline, self.tr("Texts"))
        self.left.addTab(self.search, self.tr("Search"))
        side = self._side
        side.addWidget(self.left)
        side.addWidget(self.layers)
        side.setChildrenCollapsible(False)
        side.setSizes([480, 400])
        for part in (side, self.room, self.notes):
            self._columns.addWidget(part)
        self._columns.setStretchFactor(1, 1)
        self._columns.setSizes(_SIZES)
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self._columns)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for strip in (self.introduction, self.problem):
            column.addWidget(strip)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(body)
        self.setAcceptDrops(True)
        self.counts.setContentsMargins(4, 0, 0, 0)  # so that messages begin where this does
        self.statusBar().addWidget(self.counts)
        self.statusBar().addWidget(self.hidden)
        self.statusBar().addPermanentWidget(QLabel(self.tr("Ctrl+K  commands")))
        self.statusBar().addPermanentWidget(self.saved)
        self.setWindowTitle(self.tr("Treaty Annotator"))
        self.setMinimumSize(960, 600)
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize() - _FRAME))

    def _build_menu_row(self) -> dict[str, QAction]:
        """The menus and, in the same row, the toolbar."""
        menus = QMenuBar()
        actions = build_menus(self, menus, self._command)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(menus, 1)
        row.addWidget(build_toolbar(actions))
        self.setMenuWidget(holder)
        return actions

    def _connect(self) -> None:
        commands, room, notes = self.commands, self.room, self.notes
        self.welcome.sample_requested.connect(commands.open_samples)
        self.welcome.new_requested.connect(commands.new_library)
        self.welcome.open_requested.connect(commands.open_library)
        self.welcome.library_chosen.connect(commands.open_path)
        self.welcome.texts_dropped.connect(commands.take_files)
        self.outline.provision_chosen.connect(lambda eid: room.active.reader.go_to_provision(eid, flash=True))
        self.outline.version_chosen.connect(commands.show_version)
        self.outline.beside_requested.connect(commands.show_beside)
        self.outline.version_edit_requested.connect(commands.edit_version)
        self.outline.version_remove_requested.connect(commands.remove_version)
        self.search.found.connect(commands.show_finding)
        self.search.annotate_requested.connect(commands.annotate_findings)
        self.layers.layer_chosen.connect(commands.annotate)
        for part in (room, self.outline):
            self.layers.shown_changed.connect(part.set_shown)
        self.layers.counted.connect(self._show_hidden)
        room.layer_key_pressed.connect(commands.annotate_with_key)
        room.layer_toggle_pressed.connect(commands.toggle_layer_with_key)
        room.layer_requested.connect(commands.annotate)
        room.command_requested.connect(lambda name: self.actions_by_name[name].trigger())
        room.selection_settled.connect(commands.offer_layers)
        room.ends_moved.connect(commands.move_ends)
        room.annotation_chosen.connect(self._open_note)
        room.place_changed.connect(self._follow_place)
        room.versions_shown.connect(self._follow_versions)
        room.copy_with_citation_requested.connect(commands.copy_with_citation)
        room.zoom_requested.connect(commands.zoom_by)
        room.context_menu_requested.connect(commands.context_menu)
        room.contents.finding_chosen.connect(commands.show_finding)
        room.answer_menu_requested.connect(commands.open_answer_menu)
        room.together.lock_changed.connect(commands.tell_lock)
        notes.annotation_shown.connect(room.set_current)
        notes.go_to_requested.connect(commands.go_to_annotation)
        notes.batch_edit_requested.connect(commands.edit_batch)
        notes.save_state.connect(self._show_saved)
        notes.link_activated.connect(commands.open_link)
        notes.provision_activated.connect(commands.go_to_provision)
        notes.history_requested.connect(commands.show_history_of)
        notes.escaped.connect(lambda: room.active.reader.setFocus())
        for source in (room, self.outline):
            source.import_requested.connect(commands.import_texts)
        room.paste_requested.connect(commands.paste_text)
        self.bridge.problem.connect(self.problem.say)
        self.bridge.problem.connect(self.saved.show_problem)
        self.bridge.changed.connect(self._follow)
        self.themes.changed.connect(room.set_theme)
        self.themes.changed.connect(lambda theme: set_icons(self.actions_by_name, theme))
        room.set_zoom(self.settings.get(TEXT_SIZE))
        commands.show_looks()
        commands.show_reading()

    def _command(self, name: str) -> Callable[[], object]:
        found: Callable[[], object] = getattr(self.commands, name)
        return found

    def _open_note(self, id: str) -> None:
        self.notes.show_annotation(id)
        self.room.set_current(id)

    def _follow_place(self) -> None:
        pane = self.room.active
        if pane.version is None:
            self.outline.set_text(None, None)
            return
        self.outline.set_text(pane.version, pane.reader.text)
        self.outline.set_current(pane.reader.visible_provision())
        self.notes.set_place(pane.version.id, pane.reader.visible_provision())

    def _follow_versions(self) -> None:
        shown = self.room.shown_versions
        self.outline.set_panes([place.version for place in self.room.places])
        self.layers.set_shown_versions(shown)

    def _follow(self, _change: ChangeSet, _by: object) -> None:
        self._show_saved("saved")
        self._show_counts()

    def _show_saved(self, state: str) -> None:
        if state == "saved":
            self.saved.show_saved()
        else:
            self.saved.show_writing()

    def _show_counts(self) -> None:
        if not self.bridge.is_open:
            self.counts.clear()
            return
        count = len(self.catalogue.annotations)
        hint = "" if self.settings.get(HINT_SEEN) else self.tr("Select words, press 7")
        counted = self.tr("1 annotation") if count == 1 else self.tr("{count} annotations").format(count=count)
        self.counts.setText("   ·   ".join(part for part in (counted, hint) if part))

    def _show_hidden(self, shown: int, total: int) -> None:
        told = self.tr("Showing {shown} of {total} here — show all")
        self.hidden.setText(told.format(shown=f"{shown:,}", total=f"{total:,}"))
        self.hidden.setVisible(shown < total)

    def _show_which(self) -> None:
        is_open = self.bridge.is_open
        self._pages.setCurrentWidget(self._columns if is_open else self.welcome)
        enable(self.actions_by_name, is_open=is_open, is_writable=self.bridge.is_writable)
        name = self.bridge.library.path.stem if is_open else ""
        self.setWindowTitle(f"{name} — Treaty Annotator" if name else self.tr("Treaty Annotator"))
        path = self.bridge.library.path if is_open else None
        self.saved.show_opened(path, is_writable=self.bridge.is_writable)
        self._show_counts()

    def _read_state(self) -> dict[str, Any]:
        try:
            state = json.loads(self.settings.get(WINDOW) or "{}")
        except ValueError:
            return {}
        return state if isinstance(state, dict) else {}

    def _restore(self) -> None:
        geometry, columns = self._state.get("geometry"), self._state.get("columns")
        try:
            if isinstance(geometry, str):
                self.restoreGeometry(QByteArray(base64.b64decode(geometry)))
        except binascii.Error:
            self._state.pop("geometry")
        if isinstance(columns, list) and len(columns) == len(_SIZES):
            self._columns.setSizes([int(width) for width in columns])

    def _arrangement_of(self, path: Path, places: Sequence[Place]) -> Arrangement:
        """How that library was last read, or else at `places`."""
        kept = Arrangement.from_json(self._state.get("places", {}).get(str(path)))
        return kept if kept.places else Arrangement(tuple(places))

    def _remember_places(self) -> None:
        if self.bridge.is_open:
            places = {key: value for key, value in self._state.get("places", {}).items()}
            path = str(self.bridge.library.path)
            places.pop(path, None)
            places[path] = self.room.arrangement.to_json()
            self._state["places"] = dict(list(places.items())[-_REMEMBERED:])
