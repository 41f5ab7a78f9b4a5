from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.codebook import Category
from annotator.model.colour import DARK, LIGHT, Scheme, contrast_ratio
from annotator.ui.icons import icon
from annotator.ui.theme import ThemeKeeper, apply_theme, installed, load_theme

pytestmark = pytest.mark.usefixtures("qapp")

NAMES = ["light", "dark"]
_TEXT = 4.5  # WCAG 2.2, level AA
_SIGN = 3.0


@pytest.fixture
def clean_app(qapp: QApplication) -> Iterator[QApplication]:
    """The application as it was, whatever a test did to its looks."""
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("words", ["words", "quiet", "window_text", "banner_text", "link"])
@pytest.mark.parametrize("ground", ["page", "window", "field"])
def test_words_can_be_read_on_every_ground(name: str, words: str, ground: str) -> None:
    theme = load_theme(name)
    assert contrast_ratio(theme.colour(words).name(), theme.colour(ground).name()) >= _TEXT


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ground", ["page", "window", "field"])
def test_the_focus_can_be_seen_on_every_ground(name: str, ground: str) -> None:
    theme = load_theme(name)
    assert contrast_ratio(theme.colour("focus").name(), theme.colour(ground).name()) >= _SIGN


@pytest.mark.parametrize("name", NAMES)
def test_found_words_can_be_read(name: str) -> None:
    theme = load_theme(name)
    assert contrast_ratio(theme.colour("words").name(), theme.colour("found").name()) >= _TEXT


@pytest.mark.parametrize(("name", "scheme"), [("light", LIGHT), ("dark", DARK)])
def test_the_page_is_the_one_that_the_codebook_is_tested_on(name: str, scheme: Scheme) -> None:
    theme = load_theme(name)
    used = (theme.colour("page").name(), theme.colour("words").name(), theme.tint)
    assert used == (scheme.paper, scheme.ink, scheme.tint)


def test_a_layer_has_its_dark_colour_in_the_dark() -> None:
    layer = Category("x", "X", colour="#112233", colour_dark="#ddeeff", mark="solid")
    assert load_theme("light").layer(layer).name() == "#112233"
    assert load_theme("dark").layer(layer).name() == "#ddeeff"
    assert load_theme("light").layer(None) == load_theme("light").colour("unlayered")


def test_the_tint_of_several_layers_lies_between_theirs() -> None:
    theme = load_theme("light")
    red, blue = Category("r", "R", colour="#ff0000", mark="solid"), Category("b", "B", colour="#0000ff", mark="solid")
    both = theme.tinted([theme.layer(red), theme.layer(blue)])
    assert theme.tinted([theme.layer(blue)]).red() < both.red() < theme.tinted([theme.layer(red)]).red()


@pytest.mark.parametrize("name", NAMES)
def test_the_style_sheet_is_understood(clean_app: QApplication, name: str) -> None:
    theme = load_theme(name)
    apply_theme(clean_app, theme)  # an unknown property or a bad colour is a Qt warning, which fails the test
    assert clean_app.palette().color(QPalette.ColorRole.Window) == theme.colour("window")
    assert "$" not in clean_app.styleSheet()


def test_reading_fonts_follow_size_and_language() -> None:
    theme = load_theme("light")
    plain = theme.reading_font("en", 100)
    assert theme.reading_font("en", 200).pixelSize() == 2 * plain.pixelSize()
    assert theme.reading_font("ar", 100).pixelSize() > plain.pixelSize()
    arabic = installed(["Noto Naskh Arabic"])
    assert theme.reading_font("ar-EG", 100).families()[: len(arabic)] == arabic


def test_the_theme_follows_the_system_until_told_otherwise(clean_app: QApplication, qtbot: QtBot) -> None:
    keeper = ThemeKeeper(clean_app, "light")
    with qtbot.waitSignal(keeper.changed) as heard:
        keeper.set_scheme("dark")
    assert heard.args[0] is keeper.theme
    assert keeper.theme.dark
    with qtbot.assertNotEmitted(keeper.changed):
        keeper.set_scheme("dark")
    keeper.set_scheme("system")
    system_is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert keeper.theme.dark == system_is_dark
    keeper.deleteLater()


def test_icons_take_the_colour_of_the_theme() -> None:
    theme = load_theme("dark")
    image = icon("close", theme).pixmap(16, 16).toImage()
    seen = {
        image.pixelColor(x, y).name() for x in range(16) for y in range(16) if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.colour("window_text").name() in seen
