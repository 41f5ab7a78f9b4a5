"""Settings and this installation's identity survive what happens to files."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from annotator.settings import ALL, NAME, RECENT_LAYERS, RECENT_LIBRARIES, TEXT_SIZE, Settings, origin, settings_file


def test_an_identity_is_made_once(home: Path) -> None:
    assert uuid.UUID(origin())
    assert origin() == origin() == (home / "installation").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["", "half-a-uu"])
def test_an_identity_cut_short_is_made_anew(home: Path, content: str) -> None:
    (home / "installation").write_text(content, encoding="utf-8")
    assert uuid.UUID(origin())
    assert origin() == origin()


def test_settings_are_kept_and_what_is_unknown_is_left_alone() -> None:
    settings_file().write_text('future = "kept" # a remark\n', encoding="utf-8")
    Settings().set(NAME, "Reader")
    assert Settings().get(NAME) == "Reader"
    assert '"kept" # a remark' in settings_file().read_text(encoding="utf-8")


def test_a_value_of_the_wrong_type_is_the_default() -> None:
    settings_file().write_text('text_size = "large"\nname = 3\n', encoding="utf-8")
    assert (Settings().get(TEXT_SIZE), Settings().get(NAME)) == (100, "")


def test_a_damaged_file_is_set_aside(home: Path) -> None:
    settings_file().write_text("= = =", encoding="utf-8")
    assert Settings().get(TEXT_SIZE) == 100
    assert (home / "settings.damaged").exists()


def test_recent_libraries_are_few_and_the_latest_first() -> None:
    settings = Settings()
    for number in range(12):
        settings.remember_library(Path(f"/tmp/{number}.sqlite"))
    settings.remember_library(Path("/tmp/8.sqlite"))
    recent = Settings().get(RECENT_LIBRARIES)
    assert (recent[0], len(recent), len(set(recent))) == ("/tmp/8.sqlite", 8, 8)


def test_every_setting_is_described_and_keyed_once() -> None:
    assert all(row.description.endswith(".") for row in ALL)
    assert len({row.key for row in ALL}) == len(ALL)


def test_settings_that_cannot_be_written_hold_until_the_program_ends(home: Path) -> None:
    settings = Settings()
    settings_file().with_suffix(".new").mkdir()  # nothing can be written under that name
    settings.set(NAME, "Reader")
    assert settings.get(NAME) == "Reader"
    assert not settings_file().exists()
    assert home.is_dir()


def test_what_is_kept_comes_into_the_file_with_what_is_set() -> None:
    settings = Settings()
    settings.keep(RECENT_LAYERS, ["a", "b"])
    assert settings.get(RECENT_LAYERS) == ["a", "b"]
    assert Settings().get(RECENT_LAYERS) == []
    settings.set(NAME, "Reader")
    assert Settings().get(RECENT_LAYERS) == ["a", "b"]
    assert Settings().get(NAME) == "Reader"
