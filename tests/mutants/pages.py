"""From a partner's file to a damaged one: bytes and pages, as a bad disk or a clever hand would change them.

Pure functions of a random generator. See https://www.sqlite.org/fileformat.html for what lies where.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

MOST_BYTES = 2**21
"""Mutants do not grow beyond."""

_HEADER_FIELDS = (
    (16, 2),
    (18, 1),
    (19, 1),
    (20, 1),
    (21, 1),
    (22, 1),
    (23, 1),
    *((place, 4) for place in range(24, 100, 4)),
)
_ODD_NUMBERS = (
    0,
    1,
    2,
    3,
    4,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
)
_ODD_BYTES = (0, 1, 2, 5, 9, 10, 13, 32, 0x7F, 0x80, 0x81, 0xFE, 0xFF)
_NAMES = (
    *(b"change", b"version_text", b"provision", b"sharing", b"readme", b"fields", b"previous", b"entity", b"STRICT"),
    *(
        b"PRIMARY KEY",
        b"NOT NULL",
        b"TEXT",
        b"INTEGER",
        b"CREATE TABLE",
        b"CREATE VIEW",
        b"CREATE INDEX",
        b"REFERENCES",
    ),
)
_SCHEMA_WORDS = (
    *(
        b"CHECK(1)",
        b"DEFAULT 1",
        b"TRIGGER",
        b"VIRTUAL",
        b"USING fts5",
        b"--",
        b"/*",
        b"\x00",
        b"AS (1)",
        b"ANY",
        b"BLOB",
    ),
    *(
        b"CREATE VIEW",
        b"CREATE TABLE",
        b"WITHOUT ROWID",
        b"COLLATE x",
        b"UNIQUE",
        b"'",
        b'"',
        b";",
        b"REAL",
        b"sqlite_",
    ),
)

Mutation = Callable[[Random, bytearray, Sequence[bytes]], None]
"""Changes a file in place; it may use others of its kind."""


def page_size(data: bytes | bytearray) -> int:
    """What the header says, or the usual size where that makes no sense."""
    said = int.from_bytes(data[16:18], "big")
    return 65536 if said == 1 else said if said >= 512 and said & (said - 1) == 0 else 4096


def _pages(data: bytearray) -> int:
    return max(1, len(data) // page_size(data))


def _page(random: Random, data: bytearray) -> slice:
    size = page_size(data)
    number = random.randrange(_pages(data))
    return slice(number * size, min(len(data), (number + 1) * size))


def set_bytes(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    for _time in range(random.choice((1, 1, 1, 2, 8, 64))):
        data[_place(random, data)] = random.choice((*_ODD_BYTES, random.randrange(256)))


def flip_bits(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    for _time in range(random.choice((1, 1, 1, 2, 8))):
        data[_place(random, data)] ^= 1 << random.randrange(8)


def _place(random: Random, data: bytearray) -> int:
    """Mostly where a page says what is on it, or near its end, where its first cells lie; less often anywhere."""
    page = _page(random, data)
    length = page.stop - page.start
    first = page.start + (100 if page.start == 0 else 0)
    match random.randrange(4):
        case 0:
            return min(len(data) - 1, first + random.randrange(12))
        case 1:
            return min(len(data) - 1, first + random.randrange(min(64, length)))
        case 2:
            return page.stop - 1 - random.randrange(min(200, length))
        case _:
            return page.start + random.randrange(length)


def set_number(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    """A whole number, of two or four bytes, where a page has pointers."""
    place, length = _place(random, data), random.choice((2, 2, 4))
    number = random.choice((*_ODD_NUMBERS, random.randrange(_pages(data) + 2), random.randrange(page_size(data))))
    data[place : place + length] = (number & (256**length - 1)).to_bytes(length, "big")


def set_header(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    place, length = random.choice(_HEADER_FIELDS)
    before = int.from_bytes(data[place : place + length], "big")
    number = random.choice((*_ODD_NUMBERS, before + 1, before - 1, before * 2, before // 2, 512, 1024, 4096, 8192))
    data[place : place + length] = (number & (256**length - 1)).to_bytes(length, "big")


def zero_page(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    page = _page(random, data)
    data[page] = bytes([random.choice((0, 0, 0, 0xFF, 0x0D))]) * (page.stop - page.start)


def swap_pages(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    one, other = _page(random, data), _page(random, data)
    if one.stop - one.start == other.stop - other.start:
        data[one], data[other] = data[other], data[one]


def duplicate_page(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    one, other = _page(random, data), _page(random, data)
    if one.stop - one.start == other.stop - other.start:
        data[one] = data[other]


def page_of_another(random: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """The page of another file, or part of it."""
    page, other = _page(random, data), random.choice(others)
    found = other[page] if random.random() < 0.7 else other[: page.stop - page.start]
    if len(found) == page.stop - page.start:
        data[page] = found


def noise(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    page = _page(random, data)
    low = random.randrange(page.start, page.stop)
    high = min(page.stop, low + random.choice((4, 40, 400)))
    data[low:high] = random.randbytes(high - low)


def truncate(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    size = page_size(data)
    del data[
        random.choice((random.randrange(len(data)), len(data) - size, size * random.randrange(_pages(data)), 100)) :
    ]


def append(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    """Pages at the end, told of in the header or not."""
    pages = random.choice((1, 1, 2, 100))
    data += random.randbytes(page_size(data)) * pages if random.random() < 0.5 else bytes(page_size(data) * pages)
    if random.random() < 0.5:
        data[28:32] = (len(data) // page_size(data)).to_bytes(4, "big")


def insert(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    """Bytes in the middle: everything after them is elsewhere."""
    place = random.randrange(len(data))
    data[place:place] = random.randbytes(random.choice((1, 1, 4, 512)))


def change_word(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    """Something of the schema's text, or of a row's, replaced by something as long."""
    name = random.choice(_NAMES)
    places = [place for place in (data.find(name, random.randrange(len(data))), data.find(name)) if place >= 0]
    if places:
        place = random.choice(places) + random.randrange(len(name))
        word = random.choice(_SCHEMA_WORDS)[: random.choice((1, 2, 40))]
        data[place : place + len(word)] = word


def one_id_for_another(random: Random, data: bytearray, _: Sequence[bytes]) -> None:
    """Ids are all as long: one stands where another stood, in rows or in indexes."""
    dashes = [place for place in _dashes(data, random.randrange(len(data)))]
    if len(dashes) > 1:
        one, other = random.choice(dashes), random.choice(dashes)
        data[one : one + 36] = data[other : other + 36]


def _dashes(data: bytearray, first: int) -> list[int]:
    """Where something like an id begins, from `first` on; a few."""
    found: list[int] = []
    place = data.find(b"-7", first)
    while place >= 0 and len(found) < 40:
        start = place - 13
        if start >= 0 and data[start + 8] == 0x2D and data[start + 18] == 0x2D and data[start + 23] == 0x2D:
            found.append(start)
        place = data.find(b"-7", place + 1)
    return found


def nothing_much(_random: Random, _data: bytearray, _: Sequence[bytes]) -> None:
    """The file as it was: also what is right must come through."""


BYTES: tuple[Mutation, ...] = (
    *(set_bytes, set_bytes, set_bytes, flip_bits, flip_bits, set_number, set_number, set_header, zero_page, swap_pages),
    *(duplicate_page, page_of_another, noise, truncate, append, insert, change_word, change_word, one_id_for_another),
    *(one_id_for_another, nothing_much),
)


def damaged(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """One to about four mutations, one after the other."""
    changed = bytearray(data)
    for _time in range(1 + min(3, int(random.expovariate(1.2)))):
        if len(changed) > 100:
            random.choice(BYTES)(random, changed, others)
    return bytes(changed[:MOST_BYTES])
