"""Which paragraphs name a provision: "Article 5", "CHAPTER II – General", "第五条", "المادة الأولى", "Annexe III"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from annotator.sources.languages import LANGUAGES, Language, ordinal_words, spellings, words_of
from annotator.sources.structuring.endings import ends_with_stop
from annotator.sources.structuring.values import (
    SUFFIXES,
    normalised,
    ordinal_value,
    readings,
    suffix_rank,
    without_suffix,
)

HeadingKind = Literal["article", "part", "chapter", "section", "title", "annex", "preamble", "contents"]
NUMBERED: tuple[HeadingKind, ...] = ("article", "part", "chapter", "section", "title")
DIVISIONS: frozenset[str] = frozenset({"part", "chapter", "section", "title"})

LONGEST_TITLE = 220
"""Characters: longer words after "Article 5" are its text."""

_DIGITS = r"[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]{1,4}"
_CHINESE = r"[一二三四五六七八九十百〇零]{1,6}"
_ORDINAL_MARK = r"(?:\.?[ºª°]|\s?(?:er|re|ère|ème)(?!\w))"
_SUFFIX = (
    rf"(?:(?:\s?|[-–])(?:{SUFFIXES}|бис|مكررا?)(?!\w)|[A-Za-z](?!\w)|\s?[-–/][A-Za-z](?!\w)|[-–]\d{{1,2}}(?!\w)"
    r"|\s[A-Z](?=\s*(?:$|[.:–—\])])))?"
)
_DECIMAL = rf"{_DIGITS}(?:\.{_DIGITS})+"
_NUMBER = (
    rf"(?:{_DECIMAL}|{_DIGITS}{_ORDINAL_MARK}?|[IVXLCDM]{{1,8}}(?!\w)|[ivxlcdm]{{1,8}}(?!\w)|{_CHINESE}|[A-Z](?!\w))"
    rf"{_SUFFIX}(?!\w)"
)
_MARKS = re.compile(r"\s?(?:\[\^[^\]\s]+\])+")
"""Footnotes may hang from the name of an article."""
_ORDINAL = re.compile(rf"(?<=\d){_ORDINAL_MARK}")
_LETTERED = re.compile(
    rf"(?P<plain>{_DIGITS}|[IVXLCDM]+(?=[\s/–-]))\s?[-–/]?(?:(?P<letter>[A-Za-z])|(?<=[-–/])(?P<after>\d{{1,2}}))"
)
_OPEN = r"(?P<open>[\[{(*“\"]*)"
_CLOSE = r"(?P<close>[\]}*]*)"
_SEPARATOR = re.compile(r"\s*(?:[.:：]?\s*(?:[—–]+|-{1,3}(?=\s))|[.:：]|[.:]?-)\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a paragraph names. `label_end` is where the name ends, `title` and `body` the `[start, end)` of what follows
    it on the line: its title, or already its words. `number` is normalised, `cited` as a citation has it.
    """

    kind: HeadingKind
    number: str
    cited: str
    value: int
    rank: int
    language: str
    label: tuple[int, int]
    title: tuple[int, int]
    body: tuple[int, int]

    @property
    def is_bare(self) -> bool:
        """Nothing follows the name: its title or words are in the next paragraph."""
        return self.title[0] == self.title[1] and self.body[0] == self.body[1]


def heading_of(text: str, *, marked: bool, starts: bool) -> Heading | None:
    """What `text` names, if it is a heading. `marked`: its format says so; `starts`: it begins a paragraph."""
    if len(text) > LONGEST_TITLE and not starts:
        return None
    special = _unnumbered(text)
    if special:
        return special
    for pattern in (_word_first(), _number_first(), _chinese_pattern()):
        match = pattern.match(text)
        if match:
            return _heading(text, match, marked=marked, starts=starts)
    return None


def heading_as(text: str, kind: str) -> Heading | None:
    """What `text` names where it is known to be a `kind`; None where that is none of the headings with a name.

    A number is looked for among its first words; without one, the words are its title and it is cited by them.
    """
    if kind not in (*NUMBERED, "annex"):
        return _unnumbered(text) if kind == "preamble" else None
    found = heading_of(text, marked=True, starts=True)
    if found is not None and found.kind not in ("preamble", "contents"):
        return replace(found, kind=kind)
    match = _number_among_first_words().match(text)
    number = number_of(match["number"]) if match else None
    end = len(text)
    if match is None or number is None:
        return Heading(kind, "", f"“{text}”", 0, 0, "", (0, 0), (0, end), (end, end))
    separator = _SEPARATOR.match(text, match.end())
    begin = separator.end() if separator else match.end()
    return Heading(kind, *number, "", (0, match.end()), (begin, end), (end, end))


def _heading(text: str, match: re.Match[str], *, marked: bool, starts: bool) -> Heading | None:
    word = " ".join(match["word"].casefold().split())
    groups = match.groupdict()
    printed = (groups["number"] or groups.get("inner") or "").strip() + (groups.get("suffix") or "")
    kind, language = _kinds()[word]
    number = number_of(printed)
    if number is None:
        if printed or kind != "annex":
            return None
        number = ("", "", 0, 0)
    end = match.end()
    marks = _MARKS.match(text, end)
    split = _after_name(
        text, marks.end() if marks else end, kind, caseless=word.upper() == word, marked=marked, starts=starts
    )
    if split is None or (kind == "annex" and not printed and split[0] < split[1] and not marked):
        return None
    title, body = split[:2], (split[2], len(text)) if split[2] < len(text) else (len(text), len(text))
    return Heading(kind, *number, language, (match.start("open"), end), (title[0], title[1]), body)


def number_of(printed: str) -> tuple[str, str, int, int] | None:
    """Normalised number, number for citations, value, rank of the suffix; None where `printed` is no number."""
    if not printed:
        return None
    ordinal = ordinal_value(printed)
    if ordinal is not None:
        return str(ordinal), str(ordinal), ordinal, 0
    plain, suffix = _divided(printed)
    if re.fullmatch(_DECIMAL, plain):
        return _decimal(plain, suffix)
    found = readings(plain)
    best = next((row for row in found if row.family in ("decimal", "chinese", "ROMAN", "roman")), None)
    best = best or next(iter(found), None)
    if best is None:
        return None
    rank = suffix_rank(suffix.lower())
    if best.family in ("ROMAN", "roman"):
        return f"{best.value}{suffix.lower()}", f"{plain}{' ' if suffix else ''}{suffix}", best.value, rank
    number = normalised(best, plain, suffix)
    return number.lower(), plain if best.family == "LATIN" else number, best.value, rank


def _decimal(plain: str, suffix: str) -> tuple[str, str, int, int]:
    """ "4.12", the twelfth article of chapter 4: its value counts both, so that 4.1 and 5.1 are two."""
    parts = [int(part) for part in plain.split(".")]
    value = 0
    for part in parts:
        value = value * 1000 + part
    number = ".".join(str(part) for part in parts) + suffix
    return number, number, value, suffix_rank(suffix)


def _divided(printed: str) -> tuple[str, str]:
    """ "8 bis" → ("8", "bis"); "5A" and "5 A" → ("5", "A"); "5-1" → ("5", "-1"); "2.º" → ("2", "")."""
    plain, suffix = without_suffix(_ORDINAL.sub("", printed))
    lettered = _LETTERED.fullmatch(plain)
    if lettered is None:
        return plain, suffix
    return lettered["plain"], lettered["letter"] or f"-{lettered['after']}"


def _after_name(
    text: str, end: int, kind: HeadingKind, *, caseless: bool, marked: bool, starts: bool
) -> tuple[int, int, int] | None:
    """Start and end of the title after the name, and where words of the provision begin; None: this names nothing."""
    length = len(text)
    separator = _SEPARATOR.match(text, end)
    begin = separator.end() if separator else end + len(text[end:]) - len(text[end:].lstrip())
    rest = text[begin:]
    if not any(mark.isalnum() for mark in rest):
        return None if any(mark in ",;)،؛，；" for mark in rest) and not marked else (length, length, length)
    if rest[0] == "/":
        return None  # "Regulation 2030/12" is an act, no article
    if marked or (rest[0] in "(（[" and rest[-1] in ")）]"):
        return *_unbracketed(text, begin, length), length
    if rest[0] in ",;)،؛，；/" or (rest[0].islower() and not (separator and starts)):
        return None
    is_title = len(rest) <= LONGEST_TITLE and (not ends_with_stop(rest) or _is_loud(rest))
    if is_title and (separator or not caseless or len(rest.split()) <= 8):
        return begin, length, length
    chinese = caseless and text[end : end + 1].isspace() and "第" in text[:4]
    if kind == "article" and starts and (separator or chinese or rest[0].isupper()):
        return begin, begin, begin
    return None


def _unbracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """The title without the parentheses around it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    if text[start] in "(（" and text[end - 1] in ")）" and text[start:end].count("(") <= 1:
        return start + 1, end - 1
    return start, end


def _is_loud(text: str) -> bool:
    """All capitals: a heading even where it ends with a stop."""
    return text.isupper() and len(text) < LONGEST_TITLE


def _unnumbered(text: str) -> Heading | None:
    """The headings that have no number: preamble, contents, an only article."""
    if len(text) > 40:
        return None
    word = " ".join(text.strip("[](){}:.*— ").casefold().split())
    edge = (len(text), len(text))
    if word in words_of("sole"):
        return Heading("article", "1", "1", 1, 0, words_of("sole")[word], (0, len(text)), edge, edge)
    for kind in ("preamble", "contents"):
        language = words_of(kind).get(word)
        if language:
            name: HeadingKind = "preamble" if kind == "preamble" else "contents"
            return Heading(name, "", "", 0, 0, language, (0, len(text)), edge, edge)
    return None


@cache
def _kinds() -> dict[str, tuple[HeadingKind, str]]:
    found: dict[str, tuple[HeadingKind, str]] = {}
    for language in reversed(LANGUAGES):
        for kind, word in _words_of_kinds(language):
            found[_bare(word)] = (kind, language.code)
    return found


def _words_of_kinds(language: Language) -> Iterator[tuple[HeadingKind, str]]:
    """Each word that names a provision, with its kind; what has another name for its articles has articles."""
    named: list[tuple[HeadingKind, str]] = [("article", row) for row in ("rule", "principle", "regulation")]
    for kind, name in (*named, ("section", "subsection"), *((row, row) for row in (*NUMBERED, "annex"))):
        yield from ((kind, word) for word in spellings(getattr(language, name)))


def _bare(word: str) -> str:
    return word.replace("第*", "").lstrip("*#").casefold()


@cache
def _spelled(*, number_first: bool) -> str:
    words = {
        word.lstrip("*#")
        for language in LANGUAGES
        for _, word in _words_of_kinds(language)
        if "第" not in word and (word[0] in "*#" or not number_first)
    }
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _digits_first() -> str:
    """The words behind digits, or what nothing matches."""
    words = {row[1:] for language in LANGUAGES for _, row in _words_of_kinds(language) if row.startswith("#")}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


@cache
def _ordinal_pattern() -> str:
    words = "|".join(re.escape(word) for word in sorted(ordinal_words(), key=len, reverse=True))
    return rf"(?i:(?:و?(?:{words})(?!\w)\s*){{1,3}})"


@cache
def _word_first() -> re.Pattern[str]:
    words = _spelled(number_first=False).split("|")
    spaced = "|".join(word for word in words if not "一" <= word[0] <= "鿿")
    unspaced = "|".join(word for word in words if "一" <= word[0] <= "鿿")
    number = (
        rf"(?:\s*(?:[(（\[]\s?(?P<inner>{_DIGITS}{_SUFFIX})\s?[)）\]]|(?P<number>{_NUMBER}|{_ordinal_pattern()})))?"
    )
    return re.compile(rf"{_OPEN}(?P<word>(?i:{spaced})(?![^\W\d_])|{unspaced}){number}{_CLOSE}")


@cache
def _number_first() -> re.Pattern[str]:
    number = rf"(?P<number>{_ordinal_pattern()}|{_DIGITS}{_SUFFIX}(?:\s[a-z])?(?=\.?\s*(?i:{_digits_first()})))\.?"
    return re.compile(rf"{_OPEN}{number}\s*(?P<word>(?i:{_spelled(number_first=True)}))(?!\w){_CLOSE}")


@cache
def _number_among_first_words() -> re.Pattern[str]:
    return re.compile(rf"{_OPEN}(?:[^\W\d_]+\.?\s+)?(?P<number>{_NUMBER}){_CLOSE}")


@cache
def _chinese_pattern() -> re.Pattern[str]:
    words = "|".join(
        word.removeprefix("第*")
        for language in LANGUAGES
        for kind in NUMBERED
        for word in getattr(language, kind).split("|")
        if word.startswith("第*")
    )
    number = rf"(?P<number>\s*(?:{_DIGITS}|{_CHINESE})\s*)"
    return re.compile(rf"{_OPEN}第{number}(?P<word>{words})(?P<suffix>之[一二三四五])?{_CLOSE}")
