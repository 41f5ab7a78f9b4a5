"""One made-up treaty, set twice: words that repeat across its articles, and where each character stands again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from annotator.model.treaty import Ledger, Provision, Text, solid_length

_SENTENCES = (
    "Each State Party shall adopt such measures as may be necessary to establish the powers of this section.",
    "The conditions shall include judicial or other independent review.",
    "A Party may request another Party to order the expeditious preservation of stored “data”.",
    "Nothing in this Convention shall be construed as limiting the rights of any person.",
    "Each State Party shall adopt such measures as may be necessary.",
    "The measures referred to in paragraph 1 shall be without prejudice to third parties.",
)
_WORDS = [
    "lamp",
    "oil",
    "wick",
    "night",
    "reader",
    "harbour",
    "signal",
    "keeper",
    "coast",
    "storm",
    "glass",
    "tower",
    "bell",
    "ship",
    "tide",
    "rock",
]


@dataclass
class Setting:
    """One setting of the treaty. `places` maps the number of each character of the source to where it is here."""

    text: str = ""
    provisions: list[Provision] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)

    def add(self, words: str, source: int | None) -> None:
        """`source` is the number of the first character in the source; None for what only this setting has."""
        if source is not None:
            self.places.update({source + index: len(self.text) + index for index in range(len(words))})
        self.text += words

    def made(self) -> Text:
        size = solid_length(self.text)
        return Text.of(self.text, tuple(self.provisions), Ledger(size, size))


@dataclass(frozen=True)
class Article:
    number: int
    paragraphs: tuple[str, ...]


def made_treaty(seed: int, articles: int = 12) -> list[Article]:
    """Articles of one to four paragraphs; half of their sentences are in several of them."""
    dice = random.Random(seed)
    return [
        Article(number, tuple(_paragraph(dice) for _ in range(dice.randint(1, 4)))) for number in range(1, articles)
    ]


def set_treaty(treaty: list[Article], dice: random.Random | None = None) -> Setting:
    """Plainly without `dice`; with them in another typesetting: other quotation marks, running heads, words that a
    reader of PDFs joined or lost, an article more or less."""
    made, source = Setting(), 0
    for article in treaty:
        length = sum(len(row) + 8 for row in article.paragraphs) + 40
        if dice and dice.random() < 0.05:
            source += length
            continue
        _set_article(made, article, source, dice)
        source += length
        if dice and dice.random() < 0.05:
            _set_article(made, Article(90 + article.number, (_paragraph(dice), _paragraph(dice))), None, dice)
    return made


def _set_article(made: Setting, article: Article, source: int | None, dice: random.Random | None) -> None:
    if made.text:
        made.text += "\n"
    begin, eid = len(made.text), f"art_{article.number}"
    at = len(made.provisions)
    made.add(f"Article {article.number}", source)
    at_source = None if source is None else source + 40
    for number, words in enumerate(article.paragraphs, start=1):
        made.text += "\n"
        start = len(made.text)
        made.add(f"{number}. ", at_source)
        _set_words(made, words, None if at_source is None else at_source + 8, dice)
        cited = f"art. {article.number}({number})"
        made.provisions.append(
            Provision(
                f"{eid}__para_{number}", eid, "paragraph", str(number), f"{number}.", "", cited, start, len(made.text)
            )
        )
        at_source = None if at_source is None else at_source + 8 + len(words)
    made.provisions.insert(
        at,
        Provision(
            *(eid, None, "article", str(article.number), f"Article {article.number}", "", f"art. {article.number}"),
            *(begin, len(made.text)),
        ),
    )


def _set_words(made: Setting, words: str, source: int | None, dice: random.Random | None) -> None:
    position = 0
    for word in words.split(" "):
        here = None if source is None else source + position
        shown = word
        if dice and dice.random() < 0.03:
            shown = shown.replace("“", '"').replace("”", '"')
        if position:
            made.add(" ", None if here is None else here - 1)
        if dice and dice.random() < 0.01:
            made.add(f"A/CONF.1/{dice.randint(1, 99)} ", None)
        if not dice or dice.random() > 0.004:
            made.add(shown, here)
        position += len(word) + 1


def _paragraph(dice: random.Random) -> str:
    parts = []
    for _ in range(dice.randint(1, 3)):
        own = " ".join(dice.choice(_WORDS) for _ in range(dice.randint(5, 14)))
        parts.append(dice.choice(_SENTENCES) if dice.random() < 0.5 else f"The {own}.")
    return " ".join(parts)
