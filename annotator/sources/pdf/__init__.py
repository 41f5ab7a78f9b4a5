"""PDF: the text layer by two engines, laid out in reading order."""

from annotator.sources.pdf.document import read_pdf

__all__ = ["read_pdf"]
