"""Panes that scroll together: what answers what is read stands at the same height in the other panes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QTimer, QVariantAnimation, Signal

from annotator.ui.answers import Answered, Answers
from annotator.ui.reader.pane import ReaderPane

if TYPE_CHECKING:
    from annotator.model.correspondence import Pair
    from annotator.model.treaty import Provision
    from annotator.ui.reader.rail import Rail

_GLIDE_MILLISECONDS = 160
_NEAR = 0.5  # of a page: a way that is made at once; a longer one is glided
_SAME_ROW = 150  # pixels by which pages beside each other may be apart
_LANDING = 0.2  # of a page: from so far down on, pages are level
_CORNER = QPoint(0, 0)
_NAMED = {"article", "paragraph", "preamble", "annex", "chapter", "part", "section", "title", "signature"}
"""What the header of the other pane names; points would make it flicker while one scrolls."""


class Together(QObject):
    """One pane leads: the one scrolled or jumped in last. The others follow while `is_locked`.

    What is set by code that follows never leads, and neither does a page that was only set anew (another width, another
    size of letters): then the leader's place is taken up again.
    """

    lock_changed = Signal(bool)

    def __init__(self, answers: Answers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.answers = answers
        self._panes: list[ReaderPane] = []
        self._rails: dict[tuple[ReaderPane, ReaderPane], tuple[Answered, object, Rail]] = {}
        self._glides: dict[ReaderPane, QVariantAnimation] = {}
        self._set: dict[ReaderPane, tuple[object, ...]] = {}
        self._moving = False
        self.is_locked = True
        self.leader: ReaderPane | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self.follow_again)
        answers.ready.connect(self._again.start)

    def set_panes(self, panes: Sequence[ReaderPane]) -> None:
        """These are the panes now."""
        for pane in panes:
            if pane not in self._panes:
                bar = pane.reader.verticalScrollBar()
                bar.valueChanged.connect(lambda _value, pane=pane: self._scrolled(pane))
                bar.rangeChanged.connect(lambda _low, _high: self._again.start())
                pane.reader.landed.connect(lambda pane=pane: self._landed(pane))
                pane.header.answer.lock.clicked.connect(lambda _checked: self.set_locked(not self.is_locked))
        for gone in [pane for pane in self._panes if pane not in panes]:
            self._forget(gone)
        self._panes = list(panes)
        self._again.start()

    @property
    def is_gliding(self) -> bool:
        """Whether a pane is still on its way, or about to set out."""
        running = QVariantAnimation.State.Running
        return self._again.isActive() or any(glide.state() == running for glide in self._glides.values())

    def set_locked(self, locked: bool) -> None:
        """Scroll together, or each pane for itself."""
        if locked != self.is_locked:
            self.is_locked = locked
            self.lock_changed.emit(locked)
            self._lead(self.leader)

    def shown(self, pane: ReaderPane, *, placed: bool) -> None:
        """Another version is shown; `placed` says that it was to be shown at some place, which the others follow."""
        others = [other for other in self._panes if other is not pane and other.version]
        if placed or not others:
            self.leader = pane
        elif self.leader is pane or self.leader is None:
            self.leader = others[0]
        self._again.start()

    def follow_again(self) -> None:
        """Put the others where they belong beside the leader, at once."""
        self._again.stop()
        if self.leader not in self._panes:
            self.leader = next((pane for pane in self._panes if pane.version), None)
        if len(self._panes) < 2:  # nothing follows; to measure the page would lay out the whole text
            self._tell()
            return
        for pane in self._panes:
            self._set[pane] = _setting(pane)
        self._lead(self.leader, glide=False)

    def answer(self, pane: ReaderPane) -> tuple[Provision | None, Pair | None]:
        """The provision that is read in the leader, and the pair in which something of `pane` answers it."""
        leader = self.leader
        if leader is None or leader is pane or leader.version is None or pane.version is None:
            return None, None
        answered = self.answers.between(leader.version, pane.version)
        here = named_provision(leader)
        return here, answered.pairs.answer(here.eid) if answered and here else None

    def is_between_treaties(self, pane: ReaderPane) -> bool:
        """Whether the leader and this pane show different treaties, as far as one can tell."""
        leader = self.leader
        if leader is None or leader.version is None or pane.version is None:
            return False
        answered = self.answers.between(leader.version, pane.version)
        return answered is not None and answered.relation == "treaties"

    def show_both(self, leader: ReaderPane, one: Provision, pane: ReaderPane, other: str) -> None:
        """Bring two provisions into view, at the same height, and draw the eye to them."""
        leader.reader.go_to(one.start, one.end, flash=True)
        found = [row for row in pane.reader.text.provisions if row.eid == other] if pane.reader.text else []
        for row in found:
            with self.resting():
                pane.reader.go_to(row.start, row.end, flash=True)

    @contextmanager
    def resting(self) -> Iterator[None]:
        """What moves meanwhile does not lead."""
        self._moving, before = True, self._moving
        try:
            yield
        finally:
            self._moving = before

    # -- inside -------------------------------------------------------------------------------------------------------

    def _scrolled(self, pane: ReaderPane) -> None:
        if self._moving or pane.reader.is_going or len(self._panes) < 2:
            return
        if self._set.get(pane) != _setting(pane):
            self._again.start()
        else:
            self._lead(pane)

    def _landed(self, pane: ReaderPane) -> None:
        """A jump leads even where the page could not move, as at the end of a text."""
        if self._moving:
            return
        self.leader = pane
        if len(self._panes) < 2:
            return
        if self._set.get(pane) == _setting(pane):
            self._lead(pane)
        else:
            self._again.start()

    def _lead(self, pane: ReaderPane | None, *, glide: bool = True) -> None:
        if pane is None:
            return
        self.leader = pane
        if pane in self._glides:
            self._glides[pane].stop()
        if self.is_locked:
            offset = pane.reader.standing_offset()
            for other in self._panes:
                rail = self._rail(pane, other)
                value = rail.value(offset) if rail else None
                if value is not None:
                    self._bring(other, round(value + _apart(pane, other)), glide=glide)
        self._tell()

    def _rail(self, pane: ReaderPane, other: ReaderPane) -> Rail | None:
        if other is pane or not (pane.version and other.version and pane.reader.text and other.reader.text):
            return None
        answered = self.answers.between(pane.version, other.version)
        if answered is None:
            return None
        texts = (pane.reader.text, other.reader.text)
        known = self._rails.get((pane, other))
        if known is None or known[0] is not answered or known[1] != texts:
            from annotator.ui.reader.course import Course
            from annotator.ui.reader.rail import Rail

            course = Course(*texts, answered.pairs)
            known = self._rails[pane, other] = answered, texts, Rail(pane.reader, other.reader, course)
        return known[2]

    def _bring(self, pane: ReaderPane, value: int, *, glide: bool) -> None:
        bar = pane.reader.verticalScrollBar()
        value = min(max(value, bar.minimum()), bar.maximum())
        gliding = self._glides.get(pane)
        is_gliding = gliding is not None and gliding.state() == QVariantAnimation.State.Running
        if glide and gliding is not None and is_gliding:
            gliding.setEndValue(value)
        elif glide and abs(value - bar.value()) > _NEAR * bar.pageStep():
            self._glide(pane, value)
        else:
            if gliding is not None:
                gliding.stop()
            self._move(pane, value)

    def _glide(self, pane: ReaderPane, value: int) -> None:
        glide = self._glides.get(pane)
        if glide is None:
            glide = self._glides[pane] = QVariantAnimation(self, duration=_GLIDE_MILLISECONDS)
            glide.setEasingCurve(QEasingCurve.Type.OutCubic)
            glide.valueChanged.connect(lambda at, pane=pane: self._move(pane, int(at)))
        glide.setStartValue(pane.reader.verticalScrollBar().value())
        glide.setEndValue(value)
        glide.start()

    def _move(self, pane: ReaderPane, value: int) -> None:
        with self.resting():
            pane.reader.verticalScrollBar().setValue(value)

    def _tell(self) -> None:
        """Say in each pane's header what of it answers the leader."""
        several = len({pane.version.id for pane in self._panes if pane.version}) > 1
        for pane in self._panes:
            bar = pane.header.answer
            bar.show_lock(self.is_locked if several and pane.version else None)
            here, pair = self.answer(pane)
            known = self.leader is not None and self.leader.version is not None and pane.version is not None
            is_worked_out = known and self._is_known(pane)
            bar.show_answer(here if is_worked_out else None, pair, pane.reader.text)

    def _is_known(self, pane: ReaderPane) -> bool:
        leader = self.leader
        return bool(
            leader
            and leader.version
            and pane.version
            and leader is not pane
            and self.answers.between(leader.version, pane.version)
        )

    def _forget(self, pane: ReaderPane) -> None:
        self._rails = {key: value for key, value in self._rails.items() if pane not in key}
        self._set.pop(pane, None)
        glide = self._glides.pop(pane, None)
        if glide is not None:
            glide.stop()
            glide.deleteLater()
        if self.leader is pane:
            self.leader = None


def _apart(pane: ReaderPane, other: ReaderPane) -> float:
    """How much lower the page of `other` begins on the screen, in pixels: a strip above it may push it down.

    At its very top a text shows its beginning all the same, and pages in different rows of panes are not levelled.
    """
    apart = other.reader.viewport().mapToGlobal(_CORNER).y() - pane.reader.viewport().mapToGlobal(_CORNER).y()
    if abs(apart) > _SAME_ROW:
        return 0.0
    scrolled, landing = pane.reader.verticalScrollBar().value(), pane.reader.viewport().height() * _LANDING
    return apart * min(1.0, scrolled / landing) if landing else 0.0


def _setting(pane: ReaderPane) -> tuple[object, ...]:
    """Changes whenever the pane shows another text or sets it anew."""
    document = pane.reader.reading
    size = document.documentLayout().documentSize() if document else None
    return document, size and (size.width(), size.height()), pane.reader.viewport().height()


def named_provision(pane: ReaderPane) -> Provision | None:
    """The provision that is read, as far as the header names it."""
    links = pane.reader.links
    if links is None:
        return None
    path = links.places.path(links.places.at(pane.reader.standing_offset()))
    named = [row for row in path if row.kind in _NAMED]
    return named[-1] if named else None
