"""Mutants of formats that hold parts: a part is damaged, and the container made whole around it (or not)."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from random import Random

from tests.fuzz.mutating import BYTES, MARKUP, Material, several

_OBJECT = re.compile(rb"\d+ 0 obj\n(.*?)\nendobj", re.DOTALL)
_TRAILER = re.compile(rb"trailer\n<< /Size \d+ (.*?)>>\nstartxref", re.DOTALL)
_STREAM = re.compile(rb"<<(.*?)/Length \d+(.*?)>>\nstream\n(.*)\nendstream", re.DOTALL)


def mutate_zip(random: Random, data: bytes, material: Material) -> bytes:
    """Mostly one part's XML as a tree, at times its bytes; at times the bytes of the archive itself."""
    if random.random() < 0.12:
        return several(random, data, material, BYTES)
    parts = dict(_unzipped(data))
    for _ in range(random.choice((1, 1, 2))):
        # The larger a part, the more there is to understand in it.
        name = random.choices(list(parts), [len(part) + 1 for part in parts.values()])[0]
        parts[name] = several(random, parts[name], material, MARKUP if random.random() < 0.93 else BYTES)
    if random.random() < 0.02:
        del parts[random.choice(list(parts))]
    return zipped(parts, zipfile.ZIP_DEFLATED if random.random() < 0.1 else zipfile.ZIP_STORED)


def zipped(parts: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as made:
        for name, part in parts.items():
            made.writestr(zipfile.ZipInfo(name), part, compression)
    return buffer.getvalue()


@lru_cache(64)
def _unzipped(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return tuple((name, opened.read(name)) for name in opened.namelist())


def mutate_pdf(random: Random, data: bytes, material: Material) -> bytes:
    """Mostly objects and page contents, with lengths and offsets set right; at times the bytes of the file."""
    if random.random() < 0.2:
        return several(random, data, material, BYTES)
    objects = _OBJECT.findall(data)
    for _ in range(random.choice((1, 1, 2, 3))):
        place = random.randrange(len(objects))
        objects[place] = _mutate_object(random, objects[place], material)
    if random.random() < 0.1:
        objects.append(random.choice(objects))
    trailer = _TRAILER.search(data)
    return _assembled(objects, trailer[1] if trailer else b"/Root 1 0 R ")


def _mutate_object(random: Random, content: bytes, material: Material) -> bytes:
    stream = _STREAM.fullmatch(content)
    if stream is None or random.random() < 0.2:
        return several(random, content, material, BYTES)
    drawn = several(random, stream[3], material, BYTES)
    return b"<<%s/Length %d%s>>\nstream\n%s\nendstream" % (stream[1], len(drawn), stream[2], drawn)


def _assembled(objects: list[bytes], trailer: bytes) -> bytes:
    file, offsets = b"%PDF-1.4\n", b""
    for number, content in enumerate(objects, start=1):
        offsets += b"%010d 00000 n \n" % len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size, table = len(objects) + 1, len(file)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return file + head + offsets + b"trailer\n<< /Size %d %s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, table)
