"""Libraries to measure on: a text of 130,000 characters with so many annotations over fourteen layers.

Written through the program's own operations, so a hundred thousand take most of a minute: finished ones are kept in
`build/bench` until the schema or this file changes.
"""

from __future__ import annotations

import hashlib
import inspect
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from annotator.model.anchoring import anchor_range
from annotator.model.annotation import Person
from annotator.model.change import ENTITIES, Edit
from annotator.model.codebook import MARKS, Category, Codebook
from annotator.model.treaty import Ledger, Text, solid_length
from annotator.operations.annotating import Assignment, annotation_edits
from annotator.operations.libraries import codebook_edits
from annotator.store import schema
from annotator.store.identity import new_id
from annotator.store.library import Library
from tests.bench.figures import ROOT
from tests.ui.reader.treaty_samples import make_text

CHARACTERS = 130_000
LAYERS = 14
SHORTEST, LONGEST = 20, 300
PERSON = Person("A. Reader", "Reading Room")

_FOLDER = ROOT / "build" / "bench"
_AT_ONCE = 2_000
_SEED = 7
_SENTENCES = (
    "Each State Party shall take such measures as may be necessary under its domestic law to do so.",
    "Nothing in this article shall be read as permitting searches without the order of a judge.",
    "The competent authority may require a service provider to keep data that it holds.",
    "Requests shall be refused where there are grounds to believe that a person would be persecuted.",
    "Notice shall be given to those concerned as soon as it no longer endangers the investigation.",
    "Such powers are subject to safeguards that include grounds, limits of time and independent review.",
    "A State Party may declare that it will apply this paragraph to serious crime alone.",
)
_REMARKS = ("Reaches further than the sister treaty.", "Who reviews this?", "“Serious” is nowhere defined.", "", "", "")
_HUES = (0, 0, 30, 30, 60, 120, 120, 160, 190, 220, 220, 260, 290, 330)


def long_text(seed: int = 0) -> Text:
    """Articles of five paragraphs each, all of different words; another text for each `seed`."""
    chance = random.Random(seed)
    lines: list[str] = []
    for number in range(1, 1000):
        lines.append(f"## Article {number}. Measures of kind {number}")
        lines += [f"{row}. " + " ".join(chance.sample(_SENTENCES, 3)) for row in range(1, 6)]
        if sum(map(len, lines)) > CHARACTERS:
            break
    made = make_text("\n".join(lines))
    return Text.of(made.text, made.provisions, Ledger(solid_length(made.text), solid_length(made.text)))


def codebook() -> Codebook:
    """Fourteen layers in four groups; the first nine have the digits."""
    groups = [Category(f"group-{row}", f"Group {row}", position=row) for row in range(4)]
    marks = [row for row in MARKS if row]
    layers = [
        Category(
            f"layer-{row}",
            f"Layer {row}",
            f"group-{row * 4 // LAYERS}",
            _colour(hue, 0.45),
            _colour(hue, 0.75),
            marks[row % len(marks)],
            str(row + 1) if row < 9 else "",
            definition=f"What belongs to layer {row}.",
            position=10 + row,
        )
        for row, hue in enumerate(_HUES)
    ]
    return Codebook("Bench", (*groups, *layers))


def library_of(count: int, texts: int = 1) -> Path:
    """The file of a library with `count` annotations, shared evenly by `texts`; made where it is not there yet."""
    path = _FOLDER / f"{count}-annotations-{texts}-texts-{_fingerprint()}.sqlite"
    if not path.exists():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        for old in _FOLDER.glob(f"{count}-annotations-{texts}-texts-*"):
            old.unlink()
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with Library.create(unfinished, "", codebook_edits(codebook())) as library:
            for number in range(texts):
                _fill(library, long_text(number), count // texts, number)
        unfinished.rename(path)
    return path


def _fill(library: Library, text: Text, count: int, number: int) -> None:
    fields = {"label": f"Text {number}", "instrument": f"Treaty {number}", "sha256": text.sha256}
    library.apply([Edit("version", text.id, fields)], PERSON, texts=[text])
    for low in range(0, count, _AT_ONCE):
        edits = [edit for row in range(low, min(count, low + _AT_ONCE)) for edit in _annotation(text, row, number)]
        library.apply(edits, PERSON)


def _annotation(text: Text, row: int, number: int) -> Iterator[Edit]:
    chance = random.Random(f"{_SEED} {number} {row}")
    start = chance.randrange(len(text.text) - LONGEST - 1)
    anchor = anchor_range(text, start, start + chance.randrange(SHORTEST, LONGEST))
    given = Assignment(
        categories=(f"layer-{chance.randrange(LAYERS)}",),
        commentary=chance.choice(_REMARKS),
        stance=chance.choice(("risk", "risk", "safeguard", "note")),
        severity=chance.choice(("", "watch", "must-change")),
        status=chance.choice(("draft", "in-review")),
    )
    yield from annotation_edits(new_id(), anchor, given, PERSON)


def _colour(hue: int, value: float) -> str:
    high, low = round(255 * value), round(255 * value * 0.35)
    place = hue / 60
    steps = {0: (high, low, low), 1: (high, high, low), 2: (low, high, low), 3: (low, high, high), 4: (low, low, high)}
    return "#{:02x}{:02x}{:02x}".format(*steps.get(int(place), (high, low, high)))


def _fingerprint() -> str:
    parts = (inspect.getsource(sys.modules[__name__]), inspect.getsource(schema), repr(ENTITIES))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]
