"""A treaty as Akoma Ntoso 3.0: each provision an element with the eId that it must have."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.sources.treaty_drafts import Draft, Place, Row

_META = (
    '<meta><identification source="#us"><FRBRWork><FRBRthis value="/akn/un/act/2031/9"/><FRBRcountry value="un"/>'
    '</FRBRWork><FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification></meta>'
)
_ELEMENTS = {"heading": "preface", "wrapup": "wrapUp", "signature": "conclusions", "annex": "attachment"}
_TITLES = {"annex": "subheading"}


_NAMED = ("part", "chapter", "section", "article", "annex")


def akoma_ntoso(draft: Draft) -> bytes:
    """The file; a footnote would belong to the words that hold its mark, and so to another provision than elsewhere."""
    rows = [place for place in draft.places if place.parent is None]

    def written(*kinds: str) -> str:
        return "".join(_element(draft, row) for row in rows if row.kind in kinds)

    attached = written("annex")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'
        f'<act name="treaty">{_META}{written("heading")}{written("preamble")}<body>{written(*_NAMED[:-1])}</body>'
        f"{written('signature')}{f'<attachments>{attached}</attachments>' if attached else ''}</act></akomaNtoso>"
    ).encode()


def _element(draft: Draft, place: Place) -> str:
    below = [row for row in draft.places if row.parent is place]
    name = _ELEMENTS.get(place.kind, place.kind)
    if place.kind == "heading":
        return f'<{name} eId="{place.eid}"><p><docTitle>{escape(place.heading)}</docTitle></p></{name}>'
    names, first = _names(draft.rows, place)
    inside: list[str] = []
    for index in range(first, place.last + 1):
        inside += [_element(draft, row) for row in below if row.first == index]
        if not any(row.first <= index <= row.last for row in below):
            inside.append(f"<p>{escape(draft.rows[index].words)}</p>")
    body = "".join(inside)
    if place.kind == "annex":
        body = f'<doc name="annex">{_META}<mainBody>{body}</mainBody></doc>'
    elif not below and place.kind not in ("intro", "wrapup", "signature", "preamble"):
        body = f"<content>{body}</content>"
    return f'<{name} eId="{place.eid}">{names}{body}</{name}>'


def _names(rows: Sequence[Row], place: Place) -> tuple[str, int]:
    """Number and heading of a provision, and the first row of its words."""
    if place.kind in _NAMED:
        title = f"<{_TITLES.get(place.kind, 'heading')}>{escape(place.heading)}</{_TITLES.get(place.kind, 'heading')}>"
        number = "heading" if place.kind == "annex" else "num"
        first = place.first + (2 if place.heading else 1)
        return f"<{number}>{place.label}</{number}>{title if place.heading else ''}", first
    if rows[place.first].role == "item" and not place.behind_label:
        return f"<num>{place.label}</num>", place.first
    return "", place.first
