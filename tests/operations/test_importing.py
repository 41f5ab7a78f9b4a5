"""From files to versions, and the sample library."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import Person
from annotator.model.problems import Cancelled, Problem, UnusableFile
from annotator.model.selection import Filters
from annotator.operations import importing, libraries, reading, samples
from annotator.store.library import Library

ME = Person("Reader")
TREATY = "# Convention on Wells\n\n### Article 1\n\n1. Wells are open.\n\n2. Wells are clean.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with libraries.new_library(tmp_path / "library.sqlite") as made:
        yield made


@pytest.fixture
def treaty(tmp_path: Path) -> Path:
    path = tmp_path / "wells.md"
    path.write_text(TREATY, encoding="utf-8")
    return path


def test_what_a_person_says_of_a_text_goes_before_what_the_file_says(library: Library, treaty: Path) -> None:
    given = {"label": "Wells", "kind": "draft", "language": "fr"}
    batch = reading.read_texts([treaty], given)
    made = importing.add_versions(library, batch.readings, ME)[0]
    assert (made.version.data.label, made.version.data.kind, made.version.data.language) == ("Wells", "draft", "fr")
    assert made.version.source_name == "wells.md"
    assert len(made.version.source_sha256) == 64
    assert batch.found[0].seconds < 5


def test_what_no_partner_would_take_in_is_no_language(library: Library, treaty: Path) -> None:
    with pytest.raises(Problem, match="“very old French” is no code of a language"):
        reading.describe(reading.read_texts([treaty]).readings[0], {"language": "very old French"})
    made = importing.add_versions(library, reading.read_texts([treaty]).readings, ME)[0]
    with pytest.raises(Problem, match="no code of a language"):
        importing.edit_version(library, made.version.id, {"language": "very old French"}, ME)
    assert importing.edit_version(library, made.version.id, {"language": "frm"}, ME).data.language == "frm"


def test_the_same_text_again_is_only_named(library: Library, treaty: Path) -> None:
    readings = reading.read_texts([treaty]).readings
    first = importing.add_versions(library, readings, ME)[0]
    again = importing.add_versions(library, readings, ME)[0]
    assert (first.existing, again.existing, again.version.id) == (False, True, first.version.id)
    assert len(library.versions()) == 1


def test_two_versions_never_share_a_label(library: Library, treaty: Path, tmp_path: Path) -> None:
    other = tmp_path / "wells-2.md"
    other.write_text(TREATY.replace("clean", "deep"), encoding="utf-8")
    readings = reading.read_texts([treaty, other], {"label": "Wells"}).readings
    labels = [row.version.data.label for row in importing.add_versions(library, readings, ME)]
    assert labels == ["Wells", "Wells (2)"]


def test_a_removed_text_comes_back_when_imported_again(library: Library, treaty: Path) -> None:
    readings = reading.read_texts([treaty]).readings
    made = importing.add_versions(library, readings, ME)[0]
    importing.remove_version(library, made.version.id, ME)
    assert library.versions() == []
    importing.add_versions(library, readings, ME)
    assert [row.id for row in library.versions()] == [made.version.id]
    assert library.problems() == []


def test_progress_rises_and_a_cancelled_batch_makes_nothing(treaty: Path, tmp_path: Path) -> None:
    files = [treaty, tmp_path / "missing.md"]
    shares: list[float] = []
    batch = reading.read_texts(files, progress=lambda _step, share: shares.append(share))
    assert shares == sorted(shares)
    assert [Path(row.file).name for row in batch.refused] == ["missing.md"]
    with pytest.raises(Cancelled):
        reading.read_texts(files, cancelled=lambda: True)


def test_a_folder_without_texts_says_which_kinds_are_read(tmp_path: Path) -> None:
    batch = reading.read_texts([tmp_path])
    assert batch.readings == ()
    assert ".docx" in batch.refused[0].why


def test_pasted_words_become_a_text_without_a_file_s_name() -> None:
    pasted = reading.read_pasted("Article 1\nWells are open.\n").readings[0]
    assert pasted.counts == {"article": 1}
    assert "pasted" not in (pasted.data.instrument + pasted.data.short_title + pasted.data.label)
    with pytest.raises(UnusableFile, match="copy some words"):
        reading.read_pasted(" \n ")


def test_the_sample_library_is_whole_marked_and_made_once(home: Path) -> None:
    path = samples.ensure_sample_library()
    assert path.is_relative_to(home)
    made = path.stat().st_mtime_ns
    assert samples.ensure_sample_library().stat().st_mtime_ns == made
    with libraries.open_library(path) as library:
        notes = library.annotations()
        assert library.problems() == []
        assert len(notes) >= 30
        assert {row.data.kind for row in library.versions()} == {"restatement"}
        assert {category for row in notes for category in row.categories} == {
            row.id for row in library.codebook().layers
        }
        assert any(row.ask for row in notes)
        featured = library.annotations(Filters(annotation=(samples.FEATURED,)))
        assert [row.anchor.provision for row in featured] == ["art_24__para_2"]
        assert all(row.approved_by for row in notes if row.status in ("approved", "published"))
        assert library.undo(ME) is None, "undo must not take the samples apart"


@pytest.mark.timeout(600)  # a process for each command: slow where the machine is busy
def test_every_shared_text_is_imported_as_its_check_wants(shared: Path) -> None:
    check = shared / "checks" / "import_check"
    if not check.exists():
        pytest.skip("No import_check beside the shared texts.")
    command = f"{sys.executable} -m annotator"
    done = subprocess.run(
        [sys.executable, str(check), "--annotator", command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_start_of_the_worker_is_no_time_of_the_file_after_one_that_is_missing(tmp_path: Path) -> None:
    good = tmp_path / "mill.txt"
    good.write_text("Article 1\nMills turn.\n", "utf-8")
    batch = reading.read_texts([tmp_path / "nowhere.txt", good])
    assert len(batch.refused) == 1
    assert batch.start_seconds > 0
    assert batch.found[0].seconds < batch.start_seconds
