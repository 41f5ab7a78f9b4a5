"""Another typeface for the texts: any family that is installed, with a sample in the languages of the library."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QWidget

from annotator.model.folding import fold
from annotator.ui.dialogs.frame import Dialog

_SIZE = QSize(480, 520)
_SAMPLE = "Each State Party shall guarantee “due process”, fi 24 (2).\nكل دولة طرف · 各缔约国 · Каждое государство"
_SAMPLE_PIXELS = 18


class TypefaceDialog(Dialog):
    """Families by name; the sample shows which scripts one has."""

    chosen = Signal(str)
    """The name of the family."""

    def __init__(self, current: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Typeface of the texts"), parent, _SIZE)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a typeface"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        self.families = QListWidget()
        self.families.setAccessibleName(self.tr("Typefaces"))
        self.families.setUniformItemSizes(True)
        self.sample = QLabel(_SAMPLE)
        self.sample.setTextFormat(Qt.TextFormat.PlainText)
        self.sample.setMinimumHeight(76)
        for part in (self.filter, self.families, self.sample):
            self.body.addWidget(part)
        self.use = self.add_accept(self.tr("Use"))
        self.add_cancel()
        names = [name for name in QFontDatabase.families() if not QFontDatabase.isPrivateFamily(name)]
        self.families.addItems(names)
        self.filter.textChanged.connect(self._narrow)
        self.families.currentTextChanged.connect(self._show)
        self.families.itemActivated.connect(lambda _item: self.accept())
        self.families.setCurrentRow(names.index(current) if current in names else 0)
        self.accepted.connect(lambda: self.chosen.emit(self.family))

    @property
    def family(self) -> str:
        item = self.families.currentItem()
        return item.text() if item else ""

    def _narrow(self, typed: str) -> None:
        wanted = fold(typed)
        first = None
        for row in range(self.families.count()):
            item = self.families.item(row)
            item.setHidden(wanted not in fold(item.text()))
            first = first or (None if item.isHidden() else item)
        if first is not None and (self.families.currentItem() is None or self.families.currentItem().isHidden()):
            self.families.setCurrentItem(first)

    def _show(self, family: str) -> None:
        font = QFont(family)
        font.setPixelSize(_SAMPLE_PIXELS)
        self.sample.setFont(font)
        self.use.setEnabled(bool(family))
