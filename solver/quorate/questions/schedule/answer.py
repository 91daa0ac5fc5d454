"""When does a body meet: the best dates of its year, with every duty on an agenda, or why there are none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from quorate.charter.calendar import DAY
from quorate.charter.document import Duty, Policy
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.engines.base import Clock, Limits
from quorate.formula.ast import Formula, Linear, at_least, some_of
from quorate.questions.schedule.checks import faults
from quorate.questions.schedule.conflicts import conflict
from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.layout import Layout, chosen, one
from quorate.questions.schedule.nouns import (
    Answer,
    Ask,
    Meeting,
    NoSchedule,
    Reason,
    Schedule,
    Unfinished,
    Worth,
    in_order,
)
from quorate.questions.schedule.problem import Programme
from quorate.questions.schedule.reasons import hopeless
from quorate.questions.schedule.replay import Complaint, Replay
from quorate.questions.schedule.search import Best, Cut, Nothing, Result, Search
from quorate.questions.schedule.tasks import Rule, Task
from quorate.source.diagnostic import CallError, Diagnostic, InternalError, did_you_mean

ROUNDS = 40  # how often an answer that the replay refused is ruled out and another sought
MOST = 60  # meetings of one body that are tried at most where nobody says how many
BARRED = "schedule.barred"
NO_LIMITS = Limits()


def schedule(
    roster: Roster,
    policies: Mapping[str, Policy],
    ask: Ask,
    *,
    engine: str | None = None,
    cross_check: str | None = None,
    limits: Limits = NO_LIMITS,
) -> Answer:
    """The best schedule, replayed by the reference evaluator; or why there is none; or what is known so far.

    `engine` forces one, `cross_check` names another that is asked too.
    """
    _check(roster, policies, ask)
    known = replace(roster, log=tuple(event for event in roster.log if event.date <= ask.today))
    state = state_of(known, policies, ask.today)
    desks = {body: Desk(policies[body], state.under(body, policies[body]), body, ask) for body in ask.bodies}
    search = Search(Clock(limits), limits, engine, cross_check)
    return _Session(known, policies, ask, desks, search).answer()


def _check(roster: Roster, policies: Mapping[str, Policy], ask: Ask) -> None:
    for body in ask.bodies:
        if body not in roster.bodies:
            raise _wrong("unknown-body", f"there is no body `{body}`", did_you_mean(body, roster.bodies))
        if body not in policies:
            raise _wrong("no-charter", f"no charter governs `{body}`", "give the body a `charter:` in the roster")
    if ask.today < roster.as_of:
        message = f"{ask.today} lies before the day of the roster, {roster.as_of}"
        raise _wrong("too-early", message, "a schedule is made from the roster's day on")
    if ask.last < ask.first or ask.last <= ask.today:
        raise _wrong("empty-period", f"no day to come lies from {ask.first} to {ask.last}", "choose another period")
    if ask.most is not None and ask.most < ask.fewest:
        raise _wrong("empty-range", f"no number lies in {ask.fewest}..{ask.most}", "write the smaller number first")


def _wrong(code: str, message: str, help_: str | None) -> CallError:
    return CallError([Diagnostic(code, message, help=help_)])


@dataclass
class _Session:
    """One question on its way to its answer; `bars` are what the replay refused, by body."""

    roster: Roster
    policies: Mapping[str, Policy]
    ask: Ask
    desks: Mapping[str, Desk]
    search: Search
    bars: dict[str, list[Rule]] = field(default_factory=dict)

    def answer(self) -> Answer:
        lost = tuple(reason for desk in self.desks.values() for reason in hopeless(desk))
        if lost:
            return self._no(lost)
        for _ in range(ROUNDS):
            result = self._together([(body,) for body in self.ask.bodies])
            match result:
                case Nothing():
                    return self._no(self._conflict(), result.choice.name)
                case Cut(why):
                    return Unfinished(self.ask, why, None, self._facts())
                case Best():
                    meetings = self._meetings(result)
                    refused = self._replay(meetings)
                    if not refused:
                        return self._found(result, meetings)
                    self._bar(refused, meetings)
                case _:
                    assert_never(result)
        return Unfinished(self.ask, f"{ROUNDS} schedules that looked right turned out not to keep every clause")

    # searching

    def _together(self, groups: list[tuple[str, ...]]) -> Result:
        """The best of each group of bodies; groups whose meetings clash are searched as one."""
        found: list[Best] = []
        for group in groups:
            result = self._best(group)
            if not isinstance(result, Best):
                return result
            found.append(result)
        for number, left in enumerate(found):
            for other, right in enumerate(found[:number]):
                if any(a.slot.clashes(b.slot) for a in left.placed for b in right.placed):
                    rest = [group for index, group in enumerate(groups) if index not in (number, other)]
                    return self._together([*rest, groups[other] + groups[number]])
        return _joined(found)

    def _best(self, group: tuple[str, ...]) -> Result:
        """The best meetings of some bodies, with as many more of them tried as it takes."""
        most = {body: self._guess(body) for body in group}
        while True:
            result = self.search.best(self.programme(group, most))
            limit = {body: self._limit(body) for body in group}
            if not isinstance(result, Nothing) or most == limit:
                return result
            most = {body: min(2 * number, limit[body]) for body, number in most.items()}

    def _guess(self, body: str) -> int:
        return min(self.desks[body].enough, self._limit(body))

    def _limit(self, body: str) -> int:
        if self.ask.most is not None:
            return self.ask.most
        return max(self.ask.fewest, min(MOST, self.desks[body].room))

    def programme(self, group: Iterable[str], most: Mapping[str, int]) -> Programme:
        desks = [self.desks[body] for body in group]
        laws = tuple(law for desk in desks for law in desk.laws())
        tasks = tuple(self._task(desk, most[desk.body]) for desk in desks)
        return Programme(tasks, max(self.ask.first, self.ask.today + DAY), self.ask.last, laws)

    def _task(self, desk: Desk, most: int) -> Task:
        task = desk.task(most)
        return replace(task, rules=(*task.rules, *self.bars.get(desk.body, ())))

    # replaying

    def _meetings(self, best: Best) -> tuple[Meeting, ...]:
        return in_order(each for desk in self.desks.values() for each in desk.meetings(best.placed))

    def _replay(self, meetings: tuple[Meeting, ...]) -> tuple[Complaint, ...]:
        for fault in faults(meetings, self.roster.calendar, self.ask):
            raise InternalError(f"a schedule failed its replay: {fault}")
        refused = Replay(self.roster, self.policies, self.ask, self._answers).complaints(meetings)
        for complaint in refused:
            if complaint.subject not in self.desks[complaint.body].inexact:
                raise InternalError(f"a schedule failed its replay: {complaint.text}")
        return refused

    def _answers(self, body: str, duty: Duty, label: str) -> bool:
        return self.desks[body].requirements.answers(duty, label)

    def _bar(self, refused: Iterable[Complaint], meetings: tuple[Meeting, ...]) -> None:
        """Rule out exactly what was refused: of each body complained of, these slots with these agendas."""
        for body in dict.fromkeys(complaint.body for complaint in refused):
            own = [meeting for meeting in meetings if meeting.slot.body == body]
            formula = some_of(*self._other(self.desks[body], own))
            self.bars.setdefault(body, []).append(Rule(BARRED, formula))

    def _other(self, desk: Desk, own: list[Meeting]) -> Iterable[Formula]:
        """Some slot or some item is not what it was."""
        used = {meeting.slot for meeting in own}
        for slot in desk.slots:
            yield _flipped(one(chosen(slot)), slot in used)
        layout = Layout(desk.task(len(own)), self.ask.first, self.ask.last)
        for rank, meeting in enumerate(own):
            agenda = {item.duty for item in meeting.agenda}
            for duty in layout.duties:
                yield _flipped(layout.on_agenda(duty, rank), duty in agenda)

    # answering

    def _found(self, best: Best, meetings: tuple[Meeting, ...]) -> Answer:
        found = Schedule(
            ask=self.ask,
            meetings=meetings,
            held=tuple((body, day) for body, desk in self.desks.items() for day in desk.held if self.ask.first <= day),
            worth=worth(meetings),
            optimal=best.optimal,
            engine=best.choice.name,
            why_engine=best.choice.why,
            second=best.second,
            notes=tuple(note for desk in self.desks.values() for note in desk.notes()),
        )
        return found if best.open is None else Unfinished(self.ask, best.open, found, self._facts())

    def _no(self, found: tuple[Reason, ...], engine: str | None = None) -> Answer:
        """None there is; unless facts that are not known could yet make more meetings quorate."""
        facts = self._facts()
        if facts:
            return Unfinished(self.ask, "; ".join(reason.text for reason in found), None, facts)
        return NoSchedule(self.ask, found, engine)

    def _conflict(self) -> tuple[Reason, ...]:
        programme = self.programme(self.ask.bodies, {body: self._limit(body) for body in self.ask.bodies})
        return conflict(programme, tuple(self.desks.values()), self.search)

    def _facts(self) -> frozenset[str]:
        return frozenset(fact for desk in self.desks.values() for fact in desk.survey.facts)


def _flipped(term: Linear, is_one: bool) -> Formula:
    return at_least(-term) if is_one else at_least(term, 1)


def _joined(found: list[Best]) -> Best:
    """The schedules of several groups as one."""
    first = found[0]
    placed = tuple(each for best in found for each in best.placed)
    opens = [best.open for best in found if best.open is not None]
    seconds = [best.second for best in found if best.second is not None]
    values = tuple(map(sum, zip(*(best.values for best in found), strict=True)))
    return replace(first, placed=placed, values=values, open=next(iter(opens), None), second=next(iter(seconds), None))


def worth(meetings: Iterable[Meeting]) -> tuple[Worth, ...]:
    """How good some meetings are, in the order of weight."""
    slots = [meeting.slot for meeting in meetings]
    return (
        Worth("absences", sum(len(slot.absent) for slot in slots)),
        Worth("chair absent", sum(slot.chair_absent for slot in slots)),
        Worth("meetings", len(slots)),
    )
