"""Modules that are loaded when something of them is first asked for: a start does without most of what it could do.

if TYPE_CHECKING:
    from annotator.store import drafts, history
else:
    drafts, history = later("annotator.store", "drafts", "history")
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any


class Later:
    """Stands for a module, and has what that has."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(import_module(self._name), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(import_module(self._name), name)


def later(package: str, *names: str) -> Iterator[Later]:
    """The modules of a package with these names, in this order."""
    return (Later(f"{package}.{name}") for name in names)
