"""Changes that look alike, read by pattern: most annotations of a file set the same fields in the same order.

A template is learned from a change that was parsed and found sound. What it matches is JSON with the same keys and the
same kinds of values; only values that may not be everything of their kind are left to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from annotator.sharing.values import RULES

_STRING, _TRUTH = '"[^"]*"', "(?:true|false)"
"""JSON of which is known that it has no escapes: then a string ends at the next quotation mark."""

_ANCHOR = "anchor"
_ANCHOR_PARTS: Mapping[str, str] = {
    **dict.fromkeys(("prefix", "suffix", "provision"), _STRING),
    "version": '"(?P<version>[^"]*)"',
    "exact": '"(?P<exact>[^"]*)"',
    "start": "(?P<start>0|[1-9][0-9]{0,9})",
    "end": "(?P<end>0|[1-9][0-9]{0,9})",
    "whole": _TRUTH,
}
"""Parts that have names must fit each other, and the text."""


class Template:
    """The keys and kinds of the fields of one change, as a pattern."""

    def __init__(self, entity: str, fields: Mapping[str, Any]) -> None:
        special = RULES[entity].special
        self._names = tuple(name for name, value in fields.items() if name in special and type(value) is str)
        pieces = (
            f'"{re.escape(name)}":{_anchor(value) if name == _ANCHOR else _piece(value, named=name in self._names)}'
            for name, value in fields.items()
        )
        pattern = re.compile(rf"\{{{','.join(pieces)}\}}")
        self._match = pattern.fullmatch
        self._places = [place for place in range(1, pattern.groups + 1) if place not in pattern.groupindex.values()]
        self._has_anchor = _ANCHOR in fields

    def values(self, written: str) -> dict[str, Any] | None:
        """The fields of a change that need to be looked at, or None where it is none of this kind.

        Of an anchor only the parts that need it. `written` is JSON of printable characters without escapes.
        """
        found = self._match(written)
        if found is None:
            return None
        values: dict[str, Any] = dict(zip(self._names, map(found.group, self._places), strict=True))
        if self._has_anchor:
            version, start, end, exact = found.group("version", "start", "end", "exact")
            values[_ANCHOR] = {"version": version, "start": int(start), "end": int(end), "exact": exact}
        return values


def is_learnable(fields: Mapping[str, Any]) -> bool:
    """Whether there is nothing in it but strings, truths, and an anchor."""
    return all(name == _ANCHOR or type(value) in (str, bool) for name, value in fields.items())


def _piece(value: Any, *, named: bool) -> str:
    return '"([^"]*)"' if named else _STRING if type(value) is str else _TRUTH


def _anchor(value: Mapping[str, Any]) -> str:
    parts = (f'"{name}":{_ANCHOR_PARTS[name]}' for name in value)
    return rf"\{{{','.join(parts)}\}}"
