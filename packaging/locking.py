"""Refreshing the lock: the newest versions that `pyproject.toml` allows, for every system and Python at once."""

from __future__ import annotations

import sys
import tempfile
import tomllib
import venv
from pathlib import Path

from environment import FOR_PIP, LOCK
from steps import ROOT, StopError, run, say

RESOLVER = "uv==0.13.9"


def refresh() -> None:
    """Write the lock: exact versions of all packages with the hashes of all their files, and no address of any."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        build = Path(folder) / "build.in"
        build.write_text("\n".join(build_requirements()), encoding="utf-8")
        if run([python, "-m", "pip", "install", "--quiet", RESOLVER], FOR_PIP) != 0:
            raise StopError(f"{RESOLVER} could not be installed; pip's message is above.")
        if run([python, "-m", "uv", *options(), "pyproject.toml", build, "--output-file", LOCK]) != 0:
            raise StopError(f"The versions could not be resolved; the message is above. {LOCK.name} is as it was.")
    say(f"{LOCK} is written. Run the tests before you commit it.")


def build_requirements() -> list[str]:
    """What builds the project: installed like everything else, so that nothing is fetched unlocked."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    requirements: list[str] = project["build-system"]["requires"]
    return requirements


def options() -> list[str]:
    return [
        *("pip", "compile", "--quiet", "--upgrade", "--extra", "dev"),
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-build", "--system-certs"),
        *("--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *("--custom-compile-command", "python packaging/bootstrap.py lock"),
    ]
