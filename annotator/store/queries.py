"""Rows of the current tables as values of the model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator.model.anchoring import Anchor
from annotator.model.annotation import Annotation, Ask, Authority, Reply
from annotator.model.codebook import Category, Codebook
from annotator.model.treaty import VERSION_FIELDS, Version, VersionData
from annotator.store import layer_matches
from annotator.store.database import Database
from annotator.store.partners import partners_of
from annotator.store.schema import ANCHOR_COLUMNS
from annotator.store.shelf import ShelvedAnnotation

if TYPE_CHECKING:
    from annotator.model.correspondence import Link
    from annotator.model.selection import Filters

_AHEAD = 32
_CHUNK = 900  # SQLite takes 999 parameters in its older builds

Row = dict[str, Any]


def rows(db: Database, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
    cursor = db.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def versions(db: Database) -> list[Version]:
    """Every version that is not deleted, by instrument and date."""
    found = rows(
        db,
        "SELECT v.*, length(t.text) AS characters, "
        "(SELECT count(*) FROM provision p WHERE p.version = v.id AND p.kind = 'article') AS articles, "
        "(SELECT count(*) FROM annotation a INDEXED BY annotation_at_hand "
        "WHERE a.version = v.id AND NOT a.deleted) AS annotations "
        "FROM version v JOIN version_text t ON t.id = v.id WHERE NOT v.deleted "
        "ORDER BY v.instrument, v.date, v.imported, v.id",
    )
    return [_version(row) for row in found]


def choose(db: Database, filters: Filters) -> list[Annotation]:
    """Those that the filters choose, in reading order of their versions."""
    where, parameters = condition(replace(filters, category=layer_matches.seen_as(db, filters.category)))
    return _annotations(
        db,
        "SELECT a.* FROM annotation a JOIN version v ON v.id = a.version "
        f"WHERE NOT a.deleted AND NOT v.deleted{where} ORDER BY v.instrument, v.date, v.id, a.start, a.end, a.id",
        parameters,
    )


def by_ids(db: Database, ids: Iterable[str]) -> list[Annotation]:
    """Those of these annotations that are not deleted, though their text may have been removed."""
    wanted = list(ids)
    marks = ", ".join("?" * len(wanted))
    return _annotations(db, f"SELECT * FROM annotation WHERE id IN ({marks}) AND NOT deleted", wanted)


def following(db: Database, row: ShelvedAnnotation) -> list[Annotation]:
    """That annotation, deleted or not, and some of those after it in reading order."""
    after = "version = ? AND (start, end, id) > (?, ?, ?) AND NOT deleted ORDER BY start, end, id"
    sql = (
        "SELECT * FROM annotation WHERE id = ? "
        f"UNION ALL SELECT * FROM (SELECT * FROM annotation WHERE {after} LIMIT {_AHEAD})"
    )
    return _annotations(db, sql, [row.id, row.version, row.start, row.end, row.id])


def positions(db: Database) -> dict[str, int]:
    """Category id to its place in the codebook."""
    return dict(db.execute("SELECT id, position FROM category").fetchall())


def _annotations(db: Database, sql: str, parameters: Iterable[Any]) -> list[Annotation]:
    """What `sql` gives, with what each is tied to."""
    found = rows(db, sql, parameters)
    ids = [row["id"] for row in found]
    links = {name: _links(db, f"annotation_{name}", name, ids) for name in ("tag", "authority")}
    links["category"] = _layers(db, ids)
    partners = partners_of(db, ids)
    return [
        _annotation(row, {name: per.get(row["id"], ()) for name, per in links.items()}, partners.get(row["id"], ""))
        for row in found
    ]


def annotation_ids(db: Database, with_deleted: bool) -> frozenset[str]:
    return frozenset(row[0] for row in db.execute("SELECT id FROM annotation WHERE ? OR NOT deleted", [with_deleted]))


def newest(db: Database) -> list[str]:
    return [row[0] for row in db.execute("SELECT id FROM annotation WHERE NOT deleted ORDER BY created DESC, id DESC")]


def codebook(db: Database) -> Codebook:
    about = rows(db, "SELECT name, tags FROM codebook WHERE NOT deleted ORDER BY id LIMIT 1")
    categories = rows(db, "SELECT * FROM category WHERE NOT deleted ORDER BY position, id")
    read_as_ours = layer_matches.matches(db)
    tags = json.loads(about[0]["tags"]) if about else []
    return Codebook(
        about[0]["name"] if about else "",
        tuple(
            Category(
                **{
                    name: row[name]
                    for name in ("id", "name", "colour", "colour_dark", "mark", "key", "definition", "use_when")
                },
                not_when=row["not_when"],
                rights=row["rights"],
                position=row["position"],
                parent=read_as_ours.get(row["parent"], row["parent"]) or None,
            )
            for row in categories
            if row["id"] not in read_as_ours
        ),
        tuple((group, tuple(names)) for group, names in tags),
    )


def authorities(db: Database) -> list[Authority]:
    found = rows(
        db, "SELECT id, title, symbol, paragraph, url, seen FROM authority WHERE NOT deleted ORDER BY title, symbol, id"
    )
    return [Authority(**row) for row in found]


def replies(db: Database, annotation: str) -> list[Reply]:
    """In the order they were written."""
    found = rows(
        db,
        "SELECT id, annotation, commentary, author, organisation, created FROM reply "
        "WHERE annotation = ? AND NOT deleted ORDER BY created, id",
        [annotation],
    )
    return [Reply(**row) for row in found]


def links(db: Database, version: str, other_version: str) -> list[Link]:
    """As they were said, those of both directions."""
    found = db.execute(
        "SELECT version, provision, other_version, other_provision, answers FROM alignment "
        "WHERE NOT deleted AND (version = ? AND other_version = ? OR version = ? AND other_version = ?) ORDER BY id",
        [version, other_version, other_version, version],
    ).fetchall()
    from annotator.model.correspondence import Link  # what a start does without

    return [Link(one, eid, other, other_eid, bool(answers)) for one, eid, other, other_eid, answers in found]


def _version(row: Row) -> Version:
    return Version(
        id=row["id"],
        data=VersionData(**{name: row[name] for name in VERSION_FIELDS}),
        sha256=row["sha256"],
        source_sha256=row["source_sha256"],
        source_name=row["source_name"],
        characters=row["characters"],
        articles=row["articles"],
        annotations=row["annotations"],
        imported=row["imported"],
    )


def _annotation(row: Row, links: dict[str, tuple[str, ...]], partner: str) -> Annotation:
    anchor = Anchor.from_json({name: row[name] for name in ANCHOR_COLUMNS} | {"whole": bool(row["whole"])})
    plain = ("commentary", "stance", "strength", "severity", "audience", "status", "author", "organisation")
    return Annotation(
        id=row["id"],
        anchor=anchor,
        categories=links["category"],
        tags=links["tag"],
        authorities=links["authority"],
        ask=Ask(row["ask"], row["wording"], row["fallback"], row["addressee"], row["outcome"]),
        approved_by=row["approved_by"],
        approved_at=row["approved_at"],
        created=row["created"],
        modified=row["modified"],
        partner=partner,
        **{name: row[name] for name in plain},
    )


def _layers(db: Database, ids: list[str]) -> dict[str, tuple[str, ...]]:
    """The layers of each annotation in codebook order, those of ours in place of a partner's."""
    known = layer_matches.matches(db)
    order = positions(db)
    found = _links(db, "annotation_category", "category", ids)
    per = {id: {known.get(layer, layer) for layer in layers} for id, layers in found.items()}
    return {id: tuple(sorted(layers, key=lambda layer: (order.get(layer, -1), layer))) for id, layers in per.items()}


def _links(db: Database, table: str, field: str, ids: list[str]) -> dict[str, tuple[str, ...]]:
    """What each annotation is tied to, in the order of the alphabet."""
    found: dict[str, tuple[str, ...]] = {}
    for low in range(0, len(ids), _CHUNK):
        chunk = ids[low : low + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        sql = (
            f"SELECT annotation, {field} FROM {table} l WHERE NOT deleted AND annotation IN ({marks}) "
            f"ORDER BY annotation, {field}"
        )
        for annotation, other in db.execute(sql, chunk).fetchall():
            found[annotation] = (*found.get(annotation, ()), other)
    return found


def condition(filters: Filters) -> tuple[str, list[Any]]:
    """SQL that follows a WHERE on `annotation a`, and its parameters."""
    clauses: list[str] = []
    parameters: list[Any] = []

    def any_of(sql: str, values: tuple[str, ...]) -> None:
        if values:
            clauses.append(sql.format(", ".join("?" * len(values))))
            parameters.extend(values)

    any_of("a.id IN ({})", filters.annotation)
    any_of("a.version IN ({})", filters.version)
    any_of(
        "EXISTS (SELECT 1 FROM provision p WHERE p.version = a.version AND p.start <= a.start AND p.end >= a.end "
        "AND p.eid IN ({}))",
        filters.provision,
    )
    for name in ("category", "tag"):
        linked = f"SELECT annotation FROM annotation_{name} WHERE NOT deleted AND {name} IN ({{}})"
        any_of(f"a.id IN ({linked})", getattr(filters, name))
    for name in ("author", "audience", "status", "stance", "severity", "ask"):
        any_of(f"a.{name} IN ({{}})", getattr(filters, name))
    if filters.text:
        clauses.append("(instr(fold(a.commentary), fold(?)) OR instr(fold(a.exact), fold(?)))")
        parameters += [filters.text, filters.text]
    if filters.since:
        clauses.append("a.modified >= ?")
        parameters.append(filters.since)
    if filters.without_commentary:
        clauses.append("trim(a.commentary, ' ' || char(9) || char(10) || char(160)) = ''")
    return "".join(f" AND {clause}" for clause in clauses), parameters
