"""The layers panel: which layers are shown, how often each is used here, and what each is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.facets import Facets
from annotator.ui.bridge import Bridge
from annotator.ui.labels import plain_label, scaled_font
from annotator.ui.panels.brief_label import BriefLabel
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.facet_tree import FacetTree, described
from annotator.ui.panels.frames import Section, caption, column, line, text_button
from annotator.ui.panels.layer_tree import LayerTree
from annotator.ui.panels.looks import MARGIN
from annotator.ui.reader.shown import ALL, EVERYTHING, FACETS, UNLAYERED, Choice, Shown

_DEFINITION_LINES = 3
_FACETS = 110  # pixels: what is shown by stance, author … has at least so much height once it is unfolded


class LayersPanel(QWidget):
    """`layer_chosen` says that the selected words should be marked with a layer; `shown_changed` carries what is to be
    shown (a `Shown`) in the texts and around them; `counted` how many annotations are shown here, and how many are
    there."""

    layer_chosen = Signal(str)
    shown_changed = Signal(object)
    counted = Signal(int, int)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = Catalogue.of(bridge)
        self.shown = ALL
        self._before_solo: dict[str, Choice] = {}
        self._known: set[str] = set()
        self._versions: tuple[str, ...] | None = None
        self._kinds: Counter[Facets] = Counter()
        self._counts: tuple[Counter[str], dict[str, Counter[str]]] = Counter(), {}
        self.tree = LayerTree()
        self.facets = FacetTree()
        self._count_later = QTimer(self)
        self._count_later.setSingleShot(True)
        self._count_later.setInterval(0)
        self._count_later.timeout.connect(self._count)
        self._lay_out()
        self._connect()
        self._begin()

    @property
    def visible_layers(self) -> frozenset[str]:
        """The ids of the layers of the codebook that are shown."""
        return frozenset(id for id in self._known if self.shown.layers.passes(id))

    @property
    def definition(self) -> str:
        """What is said about the layer under the pointer, or the selected one."""
        return self._definition.words

    def set_shown_versions(self, versions: Iterable[str]) -> None:
        """Count in these versions: those in the panes. Before the first call all are counted."""
        self._versions = tuple(dict.fromkeys(versions))
        self._count_later.start()

    def show_everything(self) -> None:
        """Every annotation, in all its layers."""
        self._before_solo = {}
        self._take(ALL)

    def show_all(self) -> None:
        """All layers; what is chosen of authors, stances and so on stays."""
        self._show("layers", EVERYTHING)

    def show_none(self) -> None:
        self._show("layers", Choice.only(()))

    def toggle(self, category: str) -> None:
        """Hide a layer or a whole group if it is shown, else show it."""
        self._show("layers", self.shown.layers.toggled(self.tree.layers_of(category), {UNLAYERED, *self._known}))

    def toggle_solo(self, category: str) -> None:
        """Show that layer or group alone; again, what was shown before."""
        self._solo("layers", self.tree.layers_of(category))

    def toggle_facet(self, kind: str, values: Sequence[str]) -> None:
        """Hide or show these values of a facet: of "author", "stance", "status" or "audience"."""
        self._show(kind, self.shown.facet(kind).toggled(values, self.facets.values_of(kind)))

    def toggle_solo_facet(self, kind: str, values: Sequence[str]) -> None:
        """Show these values of a facet alone; again, what was shown of it before."""
        self._solo(kind, values)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Not already when the pointer leaves the tree: the tree would grow under the pointer, and so on for ever."""
        super().leaveEvent(event)
        self._define(self.tree.current)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setContentsMargins(6, 0, 10, 0)
        title.setSpacing(14)
        title.addWidget(caption(self.tr("Layers")))
        title.addStretch(1)
        self.all_button = text_button(self.tr("All"), self.show_all, self.tr("Show all layers"))
        self.none_button = text_button(self.tr("None"), self.show_none, self.tr("Hide all layers"))
        self.solo_button = text_button(
            self.tr("Solo"), self._solo_current, self.tr("Show the selected layer alone; again to go back (S)")
        )
        for button in (self.all_button, self.none_button, self.solo_button):
            title.addWidget(button)
        self._name = plain_label()
        self._name.setFont(scaled_font(self._name.font(), 0.95, QFont.Weight.DemiBold))
        self._definition = BriefLabel(_DEFINITION_LINES)
        self._definition.setFont(scaled_font(self._definition.font(), 0.95))
        self._about = QWidget()
        words = column(self._about, gap=1)
        words.setContentsMargins(MARGIN, 4, MARGIN, 4)
        words.addWidget(self._name)
        words.addWidget(self._definition)
        words.addStretch(1)
        most = self._name.fontMetrics().height() + _DEFINITION_LINES * self._definition.fontMetrics().lineSpacing()
        self._about.setMinimumHeight(most + 9)  # as high for every layer: rows stay put while the pointer passes them
        top = QWidget()
        upper = column(top, gap=0)
        upper.setContentsMargins(MARGIN - 6, 4, 4, 0)
        upper.addLayout(title)
        upper.addWidget(self.tree, 1)
        upper.addWidget(self._hidden_line())  # below the rows: they stay where they are, under the pointer
        upper.addWidget(self._facet_section())
        self._upper = upper
        layout = column(self, gap=0)
        layout.addWidget(top, 1)
        layout.addWidget(line())
        layout.addWidget(self._about)

    def _hidden_line(self) -> QWidget:
        self._hidden = QWidget()
        self._hidden_words = plain_label(wrap=False)
        self._hidden_words.setFont(scaled_font(self._hidden_words.font(), 0.95, QFont.Weight.DemiBold))
        self.everything_button = text_button(
            self.tr("Show all"), self.show_everything, self.tr("Show every annotation, in all its layers")
        )
        row = QHBoxLayout(self._hidden)
        row.setContentsMargins(6, 0, 10, 2)
        row.addWidget(self._hidden_words)
        row.addWidget(self.everything_button)
        row.addStretch(1)
        self._hidden.hide()
        return self._hidden

    def _facet_section(self) -> QWidget:
        self.facets.setMinimumHeight(_FACETS)
        self._section = Section(self.facets)
        self._section.setContentsMargins(4, 0, 6, 2)
        self._section.heading.setText(self.tr("Show"))
        self._section.heading.setToolTip(self.tr("Show and hide by stance, author, status, audience and partner"))
        self._section.heading.setAccessibleName(self._section.heading.toolTip())
        return self._section

    def _connect(self) -> None:
        self.tree.layer_chosen.connect(self.layer_chosen)
        self.tree.toggled.connect(self.toggle)
        self.tree.solo_toggled.connect(self.toggle_solo)
        self.tree.looked_at.connect(self._define)
        self.facets.toggled.connect(self.toggle_facet)
        self.facets.solo_toggled.connect(self.toggle_solo_facet)
        self._section.unfolded.connect(self.facets.setFocus)
        self._section.heading.toggled.connect(self._share_room)
        self._catalogue.replaced.connect(self._begin)
        self._catalogue.codebook_changed.connect(self._read_codebook)
        self._catalogue.annotations_changed.connect(lambda _ids: self._count_later.start())

    def _share_room(self, is_open: bool) -> None:
        """Layers and facets are as high as one another, and what a layer is for makes room for both."""
        self._upper.setStretchFactor(self._section, int(is_open))
        self._about.setVisible(not is_open)

    def _begin(self) -> None:
        self._known, self.shown, self._versions, self._before_solo = set(), ALL, None, {}
        self._read_codebook()

    def _read_codebook(self) -> None:
        """Take over the codebook; a layer that is new is shown."""
        layers = {row.id for row in self._catalogue.codebook.layers}
        chosen, new = self.shown.layers, layers - self._known
        if chosen.is_only and self._known and new:
            self.shown = self.shown.with_facet("layers", Choice.only(chosen.values | new))
        self._known = layers
        self.tree.show_layers(self._catalogue.codebook.categories)
        for button in (self.all_button, self.none_button, self.solo_button):
            button.setEnabled(bool(layers))
        self._count()
        self._define(self.tree.current)
        self.shown_changed.emit(self.shown)

    def _show(self, kind: str, choice: Choice) -> None:
        self._before_solo.pop(kind, None)
        self._take(self.shown.with_facet(kind, choice))

    def _solo(self, kind: str, values: Sequence[str]) -> None:
        alone, now = Choice.only(values), self.shown.facet(kind)
        if kind in self._before_solo and now == alone:
            self._show(kind, self._before_solo[kind])
            return
        before = self._before_solo.get(kind, now)
        self._show(kind, alone)
        self._before_solo[kind] = before

    def _take(self, shown: Shown) -> None:
        if shown != self.shown:
            self.shown = shown
            self.shown_changed.emit(shown)
            self._show_state()

    def _count(self) -> None:
        """How many there are of each layer, author, stance …; whatever is shown or hidden."""
        everywhere = [row.id for row in self._catalogue.versions]
        kinds = self._catalogue.facets_on(everywhere if self._versions is None else self._versions)
        layers: Counter[str] = Counter()
        facets: dict[str, Counter[str]] = {kind: Counter() for kind in FACETS}
        for kind, number in kinds.items():
            for layer in kind.categories or (UNLAYERED,):
                layers[layer] += number
            for facet in FACETS:
                facets[facet][getattr(kind, facet)] += number
        self._kinds, self._counts = kinds, (layers, facets)
        self._show_state()

    def _show_state(self) -> None:
        shown = sum(number for kind, number in self._kinds.items() if self.shown.shows(kind))
        layers, facets = self._counts
        passing = (id for id in (UNLAYERED, *self._known) if self.shown.layers.passes(id))
        self.tree.show_state(frozenset(passing), layers)
        self.facets.show_state(self.shown, facets)
        self._section.summarise(described(self.facets, self.shown) or self.tr("everything"))
        self._show_hidden(shown, self._kinds.total())

    def _show_hidden(self, shown: int, total: int) -> None:
        """Nobody is to take for all what is only a part."""
        told = self.tr("Showing {shown} of {total}").format(shown=f"{shown:,}", total=f"{total:,}")
        self._hidden_words.setText(told)
        self._hidden.setVisible(shown < total)
        self.counted.emit(shown, total)

    def _solo_current(self) -> None:
        if self.facets.hasFocus():
            self.facets.solo_current()
        elif self.tree.current:
            self.toggle_solo(self.tree.current)

    def _define(self, category: str) -> None:
        found = self._catalogue.category(category)
        self._name.setText(found.name if found else "")
        self._name.setVisible(found is not None)
        hint = self.tr("Select words in a text, then press a layer's digit to mark them with it.")
        open_hint = hint if self._known else ""
        self._definition.show_words(found.definition.strip() if found else open_hint)
