"""Data out: one row per annotation, as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json

from annotator.export.rows import COLUMNS
from annotator.export.tree import Brief

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render_csv(brief: Brief) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, without which Excel takes it for the local code page."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(brief.rows[0] if brief.rows else COLUMNS)
    writer.writerows([[_cell(value) for value in row.values()] for row in brief.rows])
    return ("\ufeff" + out.getvalue()).encode()


def render_json(brief: Brief) -> bytes:
    """An object with `title`, `date` (ISO 8601) and `annotations`: a list of objects of strings."""
    value = {"title": brief.title, "date": brief.date, "annotations": [dict(row) for row in brief.rows]}
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _cell(value: str) -> str:
    """A spreadsheet runs a cell that starts like a formula; after an apostrophe it is text."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
