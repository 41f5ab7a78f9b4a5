"""The operating system's packages: which are needed, what the distribution calls them, and installing them."""

from __future__ import annotations

import os
import platform
import shlex
import shutil
from collections.abc import Iterable, Sequence

from steps import StopError, run, say

# Qt loads these as it starts. The first row always, the second for a window on a screen.
WINDOW = {
    "apt": ["libgl1", "libegl1", "libdbus-1-3", "libfontconfig1", "libglib2.0-0", "libxkbcommon0"],
    "pacman": ["libglvnd", "dbus", "fontconfig", "glib2", "libxkbcommon"],
}
SCREEN = {
    "apt": [
        *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0"),
        *("libwayland-client0", "libwayland-cursor0", "libwayland-egl1"),
    ],
    "pacman": ["xcb-util-cursor", "xcb-util-wm", "xcb-util-keysyms", "libxcb", "libxkbcommon-x11", "wayland"],
}
FONTS = {
    "Latin": {"apt": "fonts-noto-core", "pacman": "noto-fonts", "rpm": "font(:lang=en)"},
    "Cyrillic": {"apt": "fonts-noto-core", "pacman": "noto-fonts", "rpm": "font(:lang=ru)"},
    "Arabic": {"apt": "fonts-noto-core", "pacman": "noto-fonts", "rpm": "font(:lang=ar)"},
    "Chinese": {"apt": "fonts-noto-cjk", "pacman": "noto-fonts-cjk", "rpm": "font(:lang=zh-cn)"},
}
COMMANDS = {
    "apt": "apt-get install",
    "dnf": "dnf install",
    "zypper": "zypper install",
    "pacman": "pacman -S --needed",
}
DISTRIBUTIONS = {
    **dict.fromkeys(("debian", "ubuntu"), "apt"),
    **dict.fromkeys(("fedora", "rhel", "centos"), "dnf"),
    **dict.fromkeys(("suse", "opensuse", "opensuse-leap", "opensuse-tumbleweed"), "zypper"),
    "arch": "pacman",
}


def family() -> str:
    """`apt`, `dnf`, `zypper` or `pacman`, or nothing where the system is none of these."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((DISTRIBUTIONS[name] for name in names if name in DISTRIBUTIONS), "")


def for_libraries(missing: Sequence[str], screen: bool, of: str) -> list[str]:
    """The packages that bring the missing libraries (`libxcb-cursor.so.0` …), as the family `of` names them."""
    if of in WINDOW:
        return WINDOW[of] + (SCREEN[of] if screen else [])
    return [f"{name}()(64bit)" for name in missing]


def for_scripts(scripts: Iterable[str], of: str) -> list[str]:
    """The packages with fonts for some of the keys of `FONTS`."""
    names = (FONTS[script].get(of, FONTS[script]["rpm"]) for script in scripts)
    return list(dict.fromkeys(names))


def command(packages: Sequence[str], of: str) -> str:
    """What a person types to install `packages`."""
    return f"sudo {COMMANDS[of]} {shlex.join(packages)}"


def may_install() -> bool:
    """Whether this is a Debian or an Ubuntu, and we are root there."""
    return family() == "apt" and hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install_or_say(packages: Sequence[str], why: str) -> None:
    """Install them where that is ours to do, and stop with the exact command where it is not."""
    if not may_install():
        raise StopError(f"{why}. Type this, then run the same command again:\n\n    {command(packages, family())}\n")
    say(f"{why}; installing {', '.join(packages)} ...")
    run(["apt-get", "update", "-qq"])
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    if run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], quietly) != 0:
        raise StopError(f"apt-get could not install them; its message is above. Try: {command(packages, 'apt')}")
