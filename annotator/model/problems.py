"""What can go wrong, said to the person it happens to."""

from typing import Literal


class Problem(Exception):  # noqa: N818 (it is said to people, not to programmers)
    """An error that reaches the user as one sentence: what, where, and what to do about it.

    Every layer raises this (or a subclass) for anything a person can act on. The command line prints it on one line
    and exits with 1; the window shows it. Any other exception is a defect of ours. A sentence may quote the name of a
    file, which holds any characters: none that acts on a terminal, or on what stands beside it, comes through.
    """

    def __init__(self, sentence: str) -> None:
        words = " ".join(sentence.split())
        if not words.isprintable():
            from annotator.model.characters import shown_line

            words = shown_line(words)
        super().__init__(words)


class UnusableFile(Problem):
    """A file that cannot be read: missing, empty, binary, encrypted, of an unknown kind, hostile."""


class UnusableLibrary(Problem):
    """A file that is no library, is damaged, or was made by a newer version of the program."""


class LibraryInUse(Problem):
    """Another process holds the library open for writing; the sentence names the `holder`, where it is known."""

    def __init__(self, sentence: str, holder: str = "") -> None:
        super().__init__(sentence)
        self.holder = holder


class NotSaved(Problem):
    """The disk did not take what was to be written: nothing changed, and the same can be tried again.

    `why` says what it is about the disk: "full", "read-only", or "failed" for anything else.
    """

    def __init__(self, sentence: str, why: Literal["full", "read-only", "failed"]) -> None:
        super().__init__(sentence)
        self.why = why


class NotFound(Problem):
    """Nothing (or more than one thing) answers to the id, label, eId or citation that was given."""


class Cancelled(Problem):
    """The user cancelled; nothing was changed."""

    def __init__(self, sentence: str = "Cancelled; nothing was changed.") -> None:
        super().__init__(sentence)
