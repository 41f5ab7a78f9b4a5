"""A text on paper: all its words, its layers in colour and without, where it comes from, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.libraries import new_library
from annotator.settings import Settings
from annotator.ui.print_pages import PrintPages, page_width, paper_theme
from annotator.ui.printing_commands import Preview
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import TREATY, make_text

LONG = TREATY + "".join(
    f"## Article {number}. Further duties\n1. " + "Each State Party keeps its lamps lit at night. " * 30 + "\n"
    for number in range(4, 24)
)
TEXT = make_text(LONG)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        fields = {"label": "Lamps", "short_title": "Lamps", "symbol": "A/RES/1", "kind": "restatement"}
        made.apply([Edit("version", TEXT.id, {**fields, "sha256": TEXT.sha256})], "", texts=[TEXT])
        given = Assignment(categories=("oversight-and-remedy",))
        annotate(made, anchor_quote(TEXT, "an effective remedy"), given, Person("Reader"))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    opened = Window(Settings(), ThemeKeeper(app, "dark"))
    qtbot.addWidget(opened)
    with qtbot.waitExposed(opened):
        opened.show()
    opened.commands.open_path(path)
    yield opened
    opened.close()


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found


def test_a_pdf_has_all_the_words_its_source_and_the_legend(window: Window, tmp_path: Path) -> None:
    window.commands.write_pdf(tmp_path / "Lamps.pdf")
    pages = pages_of(tmp_path / "Lamps.pdf")
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert "Restated in other words, not quotable: Lamps, A/RES/1" in page
        assert f"{number} of {len(pages)}" in page
    whole = "".join("".join(pages).split())
    for article in range(1, 24):
        assert f"Article{article}." in whole
    written = whole.count("EachStatePartykeeps")
    assert 600 - len(pages) <= written <= 600, "each once, but for those that a page's end cuts in two"
    assert "Oversight and remedy" in pages[-1]
    assert "Surveillance" not in pages[-1], "only layers that are on the text"


def test_no_page_ends_with_a_heading(window: Window, tmp_path: Path) -> None:
    window.commands.write_pdf(tmp_path / "Lamps.pdf")
    for page in pages_of(tmp_path / "Lamps.pdf"):
        words = page.strip().splitlines()
        foot = next(row for row, line in enumerate(words) if " of " in line and line.strip()[:1].isdigit())
        body = [line for row, line in enumerate(words) if row != foot and "Restated" not in line]
        assert not body[-1].startswith("Article")


def test_a_passage_is_seen_without_colour(window: Window, tmp_path: Path) -> None:
    window.actions_by_name["tint_off"].trigger()
    window.commands.write_pdf(tmp_path / "marked.pdf")
    window.actions_by_name["no_layers"].trigger()
    window.commands.write_pdf(tmp_path / "plain.pdf")
    grey = []
    for name in ("marked.pdf", "plain.pdf"):
        document = pypdfium2.PdfDocument(tmp_path / name)
        bitmap = document[0].render(scale=1, grayscale=True)
        grey.append(sum(1 for value in bytes(bitmap.buffer) if value < 200))
        document.close()
    assert grey[0] > grey[1] + 40


def test_paper_is_white_though_the_window_is_dark(window: Window, tmp_path: Path) -> None:
    assert window.themes.theme.dark
    window.commands.write_pdf(tmp_path / "Lamps.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "Lamps.pdf")
    shades = bytes(document[0].render(scale=0.5, grayscale=True).buffer)
    document.close()
    assert sum(shades) / len(shades) > 200


def test_only_the_pages_that_are_asked_for(window: Window, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "two.pdf"))
    printer.setFromTo(2, 3)
    reader = window.room.active.reader
    decorations = reader.laid_out_for(paper_theme(), page_width(printer))
    assert decorations is not None
    assert PrintPages(decorations, reader.data).print_to(printer) > 3
    assert [page.strip().splitlines()[-1] for page in pages_of(tmp_path / "two.pdf")]
    assert len(pages_of(tmp_path / "two.pdf")) == 2


def test_the_preview_opens_by_key_and_closes(window: Window, qtbot: QtBot) -> None:
    window.room.active.reader.setFocus()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = window.findChild(Preview)
    assert preview is not None
    assert "Lamps" in preview.windowTitle()
    with qtbot.waitSignal(preview.destroyed):
        QTest.keyClick(preview, Qt.Key.Key_Escape)


def test_a_file_is_asked_for(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "given"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    window.actions_by_name["save_pdf"].trigger()
    assert (tmp_path / "given.pdf").stat().st_size > 1000
    assert "given.pdf" in window.statusBar().currentMessage()


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(window: Window, tmp_path: Path) -> None:
    window.commands.write_pdf(tmp_path / "no such folder" / "Lamps.pdf")
    assert window.problem.isVisible()
    assert "Choose another folder" in window.problem.label.text()
