"""Times as people write them here."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt


def day(iso: str) -> str:
    """The day of an ISO 8601 time in UTC, on the local calendar: "3 May 2026"."""
    moment = QDateTime.fromString(iso, Qt.DateFormat.ISODate)
    return QLocale().toString(moment.toLocalTime().date(), "d MMM yyyy") if moment.isValid() else iso


def moment(iso: str) -> str:
    """Day and minute: "3 May 2026, 14:05"."""
    time = QDateTime.fromString(iso, Qt.DateFormat.ISODate)
    return QLocale().toString(time.toLocalTime(), "d MMM yyyy, HH:mm") if time.isValid() else iso
