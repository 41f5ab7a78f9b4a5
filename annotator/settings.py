"""Each setting declared once: type, default, description. And where the program's files are.

Settings live in a TOML file that a person can edit; what they do not know there is kept. `ANNOTATOR_HOME` puts the
settings and all data into one folder, for a USB stick or a test.
"""

from __future__ import annotations

import contextlib
import logging
import os
import string
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from annotator.model.annotation import Person
from annotator.model.records import dataclass

if TYPE_CHECKING:
    import tomlkit

_log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
SAMPLE_TEXTS = ROOT / "sample_texts"

T = TypeVar("T", str, int, bool, list[str])


def resource(*parts: str) -> Path:
    """The path of a file under `resources/`: `resource("codebooks", "standard.toml")`."""
    return RESOURCES.joinpath(*parts)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: its key in the file, what it is before anyone sets it, and what it is for."""

    key: str
    default: T
    description: str


NAME = Setting("name", "", "Your name, as annotations and internal briefs give it.")
ORGANISATION = Setting("organisation", "", "Your organisation, as briefs give it.")
INTRODUCED = Setting("introduced", False, "Whether you were asked for your name, and gave it or skipped.")
COLOUR_SCHEME = Setting("colour_scheme", "system", "The window's colours: system, light or dark.")
TEXT_SIZE = Setting("text_size", 100, "Size of the treaty text, in per cent.")
MINIMAP = Setting("minimap", False, "Whether the whole text is drawn beside its scroll bar, with its marks.")
TINT = Setting("tint", "light", "How strongly marked words are tinted: off, light, medium or strong.")
MEASURE = Setting("measure", "medium", "How long lines of text are: narrow, medium, wide, or whole for the whole pane.")
LEADING = Setting("leading", "normal", "Room between lines of text: tight, normal or airy.")
TYPEFACE = Setting("typeface", "serif", "Type of the text: serif, sans, system, or the name of an installed family.")
RECENT_LIBRARIES = Setting("recent_libraries", list[str](), "Library files opened lately, the latest first.")
LAST_LIBRARY = Setting("last_library", "", "The library that was open when the window was last closed.")
WINDOW = Setting("window", "", "Size and arrangement of the window.")
NOTES_ORDER = Setting("notes_order", "reading none", "How the list of annotations is sorted and grouped.")
RECENT_COMMANDS = Setting("recent_commands", list[str](), "What was last chosen in the command palette.")
NOTES_SHARE = Setting("notes_share", 62, "How much of the notes panel is the open annotation, in per cent.")
HINT_SEEN = Setting("hint_seen", False, "Whether the hint on how to annotate has done its work.")
RECENT_LAYERS = Setting("recent_layers", list[str](), "Ids of the layers used lately, the latest first.")
LEFT_IN_PLACE = Setting("left_in_place", list[str](), "Libraries that stay in a synced or network folder all the same.")
LEFT_AS_THEY_ARE = Setting("left_as_they_are", list[str](), "Ids of doubtful annotations that were left as they are.")

ALL: tuple[Setting[Any], ...] = (
    *(NAME, ORGANISATION, INTRODUCED, COLOUR_SCHEME, TEXT_SIZE, TINT, MINIMAP),
    *(MEASURE, LEADING, TYPEFACE, RECENT_COMMANDS),
    *(RECENT_LIBRARIES, LAST_LIBRARY, WINDOW, HINT_SEEN, NOTES_ORDER, NOTES_SHARE, RECENT_LAYERS),
    *(LEFT_AS_THEY_ARE, LEFT_IN_PLACE),
)

_RECENT = 8


def data_folder() -> Path:
    """Where the sample library, logs and this installation's identity are kept; made if it is not there."""
    return _folder("data")


def settings_file() -> Path:
    """The TOML file of the settings, whether or not it exists."""
    return _folder("config") / "settings.toml"


def origin() -> str:
    """The id of this installation, as changes name it. It lives outside every library, so a copied file is no twin."""
    file = data_folder() / "installation"
    try:
        return _id_in(file)
    except (FileNotFoundError, ValueError):  # none yet, or one that a full disk cut short
        import uuid  # once in the life of an installation

        made = file.with_suffix(f".{os.getpid()}.new")
        made.write_text(str(uuid.uuid4()), encoding="utf-8")
        made.replace(file)
        return _id_in(file)


def _id_in(file: Path) -> str:
    """The UUID in a file, as it is usually written. Raises ValueError where there is none."""
    digits = file.read_text(encoding="utf-8").strip().lower().replace("-", "")
    if len(digits) != 32 or not set(string.hexdigits).issuperset(digits):
        raise ValueError(digits)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def log_to_file() -> Path:
    """Send the program's log to a file of this user, which is kept small; returns its path."""
    import logging.handlers  # a window starts without it

    path = data_folder() / "log.txt"
    root = logging.getLogger()
    if not any(isinstance(row, logging.handlers.RotatingFileHandler) for row in root.handlers):
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=1 << 20, backupCount=1, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
    return path


class Settings:
    """The settings of this user, read once and written at every change."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or settings_file()
        self._source = self._read()
        self._values: dict[str, Any] = tomllib.loads(self._source)
        self._document: tomlkit.TOMLDocument | None = None
        self._kept: dict[str, Any] = {}

    def get(self, setting: Setting[T]) -> T:
        """What is set, or the default where nothing is, or something of the wrong type."""
        value = self._values.get(setting.key, setting.default)
        return value if isinstance(value, type(setting.default)) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Where the file cannot be written, the value holds until the program ends."""
        self._write({setting.key: value})

    def keep(self, setting: Setting[T], value: T) -> None:
        """As `set`, but in the file only with the next one that is set: for what is no loss, and changes at each step.

        A window that is closed sets how it stood.
        """
        self._values[setting.key] = value
        self._kept[setting.key] = value

    @property
    def person(self) -> Person:
        return Person(self.get(NAME), self.get(ORGANISATION))

    def remember_library(self, path: Path) -> None:
        """Put `path` first among the recent libraries, and make it the one to open next time."""
        others = [row for row in self.get(RECENT_LIBRARIES) if row != str(path)]
        recent = [str(path), *others][:_RECENT]
        if recent != self.get(RECENT_LIBRARIES) or self.get(LAST_LIBRARY) != str(path):
            self._write({RECENT_LIBRARIES.key: recent, LAST_LIBRARY.key: str(path)})

    def _write(self, changed: dict[str, Any]) -> None:
        import tomlkit  # keeps what people wrote around the values; to read them, less will do

        if self._document is None:
            self._document = tomlkit.parse(self._source)
        self._values.update(changed)
        self._document.update(self._kept | changed)
        self._kept = {}
        unfinished = self._file.with_suffix(".new")
        try:
            unfinished.write_text(tomlkit.dumps(self._document), encoding="utf-8")
            unfinished.replace(self._file)
        except OSError as error:  # a full disk must not keep anyone from closing the window
            _log.warning("The settings could not be written: %s", error)
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def _read(self) -> str:
        try:
            source = self._file.read_text(encoding="utf-8")
            tomllib.loads(source)
        except FileNotFoundError:
            return ""
        except (OSError, ValueError):
            # A damaged settings file must not keep anyone from their work; it is kept beside the new one
            self._file.replace(self._file.with_suffix(".damaged"))
            return ""
        return source


def _folder(kind: Literal["data", "config"]) -> Path:
    """The one that `ANNOTATOR_HOME` names, or else the system's usual one for the user's data or settings."""
    home = os.environ.get("ANNOTATOR_HOME")
    folder = Path(home) if home else _usual_folder(kind)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _usual_folder(kind: Literal["data", "config"]) -> Path:
    import platformdirs

    find = platformdirs.user_data_path if kind == "data" else platformdirs.user_config_path
    return find("treaty-annotator", appauthor=False)
