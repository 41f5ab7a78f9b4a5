"""Whether a folder is one that other machines write to too: a synced one, or one on a network.

SQLite's locks and journals hold on a disk of this machine. A sync program copies a file while it is written, and
puts two machines' states in turn over each other; network drives promise locks that they do not keep.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import PurePath
from typing import Literal

from annotator.model.records import dataclass

Kind = Literal["synced", "network"]


@dataclass(frozen=True, slots=True)
class Hazard:
    """`by` is what syncs the folder ("Dropbox") or what the network drive speaks ("SMB"); `folder` is its top."""

    kind: Kind
    by: str
    folder: PurePath

    @property
    def sentence(self) -> str:
        """Why it is one, in English and without a full stop."""
        if self.kind == "synced":
            return f"it lies in {self.folder}, which {self.by} keeps in step with other machines"
        return f"it lies on a network drive ({self.by})"


@dataclass(frozen=True, slots=True)
class Mount:
    """Where a file system begins, and what kind the operating system says it is ("ext4", "cifs")."""

    point: str
    kind: str


_NETWORKS: dict[str, str] = {
    **dict.fromkeys(("cifs", "smb", "smb2", "smb3", "smbfs", "smbnetfs"), "SMB"),
    **dict.fromkeys(("nfs", "nfs4"), "NFS"),
    **dict.fromkeys(("sshfs",), "SSHFS"),
    **dict.fromkeys(("afpfs",), "AFP"),
    **dict.fromkeys(("davfs", "davfs2", "webdav"), "WebDAV"),
    **dict.fromkeys(("afs", "ceph", "ceph-fuse", "glusterfs", "lustre", "ncpfs", "s3fs"), "a network file system"),
    **dict.fromkeys(("vboxsf", "vmhgfs", "vmhgfs-fuse", "prl_fs"), "a folder of another machine"),
    **dict.fromkeys(("rclone", "gvfsd-fuse", "kio-fuse", "curlftpfs", "remote"), "a drive elsewhere"),
}
_CLOUD_MOUNTS: dict[str, str] = {
    "google-drive-ocamlfuse": "Google Drive",
    "onedriver": "OneDrive",
    "drivefs": "Google Drive",
    "pcloud": "pCloud",
    "icloud": "iCloud Drive",
}

_MARKS: tuple[tuple[str, str], ...] = (
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".sync_*.db", "Nextcloud or ownCloud"),
    ("._sync_*.db", "Nextcloud or ownCloud"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".849c9593-d756-4e56-8d6e-42412f2a707b", "OneDrive"),
)
"""What sync programs leave in the top folder of what they sync, in small letters. Not `.dropbox`: home has one too."""

_NAMES: tuple[tuple[str, str], ...] = (
    (r"dropbox( \(.+\))?", "Dropbox"),
    (r"onedrive( ?- ?.+)?", "OneDrive"),
    (r"google ?drive.*", "Google Drive"),
    (r"my drive", "Google Drive"),
    (r"icloud ?drive.*", "iCloud Drive"),
    (r"com~apple~clouddocs", "iCloud Drive"),
    (r"nextcloud\d*", "Nextcloud"),
    (r"owncloud\d*", "ownCloud"),
    (r"syncthing", "Syncthing"),
    (r"pcloud ?drive", "pCloud"),
    (r"megasync( downloads)?", "MEGA"),
    (r"box( sync)?", "Box"),
)
"""How their folders are called, unless somebody called them otherwise."""

_BEGINNINGS = tuple(name.split(" ")[0].split("(")[0].split("\\")[0] for name, _by in _NAMES)
"""With which letters they begin: what does not need not be compared with each."""

_NAMED_ONLY_IN_HOME = frozenset({"Box", "Syncthing"})
"""Words that other folders bear too."""


def hazard_of(
    folder: PurePath,
    *,
    home: PurePath,
    mounts: Iterable[Mount] = (),
    entries: Callable[[PurePath], Collection[str]] = lambda _folder: (),
    known: Mapping[PurePath, str] | None = None,
) -> Hazard | None:
    """What speaks against keeping a library in `folder`, an absolute path without links; None where nothing does.

    `entries` names what lies in a folder, `known` holds folders that a sync program itself says it syncs. What is
    certain comes before what only a name tells.
    """
    around = (folder, *folder.parents)
    for row in around:
        by = (known or {}).get(row) or _marked(entries(row))
        if by:
            return Hazard("synced", by, row)
    return _mounted(folder, mounts) or _shared(folder) or _named(around, home)


def mounts_of_linux(words: str) -> list[Mount]:
    """What `/proc/self/mounts` says; blanks in names stand there as `\\040`."""
    rows = (line.split(" ") for line in words.splitlines())
    return [Mount(_unescaped(row[1]), row[2]) for row in rows if len(row) > 2]


def mounts_of_mac(words: str) -> list[Mount]:
    """What `/sbin/mount` prints on macOS: "//me@host/share on /Volumes/share (smbfs, nodev)"."""
    found = re.findall(r"^.+? on (.+) \(([^,()]+)[^()]*\)$", words, re.MULTILINE)
    return [Mount(point, kind) for point, kind in found]


def _mounted(folder: PurePath, mounts: Iterable[Mount]) -> Hazard | None:
    """By the file system that it lies on: the one mounted deepest, and of several there the last."""
    deepest = Mount("", "")
    for mount in mounts:
        if folder.is_relative_to(mount.point) and len(mount.point) >= len(deepest.point):
            deepest = mount
    kind = deepest.kind.removeprefix("fuse.").lower()
    point = type(folder)(deepest.point)
    if kind in _CLOUD_MOUNTS:
        return Hazard("synced", _CLOUD_MOUNTS[kind], point)
    return Hazard("network", _NETWORKS[kind], point) if kind in _NETWORKS else None


def _shared(folder: PurePath) -> Hazard | None:
    r"""By a Windows path such as `\\server\share`; `\\?\C:\` and `\\.\` are this machine's."""
    if not folder.drive.startswith(("\\\\", "//")) or folder.drive[2:4] in ("?\\", ".\\", "?/", "./"):
        return None
    return Hazard("network", "SMB", type(folder)(folder.anchor))


def _marked(entries: Collection[str]) -> str:
    for entry in entries:
        for mark, by in _MARKS:
            if entry.lower() == mark or ("*" in mark and fnmatch.fnmatchcase(entry.lower(), mark)):
                return by
    return ""


def _named(around: Iterable[PurePath], home: PurePath) -> Hazard | None:
    """By a folder's name. The outermost that has one is the top of what is synced."""
    found = None
    for row in around:
        if row.parent.name == "CloudStorage":  # macOS keeps them all there, as "GoogleDrive-me@example.org"
            by = next((by for name, by in _NAMES if re.match(name, row.name.lower())), row.name.split("-")[0])
            return Hazard("synced", by, row)
        if not row.name.lower().startswith(_BEGINNINGS):
            continue
        by = next((by for name, by in _NAMES if re.fullmatch(name, row.name.lower())), "")
        if by and (by not in _NAMED_ONLY_IN_HOME or row.parent == home):
            found = Hazard("synced", by, row)
    return found


def _unescaped(words: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), words)
