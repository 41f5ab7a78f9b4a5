"""What is in a backup, and what would be otherwise if it were restored."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.operations.backups import Contents, Difference, difference
from annotator.store.backups import Backup, Reason
from annotator.ui.labels import GAP, add_row, form_layout, heading_label, plain_label, quiet_label
from annotator.ui.words import number_words

translate = QCoreApplication.translate


class BackupPreview(QWidget):
    """Counts and the latest change of one backup, and how it differs from now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What is in this backup"))
        self.heading = heading_label()
        self.reason = quiet_label()
        self.texts, self.annotations, self.latest = plain_label(), plain_label(), plain_label()
        self.comparison_heading = heading_label(self.tr("Restoring it would"), 1.05)
        self.comparison = plain_label()
        self._form = QWidget()
        form = form_layout()
        form.setContentsMargins(0, 0, 0, 0)
        for name, field in (
            (self.tr("Texts"), self.texts),
            (self.tr("Annotations"), self.annotations),
            (self.tr("Latest change"), self.latest),
        ):
            add_row(form, name, field)
        self._form.setLayout(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 4, 0, 0)
        column.setSpacing(GAP)
        for part in (self.heading, self.reason, self._form, self.comparison_heading, self.comparison):
            column.addWidget(part)
        column.addStretch(1)

    def show_backup(self, backup: Backup, contents: Contents | str | None, now: Contents | None) -> None:
        """`contents` is a sentence where it cannot be read, and None while it is read."""
        self.heading.setText(when_words(backup.made, long=True))
        self.reason.setText(reason_name(backup.reason))
        is_known = isinstance(contents, Contents)
        self._form.setVisible(is_known)
        self.comparison_heading.setVisible(is_known and now is not None)
        if not isinstance(contents, Contents):
            self.comparison.setText(contents if contents else self.tr("Reading…"))
            return
        self.texts.setText(number_words(len(contents.versions)))
        self.annotations.setText(number_words(len(contents.annotations)))
        latest = datetime.datetime.fromisoformat(contents.modified) if contents.modified else None
        self.latest.setText(when_words(latest) if latest else self.tr("none"))
        self.comparison.setText("\n".join(self._differences(difference(contents, now))) if now else "")

    def _differences(self, found: Difference) -> list[str]:
        names = QLocale().createSeparatedList
        lines = []
        if found.annotations_gone:
            one, many = self.tr("− take away 1 annotation"), self.tr("− take away {count} annotations")
            lines.append(_counted(one, many, found.annotations_gone))
        if found.annotations_back:
            one, many = self.tr("+ bring back 1 annotation"), self.tr("+ bring back {count} annotations")
            lines.append(_counted(one, many, found.annotations_back))
        if found.versions_gone:
            lines.append(self.tr("− take away {texts}").format(texts=names(list(found.versions_gone))))
        if found.versions_back:
            lines.append(self.tr("+ bring back {texts}").format(texts=names(list(found.versions_back))))
        if not lines:
            lines.append(self.tr("leave the same texts and annotations, worded as they were then."))
        return lines


def reason_name(reason: Reason) -> str:
    """Why a backup was made, in the window's words."""
    return {
        "daily": translate("Backups", "Daily"),
        "by hand": translate("Backups", "By hand"),
        "merge": translate("Backups", "Before a merge"),
        "migration": translate("Backups", "Before an update of the file"),
        "restore": translate("Backups", "Before a backup was restored"),
        "rebuild": translate("Backups", "Before tables were made anew"),
        "other": translate("Backups", "A file put there"),
    }[reason]


def when_words(moment: datetime.datetime, *, long: bool = False) -> str:
    """A time in this machine's time zone and language, with the day of the week where it is `long`."""
    local = moment.astimezone()
    if not long:
        return local.strftime("%Y-%m-%d  %H:%M")
    stamp = QDateTime.fromSecsSinceEpoch(int(local.timestamp()))
    date = QLocale().toString(stamp.date(), QLocale.FormatType.LongFormat)
    return f"{date}, {QLocale().toString(stamp.time(), QLocale.FormatType.ShortFormat)}"


def _counted(one: str, many: str, count: int) -> str:
    return one if count == 1 else many.format(count=number_words(count))
