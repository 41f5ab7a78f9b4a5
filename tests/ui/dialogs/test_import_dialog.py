"""Import: progress, cancel, what is shown of a reading, and what becomes of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.problems import Cancelled
from annotator.model.treaty import Reading
from annotator.operations.importing import Imported
from annotator.operations.libraries import read_library
from annotator.operations.reading import Batch, Found, Refusal, Source, read_texts
from annotator.sources import readers
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.import_dialog import ImportDialog, file_filter
from annotator.ui.dialogs.readings_dialog import ReadingsDialog
from annotator.ui.tasks import Progress, Task
from tests.ui.dialogs.harbour import made_reading

NEW = "Rules for a large harbour"


def shown(bridge: Bridge, window: QWidget, qtbot: QtBot, batch: Batch) -> ReadingsDialog:
    """A dialog that has read `batch`."""
    dialog = ReadingsDialog(bridge, "Import texts", window)
    task = Task(lambda _progress, _cancelled: batch, dialog)
    dialog.open()
    with qtbot.waitSignal(task.finished):
        dialog.start(task)
    qtbot.waitUntil(lambda: len(dialog.pages) == len(batch.readings))
    return dialog


def batch_of(*openings: str, refused: tuple[Refusal, ...] = ()) -> Batch:
    return Batch(tuple(found(made_reading(f"{opening}.md", opening)) for opening in openings), refused)


def found(reading: Reading) -> Found:
    return Found(reading, Source(Path(reading.source_name)), 0.0)


def test_a_reading_is_shown_with_its_tree_sums_and_origin(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    page = shown(bridge, window, qtbot, batch_of(NEW)).pages[0]
    assert page.tree.topLevelItemCount() == 3
    third = page.tree.topLevelItem(2)
    assert third is not None
    assert third.text(0) == "Article 3  Safeguards"
    assert third.text(1) == "Each State shall guarantee prompt review by a judge."
    assert page.ledger_sentence().endswith("kept, 4 left out.")
    assert page.origin_sentence() == f"{NEW}.md, read by Markdown, utf-8."


def test_a_click_on_a_warning_shows_its_provision(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    page = shown(bridge, window, qtbot, batch_of(NEW)).pages[0]
    warning = page.warnings.topLevelItem(0)
    assert warning is not None
    assert warning.text(0) == "art. 3"
    place = page.warnings.visualItemRect(warning).center()
    qtbot.mouseClick(page.warnings.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.tree.current_eid() == "art_3"


def test_enter_on_a_warning_shows_its_provision_and_imports_nothing(
    bridge: Bridge, window: QWidget, qtbot: QtBot
) -> None:
    dialog = shown(bridge, window, qtbot, batch_of(NEW))
    page = dialog.pages[0]
    page.warnings.setFocus()
    page.warnings.setCurrentItem(page.warnings.topLevelItem(0))
    qtbot.keyClick(page.warnings, Qt.Key.Key_Return)
    assert page.tree.current_eid() == "art_3"
    assert dialog.isVisible()


def test_what_was_left_out_is_listed_with_reason_page_and_words(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    row = shown(bridge, window, qtbot, batch_of(NEW)).pages[0].dropped.topLevelItem(0)
    assert row is not None
    assert [row.text(column) for column in range(3)] == ["page number", "1", "- 12 -"]


def test_edited_data_goes_into_the_version(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = shown(bridge, window, qtbot, batch_of(NEW))
    form = dialog.pages[0].form
    form.line("label").selectAll()
    qtbot.keyClicks(form.line("label"), "Large harbour")
    qtbot.keyClicks(form.line("symbol"), "H/1")
    qtbot.keyClicks(form.line("date"), "1999-05-01")
    with qtbot.waitSignal(dialog.imported) as signal:
        qtbot.keyClick(form.line("date"), Qt.Key.Key_Return)
    made: Imported = signal.args[0][0]
    assert (made.version.data.label, made.version.data.symbol, made.version.data.date) == (
        "Large harbour",
        "H/1",
        "1999-05-01",
    )
    assert made.version.id in {row.id for row in bridge.library.versions()}


def test_an_unfinished_date_is_said_and_keeps_from_importing(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = shown(bridge, window, qtbot, batch_of(NEW))
    qtbot.keyClicks(dialog.pages[0].form.line("date"), "1999-0")
    assert "2024-12-24" in dialog.problem.text()
    assert not dialog.accept_button.isEnabled()


def test_a_text_that_is_there_is_said_to_be(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = shown(bridge, window, qtbot, batch_of("Rules for a small harbour"))
    assert dialog.pages[0].existing in bridge.library.versions()
    assert dialog.accept_button.text() == "Show it"
    with qtbot.waitSignal(dialog.imported) as signal:
        dialog.accept_button.click()
    assert signal.args[0][0].existing
    assert len(bridge.library.versions()) == 2


def test_only_the_checked_readings_are_imported(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = shown(bridge, window, qtbot, batch_of(NEW, "Rules for a ferry", "Rules for a pier"))
    assert dialog.list.isVisible()
    assert dialog.accept_button.text() == "Import 3 texts"
    dialog.list.setCurrentRow(1)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.accept_button.text() == "Import 2 texts"
    with qtbot.waitSignal(dialog.imported) as signal:
        dialog.accept_button.click()
    assert [row.version.name for row in signal.args[0]] == [NEW, "Rules for a pier"]


def test_a_refused_file_is_shown_with_its_sentence_beside_the_good_ones(
    bridge: Bridge, window: QWidget, qtbot: QtBot
) -> None:
    dialog = shown(bridge, window, qtbot, batch_of(NEW, refused=(Refusal("scan.pdf", "scan.pdf is a scan."),)))
    assert dialog.notice.text() == "scan.pdf is a scan."
    assert dialog.accept_button.isEnabled()


def test_a_missing_file_leaves_nothing_to_import(bridge: Bridge, window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ImportDialog(bridge, [tmp_path / "nowhere.md"], window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.notice.text() != "", timeout=20_000)
    assert "nowhere.md does not exist" in dialog.notice.text()
    assert not dialog.accept_button.isVisible()


def test_cancel_midway_ends_the_reading_and_the_dialog(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    def read(progress: Progress, cancelled: Callable[[], bool]) -> Batch:
        progress("treaty.pdf: reading", 0.5)
        while not cancelled():
            pass
        raise Cancelled

    dialog = ReadingsDialog(bridge, "Import texts", window)
    dialog.open()
    task = Task(read, dialog)
    with qtbot.waitSignal(task.progressed):
        dialog.start(task)
    assert dialog.step.text() == "treaty.pdf: reading"
    assert dialog.bar.value() == dialog.bar.maximum() // 2
    with qtbot.waitSignals([task.was_cancelled, dialog.rejected]):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(bridge.library.versions()) == 2


def test_cancelling_a_real_reader_changes_nothing(
    bridge: Bridge, window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(40)]
    for file in files:
        file.write_text("Article 1\nWords.\n" * 2000, encoding="utf-8")
    dialog = ImportDialog(bridge, files, window)
    dialog.open()
    with qtbot.waitSignal(dialog.rejected, timeout=20_000):
        dialog.cancel_button.click()
    assert len(bridge.library.versions()) == 2


def test_a_reader_that_hangs_is_ended_by_cancel_and_the_window_lives(
    bridge: Bridge, window: QWidget, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = tmp_path / "process"
    script = (
        "import os, pathlib, signal, sys, time\n"
        "from annotator.sources.wire import write_message\n"
        "write_message(sys.stdout.buffer, {'ready': True})\n"
        "write_message(sys.stdout.buffer, {'progress': ['reading', 0.25]})\n"
        f"pathlib.Path({str(marks)!r}).write_text(str(os.getpid()))\n"
        "while True: time.sleep(60)\n"
    )
    monkeypatch.setattr(readers, "worker_command", lambda _limits: [sys.executable, "-c", script])
    file = tmp_path / "hostile.pdf"
    file.write_bytes(b"%PDF-1.4 endless")
    dialog = ImportDialog(bridge, [file], window)
    dialog.open()
    qtbot.waitUntil(lambda: marks.exists() and "hostile.pdf" in dialog.step.text(), timeout=20_000)
    with qtbot.waitSignal(dialog.rejected, timeout=5_000):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert len(bridge.library.versions()) == 2
    if sys.platform != "win32":
        with pytest.raises(ProcessLookupError):  # Ended and waited for: its number names no process any more
            os.kill(int(marks.read_text()), 0)


def test_a_failure_is_a_sentence_and_the_dialog_can_be_closed(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    dialog = ReadingsDialog(bridge, "Import texts", window)
    dialog.open()
    task = Task(lambda _progress, _cancelled: read_texts([Path("/nowhere")])[0], dialog)  # type: ignore[index]
    with qtbot.waitSignal(task.finished):
        dialog.start(task)
    assert "Something went wrong" in dialog.notice.text()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_the_library_refuses_is_said_in_the_dialog(bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
    bridge.open(read_library(bridge.library.path))
    dialog = shown(bridge, window, qtbot, batch_of(NEW))
    dialog.accept_button.click()
    assert "reading only" in dialog.problem.text()
    assert dialog.isVisible()


def test_the_file_filter_names_every_kind_that_is_read() -> None:
    assert {"*.md", "*.txt", "*.html", "*.docx", "*.pdf"} <= set(file_filter().split("(")[1].split(")")[0].split())


def test_two_versions_of_one_instrument_are_told_apart_by_their_files(
    bridge: Bridge, window: QWidget, qtbot: QtBot
) -> None:
    readings = (made_reading("draft.md", NEW), made_reading("adopted.md", f"{NEW} ", label=NEW))
    dialog = shown(bridge, window, qtbot, Batch(tuple(map(found, readings))))
    assert [dialog.list.item(row).text() for row in range(2)] == [f"{NEW}\ndraft.md", f"{NEW}\nadopted.md"]
    form = dialog.pages[1].form
    form.line("label").selectAll()
    qtbot.keyClicks(form.line("label"), "Adopted text")
    assert dialog.list.item(1).text() == "Adopted text\nadopted.md"
