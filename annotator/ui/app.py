"""Starting the window, and what happens when something goes wrong in it."""

from __future__ import annotations

import gc
import logging
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from annotator.model.problems import Problem
from annotator.operations.samples import sample_library_path
from annotator.settings import COLOUR_SCHEME, LAST_LIBRARY, Settings, log_to_file
from annotator.ui import garbage
from annotator.ui.tasks import end_tasks
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window

_log = logging.getLogger(__name__)
_PICTURE_SIZE = (1440, 900)


def run(library: Path | None = None, *, samples: bool = False) -> int:
    """Show the window until it is closed, on `library`, the last one, or (`samples`) at first the sample library."""
    app = _application()
    begin(app, Settings(), library, samples, (log_to_file, _collect_garbage))
    status = app.exec()
    end_tasks()
    return status


def begin(
    app: QApplication,
    settings: Settings,
    library: Path | None = None,
    samples: bool = False,
    last: Sequence[Callable[[], object]] = (),
) -> Window:
    """A window that has all that its first page needs. The rest follows once that is painted, and last of all `last`.

    It is put together before there is a style sheet, and shown before there is a text: so each is laid out once.
    """
    themes = ThemeKeeper(app, settings.get(COLOUR_SCHEME), gradually=True)
    window = Window(settings, themes, gradually=True)
    themes.dress()
    _report_defects_in(window)
    window.follow_up(*last)
    window.show()
    _open_first(window, library or Path(settings.get(LAST_LIBRARY)), samples=samples)
    window.show_which()
    return window


def picture(library: Path, target: Path, size: tuple[int, int] = _PICTURE_SIZE, scheme: str = "light") -> None:
    """Write a PNG of the window on the sample library at `library`, without a screen if need be."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = _application()
    window = Window(Settings(), ThemeKeeper(app, scheme))
    window.resize(*size)
    window.show()
    window.commands.show_samples(library)
    waiting = QEventLoop()
    QTimer.singleShot(400, waiting.quit)  # the flash on the passage has faded by then
    waiting.exec()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(target), "PNG"):
        raise Problem(f"{target} could not be written; check its folder.")
    window.close()


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([*sys.argv[:1], "-style", "Fusion"])  # said so, Python need not load what styles there are
        app.setApplicationName("treaty-annotator")
        app.setApplicationDisplayName("Treaty Annotator")
        app.setDesktopFileName("treaty-annotator")
    return app


def _open_first(window: Window, library: Path, *, samples: bool) -> None:
    """Open a library while the window waits to be painted, so that its text is what is painted first, and set once."""
    is_sample = samples or library == sample_library_path()
    if library.is_file() and library != sample_library_path():
        window.opening.open_path(library)
    elif is_sample and sample_library_path().exists():
        window.opening.show_samples(sample_library_path())
    elif is_sample:
        window.commands.open_samples()


def _collect_garbage() -> None:
    """From now on; what the program is made of need not be looked through again and again."""
    gc.enable()
    garbage.keep_out()


def _report_defects_in(window: Window) -> None:
    """An exception that nobody expected is logged and shown, and the window goes on."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from annotator.ui.dialogs.problem_dialog import ProblemDialog

        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        log = log_to_file()
        details = "".join(traceback.format_exception(kind, error, trace))
        _log.error("An unexpected error\n%s", details)
        sentence = window.tr(
            "The last action may not have been carried out. Please report this with the details below."
        )
        ProblemDialog(sentence, details, log, window).open()

    sys.excepthook = report
