"""Partial evaluation of whatever the language can say: it finishes as the evaluator has it, or says why it cannot."""

from datetime import date
from fractions import Fraction

from hypothesis import event, given, settings
from hypothesis import strategies as st

from illustrative import Case
from quorate.cel.ast import Expr
from quorate.cel.evaluator import evaluate
from quorate.cel.library import CHARTER
from quorate.cel.printer import show
from quorate.cel.reading import OF_CLAUSES
from quorate.cel.types import (
    BODY,
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    PERSON,
    STRING,
    Fields,
    GroupOf,
    ListOf,
    Schema,
    ThingType,
)
from quorate.cel.values import Failure, Money, Unknown, Value
from quorate.formula.evaluator import holds
from quorate.formula.expand import assign
from quorate.formula.finish import finish
from quorate.formula.world import Asked, world
from quorate.testing.expressions import Ground, well_typed

PEOPLE = GroupOf(PERSON)
BODIES = ThingType("bodies")
SCHEMA = Schema(
    {
        "person": Fields(
            {
                "ind": BOOL, "fin": BOOL, "firm": STRING, "votes": INT, "tags": ListOf(STRING), "friend": PERSON,
                "since": DATE, "pay": MONEY,
            }
        ),
        "body": Fields({"kind": STRING, "members": PEOPLE, "chair": PERSON, "vacancies": INT}),
        "bodies": Fields({"audit": BODY, "board": BODY, "comp": BODY}),
    }
)  # fmt: skip
VARIABLES = {
    "members": PEOPLE, "chair": PERSON, "body": BODY, "board": BODY, "bodies": BODIES, "vacancies": INT,
    "voting": PEOPLE, "as_of": DATE,
}  # fmt: skip
POOL = (BOOL, INT, NUMBER, STRING, PERSON, PEOPLE, DATE, MONEY, ListOf(INT), ListOf(PERSON))
GROUND = Ground(VARIABLES, SCHEMA, CHARTER, POOL, frozenset({*OF_CLAUSES, "next_annual_meeting"}))

KINDS = st.fixed_dictionaries(
    {
        "ind": st.sampled_from([True, False, None]),
        "fin": st.booleans(),
        "firm": st.sampled_from(["a", "b"]),
        "votes": st.sampled_from([1, 0, 2]),
        "tags": st.sampled_from([(), ("a",), ("a", "b")]),
        "since": st.sampled_from([date(2020, 1, 1), date(2026, 2, 28)]),
        "pay": st.sampled_from([Money(Fraction(0), "USD"), Money(Fraction(120_000), "USD")]),
    }
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    kinds = draw(st.lists(KINDS, min_size=1, max_size=2))
    audit = draw(st.booleans())
    names = [f"p{index}" for index in range(draw(st.integers(1, 2 if audit else 3)))]
    return Case(
        profiles={name: kinds[draw(st.integers(0, len(kinds) - 1))] for name in names},
        friends=draw(st.dictionaries(st.sampled_from(names), st.sampled_from(names), max_size=2)),
        board=tuple(draw(st.lists(st.sampled_from(names), unique=True))),
        doubtful=tuple(draw(st.lists(st.sampled_from(names), unique=True, max_size=1))),
        board_chair=None,
        seats=draw(st.sampled_from([None, 2])),
        audit_searched=audit,
    )


def verdict(value: Value) -> str:
    match value:
        case Unknown():
            return "unknown"
        case Failure(vacant=vacant):
            return "vacant" if vacant else "failure"
        case _:
            return str(value)


@settings(max_examples=2 * settings.default.max_examples)
@given(cases(), well_typed(GROUND, BOOL, 4), st.booleans())
def test_whatever_is_said_finishes_as_the_evaluator_has_it(case: Case, expr: Expr, merge: bool) -> None:
    base = {**case.plain(), "as_of": date(2026, 6, 30)}
    swap = {("body", name): case.partly(name) for name in case.searched}
    found = world(case.choice(), [Asked("it", expr, base, case.symbolic(), swap)], merge=merge)
    event(f"outside: {found.outside['it']}" if found.outside else "inside")
    if found.outside:
        return
    laws = found.laws
    for named in case.named():
        assignment = found.complete(assign(found.bag, named))
        assert all(holds(law, assignment) for _, law in laws)
        reference = evaluate(expr, {**case.variables(named), "as_of": base["as_of"]})
        result = finish(found.values["it"], assignment)
        assert verdict(result) == verdict(reference), (show(expr), named, result, reference)
