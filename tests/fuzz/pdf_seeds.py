"""Small PDFs: columns, footnotes with raised marks, heads, feet and page numbers, turned, hidden and pictured words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tests.fuzz.sayings import RESOLUTION, VILLAGES
from tests.sources.tiny_pdf import BOLD, ITALIC, Words, pdf


def _rows(rows: Sequence[str], x: float = 72, top: float = 740) -> list[Words]:
    return [
        Words(x, top - 15 * place, row, font=BOLD if row.startswith("Art") else "F1") for place, row in enumerate(rows)
    ]


def _printed_page(number: int, rows: Sequence[str]) -> list[Words]:
    """A page with a head, a foot and its number; its second row has a mark, and the footnote is below a gap."""
    marked = _rows(rows, top=700)
    marked[1] = Words(72, 685, rows[1], raised=str(number), after=" of the mill")
    return [
        Words(72, 760, "Mills and Granaries", 8, ITALIC),
        Words(500, 760, f"Vol. {number}", 8),
        *marked,
        Words(72, 90, str(number), 5.5, after=""),
        Words(78, 86, f"See the rules of the old mill, page {20 + number}.", 8),
        Words(78, 76, "They were never repealed.", 8),
        Words(300, 30, f"- {number} -", 9),
    ]


@cache
def pdf_seeds() -> tuple[bytes, ...]:
    rows, council = VILLAGES.split("\n"), RESOLUTION.split("\n")
    columns = _rows([row[:30] for row in rows[:12]], 60) + _rows([row[:30] for row in council], 330)
    spanning = [Words(150, 770, "GRANARIES OF THE VILLAGES", 14, BOLD), *columns, Words(60, 40, "12"), *_table()]
    printed = [_printed_page(number, rows[5 * number :][:9]) for number in range(1, 5)]
    turned = [
        *_rows(council, 100),
        Words(40, 200, "Draft of the council", 9, angle=90),
        Words(200, 300, "DRAFT", 60, angle=45, grey=0.8),
        Words(72, 60, "unseen", invisible=True),
        Words(400, 500, "Water is shared", raised="2", after="as agreed"),
    ]
    return (
        pdf([_rows(rows[:12]), _rows(council)], title="The mill"),
        pdf([spanning]),
        pdf([_rows(council, 100)], pictures=True),
        pdf(printed),
        pdf([turned], form=True),
        pdf([_rows(rows[8:20])], page="/Rotate 90"),
    )


def _table() -> list[Words]:
    cells = [("Village", "Sacks", "Price"), ("North", "20", "3"), ("South", "21", "4")]
    return [Words(60 + 90 * x, 200 - 14 * y, said) for y, row in enumerate(cells) for x, said in enumerate(row)]
