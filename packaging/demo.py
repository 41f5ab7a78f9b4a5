"""What `make run` does on a machine without a screen: makes the sample library, writes a brief, draws the window.

Run by the Python of `.venv`; writes `build/demo/brief.docx` and `build/demo/window.png`.
"""

from __future__ import annotations

import sys

from annotator.model.problems import Problem
from annotator.operations.samples import ensure_sample_library
from annotator.ui.app import picture
from steps import ROOT, run, say

TARGET = ROOT / "build" / "demo"


def main() -> int:
    """Gives the exit status: 0 if both files are written."""
    TARGET.mkdir(parents=True, exist_ok=True)
    say("Reading the sample texts ...")
    try:
        library = ensure_sample_library()
    except Problem as problem:
        say(str(problem))
        return 1
    brief, drawing = TARGET / "brief.docx", TARGET / "window.png"
    # By the command line, as anyone could
    title = "What the cybercrime conventions ask of human rights"
    status = run([sys.executable, "-m", "annotator", "export", library, brief, "--title", title])
    if status == 0:
        picture(library, drawing)
        say(f"Drew the window to {drawing}.")
    return status


if __name__ == "__main__":
    sys.exit(main())
