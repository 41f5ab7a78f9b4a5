"""Any mix of tracked changes: both readings print what a simple model says, and neither loses a character."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from annotator.sources.docx.document import read_docx
from annotator.sources.numerals import numeral
from annotator.sources.revisions import Taken
from tests.sources.test_docx_revisions import BY, points
from tests.sources.word_file import numbered, paragraph, run

KINDS = ("", "ins", "del", "moveFrom", "moveTo")
GONE: dict[Taken, tuple[str, str]] = {"accepted": ("del", "moveFrom"), "rejected": ("ins", "moveTo")}


@dataclass(frozen=True)
class Piece:
    words: str
    kind: str


@dataclass(frozen=True)
class Point:
    """A numbered paragraph; `mark` is the change that its paragraph mark is part of."""

    pieces: tuple[Piece, ...]
    mark: str


PIECES = st.builds(Piece, st.sampled_from(("oats", "rye", "barley", "wheat")), st.sampled_from(KINDS))
POINTS = st.lists(st.builds(Point, st.lists(PIECES, max_size=3).map(tuple), st.sampled_from(KINDS)), max_size=6)


def written(point: Point) -> str:
    content = "".join(
        f"<w:{row.kind} {BY}>{run(row.words)}</w:{row.kind}>" if row.kind else run(row.words) for row in point.pieces
    )
    mark = f"<w:rPr><w:{point.mark} {BY}/></w:rPr>" if point.mark else ""
    return paragraph(content, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' + mark)


def expected(rows: list[Point], revisions: Taken) -> list[str]:
    """What stays of each paragraph goes on in the next where its mark goes; the last one has nowhere to go."""
    printed, open_words = [], ""
    for row in rows:
        open_words += "".join(piece.words for piece in row.pieces if piece.kind not in GONE[revisions])
        if row.mark not in GONE[revisions]:
            printed.append(open_words)
            open_words = ""
    printed += [open_words] if open_words else []
    return [f"({numeral(index, 'lowerLetter')}) {words}" for index, words in enumerate(printed, 1)]


@given(POINTS)
def test_points_are_counted_as_if_the_changes_had_been_made(rows: list[Point]) -> None:
    rows = [*rows, Point((Piece("the end", ""),), "")]
    data = points(*map(written, rows))
    for revisions in GONE:
        lines = read_docx(data, revisions).lines
        assert [f"{line.list_label} {line.text}" for line in lines if not line.drop] == expected(rows, revisions)
        assert sorted("".join(line.text for line in lines).replace(" ", "")) == sorted(
            "".join(piece.words for row in rows for piece in row.pieces).replace(" ", "")
        )


@given(POINTS)
def test_a_table_stops_what_would_be_joined(rows: list[Point]) -> None:
    table = f"<w:tbl><w:tr><w:tc>{numbered('in a cell', 1)}</w:tc></w:tr></w:tbl>"
    data = points(*map(written, rows), table)
    for revisions in GONE:
        kept = [f"{line.list_label} {line.text}" for line in read_docx(data, revisions).lines if not line.drop]
        before = expected(rows, revisions)
        assert kept == [*before, f"({numeral(len(before) + 1, 'lowerLetter')}) in a cell"]
