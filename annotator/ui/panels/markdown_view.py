"""Markdown as people read it: rendered without HTML and pictures, in a view that loads nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from annotator.export.markup import commentary_parser
from annotator.model.linking import Linker, ProvisionLink, Target
from annotator.ui.panels.looks import alarm

OPENABLE = frozenset({"http", "https", "mailto"})
"""Schemes of links that may be opened, once a person has seen the target and agreed."""

PROVISION, NOWHERE = "provision", "nowhere"
"""Schemes of links to a provision: `provision:VERSION/EID`, and `nowhere:` with what was written."""

_HTML_OF = "html_of"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a commentary stands: the version that its links are looked for in first."""

    linker: Linker
    version: str


@cache
def _renderer() -> MarkdownIt:
    parser = commentary_parser()
    parser.add_render_rule("provision_link", _render_link)
    return parser


def _render_link(_renderer: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, env: Any) -> str:
    html_of: Callable[[ProvisionLink], str] | None = env.get(_HTML_OF)
    link: ProvisionLink = tokens[place].meta["link"]
    return html_of(link) if html_of else escapeHtml(link.plain)


def render_markdown(markdown: str, home: Home | None = None, warning: str = "") -> str:
    """HTML of `markdown`: CommonMark with tables and strikethrough; raw HTML shows as words, pictures as links.

    Links to provisions are looked for from `home`, and are words without it; `warning` ("#rrggbb") colours those that
    lead nowhere.
    """
    env = {_HTML_OF: lambda link: _link_html(link, home, warning)} if home else {}
    html: str = _renderer().render(markdown, env)
    return html


def trouble_sentence(link: ProvisionLink | str, target: Target) -> str:
    """Why a link leads nowhere, and what to do."""
    written = link if isinstance(link, str) else link.target
    if target.trouble == "several":
        words = QCoreApplication.translate(
            "MarkdownView", "“%1” stands there more than once. Choose the one you mean while you type the link."
        )
    else:
        words = QCoreApplication.translate(
            "MarkdownView",
            "No provision here is called “%1”. For another text, write its short title first: [[ICCPR 17]].",
        )
    return words.replace("%1", written)


def _link_html(link: ProvisionLink, home: Home, warning: str) -> str:
    target = home.linker.find(link.target, home.version)
    words = escapeHtml(home.linker.words(link, home.version))
    if target.version is None:
        tip = escapeHtml(trouble_sentence(link, target))
        look = f"color:{warning}; text-decoration:none"
        address = f"{NOWHERE}:{quote(link.target, safe='')}"
        return f'<a href="{address}" title="{tip}" style="{look}">{words}</a><span style="color:{warning}"> ?</span>'
    place = target.provision
    address = f"{PROVISION}:{target.version.id}/{quote(place.eid if place else '', safe='')}"
    about = [home.linker.citation(target, ""), place.heading if place else ""]
    tip = escapeHtml(" · ".join(part for part in about if part))
    return f'<a href="{address}" title="{tip}">{words}</a>'


class MarkdownView(QTextBrowser):
    """Shows rendered Markdown. A click on a link emits `link_activated` with its target and does nothing else.

    `provision_activated` carries a version and an eId ("" for the text as such) of a link to a provision, `lost` a
    sentence on one that leads nowhere.
    """

    link_activated = Signal(str)
    provision_activated = Signal(str, str)
    lost = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home: Home | None = None
        self._markdown = ""
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._tell)

    def show_markdown(self, markdown: str, home: Home | None = None) -> None:
        self._markdown, self._home = markdown, home
        self.setHtml(render_markdown(markdown, home, alarm(QGuiApplication.palette()).name()).rstrip())

    def loadResource(self, _type: int, _name: QUrl | str) -> object:  # noqa: N802 (Qt's name)
        """Nothing that Markdown names is ever loaded, from the disk or from elsewhere."""
        return QByteArray()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._markdown:
            self.show_markdown(self._markdown, self._home)  # links keep the colours that they were made with

    def _tell(self, url: QUrl) -> None:
        if url.scheme() in OPENABLE:
            self.link_activated.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        elif url.scheme() == PROVISION:
            version, _, eid = url.path().partition("/")
            self.provision_activated.emit(version, eid)
        elif url.scheme() == NOWHERE and self._home:
            written = url.path()
            self.lost.emit(trouble_sentence(written, self._home.linker.find(written, self._home.version)))


class FittedMarkdown(MarkdownView):
    """As high as its words are, without a border: for what stands among other things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextBrowser, QTextBrowser:focus { background: transparent; border: none; padding: 0; }")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().accent().color())
            painter.drawRoundedRect(self.viewport().rect().adjusted(0, 0, -1, -1), 4, 4)
            painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(200, self._needed())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(60, self._needed())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def _needed(self) -> int:
        return int(self.document().size().height()) + 2

    def _fit(self) -> None:
        if self.height() != self._needed():
            self.setFixedHeight(self._needed())
