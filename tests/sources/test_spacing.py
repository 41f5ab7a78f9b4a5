"""Letters spaced out and words run together are warned of in every format; sound texts are not."""

from __future__ import annotations

import pytest

from annotator.sources.reading import read_document

SOUND = " ".join(
    f"{number}. The members of the council of this village shall keep the records of the mill and of the granary, "
    "and notwithstanding the custom of another village they shall hereinafter not be without bread."
    for number in range(1, 9)
)


def warnings_of(text: str) -> list[tuple[str, str]]:
    (reading,) = read_document("words.txt", text.encode(), None, lambda _step, _share: None)
    return [(row.where, row.message) for row in reading.text.ledger.warnings if row.code == "suspicious-spacing"]


def test_a_sound_text_gives_no_warning() -> None:
    assert warnings_of(f"Article 1\n\n{SOUND}\n\nArticle 2\n\nGroups A, B and C of the I. and II. mill.") == []


def test_letters_spaced_out_are_named_with_their_place() -> None:
    ((where, message),) = warnings_of(f"Article 1\n\n{SOUND}\n\nArticle 2\n\nThe C o n v e n t i o n shall be kept.")
    assert where == "art_2"
    assert "C o n v e n t i o n" in message


@pytest.mark.parametrize(
    "words",
    [
        "ofthevillage andthecouncil themillandbread thecouncilof recordsofthe granaryandthe ofthemembers",
        "recordsThe membersShall villageThe millShall breadThey",
        "records,the village,the mill;they bread,that",
    ],
)
def test_words_run_together_are_counted(words: str) -> None:
    ((_, message),) = warnings_of(f"Article 1\n\n{SOUND}\n\nArticle 2\n\n{words}")
    assert "words seem to have run together" in message


def test_words_torn_apart_are_noticed() -> None:
    torn = "T he m em bers of t he counc il s hall k eep t he rec ords of t he m ill and t he gra n ary"
    ((_, message),) = warnings_of(f"Article 1\n\n{torn}.\n\nArticle 2\n\n{torn}.")
    assert "stand alone" in message
