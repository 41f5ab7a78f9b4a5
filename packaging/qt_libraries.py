"""Whether Qt starts here: its system libraries, and fonts for the scripts that treaties are written in."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import environment
import system_packages
from steps import ROOT, StopError, say, surroundings

CHECKED = environment.FOLDER / "qt-checked"


def screen() -> str:
    """The kind of screen there is: `xcb`, `wayland`, `native` (macOS, Windows), or nothing."""
    if sys.platform in ("darwin", "win32"):
        return "native"
    if os.environ.get("DISPLAY"):
        return "xcb"
    return "wayland" if os.environ.get("WAYLAND_DISPLAY") else ""


def require() -> None:
    """See that Qt starts, once for each `.venv` and kind of screen; install what is missing, or say what it is."""
    here = f"{environment.fingerprint()} {screen()}"
    if CHECKED.exists() and CHECKED.read_text(encoding="utf-8") == here:
        return
    found = probe()
    if found["missing"]:
        found = install_libraries(found["missing"])
    if found["missing"] or found["error"]:
        raise StopError(f"Qt does not start here: {', '.join(found['missing']) or found['error']}.")
    require_fonts(found["without_font"])
    CHECKED.write_text(here, encoding="utf-8")


def probe() -> dict[str, list[str]]:
    """What `.venv` finds: `missing` libraries, scripts `without_font`, and an `error` if Qt did not start."""
    command = [str(environment.PYTHON), str(ROOT / "packaging" / "qt_probe.py"), screen()]
    quiet = surroundings({"LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"})
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=quiet, check=False)
    try:
        found: dict[str, list[str]] = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.strip().splitlines()[-1:] or [f"the process ended with {done.returncode}"]
        found = {"missing": [], "without_font": [], "error": last}
    return found


def install_libraries(missing: list[str]) -> dict[str, list[str]]:
    why = f"Qt cannot start without these libraries: {', '.join(missing)}"
    family = system_packages.family()
    if not family:
        raise StopError(
            f"{why}. Install the packages of this system that contain them, then run the same command again."
        )
    wanted = system_packages.for_libraries(missing, bool(screen()), family)
    system_packages.install_or_say(wanted, why)
    return probe()


def require_fonts(scripts: list[str]) -> None:
    """Without Latin letters there is nothing to read; for the others, say what would show them."""
    family = system_packages.family()
    if "Latin" in scripts and system_packages.may_install():
        system_packages.install_or_say(system_packages.for_scripts(["Latin"], family), "No font shows Latin letters")
        scripts = probe()["without_font"]
    if not scripts:
        return
    say(f"Note: no font here shows {', '.join(scripts)} text; it will appear as boxes.")
    if family:
        say(f"      To see it: {system_packages.command(system_packages.for_scripts(scripts, family), family)}")
