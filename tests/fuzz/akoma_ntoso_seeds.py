"""Small Akoma Ntoso files: all levels, notes, changes, quoted structures, annexes inside, beside and by reference."""

from __future__ import annotations

from functools import cache

OASIS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OLDER = "http://www.akomantoso.org/2.0"
_META = (
    '<meta><identification source="#us"><FRBRWork><FRBRthis value="/akn/un/act/2031/9"/>'
    '<FRBRdate date="2031-05-06" name="adoption"/><FRBRcountry value="un"/><FRBRnumber value="9"/></FRBRWork>'
    '<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification>'
    '<references><TLCPerson eId="us" showAs="The Keeper"/></references>'
    '<notes source="#us"><note eId="n1"><p>Not in force.</p></note></notes></meta>'
)
_OPENING = (
    '<preface eId="preface"><longTitle><p><docTitle>Convention on Village Mills</docTitle></p></longTitle></preface>'
    '<preamble eId="preamble"><formula eId="f_1" name="parties"><p>The Parties to this Convention,</p></formula>'
    '<citations><citation eId="cit_1"><p>Having regard to the river,</p></citation></citations>'
    '<recitals><recital eId="rec_1"><num>(1)</num><p>Noting that mills turn,</p></recital></recitals>'
    '<formula eId="f_2" name="agreement"><p>Have agreed as follows:</p></formula></preamble>'
)
_LEVELS = """<book eId="book_I"><num>BOOK I</num><part eId="part_I"><num>Part I</num><heading>Grain</heading>
<title eId="title_I"><num>Title I</num><chapter eId="chp_I"><num>CHAPTER I</num><heading>General</heading>
<section eId="sec_1"><num>Section 1</num><heading>Stones</heading>
<article eId="art_1"><num>Article 1</num><heading>Scope<authorialNote marker="*">
<p>* A note.</p></authorialNote></heading>
<content><p>This <noteRef href="#n1">convention</noteRef> applies to <ins>mills</ins><del>wells</del>.</p>
</content></article>
<article eId="art_2"><num>Article 2 bis</num><paragraph eId="art_2__para_1"><num>1.</num>
<list><intro eId="art_2__para_1__intro"><p>Each Party shall:</p></intro>
<point eId="art_2__para_1__point_a"><num>(a)</num><content><p>grind; and</p></content></point>
<point eId="art_2__para_1__point_b"><num>(b)</num><list><intro><p>keep:</p></intro>
<point eId="p"><num>(i)</num><content><p>flour;</p></content></point>
<indent eId="p"><num>–</num><content><p>bran,<eol/>or<br/>straw</p></content></indent></list></point>
<wrapUp eId="w"><p>at all times.</p></wrapUp></list></paragraph>
<paragraph><content><p>Nothing else is due<authorialNote marker="1"><p>See above.</p></authorialNote>.</p></content>
<subparagraph><content><p>This is final.</p></content></subparagraph></paragraph></article></section>
</chapter></title></part></book><crossHeading eId="x">Of millers</crossHeading>
<article eId="art_3"><num>3</num><alinea><content><p>Millers rest.</p></content></alinea>
<proviso><content><p>Stones do not.</p></content></proviso></article>
<clause eId="cl_1"><num>1</num><hcontainer name="rule"><num>1.1</num><content><p>Dawn.</p></content></hcontainer>
</clause>"""
_QUOTED = """<article eId="art_4"><num>Article 4</num><content><p>Article 2 reads:
<mod><quotedStructure><article eId="q"><num>Article 2</num><content><p>None.</p></content></article>
</quotedStructure></mod></p><blockList eId="b"><listIntroduction>In list:</listIntroduction>
<item eId="b_1"><num>(1)</num><p>one</p></item>
<item eId="b_2"><num>(2)</num><p>two</p></item><listWrapUp>and so on.</listWrapUp></blockList>
<table><caption>Fees</caption><tr><th><p>Sack</p></th><td><p>20</p></td></tr></table><ul><li>bran</li></ul>
<foreign><m xmlns="x">a</m></foreign></content></article>"""
_CLOSING = '<conclusions eId="conclusions"><p>Done at the river.</p></conclusions>'
_ANNEX = """<attachment eId="att_1"><heading>Annex II</heading><subheading>Fees</subheading><doc name="annex"><meta/>
<preface><p>Annex II</p></preface><mainBody><paragraph eId="att_1__para_1"><num>1.</num><content><p>One coin.</p>
</content></paragraph></mainBody></doc></attachment>"""


def _file(documents: str, namespace: str = OASIS) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{namespace}">{documents}</akomaNtoso>'.encode()


@cache
def akoma_ntoso_seeds() -> tuple[bytes, ...]:
    act = f'<act name="convention">{_META}<coverPage><p>Mills</p></coverPage>{_OPENING}<body>{_LEVELS}</body>{_CLOSING}'
    inside = f"{act}<attachments>{_ANNEX}</attachments></act>"
    referred = (
        f'<bill>{_META}{_OPENING}<body><toc><tocItem href="#a">Article 4 .. 2</tocItem></toc>{_QUOTED}</body>'
        '<attachments><attachment><heading>Schedule</heading><componentRef src="#cmp_1"/></attachment></attachments>'
        f'<components><component eId="cmp_1"><doc>{_META}<mainBody><p>Weights</p>{_QUOTED}</mainBody></doc></component>'
        "</components></bill>"
    )
    adopted = (
        f"<statement>{_META}<preface><p>RESOLUTION 7</p></preface><mainBody><p>The council,</p><paragraph><num>1.</num>"
        f"<content><p>Adopts the rules.</p></content></paragraph></mainBody><attachments><attachment><doc>{_META}"
        f"{_OPENING}<mainBody>{_LEVELS}</mainBody></doc></attachment></attachments></statement>"
    )
    gathered = (
        f"<documentCollection>{_META}<preface><p>Laws of the mill</p></preface><collectionBody><component>"
        f'<act>{_META}<body>{_QUOTED}</body></act></component><component eId="c2"><doc><mainBody><p>Note.</p>'
        "</mainBody></doc></component></collectionBody></documentCollection>"
    )
    return _file(inside), _file(referred), _file(adopted), _file(gathered), _file(inside.replace("eId", "id"), OLDER)


ELEMENTS = (
    *((f"<{name}>", f"</{name}>") for name in (
        "article", "paragraph", "subparagraph", "point", "indent", "item", "list", "content", "p", "num", "heading",
        "intro", "wrapUp", "alinea", "section", "chapter", "level", "crossHeading", "ins", "del", "preface", "preamble",
        "formula", "conclusions", "attachment", "attachments", "doc", "components", "component", "quotedStructure",
        "toc", "coverPage", "meta", "blockList", "table", "i", "docTitle", "recital", "citation", "rule", "subrule",
    )),
    ('<authorialNote marker="2">', "</authorialNote>"),
    ("<authorialNote><p>By itself.</p></authorialNote>", ""),
    ('<noteRef href="#n1"/>', ""),
    ('<componentRef src="#cmp_1"/>', ""),
    ('<hcontainer name="annex">', "</hcontainer>"),
    ('<paragraph xmlns:l="urn:eu:europa:ec:leos" l:softaction="del">', "</paragraph>"),
    ("<eol/>", ""),
    ("<br/>", ""),
)  # fmt: skip
VALUES = ("art_1", "art_2__para_1", "#cmp_1", "cmp_1", "#n1", "n1", "*", "p", "art_2__para_1__point_a__item_i", "annex")
