"""What a library that is open tells: the reading side of `Library`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.change import link_id
from annotator.model.later import later
from annotator.model.problems import NotFound
from annotator.model.selection import Filters
from annotator.store import connection, layer_matches, queries, shelf, texts
from annotator.store.database import Database

if TYPE_CHECKING:
    from annotator.model.anchoring import Anchor
    from annotator.model.annotation import Annotation, Authority, Reply
    from annotator.model.codebook import Codebook
    from annotator.model.correspondence import Link
    from annotator.model.delivery import Placement
    from annotator.model.selection import Event, Finding, Step
    from annotator.model.treaty import Text, Version
    from annotator.store import drafts, history, integrity, placements, search
    from annotator.store.anchor_check import AnchorCheck
    from annotator.store.outgoing import Outgoing
else:
    drafts, history, integrity, placements, search = later(
        "annotator.store", "drafts", "history", "integrity", "placements", "search"
    )


class ReadingSide:
    """Values of the model, read from the file at `path`. Errors are Problems with a sentence each."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self._db = db
        self._texts: dict[str, Text] = {}
        self._following: dict[str, Annotation] = {}

    def versions(self) -> list[Version]:
        with connection.explained(self.path):
            return queries.versions(self._db)

    def version(self, id: str) -> Version:
        """Raises NotFound. Prefixes and labels are resolved by the operations."""
        for row in self.versions():
            if row.id == id:
                return row
        raise NotFound(f"There is no version {id} in {self.path.name}; “annotator versions” lists them.")

    def text(self, version: str) -> Text:
        """The words and the tree of a version. Raises NotFound."""
        if version not in self._texts:
            with connection.explained(self.path):
                found = texts.text(self._db, version)
            if found is None:
                raise NotFound(f"There is no version {version} in {self.path.name}; “annotator versions” lists them.")
            self._texts[version] = found
        return self._texts[version]

    def has_text(self, version: str) -> bool:
        """Whether the words of that version are here, though it may have been removed."""
        return self._db.execute("SELECT 1 FROM version_text WHERE id = ?", [version]).fetchone() is not None

    def annotations(self, filters: Filters = Filters()) -> list[Annotation]:  # noqa: B008 (frozen)
        with connection.explained(self.path):
            return queries.choose(self._db, filters)

    def at_hand(self, version: str) -> list[Annotation]:
        """The annotations of a version, in reading order. Their words are read when asked for (`store/shelf.py`)."""
        with connection.explained(self.path):
            return shelf.shelved(self._db, version, queries.positions(self._db), self._words_of)

    def anchor_check(self) -> AnchorCheck:
        """Finds the annotations whose anchors do not fit, some at a time."""
        # Only here: it brings the comparing of words, which opening does without
        from annotator.store.anchor_check import AnchorCheck

        return AnchorCheck(self._db, self.path)

    def outgoing(self) -> Outgoing:
        """What may be shared, read within one moment."""
        from annotator.store.outgoing import Outgoing

        return Outgoing(self._db, self.path)

    def quoted(self, words: str) -> frozenset[str]:
        """The ids of annotations whose commentary has `words` in it, folded."""
        with connection.explained(self.path):
            return search.with_commentary(self._db, words)

    def newest(self) -> list[str]:
        """The ids of all annotations, those made last before others."""
        with connection.explained(self.path):
            return queries.newest(self._db)

    def annotation(self, id: str) -> Annotation:
        """Raises NotFound."""
        found = self.annotations(Filters(annotation=(id,)))
        if not found:
            raise NotFound(f"There is no annotation {id} in {self.path.name}; “annotator annotations” lists them.")
        return found[0]

    def annotation_ids(self, *, with_deleted: bool = False) -> frozenset[str]:
        """The id of every annotation, of the deleted ones too where they are asked for."""
        with connection.explained(self.path):
            return queries.annotation_ids(self._db, with_deleted)

    def codebook(self) -> Codebook:
        with connection.explained(self.path):
            return queries.codebook(self._db)

    def layer_matches(self) -> dict[str, str]:
        """Layers of partners to the layers of ours that they are read as."""
        with connection.explained(self.path):
            return layer_matches.matches(self._db)

    def notes_in(self, category: str) -> int:
        """How many annotations are in that layer, in its own name."""
        with connection.explained(self.path):
            return layer_matches.annotations_in(self._db, category)

    def link_ids(self, entity: str, annotation: str, other: str) -> list[str]:
        """The ids of the links that tie `other` to an annotation; `entity` is a key of `LINKS`.

        Several where layers of partners are read as that layer.
        """
        if entity != "annotation_category":
            return [link_id(annotation, other)]
        with connection.explained(self.path):
            return layer_matches.links_to(self._db, annotation, other)

    def placements(self, annotations: Iterable[str] | None = None) -> list[Placement]:
        """The annotations that stand in another text than their own, which is not here; among these, where given."""
        with connection.explained(self.path):
            return placements.placements(self._db, annotations)

    def unplaced(self) -> dict[str, Anchor]:
        """The annotations that wait for a text that is not here, with their own anchors."""
        with connection.explained(self.path):
            return placements.unplaced(self._db)

    def overtaken_placements(self) -> dict[str, Anchor]:
        """The annotations whose authors have moved them since they were placed, with their own anchors now."""
        with connection.explained(self.path):
            return placements.overtaken(self._db)

    def authorities(self) -> list[Authority]:
        with connection.explained(self.path):
            return queries.authorities(self._db)

    def replies(self, annotation: str) -> list[Reply]:
        with connection.explained(self.path):
            return queries.replies(self._db, annotation)

    def links(self, version: str, other_version: str) -> list[Link]:
        """What people said of which provisions of these two versions answer each other, in whichever direction."""
        with connection.explained(self.path):
            return queries.links(self._db, version, other_version)

    def search(self, query: str, where: search.Where = "all", version: str | None = None) -> list[Finding]:
        with connection.explained(self.path):
            return list(search.every(self._db, query, where, version))

    def history(self, annotation: str | None = None, limit: int = 200) -> list[Event]:
        """What happened, the latest first."""
        with connection.explained(self.path):
            return history.events(self._db, annotation, limit)

    def steps(self, event: str, annotation: str | None = None) -> list[Step]:
        """What an event of the history did, field by field; with `annotation` what it did to that."""
        with connection.explained(self.path):
            return history.steps(self._db, event, annotation)

    def problems(self) -> list[str]:
        """What is wrong with the file as a whole, a sentence each; empty where all is well."""
        with connection.explained(self.path):
            return integrity.problems(self._db)

    def drafts(self) -> dict[str, str]:
        """What was being typed when the program last stopped, by where it belongs."""
        return drafts.all_of(self._db)

    def _words_of(self, row: shelf.ShelvedAnnotation) -> Annotation:
        """All of an annotation that is at hand; those that follow it are read too, since most readers go on there."""
        if row.id not in self._following:
            with connection.explained(self.path):
                self._following = {other.id: other for other in queries.following(self._db, row)}
        if row.id not in self._following:
            raise NotFound(f"The annotation {row.id} was erased from {self.path.name}; nothing of it can be shown.")
        return self._following[row.id]
