"""Two people with a copy each of one library, so that what one sends the other can be merged: real files."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Annotation, Person
from annotator.model.change import Edit
from annotator.model.treaty import Text
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.libraries import new_library
from annotator.store.library import Library
from tests.ui.reader.treaty_samples import ARABIC, TREATY, make_text

ENGLISH, OTHER = make_text(TREATY), make_text(ARABIC)
ADA, BO = Person("Ada"), Person("Bo")
_BOS_COMPUTER = str(uuid.UUID(int=7))


def ours(path: Path) -> Path:
    """A library with one text and one note of Ada's."""
    with new_library(path) as made:
        add_text(made, ENGLISH, "Lamps")
        note(made, "an effective remedy", "Ada's view.", ADA)
    return path


def theirs(library: Path, path: Path, act: Callable[[Library], object]) -> Path:
    """A copy of that library on Bo's computer, after Bo has done something to it."""
    shutil.copyfile(library, path)
    with Library.open(path, _BOS_COMPUTER) as copy:
        act(copy)
    return path


def note(library: Library, quote: str, commentary: str, person: Person, text: Text = ENGLISH) -> Annotation:
    given = Assignment(categories=("oversight-and-remedy",), commentary=commentary)
    return annotate(library, anchor_quote(text, quote), given, person)


def add_text(library: Library, text: Text, label: str) -> None:
    fields = {"label": label, "instrument": label, "language": "en", "sha256": text.sha256}
    library.apply([Edit("version", text.id, fields)], "", texts=[text])
