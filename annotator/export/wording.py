"""The words in which a brief says what annotations take from a list."""

from __future__ import annotations

STANCE_WORDS = {"risk": "Risk", "safeguard": "Safeguard", "gap": "Gap", "note": "Note"}
STRENGTH_WORDS = {"": "", "binding": "binding", "domestic-law": "left to domestic law", "optional": "optional"}
SEVERITY_WORDS = {
    "red-line": "Red line",
    "must-change": "Must change",
    "should-improve": "Should improve",
    "watch": "Watch",
    "": "Severity not said",
}
AUDIENCE_WORDS = {"me": "Only me", "organisation": "Organisation", "coalition": "Coalition", "public": "Public"}
STATUS_WORDS = {"draft": "Draft", "in-review": "In review", "approved": "Approved", "published": "Published"}
KIND_WORDS = {
    "official": "",
    "draft": "draft",
    "translation": "translation",
    "restatement": "restatement in other words, not the words of the instrument",
    "law": "national law",
}
ACTION_WORDS = {
    "": "Proposal",
    "delete": "Delete",
    "amend": "Amend",
    "add": "Add",
    "keep": "Keep",
    "declare": "Declare",
    "do-not-ratify": "Do not ratify",
}

_ACTION_PHRASES = {
    "": "Consider",
    "delete": "Delete",
    "amend": "Amend",
    "add": "Add to",
    "keep": "Keep",
    "declare": "Make a declaration on",
    "do-not-ratify": "Do not ratify, in view of",
}


def stance_words(stance: str, strength: str) -> str:
    """ "Safeguard, optional"; the strength only where it was said."""
    return ", ".join(part for part in (STANCE_WORDS[stance], STRENGTH_WORDS[strength]) if part)


def ask_sentence(action: str, place: str) -> str:
    """ "Amend art. 24(2), UN Convention against Cybercrime"."""
    return f"{_ACTION_PHRASES[action]} {place}"
