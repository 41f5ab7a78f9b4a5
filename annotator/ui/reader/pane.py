"""The reading pane: header, strips, find bar, and the reader itself; or, without a text, how to get one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.treaty import Text, Version
from annotator.ui.reader.header import PaneHeader
from annotator.ui.reader.layering import Span
from annotator.ui.reader.strips import EmptyPane, Strip
from annotator.ui.reader.trail import Spot, Trail
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.reader.find_bar import FindBar
    from annotator.ui.reader.finding import FoldedText
    from annotator.ui.reader.following import Follower
    from annotator.ui.reader.minimap import Minimap

_LONGEST_QUERY = 60  # characters of a selection that are taken over into the find bar


class ReaderPane(QWidget):
    """Shows one version at a time. It tells which version is wanted; who owns it fetches the text and shows it.

    `reader` is the view: annotations, codebook and visible layers are set on it. Find bar, map and the page for where
    there is no text are made when they are first wanted; one that is made `gradually` has icons and follows references
    from `finish` on.
    """

    version_chosen = Signal(str)
    """The id of the version picked in the header, or the key of something else that is listed there."""
    import_requested = Signal()
    paste_requested = Signal()
    focused = Signal()
    """The reader has got the keyboard."""
    selection_changed = Signal(object)
    annotation_activated = Signal(list)
    layer_key_pressed = Signal(str)
    layer_toggle_pressed = Signal(str)
    layer_requested = Signal(str)
    command_requested = Signal(str)
    selection_settled = Signal()
    ends_moved = Signal(str, int, int)
    provision_changed = Signal(str)
    spot_wanted = Signal(object)
    """The Spot to go back (or on) to, in another version."""
    trail_changed = Signal()
    copy_requested = Signal()
    copy_with_citation_requested = Signal()
    zoom_requested = Signal(int)
    context_menu_requested = Signal(QPoint, list)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, gradually: bool = False) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.version: Version | None = None
        self.content: QWidget | None = None
        self._folded: FoldedText | None = None
        self._found: list[Span] = []
        self._at = -1
        self._is_editable = True
        self._focus_line = QFrame(self)
        self._focus_line.setObjectName("focus_line")
        self._focus_line.setFixedHeight(2)
        keeping = self._focus_line.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)
        self._focus_line.setSizePolicy(keeping)
        self._focus_line.hide()
        self.header = PaneHeader(self)
        self.restatement = Strip(self.tr("Import the official text…"), self)
        self.warning = Strip(parent=self)
        self.reader = ReaderView(theme, self)
        self.trail = Trail()
        self._body = QStackedWidget(self)
        self._arrange()
        self._connect()
        if not gradually:
            self.finish()
            self.show_version(None, None)

    def finish(self) -> None:
        """Make what a first page does without, unless it is there."""
        if not self._has("follower"):
            self.header.set_theme(self.reader.theme)
            self.follower.hide_preview()

    # -- made when they are wanted --------------------------------------------------------------------------------

    @cached_property
    def find_bar(self) -> FindBar:
        from annotator.ui.reader.find_bar import FindBar

        made = FindBar(self.reader.theme, self)
        made.hide()
        made.set_editable(self._is_editable)
        made.words_changed.connect(self.find_words)
        made.step_requested.connect(self.step)
        made.closed.connect(self._stop_finding)
        made.annotate_requested.connect(lambda: self.command_requested.emit("annotate_found"))
        self._column.insertWidget(self._column.indexOf(self._body), made)
        return made

    @cached_property
    def minimap(self) -> Minimap:
        from annotator.ui.reader.minimap import Minimap

        made = Minimap(self.reader, self)
        made.hide()
        self._row.addWidget(made)
        return made

    @cached_property
    def empty(self) -> EmptyPane:
        made = EmptyPane(self)
        made.import_requested.connect(self.import_requested)
        made.paste_requested.connect(self.paste_requested)
        self._body.addWidget(made)
        return made

    @cached_property
    def follower(self) -> Follower:
        from annotator.ui.reader.following import Follower

        made = Follower(self.reader)
        made.turned.connect(lambda way: self.go_back() if way < 0 else self.go_forward())
        return made

    def _has(self, part: str) -> bool:
        return part in self.__dict__

    # -- what is shown --------------------------------------------------------------------------------------------

    def set_versions(self, versions: Sequence[Version]) -> None:
        """The versions to choose from."""
        self.header.set_versions(versions)

    def show_version(self, version: Version | None, text: Text | None) -> None:
        """Show `text`, which is that of `version`; None for either leaves the pane empty."""
        if self.version and (text is None or text.id != self.version.id):
            self._leave(self.reader.read_offset())
        if self.content is not None:
            self._body.removeWidget(self.content)
            self.content.deleteLater()
            self.content = None
        self.version = version if text else None
        if self._has("follower"):
            self.follower.hide_preview()
        self.reader.show_text(text, version.data if version else None)
        self.header.show_version(self.version, text.provisions if text else ())
        self._folded = None
        if self._has("find_bar"):
            self.find_bar.close_bar()
        self._say_restated(self.version)
        self.warning.say("")
        self._body.setCurrentWidget(self._text if self.version else self.empty)
        self.header.show_place(self.reader.visible_provision())
        self._show_way()

    def show_content(self, content: QWidget, key: str, words: str) -> None:
        """Show something that is no text; `key` and `words` are its entry in the header's chooser."""
        self.show_version(None, None)
        self.header.show_content(key, words)
        self.content = content
        self._body.addWidget(content)
        self._body.setCurrentWidget(content)

    def take_keyboard(self) -> None:
        """Give the keyboard to what is shown."""
        (self.content or (self.reader if self.version else self.header.versions)).setFocus()

    def set_warning(self, sentence: str) -> None:
        """A sentence the reader should see above the text; empty for none."""
        self.warning.say(sentence)

    def set_editable(self, is_editable: bool) -> None:
        """Whether annotations can be made and changed here."""
        self._is_editable = is_editable
        self.reader.set_editable(is_editable)
        if self._has("find_bar"):
            self.find_bar.set_editable(is_editable)

    def show_minimap(self, is_shown: bool) -> None:
        """Whether the whole text stands beside the scroll bar, with its marks."""
        if is_shown or self._has("minimap"):
            self.minimap.setVisible(is_shown)

    def set_theme(self, theme: Theme) -> None:
        self.reader.set_theme(theme)
        self.header.set_theme(theme)
        if self._has("minimap"):
            self.minimap.update()
        if self._has("find_bar"):
            self.find_bar.set_theme(theme)

    def set_active(self, active: bool) -> None:
        """Mark the pane as the one that commands go to."""
        self._focus_line.setVisible(active)

    def go_back(self) -> None:
        """Where the reader was before the last jump, which may be in another version."""
        self._turn(self.trail.back)

    def go_forward(self) -> None:
        self._turn(self.trail.forward)

    def open_find(self) -> None:
        """Open the find bar, with the selected words in it where they are few."""
        if self.version:
            words = self.reader.selected_text()
            self.find_bar.open_bar(words if len(words) <= _LONGEST_QUERY and "\n" not in words else "")

    def find_words(self, words: str) -> None:
        """Show every place of `words`, and go to the first from the top of the page on."""
        text = self.reader.text
        if text is None:
            return
        if self._folded is None:
            from annotator.ui.reader.finding import FoldedText

            self._folded = FoldedText(text.text)
        self._found = self._folded.find(words)
        from_here = bisect_left(self._found, (self.reader.top_offset(), 0))
        self._at = from_here % len(self._found) if self._found else -1
        self._show_found()

    @property
    def found(self) -> list[Span]:
        """Every place `[start, end)` of the words in the find bar."""
        return list(self._found)

    def step(self, by: int) -> None:
        """Go `by` places on, round the end of the text."""
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._show_found()

    def _show_found(self) -> None:
        self.reader.set_found(self._found, self._at)
        self.find_bar.show_count(self._at, len(self._found))
        if self._at >= 0:
            self.reader.go_to(*self._found[self._at])

    def _stop_finding(self) -> None:
        self._found, self._at = [], -1
        self.reader.set_found([])
        if self._has("find_bar") and self.find_bar.has_keyboard():
            self.reader.setFocus()

    def _say_restated(self, version: Version | None) -> None:
        restated = version is not None and version.data.is_restated
        self.restatement.say(self.tr("Restated, not quotable") if restated else "")

    def _show_way(self) -> None:
        """Tell the header where one reads; on the way to a place, once one is there."""
        if self.reader.is_going:
            return
        links = self.reader.links
        here = links.places.at(self.reader.standing_offset()) if links else None
        mirrored = self.reader.data.direction == "rtl"
        self.header.crumbs.show_place(links.places if links else None, here, mirrored=mirrored)

    def _leave(self, offset: int) -> None:
        if self.version:
            self.trail.leave(Spot(self.version.id, offset))
            self.trail_changed.emit()

    def _turn(self, turn: Callable[[Spot], Spot | None]) -> None:
        if self.version is None:
            return
        spot = turn(Spot(self.version.id, self.reader.read_offset()))
        if spot is None:
            return
        with self.trail.resting():
            if spot.version != self.version.id:
                self.spot_wanted.emit(spot)
            if self.version and spot.version == self.version.id:
                self.reader.go_to(spot.offset, flash=True)
                self.reader.setFocus()
        self.trail_changed.emit()

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._focus_line, self.header, self.restatement, self.warning):
            column.addWidget(part)
        column.addWidget(self._body, 1)
        beside = QWidget(self)
        self._row = row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.reader, 1)
        self._text = beside
        self._body.addWidget(beside)

    def _connect(self) -> None:
        self.header.version_chosen.connect(self.version_chosen)
        self.header.place_chosen.connect(self._go_to_place)
        self.header.find_requested.connect(self.open_find)
        self.restatement.button_clicked.connect(self.import_requested)
        self.reader.provision_changed.connect(self.header.show_place)
        self.reader.jumped.connect(self._leave)
        self.reader.verticalScrollBar().valueChanged.connect(self._show_way)
        self.reader.landed.connect(self._show_way)
        for name in _PASSED_ON:
            getattr(self.reader, name).connect(getattr(self, name))
        self._shortcut(QKeySequence.StandardKey.FindNext, lambda: self.step(1))
        self._shortcut(QKeySequence.StandardKey.FindPrevious, lambda: self.step(-1))

    def _shortcut(self, keys: QKeySequence.StandardKey, action: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)

    def _go_to_place(self, eid: str) -> None:
        self.reader.go_to_provision(eid, flash=True)
        self.reader.setFocus()


_PASSED_ON = (
    "focused",
    "selection_changed",
    "annotation_activated",
    "layer_key_pressed",
    "layer_toggle_pressed",
    "layer_requested",
    "command_requested",
    "selection_settled",
    "ends_moved",
    "provision_changed",
    "copy_requested",
    "copy_with_citation_requested",
    "zoom_requested",
    "context_menu_requested",
)
