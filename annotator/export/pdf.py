"""A brief as a PDF, set by Typst: tagged for screen readers (PDF/UA-1, ISO 14289-1), with bookmarks and nobody's name.

What is in the brief goes to Typst as data, never as markup, so nothing of it can run.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from annotator.export import phrases
from annotator.export.flow import Table, flow
from annotator.export.tree import Brief
from annotator.model.problems import Problem
from annotator.settings import resource

if TYPE_CHECKING:
    import typst

_EPOCH = 946_684_800
"""1 January 2000: when a brief was written is nobody's business, and equal briefs are equal files."""
_STRAIGHT = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_SETTING = b"#set document(title: [.])\n#text(sys.inputs.marks)"


def render_pdf(brief: Brief) -> bytes:
    """A sign that no font of this computer has, such as an emoji, is set as its name in brackets.

    Raises Problem where letters are in none.
    """
    parts = [{"is_table": isinstance(part, Table), **asdict(part)} for part in flow(brief)]
    data = {"title": brief.title, "header": phrases.INTERNAL if brief.is_internal else "", "parts": parts}
    words = json.dumps(data, ensure_ascii=False)
    for mark in _without_font(words):
        words = words.replace(mark, f"[{unicodedata.name(mark, 'unknown sign').lower()}]")
    return _compile(resource("templates", "brief.typ").read_bytes(), {"brief": words})


def _compile(source: bytes, inputs: dict[str, str]) -> bytes:
    """Raises typst.TypstError."""
    import typst

    compiler = typst.Compiler(source, root=resource("templates"), font_paths=_fonts(), sys_inputs=inputs)
    made: Any = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=_EPOCH)
    return bytes(made)


def _without_font(words: str) -> list[str]:
    """The signs that no font has. Raises Problem where they are letters."""
    import typst

    marks, found = {mark for mark in words if mark > "\u024f"}, list[str]()
    while marks:
        try:
            _compile(_SETTING, {"marks": " ".join(sorted(marks))})
        except typst.TypstError as error:
            named = _STRAIGHT.search(error.message)
            lacking = marks & set(named[1]) if named else set[str]()
            if not lacking:
                raise
            found += sorted(lacking)
            marks -= lacking
        else:
            break
    if letters := "".join(mark for mark in found if not _is_sign(mark)):
        raise Problem(
            f"No font of this computer has “{letters[:12]}”, so the brief cannot be set as a PDF; install fonts "
            "for that script, for example Noto (Debian: fonts-noto-core and fonts-noto-cjk), or choose another format."
        )
    return found


def _is_sign(mark: str) -> bool:
    """Signs that this Python does not know yet are told by the blocks where Unicode puts pictures."""
    return unicodedata.category(mark)[0] == "S" or "\U0001f000" <= mark <= "\U0001faff"


@cache
def _fonts() -> typst.Fonts:
    """All of this computer and those that Typst brings; looking for them takes longer than setting a brief."""
    import typst

    return typst.Fonts()
