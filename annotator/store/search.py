"""Full text search over the versions' words and the commentary.

Each paragraph of a version is a row of `passage`, folded. Words are found by FTS5's `unicode61`, parts of words and
scripts without spaces by its `trigram`; a query under three characters falls back to LIKE, which 人权 needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from annotator.model.folding import fold, fold_with_offsets
from annotator.model.selection import LIMIT, Finding
from annotator.model.treaty import Text
from annotator.store.database import Database

Where = Literal["text", "commentary", "all"]

_SNIPPET = 60
_TRIGRAM = 3  # characters under which FTS5's trigram index finds nothing


def passages(text: Text) -> Iterator[tuple[int, int, str]]:
    """What is found of a version: start, end and folded words of each paragraph."""
    start = 0
    for paragraph in text.text.split("\n"):
        end = start + len(paragraph)
        if paragraph.strip():
            yield start, end, fold(paragraph)
        start = end + 1


def index_text(db: Database, text: Text) -> None:
    """Add the paragraphs of a version; its text never changes, so this happens once."""
    for passage in passages(text):
        row = db.execute(
            "INSERT INTO passage (version, start, end, folded) VALUES (?, ?, ?, ?) RETURNING id, folded",
            [text.id, *passage],
        ).fetchone()
        _add(db, "passage", *row)


def clear(db: Database) -> None:
    """Empty the whole index."""
    for table in ("passage", "commentary"):
        db.execute(f"DELETE FROM {table}")
        for index in ("words", "trigrams"):
            db.execute(f"INSERT INTO {table}_{index} ({table}_{index}) VALUES ('delete-all')")


def index_fresh_commentary(db: Database) -> None:
    """Bring what is found of the annotations and replies in `touched` up to what `store/standing` says of them."""
    fresh_commentary(db)
    other = (
        "entity_id IN (SELECT entity_id FROM touched WHERE entity IN ('annotation', 'reply')) "
        "AND NOT EXISTS (SELECT 1 FROM fresh_commentary f WHERE f.entity_id = commentary.entity_id "
        "AND f.annotation = commentary.annotation AND f.folded = commentary.folded)"
    )
    if db.execute(f"SELECT 1 FROM commentary WHERE {other} LIMIT 1").fetchone():
        for index in ("words", "trigrams"):
            db.execute(
                f"INSERT INTO commentary_{index} (commentary_{index}, rowid, folded) "
                f"SELECT 'delete', id, folded FROM commentary WHERE {other}"
            )
        db.execute(f"DELETE FROM commentary WHERE {other}")
    last = db.execute("SELECT coalesce(max(id), 0) FROM commentary").fetchone()[0]
    db.execute(
        "INSERT INTO commentary (entity_id, annotation, folded) SELECT * FROM fresh_commentary f "
        "WHERE NOT EXISTS (SELECT 1 FROM commentary c WHERE c.entity_id = f.entity_id)"
    )
    for index in ("words", "trigrams"):
        db.execute(
            f"INSERT INTO commentary_{index} (rowid, folded) SELECT id, folded FROM commentary WHERE id > ?", [last]
        )


def fresh_commentary(db: Database) -> None:
    """Fill a scratch table with what must be found of the annotations and replies that `store/standing` worked out."""
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS fresh_commentary (entity_id TEXT PRIMARY KEY, annotation, folded) "
        "WITHOUT ROWID"
    )
    db.execute("DELETE FROM fresh_commentary")
    for table, annotation in (("annotation", "id"), ("reply", "annotation")):
        db.execute(
            f"INSERT OR IGNORE INTO fresh_commentary SELECT id, {annotation}, fold(commentary) FROM fresh_{table} "
            "WHERE NOT deleted AND commentary <> '' AND has_words(commentary)"
        )


def rebuild(db: Database) -> None:
    """Make every index anew: deleted rows leave their words behind inside FTS5 until then."""
    for table in ("passage", "commentary"):
        for index in ("words", "trigrams"):
            db.execute(f"INSERT INTO {table}_{index} ({table}_{index}) VALUES ('rebuild')")


def find_in_text(db: Database, query: str, version: str | None = None) -> list[Finding]:
    """Every place in the texts, best first; each with the innermost provision around it."""
    found: list[Finding] = []
    for passage in _matches(db, "passage", query, version):
        row = db.execute(
            "SELECT p.version, p.start, substr(t.text, p.start + 1, p.end - p.start) FROM passage p "
            "JOIN version_text t ON t.id = p.version JOIN version v ON v.id = p.version "
            "WHERE p.id = ? AND NOT v.deleted",
            [passage],
        ).fetchone()
        if row is None:
            continue
        for start, end in _places(row[2], query):
            eid, citation = _provision(db, row[0], row[1] + start, row[1] + end)
            found.append(Finding(row[0], eid, citation, row[1] + start, row[1] + end, _snippet(row[2], start, end)))
        if len(found) >= LIMIT:
            break
    return found[:LIMIT]


def find_in_commentary(db: Database, query: str, version: str | None = None) -> list[Finding]:
    """Every annotation whose commentary (or a reply to it) has the words; the range is the annotation's."""
    found: dict[str, Finding] = {}
    for match in _matches(db, "commentary", query, version):
        row = db.execute(
            "SELECT a.version, a.provision, a.start, a.end, a.id, coalesce(r.commentary, a.commentary) "
            "FROM commentary c JOIN annotation a ON a.id = c.annotation LEFT JOIN reply r ON r.id = c.entity_id "
            "WHERE c.id = ? AND NOT a.deleted",
            [match],
        ).fetchone()
        if row is None or row[4] in found:
            continue
        places = _places(row[5], query) or [(0, 0)]
        _, citation = _provision(db, row[0], row[2], row[3])
        found[row[4]] = Finding(row[0], row[1], citation, row[2], row[3], _snippet(row[5], *places[0]), row[4])
    return list(found.values())[:LIMIT]


def with_commentary(db: Database, words: str) -> frozenset[str]:
    """The ids of annotations in whose own commentary `words` stand, as they are and anywhere."""
    sql = "SELECT annotation FROM commentary WHERE entity_id = annotation AND instr(folded, ?)"
    return frozenset(chain.from_iterable(db.execute(sql, [fold(words)])))


def _matches(db: Database, table: Literal["passage", "commentary"], query: str, version: str | None) -> list[int]:
    """Row ids of a table, those with the query's words first, then those that have them inside longer words."""
    words = re.findall(r"\w+", fold(query))
    if not words:
        return []
    by_word = " ".join(f'"{word}"' for word in words) + " *"
    long = " ".join(f'"{word}"' for word in words if len(word) >= _TRIGRAM)
    short = [word for word in words if len(word) < _TRIGRAM]
    rows = _matching(db, table, version, ("words", by_word), [])
    return list(dict.fromkeys([*rows, *_matching(db, table, version, ("trigrams", long), short)]))


def _matching(
    db: Database, table: str, version: str | None, indexed: tuple[str, str], inside: list[str]
) -> Iterator[int]:
    """Rows that match an FTS5 expression in one index (if it is not empty) and have every one of `inside` in them."""
    index, expression = indexed
    where, parameters, order, source = ["1"], list[str](), "t.id", f"{table} t"
    if expression:
        source += f" JOIN {table}_{index} f ON f.rowid = t.id"
        where, parameters, order = [f"{table}_{index} MATCH ?"], [expression], "f.rank, t.id"
    for word in inside:
        where.append("t.folded LIKE ? ESCAPE '\\'")
        parameters.append("%" + re.sub(r"([\\%_])", r"\\\1", word) + "%")
    if version is not None:
        where.append(
            "t.version = ?" if table == "passage" else "t.annotation IN (SELECT id FROM annotation WHERE version = ?)"
        )
        parameters.append(version)
    sql = f"SELECT t.id FROM {source} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT {LIMIT}"
    return (row[0] for row in db.execute(sql, parameters).fetchall())


def _places(text: str, query: str) -> list[tuple[int, int]]:
    """Where the whole query stands in `text`, or else where its words do: as one range around the first of each."""
    folded, offsets = fold_with_offsets(text)
    words = re.findall(r"\w+", fold(query))
    phrase = r"\W+".join(map(re.escape, words))
    found = [(offsets[m.start()], offsets[m.end() - 1] + 1) for m in re.finditer(phrase, folded)]
    if not found:
        firsts = [match for word in words if (match := re.search(re.escape(word), folded))]
        if firsts:
            low, high = min(m.start() for m in firsts), max(m.end() for m in firsts)
            found = [(offsets[low], offsets[high - 1] + 1)]
    return [(start, _over_marks(text, end)) for start, end in found]


def _over_marks(text: str, end: int) -> int:
    """Take in the vowel marks after the last letter, which folding dropped."""
    while end < len(text) and not fold(text[end]):
        end += 1
    return end


def _snippet(text: str, start: int, end: int) -> str:
    low, high = max(0, start - _SNIPPET), min(len(text), end + _SNIPPET)
    return ("…" if low else "") + " ".join(text[low:high].split()) + ("…" if high < len(text) else "")


def _provision(db: Database, version: str, start: int, end: int) -> tuple[str, str]:
    row = db.execute(
        "SELECT eid, citation FROM provision WHERE version = ? AND start <= ? AND end >= ? "
        "ORDER BY end - start LIMIT 1",
        [version, start, end],
    ).fetchone()
    return (row[0], row[1]) if row else ("", "")


def _add(db: Database, table: str, row: int, folded: str) -> None:
    for index in ("words", "trigrams"):
        db.execute(f"INSERT INTO {table}_{index} (rowid, folded) VALUES (?, ?)", [row, folded])


def every(db: Database, query: str, where: Where, version: str | None = None) -> Iterator[Finding]:
    """What a search shows: the texts first, then the commentary."""
    if where in ("text", "all"):
        yield from find_in_text(db, query, version)
    if where in ("commentary", "all"):
        yield from find_in_commentary(db, query, version)
