"""Zip archives and XML that are made to harm whoever opens them."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from annotator.model.problems import UnusableFile
from annotator.sources import archive
from annotator.sources.archive import Archive, parse_xml


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def test_parts_are_read_by_name() -> None:
    found = Archive(zipped({"a/b.xml": b"<x/>", "c": b"words"}))
    assert found.names == ["a/b.xml", "c"]
    assert "c" in found
    assert found.read("c") == b"words"
    assert found.xml("a/b.xml").tag == "x"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnusableFile, match="packed like a zip bomb"):
        Archive(zipped({"word/document.xml": bytes(3 * 2**20)}))


def test_the_declared_sizes_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 2**20)
    with pytest.raises(UnusableFile, match="unpack to more than 1 MB"):
        Archive(zipped({name: bytes(range(256)) * 2048 for name in ("a", "b", "c")}))


def test_a_part_that_holds_more_than_it_declares_is_refused() -> None:
    data = zipped({"a": b"x" * 100})
    directory = data.rindex(b"PK\x01\x02")
    lying = data[: directory + 24] + struct.pack("<I", 10) + data[directory + 28 :]
    with pytest.raises(UnusableFile, match="cannot be unpacked"):
        Archive(lying).read("a")


def test_parts_that_share_their_bytes_are_refused() -> None:
    data = zipped({"a": b"x" * 100, "b": b"y" * 100})
    second = data.rindex(b"PK\x01\x02")
    overlapping = data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]
    with pytest.raises(UnusableFile, match="overlap"):
        Archive(overlapping)


def test_a_name_listed_twice_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a", b"2")
    with pytest.raises(UnusableFile, match="lists a part twice"):
        Archive(buffer.getvalue())


def test_an_encrypted_part_is_named_as_such() -> None:
    data = bytearray(zipped({"a": b"x" * 100}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnusableFile, match="encrypted: open it with its password"):
        Archive(bytes(data))


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", b"", b"words"])
def test_a_damaged_archive_is_named_as_such(data: bytes) -> None:
    with pytest.raises(UnusableFile, match="zip directory cannot be read"):
        Archive(data)


def test_an_archive_without_parts_is_named_as_such() -> None:
    with pytest.raises(UnusableFile, match="zip directory is empty"):
        Archive(zipped({}))


@pytest.mark.parametrize("depth", [200, 300])
def test_what_is_nested_too_deeply_is_not_called_ill_formed(depth: int) -> None:
    data = b"<x>" * depth + b"</x>" * depth
    if depth < 256:
        assert parse_xml(data, "a").tag == "x"
        return
    with pytest.raises(UnusableFile, match="part a is nested too deeply"):
        parse_xml(data, "a")


def test_a_part_that_is_missing_is_named() -> None:
    with pytest.raises(UnusableFile, match="has no part b"):
        Archive(zipped({"a": b""})).read("b")


LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS.encode(),
        LAUGHS.encode("utf-16"),
        f'<?xml version="1.0" encoding="utf-32"?>{LAUGHS}'.encode("utf-32"),
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
    ],
    ids=["laughs", "utf-16", "utf-32", "system"],
)
def test_a_doctype_is_refused_in_any_encoding(data: bytes) -> None:
    with pytest.raises(UnusableFile, match="declares a DOCTYPE"):
        parse_xml(data, "word/document.xml")


def test_broken_xml_is_named_as_such() -> None:
    with pytest.raises(UnusableFile, match=r"part word/document.xml is no well-formed XML"):
        parse_xml(b"<x><y></x>", "word/document.xml")
