"""Draws the window once, and says what in it is cut off or lies on something else; a program, for each scale needs one.

Called with JSON: `library`, `target` (a PNG, or empty), `width`, `height`, `scheme` (light or dark) and `direction`
(ltr or rtl); `QT_SCALE_FACTOR` is read from the environment. Prints a JSON list of sentences, one for each fault.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from functools import singledispatch
from itertools import combinations
from pathlib import Path

from PySide6.QtCore import QEventLoop, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QSplitterHandle,
    QTabBar,
    QToolButton,
    QWidget,
)

from annotator.settings import INTRODUCED, Settings
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window

_SETTLED = 400  # milliseconds, in which the flash on a passage fades
_ROUNDS = 10  # on a busy machine what is computed in the background, and shown then, takes longer
_HAIR = 1  # pixels by which rounding may make a text too wide
_NO_DITHER = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
_COLOURS = 256
_SMALLEST = 0  # what Qt calls the quality of a PNG that is packed best


def main(asked: dict[str, str]) -> list[str]:
    app = QApplication([])
    if asked["direction"] == "rtl":
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    settings = Settings()
    settings.set(INTRODUCED, True)
    window = Window(settings, ThemeKeeper(app, asked["scheme"]))
    window.resize(int(asked["width"]), int(asked["height"]))
    window.show()
    window.commands.show_samples(Path(asked["library"]))
    found = ["not yet looked at"]
    for _ in range(_ROUNDS):
        waiting = QEventLoop()
        QTimer.singleShot(_SETTLED, waiting.quit)
        waiting.exec()
        found = faults(window)
        if not found:
            break
    if asked["target"]:
        _in_few_colours(window.grab().toImage()).save(asked["target"], "PNG", _SMALLEST)
    window.close()
    return found


def _in_few_colours(image: QImage) -> QImage:
    """The image in its commonest colours: a fifth of the size, and nothing that a person sees is lost."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = array("I", bytes(plain.constBits()))
    table = [colour for colour, _ in Counter(pixels).most_common(_COLOURS)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, _NO_DITHER)


def faults(window: QWidget) -> list[str]:
    return [*_cut_off(window), *_overlapping(window)]


def _cut_off(window: QWidget) -> Iterator[str]:
    """Words wider or higher than the room that their widget has, as Qt itself measures them."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            words = _too_large(widget)
            if words:
                yield f"“{words}” is cut off in {_path(widget)} ({widget.width()} × {widget.height()})"


@singledispatch
def _too_large(_widget: QWidget) -> str:
    """The words of a widget that do not fit into it."""
    return ""


@_too_large.register
def _(label: QLabel) -> str:
    if label.wordWrap():
        is_whole = label.heightForWidth(label.width()) <= label.height() + _HAIR
    else:
        is_whole = label.sizeHint().width() <= label.width() + _HAIR
    return "" if is_whole else QTextDocumentFragment.fromHtml(label.text()).toPlainText()


@_too_large.register
def _(button: QToolButton) -> str:
    shows_words = button.icon().isNull() or button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    return _too_large.dispatch(QAbstractButton)(button) if shows_words else ""


@_too_large.register
def _(button: QAbstractButton) -> str:
    words = button.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    icon = 0 if button.icon().isNull() else button.iconSize().width()
    return words if words and button.fontMetrics().horizontalAdvance(words) + icon > button.width() + _HAIR else ""


@_too_large.register
def _(field: QLineEdit) -> str:
    words = field.text() or field.placeholderText()
    return words if field.fontMetrics().horizontalAdvance(words) > field.contentsRect().width() else ""


@_too_large.register
def _(combo: QComboBox) -> str:
    return combo.currentText() if combo.minimumSizeHint().height() > combo.height() + _HAIR else ""


@_too_large.register
def _(bar: QTabBar) -> str:
    widths = ((bar.tabText(row), bar.tabRect(row).width()) for row in range(bar.count()) if bar.isTabVisible(row))
    return ", ".join(words for words, width in widths if bar.fontMetrics().horizontalAdvance(words) > width + _HAIR)


def _overlapping(window: QWidget) -> Iterator[str]:
    """Parts that one layout arranges lie beside each other, never on each other."""
    for parent in [window, *window.findChildren(QWidget)]:
        layout = parent.layout()
        if layout is None or not parent.isVisible():
            continue
        parts = [item.widget() for item in map(layout.itemAt, range(layout.count())) if item is not None]
        shown = [row for row in parts if row is not None and row.isVisible() and not isinstance(row, QSplitterHandle)]
        for one, other in combinations(shown, 2):
            common: QRect = one.geometry() & other.geometry()
            if not common.isEmpty() and layout.metaObject().className() != "QStackedLayout":
                yield f"{_path(one)} and {_path(other)} overlap by {common.width()} × {common.height()}"


def _path(widget: QWidget) -> str:
    names = []
    row: QWidget | None = widget
    while row is not None and len(names) < 4:
        names.append(row.objectName() or row.metaObject().className())
        row = row.parentWidget()
    return " in ".join(names)


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))  # noqa: T201 (its answer)
