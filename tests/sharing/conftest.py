"""What partners send, made once: tests that change a file change a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.sharing.partner_samples import SHARED, make_library, make_shared


@pytest.fixture(scope="session")
def partner_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `library.sqlite` and what is shared from it."""
    folder = tmp_path_factory.mktemp("partner")
    make_library(folder / "library.sqlite")
    make_shared(folder / "library.sqlite", folder)
    return folder


@pytest.fixture
def sent(partner_folder: Path, tmp_path: Path) -> Path:
    """A folder of this test alone with the same files."""
    folder = tmp_path / "sent"
    folder.mkdir()
    for name in ("library.sqlite", *SHARED):
        shutil.copy(partner_folder / name, folder)
    return folder
