"""Annotations that do not fit their text wait in a queue; nothing about them changes until somebody decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import Anchor, anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.model.delivery import Placement
from annotator.operations.annotating import Assignment, annotate, annotation_edits
from annotator.operations.importing import remove_version
from annotator.operations.libraries import new_library
from annotator.settings import Settings
from annotator.store.identity import new_id
from annotator.store.library import Library
from annotator.ui.anchor_watch import AnchorWatch
from annotator.ui.panels.doubtful import DoubtfulPanel
from annotator.ui.rest import Rest
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import TREATY, make_text

TEXT = make_text(TREATY)
SISTER = make_text(TREATY.replace("an effective remedy", "an adequate remedy"))
ME = Person("Reader")


def _damaged(library: Library) -> dict[str, str]:
    """Annotations by what is wrong with them; one is right, and one lies on a text that is removed."""
    given = Assignment(categories=("surveillance",), commentary="Why")
    right = anchor_quote(TEXT, "for review of orders")
    wrong = {
        "fine": right,
        "moved": replace(anchor_quote(TEXT, "keep its lamps lit"), start=4, end=22),
        "changed": replace(right, exact="for the review of orders"),
        "lost": replace(right, exact="zzzz qqqq 9999 xxxx"),
        "provision": replace(anchor_quote(TEXT, "thirtieth day"), provision="art_99"),
        "removed": anchor_quote(SISTER, "each State Party shall provide"),
    }
    made = {name: annotate(library, anchor, given, ME).id for name, anchor in wrong.items()}
    remove_version(library, SISTER.id, ME)
    return made


@pytest.fixture
def ids() -> dict[str, str]:
    return {}


@pytest.fixture
def library(tmp_path: Path, ids: dict[str, str]) -> Path:
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        for text, label in ((TEXT, "Lamps"), (SISTER, "Lanterns")):
            fields = {"label": label, "instrument": label, "language": "en", "sha256": text.sha256}
            made.apply([Edit("version", text.id, fields)], "", texts=[text])
        ids.update(_damaged(made))
    return path


@pytest.fixture
def window(qtbot: QtBot, library: Path) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    shown = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    with qtbot.waitSignal(shown.doubtful.watch.changed):
        shown.commands.open_path(library)
    yield shown
    shown.close()


def _panel(window: Window, id: str) -> DoubtfulPanel:
    """The queue, at that annotation."""
    panel = window.doubtful.panel
    assert panel is not None
    position = panel.model.position(id)
    assert position is not None
    window.left.setCurrentWidget(panel)
    panel.view.setCurrentIndex(panel.model.index(position))
    return panel


def test_a_check_looks_at_all_in_steps_of_any_size(library: Path, ids: dict[str, str]) -> None:
    with Library.read(library) as opened:
        for step in (1, 2, 100):
            check, found = opened.anchor_check(), {}
            while (rows := check.step(step)) is not None:
                found |= {row.annotation.id: row.doubt for row in rows}
            assert found == {
                ids["moved"]: "words",
                ids["changed"]: "words",
                ids["lost"]: "words",
                ids["provision"]: "provision",
                ids["removed"]: "text",
            }
        assert [row.annotation.id for row in check.among([ids["fine"], ids["lost"]])] == [ids["lost"]]


def test_what_waits_is_counted_beside_the_outline(window: Window) -> None:
    assert window.doubtful.panel is not None
    assert window.left.tabText(window.left.indexOf(window.doubtful.panel)) == "Doubtful (5)"
    assert window.left.currentWidget() is window.outline, "it does not push itself forward"


def test_the_same_words_elsewhere_are_proposed_and_taken(window: Window, ids: dict[str, str], qtbot: QtBot) -> None:
    before = window.bridge.library.annotation(ids["moved"])
    panel = _panel(window, ids["moved"])
    assert panel.found.text() == "The same words stand in art. 2(1):"
    assert window.bridge.library.annotation(ids["moved"]) == before, "looking changes nothing"
    with qtbot.waitSignal(window.bridge.changed):
        QTest.mouseClick(panel.accept_button, Qt.MouseButton.LeftButton)
    after = window.bridge.library.annotation(ids["moved"])
    assert after.anchor == anchor_quote(TEXT, "keep its lamps lit")
    assert after.commentary == "Why"
    assert window.left.tabText(window.left.indexOf(panel)) == "Doubtful (4)"
    window.actions_by_name["undo"].trigger()
    assert window.left.tabText(window.left.indexOf(panel)) == "Doubtful (5)"


def test_like_words_are_proposed_with_how_alike_they_are(window: Window, ids: dict[str, str]) -> None:
    panel = _panel(window, ids["changed"])
    assert "% alike stand in art. 2(2)" in panel.found.text()
    assert "review of orders" in panel.proposal.words
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    reader = window.room.active.reader
    assert reader.caret() == panel._proposal.anchor.start  # type: ignore[union-attr]


def test_what_is_lost_is_moved_to_words_that_are_selected(window: Window, ids: dict[str, str], qtbot: QtBot) -> None:
    panel = _panel(window, ids["lost"])
    assert not panel.accept_button.isVisible()
    QTest.mouseClick(panel.move_button, Qt.MouseButton.LeftButton)
    assert "Select the right words" in window.statusBar().currentMessage()
    start = TEXT.text.index("notice to those")
    window.room.active.reader.select(start, start + len("notice to those"))
    with qtbot.waitSignal(window.bridge.changed):
        QTest.mouseClick(panel.move_button, Qt.MouseButton.LeftButton)
    assert window.bridge.library.annotation(ids["lost"]).anchor.exact == "notice to those"


def test_a_text_that_was_removed_is_brought_back_or_left(window: Window, ids: dict[str, str], qtbot: QtBot) -> None:
    panel = _panel(window, ids["removed"])
    assert panel.reason.text() == "Its text was removed from the library."
    assert panel.found.text() == "The same words stand in art. 2(2):", "in the text that is open"
    with qtbot.waitSignal(window.doubtful.watch.changed):
        QTest.mouseClick(panel.restore_button, Qt.MouseButton.LeftButton)
    assert panel.model.position(ids["removed"]) is None
    assert window.bridge.library.annotation(ids["removed"]).version == SISTER.id


def test_what_hung_on_a_removed_text_is_moved_to_the_open_one(window: Window, ids: dict[str, str]) -> None:
    panel = _panel(window, ids["removed"])
    QTest.mouseClick(panel.accept_button, Qt.MouseButton.LeftButton)
    moved = window.bridge.library.annotation(ids["removed"])
    assert (moved.version, moved.anchor.exact) == (TEXT.id, "each State Party shall provide")
    assert moved.commentary == "Why"


def test_what_is_left_waits_no_more_but_is_found_again(window: Window, ids: dict[str, str]) -> None:
    panel = _panel(window, ids["lost"])
    QTest.mouseClick(panel.leave_button, Qt.MouseButton.LeftButton)
    assert panel.model.position(ids["lost"]) is None
    assert panel.again_button.text() == "Show the one that was left"
    QTest.mouseClick(panel.leave_all_button, Qt.MouseButton.LeftButton)
    assert window.left.indexOf(panel) < 0
    window.actions_by_name["show_doubtful"].trigger()
    assert window.left.currentWidget() is panel
    assert panel.model.rowCount() == 5


def test_one_may_be_deleted_and_brought_back(window: Window, ids: dict[str, str]) -> None:
    panel = _panel(window, ids["removed"])
    QTest.mouseClick(panel.delete_button, Qt.MouseButton.LeftButton)
    assert panel.model.position(ids["removed"]) is None
    window.actions_by_name["undo"].trigger()
    assert panel.model.position(ids["removed"]) is not None


def test_what_a_partners_text_says_is_looked_for_in_ours(window: Window, qtbot: QtBot) -> None:
    """It is pinned to a provision of ours until somebody takes a place; then it only stands there, and nothing is
    written that the partner would get."""
    library = window.bridge.library
    theirs = make_text(TREATY.replace("an effective remedy", "an effective and speedy remedy"))
    library.apply([Edit("version", theirs.id, {"label": "Theirs"})], ME)
    wide = anchor_quote(theirs, "for an effective and speedy remedy before an independent body")
    id = annotate_anywhere(library, wide)
    with qtbot.waitSignal(window.doubtful.watch.changed):
        library.place([Placement(id, anchor_quote(TEXT, "Each State Party"), "review")])
    before = len(library.history(limit=999))
    panel = _panel(window, id)
    assert "partner's text" in panel.reason.text()
    assert "speedy" in panel.quotation.accessibleName() or "speedy" in panel.quotation.text()
    panel.accept()
    assert library.annotation(id).anchor.exact == "for an effective remedy before an independent body"
    assert [row.how for row in library.placements()] == ["exact"]
    assert len(library.history(limit=999)) == before
    qtbot.waitUntil(lambda: id not in window.doubtful.watch.doubtful)


def annotate_anywhere(library: Library, anchor: Anchor) -> str:
    """On a text that is not here: the log has it, nobody sees it."""
    id = new_id()
    library.apply(annotation_edits(id, anchor, Assignment(), ME), ME)
    return id


def test_another_library_has_its_own_queue(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    new_library(tmp_path / "Other.sqlite").close()
    with qtbot.waitSignal(window.doubtful.watch.changed):
        window.commands.open_path(tmp_path / "Other.sqlite")
    assert window.doubtful.watch.doubtful == {}
    window.actions_by_name["show_doubtful"].trigger()
    assert "fits its text" in window.statusBar().currentMessage()


def test_the_watch_waits_for_as_long_as_somebody_moves(window: Window, library: Path, qtbot: QtBot) -> None:
    watch, rest = window.doubtful.watch, Rest.of(window.bridge)
    window.close_library()
    moving = QTimer(window, interval=0)
    moving.timeout.connect(rest.stir)
    moving.start()
    window.commands.open_path(library)
    qtbot.waitUntil(lambda: watch._walk.isActive() and watch._walk.interval() > 0)
    assert watch.doubtful == {}
    with qtbot.waitSignal(watch.changed):
        moving.stop()


def test_nothing_of_the_watch_is_left_behind(window: Window) -> None:
    watch: AnchorWatch = window.doubtful.watch
    window.close()
    assert not watch._soon.isActive()
    assert not watch._walk.isActive()
