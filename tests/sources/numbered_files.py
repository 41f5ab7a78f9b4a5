"""Word documents whose numbers are computed, by name: each a way in which such numbers go wrong.

What they print stands in `fixtures/numbering.txt`, as LibreOffice shows it.
"""

from __future__ import annotations

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.sources.word_file import add_xml, define_lists, level, numbered, paragraph, run, word

POINTS = level(0, "lowerLetter", "(%1)")
DECIMAL = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")
TREATY = level(0, "decimal", "Article %1") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")
FORMATS = (
    "decimal", "decimalZero", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText",
    "ordinalText", "decimalEnclosedCircle", "ideographDigital", "chineseCounting", "chineseCountingThousand",
    "chineseLegalSimplified", "ideographTraditional", "ideographZodiac", "ideographLegalTraditional",
    "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting", "ganada", "chosung", "arabicAbjad", "hebrew1",
    "hebrew2", "thaiLetters", "russianLower", "russianUpper", "chicago",
)  # fmt: skip
"""Formats of ECMA-376 §17.18.59 that LibreOffice has too."""

COUNTED = (*range(1, 13), 15, 16, 19, 20, 21, *range(25, 37), 50, 51, 53, 99, 100, 101, 105, 110, 120)


def numbered_files() -> dict[str, bytes]:
    """The documents by name."""
    return {**_counting(), **_starting(), **_patterns(), **_gaps(), **_styled(), **_placed()}


def format_files() -> dict[str, bytes]:
    """A document for each number format, with a paragraph for each number of `COUNTED`."""
    starts = {index: (1, starts_at(0, value)) for index, value in enumerate(COUNTED, 1)}
    rows = [numbered("x", index) for index in starts]
    return {f"format-{form}": _file({1: level(0, form, "(%1)")}, starts, *rows) for form in FORMATS}


def starts_at(index: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def place(number: int, index: int | None = None) -> str:
    """A `w:numPr`, without its level where none is given."""
    own = f'<w:ilvl w:val="{index}"/>' if index is not None else ""
    return f'<w:numPr>{own}<w:numId w:val="{number}"/></w:numPr>'


def styled(text: str, style: str, properties: str = "") -> str:
    return paragraph(run(text) if text else "", f'<w:pStyle w:val="{style}"/>{properties}')


def add_style(document: Document, name: str, properties: str, based_on: str = "Normal") -> None:
    source = (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:pPr>{properties}</w:pPr></w:style>'
    )
    document.styles.element.append(parse_xml(source))


def _file(
    abstracts: dict[int, str],
    instances: dict[int, tuple[int, str]],
    *paragraphs: str,
    styles: tuple[tuple[str, ...], ...] = (),
) -> bytes:
    def build(document: Document) -> None:
        define_lists(document, abstracts, instances)
        for style in styles:
            add_style(document, *style)
        add_xml(document, *paragraphs)

    return word(build)


def _list(levels: str, *rows: tuple[str, int]) -> bytes:
    """One list: a word and its level for each paragraph."""
    return _file({1: levels}, {1: (1, "")}, *(numbered(text, 1, index) for text, index in rows))


def _counting() -> dict[str, bytes]:
    roman = level(0, "lowerRoman", "(%1)")
    deepest = "".join(level(row, "decimal", ".".join(f"%{one + 1}" for one in range(row + 1))) for row in range(9))
    return {
        "levels": _list(
            TREATY, ("a", 0), ("b", 1), ("c", 2), ("d", 2), ("e", 1), ("f", 2), ("g", 0), ("h", 1)
        ),
        "nine levels": _list(deepest, *((str(row), row) for row in range(9)), ("x", 8), ("y", 3), ("z", 8)),
        "two lists take turns": _file(
            {1: POINTS, 2: roman},
            {1: (1, ""), 2: (2, "")},
            *(numbered(text, number) for text, number in (("a", 1), ("b", 2), ("c", 2), ("d", 1), ("e", 2))),
        ),
        "two instances of one list": _file(
            {1: DECIMAL},
            {1: (1, ""), 2: (1, "")},
            numbered("a", 1), numbered("b", 1, 1), numbered("c", 2), numbered("d", 2, 1), numbered("e", 1, 1),
            numbered("f", 1),
        ),
        "a paragraph without words": _list(POINTS, ("a", 0), ("", 0), ("c", 0)),
        "a line break in an item": _file(
            {1: POINTS}, {1: (1, "")}, paragraph("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>", place(1)),
            numbered("c", 1),
        ),
        "a page break in an item": _file(
            {1: POINTS}, {1: (1, "")},
            paragraph(run("b") + '<w:r><w:br w:type="page"/></w:r>' + run("goes on"), place(1)), numbered("c", 1),
        ),
    }  # fmt: skip


def _starting() -> dict[str, bytes]:
    chapters = (
        level(0, "decimal", "Chapter %1")
        + level(1, "decimal", "Article %2", more='<w:lvlRestart w:val="0"/>')
        + level(2, "lowerLetter", "(%3)")
    )
    early = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")
    early += level(2, "lowerLetter", "(%3)", more='<w:lvlRestart w:val="1"/>')
    replaced = f'<w:lvlOverride w:ilvl="1">{level(1, "lowerLetter", "(%2)", start=3)}</w:lvlOverride>'
    both = f'<w:startOverride w:val="9"/>{level(0, "upperRoman", "%1)", start=3)}'
    return {
        "starts overridden": _file(
            {1: DECIMAL},
            {1: (1, ""), 2: (1, starts_at(0, 1)), 3: (1, starts_at(0, 5)), 4: (1, starts_at(1, 7))},
            numbered("a", 1), numbered("b", 1), numbered("c", 2), numbered("d", 2), numbered("e", 1), numbered("f", 3),
            numbered("g", 3), numbered("h", 1), numbered("i", 4), numbered("j", 4, 1), numbered("k", 4, 1),
            numbered("l", 1, 1), numbered("m", 4), numbered("n", 4, 1),
        ),
        "each override counts once": _file(
            {1: POINTS},
            {1: (1, ""), 2: (1, starts_at(0, 1)), 3: (1, starts_at(0, 1))},
            *(numbered(text, number) for text, number in zip("abcdefgh", (1, 1, 2, 2, 3, 3, 2, 1), strict=True)),
        ),
        "levels overridden": _file(
            {1: DECIMAL},
            {1: (1, ""), 2: (1, replaced), 3: (1, f'<w:lvlOverride w:ilvl="0">{both}</w:lvlOverride>')},
            numbered("a", 1), numbered("b", 2, 1), numbered("c", 2, 1), numbered("d", 1, 1), numbered("e", 3),
            numbered("f", 3), numbered("g", 3, 1),
        ),
        "articles that count on through chapters": _list(
            chapters, ("a", 0), ("b", 1), ("c", 2), ("d", 1), ("e", 0), ("f", 1), ("g", 2)
        ),
        "points that only a chapter starts anew": _list(
            early, ("a", 0), ("b", 1), ("c", 2), ("d", 1), ("e", 2), ("f", 0), ("g", 2)
        ),
        "no start": _list(
            '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>', ("a", 0), ("b", 0)
        ),
        "start at nought": _list(
            level(0, "decimal", "%1.", start=0) + level(1, "lowerLetter", "(%2)", start=0),
            ("a", 0), ("x", 1), ("y", 1), ("b", 0),
        ),
    }  # fmt: skip


def _patterns() -> dict[str, bytes]:
    bis = (
        level(0, "decimal", "Article %1 bis -")
        + level(1, "lowerLetter", "Rule %1, point %2)")
        + level(2, "decimal", "§")
    )
    unnumbered = level(0, "decimal", "%1.") + level(1, "none", "") + level(2, "decimal", "%1.%2.%3")
    return {
        "fixed words": _list(bis, ("a", 0), ("b", 1), ("c", 2), ("d", 2)),
        "one override in an instance": _file(
            {1: DECIMAL}, {1: (1, ""), 2: (1, starts_at(0, 4) + starts_at(2, 5))},
            numbered("a", 1), numbered("b", 2, 2), numbered("c", 2), numbered("d", 2, 2),
        ),
        "what follows the number": _list(
            level(0, "decimal", "Article %1", more='<w:suff w:val="nothing"/>')
            + level(1, "decimal", "%2.", more='<w:suff w:val="space"/>'),
            ("a", 0), ("b", 1), ("c", 0),
        ),
        "a level that is not numbered": _list(
            unnumbered + level(3, "none", "Note:") + level(4, "none", "%1.%2"),
            ("a", 0), ("b", 1), ("c", 2), ("d", 3), ("e", 4),
        ),
        "a level with a bullet": _list(
            level(0, "decimal", "%1.") + level(1, "bullet", "o") + level(2, "decimal", "%1.%2.%3"),
            ("a", 0), ("b", 1), ("c", 2),
        ),
        "legal numbers": _list(
            level(0, "upperRoman", "%1.") + level(1, "lowerLetter", "%1.%2", more="<w:isLgl/>"),
            ("a", 0), ("b", 1), ("c", 0), ("d", 1),
        ),
        "no format": _list(
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>', ("a", 0), ("b", 0)
        ),
        "no pattern": _list(
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>' + level(1, "decimal", "%1.%2"),
            ("a", 0), ("b", 0), ("c", 1),
        ),
    }  # fmt: skip


def _gaps() -> dict[str, bytes]:
    late = level(0, "decimal", "%1.", start=5) + level(1, "decimal", "%1.%2", start=3) + level(2, "decimal", "%1.%2.%3")
    return {
        "levels skipped": _list(DECIMAL, ("a", 2), ("b", 1), ("c", 0), ("d", 2), ("e", 1), ("f", 2)),
        "levels skipped that start late": _list(late, ("a", 2), ("b", 1), ("c", 0), ("d", 2), ("e", 1)),
        "levels that are not defined": _list(
            level(0, "lowerLetter", "%1)") + level(1, "decimal", "%1.%2"),
            ("a", 0), ("b", 2), ("c", 2), ("d", 3), ("e", 1), ("f", 2),
        ),
        "a list that is not defined": _file(
            {1: level(0, "decimal", "%1.")}, {1: (1, "")}, numbered("a", 1), numbered("b", 7), numbered("c", 1)
        ),
        "a list without levels": _file(
            {1: "", 2: POINTS}, {1: (1, ""), 2: (5, "")}, numbered("a", 1), numbered("b", 2), numbered("c", 1, 1)
        ),
    }  # fmt: skip


def _styled() -> dict[str, bytes]:
    linked = level(0, "decimal", "Part %1", more='<w:pStyle w:val="PartHead"/>')
    linked += level(1, "decimal", "Article %2", more='<w:pStyle w:val="ArticleHead"/>')
    linked += level(2, "decimal", "%3.", more='<w:pStyle w:val="Para"/>')
    heads = (("PartHead", place(7)), ("ArticleHead", place(7, 1)), ("Para", place(7, 2)), ("Tight", "", "Para"))
    return {
        "styles number": _file(
            {1: linked}, {7: (1, "")},
            *(styled(text, style) for text, style in (
                ("a", "PartHead"), ("b", "ArticleHead"), ("c", "Para"), ("d", "Tight"), ("e", "ArticleHead"),
                ("f", "PartHead"), ("g", "ArticleHead"), ("h", "Para"),
            )),
            styles=heads,
        ),
        "the list says the level of a style": _file(
            {1: linked}, {7: (1, "")}, styled("a", "PartHead"), styled("b", "ArticleHead"), styled("c", "ArticleHead"),
            styles=(("PartHead", place(7)), ("ArticleHead", place(7))),
        ),
        "levels inherited by themselves": _file(
            {1: DECIMAL}, {7: (1, "")}, *(styled(text, f"S{index}") for index, text in enumerate("abcde", 1)),
            styled("f", "S1", '<w:numPr><w:ilvl w:val="2"/></w:numPr>'),
            styled("g", "S1", '<w:numPr><w:ilvl w:val="0"/></w:numPr>'),
            styles=(
                ("S1", place(7, 1)), ("S2", '<w:numPr><w:ilvl w:val="2"/></w:numPr>', "S1"), ("S3", "", "S1"),
                ("S4", place(0), "S1"), ("S5", "", "S4"),
            ),
        ),
        "a list of its own at the level of its style": _file(
            {1: DECIMAL, 2: POINTS + level(1, "lowerRoman", "(%2)")}, {7: (1, ""), 8: (2, "")},
            styled("a", "S1"), styled("b", "S1", place(8)), styled("c", "S1", place(8, 0)), styled("d", "S1"),
            styles=(("S1", place(7, 1)),),
        ),
        "number nought switches off": _file(
            {1: linked}, {7: (1, "")}, styled("a", "PartHead"), styled("b", "PartHead", place(0)),
            styled("c", "PartHead", place(0, 0)), styled("d", "PartHead"), styles=heads,
        ),
        "headings": word(_headings),
        "a list style": word(_list_style),
    }  # fmt: skip


def _headings(document: Document) -> None:
    levels = level(0, "upperRoman", "Part %1", more='<w:pStyle w:val="Heading1"/>')
    levels += level(1, "decimal", "Article %2", more='<w:pStyle w:val="Heading2"/>')
    define_lists(document, {1: levels}, {7: (1, "")})
    for index in (0, 1):
        numbering = parse_xml(place(7, index).replace("<w:numPr", f"<w:numPr {nsdecls('w')}", 1))
        document.styles[f"Heading {index + 1}"].element.get_or_add_pPr().append(numbering)
    for text, index in (("a", 1), ("b", 2), ("c", 2), ("d", 1), ("e", 2), ("", 2)):
        add_xml(document, styled(text, f"Heading{index}"))


def _list_style(document: Document) -> None:
    """`w:styleLink` and `w:numStyleLink`: one list defines, another borrows by the name of a style."""
    define_lists(
        document,
        {1: f'<w:styleLink w:val="Numbers"/>{TREATY}', 2: '<w:numStyleLink w:val="Numbers"/>'},
        {1: (1, ""), 2: (2, ""), 3: (2, starts_at(0, 4))},
    )
    source = f'<w:style {nsdecls("w")} w:type="numbering" w:styleId="Numbers"><w:name w:val="Numbers"/>'
    document.styles.element.append(parse_xml(f"{source}<w:pPr>{place(1)}</w:pPr></w:style>"))
    rows = (("a", 2, 0), ("b", 2, 1), ("c", 2, 0), ("d", 1, 0), ("e", 3, 0), ("f", 3, 1), ("g", 2, 0))
    add_xml(document, *(numbered(*row) for row in rows))


def _placed() -> dict[str, bytes]:
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{}</w:tcPr>{}</w:tc>'
    grid = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>{}</w:tbl>'
    rows = f"<w:tr>{cell.format('', numbered('b', 1))}{cell.format('', numbered('c', 1))}</w:tr>" + (
        f"<w:tr>{cell.format('', numbered('d', 1))}{cell.format('', numbered('e', 1))}</w:tr>"
    )
    return {
        "in a table": _file({1: POINTS}, {1: (1, "")}, numbered("a", 1), grid.format(rows), numbered("f", 1)),
        "hidden words": _file(
            {1: POINTS},
            {1: (1, "")},
            numbered("a", 1),
            paragraph(run("b", "<w:vanish/>"), place(1)),
            paragraph(run("c", "<w:vanish/>"), place(1) + "<w:rPr><w:vanish/></w:rPr>"),
            paragraph(run("d"), place(1) + "<w:rPr><w:vanish/></w:rPr>"),
            numbered("e", 1),
        ),
    }
