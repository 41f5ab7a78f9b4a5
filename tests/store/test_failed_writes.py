"""After a write that failed: the library is as it was, and the next one works. What no limit can bring about, such as a
sync that fails, is in `tests/torture`."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest

from annotator.model.change import Edit
from annotator.model.problems import NotSaved, Problem
from annotator.model.treaty import Text
from annotator.store import failed_writes
from annotator.store.database import Database
from annotator.store.library import Library
from tests.failing_disk import NEEDS_LIMITS, refusing
from tests.store.samples import annotate


@NEEDS_LIMITS
def test_what_failed_in_the_middle_leaves_search_whole(library: Library, text: Text) -> None:
    """SQLite's full-text search takes the file for damaged where it was in the middle of writing; when that is so
    depends on how much there is to write."""
    for number in range(20):
        annotate(library, text, "heard", f"a{number}", f"Note {number} " * 20)
    refused = 0
    for length in range(100, 300, 5):
        edit = Edit("annotation", "a0", {"commentary": f"Word {length} w0 " * length})
        before = library.annotation("a0")
        library._db.execute("PRAGMA cache_size = 4")  # as if the change were thousands of edits
        with refusing(library.path), contextlib.suppress(NotSaved):
            library.apply([edit], "Reader")
        refused += library.annotation("a0") == before
        library.apply([edit], "Reader")
        assert library.annotation("a0").commentary == edit.fields["commentary"]
    assert library.problems() == []
    assert refused > 5


@NEEDS_LIMITS
def test_undoing_goes_on_after_a_write_that_failed(library: Library, text: Text) -> None:
    annotate(library, text, "heard", "a1", "First words")
    library.apply([Edit("annotation", "a1", {"commentary": "Second words"})], "Reader")
    with refusing(library.path), pytest.raises(NotSaved):
        library.apply([Edit("annotation", "a1", {"commentary": "Long words " * 9000})], "Reader")
    library.undo("Reader")
    assert library.annotation("a1").commentary == "First words"


@NEEDS_LIMITS
def test_a_backup_that_is_being_made_is_made(library: Library, text: Text) -> None:
    """It copies from the connection that is not to be trusted any more; until it is done nothing is written."""
    annotate(library, text, "heard", "a1", "Kept")
    begun, go_on, made = threading.Event(), threading.Event(), list[Path]()

    def wait() -> bool:
        begun.set()
        go_on.wait(5)
        return False

    thread = threading.Thread(target=lambda: made.append(library.backups.make("by hand", wait).path))
    thread.start()
    begun.wait(5)
    with refusing(library.path), pytest.raises(NotSaved):
        library.apply([Edit("annotation", "a1", {"commentary": "Long words " * 9000})], "Reader")
    with pytest.raises(NotSaved, match="try again"):
        annotate(library, text, "everyone", "a2", "After")
    assert [row.commentary for row in library.annotations()] == ["Kept"]
    go_on.set()
    thread.join()
    annotate(library, text, "everyone", "a2", "After")
    assert library.problems() == []
    with Library.read(made[0]) as copy:
        assert [row.commentary for row in copy.annotations()] == ["Kept"]


def test_no_backup_is_made_of_a_connection_that_waits_to_be_renewed(
    library: Library, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is done by the thread that the library belongs to; backups are made on others."""
    annotate(library, text, "heard", "a1", "Kept")
    with monkeypatch.context() as patched:
        patched.setattr(failed_writes, "renew", _refused)
        patched.setattr(library._db, "renewal", library._renew)
        with pytest.raises(Problem, match="the disk refused the last change"):
            library.backups.make("by hand")
        with pytest.raises(Problem, match="the disk failed"):
            library.annotations()
    library._db.renewal = library._renew
    assert [row.commentary for row in library.annotations()] == ["Kept"]
    assert library.backups.make("by hand").path.exists()


def _refused(_db: Database, _path: Path) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    raise error
