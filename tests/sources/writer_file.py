"""OpenDocument texts for tests: a package or one flat file, made from the XML of their parts."""

from __future__ import annotations

import io
import zipfile

MIMETYPE = "application/vnd.oasis.opendocument.text"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:{{0}} {NAMESPACES} office:version="1.3"{{1}}>{{2}}</office:{{0}}>'
)


def odt(
    body: str, automatic: str = "", *, styles: str = "", masters: str = "", masters_automatic: str = "", title: str = ""
) -> bytes:
    """A package: the content of its text, its automatic styles, its named styles, its master pages, and its title."""
    named = (
        f"<office:styles>{styles}</office:styles><office:automatic-styles>{masters_automatic}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", MIMETYPE), *((row, "text/xml") for row in ("content.xml", "styles.xml", "meta.xml")))
    )
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<manifest:manifest xmlns:manifest="{namespace}">{entries}</manifest:manifest>'
    return package(
        {
            "mimetype": MIMETYPE,
            "content.xml": document("document-content", content(body, automatic)),
            "styles.xml": document("document-styles", named),
            "meta.xml": document("document-meta", f"<office:meta><dc:title>{title}</dc:title></office:meta>"),
            "META-INF/manifest.xml": manifest,
        }
    )


def flat(body: str, automatic: str = "", *, styles: str = "") -> bytes:
    """The same in one XML file."""
    inside = f"<office:styles>{styles}</office:styles>{content(body, automatic)}"
    return document("document", inside, f' office:mimetype="{MIMETYPE}"').encode()


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip of `parts`; "mimetype" is stored as it is (ODF 1.3 part 2, §3.3)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def document(root: str, inside: str, attributes: str = "") -> str:
    return _HEAD.format(root, attributes, inside)


def content(body: str, automatic: str = "") -> str:
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    return f"<office:automatic-styles>{automatic}</office:automatic-styles>{text}"


def p(inside: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def h(inside: str, level: int, style: str = "", more: str = "") -> str:
    name = style or f"Heading_20_{level}"
    return f'<text:h text:style-name="{name}" text:outline-level="{level}"{more}>{inside}</text:h>'


def numbered(style: str, *items: str, more: str = "") -> str:
    """A list of `items`, which are the content of one item each; "" as style leaves it to the list around."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:list{named}{more}>{''.join(map(item, items))}</text:list>"


def item(inside: str, more: str = "") -> str:
    """An item; what is one already stays as it is."""
    if inside.startswith(("<text:list-item", "<text:list-header")):
        return inside
    return f"<text:list-item{more}>{inside if inside.startswith('<') else p(inside)}</text:list-item>"


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def level(
    number: int, form: str, *, prefix: str = "", suffix: str = "", start: int = 1, shown: int = 1, more: str = ""
) -> str:
    """A `text:list-level-style-number`; `shown` levels are printed."""
    return (
        f'<text:list-level-style-number text:level="{number}" style:num-format="{form}" style:num-prefix="{prefix}" '
        f'style:num-suffix="{suffix}" text:start-value="{start}" text:display-levels="{shown}"{more}/>'
    )


def outline(*levels: str) -> str:
    """The outline style, with the headings that it numbers."""
    inside = "".join(levels).replace("list-level-style-number", "outline-level-style")
    return f'{headings()}<text:outline-style style:name="Outline">{inside}</text:outline-style>'


def headings() -> str:
    return '<style:style style:name="Standard" style:family="paragraph"/>' + "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph" '
        f'style:parent-style-name="Standard" style:default-outline-level="{level}"/>'
        for level in range(1, 7)
    )


def cell(*paragraphs: str, kind: str = "table-cell") -> str:
    """A cell of a table, or what `kind` says."""
    return f"<table:{kind}>{''.join(paragraphs)}</table:{kind}>"


def note(citation: str, *paragraphs: str, kind: str = "footnote") -> str:
    """A footnote, with the number that the program put into the file."""
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{citation}</text:note-citation>'
        f"<text:note-body>{''.join(paragraphs)}</text:note-body></text:note>"
    )
