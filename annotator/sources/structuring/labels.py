"""The label that a paragraph begins with: "1.", "(a)", "’2’", "一、", "1 -", "3.3bis", "Option 2:", "–"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from annotator.sources.languages import phrase_pattern, words_of
from annotator.sources.structuring.values import REMEMBERED, SUFFIXES, Reading, normalised, readings, without_suffix

_SUFFIX = rf"(?:(?:\s?|[-–])(?:{SUFFIXES}|бис|مكررا?)(?:\s[Aa]lt(?:ernative)?)?(?!\w)|(?<=\d)[a-z](?!\w))?"
_DIGITS = r"[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]{1,4}"
_CHINESE = r"[一二三四五六七八九十百〇零]{1,5}"
_LETTER = r"(?:[ivxlcdm]{1,7}|[IVXLCDM]{1,7}|[a-z]{1,2}|[A-Z]|[а-я]|[А-Я]|[\u0621-\u064a]\u0640?)"
_NUMBER = rf"(?:{_DIGITS}|{_CHINESE}|{_LETTER})"
_PREFIX = r"[\[{*]*"
"""Brackets of a draft may open before the number that they hold."""

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (form, re.compile(rf"{_PREFIX}(?P<printed>{spelling})\s*"))
    for form, spelling in (
        ("()", rf"[(（]\s?(?P<number>{_NUMBER}{_SUFFIX})\s?[)）](?!\w*\))"),
        ("dotted", rf"(?P<number>{_DIGITS}(?:\.{_DIGITS})+{_SUFFIX})(?:[.:)](?=\s|$)|(?=\s))"),
        (")", rf"(?P<number>{_NUMBER}{_SUFFIX})\.?[)）]"),
        (".", rf"(?P<number>{_DIGITS}\.(?:{SUFFIXES}))(?!\w)\.?"),
        (".", rf"(?P<number>{_DIGITS}{_SUFFIX})[.．](?:[-–—](?=\s))?(?!\d)"),
        (".", rf"(?P<number>{_LETTER}{_SUFFIX})\.(?=\s|$|[A-ZА-Я“\"\[])"),
        ("glued", r"(?P<number>[ivx]{1,5}|[a-z])\.(?=[^\W\d_]{2}|[‘«„])"),
        ("、", rf"(?P<number>{_CHINESE}|{_DIGITS})[、．.](?!\d)"),
        ("-", rf"(?P<number>{_DIGITS}{_SUFFIX}|[\u0621-\u064a]\u0640?)\s?[-–—](?=\s|$)"),
        ("’’", rf"[’‘'\"“”«](?P<number>{_DIGITS})[’‘'\"“”»]"),
        ("°", rf"(?P<number>{_DIGITS}{_SUFFIX}|[a-z])[°º]\)?"),
        ("§", rf"§\s?(?P<number>{_DIGITS}{_SUFFIX})(?:\.(?!\d)|(?=\s)|$)"),
        ("○", r"(?P<number>[\u2460-\u2473\u3220-\u3229])"),
        ("–", r"(?P<number>[–—•·‣▪◦-])(?=\s)"),
        (" ", rf"(?P<number>{_DIGITS}{_SUFFIX}|[ivx]{{1,5}}|[a-z]|{_CHINESE})(?=\s+\S)(?!\s+[%°])"),
    )
)
_ALTERNATIVE_WORDS = "|".join(sorted((re.escape(word) for word in words_of("alternative")), key=len, reverse=True))
_ALTERNATIVE = re.compile(
    rf"{_PREFIX}(?P<printed>(?:{_ALTERNATIVE_WORDS})\s*"
    rf"(?:[(（](?P<inner>[a-z]|{_DIGITS})[)）]|(?P<number>{_DIGITS}{_SUFFIX}|[IVX]{{1,5}}|[A-Z]|{_CHINESE})))"
    rf"(?:\[\^[^\]\s]+\])*\s*(?:[.:：)\]]+\s*|[-–—]\s+|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at `[start, end)` of a paragraph; its own words begin at `after`.

    `form` is how the number is dressed, for lists keep to one: "()", ")", ".", "-", "’’", "、", "°", "§", "○", " "
    (bare), "glued" ("a.word"), "dotted", "–" (a dash that counts nothing) or "alternative". `readings` are all values
    that the number can have.
    """

    printed: str
    number: str
    form: str
    readings: tuple[Reading, ...]
    suffix: str
    start: int
    end: int
    after: int

    def is_first(self) -> bool:
        return not self.suffix and any(row.value == 1 for row in self.readings)

    @property
    def is_weak(self) -> bool:
        """So slightly dressed that it counts only where its neighbours count on from it."""
        return self.form in (" ", "glued")

    def written(self, reading: Reading) -> str:
        """The number as eIds have it."""
        if self.form == "dotted":
            return without_suffix(self.number)[0].replace(".", "-") + self.suffix
        number, _ = without_suffix(self.number)
        return normalised(reading, number, self.suffix)

    def cited(self, reading: Reading) -> str:
        """The number as a citation has it: roman ones and capitals as printed, the rest as in the eId."""
        if reading.family in ("ROMAN", "LATIN"):
            return without_suffix(self.number)[0] + self.suffix
        if self.form == "dotted":
            return self.written(reading).replace("-", ".")
        return self.written(reading)


@lru_cache(maxsize=REMEMBERED)
def label_at(text: str, position: int = 0) -> Label | None:
    """The label with which `text` goes on at `position`, else None. Whether it counts, only its neighbours can tell."""
    for form, pattern in (("alternative", _ALTERNATIVE), *_FORMS):
        match = pattern.match(text, position)
        if match:
            found = _label(form, match)
            if found.readings:
                return found
    return None


def _label(form: str, match: re.Match[str]) -> Label:
    printed = match["number"] or match.groupdict().get("inner") or ""
    number, suffix = without_suffix(printed)
    if form == "–":
        found: tuple[Reading, ...] = (Reading("ordinal", 1),)
    elif form == "dotted":
        found = tuple(Reading("decimal", row.value) for row in readings(number.rsplit(".", 1)[-1]))
    else:
        found = readings(number)
    start, end = match.span("printed")
    return Label(match["printed"], printed, form, found, suffix, start, end, match.end())


def refers(label: Label, text: str) -> bool:
    """Whether a label at the start of `text` is one that the words before refer to: "(b) and (c) of", "(6) of"."""
    if text[label.end : label.end + 1] in (",", "،", "，"):
        return True
    return bool(phrase_pattern("references").match(text, label.after)) and not text[label.after].isupper()


def is_only_label(text: str) -> bool:
    """Whether `text` is a label without words: its paragraph is on the next line."""
    label = label_at(text)
    return label is not None and label.form not in ("alternative", "–") and label.after >= len(text)
