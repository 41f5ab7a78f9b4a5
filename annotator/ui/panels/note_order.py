"""In which order the list shows annotations, and under which headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from annotator.model.annotation import SEVERITIES, STATUSES, Annotation
from annotator.model.codebook import Category
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.words import choice_name, field_name

Sort = Literal["reading", "newest", "severity", "author"]
GroupBy = Literal["none", "provision", "category", "severity", "author", "status"]
SORTS: tuple[Sort, ...] = get_args(Sort)
GROUPINGS: tuple[GroupBy, ...] = get_args(GroupBy)

_SHEET = """
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 2px 6px; min-height: 0;
              color: palette(placeholder-text); }
QToolButton:hover { color: palette(text); border-color: palette(mid); }
QToolButton:focus { color: palette(text); border-color: palette(link); padding: 2px 6px; }
"""

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the list stands: sorted by one thing within groups of another."""

    sort: Sort = "reading"
    group: GroupBy = "none"

    @classmethod
    def parse(cls, words: str) -> Arrangement:
        """What `str` of one gave; anything else is the usual arrangement."""
        sorts = [row for row in SORTS if row == words.partition(" ")[0]]
        groups = [row for row in GROUPINGS if row == words.partition(" ")[2]]
        return cls(sorts[0], groups[0]) if sorts and groups else cls()

    def __str__(self) -> str:
        return f"{self.sort} {self.group}"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and the annotations under it, in order. The one group of an ungrouped list has no `title`."""

    key: str
    title: str
    detail: str
    rows: Sequence[Annotation]
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A heading as the list shows it: how many of its annotations the filters leave, and whether they are shown."""

    key: str
    title: str
    detail: str
    count: int
    is_open: bool
    category: Category | None = None

    @property
    def id(self) -> str:
        """The id of no annotation."""
        return ""


def arrange(catalogue: Catalogue, arrangement: Arrangement) -> list[Group]:
    """All annotations, sorted and grouped. One in several layers stands under each of them."""
    rows = _sorted(catalogue, arrangement.sort)
    if arrangement.group == "none":
        return [Group("", "", "", rows)]
    found: dict[str, list[Annotation]] = {}
    for key, row in _keyed(catalogue, rows, arrangement.group):
        bucket = found.get(key)
        if bucket is None:
            found[key] = [row]
        else:
            bucket.append(row)
    order = _order(catalogue, arrangement.group)
    return [_group(catalogue, arrangement.group, key, found[key]) for key in sorted(found, key=order)]


def _sorted(catalogue: Catalogue, sort: Sort) -> list[Annotation]:
    """Reading order stays among equals."""
    rows = catalogue.annotations
    if sort == "newest":
        return catalogue.newest_first()
    if sort == "severity":
        ranks: dict[str, int] = {value: number for number, value in enumerate(_MOST_SEVERE)}
        return sorted(rows, key=lambda row: ranks[row.facets.severity])
    if sort == "author":
        return sorted(rows, key=lambda row: _by_name(row.facets.author))
    return rows


def _by_name(name: str) -> tuple[bool, str]:
    """Those without a name come last."""
    return not name, name.casefold()


def _keyed(catalogue: Catalogue, rows: Iterable[Annotation], group: GroupBy) -> Iterable[tuple[str, Annotation]]:
    if group == "category":
        known = {row.id for row in catalogue.codebook.layers}
        return ((key, row) for row in rows for key in ([id for id in row.facets.categories if id in known] or [""]))
    if group == "provision":
        return ((catalogue.article_key(row), row) for row in rows)
    return ((getattr(row.facets, group), row) for row in rows)


_MOST_SEVERE = tuple(sorted(SEVERITIES, key=lambda value: (not value, SEVERITIES.index(value))))


def _order(catalogue: Catalogue, group: GroupBy) -> Callable[[str], tuple[int, str]]:
    if group == "author":
        return _by_name
    if group == "provision":
        return partial(_place_in_reading, catalogue)
    listed: Sequence[str] = [row.id for row in catalogue.codebook.layers]
    if group != "category":
        listed = _MOST_SEVERE if group == "severity" else STATUSES
    ranks = {value: number for number, value in enumerate(listed)}
    return lambda key: (ranks.get(key, len(ranks)), key)


def _place_in_reading(catalogue: Catalogue, key: str) -> tuple[int, str]:
    version, _, eid = key.partition(" ")
    ranks = {row.id: number for number, row in enumerate(catalogue.versions)}
    found = catalogue.provision(version, eid)
    return ranks.get(version, len(ranks)), f"{found.start if found else -1:012d}"


def _group(catalogue: Catalogue, group: GroupBy, key: str, rows: list[Annotation]) -> Group:
    if group == "provision":
        version_id, _, eid = key.partition(" ")
        provision, version = catalogue.provision(version_id, eid), catalogue.version(version_id)
        title = " · ".join(part for part in (provision.citation, provision.heading) if part) if provision else ""
        several = len(catalogue.versions) > 1
        return Group(
            key, title or translate("NoteOrder", "Across articles"), version.name if version and several else "", rows
        )
    if group == "category":
        category = catalogue.category(key)
        return Group(key, category.name if category else translate("NoteOrder", "No layer"), "", rows, category)
    if group == "author":
        return Group(key, key or translate("NoteOrder", "No name"), "", rows)
    if group == "severity" and not key:
        return Group(key, translate("NoteOrder", "Severity not said"), "", rows)
    return Group(key, choice_name(group, key), "", rows)


def sort_name(sort: Sort) -> str:
    """What the menu calls an order."""
    names = {
        "reading": translate("NoteOrder", "Reading order"),
        "newest": translate("NoteOrder", "Newest first"),
        "severity": translate("NoteOrder", "Most severe first"),
        "author": translate("NoteOrder", "By author"),
    }
    return names[sort]


def group_name(group: GroupBy) -> str:
    """What the menu calls a grouping."""
    names = {
        "none": translate("NoteOrder", "Not grouped"),
        "provision": translate("NoteOrder", "Article"),
        "category": translate("NoteOrder", "Layer"),
        "author": translate("NoteOrder", "Author"),
    }
    return names.get(group) or field_name(group)


class OrderButton(QToolButton):
    """Says how the list is arranged and opens the choice. `changed` carries an Arrangement; `fold_all` opens or closes
    all groups."""

    changed = Signal(object)
    fold_all = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrangement = Arrangement()
        self.setStyleSheet(_SHEET)
        self.setToolTip(self.tr("Sort and group the list"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.show_arrangement(self._arrangement)

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Show one without telling anyone."""
        self._arrangement = arrangement
        by = group_name(arrangement.group) if arrangement.group != "none" else ""
        self.setText(" · ".join(part for part in (by, sort_name(arrangement.sort)) if part) + " ▾")
        self.setAccessibleName(f"{self.toolTip()}: {self.text().removesuffix(' ▾')}")

    def menu_now(self) -> QMenu:
        """The choice, with what is chosen ticked."""
        self._fill()
        return self._menu

    def _title(self, words: str) -> None:
        """Styles that draw a section draw a line without its words."""
        self._menu.addAction(words).setEnabled(False)

    def _fill(self) -> None:
        self._menu.clear()
        self._title(self.tr("Sort"))
        now = self._arrangement
        sorts = QActionGroup(self._menu)
        for sort in SORTS:
            self._add(sorts, sort_name(sort), Arrangement(sort, now.group))
        self._menu.addSeparator()
        self._title(self.tr("Group by"))
        groups = QActionGroup(self._menu)
        for group in GROUPINGS:
            self._add(groups, group_name(group), Arrangement(now.sort, group))
        if now.group != "none":
            self._menu.addSeparator()
            self._menu.addAction(self.tr("Open all groups"), partial(self.fold_all.emit, True))
            self._menu.addAction(self.tr("Close all groups"), partial(self.fold_all.emit, False))

    def _add(self, group: QActionGroup, name: str, arrangement: Arrangement) -> None:
        action = self._menu.addAction(name, partial(self.choose, arrangement))
        action.setCheckable(True)
        action.setChecked(arrangement == self._arrangement)
        group.addAction(action)

    def choose(self, arrangement: Arrangement) -> None:
        """Arrange the list so, as a person does."""
        self.show_arrangement(arrangement)
        self.changed.emit(arrangement)
