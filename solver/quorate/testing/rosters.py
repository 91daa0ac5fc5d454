"""Hypothesis strategies for rosters that a policy can be asked about, and for what may befall them.

They shrink towards few people with the usual facts: the smallest witness is what one reads in the end.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from quorate.cel.ast import Select
from quorate.cel.evaluator import evaluate
from quorate.cel.reading import walk
from quorate.cel.types import BOOL, DATE, INT, MONEY, NUMBER, STRING, GroupOf, ListOf, OneOf, Type
from quorate.cel.values import Money, Unknown, Value
from quorate.charter.document import FactDeclaration, Policy
from quorate.charter.library import Library
from quorate.charter.roster import Body, Membership, Organisation, Person, Roster
from quorate.source.span import Source, Span

NOWHERE = Span(Source("<generated>", ""), 0, 0)
TODAY = date(2026, 6, 30)
MISSING = object()


def usual(policy: Policy) -> dict[str, object]:
    """What is known of an ordinary person: of every fact its usual value, else the first of its kind."""
    return {one.name: _ordinary(one) for one in _varied(policy)}


def exceptions(
    policy: Policy, *, only: Collection[str] | None = None, unknown: bool = True
) -> st.SearchStrategy[tuple[str, object]]:
    """One fact and a value of it that is out of the ordinary; with `unknown`, none at all (`MISSING`).

    `only` bounds the facts that vary.
    """
    drawn = [
        st.tuples(st.just(one.name), _values(one.type) | st.just(MISSING) if unknown else _values(one.type))
        for one in _varied(policy)
        if only is None or one.name in only
    ]
    return st.one_of(drawn)


def _varied(policy: Policy) -> tuple[FactDeclaration, ...]:
    """The facts of people that are stated, and that a clause or definition which can apply to a body of the charter's
    kind reads. Those that refer to others (people, records) are left out, which makes them unknown.
    """
    read = _read(policy)
    people = (one for one in policy.facts.values() if one.holder == "person" and one.define is None)
    return tuple(one for one in people if one.name in read and _kinds(one.type))


@dataclass(frozen=True, slots=True)
class _OfKind:
    """A body of which nothing is known but its kind."""

    key: str
    kind: str = "body"

    def field(self, name: str) -> Value:
        return self.key if name == "kind" else Unknown(frozenset({name}))


def _read(policy: Policy) -> frozenset[str]:
    """The names of the fields that clauses which can apply, and definitions, read."""
    body = {"body": _OfKind(policy.charter.kind or "committee")}
    able = [one for one in policy.clauses if one.when is None or evaluate(one.when.ast, body) is not False]
    parts = [part for clause in able for part in (clause.when, clause.rule)]
    parts += [declaration.define for declaration in policy.facts.values()]
    found = (expr for part in parts if part is not None for expr in walk(part.ast))
    return frozenset(expr.field for expr in found if isinstance(expr, Select))


def _ordinary(declaration: FactDeclaration) -> object:
    if declaration.usual is not None or declaration.has_default:
        return declaration.default if declaration.usual is None else declaration.usual
    match declaration.type:
        case OneOf(values):
            return values[0]
        case ListOf() | GroupOf():
            return ()
        case kind:
            return _FIRST[kind]


def _kinds(kind: Type) -> bool:
    """Whether values of a type can be drawn."""
    match kind:
        case ListOf(element):
            return _kinds(element)
        case OneOf() | GroupOf():
            return True
        case _:
            return kind in _PLAIN


def _values(kind: Type) -> st.SearchStrategy[object]:
    match kind:
        case OneOf(values):
            return st.sampled_from(values)
        case ListOf(element):
            return st.lists(_values(element), max_size=2).map(tuple)
        case GroupOf():
            return st.lists(st.sampled_from(("acme", "bolt", "crux")), max_size=2, unique=True).map(tuple)
        case _:
            return _PLAIN[kind]


_PLAIN: Mapping[Type, st.SearchStrategy[object]] = {
    BOOL: st.booleans(),
    INT: st.integers(0, 6),
    NUMBER: st.fractions(0, 1, max_denominator=20),
    STRING: st.sampled_from(("a", "b")),
    DATE: st.integers(0, 1_500).map(lambda days: TODAY - timedelta(days)),
    MONEY: st.sampled_from((0, 119_999, 120_000, 120_001)).map(lambda amount: Money(Fraction(amount), "USD")),
}
_FIRST: Mapping[Type, object] = {
    BOOL: True, INT: 0, NUMBER: Fraction(0), STRING: "a", DATE: TODAY, MONEY: Money(Fraction(0), "USD"),
}  # fmt: skip


def rosters(
    charter: Policy | str,
    *,
    body: str = "committee",
    members: tuple[int, int] = (0, 8),
    outsiders: tuple[int, int] = (0, 2),
    only: Collection[str] | None = None,
    unknown: bool = True,
) -> st.SearchStrategy[Roster]:
    """An illustrative organisation: a board, and on it one body under the policy, or under the charter of an id.

    `members` bounds the body's size and `outsiders` the directors who are not on it; its chair is any director, or
    nobody; `only` and `unknown` are as in `exceptions`. People are `p1`, `p2`, …, members first; they are ordinary but
    for a list of exceptions, so that a roster shrinks to its size and to what is out of the ordinary.
    """
    policy = Library().policy(charter) if isinstance(charter, str) else charter
    plain, exception = usual(policy), exceptions(policy, only=only, unknown=unknown)

    @st.composite
    def drawn(draw: st.DrawFn) -> Roster:
        size = draw(st.integers(*members))
        total = size + draw(st.integers(*outsiders))
        chair = draw(st.sampled_from([*range(total), None]))
        known = [dict(plain) for _ in range(total)]
        if total and not exception.is_empty:
            places = st.tuples(st.integers(0, total - 1), exception)
            for place, (name, value) in draw(st.lists(places, max_size=3 * total)):
                known[place][name] = value
        people = [_person(f"p{number}", stated) for number, stated in enumerate(known, 1)]
        return organisation(policy, people, size, None if chair is None else people[chair].id, body=body)

    return drawn()


def _person(name: str, stated: Mapping[str, object]) -> Person:
    known = {fact: value for fact, value in stated.items() if value is not MISSING}
    return Person(name, f"Person {name[1:]}", known)


def organisation(
    policy: Policy, people: Iterable[Person], size: int, chair: str | None, *, body: str = "committee"
) -> Roster:
    """A board of all the people and a body of the first `size` of them under the policy."""
    directors = {person.id: person for person in people}
    seated = tuple(Membership(name) for name in directors)
    kind = policy.charter.kind or "committee"
    return Roster(
        "generated",
        "A generated board (illustrative)",
        TODAY,
        NOWHERE.source,
        NOWHERE,
        illustrative=True,
        organisation=Organisation("", "A generated organisation (illustrative)"),
        people=directors,
        bodies={
            "board": Body("board", "board", members=seated),
            body: Body(body, kind, policy.charter.id, None, seated[:size], chair, "board"),
        },
    )


def some_of(roster: Roster, body: str = "committee") -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the members of a body, in its order: who departs, is absent, is recused, attends."""
    names = tuple(member.person for member in roster.bodies[body].members)
    if not names:
        return st.just(())
    places = st.sets(st.integers(0, len(names) - 1), max_size=len(names))
    return places.map(lambda found: tuple(names[place] for place in sorted(found)))


vacancies = some_of
"""Who departs from a body."""


def changed(roster: Roster, person: str, **stated: object) -> Roster:
    """The roster with other facts of one person: a loss of independence, say."""
    found = roster.people[person]
    return replace(roster, people={**roster.people, person: replace(found, facts={**found.facts, **stated})})


@st.composite
def losses(draw: st.DrawFn, roster: Roster, fact: str, body: str = "committee") -> tuple[Roster, str]:
    """The roster after one member of a body has lost a fact that is true of all who have it, and who that is."""
    names = tuple(member.person for member in roster.bodies[body].members)
    name = draw(st.sampled_from(names)) if names else draw(st.nothing())
    return changed(roster, name, **{fact: False}), name
