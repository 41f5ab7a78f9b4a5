"""Instrument, version, provision: the texts that are read.

A `Text` is what an import makes: canonical words and their tree, never changed again. A `Version` is that text with
what may be edited about it (its label, what a citation needs). Offsets are Unicode code points everywhere.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import field, fields
from typing import Literal

from annotator.model.records import dataclass

ProvisionKind = Literal[
    "preamble", "part", "chapter", "section", "title", "article", "paragraph", "point", "item", "intro", "wrapup",
    "alternative", "annex", "note", "signature", "heading", "text",
]  # fmt: skip
VersionKind = Literal["official", "draft", "translation", "restatement", "law"]
Direction = Literal["ltr", "rtl"]

VERSION_KINDS: tuple[VersionKind, ...] = ("official", "draft", "translation", "restatement", "law")
RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "fa", "he", "ur"})

_LANGUAGE = re.compile(r"[A-Za-z0-9-]{0,35}")


def is_language_tag(value: str) -> bool:
    """Whether this may be the code of a language (BCP 47, by its letters and length alone), or none."""
    return _LANGUAGE.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of a text's tree; `[start, end)` covers its label, heading and all its descendants.

    `eid` follows Akoma Ntoso (`art_24__para_2__point_a`). `number` is normalised ("8bis"), `label` is what the text
    prints ("Article VIII bis"), `citation` what a lawyer writes ("art. VIII bis(1)(a)"). `page` counts from 1, where
    the source has pages.
    """

    eid: str
    parent: str | None
    kind: ProvisionKind
    number: str | None
    label: str
    heading: str
    citation: str
    start: int
    end: int
    page: int | None = None

    @property
    def depth(self) -> int:
        """How many levels of numbering the eId has: 0 for an article or chapter, 1 for its paragraph."""
        return self.eid.count("__")


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words of the source that are not in the canonical text, and why.

    `line` is the index of the source line they stand on, where the reader gave lines: it is how they are put back.
    """

    reason: str
    text: str
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the reader should look at before trusting the text. `code` is a slug, `where` an eId or a place."""

    code: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where every character of the source went; white space is not counted.

    Exactly: `source == kept + dropped`, and non-space length of the canonical text = `kept + generated`.
    """

    source_characters: int
    kept_characters: int
    generated_characters: int = 0
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[Caution, ...] = ()

    @property
    def dropped_characters(self) -> int:
        return sum(solid_length(row.text) for row in self.dropped)


@dataclass(frozen=True, slots=True)
class Text:
    """Canonical text and its tree: immutable once imported. Build it with `Text.of`."""

    id: str
    text: str
    sha256: str
    provisions: tuple[Provision, ...]
    ledger: Ledger

    @classmethod
    def of(cls, text: str, provisions: tuple[Provision, ...], ledger: Ledger) -> Text:
        """The id hashes the words *and* the tree: a corrected level makes another version. `sha256` is the words'."""
        import hashlib  # only texts that are made need it, not those that are read

        sha256 = hashlib.sha256(text.encode()).hexdigest()
        tree = json.dumps([[getattr(row, name) for name in _HASHED] for row in provisions], ensure_ascii=False)
        identity = hashlib.sha256(f"{sha256}\n{tree}".encode()).hexdigest()[:32]
        return cls(identity, text, sha256, provisions, ledger)


_HASHED = ("eid", "parent", "kind", "number", "label", "heading", "citation", "start", "end")


@dataclass(frozen=True, slots=True)
class VersionData:
    """What may be edited about a version: how it is called and what a citation needs. Dates are ISO 8601."""

    label: str = ""
    instrument: str = ""
    short_title: str = ""
    language: str = "en"
    kind: VersionKind = "official"
    symbol: str = ""
    series: str = ""
    date: str = ""
    place: str = ""
    url: str = ""

    @property
    def direction(self) -> Direction:
        return "rtl" if self.language.split("-")[0] in RIGHT_TO_LEFT_LANGUAGES else "ltr"

    @property
    def is_restated(self) -> bool:
        """True where the words are ours, not the treaty's: a brief then says "restated"."""
        return self.kind == "restatement"


VERSION_FIELDS = tuple(row.name for row in fields(VersionData))


@dataclass(frozen=True, slots=True)
class Version:
    """One text of one instrument, as the library lists it (the words themselves are fetched with `Library.text`)."""

    id: str
    data: VersionData
    sha256: str
    source_sha256: str
    source_name: str
    characters: int
    articles: int = 0
    annotations: int = 0
    imported: str = ""

    @property
    def name(self) -> str:
        return self.data.label or self.data.short_title or self.data.instrument or self.source_name


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """A comment or note found in a source file, to become an annotation. Offsets are of the canonical text."""

    start: int
    end: int
    commentary: str
    author: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Source line number `line` (from 0) stands in the canonical text from `start` on; `page` counts from 1."""

    line: int
    start: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one instrument out of one file gives: the text, what the file says of it, and where it came from.

    `engine` names the reader (and for PDF the engine that was kept), `encoding` the character encoding of a text file.
    `revisions` says how tracked changes were read ("accepted", "rejected"), and is empty where the file has none.
    `places` tell which line of the source stands where; a file that states its own structure has none.
    `choice` says how several engines did, where several read it ("PDFium: 0 numbering breaks; pdf-inspector: 3 …").
    """

    text: Text
    data: VersionData
    source_sha256: str
    source_name: str
    engine: str
    encoding: str = ""
    notes: tuple[ForeignNote, ...] = field(default=())
    revisions: str = ""
    places: tuple[LinePlace, ...] = field(default=())
    choice: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many provisions of each kind."""
        found: dict[str, int] = {}
        for row in self.text.provisions:
            found[row.kind] = found.get(row.kind, 0) + 1
        return found


def solid_length(text: str) -> int:
    """How many characters of `text` are not white space: the unit of the ledger."""
    return len("".join(text.split()))


_UNWANTED = {
    **dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n"),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0x200E, 0x200F, 0x061C], None),
    **dict.fromkeys([*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)], None),
    **dict.fromkeys([*range(0xFDD0, 0xFDF0)], None),
}


_NO_CHARACTERS = re.compile(
    "[\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""Halves of surrogate pairs, and the two noncharacters that end each plane."""


def canonical_characters(text: str) -> str:
    """`text` in NFC with no control, bidi-override, line-separator or noncharacter left; `\\r\\n` becomes `\\n`.

    White space is otherwise kept as it is; the structurer decides where paragraphs end.
    """
    if text.isascii() and text.isprintable():
        return text
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED)
    return unicodedata.normalize("NFC", _NO_CHARACTERS.sub("", cleaned))


def provision_at(provisions: tuple[Provision, ...], start: int, end: int) -> Provision | None:
    """The innermost provision that holds all of `[start, end)`, or None where the range crosses the whole tree."""
    best: Provision | None = None
    for row in provisions:
        if row.start > start:
            break
        if row.end >= end and (best is None or row.end - row.start <= best.end - best.start):
            best = row
    return best
