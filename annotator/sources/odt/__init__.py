"""OpenDocument texts (.odt, .fodt): OASIS OpenDocument 1.3."""

from annotator.sources.odt.document import read_odt

__all__ = ["read_odt"]
