from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from annotator.ui.reader.offsets import Offsets

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("aé\u00a0📖🏳️\u200d🌈حُقوق人权"))


@given(_TEXTS)
@example("a📖b🕯️")
@example("حقوق 📖 الإنسان")
def test_an_offset_is_the_utf16_length_of_what_comes_before(text: str) -> None:
    offsets = Offsets(text)
    for offset in range(len(text) + 1):
        position = len(text[:offset].encode("utf-16-le")) // 2
        assert offsets.to_qt(offset) == position
        assert offsets.from_qt(position) == offset


@given(_TEXTS)
def test_the_middle_of_a_surrogate_pair_counts_as_its_character(text: str) -> None:
    offsets = Offsets(text)
    for offset, mark in enumerate(text):
        if ord(mark) > 0xFFFF:
            assert offsets.from_qt(offsets.to_qt(offset) + 1) == offset
