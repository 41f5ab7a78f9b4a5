"""The ask: what should be done about a passage, in which words, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLayout, QLineEdit, QScrollArea, QSizePolicy, QWidget

from annotator.model.annotation import ASK_ACTIONS, Annotation
from annotator.model.redline import redline
from annotator.operations.annotating import Assignment
from annotator.ui.panels.frames import Section, column, field, text_button
from annotator.ui.panels.growing_edit import GrowingEdit
from annotator.ui.panels.looks import alarm, good
from annotator.ui.panels.reading_label import ReadingLabel
from annotator.ui.panels.redline import redline_html
from annotator.ui.words import choice_name, field_name

_TYPED = ("wording", "fallback", "addressee", "outcome")
_COMPARED = frozenset({"", "amend", "delete", "add"})
"""Actions whose wording replaces the quotation; a declaration or a statement stands beside it."""
_WITHOUT_WORDING = frozenset({"delete", "keep"})
"""Actions that leave nothing to word; what was written before another was chosen is kept, and not shown."""


class ChoiceBox(QComboBox):
    """The values of a field as a list that opens; the wheel scrolls the panel, not the value."""

    chosen = Signal(str)

    def __init__(self, field: str, values: tuple[str, ...]) -> None:
        super().__init__()
        for value in values:
            self.addItem(choice_name(field, value), value)
        self.setAccessibleName(field_name(field))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda _index: self.chosen.emit(self.value))

    @property
    def value(self) -> str:
        value: str = self.currentData()
        return value

    def show_value(self, value: str) -> None:
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        event.ignore()


class AskEditor(Section):
    """Folded until it is used. `assigned` carries an Assignment, `typed` a field and its words, `left` that the typing
    is over."""

    assigned = Signal(object)
    typed = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        body = QWidget()
        super().__init__(body, parent)
        self.heading.setText(self.tr("Ask"))
        self._quotation = ""
        self.action = ChoiceBox("ask", ASK_ACTIONS)
        self.wording = GrowingEdit(2, 14)
        self.fallback = GrowingEdit(1, 6)
        self.addressee = QLineEdit()
        self.outcome = QLineEdit()
        self.redline = ReadingLabel(Qt.TextFormat.RichText)
        self._unfolding = QTimer(self)
        self._unfolding.setSingleShot(True)
        self.addressee.setPlaceholderText(self.tr("Who should do it, and when"))
        self.outcome.setPlaceholderText(self.tr("What became of it"))
        self.start_button = text_button(self.tr("Start from the quotation"), self._start_from_quotation)
        self._lay_out(body)
        self._connect()

    def show_annotation(self, annotation: Annotation, language: str, pending: dict[str, str]) -> None:
        """Show its ask, with the words of `pending` in place of those that the library has."""
        ask = annotation.ask
        self._quotation = "" if annotation.anchor.whole else annotation.anchor.exact
        self.redline.set_language(language)
        self.action.show_value(ask.action)
        self.wording.show_words(pending.get("wording", ask.wording))
        self.fallback.show_words(pending.get("fallback", ask.fallback))
        for name, line in (("addressee", self.addressee), ("outcome", self.outcome)):
            words = pending.get(name, getattr(ask, name))
            if line.text() != words:
                line.setText(words)
                line.setCursorPosition(0)
        self._show_redline()
        self.summarise(choice_name("ask", ask.action) if ask else self.tr("none yet"))

    def set_editable(self, is_editable: bool) -> None:
        self.action.setEnabled(is_editable)
        for widget in (self.wording, self.fallback, self.addressee, self.outcome):
            widget.setReadOnly(not is_editable)
        self._show_redline()

    def _lay_out(self, body: QWidget) -> None:
        layout = column(body, gap=10)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.addWidget(self.action)
        self._wording_field = field(self.tr("Proposed wording"), self.wording)
        layout.addLayout(self._wording_field)
        layout.addWidget(self.start_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.redline)
        layout.addLayout(field(self.tr("Fallback"), self.fallback))
        layout.addLayout(field(self.tr("Addressee"), self.addressee))
        layout.addLayout(field(self.tr("Outcome"), self.outcome))

    def _connect(self) -> None:
        self.action.chosen.connect(self._act)
        self.heading.clicked.connect(lambda _checked: self._unfolding.start())
        self._unfolding.timeout.connect(self._scroll_here)
        for name in _TYPED:
            widget = getattr(self, name)
            if isinstance(widget, GrowingEdit):
                widget.typed.connect(lambda words, name=name: self.typed.emit(name, words))
                widget.left.connect(self.left)
            else:
                widget.textEdited.connect(lambda words, name=name: self.typed.emit(name, words))
                widget.editingFinished.connect(self.left)
        self.wording.typed.connect(self._follow_wording)  # last: an action shows the annotation anew, with noted words

    def _scroll_here(self) -> None:
        """Bring what was unfolded into view; its heading above all, where there is no room for the whole."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if self.is_open and area is not None:
            area.ensureWidgetVisible(self)
            area.ensureWidgetVisible(self.heading)

    def _follow_wording(self, words: str) -> None:
        """Words proposed while nothing is asked ask for an amendment."""
        if words.strip() and not self.action.value:
            self.action.show_value("amend")
            self._act("amend")
        else:
            self._show_redline()

    def _act(self, action: str) -> None:
        self._show_redline()
        self.assigned.emit(Assignment(ask=action))

    def _start_from_quotation(self) -> None:
        self.wording.setPlainText(" ".join(self._quotation.split()))
        self.wording.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_redline(self) -> None:
        action = self.action.value
        has_wording = action not in _WITHOUT_WORDING
        _show(self._wording_field, has_wording)
        wording = self.wording.words.strip() if has_wording else ""
        can_start = action in ("amend", "add") and bool(self._quotation) and not self.wording.isReadOnly()
        self.start_button.setVisible(can_start and not wording)
        shown = action in _COMPARED and bool(wording or action == "delete")
        pieces = redline(self._quotation, wording) if shown else []
        colours = alarm(self.palette()).name(), good(self.palette()).name()
        self.redline.setText(redline_html(pieces, *colours))
        self.redline.setAccessibleName(_spoken(pieces, self.tr("struck: %1"), self.tr("inserted: %1")))
        self.redline.setVisible(bool(pieces))


def _show(layout: QLayout, is_visible: bool) -> None:
    for row in range(layout.count()):
        item = layout.itemAt(row)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setVisible(is_visible)


def _spoken(pieces: Sequence[tuple[str, str]], struck: str, inserted: str) -> str:
    names = {"struck": struck, "inserted": inserted}
    return "; ".join(names[kind].replace("%1", words.strip()) for kind, words in pieces if kind in names)
