"""Search over all texts and all commentary."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from annotator.model.change import ChangeSet
from annotator.model.selection import Finding
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.finding_delegate import FindingDelegate
from annotator.ui.labels import quiet_label
from annotator.ui.models import ListModel
from annotator.ui.panels.frames import text_button
from annotator.ui.words import number_words

Where = Literal["all", "text", "commentary"]

_PAUSE = 180
"""Milliseconds without typing after which the search runs."""


class SearchPanel(QWidget):
    """A field, where to look, and what was found.

    `found` carries the Finding that the person opens; `searched` says that the list is new.
    """

    found = Signal(object)
    annotate_requested = Signal(object)
    """All the places in texts that were found should be annotated."""
    searched = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._names: dict[str, str] = {}
        self.field = QLineEdit()
        self.where = QComboBox()
        self.model: ListModel[Finding] = ListModel(_key, self._spoken, self)
        self.list = FindingList()
        self.delegate = FindingDelegate(lambda version: self._names.get(version, ""), self.list)
        self.status = quiet_label()
        self.annotate_button = text_button("", lambda: self.annotate_requested.emit(self.in_texts))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._lay_out()
        self._connect()

    def focus_field(self) -> None:
        """Begin to search: the field has the focus and its words are selected."""
        self.field.setFocus()
        self.field.selectAll()

    @property
    def in_texts(self) -> list[Finding]:
        """What was found in texts, without what was found in notes."""
        return [row for row in self.model.rows if not row.annotation]

    def run(self) -> None:
        """Search now for what the field says."""
        self._pause.stop()
        query = self.field.text().strip()
        findings = self._find(query) if query and self._bridge.is_open else []
        self.delegate.query = query
        self.model.replace(findings)
        self.status.setText(self._result(query, len(findings)))
        self._offer_annotating()
        self.searched.emit()

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(self.tr("Search texts and notes"))
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(self.field.placeholderText())
        self.where.setAccessibleName(self.tr("Where to search"))
        self.where.addItem(self.tr("Everywhere"), "all")
        self.where.addItem(self.tr("Texts"), "text")
        self.where.addItem(self.tr("Notes"), "commentary")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setAccessibleName(self.tr("Places found"))
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.field, 1)
        top.addWidget(self.where)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.status)
        layout.addWidget(self.annotate_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._offer_annotating()
        layout.addWidget(self.list, 1)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._enter)
        self.field.installEventFilter(self)
        self.where.currentIndexChanged.connect(lambda _index: self.run())
        self.list.chosen.connect(lambda row: self.found.emit(self.model.rows[row]))
        self._pause.timeout.connect(self.run)
        self._bridge.changed.connect(self._follow)
        self._bridge.opened.connect(self.run)
        self._bridge.closed.connect(self._clear)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(0))
            return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        """Search what was just typed; once more, open the first place."""
        if self._pause.isActive():
            self.run()
        elif self.model.rows:
            self.found.emit(self.model.rows[0])

    def _find(self, query: str) -> list[Finding]:
        self._names = {row.id: row.name for row in self._bridge.library.versions()}
        where: Where = self.where.currentData()
        return self._bridge.library.search(query, where)

    def _offer_annotating(self) -> None:
        count = len(self.in_texts)
        all_of_them = self.tr("Annotate all {count} in the texts…").format(count=number_words(count))
        self.annotate_button.setText(all_of_them if count > 1 else self.tr("Annotate it…"))
        self.annotate_button.setVisible(bool(count) and self._bridge.is_writable)

    def _result(self, query: str, count: int) -> str:
        if not query:
            return ""
        if not count:
            return self.tr("Nothing found. Parts of words are found too; accents and vowel marks make no difference.")
        return self.tr("1 place") if count == 1 else self.tr("{count} places").format(count=number_words(count))

    def _follow(self, change: ChangeSet, _by: object) -> None:
        if self.field.text().strip() and any(map(change.touches, ("annotation", "reply", "version"))):
            self._pause.start()

    def _clear(self) -> None:
        self._pause.stop()
        self.model.replace([])
        self.status.setText("")
        self._offer_annotating()

    def _spoken(self, finding: Finding) -> str:
        return f"{finding.citation}, {self._names.get(finding.version, '')}: {finding.snippet}"


class FindingList(QListView):
    """The places. `chosen` carries a row: by a click, or Enter."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


def _key(finding: Finding) -> str:
    return f"{finding.version}:{finding.annotation}:{finding.start}:{finding.end}"
