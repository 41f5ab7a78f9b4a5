"""Citations behind quotations."""

from __future__ import annotations

from annotator.model.citing import quotation_with_citation
from annotator.model.treaty import Ledger, Provision, Text, Version, VersionData

WORDS = "Article 7\nMills turn by day."


def quoted(kind: str, page: int | None) -> str:
    article = Provision("art_7", None, "article", "7", "Article 7", "", "art. 7", 0, len(WORDS), page)
    text = Text.of(WORDS, (article,), Ledger(20, 20))
    data = VersionData(
        short_title="Mill Code", symbol="M/1", kind="restatement" if kind == "restatement" else "official"
    )
    version = Version(text.id, data, text.sha256, "", "mills.pdf", len(WORDS))
    return quotation_with_citation(version, text, 10, 15)


def test_the_page_is_cited_where_it_is_known() -> None:
    assert quoted("official", 12) == "“Mills” (Mill Code, M/1, art. 7, p. 12)"
    assert quoted("official", None) == "“Mills” (Mill Code, M/1, art. 7)"


def test_a_restatement_is_never_in_quotation_marks() -> None:
    assert quoted("restatement", None) == "Restated in other words: Mills (Mill Code, M/1, art. 7)"
