"""The fuzzing worker: a process bound like the reading worker, in which mutants are made, read and checked in a loop.

Run as `python -m tests.fuzz.worker MEMORY SECONDS` (bytes of address space; processor time for each input). It takes
orders `{"reader", "seed", "first", "end"}` as frames from standard input, and tells of each input when it is done with
it: `{"number", "outcome", "seconds", "detail", "memory"}`. What it does not tell of any more is what ended it.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from annotator.model.correcting import AS_IT_IS, Instructions
from annotator.model.problems import UnusableFile
from annotator.sources import worker as reading_worker
from annotator.sources.confinement import confine, limit_time
from annotator.sources.reading import read_document
from annotator.sources.wire import read_message, write_message
from tests.fuzz.promises import check, check_nothing_lost
from tests.fuzz.seeds import READERS, instructions, mutant

if sys.platform != "win32":
    import resource

Read = Callable[..., Any]


READ_TWICE = 4
"""Every so many inputs one is read twice: it takes twice as long."""


def main(arguments: list[str], read: Read = read_document) -> int:
    """Serves orders until standard input ends."""
    memory, seconds = map(int, arguments)
    orders, answers = reading_worker.take_standard_streams()
    confine(memory)
    write_message(answers, {"ready": True})
    while (order := read_message(orders)) is not None:
        for number in range(order["first"], order["end"]):
            limit_time(seconds)
            data = mutant(order["reader"], order["seed"], number)
            began = time.process_time()
            asked = instructions(order["reader"], order["seed"], number)
            name = f"fuzz{READERS[order['reader']].suffix}"
            outcome, detail = attempt(name, data, read, asked, is_read_twice=number % READ_TWICE == 0)
            took = round(time.process_time() - began, 3)
            told = {"number": number, "outcome": outcome, "seconds": took, "detail": detail, "memory": peak()}
            write_message(answers, told)
    return 0


def attempt(
    name: str, data: bytes, read: Read, asked: Instructions = AS_IT_IS, *, is_read_twice: bool = True
) -> tuple[str, str]:
    """What became of an input ("read", "refused", "exhausted", "defect"), and the sentence or the traceback.

    One that `is_read_twice` is also compared, line by line, with what its reader gave, and sent through the pipe.
    """
    try:
        readings = read(name, data, None, lambda _step, _share: None, asked)
        check(readings, is_passed_on=is_read_twice)
        if is_read_twice:
            check_nothing_lost(readings, name, data, asked)
    except UnusableFile as problem:
        return "refused", str(problem)
    except (MemoryError, RecursionError) as error:
        return "exhausted", type(error).__name__
    except Exception:
        return "defect", traceback.format_exc()
    return "read", ""


def peak() -> int:
    """The most memory that this process ever held, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
