"""A state machine that lives the life of one body, year after year, and what must be so of every life.

What it draws are entries of a log, as files hold them: nothing keeps them lawful, so that cures run and lapse, terms
end with nobody to follow, and meetings are missed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quorate.cel.types import BOOL
from quorate.charter.amendment import Amendment
from quorate.charter.calendar import DAY, add_days, next_annual_meeting
from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.engines.base import Limits
from quorate.questions.replay import replay
from quorate.questions.schedule import schedule
from quorate.testing.life.chronicle import as_amended, chronicle_of
from quorate.testing.life.verdicts import otherwise, outlived, unexplained, unkept

YEARS = 4
"""How long a life lasts at most."""
AHEAD = 365
"""Days for which a schedule is asked."""
BOUNDS = Limits(seconds=5.0)
JUDGED_ALONE = 4
"""Days of a life that are judged by themselves too."""


@dataclass(frozen=True, slots=True)
class Life:
    """With whom a life begins, whose it is, what amends its charter some day, and whether meetings are scheduled."""

    roster: Roster
    policies: Mapping[str, Policy]
    body: str
    amendment: Amendment | None = None
    scheduled: bool = False


PEOPLE = st.runner().flatmap(lambda machine: st.sampled_from(machine.people))
DUTIES = st.runner().flatmap(lambda machine: st.sampled_from(machine.duties))


class LifeMachine(RuleBasedStateMachine):
    """`policy` is that of the body, an amendment that is in force considered."""

    of: Life

    def __init__(self) -> None:
        super().__init__()
        of = self.of
        self.chronicle = chronicle_of(of.roster)
        self.policy = of.policies[of.body]
        self.amended = False
        self.followed = False

    @property
    def people(self) -> list[str]:
        return [person.id for person in self.of.roster.people.values() if person.candidate]

    @property
    def duties(self) -> list[str]:
        return [duty.id for duty in self.of.policies[self.of.body].duties] or ["business"]

    @property
    def truths(self) -> list[str]:
        facts = self.of.policies[self.of.body].facts
        return sorted({name for (kind, name), fact in facts.items() if _is_plain(kind, fact.type, fact.define)})

    @property
    def above(self) -> str | None:
        return self.of.roster.bodies[self.of.body].parent

    # Time ---------------------------------------------------------------------------------------------------------

    @rule(days=st.one_of(st.integers(1, 45), st.sampled_from([90, 100, 180, 365])))
    def days_pass(self, days: int) -> None:
        self._until(add_days(self.chronicle.today, days))

    @rule(over=st.booleans())
    def a_term_or_year_ends(self, over: bool) -> None:
        """The next day, or the day after it, on which a term, a year or the time to an annual meeting ends."""
        today = self.chronicle.today
        ends = [day for day in self._seated().values() if day is not None]
        annual = next_annual_meeting(self.of.roster.calendar, today)
        ahead = [day for day in (*ends, annual, date(today.year, 12, 31)) if day is not None and day > today]
        self._until(add_days(min(ahead, default=add_days(today, 30)), over))

    def _until(self, day: date) -> None:
        self.chronicle.today = min(day, date(self.of.roster.as_of.year + YEARS, 12, 31))

    # Who sits -----------------------------------------------------------------------------------------------------

    @rule(forgotten=st.sets(PEOPLE, max_size=2), months=st.sampled_from([None, 12, 24]))
    def annual_meeting(self, forgotten: set[str], months: int | None) -> None:
        """On the day of the next annual meeting those who sit are designated anew, but for the forgotten."""
        self._until(next_annual_meeting(self.of.roster.calendar, self.chronicle.today) or self.chronicle.today)
        if self.above is not None:
            self._held(self.above, self._seated(self.above), ())
        ends = None if months is None else add_days(self.chronicle.today, months // 12 * 365)
        for person in [one for one in self._seated() if one not in forgotten]:
            self._write("designated", person=person, body=self.of.body, office="member", by=self.above, term_ends=ends)

    @rule(person=PEOPLE, kind=st.sampled_from(["appointed", "elected"]), recommended=st.booleans())
    def joins(self, person: str, kind: str, recommended: bool) -> None:
        if person in self._seated():
            return
        if recommended:
            by = next((name for name in self.of.roster.bodies if name not in (self.of.body, self.above)), self.above)
            self._write("recommended", person=person, body=self.of.body, by=by)
        self._write(kind, person=person, body=self.of.body, by=self.above)

    @rule(data=st.data(), kind=st.sampled_from(["resigned", "removed", "died"]))
    def leaves(self, data: st.DataObject, kind: str) -> None:
        if seated := self._seated():
            person = data.draw(st.sampled_from(sorted(seated)))
            self._write(kind, person=person, body=None if kind == "died" else self.of.body)

    @rule(person=PEOPLE)
    def chair_designated(self, person: str) -> None:
        self._write("designated", person=person, body=self.of.body, by=self.above)

    @precondition(lambda self: bool(self.truths))
    @rule(data=st.data(), own_control=st.booleans(), lost=st.booleans())
    def independence_changes(self, data: st.DataObject, own_control: bool, lost: bool) -> None:
        """A fact about somebody, a member most often, is so no longer; or it is so again."""
        person = data.draw(st.sampled_from(sorted(self._seated())) if self._seated() else PEOPLE)
        facts: dict[str, object] = {data.draw(st.sampled_from(self.truths)): not lost}
        if lost:
            self._write("lost-independence", person=person, own_control=own_control, disclosed=True, facts=facts)
        else:
            self._write("changed", person=person, facts=facts)

    # What is done -------------------------------------------------------------------------------------------------

    @rule(agenda=st.lists(DUTIES, max_size=4, unique=True), absent=st.sets(PEOPLE, max_size=4))
    def meets(self, agenda: list[str], absent: set[str]) -> None:
        self._held(self.of.body, [one for one in self._seated() if one not in absent], agenda)

    @rule(data=st.data(), kind=st.sampled_from(["certified", "filed", "completed", "reported"]))
    def does(self, data: st.DataObject, kind: str) -> None:
        person = data.draw(PEOPLE) if kind in ("certified", "completed") else None
        self._write(kind, body=self.of.body, by=self.of.body, person=person, duty=data.draw(DUTIES))

    @rule(kind=st.sampled_from(["minutes-prepared", "minutes-approved", "minutes-filed"]))
    def minutes(self, kind: str) -> None:
        days = [one.date for one in self.chronicle.roster.log if _held_by(one.kind, one.details, self.of.body)]
        if days:
            self._write(kind, body=self.of.body, meeting=days[-1], by=self.of.body)

    @precondition(lambda self: self.of.amendment is not None and not self.amended)
    @rule()
    def amendment_takes_effect(self) -> None:
        assert self.of.amendment is not None
        self.policy = as_amended(self.policy, self.of.amendment, self.chronicle.today)
        self.amended = True
        self._write("amended", body=self.of.body, by=self.above)

    @precondition(lambda self: self.of.scheduled and not self.followed)
    @rule()
    def schedule_is_followed(self) -> None:
        """A schedule of the year ahead is asked for, and every meeting held as it says; nothing else happens."""
        self.followed = True
        today = self.chronicle.today
        ends = add_days(today, AHEAD)
        found = schedule(
            self.chronicle.roster, self._policies(), bodies=[self.of.body], first=today + DAY, last=ends, as_of=today,
            limits=BOUNDS,
        ).schedule  # fmt: skip
        if found is None:
            return
        for meeting in found.of(self.of.body):
            self.chronicle.today = meeting.slot.day
            self._held(self.of.body, meeting.slot.present, [item.duty for item in meeting.agenda])
        self.chronicle.today = ends + DAY
        _none(
            unkept(found.of(self.of.body), self.chronicle.roster, self._policies(), self.of.body, self.chronicle.today)
        )

    # What must be so ----------------------------------------------------------------------------------------------

    @invariant()
    def the_log_gives_the_state(self) -> None:
        _none(one for one in [self.chronicle.disagreement()] if one is not None)

    def teardown(self) -> None:
        """Of the whole life: the log played backward, and the verdicts of all its days."""
        _none(one for one in [self.chronicle.disagreement_backward()] if one is not None)
        lived, last = self.chronicle.roster, self.chronicle.today
        answer = replay(lived, self._policies(), bodies=[self.of.body], first=self.of.roster.as_of, last=last)
        _none(unexplained(answer, lived, self.policy))
        _none(outlived(answer))
        changes = sorted({one.first for course in answer.courses for one in course.intervals})
        alone = [changes[number * (len(changes) - 1) // JUDGED_ALONE] for number in range(JUDGED_ALONE + 1)]
        days = {*alone, *(max(day - DAY, self.of.roster.as_of) for day in alone)}
        _none(otherwise(answer, lived, self._policies(), self.of.body, days))

    # Writing ------------------------------------------------------------------------------------------------------

    def _policies(self) -> Mapping[str, Policy]:
        return {**self.of.policies, self.of.body: self.policy}

    def _seated(self, name: str | None = None) -> Mapping[str, date | None]:
        return self.chronicle.clerk.seated[name or self.of.body]

    def _write(self, kind: str, **details: object) -> None:
        self.chronicle.write(kind, **details)

    def _held(self, name: str, present: Iterable[str], agenda: Sequence[str]) -> None:
        chair = self.chronicle.clerk.chairs[name]
        self._write(
            "held", body=name, present=tuple(present), mode="in-person", called_by=chair, presider=chair,
            agenda=tuple(agenda), minutes=60,
        )  # fmt: skip


def life(of: Life) -> type[RuleBasedStateMachine]:
    """The machine that lives it."""
    return type(f"LifeOf{of.body.title()}", (LifeMachine,), {"of": of})


def _is_plain(kind: str, type_: object, define: object) -> bool:
    """Whether a fact is a truth about a person that somebody states."""
    return kind == "person" and type_ == BOOL and define is None


def _held_by(kind: str, details: Mapping[str, object], body: str) -> bool:
    return kind == "held" and details.get("body") == body


def _none(found: Iterable[str]) -> None:
    wrong = list(found)
    assert not wrong, "\n".join(wrong[:5])
