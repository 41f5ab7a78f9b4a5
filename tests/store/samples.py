"""A small text of our own, and annotations on it."""

from __future__ import annotations

from annotator.model.anchoring import anchor_quote
from annotator.model.change import Edit, link_id
from annotator.model.treaty import Ledger, Provision, Text, solid_length
from annotator.store.library import Library

WORDS = (
    "Article 1. Purpose\n"
    "1. Each State shall protect la sécurité and 人权 of everyone.\n"
    "2. A State may limit حُقُوق الإنسان only by law 🜁 and only where necessary.\n"
    "Article 2. Terms\n"
    "Everyone shall be heard."
)


def make_text(words: str = WORDS) -> Text:
    """Two articles, the first with two paragraphs."""
    second, lines = words.index("Article 2"), words.split("\n")
    one, two = words.index(lines[1]), words.index(lines[2])
    provisions = (
        Provision("art_1", None, "article", "1", "Article 1", "Purpose", "art. 1", 0, second - 1),
        Provision("art_1__para_1", "art_1", "paragraph", "1", "1.", "", "art. 1(1)", one, one + len(lines[1])),
        Provision("art_1__para_2", "art_1", "paragraph", "2", "2.", "", "art. 1(2)", two, two + len(lines[2])),
        Provision("art_2", None, "article", "2", "Article 2", "Terms", "art. 2", second, len(words)),
    )
    return Text.of(words, provisions, Ledger(solid_length(words), solid_length(words)))


def annotate(
    library: Library, text: Text, quote: str, id: str, commentary: str = "", category: str = "oversight"
) -> None:
    """Add an annotation with one category, as one change set."""
    anchor = anchor_quote(text, quote).to_json()
    link = {"annotation": id, "category": category}
    library.apply(
        [
            Edit("annotation", id, {"anchor": anchor, "commentary": commentary, "author": "Reader"}),
            Edit("annotation_category", link_id(id, category), link),
        ],
        "Reader",
    )
