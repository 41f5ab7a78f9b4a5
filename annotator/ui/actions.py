"""Every command of the window, declared once: what it is called, its shortcut, its menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QToolButton, QWidget

from annotator.model.records import dataclass
from annotator.ui.icons import icon
from annotator.ui.theme import Theme

_CONTEXT = "Actions"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """`name` is the method of `Commands` that does it. `needs` says when it is enabled: "", "library" or "writing".

    `submenu` is the title of the menu within the menu that it stands in; one of these can be checked at a time. A
    `switch` can be checked by itself. Whoever keeps the state shows it (see `look_commands`).
    """

    name: str
    title: str
    shortcut: str = ""
    needs: str = "library"
    submenu: str = ""
    switch: bool = False


SEPARATOR = ActionSpec("", "")


_MEASURE = str(QT_TRANSLATE_NOOP("Actions", "Length of lines"))
_LEADING = str(QT_TRANSLATE_NOOP("Actions", "Room between lines"))
_TYPEFACE = str(QT_TRANSLATE_NOOP("Actions", "Typeface"))
_COLOURS = str(QT_TRANSLATE_NOOP("Actions", "Colours"))
_TINTS = str(QT_TRANSLATE_NOOP("Actions", "&Tint of marked words"))


def _spec(
    name: str,
    title: object,
    shortcut: str = "",
    needs: str = "library",
    *,
    submenu: str = "",
    switch: bool = False,
) -> ActionSpec:
    return ActionSpec(name, str(title), shortcut, needs, submenu, switch)


def _choice(submenu: str, name: str, title: object) -> ActionSpec:
    """One of several that exclude each other."""
    return _spec(name, title, "", "", submenu=submenu)


MENUS: tuple[tuple[str, tuple[ActionSpec, ...]], ...] = (
    (
        str(QT_TRANSLATE_NOOP("Actions", "&File")),
        (
            _spec("new_library", QT_TRANSLATE_NOOP("Actions", "&New library…"), "Ctrl+N", ""),
            _spec("open_library", QT_TRANSLATE_NOOP("Actions", "&Open library…"), "Ctrl+O", ""),
            _spec("open_samples", QT_TRANSLATE_NOOP("Actions", "Open the &sample library"), "", ""),
            SEPARATOR,
            _spec("import_texts", QT_TRANSLATE_NOOP("Actions", "&Import texts…"), "Ctrl+I", "writing"),
            _spec("paste_text", QT_TRANSLATE_NOOP("Actions", "&Paste a text as a version…"), "Ctrl+Shift+V", "writing"),
            _spec("export_brief", QT_TRANSLATE_NOOP("Actions", "&Export a brief…"), "Ctrl+E"),
            _spec("share_annotations", QT_TRANSLATE_NOOP("Actions", "S&hare with partners…"), "Ctrl+Shift+X"),
            SEPARATOR,
            _spec("merge", QT_TRANSLATE_NOOP("Actions", "&Merge files…"), "Ctrl+Shift+I", "writing"),
            _spec("merge_folder", QT_TRANSLATE_NOOP("Actions", "Mer&ge a folder…"), "", "writing"),
            _spec("show_merges", QT_TRANSLATE_NOOP("Actions", "Merged fi&les…")),
            SEPARATOR,
            _spec("print_text", QT_TRANSLATE_NOOP("Actions", "P&rint the text…"), "Ctrl+P"),
            _spec("save_pdf", QT_TRANSLATE_NOOP("Actions", "Save the text as P&DF…")),
            SEPARATOR,
            _spec("library_information", QT_TRANSLATE_NOOP("Actions", "Library in&formation…")),
            _spec("show_backups", QT_TRANSLATE_NOOP("Actions", "&Backups…")),
            _spec("close_library", QT_TRANSLATE_NOOP("Actions", "&Close library"), "Ctrl+W"),
            _spec("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q", ""),
        ),
    ),
    (
        str(QT_TRANSLATE_NOOP("Actions", "&Edit")),
        (
            _spec("undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), "Ctrl+Z", "writing"),
            _spec("redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), "Ctrl+Shift+Z", "writing"),
            _spec("show_history", QT_TRANSLATE_NOOP("Actions", "&History…"), "Ctrl+H"),
            SEPARATOR,
            _spec("copy", QT_TRANSLATE_NOOP("Actions", "&Copy")),
            _spec("copy_with_citation", QT_TRANSLATE_NOOP("Actions", "Copy with ci&tation"), "Ctrl+Shift+C"),
            SEPARATOR,
            _spec("find_here", QT_TRANSLATE_NOOP("Actions", "&Find in this text"), "Ctrl+F"),
            _spec("find_everywhere", QT_TRANSLATE_NOOP("Actions", "Find in &all texts and notes"), "Ctrl+Shift+F"),
            SEPARATOR,
            _spec("who_am_i", QT_TRANSLATE_NOOP("Actions", "&Who I am…"), "", ""),
        ),
    ),
    (
        str(QT_TRANSLATE_NOOP("Actions", "&View")),
        (
            _spec("palette", QT_TRANSLATE_NOOP("Actions", "&Commands…"), "Ctrl+K", ""),
            SEPARATOR,
            _spec("one_text", QT_TRANSLATE_NOOP("Actions", "&One text"), "Ctrl+Shift+1"),
            _spec("two_texts", QT_TRANSLATE_NOOP("Actions", "&Two texts"), "Ctrl+Shift+2"),
            _spec("three_texts", QT_TRANSLATE_NOOP("Actions", "T&hree texts"), "Ctrl+Shift+3"),
            _spec("four_texts", QT_TRANSLATE_NOOP("Actions", "&Four texts"), "Ctrl+Shift+4"),
            _spec("add_pane", QT_TRANSLATE_NOOP("Actions", "Add a &pane"), "Ctrl+T"),
            _spec("close_pane", QT_TRANSLATE_NOOP("Actions", "Close this pa&ne"), "Ctrl+F4"),
            _spec("toggle_second", QT_TRANSLATE_NOOP("Actions", "This te&xt alone, or with the others"), "Ctrl+\\"),
            _spec("swap_texts", QT_TRANSLATE_NOOP("Actions", "&Swap with the next text"), "F7"),
            _spec("toggle_lock", QT_TRANSLATE_NOOP("Actions", "Scroll to&gether, or apart"), "F9"),
            _spec("show_answers", QT_TRANSLATE_NOOP("Actions", "What ans&wers this…"), "Shift+F9"),
            SEPARATOR,
            _spec("next_pane", QT_TRANSLATE_NOOP("Actions", "Ne&xt pane"), "F6"),
            _spec("previous_pane", QT_TRANSLATE_NOOP("Actions", "Pre&vious pane"), "Shift+F6"),
            _spec("focus_first", QT_TRANSLATE_NOOP("Actions", "To pane &A"), "Ctrl+1"),
            _spec("focus_second", QT_TRANSLATE_NOOP("Actions", "To pane &B"), "Ctrl+2"),
            _spec("focus_third", QT_TRANSLATE_NOOP("Actions", "To pane C"), "Ctrl+3"),
            _spec("focus_fourth", QT_TRANSLATE_NOOP("Actions", "To pane D"), "Ctrl+4"),
            _spec("focus_note", QT_TRANSLATE_NOOP("Actions", "To the not&e"), "Ctrl+5"),
            _spec("focus_outline", QT_TRANSLATE_NOOP("Actions", "To the out&line"), "Ctrl+6"),
            _spec("focus_texts", QT_TRANSLATE_NOOP("Actions", "To the l&ist of texts"), "Ctrl+7"),
            _spec("focus_annotations", QT_TRANSLATE_NOOP("Actions", "To the list of annot&ations"), "Ctrl+8"),
            _spec("focus_layers", QT_TRANSLATE_NOOP("Actions", "To the la&yers"), "Ctrl+9"),
            SEPARATOR,
            _spec("focus_mode", QT_TRANSLATE_NOOP("Actions", "&Focus on the text"), "F11", switch=True),
            SEPARATOR,
            _spec("larger", QT_TRANSLATE_NOOP("Actions", "Lar&ger text"), "Ctrl++", ""),
            _spec("smaller", QT_TRANSLATE_NOOP("Actions", "S&maller text"), "Ctrl+-", ""),
            _spec("usual_size", QT_TRANSLATE_NOOP("Actions", "&Usual text size"), "Ctrl+0", ""),
            _choice(_MEASURE, "measure_narrow", QT_TRANSLATE_NOOP("Actions", "&Narrow: 60 characters")),
            _choice(_MEASURE, "measure_medium", QT_TRANSLATE_NOOP("Actions", "&Medium: 70 characters")),
            _choice(_MEASURE, "measure_wide", QT_TRANSLATE_NOOP("Actions", "&Wide: 75 characters")),
            _choice(_MEASURE, "measure_whole", QT_TRANSLATE_NOOP("Actions", "The whole &pane")),
            _choice(_LEADING, "leading_tight", QT_TRANSLATE_NOOP("Actions", "&Tight lines")),
            _choice(_LEADING, "leading_normal", QT_TRANSLATE_NOOP("Actions", "&Normal lines")),
            _choice(_LEADING, "leading_airy", QT_TRANSLATE_NOOP("Actions", "&Airy lines")),
            _choice(_TYPEFACE, "typeface_serif", QT_TRANSLATE_NOOP("Actions", "With &serifs")),
            _choice(_TYPEFACE, "typeface_sans", QT_TRANSLATE_NOOP("Actions", "With&out serifs")),
            _choice(_TYPEFACE, "typeface_system", QT_TRANSLATE_NOOP("Actions", "Typeface of the s&ystem")),
            _choice(_TYPEFACE, "typeface_other", QT_TRANSLATE_NOOP("Actions", "An&other typeface…")),
            SEPARATOR,
            _spec("only_layer", QT_TRANSLATE_NOOP("Actions", "&Only one layer…"), "Ctrl+Shift+S"),
            _spec("show_everything", QT_TRANSLATE_NOOP("Actions", "Show &every annotation"), "Ctrl+Shift+9"),
            _spec("all_layers", QT_TRANSLATE_NOOP("Actions", "Show &all layers")),
            _spec("no_layers", QT_TRANSLATE_NOOP("Actions", "&Hide all layers")),
            _spec("minimap", QT_TRANSLATE_NOOP("Actions", "Ma&p of the text"), "Ctrl+Shift+8", switch=True),
            _spec("tint_off", QT_TRANSLATE_NOOP("Actions", "&No tint"), "", "", submenu=_TINTS),
            _spec("tint_light", QT_TRANSLATE_NOOP("Actions", "&Light tint"), "", "", submenu=_TINTS),
            _spec("tint_medium", QT_TRANSLATE_NOOP("Actions", "&Medium tint"), "", "", submenu=_TINTS),
            _spec("tint_strong", QT_TRANSLATE_NOOP("Actions", "&Strong tint"), "", "", submenu=_TINTS),
            SEPARATOR,
            _choice(_COLOURS, "system_colours", QT_TRANSLATE_NOOP("Actions", "Colours of the s&ystem")),
            _choice(_COLOURS, "light_colours", QT_TRANSLATE_NOOP("Actions", "L&ight colours")),
            _choice(_COLOURS, "dark_colours", QT_TRANSLATE_NOOP("Actions", "&Dark colours")),
        ),
    ),
    (
        str(QT_TRANSLATE_NOOP("Actions", "&Go")),
        (
            _spec("go_back", QT_TRANSLATE_NOOP("Actions", "&Back"), "Alt+Left"),
            _spec("go_forward", QT_TRANSLATE_NOOP("Actions", "&Forward"), "Alt+Right"),
            SEPARATOR,
            _spec("go_to_place", QT_TRANSLATE_NOOP("Actions", "Go to a &provision"), "Ctrl+L"),
            _spec("follow_reference", QT_TRANSLATE_NOOP("Actions", "Go where the &reference leads"), "Ctrl+Return"),
            _spec("preview_reference", QT_TRANSLATE_NOOP("Actions", "&Look at what is referred to"), "Alt+Return"),
        ),
    ),
    (
        str(QT_TRANSLATE_NOOP("Actions", "&Annotation")),
        (
            _spec("annotate_as", QT_TRANSLATE_NOOP("Actions", "&Annotate as…"), "Ctrl+M", "writing"),
            _spec("repeat_last", QT_TRANSLATE_NOOP("Actions", "&Repeat the last"), "Ctrl+R", "writing"),
            _spec(
                "annotate_found", QT_TRANSLATE_NOOP("Actions", "Annotate all places &found…"), "Ctrl+Shift+M", "writing"
            ),
            _spec("annotate_whole", QT_TRANSLATE_NOOP("Actions", "Something is &missing here…"), "Ctrl+G", "writing"),
            SEPARATOR,
            _spec("edit_several", QT_TRANSLATE_NOOP("Actions", "Edit &several…"), "Ctrl+Shift+E", "writing"),
            _spec("next_annotation", QT_TRANSLATE_NOOP("Actions", "&Next annotation"), "F8"),
            _spec("previous_annotation", QT_TRANSLATE_NOOP("Actions", "&Previous annotation"), "Shift+F8"),
            _spec("annotations_here", QT_TRANSLATE_NOOP("Actions", "List those at the &caret…"), "Ctrl+Shift+L"),
            SEPARATOR,
            _spec("adjust_ends", QT_TRANSLATE_NOOP("Actions", "&Move its ends"), "Ctrl+Shift+R", "writing"),
            _spec("split_annotation", QT_TRANSLATE_NOOP("Actions", "S&plit at the caret"), "Ctrl+Shift+J", "writing"),
            _spec("join_annotations", QT_TRANSLATE_NOOP("Actions", "&Join with the next"), "Ctrl+J", "writing"),
            _spec(
                "duplicate_annotation",
                QT_TRANSLATE_NOOP("Actions", "D&uplicate to other text"),
                "Ctrl+D",
                "writing",
            ),
            SEPARATOR,
            _spec("reply", QT_TRANSLATE_NOOP("Actions", "Repl&y"), "Ctrl+Shift+A", "writing"),
            _spec("annotation_history", QT_TRANSLATE_NOOP("Actions", "Its &history…"), "Ctrl+Shift+H"),
            SEPARATOR,
            _spec("show_doubtful", QT_TRANSLATE_NOOP("Actions", "D&oubtful places…")),
            _spec("settle_conflicts", QT_TRANSLATE_NOOP("Actions", "Con&flicts…"), "Ctrl+Shift+D"),
            _spec("unmark", QT_TRANSLATE_NOOP("Actions", "&Take off here…"), "", "writing"),
            _spec("delete_annotation", QT_TRANSLATE_NOOP("Actions", "&Delete this annotation"), "Ctrl+Del", "writing"),
            _spec("erase_annotation", QT_TRANSLATE_NOOP("Actions", "E&rase for good…"), "", "writing"),
        ),
    ),
    (
        str(QT_TRANSLATE_NOOP("Actions", "&Help")),
        (
            _spec("show_shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard &shortcuts"), "F1", ""),
            _spec("show_guide", QT_TRANSLATE_NOOP("Actions", "User &guide"), "Shift+F1", ""),
            _spec("show_log", QT_TRANSLATE_NOOP("Actions", "Show &log"), "", ""),
            _spec("show_about", QT_TRANSLATE_NOOP("Actions", "&About Treaty Annotator"), "", ""),
        ),
    ),
)

TOOLBAR = (
    *("go_back", "go_forward", "", "undo", "redo", ""),
    *("import_texts", "export_brief", "", "find_everywhere", "palette"),
)
"""Names of actions; "" is a separator."""

ICONS = {
    "go_back": "back",
    "go_forward": "forward",
    "undo": "undo",
    "redo": "redo",
    "import_texts": "import",
    "export_brief": "export",
    "share_annotations": "share",
    "open_library": "library",
    "print_text": "print",
    "show_history": "history",
    "copy": "copy",
    "find_here": "search",
    "find_everywhere": "search",
    "palette": "command",
    "focus_mode": "focus",
    "delete_annotation": "delete",
    "show_shortcuts": "keyboard",
    "show_guide": "help",
}
"""Drawings of `resources/icons`, for the actions that are looked for most."""

_KNOWN_BY_SIGHT = frozenset({"go_back", "go_forward", "undo", "redo"})


def translated(text: str) -> str:
    """A title of this module in the language of the window."""
    return QCoreApplication.translate(_CONTEXT, text)


def build_menus(window: QWidget, bar: QMenuBar, run: Callable[[str], Callable[[], object]]) -> dict[str, QAction]:
    """Make the menus in `bar`; `run` gives what an action's name does. Returns the actions by name."""
    actions: dict[str, QAction] = {}
    for title, specs in MENUS:
        menu: QMenu = bar.addMenu(translated(title))
        inner: dict[str, tuple[QMenu, QActionGroup]] = {}
        for spec in specs:
            if spec is SEPARATOR:
                menu.addSeparator()
                continue
            action = _action(spec, window, run(spec.name))
            actions[spec.name] = action
            if not spec.submenu:
                menu.addAction(action)
                continue
            if spec.submenu not in inner:
                inner[spec.submenu] = menu.addMenu(translated(spec.submenu)), QActionGroup(window)
            submenu, group = inner[spec.submenu]
            submenu.addAction(group.addAction(action))
    return actions


def _action(spec: ActionSpec, window: QWidget, act: Callable[[], object]) -> QAction:
    action = QAction(translated(spec.title), window)
    action.setCheckable(spec.switch or bool(spec.submenu))
    if spec.shortcut:
        action.setShortcut(QKeySequence(spec.shortcut))
    action.triggered.connect(lambda _checked=False: act())
    return action


class MenuRow(QWidget):
    """The menus and, in the same row, the toolbar: with words where there is room for all of them."""

    def __init__(self, menus: QMenuBar, toolbar: QWidget) -> None:
        super().__init__()
        self._menus, self.toolbar = menus, toolbar
        self._needed = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(menus, 1)
        row.addWidget(toolbar)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        words = [button for button in self.toolbar.findChildren(QToolButton) if not button.property("sight")]
        if all(button.toolButtonStyle() == _WITH_WORDS for button in words):
            self._needed = self._menus.sizeHint().width() + self.toolbar.sizeHint().width()
        style = _WITH_WORDS if self._needed <= self.width() else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in words:
            button.setToolButtonStyle(style)


_WITH_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def build_toolbar(actions: Mapping[str, QAction]) -> QWidget:
    """The few commands that are wanted all the time, beside the menus so that they take no line from the text."""
    bar = QWidget()
    row = QHBoxLayout(bar)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(2)
    bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    for name in TOOLBAR:
        if not name:
            row.addSpacing(12)
            continue
        action = actions[name]
        plain = action.text().replace("&", "").rstrip("…")
        action.setIconText(plain)
        action.setToolTip(f"{plain} ({action.shortcut().toString()})")
        button = QToolButton()
        button.setDefaultAction(action)
        known = name in _KNOWN_BY_SIGHT
        button.setProperty("sight", known)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly if known else _WITH_WORDS)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button)
    return bar


def set_icons(actions: Mapping[str, QAction], theme: Theme, names: Iterable[str] = tuple(ICONS)) -> None:
    """Give actions, or those of these `names`, their drawings in the ink of `theme`."""
    for name in names:
        if name in ICONS:
            actions[name].setIcon(icon(_mirrored(ICONS[name]), theme))


def _mirrored(drawing: str) -> str:
    """Where windows read from the right, back points to the right."""
    turned = {"back": "forward", "forward": "back"} if QGuiApplication.isRightToLeft() else {}
    return turned.get(drawing, drawing)


def enable(actions: Mapping[str, QAction], *, is_open: bool, is_writable: bool) -> None:
    """Enable what can be done now."""
    allowed = {"": True, "library": is_open, "writing": is_writable}
    for _, specs in MENUS:
        for spec in specs:
            if spec.name:
                actions[spec.name].setEnabled(allowed[spec.needs])
