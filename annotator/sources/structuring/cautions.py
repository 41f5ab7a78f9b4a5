"""What a reader should look at before trusting a text: gaps, repeated numbers, open brackets, another language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotator.model.treaty import Caution, Provision, VersionData, provision_at
from annotator.sources.language_detection import common_words, detect_language, word_counts
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import DIVISIONS
from annotator.sources.structuring.nodes import Node
from annotator.sources.structuring.values import readings, without_suffix

_PAIRS = (("[", "]"), ("{", "}"))
_NO_UNITS = frozenset({*DIVISIONS, "annex", "note"})
_COUNTED = re.compile(r"(?P<parts>\d+(?:[-.]\d+)*)[a-z]?$")
_PART = re.compile("[-.]")
FOREIGN_SHARE = 0.15
SHORTEST_FOREIGN = 200
"""Characters: a shorter paragraph in another language is a quotation or a name."""

MOST_SPACED_OUT = 5
FEWEST_RUN_TOGETHER = 4
RUN_TOGETHER_SHARE = 0.002
SINGLE_SHARE = 0.15
SHORTEST_RUN_TOGETHER = 10
LONGEST_WORD = 34
FEWEST_LITTLE = 2

_SPACED_OUT = re.compile(r"(?<![^\W\d_])(?:[^\W\d_] {1,2}){4,}[^\W\d_](?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_SINGLE = re.compile(r"(?<![\w(（’'])[^\W\d_](?![\w)）.’'-])")
"""A letter by itself that is no label of a point, no initial, no elision."""
_SMALL, _LARGE = "a-zß-öø-ÿа-яё", "A-ZÀ-ÖØ-ÞА-ЯЁ"
_CLASH = re.compile(rf"[{_SMALL}][{_LARGE}][{_SMALL}]{{2}}|(?<=[{_SMALL}{_LARGE}]{{2}})[,;][{_SMALL}{_LARGE}]{{2}}")


def cautions(
    root: Node,
    provisions: Sequence[Provision],
    repeated: Sequence[str],
    text: str,
    blocks: Sequence[Block],
    data: VersionData,
) -> tuple[Caution, ...]:
    """All warnings about one text, in a fixed order. A restatement chooses among the articles of its instrument."""
    return (
        *_without_articles(provisions),
        *_gaps(root, provisions, chosen=data.is_restated),
        *_repeated(provisions, repeated),
        *_brackets(provisions, text),
        *_other_languages(blocks, data.language),
        *suspicious_spacing(provisions, text),
    )


def _without_articles(provisions: Sequence[Provision]) -> Iterator[Caution]:
    if not any(row.kind == "article" for row in provisions):
        yield Caution("no-articles", "", "This text has no articles; it is cited by its paragraphs.")


def _gaps(root: Node, provisions: Sequence[Provision], *, chosen: bool) -> Iterator[Caution]:
    """Where a number is left out between two provisions of a kind, or a list does not begin at one.

    Where the articles are `chosen`, theirs and those of chapters are left out on purpose.
    """
    eids = dict(zip((id(node) for node in root.walk()), (row.eid for row in provisions), strict=True))
    for siblings in _rows_of_siblings(root):
        values = [_value(node) for node in siblings]
        first = siblings[0]
        if chosen and first.kind in (*DIVISIONS, "article"):
            continue
        plain = "-" not in first.number and not without_suffix(first.number)[1]
        if first.kind != "alternative" and values[0] is not None and values[0] > 1 and plain:
            yield Caution("numbering-gap", eids[id(first)], f"Numbering begins with {_named(first)}.")
        for (before, low), (after, high) in pairwise(zip(siblings, values, strict=True)):
            if low is not None and high is not None and high > low + 1:
                message = f"After {_named(before)} comes {_named(after)}; something may be missing between them."
                yield Caution("numbering-gap", eids[id(after)], message)


def _repeated(provisions: Sequence[Provision], repeated: Sequence[str]) -> Iterator[Caution]:
    citations = {row.eid: row.citation for row in provisions}
    for eid in repeated:
        yield Caution("duplicate-number", eid, f"{citations[eid]} is there more than once.")


def _named(node: Node) -> str:
    return f"“{node.label.strip(' .:')}”"


def _rows_of_siblings(root: Node) -> Iterator[list[Node]]:
    """Numbered provisions that count on from one another: the articles of a text, the children of one provision."""
    for scope in (root, *(node for node in root.walk() if node.kind == "annex")):
        articles = [node for node in scope.walk() if node.kind == "article" and _scope_of(node, root) is scope]
        if articles:
            yield articles
    for node in (root, *root.walk()):
        numbered = [child for child in node.children if child.is_numbered and child.label]
        for kind in ("paragraph", "point", "item", "part", "chapter", "section", "title") if numbered else ():
            row = [child for child in numbered if child.kind == kind]
            if row and not (kind == "paragraph" and node.kind in DIVISIONS):
                yield row
    yield from _paragraphs_of_divisions(root)


def _paragraphs_of_divisions(root: Node) -> Iterator[list[Node]]:
    """Paragraphs that stand in sections rather than articles: numbered through the text, or anew in each section."""
    divisions = [node for node in root.walk() if node.kind in DIVISIONS]
    rows = [[child for child in node.children if child.kind == "paragraph" and child.label] for node in divisions]
    rows = [row for row in rows if row]
    values = [_value(node) or 0 for row in rows for node in row]
    if values == sorted(set(values)) and rows:
        yield [node for row in rows for node in row]
    else:
        yield from rows


def _scope_of(node: Node, root: Node) -> Node:
    return next((around for around in node.ancestors() if around.kind == "annex"), root)


def _value(node: Node) -> int | None:
    """The value of a number: letters count in the alphabet, small roman numerals as such where they are items."""
    plain, _ = without_suffix(node.number)
    counted = _COUNTED.match(plain)
    if counted:
        parts = counted["parts"]
        return int(parts.split(".")[-1].split("-")[0] if node.kind == "article" else _PART.split(parts)[-1])
    found = readings(plain)
    if not found or node.code == "indent":
        return None
    if len(found) > 1:
        siblings = (row for row in (node.parent.content if node.parent else []) if isinstance(row, Node))
        first = next((row.number for row in siblings if row.kind == node.kind), "")
        family = {"i": "roman", "aa": "doubled"}.get(first, "latin")
        return next((row.value for row in found if row.family == family), found[0].value)
    return found[0].value


def _brackets(provisions: Sequence[Provision], text: str) -> Iterator[Caution]:
    """Articles, or their paragraphs, that open a bracket they do not close, or the reverse."""
    kinds: dict[str | None, str] = {row.eid: row.kind for row in provisions}
    below: dict[str | None, list[Provision]] = {}
    for row in provisions:
        below.setdefault(row.parent, []).append(row)
    for row in provisions:
        if row.kind in _NO_UNITS or kinds.get(row.parent, "text") not in (*DIVISIONS, "annex", "text"):
            continue
        if _is_unbalanced(row, text):
            parts = [part for part in below.get(row.eid, ()) if _is_unbalanced(part, text)]
            for part in parts or [row]:
                yield from _bracket_cautions(part, text)


def _is_unbalanced(row: Provision, text: str) -> bool:
    words = text[row.start : row.end]
    return any(words.count(opening) != words.count(closing) for opening, closing in _PAIRS)


def _bracket_cautions(row: Provision, text: str) -> Iterator[Caution]:
    words = text[row.start : row.end]
    for opening, closing in _PAIRS:
        opened, closed = words.count(opening), words.count(closing)
        if opened != closed:
            message = f"{row.citation} has {opened} “{opening}” and {closed} “{closing}”."
            yield Caution("unbalanced-bracket", row.eid, message)


def _other_languages(blocks: Sequence[Block], language: str) -> Iterator[Caution]:
    foreign: dict[str, int] = {}
    total = 0
    for block in blocks:
        total += len(block.text)
        if block.drop or len(block.text) < SHORTEST_FOREIGN:
            continue
        counts = word_counts(block.text)
        own = counts.get(language, 0)
        if own and max(counts.values()) < 2 * own:
            continue  # the quickest way to see that it is in its own language
        found = detect_language(block.text)
        if found and found != language and counts.get(found, 0) >= 2 * own:
            foreign[found] = foreign.get(found, 0) + len(block.text)
    for code, characters in foreign.items():
        if characters > FOREIGN_SHARE * total:
            yield Caution(
                "language-mix", "", f"About {100 * characters // total} % of this text is in another language ({code})."
            )


def suspicious_spacing(provisions: Sequence[Provision], text: str) -> Iterator[Caution]:
    """Letters spaced out ("C o n v e n t i o n") wherever they are; words run together where they are many."""
    spaced = [match for match in _SPACED_OUT.finditer(text) if match[0].upper() != match[0].lower()]
    for match in spaced[:MOST_SPACED_OUT]:
        holder = provision_at(tuple(provisions), match.start(), match.end())
        message = f"Letters are spaced out: “{match[0][:40]}”; a search does not find the word."
        yield Caution("suspicious-spacing", holder.eid if holder else "", message)
    words = Counter(match[0] for match in _WORD.finditer(text))
    single = sum(_is_no_word(match[0]) for match in _SINGLE.finditer(text))
    if not spaced and single > SINGLE_SHARE * words.total() and single >= FEWEST_RUN_TOGETHER:
        yield Caution("suspicious-spacing", "", f"{single} letters stand alone: words may be torn apart.")
    joined = [*_run_together(words), *(match[0] for match in _CLASH.finditer(text))]
    if len(joined) >= max(FEWEST_RUN_TOGETHER, RUN_TOGETHER_SHARE * words.total()):
        place = text.find(joined[0])
        holder = provision_at(tuple(provisions), place, place + len(joined[0]))
        message = f"{len(joined)} words seem to have run together, such as “{joined[0][:40]}”."
        yield Caution("suspicious-spacing", holder.eid if holder else "", message)


def _is_no_word(letter: str) -> bool:
    """Cased letters that are no word of the languages read ("a", "à", "y", "и" are)."""
    return letter.upper() != letter.lower() and letter.lower() not in "aàeioóuyвикосуя"


def _run_together(words: Counter[str]) -> Iterator[str]:
    """Words that are there once, and consist of words that are there more often, a little one among them."""
    known = {word.casefold() for word, count in words.items() if count > 1 and len(word) > 1}
    little = {word for word in common_words() if len(word) > 1} & known
    for word, count in words.items():
        is_endless = len(word) > LONGEST_WORD and word[0].upper() != word[0].lower()
        is_rare = count == 1 and len(word) >= SHORTEST_RUN_TOGETHER
        if is_endless or (is_rare and _consists_of(word.casefold(), known, little)):
            yield word


def _consists_of(word: str, known: set[str], little: set[str]) -> bool:
    """Whether `word` falls into known words, two little ones among them: compounds are made without those."""
    most: list[int | None] = [0] + [None] * len(word)
    for end in range(2, len(word) + 1):
        counts = [
            count + (word[start:end] in little)
            for start in range(end - 1)
            if (count := most[start]) is not None and word[start:end] in known
        ]
        most[end] = max(counts, default=None)
    return (most[-1] or 0) >= FEWEST_LITTLE
