"""What of a merge belongs together: notes that come, change, go; conflicts; texts, layers; what waits or is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QCoreApplication

from annotator.model.delivery import Conflict, Placing
from annotator.operations.merge_preview import LISTED, Line, MergePreview
from annotator.ui.conflict_words import conflict_name
from annotator.ui.panels.catalogue import Catalogue

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Note:
    """A line of a group, with what is said of it beside its author ("Commentary", "needs review")."""

    line: Line
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One entry of the preview: `lines` or `sentences` are what is in it, unless it is something to choose."""

    key: str
    title: str
    count: int
    explanation: str
    lines: tuple[Note, ...] = ()
    sentences: tuple[str, ...] = ()


def groups_of(preview: MergePreview, catalogue: Catalogue, texts: int, layers: int) -> list[Group]:
    """The groups that have anything in them; `texts` and `layers` are how many are offered to be chosen from.

    What would be deleted is in no preview: it is shown as it is here now.
    """
    found = [*_notes(preview, catalogue), *_choices(texts, layers), *_placed(preview), *_refused(preview)]
    return [group for group in found if group.count]


def placing_name(how: Placing) -> str:
    """What the window calls the way in which a note was placed in another text."""
    return {
        "exact": translate("Merge", "exact"),
        "moved": translate("Merge", "moved"),
        "review": translate("Merge", "needs review"),
    }[how]


def _notes(preview: MergePreview, catalogue: Catalogue) -> Iterator[Group]:
    told = {
        "added": (
            translate("Merge", "New notes"),
            translate("Merge", "They come in; nothing of yours changes by them."),
        ),
        "changed": (
            translate("Merge", "Changed notes"),
            translate("Merge", "Somebody went on with these knowing what they said; the later words are shown."),
        ),
        "deleted": (
            translate("Merge", "Deleted notes"),
            translate("Merge", "A partner deleted these. Undo, or unmerging the file, brings them back."),
        ),
    }
    for key, (title, explanation) in told.items():
        ids = dict.fromkeys(id for receipt in preview.receipts for id in getattr(receipt, key))
        listed = _lines_here(catalogue, ids) if key == "deleted" else _lines(preview, ids)
        yield Group(key, title, len(ids), explanation, tuple(Note(row) for row in listed))
    yield _conflicts(preview)


def _conflicts(preview: MergePreview) -> Group:
    explanation = translate(
        "Merge",
        "You and a partner changed these without knowing of each other. Both are kept, the later one is shown; after "
        "the merge you settle each.",
    )
    lines = tuple(Note(_line_of(preview, row), conflict_name(row)) for row in preview.conflicts)
    return Group("conflicts", translate("Merge", "Conflicts"), len(lines), explanation, lines)


def _line_of(preview: MergePreview, conflict: Conflict) -> Line:
    found = preview.lines.get(conflict.annotation)
    authors = ", ".join(dict.fromkeys(row.author for row in conflict.claims if row.author))
    if found is None:
        return Line(conflict.annotation, authors, "", "", "", "")
    return Line(found.annotation, authors, found.citation, found.version, found.quotation, found.commentary)


def _choices(texts: int, layers: int) -> Iterator[Group]:
    yield Group(
        "texts",
        translate("Merge", "Texts you do not have"),
        texts,
        translate("Merge", "Those that are ticked come in. Notes on a text that does not come in wait until it does."),
    )
    yield Group(
        "layers",
        translate("Merge", "Layers you do not have"),
        layers,
        translate("Merge", "Say which of your layers each is, or let it come in as a layer of its own."),
    )


def _placed(preview: MergePreview) -> Iterator[Group]:
    for how, explanation in (
        (
            "review",
            translate("Merge", "Their words are not in your text as they were, so each waits for you to place it."),
        ),
        ("moved", translate("Merge", "The same words stand elsewhere in your text; they are placed there.")),
        ("exact", translate("Merge", "The same words stand at the same place in your text.")),
    ):
        ids = [id for id, found in preview.placements.items() if found == how]
        name = {
            "review": translate("Merge", "On your text: to review"),
            "moved": translate("Merge", "On your text: moved"),
            "exact": translate("Merge", "On your text: exact"),
        }[how]
        lines = tuple(Note(row) for row in _lines(preview, ids))
        yield Group(f"placed {how}", name, len(ids), explanation, lines)


def _refused(preview: MergePreview) -> Iterator[Group]:
    waiting = sum(receipt.waiting for receipt in preview.receipts)
    late = translate(
        "Merge",
        "They come from a computer whose clock is more than a day ahead. They are kept, and count once their time has "
        "come, or when you accept them under File ▸ Merged files….",
    )
    yield Group("waiting", translate("Merge", "Waiting for their time"), waiting, "", sentences=(late,))
    lacking = sum(number for receipt in preview.receipts for number in receipt.lacking.values())
    told = translate("Merge", "They are on a text that is not here and does not come in; they are shown once it does.")
    yield Group("lacking", translate("Merge", "Waiting for their text"), lacking, "", sentences=(told,))
    refused = tuple(f"{row.file}: {row.refused}" for row in preview.files if row.receipt is None)
    refused += tuple(dict.fromkeys(sentence for receipt in preview.receipts for sentence in receipt.rejected))
    yield Group("refused", translate("Merge", "Refused"), len(refused), "", sentences=refused)


def _lines_here(catalogue: Catalogue, ids: Iterable[str]) -> list[Line]:
    found = []
    for row in filter(None, map(catalogue.annotation, islice(ids, LISTED))):
        version = catalogue.version(row.version)
        name = version.name if version else ""
        words = "" if row.anchor.whole else row.anchor.exact
        found.append(Line(row.id, row.author, catalogue.citation(row), name, words, row.commentary))
    return found


def _lines(preview: MergePreview, ids: Iterable[str]) -> list[Line]:
    return [preview.lines[id] for id in ids if id in preview.lines]
