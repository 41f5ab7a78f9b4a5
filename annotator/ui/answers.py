"""Which provision answers which, for the versions that are read: worked out off the window's thread, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model.change import ChangeSet
from annotator.model.records import dataclass
from annotator.model.treaty import Version
from annotator.ui.bridge import Bridge

if TYPE_CHECKING:
    from annotator.model.alignment import Relation
    from annotator.model.correspondence import Correspondence
    from annotator.ui.tasks import Task

_KEPT = 12  # pairs of versions

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """How two versions belong together, and what of the left one answers what of the right one."""

    relation: Relation
    pairs: Correspondence


class Answers(QObject):
    """Ask `between`; what is not known yet is worked out, and `ready` says so. Links that people set are followed."""

    ready = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._known: dict[_Key, Answered] = {}
        self._stale: set[_Key] = set()
        self._wanted: dict[_Key, tuple[Version, Version]] = {}
        self._task: Task | None = None
        self._at_work: set[_Key] = set()
        bridge.changed.connect(self._follow)
        bridge.closed.connect(self._stop)

    def between(self, left: Version, right: Version) -> Answered | None:
        """What answers what; None while it is worked out for the first time, or where both are one version."""
        key = (left.id, right.id)
        if left.id == right.id or not self._bridge.is_open:
            return None
        if key not in self._known or key in self._stale:
            self._wanted[key] = (left, right)
            self._work()
        return self._known.get(key)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        """One pair of versions after the other."""
        if self._task is not None or not self._wanted:
            return
        from annotator.ui.tasks import Task

        key, (left, right) = self._wanted.popitem()
        self._at_work = {key, key[::-1]}
        self._stale -= self._at_work
        library = self._bridge.library
        one, other, links = library.text(left.id), library.text(right.id), library.links(left.id, right.id)

        def work(_progress: object, _cancelled: object) -> tuple[_Key, Answered]:
            # Only here: the first page is there before they are needed
            from annotator.model.alignment import align, relation_of
            from annotator.operations.concordances import known_pairs

            relation = relation_of(one, left.data, other, right.data)
            known = known_pairs(one, left.data, other, right.data)
            return key, Answered(relation, align(one, other, relation, links, known))

        self._task = Task(work, self)
        self._task.done.connect(self._take)
        self._task.finished.connect(self._go_on)
        self._task.start()

    def _take(self, result: tuple[_Key, Answered]) -> None:
        if self._task is None:
            return  # the library was closed meanwhile
        (left, right), answered = result
        turned = Answered(answered.relation, answered.pairs.turned())
        for key, value in (((left, right), answered), ((right, left), turned)):
            self._known.pop(key, None)
            self._known[key] = value
            self._wanted.pop(key, None)
        for key in list(self._known)[: -2 * _KEPT]:
            del self._known[key]
        self.ready.emit()

    def _go_on(self) -> None:
        task, self._task = self._task, None
        self._at_work = set()
        if task is not None:
            task.deleteLater()
            self._work()

    def _follow(self, change: ChangeSet, _by: object) -> None:
        if change.touches("alignment") or change.touches("version"):
            self._stale = self._known.keys() | self._at_work
            self.ready.emit()

    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.wait()
            task.deleteLater()
        self._known, self._stale, self._wanted = {}, set(), {}
