"""Characters of symbol fonts (`w:sym`, ECMA-376 part 1, §17.3.3.30): letters where Unicode has them, else pictures.

Symbol fonts keep their characters at private codes, F000 above the place on their own code page. Those of the font
"Symbol" are mathematics and Greek; those of others (Wingdings) stand for pictures.
"""

from __future__ import annotations

_PRIVATE_USE = range(0xE000, 0xF900)
_OWN_PAGE = 0xF000
_SYMBOL_FONT = {
    **{code: chr(code) for code in b"!#%&()+,./0123456789:;<=>?[]_{|}"},
    **dict(zip(b"abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    0x2A: "∗", 0x2D: "−", 0x7E: "∼", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    0xD7: "⋅", 0xE2: "®", 0xE3: "©", 0xE4: "™",
}  # fmt: skip


def character_of(font: str, code: str) -> tuple[str, str]:
    """The letter that hexadecimal `code` of `font` stands for, or, where it is a picture, "" and its private code."""
    try:
        value = int(code, 16)
    except ValueError:
        return "", ""
    if not 0x20 <= value <= 0x10FFFF:
        return "", ""
    if value not in _PRIVATE_USE:
        return chr(value), ""
    letter = _SYMBOL_FONT.get(value - _OWN_PAGE, "") if font.casefold() == "symbol" else ""
    return letter, "" if letter else chr(value)
