"""Word documents (.docx): ECMA-376, WordprocessingML."""

from annotator.sources.docx.document import read_docx

__all__ = ["read_docx"]
