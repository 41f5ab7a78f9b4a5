"""The smallest PDFs that show what the reader must tell apart, written byte by byte."""

from __future__ import annotations

import math
from dataclasses import dataclass

REGULAR, BOLD, ITALIC = "F1", "F2", "F3"
_FONTS = {REGULAR: "Helvetica", BOLD: "Helvetica-Bold", ITALIC: "Helvetica-Oblique"}
_PICTURE = "q 400 0 0 500 100 100 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI Q"


@dataclass(frozen=True)
class Words:
    """Words at `x` and the baseline `y`, both points from the page's lower left corner.

    `raised` follows them as a mark above the line, then `after` on the line again. `angle` is in degrees
    counter-clockwise, `grey` 0 (black) to 1 (white).
    """

    x: float
    y: float
    text: str
    size: float = 11
    font: str = REGULAR
    raised: str = ""
    after: str = ""
    angle: float = 0
    grey: float = 0
    invisible: bool = False


def pdf(
    pages: list[list[Words]],
    *,
    pictures: bool = False,
    unicode_map: str = "",
    encrypted: bool = False,
    title: str = "",
    page: str = "",
    form: bool = False,
) -> bytes:
    """A PDF of letter-sized pages. `unicode_map` is a ToUnicode CMap that all fonts get.

    `page` are further entries of each page ("/Rotate 90"); `form` draws each page through a form XObject.
    """
    objects: list[bytes] = []

    def add(content: str | bytes) -> int:
        objects.append(content if isinstance(content, bytes) else content.encode("latin-1"))
        return len(objects)

    mapped = f"/ToUnicode {add(_stream(unicode_map))} 0 R" if unicode_map else ""
    fonts = " ".join(
        f"/{key} {add(f'<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding {mapped} >>')} 0 R"
        for key, name in _FONTS.items()
    )
    parent = len(objects) + (3 if form else 2) * len(pages) + 1
    numbers = []
    for words in pages:
        shown = "\n".join([_PICTURE * pictures, *map(_shown, words)])
        resources = f"/Resources << /Font << {fonts} >> >>"
        if form:
            box = f"/Type /XObject /Subtype /Form /BBox [0 0 612 792] {resources}"
            resources = f"/Resources << /XObject << /X1 {add(_stream(shown, box))} 0 R >> >>"
            shown = "q 1 0 0 1 0 0 cm /X1 Do Q"
        content = add(_stream(shown))
        numbers.append(
            add(
                f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 612 792] {page} /Contents {content} 0 R "
                f"{resources} >>"
            )
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    add(f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>")
    root = add(f"<< /Type /Catalog /Pages {parent} 0 R >>")
    trailer = f"/Root {root} 0 R /Info {add(f'<< /Title ({title}) >>')} 0 R /ID [<{'0' * 32}> <{'0' * 32}>]"
    if encrypted:
        lock = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >>"
        trailer += f" /Encrypt {add(lock)} 0 R"
    return assembled(objects, trailer)


def private_use_map() -> str:
    """A ToUnicode CMap that gives every code a character that stands for nothing."""
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfrange <20> <7E> <E020> endbfrange\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def character_map(codes: dict[str, str]) -> str:
    """A ToUnicode CMap that gives each letter of the file the characters of its own."""
    lines = " ".join(f"<{ord(code):02X}> <{text.encode('utf-16-be').hex()}>" for code, text in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(codes)} beginbfchar {lines} endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _shown(words: Words) -> str:
    turn = math.radians(words.angle)
    matrix = " ".join(f"{value:.5f}" for value in (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn)))
    parts = [f"BT {3 if words.invisible else 0} Tr {words.grey} g {matrix} {words.x} {words.y} Tm"]
    parts.append(f"/{words.font} {words.size} Tf ({_escaped(words.text)}) Tj")
    if words.raised:
        small, rise = 0.6 * words.size, 0.35 * words.size
        parts.append(f"/{words.font} {small} Tf {rise} Ts ({_escaped(words.raised)}) Tj 0 Ts")
        parts.append(f"/{words.font} {words.size} Tf ({_escaped(words.after)}) Tj")
    return " ".join([*parts, "ET"])


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _stream(content: str, entries: str = "") -> bytes:
    data = content.encode("cp1252")
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries.encode(), len(data), data)


def assembled(objects: list[bytes], trailer: str) -> bytes:
    """A file of `objects`, numbered from 1, with offsets that are right."""
    file, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    return file + f"{head}trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(file)}\n%%EOF".encode()
