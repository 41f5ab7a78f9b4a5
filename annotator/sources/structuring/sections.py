"""Sections that are the articles of a text which has none: acts and rules of procedure count "Section 1." through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.sources.languages import words_of
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.labels import label_at

FEWEST_SECTIONS = 2


def names_section(text: str) -> bool:
    """Whether the name of a provision begins with the word for a section."""
    printed = text.lstrip('[({*“" ').casefold()
    return any(printed.startswith(word) for word in words_of("section") if "*" not in word)


def names_subsection(text: str) -> bool:
    printed = text.lstrip('[({*“" ').casefold()
    return any(printed.startswith(word) for word in words_of("subsection"))


def make_articles_of_sections(blocks: Sequence[Block]) -> None:
    """Changes the headings of sections to those of articles, where they are what the text is cited by.

    That is so where there are no articles, section numbers never begin again, and no paragraphs are numbered through
    all sections as reports and guidelines number theirs.
    """
    sections = [block for block in blocks if block.heading is not None and block.heading.kind == "section"]
    numbers = [block.heading.number for block in sections if block.heading is not None]
    kinds = {block.heading.kind for block in blocks if block.heading is not None}
    if "article" in kinds or len(numbers) < FEWEST_SECTIONS or len(set(numbers)) < len(numbers):
        return
    if numbers[0] != "1" or _counts_through(blocks, sections):
        return
    for block in sections:
        if block.heading is not None and block.line.asked != "section":
            block.heading = replace(block.heading, kind="article")


def _counts_through(blocks: Sequence[Block], sections: Sequence[Block]) -> bool:
    """Whether the first numbered paragraph of a later section goes on from the section before."""
    later, first = False, {id(block) for block in sections[1:]}
    for block in blocks:
        later = later or id(block) in first
        label = label_at(block.text) if later and block.heading is None else None
        if label is not None and label.form in (".", "()") and label.readings[0].family == "decimal":
            return not label.is_first()
    return False
