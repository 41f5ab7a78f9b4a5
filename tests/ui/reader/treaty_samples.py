"""Texts to read in tests: a few lines of markup make a `Text` with its tree of provisions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.model.anchoring import Anchor, anchor_range
from annotator.model.annotation import Annotation
from annotator.model.codebook import Category, Codebook, Mark
from annotator.model.treaty import Ledger, Provision, ProvisionKind, Text, solid_length

TREATY = """\
= A Convention for Tests
# Chapter I. Beginnings
## Article 1. Names
In this Convention:
(a) “lamp” means whatever gives light;
(b) “reader” means a person:
(i) who reads; or
(ii) who is read to 📖, at any hour.
## Article 2. Duties
1. Each State Party shall keep its lamps lit as set out in article\u00a01, paragraph\u00a0(a), and may do more.
2. In accordance with its domestic law, each State Party shall provide for review of orders, for notice to those \
concerned, and for an effective remedy before an independent body.
# Chapter II. Endings
## Article 3. Signature
This Convention is open to all. 🕯️ It enters into force on the thirtieth day.
"""

ARABIC = """\
## المادة 1. الغرض
1. تحترم كل دولة طرف حُقُوق الإنسان عند تنفيذ المادة 24 من هذه الاتفاقية (Convention) وما بعدها.
2. لا يُفسَّر أي حكم على أنه يجيز المساس بحرية التعبير.
(أ) حرية الرأي؛
(ب) حرية الضمير.
## المادة 2. النطاق
تنطبق هذه الاتفاقية على منع الجرائم والتحقيق فيها.
"""

_HEADING = re.compile(r"^(?P<level>#{1,2}) (?P<label>\S+ \w+)\. (?P<heading>.+)$")
_LABEL = re.compile(r"^(?P<label>\d+\.|\([ivx]+\)|\(\w\)) ")


@dataclass
class _Open:
    eid: str
    kind: ProvisionKind
    label: str
    heading: str
    start: int
    rank: int


def make_text(markup: str) -> Text:
    """`=` opens a title, `#` a chapter, `##` an article; "1.", "(a)" and "(i)" are paragraphs, points and items."""
    lines: list[str] = []
    done: list[Provision] = []
    opened: list[_Open] = []
    position = 0

    def close(rank: int, end: int) -> None:
        while opened and opened[-1].rank >= rank:
            row = opened.pop()
            parent = opened[-1].eid if opened else None
            number = row.label.strip("().").split()[-1]
            citation = re.sub(r"__\w+?_(\w+?)(?=__|$)", r"(\1)", row.eid).replace("art_", "art. ")
            done.append(Provision(row.eid, parent, row.kind, number, row.label, row.heading, citation, row.start, end))

    for line in markup.strip("\n").split("\n"):
        words = re.sub(r"^(=|#+) ", "", line)
        rank, row = _read(line, position)
        if row:
            close(rank, position - 1)
            parent = opened[-1].eid + "__" if opened and row.rank > 2 else ""
            row.eid = parent + row.eid
            opened.append(row)
        lines.append(words)
        position += len(words) + 1
    close(0, position - 1)
    done.sort(key=lambda row: (row.start, -row.end))
    text = "\n".join(lines)
    return Text.of(text, tuple(done), Ledger(solid_length(text), solid_length(text)))


def _read(line: str, position: int) -> tuple[int, _Open | None]:
    heading = _HEADING.match(line)
    if heading:
        rank = len(heading["level"])
        kind: ProvisionKind = "chapter" if rank == 1 else "article"
        eid = ("chp_" if rank == 1 else "art_") + heading["label"].split()[1]
        return rank, _Open(eid, kind, heading["label"], heading["heading"], position, rank)
    label = _LABEL.match(line)
    if not label:
        return 9, None
    number = label["label"].strip("().")
    if label["label"].endswith("."):
        return 3, _Open(f"para_{number}", "paragraph", label["label"], "", position, 3)
    if re.fullmatch(r"[ivx]+", number):
        return 5, _Open(f"item_{number}", "item", label["label"], "", position, 5)
    return 4, _Open(f"point_{number}", "point", label["label"], "", position, 4)


def make_codebook() -> Codebook:
    """Six layers in two groups, keys 1 to 6."""
    marks: tuple[Mark, ...] = ("solid", "dashed", "dotted", "double", "wavy", "solid")
    light = ("#c0392b", "#d98014", "#a64ca6", "#1f6fb2", "#12805c", "#6b5bd0")
    dark = ("#ff8a7a", "#f0b35c", "#dc93dc", "#7fb8ee", "#63c9a4", "#aea3ff")
    groups = (Category("powers", "Powers"), Category("scope", "Scope"))
    layers = tuple(
        Category(f"layer-{index + 1}", f"Layer {index + 1}", "powers", light[index], dark[index], mark, str(index + 1))
        for index, mark in enumerate(marks)
    )
    return Codebook("Tests", (*groups, *layers))


def annotate(text: Text, annotation_id: str, start: int, end: int, *layers: str, commentary: str = "") -> Annotation:
    return Annotation(annotation_id, anchor_range(text, start, end), tuple(layers), commentary=commentary)


def annotate_words(text: Text, annotation_id: str, words: str, *layers: str, commentary: str = "") -> Annotation:
    start = text.text.index(words)
    return annotate(text, annotation_id, start, start + len(words), *layers, commentary=commentary)


def annotate_whole(text: Text, annotation_id: str, eid: str, *layers: str) -> Annotation:
    row = next(row for row in text.provisions if row.eid == eid)
    anchor = Anchor(text.id, row.start, row.end, text.text[row.start : row.end], "", "", eid, whole=True)
    return Annotation(annotation_id, anchor, tuple(layers), stance="gap")
