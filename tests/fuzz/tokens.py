"""Words that mean something to a reader or to the structurer, and characters that have broken programs before."""

from __future__ import annotations

_LABELS = """
Article 1|Article 2 bis|ARTICLE IV|Art. 3|Annex I|ANNEX|Chapter II|Part One|Section 1|Title III|Preamble|1.|2.|
10.|(a)|(b)|(i)|(ii)|(aa)|(1)|1.1|1.1.1|a)|[|]|[[|]]|[Option 1:|Option 2|Alternative 2|Variant A|第五条|第十二章|（一）|
المادة 5|(أ)|Статья 3|Artículo 4|Artikel 2|Titre premier|XLVIII|MMMM|quater|bis|0|-1|99999999999999999999|Ⅷ|²|½|
①|٣|௧|𝟘|İ|ß|ﬁ|Done at|IN WITNESS WHEREOF|HAVE AGREED|Considering|Recalling|Page 3 of 9|- 12 -|
Storage ........ 12|are:(a)To|Contents|Table of contents|Resolution 7|:|;|.|,|and|or|“|”|*|†|_|——|/"""
LABELS = tuple(row.strip() for row in _LABELS.strip().split("|"))

MARKS = (
    "\u200f", "\u202e", "\u2066", "\ufeff", "\0", "\x1b", "\x85", "\u2028", "\x0b", "\x0c", "\xad", "\ufffe",
    "\ufdd0", "\u0301" * 40, "\u0958", "\U0001f600", "\U0010ffff", "\U000e0001", "\u3000", "\xa0", "\u200b",
    "\u1160", "\t", "\n", "\r", "\n\n", "\r\n", " " * 60, "\u0b95\u0bc6\u0bbe", "\uac00\u11a8",
)  # fmt: skip
"""Direction marks, noncharacters, astral planes, separators, and what NFC joins or takes apart."""

_NO_UTF8 = (b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"\xf4\x90\x80\x80")
TEXT = (*(row.encode() for row in (*LABELS, *MARKS)), *_NO_UTF8)
"""As UTF-8; the last ones are an unpaired surrogate, a byte order mark and two forms that UTF-8 forbids."""

MARKDOWN = tuple(
    row.encode()
    for row in (
        "# ", "####### ", "#", "> ", "- ", "* ", "1. ", "999999999. ", "1) ", "    ", "\t", "```", "~~~", "---\n",
        "===\n", "| a | b |\n", "|---|---|\n", "[^1]", "[^1]: ", "[a](b.c)", "![", "](", "<br>", "<!--", "-->",
        "<div>", "</p>", "&amp;", "&#0;", "&#xD800;", "\\", "**", "__", "*", "`", "{:toc}", "{: .no_toc }", "[TOC]",
        "TOC", "title: x\n", "<a@b.c>", "[x]: y.z\n", "{:", "~~",
    )
)  # fmt: skip

ENTITIES = (
    "&amp;",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "&#99999999999;",
    "&lt;",
    "&nbsp;",
    "&x;",
    "&",
    "]]>",
    "&#8207;",
    "&#x1F600;",
)
HTML = tuple(
    row.encode()
    for row in (
        *ENTITIES, "<p>", "</p>", "<ol>", "<ol reversed>", "<ol start=-5 type=i>", "<ol type=A start=99999999999>",
        "<li>", "</li>", '<li value="x">', "<ul>", "</ul>", "</ol>", "<table><tr><td>", "</table>", "<br>", "<hr>",
        "<del>", "</del>", "<nav>", "<pre>", "</pre>", "<h1>", "</h1>", "<h6>", "<script>", "</script>", "<style>",
        "<!--", "-->", "<![CDATA[", "<?php", "<svg>", "</svg>", "<body>", "</body>", "</html>", "<head>",
        "<meta charset=utf-7>", "<meta charset=utf-16>", "<p hidden>", "<title>", "</title>",
        '<p style="display:none">', '<li style="list-style-type:lower-greek">', "<sup>", "</sup>",
        "<!DOCTYPE html [", "<x:y>", "<p ", "<base href=//x>", "<template>", "<select>", "<frameset>", "<plaintext>",
    )
)  # fmt: skip

XML = tuple(
    row.encode()
    for row in (*ENTITIES, "<!DOCTYPE x>", "<!ENTITY a 'b'>", "<!--", "-->", "<?x y?>", "<![CDATA[x]]>", "<a/>")
)
VALUES = (
    "",
    "0",
    "1",
    "-1",
    "9",
    "255",
    "65536",
    "2147483648",
    "99999999999999999999",
    "x",
    "true",
    "none",
    "nil",
    "a b",
    "١",
    "%1.%2)",
)
"""Values of attributes."""

PDF = (
    b"obj", b"endobj", b"stream\n", b"\nendstream", b"<<", b">>", b"[", b"]", b"/Length 99999999", b"/Length 0",
    b"/Kids [1 0 R]", b"/Count -1", b"/Count 2147483647", b"/Parent 1 0 R", b"/Filter /FlateDecode",
    b"/Filter [/ASCIIHexDecode /LZWDecode]", b"/Filter /ASCII85Decode",
    b"/DecodeParms << /Predictor 15 /Columns 99999999 >>", b"/Type /Page", b"/Type /Pages", b"/MediaBox [0 0 0 0]",
    b"/MediaBox [-1e38 0 1e38 9]", b"/Rotate 90", b"/Rotate 7", b"/UserUnit 1e30", b"/Encrypt 1 0 R",
    b"/Type /ObjStm /N 9 /First 4", b"/XRef", b"/ToUnicode 1 0 R", b"/Type0", b"/Subtype /Type3",
    b"/Encoding /Identity-H", b"/WinAnsiEncoding", b"/DescendantFonts [3 0 R]", b"BT", b"ET", b"Tj", b"TJ", b"Td",
    b"1 0 0 1 9 9 Tm", b"0 0 0 0 0 0 Tm", b"1e38 0 0 1e38 0 0 cm", b"/F1 0 Tf", b"/F1 -12 Tf", b"/F1 1e20 Tf",
    b"/F9 9 Tf", b"3 Tr", b"q", b"Q", b"Do", b"BI", b"ID", b"EI", b"BMC", b"EMC", b"(", b")", b"<", b">", b"\\",
    b"\\777", b"<FEFFD800>", b"99999999999999999999", b"-0.0000000001", b"nan", b"null", b"trailer", b"startxref\n0",
    b"xref\n0 1", b"%%EOF", b"/Prev 0", b"/Root 1 0 R", b"0 R", b"1 0 R", b"4 0 R", b"65535 65535 R", b"\x02",
)  # fmt: skip
