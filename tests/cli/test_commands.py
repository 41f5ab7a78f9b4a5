"""The command line as its page promises it, run as a person runs it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import commands, run

TREATY = """\
# Convention on Lamps

## Chapter I. Beginnings

### Article 1. Names

In this Convention:

(a) “lamp” means whatever gives light;

(b) “reader” means a person.

### Article 2. Duties

1. Each State Party shall keep its lamps lit.

2. A State Party may provide for review. It shall keep its lamps lit.
"""

Cli = Callable[..., Any]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs one command; gives its JSON, or for `status` other than 0 the sentence on standard error."""

    def call(*arguments: object, status: int = 0) -> Any:
        as_json = [] if status else ["--json"]
        done = run([*map(str, arguments), *as_json], lambda _library, _samples: 0)
        printed = capsys.readouterr()
        assert done == status, printed.err
        return printed.err.strip() if status else json.loads(printed.out)

    return call


@pytest.fixture
def library(tmp_path: Path, cli: Cli) -> Path:
    """One imported text."""
    path, treaty = tmp_path / "library.sqlite", tmp_path / "lamps.md"
    treaty.write_text(TREATY, encoding="utf-8")
    assert cli("new", path) == {"library": str(path)}
    cli("import", path, treaty, "--label", "Lamps", "--symbol", "A/1", "--date", "2024-05-06")
    return path


def test_every_command_is_documented() -> None:
    for name, command in commands.commands.items():
        assert command.help, name
        for option in command.params:
            if option.param_type_name == "option" and option.name != "help":
                assert getattr(option, "help", None), f"{name} {option.name}"


def test_import_reports_its_ledger_and_finds_the_text_again(library: Path, cli: Cli) -> None:
    report = cli("import", library, library.with_name("lamps.md"))
    version = report["versions"][0]
    assert version["existing"] is True
    assert version["counts"]["article"] == 2
    assert version["source_characters"] == version["kept_characters"] + sum(
        len("".join(row["text"].split())) for row in version["dropped"]
    )
    assert len(cli("versions", library)) == 1
    words = cli("text", library, "lam")["text"]
    rows = cli("outline", library, "Lamps")
    found = {row["citation"]: words[row["start"] : row["end"]] for row in rows}
    assert "keep its lamps lit" in found["art. 2(1)"]
    assert cli("text", library, "Lamps", "2(1)")["text"] == found["art. 2(1)"]


def test_annotate_edit_and_list(library: Path, cli: Cli) -> None:
    made = cli(
        *("annotate", library, "Lamps", "--at", "2(2)", "--quote", "may provide", "--category", "7"),
        *("--category", "surveillance", "--commentary", "Optional", "--severity", "must-change", "--ask", "amend"),
        *("--wording", "shall provide", "--tag", "may", "--author", "Reader"),
    )
    assert (made["quote"], made["citation"]) == ("may provide", "art. 2(2)")
    whole = cli("annotate", library, "Lamps", "--at", "art_1", "--category", "0", "--stance", "gap")
    assert whole["whole"] is True
    by_range = cli("annotate", library, "Lamps", "--range", made["start"], made["end"], "--category", "1")
    assert by_range["quote"] == "may provide"
    again = cli(
        "annotate", library, "Lamps", "--at", "2", "--quote", "lamps lit", "--occurrence", "2", "--category", "1"
    )
    assert again["citation"] == "art. 2(2)"
    changed = cli(
        "edit", library, made["id"], "--category", "oversight", "--status", "approved", "--commentary", "Firm"
    )
    assert (changed["categories"], changed["status"]) == (["oversight-and-remedy"], "approved")
    assert changed["tags"] == ["may"]
    assert [row["id"] for row in cli("annotations", library, "--stance", "gap")] == [whole["id"]]
    assert len(cli("annotations", library, "--provision", "2(2)")) == 3
    assert len(cli("annotations", library, "--version", "Lamps", "--category", "7", "--author", "Reader")) == 1
    assert [row["annotations"] for row in cli("versions", library)] == [4]


def test_undo_redo_history_delete_and_erase(library: Path, cli: Cli) -> None:
    made = cli("annotate", library, "Lamps", "--at", "1", "--quote", "gives light", "--category", "7")
    cli("edit", library, made["id"], "--commentary", "Dim")
    cli("undo", library)
    assert cli("annotations", library)[0]["commentary"] == ""
    cli("redo", library)
    assert cli("annotations", library)[0]["commentary"] == "Dim"
    assert cli("reply", library, made["id"], "--commentary", "Why?")["annotation"] == made["id"]
    assert {"id", "when", "who", "what"} <= set(cli("history", library, made["id"])[0])
    assert cli("delete", library, made["id"])["id"] == made["id"]
    assert cli("annotations", library) == []
    cli("erase", library, made["id"])
    assert "no annotation" in cli("history", library, made["id"], status=1)
    assert cli("check", library) == {"ok": True, "problems": []}


def test_search_and_codebook(library: Path, cli: Cli, tmp_path: Path) -> None:
    found = cli("search", library, "lamps lit", "--in", "text")
    assert [row["citation"] for row in found] == ["art. 2(1)", "art. 2(2)"]
    rows = cli("codebook", library)
    assert [row["key"] for row in rows if row["key"]] == list("1234567890")
    ids = {row["id"] for row in rows}
    assert all(row["parent"] is None or row["parent"] in ids for row in rows)
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "Ours"\n[[category]]\nid = "light"\nname = "Light"\nmark = "solid"\nkey = "1"\n'
        'colour = "#335577"\ncolour_dark = "#88aacc"\ndefinition = "Light."\n',
        encoding="utf-8",
    )
    assert [row["id"] for row in cli("codebook", library, "--load", own)] == ["light"]


def test_version_data_is_edited_and_words_are_not(library: Path, cli: Cli) -> None:
    before = cli("versions", library)[0]
    after = cli("version", library, "Lamps", "--label", "Lamps 2024", "--kind", "draft")
    assert (after["id"], after["label"], after["kind"]) == (before["id"], "Lamps 2024", "draft")
    assert cli("version", library, "Lamps 2024")["symbol"] == "A/1"


@pytest.mark.parametrize("suffix", ["docx", "html", "md", "csv"])
def test_export(library: Path, cli: Cli, tmp_path: Path, suffix: str) -> None:
    cli("annotate", library, "Lamps", "--at", "1", "--quote", "gives light", "--category", "7", "--commentary", "Dim")
    target = tmp_path / f"brief.{suffix}"
    done = cli("export", library, target, "--title", "On lamps")
    assert (done["output"], done["annotations"], done["bytes"]) == (str(target), 1, target.stat().st_size)


def _locked(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)  # the container of an encrypted DOCX
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: folder / "missing.md",
        lambda folder: (folder / "empty.md").touch() or folder / "empty.md",
        lambda folder: (folder / "picture.md").write_bytes(bytes(range(256)) * 40) and folder / "picture.md",
        lambda folder: _locked(folder / "locked.docx"),
        lambda folder: (folder / "song.mp3").write_bytes(b"ID3" + bytes(400)) and folder / "song.mp3",
    ],
)
def test_a_bad_file_is_one_sentence_and_changes_nothing(
    library: Path, cli: Cli, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    before = library.read_bytes()
    source = make(tmp_path)
    sentence = cli("import", library, source, status=1)
    assert source.name in sentence
    assert len(sentence.splitlines()) == 1
    assert "Traceback" not in sentence
    assert library.read_bytes() == before


def test_a_batch_keeps_the_good_files(library: Path, cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "batch"
    folder.mkdir()
    (folder / "good.txt").write_text("Article 1\n1. Words.\n", encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"")
    report = cli("import", library, folder)
    assert len(report["versions"]) == 1
    assert ["bad.txt" in row["file"] for row in report["refused"]] == [True]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("versions", "nowhere.sqlite"), "There is no library"),
        (("text", "LIBRARY", "nothing"), "no version"),
        (("text", "LIBRARY", "Lamps", "99"), "no provision"),
        (("annotate", "LIBRARY", "Lamps", "--at", "1", "--quote", "darkness", "--category", "7"), "are not in"),
        (("annotate", "LIBRARY", "Lamps", "--at", "1", "--category", "colour"), "no category"),
        (("annotate", "LIBRARY", "Lamps", "--range", "5", "5", "--category", "7"), "not in this text"),
        (("edit", "LIBRARY", "zzz", "--commentary", "x"), "no annotation"),
        (("undo", "LIBRARY"), None),
        (("export", "LIBRARY", "brief.xyz"), "brief.xyz"),
        (("export", "LIBRARY", "/nowhere/brief.md"), "nowhere"),
        (("codebook", "LIBRARY", "--load", "none.toml"), "none.toml"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    library: Path, cli: Cli, arguments: tuple[str, ...], sentence: str | None
) -> None:
    if sentence is None:
        cli("undo", library)  # takes the import back
        assert "nothing to undo" in cli("undo", library, status=1)
        return
    before = library.read_bytes()
    said = cli(*(str(library) if row == "LIBRARY" else row for row in arguments), status=1)
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert library.read_bytes() == before


def test_wrong_usage_exits_with_2(library: Path, cli: Cli) -> None:
    assert "--category" in cli("annotate", library, "Lamps", "--at", "1", status=2)
    assert "no-such" in cli("no-such", status=2)


def test_a_library_in_use_can_be_read_and_names_its_holder(library: Path, cli: Cli) -> None:
    script = (
        "import sys; from pathlib import Path; from annotator.store.library import Library\n"
        "with Library.open(Path(sys.argv[1]), 'x'): print('held', flush=True); sys.stdin.readline()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(library)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "held"
    assert len(cli("versions", library)) == 1
    assert f"process {holder.pid}" in cli("undo", library, status=1)
    holder.communicate("done\n", timeout=20)


def test_help_starts_no_qt() -> None:
    script = "import sys; sys.argv = ['annotator', '--help']; from annotator.__main__ import main; main(); "
    script += "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 0
    assert "annotate" in done.stdout


def test_an_export_never_replaces_a_library(library: Path, cli: Cli) -> None:
    before = library.read_bytes()
    assert "is a library" in cli("export", library, library, "--as", "csv", status=1)
    assert library.read_bytes() == before


def test_what_a_brief_leaves_out_is_said(library: Path, cli: Cli, tmp_path: Path) -> None:
    cli("annotate", library, "Lamps", "--at", "1", "--quote", "gives light", "--category", "7", "--audience", "me")
    done = cli("export", library, tmp_path / "brief.csv")
    assert done["annotations"] == 0
    assert [row["count"] for row in done["left_out"]] == [1]
    assert "quotation" in (tmp_path / "brief.csv").read_text(encoding="utf-8-sig")


def test_words_that_were_approved_are_not_others(library: Path, cli: Cli) -> None:
    made = cli(
        *("annotate", library, "Lamps", "--at", "1", "--quote", "gives light", "--category", "7"),
        *("--status", "approved", "--commentary", "One"),
    )
    assert cli("edit", library, made["id"], "--tag", "may")["status"] == "approved"
    assert cli("edit", library, made["id"], "--commentary", "Two")["status"] == "in-review"
    assert cli("edit", library, made["id"], "--tag", "")["tags"] == []
    cli("edit", library, made["id"], status=2)


def test_since_is_a_moment(library: Path, cli: Cli) -> None:
    made = cli("annotate", library, "Lamps", "--at", "1", "--quote", "gives light", "--category", "7")
    assert len(cli("annotations", library, "--since", made["created"])) == 1
    assert cli("annotations", library, "--since", "2999-01-01") == []
    assert "is no date" in cli("annotations", library, "--since", "yesterday", status=1)


def test_lines_say_what_each_is_and_corrections_name_them(tmp_path: Path, cli: Cli) -> None:
    treaty, path = tmp_path / "mills.txt", tmp_path / "library.sqlite"
    treaty.write_text("Mill Code\n\nArticle 1\nMills turn.\n\nPage 2\n\nUse of water\nRivers are shared.\n", "utf-8")
    cli("new", path)
    rows = {row["words"]: row for row in cli("lines", treaty)}
    assert (rows["Article 1"]["read_as"], rows["Article 1"]["citation"]) == ("article", "art. 1")
    assert rows["Page 2"]["dropped"] == "page number"
    wanted = [(rows["Page 2"]["line"], "kept"), (rows["Use of water"]["line"], "chapter")]
    asked = [value for line, kind in wanted for value in ("--read-as", line, kind)]
    (made,) = cli("import", path, treaty, *asked)["versions"]
    assert made["dropped"] == []
    assert made["counts"]["chapter"] == 1
    assert "Page 2" in cli("text", path, made["id"])["text"]
    assert cli("lines", tmp_path / "no.txt", status=1).endswith("check its name and folder.")


def test_corrections_are_of_one_file(tmp_path: Path, library: Path, cli: Cli) -> None:
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for file in files:
        file.write_text("Article 1\nMills turn.\n", "utf-8")
    assert "give one file" in cli("import", library, *files, "--read-as", 0, "words", status=2)


def test_a_file_that_states_its_structure_has_no_lines(tmp_path: Path, library: Path, cli: Cli) -> None:
    law = tmp_path / "mills.xml"
    body = '<body><article eId="art_1"><num>1</num><content><p>Mills turn.</p></content></article></body>'
    namespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
    law.write_text(f'<akomaNtoso xmlns="{namespace}"><act name="act">{body}</act></akomaNtoso>', "utf-8")
    assert "states its structure itself" in cli("lines", law, status=1)
    assert "states its structure itself" in cli("import", library, law, "--read-as", 0, "words", status=1)
    assert cli("import", library, law)["versions"][0]["counts"] == {"article": 1}


def test_a_correction_that_names_no_line_is_refused(tmp_path: Path, library: Path, cli: Cli) -> None:
    treaty = tmp_path / "one.txt"
    treaty.write_text("Article 1\nMills turn.\n", "utf-8")
    before = len(cli("versions", library))
    said = cli("import", library, treaty, "--read-as", 2, "article", status=1)
    assert said.endswith("one.txt has no line 2; its lines are numbered from 0 to 1.")
    assert "no line -1" in cli("import", library, treaty, "--read-as", -1, "article", status=1)
    both = ("--read-as", 0, "article", "--revisions", "both")
    assert "of one reading" in cli("import", library, treaty, *both, status=2)
    nothing = ("--read-as", 0, "left out", "--read-as", 1, "left out")
    assert "Nothing is left of one.txt" in cli("import", library, treaty, *nothing, status=1)
    assert len(cli("versions", library)) == before


def test_backups_and_restore(cli: Cli, library: Path) -> None:
    assert cli("backups", library) == []
    (made,) = cli("backups", library, "--now")
    assert (made["reason"], made["bytes"]) == ("by hand", Path(made["path"]).stat().st_size)
    cli("annotate", library, "Lamps", "--at", "art_1", "--category", "oversight", "--commentary", "Later")
    done = cli("restore", library, made["name"])
    assert (done["library"], done["restored"]) == (str(library), made["path"])
    assert done["kept"]["reason"] == "restore"
    assert cli("annotations", library) == []
    assert [row["reason"] for row in cli("backups", library)] == ["restore", "by hand"]
    cli("restore", library, done["kept"]["path"])
    assert len(cli("annotations", library)) == 1


def test_what_cannot_be_restored_is_one_sentence(cli: Cli, library: Path, tmp_path: Path) -> None:
    cli("backups", library, "--now")
    cli("backups", library, "--now")
    assert "no backup" in cli("restore", library, "1999", status=1)
    assert "2 backups" in cli("restore", library, "20", status=1)
    other = tmp_path / "lamps.md"
    assert "not a library" in cli("restore", library, other, status=1)
    assert "no library at" in cli("backups", tmp_path / "missing.sqlite", status=1)


def test_a_check_can_rebuild_what_the_log_says(cli: Cli, library: Path) -> None:
    cli("annotate", library, "Lamps", "--at", "art_1", "--category", "oversight", "--commentary", "Said")
    done = cli("check", library, "--rebuild")
    assert (done["ok"], done["backup"]) == (True, None)
    with sqlite3.connect(library) as db:
        db.execute("UPDATE annotation SET commentary = 'Never said'")
    db.close()
    assert "is not what the log says" in run_check(library)
    done = cli("check", library, "--rebuild")
    assert done["ok"]
    assert Path(done["backup"]).exists()
    assert any("is not what the log says" in row for row in done["found"])
    assert cli("annotations", library)[0]["commentary"] == "Said"


def test_a_check_remarks_on_a_folder_that_is_synced(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    library = folder / "Treaties.sqlite"
    cli("new", library)
    done = cli("check", library)
    assert done["ok"] is True
    assert done["remarks"] == [
        f"A remark: it lies in {folder.resolve()}, which Dropbox keeps in step with other machines; "
        "keep it on a disk of this machine, and share a copy."
    ]


def run_check(library: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "check", str(library)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    return done.stdout


def test_what_is_logged_goes_into_the_log_and_not_to_the_person(tmp_path: Path) -> None:
    code = """
import logging, sys
from annotator import cli
@cli.commands.command("grumble")
def grumble(): logging.getLogger("annotator.sharing").warning("the worker broke")
sys.exit(cli.run(["grumble"], None))
"""
    there = os.environ | {"ANNOTATOR_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", code], env=there, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "the worker broke" in (tmp_path / "home" / "log.txt").read_text(encoding="utf-8")
