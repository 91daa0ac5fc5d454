"""What people install is what we test: the wheel in a clean environment, and the editable checkout."""

import ast
import importlib.metadata
import json
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOUND = """
import json, quorate
from quorate.charter.shipped import shipped
print(json.dumps({"package": quorate.__file__} | {name: str(shipped(name)) for name in ("policies", "scenarios")}))
"""

IMPORTED = """
import importlib, json, pkgutil, sys, quorate
failed = []
optional = {"quorate.engines.cvc5", "cvc5"}  # comes with the extra `cross-check` alone
for name in [m.name for m in pkgutil.walk_packages(quorate.__path__, "quorate.")] + sys.argv[1:]:
    if name in optional:
        continue
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed.append(f"{name}: {error}")
print(json.dumps(failed))
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def clean(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment far from the checkout, with the wheel installed and its dependencies lent to it.

    They come from the environment of the tests, as links to the files of exactly those distributions that the
    wheel requires, at first or at second hand: what the wheel does not declare is not there.
    """
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, checkout, cwd=folder)
    (wheel,) = folder.glob("quorate-*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel, cwd=folder)
    site = site_of(folder)
    (installed,) = importlib.metadata.distributions(name="quorate", path=[str(site)])
    for distribution in required(installed.requires or []):
        lend(distribution, site)
    return folder


def site_of(clean: Path) -> Path:
    (site,) = (clean / "venv" / "lib").glob("python*/site-packages")
    return site


def required(requirements: Iterable[str], extras: Iterable[str] = ()) -> list[importlib.metadata.Distribution]:
    """The installed distributions that these requirements bring with them, each once."""
    found: dict[tuple[str, str], importlib.metadata.Distribution] = {}
    waiting = [(Requirement(text), extra) for text in requirements for extra in ("", *extras)]
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
            continue
        for asked in ("", *wanted.extras):
            key = (canonicalize_name(wanted.name), asked)
            if key not in found:
                found[key] = importlib.metadata.distribution(wanted.name)
                waiting += [(Requirement(text), asked) for text in found[key].requires or []]
    return list({name: distribution for (name, _), distribution in found.items()}.values())


def lend(distribution: importlib.metadata.Distribution, site: Path) -> None:
    """Links to all files of an installed distribution; its scripts stay behind."""
    for file in distribution.files or []:
        source = Path(str(file.locate()))
        if ".." not in file.parts and source.is_file():
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            (site / file).symlink_to(source)


def test_the_wheel_carries_its_policies_and_scenarios(clean: Path) -> None:
    found = json.loads(run(clean / "venv" / "bin" / "python", "-c", FOUND, cwd=clean).stdout)
    package = Path(found["package"]).parent
    assert package.is_relative_to(clean.resolve())
    assert found["policies"] == str(package / "_policies")
    assert found["scenarios"] == str(package / "_scenarios")
    assert (package / "_policies" / "aleris" / "compensation.yaml").is_file()
    assert (package / "_scenarios" / "aleris" / "board.yaml").is_file()
    assert (package / "py.typed").is_file()


def test_the_editable_install_finds_the_checkout(checkout: Path, tmp_path: Path) -> None:
    found = json.loads(run(sys.executable, "-c", FOUND, cwd=tmp_path).stdout)
    assert found["policies"] == str(checkout / "policies")
    assert found["scenarios"] == str(checkout / "scenarios")


def test_the_tour_runs_from_the_wheel(clean: Path) -> None:
    quorate = clean / "venv" / "bin" / "quorate"
    toured = run(quorate, "tour", cwd=clean).stdout
    assert "lawful" in toured
    assert str(Path(__file__).parents[2]) not in toured


def test_a_shipped_charter_is_found_by_its_id_from_the_wheel(clean: Path) -> None:
    quorate = clean / "venv" / "bin" / "quorate"
    board = site_of(clean) / "quorate" / "_scenarios" / "aleris" / "board.yaml"
    done = subprocess.run([quorate, "check", board, "--format", "json"], cwd=clean, capture_output=True, text=True)
    assert done.returncode in {0, 1, 3}, done.stderr
    assert json.loads(done.stdout)["question"] == "check"


def test_all_that_the_wheel_imports_comes_with_it(clean: Path) -> None:
    """Its own modules, and what they import late, inside functions."""
    files = sorted((site_of(clean) / "quorate").rglob("*.py"))
    imported = sorted({name for file in files for name in imports(file)})
    assert {"constraint", "ortools.sat.python", "yaml"} <= set(imported)
    failed = run(clean / "venv" / "bin" / "python", "-c", IMPORTED, *imported, cwd=clean).stdout
    assert json.loads(failed) == []


def imports(file: Path) -> Iterable[str]:
    """The modules that a file imports anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case _:
                pass


@pytest.mark.parametrize("stranger", ["mypy", "jsonschema", "coverage"])
def test_what_the_wheel_does_not_declare_is_not_there(clean: Path, stranger: str) -> None:
    """Otherwise the test before this one would show nothing."""
    assert importlib.metadata.distribution(stranger).files, "the tests themselves have it"
    python = clean / "venv" / "bin" / "python"
    done = subprocess.run([python, "-c", f"import {stranger}"], cwd=clean, capture_output=True, text=True, check=False)
    assert f"No module named '{stranger}'" in done.stderr
