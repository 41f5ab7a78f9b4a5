"""Figures are kept as they come, printed as a table at the end, and judged one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.bench.figures import Figure, load, table, write

_measured: list[Figure] = []


@pytest.fixture
def keep() -> Iterator[Callable[[Figure], None]]:
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _measured:
        terminalreporter.section("figures, each beside its baseline")
        terminalreporter.write_line(table(_measured))
        terminalreporter.write_line("In full: build/bench.json")
