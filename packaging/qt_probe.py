"""Run by the Python of `.venv`: prints as JSON which libraries Qt misses here, and which scripts have no font.

Its argument is the kind of screen, as `qt_libraries.screen` gives it. Loading Qt where a library is missing can end the
process, so the libraries are listed by `ldd` first, where there is one.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def binaries(screen: str) -> Iterator[Path]:
    """The files that a window loads: Qt's modules and the plugin for the screen."""
    spec = importlib.util.find_spec("PySide6")
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
    for module in ("QtCore", "QtGui", "QtWidgets"):
        yield from folder.glob(f"{module}.*so")
    for platform in ("offscreen", *([screen] if screen in ("xcb", "wayland") else [])):
        yield folder / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"


def missing_libraries(screen: str) -> list[str]:
    """File names of shared libraries, such as `libGL.so.1`; none where they cannot be listed."""
    ldd = shutil.which("ldd")
    if not sys.platform.startswith("linux") or ldd is None:
        return []
    command = [ldd, *map(str, binaries(screen))]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return sorted({line.split()[0] for line in lines if line.endswith("not found")})


def scripts_without_font() -> list[str]:
    """Names of scripts, by Qt's own look at the fonts installed."""
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    application = QGuiApplication([])
    systems = QFontDatabase.WritingSystem
    wanted = {
        "Latin": systems.Latin,
        "Cyrillic": systems.Cyrillic,
        "Arabic": systems.Arabic,
        "Chinese": systems.SimplifiedChinese,
    }
    found = [name for name, system in wanted.items() if not QFontDatabase.families(system)]
    application.shutdown()
    return found


def main(screen: str) -> None:
    missing = missing_libraries(screen)
    without_font = [] if missing else scripts_without_font()
    json.dump({"missing": missing, "without_font": without_font, "error": []}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
