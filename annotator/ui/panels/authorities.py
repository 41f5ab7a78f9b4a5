"""The sources that a commentary cites: those of the annotation, and a form that adds one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from annotator.model.annotation import Authority
from annotator.ui.labels import plain_label
from annotator.ui.panels.frames import caption, clear, column, tab_before, text_button


class AuthorityList(QWidget):
    """`chosen` carries the ids that the annotation should cite now, `added` an Authority to make and cite."""

    chosen = Signal(object)
    added = Signal(object)
    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()
        self._is_editable = True
        self._rows = QWidget()
        self._column = column(self._rows, gap=4)
        self._shown: list[QWidget] = []
        self._crosses: list[QPushButton] = []
        self.form = AuthorityForm()
        self.form.hide()
        self.form.picked.connect(self._cite)
        self.form.made.connect(self._make)
        self.form.closed.connect(self._close_form)
        self.add_button = text_button(self.tr("Add a source"), self._open_form)
        layout = column(self, gap=4)
        layout.addWidget(self._rows)
        layout.addWidget(self.form)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_authorities(self, ids: Sequence[str], known: Sequence[Authority]) -> None:
        """Show those with these ids; all that are `known` can be cited."""
        self._ids = tuple(ids)
        by_id = {row.id: row for row in known}
        clear(self._rows)
        self._shown, self._crosses = [], []
        for id in ids:
            if id in by_id:
                self._add_row(by_id[id])
        tab_before(self.form.title, [button for row in self._shown for button in row.findChildren(QPushButton)])
        self._rows.setVisible(bool(ids))
        self.form.propose([row for row in known if row.id not in ids])

    def set_editable(self, is_editable: bool) -> None:
        self._is_editable = is_editable
        self.add_button.setVisible(is_editable and self.form.isHidden())
        for cross in self._crosses:
            cross.setVisible(is_editable)
        if not is_editable:
            self.form.hide()

    @property
    def citations(self) -> list[str]:
        """What is shown, as a footnote gives it."""
        return [row.accessibleName() for row in self._shown]

    def _add_row(self, authority: Authority) -> None:
        row = QWidget()
        row.setAccessibleName(authority.citation)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        label = plain_label(authority.citation)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(label, 1)
        if authority.url:
            tip = f"{authority.url}\n{authority.seen}".strip()
            link = text_button("↗", lambda: self.link_activated.emit(authority.url), tip)
            link.setAccessibleName(self.tr("Open the address of %1").replace("%1", authority.citation))
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        cross = text_button("×", lambda: self._remove(authority.id), self.tr("Do not cite this here"))
        cross.setAccessibleName(self.tr("Do not cite %1 here").replace("%1", authority.citation))
        line.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        self._crosses.append(cross)
        self._column.addWidget(row)
        self._shown.append(row)

    def _open_form(self) -> None:
        self.add_button.hide()
        self.form.show()
        self.form.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_form(self) -> None:
        self.form.clear()
        self.form.hide()
        self.add_button.setVisible(self._is_editable)

    def _cite(self, id: str) -> None:
        self._close_form()
        if id not in self._ids:
            self.chosen.emit((*self._ids, id))

    def _make(self, authority: Authority) -> None:
        self._close_form()
        self.added.emit(authority)

    def _remove(self, id: str) -> None:
        self.chosen.emit(tuple(row for row in self._ids if row != id))


class AuthorityForm(QWidget):
    """Type a title: sources that are known are proposed; else fill in a new one."""

    picked = Signal(str)
    made = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, str] = {}
        self._proposals = QStringListModel(self)
        self.title, self.symbol, self.paragraph, self.url, self.seen = (QLineEdit() for _ in range(5))
        completer = QCompleter(self._proposals, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._pick, Qt.ConnectionType.QueuedConnection)
        self.title.setCompleter(completer)
        self.seen.setPlaceholderText(QDate.currentDate().toString(Qt.DateFormat.ISODate))
        self.add_button = QPushButton(self.tr("Add"))
        self.add_button.setEnabled(False)
        self.add_button.clicked.connect(lambda _checked: self.submit())
        cancel = text_button(self.tr("Cancel"), self.closed.emit)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setSpacing(6)
        fields = (
            (self.title, self.tr("Title")),
            (self.symbol, self.tr("Symbol")),
            (self.paragraph, self.tr("Paragraph")),
            (self.url, self.tr("Address")),
            (self.seen, self.tr("Seen on")),
        )
        for number, (widget, name) in enumerate(fields):
            widget.setAccessibleName(name)
            widget.returnPressed.connect(self.submit)
            grid.addWidget(caption(name), number, 0)
            grid.addWidget(widget, number, 1, 1, 2)
        grid.addWidget(self.add_button, len(fields), 1, Qt.AlignmentFlag.AlignLeading)
        grid.addWidget(cancel, len(fields), 2, Qt.AlignmentFlag.AlignTrailing)
        grid.setColumnStretch(1, 1)
        self.title.textChanged.connect(lambda words: self.add_button.setEnabled(bool(words.strip())))

    def propose(self, known: Sequence[Authority]) -> None:
        self._known = {row.citation: row.id for row in known}
        self._proposals.setStringList(list(self._known))

    def clear(self) -> None:
        for widget in (self.title, self.symbol, self.paragraph, self.url, self.seen):
            widget.clear()

    def submit(self) -> None:
        """Cite the known source that was typed out, or make the new one."""
        title = self.title.text().strip()
        if title in self._known:
            self._pick(title)
        elif title:
            texts = (row.text().strip() for row in (self.symbol, self.paragraph, self.url, self.seen))
            self.made.emit(Authority("", title, *texts))

    def _pick(self, citation: str) -> None:
        if citation in self._known:
            self.picked.emit(self._known[citation])
