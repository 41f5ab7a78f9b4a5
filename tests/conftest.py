"""What every test gets: no screen, settings and data of its own, and generated examples that cost little time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

if not os.environ.get("ANNOTATOR_TEST_SCREEN"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
if os.environ.get("LC_ALL") in ("C", "POSIX"):
    os.environ["LC_ALL"] = "C.UTF-8"  # Qt warns of any locale that is not UTF-8

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile(
    "usual", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("ci", settings.get_profile("usual"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "usual")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse `-s` and `--no-qt-log`: then pytest-qt sees no warning of Qt, and none fails its test."""
    if config.getoption("capture") == "no" or not config.getoption("qt_log"):
        raise pytest.UsageError("-s and --no-qt-log hide Qt's warnings; --capture=tee-sys shows what is printed.")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of `make bench`, where anything was measured."""
    keeping = sys.modules.get("tests.bench.keeping")
    if keeping is not None:
        keeping.summarise(terminalreporter)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings and data of this test alone, also in the processes that it starts."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ANNOTATOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real treaties and checks beside the checkout, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("No folder `shared` beside the checkout.")
    return SHARED
