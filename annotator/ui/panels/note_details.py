"""The rest of a note: sources, tags, audience and status."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.annotation import AUDIENCES, STATUSES, Annotation, Authority
from annotator.model.codebook import Codebook
from annotator.operations.annotating import Assignment
from annotator.ui.labels import quiet_label
from annotator.ui.panels.ask_editor import ChoiceBox
from annotator.ui.panels.authorities import AuthorityList
from annotator.ui.panels.chips import TagChips
from annotator.ui.panels.dates import day
from annotator.ui.panels.frames import column, field
from annotator.ui.words import field_name


class NoteDetails(QWidget):
    """`assigned` carries an Assignment, `authority_added` an Authority to make and cite."""

    assigned = Signal(object)
    authority_added = Signal(object)
    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.authorities = AuthorityList()
        self.tags = TagChips()
        self.audience = ChoiceBox("audience", AUDIENCES)
        self.status = ChoiceBox("status", STATUSES)
        self.approved = quiet_label()
        layout = column(self, gap=12)
        layout.addLayout(field(self.tr("Sources"), self.authorities))
        layout.addLayout(field(self.tr("Tags"), self.tags))
        pair = QHBoxLayout()
        pair.setSpacing(10)
        pair.addLayout(field(field_name("audience"), self.audience), 1)
        pair.addLayout(field(field_name("status"), self.status), 1)
        layout.addLayout(pair)
        layout.addWidget(self.approved)
        self.authorities.chosen.connect(lambda ids: self.assigned.emit(Assignment(authorities=ids)))
        self.authorities.added.connect(self.authority_added)
        self.authorities.link_activated.connect(self.link_activated)
        self.tags.chosen.connect(lambda tags: self.assigned.emit(Assignment(tags=tags)))
        self.audience.chosen.connect(lambda value: self.assigned.emit(Assignment(audience=value)))
        self.status.chosen.connect(lambda value: self.assigned.emit(Assignment(status=value)))

    def show_annotation(self, annotation: Annotation, codebook: Codebook, known: Sequence[Authority]) -> None:
        self.authorities.show_authorities(annotation.authorities, known)
        self.tags.show_tags(annotation.tags, [tag for _, tags in codebook.tags for tag in tags])
        self.audience.show_value(annotation.audience)
        self.status.show_value(annotation.status)
        who = annotation.approved_by or self.tr("somebody without a name")
        words = self.tr("Approved by %1, %2").replace("%2", day(annotation.approved_at)).replace("%1", who)
        self.approved.setText(words if annotation.approved_at else "")
        self.approved.setVisible(bool(annotation.approved_at))

    def set_editable(self, is_editable: bool) -> None:
        self.authorities.set_editable(is_editable)
        self.tags.set_editable(is_editable)
        self.audience.setEnabled(is_editable)
        self.status.setEnabled(is_editable)
