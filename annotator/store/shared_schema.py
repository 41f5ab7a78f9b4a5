"""The tables and views of a shared file, to the letter.

A shared file is made fresh from chosen rows. It holds the chosen texts, and of the log only what each chosen thing says
now: no derived tables, one truth. Its views have plain names, for people who read it with Datasette, DB Browser,
sqlite-utils or sqlite3; this program reads `version_text`, `provision` and `change`, and of `sharing` who sent it.

Whoever reads one compares every statement with `STATEMENTS` first. So a change here is a new `SHARED_VERSION`.
"""

from __future__ import annotations

from annotator.model.change import ENTITIES

SHARED_APPLICATION_ID = 0x54524553  # "TRES"
SHARED_VERSION = 1

README = "CREATE TABLE readme (position INTEGER PRIMARY KEY, heading TEXT NOT NULL, words TEXT NOT NULL) STRICT"

SHARING = "CREATE TABLE sharing (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"

VERSION_TEXT = """CREATE TABLE version_text (
  id TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  source_characters INTEGER NOT NULL,
  kept_characters INTEGER NOT NULL,
  generated_characters INTEGER NOT NULL,
  dropped TEXT NOT NULL,
  warnings TEXT NOT NULL
) STRICT"""

PROVISION = """CREATE TABLE provision (
  version TEXT NOT NULL REFERENCES version_text(id),
  position INTEGER NOT NULL,
  eid TEXT NOT NULL,
  parent TEXT,
  kind TEXT NOT NULL,
  number TEXT,
  label TEXT NOT NULL,
  heading TEXT NOT NULL,
  citation TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  page INTEGER,
  PRIMARY KEY (version, position),
  UNIQUE (version, eid)
) STRICT"""

CHANGE = """CREATE TABLE change (
  id TEXT PRIMARY KEY,
  change_set TEXT NOT NULL,
  reverses TEXT,
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  hlc TEXT NOT NULL,
  origin TEXT NOT NULL,
  author TEXT NOT NULL,
  previous TEXT NOT NULL,
  fields TEXT NOT NULL,
  signature TEXT
) STRICT"""

CHANGE_OF_ENTITY = "CREATE INDEX change_of_entity ON change (entity, entity_id)"

_HEX = "0123456789abcdef"
_HLC_DIGITS = 12
_GONE = """'{"deleted":true}'"""
"""What a change that only deletes has for fields, as it is written here."""


def _value(entity: str, entity_id: str, field: str) -> str:
    """SQL for what a thing's field says: of several changes that nothing has replaced, the greatest is shown."""
    path = f"'$.{field}'"
    return (
        f"(SELECT json_extract(v.fields, {path}) FROM change v WHERE v.entity = '{entity}' "
        f"AND v.entity_id = {entity_id} AND json_type(v.fields, {path}) IS NOT NULL "
        "ORDER BY v.hlc DESC, v.origin DESC, v.id DESC LIMIT 1)"
    )


def _things(entity: str) -> str:
    """SQL for one row `c` for each thing that stands, in the order of the file; a deleted one has only that said."""
    return (
        f"FROM change c WHERE +c.entity = '{entity}' AND c.fields <> {_GONE} AND NOT EXISTS ("
        f"SELECT 1 FROM change o WHERE o.entity = '{entity}' AND o.entity_id = c.entity_id AND o.rowid < c.rowid "
        f"AND o.fields <> {_GONE})"
    )


def _moment(hlc: str) -> str:
    """SQL for the time of a clock value: twelve hexadecimal digits of milliseconds since 1970, in UTC."""
    digits = [
        f"(instr('{_HEX}', substr({hlc}, {place}, 1)) - 1) * {16 ** (_HLC_DIGITS - place)}"
        for place in range(1, _HLC_DIGITS + 1)
    ]
    return f"strftime('%Y-%m-%dT%H:%M:%SZ', ({' + '.join(digits)}) / 1000, 'unixepoch')"


def _linked(link: str, field: str, words: str) -> str:
    """SQL for what is tied to the annotation `c`, in one line. `words` says how to call the other end, `x`."""
    ties = (
        f"SELECT DISTINCT json_extract(l.fields, '$.{field}') AS x FROM change l WHERE l.entity = '{link}' "
        f"AND l.entity_id >= c.entity_id || ':' AND l.entity_id < c.entity_id || ';' "
        f"AND json_type(l.fields, '$.{field}') IS NOT NULL"
    )
    return f"(SELECT group_concat({words}, ', ') FROM ({ties}))"


def _view(name: str, columns: list[tuple[str, str]], source: str) -> str:
    listed = ",\n  ".join(f"{sql} AS {_quoted(column)}" for column, sql in columns)
    return f"CREATE VIEW {name} AS SELECT\n  {listed}\n{source}"


def _quoted(column: str) -> str:
    return f'"{column}"' if column in ("start", "end", "text", "key") else column


def _plain(entity: str, *fields: str) -> list[tuple[str, str]]:
    """Fields of the thing `c` as columns: what nobody ever set has its default, and what is empty is blank."""
    return [(field, _or_default(_value(entity, "c.entity_id", field), ENTITIES[entity][field])) for field in fields]


def _or_default(value: str, default: object) -> str:
    blank = f"nullif({value}, '')"
    return f"coalesce({blank}, '{default}')" if default else blank


def _name_of_text(version: str) -> str:
    names = [f"nullif({_value('version', version, field)}, '')" for field in ("label", "short_title", "instrument")]
    return f"coalesce({', '.join(names)}, {version})"


def _anchor(part: str) -> str:
    return f"json_extract({_value('annotation', 'c.entity_id', 'anchor')}, '$.{part}')"


_CITATION = (
    f"coalesce((SELECT p.citation FROM provision p WHERE p.version = {_anchor('version')} "
    f"AND p.eid = {_anchor('provision')}), {_anchor('provision')})"
)

ANNOTATIONS = _view(
    "annotations",
    [
        ("text", _name_of_text(_anchor("version"))),
        ("place", _CITATION),
        ("quotation", _anchor("exact")),
        ("layers", _linked("annotation_category", "category", f"coalesce({_value('category', 'x', 'name')}, x)")),
        *_plain("annotation", "stance", "strength", "severity", "commentary"),
        *_plain("annotation", "ask", "wording", "fallback", "addressee", "outcome"),
        ("tags", _linked("annotation_tag", "tag", "x")),
        ("sources", _linked("annotation_authority", "authority", f"coalesce({_value('authority', 'x', 'title')}, x)")),
        *_plain("annotation", "audience", "status", "author", "organisation", "created", "approved_by", "approved_at"),
        ("whole_provision", _anchor("whole")),
        ("start", _anchor("start")),
        ("end", _anchor("end")),
        ("version", _anchor("version")),
        ("id", "c.entity_id"),
    ],
    _things("annotation"),
)

REPLIES = _view(
    "replies",
    [*_plain("reply", "commentary", "author", "organisation", "created", "annotation"), ("id", "c.entity_id")],
    _things("reply"),
)

_LAYER_FIELDS = [field for field in ENTITIES["category"] if field not in ("name", "parent", "key", "position")]

LAYERS = _view(
    "layers",
    [
        *_plain("category", "name"),
        ("within", _value("category", _value("category", "c.entity_id", "parent"), "name")),
        *_plain("category", *_LAYER_FIELDS),
        (
            "annotations",
            "(SELECT count(DISTINCT l.entity_id) FROM change l WHERE +l.entity = 'annotation_category' "
            "AND json_extract(l.fields, '$.category') = c.entity_id)",
        ),
        ("id", "c.entity_id"),
    ],
    _things("category"),
)

TEXTS = _view(
    "texts",
    [
        ("name", _name_of_text("c.entity_id")),
        *_plain("version", "instrument", "kind", "language", "symbol", "series", "date", "place", "url", "sha256"),
        ("characters", "(SELECT length(t.text) FROM version_text t WHERE t.id = c.entity_id)"),
        ("came_along", "(SELECT count(*) FROM version_text t WHERE t.id = c.entity_id)"),
        (
            "annotations",
            "(SELECT count(DISTINCT a.entity_id) FROM change a WHERE +a.entity = 'annotation' "
            "AND json_extract(a.fields, '$.anchor.version') = c.entity_id)",
        ),
        ("id", "c.entity_id"),
    ],
    _things("version"),
)

ARTICLES = _view(
    "articles",
    [
        ("text", _name_of_text("p.version")),
        ("citation", "p.citation"),
        ("heading", "p.heading"),
        ("words", "substr(t.text, p.start + 1, p.end - p.start)"),
        ("start", "p.start"),
        ("end", "p.end"),
        ("version", "p.version"),
    ],
    "FROM provision p JOIN version_text t ON t.id = p.version WHERE p.kind = 'article'",
)

AUTHORITIES = _view(
    "authorities",
    [*_plain("authority", *ENTITIES["authority"]), ("id", "c.entity_id")],
    _things("authority"),
)

REMOVED = _view(
    "removed",
    [
        ("what", "replace(c.entity, '_', ' ')"),
        ("id", "c.entity_id"),
        ("author", "c.author"),
        ("time", _moment("c.hlc")),
    ],
    f"FROM change c WHERE c.fields = {_GONE} AND NOT EXISTS (SELECT 1 FROM change o "
    f"WHERE o.entity = c.entity AND o.entity_id = c.entity_id AND o.fields <> {_GONE})",
)

DIFFERING = _view(
    "differing",
    [
        ("what", "replace(c.entity, '_', ' ')"),
        ("id", "c.entity_id"),
        ("field", "f.key"),
        ("value", "f.value"),
        ("author", "c.author"),
        ("time", _moment("c.hlc")),
    ],
    "FROM change c, json_each(c.fields) f WHERE EXISTS (SELECT 1 FROM change o WHERE o.entity = c.entity "
    "AND o.entity_id = c.entity_id AND o.id <> c.id AND json_type(o.fields, '$.' || f.key) IS NOT NULL "
    "AND json_extract(o.fields, '$.' || f.key) IS NOT f.value)",
)

STATEMENTS = (
    *(README, SHARING, VERSION_TEXT, PROVISION, CHANGE, CHANGE_OF_ENTITY),
    *(ANNOTATIONS, REPLIES, LAYERS, TEXTS, ARTICLES, AUTHORITIES, REMOVED, DIFFERING),
)
"""Every CREATE of a shared file, as `sqlite_master` gives it back."""

SHARED_CHANGE_COLUMNS = (
    *("id", "change_set", "reverses", "entity", "entity_id", "hlc", "origin", "author", "previous", "fields"),
    "signature",
)
