"""What all scenarios together see: every clause is judged on the days they look at, and its conditions are observed."""

from collections.abc import Iterable, Iterator
from datetime import date

from quorate.cel.ast import Expr
from quorate.cel.evaluator import evaluate
from quorate.charter.document import Charter, Clause, Duty, Expression, Mode, Policy
from quorate.charter.evaluator import not_judged
from quorate.charter.occasions import Occasion, occasions_of
from quorate.charter.scenario import PropertyExpected, Scenario, ScheduleExpected, Transcript, VerdictExpected
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.questions.check import check
from quorate.questions.coverage import ClauseCoverage, Condition, Coverage, DocumentCoverage, PropertyCoverage
from quorate.source.reporter import SILENT, Reporter
from quorate.testing.coverage.decisions import Seen, conditions, observe, place


def covered(shown: Iterable[Scenario | Transcript], *, reporter: Reporter = SILENT) -> Coverage:
    """The coverage of all charters that bodies of the scenarios are under, and of packs of which they name clauses."""
    scenarios = [one for one in shown if isinstance(one, Scenario)]
    record = _Record()
    reporter.stage("measuring coverage", len(scenarios))
    for number, scenario in enumerate(scenarios, 1):
        record.add(scenario)
        reporter.advance(number, scenario.title)
    return Coverage(tuple(record.documents()))


class _Record:
    """What was seen so far; an amended clause is another one than that of the charter as it is filed."""

    def __init__(self) -> None:
        self._charters: dict[str, Charter] = {}
        self._named: set[str] = set()
        self._properties: set[str] = set()
        self._statuses: dict[tuple[str, str], set[Status]] = {}
        self._seen: dict[tuple[str, str], Seen] = {}

    def add(self, scenario: Scenario) -> None:
        for expected in scenario.expectations:
            if isinstance(expected, VerdictExpected) and "/" in expected.subject:
                self._named.add(expected.subject.partition("/")[0])
            if isinstance(expected, PropertyExpected):
                self._properties.add(f"{expected.claim.charter}/{expected.claim.id}")
        for policy in scenario.policies.values():
            self._meet(policy)
        for day in _days(scenario):
            self._judge(scenario, day)

    def documents(self) -> Iterator[DocumentCoverage]:
        for charter in self._charters.values():
            if charter.kind is not None or charter.id in self._named:
                works: tuple[Clause | Duty, ...] = (*charter.clauses, *charter.duties)
                claims = (
                    PropertyCoverage(one, f"{one.charter}/{one.id}" in self._properties) for one in charter.properties
                )
                file = charter.span.source.name
                yield DocumentCoverage(charter.id, file, tuple(map(self._clause, works)), tuple(claims))

    def _meet(self, policy: Policy) -> None:
        for charter in (policy.charter, *policy.packs):
            self._charters.setdefault(charter.id, charter)

    def _judge(self, scenario: Scenario, day: date) -> None:
        for verdict in check(scenario.roster, scenario.policies, as_of=day).verdicts:
            self._statuses.setdefault(_key(verdict.subject), set()).add(verdict.status)
        state = state_of(scenario.roster, scenario.policies, day)
        for body, policy in scenario.policies.items():
            for clause in policy.clauses:
                if clause.mode is not Mode.CONSTITUTES:
                    self._observe(clause, policy, state, body)

    def _observe(self, clause: Clause, policy: Policy, state: State, body: str) -> None:
        seen = self._seen.setdefault(_key(clause), {})
        if all(len(seen.get(place(leaf), ())) == 2 for rule in _rules(clause) for leaf in conditions(rule.ast)):
            return
        for occasion in occasions_of(policy, state, body, clause):
            if not_judged(clause, occasion) is None:
                _observe_on(clause, occasion, seen)

    def _clause(self, work: Clause | Duty) -> ClauseCoverage:
        statuses = frozenset(self._statuses.get(_key(work), ()))
        if isinstance(work, Duty) or work.mode is Mode.CONSTITUTES:
            return ClauseCoverage(work, statuses)
        seen = self._seen.get(_key(work), {})
        found = (_condition(leaf, seen) for rule in _rules(work) for leaf in conditions(rule.ast))
        return ClauseCoverage(work, statuses, tuple(found))


def _days(scenario: Scenario) -> list[date]:
    days = {each.day for each in scenario.expectations if not isinstance(each, ScheduleExpected)}
    return sorted(days | {scenario.day})


def _observe_on(clause: Clause, occasion: Occasion, seen: Seen) -> None:
    """A rule is asked only where the clause speaks of the case."""
    if clause.when is not None:
        observe(clause.when.ast, occasion.variables, occasion.context, seen)
        if evaluate(clause.when.ast, occasion.variables, occasion.context) is not True:
            return
    observe(clause.rule.ast, occasion.variables, occasion.context, seen)


def _condition(leaf: Expr, seen: Seen) -> Condition:
    return Condition(" ".join(leaf.span.text.split()), leaf.span, frozenset(seen.get(place(leaf), ())))


def _rules(clause: Clause) -> Iterator[Expression]:
    if clause.when is not None:
        yield clause.when
    yield clause.rule


def _key(work: Clause | Duty) -> tuple[str, str]:
    return f"{work.charter}/{work.id}", work.span.source.name
