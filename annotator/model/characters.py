"""Which characters a field may hold: what goes into a library, and what is let in from a partner's, is the same.

What people write freely may hold line ends and the marks that right-to-left writing needs. Names may hold neither line
ends nor marks that reverse what stands beside them. Controls, halves of pairs and noncharacters are nowhere.
"""

from __future__ import annotations

import re

MOST_WORDS = 1_000_000
"""Characters of a commentary, or of a quotation."""
MOST_IN_A_LINE = 4_000
"""Characters of a name, a title, an address."""

FREE = frozenset(
    (
        *("commentary", "wording", "fallback", "outcome", "addressee", "definition", "use_when", "not_when", "rights"),
        *("title", "paragraph"),
    )
)
"""Fields that people write in as many lines as they like."""

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_LINE_ENDS = "\x0b\x0c\x85"
_UNWANTED = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}"
_ENDS_OF_LINES = "\t\n\r\u2028\u2029"
_REVERSING = "\u202a-\u202e\u2066-\u2069"

_in_words = re.compile(f"[{_UNWANTED}]")
_in_a_line = re.compile(f"[{_UNWANTED}{_ENDS_OF_LINES}\ufeff{_REVERSING}]")
_breaks = re.compile(f"[{_LINE_ENDS}]")
_breaks_in_a_line = re.compile(f"\r\n|[{_LINE_ENDS}{_ENDS_OF_LINES}]")


def are_words(value: str, most: int = MOST_WORDS) -> bool:
    """Whether this may be what somebody wrote."""
    return len(value) <= most and (value.isprintable() or not _in_words.search(value))


def is_line(value: str, most: int = MOST_IN_A_LINE) -> bool:
    """Whether this may be a name."""
    return len(value) <= most and (value.isprintable() or not _in_a_line.search(value))


def clean_words(value: str) -> str:
    """`value` with line ends for what breaks lines in other programs, and nothing that may not be in it."""
    return value if value.isprintable() else _in_words.sub("", _breaks.sub("\n", value))


def clean_line(value: str) -> str:
    """`value` in one line, with nothing that may not be in it."""
    return value if value.isprintable() else _in_a_line.sub("", _breaks_in_a_line.sub(" ", value))


def shown_line(value: str) -> str:
    """`value` with a mark of its own for whatever could not be shown or kept in one line: names of files hold anything,
    bytes that are no text too."""
    return value if value.isprintable() else _in_a_line.sub("\ufffd", value)
