"""The words by which treaties in each language name their parts. Another language is one more entry of `LANGUAGES`.

Words are matched without regard to case, and as whole words. A `*` says where else than after the word its number may
stand: inside ("第*条"), or before it as a word ("*PARTIE": "DEUXIÈME PARTIE"); a `#` that it stands there in digits
("#artikla": "5 artikla"). What is read from the table is kept for good: it has to be complete before the first text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

LATIN = r"a-z\u00c0-\u024f"
"""`Language.script` of most."""
SHORTEST_PLAIN = 3
"""Letters: words up to this keep their accents; "à" is not "a"."""
_ACCENTS = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Language:
    """How one language speaks in treaties; all words are separated by "|".

    `sole` names the only article of a text. `rule`, `principle` and `regulation` are what a text may call its
    articles. `opening` begins a preamble's list of parties, `recitals` begin its paragraphs, `closing` ends it,
    `testimonium` begins the clause of signature, `instruments` are what a treaty may call itself, `draft` what a
    draft does, `resolution` what an act that adopts one does. `bonds` join list items ("and"), `references` follow a
    number that is referred to ("of this article"), `common` are words that tell the language among those of its
    `script` (the range of its letters, for a regular expression). `ordinals` give the value of number words (without
    article or ending where they vary).
    """

    code: str
    article: str
    sole: str = ""
    rule: str = ""
    principle: str = ""
    regulation: str = ""
    part: str = ""
    chapter: str = ""
    section: str = ""
    subsection: str = ""
    title: str = ""
    annex: str = ""
    preamble: str = ""
    alternative: str = ""
    contents: str = ""
    opening: str = ""
    recitals: str = ""
    closing: str = ""
    testimonium: str = ""
    instruments: str = ""
    draft: str = ""
    resolution: str = ""
    bonds: str = ""
    references: str = ""
    common: str = ""
    script: str = LATIN
    ordinals: dict[str, int] = field(default_factory=dict)


def _counted(words: str) -> dict[str, int]:
    return {word: index for index, group in enumerate(words.split(), 1) for word in group.split("/")}


ENGLISH = Language(
    code="en",
    article="article|art.",
    sole="sole article|single article",
    rule="rule",
    principle="principle",
    regulation="regulation",
    part="part|*part",
    chapter="chapter",
    section="section|sect.",
    subsection="subsection|sub-section",
    title="title",
    annex="annex|appendix|schedule|attachment",
    preamble="preamble",
    alternative="option|alternative|alt",
    contents="contents|table of contents",
    opening="the states parties|the parties|the undersigned|the member states|the high contracting parties|"
    "the contracting parties|the contracting states|the states members|the government|the governments|the kingdom|"
    "the republic|the general assembly|the conference of the parties|the security council|the human rights council|"
    "the economic and social council|the general conference|the conference|the european parliament|the council|"
    "the commission|the signatory|members|we the peoples",
    recitals="acknowledging|adhering|affirming|agreeing|alarmed|also|anxious|appreciating|aspiring|aware|basing|being|"
    "believing|bearing|calling|commending|committed|committing|concerned|confident|conscious|considering|convinced|"
    "declaring|deeply|desiring|desirous|determined|emphasising|emphasizing|expressing|further|guided|having|"
    "in pursuit|keeping|mindful|noting|prompted|pursuant|referring|reaffirming|realising|realizing|recalling|"
    "recognising|recognizing|resolved|respecting|seeking|stressing|taking|underlining|welcoming|whereas|wishing",
    closing="have agreed|agree upon|agree as follows|agree on|hereby agree|have decided|have adopted|has adopted|"
    "adopts this|adopt this|adopts the|have resolved",
    testimonium="in witness whereof|in witness thereof|in testimony whereof|in faith whereof|done at|done in|"
    "adopted at",
    instruments="convention|agreement|protocol|treaty|covenant|charter|statute|constitution|declaration|resolution|"
    "decision|act|guidelines|principles|rules|recommendation",
    draft="draft|negotiating text|zero draft|consolidated text",
    resolution="resolution|decision",
    bonds="and|or|and/or|but|provided that",
    references="of|above|below|and|or|to",
    common="the|of|and|to|in|shall|be|for|or|this|by|with|such|which|any|that|is|are|not",
    ordinals=_counted("first/one second/two third/three fourth/four fifth/five sixth/six seventh/seven eighth/eight "
                      "ninth/nine tenth/ten eleventh/eleven twelfth/twelve"),
)  # fmt: skip

FRENCH = Language(
    code="fr",
    article="article|art.",
    rule="règle",
    principle="principe",
    regulation="règle",
    part="partie|*partie",
    chapter="chapitre",
    section="section",
    subsection="sous-section",
    title="titre",
    annex="annexe|appendice",
    preamble="préambule",
    alternative="option|variante",
    contents="sommaire|table des matières",
    opening="les états parties|les parties|les états membres|les hautes parties contractantes|"
    "les parties contractantes|les états contractants|les états signataires|les gouvernements|le gouvernement|"
    "le royaume|la république|l'assemblée générale|l’assemblée générale|la conférence|la commission|le conseil|"
    "le parlement européen|les membres",
    recitals="affirmant|animés|ayant|conscient|conscients|conscientes|considérant|constatant|convaincu|convaincus|"
    "convaincues|déclarant|désireux|désireuses|déterminé|déterminés|estimant|exprimant|gardant|notant|persuadés|"
    "préoccupés|prenant|profondément|rappelant|réaffirmant|reconnaissant|résolu|résolus|résolues|saluant|"
    "se félicitant|soucieux|soulignant|souhaitant|tenant|visant|vu",
    closing="sont convenus|sont convenu|sont convenues|ont convenu|conviennent|ont adopté|a adopté|a arrêté|"
    "adopte la présente",
    testimonium="en foi de quoi|fait à|fait en",
    instruments="convention|accord|protocole|traité|pacte|charte|statut|constitution|déclaration|résolution|décision|"
    "acte|directives|principes|règles|recommandation",
    draft="projet|avant-projet",
    resolution="résolution|décision",
    bonds="et|ou|et/ou",
    references="du|de|des|ci-dessus|et|ou|à",
    common="le|la|les|de|des|du|et|à|en|un|une|dans|par|pour|au|aux|que|est|ou|qui|sont",
    ordinals=_counted("premier/première/1er/1re/ier/ière/unique deuxième/second/seconde/2e/2ème troisième/3e "
                      "quatrième/4e cinquième/5e sixième/6e septième/7e huitième/8e neuvième/9e dixième/10e "
                      "onzième douzième"),
)  # fmt: skip

SPANISH = Language(
    code="es",
    article="artículo|articulo|art.",
    rule="regla",
    principle="principio",
    regulation="regla",
    part="parte|*parte",
    chapter="capítulo|capitulo",
    section="sección|seccion",
    subsection="subsección",
    title="título|titulo",
    annex="anexo|apéndice",
    preamble="preámbulo",
    alternative="opción|variante",
    contents="índice|contenido",
    opening="los estados partes|los estados parte|las partes|los estados miembros|las altas partes contratantes|"
    "las partes contratantes|los estados contratantes|los estados signatarios|los gobiernos|el gobierno|el reino|"
    "la república|la asamblea general|la conferencia|la comisión|el consejo|el parlamento europeo",
    recitals="acogiendo|advirtiendo|afirmando|animados|conscientes|consciente|considerando|convencidos|convencidas|"
    "convencida|deseando|deseosos|deseosas|decididos|decididas|destacando|expresando|habiendo|haciendo|inspirados|"
    "observando|poniendo|preocupados|profundamente|reafirmando|recordando|reconociendo|resueltos|subrayando|teniendo|"
    "tomando|visto",
    closing="han convenido|han acordado|convienen|acuerdan|han adoptado|ha adoptado|aprueba la presente",
    testimonium="en fe de lo cual|en testimonio de lo cual|hecho en|hecha en",
    instruments="convención|convenio|acuerdo|protocolo|tratado|pacto|carta|estatuto|constitución|declaración|"
    "resolución|decisión|acta|directrices|principios|reglas|recomendación",
    draft="proyecto|anteproyecto|borrador",
    resolution="resolución|decisión",
    bonds="y|o|e|u|y/o",
    references="de|del|y|o",
    common="el|la|los|las|de|del|y|en|a|que|por|para|con|se|un|una|al|o|su|no",
    ordinals=_counted("primero/primer/primera/único/1º/1.º segundo/segunda/2º tercero/tercer/tercera/3º "
                      "cuarto/cuarta/4º quinto/quinta/5º sexto/sexta séptimo/séptima octavo/octava noveno/novena "
                      "décimo/décima"),
)  # fmt: skip

RUSSIAN = Language(
    code="ru",
    article="статья|ст.",
    sole="единственная статья",
    rule="правило",
    principle="принцип",
    regulation="правило",
    part="часть",
    chapter="глава",
    section="раздел",
    subsection="подраздел",
    title="титул",
    annex="приложение|добавление",
    preamble="преамбула",
    alternative="вариант|альтернатива",
    contents="содержание|оглавление",
    opening="государства-участники|государства — участники|стороны|государства-члены|высокие договаривающиеся стороны|"
    "договаривающиеся стороны|договаривающиеся государства|правительства|правительство|генеральная ассамблея|"
    "генеральная конференция|конференция",
    recitals="будучи|выражая|желая|имея|исходя|напоминая|осознавая|отмечая|подтверждая|подчеркивая|подчёркивая|"
    "полагая|признавая|приветствуя|принимая|решив|сознавая|ссылаясь|стремясь|считая|убежденные|убеждённые|учитывая",
    closing="согласились|договорились|решили|пришли к соглашению|приняли|принимает",
    testimonium="в удостоверение чего|совершено|составлено",
    instruments="конвенция|соглашение|протокол|договор|пакт|устав|хартия|статут|декларация|резолюция|решение|"
    "руководящие|принципы|правила|рекомендация",
    draft="проект",
    resolution="резолюция|решение",
    bonds="и|или|и/или",
    references="настоящей|настоящего|статьи|выше|и|или",
    script=r"\u0400-\u04ff",
    common="и|в|на|с|по|о|или|не|для|что|их|к|от|из|как|это|любой|настоящей",
    ordinals=_counted("первая/первый/первое вторая/второй/второе третья/третий/третье четвертая/четвертый пятая/пятый "
                      "шестая/шестой седьмая/седьмой восьмая/восьмой девятая/девятый десятая/десятый"),
)  # fmt: skip

CHINESE = Language(
    code="zh",
    article="第*条|第*條",
    rule="规则",
    principle="原则",
    part="第*部分|第*编|第*編",
    chapter="第*章",
    section="第*节|第*節",
    title="第*篇",
    annex="附件|附录|附錄|附则",
    preamble="序言|前言|序 言",
    alternative="备选案文|选项|备选方案",
    contents="目录|目錄|目 录",
    opening="本公约缔约国|本公约各缔约国|本公约各缔约方|本协定缔约国|本协定各缔约方|本协定缔约方|本议定书缔约国|本议定书各缔约国|本盟约缔约各国|缔约国|缔约各国|各缔约方|各缔约国|大会|各国政府|"
    "中华人民共和国政府",
    recitals="铭记|回顾|考虑到|认识到|确认|重申|注意到|深信|意识到|强调|承认|决心|希望|欢迎|鉴于|念及|关切|认为",
    closing="兹协议如下|议定如下|协议如下|达成协议如下|商定如下",
    testimonium="以资证明|为此，|订于|签订于",
    instruments="公约|协定|议定书|条约|盟约|宪章|规约|宣言|决议|决定|准则|原则|规则|建议",
    draft="草案",
    resolution="决议|决定",
    bonds="和|或|以及|及|和/或",
    references="款|项|和|或",
    script=r"\u4e00-\u9fff",
    common="的|和|或|在|应|为|本|条|缔约国|其",
)

ARABIC = Language(
    code="ar",
    article="المادة|مادة",
    rule="القاعدة",
    principle="المبدأ",
    regulation="اللائحة",
    part="الجزء|الباب",
    chapter="الفصل",
    section="القسم|الفرع",
    title="العنوان",
    annex="المرفق|مرفق|الملحق|ملحق|التذييل",
    preamble="الديباجة|ديباجة",
    alternative="الخيار|البديل",
    contents="المحتويات|الفهرس",
    opening="إن الدول الأطراف|الدول الأطراف|إن الأطراف|الأطراف في|إن الجمعية العامة|إن الدول|إن الحكومات|إن حكومة|"
    "حكومة|إن المؤتمر|إن أطراف",
    recitals="إذ|وإذ|اذ|واذ|رغبة|وإدراكا|إدراكا|واقتناعا|اقتناعا|وتصميما|وعزما",
    closing="قد اتفقت|اتفقت على|اتفقوا على|فقد اتفقت|تتفق على",
    testimonium="وإثباتا لذلك|وإثباتاً لذلك|إثباتا لذلك|واثباتا لذلك|وإشهادا على|حررت في|حرر في|صدر في",
    instruments="اتفاقية|الاتفاقية|اتفاق|الاتفاق|بروتوكول|البروتوكول|معاهدة|العهد|ميثاق|الميثاق|إعلان|قرار|مقرر|نظام|"
    "مبادئ|قواعد",
    draft="مشروع",
    resolution="قرار|مقرر",
    bonds="و|أو|و/أو",
    references="من|أعلاه|و|أو|إلى",
    script=r"\u0600-\u06ff",
    common="في|من|على|إلى|أو|التي|أن|عن|هذه|أي|لا|ما|الدول|ذلك",
    ordinals=_counted(
        "الأولى/الأول/الاولى/الاول/الحادية/الحادي/واحد الثانية/الثاني الثالثة/الثالث الرابعة/الرابع الخامسة/الخامس "
        "السادسة/السادس السابعة/السابع الثامنة/الثامن التاسعة/التاسع العاشرة/العاشر/عشرة/عشر"
    )
    | {"العشرون": 20, "العشرين": 20, "الثلاثون": 30, "الثلاثين": 30, "الأربعون": 40, "الأربعين": 40}
    | {"الخمسون": 50, "الخمسين": 50, "الستون": 60, "الستين": 60, "السبعون": 70, "السبعين": 70},
)

DUTCH = Language(
    code="nl",
    article="artikel|art.",
    sole="enig artikel",
    rule="regel",
    principle="beginsel",
    regulation="voorschrift",
    part="deel|*deel",
    chapter="hoofdstuk",
    section="afdeling|paragraaf",
    subsection="onderafdeling",
    title="titel",
    annex="bijlage|aanhangsel",
    preamble="preambule|considerans",
    alternative="optie|alternatief",
    contents="inhoud|inhoudsopgave",
    opening="de lidstaten|de staten die partij|de partijen|de hoge verdragsluitende partijen|"
    "de verdragsluitende partijen|de verdragsluitende staten|de ondertekenende staten|de staten|de regeringen|"
    "de regering|het koninkrijk|de republiek|de algemene conferentie|de algemene vergadering|de raad|"
    "de europese commissie|het europees parlement",
    recitals="bevestigende|erkennende|gedachtig|gelet|gezien|herinnerende|indachtig|geleid|nota|onderstrepende|"
    "opnieuw|overtuigd|overwegende|rekening|vastbesloten|verlangende|verontrust|wensende|zich|zijnde|ernaar",
    closing="zijn overeengekomen|zijn als volgt|komen overeen|zijn het volgende|zijn de volgende|"
    "hebben overeenstemming|heeft de volgende|hebben de volgende|neemt dit verdrag",
    testimonium="ten blijke waarvan|gedaan te",
    instruments="verdrag|overeenkomst|protocol|handvest|statuut|verklaring|resolutie|besluit|wet|richtlijnen|"
    "beginselen",
    draft="ontwerp|concept",
    resolution="resolutie|besluit",
    bonds="en|of|en/of",
    references="van|bedoelde|en|of|tot",
    common="de|het|een|van|en|in|dat|te|op|die|voor|met|is|door|zijn|aan|of|niet|wordt",
    ordinals=_counted("eerste tweede derde vierde vijfde zesde zevende achtste negende tiende"),
)

GERMAN = Language(
    code="de",
    article="artikel|art.",
    rule="regel",
    principle="grundsatz",
    part="teil|*teil",
    chapter="kapitel",
    section="abschnitt",
    subsection="unterabschnitt",
    title="titel",
    annex="anhang|anlage",
    preamble="präambel",
    alternative="option|variante",
    contents="inhalt|inhaltsverzeichnis",
    opening="die vertragsstaaten|die vertragsparteien|die mitgliedstaaten|die regierung|die regierungen|die staaten|"
    "das königreich|die hohen vertragsparteien|die generalversammlung|das europäische parlament",
    recitals="anerkennend|bekräftigend|besorgt|eingedenk|entschlossen|erwägend|gestützt|im bewusstsein|im hinblick|"
    "in dem|in der|mit dem|unter hinweis|überzeugt|von dem",
    closing="sind wie folgt übereingekommen|haben folgendes vereinbart|kommen wie folgt überein|haben folgende",
    testimonium="zu urkund dessen|geschehen zu",
    instruments="übereinkommen|abkommen|vertrag|protokoll|charta|satzung|erklärung|resolution|beschluss|verordnung|"
    "richtlinie|gesetz",
    draft="entwurf",
    resolution="resolution|beschluss",
    bonds="und|oder",
    references="des|der|und|oder|bis",
    common="der|die|das|und|von|zu|mit|nicht|ist|für|des|dem|den|ein|eine|werden|oder|im|auf|sich",
    ordinals=_counted("erster/erste/erstes zweiter/zweite/zweites dritter/dritte vierter/vierte fünfter/fünfte"),
)

LANGUAGES: tuple[Language, ...] = (ENGLISH, FRENCH, SPANISH, RUSSIAN, CHINESE, ARABIC, DUTCH, GERMAN)


@cache
def words_of(name: str) -> dict[str, str]:
    """Every word that any language has for `name` (a field of Language), case folded, with the language's code."""
    return {word: row.code for row in reversed(LANGUAGES) for word in spellings(getattr(row, name))}


def spellings(words: str) -> list[str]:
    """The words of a field, case folded; and long ones without accents, as capitals may be ("PREAMBULE")."""
    found = [word.casefold() for word in words.split("|") if word]
    plain = (_ACCENTS.sub("", unicodedata.normalize("NFD", word)) for word in found if len(word) > SHORTEST_PLAIN)
    return [*found, *(unicodedata.normalize("NFC", word) for word in plain)]


@cache
def article_words() -> dict[str, str]:
    """How what counts as an article is cited where it is called otherwise, by the word for it."""
    called = {"section": "sect.", "regulation": "reg.", "principle": "principle", "rule": "rule"}
    return {word: cited for name, cited in called.items() for word in words_of(name) if "*" not in word}


@cache
def share_article_word(one: str, other: str) -> bool:
    """Whether two languages (by their codes) have a word for articles in common, so that it tells neither."""
    words = [set(row.article.split("|")) for row in LANGUAGES if row.code in (one, other)]
    return len(words) < 2 or bool(words[0] & words[1])


@cache
def phrase_pattern(name: str) -> re.Pattern[str]:
    """Matches any language's words for `name` where they stand as whole words (Chinese has no spaces between them)."""
    words = sorted(words_of(name), key=len, reverse=True)
    spelled = (re.escape(word).replace(r"\ ", r"\s+") for word in words)
    bounded = (word if _is_chinese(word) else rf"(?<!\w){word}(?!\w)" for word in spelled)
    return re.compile("|".join(bounded), re.IGNORECASE)


def has_phrase(name: str, text: str) -> bool:
    """Whether `phrase_pattern(name)` is found in `text`; plain searching first spares the pattern most texts."""
    folded = text.casefold().replace("\u00a0", " ")
    return any(word in folded for word in words_of(name)) and bool(phrase_pattern(name).search(text))


@cache
def ordinal_words() -> dict[str, int]:
    return {word: value for row in LANGUAGES for name, value in row.ordinals.items() for word in spellings(name)}


_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _is_chinese(text: str) -> bool:
    return bool(_CHINESE.match(text))
