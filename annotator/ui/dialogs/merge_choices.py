"""What a person chooses before a merge: which texts come in, and which of their layers a partner's layer is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.model.codebook import Codebook
from annotator.operations.merge_preview import OfferedText, UnknownLayer
from annotator.ui.dialogs.check_list import CheckList, Choice
from annotator.ui.labels import form_layout, plain_label
from annotator.ui.words import number_words

translate = QCoreApplication.translate


def named_count(name: str, notes: int) -> str:
    """What is chosen, with how many notes are on it or in it."""
    told = translate("Merge", "{name} — 1 note") if notes == 1 else translate("Merge", "{name} — {count} notes")
    return told.format(name=name, count=number_words(notes))


class TextChoices(QWidget):
    """A box for each text that is not here, ticked unless one of ours nearly is it. `edited` tells of clicks."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = CheckList(self.tr("Texts to bring in"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    @property
    def count(self) -> int:
        return self.list.count()

    @property
    def chosen(self) -> frozenset[str] | None:
        """The ids of those that come in; None where none was offered."""
        return frozenset(self.list.checked()) if self.list.count() else None

    def offer(self, texts: Sequence[OfferedText]) -> None:
        off = Qt.CheckState.Unchecked
        for text in texts:
            state = Qt.CheckState.Unchecked if text.near else Qt.CheckState.Checked
            item = self.list.add(Choice(text.id, self._words(text), state if text.has_words else off))
            if not text.has_words:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        self.list.itemChanged.connect(lambda _item: self.edited.emit())

    def _words(self, text: OfferedText) -> str:
        told = named_count(text.name, text.annotations)
        more = ""
        if text.near and text.has_words:
            more = self.tr("{share} % the same as your “{near}”: unless it comes in, they are placed there.")
        elif text.near:
            more = self.tr("They are placed on your “{near}”.")
        elif not text.has_words:
            more = self.tr("Its words did not come along, so they wait for it.")
        more = more.format(share=f"{text.likeness:g}", near=text.near)
        return f"{told}\n{more}" if more else told


class LayerChoices(QScrollArea):
    """A choice among our layers for each of a partner's that we do not have. `edited` tells of every choice."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.combos: dict[str, QComboBox] = {}
        page = QWidget()
        self._form: QFormLayout = form_layout()
        page.setLayout(self._form)
        self.setWidget(page)

    @property
    def count(self) -> int:
        return len(self.combos)

    @property
    def chosen(self) -> dict[str, str]:
        """A partner's layer to the one of ours that it is; those that come in as they are left out."""
        return {id: str(combo.currentData()) for id, combo in self.combos.items() if combo.currentData()}

    def offer(self, layers: Sequence[UnknownLayer], codebook: Codebook) -> None:
        for layer in layers:
            combo = QComboBox()
            combo.addItem(self.tr("A layer of its own"), "")
            for ours in codebook.layers:
                combo.addItem(ours.name, ours.id)
            combo.setCurrentIndex(max(combo.findData(layer.proposed), 0))
            name = named_count(layer.name, layer.annotations)
            combo.setAccessibleName(name)
            label = plain_label(name.replace("&", "&&"), wrap=False)
            label.setBuddy(combo)
            combo.currentIndexChanged.connect(lambda _row: self.edited.emit())
            self._form.addRow(label, combo)
            self.combos[layer.id] = combo
