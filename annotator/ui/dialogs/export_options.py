"""How a brief is made: its title, order, format, for whom, and whether it is an internal copy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from annotator.export.brief import BriefOptions
from annotator.model.annotation import AUDIENCES
from annotator.operations.exporting import GROUPINGS
from annotator.ui.bridge import Bridge
from annotator.ui.labels import GAP, add_row, form_layout, quiet_label
from annotator.ui.words import choice_name

_INDENT = 24


class ExportOptions(QWidget):
    """`options()` is what the person wants; `edited` tells of a change of the brief, `format_changed` of the file's."""

    edited = Signal()
    format_changed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLineEdit(bridge.library.path.stem)
        self.group = QComboBox()
        self.audience = QComboBox()
        self.internal = QCheckBox(self.tr("&Internal copy"))
        self.format = QComboBox()
        self._fill()
        self._lay_out()
        self.title.textChanged.connect(self.edited)
        self.group.currentIndexChanged.connect(self.edited)
        self.audience.currentIndexChanged.connect(self.edited)
        self.internal.toggled.connect(self.edited)
        self.format.currentIndexChanged.connect(self.format_changed)

    def options(self) -> BriefOptions:
        return BriefOptions(
            title=self.title.text().strip(),
            group_by=GROUPINGS[self.group.currentIndex()],
            audience=AUDIENCES[self.audience.currentIndex()],
            internal=self.internal.isChecked(),
        )

    @property
    def suffix(self) -> str:
        """The ending of a file of the chosen format, with its dot: it is what tells the writer the format."""
        return str(self.format.currentData())

    def offers(self, suffix: str) -> bool:
        """Whether a file with that ending is of a format that can be chosen."""
        return self.format.findData(suffix.lower()) >= 0

    def show_suffix(self, suffix: str) -> None:
        """Show the format of a file that was named; one that is not offered changes nothing."""
        if self.offers(suffix):
            self.format.setCurrentIndex(self.format.findData(suffix.lower()))

    def _fill(self) -> None:
        for grouping in GROUPINGS:
            self.group.addItem(choice_name("group", grouping), grouping)
        for audience in AUDIENCES:
            self.audience.addItem(choice_name("audience", audience), audience)
        self.audience.setCurrentIndex(AUDIENCES.index("organisation"))
        self.format.addItem(self.tr("Word (.docx)"), ".docx")
        self.format.addItem(self.tr("PDF (.pdf)"), ".pdf")
        self.format.addItem(self.tr("OpenDocument (.odt)"), ".odt")
        self.format.addItem(self.tr("Web page (.html)"), ".html")
        self.format.addItem(self.tr("Markdown (.md)"), ".md")
        self.format.addItem(self.tr("Plain text (.txt)"), ".txt")
        self.format.addItem(self.tr("Table (.csv)"), ".csv")

    def _lay_out(self) -> None:
        form = form_layout()
        add_row(form, self.tr("&Title"), self.title)
        add_row(form, self.tr("For&mat"), self.format)
        add_row(form, self.tr("&Order"), self.group)
        add_row(form, self.tr("&Written for"), self.audience)
        explanation = quiet_label(
            self.tr("Adds authors, severity, audience, a matrix of articles by layer, and the SHA-256 of each text.")
        )
        explanation.setContentsMargins(_INDENT, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(form)
        box = QVBoxLayout()
        box.setSpacing(3)
        box.addWidget(self.internal)
        box.addWidget(explanation)
        layout.addLayout(box)
