"""Some mutants of partners' files in every run of the tests; a million over the runs of `make torture`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.model.problems import UnusableFile
from annotator.store.library import Library
from tests.fuzz.figures import Figures
from tests.fuzz.lane import ROOT
from tests.mutants import merging
from tests.mutants.__main__ import main as command
from tests.mutants.__main__ import told
from tests.mutants.campaign import Campaign, Plan, code_hash, failures
from tests.mutants.seeds import KINDS, make_seeds, mutant, seeds
from tests.mutants.worker import NAME, is_one_sentence

MUTANTS = 1_500
MERGED = 80
TORTURE_SECONDS = float(os.environ.get("ANNOTATOR_TORTURE_SECONDS", "600"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    make_seeds(folder)
    return folder


def test_mutants_are_read_or_refused_in_one_sentence(tmp_path: Path) -> None:
    figures = Figures(tmp_path / "mutants.json", code_hash())
    campaign = Campaign(Plan(tmp_path, seed=2, seconds=60.0, goal=MUTANTS), figures, lambda _line: None)
    campaign.run()
    assert [f"{kind} {row.number}: {row.detail}" for kind, row in campaign.found] == []
    assert failures(figures) == {}
    for kind in KINDS:
        row = figures.of(kind)
        assert row["tried"] > MUTANTS / 5
        assert row["read"] > row["tried"] / 5  # else most would fail at the door, and prove nothing of the rooms
        assert row["refused"] > row["tried"] / 5


def test_mutants_that_are_read_are_merged_and_taken_back(tmp_path: Path) -> None:
    figures = Figures(tmp_path / "mutants.json", code_hash())
    found = merging.run(Plan(tmp_path, seed=3, seconds=60.0, goal=MERGED), figures, lambda _line: None)
    assert [row.detail for row in found] == []
    assert failures(figures) == {}
    assert sum(int(figures.of(f"merged {kind}")["read"]) for kind in KINDS) > MERGED / 5


def test_a_library_that_is_not_what_it_must_be_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = Figures(tmp_path / "mutants.json", code_hash())
    monkeypatch.setattr(Library, "problems", lambda _library: ["Planted."])
    found = merging.run(Plan(tmp_path, seed=3, seconds=60.0, goal=12), figures, lambda _line: None)
    assert found
    assert all("the library is whole: ['Planted.']" in row.detail for row in found)
    assert failures(figures) == {"defect": len(found)}


@pytest.mark.torture
@pytest.mark.timeout(0)
def test_a_million_mutants() -> None:
    """Read, and for a quarter of the time merged."""
    figures = Figures(ROOT / "build" / "mutants.json", code_hash())
    Campaign(Plan(ROOT / "build", seconds=TORTURE_SECONDS * 3 / 4), figures, print).run()
    merging.run(Plan(ROOT / "build", seconds=TORTURE_SECONDS / 4, goal=50_000), figures, print)
    print(*told(figures), sep="\n")  # noqa: T201 (the figures are what it is run for)
    assert failures(figures) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_number_means_the_same_mutant_and_another_another(folder: Path, kind: str) -> None:
    made = [mutant(folder, kind, 1, number) for number in range(60)]
    assert made == [mutant(folder, kind, 1, number) for number in range(60)]
    assert len({*made, *(mutant(folder, kind, 2, number) for number in range(60))}) > 80
    assert sum(data in seeds(folder, kind) for data in made) < 12


def planted(folder: Path, body: str) -> list[str]:
    """A worker whose reader does `body` for the third mutant, and refuses all others."""
    script = folder / "planted.py"
    script.write_text(
        "import os, sys, time\n"
        "from annotator.model.problems import UnusableFile\n"
        "from tests.mutants.worker import main\n"
        "count = 0\n"
        "def read(path, name, deadline):\n"
        "    global count\n"
        "    count += 1\n"
        "    if count == 3:\n"
        f"        {body}\n"
        f"    raise UnusableFile('{NAME} is not good; send another.')\n"
        "sys.exit(main(sys.argv[1:], read))\n"
    )
    return [sys.executable, "-c", f"import sys, runpy; sys.path.insert(0, ''); runpy.run_path({str(script)!r})"]


PLANTED = {
    "raise ValueError('planted')": "defect",
    "raise UnusableFile('bad')": "defect",
    "open(path.with_name('made'), 'w')": "defect",
    "raise MemoryError": "exhausted",
    "os.abort()": "crash",
    "exec('while True: pass')": "hang",
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space and processor time reliably")
@pytest.mark.parametrize(("body", "outcome"), PLANTED.items())
def test_what_goes_wrong_is_seen_counted_and_kept(body: str, outcome: str, tmp_path: Path) -> None:
    def planted_command(seeds: Path, scratch: Path) -> Sequence[str]:
        return [*planted(tmp_path, body), str(2**29), "1", str(seeds), str(scratch)]

    figures = Figures(tmp_path / "mutants.json", "code")
    campaign = Campaign(Plan(tmp_path, goal=5, command=planted_command), figures, lambda _line: None)
    campaign.run()
    assert [row.outcome for _, row in campaign.found] == [outcome]
    assert failures(figures) == {outcome: 1}
    assert sum(int(figures.of(kind)["tried"]) for kind in KINDS) == 5
    ((kind, found),) = campaign.found
    kept = tmp_path / "mutants" / "defects" / f"{kind}-1-{found.number}.sqlite"
    assert kept.read_bytes() == mutant(tmp_path / "mutants" / "seeds-code", kind, 1, found.number)


def test_the_command_tells_the_figures_and_goes_on_where_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--seconds", "30", "--folder", str(tmp_path)]
    assert command([*arguments, "--goal", "20"]) == 0
    assert command([*arguments, "--goal", "50"]) == 0
    said = capsys.readouterr().out
    assert "50 mutants" in said or "30 mutants" in said
    assert "failed: none" in said


def test_one_sentence_says_which_file_and_what_to_do() -> None:
    assert is_one_sentence(f"{NAME} is damaged; ask for it to be shared anew.")
    for said in ("It is damaged; ask.", f"{NAME} is damaged.", f"{NAME} is \x07; ask.", f"{NAME} {'x' * 999}; ask."):
        assert not is_one_sentence(said)
    assert str(UnusableFile(f"{NAME} is\n damaged; ask.")) == f"{NAME} is damaged; ask."
