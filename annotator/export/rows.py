"""Annotations as flat rows of data, for tables and other programs."""

from __future__ import annotations

from annotator.export.entries import Material, asked_wording, categories_of, cited_provision, exact_words, full_citation
from annotator.model.annotation import Annotation
from annotator.model.linking import replace_links

COLUMNS = (
    *("citation", "provision", "instrument", "symbol", "series", "date", "language", "restated", "whole_provision"),
    *("quotation", "categories", "stance", "strength", "commentary"),
    *("ask", "wording", "fallback", "addressee", "authorities"),
)
"""What every row has; a table without rows still says so."""


def make_row(row: Annotation, material: Material) -> dict[str, str]:
    """Column to value; an internal copy has the columns of `_internal_row` after the others."""
    data = material.versions[row.version].data
    sources = [material.authorities[id] for id in row.authorities if id in material.authorities]
    values = {
        "citation": full_citation(row, material),
        "provision": cited_provision(row, material),
        "instrument": data.instrument or data.short_title,
        "symbol": data.symbol,
        "series": data.series,
        "date": data.date,
        "language": data.language,
        "restated": "yes" if data.is_restated else "no",
        "whole_provision": "yes" if row.anchor.whole else "no",
        "quotation": exact_words(row, material),
        "categories": "; ".join(category.name for category in categories_of(row, material.codebook)),
        "stance": row.stance,
        "strength": row.strength,
        "commentary": replace_links(row.commentary, lambda link: material.links.cite(link, row.version)),
        "ask": row.ask.action,
        "wording": asked_wording(row),
        "fallback": row.ask.fallback,
        "addressee": row.ask.addressee,
        "authorities": "; ".join(source.citation for source in sources),
    }
    if material.options.internal:
        values |= _internal_row(row, material)
    return values


def _internal_row(row: Annotation, material: Material) -> dict[str, str]:
    return {
        "id": row.id,
        "severity": row.severity,
        "audience": row.audience,
        "status": row.status,
        "tags": "; ".join(row.tags),
        "outcome": row.ask.outcome,
        "author": row.author,
        "organisation": row.organisation,
        "approved_by": row.approved_by,
        "approved_at": row.approved_at,
        "created": row.created,
        "modified": row.modified,
        "text_sha256": material.versions[row.version].sha256,
    }
