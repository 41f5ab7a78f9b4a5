"""The sample library: made from `sample_texts/` on first run, in the user's data folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.settings import data_folder

FEATURED = "featured-note"
"""The id of the finished note that the window opens at first start."""

SISTER_SERIES = "ETS No. 185"
"""The series that tells the text beside it, the Budapest Convention."""

Progress = Callable[[str, float], None]


def sample_library_path() -> Path:
    """Where the sample library is, whether or not it has been made."""
    return data_folder() / "Sample library.sqlite"


def ensure_sample_library(path: Path | None = None, progress: Progress | None = None) -> Path:
    """Make the sample library if it is not there; it appears whole or not at all. Returns its path."""
    target = path or sample_library_path()
    if not target.exists():
        # Once in the life of an installation; every start would have to wait for the readers otherwise
        from annotator.operations.sample_making import make

        unfinished = target.with_name(f"{target.stem}.unfinished.sqlite")
        unfinished.unlink(missing_ok=True)
        make(unfinished, FEATURED, progress or (lambda _step, _share: None))
        unfinished.rename(target)
    return target
