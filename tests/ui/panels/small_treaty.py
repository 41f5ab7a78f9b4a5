"""A treaty of three articles."""

from __future__ import annotations

from annotator.model.treaty import Ledger, Provision, ProvisionKind, Text

LINES: tuple[tuple[str, str, ProvisionKind, str, str], ...] = (
    ("", "chp_1", "chapter", "Chapter I", "General provisions"),
    ("chp_1", "art_1", "article", "Article 1", "Statement of purpose"),
    ("art_1", "art_1__para_1", "paragraph", "1.", "The purposes of this treaty are few."),
    ("chp_1", "art_2", "article", "Article 2", "Conditions and safeguards"),
    ("art_2", "art_2__para_1", "paragraph", "1.", "Each State shall provide for safeguards under its domestic law."),
    ("art_2", "art_2__para_2", "paragraph", "2.", "Review may be provided as appropriate."),
    ("", "chp_2", "chapter", "Chapter II", "Procedural measures"),
    ("chp_2", "art_24", "article", "Article 24", "Interception"),
    ("art_24", "art_24__para_1", "paragraph", "1.", "Each State shall intercept content data in real time."),
)
CITATIONS = {
    "chp_1": "chapter I",
    "chp_2": "chapter II",
    "art_1": "art. 1",
    "art_1__para_1": "art. 1(1)",
    "art_2": "art. 2",
    "art_2__para_1": "art. 2(1)",
    "art_2__para_2": "art. 2(2)",
    "art_24": "art. 24",
    "art_24__para_1": "art. 24(1)",
}


def make_text(addition: str = "") -> Text:
    """Three articles in two chapters; with `addition` another text of the same shape."""
    lines = [f"{label} {words}{addition if kind == 'paragraph' else ''}" for _, _, kind, label, words in LINES]
    starts, position = [], 0
    for words in lines:
        starts.append(position)
        position += len(words) + 1
    parents = {eid: parent for parent, eid, *_ in LINES}

    def is_inside(eid: str, other: str) -> bool:
        while eid:
            if eid == other:
                return True
            eid = parents[eid]
        return False

    provisions = []
    for number, (parent, eid, kind, label, words) in enumerate(LINES):
        last = max(row for row, line in enumerate(LINES) if is_inside(line[1], eid))
        heading = "" if kind == "paragraph" else words
        end = starts[last] + len(lines[last])
        citation = CITATIONS[eid]
        digits = label.removeprefix("Article ").rstrip(".")
        provisions.append(Provision(eid, parent or None, kind, digits, label, heading, citation, starts[number], end))
    return Text.of("\n".join(lines), tuple(provisions), Ledger(0, 0))
