"""Akoma Ntoso: the tree and the eIds are the file's, and every character outside its metadata is accounted for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Provision, Reading, VersionData, canonical_characters, solid_length
from annotator.sources.kinds import KINDS_READ, kind_of
from annotator.sources.reading import read_document

OASIS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
META = """<meta><identification source="#us"><FRBRWork><FRBRthis value="/akn/un/act/2031/9"/>
<FRBRdate date="2031-05-06" name="adoption"/><FRBRcountry value="un"/><FRBRnumber value="9"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification></meta>"""
ALL_LEVELS = f"""<act name="convention">{META}
<preface eId="preface"><longTitle><p><docTitle>Convention on
  Village Mills</docTitle></p></longTitle></preface>
<preamble eId="preamble"><formula eId="preamble__formula_1" name="parties">
<p>The Parties to this Convention,</p></formula>
<citations><citation eId="cit_1"><p>Having regard to the river,</p></citation></citations>
<recitals><recital eId="rec_1"><num>(1)</num><p>Noting that mills turn,</p></recital></recitals>
<formula eId="preamble__formula_2" name="agreement"><p>Have agreed as follows:</p></formula></preamble>
<body>
<book eId="book_I"><num>BOOK I</num>
<part eId="part_I"><num>Part I</num><heading>Grain</heading>
<title eId="title_I"><num>Title I</num>
<chapter eId="chp_I"><num>CHAPTER I</num><heading>General</heading>
<section eId="sec_1"><num>Section 1</num><heading>Stones</heading>
<article eId="art_1"><num>Article 1</num><heading>Scope</heading>
<content><p>This Convention applies to mills.</p></content></article>
<article eId="art_2"><num>Article 2 bis</num><heading>Duties</heading>
<paragraph eId="art_2__para_1"><num>1.</num>
<list><intro eId="art_2__para_1__intro"><p>Each Party shall:</p></intro>
<point eId="art_2__para_1__point_a"><num>(a)</num><content><p>grind; and</p></content></point>
<point eId="art_2__para_1__point_b"><num>(b)</num>
<list><intro eId="art_2__para_1__point_b__intro"><p>keep:</p></intro>
<point eId="art_2__para_1__point_b__point_i"><num>(i)</num><content><p>flour;</p></content></point>
<indent eId="art_2__para_1__point_b__indent_1"><num>–</num><content><p>bran,</p></content></indent></list></point>
<wrapUp eId="art_2__para_1__wrapup"><p>at all times.</p></wrapUp></list></paragraph>
<paragraph eId="art_2__para_2"><num>2.</num><content><p>Nothing else is due.</p></content>
<subparagraph eId="art_2__para_2__subpara_1"><content><p>This is final.</p></content></subparagraph></paragraph>
</article></section></chapter></title></part></book>
<crossHeading eId="crossHeading_1">Of millers</crossHeading>
<article eId="art_3"><num>Article 3</num><alinea eId="art_3__al_1"><content><p>Millers rest.</p></content></alinea>
<alinea eId="art_3__al_2"><content><p>Stones do not.</p></content></alinea></article>
</body>
<conclusions eId="conclusions"><p>Done at the river.</p></conclusions>
<attachments><attachment eId="att_1"><heading>Annex II</heading><subheading>Fees</subheading>
<doc name="annex"><meta/><mainBody><paragraph eId="att_1__para_1"><num>1.</num><content><p>One coin.</p></content>
</paragraph></mainBody></doc></attachment></attachments></act>"""


def file_of(documents: str, namespace: str = OASIS) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{namespace}">{documents}</akomaNtoso>'.encode()


def body(inside: str) -> bytes:
    return file_of(f"<act>{META}<body>{inside}</body></act>")


def readings(data: bytes, given: VersionData | None = None) -> list[Reading]:
    found = read_document("mills.xml", data, given, lambda *_: None)
    for reading in found:
        ledger = reading.text.ledger
        assert ledger.source_characters == ledger.kept_characters + ledger.dropped_characters
        assert solid_length(reading.text.text) == ledger.kept_characters + ledger.generated_characters
        check_tree(reading)
    assert sum(row.text.ledger.source_characters for row in found) == solid_length(said_in(data))
    return found


def reading_of(data: bytes) -> Reading:
    (found,) = readings(data)
    return found


def said_in(data: bytes) -> str:
    """Every text node outside of `meta`, counted without our reader."""
    root = etree.fromstring(data)
    return canonical_characters("".join(root.xpath("//text()[not(ancestor::*[local-name()='meta'])]")))


def check_tree(reading: Reading) -> None:
    rows = {row.eid: row for row in reading.text.provisions}
    assert len(rows) == len(reading.text.provisions)
    last: dict[str | None, int] = {}
    for row in reading.text.provisions:
        assert row.start < row.end <= len(reading.text.text)
        assert row.start >= last.get(row.parent, 0)
        last[row.parent] = row.end
        if row.parent:
            assert rows[row.parent].start <= row.start
            assert row.end <= rows[row.parent].end


def outline(reading: Reading) -> list[tuple[str, str, str]]:
    return [(row.eid, row.kind, row.citation) for row in reading.text.provisions]


def at(reading: Reading, eid: str) -> Provision:
    return next(row for row in reading.text.provisions if row.eid == eid)


def words(reading: Reading, eid: str) -> str:
    row = at(reading, eid)
    return reading.text.text[row.start : row.end]


def test_every_level_keeps_the_eid_of_the_file() -> None:
    data = file_of(ALL_LEVELS)
    stated = re.findall(r'eId="([^"]+)"', ALL_LEVELS)
    assert [row.eid for row in reading_of(data).text.provisions] == stated


def test_kinds_and_citations_are_ours() -> None:
    assert outline(reading_of(file_of(ALL_LEVELS))) == [
        ("preface", "heading", "heading 1"),
        ("preamble", "preamble", "preamble"),
        ("preamble__formula_1", "intro", "preamble, chapeau"),
        ("cit_1", "paragraph", "preamble, citation 1"),
        ("rec_1", "paragraph", "preamble, para. 1"),
        ("preamble__formula_2", "wrapup", "preamble, closing words"),
        ("book_I", "part", "book I"),
        ("part_I", "part", "book I, part I"),
        ("title_I", "title", "book I, part I, title I"),
        ("chp_I", "chapter", "book I, part I, title I, ch. I"),
        ("sec_1", "section", "book I, part I, title I, ch. I, sect. 1"),
        ("art_1", "article", "art. 1"),
        ("art_2", "article", "art. 2bis"),
        ("art_2__para_1", "paragraph", "art. 2bis(1)"),
        ("art_2__para_1__intro", "intro", "art. 2bis(1), chapeau"),
        ("art_2__para_1__point_a", "point", "art. 2bis(1)(a)"),
        ("art_2__para_1__point_b", "point", "art. 2bis(1)(b)"),
        ("art_2__para_1__point_b__intro", "intro", "art. 2bis(1)(b), chapeau"),
        ("art_2__para_1__point_b__point_i", "item", "art. 2bis(1)(b)(i)"),
        ("art_2__para_1__point_b__indent_1", "item", "art. 2bis(1)(b), indent 1"),
        ("art_2__para_1__wrapup", "wrapup", "art. 2bis(1), closing words"),
        ("art_2__para_2", "paragraph", "art. 2bis(2)"),
        ("art_2__para_2__subpara_1", "paragraph", "art. 2bis(2), subpara. 1"),
        ("crossHeading_1", "heading", "heading 2"),
        ("art_3", "article", "art. 3"),
        ("art_3__al_1", "paragraph", "art. 3, subpara. 1"),
        ("art_3__al_2", "paragraph", "art. 3, subpara. 2"),
        ("conclusions", "signature", "signature clause"),
        ("att_1", "annex", "annex II"),
        ("att_1__para_1", "paragraph", "annex II, para. 1"),
    ]


def test_names_stand_on_their_lines_and_labels_before_their_words() -> None:
    reading = reading_of(file_of(ALL_LEVELS))
    assert words(reading, "art_2__para_1") == (
        "1. Each Party shall:\n(a) grind; and\n(b) keep:\n(i) flour;\n– bran,\nat all times."
    )
    assert words(reading, "art_1") == "Article 1\nScope\nThis Convention applies to mills."
    assert words(reading, "art_2__para_1__point_b__intro") == "keep:"
    article = at(reading, "art_2")
    assert (article.number, article.label, article.heading) == ("2bis", "Article 2 bis", "Duties")
    annex = at(reading, "att_1")
    assert (annex.number, annex.label, annex.heading) == ("2", "Annex II", "Fees")
    assert reading.text.text.startswith("Convention on Village Mills\nThe Parties to this Convention,\n")


def test_the_metadata_propose_what_a_citation_needs_and_the_user_corrects_it() -> None:
    data = reading_of(file_of(ALL_LEVELS)).data
    assert (data.instrument, data.language, data.date, data.symbol, data.kind) == (
        "Convention on Village Mills", "en", "2031-05-06", "9", "official",
    )  # fmt: skip
    odd = reading_of(file_of(ALL_LEVELS.replace('language="eng"', 'language="English (UK)"'))).data
    assert odd.language == "en"  # from its words: such a code no partner would take in
    (given,) = readings(file_of(ALL_LEVELS), VersionData(instrument="Mills", date="2032"))
    assert (given.data.instrument, given.data.date) == ("Mills", "2032")


def test_elements_without_an_eid_get_ours_which_gives_way_to_one_of_the_file() -> None:
    reading = reading_of(
        body(
            "<article><num>Article 7</num><paragraph><num>1.</num><content><p>One.</p></content></paragraph>"
            '<paragraph eId="art_7__para_1"><num>2.</num><content><p>Two.</p></content></paragraph></article>'
        )
    )
    assert outline(reading) == [
        ("art_7", "article", "art. 7"),
        ("art_7__para_1-2", "paragraph", "art. 7(1)"),
        ("art_7__para_1", "paragraph", "art. 7(2)"),
    ]


def test_two_equal_eids_are_kept_apart_with_a_caution() -> None:
    article = '<article eId="art_1"><num>Article {}</num><content><p>Words.</p></content></article>'
    reading = reading_of(body(article.format(1) + article.format(2)))
    assert [row[0] for row in outline(reading)] == ["art_1", "art_1-2"]
    assert [(row.code, row.where) for row in reading.text.ledger.warnings] == [("duplicate-number", "art_1")]


def test_a_bare_number_stands_before_its_heading() -> None:
    reading = reading_of(
        body('<article eId="art_3"><num>3</num><heading>Fees</heading><content><p>None.</p></content></article>')
    )
    assert reading.text.text == "3 Fees\nNone."
    assert (at(reading, "art_3").number, at(reading, "art_3").heading) == ("3", "Fees")


def test_unnumbered_paragraphs_count_and_keep_the_ids_of_their_words() -> None:
    reading = reading_of(
        body('<article eId="a"><num>Article 1</num><content><p eId="a__p_1">One.</p><p>Two.</p></content></article>')
    )
    assert outline(reading)[1:] == [
        ("a__p_1", "paragraph", "art. 1, para. 1"),
        ("a__para_2", "paragraph", "art. 1, para. 2"),
    ]


def test_a_note_follows_the_paragraph_that_has_its_mark() -> None:
    reading = reading_of(
        body(
            '<article eId="a"><num>Article 1</num><content><p>Mills<authorialNote eId="fn" marker="3">'
            "<p>Or stones.</p></authorialNote>turn <authorialNote marker='*'><p>* Slowly.</p></authorialNote>, always."
            "</p><p>So do wheels.</p></content></article>"
        )
    )
    assert reading.text.text == "Article 1\nMills turn, always.\n3 Or stones.\n* Slowly.\nSo do wheels."
    assert (at(reading, "fn").kind, at(reading, "fn").label, at(reading, "fn").number) == ("note", "3", "3")
    assert reading.text.ledger.generated_characters == 1


def test_deleted_words_are_dropped_and_inserted_ones_kept() -> None:
    reading = reading_of(
        body("<article><num>1</num><content><p>grind <del>slowly</del><ins>fast</ins></p></content></article>")
    )
    assert reading.text.text == "1 grind fast"
    assert [(row.reason, row.text) for row in reading.text.ledger.dropped] == [
        ("deleted in a tracked change", "slowly")
    ]
    assert "tracked-changes" in [row.code for row in reading.text.ledger.warnings]


def test_elements_that_an_editor_marks_as_deleted_are_dropped() -> None:
    paragraph = (
        '<paragraph xmlns:leos="urn:eu:europa:ec:leos" leos:softaction="{}"><num>1.</num>'
        "<content><p>{}</p></content></paragraph>"
    )
    both = paragraph.format("del", "Old.") + paragraph.format("add", "New.")
    reading = reading_of(body(f"<article><num>Article 1</num>{both}</article>"))
    assert reading.text.text == "Article 1\n1. New."
    assert [row.text for row in reading.text.ledger.dropped] == ["1.Old."]


def test_a_quoted_article_is_words_of_the_one_that_quotes_it() -> None:
    reading = reading_of(
        body(
            '<article eId="a"><num>Article 1</num><content><p>Article 9 reads: <mod><quotedStructure eId="q">'
            '<article eId="q__art_9"><num>Article 9</num><heading>Old</heading><content><p>Words.</p></content>'
            "</article></quotedStructure></mod> from then on.</p></content></article>"
        )
    )
    assert {row.kind for row in reading.text.provisions} == {"article", "paragraph"}
    assert reading.text.text == "Article 1\nArticle 9 reads:\nArticle 9 Old\nWords.\nfrom then on."


def test_cells_breaks_references_and_remarks_are_words() -> None:
    reading = reading_of(
        body(
            "<article><num>Article 1</num><content><table><tr><td><p>Rye</p></td><td>Oats</td></tr></table><p>See "
            '<ref href="#x">the annex</ref><eol/>here<br/>and <remark status="editorial">[sic]</remark> there.'
            '<img src="x" alt="a mill"/></p></content></article>'
        )
    )
    assert reading.text.text == "Article 1\nRye\nOats\nSee the annex here\nand [sic] there."


def test_a_cover_page_and_a_table_of_contents_are_dropped() -> None:
    reading = reading_of(
        file_of(
            f"<act>{META}<coverPage><p>Printed at the mill</p><toc><tocItem>Article 1</tocItem></toc></coverPage><body>"
            "<article><num>Article 1</num><content><p>Words.</p></content></article></body></act>"
        )
    )
    assert [row.reason for row in reading.text.ledger.dropped] == ["cover page"]
    assert reading.text.text == "Article 1\nWords."


def test_a_note_of_the_editors_is_a_comment_on_the_words_that_refer_to_it() -> None:
    meta = """<meta><references source="#e"><TLCOrganization eId="e" showAs="The Editors"/></references>
    <notes source="#e"><note eId="n1"><p>Check the French.</p></note></notes></meta>"""
    reading = reading_of(
        file_of(
            f"<act>{meta}<body><article><num>Article 1</num><content><p>Mills turn"
            '<noteRef href="#n1" marker="*"/>.</p></content></article></body></act>'
        )
    )
    (note,) = reading.notes
    assert (reading.text.text[note.start : note.end], note.commentary, note.author) == (
        "Mills turn.", "Check the French.", "The Editors",
    )  # fmt: skip


def test_sections_of_a_law_are_cited_with_their_subsections() -> None:
    reading = reading_of(
        file_of(
            '<act><body><section id="section-2"><num>2.</num><heading>Fees</heading><subsection id="section-2.1">'
            "<num>(1)</num><content><p>Fees are due.</p></content></subsection><subsection><num>(2)</num><intro>"
            "<p>No fee:</p></intro><paragraph><num>(a)</num><content><p>for rye.</p></content></paragraph>"
            "</subsection></section></body></act>",
            "http://www.akomantoso.org/2.0",
        )
    )
    assert outline(reading) == [
        ("section-2", "section", "sect. 2"),
        ("section-2.1", "paragraph", "sect. 2(1)"),
        ("section-2__para_2", "paragraph", "sect. 2(2)"),
        ("section-2__para_2__intro", "intro", "sect. 2(2), chapeau"),
        ("section-2__para_2__point_a", "point", "sect. 2(2)(a)"),
    ]


def test_a_text_without_articles_is_read_by_its_paragraphs_and_block_lists() -> None:
    reading = reading_of(
        file_of(
            '<statement><mainBody><division eId="dvs_A"><num>A.</num><heading>Water</heading>'
            '<paragraph eId="dvs_A__para_1"><num>"1.</num><content><p>Adopts:</p><blockList eId="list_1">'
            '<item eId="list_1__item_a"><num>(a)</num>'
            "<p>corn;</p></item></blockList></content></paragraph></division></mainBody></statement>"
        )
    )
    assert outline(reading) == [
        ("dvs_A", "section", "sect. A"),
        ("dvs_A__para_1", "paragraph", "para. 1"),
        ("dvs_A__para_1__intro", "intro", "para. 1, chapeau"),
        ("list_1__item_a", "point", "para. 1(a)"),
    ]
    assert "no-articles" in [row.code for row in reading.text.ledger.warnings]


def test_a_collection_is_several_texts_and_its_own_words_are_front_matter() -> None:
    act = (
        "<act><preface><p><docTitle>Treaty {0}</docTitle></p></preface><body>"
        '<article eId="art_1"><num>1</num><content><p>{0}.</p></content></article></body></act>'
    )
    data = file_of(
        "<documentCollection><preface><p>Collected mills</p></preface><collectionBody><component eId='c1'>"
        f"<documentRef src='#c9'/></component><component eId='c2'>{act.format('Two')}</component></collectionBody>"
        f"</documentCollection><components><component eId='c9'>{act.format('Nine')}</component></components>"
    )
    found = readings(data)
    assert [row.data.instrument for row in found] == ["Treaty Two", "Treaty Nine"]
    assert [row.text for row in found[0].text.ledger.dropped] == ["Collected mills"]


def test_a_treaty_adopted_by_a_resolution_is_a_text_of_its_own() -> None:
    found = readings(
        file_of(
            '<statement><mainBody><p>The Assembly adopts it.</p></mainBody><attachments><attachment eId="att_1">'
            '<heading>Annex</heading><doc><mainBody><article eId="art_1"><num>Article 1</num><content><p>So be it.</p>'
            "</content></article></mainBody></doc></attachment></attachments></statement>"
        )
    )
    assert [outline(row)[-1] for row in found] == [("att_1", "annex", "annex"), ("art_1", "article", "art. 1")]


def test_an_annex_that_stands_elsewhere_is_read_where_it_is_attached() -> None:
    reading = reading_of(
        file_of(
            "<act><body><article><num>Article 1</num><content><p>See below.</p></content></article></body><attachments>"
            '<attachment eId="att_1"><componentRef src="#cmp_1"/></attachment></attachments></act><components>'
            '<component eId="cmp_1"><doc><preface><p>ANNEX I</p><p>Stones</p></preface><mainBody><p>Hard ones.</p>'
            "</mainBody></doc></component></components>"
        )
    )
    annex = at(reading, "att_1")
    assert (annex.label, annex.heading, words(reading, "att_1")) == ("ANNEX I", "Stones", "ANNEX I\nStones\nHard ones.")


@pytest.mark.parametrize(
    ("num", "kind", "number", "citation"),
    [
        ("Article V", "article", "5", "art. V"),
        ("§ 12", "article", "12", "art. 12"),
        ("Artículo 8 ter", "article", "8ter", "art. 8ter"),
        ("第五条", "article", "5", "art. 5"),
        ("المادة 5", "article", "5", "art. 5"),
        ("Art. 4a.", "article", "4a", "art. 4a"),
        ("IV.", "chapter", "4", "ch. IV"),
    ],
)
def test_printed_numbers_are_normalised(num: str, kind: str, number: str, citation: str) -> None:
    reading = reading_of(body(f'<{kind} eId="x"><num>{num}</num><content><p>Words.</p></content></{kind}>'))
    row = at(reading, "x")
    assert (row.kind, row.number, row.citation) == (kind, number, citation)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.xml", f'<akomaNtoso xmlns="{OASIS}">'),
        ("a.akn", f'<?xml version="1.0"?><!-- a > b --><an:akomaNtoso a="1" xmlns:an="{OASIS}/CSD13">'),
        ("a.txt", "<akomaNtoso xmlns='http://www.akomantoso.org/1.0'>"),
        ("a.xml", '<doc xmlns="http://www.akomantoso.org/2.0">'),
        ("a.xml", "<akomaNtoso>"),
    ],
)
def test_the_namespace_of_the_root_tells_the_kind(name: str, head: str) -> None:
    assert kind_of(name, head.encode()) == "akoma-ntoso"
    assert kind_of(name, head.encode("utf-16")) == "akoma-ntoso"


@pytest.mark.parametrize(
    "head", ["<TEI xmlns='http://www.tei-c.org/ns/1.0'>", "<a><akomaNtoso/></a>", "words", "<!---->" * 900]
)
def test_other_xml_is_refused_with_the_kinds_that_are_read(head: str) -> None:
    with pytest.raises(UnusableFile, match="XML of another kind") as caught:
        kind_of("a.xml", head.encode())
    assert KINDS_READ in str(caught.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<!DOCTYPE akomaNtoso [<!ENTITY x 'y'>]>" + file_of("<act/>").split(b"?>")[1], "DOCTYPE"),
        (file_of("<act><body>"), "no well-formed XML"),
        (file_of(f"<act>{META}<body/></act>"), "has no text"),
        (file_of("<p>Words alone</p>"), "has no document"),
        (
            file_of("<act><body>" + "<division>" * 300 + "x" + "</division>" * 300 + "</body></act>"),
            "nested too deeply",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        read_document("a.xml", data, None, lambda *_: None)


_TAGS = (
    "section", "article", "paragraph", "subparagraph", "point", "list", "intro", "wrapUp", "content", "p", "num",
    "heading", "item", "blockList", "hcontainer", "quotedStructure", "authorialNote", "i", "del", "table", "td", "br",
    "crossHeading", "preface", "preamble", "recital", "citation", "formula", "conclusions", "attachment", "doc", "toc",
)  # fmt: skip
_WORDS = st.sampled_from(["", " ", "1.", "(a)", "Article 5", "Mills turn;", "e\u0301", "\u00a0", "–"])
_MARKUP = st.recursive(
    _WORDS,
    lambda inner: st.builds(
        lambda tag, eid, parts: f"<{tag}{eid}>{''.join(parts)}</{tag}>",
        st.sampled_from(_TAGS),
        st.sampled_from(["", "", ' eId="x"', ' eId="art_1"', ' marker="2"']),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(_MARKUP)
def test_whatever_elements_hold_is_accounted_for(inside: str) -> None:
    readings(body(f"<p>Beginning.</p>{inside}"))
