"""What is shown: which layers, and whose annotations, of which stance, status and audience. One value for the window.

Panes, outline, map and stepping all ask the same `Shown`, so that nothing is hidden in one place and there in another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import field

from annotator.model.annotation import Annotation
from annotator.model.facets import Facets
from annotator.model.records import dataclass

FACETS = ("author", "stance", "status", "audience", "partner")
"""Fields of an annotation by which a person shows and hides, besides its layers."""

UNLAYERED = ""
"""Stands for a layer where an annotation is in none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Some values of one kind: these alone (`is_only`), or all but these, values not yet known among them."""

    values: frozenset[str] = frozenset()
    is_only: bool = False

    @classmethod
    def only(cls, values: Iterable[str]) -> Choice:
        return cls(frozenset(values), is_only=True)

    @classmethod
    def but(cls, values: Iterable[str]) -> Choice:
        return cls(frozenset(values))

    def passes(self, value: str) -> bool:
        return (value in self.values) == self.is_only

    def toggled(self, values: Iterable[str], known: Iterable[str]) -> Choice:
        """Hide `values` where all of them are shown, else show them. Once all that is `known` is shown, all is."""
        wanted = frozenset(values)
        is_shown = all(self.passes(value) for value in wanted)
        takes = is_shown == self.is_only
        changed = Choice(self.values - wanted if takes else self.values | wanted, self.is_only)
        return EVERYTHING if all(changed.passes(value) for value in known) else changed


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True)
class Shown:
    """An annotation is shown where one of its layers passes, and each of its facets does."""

    layers: Choice = EVERYTHING
    author: Choice = EVERYTHING
    stance: Choice = EVERYTHING
    status: Choice = EVERYTHING
    audience: Choice = EVERYTHING
    partner: Choice = EVERYTHING
    _judged: dict[Facets, tuple[str, ...]] = field(init=False, compare=False, repr=False, default_factory=dict)

    @property
    def is_everything(self) -> bool:
        return self == ALL

    def facet(self, name: str) -> Choice:
        """The choice among the values of a facet: one of `FACETS`, or "layers"."""
        found: Choice = getattr(self, name)
        return found

    def with_facet(self, facet: str, choice: Choice) -> Shown:
        return Shown(**{name: self.facet(name) for name in ("layers", *FACETS)} | {facet: choice})

    def with_layers(self, layers: Collection[str] | None) -> Shown:
        """These layers, and what is in none; None for every layer."""
        return self.with_facet("layers", EVERYTHING if layers is None else Choice.only({UNLAYERED, *layers}))

    def layers_of(self, row: Annotation | Facets) -> tuple[str, ...]:
        """The layers in which `row` is shown, `UNLAYERED` for none; empty where it is not shown.

        Fast: a hundred thousand annotations are of few kinds, and each kind is judged once.
        """
        facets = row if isinstance(row, Facets) else row.facets
        found = self._judged.get(facets)
        if found is None:
            found = self._judged[facets] = self._judge(facets)
        return found

    def shows(self, row: Annotation | Facets) -> bool:
        return bool(self.layers_of(row))

    def _judge(self, facets: Facets) -> tuple[str, ...]:
        for name in FACETS:
            choice: Choice = getattr(self, name)
            if choice is not EVERYTHING and not choice.passes(getattr(facets, name)):
                return ()
        layers = facets.categories or (UNLAYERED,)
        return layers if self.layers is EVERYTHING else tuple(filter(self.layers.passes, layers))


ALL = Shown()
