"""What a brief may hold. The one place that decides it.

- An annotation whose audience is narrower than the brief's (me < organisation < coalition < public) is left out.
- A brief that leaves the organisation (for the coalition, or public) holds only what is approved or published.
- Only an internal copy shows author, severity, audience, status, tags, what became of an ask, the hashes of the texts
  and the matrix; and no internal copy is ever made for the public.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.model.annotation import AUDIENCES, Annotation, Audience
from annotator.model.problems import Problem

NARROWER = "meant for a narrower audience"
UNREADY = "not yet approved"

_READY = ("approved", "published")


def cut(
    annotations: Iterable[Annotation], audience: Audience
) -> tuple[tuple[Annotation, ...], tuple[tuple[str, int], ...]]:
    """What a brief for `audience` may hold, and for each reason how many annotations it leaves out."""
    kept: list[Annotation] = []
    reasons = {NARROWER: 0, UNREADY: 0}
    for row in annotations:
        reason = _reason_against(row, audience)
        if reason:
            reasons[reason] += 1
        else:
            kept.append(row)
    return tuple(kept), tuple((reason, count) for reason, count in reasons.items() if count)


def check_internal(audience: Audience, *, internal: bool) -> None:
    """Raise Problem where an internal copy is wanted for the public."""
    if internal and audience == "public":
        raise Problem(
            "An internal copy shows authors and severity, so it cannot be made for the public; "
            "leave out the internal parts, or write it for a narrower audience."
        )


def _reason_against(row: Annotation, audience: Audience) -> str:
    wanted = AUDIENCES.index(audience)
    if AUDIENCES.index(row.audience) < wanted:
        return NARROWER
    if wanted >= AUDIENCES.index("coalition") and row.status not in _READY:
        return UNREADY
    return ""
