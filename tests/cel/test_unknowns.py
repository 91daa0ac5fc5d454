"""What is not known: four truth values, groups with possible members, intervals, nobody."""

from fractions import Fraction
from itertools import permutations

import pytest

from quorate.cel.evaluator import evaluate
from quorate.cel.logic import all_of, negation, some_of
from quorate.cel.parser import parse
from quorate.cel.values import NOBODY, Failure, Group, Interval, Map, Money, PartialList, Unknown, Value
from quorate.source.span import Excerpt
from quorate.testing.expressions import NOWHERE
from quorate.testing.values import Described


def value(text: str, **variables: Value) -> Value:
    return evaluate(parse(Excerpt.whole(text)), variables)


def person(key: str, **fields: Value) -> Described:
    hidden = frozenset(name for name, found in fields.items() if found == "?")
    return Described("person", key, fields, hidden)


ANN = person("ann", ok=True, age=60, pay=Money(Fraction(10), "USD"), votes=1)
BOB = person("bob", ok=False, age=50, pay=Money(Fraction(20), "USD"), votes=2)
CAT = person("cat", ok="?", age=40, pay="?", votes=1)
FAILS = Described("person", "dan", {})
ALL = Group((ANN, BOB, CAT))
MAYBE = Group((ANN,), (BOB,), frozenset(("why",)))
U, F, V = Unknown(frozenset(("x",))), Failure("broken", NOWHERE), Failure("vacant", NOWHERE, vacant=True)


@pytest.mark.parametrize("values", list(permutations((True, False, U, F, V))))
def test_logic_is_the_same_in_every_order(values: tuple[Value, ...]) -> None:
    assert all_of(values) is False
    assert some_of(values) is True
    assert all_of(v for v in values if v is not False) == U
    assert some_of(v for v in values if v is not True) == U
    assert all_of(v for v in values if v not in (False, U)) == F
    assert some_of(v for v in values if v in (False, V)) == V


@pytest.mark.parametrize("one", [True, False, U, F, V])
@pytest.mark.parametrize("other", [True, False, U, F, V])
def test_or_is_the_mirror_of_and(one: Value, other: Value) -> None:
    assert negation(all_of((one, other))) == some_of((negation(one), negation(other)))
    assert value("a && b", a=one, b=other) == all_of((one, other))
    assert value("a || b", a=one, b=other) == some_of((one, other))


def test_facts_that_would_decide_are_joined() -> None:
    assert value("a && b") == Unknown(frozenset(("a", "b")))
    assert value("a + b > c", a=1) == Unknown(frozenset(("b", "c")))
    assert value("members.all(m, m.ok)", members=Group((ANN, CAT))) == Unknown(frozenset(("cat.ok",)))


def test_unknown_outranks_failure_in_functions() -> None:
    assert value("a + 1 / 0", a=U) == U
    assert isinstance(value("size(members) + 1 / 0", members=ALL), Failure)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("members.all(m, m.ok)", False),
        ("members.exists(m, m.ok)", True),
        ("members.all(m, m.age < 70)", True),
        ("members.exists(m, m.age < 30)", False),
        ("members.exists_one(m, m.age == 60)", True),
        ("members.exists_one(m, m.age >= 50)", False),
        ("members.exists_one(m, m.ok)", Unknown(frozenset(("cat.ok",)))),
        ("size(members.filter(m, m.ok))", Interval(1, 2, frozenset(("cat.ok",)))),
        ("size(members.filter(m, m.ok)) >= 1", True),
        ("size(members.filter(m, m.ok)) >= 3", False),
        ("size(members.filter(m, m.ok)) >= 2", Unknown(frozenset(("cat.ok",)))),
        ("size(members.filter(m, m.ok)) == 3", False),
        ("size(members.filter(m, m.ok)) == 2", Unknown(frozenset(("cat.ok",)))),
        ("members.filter(m, m.ok)", Group((ANN,), (CAT,), frozenset(("cat.ok",)))),
        ("members.filter(m, m.ok).exists(m, m.age == 40)", Unknown(frozenset(("cat.ok",)))),
        ("members.filter(m, m.ok).all(m, m.age >= 40)", True),
        ("members.filter(m, m.ok).map(m, m.age)", PartialList(((60, True), (40, False)), frozenset(("cat.ok",)))),
        ("members.filter(m, m.ok).map(m, m.age).sum()", Interval(60, 100, frozenset(("cat.ok",)))),
        ("members.filter(m, m.ok).map(m, m.age).min()", Unknown(frozenset(("cat.ok",)))),
        ("members.filter(m, m.ok).map(m, m.age).distinct().size()", Interval(1, 2, frozenset(("cat.ok",)))),
        ("60 in members.filter(m, m.ok).map(m, m.age)", True),
        ("40 in members.filter(m, m.ok).map(m, m.age)", Unknown(frozenset(("cat.ok",)))),
        ("50 in members.filter(m, m.ok).map(m, m.age)", False),
        ("members.map(m, m.ok, m.age)", PartialList(((60, True), (40, False)), frozenset(("cat.ok",)))),
        ("members.map(m, m.pay).sum()", Unknown(frozenset(("cat.pay",)))),
        ("members.filter(m, m.age >= 50).map(m, m.pay).sum()", Money(Fraction(30), "USD")),
        ("half(members)", Fraction(3, 2)),
        ("half(members.filter(m, m.ok))", Interval(Fraction(1, 2), Fraction(1), frozenset(("cat.ok",)))),
        ("third(members.filter(m, m.ok)) <= 1", True),
        ("portion(2, 3, members) == 2", True),
        ("votes(members)", 4),
        ("votes(members.filter(m, m.ok))", Interval(1, 2, frozenset(("cat.ok",)))),
        ("[size(members.filter(m, m.ok)), 1].max()", Interval(1, 2, frozenset(("cat.ok",)))),
        ("-size(members.filter(m, m.ok)) * 2 + 1", Interval(-3, -1, frozenset(("cat.ok",)))),
        ("10 / size(members.filter(m, m.ok))", Interval(5, 10, frozenset(("cat.ok",)))),
        ("10 / (size(members.filter(m, m.ok)) - 1)", Unknown(frozenset(("cat.ok",)))),
        ("size(members.filter(m, m.ok)) % 2", Unknown(frozenset(("cat.ok",)))),
        ("usd(9) * size(members.filter(m, m.ok)) < usd(9)", Unknown(frozenset(("cat.ok",)))),
        ("half(members.filter(m, m.ok)) * usd(9) < usd(9)", Unknown(frozenset(("cat.ok",)))),
        ("usd(9) / size(members.filter(m, m.ok)) < usd(9)", Unknown(frozenset(("cat.ok",)))),
        ("usd(size(members.filter(m, m.ok))) < usd(9)", Unknown(frozenset(("cat.ok",)))),
        ("date('2026-01-01') + days(size(members.filter(m, m.ok)))", Unknown(frozenset(("cat.ok",)))),
        ("members.filter(m, m.ok) == members.filter(m, m.age == 60)", Unknown(frozenset(("cat.ok",)))),
        ("members.filter(m, m.ok) == members.filter(m, m.age == 50)", False),
        ("members.filter(m, m.age > 0) == members", True),
        ("members.filter(m, m.ok).map(m, m.age) == [60]", Unknown(frozenset(("cat.ok",)))),
        ("size(members.filter(m, m.ok).map(m, m.age) + [1])", Interval(2, 3, frozenset(("cat.ok",)))),
        ("members.all(a, members.filter(b, b.age > a.age).size() <= 2)", True),
    ],
)
def test_a_group_of_which_one_fact_is_not_known(text: str, wanted: Value) -> None:
    assert value(text, members=ALL) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ann in g", True),
        ("bob in g", Unknown(frozenset(("why",)))),
        ("cat in g", False),
        ("size(g)", Interval(1, 2, frozenset(("why",)))),
        ("g.all(m, m.age >= 50)", True),
        ("g.all(m, m.ok)", Unknown(frozenset(("why",)))),
        ("g.exists(m, m.ok)", True),
        ("g.exists(m, !m.ok)", Unknown(frozenset(("why",)))),
        ("g.exists(m, m.age < 50)", False),
        ("g.map(m, m.age).sum()", Interval(60, 110, frozenset(("why",)))),
        ("votes(g)", Interval(1, 3, frozenset(("why",)))),
        ("g == h", Unknown(frozenset(("why",)))),
    ],
)
def test_a_group_with_a_possible_member(text: str, wanted: Value) -> None:
    assert value(text, g=MAYBE, h=Group((ANN, BOB)), ann=ANN, bob=BOB, cat=CAT) == wanted


def test_a_predicate_that_fails_of_a_member_fails_the_filter_but_of_a_possible_one_leaves_it_unknown() -> None:
    assert isinstance(value("g.filter(m, m.ok)", g=Group((ANN, FAILS))), Failure)
    assert value("g.filter(m, m.ok)", g=Group((ANN,), (FAILS,), frozenset(("why",)))) == Unknown(frozenset(("why",)))
    assert value("g.map(m, m.ok)", g=Group((ANN,), (FAILS,), frozenset(("why",)))) == Unknown(frozenset(("why",)))
    assert isinstance(value("g.exists_one(m, m.ok)", g=Group((ANN, FAILS))), Failure)
    assert value("g.exists(m, m.ok)", g=Group((FAILS, ANN))) is True
    assert value("g.all(m, m.ok)", g=Group((FAILS, BOB))) is False


def test_nobody_equals_nobody_and_is_in_no_group() -> None:
    world: dict[str, Value] = {
        "chair": NOBODY,
        "members": ALL,
        "ann": ANN,
        "body": Described("body", "b", {"chair": NOBODY}),
    }
    assert value("chair == chair", **world) is False
    assert value("chair != chair", **world) is True
    assert value("chair == ann", **world) is False
    assert value("chair in members", **world) is False
    assert value("members.all(m, m != chair)", **world) is True
    assert value("has(body.chair)", **world) is False


def test_a_fact_of_a_vacant_chair_is_a_vacant_failure_with_its_place() -> None:
    found = value("chair.ok && true", chair=NOBODY)
    assert isinstance(found, Failure)
    assert found.vacant
    assert found.span is not None
    assert found.span.text == "chair.ok"
    assert value("chair.ok && false", chair=NOBODY) is False
    absent = value("date('2026-01-01') in period", period=NOBODY)
    assert isinstance(absent, Failure)
    assert absent.vacant
    presence = value("has(chair.ok)", chair=NOBODY)
    assert isinstance(presence, Failure)
    assert presence.vacant


def test_presence_of_a_field() -> None:
    event = Described("event", "e", {"by": ANN, "to": None, "secret": 1}, frozenset(("secret",)))
    assert value("has(event.by)", event=event) is True
    assert value("has(event.to)", event=event) is False
    assert value("has(event.other)", event=event) is False
    assert value("has(event.secret)", event=event) == Unknown(frozenset(("e.secret",)))
    assert isinstance(value("has(event.by)", event=3), Failure)


def test_persons_are_the_same_by_kind_and_key_whatever_is_known_of_them() -> None:
    member = Described("person", "ann", {"since": 1})
    assert value("a == b", a=ANN, b=member) is True
    assert value("a == b", a=ANN, b=Described("body", "ann", {})) is False
    assert value("a in g", a=member, g=ALL) is True


def test_a_fact_by_key_that_is_not_stated_is_unknown() -> None:
    revenue = Map([(2024, 5)], fact="acme.revenue")
    assert value("r[2024]", r=revenue) == 5
    assert value("r[2025]", r=revenue) == Unknown(frozenset(("acme.revenue.2025",)))
    assert value("2025 in r", r=revenue) is False
    assert isinstance(value("r[2025]", r=Map([(2024, 5)])), Failure)
    assert value("r.exists(year, r[year] == 5)", r=revenue) is True


def test_a_choice_is_unknown_where_its_test_is() -> None:
    assert value("a ? 1 : 1", a=U) == U
    assert value("a ? 1 : 1 / 0", a=True) == 1
    assert isinstance(value("3 ? 1 : 2"), Failure)
