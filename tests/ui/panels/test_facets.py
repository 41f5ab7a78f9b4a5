"""Show and hide by author, stance, status and audience; and that it is always said when something is hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation, Person
from annotator.model.treaty import Text
from annotator.operations.annotating import Assignment, annotate
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.panels.layer_tree import NO_LAYER
from annotator.ui.panels.layers import LayersPanel
from annotator.ui.panels.outline import OutlinePanel
from annotator.ui.reader.shown import ALL, Choice

Mark = Callable[..., Annotation]


@pytest.fixture
def notes(mark: Mark, library: Library) -> dict[str, Annotation]:
    """A risk, a gap and a safeguard by Amina, an approved note by Bo that is in no layer; three of them by name."""
    risk = mark("art. 2(1)", "domestic law", categories=("surveillance",), stance="risk", severity="watch")
    gap = mark("art. 24", categories=("expansion",), stance="gap", severity="watch")
    given = Assignment(stance="note", status="approved", audience="public")
    anchor = replace(mark("art. 2(2)", "Review", categories=("data-transfer",), stance="safeguard"), id="x").anchor
    note = annotate(library, anchor, given, Person("Bo"))
    return {"risk": risk, "gap": gap, "note": note}


@pytest.fixture
def panel(show: Callable[[QWidget], None], bridge: Bridge, notes: dict[str, Annotation], qtbot: QtBot) -> LayersPanel:  # noqa: ARG001
    found = LayersPanel(bridge)
    show(found)
    qtbot.mouseClick(found._section.heading, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(found.facets.isVisible)
    return found


def _click(qtbot: QtBot, panel: LayersPanel, kind: str, value: str, held: Qt.KeyboardModifier) -> None:
    panel.facets.scrollTo(panel.facets._items[kind, value].index())
    at = panel.facets.box_of(kind, value).center().toPoint()
    qtbot.mouseClick(panel.facets.viewport(), Qt.MouseButton.LeftButton, held, at)


def _shown(panel: LayersPanel, notes: dict[str, Annotation]) -> set[str]:
    return {name for name, row in notes.items() if panel.shown.shows(row)}


def _told(panel: LayersPanel) -> str:
    return panel._hidden_words.text() if panel._hidden.isVisible() else ""


def test_it_is_folded_away_at_first(show: Callable[[QWidget], None], bridge: Bridge) -> None:
    panel = LayersPanel(bridge)
    show(panel)
    assert not panel.facets.isVisible()
    assert "everything" in [label.text() for label in panel.findChildren(QLabel)]
    assert _told(panel) == ""


def test_each_value_is_counted(panel: LayersPanel) -> None:
    assert panel.facets.count("stance", "risk") == 1
    assert panel.facets.count("author", "Amina Diallo") == 3
    assert panel.facets.count("author", "Bo") == 1
    assert panel.facets.count("status", "approved") == 1
    assert panel.facets.count("audience", "public") == 1
    assert panel.facets.values_of("author") == ["Amina Diallo", "Bo"]
    heard = panel.facets._items["stance", "risk"].data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Stance: Risk, 1 annotations, shown"


@pytest.mark.parametrize(
    ("kind", "value", "left"),
    [
        ("stance", "risk", {"gap", "note"}),
        ("author", "Bo", {"risk", "gap"}),
        ("status", "approved", {"risk", "gap"}),
        ("audience", "organisation", {"note"}),
    ],
)
def test_a_click_on_a_box_hides_and_another_shows(
    panel: LayersPanel, notes: dict[str, Annotation], qtbot: QtBot, kind: str, value: str, left: set[str]
) -> None:
    with qtbot.waitSignal(panel.shown_changed):
        _click(qtbot, panel, kind, value, Qt.KeyboardModifier.NoModifier)
    assert _shown(panel, notes) == left
    assert _told(panel).startswith("Showing ")
    _click(qtbot, panel, kind, value, Qt.KeyboardModifier.NoModifier)
    assert panel.shown == ALL
    assert _told(panel) == ""


def test_space_and_s_do_it_by_key(panel: LayersPanel, notes: dict[str, Annotation], qtbot: QtBot) -> None:
    panel.facets.select("stance", "gap")
    qtbot.keyClick(panel.facets, Qt.Key.Key_S)
    assert _shown(panel, notes) == {"gap"}
    assert _told(panel) == "Showing 1 of 4"
    assert panel.facets.values_of("stance").index("note") == panel.facets.values_of("stance").index("gap") + 1
    qtbot.keyClick(panel.facets, Qt.Key.Key_Down)
    qtbot.keyClick(panel.facets, Qt.Key.Key_Space)
    assert _shown(panel, notes) == {"gap", "note"}
    panel.facets.select("stance", "gap")
    qtbot.keyClick(panel.facets, Qt.Key.Key_S)
    qtbot.keyClick(panel.facets, Qt.Key.Key_S)
    assert _shown(panel, notes) == {"gap", "note"}, "what was shown before the last one alone"


def test_one_alone_with_alt_and_back(panel: LayersPanel, notes: dict[str, Annotation], qtbot: QtBot) -> None:
    for wanted in ({"note"}, {"risk", "gap", "note"}):
        _click(qtbot, panel, "author", "Bo", Qt.KeyboardModifier.AltModifier)
        assert _shown(panel, notes) == wanted


def test_layers_and_facets_combine_and_one_button_shows_all(
    panel: LayersPanel, notes: dict[str, Annotation], qtbot: QtBot
) -> None:
    panel.toggle("expansion")
    panel.toggle_solo_facet("author", ["Amina Diallo"])
    panel.toggle_facet("stance", ["safeguard"])
    assert _shown(panel, notes) == {"risk"}
    assert _told(panel) == "Showing 1 of 4"
    with qtbot.waitSignal(panel.counted) as counted:
        qtbot.mouseClick(panel.everything_button, Qt.MouseButton.LeftButton)
    assert (panel.shown, counted.args, _told(panel)) == (ALL, [4, 4], "")


def test_what_is_folded_away_is_summed_up(panel: LayersPanel) -> None:
    panel.toggle_solo_facet("stance", ["risk"])
    panel.toggle_facet("author", ["Bo"])
    panel._section.unfold(False)
    words = panel._section.findChild(QLabel).text()
    assert words == "Author without Bo · Stance: Risk"


def test_a_group_hides_all_its_values_but_not_those_that_come_later(
    panel: LayersPanel, mark: Mark, library: Library, qtbot: QtBot
) -> None:
    panel.facets.setCurrentIndex(panel.facets._groups["author"].index())
    qtbot.keyClick(panel.facets, Qt.Key.Key_Space)
    assert _told(panel) == "Showing 0 of 4"
    later = annotate(library, mark("art. 1", "purposes").anchor, Assignment(), Person("Chen"))
    assert panel.shown.shows(later)
    qtbot.waitUntil(lambda: "Chen" in panel.facets.values_of("author"))
    panel.toggle_solo_facet("author", ["Bo"])
    assert not panel.shown.shows(later)
    assert panel.shown.author == Choice.only({"Bo"})


def test_what_is_in_no_layer_has_a_row_of_its_own(
    panel: LayersPanel, notes: dict[str, Annotation], qtbot: QtBot
) -> None:
    assert panel.tree.count(NO_LAYER) == 1
    panel.tree.select(NO_LAYER)
    with qtbot.assertNotEmitted(panel.layer_chosen):
        qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    qtbot.keyClick(panel.tree, Qt.Key.Key_Space)
    assert _shown(panel, notes) == {"risk", "gap"}
    qtbot.keyClick(panel.tree, Qt.Key.Key_S)
    assert _shown(panel, notes) == {"note"}
    qtbot.keyClick(panel.tree, Qt.Key.Key_S)
    qtbot.keyClick(panel.tree, Qt.Key.Key_Space)
    assert panel.shown == ALL


def test_the_bars_of_the_outline_follow_and_say_which_layers(
    show: Callable[[QWidget], None], bridge: Bridge, notes: dict[str, Annotation], text: Text, qtbot: QtBot
) -> None:
    outline = OutlinePanel(bridge)
    show(outline)
    outline.set_text(bridge.library.version(text.id), text)
    everything = {"surveillance": 1, "data-transfer": 1, "": 1}
    qtbot.waitUntil(lambda: outline.provisions.heat.get("art_2") == everything)
    item = outline.provisions._items["art_2"]
    heard = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith(f"{item.text()}, 3 annotations: ")
    assert {"Surveillance 1", "Data transfer 1", "No layer 1"} == set(heard.split(": ")[1].split(", "))
    outline.set_shown(ALL.with_facet("stance", Choice.only({"risk"})))
    qtbot.waitUntil(lambda: outline.provisions.heat == {"art_2": {"surveillance": 1}})
    assert item.data(Qt.ItemDataRole.AccessibleTextRole).endswith("1 annotations: Surveillance 1")
    bridge.library.undo(bridge.person)
    assert notes["gap"].id
    outline.set_shown(ALL.with_facet("stance", Choice.only({"gap"})))
    qtbot.waitUntil(lambda: outline.provisions.heat == {"art_24": {"expansion": 1}})
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) in ("", item.text())
