"""Which kind of document some bytes are: told by what they contain first, by the file's name second."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from annotator.model.problems import UnusableFile

GivenAsLines = Literal["markdown", "text", "html", "docx", "odt", "pdf"]
"""Kinds that are read as lines; where provisions begin is then found out."""
Kind = GivenAsLines | Literal["akoma-ntoso"]

SUFFIXES: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    "": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".odt": "odt",
    ".ott": "odt",
    ".fodt": "odt",
    ".pdf": "pdf",
    ".xml": "akoma-ntoso",
    ".akn": "akoma-ntoso",
}
KINDS_READ = (
    "Markdown (.md), plain text (.txt), HTML (.html), Word (.docx), OpenDocument (.odt), PDF (.pdf) and Akoma Ntoso "
    "(.xml, .akn)"
)

_NAMED: dict[Kind | None, str] = {"docx": "a DOCX", "odt": "an OpenDocument", "pdf": "a PDF"}
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_FLAT = re.compile(rb"<office:document\s[^>]*office:mimetype=.application/vnd\.oasis\.opendocument\.text")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL
)
_XML_ROOT = re.compile(
    r"\s*+(?><\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*>\s*)*+"
    r"<(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?P<attributes>[^>]*)>",
    re.DOTALL,
)
_AKOMA_NTOSO = re.compile(r"https?://(?:docs\.oasis-open\.org/legaldocml/ns/akn|www\.akomantoso\.org)/\S*")
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_REMEDIES = (
    (b"{\\rtf", "an RTF document; save it as .docx in your word processor"),
    (b"\x89PNG", "a picture; run text recognition on it and import the result"),
    (b"\xff\xd8\xff", "a picture; run text recognition on it and import the result"),
    (b"II*\0", "a picture; run text recognition on it and import the result"),
    (b"MM\0*", "a picture; run text recognition on it and import the result"),
    (b"SQLite format 3\0", "an SQLite database; if it is a partner's library, merge it instead"),
)


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of the document `name` with the bytes `data`.

    Raises UnusableFile, naming the kinds that are read, where it is empty, binary or of another kind.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnusableFile(f"{name} is empty; choose a file that has text in it.")
    found = _by_signature(name, data)
    if found:
        return found
    kind = SUFFIXES.get(PurePath(name).suffix.lower())
    if kind in _NAMED:
        raise UnusableFile(f"{name} is named like {_NAMED[kind]} file but is none, or is damaged; get another copy.")
    if kind != "markdown" and (found := _by_markup(name, data, kind)):
        return found
    if kind is None:
        raise UnusableFile(f"{name} is of a kind that is not read here; {KINDS_READ} are.")
    if _is_binary(data):
        raise UnusableFile(f"{name} is a binary file, not text; {KINDS_READ} are read.")
    return kind


def _by_markup(name: str, data: bytes, kind: Kind | None) -> Kind | None:
    """What the first element says, and None where the bytes begin with none."""
    if _HTML.match(data[:4096].lstrip(b"\xef\xbb\xbf")):
        return "html"
    if _is_akoma_ntoso(data):
        return "akoma-ntoso"
    if kind == "akoma-ntoso":
        raise UnusableFile(f"{name} is XML of another kind than Akoma Ntoso, or damaged; {KINDS_READ} are read.")
    return None


def _by_signature(name: str, data: bytes) -> Kind | None:
    # Readers of PDF look for the header in the first KiB (ISO 32000-1, annex H.3.4.1).
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(name, data)
    if _FLAT.search(data[:16384]):
        return "odt"
    if data.startswith(_OLE):
        raise UnusableFile(_ole_sentence(name, data))
    for signature, remedy in _REMEDIES:
        if data.startswith(signature):
            raise UnusableFile(f"{name} is {remedy}; {KINDS_READ} are read.")
    return None


def _kind_of_zip(name: str, data: bytes) -> Kind:
    if _OPEN_DOCUMENT in data[:200]:
        return "odt"
    if b"word/" in data:
        return "docx"
    # A package that was zipped anew may begin with another part, or hold none that tells its kind.
    kind = SUFFIXES.get(PurePath(name).suffix.lower())
    if kind in ("docx", "odt"):
        return kind
    raise UnusableFile(f"{name} is an archive or another kind of Office file; {KINDS_READ} are read.")


def _ole_sentence(name: str, data: bytes) -> str:
    """Word wraps an encrypted .docx in the container of the old .doc; a stream's name in it tells the two apart."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"{name} is encrypted; open it with its password in Word and save it without one."
    return f"{name} is an old Office file (.doc); open it in a word processor and save it as .docx."


def _is_akoma_ntoso(data: bytes) -> bool:
    """Whether the root element is in a namespace of OASIS LegalDocML or of its forerunners, or named after it."""
    root = _XML_ROOT.match(_head(data))
    if root is None:
        return False
    declared = rf"xmlns:{re.escape(root['prefix'])}" if root["prefix"] else "xmlns"
    namespace = re.search(rf"""(?<![\w:]){declared}\s*=\s*["']([^"']*)["']""", root["attributes"])
    if namespace is None:
        return root["name"] == "akomaNtoso"
    return bool(_AKOMA_NTOSO.fullmatch(namespace[1].strip()))


def _head(data: bytes) -> str:
    """Enough characters of a text to see how it begins; only its ASCII ones need to be right."""
    head = data[:65536]
    if head.startswith(_BOMS):
        return head.decode("utf-16", "replace")
    if _looks_like_utf16(head):
        return head.decode("utf-16-le" if head[1:2] == b"\0" else "utf-16-be", "replace")
    return head.decode("latin-1").removeprefix("\xef\xbb\xbf")


def _is_binary(data: bytes) -> bool:
    """Whether control characters say that this is no text in any encoding; UTF-16 and UTF-32 are full of zeros."""
    head = data[:65536]
    if head.startswith(_BOMS) or _looks_like_utf16(head):
        return False
    odd = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return odd * 100 > len(head)


def _looks_like_utf16(head: bytes) -> bool:
    even, uneven = head[::2].count(0), head[1::2].count(0)
    return max(even, uneven) * 10 > len(head) and min(even, uneven) * 20 < max(even, uneven)
