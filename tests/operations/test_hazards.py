"""Which folders other machines write to too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from annotator.operations.hazards import Hazard, Mount, hazard_of, mounts_of_linux, mounts_of_mac

HOME = PurePosixPath("/people/reader")
MOUNTS = """\
proc /proc proc rw 0 0
/dev/sda1 / ext4 rw,relatime 0 0
//server/coalition /mnt/share cifs rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
me@server:/ /people/reader/far\\040away fuse.sshfs rw,nosuid 0 0
/dev/sdb1 /mnt/share/stick vfat rw 0 0
onedriver /people/reader/Cloud fuse.onedriver rw 0 0
/dev/fuse /run/user/1000/doc fuse.portal rw 0 0
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//reader@server._smb._tcp.local/coalition on /Volumes/coalition (smbfs, nodev, nosuid, mounted by reader)
/dev/disk4s2 on /Volumes/Stick (2) (exfat, local, nodev)
"""


def told(folder: PurePath, mounts: Iterable[Mount] = ()) -> tuple[str, str] | None:
    found = hazard_of(folder, home=HOME, mounts=mounts)
    return (found.kind, found.by) if found else None


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/people/reader/treaties", None),
        ("/mnt/share", ("network", "SMB")),
        ("/mnt/share/2026", ("network", "SMB")),
        ("/mnt/share/stick/notes", None),
        ("/mnt/shared", None),
        ("/mnt/nfs/notes", ("network", "NFS")),
        ("/people/reader/far away/notes", ("network", "SSHFS")),
        ("/people/reader/Cloud/notes", ("synced", "OneDrive")),
        ("/run/user/1000/doc/x", None),
    ],
)
def test_a_linux_folder_is_judged_by_what_is_mounted_there(folder: str, expected: object) -> None:
    assert told(PurePosixPath(folder), mounts_of_linux(MOUNTS)) == expected


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("/people/reader", None), ("/Volumes/coalition/notes", ("network", "SMB")), ("/Volumes/Stick (2)/notes", None)],
)
def test_a_mac_folder_is_judged_by_what_is_mounted_there(folder: str, expected: object) -> None:
    assert mounts_of_mac(MAC)[2] == Mount("/Volumes/Stick (2)", "exfat")
    assert told(PurePosixPath(folder), mounts_of_mac(MAC)) == expected


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (r"\\server\coalition\notes", ("network", "SMB")),
        (r"\\?\D:\Files\reader", None),
        (r"D:\Files\reader\OneDrive - An Organisation\notes", ("synced", "OneDrive")),
        (r"D:\Files\reader\Documents", None),
        (r"G:\My Drive\notes", ("synced", "Google Drive")),
    ],
)
def test_a_windows_folder_is_judged_by_its_path(folder: str, expected: object) -> None:
    assert told(PureWindowsPath(folder)) == expected


@pytest.mark.parametrize(
    ("folder", "by"),
    [
        ("/people/reader/Dropbox/treaties", "Dropbox"),
        ("/people/reader/Dropbox (An Organisation)/treaties", "Dropbox"),
        ("/people/reader/Nextcloud2", "Nextcloud"),
        ("/people/reader/ownCloud/a/b", "ownCloud"),
        ("/people/reader/Library/Mobile Documents/com~apple~CloudDocs/notes", "iCloud Drive"),
        ("/people/reader/Library/CloudStorage/GoogleDrive-reader@example.org/My Drive", "Google Drive"),
        ("/people/reader/Library/CloudStorage/Sync-reader/notes", "Sync"),
        ("/people/reader/Syncthing/notes", "Syncthing"),
    ],
)
def test_a_sync_programs_folder_is_known_by_its_name(folder: str, by: str) -> None:
    assert told(PurePosixPath(folder)) == ("synced", by)


@pytest.mark.parametrize("folder", ["/srv/box/notes", "/people/reader/dropbox-export/x", "/people/reader/old/Box"])
def test_a_folder_that_only_sounds_like_one_is_none(folder: str) -> None:
    assert told(PurePosixPath(folder)) is None


@pytest.mark.parametrize(
    ("mark", "by"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox.cache", "Dropbox"),
        (".sync_8f5c2f2e1a1b.db", "Nextcloud or ownCloud"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    ],
)
def test_what_a_sync_program_leaves_in_its_top_folder_tells_it(mark: str, by: str) -> None:
    top = PurePosixPath("/data/work")
    found = hazard_of(top / "a" / "b", home=HOME, entries=lambda folder: [".git", mark] if folder == top else [])
    assert found == Hazard("synced", by, top)


def test_a_folder_that_the_program_names_is_known_whatever_it_is_called() -> None:
    top = PurePosixPath("/data/Team")
    assert hazard_of(top / "x", home=HOME, known={top: "Dropbox"}) == Hazard("synced", "Dropbox", top)


def test_it_says_why() -> None:
    assert Hazard("synced", "Dropbox", HOME / "Dropbox").sentence == (
        "it lies in /people/reader/Dropbox, which Dropbox keeps in step with other machines"
    )
    assert Hazard("network", "SMB", HOME).sentence == "it lies on a network drive (SMB)"
