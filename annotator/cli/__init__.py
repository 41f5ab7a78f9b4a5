"""The command line: one command per operation, `annotator COMMAND LIBRARY …`, after the grammar of sqlite-utils.

`--json` prints one JSON document on standard output and nothing else. Exit status 0: done; 1: the input could not be
used, in one line on standard error; 2: wrong usage.
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from annotator import __version__
from annotator.cli import backups, libraries, merging, notes, sharing, texts
from annotator.model.problems import Problem
from annotator.settings import log_to_file

OpenWindow = Callable[[Path | None, bool], int]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="annotator")
def commands() -> None:
    """Read international conventions critically: side by side, in layers of risk, with briefs that hold up.

    Without a command, the window opens.
    """


for _command in (
    *libraries.COMMANDS,
    *backups.COMMANDS,
    *texts.COMMANDS,
    *notes.COMMANDS,
    *sharing.COMMANDS,
    *merging.COMMANDS,
):
    commands.add_command(_command)


@commands.command("open")
@click.argument("library", type=click.Path(path_type=Path), required=False)
@click.option("--samples", is_flag=True, help="Where no library was open before, the sample library.")
@click.pass_obj
def open_(open_window: OpenWindow, library: Path | None, samples: bool) -> int:
    """Open the window, on LIBRARY or on the one that was open last."""
    return open_window(library, samples)


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Carry out one command line and return its exit status."""
    _speak_utf8()
    later = _LogLater()
    logging.getLogger().addHandler(later)
    try:
        status = commands.main(list(arguments), prog_name="annotator", standalone_mode=False, obj=open_window)
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        return _fail("Stopped; nothing more was changed.")
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Problem as problem:
        return _fail(str(problem))
    except OSError as error:
        return _fail(
            f"{error.filename or 'A file'} could not be used ({error.strerror or error}); check it and try again."
        )
    except Exception:
        return _fail(_logged(arguments))
    finally:
        logging.getLogger().removeHandler(later)


class _LogLater(logging.Handler):
    """Opens the log where something is to be said in it: without a log, Python would say it on standard error."""

    def emit(self, _record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            log_to_file()  # which is asked next, since it stands behind this in the list of handlers


def _speak_utf8() -> None:
    """Treaties are in every script; a pipe on Windows is not."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _logged(arguments: Sequence[str]) -> str:
    """Write the unexpected error that is being handled into the log, and say where that is."""
    try:
        log = log_to_file()
        logging.getLogger(__name__).exception("annotator %s failed", " ".join(arguments[:1]))
    except OSError as error:
        return f"Something went wrong inside the program, and no log could be written ({error.strerror})."
    return f"Something went wrong inside the program; please report it with the log in {log}."


def _fail(sentence: str) -> int:
    sys.stderr.write(f"annotator: {sentence}\n")
    return 1
