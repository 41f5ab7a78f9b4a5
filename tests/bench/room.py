"""Measures the reading room in a process of its own: `python -m tests.bench.room LIBRARY EMPTY BARE`.

The real window on a real file, through real keys, wheel turns and clicks; what is timed ends when the page is painted.
EMPTY is a library without texts, BARE one with the same text and no annotation. With LIBRARY alone, each of its texts
is shown once. Figures go to standard output as JSON: name to a list of [milliseconds, milliseconds of the processor],
memory in megabytes.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.settings import HINT_SEEN, INTRODUCED, NAME, Settings
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window

VIEWPORT = (700, 900)
ROUNDS = 5
STEPS = 60
JUMPS = 40
TOGGLES = 24
MARKED = 20
WORDS = ("declare", "grounds", "nowhere")
PATIENCE = 30.0  # seconds until something that is never painted is given up

Sample = list[float]


class Frames(QObject):
    """Tells when a widget has been painted, and the rest of the window's frame with it.

    `at` and `busy` are the clock's and the processor's time then; what the window does afterwards is not counted.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.at = self.busy = 0.0
        self._window = window
        self._watched: QWidget | None = None
        self._is_in_frame = self.is_painted = False
        window.installEventFilter(self)

    def watch(self, widget: QWidget) -> None:
        """From now on, `is_painted` tells of this one."""
        self._is_in_frame = self.is_painted = False
        if widget is not self._watched:
            if self._watched is not None:
                self._watched.removeEventFilter(self)
            self._watched = widget
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint and watched is self._watched:
            self._is_in_frame = True
        if event.type() != QEvent.Type.UpdateRequest or watched is not self._window:
            return False
        self._window.event(event)
        if self._is_in_frame and not self.is_painted:
            self.is_painted = True
            self.at, self.busy = time.perf_counter(), time.process_time()
        return True


class Pulse(QObject):
    """The longest time for which the window answered nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def begin(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, 1000 * (now - self._last)), now


class Room:
    """One window, and how to act in it."""

    def __init__(self) -> None:
        self.app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(self.app, QApplication)
        settings = Settings()
        settings.set(NAME, "A. Reader")
        settings.set(INTRODUCED, True)
        settings.set(HINT_SEEN, True)
        self.window = Window(settings, ThemeKeeper(self.app, "light"))
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowExposed(self.window)
        self._frames = Frames(self.window)

    @property
    def reader(self) -> ReaderView:
        return self.window.room.active.reader

    def fit(self) -> None:
        """Give the reader its 700 × 900 pixels."""
        for _ in range(8):
            wide, high = VIEWPORT[0] - self.reader.width(), VIEWPORT[1] - self.reader.height()
            if (wide, high) == (0, 0):
                break
            self.window.resize(self.window.width() + wide, self.window.height() + high)
            self.settle()

    def settle(self) -> None:
        """Until nothing is left to do: no event, no timer that is due."""
        quiet = 0
        while quiet < 5:
            began = time.perf_counter()
            self.app.processEvents()
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # which only a running event loop does itself
            quiet = quiet + 1 if time.perf_counter() - began < 0.001 else 0
            time.sleep(0.002)

    def timed(self, act: Callable[[], object], target: QWidget) -> Sample:
        """From before `act` until `target` has been painted; twice: by the clock and by the processor."""
        frames = self._frames
        frames.watch(target)
        began, busy = time.perf_counter(), time.process_time()
        act()
        while not frames.is_painted:
            self.app.processEvents()
            assert time.perf_counter() - began < PATIENCE, "it was never painted"
        return [1000 * (frames.at - began), 1000 * (frames.busy - busy)]

    def on_page(self, act: Callable[[], object]) -> Sample:
        """The whole page is painted anew."""
        page = self.reader.viewport()

        def act_and_update() -> None:
            act()
            page.update()

        return self.timed(act_and_update, page)

    # -- what is measured ---------------------------------------------------------------------------------------------

    def open(self, path: Path, has_text: bool = True) -> Sample:
        """Open a library from the welcome page; the page of its text, or the sign that it has none, is painted."""
        pane = self.window.room.panes[0]
        return self.timed(
            lambda: self.window.commands.open_path(path), pane.reader.viewport() if has_text else pane.empty
        )

    def close(self) -> None:
        self.window.close_library()
        self.settle()

    def wheel(self, turn: int) -> None:
        page = self.reader.viewport()
        at = QPointF(page.width() / 2, page.height() / 2)
        self.app.sendEvent(page, _wheel(at, page.mapToGlobal(at), turn))

    def scroll(self) -> Iterable[Sample]:
        """Down and up again once, so that all is warm; then each frame is timed."""
        length = len(self.reader.text.text) if self.reader.text else 0
        self.reader.go_to(length // 2)
        self.settle()
        turns = [-120] * (STEPS // 2) + [120] * (STEPS // 2)
        for turn in turns:
            self.on_page(lambda turn=turn: self.wheel(turn))
        return [self.on_page(lambda turn=turn: self.wheel(turn)) for turn in turns]

    def jump(self) -> Iterable[Sample]:
        """To articles far apart that were not on view yet, as from the outline."""
        assert self.reader.text is not None
        articles = [row.eid for row in self.reader.text.provisions if row.kind == "article"]
        chosen = [articles[place * len(articles) // (JUMPS + 2)] for place in range(1, JUMPS + 1)]
        return [self.on_page(lambda eid=eid: self.window.outline.provision_chosen.emit(eid)) for eid in chosen]

    def annotate(self, path: Path) -> Iterable[Sample]:
        """Select words, press a digit: painted, and committed to the file."""
        found = []
        for number in range(MARKED):
            start = self.reader.top_offset() + 40 + 25 * number
            self.reader.setFocus()
            self.reader.select(start, start + 60)
            self.settle()
            before = _count(path)
            found.append(self.on_page(lambda number=number: QTest.keyClick(self.reader, str(number % 9 + 1))))
            assert _count(path) == before + 1, "it is not on disk"
            self.settle()
        return found

    def toggle(self) -> Iterable[Sample]:
        """Space on a layer: hidden, shown again, and so on through several layers."""
        tree, found = self.window.layers.tree, []
        for number in range(TOGGLES):
            tree.select(f"layer-{number // 2 % 12}")
            tree.setFocus()
            self.settle()
            found.append(self.on_page(lambda: QTest.keyClick(tree, Qt.Key.Key_Space)))
        return found

    def filter(self) -> Iterable[Sample]:
        """Each letter typed until the list is searched and painted."""
        notes, found = self.window.notes.list, []
        field, page = notes.filters.field, notes.view.viewport()
        searched: list[None] = []
        notes.filters.changed.connect(lambda: searched.append(None))

        def type_letter(letter: str) -> None:
            searched.clear()
            QTest.keyClick(field, letter)
            while not searched:
                self.app.processEvents()
            page.update()

        for word in WORDS:
            field.setFocus()
            field.clear()
            self.settle()
            for letter in word:
                found.append(self.timed(lambda letter=letter: type_letter(letter), page))
                self.settle()
        field.clear()
        self.settle()
        return found


def measure(library: Path, empty: Path, bare: Path) -> dict[str, object]:
    room, pulse = Room(), Pulse()
    found: dict[str, object] = {}
    room.open(bare)
    room.fit()
    room.settle()
    room.close()
    found["memory empty"] = memory()
    opened: dict[str, list[Sample]] = {"open": [], "open empty": [], "open bare": []}
    blocks = []
    for _ in range(ROUNDS):
        for name, path in (("open empty", empty), ("open bare", bare), ("open", library)):
            pulse.begin()
            opened[name].append(room.open(path, has_text=name != "open empty"))
            room.settle()
            blocks += [pulse.longest] if name == "open" else []
            room.close()
    found |= opened
    room.open(library)
    room.settle()
    pulse.begin()
    found["scroll"] = room.scroll()
    found["jump"] = room.jump()
    room.settle()
    found["annotate"] = room.annotate(library)
    found["commit"] = [_commit(library.parent) for _ in range(MARKED)]
    found["toggle"] = room.toggle()
    found["filter"] = room.filter()
    room.settle()
    found["block opening"], found["block"] = blocks, [pulse.longest]
    found["memory"] = memory()
    room.window.close()
    return found


def measure_texts(library: Path) -> dict[str, object]:
    """Each text of the library shown in turn for the first time; what memory grew by with the first, and with all."""
    room = Room()
    room.open(library)
    room.fit()
    room.close()
    before = memory()["uss"]
    samples = [room.open(library)]
    room.settle()
    first = memory()["uss"] - before
    page = room.reader.viewport()
    for version in room.window.catalogue.versions[1:]:
        samples.append(room.timed(lambda id=version.id: room.window.room.show_version(id), page))
        room.settle()
    found = {"texts": samples, "first": first, "all": memory()["uss"] - before}
    room.window.close()
    return found


def memory() -> dict[str, float]:
    """Megabytes of the whole process: resident (`rss`), and its own alone (`uss`: not what it shares with others)."""
    rows: dict[str, float] = {}
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, value, *_ = line.split()
        rows[name.rstrip(":")] = int(value) / 1024
    return {"rss": rows["Rss"], "uss": rows["Private_Clean"] + rows["Private_Dirty"]}


def _wheel(at: QPointF, above: QPointF, turn: int) -> QWheelEvent:
    nothing = Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    return QWheelEvent(at, above, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, nothing, phase, False)


_COUNTING = """
import sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
print(db.execute("SELECT count(*) FROM annotation").fetchone()[0])
"""


def _count(path: Path) -> int:
    """What another program sees in the file. Not in this process: closing the file would drop SQLite's locks."""
    command = [sys.executable, "-S", "-c", _COUNTING, str(path)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _commit(folder: Path) -> Sample:
    """The least that a durable change costs on this disk: one row, as safely as the library writes it."""
    file = folder / "commit.sqlite"
    db = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode = TRUNCATE", "synchronous = EXTRA", "secure_delete = ON"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE IF NOT EXISTS row (words TEXT)")
    began, busy = time.perf_counter(), time.process_time()
    db.execute("INSERT INTO row VALUES ('words')")
    taken = [1000 * (time.perf_counter() - began), 1000 * (time.process_time() - busy)]
    db.close()
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        copies = [
            Path(shutil.copy(path, Path(folder) / f"{number}.sqlite")) for number, path in enumerate(sys.argv[1:])
        ]
        json.dump(measure(*copies) if len(copies) > 1 else measure_texts(*copies), sys.stdout)


if __name__ == "__main__":
    main()
