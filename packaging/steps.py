"""How the scripts of this folder speak, run other programs, and stop."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class StopError(Exception):
    """The work cannot go on; the message says what is wrong and exactly what to do."""


def say(text: str) -> None:
    """One line for the person who is waiting, before anything that another program prints after it."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> int:
    """Run a program at the root of the project, its output passed on; gives its exit status.

    `extra` is added to the environment.
    """
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=surroundings(extra), check=False).returncode


def surroundings(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment variables with `extra` over them."""
    return {**os.environ, **(extra or {})}
