"""Set up, run and test Treaty Annotator on a machine that has nothing but Python 3.11 or newer.

    python packaging/bootstrap.py run          (on Windows: py packaging\\bootstrap.py run)

`make` calls this too. Standard library only; whatever else is needed it installs into `.venv`.
"""

import sys

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit("Treaty Annotator needs Python 3.11 or newer; this is " + sys.version.split()[0] + " at " + sys.executable)

import argparse
import os

import checks
import environment
import locking
import qt_libraries
from steps import ROOT, StopError, run, say

VERBS = {
    "setup": "make .venv with the locked packages, and see that Qt starts",
    "run": "open the window on the sample library; without a screen, write a brief and a picture of the window",
    "test": "run everything that CI runs; further arguments go to pytest",
    "lock": "refresh packaging/requirements.lock",
    "bench": "measure against the budgets",
    "fuzz": "feed damaged documents to the readers, ten minutes long; --help tells the options",
    "torture": "kill, fill the disk, and look at what is left",
    "bundle": "build the application for people without Python (comes later)",
}


def main(arguments: list[str]) -> int:
    """Do what the first argument says; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="bootstrap.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("verb", choices=VERBS, help="\n".join(f"{verb}: {what}" for verb, what in VERBS.items()))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to the program or to pytest")
    chosen = parser.parse_args(arguments)
    try:
        return do(chosen.verb, chosen.rest)
    except StopError as stop:
        say(f"\n{stop}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again to go on.")
        return 130


def do(verb: str, rest: list[str]) -> int:
    if verb in checks.LATER:
        raise StopError(f"`make {verb}` comes later: {checks.LATER[verb]} is not built yet.")
    if verb == "lock":
        locking.refresh()
        return 0
    environment.prepare()
    qt_libraries.require()
    if verb == "setup":
        say(f"Ready: {environment.FOLDER}")
        return 0
    if verb == "run":
        return start(rest)
    if verb == "fuzz":
        return checks.fuzz(rest)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return checks.everything(rest) if verb == "test" else checks.long_run(verb, rest)


def start(arguments: list[str]) -> int:
    """The window, or where there is no screen the same job without one."""
    if qt_libraries.screen():
        return run([environment.PYTHON, "-m", "annotator", "open", "--samples", *arguments])
    say("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the same job is done without one.")
    # Nobody watches the window, and the platform's remarks on what it cannot do without a screen would only puzzle
    quietly = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}
    return run([environment.PYTHON, ROOT / "packaging" / "demo.py"], quietly)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
