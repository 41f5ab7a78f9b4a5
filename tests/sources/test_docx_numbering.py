"""Automatic numbers: what we print is what LibreOffice shows, from Word-like documents and from its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.sources.docx.document import read_docx
from annotator.sources.docx.numbering import Numbering
from annotator.sources.docx.styles import Styles
from tests.sources.numbered_files import format_files, numbered_files

FIXTURES = Path(__file__).parent / "fixtures"
WRITTEN_BY_LIBREOFFICE = sorted(FIXTURES.glob("libreoffice-*.docx"))
OFFICE_SECONDS = 300
OFFICE = shutil.which("soffice")


def printed(data: bytes) -> list[str]:
    """Each line as a reader sees it: its number and its words."""
    return [f"{line.list_label} {line.text}".strip() for line in read_docx(data).lines if not line.drop]


def shown(text: str) -> list[str]:
    """The lines of a text file that LibreOffice wrote: it indents list items."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def expectations() -> dict[str, tuple[str, list[str]]]:
    """From the fixture: why LibreOffice shows another number ("" where it does not), and what is printed, by name."""
    _, *sections = (FIXTURES / "numbering.txt").read_text(encoding="utf-8").split("\n# ")
    found = {}
    for section in sections:
        head, *lines = section.strip().splitlines()
        name, _, reason = head.partition(" | ")
        found[name] = (reason, lines)
    return found


EXPECTED = expectations()
FILES = numbered_files()


def test_every_document_has_its_numbers_written_down() -> None:
    assert set(FILES) == set(EXPECTED)


@pytest.mark.parametrize("name", FILES)
def test_numbers_of_word_like_documents(name: str) -> None:
    assert printed(FILES[name]) == EXPECTED[name][1]


@pytest.mark.parametrize("path", WRITTEN_BY_LIBREOFFICE, ids=lambda path: path.stem)
def test_numbers_of_documents_that_libreoffice_wrote(path: Path) -> None:
    """The text beside each is LibreOffice's own."""
    assert printed(path.read_bytes()) == shown(path.with_suffix(".txt").read_text(encoding="utf-8-sig"))


def test_there_are_documents_that_libreoffice_wrote() -> None:
    assert len(WRITTEN_BY_LIBREOFFICE) >= 2


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed here")
@pytest.mark.timeout(2 * OFFICE_SECONDS)
def test_libreoffice_shows_the_same_numbers(tmp_path: Path) -> None:
    """One start for all documents; those that the fixture gives a reason for are no part of it."""
    files = {name: data for name, data in FILES.items() if not EXPECTED[name][0]} | format_files()
    for name, data in files.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    written = in_libreoffice(tmp_path)
    assert {name: printed(data) for name, data in files.items()} == {name: shown(written[name]) for name in files}


def in_libreoffice(folder: Path) -> dict[str, str]:
    """The text that LibreOffice makes of each document in `folder`, by name."""
    assert OFFICE is not None
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder)]
    documents = map(str, sorted(folder.glob("*.docx")))
    home = {**os.environ, "HOME": str(folder)}
    subprocess.run([*command, *documents], env=home, capture_output=True, timeout=OFFICE_SECONDS, check=True)
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in folder.glob("*.txt")}


def test_a_document_without_numbering_has_no_places() -> None:
    assert Numbering(None, Styles(None)).place(None, "Normal") is None
