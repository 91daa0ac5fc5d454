"""The layering of docs/architecture.md holds, and each contract that says so really bites."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from quorate.engines.base import ENGINES, PROVERS, READERS


class Plant(NamedTuple):
    """A line that breaks the contract when it is added to the file."""

    contract: str
    file: str
    line: str


PLANTS = [
    Plant("layers", "source/span.py", "import quorate.cel.ast"),
    Plant("layers", "cel/ast.py", "import quorate.charter.document"),
    Plant("layers", "charter/document.py", "import quorate.formula.ast"),
    Plant("layers", "formula/ast.py", "import quorate.engines.base"),
    Plant("layers", "engines/base.py", "import quorate.questions"),
    Plant("layers", "questions/__init__.py", "import quorate.reports.console"),
    Plant("layers", "reports/console.py", "import quorate.testing"),
    Plant("layers", "testing/__init__.py", "import quorate.reports.console"),
    Plant("layers", "reports/console.py", "import quorate.api"),
    Plant("layers", "api.py", "import quorate.cli.exits"),
    Plant("layers", "cli/exits.py", "import quorate.__main__"),
    Plant("layers", "stray.py", "import quorate.source.span"),
    Plant("acyclic", "source/span.py", "import quorate.source.diagnostic"),
    Plant("engines", "engines/tables.py", "import quorate.engines.exhaustive"),
    Plant("engines", "engines/cpsat.py", "import quorate.engines.csp"),
    Plant("engines-late", "engines/base.py", "import quorate.engines.exhaustive"),
    Plant("engines-late", "questions/__init__.py", "import quorate.engines.tables"),
    Plant("engines-late", "cli/exits.py", "import quorate.engines.cpsat"),
    Plant("python-constraint", "engines/tables.py", "import constraint"),
    Plant("or-tools", "engines/csp.py", "from ortools.sat.python import cp_model"),
    Plant("pysat", "engines/cpsat.py", "from pysat.solvers import Minicard"),
    Plant("engines", "engines/sat/solver.py", "import quorate.engines.cpsat"),
    Plant("z3", "engines/cpsat.py", "import z3"),
    Plant("cvc5", "engines/smt.py", "import cvc5"),
    Plant("engines", "engines/smt.py", "import quorate.engines.cvc5"),
    Plant("engines-late", "questions/__init__.py", "import quorate.engines.smt"),
    Plant("yaml", "questions/__init__.py", "import yaml"),
    Plant("pydantic", "reports/console.py", "import pydantic"),
    Plant("rich", "reports/diagnostics.py", "import rich.console"),
    Plant("typer", "reports/console.py", "import typer"),
]


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package under `folder/solver`, which stands before the installed one."""
    script = Path(sys.executable).parent / "lint-imports"
    command = [str(script), "--no-cache", "--config", str(folder / "pyproject.toml")]
    for contract in contracts:
        command += ["--contract", contract]
    environment = os.environ | {"PYTHONPATH": str(folder / "solver")}
    return subprocess.run(command, cwd=folder / "solver", env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(checkout / "pyproject.toml", folder)
    shutil.copytree(
        checkout / "solver" / "quorate", folder / "solver" / "quorate", ignore=shutil.ignore_patterns("__pycache__")
    )
    return folder


def contracts(checkout: Path) -> dict[str, dict[str, object]]:
    configured = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in configured["tool"]["importlinter"]["contracts"]}


def test_all_contracts_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}-{plant.file.replace('/', '.')}")
def test_a_planted_violation_breaks_its_contract(copy: Path, plant: Plant) -> None:
    path = copy / "solver" / "quorate" / plant.file
    if path.with_suffix("").is_dir():
        path = path.with_suffix("") / "__init__.py"
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text((before or "") + f"\n{plant.line}\n", encoding="utf-8")
    try:
        done = lint(copy, plant.contract)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_every_contract_has_a_violation_that_breaks_it(checkout: Path) -> None:
    assert {plant.contract for plant in PLANTS} == set(contracts(checkout))


def test_every_engine_is_under_contract(checkout: Path) -> None:
    targets = (*ENGINES.values(), *PROVERS.values(), *(target for target, _ in READERS.values()))
    modules = {target.partition(":")[0] for target in targets}
    configured = contracts(checkout)
    assert set(configured["engines"]["modules"]) == modules  # type: ignore[call-overload]
    assert set(configured["engines-late"]["forbidden_modules"]) == modules  # type: ignore[call-overload]
