"""What this program is, which version, and on what it runs."""

from __future__ import annotations

import platform

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from annotator import __version__
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import heading_label, plain_label, quiet_label


class AboutDialog(Dialog):
    """Name, version, licence, and what a report of a defect should say about the machine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("About Treaty Annotator"), parent, QSize(500, 0))
        self.body.addWidget(heading_label(self.tr("Treaty Annotator"), 1.5))
        self.body.addWidget(plain_label(self.tr("Version {version}").format(version=__version__)))
        self.body.addWidget(
            plain_label(
                self.tr(
                    "Read international conventions critically: side by side, in layers of risk, with briefs that hold "
                    "up. It works offline, and sends nothing anywhere."
                )
            )
        )
        self.body.addWidget(
            quiet_label(
                self.tr(
                    "Free software under the GNU General Public License, version 3 or later: use it, study it, share "
                    "it and change it. It comes without any warranty."
                )
            )
        )
        self.machine = quiet_label(self._machine())
        self.body.addWidget(self.machine)
        self.body.addStretch(1)
        self.copy_button = self.buttons.addButton(self.tr("Copy version"), self.buttons.ButtonRole.ActionRole)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self.add_close().setFocus()

    def _machine(self) -> str:
        return f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}"

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"Treaty Annotator {__version__}, {self._machine()}")
        self.copy_button.setText(self.tr("Copied"))
