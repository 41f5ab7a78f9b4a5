"""A brief as one HTML file that loads and runs nothing."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from annotator.export import phrases
from annotator.export.notes import number_notes
from annotator.export.tree import Brief
from annotator.settings import resource


def render_html(brief: Brief) -> bytes:
    """HTML 5 in UTF-8 with its style inside, made to be printed on A4 as well as read on a screen."""
    return (_template().render(brief=brief, notes=number_notes(brief), say=phrases) + "\n").encode()


@cache
def _template() -> Template:
    loader = FileSystemLoader(resource("templates"))
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("brief.html")
