"""What the metadata of an Akoma Ntoso document proposes about its version: title, language, date, number (FRBR)."""

from __future__ import annotations

import re
from pathlib import PurePath

from lxml import etree

from annotator.model.treaty import ForeignNote, VersionData, VersionKind, canonical_characters, is_language_tag
from annotator.sources.akoma_ntoso.elements import below, children, eid_of, name_of, words_of
from annotator.sources.language_detection import detect_language
from annotator.sources.languages import phrase_pattern

LONGEST_SHORT_TITLE = 60
_DATE = re.compile(r"(?!0001|9999|0000)\d{4}(?:-\d{2}(?:-\d{2})?)?(?=T|$|[-+Z])")
_NATION = re.compile(r"(?!un|eu|aa|xx|zz|oo|qm|xa)[a-z]{2}(?:-[a-z0-9]+)?")
"""Country codes other than those of organisations and user-assigned ones (ISO 3166-1)."""
_DRAFTS = ("bill", "amendment", "amendmentList")
_PLACEHOLDERS = frozenset(["", "untitled", "nn", "none", "unknown", "-"])
_ISO_639 = (
    "eng:en fra:fr fre:fr spa:es ara:ar rus:ru zho:zh chi:zh nld:nl dut:nl deu:de ger:de ita:it por:pt ron:ro "
    "rum:ro pol:pl swe:sv dan:da fin:fi nor:no nob:nb nno:nn ell:el gre:el heb:he fas:fa per:fa urd:ur tur:tr "
    "ukr:uk bul:bg ces:cs cze:cs slk:sk slo:sk slv:sl hrv:hr srp:sr hun:hu est:et lav:lv lit:lt gle:ga mlt:mt "
    "jpn:ja kor:ko hin:hi swa:sw afr:af zul:zu xho:xh sot:st tsn:tn amh:am som:so kin:rw ind:id msa:ms may:ms "
    "tha:th vie:vi cat:ca eus:eu baq:eu glg:gl lat:la hye:hy arm:hy kat:ka geo:ka isl:is ice:is mkd:mk mac:mk "
    "sqi:sq alb:sq bos:bs "
)
_TWO_LETTERS = dict(re.findall(r"(\w{3}):(\w\w)", _ISO_639))
"""ISO 639-2 codes, which FRBRlanguage has, to those of ISO 639-1, which versions have."""


def proposed_data(document: etree._Element, text: str, source_name: str) -> VersionData:
    """A proposal that the user may change: the titles of the preface count before those of the metadata."""
    work, expression = _frbr(document, "FRBRWork"), _frbr(document, "FRBRExpression")
    language = _language(document, expression) or detect_language(text) or "en"
    title = _title(document, work) or PurePath(source_name).stem
    said = _said(document, "shortTitle")
    short = said if said and said != title else title if len(title) <= LONGEST_SHORT_TITLE else ""
    number = _value(work, "FRBRnumber")
    return VersionData(
        label=f"{short or PurePath(source_name).stem} ({language})",
        instrument=title,
        short_title=short,
        language=language,
        kind=_kind(document, work, expression),
        symbol=_said(document, "docNumber") or (number if any(mark.isdigit() for mark in number) else ""),
        date=_date(work),
        url=next((uri for row in (expression, work) if (uri := _value(row, "FRBRuri")).startswith("http")), ""),
    )


def editors_notes(document: etree._Element) -> dict[str, ForeignNote]:
    """The notes of editors that the metadata hold (`meta/notes/note`), by id; their places are where they are used."""
    found: dict[str, ForeignNote] = {}
    for notes in document.iter("{*}notes"):
        author = _agent(notes, (notes.get("source") or "").removeprefix("#"))
        for note in children(notes, "note"):
            commentary = " ".join(canonical_characters("".join(str(row) for row in note.itertext())).split())
            if commentary:
                found[eid_of(note)] = ForeignNote(0, 0, commentary, author)
    return found


def _agent(notes: etree._Element, wanted: str) -> str:
    """The person or organisation that an id of the references stands for."""
    rows = notes.getparent()
    agents = rows.iter("{*}TLCPerson", "{*}TLCOrganization") if rows is not None else iter(())
    return next((row.get("showAs", "") for row in agents if wanted and eid_of(row) == wanted), "")


def _frbr(document: etree._Element, level: str) -> etree._Element | None:
    for meta in children(document, "meta"):
        for identification in children(meta, "identification"):
            return next(children(identification, level), None)
    return None


def _value(level: etree._Element | None, name: str, attribute: str = "value") -> str:
    found = next(children(level, name), None) if level is not None else None
    return " ".join(canonical_characters(found.get(attribute, "")).split()) if found is not None else ""


def _said(document: etree._Element, name: str) -> str:
    """The words of the first element of that name in the document's own preface."""
    for preface in children(document, "preface", "coverPage"):
        found = next(below(preface, name), None)
        if found is not None:
            return words_of(found)
    return ""


def _title(document: etree._Element, work: etree._Element | None) -> str:
    said = _said(document, "docTitle") or _said(document, "longTitle") or _said(document, "shortTitle")
    aliases = list(children(work, "FRBRtitle", "FRBRalias")) if work is not None else []
    aliases.sort(key=lambda row: name_of(row) != "FRBRtitle" and "title" not in (row.get("name") or "").lower())
    values = (" ".join(canonical_characters(row.get("value", "")).split()) for row in aliases)
    said = said or next((value for value in values if value.lower() not in _PLACEHOLDERS), "")
    return said or _titling_line(document)


def _titling_line(document: etree._Element) -> str:
    """The line of a preface without marked titles that names an instrument, or else its first."""
    lines = [words_of(row) for preface in children(document, "preface") for row in below(preface, "p", "block")]
    named = (line for line in lines if phrase_pattern("instruments").search(line))
    return next(named, next((line for line in lines if " " in line), ""))


def _language(document: etree._Element, expression: etree._Element | None) -> str:
    stated = _value(expression, "FRBRlanguage", "language").lower()
    around = (row.get("{http://www.w3.org/XML/1998/namespace}lang") for row in (document, *document.iterancestors()))
    stated = stated or next((row.lower() for row in around if row), "")
    plain: str = stated.split("-")[0]
    if plain in ("mul", "und", "zxx") or not is_language_tag(plain):
        return ""
    known: str = _TWO_LETTERS.get(plain, plain)
    return known


def _date(work: etree._Element | None) -> str:
    match = _DATE.match(_value(work, "FRBRdate", "date"))
    return match[0] if match else ""


def _kind(document: etree._Element, work: etree._Element | None, expression: etree._Element | None) -> VersionKind:
    if name_of(document) in _DRAFTS:
        return "draft"
    if expression is not None and next(children(expression, "FRBRtranslation"), None) is not None:
        return "translation"
    is_national = bool(_NATION.fullmatch(_value(work, "FRBRcountry").lower()))
    return "law" if name_of(document) == "act" and is_national else "official"
