"""HTML: blocks, computed list numbers, encodings, and nothing that is no text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Reading, solid_length
from annotator.sources.html.document import decode_html, read_html
from annotator.sources.lines import NOTE_STYLE, Line
from annotator.sources.reading import read_document


def lines_of(page: str) -> list[Line]:
    return list(read_html(page.encode()).lines)


def labelled(page: str) -> list[tuple[str, str]]:
    return [(line.list_label, line.text) for line in lines_of(page)]


def dropped(page: str) -> list[tuple[str, str]]:
    return [(line.drop, line.text) for line in lines_of(page) if line.drop]


def kept(page: str) -> list[str]:
    return [line.text for line in lines_of(page) if not line.drop]


def readings(page: str) -> list[Reading]:
    found = read_document("mills.html", page.encode(), None, lambda *_: None)
    for reading in found:
        ledger = reading.text.ledger
        assert ledger.source_characters == ledger.kept_characters + ledger.dropped_characters
        assert solid_length(reading.text.text) == ledger.kept_characters + ledger.generated_characters
    return found


def outline(page: str) -> list[str]:
    (reading,) = readings(page)
    return [row.eid for row in reading.text.provisions]


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


def test_two_line_breaks_end_a_paragraph() -> None:
    lines = lines_of("<p>One<br>goes on.<br><br>Two.<br>&nbsp;<br><br>Three</p><pre>four\nfive\n\nsix</pre>")
    assert [(line.text, line.starts_paragraph) for line in lines] == [
        ("One", True), ("goes on.", False), ("Two.", True), ("Three", True),
        ("four", True), ("five", False), ("six", True),
    ]  # fmt: skip


def test_a_label_alone_in_a_cell_joins_the_words_beside_it() -> None:
    page = """<p>Article 1</p><p>1. Mills turn:</p><table><tr><td><p>(a)</p></td><td><p>slowly:</p><table>
    <tr><td>(i)</td><td>by day;</td></tr><tr><td>(ii)</td><td>by night;</td></tr></table></td></tr>
    <tr><td><p>(b)</p></td><td><p>fast:</p><table><tr><td>—</td><td>in rain,</td></tr><tr><td>—</td><td>in snow.</td>
    </tr></table></td></tr></table>"""
    assert kept(page)[2:] == ["(a) slowly:", "(i) by day;", "(ii) by night;", "(b) fast:", "— in rain,", "— in snow."]
    assert outline(page) == [
        "art_1", "art_1__para_1", "art_1__para_1__intro",
        "art_1__para_1__point_a", "art_1__para_1__point_a__intro",
        "art_1__para_1__point_a__item_i", "art_1__para_1__point_a__item_ii",
        "art_1__para_1__point_b", "art_1__para_1__point_b__intro",
        "art_1__para_1__point_b__indent_1", "art_1__para_1__point_b__indent_2",
    ]  # fmt: skip


def test_labels_in_two_cells_stand_before_the_words_and_one_without_words_is_kept() -> None:
    page = "<table><tr><td>1.</td><td>(a)</td><td>Rye</td></tr><tr><td>2.</td><td></td></tr></table>"
    assert kept(page) == ["1. (a) Rye", "2."]
    nested = "<table><tr><td>(a)</td><td><table><tr><td>(i)</td><td>Rye</td></tr></table></td></tr></table>"
    assert kept(nested) == ["(a) (i) Rye"]


BILINGUAL = """<table><tr><td>CONVENTION ON THE MILLS</td><td>CONVENTION SUR LES MOULINS</td></tr>
<tr><td>Article 1</td><td>Article premier</td></tr>
<tr><td>1. This Convention applies to the mills of all the Parties.</td>
<td>1. La présente Convention s'applique aux moulins de toutes les Parties.</td></tr>
<tr><td>2. It does not apply to the wells in the village.</td>
<td>2. Elle ne s'applique pas aux puits qui sont dans le village.</td></tr></table>"""


def test_two_languages_side_by_side_are_two_texts() -> None:
    found = readings(BILINGUAL)
    assert [row.data.language for row in found] == ["en", "fr"]
    assert [[row.eid for row in each.text.provisions] for each in found] == [
        ["heading_1", "art_1", "art_1__para_1", "art_1__para_2"]
    ] * 2


def test_a_table_in_one_language_is_read_row_by_row() -> None:
    page = (
        "<table><tr><td>The mill</td><td>and the stone in it</td></tr><tr><td>The well</td><td>of it</td></tr></table>"
    )
    assert kept(page) == ["The mill", "and the stone in it", "The well", "of it"]
    captioned = BILINGUAL.replace("<table>", "<table><caption>Mills</caption>")
    assert kept(captioned)[:3] == ["Mills", "CONVENTION ON THE MILLS", "CONVENTION SUR LES MOULINS"]


@pytest.mark.parametrize(
    ("mark", "note", "words"),
    [
        ('<sup id="r1" class="reference"><a href="#n1">[1]</a></sup>',
         '<ol class="references"><li id="n1"><span class="mw-cite-backlink"><a href="#r1">↑</a></span> Slow.</li></ol>',
         "Slow."),
        ('<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>',
         '<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> Slow.</p></div>', "[1] Slow."),
        ('<a id="ntr1" href="#ntc1">(<span class="oj-super">1</span>)</a>',
         '<hr><p class="oj-note"><a id="ntc1" href="#ntr1">(1)</a> Slow.</p>', "(1) Slow."),
        ('<sup id="r1"><a href="https://mills.example/a#n1">[1]</a></sup>',
         '<ol><li id="n1"><b><a href="https://mills.example/a#r1">^</a></b> Slow.</li></ol>', "Slow."),
        ('<a href="#fn1" id="fnref1"><sup>1</sup></a>',
         '<section class="footnotes"><ol><li id="fn1"><p>Slow. <a href="#fnref1">↩</a></p></li></ol></section>',
         "Slow."),
    ],
    ids=["Wikisource", "Word", "EUR-Lex", "saved", "pandoc"],
)  # fmt: skip
def test_a_linked_note_follows_the_paragraph_with_its_mark(mark: str, note: str, words: str) -> None:
    page = f"<p>Article 1</p><p>Mills turn{mark} always.</p><p>Wheels do too.</p>{note}"
    lines = [line for line in lines_of(page) if not line.drop]
    assert [line.text for line in lines] == ["Article 1", "Mills turn always.", words, "Wheels do too."]
    assert [line.style == NOTE_STYLE for line in lines] == [False, False, True, False]
    (reading,) = readings(page)
    (found,) = [row for row in reading.text.provisions if row.kind == "note"]
    assert (found.eid, found.number, found.parent) == ("note_1", "1", "art_1__para_1")
    assert {reason for reason, _ in dropped(page)} <= {"note mark", "link back"}


def test_a_link_one_way_moves_nothing() -> None:
    page = '<p>See <a href="#a1">1</a> and <a href="#a2">2</a>.</p><p id="a1">1. Mills.</p><p id="a2">2. Wells.</p>'
    assert kept(page) == ["See 1 and 2.", "1. Mills.", "2. Wells."]


def test_a_note_whose_mark_is_not_read_is_kept_at_the_end() -> None:
    page = '<nav><a id="r" href="#n">1</a></nav><p>Mills.</p><p id="n">1 Slow. <a href="#r">back</a></p><p>Wells.</p>'
    assert kept(page) == ["Mills.", "Wells.", "1 Slow. back"]


def test_what_frames_the_text_is_listed() -> None:
    page = """<body><div id="cookie-banner">We use cookies</div><header>The site<nav>Home</nav></header><main>
    <div class="breadcrumbs">Home / Mills</div><p>Mills<span class="pagenum">[5]</span> turn slowly in the village.</p>
    <details><summary>More</summary><p>They are old.</p></details><aside>See also</aside><p>Wheels turn with them.</p>
    <span class="sr-only">opens a window</span></main><div role="contentinfo">Contact</div><footer>The end</footer>
    <noscript>Enable it</noscript><select><option>French</option></select><button>Share</button></body>"""
    assert kept(page) == ["Mills turn slowly in the village.", "More", "They are old.", "Wheels turn with them."]
    assert dropped(page) == [
        ("cookie banner", "We use cookies"), ("page header", "The site"), ("page header", "Home"),
        ("navigation", "Home / Mills"), ("page number", "[5]"), ("aside", "See also"),
        ("hidden text", "opens a window"),
        ("page footer", "Contact"), ("page footer", "The end"), ("hidden text", "Enable it"), ("control", "French"),
        ("control", "Share"),
    ]  # fmt: skip


def test_the_frames_of_wikis_and_official_journals_are_listed() -> None:
    page = """<div id="mw-navigation">Random page</div><div id="siteSub">From a wiki</div><table class="noprint"><tr>
    <td>next</td></tr></table><table><tr><td><p class="oj-hd-date">1.5.2019</p></td><td><p class="oj-hd-ti">Journal</p>
    </td></tr></table><p>Mills turn slowly in the village, and wheels turn with them wherever there is any wind.</p>
    <div id="catlinks">Mills</div><div id="footer">Edited in May</div>"""
    assert kept(page) == ["Mills turn slowly in the village, and wheels turn with them wherever there is any wind."]
    assert [reason for reason, _ in dropped(page)] == [
        *["navigation"] * 3, "page header", "page header", "navigation", "page footer",
    ]  # fmt: skip


def test_a_name_is_no_reason_to_drop_the_whole_page() -> None:
    assert kept('<div id="toc"><p>Article 1</p><p>Mills turn.</p></div><p>End</p>') == [
        "Article 1",
        "Mills turn.",
        "End",
    ]
    assert kept("<header><h1>Mills</h1></header><main><p>They turn.</p></main>") == ["Mills", "They turn."]


def test_formulas_are_text_and_alternative_texts_are_not() -> None:
    page = """<p>Fees <math><mi>x</mi><mo>+</mo><mn>2</mn><annotation>x + 2</annotation></math><img alt="A mill">
    are due.</p>"""
    assert kept(page) == ["Fees x+2 are due."]
    assert dropped(page) == [("hidden text", "x + 2")]


def test_paragraphs_that_word_numbered_keep_their_numbers() -> None:
    page = """<p class=MsoNormal align=center><b>Article 2<br>Stones</b></p><p class=MsoListParagraph
    style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span
    style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Each mill has a stone.</p>
    <p class=MsoListParagraph><span style='mso-list:Ignore'>(a)<span>&nbsp;&nbsp;</span></span>It is heavy.</p>"""
    (reading,) = readings(page)
    assert reading.text.text == "Article 2\nStones\n1. Each mill has a stone.\n(a) It is heavy."
    assert [row.eid for row in reading.text.provisions] == [
        "art_2", "art_2__para_1", "art_2__para_1__intro", "art_2__para_1__point_a",
    ]  # fmt: skip


def test_a_page_that_marks_nothing_but_bold_and_breaks() -> None:
    page = """<h1>Convention on Mills</h1><p>The Parties to this Convention,<br /><br /><i>Noting</i> that mills turn,
    <br /><br />Have agreed as follows:</p><p><strong>PART I</strong></p><p><strong>Article 1</strong><br />1. Each
    Party shall grind.<br />2. Each Party shall:<br />(a) keep its mill;<br />(b) mend its wheel.</p>
    <p align=center><b>Article 2</b><br>Fees</p><p>&nbsp;&nbsp;&nbsp;1. No fee is due.</p><h4>Article 3.<br>Water</h4>
    <dl><dt>(a)</dt><dd>Water is free.</dd><dt>(b)</dt><dd>Rain is free.</dd></dl>"""
    assert outline(page) == [
        "heading_1", "preamble", "preamble__intro", "preamble__para_1", "preamble__wrapup", "part_1",
        "art_1", "art_1__para_1", "art_1__para_2", "art_1__para_2__intro", "art_1__para_2__point_a",
        "art_1__para_2__point_b", "art_2", "art_2__para_1", "art_3", "art_3__point_a", "art_3__point_b",
    ]  # fmt: skip


_TAGS = (
    "p", "div", "table", "tr", "td", "th", "caption", "ol", "ul", "li", "a", "sup", "span", "b", "br", "pre", "nav",
    "aside", "header", "footer", "main", "del", "math", "svg", "noscript", "select", "option", "h2", "blockquote",
)  # fmt: skip
_ATTRIBUTES = (
    "", "", ' id="a"', ' id="b"', ' href="#a"', ' href="#b" id="a"', ' class="footnote"', ' class="toc"', " hidden",
    ' role="doc-footnote"', ' align="center"',
)  # fmt: skip
_PARTS = st.recursive(
    st.sampled_from(
        ["", " ", "1", "(a)", "*", "—", "Article 5", "Mills turn;", "Les moulins du village tournent.", "\u00a0"]
    ),
    lambda inner: st.builds(
        lambda tag, attribute, parts: f"<{tag}{attribute}>{''.join(parts)}</{tag}>",
        st.sampled_from(_TAGS),
        st.sampled_from(_ATTRIBUTES),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


_MARK = '<a id="mark" href="#note">1</a>'
_NOTE = '<p id="note">1 Slowly. <a href="#mark">back</a>{}</p>'
_PAGES = (
    "<p>Mills turn in the village.</p>{}{}",
    f"<p>Mills turn{_MARK} in the village.</p>{{}}{_NOTE}",
    f"<p>Mills turn in the village.</p><nav>{_MARK}</nav>{{}}{_NOTE}<p>Wells too.</p>",
)


@given(st.sampled_from(_PAGES), _PARTS, _PARTS)
def test_every_character_of_a_page_is_in_one_line(form: str, first: str, second: str) -> None:
    page = f"<body>{form.format(first, second)}</body>"
    parsed = etree.fromstring(page, etree.HTMLParser())
    said = "".join(str(row) for row in parsed.itertext())
    assert sum(solid_length(line.text) for line in lines_of(page)) == solid_length(said)
    readings(page)


def test_the_note_of_the_last_paragraph_is_in_its_article() -> None:
    page = '<p>Article 1</p><p>Mills turn.<a href="#n1" id="r1">1</a></p><p id="n1"><a href="#r1">1</a> Slow.</p>'
    (reading,) = readings(page)
    (note,) = [row for row in reading.text.provisions if row.kind == "note"]
    assert note.parent == "art_1"
