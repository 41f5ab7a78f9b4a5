"""A redline as the window shows it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from annotator.model.redline import Piece


def redline_html(pieces: Sequence[Piece], struck: str, inserted: str) -> str:
    """The pieces as HTML: a line through and a line under, so that the colours ("#rrggbb") are not the only sign."""
    styles = {
        "struck": f"color:{struck}; text-decoration:line-through",
        "inserted": f"color:{inserted}; text-decoration:underline",
    }
    return "".join(
        f'<span style="{styles[kind]}">{escape(words)}</span>' if kind in styles else escape(words)
        for kind, words in pieces
    )
