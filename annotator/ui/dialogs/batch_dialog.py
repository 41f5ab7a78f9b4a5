"""Edit several annotations at once: what is not touched stays as it is on each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.selection import Filters
from annotator.operations.annotating import CHOICES, Assignment
from annotator.operations.batch import BatchEdit, edit_batch
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.check_list import CheckList, Choice
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import add_row, form_layout, plain_label, quiet_label
from annotator.ui.panels.looks import mark_icon
from annotator.ui.words import choice_name, field_name

_FIELDS = ("stance", "strength", "severity", "audience", "status")


class BatchDialog(Dialog):
    """Edits the annotations `ids` as one change set, so that one undo takes it back."""

    def __init__(self, bridge: Bridge, ids: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Edit several annotations"), parent, QSize(840, 540))
        self._bridge = bridge
        self._rows = bridge.library.annotations(Filters(annotation=tuple(ids)))
        self.fields = {name: self._combo(name) for name in _FIELDS}
        self.categories = CheckList(self.tr("Layers"), self._categories())
        self.tags = CheckList(self.tr("Tags"), self._tags())
        self.new_tag = QLineEdit()
        self.new_tag.setPlaceholderText(self.tr("Another tag, then Enter"))
        self.new_tag.setAccessibleName(self.tr("Another tag"))
        self.new_tag.installEventFilter(self)
        self.summary = plain_label()
        self._lay_out()
        self.tell_problems_of(bridge)
        self.accept_button = self.add_accept(self.tr("Change {count} annotations").format(count=len(self._rows)))
        self.add_cancel()
        for field in self.fields.values():
            field.currentIndexChanged.connect(self._update)
        self.categories.edited.connect(self._update)
        self.tags.edited.connect(self._update)
        self.fields["stance"].setFocus()
        self._update()

    def accept(self) -> None:
        self._add_tag()
        if not self.accept_button.isEnabled():
            return
        ids = [row.id for row in self._rows]
        if self._bridge.act(edit_batch, ids, self.edit(), self._bridge.person) is not None:
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Enter after a new tag adds it, and does not yet end the dialog."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.new_tag.text().strip():
            self._add_tag()
            return True
        return super().eventFilter(watched, event)

    def edit(self) -> BatchEdit:
        """What the dialog would change."""
        values = {name: field.currentData() for name, field in self.fields.items() if field.currentIndex() > 0}
        added = {"annotation_category": self.categories.added(), "annotation_tag": self.tags.added()}
        removed = {"annotation_category": self.categories.removed(), "annotation_tag": self.tags.removed()}
        return BatchEdit(Assignment(**values), added, removed)

    def _lay_out(self) -> None:
        form = form_layout()
        for name, field in self.fields.items():
            add_row(form, field_name(name), field)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(left, 4)
        columns.addLayout(_titled(self.tr("Layers"), self.categories), 4)
        columns.addLayout(_titled(self.tr("Tags"), self.tags, self.new_tag), 3)
        self.body.addWidget(quiet_label(self._explanation()))
        self.body.addLayout(columns, 1)
        self.body.addWidget(self.summary)

    def _explanation(self) -> str:
        return self.tr(
            "{count} annotations are chosen. A half-filled box: some of them have it, and keep it unless you click. "
            "One undo takes everything back."
        ).format(count=len(self._rows))

    def _combo(self, name: str) -> QComboBox:
        values = {str(getattr(row, name)) for row in self._rows}
        now = choice_name(name, next(iter(values))) if len(values) == 1 else self.tr("they differ")
        combo = QComboBox()
        combo.addItem(self.tr("Leave as it is ({now})").format(now=now))
        for value in CHOICES[name]:
            combo.addItem(choice_name(name, value), value)
        return combo

    def _categories(self) -> list[Choice]:
        counts = Counter(id for row in self._rows for id in row.categories)
        layers = self._bridge.library.codebook().layers
        palette, ratio = self.palette(), self.devicePixelRatioF()
        return [Choice(row.id, row.name, self._state(counts[row.id]), mark_icon(row, palette, ratio)) for row in layers]

    def _tags(self) -> list[Choice]:
        counts = Counter(tag for row in self._rows for tag in row.tags)
        usual = [tag for _, tags in self._bridge.library.codebook().tags for tag in tags]
        names = dict.fromkeys([*usual, *sorted(counts)])
        return [Choice(name, name, self._state(counts[name])) for name in names]

    def _state(self, count: int) -> Qt.CheckState:
        if not count:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if count == len(self._rows) else Qt.CheckState.PartiallyChecked

    def _add_tag(self) -> None:
        tag = " ".join(self.new_tag.text().split())
        self.new_tag.clear()
        if not tag:
            return
        if tag not in self.tags.keys():  # noqa: SIM118 (a method, no dict)
            self.tags.add(Choice(tag, tag))
        self.tags.set_state(tag, Qt.CheckState.Checked)
        self.tags.scrollToBottom()

    def _update(self) -> None:
        parts = self._changes()
        self.summary.setText("; ".join(parts) + "." if parts else self.tr("Nothing changes yet."))
        self.accept_button.setEnabled(bool(parts))

    def _changes(self) -> list[str]:
        """What would change, in words."""
        parts = [
            self.tr("{field} becomes “{value}”").format(field=field_name(name), value=combo.currentText())
            for name, combo in self.fields.items()
            if combo.currentIndex() > 0
        ]
        names = {row.id: row.name for row in self._bridge.library.codebook().categories}
        for words, keys in (
            (self.tr("adds {names}"), (*self.categories.added(), *self.tags.added())),
            (self.tr("removes {names}"), (*self.categories.removed(), *self.tags.removed())),
        ):
            if keys:
                parts.append(words.format(names=", ".join(names.get(key, key) for key in keys)))
        return parts


def _titled(title: str, *widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    column.addWidget(quiet_label(title))
    for widget in widgets:
        column.addWidget(widget)
    return column
