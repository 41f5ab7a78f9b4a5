"""The house rules: import contracts, the lock, the top level, and documents that agree with the tree."""

from __future__ import annotations

import fnmatch
import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS: dict[str, dict[str, Any]] = {row["id"]: row for row in PROJECT["tool"]["importlinter"]["contracts"]}
README = (ROOT / "README.md").read_text(encoding="utf-8")

FOLDERS = {"annotator", "packaging", "resources", "sample_texts", "tests", ".ci"}
FILES = {"ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "README.md", "pyproject.toml", ".gitignore"}


# --- import contracts ---------------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contracts, to be spoilt."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "annotator", tmp_path / "annotator", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "400", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def plant(folder: Path, module: str, imported: str) -> None:
    """Let `module`, a package or a file, import something."""
    place = folder.joinpath(*module.split("."))
    file = place / "planted.py" if place.is_dir() else place.with_suffix(".py")
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"\nimport {imported}\n")


def forbidden_pairs(contract: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each (module, what it must not import) of a contract."""
    if contract["type"] == "forbidden":
        yield from itertools.product(contract["source_modules"], contract["forbidden_modules"])
        return
    layers = [[f"annotator.{name.strip()}" for name in row.split("|")] for row in contract["layers"]]
    for position, layer in enumerate(layers):
        for module in layer:
            higher = itertools.chain.from_iterable(layers[:position])
            yield from ((module, other) for other in (*higher, *layer) if other != module)


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_sees_every_violation(copy: Path, name: str) -> None:
    """One that names the wrong package would pass in silence, so each pair that it forbids is planted."""
    pairs = list(forbidden_pairs(CONTRACTS[name]))
    for module, imported in pairs:
        plant(copy, module, imported)
    done = lint(copy, "--contract", name)
    assert done.returncode == 1, done.stdout + done.stderr
    told = set(re.findall(r"(annotator\S*) is not allowed to import ([\w.]+)", done.stdout))
    assert set(pairs) - told == set()


def test_a_module_without_a_layer_breaks_the_contract(copy: Path) -> None:
    (copy / "annotator" / "stray.py").write_text("", encoding="utf-8")
    done = lint(copy, "--contract", "layers")
    assert done.returncode != 0
    assert "stray" in done.stdout + done.stderr


def test_help_is_shown_without_qt() -> None:
    code = (
        "import sys; from annotator.__main__ import main; sys.argv = ['annotator', '--help']; status = main();"
        "sys.exit(status or ','.join(name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: annotator" in done.stdout


# --- the lock -----------------------------------------------------------------------------------------------------

LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
PYTHONS = ("3.11", "3.12", "3.13")


def locked() -> dict[str, list[Requirement]]:
    """The lines of the lock for each package; more than one only where markers tell them apart."""
    found: dict[str, list[Requirement]] = {}
    for line in re.sub(r"\s*\\\n\s*", " ", LOCK).splitlines():
        if not line.startswith("#"):
            row = Requirement(line.split("--hash")[0])
            found.setdefault(canonicalize_name(row.name), []).append(row)
    return found


def wanted(row: Requirement, extras: set[str], system: dict[str, str]) -> bool:
    return row.marker is None or any(row.marker.evaluate({**system, "extra": extra}) for extra in {"", *extras})


def closure(system: dict[str, str]) -> Iterator[Requirement]:
    """All that the project needs on a system, with what those packages need, as far as they are installed here."""
    first = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
    first += PROJECT["project"]["optional-dependencies"]["dev"]
    waiting, seen = [Requirement(row) for row in first], set()
    while waiting:
        row = waiting.pop()
        if str(row) in seen:
            continue
        seen.add(str(row))
        yield row
        try:
            needs = requires(row.name) or ()
        except PackageNotFoundError:  # one for another system
            needs = ()
        waiting += [need for need in map(Requirement, needs) if wanted(need, row.extras, system)]


def test_every_line_of_the_lock_is_one_version_with_hashes() -> None:
    lines = [row for row in re.sub(r"\s*\\\n\s*", " ", LOCK).splitlines() if not row.startswith("#")]
    assert lines
    line = re.compile(r"[a-z0-9._-]+==[\w.!+]+( ; [^@]+?)?( --hash=sha256:[0-9a-f]{64})+")
    assert [row for row in lines if not line.fullmatch(row)] == []


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda row: row["sys_platform"])
def test_the_lock_has_all_that_is_needed(system: dict[str, str], python: str) -> None:
    there = {**system, "python_version": python, "python_full_version": f"{python}.9"}
    lines, missing = locked(), []
    for need in closure(there):
        rows = [row for row in lines.get(canonicalize_name(need.name), []) if wanted(row, set(), there)]
        versions = [next(iter(row.specifier)).version for row in rows]
        if len(versions) != 1 or not need.specifier.contains(versions[0]):
            missing.append(f"{need} ({versions})")
    assert missing == []


@pytest.mark.parametrize("option", ["-s", "--no-qt-log"])
def test_qt_warnings_cannot_be_turned_off_in_silence(option: str) -> None:
    command = [sys.executable, "-m", "pytest", option, "--collect-only", __file__]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "hide Qt's warnings" in done.stderr


# --- what the files say -------------------------------------------------------------------------------------------


def ignored(name: str) -> bool:
    """Whether `.gitignore` names a file or folder of this name."""
    patterns = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return any(fnmatch.fnmatch(name, pattern.rstrip("/")) for pattern in patterns)


def files() -> Iterator[Path]:
    """The project's own files."""
    for name in FOLDERS | FILES:
        place = ROOT / name
        for path in (place, *place.rglob("*")):
            if path.is_file() and not any(map(ignored, path.relative_to(ROOT).parts)):
                yield path


def test_the_top_level_holds_what_was_agreed() -> None:
    there = {path.name for path in ROOT.iterdir() if path.name != ".git" and not ignored(path.name)}
    assert there == FOLDERS | FILES


def test_no_file_names_a_machine_or_a_registry() -> None:
    # In pieces, or this file would name them
    folders = "|".join(("ro" + "ot", "wo" + "rk", "ho" + "me", "Us" + "ers", "opt"))
    hosts = "|".join(("py" + "pi", "python" + "hosted", "npm" + "js", "conda" + "-forge", "arti" + "factory"))
    telling = re.compile(
        rf"(?<![\w.~)}}/])/(?:{folders})/\w|[A-Z]:\\{{1,2}}Us{''}ers|(?:{hosts})[\w.-]*\.(?:org|com|net)"
    )
    found = []
    for path in files():
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            if telling.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert found == []


def test_packaging_does_not_hide_the_library_of_that_name() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_ci_runs_what_everyone_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert script[-1] == "exec make test"
    assert len(script) <= 4
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_make_and_the_script_behind_it_know_the_same_verbs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = re.findall(r"^VERBS := (.+)$", makefile, flags=re.MULTILINE)[0].split()
    script = (ROOT / "packaging" / "bootstrap.py").read_text(encoding="utf-8")
    table = script.partition("VERBS = {")[2].partition("\n}")[0]
    assert sorted(re.findall(r'^    "(\w+)":', table, flags=re.MULTILINE)) == sorted(verbs)


# --- README -------------------------------------------------------------------------------------------------------


def mapped() -> dict[str, tuple[str, set[str]]]:
    """README's package map: for each module or folder its purpose, and the modules that are listed in the folder."""
    block = next(row for row in re.findall(r"^```text\n(.*?)^```", README, re.S | re.M) if row.startswith("annotator/"))
    found: dict[str, tuple[str, set[str]]] = {}
    current = ""
    for line in block.splitlines()[1:]:
        if line.startswith("   "):
            found[current][1].update(line.split())
        else:
            current, _, purpose = line.strip().partition(" ")
            found[current] = (purpose.strip(), set())
    return found


def tree() -> dict[str, set[str]]:
    """The modules and folders of the package, as the map names them, and the modules in each folder."""
    package = ROOT / "annotator"
    found: dict[str, set[str]] = {path.stem: set() for path in package.glob("*.py") if path.stem != "__init__"}
    for folder in (row.parent for row in package.rglob("__init__.py") if row.parent != package):
        names = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
        found[folder.relative_to(package).as_posix() + "/"] = names
    return found


def test_the_package_map_is_the_tree() -> None:
    assert {name: modules for name, (_, modules) in mapped().items()} == tree()


def test_the_package_map_gives_each_folder_and_module_a_purpose() -> None:
    assert [name for name, (purpose, _) in mapped().items() if len(purpose) < 15] == []


def test_every_command_is_documented() -> None:
    from annotator.cli import commands

    for name, command in commands.commands.items():
        assert command.help, name
        assert re.search(rf"\b{name}\b", README), name


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for document in (path for path in ROOT.glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (ROOT / target).exists(), (document.name, target)
