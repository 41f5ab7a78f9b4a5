"""Private copies: of ordinary files alone, whole, and never waiting for anything."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import threading
from pathlib import Path

import pytest

from annotator.model.problems import Cancelled, UnusableFile
from annotator.sharing import copying
from annotator.sharing.copying import copy_privately


def copied(path: Path, folder: Path) -> tuple[Path, str]:
    return copy_privately(path, folder, lambda _share: None, lambda: False)


@pytest.fixture
def private(tmp_path: Path) -> Path:
    folder = tmp_path / "private"
    folder.mkdir()
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sent.sqlite"
    path.write_bytes(bytes(range(256)) * 20_000)
    return path


def test_a_copy_is_whole_and_nobody_else_reads_it(file: Path, private: Path) -> None:
    shares: list[float] = []
    copy, digest = copy_privately(file, private, shares.append, lambda: False)
    assert copy.read_bytes() == file.read_bytes()
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert copy.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _link_to_fifo(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to(path.with_name("pipe"))


def _link_to_file(path: Path) -> None:
    path.with_name("real").write_text("x")
    path.symlink_to(path.with_name("real"))


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


STRANGE = {
    "a pipe": (_fifo, "is no ordinary file; copy its content into one."),
    "a link to a pipe": (_link_to_fifo, "is only a link; choose the file that it leads to."),
    "a link": (_link_to_file, "is only a link; choose the file that it leads to."),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "is only a link; choose the file that it leads to."),
    "a link to itself": (lambda path: path.symlink_to(path), "is only a link; choose the file that it leads to."),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is only a link; choose the file that it leads to."),
    "a socket": (_socket, "copy it to a folder of your own and try again."),
    "a folder": (lambda path: path.mkdir(), "is a folder; choose the file in it."),
    "nothing": (lambda _path: None, "does not exist; check its name and folder."),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes with names, and links only for some")
@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.timeout(10)
def test_what_is_no_ordinary_file_is_refused_and_never_waited_for(name: str, tmp_path: Path, private: Path) -> None:
    make, sentence = STRANGE[name]
    path = tmp_path / "x.sqlite"
    make(path)
    with pytest.raises(UnusableFile) as caught:
        copied(path, private)
    assert str(caught.value).endswith(sentence)
    assert "x.sqlite" in str(caught.value)
    assert list(private.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_is_refused() -> None:
    with pytest.raises(UnusableFile, match="is no ordinary file"):
        copied(Path("/dev/zero"), Path())


@pytest.mark.parametrize("suffix", ["-journal", "-wal"])
def test_a_file_with_an_unfinished_change_beside_it_is_refused(suffix: str, file: Path, private: Path) -> None:
    beside = file.with_name(file.name + suffix)
    beside.write_bytes(b"")
    copied(file, private)[0].unlink()
    beside.write_bytes(b"x" * 512)
    with pytest.raises(UnusableFile, match=r"is not complete: sent\.sqlite-(journal|wal) beside it holds a change"):
        copied(file, private)


def test_a_file_that_is_too_large_is_refused_before_it_is_copied(
    file: Path, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST_BYTES", 2**20)
    with pytest.raises(UnusableFile, match=r"has 4 MB, and files up to 1 MB are merged"):
        copied(file, private)
    assert list(private.iterdir()) == []


@pytest.mark.parametrize("change", [b"more", None])
def test_a_file_that_changes_while_it_is_copied_is_refused(change: bytes | None, file: Path, private: Path) -> None:
    def write(share: float) -> None:
        if change is None:
            os.truncate(file, 2**20 + 5)
        elif share < 0.5:
            with file.open("ab") as opened:
                opened.write(change)

    with pytest.raises(UnusableFile, match="was written to while it was copied"):
        copy_privately(file, private, write, lambda: False)


def test_copying_can_be_cancelled(file: Path, private: Path) -> None:
    is_cancelled = threading.Event()
    with pytest.raises(Cancelled):
        copy_privately(file, private, lambda _share: is_cancelled.set(), is_cancelled.is_set)


def test_a_disk_that_is_full_is_told(file: Path, private: Path) -> None:
    (private / "copy.sqlite").write_bytes(b"in the way")
    with pytest.raises(UnusableFile, match=r"^sent\.sqlite cannot be copied to look at it .*; make room"):
        copied(file, private)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whoever may do anything may read this")
def test_a_file_that_may_not_be_read_is_told(file: Path, private: Path) -> None:
    file.chmod(0)
    with pytest.raises(UnusableFile, match="cannot be read"):
        copied(file, private)
