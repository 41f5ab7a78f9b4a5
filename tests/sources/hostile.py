"""Documents that are made to exhaust their reader: each as a function, since the largest have 100 MB."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable

from tests.fuzz.containers import zipped
from tests.fuzz.word_seeds import word_file
from tests.sources.tiny_pdf import assembled

MANY = 4_000
WORDS = b"Each village stores grain. "
ARTICLE = b"Article 1\n\nEach village:\n\n"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:9/">]>'

Made = Callable[[], bytes]


def word(body: str, compression: int = zipfile.ZIP_DEFLATED, **parts: bytes) -> bytes:
    return zipped({**word_file(body), **{f"word/{name}.xml": part for name, part in parts.items()}}, compression)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def chained_styles(count: int) -> bytes:
    rows = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{row}"><w:basedOn w:val="S{(row + 1) % count}"/></w:style>'
        for row in range(count)
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:styles xmlns:w="{space}">{rows}</w:styles>'.encode()


def lying_word() -> bytes:
    """The directory declares 100 bytes for a part of more."""
    data = word(paragraph("grain " * 500))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    return data[: place + 24] + (100).to_bytes(4, "little") + data[place + 28 :]


def nested_word() -> bytes:
    """Bombs within bombs: what is inside is never unpacked."""
    inner = bytes(2**20)
    for _ in range(4):
        inner = zipped({f"{name}.zip": inner for name in "abcdefgh"}, zipfile.ZIP_DEFLATED)
    return zipped({**word_file(paragraph("grain")), "word/more.zip": inner}, zipfile.ZIP_DEFLATED)


def pages(objects: dict[int, bytes], count: int = 8) -> bytes:
    """A PDF whose objects 1 (catalogue), 2 (page tree), 3 (page), 4 (font), 5 (content) and more can be replaced."""
    usual = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> "
        b"/XObject << /X 6 0 R >> >> >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        5: stream(b"BT /F1 11 Tf 72 700 Td (Article 1) Tj ET"),
    }
    filled = {**dict.fromkeys(range(1, count), b"null"), **usual, **objects}
    return assembled([filled[number] for number in sorted(filled)], "/Root 1 0 R")


def stream(content: bytes, more: bytes = b"", length: int | None = None) -> bytes:
    size = len(content) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (size, more, content)


def deep_tree(depth: int) -> bytes:
    objects = {
        row: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (row + 1, max(2, row - 1))
        for row in range(10, 10 + depth)
    }
    objects[10 + depth] = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] >>" % (9 + depth)
    return pages({2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>", **objects}, 11 + depth)


def flate(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter [%s]" % (b"/FlateDecode " * times))


TEXTS: dict[str, tuple[str, Made]] = {
    "bare headings": ("a.txt", lambda: b"\n\n".join(b"Article %d" % row for row in range(MANY))),
    "divisions": ("a.txt", lambda: b"\n\n".join(b"Chapter %d\n\nPart %d" % (row, row) for row in range(MANY // 2))),
    "one heading again and again": ("a.txt", lambda: b"Article 1\n\nwords\n\n" * MANY),
    "one label again and again": ("a.txt", lambda: ARTICLE + b"(a) grain;\n\n" * MANY),
    "numbered paragraphs": ("a.txt", lambda: b"Article 1\n\n" + b"\n\n".join(b"%d. a" % row for row in range(MANY))),
    "labels on one line": ("a.txt", lambda: b"Article 1\n\nEach: " + b"; ".join([b"(a) grain"] * MANY)),
    "brackets": ("a.txt", lambda: b"Article 1\n\n" + b"[" * 200_000),
    "a wrapped paragraph without end": ("a.txt", lambda: b"\n".join([b"grain of the village " * 4 + b"ke-"] * MANY)),
    "one line": ("a.txt", lambda: WORDS * 40_000),
    "one word": ("a.txt", lambda: b"g" * 1_000_000),
    "digits": ("a.txt", lambda: b"Article " + b"9" * 1_000_000 + b"\n\n1. grain"),
    "entries of contents": (
        "a.txt",
        lambda: b"Contents\n\n" + b"".join(b"Article %d Grain .... 7\n\n" % row for row in range(MANY)),
    ),
    "preamble": ("a.txt", lambda: b"The parties,\n\n" + b"Recalling grain,\n\n" * MANY + b"Article 1\n\nwords"),
    "deep list": ("a.md", lambda: b"".join(b" " * (2 * row) + b"- grain\n" for row in range(800))),
    "deep list on one line": ("a.md", lambda: b"- " * 50_000 + b"grain"),
    "deep quotation": ("a.md", lambda: b"grain\n\n" + b">" * 50_000 + b" words"),
    "brackets in Markdown": ("a.md", lambda: b"[" * 50_000 + b"a" + b"]" * 50_000),
    "stars": ("a.md", lambda: b"*a **b " * 20_000),
    "unclosed tags": ("a.md", lambda: b"grain\n\n<div>\n" + b"<" * 200_000),
    "unclosed comments": ("a.md", lambda: b"grain\n\n<div>\n" + b"<!--" * 100_000),
    "table": ("a.md", lambda: b"|" + b"a|" * 5000 + b"\n|" + b"-|" * 5000 + b"\n" + b"|\n" * 500),
    "front matter": ("a.md", lambda: b"---\n" + b"title: x\n" * MANY + b"words"),
    "pieces": ("a.html", lambda: b"<p>" + b"<b>g</b>" * 100_000),
    "deep lists": ("a.html", lambda: b"<ol><li>" * 100 + b"grain"),
    "attributes": ("a.html", lambda: b"<p " + b"".join(b"a%d=1 " % row for row in range(10_000)) + b">grain"),
    "huge numbers": ("a.html", lambda: b"<ol type=i start=" + b"9" * 5000 + b"><li value=999999999>grain</ol>"),
    "entities in HTML": (
        "a.html",
        lambda: f"{LAUGHS.replace(' x ', ' html ')}<html><body><p>&c; grain</p></body></html>".encode(),
    ),
    "nested bomb": ("a.docx", nested_word),
    "style chain": (
        "a.docx",
        lambda: word(paragraph("g", '<w:pStyle w:val="S0"/>') * 300, zipfile.ZIP_STORED, styles=chained_styles(5000)),
    ),
    "many paragraphs": ("a.docx", lambda: word("".join(paragraph(f"grain {row}") for row in range(MANY)))),
    "many footnotes": (
        "a.docx",
        lambda: word("<w:p>" + '<w:r><w:t>g</w:t><w:footnoteReference w:id="2"/></w:r>' * MANY + "</w:p>", 0),
    ),
}
"""Hostile but well-formed: read, or refused in one sentence."""

REFUSED: dict[str, tuple[str, Made, str]] = {
    "deep HTML": ("a.html", lambda: b"<div>" * 50_000 + b"grain", "nested too deeply"),
    "deep HTML inline": ("a.html", lambda: b"<p>" + b"<b>" * 50_000 + b"grain", "nested too deeply"),
    "deep Word": ("a.docx", lambda: word("<w:sdt>" * 300 + "</w:sdt>" * 300, 0), "nested too deeply"),
    "flat bomb": ("a.docx", lambda: word(paragraph("g") * 500_000), "packed like a zip bomb"),
    "lying size": ("a.docx", lying_word, "cannot be unpacked"),
    "laughs in Word": ("a.docx", lambda: word(paragraph("g"), comments=f"{LAUGHS}<x>&c;</x>".encode()), "DOCTYPE"),
    "outside of Word": ("a.docx", lambda: word(paragraph("g"), comments=f"{OUTSIDE}<x>&a;&b;</x>".encode()), "DOCTYPE"),
    "100 MB on a line": ("a.txt", lambda: WORDS * 4_000_000, "needs too much memory"),
}
"""Refused with these words."""

PDFS: dict[str, Made] = {
    "page tree in a circle": lambda: pages({2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"}),
    "page tree of itself": lambda: pages({2: b"<< /Type /Pages /Kids [%s] /Count 1000000 >>" % (b"2 0 R " * 1000)}),
    "page tree without end": lambda: deep_tree(20_000),
    "pages that are not there": lambda: pages({2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"}),
    "one page a thousand times": lambda: pages({2: b"<< /Type /Pages /Kids [%s] /Count 4000 >>" % (b"3 0 R " * 4000)}),
    "parents in a circle": lambda: pages({2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>"}),
    "length beyond the file": lambda: pages({5: stream(b"BT ET", length=2**31 - 1)}),
    "negative length": lambda: pages({5: stream(b"BT ET", length=-1)}),
    "length in a circle": lambda: pages({5: b"<< /Length 5 0 R >>\nstream\nBT ET\nendstream"}),
    "bomb": lambda: pages({5: flate(b" " * 300 * 2**20)}),
    "bomb in a bomb": lambda: pages({5: flate(b" " * 500 * 2**20, 3)}),
    "bomb of text": lambda: pages({5: flate(b"BT /F1 1 Tf (Grain) Tj ET " * 400_000)}),
    "LZW": lambda: pages({5: stream(bytes(range(256)) * 4000, b"/Filter /LZWDecode")}),
    "wide predictor": lambda: pages(
        {5: stream(zlib.compress(b"x"), b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 >>")}
    ),
    "huge picture": lambda: pages(
        {
            5: stream(b"q 9 0 0 9 0 0 cm /X Do Q BT /F1 11 Tf 72 700 Td (Grain) Tj ET"),
            6: stream(
                b"x",
                b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB"
                b" /BitsPerComponent 8",
            ),
        }
    ),
    "form that draws itself": lambda: pages(
        {
            5: stream(b"/X Do"),
            6: stream(
                b"/X Do /X Do BT /F1 11 Tf (Grain) Tj ET",
                b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
                b" /Resources << /XObject << /X 6 0 R >> /Font << /F1 4 0 R >> >>",
            ),
        }
    ),
    "deep arrays": lambda: pages({5: stream(b"[" * 1_000_000), 6: b"[" * 100_000}),
    "deep states": lambda: pages({5: stream(b"q " * 1_000_000 + b"BT /F1 11 Tf (Grain) Tj ET")}),
    "fonts in a circle": lambda: pages(
        {4: b"<< /Type /Font /Subtype /Type0 /DescendantFonts [4 0 R] /ToUnicode 4 0 R >>"}
    ),
    "cross-references in a circle": lambda: pages({}).replace(b"/Root", b"/Prev 9 /Root"),
    "glyphs drawn by glyphs": lambda: pages(
        {
            4: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 65"
            b" /LastChar 65 /Widths [9] /CharProcs << /A 6 0 R >> /Encoding << /Differences [65 /A] >>"
            b" /Resources << /Font << /F1 4 0 R >> >> >>",
            5: stream(b"BT /F1 11 Tf (AAAA) Tj ET"),
            6: stream(b"9 0 d0 BT /F1 11 Tf (AAAA) Tj ET"),
        }
    ),
}
"""Endless, circular and exploding PDFs: read, or refused in one sentence."""
