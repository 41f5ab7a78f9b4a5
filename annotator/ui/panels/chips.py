"""Chips: the layers of an annotation and its tags, each with a button that takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from annotator.model.codebook import Category, Codebook
from annotator.ui.labels import plain_label
from annotator.ui.panels.flow import FlowLayout
from annotator.ui.panels.frames import clear, flow, outline_button, tab_before
from annotator.ui.panels.looks import category_colour, mark_icon, paint_mark, tint

_SWATCH = 16


class Chip(QWidget):
    """A word in a tinted pill, after its mark where it is a layer. `removed` says that the cross was pressed."""

    removed = Signal()

    def __init__(self, text: str, category: Category | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._category = category
        self.cross = QToolButton()
        self.cross.setText("×")
        self.cross.setAccessibleName(self.tr("Remove %1").replace("%1", text))
        self.cross.setToolTip(self.cross.accessibleName())
        self.cross.setStyleSheet(
            "QToolButton { border: none; padding: 0; min-height: 0; color: palette(placeholder-text); }"
            "QToolButton:hover, QToolButton:focus { color: palette(text); font-weight: 700; }"
        )
        self.cross.setFixedSize(QSize(18, 18))
        self.cross.clicked.connect(lambda _checked: self.removed.emit())
        self._label = plain_label(text, wrap=False)
        self._label.setMaximumWidth(220)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(3)
        layout.addSpacing(_SWATCH + 5 if category else 0)
        layout.addWidget(self._label)
        layout.addWidget(self.cross)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._label.text()

    def set_editable(self, is_editable: bool) -> None:
        self.cross.setVisible(is_editable)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.palette().text().color())
        if self._category:
            colour = category_colour(self._category, self.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(colour, self.palette(), 1.0 if self._category else 0.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._category:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = self.width() - 8 - _SWATCH if mirrored else 8
            swatch = QRectF(left, (self.height() - 14) / 2, _SWATCH, 14)
            paint_mark(painter, swatch, self._category, self.palette())


class _Chips(QWidget):
    """Chips in a row that wraps, and after them what adds one."""

    def __init__(self, adder: QWidget) -> None:
        super().__init__()
        self._adder = adder
        self._chips: list[Chip] = []
        self._is_editable = True
        FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow(self).addWidget(adder)

    @property
    def chips(self) -> list[Chip]:
        return list(self._chips)

    def set_editable(self, is_editable: bool) -> None:
        self._is_editable = is_editable
        self._adder.setVisible(is_editable)
        for chip in self._chips:
            chip.set_editable(is_editable)

    def _fill(self, chips: list[Chip]) -> None:
        layout = flow(self)
        layout.removeWidget(self._adder)
        clear(self)
        self._chips = chips
        for chip in chips:
            chip.set_editable(self._is_editable)
            layout.addWidget(chip)
        layout.addWidget(self._adder)
        tab_before(self._adder, [chip.cross for chip in chips])
        self.updateGeometry()


class CategoryChips(_Chips):
    """The layers of an annotation. `chosen` carries the ids that it should have now."""

    chosen = Signal(object)

    def __init__(self) -> None:
        self.add_button = outline_button(self.tr("Add layer"), self.tr("Add or remove a layer"))
        super().__init__(self.add_button)
        self._ids: tuple[str, ...] = ()
        self._codebook = Codebook("", ())
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.add_button.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)

    def show_categories(self, ids: Sequence[str], codebook: Codebook) -> None:
        self._ids, self._codebook = tuple(ids), codebook
        by_id = {row.id: row for row in codebook.categories}
        chips = []
        for id in ids:
            chip = Chip(by_id[id].name if id in by_id else id, by_id.get(id))
            chip.removed.connect(lambda id=id: self._toggle(id))
            chips.append(chip)
        self._fill(chips)
        self.add_button.setText(self.tr("+") if ids else self.tr("Add layer"))
        self.add_button.setAccessibleName(self.tr("Add or remove a layer"))

    def menu(self) -> QMenu:
        """The layers with their keys, those chosen ticked."""
        self._fill_menu()
        return self._menu

    def _fill_menu(self) -> None:
        self._menu.clear()
        for category in self._codebook.categories:
            if not category.is_layer:
                self._menu.addSeparator()  # a section's own words are drawn by no style sheet
                self._menu.addAction(category.name.replace("&", "&&")).setEnabled(False)
                continue
            words = category.name.replace("&", "&&") + (f"\t{category.key}" if category.key else "")
            action = self._menu.addAction(mark_icon(category, self.palette(), self.devicePixelRatioF()), words)
            action.setCheckable(True)
            action.setChecked(category.id in self._ids)
            action.triggered.connect(lambda _checked, id=category.id: self._toggle(id))

    def _toggle(self, id: str) -> None:
        ids = tuple(row for row in self._ids if row != id)
        self.chosen.emit(ids if id in self._ids else (*ids, id))


class TagChips(_Chips):
    """The tags of an annotation, and a field that proposes those of the codebook."""

    chosen = Signal(object)

    def __init__(self) -> None:
        self.field = QLineEdit()
        super().__init__(self.field)
        self._tags: tuple[str, ...] = ()
        self._proposals = QStringListModel(self)
        completer = QCompleter(self._proposals, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self.add, Qt.ConnectionType.QueuedConnection)
        self.field.setCompleter(completer)
        self.field.setPlaceholderText(self.tr("Add a tag"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        self.field.setFixedWidth(140)
        self.field.returnPressed.connect(lambda: self.add(self.field.text()))

    def show_tags(self, tags: Sequence[str], known: Sequence[str]) -> None:
        """Show `tags`; `known` are proposed while one types."""
        self._tags = tuple(tags)
        chips = []
        for tag in tags:
            chip = Chip(tag)
            chip.removed.connect(lambda tag=tag: self.chosen.emit(tuple(row for row in self._tags if row != tag)))
            chips.append(chip)
        self._fill(chips)
        self._proposals.setStringList([row for row in known if row not in tags])

    def add(self, tag: str) -> None:
        """Add that tag, if it is a new one."""
        tag = " ".join(tag.split())
        self.field.clear()
        if tag and tag not in self._tags:
            self.chosen.emit((*self._tags, tag))
