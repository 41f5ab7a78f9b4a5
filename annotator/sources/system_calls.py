"""What the kernel itself refuses the reading worker, C libraries included: a seccomp filter, on Linux only.

Refused are the system calls that reach a network, start or touch another process, and change a file; they fail with
EPERM. It needs no privilege and no library (seccomp(2), linux/filter.h, linux/audit.h). Elsewhere nothing happens:
the audit hook then binds Python code, and the limits of the process the rest.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from collections.abc import Iterable

# Each name with its number on x86-64 and on AArch64, which lacks what an -at call replaces.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "io_uring_setup": (425, 425),
    "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129), "rt_sigqueueinfo": (129, 138), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438), "bpf": (321, 280), "userfaultfd": (323, 282),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "creat": (85, None), "openat2": (437, 437),
    "truncate": (76, 45), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, None),
    "mkdirat": (258, 34), "rmdir": (84, None), "unlink": (87, None), "unlinkat": (263, 35), "link": (86, None),
    "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36), "chmod": (90, None), "fchmod": (91, 52),
    "fchmodat": (268, 53), "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "mknod": (133, None), "mknodat": (259, 33), "utime": (132, None), "utimes": (235, None), "utimensat": (280, 88),
    "setxattr": (188, 5),
}  # fmt: skip
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""The column of `_REFUSED`, and AUDIT_ARCH_…, which tells the kernel's own calls from those of a 32-bit program."""
_OPENINGS = {"x86_64": ((2, 1), (257, 2)), "aarch64": ((56, 2),)}
"""Numbers of open and openat, and which of their arguments holds the flags."""
_WRITING = 0o1 | 0o2 | 0o100 | 0o1000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC; the same on both machines."""

_LOAD, _IS, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000
_X32 = 0x40000000
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16
"""Offsets in struct seccomp_data."""
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2


def refuse_system_calls() -> bool:
    """Binds this process and whatever it starts, for good. Gives whether the kernel does; never raises."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _MACHINES or sys.maxsize < 2**32:
        return False
    filters = b"".join(_filters(machine))
    held = ctypes.create_string_buffer(filters, len(filters))
    program = struct.pack("HP", len(filters) // 8, ctypes.addressof(held))
    control = ctypes.CDLL(None).prctl
    control.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_ulong]
    return not control(_PR_SET_NO_NEW_PRIVS, 1, None, 0, 0) and not control(
        _PR_SET_SECCOMP, _MODE_FILTER, program, 0, 0
    )


def _filters(machine: str) -> Iterable[bytes]:
    """The program, in instructions of struct sock_filter: code, how many to skip if it holds and if not, value."""
    column, architecture = _MACHINES[machine]
    yield _filter(_LOAD, _MACHINE)
    yield _filter(_IS, architecture, holds=1)
    yield _filter(_RETURN, _KILL)
    yield _filter(_LOAD, _NUMBER)
    for refused in (row[column] for row in _REFUSED.values()):
        if refused is not None:
            yield _filter(_IS, refused, fails=1)
            yield _filter(_RETURN, _REFUSE)
    # Numbers of the x32 calls, which would slip by.
    yield _filter(_AT_LEAST, _X32, fails=1)
    yield _filter(_RETURN, _REFUSE)
    for opening, flags in _OPENINGS[machine]:
        yield _filter(_IS, opening, fails=4)
        yield _filter(_LOAD, _ARGUMENTS + 8 * flags)
        yield _filter(_HAS_BITS, _WRITING, fails=1)
        yield _filter(_RETURN, _REFUSE)
        yield _filter(_RETURN, _ALLOW)
    yield _filter(_RETURN, _ALLOW)


def _filter(code: int, value: int, *, holds: int = 0, fails: int = 0) -> bytes:
    return struct.pack("HBBI", code, holds, fails, value)
