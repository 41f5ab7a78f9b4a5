"""A brief as Markdown: CommonMark with footnotes, strikethrough and tables, every other mark escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from annotator.export import phrases
from annotator.export.commentary import Block, Run
from annotator.export.notes import EntryNotes, number_notes
from annotator.export.tree import AskPart, Brief, Entry, Matrix, Section
from annotator.model.redline import Piece

_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|^$#!])")
_OPENING = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))", re.MULTILINE)
"""What makes a list or a rule of a line that begins with it."""


def render_markdown(brief: Brief) -> bytes:
    """UTF-8, a blank line between blocks. Struck wording is ~~struck~~, inserted wording **bold**.

    Where CommonMark would not read such marks as marks (beside punctuation), the wording has <del> and <ins> instead.
    """
    notes = number_notes(brief)
    parts = [f"# {_line(brief.title)}", _line(phrases.subtitle(brief)), f"## {phrases.SUMMARY}", _summary(brief)]
    if brief.instruments:
        parts += [f"## {phrases.INSTRUMENTS}", _instruments(brief)]
    for section in brief.sections:
        parts += _section(section, notes, 2)
    if brief.matrix:
        parts += [f"## {phrases.MATRIX}", _matrix(brief.matrix)]
    parts += [
        f"[^{note.number}]: {_line(note.text)}{f' {_line(note.url)}' if note.url else ''}"
        for own in notes.values()
        for note in own.all
    ]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def escape(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return _OPENING.sub(_escape_opening, _SPECIAL.sub(r"\\\1", text))


def _escape_opening(match: re.Match[str]) -> str:
    space, mark, number, closing = match.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{closing}"


def _line(text: str) -> str:
    return escape(" ".join(text.split()))


def _summary(brief: Brief) -> str:
    if not brief.asking:
        return phrases.NO_ASKS if brief.entries else phrases.NOTHING
    return "\n".join(f"- {_summary_line(entry, entry.ask)}" for entry in brief.asking if entry.ask)


def _summary_line(entry: Entry, ask: AskPart) -> str:
    whom = f" ({ask.addressee})" if ask.addressee else ""
    return _line(f"{ask.sentence}{whom}") + f" (§ {entry.number})"


def _instruments(brief: Brief) -> str:
    lines = []
    for row in brief.instruments:
        details = phrases.instrument_details(row)
        extra = [part for part in (row.url, f"SHA-256 {row.sha256}" if row.sha256 else "") if part]
        words = ". ".join([", ".join(part for part in (row.name, details) if part), *extra])
        lines.append(f"- {_line(words)}")
    return "\n".join(lines)


def _section(section: Section, notes: dict[int, EntryNotes], level: int) -> Iterator[str]:
    yield f"{'#' * level} {_line(section.heading)}"
    for entry in section.entries:
        yield from _entry(entry, notes[entry.number], level + 1)
    for part in section.sections:
        yield from _section(part, notes, level + 1)


def _entry(entry: Entry, notes: EntryNotes, level: int) -> Iterator[str]:
    mark = f"[^{notes.citation.number}]"
    yield f"{'#' * level} {entry.number}. {_line(entry.provision)}{'' if entry.quotation else mark}"
    yield f"*{_line(phrases.entry_label(entry))}*"
    if entry.whole:
        yield phrases.WHOLE
    if entry.quotation:
        words = phrases.quoted(entry.quotation.paragraphs, restated=entry.quotation.is_restated)
        yield _indented("\n\n".join(escape(row.strip()) for row in words) + mark, "> ")
    yield from _blocks(entry.commentary)
    if notes.authorities:
        yield f"See {'; '.join(f'{_line(note.title)}[^{note.number}]' for note in notes.authorities)}"
    if entry.ask:
        yield from _ask(entry.ask)
    if entry.internal:
        yield "\n".join(f"- {label}: {_line(words)}" for label, words in phrases.internal_lines(entry))


def _ask(ask: AskPart) -> Iterator[str]:
    yield f"**{_line(ask.sentence)}**"
    if ask.runs:
        yield _indented(_wording(phrases.spaced(ask.runs)), "> ")
    if ask.is_against_restatement:
        yield f"*{phrases.AGAINST_RESTATEMENT}*"
    for label, words in phrases.ask_lines(ask):
        yield f"{label}: {_line(words)}"


def _wording(pieces: Sequence[Piece]) -> str:
    """One kind of marks through the whole wording."""
    all_words = [words for _kind, words in pieces]
    plain = all(kind == "same" or _can_mark(all_words, place) for place, (kind, _words) in enumerate(pieces))
    marks = {"struck": "~~" if plain else "del", "inserted": "**" if plain else "ins", "same": ""}
    return "".join(_marked(escape(words), marks[kind]) for kind, words in pieces)


def _marked(words: str, mark: str) -> str:
    """`words` between marks, or between tags where `mark` is the name of one.

    White space stays outside: inside, the marks would be read as characters.
    """
    inner = words.strip()
    if not inner or not mark:
        return words
    start = words.index(inner)
    opening, closing = (f"<{mark}>", f"</{mark}>") if mark.isalpha() else (mark, mark)
    return f"{words[:start]}{opening}{inner}{closing}{words[start + len(inner) :]}"


def _can_mark(neighbours: Sequence[str], place: int) -> bool:
    """Whether marks around these words open and close (CommonMark 6.2: left- and right-flanking)."""
    words = neighbours[place]
    inner = words.strip()
    before = (neighbours[place - 1][-1:] if place else "") + words[: words.index(inner)]
    after = words[words.index(inner) + len(inner) :] + (
        neighbours[place + 1][:1] if place + 1 < len(neighbours) else ""
    )
    return not inner or (_can_stand(inner[0], before[-1:]) and _can_stand(inner[-1], after[:1]))


def _can_stand(inside: str, outside: str) -> bool:
    return not _is_punctuation(inside) or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind == "heading":
            yield _marked(_runs(block.runs), "**")
        elif block.kind == "quote":
            yield _indented("\n\n".join(_blocks(block.children)), "> ")
        elif block.kind in ("bullets", "numbers"):
            yield "\n".join(_items(block))
        elif block.kind == "code":
            yield _indented(block.runs[0].text, "    ")
        elif block.kind == "rule":
            yield "---"
        elif block.kind == "table":
            yield "\n".join(_rows([[_runs(cell.runs) for cell in row.children] for row in block.children]))
        else:
            yield _runs(block.runs)


def _items(block: Block) -> Iterator[str]:
    for number, item in enumerate(block.children, block.start):
        mark = f"{number}. " if block.kind == "numbers" else "- "
        words = "\n\n".join(_blocks(item.children))
        yield mark + _indented(words, " " * len(mark)).lstrip(" ")


def _runs(runs: Sequence[Run]) -> str:
    all_words = [run.text for run in runs]
    return "".join(
        _run(run, plain=_can_mark(all_words, place) and not _meets_marks(runs, place)) for place, run in enumerate(runs)
    )


def _meets_marks(runs: Sequence[Run], place: int) -> bool:
    """Whether the marks of this run would stand directly beside another's, and be read as one longer mark."""
    return any(
        _has_marks(left) and _has_marks(right) and not left.text[-1:].isspace() and not right.text[:1].isspace()
        for left, right in pairwise(runs[max(place - 1, 0) : place + 2])
    )


def _has_marks(run: Run) -> bool:
    return run.bold or run.italic or run.struck


def _run(run: Run, *, plain: bool) -> str:
    if run.text == "\n":
        return "\\\n"
    if run.code:
        fence = "`" * (1 + max((len(ticks) for ticks in re.findall("`+", run.text)), default=0))
        pad = " " if "`" in run.text else ""
        return f"{fence}{pad}{run.text}{pad}{fence}"
    words = escape(run.text)
    for wanted, mark, tag in ((run.bold, "**", "strong"), (run.italic, "*", "em"), (run.struck, "~~", "del")):
        words = _marked(words, mark if plain else tag) if wanted else words
    return f"[{words}](<{run.link}>)" if run.link else words


def _rows(rows: list[list[str]]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if place == 0:
            yield f"|{' --- |' * len(row)}"


def _matrix(matrix: Matrix) -> str:
    head = ["Article", *(_line(name) for name in matrix.categories)]
    lines = [
        [_line(article), *(str(count or "") for count in counts)]
        for article, counts in zip(matrix.articles, matrix.counts, strict=True)
    ]
    return "\n".join(_rows([head, *lines]))


def _indented(text: str, by: str) -> str:
    return "\n".join(f"{by}{line}".rstrip() for line in text.split("\n"))
