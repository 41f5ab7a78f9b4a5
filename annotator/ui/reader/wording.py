"""What the reader says in words: tool tips and the description that a screen reader hears at the caret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from annotator.model.annotation import Annotation
from annotator.model.codebook import Category

_FIRST_WORDS = 160
_MOST_LISTED = 6
_MOST_NAMED = 20
"""Beyond so many in one place, a tool tip says how many each layer has."""


def escape(words: str) -> str:
    """As markup that shows `words`."""
    import html  # brings every name that a character has: what a start does without

    return html.escape(words)


def tool_tip(rows: Sequence[Annotation], categories: Mapping[str, Category]) -> str:
    """Layers, author and first words of each commentary, one annotation a paragraph; of many, how many in each layer.

    Safe HTML: all that is foreign is escaped. (A tool tip that is plain text to Qt would not wrap; one that looks like
    HTML would be read as such.)
    """
    if len(rows) > _MOST_NAMED:
        return _summary(rows, categories)
    listed = [_tip(row, categories) for row in rows[:_MOST_LISTED]]
    if len(rows) > _MOST_LISTED:
        listed.append(QCoreApplication.translate("Reader", "and %n more", None, len(rows) - _MOST_LISTED))
    return "".join(f"<p>{part}</p>" for part in listed)


def spoken(place: str, rows: Sequence[Annotation], categories: Mapping[str, Category]) -> str:
    """Plain text: the provision, then the layers and commentary of what lies at the caret."""
    said = [_said(row, categories) for row in rows[:_MOST_LISTED]]
    return ". ".join(part for part in (place, *said) if part)


def layer_names(row: Annotation, categories: Mapping[str, Category]) -> str:
    names = [categories[layer].name for layer in row.categories if layer in categories]
    return ", ".join(names) or QCoreApplication.translate("Reader", "No layer")


def _tip(row: Annotation, categories: Mapping[str, Category]) -> str:
    words = first_words(row.commentary)
    heading = f"<b>{escape(layer_names(row, categories))}</b>"
    heading += f" · {escape(row.author)}" if row.author else ""
    return f"{heading}<br>{escape(words)}" if words else heading


def map_tip(place: str, layers: Sequence[str], categories: Mapping[str, Category]) -> str:
    """A place in the text, and the layers that lie there; safe HTML."""
    nobody = QCoreApplication.translate("Reader", "No layer")
    names = "<br>".join(escape(categories[id].name if id in categories else nobody) for id in layers)
    heading = f"<b>{escape(place)}</b>" if place else ""
    return "".join(f"<p>{part}</p>" for part in (heading, names) if part)


def _summary(rows: Sequence[Annotation], categories: Mapping[str, Category]) -> str:
    numbers = Counter(layer for row in rows for layer in row.categories or ("",))
    heading = QCoreApplication.translate("Reader", "%n annotations here").replace("%n", str(len(rows)))
    nobody = QCoreApplication.translate("Reader", "No layer")
    names = ((categories[id].name if id in categories else nobody, number) for id, number in numbers.most_common())
    return f"<p><b>{heading}</b></p><p>" + "<br>".join(f"{number} · {escape(name)}" for name, number in names) + "</p>"


def _said(row: Annotation, categories: Mapping[str, Category]) -> str:
    words = first_words(row.commentary)
    names = layer_names(row, categories)
    return f"{names}: {words}" if words else names


def first_words(commentary: str) -> str:
    """The beginning of a commentary on one line."""
    line = " ".join(commentary.split())
    return line if len(line) <= _FIRST_WORDS else line[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"
