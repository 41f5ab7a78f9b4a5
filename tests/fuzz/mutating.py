"""From a seed document to a damaged one: bytes, lines, markup. Pure functions of a random generator."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from random import Random

MOST_BYTES = 24_000
"""Mutants do not grow beyond: what is large on purpose is written out in the tests of hostile documents."""

_TAG = re.compile(rb"(<[^<>]*>)")
_NAME = re.compile(rb"</?([^\s/>]+)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_VALUE = re.compile(rb"=\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Material:
    """What a mutation may use: other documents of the kind, words that mean something in it, values of attributes.

    `elements` are opening and closing tags, each pair well-formed also where nothing stands between them.
    """

    others: Sequence[bytes]
    tokens: Sequence[bytes]
    values: Sequence[str] = ("0",)
    elements: Sequence[tuple[str, str]] = ()


Mutation = Callable[[Random, bytes, Material], bytes]


def several(random: Random, data: bytes, material: Material, mutations: Sequence[Mutation]) -> bytes:
    """One to about six of `mutations`, one after the other."""
    for _ in range(1 + min(5, int(random.expovariate(0.7)))):
        changed = random.choice(mutations)(random, data, material)
        data = changed if len(changed) <= MOST_BYTES else data
    return data


# --- bytes ----------------------------------------------------------------------------------------------------------


def flip_bits(random: Random, data: bytes, _: Material) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 8)) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def set_bytes(random: Random, data: bytes, _: Material) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4)) if changed else 0):
        changed[random.randrange(len(changed))] = random.choice((0, 10, 13, 32, 127, 128, 255, random.randrange(256)))
    return bytes(changed)


def delete(random: Random, data: bytes, _: Material) -> bytes:
    start, end = _span(random, data)
    return data[:start] + data[end:]


def repeat(random: Random, data: bytes, _: Material) -> bytes:
    start, end = _span(random, data)
    return data[:start] + data[start:end] * random.choice((2, 2, 2, 3, 10, 200)) + data[end:]


def swap(random: Random, data: bytes, _: Material) -> bytes:
    one, other = sorted((_span(random, data), _span(random, data)))
    if one[1] > other[0]:
        return data[one[0] :] + data[: one[0]]
    middle = data[one[1] : other[0]]
    return data[: one[0]] + data[slice(*other)] + middle + data[slice(*one)] + data[other[1] :]


def insert_token(random: Random, data: bytes, material: Material) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.choice(material.tokens) * random.choice((1, 1, 1, 1, 2, 60)) + data[place:]


def replace_by_token(random: Random, data: bytes, material: Material) -> bytes:
    start, end = _span(random, data, longest=12)
    return data[:start] + random.choice(material.tokens) + data[end:]


def splice(random: Random, data: bytes, material: Material) -> bytes:
    other = random.choice(material.others)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def truncate(random: Random, data: bytes, _: Material) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _span(random: Random, data: bytes, longest: int = 0) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randrange(1, longest or random.choice((2, 8, 64, 600))))


# --- lines ----------------------------------------------------------------------------------------------------------


def shuffle_lines(random: Random, data: bytes, material: Material) -> bytes:
    """A few lines deleted, repeated, moved, joined or begun with a token."""
    lines = data.split(b"\n")
    for _ in range(random.choice((1, 2, 4))):
        place, other = random.randrange(len(lines)), random.randrange(len(lines))
        match random.randrange(5):
            case 0 if len(lines) > 1:
                del lines[place]
            case 1:
                lines.insert(other, lines[place])
            case 2:
                lines[place], lines[other] = lines[other], lines[place]
            case 3 if place + 1 < len(lines):
                lines[place : place + 2] = [lines[place] + b" " + lines[place + 1]]
            case _:
                lines[place] = random.choice(material.tokens) + b" " + lines[place]
    return b"\n".join(lines)


def encode_otherwise(random: Random, data: bytes, _: Material) -> bytes:
    encoding = random.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1251", "gb18030", "iso8859-6"))
    return data.decode("utf-8", "replace").encode(encoding, "ignore")


# --- markup ---------------------------------------------------------------------------------------------------------


def change_value(random: Random, data: bytes, material: Material) -> bytes:
    """Another value for an attribute, at times that of another attribute."""
    places = list(_VALUE.finditer(data))
    if not places:
        return data
    place = random.choice(places)
    value = f'="{random.choice(material.values)}"'.encode() if random.random() < 0.7 else random.choice(places)[0]
    return data[: place.start()] + value + data[place.end() :]


def change_words(random: Random, data: bytes, material: Material) -> bytes:
    """A token at the beginning, at the end or in place of the words between two tags, mostly within the root."""
    pieces = _TAG.split(data)
    places = range(4, len(pieces) - 1, 2) if random.random() < 0.98 else range(0, len(pieces), 2)
    place = random.choice(places or [0])
    token = _escaped(random.choice(material.tokens))
    pieces[place] = random.choice((token + b" " + pieces[place], pieces[place] + token, token))
    return b"".join(pieces)


def change_tree(random: Random, data: bytes, _: Material) -> bytes:
    """An element deleted, repeated, moved, unwrapped, or nested in copies of its tags; well-formed after it."""
    pieces = _TAG.split(data)
    found = _element(random, pieces)
    if found is None:
        return data
    first, last = found
    before, element, after = pieces[:first], pieces[first : last + 1], pieces[last + 1 :]
    match random.randrange(5):
        case 0:
            element = []
        case 1:
            element = element * random.choice((2, 2, 3, 40))
        case 2:
            target = _element(random, after)
            if target is not None:
                after[target[0] : target[0]] = element
                element = []
        case 3:
            element = element[1:-1]
        case _:
            deep = random.choice((1, 2, 20, 300))
            element = [element[0]] * deep + element + [element[-1]] * deep
    return b"".join([*before, *element, *after])


def use_element(random: Random, data: bytes, material: Material) -> bytes:
    """One of the elements around another, or before it; well-formed after it."""
    pieces = _TAG.split(data)
    found = _element(random, pieces) if material.elements else None
    if found is None:
        return data
    opening, closing = (tag.encode() for tag in random.choice(material.elements))
    first, last = found
    if random.random() < 0.5:
        last = first - 1
    return b"".join([*pieces[:first], opening, *pieces[first : last + 1], closing, *pieces[last + 1 :]])


def _element(random: Random, pieces: Sequence[bytes]) -> tuple[int, int] | None:
    """The places of the opening and closing tag of an element chosen at random."""
    openings = [
        place for place in range(1, len(pieces), 2) if pieces[place][1:2] not in b"/!?" and len(pieces[place]) > 2
    ]
    if not openings:
        return None
    first = random.choice(openings)
    if pieces[first].endswith(b"/>"):
        return first, first
    name, depth = _named(pieces[first]), 0
    for place in range(first, len(pieces), 2):
        if _named(pieces[place]) == name and not pieces[place].endswith(b"/>"):
            depth += -1 if pieces[place].startswith(b"</") else 1
            if not depth:
                return first, place
    return None


def _named(tag: bytes) -> bytes:
    found = _NAME.match(tag)
    return found[1] if found else b""


def _escaped(token: bytes) -> bytes:
    """As words of a document that is well-formed still (XML 1.0, §2.2)."""
    return escape(_NO_XML.sub("", token.decode("utf-8", "ignore")), quote=False).encode()


BYTES: tuple[Mutation, ...] = (
    flip_bits, set_bytes, delete, repeat, swap, insert_token, insert_token, replace_by_token, splice, truncate,
)  # fmt: skip
LINES: tuple[Mutation, ...] = (shuffle_lines, shuffle_lines, insert_token)
MARKUP: tuple[Mutation, ...] = (change_value, change_words, change_words, change_tree, use_element)
