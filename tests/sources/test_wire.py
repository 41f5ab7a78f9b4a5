"""Frames and readings on their way between two processes."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace

import pytest

from annotator.model.treaty import Caution, Dropped, ForeignNote, Ledger, Provision, Reading, Text, VersionData
from annotator.sources.wire import (
    FrameError,
    read_frame,
    read_message,
    reading_from_json,
    reading_to_json,
    write_frame,
    write_message,
)

WORDS = "Article 1\nحقوق 人权 😀"
PROVISION = Provision("art_1", None, "article", "1", "Article 1", "", "art. 1", 0, len(WORDS), page=3)
READING = Reading(
    text=Text.of(
        WORDS,
        (PROVISION,),
        Ledger(20, 18, 1, (Dropped("page number", "12", 3),), (Caution("numbering-gap", "art_1", "Article 2 lacks."),)),
    ),
    data=VersionData(label="A", language="ar"),
    source_sha256="0" * 64,
    source_name="a.pdf",
    engine="pdf",
    notes=(ForeignNote(0, 7, "why?", "R", "2026-01-01T00:00:00Z"),),
)


def test_a_reading_arrives_as_it_left() -> None:
    assert reading_from_json(json.loads(json.dumps(reading_to_json(READING)))) == READING


def test_every_field_of_a_reading_is_sent() -> None:
    assert json.dumps(reading_to_json(READING), sort_keys=True) == json.dumps(asdict(READING), sort_keys=True)


def test_the_id_of_a_text_is_computed_and_not_believed() -> None:
    sent = reading_to_json(READING)
    sent["text"]["id"] = sent["text"]["sha256"] = "f" * 32
    assert reading_from_json(sent).text.id == READING.text.id
    assert reading_from_json(sent).text.sha256 == READING.text.sha256


@pytest.mark.parametrize(
    "value", [{}, {"text": None}, {**reading_to_json(READING), "more": 1}, {"text": {"ledger": []}}]
)
def test_what_is_no_reading_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(FrameError):
        reading_from_json(value)


def test_messages_and_frames_follow_one_another() -> None:
    stream = io.BytesIO()
    write_message(stream, {"name": "é"})
    write_frame(stream, b"\0\xff")
    write_frame(stream, b"")
    stream.seek(0)
    assert [read_message(stream), read_frame(stream), read_frame(stream), read_frame(stream)] == [
        {"name": "é"},
        b"\0\xff",
        b"",
        None,
    ]


@pytest.mark.parametrize("sent", [b"\0\0", b"\0\0\0\x05abc", b"\xff\xff\xff\xff", b"\0\0\0\x02[]", b"\0\0\0\x01x"])
def test_broken_frames_are_noticed(sent: bytes) -> None:
    with pytest.raises(FrameError):
        read_message(io.BytesIO(sent))


def test_readings_differ_where_their_notes_do() -> None:
    assert reading_to_json(replace(READING, notes=())) != reading_to_json(READING)
