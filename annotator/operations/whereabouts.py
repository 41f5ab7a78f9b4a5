"""Where a library lies: whether its folder is synced or on a network, asked of this machine."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from annotator.operations.hazards import Hazard, Mount, hazard_of, mounts_of_linux, mounts_of_mac

_SECONDS = 2.0
_ENTRIES = 2000
"""Names that are looked at in one folder: the marks lie in the top folder of what is synced, and that is not larger."""


def hazard_at(library: Path, home: Path | None = None) -> Hazard | None:
    """What speaks against keeping a library at that path; None where nothing does, or nothing can be found out."""
    with contextlib.suppress(OSError, RuntimeError):
        folder, home = library.parent.resolve(), (home or Path.home()).resolve()
        return hazard_of(folder, home=home, mounts=_mounts(folder), entries=_entries, known=_known(home, os.environ))
    return None


def _entries(folder: PurePath) -> list[str]:
    """The hidden things in a folder; none where it cannot be read, nor in the folders that everybody has."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as rows:
        for number, row in enumerate(rows):
            if row.name.startswith("."):
                found.append(row.name)
            if number > _ENTRIES:
                break
    return found


def _mounts(folder: Path) -> list[Mount]:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            return _mounts_of_windows(folder)
        if sys.platform == "darwin":
            return mounts_of_mac(_printed_by_mac())
        return mounts_of_linux(Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
    return []


def _printed_by_mac() -> str:
    import subprocess  # a start on other systems does without

    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=_SECONDS, check=True).stdout
    except subprocess.SubprocessError:
        return ""


if sys.platform == "win32":
    import ctypes

    _REMOTE = 4

    def _mounts_of_windows(folder: Path) -> list[Mount]:
        """A drive letter that stands for a share."""
        is_remote = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _REMOTE
        return [Mount(folder.anchor, "smb")] if is_remote else []


def _known(home: Path, environment: Mapping[str, str]) -> dict[PurePath, str]:
    """The folders that OneDrive and Dropbox say they sync."""
    found: dict[PurePath, str] = {
        Path(value): "OneDrive" for name, value in environment.items() if name.startswith("OneDrive") and value
    }
    places = [home / ".dropbox"]
    places += [Path(environment[name]) / "Dropbox" for name in ("APPDATA", "LOCALAPPDATA") if environment.get(name)]
    for place in places:
        found.update(dict.fromkeys(_told_by_dropbox(place / "info.json"), "Dropbox"))
    return found


def _told_by_dropbox(file: Path) -> Iterator[Path]:
    try:
        accounts = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for account in accounts.values() if isinstance(accounts, dict) else ():
        if isinstance(account, dict) and isinstance(account.get("path"), str):
            yield Path(account["path"])
