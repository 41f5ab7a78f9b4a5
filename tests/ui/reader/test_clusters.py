"""Stripes and clusters: each annotation can be seen, named and opened, however many share a place."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.codebook import Category, Codebook, Mark
from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.annotation_list import AnnotationList
from annotator.ui.reader.shown import ALL, Choice
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import Theme
from tests.ui.reader.pictures import image_of, spot_of
from tests.ui.reader.treaty_samples import annotate, annotate_words, make_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MARKS: tuple[Mark, ...] = ("solid", "dashed", "dotted", "double", "wavy")
FOURTEEN = Codebook(
    "Fourteen",
    tuple(
        Category(
            f"layer-{number}", f"Layer {number}", None, "#8a4b10", "#e0a060", MARKS[number % 5], "", position=number
        )
        for number in range(14)
    ),
)
SENTENCE = "Each State Party shall take such measures as may be necessary under its domestic law to do so. "


def _in_margin(view: ReaderView, words: str) -> Iterator[QPoint]:
    """Every point of the margin beside the line of `words`, from its outer edge."""
    assert view.text is not None
    y = spot_of(view, view.text.text.index(words)).y()
    return (QPoint(x, y) for x in range(2, 44))


def _beside(view: ReaderView, words: str, *ids: str) -> QPoint:
    """The middle of where exactly these annotations are found beside the line of `words`."""
    found = [spot for spot in _in_margin(view, words) if {row.id for row in view.annotations_at(spot)} == set(ids)]
    assert found, ids
    return found[len(found) // 2]


def _click(view: ReaderView, spot: QPoint) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def _open_list() -> AnnotationList:
    found = QApplication.activePopupWidget()
    assert isinstance(found, AnnotationList)
    return found


def _listed(shown: AnnotationList) -> list[str]:
    model = shown.rows.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


@pytest.fixture
def identical(view: ReaderView, treaty: Text) -> list[Annotation]:
    rows = [annotate_words(treaty, f"a{number}", "domestic law", "layer-1") for number in range(3)]
    view.set_annotations(rows)
    return rows


@pytest.fixture
def crowded(qtbot: QtBot, theme: Theme) -> ReaderView:
    """Two thousand annotations in fourteen layers, all on one page."""
    text = make_text("## Article 1. Measures\n" + "\n".join(f"{number}. {SENTENCE * 3}" for number in range(1, 7)))
    chance, view = random.Random(3), ReaderView(theme)
    rows = []
    for number in range(2000):
        start = chance.randrange(25, len(text.text) - 200)
        layer = f"layer-{chance.randrange(14)}"
        rows.append(annotate(text, f"a{number}", start, start + chance.randrange(5, 150), layer))
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.set_codebook(FOURTEEN)
    view.show_text(text, VersionData())
    view.set_annotations(rows)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_a_click_on_a_stripe_opens_its_annotation(view: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    with qtbot.waitSignal(view.annotation_activated) as heard:
        _click(view, _beside(view, "domestic law", "one"))
    assert heard.args == [["one"]]


def test_hovering_over_a_stripe_names_layer_author_and_first_words(
    view: ReaderView, treaty: Text, qtbot: QtBot
) -> None:
    row = annotate_words(treaty, "one", "domestic law", "layer-1", commentary="Weak")
    view.set_annotations([Annotation(row.id, row.anchor, row.categories, row.commentary, author="Amina & Bo")])
    spot = _beside(view, "domestic law", "one")
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot)))
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text() == "<p><b>Layer 1</b> · Amina &amp; Bo<br>Weak</p>"
    QToolTip.hideText()


@pytest.mark.usefixtures("identical")
def test_identical_passages_are_listed_and_opened_one_by_one(view: ReaderView, qtbot: QtBot) -> None:
    spot = _beside(view, "domestic law", "a0", "a1", "a2")
    for step, wanted in enumerate(("a0", "a1", "a2")):
        _click(view, spot)
        shown = _open_list()
        assert _listed(shown) == ["a0", "a1", "a2"]
        with qtbot.waitSignal(view.annotation_activated) as heard:
            for _ in range(step):
                qtbot.keyClick(shown.rows, Qt.Key.Key_Down)
            qtbot.keyClick(shown.rows, Qt.Key.Key_Return)
        assert heard.args == [[wanted]]
        assert not shown.isVisible()


@pytest.mark.usefixtures("identical")
def test_a_click_in_the_list_opens_that_one(view: ReaderView, qtbot: QtBot) -> None:
    _click(view, _beside(view, "domestic law", "a0", "a1", "a2"))
    shown = _open_list()
    with qtbot.waitSignal(view.annotation_activated) as heard:
        at = shown.rows.visualRect(shown.rows.model().index(1, 0)).center()
        qtbot.mouseClick(shown.rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert heard.args == [["a1"]]


@pytest.mark.usefixtures("identical")
def test_what_the_list_is_at_stands_out_and_escape_leaves_everything_as_it_was(
    view: ReaderView, treaty: Text, qtbot: QtBot
) -> None:
    view.put_annotation(annotate_words(treaty, "longer", "its domestic law, each", "layer-1"))
    before = image_of(view)
    _click(view, _beside(view, "domestic law", "a0", "a1", "a2", "longer"))
    shown = _open_list()
    view.setCursorWidth(0)
    first = image_of(view)
    qtbot.keyClick(shown.rows, Qt.Key.Key_End)
    assert image_of(view) != first
    with qtbot.assertNotEmitted(view.annotation_activated):
        qtbot.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shown.isVisible())
    view.setCursorWidth(2)
    view.go_to(0)
    assert view.current is None
    assert image_of(view).copy(0, 0, 44, 600) == before.copy(0, 0, 44, 600)


@pytest.mark.usefixtures("identical")
def test_passages_that_share_a_stripe_are_counted_beside_it(view: ReaderView) -> None:
    counted = [spot for spot in _in_margin(view, "domestic law") if len(view.annotations_at(spot)) == 3]
    one_lane = [spot for spot in counted if spot.x() > 34]
    assert one_lane, "in the lane of the stripe"
    assert len(counted) > len(one_lane), "and in the count outside the lanes"


def test_nested_passages_each_have_a_line_on_which_they_begin(view: ReaderView, treaty: Text) -> None:
    outer = annotate_words(treaty, "outer", treaty.text[treaty.text.index("In accordance") :][:150], "layer-1")
    inner = annotate_words(treaty, "inner", "independent body", "layer-1")
    view.set_annotations([outer])
    alone = image_of(view)
    view.set_annotations([outer, inner])
    top = spot_of(view, inner.anchor.start).y() - 9
    assert image_of(view).copy(30, top - 4, 14, 8) != alone.copy(30, top - 4, 14, 8)
    assert _beside(view, "In accordance", "outer")


def test_fourteen_layers_at_one_word_are_each_found_beside_it(qtbot: QtBot, theme: Theme) -> None:
    text = make_text("## Article 1. Measures\n1. " + SENTENCE * 4)
    view = ReaderView(theme)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.set_codebook(FOURTEEN)
    view.show_text(text, VersionData())
    start = text.text.index("domestic law")
    view.set_annotations([annotate(text, row.id, start, start + 12, row.id) for row in FOURTEEN.layers])
    with qtbot.waitExposed(view):
        view.show()
    found = {
        tuple(row.id for row in view.annotations_at(QPoint(x, y))) for x in range(2, 44, 3) for y in range(40, 200, 2)
    }
    assert {(row.id,) for row in FOURTEEN.layers} <= found
    assert tuple(sorted(row.id for row in FOURTEEN.layers)) in found


def test_two_thousand_annotations_on_a_page_are_counted_and_each_can_be_reached(
    crowded: ReaderView, qtbot: QtBot
) -> None:
    spot = QPoint(24, spot_of(crowded, crowded.text.text.index("2. Each")).y())  # type: ignore[union-attr]
    many = crowded.annotations_at(spot)
    assert len(many) > 300
    _click(crowded, spot)
    shown = _open_list()
    assert len(_listed(shown)) == len(many)
    qtbot.keyClicks(shown.field, "layer 13")
    assert {row.categories for row in many if row.id in _listed(shown)} == {("layer-13",)}
    qtbot.keyClick(shown.field, Qt.Key.Key_Down)
    wanted = _listed(shown)[1]
    with qtbot.waitSignal(crowded.annotation_activated) as heard:
        qtbot.keyClick(shown.field, Qt.Key.Key_Return)
    assert heard.args == [[wanted]]


def test_the_bars_of_a_cluster_list_one_layer_each(crowded: ReaderView) -> None:
    """Beside the second paragraph: its chart, from the count down."""
    first = crowded.text.text.index("2. Each")  # type: ignore[union-attr]
    top = spot_of(crowded, first).y()
    layers = {
        frozenset(layer for row in crowded.annotations_at(QPoint(30, y)) for layer in row.categories)
        for y in range(top + 12, top + 70)
    }
    alone = [found for found in layers if len(found) == 1]
    assert len(alone) >= 8
    hidden = next(iter(alone[0]))
    crowded.set_shown(ALL.with_facet("layers", Choice.but({hidden})))
    assert all(
        row.categories != (hidden,) for y in range(top, top + 70, 2) for row in crowded.annotations_at(QPoint(30, y))
    )


def test_hovering_over_a_cluster_says_how_many_each_layer_has(crowded: ReaderView, qtbot: QtBot) -> None:
    spot = QPoint(24, spot_of(crowded, crowded.text.text.index("2. Each")).y())  # type: ignore[union-attr]
    count = len(crowded.annotations_at(spot))
    QApplication.sendEvent(
        crowded.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, crowded.viewport().mapToGlobal(spot))
    )
    qtbot.waitUntil(QToolTip.isVisible)
    assert f"<b>{count} annotations here</b>" in QToolTip.text()
    assert QToolTip.text().count(" · Layer ") == 14
    QToolTip.hideText()


def test_words_can_still_be_clicked_where_much_lies(crowded: ReaderView, qtbot: QtBot) -> None:
    spot = spot_of(crowded, crowded.text.text.index("domestic law"))  # type: ignore[union-attr]
    with qtbot.waitSignal(crowded.annotation_activated) as heard:
        _click(crowded, spot)
    lengths = [crowded._intervals.get(id).anchor for id in heard.args[0]]  # type: ignore[union-attr]
    spans = [row.end - row.start for row in lengths]
    assert spans == sorted(spans)
    assert len(spans) > 20


def test_the_open_annotation_is_seen_though_its_layer_is_hidden(view: ReaderView, treaty: Text) -> None:
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    view.set_shown(ALL.with_facet("layers", Choice.but({"layer-1"})))
    bare = image_of(view)
    assert view.annotations_at(spot_of(view, treaty.text.index("domestic law"))) == []
    view.set_current("one")
    assert image_of(view) != bare
