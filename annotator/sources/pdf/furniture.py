"""Page furniture: running heads, page numbers and other lines that pages repeat at their edges."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from statistics import median

from annotator.sources.numerals import roman
from annotator.sources.pdf.page import PrintedLine, PrintedPage

EDGE = 0.15
"""Share of the page's height, at the top and at the bottom, where furniture is looked for."""
EDGE_LINES = 5
SAME_HEIGHT = 6.0
"""Points within which a repeated line stands at the same height."""
FIRST_PAGE_SHIFT = 24.0
"""Points by which the same line may stand higher or lower once it is known to repeat: first pages differ."""
ENOUGH_PAGES = 4
"""On fewer, titles may recur at the top, or sentences end alike.

There no line is furniture that is near to the text or begins with a small letter.
"""
REPEATING_SHARE = 0.1

LONGEST_INNER = 40
"""Characters: longer furniture stands outside all text of its page."""
GAP_WITHIN = 1.8
"""In font sizes: lines that are nearer to the text than this run on into it."""
GAP_BESIDE_HEADING = 2.5
"""In font sizes: headings are no farther from the text and from one another."""
GAP_ABOVE_NUMBER = 2.0
"""In font sizes: a page number in a document of a page or two stands this far from the text."""

_NUMBER = re.compile(r"\d+")
_PAGE_WORD = "pages?|página|pagina|pág|pag|seite|bladzijde|blz|стр(?:аница)?|σελ|صفحة|第|p|s|с"
_PAGE_COUNT = r"(?:\s*(?:/|of|de|sur|von|van|di|из|من|共)\s*\d+)?"
_PAGE_MARK = re.compile(
    rf"^[\W_]*(?:(?:{_PAGE_WORD})\.?)?\s*#{_PAGE_COUNT}\s*(?:页|頁)?(?![.)]$)[\W_]*$",
    re.IGNORECASE,
)
_SURE_MARK = re.compile(
    rf"^(?:[-–—]\s*#\s*[-–—]|(?:{_PAGE_WORD})\.?\s*#{_PAGE_COUNT}|#\s*/\s*\d+|第\s*#\s*[页頁])$", re.IGNORECASE
)
# The number of a paragraph may open several pages, and so may its first words.
_LABELLED = re.compile(r"^(?:\(?(?:\d{1,4}|[^\W\d_]{1,2}|[ivx]{3,5})[.)]+|[-–—•*])(?:\s|$)")
# Where each article has a page of its own, "Article #" grows with the pages too: one word and a number is a heading.
_HEADING = re.compile(r"^\W*(?:[^\W\d_]+\W*#|第\s*#\s*\w)\W*$")
_ROMAN_VALUES = {roman(value): value for value in range(1, 100)}


def furniture(pages: list[PrintedPage]) -> dict[PrintedLine, str]:
    """Why each line of page furniture is dropped: "page number", "page header" or "page footer".

    A line is furniture where it stands near an edge, at the same height on several pages, and says the same on each:
    literally, or with a number that grows by one from page to page.
    """
    groups: dict[tuple[str, int | None, bool], list[tuple[PrintedLine, bool]]] = defaultdict(list)
    for page in pages:
        for line, at_top in _edge_lines(page):
            for wording, offset in _wordings(line):
                groups[wording, offset, at_top].append((line, at_top))
    printed = sum(bool(page.lines) for page in pages)
    needed = max(2 if printed <= 5 else 3, round(REPEATING_SHARE * printed))
    found: dict[PrintedLine, str] = {}
    sure: set[PrintedLine] = set()
    for (wording, _, at_top), members in groups.items():
        usual = median(line.top for line, _ in members)
        level = {line.page for line, _ in members if abs(line.top - usual) <= SAME_HEIGHT}
        if len(level) >= (max(needed, ENOUGH_PAGES) if wording[:1].islower() else needed):
            near = [line for line, _ in members if abs(line.top - usual) <= FIRST_PAGE_SHIFT]
            found.update(dict.fromkeys(near, _reason(wording, at_top)))
            sure.update(near if len(level) >= ENOUGH_PAGES else ())
    if printed <= 2:
        found.update(_lone_numbers(pages))
    inner = [line for page in pages for line in _within_text(page, found, sure)]
    said, within = Counter(line.text for line in found), Counter(line.text for line in inner)
    text = {line.text for line in inner if 2 * within[line.text] >= said[line.text]}
    # Formulaic treaties end many paragraphs alike; what stands on more lines of text than at edges is text there too
    anywhere = Counter(line.text for page in pages for line in page.lines)
    text |= {wording for wording, count in said.items() if anywhere[wording] > 2 * count}
    return {line: reason for line, reason in found.items() if line not in inner and line.text not in text}


def _within_text(page: PrintedPage, found: Mapping[PrintedLine, str], sure: Set[PrintedLine]) -> Iterator[PrintedLine]:
    """Lines that are furniture by what they say, but run on into the text, and have text outside: pages begin alike.

    What too few pages say to be `sure` is a title where it stands by the text as headings do.
    """
    upper = sorted((line for line in page.lines if line.top < page.height / 2), key=lambda line: line.top)
    lower = sorted((line for line in page.lines if line.top >= page.height / 2), key=lambda line: -line.top)
    for half in (upper, lower):
        rows = [line for line in half if found.get(line) != "page number"]
        text = [place for place, line in enumerate(rows) if line not in found]
        within: PrintedLine | None = None
        for place in range(len(rows) - 1, -1, -1) if text else ():
            line = rows[place]
            is_title = line not in sure and within is not None and _is_near(line, within, GAP_BESIDE_HEADING)
            if line not in found:
                within = line
            elif is_title or (place > text[0] and _runs_on(line, within or rows[text[-1]])):
                within = line
                yield line


def _runs_on(line: PrintedLine, text: PrintedLine) -> bool:
    return len(line.text) > LONGEST_INNER or _is_near(line, text, GAP_WITHIN)


def _is_near(line: PrintedLine, text: PrintedLine, gap: float) -> bool:
    return abs(text.top - line.top) < gap * line.size


def _lone_numbers(pages: list[PrintedPage]) -> Iterator[tuple[PrintedLine, str]]:
    """Page numbers where too few pages show that they count: at the very edge, and nothing else by their look."""
    for page in pages:
        ordered = sorted(page.lines, key=lambda line: line.top)
        pairs = ((ordered[-1], ordered[-2]), (ordered[0], ordered[1])) if len(ordered) > 2 else ()
        for line, near in pairs:
            if _is_at_edge(line, page) and _is_lone_number(line, near):
                yield line, "page number"


def _is_lone_number(line: PrintedLine, near: PrintedLine) -> bool:
    """Whether a line says the number of its page, and is either dressed as such or apart from the text."""
    number = _NUMBER.search(line.text)
    if number is None or int(number[0][:9]) != line.page:
        return False
    wording = f"{line.text[: number.start()]}#{line.text[number.end() :]}"
    apart = abs(line.top - near.top) > GAP_ABOVE_NUMBER * line.size
    return bool(_SURE_MARK.match(wording)) or (wording == "#" and apart)


def _is_at_edge(line: PrintedLine, page: PrintedPage) -> bool:
    return line.top < EDGE * page.height or line.top > (1 - EDGE) * page.height


def _edge_lines(page: PrintedPage) -> list[tuple[PrintedLine, bool]]:
    """The outermost lines of a page, each with whether it is at the top."""
    tops = sorted({round(line.top) for line in page.lines})
    if not tops:
        return []
    last_of_top, first_of_bottom = tops[:EDGE_LINES][-1], tops[-EDGE_LINES:][0]
    edges = []
    for line in page.lines:
        if line.top < EDGE * page.height and line.top < last_of_top + 1:
            edges.append((line, True))
        if line.top > (1 - EDGE) * page.height and line.top > first_of_bottom - 1:
            edges.append((line, False))
    return edges


def _wordings(line: PrintedLine) -> list[tuple[str, int | None]]:
    """What the line says; and for each number in it, the same without that number, and its distance to the page's."""
    is_labelled = bool(_LABELLED.match(line.text))
    said: list[tuple[str, int | None]] = []
    if not is_labelled and not _HEADING.match(_NUMBER.sub("#", line.text)):
        said.append((line.text, None))
    for number in _NUMBER.finditer(line.text):
        pattern = f"{line.text[: number.start()]}#{line.text[number.end() :]}"
        if _PAGE_MARK.match(pattern) or not (is_labelled or _HEADING.match(pattern)):
            said.append((pattern, int(number[0][:9]) - line.page))
    value = _ROMAN_VALUES.get(line.text.strip(" -–—").lower())
    if value:
        said.append(("#", value - line.page))
    return said


def _reason(wording: str, at_top: bool) -> str:
    if _PAGE_MARK.match(wording):
        return "page number"
    return "page header" if at_top else "page footer"
