"""References in the text: pointed at, followed, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.model.treaty import Text, Version, VersionData
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.reader.trail import Spot, Trail
from annotator.ui.theme import Theme
from tests.ui.reader.treaty_samples import ARABIC, annotate_words, make_codebook, make_text

FILLER = "\n".join(f"{number}. " + "Each State Party keeps its lamps. " * 12 for number in range(2, 30))
LONG = f"""\
= A Convention for Tests
# Chapter I. Beginnings
## Article 1. Names
1. Duties are in article 2, paragraph 3, of this Convention, and not in article 2 of the Covenant.
{FILLER}
## Article 2. Duties
{FILLER}
30. As paragraph 1 of article 1 says, and paragraph 31, which does not exist.
"""


def version_of(text: Text, label: str, language: str = "en") -> Version:
    return Version(text.id, VersionData(label=label, language=language), text.sha256, "", "", len(text.text))


@pytest.fixture
def text() -> Text:
    return make_text(LONG)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, text: Text) -> Iterator[ReaderPane]:
    made = ReaderPane(theme)
    qtbot.addWidget(made)
    made.resize(760, 620)
    made.reader.set_codebook(make_codebook())
    made.show_version(version_of(text, "Lamps"), text)
    with qtbot.waitExposed(made):
        made.show()
        made.activateWindow()
    made.reader.setFocus()
    yield made
    made.follower.hide_preview()


def middle_of(pane: ReaderPane, text: Text, words: str) -> QPoint:
    """In the middle of the first letter of `words`, on the viewport."""
    reader = pane.reader
    offset = text.text.index(words) + 1
    cursor = QTextCursor(reader.document())
    cursor.setPosition(offset)
    left = reader.cursorRect(cursor)
    cursor.setPosition(offset + 1)
    right = reader.cursorRect(cursor)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def click(pane: ReaderPane, point: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(pane.reader.viewport(), Qt.MouseButton.LeftButton, held, point)


def settle(qtbot: QtBot, pane: ReaderPane, eid: str) -> None:
    qtbot.waitUntil(lambda: pane.reader.visible_provision() == eid)


def test_a_click_goes_there_and_alt_left_comes_back(pane: ReaderPane, text: Text, qtbot: QtBot) -> None:
    here = pane.reader.verticalScrollBar().value()
    click(pane, middle_of(pane, text, "article 2, paragraph"))
    settle(qtbot, pane, "art_2")
    assert pane.reader.caret() == next(row.start for row in text.provisions if row.eid == "art_2__para_3")
    assert pane.trail.can_go_back
    pane.go_back()
    assert pane.reader.visible_provision() == "art_1"
    assert abs(pane.reader.verticalScrollBar().value() - here) < pane.reader.viewport().height()
    pane.go_forward()
    assert pane.reader.visible_provision() == "art_2"
    assert not pane.trail.can_go_forward


def test_the_mouse_s_own_buttons_turn(pane: ReaderPane, text: Text, qtbot: QtBot) -> None:
    click(pane, middle_of(pane, text, "article 2, paragraph"))
    settle(qtbot, pane, "art_2")
    for button, eid in ((Qt.MouseButton.BackButton, "art_1"), (Qt.MouseButton.ForwardButton, "art_2")):
        QTest.mouseClick(pane.reader.viewport(), button)
        assert pane.reader.visible_provision() == eid


def test_another_instrument_is_no_link(pane: ReaderPane, text: Text) -> None:
    assert pane.reader.links is not None
    assert pane.reader.links.at(text.text.index("article 2 of the Covenant") + 3) is None
    assert pane.reader.links.at(text.text.index("paragraph 31") + 3) is None


def test_pointing_shows_the_words(pane: ReaderPane, text: Text, qtbot: QtBot) -> None:
    QTest.mouseMove(pane.reader.viewport(), middle_of(pane, text, "article 2, paragraph"))
    qtbot.waitUntil(lambda: pane.follower.preview is not None)
    preview = pane.follower.preview
    assert preview is not None
    assert preview.title.text() == "art. 2(3)"
    assert preview.words.text().startswith("3. Each State Party keeps its lamps.")
    assert pane.reader.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(pane.reader.viewport(), middle_of(pane, text, "Duties are in"))
    assert pane.follower.preview is None
    assert pane.reader.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_keys_look_and_follow(pane: ReaderPane, text: Text, qtbot: QtBot) -> None:
    start = text.text.index("article 2, paragraph")
    pane.reader.go_to(start + 4)
    qtbot.waitUntil(lambda: "link to art. 2(3)" in pane.reader.accessibleDescription())
    reference = pane.follower.at_caret()
    assert pane.follower.show_preview(reference)
    assert pane.follower.preview is not None
    QTest.keyClick(pane.reader, Qt.Key.Key_Right)
    assert pane.follower.preview is None
    assert pane.follower.follow(reference)
    assert pane.reader.visible_provision() == "art_2"
    assert not pane.follower.follow(pane.follower.at_caret())


def test_a_click_on_an_annotated_reference_opens_the_note_and_ctrl_follows(
    pane: ReaderPane, text: Text, qtbot: QtBot
) -> None:
    pane.reader.set_annotations([annotate_words(text, "note", "article 2, paragraph 3", "layer-1")])
    point = middle_of(pane, text, "article 2, paragraph")
    with qtbot.waitSignal(pane.annotation_activated):
        click(pane, point)
    assert pane.reader.visible_provision() != "art_2"
    click(pane, point, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, pane, "art_2")


def test_dragging_over_a_reference_selects_it(pane: ReaderPane, text: Text) -> None:
    viewport = pane.reader.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle_of(pane, text, "article 2, paragraph"))
    QTest.mouseMove(viewport, middle_of(pane, text, "of this Convention"))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=middle_of(pane, text, "of this Convention"))
    assert pane.reader.selection() is not None
    assert pane.reader.visible_provision() != "art_2"


def test_references_are_looked_for_only_where_one_reads(pane: ReaderPane, text: Text) -> None:
    assert pane.reader.links is not None
    seen = set(pane.reader.links._found)
    assert seen
    assert len(seen) < len(text.text.split("\n")) / 2


def test_the_trail_leads_into_another_version(pane: ReaderPane, text: Text, qtbot: QtBot) -> None:
    other = make_text(ARABIC)
    pane.reader.go_to_provision("art_2")
    pane.show_version(version_of(other, "حقوق", "ar"), other)
    with qtbot.waitSignal(pane.spot_wanted) as asked:
        pane.go_back()
    assert asked.args[0].version == text.id
    pane.show_version(version_of(text, "Lamps"), text)


def test_a_trail_forgets_what_is_ahead_when_another_way_is_taken() -> None:
    trail = Trail()
    one, two, three = (Spot("v", offset) for offset in (1, 2, 3))
    trail.leave(one)
    assert trail.back(two) == one
    assert trail.can_go_forward
    trail.leave(one)
    assert not trail.can_go_forward
    assert trail.back(three) == one
    assert trail.back(one) is None
    assert trail.forward(one) == three
    trail.forget({"w"})
    assert not trail.can_go_back


def test_where_one_has_only_arrived_is_no_stop() -> None:
    trail = Trail()
    trail.leave(Spot("v", 40))
    trail.leave(Spot("w", 0))
    assert trail.back(Spot("w", 9)) == Spot("v", 40)
    with trail.resting():
        trail.leave(Spot("w", 7))
    assert not trail.can_go_back
