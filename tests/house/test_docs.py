"""The documentation cannot drift: console blocks are run, commands have their pages, links lead somewhere."""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quorate.cli.commands import COMMANDS
from quorate.engines.base import ENGINES

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
STAGES = ("source", "cel", "charter", "formula", "engines", "questions", "reports", "testing", "cli")
NAMED = re.compile(rf"`((?:solver|tests)/[\w/]+\.py|(?:{'|'.join(STAGES)})/\w+\.py)`")
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output that follows it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def say(command: str, folder: Path) -> str:
    """What a command says, run where the policies and scenarios are and nothing else is."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    command = re.sub(r"^make tour$", "quorate tour", command)
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, stdout=-1, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for shown in ("policies", "scenarios"):
        (tmp_path / shown).symlink_to(ROOT / shown)
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))], ids=name)
def test_every_transcript_is_what_the_commands_say(page: Path, folder: Path, update: bool) -> None:
    text = page.read_text(encoding="utf-8")

    def rerun(block: re.Match[str]) -> str:
        said = (f"$ {command}\n{say(command, folder)}" for command, _ in commands(block.group()))
        return "\n".join(said)

    renewed = BLOCK.sub(rerun, text)
    if update:
        page.write_text(renewed, encoding="utf-8")
    else:
        assert text == renewed


def test_the_library_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False)
    assert ran.attempted > 0
    assert ran.failed == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_page_with_its_help_and_its_place_in_the_index(command: str) -> None:
    page = ROOT / "docs" / "commands" / f"{command}.md"
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert f"quorate {command} --help" in [line for block in blocks for line, _ in commands(block)]
    assert f"]({command}.md)" in (ROOT / "docs" / "commands" / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    """`solver/quorate/cel/parser.py`, or `cel/parser.py` for short; `X` and `NAME` stand for names to be given."""
    named = NAMED.findall(page.read_text(encoding="utf-8"))
    missing = [
        file for file in named if not any((base / file).exists() for base in (ROOT, ROOT / "solver" / "quorate"))
    ]
    assert [file for file in missing if not re.search(r"\b(?:\w+_)?(?:X|NAME)\.py", file)] == []


def test_every_page_is_reached_from_the_index() -> None:
    reached, todo = set(), [ROOT / "docs" / "index.md"]
    while todo:
        page = todo.pop()
        reached.add(page)
        links = (page.parent / link for link in LINK.findall(page.read_text(encoding="utf-8")))
        todo += [linked for link in links if (linked := link.resolve()).suffix == ".md" and linked not in reached]
    assert [name(page) for page in PAGES if page not in reached and page.name != "README.md"] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_is_in_the_architecture(engine: str) -> None:
    assert f"`{engine}`" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_layers_are_drawn_as_they_are_checked() -> None:
    layers = re.search(r"^layers = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.S | re.M)
    assert layers is not None
    checked = [layer for layer in re.findall(r'"([^"]+)"', layers.group(1)) if layer != "__main__"]
    drawn = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("```text\n")[2].splitlines()[0]
    assert re.split(r"\s*─▶\s*", drawn.strip()) == checked[::-1]


def test_every_line_of_the_ledger_of_failures_has_its_day_and_its_page() -> None:
    ledger = (ROOT / "tests" / "README.md").read_text(encoding="utf-8").partition("## What is known to fail")[2]
    rows = [row.strip("|").split(" | ") for row in ledger.splitlines() if row.startswith("|")][2:]
    assert rows
    for since, what, page in rows:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", since.strip()), what
        assert (ROOT / page.strip().strip("`")).exists(), what
