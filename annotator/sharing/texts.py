"""Texts of a partner's file: built anew from their words and their tree, and compared with what they claim to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn, get_args

from annotator.model.characters import are_words, is_line
from annotator.model.problems import UnusableFile
from annotator.model.treaty import (
    Caution,
    Dropped,
    Ledger,
    Provision,
    ProvisionKind,
    Text,
    canonical_characters,
    solid_length,
)
from annotator.sharing.strict_json import NonsenseError, parse_json
from annotator.sharing.values import MOST_IN_AN_ID, MOST_POSITION

MOST_CHARACTERS = 20_000_000
MOST_PROVISIONS = 200_000
TEXT_COLUMNS = 8

_KINDS = frozenset(get_args(ProvisionKind))
_PROVISION_TYPES = (
    *((str,), (str, type(None)), (str,), (str, type(None)), (str,), (str,), (str,), (int,), (int,)),
    (int, type(None)),
)
_DROPPED_TYPES: tuple[tuple[type, ...], ...] = ((str,), (str,), (int, type(None)))
_CAUTION_TYPES: tuple[tuple[type, ...], ...] = ((str,), (str,), (str,))


def rebuilt_text(name: str, row: Sequence[Any], provisions: Sequence[Sequence[Any]]) -> Text:
    """The text of a row of `version_text` and its rows of `provision`. Raises UnusableFile where anything is amiss."""
    try:
        return _rebuilt(row, provisions)
    except NonsenseError as nonsense:
        _refuse(name, str(nonsense))


def _rebuilt(row: Sequence[Any], provisions: Sequence[Sequence[Any]]) -> Text:
    words, ledger = _words(row), _ledger(row)
    tree = tuple(_provision(position, found) for position, found in enumerate(provisions))
    _check_tree(tree, len(words))
    text = Text.of(words, tree, ledger)
    if (text.id, text.sha256) != (row[0], row[2]):
        raise NonsenseError("a text in it has other words or another tree than its id says")
    solid = solid_length(words)
    counts = (ledger.source_characters, ledger.kept_characters, ledger.generated_characters)
    is_sum = ledger.source_characters == ledger.kept_characters + ledger.dropped_characters
    if not is_sum or min(counts) < 0 or solid != ledger.kept_characters + ledger.generated_characters:
        raise NonsenseError("a text in it does not account for its characters")
    return text


def _words(row: Sequence[Any]) -> str:
    if len(row) != TEXT_COLUMNS:
        raise NonsenseError("a text in it has other columns")
    words = row[1]
    if not all(type(part) is str for part in (*row[:3], *row[6:8])) or not all(type(part) is int for part in row[3:6]):
        raise NonsenseError("a text in it has a number where words belong, or words where a number belongs")
    if not words or len(words) > MOST_CHARACTERS or not _is_canonical(words):
        raise NonsenseError("a text in it is empty, too long or has characters that no text has")
    assert isinstance(words, str)
    return words


def _is_canonical(words: str) -> bool:
    return canonical_characters(words) == words


def _ledger(row: Sequence[Any]) -> Ledger:
    dropped = (Dropped(*part) for part in _rows(row[6], _DROPPED_TYPES))
    warnings = (Caution(*part) for part in _rows(row[7], _CAUTION_TYPES))
    return Ledger(row[3], row[4], row[5], tuple(dropped), tuple(warnings))


def _rows(written: str, types: tuple[tuple[type, ...], ...]) -> list[list[Any]]:
    """A list of lists whose members have these types."""
    try:
        found = parse_json(written)
    except NonsenseError as nonsense:
        raise NonsenseError("the account that a text in it gives of its source cannot be read") from nonsense
    sound = type(found) is list and all(
        type(row) is list
        and len(row) == len(types)
        and all(type(part) in kinds for part, kinds in zip(row, types, strict=True))
        for row in found
    )
    if not sound or not all(are_words(part) for row in found for part in row if type(part) is str):
        raise NonsenseError("a text in it has an account of its source that cannot be read")
    rows: list[list[Any]] = found
    return rows


def _provision(position: int, row: Sequence[Any]) -> Provision:
    """From a row of `provision`, whose first two columns are the version and the position."""
    values = row[2:]
    if (
        len(values) != len(_PROVISION_TYPES)
        or (type(row[1]), row[1]) != (int, position)
        or not all(type(part) in kinds for part, kinds in zip(values, _PROVISION_TYPES, strict=True))
    ):
        raise NonsenseError("the tree of a text in it has a gap, or a number where words belong")
    provision = Provision(*values)
    lines = (provision.eid, provision.parent, provision.number, provision.label, provision.heading, provision.citation)
    if not all(is_line(part) and _is_canonical(part) for part in lines if part is not None):
        raise NonsenseError("the tree of a text in it has characters that no heading has")
    if provision.kind not in _KINDS or not 0 < len(provision.eid) <= MOST_IN_AN_ID:
        raise NonsenseError("the tree of a text in it has an unknown kind of provision")
    if provision.page is not None and not 0 < provision.page <= MOST_POSITION:
        raise NonsenseError("the tree of a text in it has an impossible page")
    return provision


def _check_tree(provisions: tuple[Provision, ...], length: int) -> None:
    """As they stand in the text: each within its parent, which stands before it, and after its sibling.

    No eId occurs twice.
    """
    by_eid: dict[str, Provision] = {}
    last: dict[str | None, int] = {}
    reached = 0
    if len(provisions) > MOST_PROVISIONS:
        raise NonsenseError("a text in it has too many provisions")
    for row in provisions:
        parent = by_eid.get(row.parent) if row.parent is not None else None
        low, high = (parent.start, parent.end) if parent else (0, length)
        if row.eid in by_eid or (row.parent is not None and parent is None):
            raise NonsenseError("the tree of a text in it names a provision twice, or one that there is not")
        if not low <= row.start <= row.end <= high or max(last.get(row.parent, 0), reached) > row.start:
            raise NonsenseError("the provisions of a text in it do not lie in each other as its tree says")
        by_eid[row.eid], last[row.parent], reached = row, row.end, row.start


def _refuse(name: str, what: str) -> NoReturn:
    raise UnusableFile(f"{name} cannot be merged, since {what}; ask for it to be shared anew.")
