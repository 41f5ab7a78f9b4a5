"""The standard codebook, and what becomes of files that are none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.codebook import MARKS, Category, Codebook
from annotator.model.problems import UnusableFile
from annotator.operations.codebooks import codebook_toml, load_codebook, standard_codebook
from annotator.settings import resource

GROUPS = {
    "scope": "12",
    "offences": "34",
    "powers": "567",
    "cooperation": "89",
    "framework": "0",
}
RIGHTS = {
    "1": "15, 17",
    "2": "15, 19",
    "3": "15, 19",
    "4": "17, 19, 24",
    "5": "17",
    "6": "14(3)(g), 17",
    "7": "2(3), 17",
    "8": "2(1), 26",
    "9": "17",
    "0": "2, 5",
}


class TestStandard:
    def test_five_groups_hold_ten_layers_under_ten_keys(self) -> None:
        layers = standard_codebook().layers
        keys = {group: "".join(row.key for row in layers if row.parent == group) for group in GROUPS}
        assert keys == GROUPS
        assert [row.id for row in standard_codebook().categories if not row.is_layer] == list(GROUPS)

    def test_groups_have_neither_key_nor_mark(self) -> None:
        assert all(
            (row.key, row.mark, row.parent) == ("", "", None)
            for row in standard_codebook().categories
            if row.id in GROUPS
        )

    def test_marks_differ_within_a_group(self) -> None:
        for group in GROUPS:
            marks = [row.mark for row in standard_codebook().layers if row.parent == group]
            assert len(set(marks)) == len(marks)

    def test_every_mark_is_used_twice_so_none_means_everything(self) -> None:
        assert Counter(row.mark for row in standard_codebook().layers) == dict.fromkeys(MARKS[1:], 2)

    def test_every_layer_says_what_it_is_when_to_use_it_and_when_not(self) -> None:
        for row in standard_codebook().layers:
            assert all((row.definition, row.use_when, row.not_when)), row.id
            assert all(text == " ".join(text.split()) for text in (row.definition, row.use_when, row.not_when))

    def test_layers_point_to_each_other_by_their_real_names(self) -> None:
        names = {row.name for row in standard_codebook().categories}
        for row in standard_codebook().layers:
            assert any(name in row.not_when for name in names - {row.name}), row.id

    def test_rights_are_those_of_the_covenant(self) -> None:
        assert {row.key: row.rights for row in standard_codebook().layers} == RIGHTS

    def test_positions_count_the_rows(self) -> None:
        assert [row.position for row in standard_codebook().categories] == list(range(15))

    def test_tags_name_wording_devices_and_people(self) -> None:
        tags = dict(standard_codebook().tags)
        assert list(tags) == ["wording device", "people affected"]
        assert len(tags["wording device"]) == 5
        assert len(tags["people affected"]) == 8


class TestWritingOut:
    def test_what_is_written_reads_back_the_same(self, tmp_path: Path) -> None:
        path = tmp_path / "ours.toml"
        path.write_text(codebook_toml(standard_codebook()), encoding="utf-8")
        assert load_codebook(path) == standard_codebook()

    def test_quotes_line_ends_and_other_scripts_survive(self, tmp_path: Path) -> None:
        own = Codebook(
            'Our "own" \\ codebook',
            (Category("vie-privée", "حقوق 人权", colour="#123456", mark="wavy", key="4", definition='Say "no".'),),
            (("wer?", ("Ärztinnen", "a, b")),),
        )
        path = tmp_path / "own.toml"
        path.write_text(codebook_toml(own), encoding="utf-8")
        assert load_codebook(path) == own

    def test_a_codebook_without_layers_is_written_too(self, tmp_path: Path) -> None:
        bare = Codebook("Bare", (replace(standard_codebook().categories[0], position=0),))
        path = tmp_path / "bare.toml"
        path.write_text(codebook_toml(bare), encoding="utf-8")
        assert load_codebook(path) == bare


ROW = '[[category]]\nid = "a"\nname = "A"\n'
OTHER = '[[category]]\nid = "b"\nname = "B"\n'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "it has no name"),
        ('name = "  "\n' + ROW, "it has no name"),
        ("name = 3\n" + ROW, "it has no name"),
        ('name = "N"\n', "it has no categories"),
        ('name = "N"\ncategory = []\n', "it has no categories"),
        ('name = "N"\ncategory = [1]\n', "it has no categories"),
        ('name = "N"\nlayers = 1\n' + ROW, "it has “layers” at its top"),
        ('name = "N"\n[[category]]\nname = "A"\n', "category “A” has no id"),
        ('name = "N"\n[[category]]\nid = "a"\n', "category “a” has no name"),
        ('name = "N"\n' + ROW + "[[category]]\n", "category number 2 has no id"),
        ('name = "N"\n' + ROW + 'colour = "blue"\n', "the colour of category “a” is wrong: “blue” is not a colour"),
        ('name = "N"\n' + ROW + 'colour_dark = "#12"\n', "the colour_dark of category “a” is wrong"),
        ('name = "N"\n' + ROW + 'mark = "zigzag"\n', "category “a” has the mark “zigzag”; use one of solid, dashed"),
        ('name = "N"\n' + ROW + "key = 4\n", "the key of category “a” must be text"),
        ('name = "N"\n' + ROW + 'hue = "red"\n', "category “a” has an unknown field “hue”"),
        ('name = "N"\n' + ROW + 'key = "q"\nmark = "solid"\n', "the key “q” of category “a” must be one digit"),
        ('name = "N"\n' + ROW + 'key = "1"\n', "category “a” has a key but no mark"),
        ('name = "N"\n' + ROW + ROW, "two categories have the id “a”"),
        ('name = "N"\n' + ROW + 'parent = "b"\n', "the parent “b” of category “a” does not stand before it"),
        ('name = "N"\n' + ROW + 'parent = "a"\n', "the parent “a” of category “a” does not stand before it"),
        (
            'name = "N"\n' + ROW + 'key = "1"\nmark = "solid"\n' + OTHER + 'key = "1"\nmark = "wavy"\n',
            "categories “a” and “b” share the key “1”",
        ),
        ('name = "N"\ntags = ["may"]\n' + ROW, "its tags must be a table"),
        ('name = "N"\n' + ROW + '[tags]\ndevice = "may"\n', "the tags under “device” must be a list"),
        ('name = "N"\n' + ROW + "[tags]\ndevice = [1]\n", "the tags under “device” must be a list"),
        ('name = "N\n', "is not valid TOML"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_named_with_what_is_wrong(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableFile) as caught:
        load_codebook(path)
    assert "broken.toml" in str(caught.value)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"none\.toml cannot be opened: No such file"):
        load_codebook(tmp_path / "none.toml")


def test_a_folder_is_no_codebook(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be opened"):
        load_codebook(tmp_path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "photo.toml"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(UnusableFile, match=r"photo\.toml is not a text file in UTF-8"):
        load_codebook(path)


def test_resources_are_where_the_product_looks() -> None:
    assert resource("codebooks", "standard.toml").is_file()


def test_the_guide_lists_the_layers_under_their_keys() -> None:
    page = resource("guide", "3-layers.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[:2] for line in page.splitlines() if line[:3].strip("| ").isdigit()]
    assert [(key.strip("| "), name) for key, name in rows] == [
        (row.key, row.name) for row in standard_codebook().layers
    ]
