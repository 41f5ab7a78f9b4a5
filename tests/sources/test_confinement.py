"""What binds the reading worker: tried from Python and from C, in a process that is bound as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import annotator
from annotator.sources.readers import Limits

BINDING = (
    "import ctypes, os, sys, errno\n"
    "from annotator.sources.confinement import confine\n"
    "from annotator.sources.system_calls import refuse_system_calls\n"
    "c = ctypes.CDLL(None, use_errno=True)\n"
    "def tried(result):\n"
    "    sys.exit(0 if result != -1 else ctypes.get_errno())\n"
    f"confine({Limits().memory})\n"
)


def bound(attempt: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs `attempt` in a process bound like the worker; its exit status is the errno of what it tried."""
    return subprocess.run(
        [sys.executable, "-c", BINDING + attempt],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(annotator.__file__).parent.parent)},
    )


@pytest.fixture
def filtered() -> None:
    code = "from annotator.sources.system_calls import refuse_system_calls as f; import sys; sys.exit(not f())"
    root = str(Path(annotator.__file__).parent.parent)
    if subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": root}).returncode:
        pytest.skip("this kernel filters no system calls")


FROM_C = {
    "a socket": "tried(c.socket(2, 1, 0))",
    "a datagram socket": "tried(c.socket(10, 2, 0))",
    "a local socket": "tried(c.socket(1, 1, 0))",
    "a program": "tried(c.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None)))",
    "a signal": "tried(c.kill(os.getppid(), 0))",
    "a new file": "tried(c.open(b'made', os.O_CREAT | os.O_WRONLY, 0o600))",
    "writing to a file": "tried(c.open(b'kept', os.O_RDWR))",
    "emptying a file": "tried(c.truncate(b'kept', 0))",
    "deleting a file": "tried(c.unlink(b'kept'))",
    "renaming a file": "tried(c.rename(b'kept', b'made'))",
    "a folder": "tried(c.mkdir(b'made', 0o700))",
    "a link": "tried(c.symlink(b'kept', b'made'))",
    "permissions": "tried(c.chmod(b'kept', 0))",
    "an io_uring": "tried(c.syscall(425, 8, None))",
    "looking into a process": "tried(c.ptrace(16, os.getppid(), None, None))",
}


@pytest.mark.usefixtures("filtered")
@pytest.mark.parametrize("attempt", FROM_C.values(), ids=FROM_C)
def test_code_in_c_reaches_no_network_no_program_and_no_file(attempt: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("words")
    done = bound(attempt, tmp_path)
    assert done.returncode == 1, done.stderr  # EPERM
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("kept", "words")]


FROM_PYTHON = (
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import subprocess; subprocess.run(['true'])",
    "import multiprocessing; p = multiprocessing.get_context('spawn').Process(target=print); p.start()",
    "open('made', 'w')",
    "os.kill(os.getppid(), 0)",
)


@pytest.mark.usefixtures("filtered")
@pytest.mark.parametrize("attempt", FROM_PYTHON)
def test_code_in_python_does_not_either(attempt: str, tmp_path: Path) -> None:
    done = bound(attempt, tmp_path)
    assert "PermissionError" in done.stderr
    assert list(tmp_path.iterdir()) == []


ALLOWED = {
    "reading": "tried(c.open(b'kept', os.O_RDONLY))",
    "threads": "import threading; t = threading.Thread(target=print); t.start(); t.join(); tried(0)",
    "memory": "bytearray(2**26); tried(0)",
    "libraries": "import lxml.etree, pypdfium2, pdf_inspector; tried(0)",
    "binding again": "confine(2**28); tried(0)",
}


@pytest.mark.parametrize("attempt", ALLOWED.values(), ids=ALLOWED)
def test_what_reading_needs_is_allowed(attempt: str, tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    done = bound(attempt, tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("filtered")
def test_the_filter_outlives_a_fork(tmp_path: Path) -> None:
    attempt = "child = os.fork()\nif not child:\n    tried(c.socket(2, 1, 0))\nsys.exit(os.waitpid(child, 0)[1] >> 8)"
    assert bound(attempt, tmp_path).returncode == 1


def test_other_systems_and_machines_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.sources import system_calls

    monkeypatch.setattr(system_calls.platform, "machine", lambda: "riscv64")
    assert system_calls.refuse_system_calls() is False
    monkeypatch.setattr(system_calls.sys, "platform", "darwin")
    assert system_calls.refuse_system_calls() is False


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_fits_the_kernel(machine: str) -> None:
    from annotator.sources.system_calls import _filters

    filters = list(_filters(machine))
    assert {len(row) for row in filters} == {8}  # struct sock_filter
    assert len(filters) <= 4096  # BPF_MAXINSNS
