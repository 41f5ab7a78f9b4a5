"""Small documents of each kind to start from, and the table of readers that are fuzzed: a row is all a reader needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from random import Random

from tests.fuzz import tokens
from tests.fuzz.containers import mutate_pdf, mutate_zip, zipped
from tests.fuzz.mutating import BYTES, LINES, MARKUP, Material, encode_otherwise, several
from tests.sources.tiny_pdf import BOLD, Words, pdf

VILLAGES = """CONVENTION ON THE GRANARIES OF THE VILLAGES
The villages that are parties to this convention,
Recalling the rules of the old mill,
Have agreed as follows:
Chapter I General provisions
Article 1 Use of terms
For the purposes of this convention:
(a) "granary" means a house in which grain is kept;
(b) "keeper" means whoever keeps [the key] [any key] of:
(i) a granary; or
(ii) a mill.
Article 2 Storage
1. Each village shall store grain under article 1 (b).
2. No miller shall refuse:
(a) grain that is dry; and
(b) grain that is sold under Part II,
unless the keeper agrees.
3. [Option 1: The keeper shall report annually.] [Option 2: The keeper may report.]
Article 2 bis Water
Water is shared as paragraphs 1 and 2 (a) provide. 12
Annex I
Article 1 Weights
1. A sack weighs 20 stones.
Done at the old mill on 3 May 1921."""
FEW_LANGUAGES = """第一章 总则
第一条 每个村庄应储存粮食。
（一）磨坊；
（二）水井。
المادة 1
1 - على كل قرية أن تخزن الحبوب.
(أ) المطحنة؛
Статья 2
1. Каждая деревня хранит зерно:
a) мельница;
Artículo 3 bis
1. Cada aldea guardará grano.
Titre premier
Article premier
Chaque village garde le grain."""
RESOLUTION = """RESOLUTION 7 OF THE COUNCIL OF MILLS
The council,
Considering the price of grain,
1. Decides to open the mill;
2. Requests the keeper:
1.1 to count the sacks,
1.2 to report.
Page 3 of 9
ANNEX
MODEL RULES
Rule 1
I. The mill opens at dawn.
II. It closes at dusk.*
* Except on feast days."""
SAYINGS = (VILLAGES, FEW_LANGUAGES, RESOLUTION)


@dataclass(frozen=True)
class Reader:
    """What is fuzzed of one reader: the suffix that leads to it, its seeds, and how a mutant is made of one."""

    suffix: str
    seeds: Callable[[], Sequence[bytes]]
    tokens: Sequence[bytes]
    mutate: Callable[[Random, bytes, Material], bytes]
    is_native: bool = False
    """Whether C or Rust that is not ours reads it: an end of the worker is then theirs, and refused in one sentence."""


@cache
def text_seeds() -> tuple[bytes, ...]:
    return tuple(saying.encode() for saying in SAYINGS)


@cache
def markdown_seeds() -> tuple[bytes, ...]:
    titled = VILLAGES.replace("\nChapter", "\n# Chapter").replace("\nArticle", "\n\n## Article").replace("\n", "\n\n")
    listed = (
        RESOLUTION.replace("\n", "\n- ")
        + "\n\n> words[^1]\n\n[^1]: a *note*\n\n| a | b |\n|---|---|\n| (a) | grain |\n"
    )
    front = (
        "---\ntitle: The mill\n---\n* TOC\n{:toc}\n\n"
        + FEW_LANGUAGES.replace("\n", "  \n")
        + "\n\n1. one\n   - (a) two\n2. three\n"
    )
    return titled.encode(), listed.encode(), front.encode()


@cache
def html_seeds() -> tuple[bytes, ...]:
    flat = "".join(f"<p>{escape(row)}</p>\n" for row in VILLAGES.split("\n"))
    lists = (
        '<ol start="3"><li>Grain<ol type="a"><li>dry</li><li value="4">sold<br>here</li></ol></li><li>Water</li></ol>'
        "<table><tr><th>Sack</th><td>20 <del>21</del></td></tr></table><nav>Home</nav><pre>a\n b</pre><p hidden>no</p>"
    )
    titled = "".join(f"<h3 align=center>{escape(row)}</h3>" for row in FEW_LANGUAGES.split("\n"))
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Mill</title><style>p {}</style></head>'
    page = head + "<body>%s</body></html>"
    return tuple((page % content).encode() for content in (flat, titled + lists, lists + flat))


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relationships(**targets: str) -> bytes:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind.replace("_", "-")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'.encode()


def _word_part(name: str, content: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_WORD}>{content}</w:{name}>'.encode()


def _word_paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_level(index: int, form: str, pattern: str) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>'
        f'<w:pPr><w:ind w:left="{720 * index}"/></w:pPr></w:lvl>'
    )


_WORD_EXTRAS = """<w:p><w:ins w:id="1"><w:r><w:t>Added. </w:t></w:r></w:ins>
<w:del w:id="2"><w:r><w:delText>Gone.</w:delText></w:r></w:del>
<w:commentRangeStart w:id="0"/><w:r><w:t>Remarked</w:t><w:br/><w:tab/><w:t>on</w:t></w:r><w:commentRangeEnd w:id="0"/>
<w:r><w:footnoteReference w:id="2"/></w:r>
<w:r><w:rPr><w:vanish/><w:b/><w:sz w:val="28"/></w:rPr><w:t>Hidden</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Sack</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>20</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:sdt><w:sdtContent><w:p><w:r><w:t>Kept</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
_WORD_NUMBERS = """<w:abstractNum w:abstractNumId="0">%s</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"""
_WORD_STYLES = """<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Normal"/><w:rPr><w:i/></w:rPr></w:style>"""
_WORD_COMMENT = '<w:comment w:id="0" w:author="M" w:date="2020-01-01T00:00:00Z">%s</w:comment>'


def word_file(body: str) -> dict[str, bytes]:
    """The parts of a small Word document with the paragraphs `body`."""
    levels = (
        _word_level(*row)
        for row in ((0, "upperRoman", "Article %1"), (1, "decimal", "%2."), (2, "lowerLetter", "(%3)"))
    )
    return {
        "word/document.xml": _word_part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "_rels/.rels": _relationships(officeDocument="word/document.xml", core_properties="docProps/core.xml"),
        "word/_rels/document.xml.rels": _relationships(
            **{kind: f"{kind}.xml" for kind in ("styles", "numbering", "comments", "footnotes", "header")}
        ),
        "docProps/core.xml": b'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The mill</dc:title></c>',
        "word/styles.xml": _word_part("styles", _WORD_STYLES),
        "word/numbering.xml": _word_part("numbering", _WORD_NUMBERS % "".join(levels)),
        "word/comments.xml": _word_part("comments", _WORD_COMMENT % _word_paragraph("Why?")),
        "word/footnotes.xml": _word_part(
            "footnotes", f'<w:footnote w:id="2">{_word_paragraph("A note.")}</w:footnote>'
        ),
        "word/header.xml": _word_part("hdr", _word_paragraph("Mills")),
    }


@cache
def docx_seeds() -> tuple[bytes, ...]:
    styled = '<w:pStyle w:val="A"/>'
    plain = "".join(_word_paragraph(row, styled * row.startswith("Art")) for row in VILLAGES.split("\n"))
    numbered = "".join(
        _word_paragraph(row, _word_place(place % 3, 1 + place // 9) * (place % 4 > 0))
        for place, row in enumerate(RESOLUTION.split("\n"))
    )
    bodies = (plain, numbered + _WORD_EXTRAS, _WORD_EXTRAS + numbered)
    return tuple(zipped(word_file(body)) for body in bodies)


def _word_place(level: int, number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


@cache
def pdf_seeds() -> tuple[bytes, ...]:
    def page(rows: Sequence[str], x: float = 72) -> list[Words]:
        return [
            Words(x, 740 - 15 * place, row, font=BOLD if row.startswith("Art") else "F1")
            for place, row in enumerate(rows)
        ]

    rows, council = VILLAGES.split("\n")[:12], RESOLUTION.split("\n")
    columns = page([row[:30] for row in rows], 60) + page([row[:30] for row in council], 330)
    return pdf([page(rows), page(council)], title="The mill"), pdf([columns]), pdf([page(council, 100)], pictures=True)


def _mutate_text(random: Random, data: bytes, material: Material) -> bytes:
    mutant = several(random, data, material, LINES if random.random() < 0.5 else BYTES)
    return encode_otherwise(random, mutant, material) if random.random() < 0.05 else mutant


def _mutate_markup(random: Random, data: bytes, material: Material) -> bytes:
    return several(random, data, material, MARKUP if random.random() < 0.6 else BYTES)


READERS = {
    "markdown": Reader(".md", markdown_seeds, (*tokens.TEXT, *tokens.MARKDOWN), _mutate_text),
    "text": Reader(".txt", text_seeds, tokens.TEXT, _mutate_text),
    "html": Reader(".html", html_seeds, (*tokens.TEXT, *tokens.HTML), _mutate_markup),
    "docx": Reader(".docx", docx_seeds, (*tokens.TEXT, *tokens.XML), mutate_zip),
    "pdf": Reader(".pdf", pdf_seeds, (*tokens.PDF, *tokens.TEXT[:40]), mutate_pdf, is_native=True),
}


def mutant(reader: str, seed: int, number: int) -> bytes:
    """Input `number` (from 0) of a run with `seed`: the same for the same three values, in any process."""
    row = READERS[reader]
    random = Random(f"{reader} {seed} {number}")
    others = row.seeds()
    return row.mutate(random, random.choice(others), Material(others, row.tokens, tokens.VALUES))
