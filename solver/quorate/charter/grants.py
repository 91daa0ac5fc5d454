"""The cases in which a relief began: by what, on which day, until which day, and whether it still runs.

Both days are included. What must have been so all the time is looked at on the days on which the log has an entry or
a term has run out, and today.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from quorate.cel.ast import Expr
from quorate.cel.evaluator import evaluate
from quorate.cel.kinds import kinds_of
from quorate.cel.reading import names
from quorate.cel.types import BOOL
from quorate.cel.values import Unknown, Value
from quorate.charter.calendar import add_days
from quorate.charter.document import Clause, Policy, Relief, ReliefKind, Scope
from quorate.charter.occasions import event_label
from quorate.charter.past import once, settled
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.surroundings import Surroundings
from quorate.charter.words import common_words, event_thing
from quorate.source.span import Span

_WAIVED = frozenset({"waived"})
_OF_THE_CASE = frozenset(("event", "relief", "start"))


@dataclass(frozen=True, slots=True)
class Grant:
    """One case of a relief. `words` are what its expressions see beside the common words; `facts` would decide it.

    `person` is whom alone an entry `waived` names, `place` where in the log it began, `over` why it helps no longer.
    """

    relief: Relief
    since: date | None
    until: date | None = None
    place: int | None = None
    person: str | None = None
    words: Mapping[str, Value] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()
    over: str | None = None
    why: str = ""
    span: Span | None = None

    @property
    def name(self) -> str:
        return f"{self.relief.charter}/{self.relief.id}"

    def runs_on(self, day: date) -> bool:
        """Whether a day lies between the first and the last, both included."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


def reliefs_of(clause: Clause, policy: Policy) -> Iterator[Relief]:
    """What may spare a clause: its own reliefs, then those of the documents in use that name it or their all."""
    yield from clause.relief
    name = f"{clause.charter}/{clause.id}"
    for document in (policy.charter, *policy.packs):
        for relief in document.relief:
            whole = not relief.helps and document.id == clause.charter and clause.scope is Scope.BODY
            if whole or name in relief.helps:
                yield relief


def grants(relief: Relief, policy: Policy, state: State, body: str) -> tuple[Grant, ...]:
    """Every case of a relief that has begun by the state's day, in the order in which they began."""
    state = state.under(body, policy)
    found = (_ending(grant, policy, state, body) for grant in _begun(relief, policy, state, body))
    return tuple(grant for grant in found if _may_begin(relief, grant.since))


def _may_begin(relief: Relief, since: date | None) -> bool:
    first, last = relief.in_force
    return since is None or ((first is None or first <= since) and (last is None or since <= last))


def _begun(relief: Relief, policy: Policy, state: State, body: str) -> Iterator[Grant]:
    if relief.given is not None:
        yield from _given(relief, policy, state, body)
    elif relief.start is None:
        yield Grant(relief, None, words={"start": state.as_of}, why="it is granted to all")
    elif relief.start.type == BOOL:
        yield from _by_events(relief, policy, state, body)
    else:
        yield from _by_day(relief, policy, state, body)


def _by_day(relief: Relief, policy: Policy, state: State, body: str) -> Iterator[Grant]:
    assert relief.start is not None
    value = _value(relief.start.ast, policy, state, body, {})
    if isinstance(value, Unknown):
        yield Grant(relief, None, words={"start": value}, facts=value.facts)
    elif isinstance(value, date) and value <= state.as_of:
        yield Grant(relief, value, words={"start": value}, why=f"it began on {value}")


def _by_events(relief: Relief, policy: Policy, state: State, body: str) -> Iterator[Grant]:
    assert relief.start is not None
    kinds, steady = kinds_of(relief.start.ast, "event"), settled(relief.start.ast)
    for place, _ in state.entries(kinds):
        find = partial(_by_event, relief, policy, state, body, place)
        yield from once(state, relief, ("began", body, place), find) if steady else find()


def _by_event(relief: Relief, policy: Policy, state: State, body: str, place: int) -> tuple[Grant, ...]:
    assert relief.start is not None
    event = state.timeline.log[place]
    before = state.back(event.date, place)
    words: dict[str, Value] = {"event": event_thing(before, body, place)}
    value = _value(relief.start.ast, policy, before, body, words)
    return tuple(_case(relief, state, event, place, value, {**words, "start": event.date}))


def _given(relief: Relief, policy: Policy, state: State, body: str) -> Iterator[Grant]:
    """The entries `waived` that name the relief, and this body or none."""
    assert relief.given is not None
    for place, event in state.entries(_WAIVED, body):
        details = event.details
        if details.get("relief") in (relief.id, f"{relief.charter}/{relief.id}"):
            words: dict[str, Value] = {"relief": event_thing(state, body, place)}
            value = _value(relief.given.ast, policy, state, body, words)
            person = details.get("person")
            for grant in _case(relief, state, event, place, value, {**words, "start": event.date}):
                yield replace(grant, person=None if person is None else str(person))


def _case(
    relief: Relief, state: State, event: Event, place: int, value: Value, words: Mapping[str, Value]
) -> Iterator[Grant]:
    """The case that an entry of the log begins, if it does or may."""
    if value is True or isinstance(value, Unknown):
        facts = value.facts if isinstance(value, Unknown) else frozenset[str]()
        label = f"it began with {event_label(state, event)}"
        yield Grant(relief, event.date, None, place, None, words, facts, why=label, span=event.span)


def _ending(grant: Grant, policy: Policy, state: State, body: str) -> Grant:
    """The same case with its last day: what the relief says, and no later than what was granted."""
    granted = state.timeline.log[grant.place].details.get("until") if grant.place is not None else None
    last = granted if isinstance(granted, date) and grant.relief.given is not None else None
    if grant.relief.until is None:
        return replace(grant, until=last)
    until = grant.relief.until.ast
    find = partial(_value, until, policy, state, body, grant.words)
    steady = grant.place is not None and names(until) <= _OF_THE_CASE
    value = once(state, grant.relief, ("until", body, grant.place), find) if steady else find()
    if isinstance(value, date):
        return replace(grant, until=value if last is None else min(value, last))
    facts = value.facts if isinstance(value, Unknown) else frozenset({f"{grant.name}.until"})
    return replace(grant, until=last, facts=grant.facts | facts)


def during(grant: Grant, policy: Policy, state: State, body: str) -> Value:
    """Whether what must be so all the time is so on the state's day."""
    rule = grant.relief.during
    return True if rule is None else _value(rule.ast, policy, state, body, grant.words)


def _value(expr: Expr, policy: Policy, state: State, body: str, own: Mapping[str, Value]) -> Value:
    words = common_words(policy, state, body).with_(**own)
    return evaluate(expr, words, Surroundings(policy, state, words))


def days_between(state: State, body: str, since: date) -> tuple[date, ...]:
    """The days from `since` to the day before the state's, that one excluded, on which something may have changed."""
    log = {event.date for _, event in state.entries()}
    ends = (member.term_ends for member in state.seating(body).members.values())
    over = {add_days(day, 1) for day in ends if day is not None}
    return tuple(sorted(day for day in {since, *log, *over} if since <= day < state.as_of))


def is_cure(grant: Grant) -> bool:
    """Whether it helps only the breach with which it began."""
    return grant.relief.kind is ReliefKind.CURE and grant.place is not None
