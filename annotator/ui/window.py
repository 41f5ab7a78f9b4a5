"""The window: the parts side by side, and how they hear of one another."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.change import ChangeSet
from annotator.settings import HINT_SEEN, INTRODUCED, TEXT_SIZE, WINDOW, Settings
from annotator.store.backups import library_of
from annotator.store.library import Library
from annotator.ui.arrangement import Arrangement, Place
from annotator.ui.backup_keeper import BackupKeeper
from annotator.ui.bridge import Bridge
from annotator.ui.look_commands import show_looks
from annotator.ui.opening import Opening
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.parts import MenuRoom, Parts
from annotator.ui.reader.shown import ALL
from annotator.ui.reading_commands import show_reading
from annotator.ui.reading_room import ReadingRoom
from annotator.ui.save_state import SaveState
from annotator.ui.standing import Standing
from annotator.ui.still import Still
from annotator.ui.theme import ThemeKeeper
from annotator.ui.unsaved import Unsaved

_SIZES = [300, 800, 360]
_LEAST = QSize(960, 520)  # a small screen at 200 %
_FRAME = QSize(16, 48)  # what a desktop puts around a window, about
_SETTLED = 80  # milliseconds that one stays in a provision before the outline follows there
_REMEMBERED = 20  # libraries whose places are kept


class Window(Parts):
    """The main window on at most one library. `closing` is emitted once nothing can stop it any more.

    One that is shown `gradually` has only the texts and what is at the edges; `begin` shows it.
    """

    closing = Signal()

    def __init__(self, settings: Settings, themes: ThemeKeeper, *, gradually: bool = False) -> None:
        super().__init__()
        self.settings, self.themes = settings, themes
        self.bridge = Bridge(settings, self)
        self.backup_keeper = BackupKeeper(self.bridge, self)
        self.catalogue = Catalogue.of(self.bridge)
        self.unsaved = Unsaved(self)
        self.standing = Standing(self)
        self.room = ReadingRoom(self.bridge, themes.theme, gradually=gradually)
        self.opening = Opening(self)
        self.saved = SaveState()
        self.counts = QLabel()
        self.left = QTabWidget()
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._side = QSplitter(Qt.Orientation.Vertical)
        self.beside = QWidget()
        self._focused = False
        self._mark_later = QTimer(self, singleShot=True, interval=_SETTLED)
        self._mark_later.timeout.connect(self._mark_in_outline)
        self._pages = QStackedWidget()
        self._still = Still(self.bridge, self._pages)
        self._state = self._read_state()
        self._lay_out()
        self._connect()
        self._restore()
        if not gradually:
            self.follow_up()
            self.finish()
            self.show_which()

    # -- opening a library --------------------------------------------------------------------------------------------

    def show_library(self, library: Library, places: list[Place] | None = None, note: str = "") -> None:
        """Show `library`, at `places` or where it was last read; `note` is the annotation to open."""
        self._remember_places()
        self.bridge.open(library)
        self._in_the_end(lambda: self._remember(library.path))
        self._in_the_end(self.catalogue.read_conflicts)
        self.room.begin(self._arrangement_of(library.path, places or ()), gradually=bool(self._steps))
        if self._steps:
            self._steps.insert(0, self.room.finish)
        self.room.set_shown(self.layers.shown if self.has("layers") else ALL)
        self._awaited_note = note
        self._open_awaited_note()
        self.show_which()
        self.room.active.reader.setFocus()

    def close_library(self) -> None:
        """Back to the welcome page."""
        if self.unsaved.may_leave(self.close_library):
            self._remember_places()
            self.set_focused(False)
            self.bridge.close()
            self.welcome.refresh()
            self.show_which()

    @property
    def is_focused(self) -> bool:
        """Whether only the texts are shown."""
        return self._focused

    def set_focused(self, focused: bool) -> None:
        """Hide what stands around the texts, and let in them all but what is read step back."""
        if focused == self._focused:
            return
        self._focused = focused
        for part in (self._side, self.beside):
            part.setVisible(not focused)
        self.room.set_focused(focused)
        self.actions_by_name["focus_mode"].setChecked(focused)
        if focused:
            self.room.active.reader.setFocus()
            self.statusBar().showMessage(self.tr("Escape brings the panels back."), 4000)

    # -- events -------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        if not self.unsaved.may_leave(self.close):
            event.ignore()
            return
        self.stop()
        self._mark_later.stop()
        if self.bridge.is_open:
            self._remember(self.bridge.library.path)
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
        from annotator.ui.welcome import dropped_files  # which is loaded where no library is open

        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        from annotator.ui.welcome import dropped_files

        self.commands.take_files(dropped_files(event.mimeData()))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.left.setDocumentMode(True)
        self.left.tabBar().setDrawBase(False)
        self.left.addTab(QWidget(), self.tr("Texts"))
        self.left.addTab(QWidget(), self.tr("Search"))
        side = self._side
        side.addWidget(self.left)
        side.addWidget(QWidget())
        side.setChildrenCollapsible(False)
        side.setSizes([480, 400])
        for part in (side, self.room, self.beside):
            self._columns.addWidget(part)
        self._columns.setStretchFactor(1, 1)
        self._columns.setSizes(_SIZES)
        self._pages.addWidget(self._columns)
        self._pages.setCurrentWidget(self._columns)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(body)
        self.setMenuWidget(MenuRoom())
        if not self.settings.get(INTRODUCED):
            self.introduction.show()
        self.setAcceptDrops(True)
        self.counts.setContentsMargins(4, 0, 0, 0)  # so that messages begin where this does
        self.statusBar().addWidget(self.counts)
        self.statusBar().addPermanentWidget(QLabel(self.tr("Ctrl+K  commands")))
        self.statusBar().addPermanentWidget(self.saved)
        self.setWindowTitle(self.tr("Treaty Annotator"))
        self.setMinimumSize(_LEAST)
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize() - _FRAME))

    def _connect(self) -> None:
        room, run = self.room, self.command
        room.layer_key_pressed.connect(run("annotate_with_key"))
        room.layer_toggle_pressed.connect(run("toggle_layer_with_key"))
        room.layer_requested.connect(run("annotate"))
        room.command_requested.connect(lambda name: self.actions_by_name[name].trigger())
        room.selection_settled.connect(run("offer_layers"))
        room.ends_moved.connect(run("move_ends"))
        room.annotation_chosen.connect(self._open_note)
        room.place_changed.connect(self._follow_place)
        room.versions_shown.connect(self._follow_versions)
        room.copy_with_citation_requested.connect(run("copy_with_citation"))
        room.zoom_requested.connect(run("zoom_by"))
        room.context_menu_requested.connect(run("context_menu"))
        room.contents.finding_chosen.connect(run("show_finding"))
        room.answer_menu_requested.connect(run("open_answer_menu"))
        room.together.lock_changed.connect(run("tell_lock"))
        room.import_requested.connect(run("import_texts"))
        room.paste_requested.connect(run("paste_text"))
        self.bridge.problem.connect(self._tell_problem)
        self.bridge.changed.connect(self._follow)
        self.bridge.closed.connect(self._hide_merged)
        self.catalogue.conflicts_changed.connect(self._show_conflicts)
        self.themes.changed.connect(room.set_theme)
        self.themes.changed.connect(self._draw_icons)
        room.set_zoom(self.settings.get(TEXT_SIZE))
        show_looks(self)
        show_reading(self)

    def _bring_up_to_date(self, part: str) -> None:
        """What was made later than the rest shows what they do."""
        if part == "outline":
            self._follow_place()
        if part in ("outline", "layers"):
            self._follow_versions()
        if part == "notes":
            self._follow_place()

    def _draw_icons(self) -> None:
        """Those in the menus; those beside them came with their buttons."""
        if self.has("actions_by_name"):
            from annotator.ui.actions import set_icons

            set_icons(self.actions_by_name, self.themes.theme)

    def _show_in_menus(self) -> None:
        """Let the menus, which have just been made, say what can be done and what is chosen."""
        self._enable()
        show_looks(self)
        show_reading(self)

    def _open_awaited_note(self) -> None:
        """Where something was being typed when the program last stopped, that comes first."""
        if not self._awaited_note or (self._steps and not self.has("notes")):
            return
        note, self._awaited_note = self._awaited_note, ""
        if not self.notes.unfinished_drafts():
            self.notes.show_annotation(note)

    def _open_note(self, id: str) -> None:
        self.notes.show_annotation(id)
        self.room.set_current(id)

    def _follow_place(self) -> None:
        pane = self.room.active
        is_text = pane.version is not None
        if self.has("outline"):
            self.outline.set_text(pane.version, pane.reader.text if is_text else None)
            if is_text and self.outline.provisions.current:
                self._mark_later.start()
            elif is_text:  # another text: the outline is painted anew as it is
                self._mark_in_outline()
        if pane.version is not None and self.has("notes"):
            self.notes.set_place(pane.version.id, pane.reader.visible_provision())

    def _mark_in_outline(self) -> None:
        """Once the page is painted: the outline that comes to another place would be painted in the same frame."""
        if self.room.active.version is not None:
            self.outline.set_current(self.room.active.reader.visible_provision())

    def _follow_versions(self) -> None:
        if self.has("outline"):
            self.outline.set_panes([place.version for place in self.room.places])
        if self.has("layers"):
            self.layers.set_shown_versions(self.room.shown_versions)

    def _tell_problem(self, sentence: str) -> None:
        if sentence != str(self.bridge.refusal):  # which has a banner of its own
            self.problem.say(sentence)
            self.saved.show_problem(sentence)

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

    def _hide_merged(self) -> None:
        if self.has("merged"):
            self.merged.hide()

    def _show_conflicts(self) -> None:
        count = self.catalogue.conflict_count
        if not count and not self.has("conflicts"):
            return
        told = self.tr("1 conflict") if count == 1 else self.tr("{count} conflicts").format(count=f"{count:,}")
        self.conflicts.setText(told)
        self.conflicts.setVisible(bool(count))

    def show_which(self) -> None:
        """The texts where a library is open, else the welcome page."""
        is_open = self.bridge.is_open
        self._pages.setCurrentWidget(self._columns if is_open else self.welcome)
        self._enable()
        name = self.bridge.library.path.stem if is_open else ""
        self.setWindowTitle(f"{name} — Treaty Annotator" if name else self.tr("Treaty Annotator"))
        path = self.bridge.library.path if is_open else None
        self.saved.show_opened(path, is_writable=self.bridge.is_writable)
        self._show_counts()

    def _enable(self) -> None:
        if self.has("actions_by_name"):
            from annotator.ui.actions import enable

            enable(self.actions_by_name, is_open=self.bridge.is_open, is_writable=self.bridge.is_writable)

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

    def _remember(self, path: Path) -> None:
        if self.bridge.is_open and self.bridge.library.path == path and not library_of(path):
            self.settings.remember_library(path)

    def _remember_places(self) -> None:
        if self.bridge.is_open:
            places = {key: value for key, value in self._state.get("places", {}).items()}
            path = str(self.bridge.library.path)
            places.pop(path, None)
            places[path] = self.room.arrangement.to_json()
            self._state["places"] = dict(list(places.items())[-_REMEMBERED:])
