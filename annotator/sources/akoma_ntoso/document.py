"""Akoma Ntoso XML (OASIS LegalDocML 1.0, namespace akn/3.0, its drafts, and versions 1.0 and 2.0) to readings.

The file states its structure and its ids, so nothing here is guessed: elements are provisions, and their eIds are kept.
Every character outside the metadata is in the text or listed as dropped; insertions are accepted, deletions dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Caution, Dropped, Ledger, Reading, Text, VersionData, solid_length
from annotator.sources.akoma_ntoso.data import editors_notes, proposed_data
from annotator.sources.akoma_ntoso.elements import (
    ARTICLES,
    COLLECTIONS,
    COMPONENTS,
    DOCUMENTS,
    below,
    children,
    eid_of,
    name_of,
    words_of,
)
from annotator.sources.akoma_ntoso.tree import TreeReader
from annotator.sources.archive import parse_xml
from annotator.sources.lines import Line
from annotator.sources.structure import merged_data
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.cautions import cautions
from annotator.sources.structuring.citing import provisions_of
from annotator.sources.structuring.completing import complete

ENGINE = "akoma-ntoso"


def read_akoma_ntoso(
    data: bytes, source_name: str, source_sha256: str, version_data: VersionData | None = None
) -> list[Reading]:
    """Every text in the file, in order: documents, and treaties that a resolution adopts. Raises UnusableFile."""
    root = parse_xml(data, "document")
    if not words_of(root):
        raise UnusableFile("This Akoma Ntoso file has no text; get another copy of it.")
    documents = _documents(root)
    if not documents:
        raise UnusableFile("This Akoma Ntoso file has no document (act, bill, doc …) in it; get another copy of it.")
    attached = {eid_of(row): row for row in root.iter("{*}component") if eid_of(row)}
    apart = frozenset(documents)
    readings = []
    for document in documents:
        reader = TreeReader(editors_notes(root), attached, apart - {document})
        reader.read(document)
        if reader.text.paragraphs:
            readings.append(_reading(reader, document, source_name, source_sha256))
    if not readings:
        raise UnusableFile("This Akoma Ntoso file has no words outside its metadata; get another copy of it.")
    readings[0] = _with_front_matter(readings[0], _front_matter(root, apart))
    alone = len(readings) == 1
    return [replace(row, data=merged_data(row.data, version_data, alone=alone)) for row in readings]


def _documents(root: etree._Element) -> list[etree._Element]:
    """The documents that are texts of their own, in order."""
    if name_of(root) in DOCUMENTS:
        return [root, *_adopted(root)]
    followed = {_target(row) for row in _attachments_by_reference(root)}
    found: list[etree._Element] = []
    for document in _members(root):
        around = document.getparent()
        if around is None or name_of(around) != "component" or eid_of(around) not in followed:
            found += [document, *_adopted(document)]
    return found


def _members(element: etree._Element) -> Iterator[etree._Element]:
    """Documents that are no attachments of another, collections opened."""
    for child in children(element):
        name = name_of(child)
        if name in DOCUMENTS:
            yield child
            for components in children(child, "components"):
                yield from _members(components)
        elif name in COLLECTIONS or name in (*COMPONENTS, "component"):
            yield from _members(child)


def _adopted(document: etree._Element) -> list[etree._Element]:
    """Attached documents with articles, where the document has words but no articles: what a resolution adopts."""
    if next(below(document, *ARTICLES), None) is not None:
        return []
    attached = [row for part in children(document, "attachments", "annexes") for row in part.iter("{*}attachment")]
    inner = (next(children(row, *DOCUMENTS), None) for row in attached)
    return [row for row in inner if row is not None and next(below(row, *ARTICLES), None) is not None]


def _attachments_by_reference(root: etree._Element) -> Iterator[etree._Element]:
    for attachment in root.iter("{*}attachment"):
        yield from children(attachment, "componentRef", "documentRef")


def _target(reference: etree._Element) -> str:
    return (reference.get("src") or reference.get("href") or "").removeprefix("#")


def _reading(reader: TreeReader, document: etree._Element, source_name: str, source_sha256: str) -> Reading:
    words = reader.text.text
    complete(reader.root, words)
    provisions, repeated = provisions_of(reader.root)
    data = proposed_data(document, words, source_name)
    blocks = [Block(row, Line(row)) for row in reader.text.paragraphs]
    warnings = cautions(reader.root, provisions, repeated, words, blocks, data)
    if reader.has_changes:
        message = "The file marks insertions and deletions; they are read as accepted, and deleted words are dropped."
        warnings = (Caution("tracked-changes", "", message), *warnings)
    ledger = replace(reader.text.ledger(), warnings=warnings)
    return Reading(
        text=Text.of(words, provisions, ledger),
        data=data,
        source_sha256=source_sha256,
        source_name=source_name,
        engine=ENGINE,
        notes=tuple(reader.foreign_notes),
    )


def _front_matter(root: etree._Element, apart: frozenset[etree._Element]) -> list[str]:
    """What a collection says itself, around the documents in it."""
    if root in apart:
        return []
    found: list[str] = []
    for element in children(root):
        name = name_of(element)
        if element in apart or name == "meta":
            continue
        if name in COLLECTIONS or name in (*COMPONENTS, "component"):
            found += _front_matter(element, apart)
        elif name not in DOCUMENTS:
            found.append(words_of(element))
    return [row for row in found if row]


def _with_front_matter(reading: Reading, said: list[str]) -> Reading:
    if not said:
        return reading
    old = reading.text.ledger
    dropped = (*(Dropped("front matter", row) for row in said), *old.dropped)
    source = old.source_characters + sum(solid_length(row) for row in said)
    ledger = Ledger(source, old.kept_characters, old.generated_characters, dropped, old.warnings)
    return replace(reading, text=replace(reading.text, ledger=ledger))
