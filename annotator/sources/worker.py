"""The reading worker: a process of its own in which documents from outside are parsed, with limits and without effects.

Run as `python -m annotator.sources.worker MEMORY SECONDS` (bytes of address space; processor time for each
document). For each document it takes two frames from standard input (a JSON object with `name` and `data`, then the
bytes) and gives messages on standard output: any number of `{"progress": [step, share]}`, then `{"readings": […]}`,
`{"problem": sentence}` or `{"defect": traceback}`.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from typing import Any, BinaryIO

from annotator.model.problems import Problem
from annotator.model.treaty import VersionData
from annotator.sources.confinement import confine, limit_time
from annotator.sources.reading import read_document
from annotator.sources.wire import instructions_from_json, read_frame, read_message, reading_to_json, write_message

YOUNG_OBJECTS = 50_000
"""New objects after which garbage is looked for: a tree that grows is all alive, and looking it through takes long."""


def main(arguments: list[str]) -> int:
    """Serves documents until standard input ends."""
    memory, seconds = map(int, arguments)
    requests, answers = take_standard_streams()
    confine(memory)
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    write_message(answers, {"ready": True})
    while (request := read_message(requests)) is not None:
        data = read_frame(requests)
        if data is None:
            return 1
        limit_time(seconds)
        write_message(answers, _answer(request, data, answers))
    return 0


def take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes for ourselves: whatever a C library prints then cannot break a frame."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def _answer(request: dict[str, Any], data: bytes, answers: BinaryIO) -> dict[str, Any]:
    name = str(request["name"])
    given = request.get("data")
    version_data = VersionData(**given) if given else None
    instructions = instructions_from_json(request["instructions"])

    def progress(step: str, share: float) -> None:
        write_message(answers, {"progress": [step, share]})

    try:
        readings = read_document(name, data, version_data, progress, instructions)
        return {"readings": [reading_to_json(reading) for reading in readings]}
    except Problem as problem:
        return {"problem": str(problem)}
    except (MemoryError, RecursionError):
        return {"problem": f"{name} needs too much memory to read; split it or save it anew from its program."}
    except Exception:
        return {"defect": traceback.format_exc()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
