"""One body's share of a schedule: what there is to choose from, what must be done, what the search is given."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from quorate.cel.reading import names
from quorate.charter.document import Clause, Duty, Policy
from quorate.charter.state import State
from quorate.charter.words import held
from quorate.engines.base import Clock, Constraint
from quorate.questions.schedule.agenda import circular, ordered
from quorate.questions.schedule.candidates import Judged, Survey, survey, undominated
from quorate.questions.schedule.meetings import (
    Plan,
    fitness,
    literals,
    meeting_clauses,
    reads_agenda,
    reads_presence,
)
from quorate.questions.schedule.nouns import Ask, Item, Meeting, Placed, Slot
from quorate.questions.schedule.quorums import expressions
from quorate.questions.schedule.requirements import Requirements, rolls
from quorate.questions.schedule.rules import Rules, year_clauses
from quorate.questions.schedule.tasks import Misfit, Task


@dataclass(frozen=True)
class Desk:
    """`state` is today's, under the body's policy, with a log that ends today.

    `together` bodies are laid out side by side, the meetings `beside` are settled and must not clash with this body's.
    """

    policy: Policy
    state: State
    body: str
    ask: Ask
    together: int = 1
    beside: tuple[Slot, ...] = ()
    clock: Clock | None = None
    judged: dict[date, Judged] = field(default_factory=dict, compare=False)
    """What was found of each day's attendance; desks made from this one share it."""
    surveyed: dict[int, Survey] = field(default_factory=dict, compare=False)
    """The surveys, by how many bodies are laid out together; shared likewise."""

    @cached_property
    def held(self) -> tuple[date, ...]:
        return tuple(self.state.timeline.log[index].date for index in held(self.state, self.body))

    @cached_property
    def survey(self) -> Survey:
        if self.together not in self.surveyed:
            self.surveyed[self.together] = survey(
                self.policy, self.state, self.body, self.ask, self.held, self.together, self.clock, self.judged
            )
        return self.surveyed[self.together]

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots to choose from; alone and where nothing else reads who is there, a day's best are enough."""
        free = [slot for slot in self.survey.slots if not any(slot.clashes(other) for other in self.beside)]
        clauses = (*meeting_clauses(self.policy), *year_clauses(self.policy))
        plain = not any(reads_presence(clause) for clause in clauses if clause.id in self._late_judged)
        return tuple(undominated(free)) if plain and (self.beside or self.together == 1) else tuple(free)

    @property
    def _late_judged(self) -> frozenset[str]:
        """Clauses that are judged with more in view than the slot: of the year, or by the agenda."""
        late = (clause for clause in meeting_clauses(self.policy) if reads_agenda(clause))
        return frozenset(clause.id for clause in (*late, *year_clauses(self.policy)))

    @cached_property
    def requirements(self) -> Requirements:
        days = frozenset(slot.day for slot in self.slots)
        return Requirements(self.policy, self.state, self.body, self.ask, days)

    @cached_property
    def rules(self) -> Rules:
        return Rules(self.policy, self.state, self.body, self.ask, self.slots)

    def laws(self) -> tuple[Constraint, ...]:
        return tuple(self.rules.laws())

    @cached_property
    def task(self) -> Task:
        """What the search is given."""
        calendar = self.state.roster.calendar
        unfit, bare = self._agenda_limits
        return Task(
            body=self.body,
            slots=self.slots,
            fewest=self.ask.fewest,
            most=self.ask.most,
            length=calendar.length,
            spacing=calendar.spacing,
            held=tuple(day for day in self.held if self.ask.first <= day),
            minutes={duty.id: duty.minutes for duty in self.requirements.duties},
            needs=self.requirements.needs(),
            gaps=self.requirements.gaps(),
            orders=self.requirements.orders(),
            rules=tuple(self.rules.rules()),
            unfit=unfit,
            bare=bare,
        )

    def duty(self, duty_id: str) -> Duty:
        return next(duty for duty in self.policy.duties if duty.id == duty_id)

    def notes(self) -> Iterator[str]:
        """What people should know beside the schedule."""
        for duty, period in self.requirements.late():
            yield f"{self.body}: `{duty.id}` cannot be done in time any more in {period}"

    # clauses that read the agenda

    @cached_property
    def _agenda_limits(self) -> tuple[frozenset[tuple[str, Slot]], frozenset[Slot]]:
        """Which duties a clause keeps off the agenda of which slots, and which slots need something on it."""
        clauses = tuple(clause for clause in meeting_clauses(self.policy) if reads_agenda(clause))
        if not clauses:
            return frozenset(), frozenset()
        duties = tuple(duty.id for duty in self.requirements.duties)
        unfit = {(duty, slot) for slot in self.slots for duty in duties if not self.fits(clauses, slot, (duty,))}
        bare = {slot for slot in self.slots if not self.fits(clauses, slot, ())}
        return frozenset(unfit), frozenset(bare)

    def fits(self, clauses: tuple[Clause, ...], slot: Slot, agenda: tuple[str, ...]) -> bool:
        """Whether a meeting on a slot with that agenda keeps the clauses."""
        plan = Plan(slot.day, self.ask.today, slot.present, slot.chair, slot.length, slot.mode, agenda)
        state = self.state.on_coming(slot.day)
        return fitness(clauses, self.policy, state, self.body, plan).fits

    # what is left to the replay

    @cached_property
    def inexact(self) -> frozenset[str]:
        """The ids of clauses and duties that the search sees only in part: the replay may refuse its answer."""
        partly = [clause.id for clause in meeting_clauses(self.policy) if _reads(clause, "events")]
        agendas = [clause.id for clause in meeting_clauses(self.policy) if reads_agenda(clause)]
        rolling = [duty.id for duty in self.policy.duties if duty.before and rolls(duty)]
        circle = [duty.id for duty in self.policy.duties] if circular(self.policy.duties) else []
        return frozenset([*partly, *agendas, *rolling, *circle, *self.rules.outside])

    def misfit(self, clause: Clause, meeting: Meeting) -> Misfit | None:
        """The like of a meeting that a clause refuses for its agenda alone; none if that is not why."""
        agenda = tuple(item.duty for item in meeting.agenda)
        if not reads_agenda(clause) or self.fits((clause,), meeting.slot, agenda):
            return None
        read = literals(clause)
        duties = [duty.id for duty in self.requirements.duties if read is None or duty.id in read]
        slots = frozenset(slot for slot in {*self.slots, meeting.slot} if not self.fits((clause,), slot, agenda))
        there = frozenset(duty for duty in duties if duty in agenda)
        return Misfit(slots, there, frozenset(duties) - there)

    # reading an answer

    def meetings(self, placed: tuple[Placed, ...]) -> Iterator[Meeting]:
        by_id = {duty.id: duty for duty in self.requirements.duties}
        for each in placed:
            if each.slot.body == self.body:
                periods = dict(each.items)
                order = ordered(periods, self.requirements.duties)
                yield Meeting(each.slot, tuple(_item(by_id[duty], periods[duty]) for duty in order))


def _item(duty: Duty, period: str) -> Item:
    return Item(duty.id, duty.text, duty.power, duty.minutes, period)


def _reads(clause: Clause, name: str) -> bool:
    return any(name in names(rule) for rule in expressions(clause))
