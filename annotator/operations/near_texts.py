"""Partners' texts that are not here: which of ours each nearly is, and where its annotations stand there."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model.anchoring import Anchor
from annotator.model.delivery import Delivery, Placement, Row
from annotator.model.placing import NEAR, Placed, TextPlacer, may_be_one, nearness, place_by_words, place_on_same_words
from annotator.model.problems import Cancelled
from annotator.model.treaty import VERSION_FIELDS, Text, Version, VersionData
from annotator.store.library import Library


@dataclass(frozen=True, slots=True)
class TextOffer:
    """A text that a partner's file speaks of and that was not here.

    `has_words` says whether it came along and can be imported. `near` is the id of the version of ours that it nearly
    is, or "", and `likeness` how nearly: per cent of common words, 100 where not one differs, 0 where the words did not
    come along. `is_imported` is what was decided.
    """

    version: str
    data: VersionData
    has_words: bool
    near: str
    likeness: float
    is_imported: bool

    @property
    def name(self) -> str:
        return self.data.label or self.data.short_title or self.data.instrument or self.version[:8]


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of a version: its data, and the SHA-256 of its words."""

    data: VersionData
    sha256: str


def offers_of(
    library: Library, delivery: Delivery, wanted: Collection[str] | None, *, usual: bool = False
) -> list[TextOffer]:
    """The texts in a delivery that are not here.

    `wanted` names those to import; None means all that came along, or, if `usual`, those that none of ours nearly is.
    """
    words = [text for text in delivery.texts if not library.has_text(text.id)]
    ours = library.versions()
    told = versions_told(delivery) if words else {}
    found: list[TextOffer] = []
    for text in words:
        about = told.get(text.id, _NOTHING)
        near, likeness = _nearest(library, text, about, ours)
        is_wanted = text.id in wanted if wanted is not None else not (usual and near)
        found.append(TextOffer(text.id, about.data, True, near, likeness, is_wanted))
    return found


def offers_without_words(library: Library, delivery: Delivery, versions: Collection[str]) -> list[TextOffer]:
    """Those of these versions that a delivery speaks of; their words did not come along."""
    if not versions:
        return []
    told, ours = versions_told(delivery), library.versions()
    found = [(id, told[id]) for id in versions if id in told]
    return [TextOffer(id, about.data, False, *_nearest(library, None, about, ours), False) for id, about in found]


def versions_told(delivery: Delivery) -> dict[str, Told]:
    """What a delivery says of each version that it speaks of. Of several sayings the latest counts."""
    found: dict[str, dict[str, Any]] = {}
    rows = (row for batch in delivery.batches() for row in batch if row[3] == "version")
    for _id, _set, _reverses, _kind, version, _hlc, _origin, _author, _previous, fields, _ in sorted(rows, key=_stamp):
        values = json.loads(fields)
        found.setdefault(version, {}).update({name: value for name, value in values.items() if _is_known(name, value)})
    return {id: _told(values) for id, values in found.items()}


def placements(
    library: Library,
    delivery: Delivery,
    offers: Sequence[TextOffer],
    waiting: Mapping[str, Anchor],
    cancelled: Callable[[], bool] | None = None,
) -> list[Placement]:
    """Where the annotations that wait for a text stand in that of ours which it nearly is.

    `waiting` maps their ids to their anchors. One that nothing of ours answers goes on waiting. Raises Cancelled.
    """
    words = {text.id: text for text in delivery.texts}
    near = {row.version: row.near for row in offers if row.near and not row.is_imported}
    placers: dict[str, TextPlacer | None] = {}
    found: list[Placement] = []
    for id, anchor in waiting.items():
        if cancelled is not None and cancelled():
            raise Cancelled
        if anchor.version not in near:
            continue
        ours = library.text(near[anchor.version])
        if anchor.version not in placers:
            theirs = words.get(anchor.version)
            placers[anchor.version] = TextPlacer(theirs, ours) if theirs else None
        placed = _placed(anchor, placers[anchor.version], ours, offers)
        if placed is not None:
            found.append(Placement(id, placed.anchor, placed.how))
    return found


_NOTHING = Told(VersionData(), "")

# -- inside -----------------------------------------------------------------------------------------------------------


def _placed(anchor: Anchor, placer: TextPlacer | None, ours: Text, offers: Sequence[TextOffer]) -> Placed | None:
    if placer is not None:
        return placer.place(anchor)
    is_same = any(row.version == anchor.version and row.likeness == 100 for row in offers)
    return place_on_same_words(anchor, ours) if is_same else place_by_words(anchor, ours)


def _nearest(library: Library, text: Text | None, told: Told, ours: list[Version]) -> tuple[str, float]:
    sha256 = text.sha256 if text else told.sha256
    same = next((row for row in ours if sha256 and row.sha256 == sha256), None)
    if same is not None:
        return same.id, 100.0
    alike = [row for row in ours if may_be_one(told.data, row.data)]
    if text is None:
        # Nobody can tell how near it is; its annotations are placed by their own words, most of them for review
        return (alike[0].id, 0.0) if len(alike) == 1 else ("", 0.0)
    likeness = {row.id: min(nearness(text, library.text(row.id)), 99.9) for row in alike}
    best = max(likeness, key=lambda id: likeness[id], default="")
    return (best, round(likeness[best], 1)) if best and likeness[best] >= NEAR else ("", 0.0)


def _stamp(row: Row) -> str:
    return row[5]


def _told(values: Mapping[str, Any]) -> Told:
    data = {name: values[name] for name in VERSION_FIELDS if name in values}
    return Told(VersionData(**data), values.get("sha256", ""))


def _is_known(name: str, value: object) -> bool:
    """What a file says is not believed before it is received; here it only must not break anything."""
    return isinstance(value, str) and (name in VERSION_FIELDS or name == "sha256")
