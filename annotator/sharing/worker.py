"""The partner worker: a process of its own in which a partner's file is read, with limits and without effects.

Run as `python -m annotator.sharing.worker MEMORY SECONDS` (bytes of address space; seconds by the clock and of the
processor). It takes one frame from standard input, `{"path", "name"}`: the private copy, and how people call the file.
On standard output it gives messages: any number of `{"progress": share}`; `{"text": [row, rows of its provisions]}` for
each text; `{"rows": number}` and a frame of rows (`frames.py`) for changes; and at the end `{"sender": …}`,
`{"problem": sentence}` or `{"defect": traceback}`. It ends with its parent.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Text
from annotator.sharing.changes import ChangeChecker
from annotator.sharing.frames import ROWS_IN_A_FRAME, frame_of
from annotator.sharing.texts import rebuilt_text
from annotator.sources.confinement import confine, limit_time
from annotator.sources.wire import read_message, write_frame, write_message
from annotator.sources.worker import take_standard_streams
from annotator.store.partner_file import PartnerFile

Tell = Callable[[dict[str, Any]], None]
Give = Callable[[list[str]], None]


def main(arguments: list[str]) -> int:
    """Reads one file."""
    memory, seconds = map(int, arguments)
    requests, answers = take_standard_streams()
    confine(memory)
    write_message(answers, {"ready": True})
    request = read_message(requests)
    if request is None:
        return 1
    limit_time(seconds)
    threading.Thread(target=_end_with_parent, args=(requests,), daemon=True).start()
    write_message(answers, _answer(request, time.monotonic() + seconds, answers))
    return 0


def read_partner_file(path: Path, name: str, deadline: float, tell: Tell, give: Give) -> str:
    """Looks at all of the file and hands on what is in it; gives the sender. Raises UnusableFile.

    `tell` gets messages of texts and progress, `give` changes as lines for a frame.
    """
    with PartnerFile(path, name, deadline) as file:
        texts: dict[str, Text] = {}
        for row, provisions in file.texts():
            text = rebuilt_text(name, row, provisions)
            texts[text.id] = text
            tell({"text": [list(row), [list(provision) for provision in provisions]]})
        checker = ChangeChecker(name, texts)
        seen, total = 0, max(1, file.most_changes())
        for rows in file.changes(ROWS_IN_A_FRAME):
            give(checker.lines(rows))
            seen += len(rows)
            tell({"progress": min(1.0, seen / total)})
        checker.finish()
        return file.sender() or checker.most_frequent_author


def _answer(request: dict[str, Any], deadline: float, answers: BinaryIO) -> dict[str, Any]:
    name = str(request["name"])

    def tell(message: dict[str, Any]) -> None:
        write_message(answers, message)

    def give(lines: list[str]) -> None:
        tell({"rows": len(lines)})
        write_frame(answers, frame_of(lines))

    try:
        return {"sender": read_partner_file(Path(request["path"]), name, deadline, tell, give)}
    except UnusableFile as problem:
        return {"problem": str(problem)}
    except (MemoryError, RecursionError):
        return {"problem": f"{name} needs too much memory to read; ask for less in one file."}
    except Exception:
        return {"defect": traceback.format_exc()}


def _end_with_parent(requests: BinaryIO) -> None:
    """Standard input stays open as long as the program lives: where it ends, nobody waits for an answer."""
    requests.read(1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
