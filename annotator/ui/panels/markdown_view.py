"""Markdown as people read it: rendered without HTML and pictures, in a view that loads nothing."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from PySide6.QtCore import QByteArray, QUrl, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget

OPENABLE = frozenset({"http", "https", "mailto"})
"""Schemes of links that may be opened, once a person has seen the target and agreed."""


@cache
def _renderer() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def render_markdown(markdown: str) -> str:
    """HTML of `markdown`: CommonMark with tables and strikethrough; raw HTML shows as words, pictures as links."""
    html: str = _renderer().render(markdown)
    return html


class MarkdownView(QTextBrowser):
    """Shows rendered Markdown. A click on a link emits `link_activated` with its target and does nothing else."""

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._tell)

    def show_markdown(self, markdown: str) -> None:
        self.setHtml(render_markdown(markdown))

    def loadResource(self, _type: int, _name: QUrl | str) -> object:  # noqa: N802 (Qt's name)
        """Nothing that Markdown names is ever loaded, from the disk or from elsewhere."""
        return QByteArray()

    def _tell(self, url: QUrl) -> None:
        if url.scheme() in OPENABLE:
            self.link_activated.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
