"""The layers panel: show and hide, alone, counts, what a layer means."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.change import Edit
from annotator.model.treaty import Text
from annotator.operations.codebooks import standard_codebook
from annotator.settings import Settings
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.panels.brief_label import BriefLabel
from annotator.ui.panels.layers import LayersPanel

ALL = frozenset(row.id for row in standard_codebook().layers)
POWERS = {"surveillance", "compelled-assistance", "oversight-and-remedy"}


@pytest.fixture
def panel(show: Callable[[QWidget], None], bridge: Bridge) -> LayersPanel:
    found = LayersPanel(bridge)
    show(found)
    found.tree.setFocus()
    return found


def test_everything_is_shown_at_first(panel: LayersPanel) -> None:
    assert panel.visible_layers == ALL


def test_a_click_on_the_box_hides_and_shows(panel: LayersPanel, qtbot: QtBot) -> None:
    at = panel.tree.box_of("surveillance").center()
    with qtbot.waitSignal(panel.shown_changed) as changed:
        qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert changed.args == [panel.shown]
    assert panel.visible_layers == ALL - {"surveillance"}
    qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert panel.visible_layers == ALL


def test_space_hides_a_whole_group(panel: LayersPanel, qtbot: QtBot) -> None:
    panel.tree.select("powers")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Space)
    assert panel.visible_layers == ALL - POWERS
    qtbot.keyClick(panel.tree, Qt.Key.Key_Space)
    assert panel.visible_layers == ALL


def test_solo_shows_one_alone_and_then_what_was_shown_before(panel: LayersPanel, qtbot: QtBot) -> None:
    panel.toggle("expansion")
    panel.tree.select("surveillance")
    qtbot.keyClick(panel.tree, Qt.Key.Key_S)
    assert panel.visible_layers == {"surveillance"}
    panel.tree.select("data-transfer")
    qtbot.keyClick(panel.tree, Qt.Key.Key_S)
    assert panel.visible_layers == {"data-transfer"}
    qtbot.mouseClick(panel.solo_button, Qt.MouseButton.LeftButton)
    assert panel.visible_layers == ALL - {"expansion"}


def test_all_and_none(panel: LayersPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.none_button, Qt.MouseButton.LeftButton)
    assert panel.visible_layers == frozenset()
    qtbot.mouseClick(panel.all_button, Qt.MouseButton.LeftButton)
    assert panel.visible_layers == ALL


@pytest.mark.parametrize("key", [Qt.Key.Key_7, Qt.Key.Key_Return])
def test_the_digit_or_enter_marks_the_selection(panel: LayersPanel, qtbot: QtBot, key: Qt.Key) -> None:
    panel.tree.select("oversight-and-remedy")
    with qtbot.waitSignal(panel.layer_chosen) as chosen:
        qtbot.keyClick(panel.tree, key)
    assert chosen.args == ["oversight-and-remedy"]


def test_a_double_click_marks_the_selection_with_a_layer_but_not_with_a_group(panel: LayersPanel, qtbot: QtBot) -> None:
    chosen: list[str] = []
    panel.layer_chosen.connect(chosen.append)
    for category in ("powers", "expansion"):
        panel.tree.select(category)
        at = panel.tree.visualRect(panel.tree.currentIndex()).center()
        qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseDClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen == ["expansion"]


def test_two_quick_clicks_on_the_box_mark_nothing(panel: LayersPanel, qtbot: QtBot) -> None:
    at = panel.tree.box_of("expansion").center()
    with qtbot.assertNotEmitted(panel.layer_chosen):
        qtbot.mouseDClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert panel.visible_layers == ALL


def test_counts_in_the_versions_that_are_shown(
    panel: LayersPanel, qtbot: QtBot, mark: Callable[..., Annotation], text: Text
) -> None:
    mark("art. 2(1)", "domestic law", categories=("surveillance", "data-transfer"))
    mark("art. 24", categories=("surveillance",))
    qtbot.waitUntil(lambda: panel.tree.counts == {"surveillance": 2, "data-transfer": 1})
    panel.set_shown_versions([])
    qtbot.waitUntil(lambda: panel.tree.counts == {})
    panel.set_shown_versions([text.id, text.id])
    qtbot.waitUntil(lambda: panel.tree.counts["surveillance"] == 2)


def test_says_what_a_layer_is_for(panel: LayersPanel) -> None:
    panel.tree.select("surveillance")
    category = next(row for row in standard_codebook().layers if row.id == "surveillance")
    assert panel.definition == category.definition.strip()
    tip = panel.tree.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    for words in (category.definition, category.use_when, category.not_when, category.rights):
        assert words.strip()[:30] in tip
    told = panel.tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == f"{category.name}, key {category.key}, 0 annotations, shown"


def test_all_layers_of_the_standard_codebook_are_in_view_at_once(panel: LayersPanel) -> None:
    assert len(ALL) == 10
    assert max(panel.tree.box_of(id).bottom() for id in ALL) < 330


def test_what_a_layer_is_for_takes_no_more_room_than_its_words(
    panel: LayersPanel, library: Library, qtbot: QtBot
) -> None:
    library.apply([Edit("category", "expansion", {"definition": "<b>" + "words and " * 80})], "me")
    library.apply([Edit("category", "surveillance", {"definition": "Short."})], "me")
    label = panel.findChild(BriefLabel)
    line = label.fontMetrics().lineSpacing()
    panel.tree.select("expansion")
    qtbot.waitUntil(lambda: 2.5 * line < label.height() < 3.5 * line)
    assert panel.definition.endswith("words and")
    assert label.text().endswith("…")
    assert "&lt;b&gt;words and words" in label.toolTip()
    panel.tree.select("surveillance")
    qtbot.waitUntil(lambda: label.height() < 1.5 * line)
    assert (label.text(), label.toolTip()) == ("Short.", "")


def test_what_a_layer_is_for_stays_until_the_pointer_leaves_the_panel(panel: LayersPanel) -> None:
    panel.tree.entered.emit(panel.tree.indexAt(panel.tree.box_of("surveillance").center()))
    told, current = panel.definition, panel.tree.current
    for part in (panel.tree.viewport(), panel.tree):
        QApplication.sendEvent(part, QEvent(QEvent.Type.Leave))
    assert panel.definition == told
    QApplication.sendEvent(panel, QEvent(QEvent.Type.Leave))
    assert current != "surveillance"
    assert panel.definition != told


def test_names_from_a_codebook_are_never_markup(panel: LayersPanel, library: Library) -> None:
    library.apply([Edit("category", "expansion", {"name": "<img src=x> & more", "definition": "<b>no</b>"})], "me")
    panel.tree.select("expansion")
    tip = panel.tree.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "&lt;b&gt;no" in tip


def test_a_new_layer_is_shown_and_a_hidden_one_stays_hidden(panel: LayersPanel, library: Library, qtbot: QtBot) -> None:
    panel.toggle("expansion")
    with qtbot.waitSignal(panel.shown_changed):
        library.apply([Edit("category", "own", {"name": "Our own", "mark": "solid", "position": 90})], "me")
    assert panel.visible_layers == (ALL - {"expansion"}) | {"own"}
    panel.toggle_solo("surveillance")
    with qtbot.waitSignal(panel.shown_changed):
        library.apply([Edit("category", "more", {"name": "More of ours", "mark": "solid", "position": 91})], "me")
    assert panel.visible_layers == {"surveillance", "more"}


def test_is_empty_without_a_library(bridge: Bridge, panel: LayersPanel, settings: Settings, qtbot: QtBot) -> None:
    bridge.close()
    assert panel.visible_layers == frozenset()
    assert panel.tree.model().rowCount() == 0
    without = LayersPanel(Bridge(settings))
    qtbot.addWidget(without)
    assert without.visible_layers == frozenset()


def test_what_a_layer_is_for_takes_no_room_from_the_rows(panel: LayersPanel, library: Library) -> None:
    panel.resize(300, 420)
    panel.tree.looked_at.emit("")
    QApplication.processEvents()
    before = panel.tree.height()
    layer = max(library.codebook().categories, key=lambda row: len(row.definition))
    panel.tree.looked_at.emit(layer.id)
    assert panel.definition == layer.definition.strip()
    QApplication.processEvents()
    assert panel.tree.height() == before
