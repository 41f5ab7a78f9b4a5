from __future__ import annotations

from annotator.model.vocabulary import Vocabulary


def test_equal_words_are_equal_whatever_their_case_accents_and_brackets() -> None:
    vocabulary = Vocabulary()
    plain = vocabulary.read("The securite of lamps")
    assert vocabulary.read("[the] Sécurité, of LAMPS.").coded == plain.coded
    assert len(plain.coded) == 4


def test_vowel_marks_do_not_tear_a_word_apart() -> None:
    vocabulary = Vocabulary()
    assert vocabulary.read("حُقُوق الإنسان").coded == vocabulary.read("حقوق الإنسان").coded


def test_scripts_without_spaces_are_read_by_character() -> None:
    assert len(Vocabulary().read("保护人权 and law").coded) == 6


def test_words_between_two_offsets() -> None:
    words = Vocabulary().read("one two three four")
    assert words.between(4, 13) == words.coded[1:3]
    assert words.between(0, 0) == ""
