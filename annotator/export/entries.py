"""One annotation, and one instrument, as a brief shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.export.commentary import parse_commentary
from annotator.export.tree import AskPart, BriefOptions, Entry, Instrument, InternalNote, Quotation, Source
from annotator.export.wording import (
    ACTION_WORDS,
    AUDIENCE_WORDS,
    KIND_WORDS,
    SEVERITY_WORDS,
    STATUS_WORDS,
    ask_sentence,
    stance_words,
)
from annotator.model.annotation import Annotation, Authority, Person
from annotator.model.citing import instrument_citation, long_date
from annotator.model.codebook import Category, Codebook
from annotator.model.linking import Linker, version_name
from annotator.model.problems import Problem
from annotator.model.redline import Piece, redline
from annotator.model.treaty import Provision, Text, Version, provision_at

_REPLACING = frozenset({"", "amend", "delete"})
"""Asks whose wording stands in place of the passage."""
_WITHOUT_WORDING = frozenset({"delete", "keep"})
"""Asks that another wording would contradict: one of them is left from before the action was chosen."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a brief is made from, by id."""

    versions: Mapping[str, Version]
    texts: Mapping[str, Text]
    codebook: Codebook
    authorities: Mapping[str, Authority]
    options: BriefOptions
    links: Linker


def make_instrument(version: Version, material: Material) -> Instrument:
    data = version.data
    return Instrument(
        version=version.id,
        name=instrument_name(version),
        title=data.instrument or version.name,
        symbol=data.symbol,
        series=data.series,
        date=long_date(data.date),
        place=data.place,
        url=data.url,
        kind=KIND_WORDS[data.kind],
        citation=instrument_citation(data) or version.name,
        language=data.language,
        is_restated=data.is_restated,
        sha256=version.sha256 if material.options.internal else "",
    )


def make_entry(row: Annotation, number: int, material: Material) -> Entry:
    """Raises Problem where the anchor's quotation is not what the version says."""
    version = material.versions[row.version]
    place = cited_provision(row, material)
    return Entry(
        annotation=row.id,
        number=number,
        provision=place,
        instrument=instrument_name(version),
        citation=full_citation(row, material),
        quotation=_quotation(row, material),
        whole=row.anchor.whole,
        stance=stance_words(row.stance, row.strength),
        also=tuple(category.name for category in categories_of(row, material.codebook)[1:]),
        commentary=parse_commentary(row.commentary, lambda link: material.links.cite(link, row.version)),
        ask=_ask(row, version, f"{place}, {instrument_name(version)}") if row.ask else None,
        authorities=tuple(_source(material.authorities[id]) for id in row.authorities if id in material.authorities),
        internal=_internal_note(row) if material.options.internal else None,
    )


def categories_of(row: Annotation, codebook: Codebook) -> list[Category]:
    """In the order of the codebook: the first is the one under which the annotation stands."""
    return [category for category in codebook.categories if category.id in row.categories]


def instrument_name(version: Version) -> str:
    return version_name(version)


def innermost(row: Annotation, text: Text) -> Provision | None:
    named = next((provision for provision in text.provisions if provision.eid == row.anchor.provision), None)
    return named or provision_at(text.provisions, row.anchor.start, row.anchor.end)


def cited_provision(row: Annotation, material: Material) -> str:
    """ "art. 24(2)", or "art. 24(2) (restated)" where the words are not the instrument's."""
    around = innermost(row, material.texts[row.version])
    place = around.citation if around else "several provisions"
    return f"{place} (restated)" if material.versions[row.version].data.is_restated else place


def full_citation(row: Annotation, material: Material) -> str:
    version = material.versions[row.version]
    return f"{instrument_citation(version.data) or version.name}, {cited_provision(row, material)}"


def exact_words(row: Annotation, material: Material) -> str:
    """The words of the version at the anchor. Raises Problem where the anchor quotes others."""
    words = material.texts[row.version].text[row.anchor.start : row.anchor.end]
    if words != row.anchor.exact:
        raise Problem(
            f"The quotation of {full_citation(row, material)} is not what that text says, so no brief was made; "
            "annotate the passage anew."
        )
    return words


def asked_wording(row: Annotation) -> str:
    """The wording that is asked for; empty where the action is about the passage as it stands."""
    return "" if row.ask.action in _WITHOUT_WORDING else row.ask.wording


def _quotation(row: Annotation, material: Material) -> Quotation | None:
    words = exact_words(row, material)
    if row.anchor.whole and row.stance == "gap":
        return None
    data = material.versions[row.version].data
    paragraphs = tuple(line for line in words.split("\n") if line.strip())
    return Quotation(paragraphs, data.language, data.direction, data.is_restated)


def _ask(row: Annotation, version: Version, place: str) -> AskPart:
    ask = row.ask
    runs = _runs(row)
    return AskPart(
        action=ask.action,
        label=ACTION_WORDS[ask.action],
        sentence=ask_sentence(ask.action, place),
        runs=runs,
        fallback=ask.fallback.strip(),
        addressee=ask.addressee.strip(),
        is_against_restatement=version.data.is_restated and bool(runs) and ask.action in _REPLACING,
        language=version.data.language,
        direction=version.data.direction,
    )


def _runs(row: Annotation) -> tuple[Piece, ...]:
    """Only what replaces the passage strikes words of it: a declaration or an addition is text of its own."""
    wording = " ".join(asked_wording(row).split())
    if row.ask.action in _REPLACING and (wording or row.ask.action == "delete"):
        return tuple(redline(row.anchor.exact, wording))
    if not wording:
        return ()
    return (("same" if row.ask.action == "do-not-ratify" else "inserted", wording),)


def _source(authority: Authority) -> Source:
    seen = f"(read {long_date(authority.seen)})" if authority.url and authority.seen else ""
    citation = " ".join(part for part in (authority.citation, seen) if part)
    return Source(authority.title or authority.citation, citation, authority.url.strip())


def _internal_note(row: Annotation) -> InternalNote:
    return InternalNote(
        author=str(Person(row.author, row.organisation)),
        severity=SEVERITY_WORDS[row.severity] if row.severity else "",
        audience=AUDIENCE_WORDS[row.audience],
        status=STATUS_WORDS[row.status],
        tags=row.tags,
        outcome=row.ask.outcome.strip(),
    )
