"""What one author or organisation says of a text, from its beginning to its end, to be read beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAbstractTextDocumentLayout, QKeyEvent, QPainter, QPalette, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotation import Annotation
from annotator.model.facets import Facets
from annotator.model.treaty import Version
from annotator.ui.bridge import Bridge
from annotator.ui.labels import quiet_label
from annotator.ui.models import VALUE, ListModel
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.looks import hairline, quiet
from annotator.ui.panels.markdown_view import render_markdown
from annotator.ui.panels.provisions import paint_row_ground

_SIDE, _TOP = 18, 12
_FEW = 120
"""Up to so many notes are set at once, in a twentieth of a second; more of them little by little."""
_AT_ONCE = 40
_KEPT = 120  # set documents
_LONGEST = 700  # characters of a quotation

Index = QModelIndex | QPersistentModelIndex


class RunningCommentary(QWidget):
    """`of` is an author or an organisation. `chosen` carries the id of the annotation whose passage is wanted."""

    chosen = Signal(str)

    def __init__(self, bridge: Bridge, of: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = Catalogue.of(bridge)
        self.of = of
        self.version: Version | None = None
        self.model: ListModel[Annotation] = ListModel(lambda row: row.id, self._spoken, self)
        self.list = _CommentaryList()
        self.list.setModel(self.model)
        self.delegate = _CommentaryDelegate(self.list, self._catalogue)
        self.list.setItemDelegate(self.delegate)
        self.list.setAccessibleName(self.tr("Commentary of {name}").format(name=of))
        self.list.chosen.connect(self.chosen)
        self.nothing = quiet_label()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(24, 24, 24, 24)
        self.about = QLabel()
        self.about.setObjectName("quiet")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setContentsMargins(_SIDE, 6, _SIDE, 6)
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.about)
        column.addWidget(self._body, 1)
        self.setFocusProxy(self.list)
        self._catalogue.annotations_changed.connect(lambda _ids: self.refresh())
        self._catalogue.versions_changed.connect(self.refresh)
        self.refresh()

    def show_version(self, version: Version | None) -> None:
        """Show what is said of this version, which a pane beside this one shows."""
        if version != self.version:
            self.version = version
            self.refresh()

    def refresh(self) -> None:
        rows = self._catalogue.on_version(self.version.id) if self.version else []
        rows = [row for row in rows if self.of in (row.author, row.organisation)]
        self.delegate.forget()
        whole, batches = QListView.LayoutMode.SinglePass, QListView.LayoutMode.Batched
        self.list.setLayoutMode(whole if len(rows) <= _FEW else batches)
        self.model.replace(rows)
        self.list.scheduleDelayedItemsLayout()
        self._body.setCurrentWidget(self.list if rows else self.nothing)
        self.about.setText(self.tr("On “{version}”").format(version=self.version.name) if self.version else "")
        self.nothing.setText(self._why_nothing())

    def show_place(self, offset: int) -> None:
        """Bring the first note on the words at `offset` or after them to the top; the keyboard stays where it is."""
        rows = self.model.rows
        number = next((n for n, row in enumerate(rows) if row.anchor.end > offset), len(rows) - 1)
        if rows and not self.list.hasFocus():
            self.list.scrollTo(self.model.index(number), QListView.ScrollHint.PositionAtTop)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _why_nothing(self) -> str:
        if self.version is None:
            return self.tr("Open a text beside this pane; what {name} says of it is read here.").format(name=self.of)
        return self.tr("{name} has written nothing on this text.").format(name=self.of)

    def _spoken(self, row: Annotation) -> str:
        cited = self._catalogue.citation(row) or self.tr("whole text")
        return ". ".join(part for part in (cited, row.anchor.exact[:_LONGEST], row.commentary) if part)


class _CommentaryList(QListView):
    """`chosen` carries an id: by a click, or Enter."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("running_commentary")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setBatchSize(_AT_ONCE)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _choose(self, index: Index) -> None:
        if index.isValid():
            row: Annotation = index.data(VALUE)
            self.chosen.emit(row.id)


class _Document(QTextDocument):
    def loadResource(self, _type: int, _name: object, /) -> None:  # noqa: N802 (Qt's name)
        """Nothing that a commentary names is fetched from anywhere."""


class _CommentaryDelegate(QStyledItemDelegate):
    """A note as it is read: where, the words quoted, what is said of them. Only those on view are set."""

    def __init__(self, view: QListView, catalogue: Catalogue) -> None:
        super().__init__(view)
        self._view, self._catalogue = view, catalogue
        self._documents: dict[tuple[str, int], QTextDocument] = {}

    def forget(self) -> None:
        """What was set may look different now."""
        self._documents = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 (Qt's name)
        width = self._view.viewport().width()
        return QSize(width, round(self._document(index.data(VALUE), width).size().height()) + 2 * _TOP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint_row_ground(painter, option)
        document = self._document(index.data(VALUE), option.rect.width())
        painter.save()
        painter.translate(option.rect.left() + _SIDE, option.rect.top() + _TOP)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = option.palette
        room = QRectF(0, 0, option.rect.width() - 2 * _SIDE, option.rect.height() - _TOP)
        painter.setClipRect(room)
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setPen(hairline(option.palette))
        bottom = option.rect.bottom()
        painter.drawLine(option.rect.left() + _SIDE, bottom, option.rect.right() - _SIDE, bottom)

    def _document(self, row: Annotation, width: int) -> QTextDocument:
        key = (row.id, width)
        if key not in self._documents:
            if len(self._documents) >= _KEPT:
                self._documents.pop(next(iter(self._documents)))
            self._documents[key] = self._set(row, width)
        return self._documents[key]

    def _set(self, row: Annotation, width: int) -> QTextDocument:
        document = _Document()
        document.setDefaultFont(self._view.font())
        document.setDocumentMargin(0)
        faint = quiet(self._view.palette()).name()
        words = self._view.palette().color(QPalette.ColorRole.Text).name()
        document.setDefaultStyleSheet(
            f"p, li, td {{ color: {words}; line-height: 130%; }} .where {{ font-weight: 600; }}"
            f" .by, .quoted {{ color: {faint}; }} p {{ margin: 0 0 6px 0; }}"
        )
        document.setHtml(self._html(row))
        document.setTextWidth(max(80, width - 2 * _SIDE))
        return document

    def _html(self, row: Annotation) -> str:
        """Only the commentary is Markdown; all else is shown as it is."""
        cited = escape(self._catalogue.citation(row) or self.tr("whole text"))
        layers = escape(", ".join(layer.name for layer in self._catalogue.categories_of(row)))
        said = render_markdown(row.commentary) or f"<p class='by'>{escape(self.tr('No commentary'))}</p>"
        head = f"<p><span class='where'>{cited}</span>&nbsp;&nbsp; <span class='by'>{layers}</span></p>"
        return f"{head}<p class='quoted'>{escape(self._quotation(row))}</p>{said}"

    def _quotation(self, row: Annotation) -> str:
        if row.anchor.whole:
            return self.tr("The provision as a whole")
        version = self._catalogue.version(row.version)
        words = row.anchor.exact[:_LONGEST] + ("…" if len(row.anchor.exact) > _LONGEST else "")
        return words if version and version.data.is_restated else f"“{words}”"


def people(facets: Mapping[Facets, int]) -> dict[str, int]:
    """Every author and organisation that has annotations, with how many, by name."""
    found: Counter[str] = Counter()
    for kind, number in facets.items():
        found.update(dict.fromkeys({kind.author, kind.organisation} - {""}, number))
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))
