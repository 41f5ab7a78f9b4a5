"""The document of a version: its canonical text, one block a paragraph, set for reading.

Setting changes formats only. No character is added, removed or replaced, so `Offsets` is all that lies between a
position in the document and an offset in the text.
"""

from __future__ import annotations

from functools import cache, cached_property

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from annotator.model.records import dataclass
from annotator.model.treaty import Direction, Text, VersionData
from annotator.ui.reader.offsets import Offsets
from annotator.ui.reader.paragraphs import Paragraph, Role, paragraphs
from annotator.ui.reader.typography import USUAL, Typography
from annotator.ui.theme import Theme

_LEADING = 1.72  # em from line to line: room for four bars under each
_LEADING_ARABIC = 2.1  # its letters reach further up and down
_WHOLE = 1e6  # pixels: wider than any pane
_WIDEST = 38.0  # em, for scripts whose characters are as wide as they are high
_STEP = 1.8  # em, from one level of points to the next
_WIDEST_GUTTER, _WIDEST_MARGIN = 56.0, 24.0  # pixels
_SAMPLE = 4000
_SPACE_ABOVE: dict[Role, float] = {
    "title": 0.4, "division": 2.4, "article": 2.0, "heading": 1.4, "body": 0.55, "note": 0.4,
}  # fmt: skip
_SIZE: dict[Role, float] = {
    "title": 1.4, "division": 1.0, "article": 1.14, "heading": 1.08, "body": 1.0, "note": 0.88,
}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """How a text is set: font (in pixels), colours, direction. All lengths derive from `em`."""

    font: QFont
    quiet: QColor
    direction: Direction
    typography: Typography = USUAL

    @classmethod
    def of(cls, theme: Theme, data: VersionData, percent: int, typography: Typography = USUAL) -> Setting:
        font = theme.reading_font(data.language, percent, typography.typeface)
        return cls(font, theme.colour("quiet"), data.direction, typography)

    @cached_property
    def em(self) -> float:
        return float(self.font.pixelSize())

    @property
    def step(self) -> float:
        return _STEP * self.em

    @property
    def gutter(self) -> float:
        """Room for the stripes at the start side, in pixels. With large letters it is the words that need room."""
        return min(2.8 * self.em, _WIDEST_GUTTER)

    @property
    def margin(self) -> float:
        """Room at the end side."""
        return min(1.2 * self.em, _WIDEST_MARGIN)

    def leading(self, role: Role) -> float:
        """From one line to the next, in pixels."""
        usual = _LEADING_ARABIC if self.is_mirrored else _LEADING
        return usual * self.typography.leading * self.em * _SIZE[role]

    def room_for_bars(self, role: Role) -> float:
        """From the bottom of one line's letters to the top of the next line's, in pixels."""
        return self.leading(role) - sum(self.reach(role))

    def reach(self, role: Role) -> tuple[float, float]:
        """How far letters reach above and below their baseline, in pixels: the box that a tint fills."""
        above, below = (1.05, 0.5) if self.is_mirrored else (0.95, 0.29)
        return above * self.em * _SIZE[role], below * self.em * _SIZE[role]

    @property
    def is_mirrored(self) -> bool:
        return self.direction == "rtl"


class ReadingDocument(QTextDocument):
    """A version's text as Qt lays it out. Loads nothing, ever; cannot be undone or edited through its history."""

    def __init__(self, text: Text, setting: Setting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.offsets = Offsets(text.text)
        self.paragraphs = paragraphs(text)
        self.sections: dict[str, list[int]] = {}
        """The numbers of the blocks in each section, by the eId that its paragraphs name."""
        for number, paragraph in enumerate(self.paragraphs):
            self.sections.setdefault(paragraph.section, []).append(number)
        self.setting = setting
        self._best_width: float | None = None
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setPlainText(text.text)
        self.set_setting(setting)

    def loadResource(self, _type: int, _name: QUrl | str, /) -> None:  # noqa: N802 (Qt's name)
        """Nothing in a treaty is fetched from anywhere."""

    def set_setting(self, setting: Setting) -> None:
        """Set the text anew: another size, theme or direction."""
        self.setting, self._best_width = setting, None
        self.setDefaultFont(setting.font)
        option = QTextOption(self.defaultTextOption())
        mirrored = setting.is_mirrored
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setDefaultTextOption(option)
        frame = self.rootFrame().frameFormat()
        frame.setTopMargin(1.2 * setting.em)
        frame.setBottomMargin(5 * setting.em)
        self.rootFrame().setFrameFormat(frame)
        typesetter = _Typesetter(self, setting)
        block = self.begin()
        for paragraph in self.paragraphs:
            typesetter.set_paragraph(block, paragraph)
            block = block.next()
        typesetter.finish()

    def best_width(self) -> float:
        """Width of the page, in pixels, at which a line of body text has as many characters as is wished for."""
        if self._best_width is None:
            self._best_width = self._measured_width()
        return self._best_width

    def _measured_width(self) -> float:
        setting = self.setting
        characters = setting.typography.characters
        if not characters:
            return _WHOLE
        sample = self.text.text[:_SAMPLE].replace("\n", " ")
        mean = QFontMetricsF(setting.font).horizontalAdvance(sample) / len(sample) if sample else setting.em / 2
        return (
            setting.gutter
            + setting.step
            + min(mean, _WIDEST * setting.em / USUAL.characters) * characters
            + setting.margin
        )

    def paragraph_of(self, block: QTextBlock) -> Paragraph:
        return self.paragraphs[block.blockNumber()]

    def block_at(self, offset: int) -> QTextBlock:
        """The block that holds the code point at `offset`."""
        return self.findBlock(self.offsets.to_qt(offset))


class _Typesetter:
    """Gives blocks their formats, all in one edit, so that the layout is told once."""

    def __init__(self, document: ReadingDocument, setting: Setting) -> None:
        self._document = document
        self._setting = setting
        self._cursor = QTextCursor(document)
        self._cursor.beginEditBlock()
        self._cursor.select(QTextCursor.SelectionType.Document)
        self._cursor.setCharFormat(QTextCharFormat())
        self._metrics = QFontMetricsF(setting.font)
        self._previous: Role | None = None
        # A text of a thousand paragraphs has a dozen formats
        self._blocks: dict[tuple[Role, int, float, float], QTextBlockFormat] = {}
        self._advances: dict[str, float] = {}
        self._plain, self._heading = cache(self._new_plain), cache(self._new_heading)
        self._heading_label = cache(self._new_heading_label)
        self._number = QTextCharFormat()
        self._number.setForeground(setting.quiet)

    def finish(self) -> None:
        self._cursor.endEditBlock()

    def set_paragraph(self, block: QTextBlock, paragraph: Paragraph) -> None:
        self._cursor.setPosition(block.position())
        self._cursor.setBlockFormat(self._block_format(paragraph))
        role = paragraph.role
        if _SIZE[role] != 1.0:
            self._format(paragraph.start, paragraph.end, self._plain(role))
        if paragraph.label_end > paragraph.start:
            self._format(paragraph.start, paragraph.label_end, self._number)
        if paragraph.heading_end > paragraph.start:
            alone = paragraph.heading_label_end >= paragraph.heading_end
            self._format(paragraph.start, paragraph.heading_label_end, self._heading_label(role, alone))
            self._format(paragraph.heading_label_end, paragraph.heading_end, self._heading(role))
        self._previous = role

    def _format(self, start: int, end: int, form: QTextCharFormat) -> None:
        if start < end:
            offsets = self._document.offsets
            self._cursor.setPosition(offsets.to_qt(start))
            self._cursor.setPosition(offsets.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
            self._cursor.setCharFormat(form)

    def _block_format(self, paragraph: Paragraph) -> QTextBlockFormat:
        key = paragraph.role, paragraph.level, self._space_above(paragraph.role), self._hang(paragraph)
        if key not in self._blocks:
            self._blocks[key] = self._new_block_format(*key)
        return self._blocks[key]

    def _new_block_format(self, role: Role, level: int, above: float, hang: float) -> QTextBlockFormat:
        setting = self._setting
        form = QTextBlockFormat()
        form.setLineHeight(setting.leading(role), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        form.setTopMargin(above)
        centred = role in {"title", "division"}
        start = setting.gutter + setting.step * (1 + level)
        end = setting.margin + (setting.step if centred else 0)
        form.setLeftMargin(end if setting.is_mirrored else start)
        form.setRightMargin(start if setting.is_mirrored else end)
        form.setTextIndent(-hang)
        if centred:
            form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        mirrored = setting.is_mirrored
        form.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        return form

    def _space_above(self, role: Role) -> float:
        em = self._setting.em
        if role == self._previous and role not in {"body", "note"}:
            return 0.1 * em  # a heading in two paragraphs: its number, then its words
        if self._previous in {"title", "division"} and role == "article":
            return 1.2 * em
        return _SPACE_ABOVE[role] * em

    def _hang(self, paragraph: Paragraph) -> float:
        if paragraph.label_end <= paragraph.start:
            return 0.0
        label = self._document.text.text[paragraph.start : paragraph.label_end]
        if label not in self._advances:
            self._advances[label] = self._metrics.horizontalAdvance(label)
        return min(self._advances[label], self._setting.step * (1 + paragraph.level))

    def _new_plain(self, role: Role) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setFont(self._sized(role))
        return form

    def _new_heading_label(self, role: Role, alone: bool) -> QTextCharFormat:
        form = self._new_heading(role)
        if role in {"article", "heading"} and not alone:
            form.setFontWeight(QFont.Weight.Normal)
            form.setForeground(self._setting.quiet)
        return form

    def _new_heading(self, role: Role) -> QTextCharFormat:
        form = QTextCharFormat()
        font = self._sized(role)
        if role == "division":
            form.setForeground(self._setting.quiet)
        # Spaced letters would tear Arabic words apart
        if role == "division" and not self._setting.is_mirrored:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 107)
        font.setWeight(QFont.Weight.DemiBold)
        form.setFont(font)
        return form

    def _sized(self, role: Role) -> QFont:
        font = QFont(self._setting.font)
        font.setPixelSize(round(self._setting.em * _SIZE[role]))
        return font
