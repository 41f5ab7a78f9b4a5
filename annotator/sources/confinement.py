"""What binds a process that parses documents from outside: memory, time, and no effects on anything else."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

from annotator.sources.system_calls import refuse_system_calls

_REFUSED_EVENTS = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostby",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "os.truncate",
    "os.link",
    "os.symlink",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(memory: int) -> None:
    """Binds this process for good: at most `memory` bytes of address space, no network, no programs, no writing."""
    limit_memory(memory)
    refuse_system_calls()
    sys.addaudithook(refuse_effects)


def limit_memory(size: int) -> None:
    """Address space of this process, in bytes; and no core dumps. Windows has no such limit, macOS may refuse it."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            size = size if hard == resource.RLIM_INFINITY else min(size, hard)
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time(seconds: int) -> None:
    """Processor time from now on. The parent has its own clock; this one ends a worker whose parent is gone."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def refuse_effects(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook (PEP 578): raises PermissionError for networks, other programs, and changes to files.

    It binds Python code only, on every system; on Linux `system_calls` binds the C libraries too.
    """
    writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
    if writes or event.startswith(_REFUSED_EVENTS):
        raise PermissionError(f"the reading worker may not use {event}")
