"""Tints: the grounds behind words that lie in several layers. A page full of overlaps has a hundred different ones."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QColor

from annotator.model.colour import mix_rgb
from annotator.ui.theme import Theme, rgb

_PART = 20
"""Bits for the sum of one of red, green and blue, so that a hue is one number and hues are added at once."""
_MASK = (1 << _PART) - 1


class Tints(dict[tuple[str, ...], QColor]):
    """By layers, as `Theme.tinted` mixes them: made when it is first asked for, from tables of what is mixed."""

    def __init__(self, theme: Theme, colours: Mapping[str, QColor], strength: float) -> None:
        """`strength` is one of `theme.TINTS`."""
        super().__init__()
        self._hues = {layer: _packed(colour) for layer, colour in colours.items()}
        self._other = _packed(theme.layer(None))
        page, share = rgb(theme.colour("page")), theme.share(strength)
        mixed = [mix_rgb((value, value, value), page, share) for value in range(256)]
        self._reds, self._greens, self._blues = zip(*mixed, strict=True)

    def __missing__(self, layers: tuple[str, ...]) -> QColor:
        hues, number = self._hues, len(layers)
        total = sum([hues.get(layer, self._other) for layer in layers])
        red, green, blue = total >> 2 * _PART, total >> _PART & _MASK, total & _MASK
        found = self[layers] = QColor(
            self._reds[round(red / number)], self._greens[round(green / number)], self._blues[round(blue / number)]
        )
        return found


def _packed(colour: QColor) -> int:
    red, green, blue = rgb(colour)
    return red << 2 * _PART | green << _PART | blue
