"""The page of limits counts what the charters of the library say, and names clauses and scenarios that are there."""

import re
from pathlib import Path

import pytest

from quorate.charter.document import Charter
from quorate.charter.load import Library
from quorate.charter.shipped import shipped

PAGE = Path(__file__).parents[2].joinpath("docs", "limits.md").read_text(encoding="utf-8")
LIBRARY = Library((shipped("policies"),))


def table(text: str) -> list[list[str]]:
    """The rows of the first table of a text, without its heading."""
    rows = re.search(r"^\|.*(?:\n\|.*)*", text, re.M)
    assert rows is not None
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[0].splitlines()[2:]]


def section(heading: str) -> str:
    return PAGE.split(f"\n{heading}\n", 1)[1]


COUNTS = table(PAGE)
NOT_SAID = table(section("## Not said"))
DOCUMENTS = COUNTS[:-1]
NAMES = [row[0] for row in DOCUMENTS]


def parts(charter: Charter) -> set[str]:
    """The ids of all that a charter says."""
    reliefs = (*charter.relief, *(relief for clause in charter.clauses for relief in clause.relief))
    return {piece.id for piece in (*charter.clauses, *charter.duties, *reliefs)}


def test_fifteen_documents_are_counted_and_one_constraint_in_twenty_is_not_said_at_most() -> None:
    assert len(DOCUMENTS) == 15
    sums = [sum(int(row[column]) for row in DOCUMENTS) for column in (2, 3, 4)]
    assert sums == [int(cell) for cell in COUNTS[-1][2:5]]
    assert sums[0] == sums[1] + sums[2]
    assert 20 * sums[2] <= sums[0]


@pytest.mark.parametrize("row", DOCUMENTS, ids=NAMES)
def test_the_constraints_of_a_document_are_counted_and_said_by_clauses_that_are_there(row: list[str]) -> None:
    name, charters = row[0], re.findall(r"`([^`]+)`", row[1])
    known = {one: parts(LIBRARY.charter(one)) for one in charters}
    lines = table(section(f"### {name}"))
    constraints = [kind for _, kinds, _, _ in lines for kind in kinds.split()]
    missing = [(aspect, kind) for aspect, _, _, kinds in lines for kind in kinds.split()]
    assert (len(constraints), len(missing)) == (int(row[2]), int(row[4]))
    assert sorted(missing) == sorted((aspect, kind) for document, aspect, kind, _ in NOT_SAID if document == name)
    for _, kinds, said, lacking in lines:
        assert set(lacking.split()) <= set(kinds.split())
        by = re.findall(r"`([^`]+)`", said)
        assert by or len(lacking.split()) == len(kinds.split())
        for one in by:
            charter, _, clause = one.rpartition("/")
            assert clause in known[charter or charters[0]], one


@pytest.mark.parametrize("row", DOCUMENTS, ids=NAMES)
def test_a_document_has_a_lawful_scenario_one_that_is_not_and_its_edge_case(row: list[str]) -> None:
    for cell in row[5:8]:
        paths = re.findall(r"\]\(\.\./scenarios/([^)]+)\)", cell)
        assert paths
        assert all(shipped("scenarios").joinpath(path).is_file() for path in paths)


def test_every_scenario_of_the_library_is_on_the_page() -> None:
    for path in shipped("scenarios").joinpath("library").glob("*/*.yaml"):
        assert path.name == "roster.yaml" or f"(../scenarios/library/{path.parent.name}/{path.name})" in PAGE, path
