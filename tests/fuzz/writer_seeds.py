"""Small OpenDocument texts, zipped and flat: lists, an outline, tracked changes, notes, comments, boxes, tables."""

from __future__ import annotations

from functools import cache
from html import escape

from tests.fuzz.containers import zipped
from tests.fuzz.sayings import DRAFT, RESOLUTION, VILLAGES
from tests.sources.writer_file import (
    MIMETYPE,
    cell,
    content,
    document,
    flat,
    h,
    headings,
    item,
    level,
    list_style,
    note,
    numbered,
    outline,
    p,
)  # fmt: skip

_LISTS = list_style(
    "L1",
    level(1, "1", suffix="."),
    level(2, "a", prefix="(", suffix=")", more=' style:num-letter-sync="true"'),
    level(3, "i", prefix="(", suffix=")", start=2),
    level(4, "1", suffix=".", shown=3),
) + list_style("L2", level(1, "I", prefix="Article "), '<text:list-level-style-bullet text:level="2"/>')
_AUTOMATIC = (
    f'{_LISTS}<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Standard" '
    'style:list-style-name="L1"><style:paragraph-properties fo:margin-left="1.27cm" fo:text-indent="-0.5in" '
    'fo:text-align="center"/></style:style>'
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold" '
    'fo:font-size="120%"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>'
)
_WHO = "<office:change-info><dc:creator>M</dc:creator><dc:date>2020-01-01T00:00:00</dc:date></office:change-info>"
_CHANGES = (
    "<text:tracked-changes>"
    f'<text:changed-region text:id="c1"><text:insertion>{_WHO}</text:insertion></text:changed-region>'
    f'<text:changed-region xml:id="c2" text:id="c2"><text:deletion>{_WHO}{p("gone ")}</text:deletion>'
    "</text:changed-region>"
    f'<text:changed-region text:id="c3"><text:deletion>{p("end of one.")}'
    f"{numbered('L1', 'a whole item', 'another')}{p('Begin of ')}</text:deletion></text:changed-region>"
    f'<text:changed-region text:id="c4"><text:format-change>{_WHO}</text:format-change></text:changed-region>'
    "</text:tracked-changes>"
)
_COMMENT = (
    '<office:annotation office:name="{0}"><dc:creator>M</dc:creator><dc:date>2020-01-01T00:00:00</dc:date>'
    "<text:p>Why?</text:p></office:annotation>"
)
_EXTRAS = (
    p(
        'Grain <text:change-start text:change-id="c1"/>that is new <text:change-end text:change-id="c1"/>and '
        '<text:change text:change-id="c2"/>dry<text:change text:change-id="c3"/> is sold.'
    )
    + p('One<text:change-start text:change-id="c1"/>')
    + p('<text:change-end text:change-id="c1"/>and two, joined<text:line-break/>here<text:tab/>and<text:s text:c="4"/>')
    + p(f'Word{_COMMENT.format("k")}s remarked on<office:annotation-end office:name="k"/>{_COMMENT.format("")} again')
    + p(
        f"A note{note('1', p('Of the mill.'), numbered('L1', 'in it'))} and{note('i', p('At the end'), kind='endnote')}"
    )
    + p(
        f'Box<draw:frame text:anchor-type="as-char"><draw:text-box>{p("In a box")}{numbered("L2", "listed")}'
        "</draw:text-box></draw:frame> and <draw:frame><draw:object><m:math "
        'xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi><m:mo>=</m:mo><m:mn>2</m:mn></m:math></draw:object>'
        "</draw:frame>"
    )
    + p('<text:span text:style-name="T1">Bold <text:span text:style-name="T2">hidden</text:span></text:span> seen')
    + p("<text:ruby><text:ruby-base>grain</text:ruby-base><text:ruby-text>gr</text:ruby-text></text:ruby>")
    + p('<text:hidden-text text:is-hidden="true">no</text:hidden-text><text:page-number>3</text:page-number>')
    + f"<table:table>{''.join(f'<table:table-row>{cell(p(a))}{cell(p(b))}</table:table-row>' for a, b in ('ab', 'cd'))}"
    f"<table:table-row>{cell(p('wide'))}{cell(p('covered'), kind='covered-table-cell')}</table:table-row></table:table>"
    f'<text:section text:display="none">{p("unseen")}</text:section>'
    f"<text:table-of-content><text:table-of-content-source/><text:index-body>{p('Article 1 ... 3')}</text:index-body>"
    "</text:table-of-content>"
    f'<text:numbered-paragraph text:list-id="n" text:level="2" text:style-name="L1">{p("alone")}'
    "</text:numbered-paragraph>"
)
_NESTED = numbered(
    "L1",
    "The mill opens.",
    p("It closes:") + numbered("", "at dusk;", p("at dawn:") + numbered("", "in May,", "in June.") + p("or later.")),
    item(p("It burns."), ' text:start-value="7"'),
    f"<text:list-header>{p('No number')}</text:list-header>",
    more=' xml:id="l1"',
)
_GOES_ON = (
    p("Words between", "P1")
    + numbered("L1", "counts on", more=' text:continue-list="l1"')
    + numbered("L1", "and on", more=' text:continue-numbering="true"')
    + numbered("L2", "Storage", "Water")
)
_OUTLINE = outline(level(1, "I", prefix="Chapter "), level(2, "1", prefix="Article "), level(3, "a", shown=2))
_MASTERS = (
    f'<style:master-page style:name="Standard"><style:header>{p("Mills")}</style:header><style:footer>'
    f"{p('Page <text:page-number>2</text:page-number>')}</style:footer></style:master-page>"
)


@cache
def odt_seeds() -> tuple[bytes, ...]:
    plain = "".join(p(escape(row)) for row in VILLAGES.split("\n"))
    outlined = "".join(
        h(escape(row), 1 + place % 3) if place % 4 == 0 else p(escape(row), "P1" if place % 3 else "Standard")
        for place, row in enumerate(RESOLUTION.split("\n"))
    )
    drafted = "".join(p(escape(row)) for row in DRAFT.split("\n"))
    return (
        _package(_CHANGES + plain + _EXTRAS),
        _package(_CHANGES + outlined + _NESTED + _EXTRAS + _GOES_ON),
        flat(_CHANGES + _NESTED + _EXTRAS + drafted, _AUTOMATIC, styles=headings()),
        flat(outlined + _GOES_ON + _NESTED, _AUTOMATIC, styles=_OUTLINE),
    )


def _package(body: str) -> bytes:
    named = (
        f"<office:styles>{_OUTLINE}</office:styles><office:automatic-styles/>"
        f"<office:master-styles>{_MASTERS}</office:master-styles>"
    )
    parts = {
        "mimetype": MIMETYPE,
        "content.xml": document("document-content", content(body, _AUTOMATIC)),
        "styles.xml": document("document-styles", named),
        "meta.xml": document("document-meta", "<office:meta><dc:title>The mill</dc:title></office:meta>"),
    }
    return zipped({name: part.encode() for name, part in parts.items()})


ELEMENTS = (
    ("<text:list>", "</text:list>"),
    ('<text:list text:style-name="L1">', "</text:list>"),
    ('<text:list text:continue-numbering="true">', "</text:list>"),
    ("<text:list-item>", "</text:list-item>"),
    ('<text:list-item text:start-value="4">', "</text:list-item>"),
    ("<text:list-header>", "</text:list-header>"),
    ('<text:h text:outline-level="2">', "</text:h>"),
    ("<text:p>", "</text:p>"),
    ('<text:span text:style-name="T1">', "</text:span>"),
    ('<text:change text:change-id="c2"/>', ""),
    ('<text:change text:change-id="c3"/>', ""),
    ('<text:change-start text:change-id="c1"/>', '<text:change-end text:change-id="c1"/>'),
    (
        '<office:annotation office:name="z"><text:p>No.</text:p></office:annotation>',
        '<office:annotation-end office:name="z"/>',
    ),
    (
        '<text:note text:note-class="footnote"><text:note-citation>2</text:note-citation><text:note-body>',
        "</text:note-body></text:note>",
    ),
    ("<draw:frame><draw:text-box>", "</draw:text-box></draw:frame>"),
    ("<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>"),
    ('<text:section text:display="none">', "</text:section>"),
    ("<text:table-of-content>", "</text:table-of-content>"),
    ('<text:s text:c="7"/>', ""),
    ("<text:tab/>", ""),
    ("<text:line-break/>", ""),
    ('<text:hidden-paragraph text:is-hidden="true"/>', ""),
    ("<text:ruby-text>", "</text:ruby-text>"),
    ('<text:numbered-paragraph text:list-id="n" text:level="3">', "</text:numbered-paragraph>"),
)  # fmt: skip
VALUES = ("c1", "c2", "c3", "L1", "L2", "P1", "T2", "l1", "Standard", "a", "I", "i", "1st", "120%", "-3cm", "none")
