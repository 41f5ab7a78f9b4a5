"""Annotation, ask, authority: what a reader says about a passage."""

from __future__ import annotations

from typing import Literal, get_args

from annotator.model.anchoring import Anchor
from annotator.model.facets import Facets, facets
from annotator.model.records import dataclass

Stance = Literal["risk", "safeguard", "gap", "note"]
Strength = Literal["", "binding", "domestic-law", "optional"]
Severity = Literal["", "red-line", "must-change", "should-improve", "watch"]
AskAction = Literal["", "delete", "amend", "add", "keep", "declare", "do-not-ratify"]
Audience = Literal["me", "organisation", "coalition", "public"]
Status = Literal["draft", "in-review", "approved", "published"]

STANCES: tuple[Stance, ...] = get_args(Stance)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
ASK_ACTIONS: tuple[AskAction, ...] = get_args(AskAction)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Ask:
    """What should be done about the passage, by whom, and what became of it.

    `wording` is the passage as it should read; what it strikes and inserts is computed against the quotation.
    """

    action: AskAction = ""
    wording: str = ""
    fallback: str = ""
    addressee: str = ""
    outcome: str = ""

    def __bool__(self) -> bool:
        return any((self.action, self.wording, self.fallback, self.addressee, self.outcome))


@dataclass(frozen=True, slots=True)
class Annotation:
    """One person's view of one passage (or of a whole provision, for something missing there).

    `strength` says how firm a safeguard is; `severity` goes with risks and gaps. `audience` cuts what may leave, in a
    file or a brief. `created`, `modified` and `approved_at` are ISO 8601 in UTC. `partner` is the sender of the file it
    came with, "" for one that was made here; only this library knows it.
    """

    id: str
    anchor: Anchor
    categories: tuple[str, ...] = ()
    commentary: str = ""
    stance: Stance = "note"
    strength: Strength = ""
    severity: Severity = ""
    ask: Ask = Ask()
    audience: Audience = "organisation"
    status: Status = "draft"
    tags: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    author: str = ""
    organisation: str = ""
    approved_by: str = ""
    approved_at: str = ""
    created: str = ""
    modified: str = ""
    partner: str = ""

    @property
    def version(self) -> str:
        return self.anchor.version

    @property
    def start(self) -> int:
        return self.anchor.start

    @property
    def end(self) -> int:
        return self.anchor.end

    @property
    def facets(self) -> Facets:
        """What the annotation is shown, counted and chosen by."""
        return facets(
            *(self.anchor.whole, self.stance, self.strength, self.severity, self.ask.action, self.audience),
            *(self.status, self.author, self.organisation, self.categories, self.tags),
            self.partner,
        )


@dataclass(frozen=True, slots=True)
class Authority:
    """A reusable source that commentary cites. `seen` is the ISO 8601 date on which `url` was read."""

    id: str
    title: str
    symbol: str = ""
    paragraph: str = ""
    url: str = ""
    seen: str = ""

    @property
    def citation(self) -> str:
        """As a footnote gives it: "UN Human Rights Committee, General Comment 16, CCPR/GC/16, para. 8"."""
        place = f"para. {self.paragraph}" if self.paragraph and self.paragraph[0].isdigit() else self.paragraph
        return ", ".join(part for part in (self.title, self.symbol, place) if part)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer under an annotation, by anyone."""

    id: str
    annotation: str
    commentary: str
    author: str = ""
    organisation: str = ""
    created: str = ""


def answer_draft(annotation: str) -> str:
    """Where an answer to an annotation that is not sent yet is kept among the drafts."""
    return f"{annotation}:answer"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at work here, as changes and briefs name them."""

    name: str = ""
    organisation: str = ""

    def __str__(self) -> str:
        return (
            f"{self.name} ({self.organisation})" if self.name and self.organisation else self.name or self.organisation
        )
