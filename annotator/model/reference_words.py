"""The words by which treaties in each language point at their own provisions. Another language is one more entry.

These are forms as they stand within sentences ("articles", "статьи"), which headings do not have; what headings say is
in `sources/languages.py`. Alternatives are separated by "|" and are regular expressions, read without regard to case.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """How one language (`code`, BCP 47) refers.

    `joins` stand between the numbers of a list ("and", "to"). `inside` stands between a provision and the one that
    holds it ("paragraph 2 *of* article 5"); in some languages nothing does. `this` begins what says that the text
    itself is meant ("of this Convention"), `other` what says that another one is ("of that", "thereof"), `owned` does
    so before ("its article 2"). `near` is said of provisions close by ("above"). `instruments` are what a treaty may
    be called; `goes_on` follows where its name is longer than that ("Convention *on* …").
    """

    code: str
    article: str
    paragraph: str = ""
    point: str = ""
    part: str = ""
    chapter: str = ""
    section: str = ""
    annex: str = ""
    joins: str = ""
    inside: str = ""
    this: str = ""
    other: str = ""
    owned: str = ""
    near: str = ""
    instruments: str = ""
    goes_on: str = ""


_ENGLISH = ReferenceWords(
    code="en",
    article=r"articles?|arts?\.",
    paragraph=r"paragraphs?|paras?\.",
    point=r"sub-?\s?paragraphs?|points?|clauses?|items?|letters?",
    part="parts?",
    chapter="chapters?",
    section="sections?",
    annex="annex(?:es)?|appendix",
    joins="and/or|and|or|to|through|as well as",
    inside=r"(?:of|in|under)\s+(?:the\s+)?",
    this=r"(?:of|in|to|under|from|with)\s+(?:this|the\s+present|the\s+foregoing)",
    other=r"(?:of|to|in|under)\s+(?:that|those|these|the\s+said|the\s+same|the\s+aforementioned|such|its|their|each|any)"
    r"|thereof|thereto",
    owned="its|their|whose|said",
    near="above|below|hereof",
    instruments="conventions?|agreements?|protocols?|treaty|treaties|covenants?|charter|statute|constitution|declaration|"
    "resolutions?|decisions?|act|regulations?|directives?|pact|rules|compact|instruments?",
    goes_on="on|for|against|relating|concerning|relative|between|of|to|regarding|governing",
)

_FRENCH = ReferenceWords(
    code="fr",
    article=r"articles?|arts?\.",
    paragraph="paragraphes?|par\\.|alinéas?(?=\\s+\\d)",
    point="alinéas?|sous-paragraphes?|points?|lettres?|sous-alinéas?",
    part="parties?",
    chapter="chapitres?",
    section="sections?",
    annex="annexes?|appendice",
    joins="et/ou|et|ou|à|au|ainsi que",
    inside=r"(?:de\s+l['’]|de\s+la|du|des|de|à\s+l['’]|au)\s*",
    this=r"(?:du|de\s+la|de\s+l['’]|des|au|à\s+la|de)\s*(?:présente?s?|ce|cet|cette)",
    other=r"dudit|de\s+ladite|desdits|desdites|de\s+(?:son|sa|ses|leurs?)|y\s+relatif",
    owned="son|ses|leurs?|dudit",
    near="ci-dessus|ci-après|ci-dessous|qui\\s+précède|précédent",
    instruments="conventions?|accords?|protocoles?|traités?|pactes?|charte|statut|constitution|déclaration|"
    "résolutions?|décisions?|règlements?|directives?|acte",
    goes_on="sur|pour|contre|relative?s?|concernant|entre|de|des|du|d['’]",
)

_SPANISH = ReferenceWords(
    code="es",
    article=r"art[íi]culos?|arts?\.",
    paragraph=r"p[áa]rrafos?|apartados?(?=\s+\d)|numerales?",
    point=r"apartados?|incisos?|letras?|subp[áa]rrafos?|literal(?:es)?",
    part="partes?(?=\\s+[IVX])",
    chapter="cap[íi]tulos?",
    section="secci[óo]n|secciones",
    annex="anexos?|apéndice",
    joins="y/o|y|e|o|u|a|al|así como",
    inside=r"(?:de\s+los|de\s+las|de\s+la|del|de|en\s+el|en\s+la)\s+",
    this=r"(?:del|de\s+la|de\s+los|de\s+las|de)\s*(?:presentes?|este|esta|estos|estas)",
    other=r"de\s+(?:dich[oa]s?|ese|esa|su|sus|aquel|aquella)|del\s+(?:mismo|citado)|de\s+la\s+misma",
    owned="su|sus|dicho",
    near="supra|infra|anterior(?:es)?|precedentes?",
    instruments="convención|convenciones|convenios?|acuerdos?|protocolos?|tratados?|pacto|carta|estatuto|constitución|"
    "declaración|resolución|decisión|reglamento|directiva",
    goes_on="sobre|para|contra|relativ[oa]s?|de|del|entre|en",
)

_DUTCH = ReferenceWords(
    code="nl",
    article=r"artikel(?:en)?|arts?\.",
    paragraph="lid|leden|paragra(?:af|fen)",
    point="onder(?:deel|delen)?|letters?|alinea",
    part="deel",
    chapter="hoofdstuk(?:ken)?",
    section="afdeling(?:en)?",
    annex="bijlagen?",
    joins="en/of|en|of|tot en met|tot|alsmede",
    inside=r"(?:van|in)\s+(?:het\s+|de\s+)?",
    this=r"(?:van|in|bij|uit)\s+(?:dit|deze|het\s+onderhavige)",
    other=r"(?:van|bij)\s+(?:dat|die|zijn|haar|genoemde?|bedoelde?)|daarvan",
    owned="zijn|haar|hun",
    near="hierboven|hieronder",
    instruments="verdrag|verdragen|overeenkomst|protocol|handvest|statuut|verklaring|resolutie|besluit|richtlijn|pact",
    goes_on="inzake|tot|tegen|betreffende|voor|van|tussen|over",
)

_GERMAN = ReferenceWords(
    code="de",
    article=r"artikeln?|artikels|arts?\.",
    paragraph="absatz|absätze|absätzen|abs\\.",
    point="buchstaben?|nummern?|ziffern?",
    part="teile?s?",
    chapter="kapitel[ns]?",
    section="abschnitte?[ns]?",
    annex="anhang|anlagen?",
    joins="und/oder|und|oder|bis|sowie",
    inside=r"(?:des|der|von)\s+",
    this="diese[srm]|des\\s+vorliegenden|der\\s+vorliegenden",
    other="jene[srm]|des\\s+genannten|der\\s+genannten",
    owned="seine[sm]?|ihre[sm]?|dessen|deren",
    near="oben|unten",
    instruments="übereinkommens?|abkommens?|vertrag(?:es|s)?|protokolls?|charta|satzung|erklärung|verordnung|"
    "richtlinie|konvention|pakte?s?|statuts?|gesetze?s?",
    goes_on="über|zur|zum|gegen|für|von|der|des|betreffend|zwischen",
)

_RUSSIAN = ReferenceWords(
    code="ru",
    article=r"стать(?:я|и|е|ю|ей|ями|ями|ях|ям)|статей|ст\.",
    paragraph="пункт(?:а|у|е|ом|ы|ов|ам|ами|ах)?|п\\.",
    point="подпункт(?:а|у|е|ом|ы|ов|ам|ами|ах)?",
    part="част(?:ь|и|ью)",
    chapter="глав(?:а|ы|е|у|ой)?",
    section="раздел(?:а|у|е|ом|ы|ов)?",
    annex="приложени(?:е|я|и|ю|ем)",
    joins="и/или|и|или|по|до|а также|—",
    inside="",
    this=r"настояще(?:й|го|му|м)|данно(?:й|го)|этой|этого",
    other="указанной|указанного|упомянутой|той же|того же|его|её|ее|их",
    owned="его|её|ее|их",
    near="выше|ниже",
    instruments="конвенци[яию]|соглашени[яе]|протокола?|договора?|пакта?|устава?|статута?|декларации|резолюции",
    goes_on="о|об|против|по|между|от|оон",
)

_ARABIC = ReferenceWords(
    code="ar",
    article="ال?مادة|للمادة|ال?مادتين|المادتان|ال?مواد|للمواد",
    paragraph="ال?فقرة|الفقرتين|الفقرتان|ال?فقرات|للفقرة",
    point="الفقرة الفرعية|البند|الفرعية|الفقرتين الفرعيتين",
    chapter="الفصل|الفصلين",
    part="الجزء",
    section="القسم|الباب",
    annex="المرفق|الملحق",
    joins="و\\s?|أو|إلى|وإلى",
    inside="من\\s+",
    this=r"(?:من|في|ب|ل)?\s*ه(?:ذه|ذا)",
    other="من\\s+تلك|من\\s+ذلك|منها|منه",
    near="أعلاه|أدناه",
    instruments="ال?اتفاقية|الاتفاق|ال?بروتوكول|ال?معاهدة|ال?عهد|ال?ميثاق|النظام الأساسي|ال?إعلان|ال?قرار|القانون",
    goes_on="بشأن|لمكافحة|المتعلقة?|الخاصة?|الدولي|الأمم|ل\\w+",
)

_CHINESE = ReferenceWords(
    code="zh",
    article="条",
    paragraph="款",
    point="项|目",
    part="部分|编",
    chapter="章",
    section="节",
    joins="和|或|至|及|、|以及|到",
    this="本|上述|本公约|本协定",
    instruments="公约|协定|议定书|条约|盟约|宪章|规约|宪法|宣言|决议|法",
)

_ALL = (_ENGLISH, _FRENCH, _SPANISH, _DUTCH, _GERMAN, _RUSSIAN, _ARABIC, _CHINESE)


def words_for(language: str) -> ReferenceWords | None:
    """The words for a text in `language` (a BCP 47 tag); None where nobody has written them down yet."""
    primary = language.split("-")[0].casefold()
    return next((row for row in _ALL if row.code == primary), None)


ARTICLE_WORDS = "|".join(row.article for row in _ALL if row.code != "zh")
"""What stands before the number of an article in any of these languages; Chinese puts it behind."""
