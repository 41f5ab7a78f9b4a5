"""`annotator`: the window, or one command. The only place that knows both."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def main() -> int:
    """Without a command the window opens; exit statuses are those of `annotator.cli`."""
    if sys.argv[1:2] == ["--reading-worker"]:  # a bundle starts its own worker this way
        from annotator.sources import worker

        return worker.main(sys.argv[2:])
    if sys.argv[1:2] == ["--partner-worker"]:
        from annotator.sharing import worker as partner_worker

        return partner_worker.main(sys.argv[2:])
    if sys.argv[1:]:
        from annotator.cli import run

        return run(sys.argv[1:], open_window)
    return open_window(None)


def open_window(library: Path | None, samples: bool = False) -> int:
    """Show the window until it is closed."""
    prepare()
    from annotator.ui.app import run

    return run(library, samples=samples)


def prepare() -> None:
    """What is done before anything of Qt is loaded, so that the window starts sooner."""
    gc.disable()  # until it is shown: nothing that is loaded for it is garbage
    # From then on PySide reads the source of every module that is loaded, to see whether it uses PySide
    from annotator.operations import libraries, samples, whereabouts  # noqa: F401
    from annotator.store import library  # noqa: F401


if __name__ == "__main__":
    sys.exit(main())
