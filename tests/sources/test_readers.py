"""The worker from the program's side: what it reads, what it refuses, and what happens when it breaks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import annotator
from annotator.model.problems import Cancelled, UnusableFile
from annotator.model.treaty import VersionData
from annotator.sources import Limits, Readers, read_bytes, read_file, readers
from annotator.sources.confinement import refuse_effects
from tests.sources.tiny_pdf import Words, pdf
from tests.sources.word_file import body, paragraph, run

PAGE = b"<h2>Article 1</h2><p>Each Party shall act.</p><h2>Article 2</h2><p>No Party shall not act.</p>"
SLOW = PAGE + b"<p>word</p>" * 600_000


def test_a_file_is_read_with_its_data_and_progress(tmp_path: Path) -> None:
    path = tmp_path / "treaty.html"
    path.write_bytes(PAGE)
    steps: list[tuple[str, float]] = []
    (reading,) = read_file(path, VersionData(label="Mine"), progress=lambda step, share: steps.append((step, share)))

    assert (reading.source_name, reading.engine, reading.data.label) == ("treaty.html", "html", "Mine")
    assert reading.counts["article"] == 2
    assert steps[0] == ("reading", 0.0)
    assert [share for _, share in steps] == sorted(share for _, share in steps)
    assert steps[-1][1] == 1.0


def test_one_worker_serves_a_batch_and_survives_a_bad_file() -> None:
    with Readers() as batch:
        batch.read_bytes("a.html", PAGE)
        started = batch.start_seconds
        with pytest.raises(UnusableFile, match=r"^b\.pdf: This PDF has no text on any page"):
            batch.read_bytes("b.pdf", pdf([[]]))
        assert batch.read_bytes("c.docx", body(paragraph(run("Article 1"))))[0].engine == "docx"
        assert batch.read_bytes("d.pdf", pdf([[Words(72, 700, "Article 1")]]))[0].engine.startswith("pdf")
        assert batch.start_seconds == started > 0


def test_the_engine_with_fewer_numbering_breaks_is_named() -> None:
    pages = [[Words(72, 700 - 20 * number, f"{number}. Each Party shall act.") for number in range(1, 4)]]
    assert read_bytes("a.pdf", pdf(pages))[0].engine == "pdf (pdfium)"


def test_what_the_reader_warns_of_is_in_the_ledger() -> None:
    (reading,) = read_bytes("a.pdf", pdf([[Words(72, 700, "Article 1")], []], pictures=True))
    assert ("page-without-text", "p. 2") in [(row.code, row.where) for row in reading.text.ledger.warnings]


@pytest.mark.parametrize("limit", ["seconds", "killed", "cancelled"])
def test_a_worker_that_is_stopped_leaves_one_sentence_and_the_next_file_is_read(limit: str) -> None:
    with Readers(Limits(seconds=0.5 if limit == "seconds" else 20)) as batch:
        batch.read_bytes("before.html", PAGE)
        worker = batch.process_id
        assert worker is not None
        asked = iter([False, True])
        expected = Cancelled if limit == "cancelled" else UnusableFile
        with pytest.raises(expected) as caught:
            batch.read_bytes(
                "slow.html",
                SLOW,
                progress=lambda *_: os.kill(worker, 9) if limit == "killed" else None,
                cancelled=lambda: limit == "cancelled" and next(asked, True),
            )
        sentence = {
            "seconds": "slow.html takes longer than 0.5 seconds to read",
            "killed": "slow.html broke the reader (it ended with status",
            "cancelled": "Cancelled; nothing was changed.",
        }[limit]
        assert sentence in str(caught.value)
        assert batch.process_id is None
        assert batch.read_bytes("after.html", PAGE)[0].counts["article"] == 2
        assert batch.process_id not in (None, worker)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space reliably")
def test_a_document_that_needs_too_much_memory_ends_in_one_sentence() -> None:
    with Readers(Limits(memory=300 * 2**20)) as batch:
        with pytest.raises(UnusableFile, match=r"big\.html (?:needs too much memory|broke the reader)"):
            batch.read_bytes("big.html", SLOW * 4)
        assert batch.read_bytes("after.html", PAGE)[0].counts["article"] == 2


def test_a_worker_that_does_not_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "worker_command", lambda _limits: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(UnusableFile, match="broke the reader"):
        read_bytes("a.html", PAGE)


def test_a_worker_that_talks_nonsense_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "from annotator.sources.wire import *; import sys; out = sys.stdout.buffer\n"
        "write_message(out, {'ready': True}); write_message(out, {'readings': [{'text': 1}]}); sys.stdin.read()"
    )
    monkeypatch.setattr(readers, "worker_command", lambda _limits: [sys.executable, "-c", script])
    with pytest.raises(UnusableFile, match="gave nonsense"):
        read_bytes("a.html", PAGE)


def test_a_defect_of_ours_is_logged_and_said(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    script = (
        "from annotator.sources.wire import *; import sys; out = sys.stdout.buffer\n"
        "write_message(out, {'ready': True}); write_message(out, {'defect': 'Traceback: here'}); sys.stdin.read()"
    )
    monkeypatch.setattr(readers, "worker_command", lambda _limits: [sys.executable, "-c", script])
    with pytest.raises(UnusableFile, match="something in it that the reader does not understand"):
        read_bytes("a.html", PAGE)
    assert "Traceback: here" in caplog.text


def test_files_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnusableFile, match=r"no\.txt does not exist; check its name"):
        read_file(tmp_path / "no.txt")
    with pytest.raises(UnusableFile, match="is a folder; choose a file in it"):
        read_file(tmp_path)
    (tmp_path / "empty.txt").touch()
    with pytest.raises(UnusableFile, match=r"empty\.txt is empty"):
        read_file(tmp_path / "empty.txt")
    (tmp_path / "big.txt").write_bytes(b"x" * 2**20)
    monkeypatch.setattr(readers, "MOST_BYTES", 2**20 - 1)
    with pytest.raises(UnusableFile, match=r"big\.txt has 1 MB"):
        read_file(tmp_path / "big.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnusableFile, match="is no ordinary file"):
        read_file(tmp_path / "pipe.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Article 1")
    path.chmod(0)
    with pytest.raises(UnusableFile, match=r"secret\.txt may not be read by you"):
        read_file(path)


ATTEMPTS = [
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('localhost', 80)",
    "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "import subprocess; subprocess.run(['true'])",
    "import os; os.system('true')",
    "open('made', 'w')",
    "import os; os.open('made', os.O_CREAT | os.O_WRONLY)",
    "import os; os.remove('kept')",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_worker_reaches_no_network_starts_no_program_and_changes_no_file(attempt: str, tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    hook = "import sys; from annotator.sources.confinement import refuse_effects; sys.addaudithook(refuse_effects)\n"
    root = str(Path(annotator.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", hook + attempt],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert done.returncode == 1
    assert "PermissionError: the reading worker may not use" in done.stderr


def test_the_hook_lets_files_be_read() -> None:
    refuse_effects("open", ("treaty.pdf", "r", os.O_RDONLY))


def test_a_module_in_the_working_folder_does_not_become_the_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    assert read_bytes("a.html", PAGE)[0].counts["article"] == 2


SHARED_TEXTS = Path(__file__).parents[3] / "shared" / "texts"


@pytest.mark.skipif(not SHARED_TEXTS.is_dir(), reason="the real texts are not on this machine")
def test_a_text_layer_that_is_garbage_is_refused() -> None:
    with pytest.raises(UnusableFile, match=r"^bbnj-zh\.pdf: The text layer of this PDF is unusable"):
        read_file(SHARED_TEXTS / "bbnj-zh.pdf")


NONSENSE = "import sys, time; sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x01{'); sys.stdout.flush(); time.sleep(600)"


@pytest.mark.timeout(30)
def test_a_worker_that_says_nonsense_and_goes_on_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "worker_command", lambda _limits: [sys.executable, "-c", NONSENSE])
    with Readers() as batch:
        with pytest.raises(UnusableFile, match=r"a\.html broke the reader"):
            batch.read_bytes("a.html", PAGE)
        assert batch.process_id is None
