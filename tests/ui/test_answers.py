"""What answers what is worked out in the background, and never from links that were changed meanwhile."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.model.correspondence import Link
from annotator.operations.aligning import link_provisions
from annotator.operations.libraries import new_library, open_library
from annotator.settings import Settings
from annotator.ui.answers import Answers
from annotator.ui.bridge import Bridge
from tests.ui.reader.treaty_samples import TREATY, make_text

OLD, NEW = make_text(TREATY), make_text(TREATY.replace("effective remedy", "adequate remedy"))


def test_a_link_that_is_set_while_pairs_are_worked_out_counts(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "Library.sqlite"
    with new_library(path) as made:
        for text in (OLD, NEW):
            made.apply([Edit("version", text.id, {"label": text.id, "instrument": "Treaty"})], "", texts=[text])
    bridge = Bridge(Settings())
    answers = Answers(bridge)
    bridge.open(open_library(path))
    versions = {row.id: row for row in bridge.library.versions()}
    old, new = versions[OLD.id], versions[NEW.id]
    with qtbot.waitSignal(answers.ready):
        assert answers.between(old, new) is None
        bridge.act(link_provisions, Link(OLD.id, "art_1", NEW.id, "art_3"), Person("Reader"))

    def is_followed() -> None:
        answered = answers.between(old, new)
        assert answered is not None
        pair = answered.pairs.answer("art_1")
        assert pair is not None
        assert (pair.right, pair.reason) == ("art_3", "chosen")

    qtbot.waitUntil(is_followed)
    bridge.close()
