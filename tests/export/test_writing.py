"""Files are written whole, or what was there stays."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from annotator.export.writing import write_atomically
from annotator.model.problems import Problem


def test_it_is_written_and_replaced(tmp_path: Path) -> None:
    target = tmp_path / "brief.md"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert [row.name for row in tmp_path.iterdir()] == ["brief.md"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(b"old")
    link = tmp_path / "link.md"
    link.symlink_to("real.md")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"new"


def test_a_disk_without_room_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "brief.md"
    target.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # the same way to fail as a full disk: the write stops
    try:
        with pytest.raises(Problem, match="no room left"):
            write_atomically(target, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_bytes() == b"old"
    assert [row.name for row in tmp_path.iterdir()] == ["brief.md"]


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no folder"):
        write_atomically(tmp_path / "none" / "brief.md", b"x")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is a folder"):
        write_atomically(tmp_path, b"x")


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(Problem):
        write_atomically(tmp_path / "file" / "brief.md", b"x")


def test_a_device_is_left_alone() -> None:
    with pytest.raises(Problem, match="not an ordinary file"):
        write_atomically(Path(os.devnull), b"x")


@pytest.mark.parametrize("name", ["a" * 300 + ".md", "nul\0.md"])
def test_a_name_that_cannot_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(Problem):
        write_atomically(tmp_path / name, b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Problem, match="may not be written"):
            write_atomically(tmp_path / "brief.md", b"x")
    finally:
        tmp_path.chmod(0o700)
