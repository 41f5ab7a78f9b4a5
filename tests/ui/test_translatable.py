"""Every string that is shown goes through Qt's translation, whole: told from the sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "annotator" / "ui"

SHOWING = {
    *("setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription"),
    *("setStatusTip", "setWhatsThis", "setTitle", "setPlainText", "showMessage", "addTab", "addItem", "addAction"),
    *("setHeaderLabels", "setPrefix", "setSuffix", "QLabel", "QPushButton", "QAction", "QCheckBox", "QRadioButton"),
    *("QGroupBox", "QMenu", "addMenu", "add_accept", "say", "plain_label", "quiet_label", "setIconText", "addButton"),
    *("setTabText", "drawText", "getSaveFileName", "getOpenFileName", "getOpenFileNames", "setLabelText"),
}
"""Calls whose literal words a person sees."""
LATER = {"addTab", "drawText", "getSaveFileName", "getOpenFileName", "getOpenFileNames", "setTabText", "QAction"}
"""Those that have their words not only in the first place."""
TRANSLATING = {"tr", "translate", "QT_TRANSLATE_NOOP"}
_MARKUP = re.compile(r"</?\w+>")
NAMES = {"Treaty Annotator", "%p%", "PDF"}
"""What is the same in every language."""


def faults(source: str) -> Iterator[str]:
    """A sentence for each string that would stay in English, or that no translator could turn round."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _shown(node)
            yield from _cut(node)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            if any(_name(side) in TRANSLATING for side in (node.left, node.right) if isinstance(side, ast.Call)):
                yield f"line {node.lineno}: a translated string is put together with another; use a placeholder"
        elif isinstance(node, ast.JoinedStr):
            yield from _joined(node)


def _shown(call: ast.Call) -> Iterator[str]:
    if _name(call) not in SHOWING:
        return
    if isinstance(call.func, ast.Attribute) and _name(call.func.value) == "clipboard":
        return
    is_later = _name(call) in LATER
    for argument in call.args if is_later else call.args[:1]:
        words = _MARKUP.sub("", _words(argument))
        if any(mark.isalpha() for mark in words) and words not in NAMES:
            yield f"line {call.lineno}: “{words}” is shown by {_name(call)} and not translated"


def _cut(call: ast.Call) -> Iterator[str]:
    name, given = _name(call), call.args
    if name == "translate" and not (given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str)):
        return  # a painter's
    if name in {"tr", "translate"} and any(isinstance(row, ast.JoinedStr | ast.BinOp) for row in given[:2]):
        yield f"line {call.lineno}: what is translated must be one literal string"


def _joined(node: ast.JoinedStr) -> Iterator[str]:
    """f"{self.tr(…)} of {count}": words beside a translated part."""
    parts = [row.value for row in node.values if isinstance(row, ast.FormattedValue)]
    if any(isinstance(row, ast.Call) and _name(row) in TRANSLATING for row in parts):
        letters = [mark for row in node.values if isinstance(row, ast.Constant) for mark in str(row.value)]
        if any(mark.isalpha() for mark in letters):
            yield f"line {node.lineno}: words stand beside a translated string"


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(row.value) for row in node.values if isinstance(row, ast.Constant))
    return ""


def _name(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


@pytest.mark.parametrize("module", sorted(UI.rglob("*.py")), ids=lambda path: path.relative_to(UI).as_posix())
def test_what_is_shown_is_translated(module: Path) -> None:
    assert list(faults(module.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('label.setText("Hello")', 1),
        ('label.setText(self.tr("Hello"))', 0),
        ('label.setText("…")', 0),
        ('QPushButton("Go", parent)', 1),
        ('label.setText(f"{count} notes")', 1),
        ('label.setText(f"{count} · {other}")', 0),
        ('tabs.addTab(page, "Hello")', 1),
        ('row.setToolTip(f"<qt>{words}</qt>")', 0),
        ("painter.translate(left + side, top + side)", 0),
        ('combo.addItem(self.tr("Hello"), "hello")', 0),
        ('QGuiApplication.clipboard().setText("Hello")', 0),
        ('self.tr("Hello ") + name', 1),
        ('"%s" % self.tr("Hello")', 1),
        ('self.tr(f"Hello {name}")', 1),
        ('self.tr("Hello " + name)', 1),
        ("f\"{self.tr('Hello')} and {name}\"", 1),
        ('self.tr("Hello {name}").format(name=name)', 0),
    ],
)
def test_a_string_that_stays_in_english_is_noticed(source: str, count: int) -> None:
    assert len(list(faults(source))) == count
