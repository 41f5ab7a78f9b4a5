"""The command palette: what it offers, beyond the actions of the menus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtGui import QKeySequence

from annotator.model.problems import NotFound
from annotator.model.treaty import Provision
from annotator.operations import naming
from annotator.settings import RECENT_COMMANDS
from annotator.ui.actions import MENUS, translated
from annotator.ui.dialogs.ranking import Command
from annotator.ui.pane_commands import PaneCommands
from annotator.ui.words import provision_kind_name

_LATELY = 12
_HEADED = frozenset({"article", "chapter", "part", "section", "title", "annex", "preamble"})
_AFTER_COMMANDS, _AFTER_TEXTS, _AFTER_LAYERS = 1, 2, 3


class PaletteCommands(PaneCommands):
    """Every action, text, layer and article under one key."""

    def palette(self) -> None:
        from annotator.ui.dialogs.palette import CommandPalette

        settings = self._window.settings
        found = CommandPalette(
            [*self._actions(), *self._texts()],
            self._jumps,
            self._window,
            more=[*self._layers(), *self._articles()],
            recent=settings.get(RECENT_COMMANDS),
        )
        found.used.connect(self._remember)
        found.open()

    def _actions(self) -> Iterator[Command]:
        for menu, specs in MENUS:
            for spec in specs:
                if not spec.name or spec.name == "palette" or not self._window.actions_by_name[spec.name].isEnabled():
                    continue
                title = translated(spec.title).replace("&", "")
                group = translated(spec.submenu or menu).replace("&", "")
                keys = QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
                yield Command(title, keys, getattr(self, spec.name), group, spec.name, group)

    def _texts(self) -> Iterator[Command]:
        for number, row in enumerate(self.opening_commands()):
            yield row._replace(
                kind=self.tr("Text"), key=row.key or f"text {number} {row.title}", weight=_AFTER_COMMANDS
            )

    def _layers(self) -> Iterator[Command]:
        if not self._bridge.is_open:
            return
        kind, layers = self.tr("Layer"), self._window.layers
        ways: list[tuple[str, str, Callable[[str], object]]] = [
            ("only", self.tr("Show only “{layer}”"), layers.toggle_solo),
            ("toggle", self.tr("Show or hide “{layer}”"), layers.toggle),
        ]
        if self._bridge.is_writable:
            ways.insert(0, ("mark", self.tr("Mark as “{layer}”"), self.annotate))
        for row in self._bridge.library.codebook().layers:
            for way, title, run in ways:
                named = title.format(layer=row.name)
                keys = row.key if way == "mark" else ""
                key = f"layer {way} {row.id}"
                yield Command(named, keys, partial(run, row.id), kind, key, "", _AFTER_TEXTS)

    def _articles(self) -> Iterator[Command]:
        text = self._window.room.active.reader.text
        for row in text.provisions if text else ():
            if row.kind in _HEADED:
                yield self._jump(row)

    def _jumps(self, typed: str) -> list[Command]:
        """ "24(2)" goes there, in the active pane."""
        text = self._window.room.active.reader.text
        try:
            found = naming.find_provision(text.provisions, typed) if text and typed.strip() else None
        except NotFound:
            found = None
        return [self._jump(found)] if found else []

    def _jump(self, row: Provision) -> Command:
        reader = self._window.room.active.reader
        named = row.label.strip() if row.kind in _HEADED else row.citation
        title = " ".join(part for part in (named or row.citation, row.heading) if part)
        kind = provision_kind_name(row.kind)
        return Command(
            title,
            "",
            lambda: reader.go_to_provision(row.eid, flash=True),
            kind[:1].upper() + kind[1:],
            f"place {row.eid}",
            row.citation,
            _AFTER_LAYERS,
        )

    def _remember(self, key: str) -> None:
        if not key.startswith("place "):  # a place is one text's
            lately = [row for row in self._window.settings.get(RECENT_COMMANDS) if row != key]
            self._window.settings.set(RECENT_COMMANDS, [key, *lately][:_LATELY])
