"""The formats that a brief can be written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


# Writers are loaded when they first write: those of Word files take longer to load than the window to open


def _docx(brief: Brief) -> bytes:
    from annotator.export.docx import render_docx

    return render_docx(brief)


def _pdf(brief: Brief) -> bytes:
    from annotator.export.pdf import render_pdf

    return render_pdf(brief)


def _odt(brief: Brief) -> bytes:
    from annotator.export.odt import render_odt

    return render_odt(brief)


def _text(brief: Brief) -> bytes:
    from annotator.export.text import render_text

    return render_text(brief)


def _html(brief: Brief) -> bytes:
    from annotator.export.html import render_html

    return render_html(brief)


def _markdown(brief: Brief) -> bytes:
    from annotator.export.markdown import render_markdown

    return render_markdown(brief)


def _csv(brief: Brief) -> bytes:
    from annotator.export.tables import render_csv

    return render_csv(brief)


def _json(brief: Brief) -> bytes:
    from annotator.export.tables import render_json

    return render_json(brief)


FORMATS = (
    Format("docx", ".docx", "Word", _docx),
    Format("pdf", ".pdf", "PDF", _pdf),
    Format("odt", ".odt", "OpenDocument", _odt),
    Format("html", ".html", "Web page", _html),
    Format("markdown", ".md", "Markdown", _markdown),
    Format("text", ".txt", "Plain text", _text),
    Format("csv", ".csv", "Table", _csv),
    Format("json", ".json", "JSON", _json),
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
