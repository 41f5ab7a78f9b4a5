"""The brief as its reader will see it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from annotator.export.brief import Brief
from annotator.export.formats import format_for
from annotator.ui.dialogs.page_view import PageView

_PREVIEW = Path("preview.html")
_POINTS = 12.5


class BriefPreview(PageView):
    """Shows a brief as HTML; it loads nothing, and links are asked about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document().setDocumentMargin(24)
        font = self.document().defaultFont()
        font.setPointSizeF(_POINTS)  # Qt scales headings from this, whatever the style sheet says of them
        self.document().setDefaultFont(font)
        self.setAccessibleName(self.tr("Preview"))

    def show_brief(self, brief: Brief, current: str = "") -> None:
        """Show `brief`, at the entry of the annotation `current`, or where the one before was being read."""
        place = self.verticalScrollBar().value()
        self.setHtml(format_for(_PREVIEW, None).render(brief).decode())
        self.verticalScrollBar().setValue(place)
        for entry in brief.entries:
            if entry.annotation == current:
                self.scrollToAnchor(f"entry-{entry.number}")
