"""The look of an OpenDocument brief: the same as that of the Word file, as named styles that a person can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

QUIET = "#555b65"
INK = "#1b1d21"
BAR = "#b9c0cb"
_GROUND = "#f3f5f8"
_LATIN, _EASTERN, _ARABIC = "Cambria, 'Noto Serif', serif", "'Noto Serif CJK SC', SimSun", "'Noto Naskh Arabic'"


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes and spaces in points, indents in millimetres; `outline` is the level of a heading."""

    name: str
    size: float = 11
    before: float = 0
    after: float = 6
    bold: bool = False
    colour: str = INK
    left: float = 0
    right: float = 0
    lines: int = 115
    keep: bool = False
    bar: str = ""
    ground: str = ""
    outline: int = 0


LOOKS: dict[str, Look] = {
    "title": Look("Brief Title", 24, after=4, bold=True, lines=105, keep=True),
    "subtitle": Look("Brief Subtitle", after=16, colour=QUIET),
    "heading 1": Look("Heading 1", 16, 22, 6, bold=True, lines=110, keep=True, outline=1),
    "heading 2": Look("Heading 2", 13, 16, 3, bold=True, lines=110, keep=True, outline=2),
    "heading 3": Look("Heading 3", 11.5, 14, 2, bold=True, lines=110, keep=True, outline=3),
    "heading 4": Look("Heading 4", 11, 12, 2, bold=True, lines=110, keep=True, outline=4),
    "contents": Look("Contents Heading", 13, 18, 4, bold=True, keep=True),
    "contents 1": Look("Contents 1", 10.5, after=2, lines=105),
    "contents 2": Look("Contents 2", 10.5, after=2, lines=105, left=6),
    "listed": Look("Listed", 10, after=2, lines=105, left=5),
    "label": Look("Entry Label", 9.5, after=5, colour=QUIET, keep=True),
    "whole": Look("Whole Provision", keep=True),
    "lead": Look("Restated", 10.5, 2, 0, colour=QUIET, left=6, right=6, keep=True, bar="dashed"),
    "quote": Look("Quotation", 10.5, 2, 6, left=6, right=6, bar="solid"),
    "quote restated": Look("Restated Words", 10.5, 0, 6, left=6, right=6, bar="dashed"),
    "text": Look("Commentary"),
    "subheading": Look("Commentary Heading", before=8, after=3, bold=True, keep=True),
    "inner-quote": Look("Commentary Quotation", colour=QUIET),
    "code": Look("Commentary Code", 9, ground=_GROUND),
    "rule": Look("Commentary Rule", 6, colour=BAR),
    "sources": Look("Sources", 9.5),
    "ask": Look("Ask", before=8, after=0, bold=True, left=2, right=2, keep=True, ground=_GROUND),
    "wording": Look("Ask Wording", after=0, left=2, right=2, ground=_GROUND),
    "caution": Look("Ask Caution", 10, after=0, colour=QUIET, left=2, right=2, ground=_GROUND),
    "ask-detail": Look("Ask Detail", 10, after=0, colour=QUIET, left=2, right=2, ground=_GROUND),
    "internal": Look("Internal Detail", 9.5, after=1, colour=QUIET),
    "nothing": Look("Nothing"),
    "note": Look("Footnote", 9, after=1, lines=100),
    "page": Look("Page Furniture", 9, after=0, colour=QUIET),
    "cell": Look("Table Words", 9.5, after=0),
    "cell head": Look("Table Head", 9.5, after=0, bold=True),
}
CHARACTERS = {
    "bold": 'fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"',
    "italic": 'fo:font-style="italic" style:font-style-asian="italic" style:font-style-complex="italic"',
    "struck": 'style:text-line-through-style="solid"',
    "inserted": 'style:text-underline-style="solid" style:text-underline-width="auto"',
    "code": 'style:font-name="Monospaced"',
}
FONTS = (
    f'<style:font-face style:name="Brief" svg:font-family="{_LATIN}"/>',
    f'<style:font-face style:name="Eastern" svg:font-family="{_EASTERN}"/>',
    f'<style:font-face style:name="Arabic" svg:font-family="{_ARABIC}"/>',
    '<style:font-face style:name="Monospaced" svg:font-family="\'Liberation Mono\', monospace"/>',
)


def style_name(shown: str) -> str:
    """The name of a style in the file: a space is not allowed there (ODF 1.3, 19.502)."""
    return shown.replace(" ", "_20_")


def style_elements() -> Iterator[str]:
    """The named styles as XML."""
    for look in LOOKS.values():
        level = f' style:default-outline-level="{look.outline}"' if look.outline else ""
        yield (
            f'<style:style style:name="{style_name(look.name)}" style:display-name="{look.name}" '
            f'style:family="paragraph"{level}>{paragraph_properties(look)}{_text_properties(look)}</style:style>'
        )
    for name, properties in CHARACTERS.items():
        yield (
            f'<style:style style:name="Brief_20_{name}" style:display-name="Brief {name}" style:family="text">'
            f"<style:text-properties {properties}/></style:style>"
        )


def paragraph_properties(look: Look, *, right_to_left: bool = False, indent: float = 0, hanging: float = 0) -> str:
    """`indent` and `hanging` in millimetres, beyond those of the look."""
    start, end = ("right", "left") if right_to_left else ("left", "right")
    said = {
        "fo:margin-top": f"{look.before}pt",
        "fo:margin-bottom": f"{look.after}pt",
        f"fo:margin-{start}": f"{look.left + indent}mm",
        f"fo:margin-{end}": f"{look.right}mm",
        "fo:text-indent": f"-{hanging}mm" if hanging else "0mm",
        "fo:line-height": f"{look.lines}%",
        "fo:orphans": "2",
        "fo:widows": "2",
        "fo:text-align": "right" if right_to_left else "left",  # “start” is left in LibreOffice, whatever the direction
        "style:writing-mode": "rl-tb" if right_to_left else "lr-tb",
    }
    if look.keep:
        said["fo:keep-with-next"] = "always"
    if look.bar:
        said |= {f"fo:border-{start}": f"1.4pt {look.bar} {BAR}", f"fo:padding-{start}": "3mm"}
        said |= {f"fo:border-{side}": "none" for side in ("top", "bottom", end)}
        said["style:join-border"] = "true"
    if look.ground:
        said |= {"fo:background-color": look.ground, "fo:padding": "1.4mm", "fo:border": f"0.1pt solid {look.ground}"}
        said["style:join-border"] = "true"
    stops = f'<style:tab-stops><style:tab-stop style:position="{hanging}mm"/></style:tab-stops>' if hanging else ""
    words = " ".join(f'{name}="{value}"' for name, value in said.items())
    return f"<style:paragraph-properties {words}>{stops}</style:paragraph-properties>"


def _text_properties(look: Look) -> str:
    sizes = " ".join(f'{name}="{look.size}pt"' for name in
                     ("fo:font-size", "style:font-size-asian", "style:font-size-complex"))  # fmt: skip
    weight = CHARACTERS["bold"] if look.bold else ""
    return (
        '<style:text-properties style:font-name="Brief" style:font-name-asian="Eastern" '
        f'style:font-name-complex="Arabic" fo:color="{look.colour}" {sizes} {weight}/>'
    )
