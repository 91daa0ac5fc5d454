"""The code keeps its shape: short files, short functions, one copy of the package, nothing private left in the tree."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import quorate

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
SHAPELESS = {"utils", "helpers", "common", "manager", "entity", "model", "misc", "junkdrawer"}
PACKAGE = Path(quorate.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    long = [f.name for f in functions(tree) if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]
    assert len(text.splitlines()) <= LONGEST_FILE
    assert not long
    assert ast.get_docstring(tree), "no module docstring"
    assert not SHAPELESS & set(path.stem.split("_"))


def test_the_package_is_loaded_once() -> None:
    """With `solver/` importable as a namespace, a second copy could load as `solver.quorate`, equal to nothing."""
    for module in pkgutil.walk_packages(quorate.__path__, "quorate."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert not [name for name in sys.modules if name == "solver" or name.startswith("solver.")]
    assert not (PACKAGE.parent / "__init__.py").exists()


def tracked(checkout: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=checkout, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: nothing is tracked")
    return [checkout / name for name in listed.stdout.split("\0") if name and (checkout / name).is_file()]


def test_tracked_files_name_no_place_on_somebodys_machine(checkout: Path) -> None:
    home = re.compile(rb"(?<![\w./-])/(?:work|home|root|tmp|Users|opt/pypi)/\w")
    found = [path.relative_to(checkout) for path in tracked(checkout) if home.search(path.read_bytes())]
    assert found == []
