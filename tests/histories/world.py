"""Libraries of several people in simulated time: they edit, exchange files and merge them, in any order.

Libraries are real ones, kept in memory; what goes from one to another are the rows of their logs, as the partner reader
gives them. Clocks are set by hand. What must come of it is worked out apart, in `oracle`.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from annotator.model.anchoring import anchor_range
from annotator.model.annotation import Person
from annotator.model.change import DELETED, LINKS, ChangeSet, Edit, link_id
from annotator.model.clock import Stamp
from annotator.model.delivery import Placement
from annotator.model.treaty import Text
from annotator.store.library import Library
from annotator.store.log import COLUMNS, change_from_row
from tests.histories.files import File, shared, whole
from tests.histories.oracle import Oracle
from tests.histories.peers import BEGIN, DAY, TEXTS, Peer, assert_same, clock_at, copied, dump

YEARS = 5 * 365 * DAY

Pick = Callable[[int], int]
"""Chooses a number below the one given."""

_PLAIN = {
    "commentary": ("", "One word", "Another", "人权", "la sécurité"),
    "stance": ("risk", "safeguard", "gap", "note"),
    "severity": ("", "watch", "red-line"),
    "audience": ("me", "organisation", "coalition", "public"),
    "status": ("draft", "in-review", "approved"),
}


class World:
    """Two to five peers, and the files that are under way. Each method is a step that somebody can take."""

    def __init__(self, count: int, pick: Pick) -> None:
        self.now = BEGIN
        self.pick = pick
        self.oracle = Oracle()
        self.files: list[File] = []
        self.erased: set[str] = set()
        self.made = 0
        self.counts = Counter[str]()
        # Some made their library themselves, the others got a copy of the first one's
        self.peers = [Peer(f"peer-{n}", copied(f"peer-{n}", self.pick(2)), self._offset(n)) for n in range(count)]
        for peer in self.peers:
            self.oracle.note([change_from_row(row) for row in peer.rows(f"SELECT {COLUMNS} FROM change")], {})

    def close(self) -> None:
        for peer in self.peers:
            peer.close()

    def begin_together(self) -> None:
        """Somebody has two notes, and everybody has them too."""
        hub = self.peers[0]
        with self._time_of(hub):
            self._annotate(hub)
            self._annotate(hub)
        self.files.append(whole(hub))
        for peer in self.peers[1:]:
            self.receive(peer, self.files[0], None)

    # -- what people do -----------------------------------------------------------------------------------------------

    def annotate(self) -> None:
        with self._somebody() as peer:
            self._annotate(peer)

    def edit(self) -> None:
        with self._somebody() as peer:
            for id in self._some_note(peer):
                self._apply(peer, [Edit("annotation", id, self._said(1 + self.pick(2)))])

    def clash(self) -> None:
        """Two people write in one field of one note in the same millisecond."""
        one = self._one(self.peers)
        other = self._one([peer for peer in self.peers if peer is not one])
        notes = [set(peer.rows("SELECT id FROM annotation")) for peer in (one, other)]
        self.now += 1000
        for (id,) in sorted(notes[0] & notes[1])[:1]:
            for peer, words in ((one, "Heads"), (other, "Tails")):
                peer.offset = 0
                with self._time_of(peer):
                    self._apply(peer, [Edit("annotation", id, {"commentary": words})])

    def tie(self) -> None:
        """Put into a layer, give a tag, or take away."""
        with self._somebody() as peer:
            for id in self._some_note(peer):
                edit = self._link(id)
                gone = Edit(edit.entity, edit.entity_id, {DELETED: True})
                known = peer.rows("SELECT 1 FROM change WHERE entity_id = ?", edit.entity_id)
                self._apply(peer, [gone if known and self.pick(2) else edit])

    def reply(self) -> None:
        with self._somebody() as peer:
            replies = [row[0] for row in peer.rows("SELECT id FROM reply ORDER BY id")]
            if replies and self.pick(2):
                choice = ({"commentary": f"Words {self.pick(9)}"}, {DELETED: True}, {DELETED: False})[self.pick(3)]
                self._apply(peer, [Edit("reply", self._one(replies), choice)])
                return
            for id in self._some_note(peer):
                values = {"annotation": id, "commentary": f"Answer {self.pick(9)}", "author": peer.name}
                self._apply(peer, [Edit("reply", self._new(), values)])

    def delete(self) -> None:
        with self._somebody() as peer:
            for id in self._some_note(peer):
                self._apply(peer, [Edit("annotation", id, {DELETED: self.pick(4) != 0})])

    def name_layer(self) -> None:
        with self._somebody() as peer:
            id = ("oversight", "surveillance", "own")[self.pick(3)]
            values: dict[str, Any] = {"name": f"Layer {self.pick(5)}", "mark": "solid"}
            self._apply(peer, [Edit("category", id, {DELETED: True} if self.pick(5) == 0 else values)])

    def name_text(self) -> None:
        with self._somebody() as peer:
            text = self._one(TEXTS)
            if not peer.library.has_text(text.id):
                values = {"label": "Imported", "sha256": text.sha256, "source_name": peer.name}
                self._apply(peer, [Edit("version", text.id, values)], text)
            elif self.pick(4) == 0:
                self._apply(peer, [Edit("version", text.id, {DELETED: self.pick(2) == 0})])
            else:
                self._apply(peer, [Edit("version", text.id, {"label": f"Label {self.pick(5)}"})])

    def align(self) -> None:
        with self._somebody() as peer:
            one, other = sorted(row.id for row in TEXTS[:2])
            values = {"version": one, "provision": "art_1", "other_version": other, "other_provision": "art_1"}
            if all(peer.library.has_text(row.id) for row in TEXTS[:2]):
                edit = {DELETED: True} if self.pick(3) == 0 else {**values, "answers": self.pick(2) == 0}
                self._apply(peer, [Edit("alignment", f"{one}:art_1:{other}:art_1", edit)])

    def undo(self) -> None:
        self._reverse(Library.undo)

    def redo(self) -> None:
        self._reverse(Library.redo)

    def settle(self) -> None:
        with self._somebody() as peer:
            open_ones = peer.library.conflicts()
            if open_ones:
                self._settle(peer, self._one(open_ones))

    def erase(self) -> None:
        with self._somebody() as peer:
            for id in self._some_note(peer) if self.pick(4) == 0 else ():
                self._erase(peer, id)

    # -- files --------------------------------------------------------------------------------------------------------

    def send(self) -> None:
        with self._somebody() as peer:
            self.files.append(whole(peer) if self.pick(2) else shared(peer, coarse=self.pick(3) == 0))

    def merge(self) -> None:
        """Any file that was ever sent, perhaps again, perhaps one's own."""
        if self.files:
            with self._somebody() as peer:
                file = self._one(self.files)
                texts = None if self.pick(3) else frozenset[str]()
                if self.pick(8) == 0:
                    self._preview(peer, file)
                self.receive(peer, file, texts)

    def place(self) -> None:
        """Put an annotation that waits for its text somewhere in a text that is here."""
        with self._somebody() as peer:
            waiting = peer.rows("SELECT entity_id FROM lacking WHERE entity = 'annotation' ORDER BY entity_id")
            if waiting:
                text = next(row for row in TEXTS if peer.library.has_text(row.id))
                anchor = anchor_range(text, 0, 9)
                peer.library.place([Placement(self._one(waiting)[0], anchor, "review")])

    def unmerge(self) -> None:
        with self._somebody() as peer:
            merges = peer.library.merges()
            if merges:
                chosen = self._one(merges)
                before, seen = self._log(peer), dump(peer)
                self.counts["unmerged"] += 1
                there, back = peer.library.unmerge, peer.library.remerge
                if chosen.withdrawn:
                    there, back = back, there
                there(chosen.id)
                if self.pick(3) == 0:
                    back(chosen.id)
                    assert_same(seen, dump(peer), f"{peer.name} before and after taking a merge back and again")
                assert self._log(peer) == before, "unmerging wrote something that would travel"
                own = "origin = ? AND id IN (SELECT change FROM unapplied WHERE why = 'withdrawn')"
                assert not peer.rows(f"SELECT id FROM change WHERE {own}", peer.name), "what is ours was withdrawn"
                self.look(peer)

    def accept(self) -> None:
        with self._somebody() as peer:
            self.counts["accepted"] += peer.library.waiting()
            peer.library.accept_waiting()

    def wait(self) -> None:
        self.now += (1, 1000, DAY // 24, DAY, 6 * DAY)[self.pick(5)]

    def set_clock(self) -> None:
        """Somebody's clock is put right, or wrong."""
        peer = self._one(self.peers)
        peer.offset = self._offset(self.pick(4))

    # -- the end ------------------------------------------------------------------------------------------------------

    def end(self, *, check: bool) -> None:
        """Everybody gets everything; then all must see the same, as `oracle` says. `check` looks at whole files."""
        self._everybody_gets_everything()
        wanted = dump(self.peers[0])
        for peer in self.peers[1:]:
            assert_same(wanted, dump(peer), f"{self.peers[0].name} and {peer.name}")
        self._compare_with_oracle()
        if check:
            for peer in self.peers:
                with self._time_of(peer):
                    assert peer.library.problems() == [], peer.name
        if self.pick(4) == 0:
            self._settle_all()

    def _everybody_gets_everything(self) -> None:
        stamps = [row[0] for peer in self.peers for row in peer.rows("SELECT max(hlc) FROM change")]
        latest = max(int(stamp[:12], 16) for stamp in stamps if stamp)
        is_due = self.pick(2) == 0
        for peer in self.peers:
            peer.offset = 0
            with self._time_of(peer):
                for id in sorted(self.erased):
                    peer.library.erase([id])
                for row in reversed(peer.library.merges()):
                    if row.withdrawn:
                        peer.library.remerge(row.id)
                if not is_due:
                    peer.library.accept_waiting()
        if is_due:
            self.now = max(self.now, latest) + DAY
        self._exchange()
        first, *others = self.peers
        again = [self.receive(first, whole(other), None).merge for other in others[:1]]
        again += [self.receive(other, whole(first), None).merge for other in others[:1]]
        assert not any(again), "the same again brought something new"

    def _exchange(self) -> None:
        """All send to one, in any order, who sends to all."""
        hub = self._one(self.peers)
        others = sorted((peer for peer in self.peers if peer is not hub), key=lambda _peer: self.pick(100))
        for peer in others:
            self.receive(hub, whole(peer), None)
        self._accept(hub)
        file = whole(hub)
        for peer in others:
            self.receive(peer, file, None)
            self._accept(peer)

    def _accept(self, peer: Peer) -> None:
        if peer.library.waiting():
            with self._time_of(peer):
                peer.library.accept_waiting()

    def _compare_with_oracle(self) -> None:
        gone = self.oracle.lost_with(self.erased)
        wanted = {id: row.fields for id, row in self.oracle.changes.items() if id not in gone}
        for peer in self.peers:
            found = {id: json.loads(fields) for id, fields in peer.rows("SELECT id, fields FROM change")}
            assert found == wanted, f"{peer.name} has another history: {found.keys() ^ wanted.keys()}"
            self.look(peer)
        self.counts["conflicts"] += len(self.peers[0].library.conflicts())

    def _settle_all(self) -> None:
        peer = self._one(self.peers)
        while open_ones := peer.library.conflicts():
            with self._time_of(peer):
                self._settle(peer, self._one(open_ones))
            left = {row.id for row in peer.library.conflicts()}
            assert left < {row.id for row in open_ones}, "settling one conflict made another"
        file = whole(peer)
        for other in self.peers:
            if other is not peer:
                self.receive(other, file, None)
                assert_same(dump(peer), dump(other), f"after settling: {peer.name} and {other.name}")

    def look(self, peer: Peer) -> None:
        """Whether somebody sees all conflicts among what is applied to them, and of each what is displayed."""
        known: dict[tuple[str, str], list[tuple[str, list[str]]]] = {}
        lacking = set(peer.rows("SELECT entity, entity_id FROM lacking"))
        for entity in ("reply", *LINKS):  # nobody sees what hangs on a note that is deleted
            gone = f"SELECT id FROM {entity} WHERE annotation IN (SELECT id FROM annotation WHERE deleted)"
            lacking.update((entity, row[0]) for row in peer.rows(gone))
        stamps: dict[str, str] = {}
        sql = "SELECT entity, entity_id, id, fields, hlc FROM change WHERE id NOT IN (SELECT change FROM unapplied)"
        for entity, entity_id, id, fields, hlc in peer.rows(sql):
            stamps[id] = hlc
            if (entity, entity_id) not in lacking:
                known.setdefault((entity, entity_id), []).append((id, list(json.loads(fields))))
        shown = {row.id: row for row in peer.library.conflicts()}
        wanted = self.oracle.conflicts(known, stamps)
        assert shown.keys() == wanted, f"{peer.name} sees {sorted(shown)}; concurrent: {sorted(wanted)}"
        for row in shown.values():
            if row.field != DELETED:
                value = self.oracle.displayed(known, stamps, row.entity, row.entity_id, row.field)
                assert row.claims[0].value == value, f"{peer.name} sees {row}, and not {value}"

    # -- inside -------------------------------------------------------------------------------------------------------

    def _offset(self, kind: int) -> int:
        """Right, some days off, or (seldom) years ahead."""
        if kind % 4 == 0:
            return 0
        if kind % 4 == 3 and self.pick(3) == 0:
            return YEARS
        return (self.pick(25) - 12) * DAY + self.pick(1000)

    def _one(self, rows: Any) -> Any:
        return rows[self.pick(len(rows))]

    @contextmanager
    def _somebody(self) -> Iterator[Peer]:
        peer = self._one(self.peers)
        self.now += self.pick(4) // 3  # clocks tick slowly, so that stamps can be the same
        with self._time_of(peer):
            yield peer

    def _time_of(self, peer: Peer) -> AbstractContextManager[None]:
        return clock_at(self.now + peer.offset)

    def _annotate(self, peer: Peer) -> None:
        shown = {row[0] for row in peer.rows("SELECT id FROM version")}
        text = self._one([row for row in TEXTS if row.id in shown])
        start = self.pick(len(text.text) - 12)
        start = start if text.text[start].strip() else 0
        anchor = anchor_range(text, start, start + 1 + self.pick(11))
        id = self._new()
        edits = [Edit("annotation", id, {"anchor": anchor.to_json(), **self._said(1), "author": peer.name})]
        self._apply(peer, [*edits, *(self._link(id) for _ in range(self.pick(3)))])

    def _new(self) -> str:
        self.made += 1
        return str(uuid.UUID(int=self.made, version=4))

    def _said(self, count: int) -> dict[str, Any]:
        names = [list(_PLAIN)[self.pick(len(_PLAIN))] for _ in range(count)]
        return {name: _PLAIN[name][self.pick(len(_PLAIN[name]))] for name in names}

    def _link(self, id: str) -> Edit:
        entity = ("annotation_category", "annotation_tag")[self.pick(2)]
        other = ("oversight", "surveillance")[self.pick(2)]
        return Edit(entity, link_id(id, other), {"annotation": id, LINKS[entity]: other, DELETED: False})

    def _some_note(self, peer: Peer) -> list[str]:
        rows = peer.rows("SELECT id FROM annotation ORDER BY id")
        return [self._one(rows)[0]] if rows else []

    def _log(self, peer: Peer) -> int:
        return int(peer.rows("SELECT count(*) FROM change")[0][0])

    def _apply(self, peer: Peer, edits: list[Edit], *texts: Text, settles: bool = False) -> None:
        done = peer.library.apply(edits, Person(peer.name), texts=texts, settles=settles)
        latest = self.now + peer.offset + DAY
        assert all(int(row.hlc[:12], 16) <= latest for row in done.changes), "a clock far ahead took ours along"
        self.counts["edits"] += len(done.changes)
        self.oracle.note(done.changes, self._applied(peer, done))

    def _applied(self, peer: Peer, done: ChangeSet) -> dict[tuple[str, str], list[tuple[str, list[str]]]]:
        """What was applied of each entity when these changes were made: ids, and the fields that each sets."""
        own = {row.id for row in done.changes}
        found = {}
        for row in done.changes:
            known = peer.rows(
                "SELECT id, fields FROM change WHERE entity = ? AND entity_id = ? "
                "AND id NOT IN (SELECT change FROM unapplied)",
                *(row.entity, row.entity_id),
            )
            found[row.entity, row.entity_id] = [(id, list(json.loads(fields))) for id, fields in known if id not in own]
        return found

    def _reverse(self, act: Callable[[Library, Person], ChangeSet | None]) -> None:
        with self._somebody() as peer:
            before = self._log(peer)
            done = act(peer.library, Person(peer.name))
            written = done.changes if done else ()
            assert self._log(peer) == before + len(written), "undoing wrote something that nobody hears of"
            if done:
                self.oracle.note(done.changes, self._applied(peer, done))
                self.counts["undone"] += 1

    def _settle(self, peer: Peer, conflict: Any) -> None:
        value = self._one(conflict.claims).value
        self._apply(peer, [Edit(conflict.entity, conflict.entity_id, {conflict.field: value})], settles=True)

    def _erase(self, peer: Peer, id: str) -> None:
        peer.library.erase([id])
        self.erased.add(id)
        self.counts["erased"] += 1

    def _preview(self, peer: Peer, file: File) -> None:
        before = dump(peer), peer.rows("SELECT * FROM change ORDER BY id"), peer.rows("SELECT * FROM merge")
        peer.library.receive(file.delivery, Person(peer.name), preview=True)
        after = dump(peer), peer.rows("SELECT * FROM change ORDER BY id"), peer.rows("SELECT * FROM merge")
        assert before == after, "a preview left something behind"

    def receive(self, peer: Peer, file: File, texts: frozenset[str] | None) -> Any:
        with self._time_of(peer):
            before = self._unbelievable(peer)
            receipt = peer.library.receive(file.delivery, Person(peer.name), texts=texts)
            self.counts["merges"] += 1
            assert self._unbelievable(peer) <= before, "a clock far ahead was believed"
            if self.pick(3) == 0:
                self.look(peer)
            return receipt

    def _unbelievable(self, peer: Peer) -> set[str]:
        """What is applied though its clock is more than a day ahead: somebody accepted it, or wrote it so."""
        latest = str(Stamp(self.now + peer.offset + DAY, 0xFFFFFF))
        sql = "SELECT id FROM change WHERE hlc > ? AND id NOT IN (SELECT change FROM unapplied WHERE why = 'clock')"
        return {row[0] for row in peer.rows(sql, latest)}
