"""Clauses over several meetings, as formulas over the slots of a body on which there may be one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from quorate.cel.ast import Expr
from quorate.cel.reading import calls, fields_read, names
from quorate.charter.calendar import DAY, Period, add_days, periods, window
from quorate.charter.chances import closed_by, conjuncts, may_rise
from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.evaluator import judge
from quorate.charter.happenings import MeetingThing
from quorate.charter.occasions import Occasion, planned_meeting, year_occasion
from quorate.charter.spells import history_begins, partial_because
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
from quorate.questions.schedule.meetings import AGENDA_FIELDS, Plan, meeting_clauses, reads_agenda
from quorate.questions.schedule.nouns import Ask, Slot
from quorate.questions.schedule.quorums import expressions
from quorate.questions.schedule.tasks import Rule, chosen, one, slot_key

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


def looking_around(policy: Policy) -> tuple[Clause, ...]:
    """The clauses about one meeting that read the other meetings, and not its agenda."""
    return tuple(
        clause
        for clause in meeting_clauses(policy)
        if any(SET in names(rule) for rule in expressions(clause)) and not reads_agenda(clause)
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause on an occasion to come: over the meetings of a period, or over all; if `only_with` is given, only where
    a meeting is held on that slot. An occasion that is not `over` when the plan ends need only not be lost.
    """

    clause: Clause
    label: str
    occasion: Occasion
    period: Period | None = None
    only_with: Slot | None = None
    over: bool = True

    @property
    def name(self) -> str:
        return f"{self.clause.charter}/{self.clause.id}@{self.label}"

    @property
    def parts(self) -> tuple[tuple[str, Expr], ...]:
        """The condition and the parts of the rule, each with a name."""
        clause = self.clause
        parts = tuple((f"{self.name} {number}", part) for number, part in enumerate(conjuncts(clause.rule.ast)))
        return parts if clause.when is None else ((self.condition, clause.when.ast), *parts)

    @property
    def condition(self) -> str:
        return f"{self.name} when"


@dataclass(frozen=True)
class Rules:
    """What clauses over several meetings come to, over the slots a body may meet on."""

    policy: Policy
    state: State
    body: str
    ask: Ask
    slots: tuple[Slot, ...]

    @property
    def first(self) -> date:
        return max(self.ask.first, self.ask.today + DAY)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        years = (each for clause in year_clauses(self.policy) for each in self._years(clause))
        around = (each for clause in looking_around(self.policy) for each in self._gatherings(clause))
        return (*years, *around)

    # the occasions

    def _years(self, clause: Clause) -> Iterator[Judged]:
        per = clause.per
        assert per is not None
        if per.name == "rolling_year":
            yield from self._rolling(clause, history_begins(self.state, per))
            return
        for found in periods(per, self.state.roster.calendar, self.first, self.ask.last):
            if partial_because(self.state, self.body, found, per) is None and not self._lost(clause, found):
                yield self._year(clause, found)

    def _rolling(self, clause: Clause, begins: date) -> Iterator[Judged]:
        """The years after each day on which something happens, or will with a meeting, and after the day before."""
        happened = {event.date for _, event in self.state.events() if event.details.get("body") == self.body}
        for day in sorted({add_days(begins, -1), *happened, *(add_days(day, -1) for day in happened)}):
            found = window(day)
            reaches = found.last is None or found.last >= self.first
            if begins <= found.first and reaches and not self._lost(clause, found):
                yield self._year(clause, found)
        for slot in self.slots:
            for found in (window(slot.day - DAY), window(slot.day)):
                if self._is_over(found):
                    yield self._year(clause, found, slot)

    def _year(self, clause: Clause, found: Period, only_with: Slot | None = None) -> Judged:
        after = self.state.on_coming(self.ask.last + DAY)
        occasion = year_occasion(self.policy, after, self.body, found)
        label = found.label if only_with is None else f"{found.label} {slot_key(only_with)}"
        return Judged(clause, label, occasion, found, only_with, self._is_over(found))

    def _is_over(self, found: Period) -> bool:
        return found.last is not None and found.last <= self.ask.last

    def _lost(self, clause: Clause, found: Period) -> bool:
        """Whether a clause is broken already in a period that runs today."""
        if found.first > self.ask.today:
            return False
        verdict = judge(clause, year_occasion(self.policy, self.state, self.body, found), explain=False)
        return verdict.status is Status.BROKEN

    def _gatherings(self, clause: Clause) -> Iterator[Judged]:
        """A clause about one meeting on each slot, with that slot's meeting as the others see it."""
        for slot in self.slots:
            state = self.state.on_coming(slot.day)
            fields = _plan(slot, self.ask).fields(state, self.body)
            occasion = planned_meeting(self.policy, self.state, self.body, slot.day, slot.present, **fields)
            words = occasion.variables.with_(meeting=self._things[slot])
            yield Judged(clause, slot_key(slot), replace(occasion, variables=words), None, slot)

    # the world

    @cached_property
    def world(self) -> World:
        held = meetings(self.state, self.body)
        candidates = (
            *(Candidate(thing.key, IN_SET, IN_SET) for thing in held),
            *(Candidate(slot_key(slot), IN_SET) for slot in self.slots),
        )
        asked = [each for judged in self.judged for each in self._asked(judged)]
        return world(Choice(candidates, (ChosenSet(SET),), "meeting"), asked, merge=False)

    def _asked(self, judged: Judged) -> Iterator[Asked]:
        """The condition of a clause and the parts of its rule, each over the meetings that count."""
        within, at = judged.period, judged.occasion
        held = {thing.key: thing for thing in meetings(at.state, self.body, within)}
        planned = {
            slot_key(slot): thing for slot, thing in self._things.items() if within is None or slot.day in within
        }
        symbolic = {SET: just(Chosen((SET,), (), {**held, **planned}))}
        for name, expr in judged.parts:
            yield Asked(name, expr, at.variables, symbolic, context=at.context)

    @cached_property
    def _things(self) -> Mapping[Slot, MeetingThing]:
        return {slot: self._thing(slot) for slot in self.slots}

    def _thing(self, slot: Slot) -> MeetingThing:
        """The meeting on a slot, as far as it is known before its agenda is."""
        state = self.state.on_coming(slot.day)
        planned = _plan(slot, self.ask).fields(state, self.body)
        fields = {name: value for name, value in planned.items() if name not in AGENDA_FIELDS}
        fields["present"] = group(state, self.body, slot.present)
        return MeetingThing(state, slot_key(slot), self.body, slot.day, given=fields)

    # what they come to

    @cached_property
    def outside(self) -> frozenset[str]:
        """The ids of clauses that are not, or not wholly, in the formulas."""
        return frozenset(
            judged.clause.id
            for judged in self.judged
            if self._is_outside(judged) or any(fields_read(rule) & AGENDA_FIELDS for rule in expressions(judged.clause))
        )

    def _is_outside(self, judged: Judged) -> bool:
        claims = any(calls(rule, "holds") or calls(rule, "possible") for rule in expressions(judged.clause))
        return claims or any(name in self.world.outside for name, _ in judged.parts)

    def rules(self) -> Iterator[Rule]:
        for judged in self.judged:
            if not self._is_outside(judged):
                formula = self._formula(judged)
                if judged.only_with is not None:
                    formula = some_of(at_least(-one(chosen(judged.only_with))), formula)
                clause = judged.clause
                if formula != TRUE:
                    yield Rule(f"{clause.charter}/{clause.id}", formula, clause.force is Force.SHOULD)

    def laws(self) -> Iterator[Constraint]:
        """What makes derived counts mean what they stand for."""
        return (Constraint(name, formula) for name, formula in self.world.laws) if self.judged else iter(())

    def _formula(self, judged: Judged) -> Formula:
        """Where the clause is kept: it holds, or as long as the occasion is not over it can still come true."""
        truths = {name: self.world.truth(name) for name, _ in judged.parts}
        when = truths.pop(judged.condition, None)
        applies = when.true if when is not None else TRUE
        if judged.over:
            return _kept(applies, when, every(truths.values()))
        closed = closed_by(judged.occasion.variables, judged.occasion.context)
        doomed = [truths[name].false for name, part in judged.parts if name in truths and not may_rise(part, closed)]
        return negate(all_of(applies, some_of(*doomed)))


def _plan(slot: Slot, ask: Ask) -> Plan:
    return Plan(slot.day, ask.today, slot.present, slot.chair, slot.length, slot.mode)


def _kept(applies: Formula, when: Truth | None, rule: Truth) -> Formula:
    """The clause holds or does not apply; where facts are missing for that, it is at least not broken."""
    spared = some_of(when.false, when.vacant) if when is not None else FALSE
    holds = some_of(spared, rule.true, rule.vacant)
    return holds if holds != FALSE else negate(all_of(applies, rule.false))
