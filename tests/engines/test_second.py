"""The second prover is asked the same question, in SMT-LIB; what it says is told, and a disagreement is an error."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.engines.base import (
    Constraint,
    NotDecided,
    Query,
    Satisfied,
    SecondProver,
    Unsatisfiable,
    prover,
    second_prover,
)
from quorate.formula.ast import Count, Formula, Linear, all_of, at_least, negate, some_of
from quorate.formula.open.room import Possible
from quorate.source.diagnostic import InternalError

X, Y, Z = (Count(name, 0, None) for name in ("x[self.a || !self.b]", 'y \\ "quoted"', "ζ"))
EVEN = Count("possible[0]", 0, 1)


def linear(*terms: tuple[Count, int], constant: int = 0) -> Linear:
    return Linear(terms, constant)


def asks(*formulas: Formula, possible: tuple[Possible, ...] = ()) -> Query:
    counts = (X, Y, *(each.count for each in possible))
    return Query(counts, tuple(Constraint("asked", each) for each in formulas), possible)


ODD = all_of(at_least(linear((X, 2), (Y, -2)), 1), at_least(linear((X, -2), (Y, 2)), -1))
HALVES = all_of(at_least(linear((X, 1), (Z, -2))), at_least(linear((X, -1), (Z, 2))))


def test_both_provers_find_no_whole_numbers_whose_doubles_differ_by_one() -> None:
    sought, second = prover().put(asks(ODD)), second_prover()
    answer = sought.ask()
    assert answer == Unsatisfiable()
    second.check(sought, answer)
    assert second.said == "cvc5 agrees"


@pytest.mark.parametrize("size", [4, 5])
def test_both_provers_agree_on_what_is_possible(size: int) -> None:
    half = Possible(EVEN, (Z,), HALVES)
    exactly = all_of(at_least(linear((X, 1)), size), at_least(linear((X, -1)), -size))
    sought, second = prover().put(asks(exactly, possible=(half,))), second_prover()
    for wanted in (at_least(linear((EVEN, 1)), 1), at_least(linear((EVEN, -1)))):
        second.check(sought, sought.ask(wanted), wanted)
    assert isinstance(sought.ask(at_least(linear((EVEN, 1)), 1)), Satisfied if size == 4 else Unsatisfiable)
    assert second.said == "cvc5 agrees"
    assert second.asked == 2


atoms = st.builds(
    lambda x, y, constant: at_least(linear(*((c, f) for c, f in ((X, x), (Y, y)) if f), constant=constant)),
    st.integers(-3, 3), st.integers(-3, 3), st.integers(-4, 4),
)  # fmt: skip
few = {"min_size": 2, "max_size": 3}
formulas = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map(negate),
        st.lists(inner, **few).map(lambda parts: all_of(*parts)),
        st.lists(inner, **few).map(lambda parts: some_of(*parts)),
    ),
    max_leaves=8,
)


@given(formulas)
def test_both_provers_agree_on_random_constraints(formula: Formula) -> None:
    sought, second = prover().put(asks(formula)), second_prover()
    second.check(sought, sought.ask())
    assert second.said == "cvc5 agrees"


def test_a_disagreement_is_an_internal_error_with_the_question_as_a_reproducer() -> None:
    sought, second = prover().put(asks(ODD)), second_prover()
    with pytest.raises(InternalError, match="`cvc5` disagrees: unsat where the answer was sat") as caught:
        second.check(sought, Satisfied({}))
    (note,) = caught.value.__notes__
    question = note.partition("\n")[2]
    assert "; n0 is x[self.a || !self.b]" in question
    assert second.reads(question, 10) == "unsat"


def test_what_the_second_prover_cannot_tell_is_said_so() -> None:
    second = SecondProver("cvc5", lambda smt_lib, seconds: "unknown", 3)
    second.check(prover().put(asks(ODD)), Unsatisfiable())
    assert second.said == "cvc5 could not tell in 3 s"


def test_of_what_is_undecided_nobody_is_asked_again() -> None:
    second = SecondProver("cvc5", lambda smt_lib, seconds: pytest.fail("asked"))
    second.check(prover().put(asks(ODD)), NotDecided("the time limit was reached"))
    assert second.said is None


MISSING = """
import sys
sys.modules["cvc5"] = None
from quorate.engines.base import second_prover
from quorate.source.diagnostic import CallError
try:
    second_prover()
except CallError as error:
    print(error.diagnostics[0].code, error.diagnostics[0].help)
"""


def test_a_missing_library_is_named_with_the_extra_that_brings_it() -> None:
    done = subprocess.run([sys.executable, "-c", MISSING], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "missing-library pip install 'quorate[cross-check]'"


def test_no_prover_is_loaded_before_it_is_asked() -> None:
    code = "import sys, quorate.questions.prove; print([m for m in ('z3', 'cvc5') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
