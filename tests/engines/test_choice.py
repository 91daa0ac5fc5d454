"""Which engine answers, that small searches load no solver library, and what is said when a library is missing."""

import subprocess
import sys

import pytest

from problems import problem, total
from quorate.engines import problem as nouns
from quorate.engines.base import (
    ENGINES,
    Capability,
    Found,
    Impossible,
    Limits,
    Undecided,
    choose,
    cross_check,
    engine,
)
from quorate.formula import ast
from quorate.formula.ast import Count, Linear, at_least, equal
from quorate.source.diagnostic import CallError, InternalError

PEOPLE = tuple(Count(f"p{number:02}") for number in range(10))
COMMITTEE = problem(PEOPLE, equal(total(*PEOPLE), 3))
LIMITS = Limits()


def test_small_searches_load_no_solver_library() -> None:
    program = """
import sys
from quorate.engines.base import Capability, Constraint, Limits, Problem, choose, engine
from quorate.engines import problem as nouns
from quorate.formula import ast
from quorate.formula.ast import Count, Linear, equal
people = tuple(Count(f"p{n}") for n in range(10))
small = Problem(people, (Constraint("size", equal(Linear.of((each, 1) for each in people), 3)),))
for capability in Capability:
    made = engine(choose(small, capability).name)
    assert made.count(small, Limits()) == 120
    assert made.solve(small, Limits()).assignment[people[0]] == 1
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"ortools", "z3", "constraint", "pandas", "numpy"}, loaded
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_python_constraint_loads_only_its_own_library() -> None:
    program = """
import sys
from quorate.engines.base import engine
engine("python-constraint")
assert "constraint" in sys.modules and not {"ortools", "z3"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("capability", list(Capability))
def test_an_engine_that_is_asked_for_answers(capability: Capability) -> None:
    able = [name for name in ENGINES if capability in engine(name).capabilities]
    for name in able:
        assert choose(COMMITTEE, capability, forced=name).name == name
    assert set(ENGINES) - set(able) <= {"pysat"}


def test_an_engine_that_is_asked_for_what_it_cannot_do_says_so() -> None:
    with pytest.raises(CallError) as error:
        choose(COMMITTEE, Capability.COUNT, forced="pysat")
    assert error.value.diagnostics[0].code == "incapable-engine"


def test_a_wide_search_goes_to_cp_sat_and_its_count_to_tables() -> None:
    people = tuple(Count(f"p{number:03}") for number in range(120))
    forms = [
        Linear.of((count, (number * step) % 7 + 1) for number, count in enumerate(people)) for step in (1, 2, 3, 4, 5)
    ]
    wide = problem(people, *(at_least(form, 150 + number) for number, form in enumerate(forms)))
    assert choose(wide, Capability.OPTIMISE).name == "cp-sat"
    assert choose(wide, Capability.COUNT).name == "tables"
    assert choose(COMMITTEE, Capability.OPTIMISE).name == "tables"


def test_whether_there_is_anything_in_a_wide_search_is_asked_of_pysat() -> None:
    people = tuple(Count(f"p{number:03}") for number in range(120))
    groups = [total(*people[start::step]) for step in (2, 3, 5, 7) for start in range(step)]
    wide = problem(people, equal(total(*people), 9), *(at_least(group, 1) for group in groups[:9]))
    assert choose(wide, Capability.FIND).name == "pysat"
    assert choose(wide, Capability.OPTIMISE).name != "pysat"
    assert choose(COMMITTEE, Capability.FIND).name == "tables"
    heavy = problem(people, *wide_sums(people))
    assert choose(heavy, Capability.FIND).name == "cp-sat"


def wide_sums(people: tuple[Count, ...]) -> list[ast.Formula]:
    return [
        at_least(Linear.of((count, (number * step) % 97 + 1) for number, count in enumerate(people)), 2000 + step)
        for step in (1, 2, 3, 4, 5)
    ]


@pytest.mark.parametrize("name", ["cp-sat", "python-constraint", "pysat"])
def test_a_missing_library_is_one_sentence_that_names_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = {"cp-sat": "ortools", "python-constraint": "constraint", "pysat": "pysat"}[name]
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(CallError) as error:
        engine(name)
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.code == "missing-library"
    assert diagnostic.help is not None
    assert diagnostic.help.startswith("pip install ")
    assert "\n" not in diagnostic.message


def test_an_unknown_engine_suggests_one() -> None:
    with pytest.raises(CallError) as error:
        engine("cpsat")
    assert error.value.diagnostics[0].help == "did you mean `cp-sat`?"


@pytest.mark.parametrize("other", list(ENGINES))
def test_a_second_opinion_agrees(other: str) -> None:
    made = engine("tables")
    if Capability.COUNT in engine(other).capabilities:
        assert "agrees" in cross_check(COMMITTEE, made.count(COMMITTEE, LIMITS), other)
    else:
        assert cross_check(COMMITTEE, 120, other) == f"`{other}` could not check: it cannot count"
    assert "agrees" in cross_check(COMMITTEE, made.solve(COMMITTEE, LIMITS), other)


@pytest.mark.parametrize("wrong", [121, Impossible(), Found({}, (7,))])
def test_a_second_opinion_that_differs_is_an_internal_error(wrong: int | Impossible | Found) -> None:
    with pytest.raises(InternalError, match="disagrees"):
        cross_check(COMMITTEE, wrong, "exhaustive")


def test_a_disagreement_tells_the_problem_so_that_it_can_be_asked_again() -> None:
    with pytest.raises(InternalError) as caught:
        cross_check(COMMITTEE, 121, "exhaustive")
    (note,) = caught.value.__notes__
    written = note.removeprefix("the problem, as Python writes it: ")
    names = {name: item for module in (ast, nouns) for name, item in vars(module).items()}
    again = eval(written, names)
    assert again == COMMITTEE


def test_a_second_opinion_out_of_time_says_nothing() -> None:
    people = tuple(Count(f"p{number}") for number in range(40))
    large = problem(people, equal(total(*people), 20))
    said = cross_check(large, 137846528820, "exhaustive", Limits(seconds=0.1))
    assert "could not check" in said
    assert "agrees" in cross_check(COMMITTEE, Undecided("tired"), "tables")
