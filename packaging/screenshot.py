"""Draws the window on a fresh sample library, for README.md and the user guide.

Run by the Python of `.venv`: `.venv/bin/python packaging/screenshot.py`. It writes `resources/guide/images/window.png`.
"""

from __future__ import annotations

import os
import tempfile

from annotator.operations.samples import ensure_sample_library
from annotator.ui.app import picture
from steps import ROOT, say

TARGET = ROOT / "resources" / "guide" / "images" / "window.png"


def main() -> None:
    """Nothing of the person who runs it shows: settings and data are in a folder that is removed."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANNOTATOR_HOME"] = home
        picture(ensure_sample_library(), TARGET)
    say(f"Drew the window to {TARGET}.")


if __name__ == "__main__":
    main()
