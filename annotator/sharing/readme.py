"""What a shared file says of itself: to people in its `readme`, to programs in its `sharing`."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.model.annotation import Person
from annotator.model.sharing import Disguise, SharingOptions
from annotator.sharing.planning import Plan
from annotator.store.shared_schema import SHARED_VERSION

_VIEWS = (
    "Open this file with DB Browser for SQLite, Datasette, sqlite-utils or sqlite3. Begin with the view “annotations”: "
    "a row for each note, with its text, place, quotation and layers. “replies” answer notes, “layers” explains the "
    "layers, “texts” and “articles” are what was annotated, “authorities” the sources that notes cite, “removed” what "
    "was deleted since, by its id alone, and “differing” where people said different things of one field."
)
_MERGING = (
    "Treaty Annotator merges the file into a library: File ▸ Merge files in its window, or “annotator merge LIBRARY "
    "FILE”. It shows what would be added, changed and disputed before it does so, and a merge can be undone."
)
_BUILT = (
    "“change” holds the same in the form that merges: for each thing its fields as they are now, and in “previous” the "
    "ids of the changes that they replaced. Earlier wordings, notes that were deleted or meant for fewer people, "
    "unsaved typing, names and places of files are not in it: the file was made fresh from what was chosen."
)


def sharing_of(plan: Plan, options: SharingOptions, person: Person, day: str) -> dict[str, str]:
    """Who made the file, on which day, and what of it was disguised or left out."""
    return {
        "format": str(SHARED_VERSION),
        "program": "Treaty Annotator",
        "sender": Disguise(options).sender(options, person),
        "shared": day,
        "audiences": ", ".join(plan.audiences),
        "names": {"kept": "kept", "pseudonym": "one pseudonym", "none": "left out"}[options.names],
        "times": "days" if options.coarse_times else "kept",
        "texts": "along" if options.texts else "hashes",
        "replies": "along" if options.replies else "left out",
    }


def readme_of(plan: Plan, options: SharingOptions, about: Mapping[str, str]) -> list[tuple[str, str]]:
    """Headings with what stands under them, for a person who opens the file without this program."""
    sender = f" by {about['sender']}" if about["sender"] else ""
    return [
        (
            "What this is",
            f"Annotations on texts of international instruments, shared{sender} on {about['shared']} with Treaty "
            f"Annotator. {_counted(len(plan.annotations), 'annotation')} on "
            f"{_counted(len(plan.versions), 'text')}, meant for: {about['audiences']}.",
        ),
        ("How to read it", _VIEWS),
        ("How to work with it", _MERGING),
        ("What was disguised", " ".join(_disguised(options))),
        ("How it is built", _BUILT),
    ]


def _disguised(options: SharingOptions) -> list[str]:
    names = {
        "kept": "Everybody is named as in the library that this comes from.",
        "pseudonym": "Everybody bears one pseudonym.",
        "none": "Nobody is named.",
    }
    return [
        names[options.names],
        "Times were coarsened to days." if options.coarse_times else "Times are exact, in UTC.",
        "The words of the texts are in “version_text”."
        if options.texts
        else "The texts themselves were left out: “texts” has their hashes, and each annotation its quotation.",
        *(() if options.replies else ("Replies were left out.",)),
    ]


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
