"""Looking for words in the bytes of a file, in whichever way they may have got there."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator

import pypdfium2

from annotator.model.folding import fold

_SHORTEST = 6


def forms(word: str) -> set[bytes]:
    """How a word may stand in a file: as it is or folded, in several encodings, escaped, in hexadecimal or base64."""
    found: set[bytes] = set()
    for written in {word, word.lower(), word.upper(), fold(word)}:
        found |= {written.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be")}
        found.add(written.encode("cp1252", "replace"))
        found.add(json.dumps(written).strip('"').encode())
        found.add(written.encode("ascii", "xmlcharrefreplace"))
        found |= {written.encode().hex().encode(), written.encode().hex().upper().encode()}
        found |= set(_base64(written.encode()))
    return found


def found_in(data: bytes, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in `data`, also in what is packed in it."""
    layers = list(_unpacked(data))
    return {word for word in words if any(form in layer for form in forms(word) for layer in layers)}


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for row in packed.infolist():
                yield row.filename.encode()
                yield from _unpacked(packed.read(row))
    if data[:4] == b"%PDF":
        yield from _told_by_pdf(data)


def _told_by_pdf(data: bytes) -> Iterator[bytes]:
    """Its streams unpacked, and the words, properties and bookmarks that its reader gives: glyphs are no characters."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(packed)
    document = pypdfium2.PdfDocument(data)
    told = [page.get_textpage().get_text_range() for page in document]
    told += [*document.get_metadata_dict().values(), *(row.get_title() for row in document.get_toc())]
    yield "\n".join(told).encode()


def _base64(word: bytes) -> Iterator[bytes]:
    """What all encodings of data with the word in it have in common, wherever in three bytes the word begins."""
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + word)
        told = encoded[-(-before * 8 // 6) : len(encoded) - 4]
        if len(told) >= _SHORTEST:
            yield told
