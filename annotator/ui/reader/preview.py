"""The words of a provision that a reference means, shown beside it without leaving the place."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from annotator.model.treaty import Provision, VersionData
from annotator.ui.reader.links import Links
from annotator.ui.theme import Theme

_WIDTH = 440
_LONGEST = 700  # characters
_MOST_PARTS = 14  # articles listed of a chapter
_GAP = 6  # pixels between the reference and the preview
_SMALLER = 0.94
_DIVISIONS = {"part", "chapter", "section", "title", "annex"}


class Preview(QFrame):
    """A card of plain text. It never takes the keyboard or the mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Preview"))
        self.title, self.words, self.hint = QLabel(), QLabel(), QLabel()
        self.hint.setObjectName("quiet")
        self.title.setObjectName("preview_title")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        for label in (self.title, self.words, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)

    def show_provision(self, links: Links, provision: Provision, near: QRect, hint: str = "") -> None:
        """Show it under `near` (global coordinates), or above where there is no room."""
        self.title.setText(provision_title(provision))
        self.words.setText(provision_words(links, provision))
        self.words.setVisible(bool(self.words.text()))
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._place(near)

    def set_appearance(self, theme: Theme, data: VersionData, percent: int) -> None:
        """Type and direction of the text that is quoted."""
        font = QFont(theme.reading_font(data.language, percent))
        font.setPixelSize(max(12, min(22, round(font.pixelSize() * _SMALLER))))
        self.words.setFont(font)
        mirrored = data.direction == "rtl"
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)
            label.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)

    def _place(self, near: QRect) -> None:
        screen = self.screen().availableGeometry()
        self.setFixedWidth(min(_WIDTH, screen.width() - 40))
        self.words.setMinimumHeight(self._height_of_words())
        height = self._column.totalHeightForWidth(self.width())
        self.setFixedHeight(height)
        left = max(screen.left() + 8, min(near.left() - 16, screen.right() - self.width() - 8))
        below = near.bottom() + _GAP
        top = below if below + height < screen.bottom() else near.top() - _GAP - height
        self.move(QPoint(left, max(screen.top(), top)))
        self.show()
        self.raise_()

    def _height_of_words(self) -> int:
        """What lines of all scripts take; a label counts on those of its first typeface."""
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self.words.font())
        document.setPlainText(self.words.text())
        margins = self._column.contentsMargins()
        document.setTextWidth(self.width() - margins.left() - margins.right() - 2 * self.frameWidth())
        return ceil(document.size().height())


def provision_title(provision: Provision) -> str:
    """The citation with the heading: "art. 24 · Conditions and safeguards"."""
    return " · ".join(part for part in (provision.citation, provision.heading) if part)


def provision_words(links: Links, provision: Provision) -> str:
    """Its words without its heading, cut to what is read at a glance; for a chapter, what it holds."""
    if provision.kind in _DIVISIONS:
        inside = [row for row in links.places.children(provision.eid) if row.label or row.heading]
        names = [" ".join(part for part in (row.label, row.heading) if part) for row in inside]
        return "\n".join([*names[:_MOST_PARTS], *(["…"] if len(names) > _MOST_PARTS else [])])
    words = links.document.text.text[provision.start : provision.end]
    for part in (provision.label, provision.heading) if provision.kind == "article" else ():
        words = words.strip(" \n.:—–-")
        words = words.removeprefix(part) if part else words
    words = words.strip(" \n.:—–-") if provision.kind == "article" else words.strip()
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"
