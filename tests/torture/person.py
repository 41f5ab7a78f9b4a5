"""Somebody at work in a library, who tells what they are about to do, and then that it was done.

What is told before has in it what must be seen afterwards, so that whoever finds the library after a kill knows both
states that are allowed: the one before and the one after, nothing between.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from annotator.model.anchoring import anchor_quote
from annotator.model.change import Edit, link_id
from annotator.model.delivery import Delivery
from annotator.model.treaty import Text
from annotator.store.library import Library
from tests.store.samples import make_text
from tests.torture.seen import Seen, copied, without


@dataclass(frozen=True)
class Partner:
    """Somebody else's file, and what it adds to what is seen."""

    delivery: Delivery
    seen: Seen


Tell = Callable[[dict[str, Any]], None]
LAYERS = ("oversight", "surveillance")
QUOTES = ("Each State", "everyone", "only by law", "heard", "Terms")
MOST_NOTES = 40
ME = "Reader"


class Person:
    """At work in an open library, of which they see `seen`."""

    def __init__(
        self, library: Library, seen: Seen, random: Random, tell: Tell, partners: Sequence[Partner] = ()
    ) -> None:
        self.library = library
        self.seen = copied(seen)
        self._random = random
        self._tell = tell
        self._undoable: list[Seen] = []
        self._redoable: list[Seen] = []
        self._text: Text | None = None
        self._partners = partners
        self._unmerged: tuple[str, Seen, Seen] | None = None

    def act(self) -> None:
        """Do something, often enough the usual."""
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (8, self.annotate),
            (6, self.edit),
            (3, self.edit_several),
            (3, self.label),
            (2, self.answer),
            (3, self.delete),
            (4, self.undo),
            (2, self.redo),
            (4, self.type),
            (2, self.leave),
            (1, self.import_text),
        )
        weights, chosen = zip(*acts, strict=True)
        self._random.choices(chosen, weights)[0]()

    # -- edits --------------------------------------------------------------------------------------------------------

    def annotate(self) -> None:
        if len(self.seen["notes"]) >= MOST_NOTES:
            return self.delete()
        return self.make_note()

    def make_note(self) -> None:
        id, words, layer = self._new_id(), self.words(), self._random.choice(LAYERS)
        anchor = anchor_quote(self._first_text(), self._random.choice(QUOTES)).to_json()
        wanted = copied(self.seen)
        wanted["notes"][id] = {"words": words, "status": "draft", "layers": [layer], "tags": [], "answers": []}
        edits = [
            Edit("annotation", id, {"anchor": anchor, "commentary": words, "author": ME}),
            Edit("annotation_category", link_id(id, layer), {"annotation": id, "category": layer}),
        ]
        self._apply("annotate", wanted, edits)

    def edit(self) -> None:
        if id := self._some_note():
            wanted = copied(self.seen)
            wanted["notes"][id] |= {"words": self.words(), "status": self._random.choice(("draft", "approved"))}
            fields = {"commentary": wanted["notes"][id]["words"], "status": wanted["notes"][id]["status"]}
            self._apply("edit", wanted, [Edit("annotation", id, fields)])

    def edit_several(self) -> None:
        """All of them, or none: one act."""
        wanted, edits = copied(self.seen), []
        for id in list(self.seen["notes"])[: self._random.randint(2, 8)]:
            wanted["notes"][id]["words"] = self.words()
            edits.append(Edit("annotation", id, {"commentary": wanted["notes"][id]["words"]}))
        if edits:
            self._apply("edit several", wanted, edits)

    def label(self) -> None:
        if id := self._some_note():
            wanted, tag = copied(self.seen), self.words()
            wanted["notes"][id]["tags"] = sorted([*wanted["notes"][id]["tags"], tag])
            edit = Edit("annotation_tag", link_id(id, tag), {"annotation": id, "tag": tag})
            self._apply("tag", wanted, [edit])

    def answer(self) -> None:
        if id := self._some_note():
            wanted, words = copied(self.seen), self.words()
            wanted["notes"][id]["answers"] = sorted([*wanted["notes"][id]["answers"], words])
            fields = {"annotation": id, "commentary": words, "author": ME}
            self._apply("answer", wanted, [Edit("reply", self._new_id(), fields)])

    def delete(self) -> None:
        if id := self._some_note():
            wanted = copied(self.seen)
            del wanted["notes"][id]
            self._apply("delete", wanted, [Edit("annotation", id, {"deleted": True})])

    def import_text(self) -> None:
        label = self.words()
        text = make_text(f"Article 1. Purpose\n1. Of {label}.\n2. A State may.\nArticle 2. Terms\nEnd.")
        wanted = copied(self.seen)
        wanted["texts"] = sorted([*wanted["texts"], label])
        edits = [Edit("version", text.id, {"label": label, "sha256": text.sha256})]
        self._apply("import", wanted, edits, [text])

    def undo(self) -> None:
        if self._undoable:
            wanted = self._undoable[-1] | {"drafts": self.seen["drafts"]}
            before = self.seen
            with self.told("undo", wanted):
                self.library.undo(ME)
            self._redoable.append(before)
            self._undoable.pop()

    def redo(self) -> None:
        if self._redoable:
            wanted = self._redoable[-1] | {"drafts": self.seen["drafts"]}
            before = self.seen
            with self.told("redo", wanted):
                self.library.redo(ME)
            self._undoable.append(before)
            self._redoable.pop()

    # -- partners -----------------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """What a partner's file holds, all of it or nothing."""
        known = {row.file for row in self.library.merges()}
        waiting = [row for row in self._partners if row.delivery.file not in known]
        if not waiting:
            return self.unmerge()
        partner, before = self._random.choice(waiting), self.seen
        with self.told("merge", _beside(self.seen, partner.seen)):
            self.library.receive(partner.delivery, ME)
        self._undoable.append(before)
        return self._redoable.clear()

    def unmerge(self) -> None:
        """Take back all that came with a file."""
        merges = [row for row in self.library.merges() if not row.withdrawn]
        if merges:
            merge = self._random.choice(merges)
            came = next(row.seen for row in self._partners if row.delivery.file == merge.file)
            before = self.seen
            with self.told("unmerge", _without(before, came)):
                self.library.unmerge(merge.id)
            self._unmerged = (merge.id, self.seen, before)
            self._undoable, self._redoable = [], []

    def remerge(self) -> None:
        """Bring in again what was taken back, before anything else was done."""
        if self._unmerged and self._unmerged[1] == self.seen:
            merge, _, wanted = self._unmerged
            with self.told("remerge", wanted):
                self.library.remerge(merge)
            self._unmerged = None
            self._undoable, self._redoable = [], []

    def take_back(self) -> None:
        """What undoing does to a merge that was the last."""
        self.undo()

    def bring_back(self) -> None:
        self.redo()

    # -- what is no history -------------------------------------------------------------------------------------------

    def type(self) -> None:
        if id := self._some_note():
            wanted, words = copied(self.seen), self.words()
            wanted["drafts"][id] = words
            with self.told("draft", wanted):
                self.library.save_draft(id, words)

    def leave(self) -> None:
        if self.seen["drafts"]:
            wanted, id = copied(self.seen), self._random.choice(sorted(self.seen["drafts"]))
            del wanted["drafts"][id]
            with self.told("drop draft", wanted):
                self.library.drop_draft(id)

    def erase(self) -> None:
        if id := self._some_note():
            note = self.seen["notes"][id]
            traces = [note["words"], *note["answers"], *note["tags"]]
            with self.told("erase", without(self.seen, {id}), erased=[id], traces=traces):
                self.library.erase([id])
            self._undoable, self._redoable = [], []

    def back_up(self) -> None:
        """While nothing is changed: what the backup must say is known."""
        self._tell({"doing": "back up", "seen": self.seen})
        made = self.library.backups.make("by hand")
        self._tell({"done": "back up", "made": made.path.name, "says": self.seen})

    def back_up_beside(self) -> None:
        """On another thread, while work goes on."""
        made: list[str] = []
        thread = threading.Thread(target=lambda: made.append(self.library.backups.make("daily").path.name))
        thread.start()
        while thread.is_alive():
            self.act()
        thread.join()
        self._tell({"done": "back up", "made": made[0]})

    def keep_little_in_memory(self) -> None:
        """So that SQLite writes to the file in the middle of a transaction, as it does in one of thousands of edits."""
        self.library._db.execute("PRAGMA cache_size = 8")

    # -- inside -------------------------------------------------------------------------------------------------------

    def words(self) -> str:
        """Such as occur nowhere else, at times long."""
        return f"w{self._random.randbytes(8).hex()}" + " word" * self._random.choice((0, 0, 3, 200))

    @contextmanager
    def told(self, what: str, wanted: Seen, **more: Any) -> Iterator[None]:
        self._tell({"doing": what, "seen": wanted, **more})
        yield
        self._tell({"done": what})
        self.seen = wanted

    def _apply(self, what: str, wanted: Seen, edits: list[Edit], texts: list[Text] | None = None) -> None:
        before = self.seen
        with self.told(what, wanted):
            self.library.apply(edits, ME, texts=texts or [])
        self._undoable.append(before)
        self._redoable.clear()

    def _some_note(self) -> str:
        return self._random.choice(sorted(self.seen["notes"])) if self.seen["notes"] else ""

    def _new_id(self) -> str:
        return f"n{self._random.randbytes(6).hex()}"

    def _first_text(self) -> Text:
        if self._text is None:
            self._text = self.library.text(make_text().id)
        return self._text


def _beside(seen: Seen, came: Seen) -> Seen:
    """What is seen when that has come."""
    wanted = copied(seen)
    wanted["notes"] |= copied(came)["notes"]
    wanted["texts"] = sorted(set(wanted["texts"]) | set(came["texts"]))
    return wanted


def _without(seen: Seen, came: Seen) -> Seen:
    """What is seen when that has gone."""
    wanted = copied(seen)
    wanted["notes"] = {id: note for id, note in wanted["notes"].items() if id not in came["notes"]}
    wanted["texts"] = [label for label in wanted["texts"] if label not in came["texts"]]
    return wanted
