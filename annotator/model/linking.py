"""Links from a commentary to a provision: `[[24(2)]]`, `[[24(2)|the safeguards]]`, `[[ICCPR 17]]`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.model.citing import plain_citation
from annotator.model.folding import fold
from annotator.model.reference_words import ARTICLE_WORDS
from annotator.model.treaty import Provision, Version

_LINK = re.compile(r"\[\[(?P<target>[^\[\]|\\\n]+?)(?:\\?\|(?P<words>[^\[\]\n]*))?\]\](?!\((?:https?:|mailto:))")
"""The bar may be escaped, as it must be in a table. `[[1]](https://…)` is a web link with brackets in its words."""

_TICKS = re.compile(r"`+")
_FENCE = 3
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TELLING = re.compile(rf"\\.|(?P<ticks>`+)|{_LINK.pattern}", re.DOTALL)
"""What tells where links are: an escaped character, what may begin code, a link."""

_ARTICLE = re.compile(r"^arts?\.\s*")

_OPEN = re.compile(r"(?<!\\)\[\[(?P<typed>[^\[\]|\n]*)$")

Trouble = Literal["", "unknown", "several"]


@dataclass(frozen=True, slots=True)
class ProvisionLink:
    """What stands in double brackets: the place that is meant, and the words to show in its stead, if any."""

    target: str
    words: str = ""

    @property
    def plain(self) -> str:
        """Its words without brackets, wherever it leads."""
        return self.words or self.target


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a provision of a version, or (`provision` None) the version as such.

    Without a `version` it leads nowhere: `trouble` says whether nothing is so called or several things are.
    """

    version: Version | None = None
    provision: Provision | None = None
    trouble: Trouble = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that a link may be completed to: `target` is what is written, `provision` what it leads to.

    Without `is_whole` it is the name of a text, after which its provisions are proposed.
    """

    target: str
    title: str
    detail: str
    version: str
    provision: Provision | None = None

    @property
    def is_whole(self) -> bool:
        return self.provision is not None


def link_at(markdown: str, start: int) -> tuple[ProvisionLink, int] | None:
    """The link that begins at that offset, and the offset behind it."""
    found = _LINK.match(markdown, start)
    return (_link(found), found.end()) if found else None


def link_around(line: str, offset: int) -> ProvisionLink | None:
    """The link in which that offset of a line lies, its brackets included."""
    return next((_link(row) for row in _links(line) if row.start() <= offset <= row.end()), None)


def replace_links(markdown: str, shown: Callable[[ProvisionLink], str]) -> str:
    """`markdown` with each link outside of code replaced by what `shown` makes of it."""
    parts, done = [], 0
    for found in _links(markdown):
        parts += [markdown[done : found.start()], shown(_link(found))]
        done = found.end()
    return "".join([*parts, markdown[done:]])


def unfinished_link(line: str) -> str | None:
    """What has been typed of a link that is still open at the end of `line`: "24" of "as in [[24"; None without one."""
    found = _OPEN.search(line)
    return found["typed"] if found else None


def _links(markdown: str) -> Iterator[re.Match[str]]:
    """Every link outside of code, in order."""
    if "[[" not in markdown:
        return
    code, at = _Code(markdown), 0
    while found := _TELLING.search(markdown, at):
        at = code.end(found) if found["ticks"] else found.end()
        if found["target"]:
            yield found


class _Code:
    """Finds where code in backticks ends, as CommonMark has it: at as many of them, in the same paragraph."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._blank = [row.start() for row in _BLANK_LINE.finditer(markdown)]
        self._runs: dict[int, list[int]] = {}
        for run in _TICKS.finditer(markdown):
            self._runs.setdefault(len(run[0]), []).append(run.start())

    def end(self, opening: re.Match[str]) -> int:
        """The offset behind the code that these backticks begin, or behind them where they begin none."""
        start, end = opening.span()
        places = self._runs.get(end - start, [])
        next_one = bisect_left(places, end)
        if next_one == len(places):
            return end
        closing = places[next_one]
        # A fence holds blank lines; an inline piece of code does not
        is_fence = end - start >= _FENCE and not self._markdown[:start].rpartition("\n")[2].strip()
        blank = bisect_left(self._blank, end)
        if not is_fence and blank < len(self._blank) and self._blank[blank] < closing:
            return end
        return closing + end - start


def _link(found: re.Match[str]) -> ProvisionLink:
    return ProvisionLink(found["target"].strip(), (found["words"] or "").strip())


class Linker:
    """Finds what links mean among `versions`; `provisions_of` gives the tree of one, by id, and is asked once for each.

    A place is looked for in the text that the commentary is on ("home") first. Before it may stand the name of another:
    its label, short title, instrument, the initials of those, symbol, series, or eight characters of its id.
    """

    def __init__(self, versions: Sequence[Version], provisions_of: Callable[[str], Sequence[Provision]]) -> None:
        self._versions = {row.id: row for row in versions}
        self._provisions_of = provisions_of
        self._places: dict[str, _Places] = {}
        self._named: dict[str, list[Version]] = {}
        for row in versions:
            for name in dict.fromkeys(_names(row)):
                self._named.setdefault(name, []).append(row)

    def find(self, target: str, home: str) -> Target:
        """What `target` means in a commentary on the version with the id `home`."""
        here = self._in(self._versions[home], target) if home in self._versions else Target(trouble="unknown")
        if here.version or here.trouble == "several":
            return here
        words = target.split()
        for cut in range(min(len(words) - 1, _LONGEST_NAME), 0, -1):
            for version in self._called(" ".join(words[:cut]), home):
                there = self._in(version, " ".join(words[cut:]))
                if there.version or there.trouble == "several":
                    return there
        whole = self._called(target, home)
        return Target(whole[0]) if whole else Target(trouble="unknown")

    def words(self, link: ProvisionLink, home: str) -> str:
        """What a reader sees of it: its own words, or else the citation."""
        return link.words or self.citation(self.find(link.target, home), home) or link.target

    def cite(self, link: ProvisionLink, home: str) -> str:
        """What paper says: its own words with the citation behind them, unless they give it already."""
        citation = self.citation(self.find(link.target, home), home)
        if not link.words or not citation:
            return link.words or citation or link.target
        return link.words if _gives(link.words, citation) else f"{link.words} ({citation})"

    def citation(self, target: Target, home: str) -> str:
        """ "art. 24(2)", or "art. 17, ICCPR" where it is in another text than `home`; empty where it leads nowhere."""
        place = (target.provision.citation or target.provision.heading) if target.provision else ""
        if target.version is None:
            return ""
        if target.version.id == home and place:
            return place
        return ", ".join(part for part in (place, version_name(target.version)) if part)

    def propose(self, typed: str, home: str, most: int = 40) -> list[Proposal]:
        """What `typed` may become, likely ones first: provisions of `home`, of a text that is named, names of texts."""
        found = self._provisions(typed, home, home, "") if home in self._versions else []
        words = typed.split(" ")
        for cut in range(1, min(len(words), _LONGEST_NAME + 1)):
            name = " ".join(words[:cut])
            for version in self._called(name, home)[:1]:
                if version.id != home:
                    found += self._provisions(" ".join(words[cut:]), version.id, home, f"{name} ")
        return [*found, *self._names_like(typed, home)][:most]

    def _provisions(self, typed: str, version: str, home: str, before: str) -> list[Proposal]:
        found = self._places_of(version).begun(typed)
        name = "" if version == home else version_name(self._versions[version])
        return [
            Proposal(
                before + self._places_of(version).shortest(row),
                row.citation or row.heading,
                " · ".join(part for part in (row.heading if row.citation else "", name) if part),
                version,
                row,
            )
            for row in found
        ]

    def _names_like(self, typed: str, home: str) -> list[Proposal]:
        wanted = _plain(typed)
        found = []
        for version in self._versions.values():
            names = [name for name in _spelled(version) if _plain(name).startswith(wanted)]
            mine = [name for name in names if self._called(name, home)[:1] == [version]]
            if wanted and mine and version.id != home:
                found.append(Proposal(min(mine, key=len), min(mine, key=len), version.name, version.id))
        return found

    def _places_of(self, version: str) -> _Places:
        if version not in self._places:
            self._places[version] = _Places(self._provisions_of(version))
        return self._places[version]

    def _in(self, version: Version, target: str) -> Target:
        found = self._places_of(version.id).find(target)
        if not found:
            return Target(trouble="unknown")
        return Target(version, found[0]) if len(found) == 1 else Target(trouble="several")

    def _called(self, name: str, home: str) -> list[Version]:
        """The versions of that name: in the language of `home` before others, official ones before drafts."""
        language = self._versions[home].data.language if home in self._versions else "en"
        found = self._named.get(_plain(name), [])
        if not found and len(name) >= _SHORT_ID:
            found = [row for id, row in self._versions.items() if id.startswith(name)]
        return sorted(found, key=lambda row: (row.data.language != language, row.data.kind != "official"))


_SHORT_ID = 8
_LONGEST_NAME = 40  # words


class _Places:
    """The provisions of one text by what they may be called; the same answers as `citing.find_place`, at once."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._all = provisions
        self._by_eid = {row.eid: row for row in provisions}
        self._cited: dict[str, list[Provision]] = {}
        self._titled: dict[str, Provision] = {}
        for row in provisions:
            self._cited.setdefault(plain_citation(row.citation), []).append(row)
            for title in (row.label, row.heading):
                self._titled.setdefault(plain_citation(title), row)

    def find(self, typed: str) -> list[Provision]:
        """One; none; or several where a text has the same citation twice."""
        if typed in self._by_eid:
            return [self._by_eid[typed]]
        wanted = plain_citation(typed)
        if not wanted:
            return []
        titled = self._titled.get(wanted)
        return self._cited.get(wanted) or ([titled] if titled else [])

    def begun(self, typed: str) -> list[Provision]:
        """Those whose citation begins so, then those whose heading has the words; articles where nothing is typed."""
        wanted, words = plain_citation(typed), fold(typed).strip()
        if not words:
            return [row for row in self._all if row.kind == "article"]
        cited = [row for key, rows in self._cited.items() if key.startswith(wanted) for row in rows] if wanted else []
        already = {row.eid for row in cited}
        titled = [row for row in self._all if words in fold(row.heading) and row.eid not in already]
        return sorted(cited, key=lambda row: plain_citation(row.citation) != wanted) + titled

    def shortest(self, provision: Provision) -> str:
        """The least that finds it: "24(2)", or its eId where others are cited the same."""
        for name in (_ARTICLE.sub("", provision.citation), provision.citation):
            if name and self.find(name) == [provision]:
                return name
        return provision.eid


def version_name(version: Version) -> str:
    """How a sentence names a version: by its short title, where it has one."""
    return version.data.short_title or version.data.instrument or version.name


def _names(version: Version) -> Iterator[str]:
    yield from map(_plain, _spelled(version))
    yield version.id[:_SHORT_ID]


def _spelled(version: Version) -> Iterator[str]:
    data = version.data
    yield from filter(None, (data.label, data.short_title, data.instrument, data.symbol, data.series))
    for name in (data.label, data.short_title, data.instrument):
        initials = "".join(word if word.isupper() else word[0] for word in name.split() if word[0].isupper())
        if len(initials) > 1:
            yield initials


def _gives(words: str, citation: str) -> bool:
    """Whether `words` cite the place themselves: "under article 24 (2)", but not "all 24 of them" or "Article 241"."""
    plain = plain_citation(citation)
    is_article = plain[:1].isdigit()
    before = rf"(?:^|(?<!\w)(?:{ARTICLE_WORDS})\s*)" if is_article else r"(?<!\w)"
    wanted = r"\s*".join(map(re.escape, plain))
    return re.search(rf"{before}{wanted}(?!\w|\s?\(\w{{1,4}}\))", fold(words)) is not None


def _plain(name: str) -> str:
    return " ".join(fold(name).split()).rstrip(",:;")
