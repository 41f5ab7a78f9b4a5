"""A short text of three articles, as a reader would give it."""

from __future__ import annotations

from annotator.model.annotation import Person
from annotator.model.treaty import Caution, Dropped, Ledger, Provision, Reading, Text, VersionData, solid_length

ARTICLES = (
    ("1", "Purpose", "The purpose of these rules is to protect people."),
    ("2", "Use of terms", "“Data” means anything that is written down."),
    ("3", "Safeguards", "Each State shall guarantee prompt review by a judge."),
)
AUTHOR = Person("Reader", "Library of Rules")


def made_reading(name: str = "rules.md", opening: str = "Rules for a small harbour", **data: str) -> Reading:
    """Three articles after a title; one dropped line and one warning."""
    text = opening + "\n"
    provisions = []
    for number, heading, words in ARTICLES:
        start = len(text)
        label = f"Article {number}"
        text += f"{label}\n{heading}\n{words}\n"
        eid, citation = f"art_{number}", f"art. {number}"
        provisions.append(
            Provision(eid, None, "article", number, label, heading, citation, start, len(text) - 1, page=1)
        )
    text = text.rstrip("\n")
    kept = solid_length(text)
    dropped = (Dropped("page number", "- 12 -", 1),)
    warnings = (Caution("unbalanced-bracket", "art_3", "A square bracket is opened and never closed."),)
    ledger = Ledger(kept + 4, kept, 0, dropped, warnings)
    described = VersionData(**{"label": opening, "instrument": opening, **data})  # type: ignore[arg-type]
    return Reading(Text.of(text, tuple(provisions), ledger), described, "0" * 64, name, "Markdown", "utf-8")
