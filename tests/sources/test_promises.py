"""Small documents that broke what every reading promises, as fuzzing found them."""

from __future__ import annotations

import time

import pytest

from annotator.model.correcting import AS_IT_IS, Correction, Instructions
from annotator.sources.reading import read_document
from tests.fuzz.promises import check, check_nothing_lost
from tests.sources.tiny_pdf import Words, pdf
from tests.sources.writer_file import flat, h, note, p

PART_AFTER_ANNEX = """Part I Grain
Chapter I Mills
Article 1
Mills turn.
Annex I
Weights are weighed.
Chapter II Wells
Article 2
Wells are dug."""
CHAPTERS_IN_DECIMALS = """Section 1.1 Mills
Words on mills.
Section 1.2 Wells
Words on wells.
Section 1.4 Rope
Words on rope."""
NUMBER_ON_TWO_LINES = """Article 1

1)

1. Each village keeps a mill.

2) Each village keeps a well."""
CONTENTS_ON_TWO_LINES = """Contents
Article 1 Mills and the ........ 3
Article 2 Wells
of the villages ........ 4
Article 3 Rope ........ 5
Article 1 Mills and the
Mills turn.
Article 2 Wells
Wells are dug.
Article 3 Rope
Rope is made."""
NOTE_NOT_COMPOSED = flat(p("Mills turn" + note("e\u0301", p("At dawn."))))
NOTE_ON_A_NOTE = flat(h("Article 1", 1) + p("Mills turn.") + p("By night" + note("1", p("At dawn."))))
TITLE_IN_NO_ENCODING = pdf([[Words(72, 700, "Mills turn.")]], title="\xfe\xff\xd8\x00")
FLAT_WORDS = pdf([[Words(72, 700, "Mills turn.")]], form=True).replace(b"1 0 0 1 0 0 cm", b"0 0 0 1 0 0 cm")


def asked(*corrections: Correction) -> Instructions:
    return Instructions(corrections=corrections)


@pytest.mark.parametrize(
    ("name", "data", "instructions"),
    [
        pytest.param("a.txt", PART_AFTER_ANNEX.encode(), AS_IT_IS, id="a chapter that counts on after an annex"),
        pytest.param("a.txt", CHAPTERS_IN_DECIMALS.encode(), AS_IT_IS, id="sections in decimals"),
        pytest.param("a.md", NUMBER_ON_TWO_LINES.encode(), AS_IT_IS, id="a number doubled on the next line"),
        pytest.param(
            "a.txt", CONTENTS_ON_TWO_LINES.encode(), asked(Correction(3, "joined")), id="an entry on two lines"
        ),
        pytest.param("a.txt", b"1. " * 3000, AS_IT_IS, id="labels upon labels"),
        pytest.param("a.txt", b"Article 1\n" + b"(a) a mill:\n(1) a well:\n" * 1000, AS_IT_IS, id="lists in lists"),
        pytest.param("a.fodt", NOTE_NOT_COMPOSED, AS_IT_IS, id="a note whose number is in another form than NFC"),
        pytest.param("a.fodt", NOTE_ON_A_NOTE, asked(Correction(2, "note")), id="a note on what a person calls a note"),
        pytest.param("a.pdf", TITLE_IN_NO_ENCODING, AS_IT_IS, id="a title that is no text"),
        pytest.param("a.pdf", FLAT_WORDS, AS_IT_IS, id="words without width"),
    ],
)
def test_it_keeps_them(name: str, data: bytes, instructions: Instructions) -> None:
    readings = read_document(name, data, None, lambda _step, _share: None, instructions)
    check(readings)
    check_nothing_lost(readings, name, data, instructions)


def test_what_is_repeated_takes_no_longer_each_time() -> None:
    """Half a million characters take half a minute or more where each number looks at all those before it."""
    data = b"Article 1\n" + b"".join(b"(%c) a sack of grain;\n" % letter for letter in b"abcdefghijklmnopq" * 1500)
    began = time.process_time()
    read_document("a.txt", data, None, lambda _step, _share: None)
    assert time.process_time() - began < 12
