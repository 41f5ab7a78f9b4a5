"""What merging some files would do, as a person looks at it before it is done; and what they choose there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.model.delivery import Conflict, Placing, Receipt

LISTED = 1000
"""Notes of a file that are listed in each group at most: nobody reads more of them before a merge."""


@dataclass(frozen=True, slots=True)
class Line:
    """A note as the preview lists it: where it stands, in which text (by its name), and how it begins.

    `quotation` is "" where it is on a provision as a whole.
    """

    annotation: str
    author: str
    citation: str
    version: str
    quotation: str
    commentary: str


@dataclass(frozen=True, slots=True)
class OfferedText:
    """A partner's text that is not here, with how many notes are on it.

    `near` names our own text that nearly is the same, where there is one: then the notes are placed there unless the
    partner's text is imported too. `likeness` is how nearly: per cent of common words, 100 where not one differs, 0
    where nobody can tell. Only a text that `has_words` came along and can be imported.
    """

    id: str
    name: str
    annotations: int
    near: str = ""
    has_words: bool = True
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class UnknownLayer:
    """A partner's layer whose id is not in our codebook, with how many notes are in it.

    `proposed` is the id of our layer of the same name, or "".
    """

    id: str
    name: str
    annotations: int
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class FilePreview:
    """One file: what it would do, or, where `receipt` is None, in `refused` why it cannot be merged.

    `path` is where it lies, `file` its name, `sender` who sent it as it says itself.
    """

    path: str
    file: str
    sender: str
    receipt: Receipt | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose: which of the texts that are lacking come in (None: all of them), and which layer of ours a
    partner's layer is read as ("" or not named: it comes in as a layer of its own)."""

    texts: frozenset[str] | None = None
    layers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What all files together would do. `lines` has the notes that are listed, by their ids, `placements` how those
    whose text is not here would be placed in a text of ours."""

    files: tuple[FilePreview, ...]
    lines: Mapping[str, Line]
    texts: tuple[OfferedText, ...]
    layers: tuple[UnknownLayer, ...]
    placements: Mapping[str, Placing]

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """Of the files that can be merged, in their order."""
        return tuple(row.receipt for row in self.files if row.receipt is not None)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Those that the files would bring, each once, as they would be in the end."""
        return tuple({row.id: row for receipt in self.receipts for row in receipt.conflicts}.values())

    @property
    def placed(self) -> Counter[Placing]:
        """How many notes would be placed in which way."""
        return Counter(self.placements.values())

    @property
    def brings_anything(self) -> bool:
        return any(row.merge for row in self.receipts)
