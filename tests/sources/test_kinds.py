"""What a file is: by its content first, by its name second."""

from __future__ import annotations

import io
import zipfile

import pytest

from annotator.model.problems import UnusableFile
from annotator.sources.kinds import KINDS_READ, Kind, kind_of
from tests.sources.writer_file import flat, p

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def office(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("treaty.md", b"# Article 1", "markdown"),
        ("treaty.MARKDOWN", b"# Article 1", "markdown"),
        ("treaty.md", b"<html> said in Markdown", "markdown"),
        ("treaty.txt", "Статья 1".encode("cp1251"), "text"),
        ("treaty.txt", "Article 1".encode("utf-16"), "text"),
        ("treaty.txt", "المادة 1".encode("utf-16-le"), "text"),
        ("treaty", b"Article 1", "text"),
        ("treaty.htm", b"<p>Article 1</p>", "html"),
        ("treaty.txt", b'<?xml version="1.0"?>\n<!-- saved -->\n<!DOCTYPE html><p>', "html"),
        ("treaty.txt", b"%PDF-1.7 ", "pdf"),
        ("treaty.pdf", office("[Content_Types].xml", "word/document.xml"), "docx"),
        ("treaty.pdf", office("mimetype", "content.xml"), "odt"),
        ("treaty.docx", office("mimetype", "content.xml", "Objects/word/document.xml"), "odt"),
        ("treaty.ott", office("content.xml", "mimetype"), "odt"),
        ("treaty.txt", flat(p("Article 1")), "odt"),
    ],
)
def test_kinds(name: str, data: bytes, kind: Kind) -> None:
    assert kind_of(name, data) == kind


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.txt", b"", "a.txt is empty"),
        ("a.md", b"\xef\xbb\xbf \r\n\t\n", "a.md is empty"),
        ("a.txt", bytes(4000), "a.txt is empty"),
        ("a.txt", bytes(range(256)) * 40, "a.txt is a binary file"),
        ("a.pdf", b"Article 1", "a.pdf is named like a PDF file but is none"),
        ("a.docx", b"Article 1", "a.docx is named like a DOCX file but is none"),
        ("a.json", b"{}", "a.json is of a kind that is not read here"),
        ("a.rtf", b"{\\rtf1 x}", "a.rtf is an RTF document; save it as .docx"),
        ("a.pdf", b"\x89PNG\r\n", "a.pdf is a picture; run text recognition"),
        ("a.db", b"SQLite format 3\0", "a.db is an SQLite database"),
        ("a.doc", OLE, r"a.doc is an old Office file \(.doc\)"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx is encrypted; open it with its password"),
        ("a.odt", b"Article 1", "a.odt is named like an OpenDocument file but is none"),
        ("a.fodt", b"<?xml version='1.0'?><office:document/>", "a.fodt is named like an OpenDocument file but is none"),
        ("a.xlsx", office("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx is an archive or another kind"),
    ],
)
def test_what_is_not_read_is_said_in_one_sentence(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        kind_of(name, data)


def test_an_unknown_kind_says_which_kinds_are_read() -> None:
    with pytest.raises(UnusableFile) as caught:
        kind_of("a.xyz", b"words")
    assert KINDS_READ in str(caught.value)
