"""The formats that a brief can be written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotator.export.docx import render_docx
from annotator.export.html import render_html
from annotator.export.markdown import render_markdown
from annotator.export.tables import render_csv, render_json
from annotator.export.tree import Brief
from annotator.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is what `--as` takes, `suffix` a file's ending with its dot. Equal briefs `render` to equal bytes."""

    name: str
    suffix: str
    label: str
    render: Callable[[Brief], bytes]


FORMATS = (
    Format("docx", ".docx", "Word", render_docx),
    Format("html", ".html", "Web page", render_html),
    Format("markdown", ".md", "Markdown", render_markdown),
    Format("csv", ".csv", "Table", render_csv),
    Format("json", ".json", "JSON", render_json),
)


def format_for(target: Path, name: str | None) -> Format:
    """The format called `name` (its name or its ending), or the one that the ending of `target` tells.

    Raises Problem naming the formats.
    """
    wanted = (name or target.suffix).lower().removeprefix(".")
    for row in FORMATS:
        if wanted in (row.name, row.suffix.removeprefix(".")):
            return row
    known = ", ".join(row.name for row in FORMATS)
    if wanted:
        raise Problem(f"There is no format “{wanted}” to write {target.name} in; the formats are {known}.")
    raise Problem(f"The name {target.name or target} does not tell the format; say one of {known}.")
