"""What people install is what we test: the wheel in a clean environment, and the editable checkout."""

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

FOUND = """
import json, quorate
from quorate.charter.shipped import shipped
print(json.dumps({"package": quorate.__file__} | {name: str(shipped(name)) for name in ("policies", "scenarios")}))
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def clean(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment far from the checkout, with the wheel installed and the dependencies lent to it.

    The dependencies come from the environment of the tests, as a plain folder: its `.pth` files, and with them
    the editable install, are not followed.
    """
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, checkout, cwd=folder)
    (wheel,) = folder.glob("quorate-*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel, cwd=folder)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


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
    (site,) = (clean / "venv" / "lib").glob("python*/site-packages")
    board = site / "quorate" / "_scenarios" / "aleris" / "board.yaml"
    done = subprocess.run([quorate, "check", board, "--format", "json"], cwd=clean, capture_output=True, text=True)
    assert done.returncode in {0, 1, 3}, done.stderr
    assert json.loads(done.stdout)["question"] == "check"
