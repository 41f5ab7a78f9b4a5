"""Word documents whose numbers are computed: each a trap in which numbers go wrong, by name."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.sources.word_file import add_xml, define_lists, level, numbered, paragraph, run, word

FORMATS = (
    "decimal", "decimalZero", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText",
    "ordinalText", "numberInDash", "decimalEnclosedCircle", "decimalFullWidth", "ideographDigital", "chineseCounting",
    "chineseCountingThousand", "chineseLegalSimplified", "ideographTraditional", "ideographZodiac",
    "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting", "japaneseDigitalTenThousand", "aiueo", "iroha",
    "ganada", "chosung", "koreanDigital", "koreanCounting", "arabicAlpha", "arabicAbjad", "hebrew1", "hebrew2",
    "hindiNumbers", "hindiVowels", "hindiConsonants", "thaiLetters", "thaiNumbers", "russianLower", "russianUpper",
    "decimalEnclosedParen", "decimalEnclosedFullstop", "decimalHalfWidth", "hex", "chicago", "bullet", "none",
    "vietnameseCounting", "bahtText", "dollarText", "decimalFullWidth2", "iroha", "ideographLegalTraditional",
    "decimalEnclosedCircleChinese", "koreanDigital2", "koreanLegal", "japaneseLegal", "taiwaneseDigital",
)  # fmt: skip
"""Formats of ECMA-376 §17.18.59 that a text may be numbered with."""

COUNTED = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 19, 20, 21, 25, 26, 27, 28, 29, 30, 31, 32, 35, 53, 99, 100, 101, 105, 110, 120, 1000, 1010, 1234)

POINTS = level(0, "lowerLetter", "(%1)")
TREATY = level(0, "decimal", "Article %1") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")
NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def _lists(abstracts: dict[int, str], instances: dict[int, tuple[int, str]], *paragraphs: str) -> bytes:
    def build(document: Document) -> None:
        define_lists(document, abstracts, instances)
        add_xml(document, *paragraphs)

    return word(build)

def _style(document: Document, name: str, properties: str, based_on: str = "Normal", kind: str = "paragraph") -> None:
    document.styles.element.append(parse_xml(
        f'<w:style {nsdecls("w")} w:type="{kind}" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:pPr>{properties}</w:pPr></w:style>'))

def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(run(text), f'<w:pStyle w:val="{style}"/>{more}')

def _styled(abstracts, instances, styles, *paragraphs):
    def build(document: Document) -> None:
        define_lists(document, abstracts, instances)
        for s in styles: _style(document, *s)
        add_xml(document, *paragraphs)
    return word(build)

N = numbered
def num(i, l=None):
    lv = f'<w:ilvl w:val="{l}"/>' if l is not None else ""
    return f'<w:numPr>{lv}<w:numId w:val="{i}"/></w:numPr>'
def ov(l, s): return f'<w:lvlOverride w:ilvl="{l}"><w:startOverride w:val="{s}"/></w:lvlOverride>'
DECL3 = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")
MARKDEL = '<w:rPr><w:del w:id="9" w:author="A"/></w:rPr>'
MARKINS = '<w:rPr><w:ins w:id="9" w:author="A"/></w:rPr>'
DEL = '<w:del w:id="1" w:author="A"><w:r><w:delText>{}</w:delText></w:r></w:del>'
INS = '<w:ins w:id="2" w:author="A"><w:r><w:t>{}</w:t></w:r></w:ins>'

def docs() -> dict[str, bytes]:
    d = {}
    d["multi"] = _lists({1: TREATY}, {1: (1, "")}, N("a",1), N("b",1,1), N("c",1,2), N("d",1,2), N("e",1,1), N("f",1,2), N("g",1), N("h",1,1))
    d["two-nums-one-abstract"] = _lists({1: DECL3}, {1: (1, ""), 2: (1, "")}, N("a",1), N("b",1,1), N("c",2), N("d",2,1), N("e",1,1), N("f",1))
    d["start-override"] = _lists({1: DECL3}, {1: (1, ""), 2: (1, ov(0, 1)), 3: (1, ov(0, 5)), 4: (1, ov(1, 7))},
        N("a",1), N("b",1), N("c",2), N("d",2), N("e",1), N("f",3), N("g",3), N("h",1), N("i",4), N("j",4,1), N("k",4,1), N("l",1,1), N("m", 4), N("n", 4, 1))
    d["start-override-twice"] = _lists({1: POINTS}, {1: (1, ""), 2: (1, ov(0, 1)), 3: (1, ov(0, 1))},
        N("a",1), N("b",1), N("c",2), N("d",2), N("e",3), N("f",3), N("g",2), N("h",1))
    d["level-override"] = _lists({1: DECL3}, {1: (1, ""), 2: (1, f'<w:lvlOverride w:ilvl="1">{level(1, "lowerLetter", "(%2)", start=3)}</w:lvlOverride>'),
        3: (1, f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>{level(0, "upperRoman", "%1)", start=3)}</w:lvlOverride>')},
        N("a",1), N("b",2,1), N("c",2,1), N("d",1,1), N("e",3), N("f",3), N("g",3,1))
    d["restart-never"] = _lists({1: level(0, "decimal", "Chapter %1") + level(1, "decimal", "Article %2", more='<w:lvlRestart w:val="0"/>') + level(2, "lowerLetter", "(%3)")}, {1: (1, "")},
        N("a",1), N("b",1,1), N("c",1,2), N("d",1,1), N("e",1), N("f",1,1), N("g",1,2))
    d["restart-at-1"] = _lists({1: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)", more='<w:lvlRestart w:val="1"/>')}, {1: (1, "")},
        N("a",1), N("b",1,1), N("c",1,2), N("d",1,1), N("e",1,2), N("f",1), N("g",1,2), N("h", 1, 1), N("i",1,2))
    d["restart-at-2"] = _lists({1: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)", more='<w:lvlRestart w:val="2"/>')}, {1: (1, "")},
        N("a",1), N("b",1,1), N("c",1,2), N("d",1,1), N("e",1,2), N("f",1), N("g",1,2))
    d["legal"] = _lists({1: level(0, "upperRoman", "%1.") + level(1, "lowerLetter", "%1.%2", more="<w:isLgl/>") + level(2, "lowerLetter", "%1.%2.%3")}, {1: (1, "")},
        N("a",1), N("b",1,1), N("c",1,2), N("d", 1), N("e",1,1))
    d["skipped"] = _lists({1: DECL3}, {1: (1, "")}, N("a",1,2), N("b",1,1), N("c",1), N("d",1,2), N("e",1,1), N("f",1,2))
    d["skipped-start-5"] = _lists({1: level(0, "decimal", "%1.", start=5) + level(1, "decimal", "%1.%2", start=3) + level(2, "decimal", "%1.%2.%3")}, {1: (1, "")}, N("a",1,2), N("b",1,1), N("c",1), N("d",1,2), N("e",1,1))
    d["no-start"] = _lists({1: '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'}, {1: (1, "")}, N("a",1), N("b",1))
    d["start-0"] = _lists({1: level(0, "decimal", "%1.", start=0)+level(1, "lowerLetter", "(%2)", start=0)}, {1: (1, "")}, N("a",1), N("x",1,1), N("y",1,1), N("b",1))
    d["no-format"] = _lists({1: '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'}, {1: (1, "")}, N("a",1), N("b",1))
    d["no-text"] = _lists({1: '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>'+level(1, "decimal", "%1.%2")}, {1: (1, "")}, N("a",1), N("b",1), N("c",1,1))
    d["undefined-level"] = _lists({1: level(0, "decimal", "%1.")}, {1: (1, "")}, N("a",1), N("b",1,1), N("c",1,4), N("d",1))
    d["undefined-num"] = _lists({1: level(0, "decimal", "%1.")}, {1: (1, "")}, N("a",1), N("b",7), N("c",1))
    d["suff"] = _lists({1: level(0, "decimal", "Article %1", more='<w:suff w:val="nothing"/>')+level(1, "decimal", "%2.", more='<w:suff w:val="space"/>')}, {1: (1, "")}, N("a",1), N("b",1,1), N("c",1))
    d["fixed-words"] = _lists({1: level(0, "decimal", "Article %1 bis -") + level(1, "lowerLetter", "Rule %1, point %2)") + level(2, "decimal", "§") + level(3, "decimal", "100%% %4")}, {1: (1, "")}, N("a",1), N("b",1,1), N("c",1,2), N("e", 1, 2), N("d",1,3))
    d["higher-placeholder"] = _lists({1: level(0, "decimal", "%1.%2") + level(1, "decimal", "%1-%2-%3")+ level(2, "decimal", "%3.%1")}, {1: (1, "")}, N("a",1), N("b",1,1), N("c",1,2), N("d",1,2),N("d",1,1), N("e",1))
    d["none-in-middle"] = _lists({1: level(0, "decimal", "%1.") + level(1, "none", "") + level(2, "decimal", "%1.%2.%3")+ level(3, "none", "Note:")}, {1: (1, "")}, N("a",1), N("b",1,1), N("c",1,2), N("d",1,3))
    d["bullet-in-middle"] = _lists({1: level(0, "decimal", "%1.") + level(1, "bullet", "o") + level(2, "decimal", "%1.%2.%3")}, {1: (1, "")}, N("a",1), N("b",1,1), N("c",1,2))
    d["empty"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), N("",1), N("c",1), paragraph(run(" "), num(1,0)), N("d",1))
    d["num0-over-style"] = _styled({1: level(0, "decimal", "Article %1", more='<w:pStyle w:val="ArtHead"/>')}, {7: (1, "")}, [("ArtHead", num(7))],
        styled("a","ArtHead"), styled("b","ArtHead", num(0)), styled("c","ArtHead", num(0,0)), styled("d","ArtHead"))
    d["style-linked-levels"] = _styled({1: level(0, "decimal", "Part %1", more='<w:pStyle w:val="PartHead"/>') + level(1, "decimal", "Article %2", more='<w:pStyle w:val="ArtHead"/><w:lvlRestart w:val="0"/>') + level(2, "decimal", "%3.", more='<w:pStyle w:val="Para"/>')}, {7: (1, "")},
        [("PartHead", num(7)), ("ArtHead", num(7,1)), ("Para", num(7, 2)), ("ParaTight", "", "Para")],
        styled("a","PartHead"), styled("b","ArtHead"), styled("c","Para"), styled("d","ParaTight"), styled("e","ArtHead"), styled("f","PartHead"), styled("g","ArtHead"), styled("h","Para"))
    d["style-linked-levels-no-ilvl"] = _styled({1: level(0, "decimal", "Part %1", more='<w:pStyle w:val="PartHead"/>') + level(1, "decimal", "Article %2", more='<w:pStyle w:val="ArtHead"/>')}, {7: (1, "")},
        [("PartHead", num(7)), ("ArtHead", num(7))], styled("a","PartHead"), styled("b","ArtHead"), styled("c","ArtHead"))
    d["style-wrong-ilvl"] = _styled({1: level(0, "decimal", "Part %1", more='<w:pStyle w:val="PartHead"/>') + level(1, "decimal", "Article %2", more='<w:pStyle w:val="ArtHead"/>')}, {7: (1, "")},
        [("PartHead", num(7)), ("ArtHead", num(7,0))], styled("a","PartHead"), styled("b","ArtHead"), styled("c","ArtHead"))
    d["style-ilvl-inherit"] = _styled({1: DECL3}, {7: (1, "")},
        [("P1", num(7,1)), ("P2", '<w:numPr><w:ilvl w:val="2"/></w:numPr>', "P1"), ("P3", "", "P1"), ("P4", num(0), "P1"), ("P5", "", "P4")],
        styled("a","P1"), styled("b","P2"), styled("c","P3"), styled("d","P4"), styled("e","P5"), styled("f","P1", '<w:numPr><w:ilvl w:val="2"/></w:numPr>'), styled("g","P1", '<w:numPr><w:ilvl w:val="0"/></w:numPr>'))
    d["own-numid-without-ilvl-over-style"] = _styled({1: DECL3, 2: POINTS+level(1,"lowerRoman","(%2)")}, {7: (1, ""), 8: (2, "")},
        [("P1", num(7,1))], styled("a","P1"), styled("b","P1", num(8)), styled("c","P1", num(8,0)), styled("d","P1"))
    def numstyle(document):
        define_lists(document, {}, {})
        root = document.part.numbering_part.element
        for x in (f'<w:abstractNum {nsdecls("w")} w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/><w:styleLink w:val="TreatyList"/>{TREATY}</w:abstractNum>',
                  f'<w:abstractNum {nsdecls("w")} w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/><w:numStyleLink w:val="TreatyList"/></w:abstractNum>',
                  f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
                  f'<w:num {nsdecls("w")} w:numId="2"><w:abstractNumId w:val="2"/></w:num>',
                  f'<w:num {nsdecls("w")} w:numId="3"><w:abstractNumId w:val="2"/>{ov(0, 4)}</w:num>'):
            root.append(parse_xml(x))
        document.styles.element.append(parse_xml(f'<w:style {nsdecls("w")} w:type="numbering" w:customStyle="1" w:styleId="TreatyList"><w:name w:val="TreatyList"/><w:pPr>{num(1)}</w:pPr></w:style>'))
        add_xml(document, N("a",2), N("b",2,1), N("c",2), N("d",1), N("e",3), N("f",3,1), N("g",2))
    d["no-levels"] = _lists({1: "", 2: POINTS}, {1: (1, ""), 2: (5, "")}, N("a",1), N("b",2), N("c",1,1))
    d["undefined-2"] = _lists({1: level(0, "lowerLetter", "%1)") + level(1, "decimal", "%1.%2")}, {1: (1, "")}, N("a",1), N("b",1,2), N("c",1,2), N("d",1,3), N("e",1,1), N("f",1,2))
    d["heading-style"] = word(lambda document: (define_lists(document, {1: level(0, "decimal", "Part %1", more='<w:pStyle w:val="Heading1"/>') + level(1, "decimal", "Article %2", more='<w:pStyle w:val="Heading2"/>')}, {7: (1, "")}),
        document.styles["Heading 1"].element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="7"/></w:numPr>')),
        document.styles["Heading 2"].element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>')),
        add_xml(document, styled("a", "Heading1"), styled("b", "Heading2"), paragraph(run("t")), styled("c", "Heading2"), styled("d", "Heading1"), styled("e", "Heading2"), styled("", "Heading2"))))
    d["merged-cells"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:vMerge w:val="restart"/></w:tcPr>' + N("b",1) + '</w:tc><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>' + N("c",1) + '</w:tc></w:tr>'
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:vMerge/></w:tcPr>' + N("",1) + '</w:tc><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>' + N("d",1) + '</w:tc></w:tr></w:tbl>', N("e", 1))
    d["footnote-mark"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(run("x") + "<w:r><w:br w:type='page'/></w:r>" + run("y"), num(1,0)), N("c",1))
    d["num-style-link"] = word(numstyle)
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{}</w:tc>'
    d["table"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid><w:tr>{cell.format(N("b",1))}{cell.format(N("c",1))}</w:tr><w:tr>{cell.format(N("d",1))}{cell.format(N("e",1))}</w:tr></w:tbl>', N("f",1))
    d["deleted-whole"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(DEL.format("gone"), num(1,0)+MARKDEL), N("c",1))
    d["deleted-first"] = _lists({1: POINTS}, {1: (1, "")}, paragraph(DEL.format("gone"), num(1,0)+MARKDEL), N("c",1), N("d",1))
    d["deleted-last"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(DEL.format("gone"), num(1,0)+MARKDEL), paragraph(run("plain")), N("c",1))
    d["deleted-words-mark-stays"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(DEL.format("gone"), num(1,0)), N("c",1))
    d["joined"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(run("b"), num(1,0)+MARKDEL), paragraph(run("goes on")), N("c",1))
    d["inserted"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(INS.format("new"), num(1,0)+MARKINS), N("c",1))
    d["numpr-ins"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(run("b"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="3" w:author="A"/></w:numPr>'), N("c",1))
    d["vanish-mark"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(run("b"), num(1,0)+"<w:rPr><w:vanish/></w:rPr>"), N("c",1))
    d["vanish-all"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(run("b", "<w:vanish/>"), num(1,0)+"<w:rPr><w:vanish/></w:rPr>"), N("c",1))
    d["vanish-words"] = _lists({1: POINTS}, {1: (1, "")}, N("a",1), paragraph(run("b", "<w:vanish/>"), num(1,0)), N("c",1))
    d["interleaved"] = _lists({1: POINTS, 2: level(0,"lowerRoman","(%1)")}, {1: (1, ""), 2: (2, "")}, N("a",1), N("b",2), N("c",2), N("d",1), N("e",2))
    d["level-8"] = _lists({1: "".join(level(i, "decimal", ".".join(f"%{k+1}" for k in range(i+1))) for i in range(9))}, {1: (1, "")}, *(N(str(i),1,i) for i in range(9)), N("x",1,8), N("y",1,3), N("z",1,8))
    d["break-in-item"] = _lists({1: POINTS}, {1: (1, "")}, paragraph("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>", num(1,0)), N("c",1))
    d["level-in-instance-style"] = _styled({1: level(0, "decimal", "Article %1", more='<w:pStyle w:val="Heading1"/>')+level(1, "decimal", "%1.%2", more='<w:pStyle w:val="Heading2"/>')}, {7: (1, "")}, [],
        styled("a","Heading1"), styled("b","Heading2"))
    for f in dict.fromkeys(FORMATS):
        ps = []
        insts = {}
        for i, v in enumerate(COUNTED):
            insts[i+1] = (1, ov(0, v))
            ps.append(N("x", i+1))
        d["fmt-"+f] = _lists({1: level(0, f, "(%1)")}, insts, *ps)
    return d
