"""The left panel: the texts in the library, and the outline of the one that is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QStackedWidget, QWidget

from annotator.model.codebook import Mark
from annotator.model.facets import Facets
from annotator.model.treaty import Text, Version
from annotator.ui.bridge import Bridge
from annotator.ui.labels import quiet_label
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.frames import column
from annotator.ui.panels.heat import bearing, heat_of, kinds_on
from annotator.ui.panels.looks import GAP, MARGIN, category_colour, quiet
from annotator.ui.panels.provisions import ProvisionTree
from annotator.ui.panels.versions import VersionList
from annotator.ui.reader.shown import ALL, Shown

_AFTER_THE_TEXT = 100
"""Milliseconds: what is switched is painted in the texts first, and counted in the outline once nothing more is."""

_TWO_VERSIONS = 168
"""Pixels: the two texts that are compared most are seen without scrolling."""


class OutlinePanel(QWidget):
    """Texts above, provisions below. It asks with signals; the window shows and changes."""

    provision_chosen = Signal(str)
    version_chosen = Signal(str, int)
    beside_requested = Signal(str, str)
    """A version, and the eId of the provision at which it is to be shown beside what is read."""
    version_edit_requested = Signal(str)
    version_remove_requested = Signal(str)
    import_requested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._catalogue = Catalogue.of(bridge)
        self._version: Version | None = None
        self._text: Text | None = None
        self._shown = ALL
        self._counted: Sequence[Counter[Facets]] | None = None
        self.versions = VersionList()
        self.provisions = ProvisionTree(self._look_of)
        self.filter_field = QLineEdit()
        self._heat_later = QTimer(self)
        self._heat_later.setSingleShot(True)
        self._heat_later.setInterval(_AFTER_THE_TEXT)
        self._heat_later.timeout.connect(self._show_heat)
        self._lay_out()
        self._connect()
        self._show_versions()
        self._show_provisions()

    def set_text(self, version: Version | None, text: Text | None) -> None:
        """Show the outline of the text in the active pane."""
        shown = _what_is_shown(self._version, self._text)
        self._version, self._text = version, text
        if _what_is_shown(version, text) != shown:
            self.filter_field.clear()
            self._counted = None
            self._show_provisions(anew=True)

    def set_current(self, eid: str) -> None:
        """Follow the reader; the focus stays where it is, and no signal is sent."""
        self.provisions.set_current(eid)

    def set_shown(self, shown: Shown) -> None:
        """Count these annotations alone."""
        self._shown = shown
        self._heat_later.start()

    def set_panes(self, versions: Iterable[str]) -> None:
        """Mark which version each pane shows, from pane A on."""
        self.versions.show_panes(versions)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._empty = QWidget()
        empty = column(self._empty, margin=MARGIN)
        empty.addWidget(quiet_label(self.tr("No texts yet. Import one: a treaty, a draft, a national law.")))
        self.import_button = QPushButton(self.tr("Import…"))
        empty.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignLeading)
        empty.addStretch(1)
        self._texts = QStackedWidget()
        self._texts.addWidget(self.versions)
        self._texts.addWidget(self._empty)
        self._nothing_open = QWidget()
        self._texts.addWidget(self._nothing_open)

        upper, lower = QWidget(), QWidget()
        above, below = column(upper, gap=4), column(lower, gap=GAP)
        above.setContentsMargins(MARGIN - 6, MARGIN - 4, 4, 4)
        below.setContentsMargins(MARGIN - 6, GAP, 4, 0)
        above.addWidget(self._texts, 1)
        self.filter_field.setPlaceholderText(self.tr("Type 24, or a word"))
        self.filter_field.setClearButtonEnabled(True)
        self.filter_field.setAccessibleName(self.tr("Find in the outline"))
        searching = QHBoxLayout()
        searching.setContentsMargins(4, 0, MARGIN - 6, 0)
        searching.addWidget(self.filter_field)
        self._nothing = quiet_label(self.tr("No provision matches."))
        self._nothing.setContentsMargins(6, 4, 6, 4)
        self._nothing.hide()
        below.addLayout(searching)
        below.addWidget(self._nothing)
        below.addWidget(self.provisions, 1)

        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        upper.setMinimumHeight(_TWO_VERSIONS)
        splitter.addWidget(upper)
        splitter.addWidget(lower)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 5)
        splitter.setSizes([200, 500])
        column(self, gap=0).addWidget(splitter)

    def _connect(self) -> None:
        self.versions.chosen.connect(self.version_chosen)
        self.versions.edit_requested.connect(self.version_edit_requested)
        self.versions.remove_requested.connect(self.version_remove_requested)
        self.import_button.clicked.connect(lambda _checked: self.import_requested.emit())
        self.provisions.chosen.connect(self.provision_chosen)
        self.provisions.beside_chosen.connect(self._ask_beside)
        self.filter_field.textChanged.connect(lambda _text: self._show_provisions())
        self.filter_field.returnPressed.connect(self._choose_match)
        self._catalogue.replaced.connect(self._begin)
        self._catalogue.versions_changed.connect(self._show_versions)
        self._catalogue.codebook_changed.connect(self._count)
        self._catalogue.annotations_changed.connect(self._count)

    def _begin(self) -> None:
        self._shown = ALL
        self.set_text(None, None)
        self._show_versions()

    def _show_versions(self) -> None:
        versions = self._catalogue.versions
        self.versions.is_writable = self._bridge.is_writable
        self.import_button.setEnabled(self._bridge.is_writable)
        self.versions.show_versions(versions, [self._catalogue.count_on(row.id) for row in versions])
        empty = self._empty if self._catalogue.is_open else self._nothing_open
        self._texts.setCurrentWidget(self.versions if versions else empty)

    def _count(self) -> None:
        self._counted = None
        self.versions.show_counts({row.id: self._catalogue.count_on(row.id) for row in self._catalogue.versions})
        self._heat_later.start()

    def _show_provisions(self, *, anew: bool = False) -> None:
        wanted = self.filter_field.text().strip()
        right_to_left = self._version is not None and self._version.data.direction == "rtl"
        current = "" if anew else self.provisions.current  # another text may have an article 7 as well
        self.provisions.show_text(self._text, right_to_left=right_to_left, wanted=wanted)
        self._nothing.setVisible(bool(wanted) and self.provisions.model().rowCount() == 0)
        self.filter_field.setEnabled(self._text is not None)
        self._heat_later.start()
        if current:
            self.provisions.set_current(current)

    def _show_heat(self) -> None:
        if self._text is None or self._version is None:
            return
        rows = bearing(self._text.provisions)
        if self._counted is None:
            self._counted = kinds_on(rows, self._catalogue.rows_on(self._version.id))
        self.provisions.show_heat(heat_of(rows, self._counted, self._shown))

    def _choose_match(self) -> None:
        eid = self.provisions.first_match(self.filter_field.text().strip())
        if eid:
            self.provisions.set_current(eid)
            self.provision_chosen.emit(eid)

    def _ask_beside(self, eid: str) -> None:
        if self._version is not None:
            self.beside_requested.emit(self._version.id, eid)

    def _look_of(self, category: str) -> tuple[str, QColor, Mark]:
        found = self._catalogue.category(category)
        if found is None:
            return self.tr("No layer"), quiet(self.palette()), "dotted"
        return found.name, category_colour(found, self.palette()), found.mark


def _what_is_shown(version: Version | None, text: Text | None) -> tuple[str, str]:
    return (text.id, version.data.direction) if version and text else ("", "")
