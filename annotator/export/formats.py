"""The formats that a brief can be written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from annotator.export.tree import Brief
from annotator.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is what `--as` takes, `suffix` a file's ending with its dot. Equal briefs `render` to equal bytes."""

    name: str
    suffix: str
    label: str
    render: Callable[[Brief], bytes]


def _writer(module: str, name: str) -> Callable[[Brief], bytes]:
    """A writer that is loaded when it first writes: those of Word files take longer to load than the window to open."""

    def render(brief: Brief) -> bytes:
        writer: Callable[[Brief], bytes] = getattr(import_module(f"annotator.export.{module}"), name)
        return writer(brief)

    return render


FORMATS = (
    Format("docx", ".docx", "Word", _writer("docx", "render_docx")),
    Format("html", ".html", "Web page", _writer("html", "render_html")),
    Format("markdown", ".md", "Markdown", _writer("markdown", "render_markdown")),
    Format("csv", ".csv", "Table", _writer("tables", "render_csv")),
    Format("json", ".json", "JSON", _writer("tables", "render_json")),
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
