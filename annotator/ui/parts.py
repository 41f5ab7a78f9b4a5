"""The parts around the texts, each made when somebody first asks for it.

A window that starts shows its texts first. What stands around them is loaded and made between two events once the
first page is painted, one part at a time, in the room that was kept for it (`Parts.follow_up`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenuBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.settings import Settings
from annotator.ui.bridge import Bridge
from annotator.ui.opening import Opening
from annotator.ui.reading_room import ReadingRoom
from annotator.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from annotator.ui.banner import Banner
    from annotator.ui.commands import Commands
    from annotator.ui.dialogs.search_panel import SearchPanel
    from annotator.ui.doubtful_tab import DoubtfulTab
    from annotator.ui.introduction import IntroductionStrip
    from annotator.ui.panels.layers import LayersPanel
    from annotator.ui.panels.notes import NotesPanel
    from annotator.ui.panels.outline import OutlinePanel
    from annotator.ui.welcome import WelcomePage
    from annotator.ui.window import Window

_LOADED_FIRST = (
    "annotator.ui.panels.outline",
    "annotator.ui.panels.layers",
    "markdown_it",
    "annotator.ui.panels.markdown_view",
    "annotator.ui.panels.note_list",
    "annotator.ui.panels.note_editor",
    "annotator.ui.panels.notes",
    "annotator.ui.dialogs.search_panel",
    "annotator.ui.marking_commands",
    "annotator.ui.palette_commands",
    "annotator.ui.commands",
    "annotator.ui.doubtful_tab",
    "annotator.store.derive",
)
"""Modules of the parts, one at a time so that none of these steps is long."""

_PARTS = ("outline", "layers", "_unplaced_notes", "notes", "search", "commands", "doubtful")


class MenuRoom(QWidget):
    """Keeps the room of the menus and the buttons beside them."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        button = QToolButton()
        button.setText(" ")
        keeping = button.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)
        button.setSizePolicy(keeping)
        row.addWidget(button)
        button.hide()


class Parts(QMainWindow):
    """What `Window` has of these. A part that is in `__dict__` has been made."""

    settings: Settings
    themes: ThemeKeeper
    bridge: Bridge
    room: ReadingRoom
    opening: Opening
    left: QTabWidget
    beside: QWidget
    """What stands at the end side of the texts: the notes, or the room for them."""
    _columns: QSplitter
    _side: QSplitter
    _pages: QStackedWidget

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[Callable[[], object]] = []
        self._awaited_note = ""
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._step)

    # -- the parts ----------------------------------------------------------------------------------------------------

    @cached_property
    def commands(self) -> Commands:
        from annotator.ui.commands import Commands

        self.room.finish()  # they may be about any pane
        return Commands(cast("Window", self))

    @cached_property
    def actions_by_name(self) -> dict[str, QAction]:
        """The menus and, in the same row, the toolbar."""
        from annotator.ui.actions import TOOLBAR, MenuRow, build_menus, build_toolbar, set_icons

        menus = QMenuBar()
        made = self.__dict__["actions_by_name"] = build_menus(self, menus, self.command)
        self.setMenuWidget(MenuRow(menus, build_toolbar(made)))
        set_icons(made, self.themes.theme, TOOLBAR)
        self._show_in_menus()
        return made

    @cached_property
    def introduction(self) -> IntroductionStrip:
        from annotator.ui.introduction import IntroductionStrip

        made = IntroductionStrip(self.settings)
        self._put_above(made)
        return made

    @cached_property
    def problem(self) -> Banner:
        return self.banner("problem")

    @cached_property
    def hidden(self) -> QPushButton:
        """In the status line: how many annotations are not shown."""
        from annotator.ui.panels.frames import text_button

        made = text_button("", lambda: self.layers.show_everything(), padding=0)
        self.statusBar().insertWidget(1, made)
        return made

    @cached_property
    def conflicts(self) -> QPushButton:
        """In the status line: how many fields are in conflict."""
        from annotator.ui.panels.frames import text_button

        made = text_button("", self.command("settle"))
        self.statusBar().insertWidget(1, made)
        return made

    @cached_property
    def merged(self) -> Banner:
        """What the last merge brought, and the way back."""
        return self.banner("merged")

    @cached_property
    def welcome(self) -> WelcomePage:
        from annotator.ui.welcome import WelcomePage

        made = WelcomePage(self.settings)
        made.sample_requested.connect(self.command("open_samples"))
        made.new_requested.connect(self.command("new_library"))
        made.open_requested.connect(self.command("open_library"))
        made.library_chosen.connect(self.opening.open_path)
        made.texts_dropped.connect(self.command("take_files"))
        self._pages.insertWidget(0, made)
        return made

    @cached_property
    def outline(self) -> OutlinePanel:
        from annotator.ui.panels.outline import OutlinePanel

        made = OutlinePanel(self.bridge)
        made.provision_chosen.connect(lambda eid: self.room.active.reader.go_to_provision(eid, flash=True))
        made.version_chosen.connect(self.command("show_version"))
        made.beside_requested.connect(self.command("show_beside"))
        made.version_edit_requested.connect(self.command("edit_version"))
        made.version_remove_requested.connect(self.command("remove_version"))
        made.import_requested.connect(self.command("import_texts"))
        self._put_tab(0, made)
        return made

    @cached_property
    def search(self) -> SearchPanel:
        from annotator.ui.dialogs.search_panel import SearchPanel

        made = SearchPanel(self.bridge)
        made.found.connect(self.command("show_finding"))
        made.annotate_requested.connect(self.command("annotate_findings"))
        self._put_tab(1, made)
        return made

    @cached_property
    def layers(self) -> LayersPanel:
        from annotator.ui.panels.layers import LayersPanel

        made = LayersPanel(self.bridge)
        made.layer_chosen.connect(self.command("annotate"))
        for part in (self.room, self.outline):
            made.shown_changed.connect(part.set_shown)
        made.counted.connect(self._show_hidden)
        self._put(self._side, 1, made)
        return made

    @cached_property
    def _unplaced_notes(self) -> NotesPanel:
        from annotator.ui.panels.notes import NotesPanel

        return NotesPanel(self.bridge)

    @cached_property
    def notes(self) -> NotesPanel:
        made = self._unplaced_notes
        made.annotation_shown.connect(self.room.set_current)
        made.go_to_requested.connect(self.command("go_to_annotation"))
        made.batch_edit_requested.connect(self.command("edit_batch"))
        made.save_state.connect(self._show_saved)
        made.link_activated.connect(self.command("open_link"))
        made.provision_activated.connect(self.command("go_to_provision"))
        made.history_requested.connect(self.command("show_history_of"))
        made.settle_requested.connect(self.command("settle"))
        made.escaped.connect(lambda: self.room.active.reader.setFocus())
        self._put(self._columns, 2, made)
        self.beside = made
        return made

    @cached_property
    def doubtful(self) -> DoubtfulTab:
        from annotator.ui.doubtful_tab import DoubtfulTab

        return DoubtfulTab(cast("Window", self))

    def banner(self, name: str, *, closes: bool = True) -> Banner:
        """A new one across the top, below those that are there; `name` as the style sheet knows it."""
        from annotator.ui.banner import Banner

        made = Banner(name, closes=closes)
        self._put_above(made)
        return made

    def has(self, part: str) -> bool:
        """Whether that part has been made."""
        return part in self.__dict__

    def command(self, name: str) -> Callable[..., None]:
        """What carries out a command, which need not be loaded yet."""

        def run(*arguments: Any) -> None:
            getattr(self.commands, name)(*arguments)

        return run

    def commit(self) -> bool:
        """Write what is being typed as one change. False where the library could not take it."""
        return not self.has("notes") or self.notes.commit()

    # -- one after the other ------------------------------------------------------------------------------------------

    def follow_up(self, *last: Callable[[], object]) -> None:
        """Make the rest once the first page has been painted, one step between two events, and in the end do `last`."""
        self._steps = [
            lambda: self.make("actions_by_name"),
            self.room.finish,
            self.themes.finish,
            *(lambda name=name: import_module(name) for name in _LOADED_FIRST),
            *(lambda part=part: self.make(part) for part in _PARTS),
            self._open_awaited_note,
            self._draw_icons,
            self._order_for_tab,
            *last,
        ]
        self._pages.installEventFilter(self)

    def finish(self) -> None:
        """Make at once what is still missing."""
        while self._steps:
            self._step()

    def stop(self) -> None:
        """Make nothing more: the window is closed."""
        self._steps = []
        self._step()

    def make(self, part: str) -> None:
        """Make a part, unless it is there, and let it show what is read now."""
        if not self.has(part):
            getattr(self, part)
            self._bring_up_to_date(part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint and watched is self._pages:
            self._pages.removeEventFilter(self)
            self._later.start()
        return super().eventFilter(watched, event)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _in_the_end(self, act: Callable[[], object]) -> None:
        """Do it now, or after the parts that are still to follow."""
        if self._steps:
            self._steps.append(act)
        else:
            act()

    def _step(self) -> None:
        if self._steps:
            self._steps.pop(0)()
        if not self._steps:
            self._later.stop()
            self._pages.removeEventFilter(self)

    def _open_awaited_note(self) -> None:
        raise NotImplementedError

    def _show_in_menus(self) -> None:
        raise NotImplementedError

    def _draw_icons(self) -> None:
        raise NotImplementedError

    def _bring_up_to_date(self, part: str) -> None:
        raise NotImplementedError

    def _show_hidden(self, shown: int, total: int) -> None:
        raise NotImplementedError

    def _show_saved(self, state: str) -> None:
        raise NotImplementedError

    def _order_for_tab(self) -> None:
        """From the start side to the end, whatever was made first: Tab comes to the texts after what is left of them.

        (Not with `nextInFocusChain`: PySide would take each widget for the child of the one before.)
        """
        before: QWidget = self.left.tabBar()
        for part in (self.outline, self.search, self.layers):
            for widget in (part, *part.findChildren(QWidget)):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is self:
                    QWidget.setTabOrder(before, widget)
                    before = widget

    def _put(self, into: QSplitter, at: int, part: QWidget) -> None:
        """In the place that was kept for it: as wide and high as that was, and shown or hidden as it."""
        room = into.replaceWidget(at, part)
        if room is not None:
            room.deleteLater()

    def _put_above(self, strip: QWidget) -> None:
        column = cast("QVBoxLayout", cast("QWidget", self._pages.parentWidget()).layout())
        column.insertWidget(column.indexOf(self._pages), strip)

    def _put_tab(self, at: int, part: QWidget) -> None:
        tabs, current, room = self.left, self.left.currentIndex(), self.left.widget(at)
        tabs.insertTab(at, part, tabs.tabText(at))
        if current == at:
            tabs.setCurrentIndex(at)
        tabs.removeTab(at + 1)
        if room is not None:
            room.deleteLater()
