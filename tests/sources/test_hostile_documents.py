"""Hostile documents end in a reading or in one sentence within 20 s and 512 MB, and the next one is read."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Reading
from annotator.sources import Limits, Readers
from tests.fuzz.promises import check
from tests.sources.hostile import PDFS, REFUSED, TEXTS

GRACE = 5.0
"""Seconds to hand 100 MB over and to end a worker, on a busy machine."""


class Watched:
    """Readers whose worker's memory is looked at from outside, about 20 times a second."""

    def __init__(self) -> None:
        self._readers = Readers()
        self.peak = 0
        """Bytes; 0 where the system does not tell."""

    def read(self, name: str, data: bytes) -> list[Reading]:
        began = time.monotonic()
        self.peak = 0
        try:
            return self._readers.read_bytes(name, data, cancelled=self._look)
        finally:
            self._look()
            assert time.monotonic() - began < Limits().seconds + GRACE
            assert self.peak <= Limits().memory
            assert self.peak > 0 or sys.platform != "linux"

    def close(self) -> None:
        self._readers.close()

    def _look(self) -> bool:
        status = Path(f"/proc/{self._readers.process_id}/status")
        if sys.platform == "linux" and status.exists():
            found = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
            self.peak = max([self.peak, *(int(line.split()[1]) * 1024 for line in found)])
        return False


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.close()


def ends_well(watched: Watched, name: str, data: bytes) -> str:
    """The sentence, "" for a reading; and the next document is read."""
    try:
        check(watched.read(name, data))
        sentence = ""
    except UnusableFile as problem:
        sentence = str(problem)
        assert sentence.startswith(name)
        assert "\n" not in sentence
    assert watched.read("next.txt", b"Article 1\n\nGrain is stored.")[0].counts["article"] == 1
    return sentence


@pytest.mark.parametrize("case", TEXTS)
def test_odd_documents_are_read_in_time(case: str, watched: Watched) -> None:
    name, made = TEXTS[case]
    assert ends_well(watched, name, made()) == ""


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_documents_are_refused_with_their_reason(case: str, watched: Watched) -> None:
    name, made, reason = REFUSED[case]
    sentence = ends_well(watched, name, made())
    assert reason in sentence


@pytest.mark.parametrize("case", PDFS)
def test_endless_pdfs_end(case: str, watched: Watched) -> None:
    ends_well(watched, "a.pdf", PDFS[case]())


def test_entities_of_a_page_bring_nothing_in(watched: Watched) -> None:
    declared = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "ha">]>'
    page = f"{declared}<html><body><p>Grain &a; &b; kept</p></body></html>"
    (reading,) = watched.read("a.html", page.encode())
    assert reading.text.text.split("\n")[-1].endswith("Grain &a; &b; kept")
