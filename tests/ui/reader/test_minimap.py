"""The minimap: the whole text beside the scroll bar, drawn once and then only where something changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from annotator.model.treaty import Text, Version, VersionData
from annotator.ui.reader.minimap import Minimap
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.reader.shown import ALL, Choice
from annotator.ui.theme import Theme, load_theme
from tests.ui.reader.treaty_samples import ARABIC, annotate, make_codebook, make_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SENTENCE = "Each State Party shall take such measures as may be necessary under its domestic law to do so. "
LONG = make_text(
    "\n".join(line for number in range(1, 30) for line in (f"## Article {number}. Measures", f"1. {SENTENCE * 5}"))
)
Make = Callable[..., ReaderPane]


def _version(text: Text, data: VersionData) -> Version:
    return Version(text.id, data, text.sha256, "", "", len(text.text))


@pytest.fixture
def make(qtbot: QtBot, theme: Theme) -> Make:
    def make_pane(text: Text = LONG, data: VersionData | None = None) -> ReaderPane:
        pane = ReaderPane(theme)
        qtbot.addWidget(pane)
        pane.resize(700, 700)
        pane.reader.set_codebook(make_codebook())
        pane.show_version(_version(text, data or VersionData(label="Long")), text)
        with qtbot.waitExposed(pane):
            pane.show()
        qtbot.waitUntil(lambda: _is_laid_out(pane))
        return pane

    return make_pane


@pytest.fixture
def pane(make: Make, qtbot: QtBot) -> ReaderPane:
    """A pane with a map that is drawn."""
    found = make()
    found.minimap.setVisible(True)
    qtbot.waitUntil(lambda: _is_drawn(found.minimap))
    return found


def _is_laid_out(pane: ReaderPane) -> bool:
    """Whether Qt has gone to the end of the text, between events, and the scroll bar knows how long it is."""
    bar, document = pane.reader.verticalScrollBar(), pane.reader.document()
    beyond = max(0.0, document.size().height() - bar.pageStep())
    return bool(document.lastBlock().layout().lineCount()) and abs(bar.maximum() - beyond) < 2


def _is_drawn(shown: Minimap) -> bool:
    return not shown.image().isNull() and not shown.is_busy


def _rows_in(image: QImage, colour: str) -> list[int]:
    ratio = image.devicePixelRatio()
    found = {
        int(y / ratio)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).name() == colour
    }
    return sorted(found)


def _colour(layer: int) -> str:
    return make_codebook().layers[layer - 1].colour


def test_it_is_off_at_first_and_costs_nothing(make: Make) -> None:
    pane = make()
    pane.reader.set_annotations([annotate(LONG, "one", 100, 300, "layer-1")])
    assert not pane.minimap.isVisible()
    assert not pane.minimap.is_busy
    assert pane.minimap.rows_drawn == 0


def test_a_passage_has_its_layers_colour_where_it_stands(pane: ReaderPane, qtbot: QtBot) -> None:
    assert _rows_in(pane.minimap.image(), _colour(1)) == []
    start = LONG.text.index("Article 20")
    pane.reader.set_annotations([annotate(LONG, "one", start, start + 10, "layer-1")])
    qtbot.waitUntil(lambda: bool(_rows_in(pane.minimap.image(), _colour(1))))
    rows = _rows_in(pane.minimap.image(), _colour(1))
    assert len(rows) >= 2, "a few words are high enough to be seen"
    assert abs(rows[0] - pane.minimap.row_of(start)) <= 2
    share = rows[0] / pane.minimap.height()
    assert 0.55 < share < 0.75, "about two thirds down, as in the text"


def test_only_the_rows_of_a_new_annotation_are_drawn_again(pane: ReaderPane, qtbot: QtBot) -> None:
    before = pane.minimap.rows_drawn
    assert pane.minimap.height() <= before < 3 * pane.minimap.height()  # twice where the layout took its time
    start = LONG.text.index("Article 10")
    pane.reader.put_annotation(annotate(LONG, "one", start, start + 200, "layer-2"))
    qtbot.waitUntil(lambda: bool(_rows_in(pane.minimap.image(), _colour(2))) and not pane.minimap.is_busy)
    assert pane.minimap.rows_drawn - before < 30
    pane.reader.remove_annotation("one")
    qtbot.waitUntil(lambda: not _rows_in(pane.minimap.image(), _colour(2)))
    assert pane.minimap.rows_drawn - before < 60


def test_scrolling_draws_no_row(pane: ReaderPane) -> None:
    before, bar = pane.minimap.rows_drawn, pane.reader.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 20):
        bar.setValue(value)
        pane.minimap.grab()
    assert pane.minimap.rows_drawn == before


def test_the_frame_is_where_one_reads(pane: ReaderPane) -> None:
    bar, focus = pane.reader.verticalScrollBar(), pane.reader.theme.colour("focus").name()
    for value in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        rows = _rows_in(pane.minimap.grab().toImage(), focus)
        scale = pane.minimap.height() / (bar.maximum() + bar.pageStep())
        assert abs(rows[0] - value * scale) <= 2
        assert abs(rows[-1] - (value + bar.pageStep()) * scale) <= 2


def test_a_click_and_a_drag_scroll(pane: ReaderPane, qtbot: QtBot) -> None:
    bar, shown = pane.reader.verticalScrollBar(), pane.minimap
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(20, shown.height() - 3))
    assert bar.value() == bar.maximum()
    qtbot.mousePress(shown, Qt.MouseButton.LeftButton, pos=QPoint(20, shown.height() // 2))
    middle = bar.value()
    assert abs(middle - bar.maximum() / 2) < bar.pageStep()
    move = QPoint(20, 4)
    QApplication.sendEvent(shown, _moved(shown, move))
    assert bar.value() == 0
    qtbot.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=move)


def _moved(shown: Minimap, to: QPoint) -> QEvent:
    held = Qt.MouseButton.LeftButton
    at = QPointF(to)
    return QMouseEvent(
        QEvent.Type.MouseMove, at, QPointF(shown.mapToGlobal(to)), Qt.MouseButton.NoButton, held, Qt.KeyboardModifier(0)
    )


def test_the_wheel_scrolls_the_text(pane: ReaderPane) -> None:
    at = QPointF(20, 300)
    event = QWheelEvent(
        at,
        QPointF(pane.minimap.mapToGlobal(at.toPoint())),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane.minimap, event)
    assert pane.reader.verticalScrollBar().value() > 0


def test_it_follows_what_is_shown(pane: ReaderPane, qtbot: QtBot) -> None:
    pane.reader.set_annotations([annotate(LONG, f"a{n}", 3000 * n, 3000 * n + 400, f"layer-{n}") for n in (1, 4)])
    qtbot.waitUntil(lambda: all(_rows_in(pane.minimap.image(), _colour(n)) for n in (1, 4)))
    pane.reader.set_shown(ALL.with_facet("layers", Choice.but({"layer-1"})))
    qtbot.waitUntil(lambda: not _rows_in(pane.minimap.image(), _colour(1)) and not pane.minimap.is_busy)
    assert _rows_in(pane.minimap.image(), _colour(4))


def test_each_layer_has_a_column_of_its_own(pane: ReaderPane, qtbot: QtBot) -> None:
    pane.reader.set_annotations([annotate(LONG, f"a{n}", 3000, 3400, f"layer-{n}") for n in range(1, 7)])
    qtbot.waitUntil(lambda: all(_rows_in(pane.minimap.image(), _colour(n)) for n in range(1, 7)))
    image = pane.minimap.image()
    y = _rows_in(image, _colour(1))[1]
    seen = [image.pixelColor(x, y).name() for x in range(image.width())]
    places = [seen.index(_colour(n)) for n in range(1, 7)]
    assert places == sorted(places)


def test_hovering_names_the_place_and_the_layers(pane: ReaderPane, qtbot: QtBot) -> None:
    start = LONG.text.index("Article 12")
    pane.reader.set_annotations([annotate(LONG, "one", start, start + 60, "layer-3")])
    spot = QPoint(30, pane.minimap.row_of(start) + 1)
    QApplication.sendEvent(pane.minimap, QHelpEvent(QEvent.Type.ToolTip, spot, pane.minimap.mapToGlobal(spot)))
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text().endswith("<p>Layer 3</p>")
    QToolTip.hideText()


def test_another_text_size_or_theme_is_drawn_anew(pane: ReaderPane, qtbot: QtBot) -> None:
    for change in (
        lambda: pane.reader.set_zoom(150),
        lambda: pane.resize(600, 500),
        lambda: pane.set_theme(load_theme("dark")),
    ):
        before = pane.minimap.rows_drawn
        change()
        qtbot.waitUntil(lambda before=before: pane.minimap.rows_drawn > before and _is_drawn(pane.minimap))
        assert pane.minimap.image().height() == pane.minimap.height() * pane.minimap.devicePixelRatioF()


def test_it_stands_at_the_other_side_in_a_mirrored_window(make: Make, qtbot: QtBot) -> None:
    text = make_text(ARABIC * 8)
    pane = make(text, VersionData(label="حقوق", language="ar"))
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    pane.minimap.setVisible(True)
    pane.reader.set_annotations([annotate(text, "one", 400, 500, "layer-1")])
    qtbot.waitUntil(lambda: bool(_rows_in(pane.minimap.image(), _colour(1))))
    image = pane.minimap.image()
    y = _rows_in(image, _colour(1))[0]
    xs = [x for x in range(image.width()) if image.pixelColor(x, y).name() == _colour(1)]
    assert max(xs) < image.width() - 22
    assert pane.minimap.mapTo(pane, QPoint(0, 0)).x() < 10


def test_a_short_text_is_not_stretched_and_an_empty_pane_is_no_trouble(make: Make, qtbot: QtBot) -> None:
    short = make_text("## Article 1. Names\nIn this Convention a lamp gives light.")
    pane = make(short)
    pane.minimap.setVisible(True)
    pane.reader.set_annotations([annotate(short, "one", 30, 50, "layer-1")])
    qtbot.waitUntil(lambda: bool(_rows_in(pane.minimap.image(), _colour(1))))
    assert max(_rows_in(pane.minimap.image(), _colour(1))) < 150
    pane.show_version(None, None)
    pane.show_version(_version(LONG, VersionData(label="Long")), LONG)
    qtbot.waitUntil(lambda: _is_drawn(pane.minimap))
    assert _rows_in(pane.minimap.image(), _colour(1)) == []
