"""HTML: blocks, computed list numbers, encodings, and nothing that is no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.problems import UnusableFile
from annotator.sources.html import decode_html, read_html
from annotator.sources.lines import Line


def lines_of(page: str) -> list[Line]:
    return list(read_html(page.encode()).lines)


def labelled(page: str) -> list[tuple[str, str]]:
    return [(line.list_label, line.text) for line in lines_of(page)]


def test_blocks_become_lines_and_white_space_is_as_a_browser_shows_it() -> None:
    lines = lines_of("<h2>Article\n  5</h2><p>Each <b>Party</b>\n shall<br>act.</p>tail<div>one<p>two</p>three</div>")
    assert [(line.text, line.heading_level, line.starts_paragraph) for line in lines] == [
        ("Article 5", 2, True),
        ("Each Party shall", None, True),
        ("act.", None, False),
        ("tail", None, True),
        ("one", None, True),
        ("two", None, True),
        ("three", None, True),
    ]


def test_ordered_lists_count_as_in_a_browser() -> None:
    page = """<ol start="3"><li>c</li><li value="8">h</li><li>i</li></ol>
    <ol type="a"><li>x<ol type="I"><li>y</li><li>z</li></ol></li><li><p>p</p><p>q</p></li></ol>
    <ol style="list-style-type: lower-roman"><li>r</li></ol><ol reversed><li>m</li><li>n</li></ol>
    <ul><li>bullet</li></ul><ol style="list-style: none"><li>(a) own</li></ol>"""
    assert labelled(page) == [
        ("3.", "c"), ("8.", "h"), ("9.", "i"),
        ("a.", "x"), ("I.", "y"), ("II.", "z"), ("b.", "p"), ("", "q"),
        ("i.", "r"), ("2.", "m"), ("1.", "n"), ("", "bullet"), ("", "(a) own"),
    ]  # fmt: skip


def test_list_levels_count_from_the_outermost() -> None:
    lines = lines_of("<ol><li>a<ol><li>b</li></ol></li></ol>")
    assert [line.list_level for line in lines] == [0, 1]


def test_cells_are_lines_in_reading_order() -> None:
    page = "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert [(line.text, line.bold) for line in lines_of(page)] == [("A", True), ("B", True), ("1", False), ("2", False)]


def test_markup_is_no_text_and_what_is_hidden_or_struck_is_listed() -> None:
    page = """<html><head><title> A  title </title><style>p{}</style></head><body><nav>Home</nav><script>x()</script>
    <p>kept <del>gone</del></p><p hidden>secret</p><p style="display: none">too</p><!-- no --></body></html>"""
    extraction = read_html(page.encode())
    assert [(line.text, line.drop) for line in extraction.lines] == [
        ("Home", "navigation"),
        ("kept", ""),
        ("gone", "struck out"),
        ("secret", "hidden text"),
        ("too", "hidden text"),
    ]
    assert extraction.title == "A title"


def test_looks_are_told() -> None:
    lines = lines_of('<p align="center"><b>Title</b></p><p><i>Recalling</i></p><pre>one\n two</pre>')
    assert [(line.centred, line.bold, line.italic) for line in lines[:2]] == [(True, True, False), (False, False, True)]
    assert [(line.text, line.starts_paragraph) for line in lines[2:]] == [("one", True), ("two", False)]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<p>sécurité</p>".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "<p>sécurité</p>".encode(), "utf-8"),
        ("<p>sécurité</p>".encode("utf-16"), "utf-16"),
        ('<meta charset="iso-8859-1"><p>sécurité</p>'.encode("cp1252"), "cp1252"),
        ('<meta http-equiv=x content="text/html; charset=windows-1251"><p>Статья sécurité</p>'
         .replace("é", "e").encode("cp1251"), "windows-1251"),
    ],
    ids=["bare", "mark", "utf-16", "latin-1", "cyrillic"],
)  # fmt: skip
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    text, found = decode_html(data)
    assert found == encoding
    assert "curit" in text
    assert "�" not in text


def test_an_undeclared_encoding_is_told_from_the_bytes() -> None:
    words = "Статья первая. Каждое Государство принимает такие меры, какие могут потребоваться. " * 5
    assert "Каждое Государство" in decode_html(f"<p>{words}</p>".encode("cp1251"))[0]


@pytest.mark.parametrize("page", ["<html><body><script>render()</script></body></html>", "<p> </p>", "<!-- -->"])
def test_a_page_without_words_is_refused(page: str) -> None:
    with pytest.raises(UnusableFile, match=r"no text of its own|is empty"):
        read_html(page.encode())


def test_a_page_that_refers_elsewhere_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    lines = lines_of(f'{entity}<p>before &x; after</p><iframe src="{(tmp_path / "secret").as_uri()}"></iframe>')
    assert any(line.text.startswith("before") for line in lines)
    assert not any("secret" in line.text for line in lines)


def test_tags_nested_without_end_are_refused_rather_than_cut() -> None:
    page = "<div>" * 50_000 + "deep" + "</div>" * 50_000
    with pytest.raises(UnusableFile, match="nested"):
        read_html(page.encode())
