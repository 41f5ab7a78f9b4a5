"""Measures a start in a process of its own: `python -m tests.bench.starting empty|samples`.

Prints `painted` once the first page of the window has been painted, then leaves.
"""

from __future__ import annotations

import os
import sys


def empty() -> None:
    """The least there is: a window of PySide6 with nothing in it."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1440, 900)
    window.show()
    app.processEvents()
    _say()


def samples() -> None:
    """The product, as `annotator open --samples` starts it; ended when the text of its first pane has been painted."""
    from annotator.__main__ import prepare

    prepare()
    from PySide6.QtCore import QEvent, QObject, QTimer

    from annotator.ui import app, window

    class Watch(QObject):
        def eventFilter(self, _page: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
            if event.type() == QEvent.Type.Paint and shown[0].room.panes[0].version is not None:
                QTimer.singleShot(0, leave)
            return False

    def leave() -> None:
        _say()
        os._exit(0)  # what a window does when it is closed is another matter

    class Shown(window.Window):
        def __init__(self, *arguments: object, **named: bool) -> None:
            super().__init__(*arguments, **named)
            shown.append(self)
            self.room.panes[0].reader.viewport().installEventFilter(watch)

    shown: list[window.Window] = []
    watch = Watch()
    app.Window = Shown
    app.run(samples=True)


def _say() -> None:
    sys.stdout.write("painted\n")
    sys.stdout.flush()


if __name__ == "__main__":
    empty() if sys.argv[1] == "empty" else samples()
