"""Scrolling together: real wheels and keys, two drafts of one treaty, and what the chip between them offers."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.change import Edit
from annotator.operations.libraries import new_library
from annotator.settings import Settings
from annotator.ui.answer_menu import AnswerMenu
from annotator.ui.dialogs.answer_dialog import AnswerDialog
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import make_text

Key, Held = Qt.Key, Qt.KeyboardModifier

TOPICS = ["lamps", "oil", "keepers", "storms", "towers", "signals", "charts", "harbours", "pilots", "ropes", "anchors"]
TOPICS += ["salvage", "wrecks", "tides", "fog", "bells"]


def article(number: int, topic: str, *, longer: bool) -> str:
    """Two paragraphs that no other topic has, the second three times as long where `longer`."""
    first = f"1. Each State shall see to its {topic} and to the {topic} of others, as far as {topic} are known to it."
    second = " ".join(f"On {topic} no {topic} may be refused where {topic} serve {topic} at sea." for _ in range(4))
    return f"## Article {number}. Of {topic}\n{first}\n2. {second} {second if longer else ''}"


OLD = make_text("= Treaty\n" + "\n".join(article(n, topic, longer=False) for n, topic in enumerate(TOPICS, 1)))
ADDED = [TOPICS[0], "beacons", *TOPICS[1:]]
NEW = make_text("= Treaty\n" + "\n".join(article(n, topic, longer=True) for n, topic in enumerate(ADDED, 1)))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "Drafts.sqlite"
    with new_library(path) as made:
        for label, text, date in (("Draft", OLD, "2020"), ("Final", NEW, "2021")):
            fields = {"label": label, "instrument": "Treaty", "date": date, "language": "en", "sha256": text.sha256}
            made.apply([Edit("version", text.id, fields)], "", texts=[text])
    return path


@pytest.fixture
def window(qtbot: QtBot, library: Path) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(made)
    made.resize(1500, 700)
    with qtbot.waitExposed(made):
        made.show()
        made.activateWindow()
    made.commands.open_path(library)
    qtbot.waitUntil(lambda: made.room.together._is_known(made.room.panes[1]))
    qtbot.waitUntil(made.room.active.reader.hasFocus)
    yield made
    made.close()


def panes(window: Window) -> tuple[ReaderPane, ReaderPane]:
    first, second = window.room.panes
    return first, second


def scrolled(pane: ReaderPane) -> int:
    return pane.reader.verticalScrollBar().value()


def turn_wheel(pane: ReaderPane, notches: int) -> None:
    page = pane.reader.viewport()
    at = QPointF(page.rect().center())
    event = QWheelEvent(
        at, page.mapToGlobal(at), QPoint(), QPoint(0, -120 * notches), Qt.MouseButton.NoButton, Held.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page, event)


def height_of(pane: ReaderPane, eid: str) -> float:
    """Where a provision begins, in pixels below the top of the pane's page."""
    text = pane.reader.text
    assert text is not None
    start = next(row.start for row in text.provisions if row.eid == eid)
    return pane.reader._page_top(start) - scrolled(pane)


def settled(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.room.together.is_gliding)


def test_what_answers_stands_at_the_same_height(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    first.reader.go_to_provision("art_5")
    settled(window, qtbot)
    assert second.reader.visible_provision() == "art_6"
    assert height_of(second, "art_6") == pytest.approx(height_of(first, "art_5"), abs=3)
    first.reader.go_to_provision("art_9__para_2")
    settled(window, qtbot)
    assert height_of(second, "art_10__para_2") == pytest.approx(height_of(first, "art_9__para_2"), abs=3)


def test_lines_as_many_are_level_to_the_last_whatever_room_follows(window: Window, qtbot: QtBot) -> None:
    """Art. 5(1) and art. 6(1) are the same words; below the first of two articles in a row there is more room."""
    first, second = panes(window)
    text = first.reader.text
    assert text is not None
    (row,) = (row for row in text.provisions if row.eid == "art_5__para_1")
    first.reader.go_to(row.end - 2)
    settled(window, qtbot)
    assert height_of(second, "art_6__para_1") == pytest.approx(height_of(first, "art_5__para_1"), abs=1)


def test_texts_are_level_on_the_screen_where_a_strip_pushes_one_down(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    second.set_warning("Look at art. 9. " * 12)
    qtbot.waitUntil(lambda: second.reader.height() < first.reader.height())
    first.reader.go_to_provision("art_5")
    settled(window, qtbot)

    def on_screen(pane: ReaderPane, eid: str) -> float:
        return pane.reader.viewport().mapToGlobal(QPoint(0, 0)).y() + height_of(pane, eid)

    assert on_screen(second, "art_6") == pytest.approx(on_screen(first, "art_5"), abs=3)
    first.reader.go_to(0)
    settled(window, qtbot)
    assert scrolled(second) <= 20


def test_the_wheel_scrolls_both_and_glides_within_a_provision(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    first.reader.go_to_provision("art_7__para_2")
    settled(window, qtbot)
    seen = [(scrolled(first), scrolled(second))]
    for _ in range(6):
        turn_wheel(first, 1)
        settled(window, qtbot)
        seen.append((scrolled(first), scrolled(second)))
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(seen)]
    assert all(ours > 0 and theirs > 0 for ours, theirs in steps), steps
    before = seen[-1]
    turn_wheel(second, 3)
    settled(window, qtbot)
    assert scrolled(second) > before[1]
    assert scrolled(first) > before[0], "the other pane leads as well"


def test_following_never_feeds_back(window: Window, qtbot: QtBot) -> None:
    first, _ = panes(window)
    first.reader.go_to_provision("art_12")
    settled(window, qtbot)
    moved = []
    first.reader.verticalScrollBar().valueChanged.connect(moved.append)
    turn_wheel(first, 1)
    settled(window, qtbot)
    assert len(moved) == 1
    assert window.room.together.leader is first


def test_there_and_back_ends_where_it_began(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    first.reader.go_to_provision("art_8")
    settled(window, qtbot)
    before = (scrolled(first), scrolled(second))
    for notches in (1, 1, 1, -1, -1, -1):
        turn_wheel(first, notches)
        settled(window, qtbot)
    assert (scrolled(first), scrolled(second)) == before


def test_keys_lead_too(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    first.reader.setFocus()
    for _ in range(4):
        QTest.keyClick(first.reader, Key.Key_Down, Held.ControlModifier)
    settled(window, qtbot)
    assert (first.reader.visible_provision(), second.reader.visible_provision()) == ("art_4", "art_5")


def test_unlocked_panes_scroll_apart_and_lock_again_where_they_belong(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    QTest.keyClick(first.reader, Key.Key_F9)
    assert "for itself" in window.statusBar().currentMessage()
    assert not second.header.answer.lock.isChecked()
    before = scrolled(second)
    first.reader.go_to_provision("art_10")
    assert scrolled(second) == before
    assert second.header.answer.chip.text().startswith("art. 10 ↔ art. 11"), "what answers is said all the same"
    QTest.mouseClick(second.header.answer.lock, Qt.MouseButton.LeftButton)
    settled(window, qtbot)
    assert second.reader.visible_provision() == "art_11"


def test_what_has_no_answer_leaves_the_other_where_it_is_and_says_so(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    second.reader.go_to_provision("art_1")
    settled(window, qtbot)
    before = scrolled(first)
    second.reader.go_to_provision("art_2")
    settled(window, qtbot)
    assert scrolled(first) == before
    assert "no answer" in first.header.answer.chip.text()


def test_the_chip_says_what_answers_and_why(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    first.reader.go_to_provision("art_5")
    settled(window, qtbot)
    assert not first.header.answer.chip.isVisible()
    chip = second.header.answer.chip
    assert chip.accessibleName() == "art. 5 ↔ art. 6, similar words"
    second.header.answer.fit(110)
    assert chip.text() == "↔ art. 6"


def test_a_draft_opened_beside_comes_up_where_one_reads(window: Window, qtbot: QtBot) -> None:
    first, _ = panes(window)
    window.room.set_count(1)
    first = window.room.panes[0]
    first.reader.go_to_provision("art_9")
    window.room.show_beside(NEW.id)
    qtbot.waitUntil(lambda: window.room.panes[1].reader.visible_provision() == "art_10")
    assert first.reader.visible_provision() == "art_9"
    assert window.room.panes[1].reader.hasFocus()


def test_a_wider_window_or_larger_letters_move_nobody_else(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    first.reader.go_to_provision("art_9")
    settled(window, qtbot)
    window.actions_by_name["larger"].trigger()
    window.resize(1200, 640)
    settled(window, qtbot)
    assert first.reader.visible_provision() == "art_9"
    assert second.reader.visible_provision() == "art_10"


def open_menu(window: Window) -> AnswerMenu:
    window.actions_by_name["show_answers"].trigger()
    return next(menu for menu in window.findChildren(AnswerMenu) if menu.isVisible())


def entry(menu: AnswerMenu, words: str):  # type: ignore[no-untyped-def]
    return next(row for row in menu.actions() if words in row.text())


def choose(menu: AnswerMenu, words: str) -> None:
    """By keys, as a reader without a mouse does."""
    wanted = entry(menu, words)
    for _ in range(len(menu.actions())):
        if menu.activeAction() is wanted:
            break
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)


def answer_of(window: Window, qtbot: QtBot, eid: str, wanted: str) -> None:
    def told() -> str:
        pair = window.room.together.answer(window.room.panes[1])[1]
        return pair.right if pair else ""

    qtbot.waitUntil(lambda: told() == wanted)
    assert window.room.panes[0].reader.visible_provision() == eid


def test_a_pair_is_corrected_from_the_chip_and_undone(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    QTest.keyClick(first.reader, Key.Key_F9)
    second.reader.go_to_provision("art_3")
    first.reader.go_to_provision("art_5")
    menu = open_menu(window)
    assert menu.actions()[0].text().startswith("art. 5, “Draft” ↔ art. 6")
    choose(menu, "Link art. 5 with art. 3, which is read there")
    answer_of(window, qtbot, "art_5", "art_3")
    assert second.header.answer.chip.accessibleName() == "art. 5 ↔ art. 3, chosen"
    window.actions_by_name["undo"].trigger()
    answer_of(window, qtbot, "art_5", "art_6")


def test_a_pair_is_parted_and_left_to_the_program_again(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    first.reader.go_to_provision("art_5")
    settled(window, qtbot)
    choose(open_menu(window), "do not answer each other")
    answer_of(window, qtbot, "art_5", "art_2")
    assert second.header.answer.chip.accessibleName().startswith("art. 5 ↔ art. 2"), "the next best is offered"
    choose(open_menu(window), "do not answer each other")
    qtbot.waitUntil(lambda: "no answer" in second.header.answer.chip.accessibleName())
    choose(open_menu(window), "Let the program pair it again")
    answer_of(window, qtbot, "art_5", "art_6")


def test_a_provision_is_linked_with_one_chosen_from_the_outline(window: Window, qtbot: QtBot) -> None:
    first, second = panes(window)
    first.reader.go_to_provision("art_5")
    settled(window, qtbot)
    choose(open_menu(window), "Link art. 5 with…")
    dialog = window.findChild(AnswerDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.field, "12")
    assert dialog.tree.current == "art_12"
    qtbot.keyClick(dialog.field, Key.Key_Down)
    qtbot.keyClick(dialog.tree, Key.Key_Return)
    answer_of(window, qtbot, "art_5", "art_12")
    settled(window, qtbot)
    assert second.reader.visible_provision() == "art_12"


def test_both_are_shown(window: Window) -> None:
    first, second = panes(window)
    QTest.keyClick(first.reader, Key.Key_F9)
    first.reader.go_to_provision("art_5")
    choose(open_menu(window), "Show both")
    assert second.reader.visible_provision() == "art_6"
    assert window.room.together.leader is first


def test_the_lock_is_remembered(window: Window, library: Path) -> None:
    QTest.keyClick(window.room.active.reader, Key.Key_F9)
    window.close_library()
    window.commands.open_path(library)
    assert not window.room.together.is_locked


def test_closing_while_it_is_worked_out_leaves_no_thread(window: Window, library: Path) -> None:
    window.close_library()
    window.commands.open_path(library)
    window.close_library()
    assert window.room.together.answers._task is None


def test_three_panes_follow_one(window: Window, qtbot: QtBot) -> None:
    window.room.set_count(3)
    third = window.room.panes[2]
    window.room.show_version(OLD.id, 2)
    window.room.panes[1].reader.go_to_provision("art_8")
    settled(window, qtbot)
    qtbot.waitUntil(lambda: third.reader.visible_provision() == "art_7")
    assert window.room.panes[0].reader.visible_provision() == "art_7"


@pytest.mark.bench
def test_following_costs_little_beside_painting(
    window: Window, qtbot: QtBot, record_testsuite_property: Callable[..., None]
) -> None:
    """Milliseconds of a scroll step in which a second text follows: the 95th percentile, painting apart."""
    first, _ = panes(window)
    first.reader.go_to_provision("art_3")
    settled(window, qtbot)
    bar, taken = first.reader.verticalScrollBar(), []
    for _ in range(200):
        begun = time.thread_time()
        bar.setValue(bar.value() + 7)
        taken.append(1000 * (time.thread_time() - begun))
        QApplication.processEvents()
    late = statistics.quantiles(taken, n=20)[-1]
    record_testsuite_property("scroll step with a text that follows p95, ms", round(late, 2))
    assert late < 2
