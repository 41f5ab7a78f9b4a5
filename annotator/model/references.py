"""References: where a text points at its own provisions ("paragraph 2 of article 5", "articles 23 and 24").

A reference to another instrument ("article 17 of the International Covenant") is none. Where nobody can say what is
meant, nothing is said: a link that leads to the wrong place is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from annotator.model.places import LEVELS, Level, Places, Step, chinese_value
from annotator.model.reference_words import ReferenceWords, words_for
from annotator.model.treaty import Text, VersionData

_ORDINAL = r"(?:[ \u00a0-]?(?:bis|ter|quater|quinquies|sexies|septies|octies)(?!\w))?"
_BRACKET = r"\(\s?(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[ء-ي])\s?\)|(?<=[\s\u00a0])[a-z]{1,2}\)|[‘’']\d{1,2}[‘’']"
_NUMBER = re.compile(
    rf"(?:[\d٠-٩]{{1,4}}(?:\.\d{{1,3}})*{_ORDINAL}(?:[a-z](?!\w))?(?:\.[a-z](?!\w)\.?)?|(?-i:[IVXLC]+){_ORDINAL})(?![\w])",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?-i:[a-zA-Z]|[ivx]+)(?!\w)")
_BRACKETS = re.compile(rf"[\s\u00a0]?(?:{_BRACKET})", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u00a0\u202f]*")
_COMMA = re.compile(r"[\s\u00a0]*,?[\s\u00a0]*")
_PARENTHESIS = re.compile(r"[\s\u00a0]*\([\s\u00a0]*")
_DEEPEST = 8  # levels below one another in a reference; no treaty has more than five
_AHEAD = 90  # characters after a reference that may say which instrument is meant
_BEHIND = 60  # … and before it


@dataclass(frozen=True, slots=True)
class Reference:
    """The words `[start, end)` mean the provision `eid` of the same text."""

    start: int
    end: int
    eid: str


@dataclass(frozen=True, slots=True)
class _Item:
    """One number of a list: where it stands (with the word before it, for the first), and the steps it adds."""

    start: int
    end: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """A word with its numbers: "paragraphs 1 and 2"."""

    level: Level
    items: tuple[_Item, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Chain:
    """Groups that belong together: what is named first, and what holds it. `here` is said of this text itself."""

    groups: tuple[_Group, ...]
    is_upwards: bool
    end: int
    is_foreign: bool | None = None


class References:
    """Finds references in one text, a stretch at a time; `data` tells its language and what it calls itself.

    `places` is the text's tree, where somebody has it already.
    """

    def __init__(self, text: Text, data: VersionData, places: Places | None = None) -> None:
        self.places = places or Places(text.provisions)
        self._text = text.text
        self._words = words_for(data.language)
        self._grammar = _grammar(self._words) if self._words else None
        self._own = _own_names(text, data, self._words)

    def within(self, start: int, end: int) -> tuple[Reference, ...]:
        """The references in the paragraph `[start, end)`, in reading order, apart from one another."""
        if self._words is None or self._grammar is None:
            return ()
        if self._words.code == "zh":
            found = _chinese(self._text, start, end, self.places)
        else:
            chains = _Scanner(self._text[start:end], self._grammar, self._own).chains()
            found = [row for chain in chains if not chain.is_foreign for row in self._resolved(chain, start)]
        return tuple(row for row in found if not self._is_heading(row))

    def _resolved(self, chain: _Chain, start: int) -> list[Reference]:
        """The references of a chain whose positions count from `start`."""
        around = self.places.at(start + chain.groups[0].items[0].start)
        groups = chain.groups[::-1] if chain.is_upwards else chain.groups
        found: list[Reference] = []
        above: tuple[Step, ...] = ()
        for group in groups:
            rows = [
                Reference(start + item.start, start + item.end, place.eid)
                for item in group.items
                if (place := self.places.find((*above, *item.steps), around))
            ]
            found += rows
            above = (*above, *group.items[-1 if not chain.is_upwards else 0].steps)
        return _joined(chain, sorted(found, key=lambda row: row.start))

    def _is_heading(self, row: Reference) -> bool:
        """The number that a provision itself begins with is no reference to it."""
        holder = self.places.at(row.start)
        while holder is not None:
            if row.start <= holder.start + len(holder.label) and holder.label and row.start >= holder.start:
                return True
            holder = self.places.get(holder.parent)
        return False


def _joined(chain: _Chain, found: list[Reference]) -> list[Reference]:
    """One link over "article 5, paragraph 1 (a)", where each of its parts is a single number."""
    if len(chain.groups) < 2 or len(found) < 2 or any(len(group.items) > 1 for group in chain.groups):
        return found
    deepest = found[0] if chain.is_upwards else found[-1]
    return [replace(deepest, start=found[0].start, end=max(row.end for row in found))]


class _Scanner:
    """Reads chains of references out of one stretch of a text, by the words of its language."""

    def __init__(self, words: str, grammar: _Grammar, own: frozenset[str]) -> None:
        self._text = words
        self._grammar = grammar
        self._own = own

    def chains(self) -> list[_Chain]:
        found: list[_Chain] = []
        position = 0
        while match := self._grammar.word.search(self._text, position):
            group = self._group(match)
            if group is None:
                position = match.end()
                continue
            chain = self._chain(group)
            found.append(replace(chain, is_foreign=self._is_foreign(chain, match.start())))
            position = chain.end
        for index in range(len(found) - 2, -1, -1):
            found[index] = self._with_next(found[index], found[index + 1])
        return found

    def _with_next(self, chain: _Chain, after: _Chain) -> _Chain:
        """ "article 2 and article 14 of the Covenant" are both the Covenant's."""
        between = self._text[chain.end : after.groups[0].items[0].start]
        if after.is_foreign and chain.is_foreign is None and self._grammar.only_joins.fullmatch(between):
            return replace(chain, is_foreign=True)
        return chain

    def _chain(self, first: _Group) -> _Chain:
        groups, end, upwards = [first], first.end, False
        while True:
            down = None if upwards else self._down(groups[-1], end)
            if down:
                groups.append(down[0])
                end = down[1]
                continue
            up = self._up(groups[-1], end) if len(groups) == 1 or upwards else None
            if not up:
                return _Chain(tuple(groups), upwards, end)
            groups.append(up)
            end, upwards = up.end, True

    def _down(self, group: _Group, end: int) -> tuple[_Group, int] | None:
        """What is named after "article 5": ", paragraph 1" or " (paragraph 1)"."""
        for opening, closing in ((_COMMA, ""), (_PARENTHESIS, ")")):
            match = opening.match(self._text, end)
            word = self._grammar.word.match(self._text, match.end()) if match else None
            found = self._group(word) if word else None
            if found and _rank(found) > _rank(group) and self._text.startswith(closing, found.end):
                return found, found.end + len(closing)
        return None

    def _up(self, group: _Group, end: int) -> _Group | None:
        """What holds it: " of article 5"."""
        match = self._grammar.inside.match(self._text, end)
        word = self._grammar.word.match(self._text, match.end()) if match else None
        found = self._group(word) if word else None
        return found if found and _rank(found) < _rank(group) else None

    def _group(self, word: re.Match[str]) -> _Group | None:
        level = cast(Level, word.lastgroup)  # the groups are named after the levels
        item = self._item(level, word.start(), _past(_SPACE, self._text, word.end()), ())
        items: list[_Item] = []
        while item:
            items.append(item)
            join = self._grammar.join.match(self._text, item.end)
            item = self._item(level, join.end(), join.end(), items[-1].steps) if join else None
        return _Group(level, tuple(items), items[-1].end) if items else None

    def _item(self, level: Level, start: int, at: int, before: tuple[Step, ...]) -> _Item | None:
        """A number with its brackets; a bracket alone goes on from the one `before` it: "1 (a) and (b)"."""
        number = _NUMBER.match(self._text, at)
        if number:
            steps = _steps(level, number.group())
            end = number.end()
        else:
            mark = self._mark(level, at, before)
            if mark is None:
                return None
            steps = (*before[:-1], (before[-1][0] if before else level, mark.group()))
            end = mark.end()
        while len(steps) < _DEEPEST and (bracket := _BRACKETS.match(self._text, end)):
            steps = (*steps, ("point", bracket.group()))
            end = bracket.end()
        return _Item(start, end, steps)

    def _mark(self, level: Level, at: int, before: tuple[Step, ...]) -> re.Match[str] | None:
        """A number in brackets, or a letter where that can be one."""
        bracket = _BRACKETS.match(self._text, at)
        if bracket and (level in ("paragraph", "point") or before):
            return bracket
        bare = _BARE.match(self._text, at)
        return bare if bare and _may_be_bare(level, before) and self._is_letter_alone(bare) else None

    def _is_letter_alone(self, match: re.Match[str]) -> bool:
        """ "annex A", "points d. and e"; not the article in "point a finger"."""
        after = self._text[match.end() : match.end() + 1]
        return after in ("", ".", ",", ";", ")", ":") or match.group() not in ("a", "e", "o", "y", "u", "à", "i")

    def _is_foreign(self, chain: _Chain, start: int) -> bool | None:
        """Whether it is another instrument's; None where nothing is said of it."""
        grammar = self._grammar
        if grammar.before.search(self._text[max(0, start - _BEHIND) : start]):
            return True
        at = _past(_COMMA, self._text, chain.end)
        if grammar.near.match(self._text, at) or grammar.this.match(self._text, at):
            return False
        if grammar.other.match(self._text, at):
            return True
        inside = grammar.inside.match(self._text, chain.end)
        return self._names_another(inside.end(), bool(grammar.has_inside)) if inside else None

    def _names_another(self, at: int, is_certain: bool) -> bool | None:
        words = re.split(r"[.;:)\]]", self._text[at : at + _AHEAD], maxsplit=1)[0]
        name = self._grammar.instrument.match(words)
        if name:
            goes_on = self._grammar.goes_on.match(words, name.end())
            is_own = name.group().casefold().rstrip("s") in self._own and not goes_on
            return not is_own
        if not is_certain:
            return None
        return True if words[:1].isupper() or self._grammar.instrument_near.match(words) else None


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns of one language."""

    word: re.Pattern[str]
    join: re.Pattern[str]
    only_joins: re.Pattern[str]
    inside: re.Pattern[str]
    this: re.Pattern[str]
    other: re.Pattern[str]
    near: re.Pattern[str]
    before: re.Pattern[str]
    instrument: re.Pattern[str]
    instrument_near: re.Pattern[str]
    goes_on: re.Pattern[str]
    has_inside: bool


@cache
def _grammar(words: ReferenceWords) -> _Grammar:
    levels = "|".join(f"(?P<{level}>{getattr(words, level)})" for level in LEVELS if getattr(words, level))
    joins, instruments, never = words.joins, words.instruments, r"(?!)"
    space = r"[\s\u00a0]"
    return _Grammar(
        word=_compiled(rf"(?<!\w)(?:{levels})(?![^\W\d])"),
        join=_compiled(
            rf"(?:{space}*+,{space}*+(?:(?:{joins}){space}+)?|{space}++(?:{joins}){space}*|{space}*+[–-]{space}*)"
        ),
        # Possessive: a run of white space is taken once, not split in every way that there is
        only_joins=_compiled(rf"{space}*+,?{space}*+(?:{joins})?{space}*+"),
        inside=_compiled(rf"{space}*+,?{space}*+{words.inside}" if words.inside else rf"{space}+"),
        this=_compiled(rf"(?:{words.this or never})(?!\w)"),
        other=_compiled(rf"(?:{words.other or never})(?!\w)"),
        near=_compiled(rf"(?:{words.near or never})(?!\w)"),
        before=_compiled(
            rf"(?<!\w)(?:{words.owned or never}){space}++$"
            rf"|(?<!this )(?<!present )(?<!\w)(?:{instruments}){space}*(?:\([^()]*\))?,{space}+$"
        ),
        instrument=_compiled(rf"(?:{instruments or never})(?!\w)"),
        instrument_near=_compiled(rf"(?:[\w’'()-]+{space}+){{0,5}}?(?:{instruments or never})(?!\w)"),
        goes_on=_compiled(rf"{space}+(?:{words.goes_on or never})(?!\w)"),
        has_inside=bool(words.inside),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _steps(level: Level, number: str) -> tuple[Step, ...]:
    """ "4.8" of an article is its paragraph 8, "1.a" of a paragraph its point a; so is what stands behind a number."""
    parts = number.rstrip(".").split(".")
    steps: list[Step] = [(level, parts[0])]
    for part in parts[1:]:
        steps.append(("paragraph" if steps[-1][0] == "article" and part.isdigit() else "point", part))
    return tuple(steps)


def _may_be_bare(level: Level, before: Sequence[Step]) -> bool:
    """Whether a letter without brackets can be a number here: of an annex, of a point, after "9.1.a"."""
    return level in ("annex", "point") or (bool(before) and before[-1][1].isalpha())


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _rank(group: _Group) -> int:
    return LEVELS.index(group.level)


def _own_names(text: Text, data: VersionData, words: ReferenceWords | None) -> frozenset[str]:
    """What a text may call itself ("convention"), from its names: the last word of their kind that is not qualified."""
    if words is None or not words.instruments:
        return frozenset()
    pattern = re.compile(rf"(?<!\w)(?:{words.instruments})(?!\w)", re.IGNORECASE)
    for name in (data.short_title, data.instrument, data.label, text.text[:200]):
        found = pattern.search(name)
        if found:
            return frozenset({found.group().casefold().rstrip("s")})
    return frozenset()


_CHINESE = re.compile(
    r"第(?P<article>[0-9一二三四五六七八九十百〇零]{1,5})条"
    r"(?:第(?P<paragraph>[0-9一二三四五六七八九十]{1,4})款)?(?:第?[(（](?P<point>\w{1,3})[)）]项)?"
    r"|本条第(?P<here>[0-9一二三四五六七八九十]{1,4})款(?:第?[(（](?P<herepoint>\w{1,3})[)）]项)?"
    r"|第(?P<chapter>[一二三四五六七八九十]{1,3})(?P<division>章|部分|节)"
)
_CHINESE_LEVELS: tuple[tuple[str, Level], ...] = (
    ("article", "article"), ("paragraph", "paragraph"), ("point", "point"), ("here", "paragraph"),
    ("herepoint", "point"),
)  # fmt: skip
_CHINESE_NAMES = ("》", "公约", "协定", "议定书", "条约", "盟约", "宪章", "规约", "宪法", "法")
_CHINESE_OWN = ("本公约", "本协定", "本议定书", "本条约")
_CHINESE_DIVISIONS: dict[str, Level] = {"章": "chapter", "部分": "part", "节": "section"}


def _chinese(text: str, start: int, end: int, places: Places) -> list[Reference]:
    """Chinese names a provision from the outside in, without spaces: 第五条第二款."""
    found = []
    for match in _CHINESE.finditer(text, start, end):
        parts = match.groupdict(default="")
        before = text[max(0, match.start() - 4) : match.start()]
        if before.endswith(_CHINESE_NAMES) and not before.endswith(_CHINESE_OWN):
            continue
        steps: list[Step] = [(level, _digits(parts[name])) for name, level in _CHINESE_LEVELS if parts[name]]
        if parts["chapter"]:
            steps = [(_CHINESE_DIVISIONS[parts["division"]], _digits(parts["chapter"]))]
        place = places.find(steps, places.at(match.start()))
        if place:
            found.append(Reference(match.start(), match.end(), place.eid))
    return found


def _digits(number: str) -> str:
    value = chinese_value(number)
    return number if value is None else str(value)
