"""The pytest plugin: scenario files are tests, one for each expectation; charters and rosters come as fixtures.

It is loaded into every pytest of an environment that has Quorate, so what it needs is imported with the first file.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SUFFIXES = (".yaml", ".yml", ".md")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("quorate").addoption(
        "--quorate-policies",
        action="append",
        default=[],
        metavar="DIR",
        type=Path,
        help="look for charters and packs here first; may be repeated",
    )


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.File | None:
    if file_path.suffix not in SUFFIXES:
        return None
    found: pytest.File | None = _collection().scenario_file(parent, file_path)
    return found


@pytest.fixture
def charter_policy(pytestconfig: pytest.Config) -> Callable[[str], Any]:
    """`charter_policy("aleris.compensation")`: the `Policy` that binds a body under the charter of an id."""
    policy: Callable[[str], Any] = _collection().library(pytestconfig).policy
    return policy


@pytest.fixture
def open_roster(pytestconfig: pytest.Config) -> Callable[[str | Path], tuple[Any, Any]]:
    """`open_roster("board.yaml")`: the `Roster` of a file, and the `Policy` of each of its bodies."""
    collection = _collection()
    return lambda path: collection.open_roster(Path(path), collection.library(pytestconfig))


def _collection() -> Any:
    return import_module("quorate.testing.collection")
