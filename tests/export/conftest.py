"""A small library of invented texts, in three scripts, with what hostile input holds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
import pytest

from annotator.export.brief import Brief, BriefOptions, build_brief
from annotator.model.anchoring import Anchor, anchor_provision, anchor_quote
from annotator.model.annotation import Annotation, Ask, Authority
from annotator.model.codebook import Category, Codebook
from annotator.model.problems import Problem
from annotator.model.treaty import Ledger, Provision, ProvisionKind, Text, Version, VersionData

Line = tuple[str, str | None, ProvisionKind, str, str, str, str]
"""eId, parent, kind, label, heading, citation, words."""

_ENGLISH: tuple[Line, ...] = (
    ("art_1", None, "article", "Article 1", "Orchards & <fences>", "art. 1", ""),
    ("art_1__para_1", "art_1", "paragraph", "1.", "", "art. 1(1)",
     "Each keeper may open [every] gate *as appropriate*."),
    ("art_1__para_2", "art_1", "paragraph", "2.", "", "art. 1(2)",
     "Gates stay open.\nThey close at night 🌙 & <never> late."),
    ("art_2", None, "article", "Article 2", "Bees", "art. 2", ""),
    ("art_2__para_1", "art_2", "paragraph", "1.", "", "art. 2(1)", "=SUM of hives is recorded."),
)  # fmt: skip
_ARABIC: tuple[Line, ...] = (
    ("art_5", None, "article", "المادة ٥", "البساتين", "art. 5", ""),
    ("art_5__para_1", "art_5", "paragraph", "١.", "", "art. 5(1)", "يحفظ كل حارس مفتاح البستان."),
)
_CHINESE: tuple[Line, ...] = (
    ("art_3", None, "article", "第三条", "果园", "art. 3", ""),
    ("art_3__para_1", "art_3", "paragraph", "1.", "", "art. 3(1)", "看守人可以打开果园的门。"),
)


def text_of(lines: tuple[Line, ...]) -> Text:
    """The canonical text of the lines: label and words, a paragraph each."""
    words, spans = "", {}
    for eid, _parent, _kind, label, heading, _citation, content in lines:
        start = len(words)
        words += f"{label} {content or heading}\n"
        spans[eid] = (start, len(words) - 1)
    for eid, parent, *_rest in lines:
        if parent:
            spans[parent] = (spans[parent][0], spans[eid][1])
    provisions = tuple(
        Provision(eid, parent, kind, None, label, heading, citation, *spans[eid])
        for eid, parent, kind, label, heading, citation, _words in lines
    )
    return Text.of(words, provisions, Ledger(len(words), len(words)))


@dataclass
class Shelf:
    """What `build_brief` takes; `brief` builds one with the options given."""

    versions: dict[str, Version]
    texts: dict[str, Text]
    codebook: Codebook
    authorities: dict[str, Authority]
    annotations: list[Annotation]

    def brief(self, **options: Any) -> Brief:
        chosen = BriefOptions(**{"title": "Gates & <hives>", "date": "2026-03-05", **options})
        return build_brief(self.annotations, self.versions, self.texts, self.codebook, self.authorities, chosen)

    def quote(self, version: int, words: str) -> Anchor:
        return anchor_quote(list(self.texts.values())[version], words)

    def change(self, number: int, **fields: Any) -> None:
        self.annotations[number] = replace(self.annotations[number], **fields)


_CODEBOOK = Codebook(
    "Orchard",
    (
        Category("reach", "Reach"),
        Category("gates", "Gates & doors", parent="reach", mark="solid"),
        Category("keys", "Keys *held*", parent="reach", mark="dashed"),
        Category("care", "Care", mark="dotted"),
    ),
)
_AUTHORITIES = {
    "a1": Authority("a1", "Orchard Council, Comment [7]", "OC/7", "8", "https://example.org/oc?a=1&b=2", "2026-01-09"),
    "a2": Authority("a2", "Hive v. Meadow", "", "12"),
}
_DATA = (
    VersionData("Final", "Convention on Orchards & <Gardens>", "Orchard Convention", "en", "official", "O/RES/7",
                "OTS 12",
                "2025-02-03", "Grove", "https://example.org/orchards"),
    VersionData("Arabic", "Orchard Charter", "Orchard Charter", "ar", "official", "OC/2", "", "2024-12-24"),
    VersionData("Plain words", "Garden Pact", "Garden Pact", "zh", "restatement", "GP/1", "", "2023-07-01"),
)  # fmt: skip


def said_in(data: bytes) -> str:
    """Everything that a file of any format says: its parts where it is an archive, words and properties of a PDF."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return "\n".join(file.read(name).decode(errors="replace") for name in file.namelist())
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        words = [page.get_textpage().get_text_range() for page in document]
        return "\n".join([*words, *document.get_metadata_dict().values()])
    return data.decode()


def with_fonts(render: Callable[[Brief], bytes], brief: Brief) -> bytes:
    """What `render` makes; the test is skipped where this computer has no fonts for the scripts of the brief."""
    try:
        return render(brief)
    except Problem as problem:
        if "No font of this computer has" in str(problem):
            pytest.skip(str(problem))
        raise


@pytest.fixture
def shelf() -> Shelf:
    texts = [text_of(lines) for lines in (_ENGLISH, _ARABIC, _CHINESE)]
    versions = {
        text.id: Version(text.id, data, text.sha256, "", "file.txt", len(text.text))
        for text, data in zip(texts, _DATA, strict=True)
    }
    made = Shelf(versions, {text.id: text for text in texts}, _CODEBOOK, _AUTHORITIES, [])
    made.annotations = _annotations(made, texts)
    return made


def _annotations(shelf: Shelf, texts: list[Text]) -> list[Annotation]:
    person: dict[str, str] = {"author": "Wren Aspen", "organisation": "Hedge Watch"}
    amend = Ask("amend", "Each keeper shall open [every] gate.", "Keep the word “may”.", "The delegations", "Refused")
    return [
        Annotation(
            "n1", shelf.quote(0, "Each keeper may open [every] gate *as appropriate*."), ("keys", "gates"),
            "Too **wide**: see [here](https://example.org/x) and [not](javascript:alert) this.\n\n"
            "- one\n- two <script>alert(1)</script>\n\n![picture](https://example.org/p.png)",
            "risk", severity="red-line", ask=amend, tags=("hedge",), authorities=("a1", "a2"), **person,
        ),
        Annotation(
            "n2", shelf.quote(0, "Gates stay open.\nThey close at night 🌙 & <never> late."), ("gates",),
            "=HYPERLINK(1) | pipe", "safeguard", "optional", "watch", Ask("keep"), "public", "published", **person,
        ),
        Annotation(
            "n3", anchor_provision(texts[0], texts[0].provisions[3]), ("care",), "Nothing on *wasps*.", "gap",
            severity="must-change", ask=Ask("add", "Wasps are counted too."), audience="coalition", **person,
        ),
        Annotation(
            "n4", shelf.quote(1, "مفتاح البستان"), ("keys",), "حق الحارس.", "note",
            audience="coalition", status="approved", **person,
        ),
        Annotation(
            "n5", shelf.quote(2, "看守人可以打开果园的门。"), ("gates",), "门。", "risk", severity="should-improve",
            ask=Ask("amend", "看守人应当打开果园的门。"), audience="public", status="approved", **person,
        ),
        Annotation("n6", shelf.quote(0, "hives"), (), "Only mine.", audience="me", **person),
    ]  # fmt: skip


@pytest.fixture
def build(shelf: Shelf) -> Callable[..., Brief]:
    return shelf.brief
