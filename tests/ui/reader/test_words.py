from __future__ import annotations

import pytest

from annotator.ui.reader.words import whole_words


@pytest.mark.parametrize(
    ("text", "chosen", "meant"),
    [
        ("under its domestic law, each", "omestic la", "domestic law"),
        ("under its domestic law, each", " domestic law", "domestic law"),
        ("under its domestic law, each", "law,", "law,"),
        ("under its domestic law, each", "domestic l", "domestic law"),
        ("under its domestic law, each", " ", " "),
        ("articles 24 and 35", "4 and 3", "24 and 35"),
        ("حُقُوق الإنسان", "قُو", "حُقُوق"),
        ("права человека", "ава чел", "права человека"),
        ("संरक्षण के उपाय", "रक्ष", "संरक्षण"),
        ("می\u200cخواهم رفت", "خواه", "می\u200cخواهم"),
        ("各缔约国应当确保", "缔约国", "缔约国"),
        ("รัฐภาคีแต่ละรัฐ", "ภาคี", "ภาคี"),
    ],
)
def test_a_stretch_is_widened_to_whole_words(text: str, chosen: str, meant: str) -> None:
    start = text.index(chosen)
    first, last = whole_words(text, start, start + len(chosen))
    assert text[first:last] == meant
