"""The table of readers that are fuzzed: a row is all a reader needs. Seeds of text formats; input number n of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from random import Random
from textwrap import fill

from annotator.model.correcting import LINE_KINDS, REVISIONS, Correction, Instructions
from tests.fuzz import akoma_ntoso_seeds, tokens, word_seeds, writer_seeds
from tests.fuzz.containers import mutate_pdf, mutate_zip
from tests.fuzz.mutating import BYTES, LINES, MARKUP, Material, encode_otherwise, several
from tests.fuzz.pdf_seeds import pdf_seeds
from tests.fuzz.sayings import DRAFT, FEW_LANGUAGES, RESOLUTION, VILLAGES

SAYINGS = (VILLAGES, FEW_LANGUAGES, RESOLUTION, DRAFT)


@dataclass(frozen=True)
class Reader:
    """What is fuzzed of one reader: the suffix that leads to it, its seeds, and how a mutant is made of one."""

    suffix: str
    seeds: Callable[[], Sequence[bytes]]
    tokens: Sequence[bytes]
    mutate: Callable[[Random, bytes, Material], bytes]
    values: Sequence[str] = ()
    elements: Sequence[tuple[str, str]] = ()
    is_native: bool = False
    """Whether C or Rust that is not ours reads it: an end of the worker is then theirs, and refused in one sentence."""


@cache
def text_seeds() -> tuple[bytes, ...]:
    wrapped = "\n".join(fill(row, 60) for row in (*VILLAGES.split("\n"), *DRAFT.split("\n")))
    pages = "\f".join(
        f"Mills and Granaries          {number}\n{saying}\n\n- {number} -"
        for number, saying in enumerate(SAYINGS * 2, 1)
    )
    return tuple(saying.encode() for saying in (*SAYINGS, wrapped, pages))


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
    drafted = DRAFT.replace("\n", "\n\n").replace("rope1", "rope[^1]").replace("[2]", "\\[2\\]<sup>2</sup>")
    drafted += "\n\n[^1]: Hemp.\n    It rots.\n\n[^b]: Unused.\n\n~~gone~~ **bold** *it* <del>out</del> [net](annual)\n"
    return titled.encode(), listed.encode(), front.encode(), drafted.encode()


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
    rows = [escape(row) for row in DRAFT.split("\n")]
    drafted = "".join(
        f'<p class="c{place % 3}">{row}<sup><a href="#n1">1</a></sup></p>' for place, row in enumerate(rows)
    )
    notes = '<div id="n1"><p><a href="#r1">1</a> Hemp.</p></div><ins>new</ins><s>old</s><aside>aside</aside>'
    contents = (flat, titled + lists, lists + flat, drafted + notes)
    return tuple((page % content).encode() for content in contents)


def _mutate_text(random: Random, data: bytes, material: Material) -> bytes:
    mutant = several(random, data, material, LINES if random.random() < 0.5 else BYTES)
    return encode_otherwise(random, mutant, material) if random.random() < 0.05 else mutant


def _mutate_markup(random: Random, data: bytes, material: Material) -> bytes:
    return several(random, data, material, MARKUP if random.random() < 0.6 else BYTES)


def _mutate_xml(random: Random, data: bytes, material: Material) -> bytes:
    """A parser refuses nearly all of what is no XML any more."""
    return several(random, data, material, MARKUP if random.random() < 0.85 else BYTES)


def _mutate_office(random: Random, data: bytes, material: Material) -> bytes:
    return (mutate_zip if data.startswith(b"PK") else _mutate_xml)(random, data, material)


_XML = (*tokens.TEXT, *tokens.XML)
READERS = {
    "markdown": Reader(".md", markdown_seeds, (*tokens.TEXT, *tokens.MARKDOWN), _mutate_text),
    "text": Reader(".txt", text_seeds, tokens.TEXT, _mutate_text),
    "html": Reader(".html", html_seeds, (*tokens.TEXT, *tokens.HTML), _mutate_markup),
    "docx": Reader(".docx", word_seeds.docx_seeds, _XML, mutate_zip, word_seeds.VALUES, word_seeds.ELEMENTS),
    "odt": Reader(".odt", writer_seeds.odt_seeds, _XML, _mutate_office, writer_seeds.VALUES, writer_seeds.ELEMENTS),
    "akoma-ntoso": Reader(
        ".akn",
        akoma_ntoso_seeds.akoma_ntoso_seeds,
        _XML,
        _mutate_xml,
        akoma_ntoso_seeds.VALUES,
        akoma_ntoso_seeds.ELEMENTS,
    ),
    "pdf": Reader(".pdf", pdf_seeds, (*tokens.PDF, *tokens.TEXT[:40]), mutate_pdf, is_native=True),
}


def mutant(reader: str, seed: int, number: int) -> bytes:
    """Input `number` (from 0) of a run with `seed`: the same for the same three values, in any process."""
    row = READERS[reader]
    random = Random(f"{reader} {seed} {number}")
    others = row.seeds()
    material = Material(others, row.tokens, (*tokens.VALUES, *row.values), row.elements)
    return row.mutate(random, random.choice(others), material)


def instructions(reader: str, seed: int, number: int) -> Instructions:
    """How input `number` is to be read: as it is, mostly; or with changes rejected or both, and lines corrected."""
    random = Random(f"{reader} {seed} {number} instructions")
    revisions = random.choice(REVISIONS) if random.random() < 0.5 else "accepted"
    count = random.choice((0, 0, 0, 1, 2, 5, 40))
    corrections = (
        Correction(random.randrange(random.choice((4, 20, 60))), random.choice(LINE_KINDS)) for _ in range(count)
    )
    return Instructions(revisions, tuple(corrections))
