"""What can be done about the answer of a provision: look at both, link another, say that they do not answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from annotator.model.correspondence import Link, Pair
from annotator.model.treaty import Provision, Version
from annotator.operations.aligning import forget_links, link_provisions, part_provisions
from annotator.ui.bridge import Bridge
from annotator.ui.reader.answer_bar import name_of, reason_words
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.together import Together, named_provision


class AnswerMenu(QMenu):
    """For the pane that follows. `first` is the entry that a person most often wants."""

    def __init__(self, bridge: Bridge, together: Together, pane: ReaderPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._together, self._pane = bridge, together, pane
        here, self._pair = together.answer(pane)
        leader = together.leader
        assert here is not None
        assert leader is not None
        assert leader.version is not None
        assert pane.version is not None
        self._here: Provision = here
        self._leader: ReaderPane = leader
        self._version, self._other = leader.version, pane.version
        self.setToolTipsVisible(True)
        self.aboutToHide.connect(self.deleteLater)
        self._say()
        self.addSeparator()
        self.first = self._fill()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        """Two quiet lines: which answers which, and why."""
        for words in (self._what(), self._why()):
            self.addAction(words).setEnabled(False)

    def _what(self) -> str:
        one, other = _cited(self._here, self._version), self._name(self._pair)
        if self._pair is None:
            return self.tr("{one}: nothing in “{other}” answers it").format(one=one, other=self._other.name)
        return self.tr("{one} ↔ {other}, “{version}”").format(one=one, other=other, version=self._other.name)

    def _why(self) -> str:
        if self._pair is None:
            hint = self.tr("Texts with the same instrument are paired by number: Texts ▸ Rename, edit data…")
            return hint if self._together.is_between_treaties(self._pane) else self.tr("Nothing is alike enough")
        percent = round(100 * self._pair.similarity)
        words = self.tr("{reason}; {percent} % of the words in common")
        why = words.format(reason=reason_words(self._pair), percent=percent)
        return self.tr("Possibly: {why}").format(why=why) if self._pair.is_possible else why

    def _fill(self) -> QAction:
        pair, top = self._pair, named_provision(self._pane)
        writable = self._bridge.is_writable
        show = self._add(self.tr("Show both"), self._show_both, pair is not None)
        first = show
        if top is not None and (pair is None or top.eid != pair.right):
            words = self.tr("Link {one} with {other}, which is read there")
            words = words.format(one=name_of(self._here), other=name_of(top))
            linking = self._add(words, lambda: self._link(top.eid), writable)
            first = first if pair else linking
        choose = self._add(self.tr("Link {one} with…").format(one=name_of(self._here)), self._choose, writable)
        self._add(self.tr("These do not answer each other"), self._part, writable and pair is not None)
        said = any(self._here.eid in (row.provision, row.other_provision) for row in self._links())
        self._add(self.tr("Let the program pair it again"), self._forget, writable and said)
        return first if first.isEnabled() else choose

    def _add(self, words: str, act: Callable[[], object], enabled: bool) -> QAction:
        action = self.addAction(words.replace("&", "&&"))
        action.triggered.connect(lambda _checked=False: act())
        action.setEnabled(enabled)
        return action

    def _links(self) -> list[Link]:
        rows = self._bridge.library.links(self._version.id, self._other.id)
        return [row if row.version == self._version.id else row.turned() for row in rows]

    def _name(self, pair: Pair | None) -> str:
        text = self._pane.reader.text
        found = [row for row in text.provisions if pair and row.eid == pair.right] if text else []
        return name_of(found[0]) if found else ""

    def _show_both(self) -> None:
        if self._pair is not None:
            self._together.show_both(self._leader, self._here, self._pane, self._pair.right)

    def _choose(self) -> None:
        from annotator.ui.dialogs.answer_dialog import AnswerDialog

        text = self._pane.reader.text
        if text is not None:
            chosen = self._pair.right if self._pair else ""
            title = self.tr("What answers {one}").format(one=_cited(self._here, self._version))
            dialog = AnswerDialog(title, self._other, text, chosen, self._pane.window())
            dialog.chosen.connect(self._linker())
            dialog.open()

    def _linker(self) -> Callable[[str], object]:
        """Links when this menu is gone."""
        bridge, version, here, other = self._bridge, self._version.id, self._here.eid, self._other.id
        return lambda eid: bridge.keep(link_provisions, Link(version, here, other, eid), bridge.person)

    def _link(self, eid: str) -> None:
        self._linker()(eid)

    def _part(self) -> None:
        if self._pair is not None:
            link = Link(self._version.id, self._here.eid, self._other.id, self._pair.right)
            self._bridge.keep(part_provisions, link, self._bridge.person)

    def _forget(self) -> None:
        bridge = self._bridge
        bridge.keep(forget_links, self._version.id, self._here.eid, self._other.id, bridge.person)


def _cited(provision: Provision, version: Version) -> str:
    return f"{name_of(provision)}, “{version.name}”"
