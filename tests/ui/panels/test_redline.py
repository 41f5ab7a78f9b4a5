"""A redline as the window shows it."""

from __future__ import annotations

from annotator.model.redline import redline
from annotator.ui.panels.redline import redline_html


def test_html_holds_the_words_as_words() -> None:
    html = redline_html(redline("<b>a</b>", "<i>a</i>"), "#b3362c", "#2f7a4d")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "line-through" in html
    assert "underline" in html
