"""The ground behind marked words: how strong, and that words on it and marks beside it can be seen."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from annotator.model.colour import DEFICIENCIES, contrast_ratio, difference, simulate
from annotator.model.treaty import Text
from annotator.operations.codebooks import standard_codebook
from annotator.ui.reader.decorations import Layers
from annotator.ui.reader.marks import Marks
from annotator.ui.reader.shown import ALL
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import TINTS, load_theme
from tests.ui.reader.pictures import area_of, image_of, share_of
from tests.ui.reader.treaty_samples import annotate_words, make_codebook

LAYERS = standard_codebook().layers


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("strength", TINTS.values())
def test_words_can_be_read_on_every_tint(qapp: QApplication, name: str, strength: float) -> None:  # noqa: ARG001
    theme = load_theme(name)
    layers = Layers(theme, standard_codebook(), ALL, Marks(), strength)
    for row in LAYERS:
        ground = layers.tint((row.id,)).name()
        assert contrast_ratio(theme.colour("words").name(), ground) >= 4.5, row.id


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("strength", TINTS.values())
def test_words_in_several_layers_stand_on_the_mean_of_their_colours(
    qapp: QApplication,  # noqa: ARG001
    name: str,
    strength: float,
) -> None:
    theme = load_theme(name)
    layers = Layers(theme, standard_codebook(), ALL, Marks(), strength)
    for number in range(1, len(LAYERS) + 1):
        for rows in itertools.combinations(LAYERS, number):
            mixed = theme.tinted(map(theme.layer, rows), strength)
            assert layers.tint(tuple(row.id for row in rows)) == mixed
    unknown = theme.tinted([theme.layer(LAYERS[0]), theme.layer(None)], strength)
    assert layers.tint((LAYERS[0].id, "no longer in the codebook")) == unknown


@pytest.mark.parametrize("name", ["light", "dark"])
def test_marks_stand_out_from_the_page_and_from_its_tints(qapp: QApplication, name: str) -> None:  # noqa: ARG001
    theme = load_theme(name)
    for row in LAYERS:
        assert contrast_ratio(theme.layer(row).name(), theme.colour("page").name()) >= 3, row.id
        assert contrast_ratio(theme.layer(row).name(), theme.colour("window").name()) >= 2.9, row.id
    assert contrast_ratio(theme.layer(None).name(), theme.colour("page").name()) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_layers_that_look_alike_to_the_colour_blind_differ_in_their_mark(
    qapp: QApplication,  # noqa: ARG001
    name: str,
    deficiency: str,
) -> None:
    theme = load_theme(name)
    for one, other in itertools.combinations(LAYERS, 2):
        seen = [simulate(theme.layer(row).name(), deficiency) for row in (one, other)]  # type: ignore[arg-type]
        assert one.mark != other.mark or difference(*seen) > 5, (one.id, other.id)


@pytest.mark.parametrize("thick", [2.2, 3.2, 6.4])
def test_marks_differ_without_colour(qapp: QApplication, thick: float) -> None:  # noqa: ARG001
    """Each style covers another part of its line, in the margin and under words, also where lines are thin."""
    marks, pictures = Marks(), []
    for mark in ("solid", "dashed", "dotted", "double", "wavy"):
        line = marks.across(mark, (QColor("black"), thick))  # type: ignore[arg-type]
        box, filling = line.across(0, 60, 10)
        pictures.append((mark, box.height(), filling if isinstance(filling, QColor) else filling.toImage()))
    for (one, _, first), (other, _, second) in itertools.combinations(pictures, 2):
        assert first != second, (one, other)


def test_without_a_tint_a_passage_is_underlined(view: ReaderView, treaty: Text) -> None:
    row = annotate_words(treaty, "a", "keep its lamps", "layer-1")
    view.set_annotations([row])
    span, layer = (row.anchor.start, row.anchor.end), view.theme.layer(make_codebook().layers[0])
    ground = view._layers().tint(("layer-1",))
    words, below = area_of(view, *span), area_of(view, *span, below=True)
    assert share_of(image_of(view), words, ground) > 0.5
    assert share_of(image_of(view), below, layer) == 0
    view.set_tinting(TINTS["off"])
    assert share_of(image_of(view), words, ground) == 0
    assert share_of(image_of(view), below, layer) > 0.1


def test_a_stronger_tint_is_stronger_and_the_current_passage_stronger_still(view: ReaderView, treaty: Text) -> None:
    row = annotate_words(treaty, "a", "keep its lamps", "layer-1")
    view.set_annotations([row])
    page = view.theme.colour("page").name()
    seen = []
    for strength in sorted(TINTS.values()):
        view.set_tinting(strength)
        image = image_of(view)
        left, top, right, bottom = area_of(view, row.anchor.start, row.anchor.end)
        common = [image.pixelColor(x, y).name() for x in range(left, right) for y in range(top, bottom)]
        seen.append(contrast_ratio(max(set(common), key=common.count), page))
    assert seen == sorted(seen)
    assert len(set(seen)) == len(TINTS)
    view.set_current("a")
    emphasised = image_of(view)
    left, top, right, bottom = area_of(view, row.anchor.start, row.anchor.end)
    common = [emphasised.pixelColor(x, y).name() for x in range(left, right) for y in range(top, bottom)]
    assert contrast_ratio(max(set(common), key=common.count), page) > seen[-1]
