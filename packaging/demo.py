"""What the window does, on a machine without a screen: reads the sample texts, writes a brief, draws the window.

Run by the Python of `.venv`; writes `build/demo/brief.docx` and `build/demo/window.png`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from steps import ROOT, say

TARGET = ROOT / "build" / "demo"


def main() -> int:
    """Gives the exit status: 0 if both files are written."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANNOTATOR_HOME"] = home
        from annotator.operations.samples import ensure_sample_library

        say("Reading the sample texts ...")
        library = ensure_sample_library()
        return write_brief(library, TARGET / "brief.docx") or draw_window(library, TARGET / "window.png")


def write_brief(library: Path, target: Path) -> int:
    """By the command line, as anyone could."""
    command = [sys.executable, "-m", "annotator", "export", str(library), str(target), "--as", "docx"]
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status == 0:
        say(f"Written: {target}")
    return status


def draw_window(library: Path, target: Path) -> int:
    from annotator.ui.app import picture

    picture(library, target)
    say(f"Written: {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
