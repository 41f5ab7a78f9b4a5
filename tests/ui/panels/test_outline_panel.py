"""The outline panel: texts, provisions, where the annotations lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.change import DELETED, Edit
from annotator.model.treaty import Text
from annotator.settings import Settings
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.models import KEY
from annotator.ui.panels.heat import bearing, heat_of, kinds_on
from annotator.ui.panels.outline import OutlinePanel
from annotator.ui.panels.rows import VersionRows
from annotator.ui.panels.versions import ACTIVE_PANE, BESIDE
from annotator.ui.reader.shown import ALL

Mark = Callable[..., Annotation]
Show = Callable[[QWidget], None]


@pytest.fixture
def panel(show: Show, bridge: Bridge, text: Text) -> OutlinePanel:
    found = OutlinePanel(bridge)
    show(found)
    found.set_text(bridge.library.version(text.id), bridge.library.text(text.id))
    return found


def shown(panel: OutlinePanel) -> list[str]:
    """The eIds in the outline, from the top, folded ones too."""
    model = panel.provisions.model()
    found: list[str] = []

    def walk(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found.append(index.data(KEY))
            walk(index)

    walk(panel.provisions.rootIndex())
    return found


def test_shows_chapters_articles_and_paragraphs(panel: OutlinePanel, text: Text) -> None:
    assert shown(panel) == [row.eid for row in text.provisions]


@pytest.mark.parametrize(
    ("wanted", "articles"),
    [("24", ["art_24"]), ("2", ["art_2", "art_24"]), ("intercep", ["art_24"]), ("art. 2(2)", ["art_2"]), ("zebra", [])],
)
def test_filters_by_citation_or_word(panel: OutlinePanel, qtbot: QtBot, wanted: str, articles: list[str]) -> None:
    qtbot.keyClicks(panel.filter_field, wanted)
    assert [eid for eid in shown(panel) if eid.startswith("art") and "__" not in eid] == articles


def test_enter_in_the_filter_goes_to_the_exact_citation(panel: OutlinePanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.filter_field, "2")
    with qtbot.waitSignal(panel.provision_chosen) as chosen:
        qtbot.keyClick(panel.filter_field, Qt.Key.Key_Return)
    assert chosen.args == ["art_2"]


def test_a_click_on_a_provision_chooses_it(panel: OutlinePanel, qtbot: QtBot) -> None:
    panel.set_current("art_2")
    at = panel.provisions.visualRect(panel.provisions.currentIndex()).center()
    with qtbot.waitSignal(panel.provision_chosen) as chosen:
        qtbot.mouseClick(panel.provisions.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == ["art_2"]


def test_following_the_reader_takes_no_focus_and_tells_nobody(panel: OutlinePanel, qtbot: QtBot) -> None:
    panel.filter_field.setFocus()
    with qtbot.assertNotEmitted(panel.provision_chosen):
        panel.set_current("art_24__para_1")
    assert panel.provisions.current == "art_24"  # its paragraphs are folded, and stay so
    assert panel.filter_field.hasFocus()


def test_following_an_eid_that_is_not_shown_marks_the_one_above(panel: OutlinePanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.filter_field, "2(1)")
    panel.set_current("art_2__para_1")
    assert panel.provisions.current == "art_2__para_1"
    panel.set_current("art_2__para_2")
    assert panel.provisions.current == "art_2"


def test_bars_count_what_is_visible(panel: OutlinePanel, qtbot: QtBot, mark: Mark) -> None:
    mark("art. 2(1)", "domestic law", categories=("surveillance", "data-transfer"))
    mark("art. 2", categories=("surveillance",))
    mark("art. 24(1)", "content data", categories=("expansion",))
    qtbot.waitUntil(lambda: panel.provisions.heat.keys() == {"art_2", "art_24"})
    assert panel.provisions.heat["art_2"] == {"surveillance": 2, "data-transfer": 1}
    panel.set_shown(ALL.with_layers({"expansion"}))
    qtbot.waitUntil(lambda: panel.provisions.heat.keys() == {"art_24"})


def test_an_annotation_over_two_articles_counts_on_both(text: Text, mark: Mark, library: Library) -> None:
    mark("chapter I", "treaty are few. Article 2 Conditions", categories=("expansion",))
    rows = bearing(text.provisions)
    heat = heat_of(rows, kinds_on(rows, VersionRows(library.annotations())), ALL)
    assert heat == {"art_1": {"expansion": 1}, "art_2": {"expansion": 1}}


def test_enter_opens_a_version_in_the_active_pane(panel: OutlinePanel, qtbot: QtBot, text: Text) -> None:
    versions = panel.versions
    group = versions.model().index(0, 0)
    versions.setCurrentIndex(versions.model().index(0, 0, group))
    with qtbot.waitSignal(panel.version_chosen) as chosen:
        qtbot.keyClick(versions, Qt.Key.Key_Return)
    assert chosen.args == [text.id, ACTIVE_PANE]


def test_the_menu_of_a_version_opens_edits_and_removes(panel: OutlinePanel, qtbot: QtBot, text: Text) -> None:
    panel.set_panes([text.id])
    menu = panel.versions.menu_for(text.id)
    qtbot.addWidget(menu)
    actions = {row.text().split("\t")[0]: row for row in menu.actions() if not row.isSeparator()}
    with qtbot.waitSignals([panel.version_edit_requested, panel.version_remove_requested]):
        actions["Rename, edit data…"].trigger()
        actions["Remove from the library…"].trigger()
    for title, pane in (("Open", ACTIVE_PANE), ("Open beside", BESIDE), ("Open in pane B", 1)):
        with qtbot.waitSignal(panel.version_chosen) as chosen:
            actions[title].trigger()
        assert chosen.args == [text.id, pane]


def test_control_and_enter_open_beside(panel: OutlinePanel, qtbot: QtBot, text: Text) -> None:
    held = Qt.KeyboardModifier.ControlModifier
    panel.versions.focus_first()
    with qtbot.waitSignal(panel.version_chosen) as chosen:
        qtbot.keyClick(panel.versions, Qt.Key.Key_Return, held)
    assert chosen.args == [text.id, BESIDE]
    panel.provisions.set_current("art_24")
    with qtbot.waitSignal(panel.beside_requested) as asked:
        qtbot.keyClick(panel.provisions, Qt.Key.Key_Return, held)
    assert asked.args == [text.id, "art_24"]


def test_says_what_to_do_when_there_is_no_text(panel: OutlinePanel, qtbot: QtBot, library: Library, text: Text) -> None:
    assert not panel.import_button.isVisible()
    library.apply([Edit("version", text.id, {DELETED: True})], "me")
    assert panel.import_button.isVisible()
    with qtbot.waitSignal(panel.import_requested):
        qtbot.mouseClick(panel.import_button, Qt.MouseButton.LeftButton)


def test_the_list_of_texts_counts_annotations(panel: OutlinePanel, mark: Mark) -> None:
    index = panel.versions.model().index(0, 0, panel.versions.model().index(0, 0))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Adopted text, 3 articles"
    mark("art. 24")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Adopted text, 3 articles · 1 annotation"


def test_is_calm_without_a_library(show: Show, settings: Settings) -> None:
    bridge = Bridge(settings)
    panel = OutlinePanel(bridge)
    show(panel)
    panel.set_shown(ALL.with_layers({"expansion"}))
    assert not panel.import_button.isVisible()
    assert panel.provisions.model().rowCount() == 0


def test_closing_the_library_empties_it(panel: OutlinePanel, bridge: Bridge) -> None:
    bridge.close()
    assert panel.versions.model().rowCount() == 0
    assert panel.provisions.model().rowCount() == 0
    assert not panel.import_button.isVisible()


def test_another_text_is_not_shown_at_the_article_where_the_last_one_was_read(panel: OutlinePanel, text: Text) -> None:
    panel.set_current("art_24")
    panel.set_text(panel._bridge.library.version(text.id), replace(text, id="other"))
    assert panel.provisions.current == ""
    panel.filter_field.setText("2")
    panel.set_current("art_2")
    panel.filter_field.setText("")
    assert panel.provisions.current == "art_2"
