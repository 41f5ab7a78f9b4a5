"""Web pages."""

from annotator.sources.html.document import read_html

__all__ = ["read_html"]
