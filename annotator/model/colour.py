"""Colour as arithmetic: contrast, tints, differences, and what colour-blind readers see.

Colours are "#rrggbb" strings in sRGB, as the codebook has them. Sources: WCAG 2.2 (relative luminance, contrast ratio);
IEC 61966-2-1 (sRGB); CIE 1976 L*a*b* under D65; CIEDE2000 as Sharma, Wu and Dalal (2005) give it; colour-vision
deficiency after Machado, Oliveira and Fernandes (2009) at full severity.
"""

from __future__ import annotations

import re
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import Literal, get_args

from annotator.model.problems import Problem
from annotator.model.records import dataclass

Rgb = tuple[int, int, int]
Triple = tuple[float, float, float]
Deficiency = Literal["protanopia", "deuteranopia", "tritanopia"]
DEFICIENCIES: tuple[Deficiency, ...] = get_args(Deficiency)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The page that marks are drawn on. `tint` is the share of a layer's colour in the ground behind marked words."""

    paper: str
    ink: str
    tint: float


LIGHT = Scheme(paper="#fcfbf8", ink="#1d1d1f", tint=0.17)
DARK = Scheme(paper="#1c1d20", ink="#e6e4df", tint=0.15)

_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")

_TO_XYZ: tuple[Triple, Triple, Triple] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE_D65: Triple = (0.95047, 1.0, 1.08883)

_SEEN: dict[Deficiency, tuple[Triple, Triple, Triple]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def parse_colour(colour: str) -> Rgb:
    """Red, green and blue, 0 to 255, of "#rrggbb". Raises Problem for anything else."""
    found = _HEX.fullmatch(colour)
    if found is None:
        raise Problem(f"“{colour}” is not a colour; write it as #rrggbb, for instance #2f6fb0.")
    red, green, blue = (int(part, 16) for part in found.groups())
    return red, green, blue


def format_colour(rgb: Rgb) -> str:
    """ "#rrggbb", in lower case."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def relative_luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance: 0 for black, 1 for white."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, from 1 to 21. Text wants 7 for level AAA, a graphical sign 3."""
    dark, light = sorted((relative_luminance(one), relative_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, ground: str, share: float) -> str:
    """`colour` laid over `ground` with opacity `share` (0 to 1), as a painter composes it: in encoded sRGB."""
    return format_colour(mix_rgb(parse_colour(colour), parse_colour(ground), share))


def mix_rgb(over: Rgb, under: Rgb, share: float) -> Rgb:
    """The same of red, green and blue, 0 to 255."""
    rest = 1 - share
    red, green, blue = (round(top * share + low * rest) for top, low in zip(over, under, strict=True))
    return red, green, blue


def simulate(colour: str, deficiency: Deficiency) -> str:
    """What a reader with `deficiency` sees in place of `colour` (Machado et al. 2009, severity 1)."""
    red, green, blue = (_encoded(value) for value in _times(_SEEN[deficiency], _linear(colour)))
    return format_colour((red, green, blue))


def lab(colour: str) -> Triple:
    """CIE L*, a*, b* under D65."""
    x, y, z = (
        _lab_curve(value / white) for value, white in zip(_times(_TO_XYZ, _linear(colour)), _WHITE_D65, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str) -> float:
    """CIEDE2000 between two colours: 0 for equal, about 1 where a difference is just seen side by side."""
    return ciede2000(lab(one), lab(other))


def ciede2000(one: Triple, other: Triple) -> float:
    """CIEDE2000 between two L*a*b* triples, with all weights 1."""
    mean_chroma = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * _blue_weight(mean_chroma)
    chroma_one, hue_one = _polar(one[1] * stretch, one[2])
    chroma_other, hue_other = _polar(other[1] * stretch, other[2])
    hue_gap, mean_hue = _hues(hue_one, hue_other, achromatic=chroma_one * chroma_other == 0)
    return _weighted(
        gaps=(other[0] - one[0], chroma_other - chroma_one, _hue_distance(chroma_one, chroma_other, hue_gap)),
        means=((one[0] + other[0]) / 2, (chroma_one + chroma_other) / 2, mean_hue),
    )


def _weighted(gaps: Triple, means: Triple) -> float:
    lightness, chroma, hue = means
    toned = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.20 * _cos(4 * hue - 63)
    offset = (lightness - 50) ** 2
    by_lightness = gaps[0] / (1 + 0.015 * offset / sqrt(20 + offset))
    by_chroma = gaps[1] / (1 + 0.045 * chroma)
    by_hue = gaps[2] / (1 + 0.015 * chroma * toned)
    turn = 60 * exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * _blue_weight(chroma) * sin(radians(turn))
    return sqrt(by_lightness**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)


def _hues(one: float, other: float, *, achromatic: bool) -> tuple[float, float]:
    """The signed way from one hue to the other, and the hue midway, in degrees; greys have no hue of their own."""
    if achromatic:
        return 0.0, one + other
    gap = (other - one + 180) % 360 - 180
    if gap == -180 and other > one:
        gap = 180.0
    return gap, (one + gap / 2) % 360


def _hue_distance(chroma_one: float, chroma_other: float, gap: float) -> float:
    return 2 * sqrt(chroma_one * chroma_other) * sin(radians(gap) / 2)


def _polar(a: float, b: float) -> tuple[float, float]:
    return hypot(a, b), degrees(atan2(b, a)) % 360


def _blue_weight(chroma: float) -> float:
    return sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _cos(angle: float) -> float:
    return cos(radians(angle))


def _lab_curve(share: float) -> float:
    return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def _times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _linear(colour: str) -> Triple:
    red, green, blue = (_decoded(value / 255) for value in parse_colour(colour))
    return red, green, blue


def _decoded(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> int:
    value = min(max(value, 0.0), 1.0)
    return round(255 * (value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))
