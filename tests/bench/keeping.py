"""Figures are kept as they come, printed as a table at the end (by `tests/conftest.py`), and judged one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.bench.figures import Figure, load, table, write

_measured: list[Figure] = []


@pytest.fixture(name="keep")
def kept_figures() -> Iterator[Callable[[Figure], None]]:
    """Call it with each figure; those over their budget fail the test once all are in."""
    began, mine = load(), list[Figure]()
    yield mine.append
    _measured.extend(mine)
    write(mine, began)
    late = [row for row in mine if not row.is_met]
    if late:
        pytest.fail(
            f"Over budget: {'; '.join(f'{row.part}: {row.what}' for row in late)}\n{table(late)}", pytrace=False
        )


def summarise(reporter: pytest.TerminalReporter) -> None:
    """Print what was measured."""
    if _measured:
        reporter.section("figures, each beside its baseline")
        reporter.write_line(table(_measured))
        reporter.write_line("In full: build/bench.json")
