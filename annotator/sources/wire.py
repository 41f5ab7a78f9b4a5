"""What passes between the program and its reading worker: framed JSON, and readings as JSON and back.

A frame is four bytes of length (big-endian) and that many bytes. Nothing that comes from the worker is ever executed
or unpickled: a document that takes the worker over can at most send a wrong text.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

from annotator.model.correcting import Correction, Instructions
from annotator.model.treaty import (
    Caution,
    Dropped,
    ForeignNote,
    Ledger,
    LinePlace,
    Provision,
    Reading,
    Text,
    VersionData,
)

MOST_BYTES_IN_A_FRAME = 2**30

_LENGTH = struct.Struct(">I")


class FrameError(Exception):
    """The other side closed the pipe in the middle of a frame, or sent something that is none."""


def write_frame(stream: IO[bytes], payload: bytes) -> None:
    """Writes one frame and flushes."""
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: IO[bytes], most: int = MOST_BYTES_IN_A_FRAME) -> bytes | None:
    """The next frame, or None where the stream ends before one. Raises FrameError, also for more than `most` bytes."""
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise FrameError("the stream ends in the length of a frame")
    length = _LENGTH.unpack(head)[0]
    if length > most:
        raise FrameError(f"a frame of {length} bytes is announced")
    payload = stream.read(length)
    if len(payload) < length:
        raise FrameError("the stream ends in a frame")
    return payload


def write_message(stream: IO[bytes], message: dict[str, Any]) -> None:
    write_frame(stream, json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def read_message(stream: IO[bytes]) -> dict[str, Any] | None:
    """The next frame as a JSON object, or None at the end of the stream. Raises FrameError."""
    payload = read_frame(stream)
    return None if payload is None else object_of(payload)


def object_of(payload: bytes) -> dict[str, Any]:
    """The JSON object of a frame. Raises FrameError."""
    try:
        message = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise FrameError("a frame is no JSON") from error
    if not isinstance(message, dict):
        raise FrameError("a frame is no JSON object")
    return message


def instructions_from_json(value: dict[str, Any]) -> Instructions:
    """Instructions from what `dataclasses.asdict` makes of them."""
    return Instructions(**{**value, "corrections": tuple(Correction(**row) for row in value["corrections"])})


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A reading as JSON values: what `dataclasses.asdict` gives, many rows quicker, for rows hold plain values only."""
    text, ledger = reading.text, reading.text.ledger
    return {
        **_row(reading),
        "text": {
            **_row(text),
            "provisions": [_row(row) for row in text.provisions],
            "ledger": {
                **_row(ledger),
                "dropped": [_row(row) for row in ledger.dropped],
                "warnings": [_row(row) for row in ledger.warnings],
            },
        },
        "data": _row(reading.data),
        "notes": [_row(row) for row in reading.notes],
        "places": [_row(row) for row in reading.places],
    }


def _row(value: Any) -> dict[str, Any]:
    """The fields of a dataclass with slots, not copied."""
    return {name: getattr(value, name) for name in value.__slots__}


def reading_from_json(value: dict[str, Any]) -> Reading:
    """A reading from `reading_to_json`. Id and hash of its text are computed anew, not believed. Raises FrameError."""
    try:
        text = value["text"]
        ledger = Ledger(
            **{
                **text["ledger"],
                "dropped": tuple(Dropped(**row) for row in text["ledger"]["dropped"]),
                "warnings": tuple(Caution(**row) for row in text["ledger"]["warnings"]),
            }
        )
        provisions = tuple(Provision(**row) for row in text["provisions"])
        return Reading(
            **{
                **value,
                "text": Text.of(text["text"], provisions, ledger),
                "data": VersionData(**value["data"]),
                "notes": tuple(ForeignNote(**row) for row in value["notes"]),
                "places": tuple(LinePlace(**row) for row in value["places"]),
            }
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise FrameError("a reading lacks something") from error
