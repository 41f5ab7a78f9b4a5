"""Values, as `dataclasses.dataclass` makes them, in a fraction of the time: for what a start of the window loads.

The standard decorator writes and compiles up to eight functions for each class, which takes half a millisecond, and a
start has sixty classes, few of which are called before the first page. Here they share all functions but `__init__`,
which is compiled when the first value is made. `fields`, `replace`, `asdict` and `astuple` take these values too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

Get = Callable[[Any], Any]

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, order=False):
        """As the standard decorator with these arguments; what is derived from a value is to be made by this, too."""

        def make(cls):
            return _made(cls, frozen=frozen, slots=slots, eq=eq, order=order)

        return make if cls is None else make(cls)


def _made(cls: type, *, frozen: bool, slots: bool, eq: bool, order: bool) -> type:
    own = frozenset(vars(cls))
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # or else it would be made from the signature, which takes longest of all
    value: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    rows = dataclasses.fields(value)
    given: dict[str, object] = {"__init__": _init(value, rows, frozen), "__repr__": _repr(rows)}
    if eq:
        given |= _comparing(rows, frozen)
    if order:
        given |= _ordering(rows)
    if frozen:
        given |= _freezing(value, rows, slots)
    _put(value, {name: function for name, function in given.items() if name not in own})
    return value


def _put(cls: type, given: Mapping[str, object]) -> None:
    for name, value in given.items():
        setattr(cls, name, value)


def _init(cls: type, rows: Sequence[Field[Any]], frozen: bool) -> Callable[..., None]:
    def init(self: object, *given: object, **named: object) -> None:
        compiled = _compiled(rows, frozen)
        _put(cls, {"__init__": compiled})
        compiled(self, *given, **named)

    return init


def _compiled(rows: Sequence[Field[Any]], frozen: bool) -> Callable[..., None]:
    """`__init__` as if it were written out: what a default factory makes is made anew for each value."""
    names: dict[str, Any] = {"put": object.__setattr__, "MISSING": MISSING}
    takes, sets = ["self"], []
    for row in rows:
        value = row.name
        if row.default_factory is not MISSING:
            names[f"make_{row.name}"] = row.default_factory
            value = f"make_{row.name}()"
            if row.init:
                takes.append(f"{row.name}=MISSING")
                value += f" if {row.name} is MISSING else {row.name}"
        elif row.default is not MISSING:
            names[f"usual_{row.name}"] = row.default
            takes.append(f"{row.name}=usual_{row.name}")
        else:
            takes.append(row.name)
        sets.append(f"put(self, {row.name!r}, {value})" if frozen else f"self.{row.name} = {value}")
    body = "\n ".join(sets) or "pass"
    exec(f"def __init__({', '.join(takes)}):\n {body}", names)  # of names in our own source
    made: Callable[..., None] = names["__init__"]
    return made


def _repr(rows: Sequence[Field[Any]]) -> Callable[[object], str]:
    names = [row.name for row in rows if row.repr]

    def represent(self: object) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({said})"

    return represent


def _comparing(rows: Sequence[Field[Any]], frozen: bool) -> dict[str, object]:
    get = _getter([row.name for row in rows if row.compare])

    def equal(self: object, other: object) -> bool:
        return get(self) == get(other) if other.__class__ is self.__class__ else NotImplemented

    def number(self: object) -> int:
        return hash(get(self))

    return {"__eq__": equal, "__hash__": number if frozen else None}


def _ordering(rows: Sequence[Field[Any]]) -> dict[str, object]:
    get = _getter([row.name for row in rows if row.compare])

    def by(compare: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
        return lambda one, other: compare(get(one), get(other)) if other.__class__ is one.__class__ else NotImplemented

    return {"__lt__": by(lt), "__le__": by(le), "__gt__": by(gt), "__ge__": by(ge)}


def _getter(names: Sequence[str]) -> Get:
    """What gives the values as a tuple: one alone, too."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _freezing(cls: type, rows: Sequence[Field[Any]], slots: bool) -> dict[str, object]:
    names = [row.name for row in rows]

    def put(self: Any, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def delete(self: Any, name: str) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        object.__delattr__(self, name)

    def state(self: object) -> list[object]:
        return [getattr(self, name) for name in names]

    def take(self: object, values: Sequence[object]) -> None:
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    pickling = {"__getstate__": state, "__setstate__": take} if slots else {}
    return {"__setattr__": put, "__delattr__": delete, **pickling}
