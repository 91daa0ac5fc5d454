"""Clauses over the meetings of a year, as formulas over the slots of a body that may be among them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from quorate.cel.ast import Expr
from quorate.cel.reading import fields_read, names
from quorate.charter.calendar import DAY, Period, periods, window
from quorate.charter.chances import conjuncts, may_rise
from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.evaluator import judge
from quorate.charter.happenings import MeetingThing
from quorate.charter.occasions import Occasion, history_begins, partial_because, year_occasion
from quorate.charter.state import State
from quorate.charter.things import group
from quorate.charter.verdict import Status
from quorate.charter.words import meetings
from quorate.engines.base import Constraint
from quorate.formula.ast import FALSE, TRUE, Formula, all_of, at_least, negate, some_of
from quorate.formula.bag import ChosenSet
from quorate.formula.symbolic import Chosen, Truth, just
from quorate.formula.truth import every
from quorate.formula.world import Asked, Candidate, Choice, World, world
from quorate.questions.schedule.layout import chosen, one, slot_key
from quorate.questions.schedule.meetings import AGENDA_FIELDS, Plan
from quorate.questions.schedule.nouns import Ask, Slot
from quorate.questions.schedule.quorums import expressions
from quorate.questions.schedule.tasks import Rule

SET = "meetings"
IN_SET = frozenset({SET})


def year_clauses(policy: Policy) -> tuple[Clause, ...]:
    """The clauses of scope year that meetings can keep or break."""
    found = (clause for clause in policy.clauses if clause.scope is Scope.YEAR and clause.per is not None)
    return tuple(
        clause
        for clause in found
        if clause.mode is Mode.REQUIRE and any(SET in names(rule) for rule in expressions(clause))
    )


@dataclass(frozen=True, slots=True)
class Year:
    """A clause in one of its periods; if `only_with` is given, only where a meeting is held on that slot."""

    clause: Clause
    period: Period
    only_with: Slot | None = None

    @property
    def name(self) -> str:
        return f"{self.clause.charter}/{self.clause.id}@{self.period.label}"


@dataclass(frozen=True)
class Rules:
    """The year clauses of one body, with the slots it may meet on. `outside` are those that no formula speaks of."""

    policy: Policy
    state: State
    body: str
    ask: Ask
    slots: tuple[Slot, ...]

    @cached_property
    def years(self) -> tuple[Year, ...]:
        return tuple(year for clause in year_clauses(self.policy) for year in self._years(clause))

    @property
    def first(self) -> date:
        return max(self.ask.first, self.ask.today + DAY)

    def _years(self, clause: Clause) -> Iterator[Year]:
        per = clause.per
        assert per is not None
        calendar = self.state.roster.calendar
        if per.name != "rolling_year":
            for found in periods(per, calendar, self.first, self.ask.last):
                if partial_because(self.state, self.body, found, per) is None and not self._lost(clause, found):
                    yield Year(clause, found)
            return
        begins = history_begins(self.state, per)
        happened = {event.date for _, event in self.state.events() if event.details.get("body") == self.body}
        for day in sorted({begins - DAY, *happened, *(day - DAY for day in happened)}):
            if begins <= day + DAY and self._reaches(window(day)) and not self._lost(clause, window(day)):
                yield Year(clause, window(day))
        for slot in self.slots:
            for day in (slot.day - DAY, slot.day):
                if window(day).last <= self.ask.last:  # type: ignore[operator]
                    yield Year(clause, window(day), slot)

    def _lost(self, clause: Clause, found: Period) -> bool:
        """Whether a clause is broken already in a period that runs today."""
        if found.first > self.ask.today:
            return False
        verdict = judge(clause, year_occasion(self.policy, self.state, self.body, found), explain=False)
        return verdict.status is Status.BROKEN

    def _reaches(self, found: Period) -> bool:
        return found.last is None or found.last >= self.first

    @cached_property
    def asked(self) -> Mapping[str, tuple[Year, Occasion]]:
        after = self.state.on_coming(self.ask.last + timedelta(days=1))
        return {year.name: (year, year_occasion(self.policy, after, self.body, year.period)) for year in self.years}

    @cached_property
    def world(self) -> World:
        held = meetings(self.state, self.body)
        candidates = (
            *(Candidate(thing.key, IN_SET, IN_SET) for thing in held),
            *(Candidate(slot_key(slot), IN_SET) for slot in self.slots),
        )
        things = {slot: self._thing(slot) for slot in self.slots}
        asked = [each for year, at in self.asked.values() for each in self._parts(year, at, things)]
        return world(Choice(candidates, (ChosenSet(SET),), "meeting"), asked, merge=False)

    def _parts(self, year: Year, at: Occasion, things: Mapping[Slot, MeetingThing]) -> Iterator[Asked]:
        """The condition of a clause and the parts of its rule, each over the meetings of the period."""
        held = {thing.key: thing for thing in meetings(at.state, self.body, year.period)}
        planned = {slot_key(slot): thing for slot, thing in things.items() if slot.day in year.period}
        symbolic = {SET: just(Chosen((SET,), (), {**held, **planned}))}
        for name, expr in _named(year):
            yield Asked(name, expr, at.variables, symbolic, context=at.context)

    def _thing(self, slot: Slot) -> MeetingThing:
        state = self.state.on_coming(slot.day)
        plan = Plan(slot.day, self.ask.today, slot.present, slot.chair, slot.length, slot.mode)
        fields = {name: value for name, value in plan.fields(state, self.body).items() if name not in AGENDA_FIELDS}
        fields["present"] = group(state, self.body, slot.present)
        return MeetingThing(state, slot_key(slot), self.body, slot.day, given=fields)

    # what they come to

    @cached_property
    def outside(self) -> frozenset[str]:
        """The ids of clauses that are not, or not wholly, in the formulas."""
        return frozenset(
            year.clause.id
            for year in self.years
            if any(name in self.world.outside for name, _ in _named(year))
            or any(fields_read(rule) & AGENDA_FIELDS for rule in expressions(year.clause))
        )

    def rules(self) -> Iterator[Rule]:
        for year in self.years:
            if not any(name in self.world.outside for name, _ in _named(year)):
                formula = self._formula(year)
                if year.only_with is not None:
                    formula = some_of(at_least(-one(chosen(year.only_with))), formula)
                yield Rule(f"{year.clause.charter}/{year.clause.id}", formula, year.clause.force is Force.SHOULD)

    def laws(self) -> Iterator[Constraint]:
        """What makes derived counts mean what they stand for."""
        return (Constraint(name, formula) for name, formula in self.world.laws) if self.years else iter(())

    def _formula(self, year: Year) -> Formula:
        """Where the clause is kept: in a period that is over by the end it holds, in others it can still come true."""
        truths = {name: self.world.truth(name) for name, _ in _named(year)}
        when = truths.pop(f"{year.name} when", None)
        applies = when.true if when is not None else TRUE
        if year.period.last is not None and year.period.last <= self.ask.last:
            return _kept(applies, when, every(truths.values()))
        doomed = [truths[name].false for name, part in _named(year) if name in truths and not may_rise(part)]
        return negate(all_of(applies, some_of(*doomed)))


def _kept(applies: Formula, when: Truth | None, rule: Truth) -> Formula:
    """The clause holds or does not apply; where facts are missing for that, it is at least not broken."""
    spared = some_of(when.false, when.vacant) if when is not None else FALSE
    holds = some_of(spared, rule.true, rule.vacant)
    return holds if holds != FALSE else negate(all_of(applies, rule.false))


def _named(year: Year) -> tuple[tuple[str, Expr], ...]:
    """The condition and the parts of the rule, each with a name."""
    clause = year.clause
    parts = tuple((f"{year.name} {number}", part) for number, part in enumerate(conjuncts(clause.rule.ast)))
    return parts if clause.when is None else ((f"{year.name} when", clause.when.ast), *parts)
