"""What a pane shows when it is no text: the running commentary of a partner, or what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.ui.arrangement import Place
from annotator.ui.bridge import Bridge
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.reader.pane import ReaderPane

if TYPE_CHECKING:  # a window starts with texts, as a rule: what else a pane can show is loaded when it is shown
    from annotator.ui.dialogs.search_panel import SearchPanel
    from annotator.ui.panels.running_commentary import RunningCommentary

translate = QCoreApplication.translate


def place_of(key: str) -> Place:
    """What an entry of the header's chooser stands for: a version's id, or what `key_of` gives."""
    view, separator, of = key.partition(":")
    if not separator:
        return Place(key)
    return Place("", view="commentary" if view == "commentary" else "search", of=of)


def key_of(place: Place) -> str:
    """The key of an entry in the chooser. Which words are searched is not part of it."""
    if place.view == "text":
        return place.version
    return f"{place.view}:{place.of if place.view == 'commentary' else ''}"


def choices(catalogue: Catalogue) -> list[tuple[str, str]]:
    """What can be chosen beside texts: the words of each entry, and its key."""
    from annotator.ui.panels.running_commentary import people

    rows = [
        (commentary_title(name, number), key_of(Place("", view="commentary", of=name)))
        for name, number in people(catalogue.facets).items()
    ]
    return [*rows, (translate("Panes", "Search results"), key_of(Place("", view="search")))]


def commentary_title(name: str, number: int = 0) -> str:
    words = (
        translate("Panes", "Commentary of {name} ({number})") if number else translate("Panes", "Commentary of {name}")
    )
    return words.format(name=name, number=number)


def title_of(place: Place) -> str:
    """The words of an entry that is not in the chooser."""
    return commentary_title(place.of) if place.view == "commentary" else translate("Panes", "Search results")


class Contents(QObject):
    """Makes them, and lets running commentaries follow what is read.

    `passage_wanted` carries the id of an annotation, `finding_chosen` a Finding.
    """

    passage_wanted = Signal(str)
    finding_chosen = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge

    def show(self, pane: ReaderPane, place: Place) -> None:
        """Show in `pane` what `place` says, which is no text."""
        from annotator.ui.dialogs.search_panel import SearchPanel
        from annotator.ui.panels.running_commentary import RunningCommentary

        content: RunningCommentary | SearchPanel
        if place.view == "commentary":
            content = RunningCommentary(self._bridge, place.of)
            content.chosen.connect(self.passage_wanted)
        else:
            content = SearchPanel(self._bridge)
            content.setFocusProxy(content.field)
            content.field.setText(place.of)
            content.found.connect(self.finding_chosen)
            content.run()
        pane.show_content(content, key_of(place), title_of(place))

    def follow(self, panes: Sequence[ReaderPane], active: ReaderPane, *, is_locked: bool) -> None:
        """Running commentaries are on the text that is read, and come to its place where panes scroll together."""
        if not any(pane.content for pane in panes):
            return
        from annotator.ui.panels.running_commentary import RunningCommentary

        for pane in panes:
            if isinstance(pane.content, RunningCommentary):
                pane.content.show_version(active.version)
                if is_locked and active.version:
                    pane.content.show_place(active.reader.standing_offset())


def content_place(content: QWidget) -> Place:
    """The place that a content shows now."""
    from annotator.ui.dialogs.search_panel import SearchPanel
    from annotator.ui.panels.running_commentary import RunningCommentary

    if isinstance(content, RunningCommentary):
        return Place("", view="commentary", of=content.of)
    return Place("", view="search", of=content.field.text()) if isinstance(content, SearchPanel) else Place("")
