"""From the bytes of a document to readings: the whole way, in the process that calls. The worker calls it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from annotator.model.correcting import AS_IT_IS, Instructions
from annotator.model.problems import UnusableFile
from annotator.model.treaty import Reading, VersionData
from annotator.sources.engines import as_chosen, preferred, say_the_same
from annotator.sources.kinds import GivenAsLines, kind_of
from annotator.sources.lines import Extraction
from annotator.sources.revisions import Taken
from annotator.sources.structure import structure

Progress = Callable[[str, float], None]
"""Called with what is being done and the share (0 to 1) of the whole that was done before it."""


def read_document(
    name: str,
    data: bytes,
    version_data: VersionData | None,
    progress: Progress,
    instructions: Instructions = AS_IT_IS,
) -> list[Reading]:
    """The instruments in the document `name`, read as `instructions` say. Raises UnusableFile.

    Where two engines read a format, both readings are structured; `engines.preferred` says which is kept. Tracked
    changes read as "both" give the text with them accepted and then, where it has any, with them rejected.
    """
    if instructions.revisions == "both":
        return _read_both(name, data, version_data, progress, instructions)
    progress("reading", 0.0)
    kind = kind_of(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    if kind == "akoma-ntoso":
        if instructions.corrections:
            raise UnusableFile(f"{name} states its structure itself, so no line of it can be corrected; edit the file.")
        return _stated_structure(name, data, sha256, version_data, progress)
    extractions = _extractions_of_file(name, kind, data, instructions)
    structured: list[list[Reading]] = []
    for index, extraction in enumerate(extractions):
        progress("structuring", 0.5 + 0.5 * index / len(extractions))
        if index and say_the_same(extractions[0], extraction):
            structured.append([replace(row, engine=extraction.engine) for row in structured[0]])
        else:
            structured.append(structure(extraction, name, sha256, version_data))
    progress("done", 1.0)
    candidates = [_with_warnings(*row) for row in zip(structured, extractions, strict=True)]
    best = preferred(extractions, candidates)
    if not instructions.corrections:
        return best
    # A person has seen the lines of the engine that was kept: what they say counts after the choice
    kept = next(row for row in extractions if row.engine == best[0].engine)
    missing = [row.line for row in instructions.corrections if not 0 <= row.line < len(kept.lines)]
    if missing:
        raise UnusableFile(f"{name} has no line {missing[0]}; its lines are numbered from 0 to {len(kept.lines) - 1}.")
    corrected = structure(kept.corrected(instructions.corrections), name, sha256, version_data)
    return as_chosen(_with_warnings(corrected, kept), best[0])


def _read_both(
    name: str, data: bytes, version_data: VersionData | None, progress: Progress, instructions: Instructions
) -> list[Reading]:
    """As accepted and as rejected, each named after which it is; one of them where nothing is tracked."""
    accepted = read_document(name, data, version_data, progress, replace(instructions, revisions="accepted"))
    if not any(reading.revisions for reading in accepted):
        return accepted
    rejected = read_document(name, data, version_data, progress, replace(instructions, revisions="rejected"))
    return [_named(row, "changes accepted") for row in accepted] + [
        _named(row, "before the changes") for row in rejected
    ]


def _named(reading: Reading, state: str) -> Reading:
    label = reading.data.label or reading.data.instrument
    return replace(reading, data=replace(reading.data, label=f"{label}, {state}"))


def _stated_structure(
    name: str, data: bytes, sha256: str, version_data: VersionData | None, progress: Progress
) -> list[Reading]:
    """A format whose elements are the provisions: nothing is left to find out."""
    from annotator.sources.akoma_ntoso import read_akoma_ntoso

    try:
        readings = read_akoma_ntoso(data, name, sha256, version_data)
    except UnusableFile as problem:
        raise UnusableFile(f"{name}: {problem}") from problem
    progress("done", 1.0)
    return readings


def _extractions_of_file(name: str, kind: GivenAsLines, data: bytes, instructions: Instructions) -> list[Extraction]:
    """Readers know bytes only; their sentences are completed with the name of the file."""
    try:
        return extractions_of(kind, data, "rejected" if instructions.revisions == "rejected" else "accepted")
    except UnusableFile as problem:
        raise UnusableFile(f"{name}: {problem}") from problem


def extractions_of(kind: GivenAsLines, data: bytes, revisions: Taken = "accepted") -> list[Extraction]:
    """What the readers of `kind` make of `data`, the preferred engine first. Raises UnusableFile.

    Each reader is imported when it is needed: a worker that reads one Markdown file has no use for a PDF engine.
    """
    match kind:
        case "pdf":
            from annotator.sources.pdf import read_pdf

            return read_pdf(data)
        case "docx":
            from annotator.sources.docx import read_docx

            return [read_docx(data, revisions)]
        case "odt":
            from annotator.sources.odt import read_odt

            return [read_odt(data, revisions)]
        case "html":
            from annotator.sources.html import read_html

            return [read_html(data)]
        case "markdown":
            from annotator.sources.markdown import read_markdown

            return [read_markdown(data)]
        case "text":
            from annotator.sources.plain_text import read_plain_text

            return [read_plain_text(data)]


def _with_warnings(readings: list[Reading], extraction: Extraction) -> list[Reading]:
    """The reader's own warnings join those of the structurer; they are outside what a text's id hashes."""
    if not extraction.warnings:
        return readings
    return [_with_warning(reading, extraction) for reading in readings]


def _with_warning(reading: Reading, extraction: Extraction) -> Reading:
    ledger = replace(reading.text.ledger, warnings=extraction.warnings + reading.text.ledger.warnings)
    return replace(reading, text=replace(reading.text, ledger=ledger))
