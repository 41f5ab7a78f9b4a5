from __future__ import annotations

from annotator.model.annotation import Annotation
from annotator.ui.reader.wording import first_words, spoken, tool_tip
from tests.ui.reader.treaty_samples import annotate_words, make_codebook, make_text

_TEXT = make_text("Each State Party shall keep its lamps lit.")
_LAYERS = {row.id: row for row in make_codebook().layers}


def _row(commentary: str, *layers: str) -> Annotation:
    return annotate_words(_TEXT, "one", "lamps", *layers, commentary=commentary)


def test_a_tool_tip_escapes_whatever_people_wrote() -> None:
    tip = tool_tip([_row('<img src="https://example.org/x.png">', "layer-1", "layer-2")], _LAYERS)
    assert tip == "<p><b>Layer 1, Layer 2</b><br>&lt;img src=&quot;https://example.org/x.png&quot;&gt;</p>"


def test_a_tool_tip_says_how_many_more_there_are() -> None:
    tip = tool_tip([_row("", "layer-1")] * 9, _LAYERS)
    assert tip.count("<p>") == 7
    assert "3" in tip.rsplit("<p>", 1)[1]


def test_a_layer_that_nobody_knows_is_none() -> None:
    assert spoken("art. 2", [_row("Why.", "gone"), _row("")], _LAYERS) == "art. 2. No layer: Why.. No layer"


def test_a_long_commentary_ends_between_words() -> None:
    short = first_words("word " * 100)
    assert len(short) < 170
    assert short.endswith("word…")
