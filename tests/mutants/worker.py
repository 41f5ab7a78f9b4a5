"""The mutant worker: bound like the partner worker, it makes mutants and reads them with the same code, in a loop.

Run as `python -m tests.mutants.worker MEMORY SECONDS SEEDS SCRATCH` (bytes of address space; processor time for each
mutant; the folder of seeds; a folder for the file that is read). Orders and answers are those of `tests.fuzz.worker`.

The scratch file is opened before the process is bound: it can still be written to then, and nothing else can.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO

from annotator.model.problems import UnusableFile
from annotator.sharing.frames import BETWEEN_COLUMNS, check_frame, frame_of, rows_of
from annotator.sharing.texts import rebuilt_text
from annotator.sharing.worker import read_partner_file
from annotator.sources.confinement import confine, limit_time
from annotator.sources.wire import read_message, write_message
from annotator.sources.worker import take_standard_streams
from tests.fuzz.worker import peak
from tests.mutants.seeds import mutant, seeds

Read = Callable[[Path, str, float], None]

NAME = "partner.sqlite"
MOST_IN_A_SENTENCE = 600


def main(arguments: list[str], read: Read | None = None) -> int:
    """Serves orders until standard input ends."""
    memory, seconds = map(int, arguments[:2])
    folder, scratch = map(Path, arguments[2:])
    path = scratch / "mutant.sqlite"
    orders, answers = take_standard_streams()
    for kind in ("shared", "library"):
        seeds(folder, kind)
    with path.open("w+b") as file:
        confine(memory)
        write_message(answers, {"ready": True})
        while (order := read_message(orders)) is not None:
            for number in range(order["first"], order["end"]):
                limit_time(seconds)
                put(file, mutant(folder, order["reader"], order["seed"], number))
                began = time.process_time()
                outcome, detail = attempt(path, read or read_and_check, seconds)
                took = round(time.process_time() - began, 4)
                told = {"number": number, "outcome": outcome, "seconds": took, "detail": detail, "memory": peak()}
                write_message(answers, told)
    return 0


def put(file: IO[bytes], data: bytes) -> None:
    file.seek(0)
    file.write(data)
    file.truncate()
    file.flush()


def attempt(path: Path, read: Read, seconds: float) -> tuple[str, str]:
    """What became of a mutant ("read", "refused", "exhausted", "defect"), and the sentence or the traceback."""
    before = path.stat()
    try:
        read(path, NAME, time.monotonic() + seconds)
        outcome = "read", ""
    except UnusableFile as problem:
        sentence = str(problem)
        outcome = ("refused", sentence) if is_one_sentence(sentence) else ("defect", f"no sentence: {sentence!r}")
    except (MemoryError, RecursionError) as error:
        outcome = "exhausted", type(error).__name__
    except Exception:
        outcome = "defect", traceback.format_exc()
    after = path.stat()
    is_untouched = (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)
    if not is_untouched or os.listdir(path.parent) != [path.name]:  # noqa: PTH208 (quicker, and it counts here)
        return "defect", "something was written"
    return outcome


def is_one_sentence(sentence: str) -> bool:
    """Whether a person can read it: which file, what is wrong, what to do."""
    return (
        sentence.startswith(f"{NAME} ")
        and sentence.endswith(".")
        and sentence.isprintable()
        and len(sentence) <= MOST_IN_A_SENTENCE
        and any(mark in sentence for mark in (";", ", and ask"))
    )


def read_and_check(path: Path, name: str, deadline: float) -> None:
    """As the child does, and then what the program does with what comes from it."""

    def tell(message: dict[str, object]) -> None:
        if "text" in message:
            row, provisions = message["text"]  # type: ignore[misc]
            rebuilt_text(name, row, provisions)

    def give(lines: list[str]) -> None:
        if lines:
            payload = frame_of(lines)
            check_frame(payload)
            again = [BETWEEN_COLUMNS.join(column or "" for column in row) for row in rows_of(payload)]
            if again != lines:
                raise AssertionError("rows are not what they were")

    read_partner_file(path, name, deadline, tell, give)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
