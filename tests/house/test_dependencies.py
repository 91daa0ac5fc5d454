"""What the code imports is declared in `pyproject.toml`, and what is declared there is imported."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NOT_IMPORTED: dict[str, str] = {}
"""Declared, though no file of ours imports it, each with the reason."""


@pytest.fixture(scope="module")
def declared(checkout: Path) -> set[str]:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]["cross-check"]
    return {canonicalize_name(Requirement(text).name) for text in [*project["dependencies"], *optional]}


@pytest.fixture(scope="module")
def imported(checkout: Path) -> dict[str, Path]:
    """The top-level packages of others that the code imports, anywhere in a file, each with one file that does."""
    files = sorted((checkout / "solver" / "quorate").rglob("*.py"))
    foreign = {name: file for file in files for name in packages(file)}
    return {name: file for name, file in foreign.items() if name not in sys.stdlib_module_names | {"quorate"}}


def packages(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case _:
                pass


def distributions(package: str) -> set[str]:
    return {canonicalize_name(name) for name in packages_distributions().get(package, ())}


def test_every_import_is_of_a_declared_dependency(declared: set[str], imported: dict[str, Path]) -> None:
    assert {name: file.name for name, file in imported.items() if not distributions(name) & declared} == {}


def test_every_declared_dependency_is_imported_or_has_its_reason(declared: set[str], imported: dict[str, Path]) -> None:
    used = set[str]().union(*map(distributions, imported))
    assert sorted(declared - used) == sorted(NOT_IMPORTED)
