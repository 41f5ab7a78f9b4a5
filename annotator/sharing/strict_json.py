"""JSON from a partner's file, as this program writes it and no other: what parsers read differently is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

MOST_CHARACTERS = 4 * 2**20


class NonsenseError(Exception):
    """Something in a partner's file is not what this program writes. Says what, as the middle of a sentence."""


def parse_json(written: str) -> Any:
    """The value of strict JSON (RFC 8259) of whole numbers, with no key twice and no white space around it.

    Of two equal keys other programs may take the first where Python takes the last; a key of which a letter is written
    as an escape they may not know at all. This program escapes only control characters, and those are refused anyway.
    Raises NonsenseError.
    """
    if len(written) > MOST_CHARACTERS:
        raise NonsenseError("it is too large")
    if "\\u" in written and "\\u" in written.replace("\\\\", ""):
        raise NonsenseError("it has a character that is not written out")
    try:
        value, end = _scan(written)
    except (ValueError, RecursionError) as error:
        raise NonsenseError("it is no JSON") from error
    if end != len(written):
        raise NonsenseError("it is no JSON")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _no_number(written: str) -> NoReturn:
    raise ValueError(f"{written} is no whole number")


_scan: Callable[[str], tuple[Any, int]] = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_no_number, parse_constant=_no_number
).raw_decode
