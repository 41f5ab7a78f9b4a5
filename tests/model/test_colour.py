"""Colour arithmetic against published values, and the standard codebook's colours against what readers need."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from annotator.model.codebook import Category
from annotator.model.colour import (
    DARK,
    DEFICIENCIES,
    LIGHT,
    Deficiency,
    Scheme,
    Triple,
    ciede2000,
    contrast_ratio,
    difference,
    format_colour,
    lab,
    mix,
    parse_colour,
    relative_luminance,
    simulate,
)
from annotator.model.problems import Problem
from annotator.operations.codebooks import standard_codebook

TEXT_CONTRAST = 7.0  # WCAG 2.2, 1.4.6 (AAA)
STRIPE_CONTRAST = 3.0  # WCAG 2.2, 1.4.11
# About 1 is just seen between large patches that touch. Stripes are a few pixels wide and stand apart, where an eye
# needs some ten times that to name them as different; 12 leaves room for a poor display.
APART = 12.0

LAYERS = standard_codebook().layers
SCHEMES = {"light": LIGHT, "dark": DARK}

# Sharma, Wu and Dalal (2005), table 1: pairs that reach every branch of the formula.
PUBLISHED: tuple[tuple[Triple, Triple, float], ...] = (
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0009), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0010), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0011), 7.2195),
    ((50, -0.0010, 2.4900), (50, 0.0009, -2.4900), 4.8045),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
)


def colour_in(scheme: str, layer: Category) -> str:
    return layer.colour if scheme == "light" else layer.colour_dark


def tinted(scheme: Scheme, *colours: str) -> str:
    ground = scheme.paper
    for colour in colours:
        ground = mix(colour, ground, scheme.tint)
    return ground


class TestArithmetic:
    def test_parsing_and_formatting(self) -> None:
        assert parse_colour("#2F6fb0") == (0x2F, 0x6F, 0xB0)
        assert format_colour((0x2F, 0x6F, 0xB0)) == "#2f6fb0"

    @pytest.mark.parametrize("wrong", ["", "#fff", "2f6fb0", "#2f6fb", "#2f6fb00", "#2f6fbg", "blue", " #2f6fb0"])
    def test_anything_else_is_refused(self, wrong: str) -> None:
        with pytest.raises(Problem, match="is not a colour; write it as #rrggbb"):
            parse_colour(wrong)

    def test_luminance_and_contrast_of_wcag(self) -> None:
        assert (relative_luminance("#000000"), relative_luminance("#ffffff")) == (0, 1)
        assert relative_luminance("#ff0000") == pytest.approx(0.2126)
        assert contrast_ratio("#000000", "#ffffff") == 21
        assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
        assert contrast_ratio("#ffffff", "#777777") == contrast_ratio("#777777", "#ffffff")

    def test_mixing(self) -> None:
        assert mix("#000000", "#ffffff", 0) == "#ffffff"
        assert mix("#000000", "#ffffff", 1) == "#000000"
        assert mix("#ff0000", "#0000ff", 0.25) == "#4000bf"

    def test_lab_of_the_primaries(self) -> None:
        assert lab("#ffffff") == pytest.approx((100, 0, 0), abs=0.01)
        assert lab("#ff0000") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
        assert lab("#0000ff") == pytest.approx((32.30, 79.19, -107.86), abs=0.02)

    @pytest.mark.parametrize(("one", "other", "expected"), PUBLISHED)
    def test_ciede2000_as_published(self, one: Triple, other: Triple, expected: float) -> None:
        assert ciede2000(one, other) == pytest.approx(expected, abs=0.00005)
        assert ciede2000(other, one) == pytest.approx(expected, abs=0.00005)

    def test_a_colour_differs_from_itself_by_nothing(self) -> None:
        assert difference("#2f6fb0", "#2f6fb0") == 0

    @pytest.mark.parametrize("deficiency", DEFICIENCIES)
    @pytest.mark.parametrize("grey", ["#000000", "#808080", "#ffffff"])
    def test_greys_look_the_same_to_everybody(self, deficiency: Deficiency, grey: str) -> None:
        assert simulate(grey, deficiency) == grey

    @pytest.mark.parametrize(
        ("deficiency", "one", "other"),
        [
            ("protanopia", "#b05020", "#6f6f20"),
            ("deuteranopia", "#b05020", "#7d7020"),
            ("tritanopia", "#2f6fb0", "#2f8080"),
        ],
    )
    def test_each_deficiency_brings_its_confusions_closer(self, deficiency: Deficiency, one: str, other: str) -> None:
        assert difference(simulate(one, deficiency), simulate(other, deficiency)) < difference(one, other) / 2


@pytest.mark.parametrize("scheme", SCHEMES)
class TestStandardCodebook:
    def test_words_stay_legible_where_two_tints_overlap(self, scheme: str) -> None:
        page = SCHEMES[scheme]
        colours = [colour_in(scheme, layer) for layer in LAYERS]
        grounds = [tinted(page), *(tinted(page, *pair) for pair in product(colours, colours))]
        assert min(contrast_ratio(page.ink, ground) for ground in grounds) >= TEXT_CONTRAST

    def test_stripes_and_bars_stand_out_from_the_paper(self, scheme: str) -> None:
        paper = SCHEMES[scheme].paper
        assert min(contrast_ratio(colour_in(scheme, layer), paper) for layer in LAYERS) >= STRIPE_CONTRAST

    @pytest.mark.parametrize("deficiency", ["", *DEFICIENCIES])
    def test_groups_stay_apart_for_every_eye(self, scheme: str, deficiency: Deficiency) -> None:
        seen = {
            layer.id: simulate(colour_in(scheme, layer), deficiency) if deficiency else colour_in(scheme, layer)
            for layer in LAYERS
        }
        apart = {
            (one.id, other.id): difference(seen[one.id], seen[other.id])
            for one, other in combinations(LAYERS, 2)
            if one.parent != other.parent
        }
        assert min(apart.values()) >= APART, min(apart, key=apart.__getitem__)

    def test_a_tint_shows_on_the_paper(self, scheme: str) -> None:
        page = SCHEMES[scheme]
        assert min(difference(tinted(page, colour_in(scheme, layer)), page.paper) for layer in LAYERS) >= 3
