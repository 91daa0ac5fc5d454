"""A year of meetings as one problem in which every demand can be given up: a Boolean says that it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from quorate.charter.document import Clause
from quorate.engines.base import Assignment, Constraint, Problem
from quorate.engines.explaining import Soft
from quorate.formula.ast import Count, Formula, Linear, all_of, at_least, counts_of, some_of
from quorate.questions.explain.schedule.chances import Chance, by_time
from quorate.questions.explain.schedule.demands import clause_name, duty_name, order_name, window_name
from quorate.questions.explain.schedule.nouns import Demand
from quorate.questions.schedule.daywise import Daywise
from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.meetings import meeting_clauses, reads_agenda
from quorate.questions.schedule.nouns import Ask, Placed, Slot
from quorate.questions.schedule.problem import Programme
from quorate.questions.schedule.requirements import Requirements
from quorate.questions.schedule.rules import Rules
from quorate.questions.schedule.tasks import DUTY, LENGTH, ORDER, SPACING, Need, Order, Task, chosen, one, slot_key

HARD = "schedule.explained"
WITHOUT = "without "


def given_up(name: str) -> Count:
    """One if a demand is given up."""
    return Count(f"{WITHOUT}{name}")


def unless(names: Iterable[str], formula: Formula) -> Formula:
    """The formula holds, unless one of the demands is given up."""
    return some_of(formula, *(at_least(one(given_up(name)), 1) for name in names))


@dataclass(frozen=True)
class Share:
    """One body's share of the problem: its desk as the case has it, and its chances to meet."""

    desk: Desk
    chances: tuple[Chance, ...]

    @cached_property
    def times(self) -> Mapping[tuple[date, int], list[Chance]]:
        return by_time(self.chances)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """A slot for each time; of those who could be there only the ones who would be in any case."""
        return tuple(_common([chance.slot for chance in chances]) for chances in self.times.values())

    @cached_property
    def rules(self) -> Rules:
        desk = self.desk
        return Rules(desk.policy, desk.state, desk.body, desk.ask, self.slots)

    @cached_property
    def requirements(self) -> Requirements:
        desk = self.desk
        return Requirements(desk.policy, desk.state, desk.body, desk.ask, frozenset(slot.day for slot in self.slots))

    @cached_property
    def task(self) -> Task:
        """The task with nothing that can be given up but by its name."""
        required = self.requirements
        calendar = self.desk.state.roster.calendar
        strict = {(n.duty, n.period): replace(n, count=0 if n.wish else n.count, wish=False) for n in required.needs()}
        first = {order.earlier for order in required.orders()}
        return Task(
            body=self.desk.body,
            slots=self.slots,
            fewest=0,
            most=None,
            length=calendar.length,
            spacing=calendar.spacing,
            minutes={duty.id: duty.minutes for duty in required.duties},
            needs=tuple(self._wide(need) for need in strict.values() if need.count or self.bare or need.duty in first),
            gaps=tuple(gap for gap in required.gaps() if not gap.wish),
            orders=required.orders(),
            rules=tuple(rule for rule in self.rules.rules() if not rule.wish),
        )

    def _wide(self, need: Need) -> Need:
        """The need without its window: any day of its period."""
        return replace(need, days=need.days | self._outside.get((need.duty, need.period), frozenset()))

    @cached_property
    def _windowless(self) -> Mapping[tuple[str, str], Need]:
        """What the duties would ask without their windows."""
        desk = self.desk
        duties = tuple(replace(duty, within=None) for duty in desk.policy.duties)
        free = replace(self.requirements, policy=replace(desk.policy, duties=duties))
        return {(need.duty, need.period): need for need in free.needs()}

    @cached_property
    def _outside(self) -> Mapping[tuple[str, str], frozenset[date]]:
        """The days of a period on which a duty can be done without its window only."""
        strict = {(need.duty, need.period): need.days for need in self.requirements.needs()}
        return {key: need.days - strict[key] for key, need in self._windowless.items() if key in strict}

    def _needs(self) -> Iterator[Formula]:
        """Each duty is done as often as it must be; what is due only by its window need not be done without that."""
        for need in self.task.needs:
            free = self._windowless.get((need.duty, need.period))
            names = [duty_name(self.desk.body, need.duty)]
            if free is not None and free.count < need.count:
                names.append(window_name(self.desk.body, need.duty))
            yield unless(names, at_least(self.daywise.times(need), need.count))

    @cached_property
    def daywise(self) -> Daywise:
        return Daywise(self.task, self.desk.ask.last)

    def constraints(self) -> Iterator[Formula]:
        yield from self._meetings()
        yield from self._windows()
        yield from self._agendas()
        if not self.bare:
            yield from (at_least(-self.daywise.times(need), -max(1, need.count)) for need in self.task.needs)
        yield from self._needs()
        needs = tuple(replace(need, count=0) for need in self.task.needs)
        plain = replace(self.task, needs=needs, orders=self._hard_orders)
        for constraint in Daywise(plain, self.daywise.end).constraints():
            yield unless(self._owners(constraint.name), constraint.formula)
        for order in self.task.orders:
            if order not in self._hard_orders:
                names = self._owners(f"{ORDER}{order.earlier} {order.later}")
                yield from (unless(names, law) for law in _in_turn(self.daywise, order))
        yield from (law.formula for law in self.rules.laws())

    @cached_property
    def _hard_orders(self) -> tuple[Order, ...]:
        """The orders of duties that may be done more than once in a period."""
        often = {need.duty for need in self.task.needs if need.count > 1} | {gap.duty for gap in self.task.gaps}
        return tuple(
            order
            for order in self.task.orders
            if order.earlier in often or order.later in often or order.done_later or order.done_earlier
        )

    def _meetings(self) -> Iterator[Formula]:
        """A meeting is held only where one of its chances is there; so many are held."""
        ask, number = self.desk.ask, self.daywise.total(lambda _: 1)
        for slot, chances in zip(self.slots, self.times.values(), strict=True):
            if all(chance.given_up for chance in chances):
                ways = (all_of(*(at_least(one(given_up(name)), 1) for name in sorted(each.given_up)))
                        for each in chances)  # fmt: skip
                yield some_of(at_least(-one(chosen(slot))), *ways)
        yield unless(("fewest",), at_least(number, ask.fewest))
        if ask.most is not None:
            yield unless(("most",), at_least(-number, -ask.most))
            yield unless(("most", "length"), at_least(-self._work, -ask.most * self.task.length))

    @property
    def _work(self) -> Linear:
        """The minutes of all duties but those given up: what follows anyway, said so that searches see it at once."""
        work = Linear(())
        for need in self.task.needs:
            free = self._windowless.get((need.duty, need.period), need)
            minutes = min(free.count, need.count) * self.task.minutes.get(need.duty, 0)
            work = work + minutes - one(given_up(duty_name(self.desk.body, need.duty))) * minutes
        return work

    def _windows(self) -> Iterator[Formula]:
        for (owner, slot), count in self.daywise.items.items():
            if isinstance(owner, Need) and slot.day in self._outside.get((owner.duty, owner.period), ()):
                yield unless((window_name(self.desk.body, owner.duty),), at_least(-one(count)))

    # clauses that read the agenda

    @cached_property
    def _agenda_clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in meeting_clauses(self.desk.policy) if reads_agenda(clause))

    @cached_property
    def bare(self) -> Mapping[Slot, tuple[Clause, ...]]:
        """The clauses that refuse a meeting without any duty."""
        found = {slot: self._refusing(slot, ()) for slot in self.slots} if self._agenda_clauses else {}
        return {slot: clauses for slot, clauses in found.items() if clauses}

    def _refusing(self, slot: Slot, agenda: tuple[str, ...]) -> tuple[Clause, ...]:
        return tuple(clause for clause in self._agenda_clauses if not self.desk.fits((clause,), slot, agenda))

    def _agendas(self) -> Iterator[Formula]:
        if not self._agenda_clauses:
            return
        body = self.desk.body
        for slot, items in self.daywise.by_slot.items():
            for owner, count in items:
                for clause in self._refusing(slot, (owner.duty,)):
                    yield unless((clause_name(body, clause),), at_least(-one(count)))
            something = Linear.of((count, 1) for _, count in items)
            for clause in self.bare.get(slot, ()):
                yield unless((clause_name(body, clause),), at_least(something - one(chosen(slot))))

    def _owners(self, name: str) -> tuple[str, ...]:
        """The demands from which the constraints of that name come; none: nobody can do anything about them."""
        body = self.desk.body
        if name == SPACING:
            return ("spacing",)
        if name == LENGTH:
            return ("length",)
        if name.startswith(DUTY):
            return (duty_name(body, name.removeprefix(DUTY)),)
        if name.startswith(ORDER):
            earlier, later = name.removeprefix(ORDER).split()
            return order_name(body, earlier, later), duty_name(body, earlier), duty_name(body, later)
        return (f"clause {body} {name}",) if "/" in name else ()


def _common(slots: list[Slot]) -> Slot:
    """The slot at a time with those alone who would be there in any case."""
    shared = frozenset(slots[0].present).intersection(*(slot.present for slot in slots))
    return replace(slots[0], present=tuple(person for person in slots[0].present if person in shared))


def _in_turn(days: Daywise, order: Order) -> Iterator[Formula]:
    """Of two duties that are done once in a period, one is done no later than the other.

    A count per slot says whether the earlier is done by then; it is at most what it was before and is done now.
    """
    by_then = Linear(())
    for slot in (slot for slot in days.slots if order.first <= slot.day <= order.last):
        before, step = by_then, days.on_agenda(slot, order.earlier)
        if step.terms:
            by_then = one(Count(f"{slot_key(slot)}:{order.earlier}<{order.later}&{order.first}"))
            yield at_least(before + step - by_then)
        now = days.on_agenda(slot, order.later)
        if now.terms:
            yield at_least(by_then - now)


@dataclass(frozen=True)
class Year:
    """The shares of all bodies as one problem."""

    shares: tuple[Share, ...]
    demands: tuple[Demand, ...]
    ask: Ask

    @cached_property
    def _formulas(self) -> tuple[Formula, ...]:
        found = (formula for share in self.shares for formula in share.constraints())
        return (*found, *(law.formula for law in self._programme.clashes()))

    @cached_property
    def _programme(self) -> Programme:
        return Programme(tuple(share.task for share in self.shares), self.ask.first, self.ask.last)

    @cached_property
    def _read(self) -> frozenset[Count]:
        return frozenset().union(*(counts_of(formula) for formula in self._formulas))

    @cached_property
    def problem(self) -> Problem:
        own = (count for share in self.shares for count in share.daywise.counts())
        softs = (Constraint(each.name, at_least(-one(given_up(each.name)))) for each in self.at_stake)
        held = (Constraint(HARD, formula) for formula in self._formulas)
        open_to_all = {given_up(each.name) for each in self.demands}
        fixed = (
            Constraint(HARD, at_least(-one(count)))
            for count in sorted(self._read)
            if count.key.startswith(WITHOUT) and count not in open_to_all
        )
        return Problem(tuple(dict.fromkeys([*own, *sorted(self._read)])), (*held, *fixed, *softs))

    @cached_property
    def at_stake(self) -> tuple[Demand, ...]:
        """The demands that anything hangs on."""
        return tuple(each for each in self.demands if given_up(each.name) in self._read)

    @property
    def softs(self) -> tuple[Soft, ...]:
        return tuple(Soft(each.name, each.cost) for each in self.at_stake)

    def read(self, assignment: Assignment) -> tuple[Placed, ...]:
        return tuple(placed for share in self.shares for placed in share.daywise.read(assignment))
