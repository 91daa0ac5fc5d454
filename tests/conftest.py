"""How the tests run: Hypothesis profiles, golden files with `--update`, where the CEL conformance cases are."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

TESTS = Path(__file__).parent

os.environ["QUORATE_CACHE"] = "off"  # tests of what is kept between runs name a folder of their own

settings.register_profile(
    "dev",
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", parent=settings.get_profile("dev"))
settings.register_profile(
    "nightly",
    parent=settings.get_profile("dev"),
    max_examples=5_000,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(".hypothesis/examples"),
    print_blob=True,
)
settings.load_profile("dev")


UNTRACED = frozenset(
    (
        "arrows/test_from_cel.py",
        "cel/test_soundness.py",
        "charter/test_relief.py",
        "cli/test_tour.py",
        "edges/test_aleris.py",
        "edges/test_every_meaning.py",
        "engines/test_conformance.py",
        "formula/test_bag.py",
        "formula/test_open_claims.py",
        "formula/test_worlds.py",
        "house/test_docs.py",
        "policies/test_findings_by_hand.py",
        "questions/test_bounded.py",
        "questions/test_diff_any_board.py",
        "questions/test_explain_schedule.py",
        "questions/test_reason_by_hand.py",
        "questions/test_repairs.py",
        "questions/test_replay.py",
        "questions/test_schedule.py",
        "questions/test_schedule_cases.py",
        "questions/test_schedule_so_far.py",
        "questions/test_slates.py",
        "questions/test_slates_with_schedule.py",
        "questions/test_stress.py",
        "questions/test_witnesses.py",
        "reports/test_answer_schema.py",
        "scenarios/test_running.py",
        "testing/test_every_charter.py",
        "testing/test_life.py",
        "testing/test_strategies.py",
    )
)
"""Long tests that compare: tracing would double their time, and what they run is reached by others as well."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(TESTS).as_posix() in UNTRACED:
            item.add_marker(pytest.mark.no_cover)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files; `git diff` is the review")
    parser.addoption(
        "--cel-spec",
        metavar="DIR",
        type=Path,
        default=TESTS.parent.parent / "shared" / "cel-spec",
        help="conformance cases",
    )


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def golden(update: bool) -> Callable[[Path, str], None]:
    """`golden(path, text)`: the file says exactly `text`; with `--update` it is made to."""

    def check(path: Path, text: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path.name} is missing: run pytest --update and look at git diff"
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture(scope="session")
def cel_spec(request: pytest.FixtureRequest) -> Path:
    """The folder of conformance cases."""
    folder = request.config.getoption("--cel-spec")
    assert isinstance(folder, Path)
    return folder


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return TESTS.parent
