"""The theme: ten named colours, roles that refer to them, and the typefaces.

A theme is a TOML file under `resources/themes`. Widgets ask for roles, never for colours, so that light and dark are
the same code.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from annotator.model import colour as arithmetic
from annotator.model.codebook import Category
from annotator.model.records import dataclass
from annotator.settings import resource

SMALLEST, LARGEST = 50, 300
"""Text size in per cent of `Theme.reading`."""

TINTS = {"off": 0.0, "light": 1.0, "medium": 1.6, "strong": 2.2}
"""How strong the ground behind marked words can be, in shares of the usual tint."""

_READING_PIXELS = 16

_SERIF = ("Charter", "Source Serif 4", "Source Serif Pro", "Literata", "Noto Serif", "Cambria", "Georgia")
_PLAIN_SERIF = ("Palatino", "P052", "Liberation Serif", "Times New Roman", "DejaVu Serif")
_ARABIC = ("Noto Naskh Arabic", "Amiri", "Geeza Pro", "Sakkal Majalla", "Traditional Arabic", "Noto Sans Arabic")
_CHINESE = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "Noto Sans CJK SC")
_SANS = ("Inter", "Source Sans 3", "Noto Sans", "Segoe UI", "Carlito", "Helvetica Neue", "DejaVu Sans")

_PALETTE: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "window"),
    (QPalette.ColorRole.WindowText, "window_text"),
    (QPalette.ColorRole.Base, "field"),
    (QPalette.ColorRole.AlternateBase, "window"),
    (QPalette.ColorRole.Text, "window_text"),
    (QPalette.ColorRole.PlaceholderText, "quiet"),
    (QPalette.ColorRole.Button, "button"),
    (QPalette.ColorRole.ButtonText, "window_text"),
    (QPalette.ColorRole.ToolTipBase, "field"),
    (QPalette.ColorRole.ToolTipText, "window_text"),
    (QPalette.ColorRole.Highlight, "selection"),
    (QPalette.ColorRole.HighlightedText, "page"),
    (QPalette.ColorRole.Link, "link"),
    (QPalette.ColorRole.LinkVisited, "link"),
    (QPalette.ColorRole.Mid, "separator"),
    (QPalette.ColorRole.Accent, "focus"),
)
_FAINT = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


@dataclass(frozen=True, eq=False)
class Theme:
    """Colours by role, and fonts: `reading` for treaty text at 100 %, `interface` for everything else."""

    name: str
    dark: bool
    roles: Mapping[str, QColor]
    tint: float
    reading: QFont
    interface: QFont

    def colour(self, role: str) -> QColor:
        """The colour of a role: "page", "words", "quiet", "separator", "focus" …"""
        return QColor(self.roles[role])

    def layer(self, category: Category | None) -> QColor:
        """What a layer's stripe and bars are drawn with; None for an annotation in no layer that is known."""
        if category is None:
            return self.colour("unlayered")
        return QColor(category.colour_dark if self.dark else category.colour)

    def tinted(self, layers: Iterable[QColor], strength: float = 1.0) -> QColor:
        """The ground behind words that lie in all of `layers`: their mean, thin on the page."""
        hues = [rgb(hue) for hue in layers]
        red, green, blue = (round(sum(part) / len(hues)) for part in zip(*hues, strict=True))
        return QColor(*arithmetic.mix_rgb((red, green, blue), rgb(self.roles["page"]), self.share(strength)))

    def share(self, strength: float) -> float:
        """How much of a layer's colour a ground of that strength has."""
        return min(1.0, self.tint * strength)

    def reading_font(self, language: str, percent: int, typeface: str = "serif") -> QFont:
        """The font of a text in `language` (a BCP 47 tag) at a size from `SMALLEST` to `LARGEST` per cent.

        `typeface` is "serif", "sans", "system" or the name of a family; one that is not installed counts as "serif".
        """
        font = self._face(typeface)
        primary = language.split("-")[0]
        larger = 1.0
        if primary in {"ar", "fa", "ur"}:
            # Naskh letters are small on their body beside Latin ones
            font.setFamilies([*_faces(_ARABIC, typeface), *font.families()])
            larger = 1.15
        elif primary in {"zh", "ja", "ko"}:
            font.setFamilies([*_faces(_CHINESE, typeface), *font.families()])
        font.setPixelSize(max(1, round(self.reading.pixelSize() * percent / 100 * larger)))
        return font

    def _face(self, typeface: str) -> QFont:
        """The fonts of all scripts for a typeface, the chosen one before what it may lack."""
        font = QFont(self.reading)
        if typeface == "sans":
            font.setStyleHint(QFont.StyleHint.SansSerif)
            others = (*_ARABIC[::-1], *_CHINESE[::-1])
            font.setFamilies([*installed(_SANS)[:2], *installed(others)[:2], "sans-serif"])
        elif typeface == "system":
            font.setFamilies([*(self.interface.families() or [self.interface.family()]), *self.reading.families()])
        elif installed([typeface]):
            font.setFamilies([typeface, *self.reading.families()])
        return font


def load_theme(name: str) -> Theme:
    """The theme in `resources/themes/NAME.toml`: "light" or "dark". Needs a QGuiApplication, for the fonts."""
    table = tomllib.loads(resource("themes", f"{name}.toml").read_text(encoding="utf-8"))
    colours = {key: QColor(value) for key, value in table["colours"].items()}
    scheme = arithmetic.DARK if table["dark"] else arithmetic.LIGHT
    return Theme(
        name=table["name"],
        dark=table["dark"],
        roles={role: colours[key] for role, key in table["roles"].items()},
        tint=scheme.tint,
        reading=_reading_font(),
        interface=_interface_font(),
    )


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application the style, the palette, the font and the style sheet of `theme`."""
    _draw_controls(app)
    _colour(app, theme)
    _style(app, theme)


class ThemeKeeper(QObject):
    """Holds the theme in use: the system's colour scheme, or the one the user has chosen."""

    changed = Signal(object)  # the new Theme

    def __init__(self, app: QApplication, scheme: str = "system", *, gradually: bool = False) -> None:
        """`scheme` is "system", "light" or "dark"; any other value counts as "system".

        `gradually`, the style sheet follows with `dress`, once a window has been put together: Qt styles a widget anew
        whenever it gets another parent. What first pages do not have comes with `finish`.
        """
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self.theme = load_theme(self._wanted())
        self._has_controls = not gradually
        if gradually:
            _colour(app, self.theme)
        else:
            apply_theme(app, self.theme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    def dress(self) -> None:
        """Let the style sheet apply."""
        _style(self._app, self.theme)

    def finish(self) -> None:
        """Let boxes and rows look as they should: to hear of all that is drawn, Python loads a hundred classes."""
        if not self._has_controls:
            self._has_controls = True
            _draw_controls(self._app)

    def set_scheme(self, scheme: str) -> None:
        """Follow the system ("system") or stay "light" or "dark"."""
        self._scheme = scheme
        self._follow()

    def _wanted(self) -> str:
        if self._scheme in {"light", "dark"}:
            return self._scheme
        return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def _follow(self) -> None:
        name = self._wanted()
        if name != self.theme.name:
            self.theme = load_theme(name)
            apply_theme(self._app, self.theme)
            self.changed.emit(self.theme)


def installed(families: Iterable[str]) -> list[str]:
    """Those of `families` that this machine has, in the same order."""
    present = _families()
    return [name for name in families if name in present]


def _faces(families: tuple[str, ...], typeface: str) -> list[str]:
    """The installed ones of a script's families; the last of them is one without serifs."""
    found = installed(families)
    return found[::-1] if typeface in {"sans", "system"} else found


@cache
def _families() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


def _reading_font() -> QFont:
    font = QFont()
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setFamilies(
        [*installed(_SERIF + _PLAIN_SERIF)[:2], *installed(_ARABIC)[:1], *installed(_CHINESE)[:1], "serif"]
    )
    font.setPixelSize(_READING_PIXELS)
    return font


def _interface_font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if font.family() not in _families():
        font.setFamilies([*installed(_SANS)[:2], *installed(_ARABIC)[:1], *installed(_CHINESE)[:1], "sans-serif"])
    return font


def _draw_controls(app: QApplication) -> None:
    from annotator.ui.control_style import ControlStyle

    app.setStyle(ControlStyle())


def _colour(app: QApplication, theme: Theme) -> None:
    app.setPalette(_palette(theme))
    app.setFont(theme.interface)


def _style(app: QApplication, theme: Theme) -> None:
    sheet = resource("themes", "window.qss").read_text(encoding="utf-8")
    names = {role: hue.name() for role, hue in theme.roles.items()}
    app.setStyleSheet(string.Template(sheet).substitute(names, icons=resource("icons").as_posix()))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, name in _PALETTE:
        palette.setColor(role, theme.colour(name))
    for role in _FAINT:
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("field_border"))
    return palette


def rgb(hue: QColor) -> arithmetic.Rgb:
    """Red, green and blue, 0 to 255."""
    return hue.red(), hue.green(), hue.blue()
