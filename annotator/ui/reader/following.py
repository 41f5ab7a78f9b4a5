"""Following references: pointing shows what they mean, a click or a key goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from annotator.ui.reader.view import ReaderView

if TYPE_CHECKING:
    from annotator.model.references import Reference
    from annotator.ui.reader.preview import Preview

_DELAY = 350  # milliseconds of pointing
_HIDING = {
    *(QEvent.Type.Leave, QEvent.Type.Wheel, QEvent.Type.KeyPress, QEvent.Type.FocusOut, QEvent.Type.Hide),
    QEvent.Type.Resize,
}
_TURNS = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}


class Follower(QObject):
    """Watches one reader's mouse and keys. A click follows, unless an annotation lies there: then Ctrl is held."""

    turned = Signal(int)
    """The mouse's own back (−1) or forward (1) button."""

    def __init__(self, reader: ReaderView) -> None:
        super().__init__(reader)
        self._reader = reader
        self._viewport = reader.viewport()
        self._preview: Preview | None = None
        self._pressed_at: QPoint | None = None
        self._waiting = QTimer(self, singleShot=True, interval=_DELAY)
        self._waiting.timeout.connect(self._show_pointed)
        self._viewport.setMouseTracking(True)
        self._viewport.installEventFilter(self)
        reader.installEventFilter(self)
        reader.caret_described.connect(self._describe)
        reader.verticalScrollBar().valueChanged.connect(self.hide_preview)

    @property
    def preview(self) -> Preview | None:
        """The card, while one is shown."""
        return self._preview if self._preview and self._preview.isVisible() else None

    def at_caret(self) -> Reference | None:
        links = self._reader.links
        return links.at(self._reader.caret()) if links else None

    def follow(self, reference: Reference | None) -> bool:
        """Go where a reference leads; says whether it leads anywhere."""
        links = self._reader.links
        target = links.target(reference) if links and reference else None
        if target is None:
            return False
        self.hide_preview()
        self._reader.go_to(target.start, target.end, flash=True)
        return True

    def show_preview(self, reference: Reference | None) -> bool:
        """Show what a reference means; says whether there is anything to show."""
        links = self._reader.links
        target = links.target(reference) if links and reference else None
        if links is None or reference is None or target is None:
            return False
        if self._preview is None:
            from annotator.ui.reader.preview import Preview

            self._preview = Preview(self._reader)
        self._preview.set_appearance(self._reader.theme, self._reader.data, self._reader.percent)
        self._preview.show_provision(links, target, self._place_of(reference), self._hint(reference))
        return True

    def hide_preview(self) -> None:
        self._waiting.stop()
        if self._preview:
            self._preview.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in _HIDING:
            self.hide_preview()
            if event.type() == QEvent.Type.Leave:
                self._light(None)
        # Events come while the reader is being destroyed: then it must not be asked for anything
        if watched is self._viewport and isinstance(event, QMouseEvent):
            return self._mouse(event)
        if event.type() == QEvent.Type.ToolTip and self.preview:
            return True
        return super().eventFilter(watched, event)

    def _mouse(self, event: QMouseEvent) -> bool:
        if event.button() in _TURNS:
            if event.type() == QEvent.Type.MouseButtonPress:
                self.turned.emit(_TURNS[event.button()])
            return True
        if event.type() == QEvent.Type.MouseMove and not event.buttons():
            self._point(self._at(event.position().toPoint()))
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.hide_preview()
            is_left = event.button() == Qt.MouseButton.LeftButton
            self._pressed_at = event.position().toPoint() if is_left else None
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed_at is not None:
            self._release(event)
        return False

    def _release(self, event: QMouseEvent) -> None:
        pressed, self._pressed_at = self._pressed_at, None
        point = event.position().toPoint()
        moved = pressed is not None and (point - pressed).manhattanLength() >= QApplication.startDragDistance()
        held = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
        if moved or held or self._reader.selection():
            return
        if event.modifiers() or not self._reader.annotations_at(point):
            reference = self._at(point)
            # After the reader has done with the click, which sets the caret
            if reference:
                QTimer.singleShot(0, self, lambda: self.follow(reference))

    def _point(self, reference: Reference | None) -> None:
        links = self._reader.links
        if links is None or reference == links.lit:
            return
        self._light(reference)
        self.hide_preview()
        if reference:
            self._waiting.start()

    def _at(self, point: QPoint) -> Reference | None:
        links, offset = self._reader.links, self._reader.offset_at(point)
        return links.at(offset) if links and offset is not None else None

    def _place_of(self, reference: Reference) -> QRect:
        """The line on which a reference begins, from there on, on the screen."""
        links = self._reader.links
        assert links is not None
        cursor = QTextCursor(self._reader.document())
        cursor.setPosition(links.document.offsets.to_qt(reference.start))
        rect = self._reader.cursorRect(cursor)
        return QRect(self._reader.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def _light(self, reference: Reference | None) -> None:
        links = self._reader.links
        if links and links.lit != reference:
            links.lit = reference
            self._viewport.setCursor(Qt.CursorShape.PointingHandCursor if reference else Qt.CursorShape.IBeamCursor)
            self._viewport.update()

    def _show_pointed(self) -> None:
        links = self._reader.links
        if links and links.lit:
            self.show_preview(links.lit)

    def _hint(self, reference: Reference) -> str:
        over = self._reader.annotations_over(reference.start, reference.end)
        crossed = any(not row.anchor.whole for row in over)
        return self.tr("Ctrl+click goes there; a click opens the annotation.") if crossed else ""

    def _describe(self) -> None:
        """A screen reader hears that there is a link, and where it leads."""
        links = self._reader.links
        reference = self.at_caret() if self._reader.has_links else None
        target = links.target(reference) if links and reference else None
        if target:
            said = self._reader.accessibleDescription()
            link = self.tr("link to {place}").format(place=target.citation or target.label)
            self._reader.setAccessibleDescription(f"{said}; {link}" if said else link)
