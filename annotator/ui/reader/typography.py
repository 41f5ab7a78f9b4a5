"""How a reader likes text to be set: typeface, length of lines, room between them. Size is a thing of its own."""

from __future__ import annotations

from annotator.model.records import dataclass
from annotator.settings import LEADING, MEASURE, TYPEFACE, Settings

MEASURES = {"narrow": 60, "medium": 70, "wide": 75, "whole": 0}
"""Characters in a line of body text where the pane has room for them; 0 fills the pane."""
LEADINGS = {"tight": 0.87, "normal": 1.0, "airy": 1.16}
"""Shares of the usual distance from line to line."""
TYPEFACES = ("serif", "sans", "system")
"""Besides these, the name of any family that is installed."""


@dataclass(frozen=True, slots=True)
class Typography:
    """`characters` in a line, `leading` as a share of the usual one, `typeface` one of `TYPEFACES` or a family."""

    characters: int = MEASURES["medium"]
    leading: float = LEADINGS["normal"]
    typeface: str = TYPEFACES[0]


USUAL = Typography()


def typography_of(settings: Settings) -> Typography:
    """What is set; words that nobody knows count as the usual ones."""
    measure, leading = settings.get(MEASURE), settings.get(LEADING)
    return Typography(
        MEASURES.get(measure, USUAL.characters), LEADINGS.get(leading, USUAL.leading), settings.get(TYPEFACE)
    )
