"""Everything that CI runs: style, types, import contracts, tests; and the measured or long runs of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from environment import PYTHON
from steps import ROOT, StopError, run, say, surroundings

CHECKS: dict[str, list[str | Path]] = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "mypy": [PYTHON, "-m", "mypy"],
    "import contracts": [PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}
LATER = {"bundle": "a bundle for people without Python"}
NOTHING_COLLECTED = 5


def everything(arguments: Sequence[str]) -> int:
    """All checks, then the tests with `arguments` for pytest; every one runs, and one that fails fails the whole.

    pytest's closing line is the last that is printed.
    """
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    say("\n== pytest")
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    status, closing = passed_on([PYTHON, "-m", "pytest", "-n", str(workers()), *colour, *arguments])
    if failed:
        say(f"Failed before the tests: {', '.join(failed)} (see above).")
    say(closing)
    return status or int(bool(failed))


def long_run(kind: str, arguments: Sequence[str]) -> int:
    """The tests marked `kind`, one after the other; without a single one, that is said and fails."""
    status = run([PYTHON, "-m", "pytest", "-m", kind, "--timeout", "3600", "--verbose", "-rP", *arguments])
    if status == NOTHING_COLLECTED:
        raise StopError(f"No test is marked `{kind}`, so nothing was run.")
    return status


def fuzz(arguments: Sequence[str]) -> int:
    """Damaged documents for every reader; the figures are printed, and kept in `build/fuzz.json`."""
    return run([PYTHON, "-m", "tests.fuzz", *arguments])


def passes(name: str, command: Sequence[str | Path]) -> bool:
    say(f"\n== {name}")
    return run(command) == 0


def workers() -> int:
    """Test processes: one for each core, but never so many that starting Qt in each takes longer than it saves."""
    return min(os.cpu_count() or 1, 4)


def passed_on(command: Sequence[str | Path]) -> tuple[int, str]:
    """Run a program with each line passed on but the last, which is given back with the exit status."""
    line = ""
    child = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=ROOT,
        env=surroundings({"PYTHONIOENCODING": "utf-8"}),
    )
    with child as process:
        for following in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            line = following
    return process.returncode, line.rstrip("\n")
