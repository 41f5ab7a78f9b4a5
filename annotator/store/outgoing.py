"""What a library has to say about what may be shared: read only, some hundreds of things at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from annotator.model.change import LINKS, Change
from annotator.model.problems import Cancelled
from annotator.model.selection import Filters
from annotator.model.treaty import Text
from annotator.store import connection, layer_matches, log, queries, texts
from annotator.store.database import Database

_CHUNK = 480  # SQLite takes 500 terms of a compound, and 999 parameters in its older builds
_WORDS = ("commentary", "wording", "fallback", "addressee", "outcome")

_ATTEMPTS = 3

T = TypeVar("T")

Histories = dict[str, list[Change]]
"""Entity id to all that the log knows of it, in the order of the clock."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An annotation that the filters choose, whoever it is for, deleted or not. `audience` is what is displayed."""

    id: str
    version: str
    audience: str
    author: str
    organisation: str
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply under an annotation."""

    id: str
    annotation: str
    author: str
    organisation: str
    is_deleted: bool


class _ChangedMeanwhileError(Exception):
    """Another connection wrote while the library was being read."""


class Outgoing:
    """Reads the library at `path` for sharing. Everything that is read within `steadily` is of one moment."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db, self._path = db, path

    def steadily(self, work: Callable[[], T]) -> T:
        """What `work` makes of the library at one moment. Raises Problem where the file cannot be read.

        Nobody who writes meanwhile has to wait: then the work is done again, and only if that happens time and again
        are they held up.
        """
        with connection.explained(self._path):
            for _ in range(_ATTEMPTS):
                before = self._state()
                with suppress(_ChangedMeanwhileError):
                    return self._undisturbed(work, before)
            with self._db.atomic():
                return work()

    def candidates(self, filters: Filters) -> list[Candidate]:
        """In reading order of their texts. The filter of audiences is left to the caller: it is more than a value."""
        where, parameters = queries.condition(
            replace(filters, category=layer_matches.seen_as(self._db, filters.category))
        )
        sql = (
            "SELECT a.id, a.version, a.audience, a.author, a.organisation, a.deleted "
            "FROM annotation a JOIN version v ON v.id = a.version "
            f"WHERE NOT v.deleted{where} ORDER BY v.instrument, v.date, v.id, a.start, a.end, a.id"
        )
        rows = self._db.execute(sql, parameters).fetchall()
        return [
            Candidate(id, version, audience, author, organisation, bool(deleted))
            for id, version, audience, author, organisation, deleted in rows
        ]

    def told_audiences(self) -> frozenset[str]:
        """The annotations whose audience was set more than once: what is displayed may not be all that was said."""
        sql = (
            "SELECT entity_id FROM change WHERE entity = 'annotation' AND instr(fields, '\"audience\"') "
            "GROUP BY entity_id HAVING count(*) > 1"
        )
        return frozenset(row[0] for row in self._db.execute(sql))

    def links(self, entity: str, annotations: Iterable[str]) -> Counter[str]:
        """Category, tag or authority to how many of these annotations are tied to it."""
        field, found = LINKS[entity], Counter[str]()
        for marks, chunk in _chunks(annotations):
            sql = f"SELECT {field}, count(*) FROM {entity} WHERE NOT deleted AND annotation IN ({marks}) GROUP BY 1"
            found.update(dict(self._db.execute(sql, chunk).fetchall()))
        return found

    def replies(self, annotations: Iterable[str]) -> list[Answer]:
        """Deleted ones too, in the order they were written."""
        found = []
        for marks, chunk in _chunks(annotations):
            sql = (
                "SELECT id, annotation, author, organisation, deleted FROM reply "
                f"WHERE annotation IN ({marks}) ORDER BY annotation, created, id"
            )
            for id, annotation, author, organisation, deleted in self._db.execute(sql, chunk).fetchall():
                found.append(Answer(id, annotation, author, organisation, bool(deleted)))
        return found

    def standing(self, entity: str) -> dict[str, str]:
        """Id to name of every category or authority that is not deleted."""
        names = {"category": "name", "authority": "title"}
        return dict(self._db.execute(f"SELECT id, {names[entity]} FROM {entity} WHERE NOT deleted").fetchall())

    def parents(self) -> dict[str, str]:
        """Category to the one that it is within."""
        return dict(self._db.execute("SELECT id, parent FROM category WHERE NOT deleted AND parent <> ''").fetchall())

    def names_of_versions(self) -> dict[str, str]:
        """Id to name, as lists give it."""
        return {row.id: row.name for row in queries.versions(self._db)}

    def placed(self) -> frozenset[str]:
        """The annotations that are shown on another setting of the text than the one they were made on."""
        return frozenset(row[0] for row in self._db.execute("SELECT annotation FROM placement"))

    def unapplied(self) -> frozenset[str]:
        """Changes that are known here and not applied: they wait, or were withdrawn."""
        return frozenset(row[0] for row in self._db.execute("SELECT change FROM unapplied"))

    def texts(self) -> frozenset[str]:
        """The versions whose words are here."""
        return frozenset(row[0] for row in self._db.execute("SELECT id FROM version_text"))

    def text(self, version: str) -> Text | None:
        return texts.text(self._db, version)

    def people(self) -> tuple[set[str], set[str]]:
        """The names of everybody who wrote or approved anything here, and those of their organisations."""
        names = self._column("SELECT author FROM annotation UNION SELECT author FROM reply")
        names |= self._column("SELECT approved_by FROM annotation")
        names |= {row.split(" (")[0] for row in self._column("SELECT DISTINCT author FROM change")}
        return names, self._column("SELECT organisation FROM annotation UNION SELECT organisation FROM reply")

    def citations(self, annotations: Iterable[str]) -> dict[str, str]:
        """Annotation to where it stands, as a lawyer writes it; those on no provision are left out."""
        found: dict[str, str] = {}
        for marks, chunk in _chunks(annotations):
            sql = (
                "SELECT a.id, p.citation FROM annotation a JOIN provision p ON p.version = a.version "
                f"AND p.eid = a.provision WHERE a.id IN ({marks}) AND p.citation <> ''"
            )
            found |= dict(self._db.execute(sql, chunk).fetchall())
        return found

    def words(self, annotations: Iterable[str], *, replies: bool) -> Iterator[tuple[str, str]]:
        """Annotation id with what was written there by hand; its replies and tags each on their own."""
        written = " || char(10) || ".join(_WORDS)
        sources = [("annotation", "id", written), ("annotation_tag", "annotation", "tag")]
        sources += [("reply", "annotation", "commentary")] if replies else []
        for marks, chunk in _chunks(annotations):
            for table, key, words in sources:
                sql = f"SELECT {key}, {words} FROM {table} WHERE NOT deleted AND {key} IN ({marks})"
                yield from self._db.execute(sql, chunk).fetchall()

    def histories(self, entity: str, ids: Iterable[str]) -> Histories:
        """All that the log knows of these things, each with its changes."""
        found: Histories = {}
        for marks, chunk in _chunks(ids):
            sql = (
                f"SELECT {log.COLUMNS} FROM change WHERE entity = ? AND entity_id IN ({marks}) ORDER BY hlc, origin, id"
            )
            for row in self._db.execute(sql, [entity, *chunk]).fetchall():
                found.setdefault(row[4], []).append(log.change_from_row(row))
        return found

    def link_histories(self, entity: str, annotations: Iterable[str]) -> Histories:
        """The same of every link of one kind that these annotations ever had.

        By the log: of a link that came to us deleted no table knows its annotation.
        """
        found: Histories = {}
        columns = ", ".join(f"c.{name}" for name in log.COLUMNS.split(", "))
        for marks, chunk in _chunks(annotations):
            values = marks.replace("?", "(?)")
            sql = (
                f"WITH wanted(id) AS (VALUES {values}) SELECT {columns} FROM wanted CROSS JOIN change c "
                "ON c.entity = ? AND c.entity_id >= wanted.id || ':' AND c.entity_id < wanted.id || ';' "
                "ORDER BY c.hlc, c.origin, c.id"
            )
            for row in self._db.execute(sql, [*chunk, entity]).fetchall():
                found.setdefault(row[4], []).append(log.change_from_row(row))
        return found

    def _undisturbed(self, work: Callable[[], T], before: int) -> T:
        """Raises _ChangedMeanwhileError where somebody wrote: what was made, or went wrong, may mix two moments."""
        try:
            result = work()
        except Cancelled:
            raise
        except Exception as error:
            if self._state() != before:
                raise _ChangedMeanwhileError from error
            raise
        if self._state() != before:
            raise _ChangedMeanwhileError
        return result

    def _state(self) -> int:
        """Another number whenever another connection has changed the file."""
        found: int = self._db.execute("PRAGMA data_version").fetchone()[0]
        return found

    def _column(self, sql: str) -> set[str]:
        return {row[0] for row in self._db.execute(sql) if row[0].strip()}


def _chunks(ids: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The ids some hundreds at a time, with a mark for each."""
    wanted = list(ids)
    for low in range(0, len(wanted), _CHUNK):
        chunk = wanted[low : low + _CHUNK]
        yield ", ".join("?" * len(chunk)), chunk
