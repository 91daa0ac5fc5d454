"""When does a body meet: the best dates of its year, with every duty on an agenda, or why there are none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import combinations
from time import monotonic
from typing import assert_never

from quorate.charter.calendar import DAY
from quorate.charter.document import Clause, Duty, Policy
from quorate.charter.roster import Roster
from quorate.engines.base import Clock, Limits, OutOfTime
from quorate.questions.schedule.asking import asked, desks_for, known_by
from quorate.questions.schedule.checks import faults
from quorate.questions.schedule.conflicts import conflict
from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.nouns import (
    Ask,
    Meeting,
    NoSchedule,
    Outcome,
    Reason,
    Schedule,
    ScheduleAnswer,
    Unfinished,
    Worth,
    in_order,
)
from quorate.questions.schedule.problem import Programme
from quorate.questions.schedule.reasons import hopeless, no_day
from quorate.questions.schedule.replay import Complaint, Replay
from quorate.questions.schedule.search import INTERRUPTED, Best, Cut, Nothing, Result, Search
from quorate.questions.schedule.tasks import Bar, Misfit, Task
from quorate.source.diagnostic import InternalError
from quorate.source.reporter import SILENT, Reporter

TELLING = 5  # so many times as long as telling took nothing is told
ROUNDS = 40  # how often an answer that the replay refused is ruled out and another sought
NO_LIMITS = Limits()


def schedule(
    roster: Roster,
    policies: Mapping[str, Policy],
    *,
    bodies: Sequence[str],
    first: date | None = None,
    last: date | None = None,
    fewest: int = 0,
    most: int | None = None,
    spare: int = 0,
    as_of: date | None = None,
    engine: str | None = None,
    cross_check: bool = False,
    limits: Limits = NO_LIMITS,
    reporter: Reporter = SILENT,
) -> ScheduleAnswer:
    """The best schedule, replayed by the reference evaluator; or why there is none; or what is known so far.

    Without `first` and `last` it is for the calendar year of `as_of`. `engine` forces one, with `cross_check` a second
    one is asked too.
    """
    today = as_of or roster.as_of
    ask = asked(roster, policies, bodies, today, first, last, fewest=fewest, most=most, spare=spare)
    known, clock = known_by(roster, today), Clock(limits)
    desks = desks_for(known, policies, ask, clock)
    other = ("cp-sat" if engine == "python-constraint" else "python-constraint") if cross_check else None
    search = Search(clock, replace(limits, reporter=reporter), engine, other)
    names = {person.id: person.name for person in roster.people.values()}
    answer = partial(ScheduleAnswer, roster.id, roster.title, roster.illustrative, roster.time_zone, names, ask)
    return answer(_Session(known, policies, ask, desks, search, lambda found: reporter.found(answer(found))).answer())


@dataclass
class _Session:
    """One question on its way to its answer; `refused` are the meetings that the replay refused, by body."""

    roster: Roster
    policies: Mapping[str, Policy]
    ask: Ask
    desks: Mapping[str, Desk]
    search: Search
    told: Callable[[Unfinished], None]
    refused: dict[str, list[Bar]] = field(default_factory=dict)
    misfits: dict[str, list[Misfit]] = field(default_factory=dict)
    latest: dict[tuple[str, ...], Best] = field(default_factory=dict)
    """What the searches of some bodies found last."""
    untold: bool = False
    quiet_until: float = 0.0
    so_far: Unfinished | None = None
    """The schedule of most bodies that was replayed last."""

    def answer(self) -> Outcome:
        try:
            return self._answer()
        except KeyboardInterrupt:
            self._tell_all()
            raise
        except OutOfTime as error:
            self._tell_all()
            return replace(self.so_far, why=str(error)) if self.so_far is not None else Unfinished(str(error), None)

    def _answer(self) -> Outcome:
        lost = tuple(reason for desk in self.desks.values() for reason in hopeless(desk))
        if lost:
            return self._no(NoSchedule(lost))
        for _ in range(ROUNDS):
            result = self._best()
            match result:
                case Nothing():
                    return self._no(self._none(result.choice.name))
                case Cut(why):
                    return self._cut(why)
                case Best():
                    meetings = self._meetings(result)
                    refused = self._replay(meetings, self.ask)
                    if not refused:
                        return self._found(result, meetings)
                    self._learn(refused, meetings)
                case _:
                    assert_never(result)
        return self._cut(f"{ROUNDS} schedules that looked right turned out not to keep every clause")

    # searching

    def _best(self) -> Result:
        """The best of each body by itself, if they do not clash; else laid out one beside the other; else as one."""
        found: dict[str, Best] = {}
        for body in self.ask.bodies:
            result = self._searched((self.desks[body],))
            if not isinstance(result, Best):
                return result
            found[body] = result
        beside = found if _apart(found.values()) else self._beside(found)
        return self._searched(self._shared()) if beside is None else _joined(list(beside.values()))

    def _beside(self, alone: Mapping[str, Best]) -> dict[str, Best] | None:
        """Each body laid out around those before it, if none is the worse for it than alone.

        One that would be the worse is laid out before all others, and they anew.
        """
        order = list(self._shared())
        for _ in order:
            found = self._around(order, alone)
            if len(found) == len(order):
                return {body: found[body] for body in self.ask.bodies}
            order.insert(0, order.pop(len(found)))
        return None

    def _around(self, desks: Sequence[Desk], alone: Mapping[str, Best]) -> dict[str, Best]:
        """Bodies one around those before it, up to the first that would be the worse for it than alone."""
        found: dict[str, Best] = {}
        for desk in desks:
            best = alone[desk.body]
            if not _apart((*found.values(), best)):
                settled = tuple(placed.slot for each in found.values() for placed in each.placed)
                result = self._searched((replace(desk, beside=settled),))
                if not isinstance(result, Best) or result.values[:-1] != best.values[:-1]:
                    break
                best = result
            found[desk.body] = best
        return found

    def _shared(self) -> tuple[Desk, ...]:
        """The bodies with times of day for all of them."""
        number = len(self.desks)
        return tuple(replace(desk, together=number) for desk in self.desks.values())

    def _searched(self, desks: tuple[Desk, ...]) -> Result:
        """The best meetings of some bodies as one."""
        bodies = tuple(desk.body for desk in desks)
        self.search.limits.reporter.stage(f"laying out the meetings of {', '.join(bodies)}")
        result = replace(self.search, told=partial(self._tell, bodies)).best(self._programme(desks))
        if isinstance(result, Best):
            self._tell(bodies, result)
        return result

    def _tell(self, bodies: tuple[str, ...], best: Best) -> None:
        """Take note of what was found for some bodies; tell it, unless telling would take much of the time."""
        self.latest = {bodies: best} | {
            others: each for others, each in self.latest.items() if not set(others) & set(bodies)
        }
        self.untold = True
        if monotonic() >= self.quiet_until:
            self._tell_all()

    def _tell_all(self) -> None:
        """Tell what was found last for some bodies, and for others as far as it goes with that, once replayed."""
        if not self.untold:
            return
        self.untold, begun = False, monotonic()
        self._replay_so_far()
        now = monotonic()
        self.quiet_until = now + TELLING * (now - begun)

    def _replay_so_far(self) -> None:
        found: dict[tuple[str, ...], Best] = {}
        for others, each in self.latest.items():
            if _apart((*found.values(), each)):
                found[others] = each
        covered = {body for others in found for body in others}
        missing = tuple(body for body in self.ask.bodies if body not in covered)
        if self.so_far is not None and len(self.so_far.missing) < len(missing):
            return
        joined = _joined(list(found.values()))
        ask = replace(self.ask, bodies=tuple(body for body in self.ask.bodies if body in covered))
        meetings = self._meetings(joined)
        if not self._replay(meetings, ask):
            best_so_far = replace(self._schedule(joined, meetings), optimal=False)
            self.so_far = Unfinished(INTERRUPTED, best_so_far, self._facts(), missing)
            self.told(self.so_far)

    def _cut(self, why: str) -> Unfinished:
        """What is known where the search was cut short."""
        self._tell_all()
        return replace(self.so_far, why=why) if self.so_far is not None else Unfinished(why, None, self._facts())

    def _programme(self, desks: Sequence[Desk]) -> Programme:
        laws = tuple(law for desk in desks for law in desk.laws())
        tasks = tuple(self._task(desk) for desk in desks)
        return Programme(tasks, max(self.ask.first, self.ask.today + DAY), self.ask.last, laws)

    def _task(self, desk: Desk) -> Task:
        bars, misfits = self.refused.get(desk.body, ()), self.misfits.get(desk.body, ())
        return replace(desk.task, bars=tuple(bars), misfits=tuple(misfits))

    def _learn(self, refused: Iterable[Complaint], meetings: tuple[Meeting, ...]) -> None:
        """Rule out what the replay refused: agendas that do not do, else exactly these meetings of the body."""
        for complaint in refused:
            misfit = self._misfit(complaint, meetings)
            if misfit is not None:
                self.misfits.setdefault(complaint.body, []).append(misfit)
            else:
                self.refused.setdefault(complaint.body, []).append(_bar(complaint.body, meetings))

    def _misfit(self, complaint: Complaint, meetings: tuple[Meeting, ...]) -> Misfit | None:
        if complaint.day is None or not isinstance(complaint.subject, Clause):
            return None
        at = (complaint.body, complaint.day)
        meeting = next(meeting for meeting in meetings if (meeting.slot.body, meeting.slot.day) == at)
        return self.desks[complaint.body].misfit(complaint.subject, meeting)

    # replaying

    def _meetings(self, best: Best) -> tuple[Meeting, ...]:
        return in_order(each for desk in self.desks.values() for each in desk.meetings(best.placed))

    def _replay(self, meetings: tuple[Meeting, ...], ask: Ask) -> tuple[Complaint, ...]:
        """What the reference evaluator says against the meetings; no defect where bodies are missing yet."""
        for fault in faults(meetings, self.roster.calendar, ask):
            raise InternalError(f"a schedule failed its replay: {fault}")
        refused = Replay(self.roster, self.policies, ask, self._answers).complaints(meetings)
        for complaint in refused:
            if ask == self.ask and complaint.subject.id not in self.desks[complaint.body].inexact:
                raise InternalError(f"a schedule failed its replay: {complaint.text}")
        return refused

    def _answers(self, body: str, duty: Duty, label: str) -> bool:
        return self.desks[body].requirements.answers(duty, label)

    # answering

    def _found(self, best: Best, meetings: tuple[Meeting, ...]) -> Outcome:
        found = self._schedule(best, meetings)
        return found if best.open is None else Unfinished(best.open, found, self._facts())

    def _schedule(self, best: Best, meetings: tuple[Meeting, ...]) -> Schedule:
        return Schedule(
            meetings=meetings,
            held=tuple((body, day) for body, desk in self.desks.items() for day in desk.held if self.ask.first <= day),
            worth=worth(meetings),
            optimal=best.optimal,
            settled=best.settled,
            engine=best.choice.name,
            why_engine=best.choice.why,
            second=best.second,
            notes=tuple(note for desk in self.desks.values() for note in desk.notes()),
        )

    def _no(self, found: NoSchedule) -> Outcome:
        """None there is; unless facts that are not known could yet make more meetings quorate."""
        facts = self._facts()
        return Unfinished("; ".join(reason.text for reason in found.reasons), None, facts) if facts else found

    def _none(self, engine: str) -> NoSchedule:
        shut = tuple(no_day(desk) for desk in self.desks.values() if not desk.slots)
        return NoSchedule(shut, False, engine) if shut else NoSchedule(self._conflict(), True, engine)

    def _conflict(self) -> tuple[Reason, ...]:
        desks = tuple(self.desks.values()) if len(self.desks) == 1 else self._shared()
        return conflict(self._programme(desks), desks, self.search)

    def _facts(self) -> frozenset[str]:
        return frozenset(fact for desk in self.desks.values() for fact in desk.survey.facts)


def _bar(body: str, meetings: Iterable[Meeting]) -> Bar:
    own = (meeting for meeting in meetings if meeting.slot.body == body)
    return {meeting.slot: frozenset(item.duty for item in meeting.agenda) for meeting in own}


def _apart(found: Iterable[Best]) -> bool:
    """Whether nobody would have to be at two meetings at once."""
    slots = [placed.slot for best in found for placed in best.placed]
    return not any(a.clashes(b) for a, b in combinations(slots, 2))


def _joined(found: list[Best]) -> Best:
    """The schedules of several groups as one; of those not searched to the end, fewer respects are valued."""
    first = found[0]
    placed = tuple(each for best in found for each in best.placed)
    opens = [best.open for best in found if best.open is not None]
    seconds = [best.second for best in found if best.second is not None]
    values = tuple(map(sum, zip(*(best.values for best in found), strict=False)))
    return replace(
        first,
        placed=placed,
        values=values,
        open=next(iter(opens), None),
        second="; ".join(dict.fromkeys(seconds)) or None,
        settled=all(best.settled for best in found),
    )


def worth(meetings: Iterable[Meeting]) -> tuple[Worth, ...]:
    """How good some meetings are, in the order of weight."""
    slots = [meeting.slot for meeting in meetings]
    return (
        Worth("absences", sum(len(slot.absent) for slot in slots)),
        Worth("chair absent", sum(slot.chair_absent for slot in slots)),
        Worth("meetings", len(slots)),
    )
