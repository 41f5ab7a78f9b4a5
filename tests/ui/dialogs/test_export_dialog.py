"""Export: what is chosen, what is seen, what is written, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QStandardPaths, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.export.brief import BriefOptions
from annotator.model.selection import Filters
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.operations.exporting import Exported, plan_export
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.export_dialog import ExportDialog


@pytest.fixture(autouse=True)
def _nothing_written_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExportDialog, "last_folder", None)


@pytest.fixture
def dialog(bridge: Bridge, window: QWidget, tmp_path: Path) -> ExportDialog:
    made = ExportDialog(bridge, window)
    made.target.setText(str(tmp_path / "brief.docx"))
    made.open()
    return made


def write(dialog: ExportDialog, qtbot: QtBot) -> Exported:
    with qtbot.waitSignal(dialog.exported, timeout=20_000) as signal:
        dialog.accept_button.click()
    written: Exported = signal.args[0]
    qtbot.waitUntil(dialog.close_button.isEnabled)
    return written


def choose_format(dialog: ExportDialog, name: str) -> None:
    dialog.options.format.setCurrentIndex(dialog.options.format.findData(name))


def test_the_brief_is_seen_before_it_is_written(dialog: ExportDialog) -> None:
    words = dialog.preview.toPlainText()
    assert "prompt review by a judge" in words
    assert "Why protect people matters." in words


def test_every_filter_changes_count_and_preview(dialog: ExportDialog, qtbot: QtBot) -> None:
    assert dialog.count.text().startswith("4 of 4 chosen")
    with qtbot.waitSignal(dialog.planned):
        dialog.choice.versions.set_state(dialog.choice.versions.keys()[0], Qt.CheckState.Checked)
    assert dialog.count.text().startswith("2 of 4 chosen")
    with qtbot.waitSignal(dialog.planned):
        qtbot.mouseClick(dialog.choice.chips["severity"].button("must-change"), Qt.MouseButton.LeftButton)
    assert dialog.count.text().startswith("1 of 4 chosen")
    assert "prompt review" in dialog.preview.toPlainText()
    assert "protect people" not in dialog.preview.toPlainText()
    with qtbot.waitSignal(dialog.planned):
        qtbot.keyClicks(dialog.choice.words, "lighthouse")
    assert dialog.count.text().startswith("0 of 4 chosen")


def test_it_begins_with_the_filters_that_it_is_given(bridge: Bridge, window: QWidget) -> None:
    dialog = ExportDialog(bridge, window, Filters(category=("expansion",), severity=("watch",)))
    assert dialog.choice.filters() == Filters(category=("expansion",), severity=("watch",))
    assert dialog.count.text().startswith("2 of 4 chosen")


@pytest.mark.parametrize("name", [".docx", ".html", ".md", ".csv"])
def test_each_format_is_written_whole(name: str, dialog: ExportDialog, qtbot: QtBot) -> None:
    choose_format(dialog, name)
    written = write(dialog, qtbot)
    assert written.output == Path(dialog.target.text())
    assert written.output.stat().st_size == written.bytes > 0
    assert written.annotations == 4
    assert str(written.output) in dialog.outcome.text()
    assert dialog.open_button.isVisible()
    assert dialog.folder_button.isVisible()


def test_a_wider_audience_leaves_out_and_says_why(dialog: ExportDialog, bridge: Bridge, qtbot: QtBot) -> None:
    assert dialog.left_out.text() == ""
    first = bridge.library.annotations()[0]
    bridge.act(edit_annotations, [first.id], Assignment(audience="public", status="approved"), bridge.person)
    with qtbot.waitSignal(dialog.planned):
        dialog.options.audience.setCurrentIndex(dialog.options.audience.findData("public"))
    assert dialog.left_out.text() == "3 of them are left out: 3 meant for a narrower audience."
    assert write(dialog, qtbot).annotations == 1


def test_an_internal_copy_names_authors(dialog: ExportDialog, qtbot: QtBot) -> None:
    choose_format(dialog, ".html")
    assert "Library of Rules" not in write(dialog, qtbot).output.read_text("utf-8")
    with qtbot.waitSignal(dialog.planned):
        qtbot.mouseClick(
            dialog.options.internal, Qt.MouseButton.LeftButton, pos=dialog.options.internal.rect().center()
        )
        dialog.options.internal.setChecked(True)
    assert "Library of Rules" in write(dialog, qtbot).output.read_text("utf-8")


def test_a_bad_folder_is_a_sentence_and_the_dialog_stays(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.target.setText(str(tmp_path / "nowhere" / "brief.docx"))
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: dialog.problem.text() != "", timeout=20_000)
    assert "nowhere" in dialog.problem.text()
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    assert dialog.isVisible()
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_there_is_replaced_only_after_a_question(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "brief.docx").write_text("precious")
    dialog.accept_button.click()
    assert "exists already" in dialog.problem.text()
    assert dialog.accept_button.text() == "Replace it"
    assert (tmp_path / "brief.docx").read_text() == "precious"
    assert write(dialog, qtbot).bytes == (tmp_path / "brief.docx").stat().st_size


def test_the_file_s_ending_follows_the_format(dialog: ExportDialog) -> None:
    choose_format(dialog, ".html")
    assert dialog.target.text().endswith("brief.html")
    dialog.target.setText("/tmp/another.md")
    assert dialog.options.suffix == ".md"


def test_a_name_without_ending_is_given_one(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.target.setText(str(tmp_path / "brief v1.2"))
    assert write(dialog, qtbot).output == tmp_path / "brief v1.2.docx"


def test_without_a_file_nothing_can_be_written(dialog: ExportDialog) -> None:
    dialog.target.clear()
    assert not dialog.accept_button.isEnabled()


def test_escape_closes_it(dialog: ExportDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_file_suggested_lies_in_a_folder_that_is_there(
    bridge: Bridge, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "Documents"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _location: str(documents))
    assert Path(ExportDialog(bridge, window).target.text()).parent == Path.home()
    documents.mkdir()
    assert Path(ExportDialog(bridge, window).target.text()).parent == documents


def test_the_folder_written_to_is_suggested_next(
    dialog: ExportDialog, bridge: Bridge, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "outbox"
    folder.mkdir()
    dialog.target.setText(str(folder / "brief.docx"))
    write(dialog, qtbot)
    assert Path(ExportDialog(bridge, window).target.text()).parent == folder


def choose_audience(dialog: ExportDialog, audience: str) -> None:
    dialog.options.audience.setCurrentIndex(dialog.options.audience.findData(audience))


def test_each_reason_to_leave_out_is_counted(dialog: ExportDialog, bridge: Bridge, qtbot: QtBot) -> None:
    rows = [row.id for row in bridge.library.annotations()]
    bridge.act(edit_annotations, rows[:3], Assignment(audience="public"), bridge.person)
    bridge.act(edit_annotations, rows[:1], Assignment(status="approved"), bridge.person)
    with qtbot.waitSignal(dialog.planned):
        choose_audience(dialog, "public")
    told = "3 of them are left out: 1 meant for a narrower audience and 2 not yet approved."
    assert dialog.left_out.text() == told


def test_an_internal_copy_for_the_public_is_refused_in_a_sentence(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.planned):
        choose_audience(dialog, "public")
        dialog.options.internal.setChecked(True)
    dialog.target.setText(str(tmp_path / "another.docx"))
    assert dialog.refusal.isVisible()
    assert "cannot be made for the public" in dialog.refusal.text()
    assert not dialog.accept_button.isEnabled()
    assert dialog.preview.toPlainText() == ""
    dialog.accept()
    assert not (tmp_path / "another.docx").exists()
    with qtbot.waitSignal(dialog.planned):
        choose_audience(dialog, "organisation")
    assert not dialog.refusal.isVisible()
    assert dialog.accept_button.isEnabled()
    assert "Why protect people matters." in dialog.preview.toPlainText()


def test_the_preview_opens_at_the_annotation_that_was_open(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    first = ExportDialog(bridge, window)
    first.open()
    assert first.preview.verticalScrollBar().value() == 0
    brief = plan_export(bridge.library, Filters(), BriefOptions())
    last = brief.entries[-1]
    dialog = ExportDialog(bridge, window, current=last.annotation)
    dialog.resize(900, 400)
    dialog.open()
    qtbot.waitUntil(lambda: f"{last.number}. {last.provision}" in top_of(dialog))
    dialog.preview.verticalScrollBar().setValue(0)
    with qtbot.waitSignal(dialog.planned):
        dialog.options.internal.setChecked(True)
    assert dialog.preview.verticalScrollBar().value() == 0


def top_of(dialog: ExportDialog) -> str:
    """The first lines that the preview shows."""
    cursor = dialog.preview.cursorForPosition(QPoint(30, 2))
    lines = [cursor.block(), cursor.block().next()]
    return "\n".join(row.text() for row in lines)
