"""Zip archives and XML parts from outside: looked at before they are unpacked, and never allowed to refer elsewhere."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from annotator.model.problems import UnusableFile

MOST_BYTES = 128 * 2**20
"""All parts together, unpacked. The largest treaty volumes in Word are a few MB of XML."""
MOST_PARTS = 5000
STEEPEST_RATIO = 200
"""Unpacked to packed bytes of a part over 1 MiB. Word's XML reaches about 40; a bomb reaches 1000."""

_TOO_MUCH = (etree.ErrorTypes.ERR_NO_MEMORY, etree.ErrorTypes.ERR_RESOURCE_LIMIT)
_DOCTYPE = re.compile(b"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


class Archive:
    """A zip whose declared sizes have been checked; parts are read by name."""

    def __init__(self, data: bytes) -> None:
        """Raises UnusableFile where the archive is damaged, encrypted, or made to exhaust whoever opens it."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnusableFile(
                "This file is damaged: its zip directory cannot be read; get another copy of it."
            ) from error
        self._parts = {part.filename: part for part in self._zip.infolist()}
        if not self._parts:
            raise UnusableFile("This file is damaged: its zip directory is empty; get another copy of it.")
        _check_parts(self._zip.infolist(), len(data))

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The bytes of part `name`, which are as many as the directory declares."""
        try:
            return self._zip.read(self._parts[name])
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
            raise UnusableFile(
                f"This file is damaged: its part {name} cannot be unpacked; get another copy."
            ) from error
        except KeyError as error:
            raise UnusableFile(f"This file is incomplete: it has no part {name}; get another copy of it.") from error

    def xml(self, name: str) -> etree._Element:
        """Part `name`, parsed."""
        return parse_xml(self.read(name), name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root of an XML document, without DOCTYPE, entities or network. Raises UnusableFile, which gives `name`."""
    # UTF-16 puts a zero byte beside every ASCII one.
    if _DOCTYPE.search(data.replace(b"\0", b"")):
        raise UnusableFile(f"This file is refused: its part {name} declares a DOCTYPE, which documents never need.")
    # An id given twice is no damage that a reader of the words needs to know of; the parser refuses it where it counts.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code in _TOO_MUCH:
            raise UnusableFile(
                f"This file is refused: its part {name} is nested too deeply or too large; save its text as .txt."
            ) from error
        raise UnusableFile(f"This file is damaged: its part {name} is no well-formed XML; get another copy.") from error
    if root.getroottree().docinfo.doctype:
        raise UnusableFile(f"This file is refused: its part {name} declares a DOCTYPE, which documents never need.")
    return root


def _check_parts(parts: list[zipfile.ZipInfo], length: int) -> None:
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        raise UnusableFile("This file is refused: its zip directory lists a part twice or has far too many parts.")
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise UnusableFile(f"This file is refused: it would unpack to more than {MOST_BYTES // 2**20} MB.")
    for part in parts:
        if part.flag_bits & 1:
            raise UnusableFile("This file is encrypted: open it with its password and save it without one.")
        if part.file_size > max(2**20, part.compress_size * STEEPEST_RATIO):
            raise UnusableFile(f"This file is refused: its part {part.filename} is packed like a zip bomb.")
    _check_overlap(sorted(parts, key=lambda part: part.header_offset), length)


def _check_overlap(parts: list[zipfile.ZipInfo], length: int) -> None:
    """Python before 3.11.8 accepts entries that share their bytes, which lets a small file declare endless ones."""
    for part, following in zip(parts, [*(row.header_offset for row in parts[1:]), length], strict=True):
        if part.header_offset + 30 + len(part.filename.encode()) + part.compress_size > following:
            raise UnusableFile("This file is refused: the parts of its zip archive overlap.")
