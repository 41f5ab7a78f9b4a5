"""Citations: what a lawyer writes after a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.model.folding import fold
from annotator.model.treaty import Provision, Text, Version, VersionData, provision_at

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def instrument_citation(data: VersionData) -> str:
    """The instrument with symbol and date: "UN Convention against Cybercrime, A/RES/79/243, 24 December 2024"."""
    name = data.short_title or data.instrument or data.label
    draft = f"{data.kind} text" if data.kind in ("draft", "translation") else ""
    return ", ".join(part for part in (name, data.symbol or data.series, draft, long_date(data.date)) if part)


def quotation_with_citation(version: Version, text: Text, start: int, end: int) -> str:
    """The exact words of `[start, end)` in quotation marks, and where they stand, with the page where one is known.

    The page is that on which the innermost provision around them begins in the file that was imported. A restatement is
    introduced as one, and its words stand without quotation marks: they are not the treaty's.
    """
    words = " ".join(text.text[start:end].split())
    around = provision_at(text.provisions, start, end)
    place = (around.citation, f"p. {around.page}" if around.page else "") if around else ()
    cited = ", ".join(part for part in (instrument_citation(version.data), *place) if part)
    if version.data.is_restated:
        return f"Restated in other words: {words} ({cited})"
    return f"“{words}” ({cited})"


def find_place(provisions: Sequence[Provision], typed: str) -> Provision | None:
    """The provision meant by "24(2)", "Article 24 (2)", "art. 24", a title or an eId; the first where several are."""
    wanted = plain_citation(typed)
    if not wanted:
        return None
    exact = next((row for row in provisions if typed in (row.eid, row.citation)), None)
    cited = exact or next((row for row in provisions if plain_citation(row.citation) == wanted), None)
    titled = (row for row in provisions if wanted in (plain_citation(row.label), plain_citation(row.heading)))
    return cited or next(titled, None)


def plain_citation(citation: str) -> str:
    """What two ways of writing one citation have in common: "Article 24 (2)(a)" and "24(2)(a)" give "24(2)(a)"."""
    return re.sub(r"^(articles?|arts?\.?)", "", re.sub(r"\s", "", fold(citation)))


def long_date(iso: str) -> str:
    """ "2024-12-24" as "24 December 2024"; what is no full ISO 8601 date stays as it is."""
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return iso
    return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
