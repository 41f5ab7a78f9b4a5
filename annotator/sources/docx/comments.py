"""Comments of a Word document: which words each is about, once all lines are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from annotator.sources.docx.parts import Comment
from annotator.sources.lines import Line, LineNote

Place = tuple[int, int]
"""Number of a line, column in it."""


class CommentPlaces:
    """Gathers where comments begin and end; a reply that marks no words of its own is about those of its parent."""

    def __init__(self, comments: dict[str, Comment]) -> None:
        self._comments = comments
        self._starts: dict[str, Place] = {}
        self._ends: dict[str, Place] = {}

    def mark(self, name: str, kind: Literal["start", "end", "reference"], place: Place) -> None:
        """Comment `name` begins, ends or is referred to at `place`; the reference counts where there is no range."""
        self._starts.setdefault(name, place)
        if kind != "start":
            self._ends.setdefault(name, place)

    def notes(self, lines: Sequence[Line]) -> list[LineNote]:
        """A note for each comment that the document refers to, in the order of their words."""
        placed = [(self._place(name), comment) for name, comment in self._comments.items()]
        found = [(*place, comment) for place, comment in placed if place is not None]
        notes = (_note(lines, start, end, comment) for start, end, comment in sorted(found, key=lambda row: row[0]))
        return [note for note in notes if note is not None]

    def _place(self, name: str) -> tuple[Place, Place] | None:
        seen: set[str] = set()
        while name not in self._starts:
            seen.add(name)
            name = self._comments[name].parent if name in self._comments else ""
            if not name or name in seen:
                return None
        return self._starts[name], self._ends.get(name, self._starts[name])


def _note(lines: Sequence[Line], start: Place, end: Place, comment: Comment) -> LineNote | None:
    """A comment over several paragraphs is kept on the first that has words."""
    for index in range(start[0], min(end[0] + 1, len(lines))):
        begin = start[1] if index == start[0] else 0
        stop = end[1] if index == end[0] else len(lines[index].text)
        if not lines[index].drop and lines[index].text[begin:stop].strip():
            return LineNote(index, begin, stop, comment.text, comment.author, comment.created)
    return _note_on_line(lines, start[0], comment)


def _note_on_line(lines: Sequence[Line], near: int, comment: Comment) -> LineNote | None:
    """A comment on a point between words, or on words that a tracked change took away, is about the whole line."""
    following = [*range(near, len(lines)), *range(min(near, len(lines)) - 1, -1, -1)]
    for index in following:
        if not lines[index].drop and lines[index].text.strip():
            return LineNote(index, 0, len(lines[index].text), comment.text, comment.author, comment.created)
    return None
