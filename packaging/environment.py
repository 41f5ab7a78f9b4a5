"""The virtual environment `.venv`: every package of the lock, and the project itself, or nothing.

A stamp is written last. It stands for the Python, the folder, the lock and what `pyproject.toml` says of packages.
Where it is missing or differs (set-up was interrupted, the checkout moved, a package updated), all is made anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
import tomllib
from pathlib import Path

import system_packages
from steps import ROOT, StopError, run, say

FOLDER = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
STAMP = FOLDER / "treaty-annotator.stamp"
PROGRAMS = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")

# A user's own pip settings may name an index or a proxy, and are kept; a user folder would put packages elsewhere.
FOR_PIP = {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def prepare() -> None:
    """Make `.venv` as the lock says, unless it is so already."""
    if is_ready():
        return
    require_venv()
    say(f"Setting up {FOLDER} with Python {sys.version.split()[0]} (once; a few minutes on a slow line) ...")
    create()
    install()
    STAMP.write_text(fingerprint(), encoding="utf-8")


def is_ready() -> bool:
    try:
        return STAMP.read_text(encoding="utf-8") == fingerprint() and PYTHON.exists()
    except OSError:
        return False


def fingerprint() -> str:
    """A digest of all that the environment is made from; settings of linters are no part of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    made_from = {
        # Not `sys.version`: it has the build date, which changes with every security update of a distribution
        "python": [*sys.version_info[:3], sys.platform, sys.base_prefix],
        "folder": str(FOLDER),
        "lock": LOCK.read_text(encoding="utf-8"),
        "project": [project["build-system"], project["project"], project["tool"]["setuptools"]],
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def require_venv() -> None:
    """Debian and Ubuntu ship a Python that cannot make environments until another package is installed."""
    if can_make_environments():
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if system_packages.family() != "apt":
        raise StopError(
            f"{sys.executable} lacks the standard modules venv and ensurepip, so no environment can be made with it. "
            "Install a complete Python 3.11 or newer and run the same command again."
        )
    system_packages.install_or_say([package], "This Python cannot make virtual environments")
    importlib.invalidate_caches()
    if not can_make_environments():
        raise StopError(
            f"{package} is installed, but {sys.executable} still has no ensurepip; use Debian's own python3."
        )


def can_make_environments() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def create() -> None:
    STAMP.unlink(missing_ok=True)  # first of all, or a half-emptied folder would still pass for whole
    if run([sys.executable, "-m", "venv", "--clear", FOLDER]) != 0:
        raise StopError(
            f"{FOLDER} could not be made; close every program that runs from it, see that the disk has room, and run "
            "the same command again."
        )


def install() -> None:
    """The locked packages, checked by their hashes, then the project itself in place; nothing is resolved or built."""
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--no-deps", *([] if sys.stdout.isatty() else ["--quiet"])]
    locked = [*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", LOCK]
    if run(locked, FOR_PIP) != 0:
        raise StopError(
            "The packages could not be installed; pip's message is above. See that the network is there and that this "
            "system is one of those in README.md, then run the same command again."
        )
    # Quiet throughout: setuptools has much to say of an editable installation, none of it about this project
    if run([*pip, "--quiet", "--no-build-isolation", "--editable", ROOT], FOR_PIP) != 0:
        raise StopError("The project could not be installed into .venv; pip's message is above.")
