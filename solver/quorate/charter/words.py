"""The variables of an expression, each computed when it is first read."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from quorate.cel.evaluator import Sifting
from quorate.cel.values import NOBODY, Value
from quorate.charter.calendar import Period, fiscal_year
from quorate.charter.document import Clause, Duty, Policy
from quorate.charter.happenings import ClauseThing, DutyThing, EventThing, MeetingThing, PeriodThing
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.things import (
    BodiesThing,
    BodyThing,
    OfficesThing,
    OrganisationThing,
    chair,
    members,
    seats,
    vacancies,
    voting,
)
from quorate.charter.timeline import Kinds

HELD = frozenset({"held"})
Maker = Callable[[], Value]


class Words(Sifting):
    """Variables by name; reading one computes it once.

    `with_` gives words in which some are given outright; the others stay those of the first words, computed but once.
    """

    __slots__ = ("_base", "_made", "_makers")

    def __init__(
        self, makers: Mapping[str, Maker], made: Mapping[str, Value] | None = None, base: "Words | None" = None
    ) -> None:
        self._makers = makers
        self._made = dict(made or {})
        self._base = base

    def __getitem__(self, name: str) -> Value:
        if name in self._made:
            return self._made[name]
        maker = self._makers.get(name)
        if maker is None and self._base is not None:
            return self._base[name]
        value = self._made[name] = self._makers[name]()
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in self._makers or (self._base is not None and name in self._base)

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*(self._base or ()), *self._makers, *self._made))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def sift(self, name: str, kinds: frozenset[str]) -> Value | None:
        if name in self._makers:
            maker = self._makers[name]
            return maker(kinds) if isinstance(maker, Log) else None
        return None if name in self._made or self._base is None else self._base.sift(name, kinds)

    def with_(self, makers: Mapping[str, Maker] | None = None, /, **values: Value) -> "Words":
        """These words with some given outright, or each made when it is first read."""
        return Words(makers or {}, values, self)


@dataclass(frozen=True, slots=True)
class Log:
    """The known entries of the log as expressions see them, of a period if one is given."""

    state: State
    body: str
    period: Period | None = None

    def __call__(self, kinds: frozenset[str] | None = None) -> tuple[EventThing, ...]:
        found = within(self.state, self.period, kinds)
        return tuple(event_thing(self.state, self.body, index) for index, _ in found)


def common_words(policy: Policy, state: State, body: str) -> Words:
    """What an expression of any scope sees; asked again of the same state, the same words."""
    key = ("words", body)
    known = state.own.get(key)
    if not isinstance(known, tuple) or known[0] is not policy:
        known = state.own[key] = (policy, _common_words(policy, state, body))
    words = known[1]
    assert isinstance(words, Words)
    return words


def _common_words(policy: Policy, state: State, body: str) -> Words:
    return Words(
        {
            "as_of": lambda: state.as_of,
            "organisation": lambda: OrganisationThing(state, state.roster.organisation.id),
            "body": lambda: BodyThing(state, body),
            "board": lambda: (
                BodyThing(state, state.roster.board) if state.roster.board in state.roster.bodies else NOBODY
            ),
            "bodies": lambda: BodiesThing(state, "bodies"),
            "offices": lambda: OfficesThing(state, "offices"),
            "members": partial(members, state, body),
            "seats": partial(seats, state, body),
            "vacancies": partial(vacancies, state, body),
            "voting": partial(voting, state, body),
            "chair": partial(chair, state, body),
            "events": Log(state, body),
            "meetings": partial(meetings, state, body),
            "duties": lambda: tuple(duty_thing(state, duty) for duty in policy.charter.duties),
            "clauses": lambda: tuple(clause_thing(state, clause) for clause in policy.charter.clauses),
            "fiscal_year": lambda: period_thing(state, fiscal_year(state.roster.calendar, state.as_of)),
        }
    )


def event_thing(state: State, body: str, index: int) -> EventThing:
    return EventThing(state, str(index), state.timeline.log[index], body)


def meeting_thing(state: State, index: int) -> MeetingThing:
    event = state.timeline.log[index]
    body = str(event.details["body"])
    return MeetingThing(state, f"{body}/{event.date}/{index}", body, event.date, index)


def period_thing(state: State, period: Period) -> PeriodThing:
    return PeriodThing(state, f"{period.first}/{period.last}", period)


def duty_thing(state: State, duty: Duty) -> DutyThing:
    return DutyThing(state, f"{duty.charter}/{duty.id}", duty)


def clause_thing(state: State, clause: Clause) -> ClauseThing:
    return ClauseThing(state, f"{clause.charter}/{clause.id}", clause)


def within(
    state: State, period: Period | None, kinds: Kinds = None, body: str | None = None
) -> tuple[tuple[int, Event], ...]:
    """The known entries of a period, if one is given; what comes after it has no part in it."""
    if period is None:
        return state.events(kinds, body)
    over = period.last is not None and period.last < state.horizon
    found = state.timeline.known(period.last if over and period.last is not None else state.horizon, kinds, body)
    return found[bisect_left(found, period.first, key=lambda one: one[1].date) :]


def held(state: State, body: str, period: Period | None = None) -> tuple[int, ...]:
    """Where in the log the meetings of a body are."""
    return tuple(index for index, _ in within(state, period, HELD, body))


def meetings(state: State, body: str, period: Period | None = None) -> tuple[MeetingThing, ...]:
    return tuple(meeting_thing(state, index) for index in held(state, body, period))
