"""Sentences and the other units that are selected as one."""

from __future__ import annotations

import pytest

from annotator.ui.reader.sentences import sentences
from annotator.ui.reader.units import (
    larger,
    nearest_word_edge,
    next_end,
    paragraph_at,
    previous_start,
    sentence_at,
    smaller,
    step_word,
    word_at,
)
from tests.ui.reader.treaty_samples import TREATY, make_text

TEXT = make_text(TREATY)


@pytest.mark.parametrize(
    "expected",
    [
        ["Each State Party shall, under art. 24(2) and paras. 1 and 2, keep records.", "No. 5 of the Annex applies."],
        ["Each State may do so.", "Article 3 applies (see A/RES/55/25, paras. 1, 2 and 7)."],
        ["See vol. 2225, No. 39574.", "See also doc. A/AC.291/22, Rev. 1, Add. 2."],
        ["Chaque État agit.", "Voir l’art. 24, par. 2.", "Il le fait."],
        ["Véase el art. 24, párr. 2.", "El Estado Parte podrá."],
        ["“lamp” means whatever gives light;"],
        ["He said “It is so.”", "Then he left."],
        ["تحترم كل دولة طرف حقوق الإنسان.", "هل هذا صحيح؟", "ينطبق هذا الحكم على الجميع."],
    ],
)
def test_a_paragraph_is_cut_into_sentences_and_nowhere_else(expected: list[str]) -> None:
    paragraph = " ".join(expected)
    assert [paragraph[start:end] for start, end in sentences(paragraph)] == expected


@pytest.mark.parametrize("number", ["1. ", "12 bis. ", "(a) ", "(iv) ", "b) ", "一、", "（二）", "(أ) "])
def test_the_number_of_a_paragraph_is_no_part_of_its_sentence(number: str) -> None:
    (span,) = sentences(f"{number}Each State may do so.")
    assert span == (len(number), len(number) + len("Each State may do so."))


@pytest.mark.parametrize("number", ["Article 24. ", "ARTICLE IV. ", "Artículo 8 bis. ", "Section 2. ", "Статья 5. "])
def test_a_heading_is_one_sentence_and_a_number_before_words_belongs_to_none(number: str) -> None:
    assert sentences(f"{number}Conditions and safeguards") == ((0, len(number) + len("Conditions and safeguards")),)
    first, second = sentences(f"{number}Each State may do so. It need not.")
    assert first == (len(number), len(number) + len("Each State may do so."))
    assert second[1] - second[0] == len("It need not.")


def test_chinese_sentences_need_no_space_between_them() -> None:
    paragraph = "人权应受尊重。各缔约国应采取措施！是吗？是。"
    assert [paragraph[start:end] for start, end in sentences(paragraph)] == [
        "人权应受尊重。",
        "各缔约国应采取措施！",
        "是吗？",
        "是。",
    ]


@pytest.mark.parametrize("paragraph", ["", " ", "\u00a0"])
def test_nothing_has_no_sentences(paragraph: str) -> None:
    assert sentences(paragraph) == ()


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("an effective remedy, now", "remedy", "remedy"),
        ("an effective remedy, now", ",", ","),
        ("an effective remedy", " ", "an"),
        ("حُقُوق الإنسان", "ُ", "حُقُوق"),
        ("cafe\u0301 noir", "\u0301", "cafe\u0301"),
        ("人权应受尊重", "权", "权"),
        ("read 📖 at", "📖", "📖"),
        ("대한민국은 민주", "한", "대한민국은"),
    ],
)
def test_the_word_is_that_of_the_character(text: str, at: str, word: str) -> None:
    start, end = word_at(text, text.index(at))
    assert text[start:end] == word


def test_widening_goes_through_every_unit_and_narrowing_comes_back() -> None:
    words = TEXT.text
    at = words.index("lamps lit")
    span, steps = (at, at), []
    while (wider := larger(TEXT, span)) is not None:
        assert wider[0] <= span[0]
        assert wider[1] >= span[1]
        span = wider
        steps.append(words[slice(*span)])
    assert steps[0] == "lamps"
    assert steps[1].startswith("Each State Party shall keep")
    assert steps[2].startswith("1. Each State Party shall keep")
    assert any(step.startswith("Article 2. Duties") for step in steps)
    assert any(step.startswith("Chapter I.") for step in steps)
    assert steps[-1] == words
    lengths = [len(step) for step in steps]
    assert lengths == sorted(set(lengths))
    paragraph = words.index("1. Each"), words.index("may do more.") + 12
    sentence = smaller(TEXT, paragraph, at)
    assert sentence == (paragraph[0] + len("1. "), paragraph[1])
    inner = smaller(TEXT, sentence, at)
    assert inner is not None
    assert words[slice(*inner)] == "lamps"


def test_sentences_follow_one_another_across_paragraphs() -> None:
    words = TEXT.text
    first = sentence_at(words, words.index("keep its"))
    end = next_end(words, first[1], "sentence")
    assert words[first[1] : end].strip().startswith("2. In accordance")
    assert words[:end].endswith("independent body.")
    assert previous_start(words, first[1], "sentence") == first[0]
    assert previous_start(words, paragraph_at(words, first[0])[0], "paragraph") == words.index("Article 2. Duties")


def test_ends_step_from_word_to_word() -> None:
    words = "keep its lamps, lit"
    assert step_word(words, 4, forwards=True, ends=True) == 8
    assert step_word(words, 8, forwards=False, ends=True) == 4
    assert step_word(words, 5, forwards=True, ends=False) == 9
    assert step_word(words, 9, forwards=False, ends=False) == 5
    assert step_word(words, len(words), forwards=True, ends=True) == len(words)
    assert step_word(words, 0, forwards=False, ends=False) == 0
    assert [nearest_word_edge(words, at) for at in (0, 1, 3, 4, 5, 6, 19)] == [0, 0, 4, 4, 5, 5, 19]
