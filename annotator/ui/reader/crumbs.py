"""Where one reads, from the chapter to the paragraph, above the text. Each part opens what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from annotator.model.places import Places
from annotator.model.treaty import Provision
from annotator.ui.labels import with_end
from annotator.ui.words import provision_kind_name

_MOST = 6
_PADDING = 6  # pixels on either side of a part's words
_BETWEEN = 12  # pixels that the sign between two parts takes
_LEAST_HEADING = 7  # characters of a heading that are worth showing
_LEFT_OUT = frozenset({"intro", "wrapup", "heading", "text"})
_NUMBERED = frozenset({"paragraph", "point", "item", "note"})


class Crumbs(QWidget):
    """One stop for Tab; the arrows go from part to part, Enter and the space bar open."""

    place_chosen = Signal(str)
    """The eId of the provision to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crumbs")
        self.setAccessibleName(self.tr("Where you are"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._places: Places | None = None
        self._path: list[Provision] = []
        self.parts: list[QToolButton] = []
        self._signs: list[QLabel] = []
        self._arrange()

    def show_place(self, places: Places | None, provision: Provision | None, *, mirrored: bool = False) -> None:
        """Show the way to `provision`; `mirrored` for a text that reads from right to left."""
        direction = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        path = [row for row in places.path(provision) if row.kind not in _LEFT_OUT][-_MOST:] if places else []
        if places is self._places and path == self._path and direction == self.layoutDirection():
            return
        self._places, self._path = places, path
        self.setLayoutDirection(direction)
        while len(self.parts) < len(path):
            self._add_part()
        for sign in self._signs:
            sign.setText("‹" if mirrored else "›")
        self._arrange()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(120, self.fontMetrics().height() + 6)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ways = {Qt.Key.Key_Left: 1 if mirrored else -1, Qt.Key.Key_Right: -1 if mirrored else 1}
        way = ways.get(Qt.Key(event.key()))
        shown = [part for part in self.parts if not part.isHidden()]
        here = next((number for number, part in enumerate(shown) if part.hasFocus()), -1)
        if way is None or here < 0:
            super().keyPressEvent(event)
            return
        shown[max(0, min(len(shown) - 1, here + way))].setFocus(Qt.FocusReason.TabFocusReason)

    def _add_part(self) -> None:
        """One part more, and before it a sign where it is not the first."""
        number = len(self.parts)
        if number:
            sign = QLabel(self)
            sign.setObjectName("quiet")
            sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._signs.append(sign)
        part = _Part(self)
        part.setAutoRaise(True)
        part.clicked.connect(lambda: self._open(number))
        self.parts.append(part)

    def _arrange(self) -> None:
        words = fitted([_words(row) for row in self._path], self._measure, self.width())
        x, height = 0, self.height()
        for number, part in enumerate(self.parts):
            is_shown = number < len(self._path) and bool(words[number])
            part.setVisible(is_shown)
            if number:
                self._signs[number - 1].setVisible(is_shown and x > 0)
            if not is_shown:
                continue
            if x > 0:
                self._put(self._signs[number - 1], x, _BETWEEN, height)
                x += _BETWEEN
            width = self._measure(words[number])
            part.setText(with_end(words[number]).replace("&", "&&"))
            part.setToolTip(_whole(self._path[number]))
            part.setAccessibleName(_whole(self._path[number]))
            part.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if number == len(self._path) - 1 else Qt.FocusPolicy.ClickFocus
            )
            self._put(part, x, width, height)
            x += width

    def _put(self, widget: QWidget, x: int, width: int, height: int) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        widget.setGeometry(self.width() - x - width if mirrored else x, 0, width, height)

    def _measure(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words) + 2 * _PADDING

    def _open(self, number: int) -> None:
        """What stands beside a part, in a menu with the part itself chosen in it."""
        if self._places is None or number >= len(self._path):
            return
        here, part = self._path[number], self.parts[number]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setLayoutDirection(self.layoutDirection())
        for row in self._places.children(here.parent):
            if row.kind in _LEFT_OUT:
                continue
            action = QAction(_whole(row).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(row is here)
            action.triggered.connect(lambda _checked, eid=row.eid: self.place_chosen.emit(eid))
            menu.addAction(action)
            if row is here:
                menu.setActiveAction(action)
        menu.popup(part.mapToGlobal(QPoint(0, part.height())))


class _Part(QToolButton):
    """Enter opens, like the space bar; the arrows are its owner's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)


def fitted(parts: Sequence[tuple[str, str]], measure: Callable[[str], int], room: int) -> list[str]:
    """The words of each part, `(short, with its heading)`, as far as `room` pixels allow.

    Headings are cut or go first, those of the outer parts before the others; then the outer parts shrink to "…" and go,
    as "", one after the other, and at last the innermost is cut.
    """
    shown = [short for short, _long in parts]

    def spare() -> int:
        kept = [words for words in shown if words]
        return room - sum(measure(words) for words in kept) - _BETWEEN * (len(kept) - 1)

    for number in range(len(parts) - 1, -1, -1):
        short, long = parts[number]
        shown[number] = _cut(long, measure, measure(short) + spare(), least=len(short) + _LEAST_HEADING) or short
    for number in range(len(parts) - 1):
        for shorter in ("…", ""):
            if spare() < 0:
                shown[number] = shorter
    if shown and spare() < 0:
        shown[-1] = _cut(shown[-1], measure, measure(shown[-1]) + spare(), least=1) or "…"
    return shown


def _cut(words: str, measure: Callable[[str], int], room: int, least: int) -> str:
    """`words` as far as there is room, ended with "…"; nothing where fewer than `least` characters would be left."""
    if measure(words) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(words[:middle].rstrip() + "…") <= room else (low, middle - 1)
    return words[:low].rstrip() + "…" if low >= least else ""


def _words(row: Provision) -> tuple[str, str]:
    return _name(row), _whole(row)


def _name(row: Provision) -> str:
    """ "Article 24", "para. 2", "(a)"; or what a reader calls a provision without a number."""
    number = row.label.strip().strip(".:-–—").strip()
    if not number:
        name = provision_kind_name(row.kind)
        return name[:1].upper() + name[1:]
    if row.kind == "paragraph":
        return QCoreApplication.translate("Crumbs", "para. {number}").format(number=number.strip("()"))
    return number if row.kind not in _NUMBERED or "(" in number else f"({number.strip(')')})"


def _whole(row: Provision) -> str:
    return " ".join(part for part in (_name(row), row.heading) if part)
