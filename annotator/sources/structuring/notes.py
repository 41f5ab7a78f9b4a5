"""Footnotes: the mark that a note begins with."""

from __future__ import annotations

import re

from annotator.sources.structuring.blocks import Block

_MARK = re.compile(r"(?:\[\^(?P<name>[^\]\s]+)\]:|(?P<number>\d{1,3}|[*†‡§]{1,3})(?:\s*[/.)](?!\d)|(?=\s|[^\W\d])))")


def note_number(block: Block) -> tuple[str, str]:
    """The number of a note for its eId ("" where it has none) and the mark as printed."""
    match = _MARK.match(block.text)
    if not match:
        return "", ""
    number = match["name"] or match["number"]
    return (number if number.isalnum() else ""), match[0]
