"""What reasoning says of random small charters is what trying every small board by hand says."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from any_board import BODY, board, bodies, situations
from quorate.cel.evaluator import evaluate
from quorate.cel.values import Failure, Value
from quorate.charter.claims import Situation, occasion_of
from quorate.charter.document import Charter, Clause, Policy, Property, Scope
from quorate.charter.library import Library
from quorate.charter.occasions import Occasion
from quorate.charter.policy import policy_of
from quorate.charter.state import State
from quorate.charter.survey import survey
from quorate.questions.reason import reason
from quorate.source.diagnostic import Diagnostic

DAY = date(2026, 6, 30)
HEAD = """quorate: 1
charter: a.b
title: A title
kind: audit
facts: {person: {able: {type: bool}, keen: {type: bool}}}
clauses:
"""
BODIES: Mapping[str, tuple[str, str | None]] = {
    "one": ("size(members) >= 1", None),
    "three": ("size(members) >= 3", None),
    "two-at-most": ("size(members) <= 2", None),
    "odd": ("size(members) % 2 == 1", None),
    "any": ("size(members) >= 0", None),
    "all-able": ("members.all(m, m.able)", None),
    "some-unable": ("members.exists(m, !m.able)", None),
    "one-keen": ("members.exists_one(m, m.keen)", None),
    "half-keen": ("size(members.filter(m, m.keen)) >= half(members)", None),
    "keen-are-able": ("members.all(m, !m.keen || m.able)", None),
    "none-keen-of-many": ("members.all(m, !m.keen)", "size(members) >= 2"),
    "able-if-keen": ("members.all(m, m.able)", "members.exists(m, m.keen)"),
    "many-if-unable": ("size(members) >= 3", "members.exists(m, !m.able)"),
    "chair-inside": ("chair in members", None),
    "able-chair": ("chair.able", None),
    "no-chair-outside": ("chair in members", "chair.keen"),
}
QUORUMS: Mapping[str, tuple[str, str | None]] = {
    "two": ("size(present) >= 2", None),
    "three-there": ("size(present) >= 3", None),
    "most": ("size(present) > half(members)", None),
    "half": ("size(present) >= half(members)", None),
    "able-there": ("present.exists(m, m.able)", None),
    "all-if-few": ("size(present) == size(members)", "size(members) <= 2"),
    "never-alone": ("size(present) >= 2", "size(members) > 3"),
}
RULES = {**BODIES, **QUORUMS}


def charter_text(names: Sequence[str]) -> str:
    lines = []
    for name in names:
        rule, when = RULES[name]
        scope = "scope: quorum, topic: quorum, " if name in QUORUMS else ""
        case = f'when: "{when}", ' if when else ""
        lines.append(f'  - {{id: {name}, {scope}{case}require: "{rule}"}}\n')
    return HEAD + "".join(lines)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("charters") / "a.yaml"


def read(place: Path, names: Sequence[str]) -> Charter:
    place.write_text(charter_text(names), encoding="utf-8")
    charter = next(iter(survey([place]))).document
    assert isinstance(charter, Charter)
    return charter


# By hand ------------------------------------------------------------------------------------------------------------


class Boards:
    """For each clause, on which of all small boards (bits of a number) it is kept, holds, does not apply."""

    def __init__(self, charter: Charter, scope: Scope, largest: int) -> None:
        self.kept: dict[str, int] = {}
        self.lawful: dict[str, int] = {}
        self.applies: dict[str, int] = {}
        self.peopled = 0
        shown = tuple(occasions(charter, scope, largest))
        for place, occasion in enumerate(shown):
            members = occasion.variables["members"]
            self.peopled |= (len(getattr(members, "definite", ())) > 0) << place
        self.every = (1 << len(shown)) - 1
        for clause in charter.clauses:
            found = [judged(clause, occasion) for occasion in shown]
            self.kept[clause.id] = bits(one != "broken" for one in found)
            self.lawful[clause.id] = bits(one in ("holds", "does not apply") for one in found)
            self.applies[clause.id] = bits(one != "does not apply" for one in found)

    def some(self, names: Sequence[str]) -> int:
        """The boards with members that keep some clauses."""
        return self.all(names) & self.peopled

    def all(self, names: Sequence[str]) -> int:
        found = self.every
        for name in names:
            found &= self.kept[name]
        return found


def bits(truths: Iterator[bool]) -> int:
    return sum(truth << place for place, truth in enumerate(truths))


def occasions(charter: Charter, scope: Scope, largest: int) -> Iterator[Occasion]:
    """The clauses' words on every board up to a size, and in every gathering of it."""
    policy = policy_of(charter, Library().charter)
    clause = charter.clauses[0]
    claim = Property("claim", charter.id, "", scope, clause.rule, clause.span)
    for state in boards_of(policy, scope, largest):
        people = tuple(state.seating(BODY).members)
        for situation in situations(scope, people) if scope is Scope.QUORUM else (Situation(),):
            yield occasion_of(policy, state, BODY, claim, situation)


def boards_of(policy: Policy, scope: Scope, largest: int) -> Iterator[State]:
    """Every board; where meetings are meant, only those that the clauses on meetings tell apart."""
    if scope is Scope.BODY:
        yield from bodies(policy, {"able": (True, False), "keen": (True, False)}, range(largest + 1))
        return
    for size in range(largest + 1):
        for able in range(size + 1):
            yield board(policy, [{"able": place < able, "keen": False} for place in range(size)])


def judged(clause: Clause, occasion: Occasion) -> str:
    """What the reference evaluator makes of a clause."""
    case = True if clause.when is None else evaluate(clause.when.ast, occasion.variables, occasion.context)
    if case is False or vacant(case):
        return "does not apply"
    rule = evaluate(clause.rule.ast, occasion.variables, occasion.context)
    if vacant(rule):
        return "does not apply"
    assert case is True
    return "holds" if rule is True else "broken"


def vacant(value: Value) -> bool:
    return isinstance(value, Failure) and value.vacant


@cache
def by_hand(place: Path, scope: Scope, largest: int) -> Boards:
    return Boards(read(place, tuple(BODIES) if scope is Scope.BODY else tuple(RULES)), scope, largest)


def expected(known: Boards, names: Sequence[str], of: Sequence[str]) -> set[tuple[str, str]]:
    """What there is to say of some clauses, those before them included, by code and clause."""
    if not known.some(names):
        return {("contradictory-clauses", "")}
    found = set()
    for name in of:
        others = [other for other in names if other != name]
        cases = known.applies[name]
        if RULES[name][1] is not None and not known.some(others) & cases:
            found.add(("never-applicable", name))
        elif RULES[name][1] is not None and not known.some(names) & cases:
            found.add(("contradictory-case", name))
        elif known.lawful[name] == known.every:
            found.add(("always-true", name))
        elif not known.all(others) & ~known.lawful[name]:
            found.add(("implied-clause", name))
    return found


# Side by side -------------------------------------------------------------------------------------------------------


def told(place: Path, names: Sequence[str]) -> tuple[Diagnostic, ...]:
    read(place, names)
    return reason(survey([place]), as_of=DAY).findings


def named(finding: Diagnostic, names: Sequence[str]) -> list[str]:
    return [name for name in names if f"`{name}`" in finding.message]


def compare(known: Boards, names: Sequence[str], findings: Sequence[Diagnostic], of: Sequence[str]) -> None:
    """The findings about clauses of one scope are those that there should be."""
    should = expected(known, names, of)
    said = {(one.code, one.span.text if one.span is not None else "") for one in findings}
    if ("contradictory-clauses", "") in should:
        (found,) = findings
        least_conflict(known, found, names)
        return
    cases = {pair for pair in should if pair[0] == "contradictory-case"}
    said_cases = {pair for pair in said if pair[0] == "contradictory-case"}
    assert said - said_cases == should - cases
    assert said_cases <= cases
    assert bool(said_cases) is bool(cases), "one of those that say the same is told"


def least_conflict(known: Boards, found: Diagnostic, names: Sequence[str]) -> None:
    """The clauses named contradict each other, and no fewer do."""
    assert found.code == "contradictory-clauses"
    blamed = named(found, names)
    assert not known.some(blamed)
    assert "none of them can be left out for that" not in found.notes
    assert all(known.some(fewer) for size in range(len(blamed)) for fewer in combinations(names, size))


@settings(
    max_examples=settings.default.max_examples // 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(names=st.lists(st.sampled_from(sorted(BODIES)), min_size=1, max_size=4, unique=True))
def test_clauses_on_boards(place: Path, names: list[str]) -> None:
    known = by_hand(place, Scope.BODY, 4)
    compare(known, names, told(place, names), names)


@settings(
    max_examples=settings.default.max_examples // 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    below=st.lists(st.sampled_from(("two-at-most", "three", "all-able", "some-unable")), max_size=2, unique=True),
    names=st.lists(st.sampled_from(sorted(QUORUMS)), min_size=1, max_size=3, unique=True),
)
def test_clauses_on_meetings(place: Path, below: list[str], names: list[str]) -> None:
    known = by_hand(place, Scope.QUORUM, 8)
    findings = told(place, [*below, *names])
    if known.some(below):
        about = [one for one in findings if any(f"`{name}`" in one.message.split(" says ")[0] for name in names)]
        compare(known, [*below, *names], about, names)
    else:
        assert [one.code for one in findings] == ["contradictory-clauses"]
