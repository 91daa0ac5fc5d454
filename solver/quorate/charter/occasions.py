"""The occasions on which a clause is judged: a day, a meeting, a vote, a period, an event, each with its variables.

What has happened since a past occasion is known on it (`events`, `meetings`), who sits where is as it then was.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeAlias, assert_never

from quorate.cel.kinds import kinds_of
from quorate.cel.values import Group, Interval
from quorate.charter.alternates import GATHERINGS, gathered
from quorate.charter.calendar import Period
from quorate.charter.document import Clause, Per, Policy, Scope
from quorate.charter.happenings import MeetingThing, VoteThing, among_members, attending
from quorate.charter.roster import Event, Membership
from quorate.charter.spells import partial_because, periods_so_far
from quorate.charter.state import State
from quorate.charter.surroundings import Surroundings
from quorate.charter.things import BodyThing, PersonThing, group
from quorate.charter.timeline import seats_in
from quorate.charter.words import (
    HELD,
    Log,
    Maker,
    Words,
    common_words,
    event_thing,
    held,
    meeting_thing,
    meetings,
    period_thing,
)
from quorate.source.span import Span

FULL = "full attendance"
_POLLS = frozenset({"vote", "consent"})
_SEATINGS = {
    "at_appointment": frozenset({"appointed", "designated"}),
    "at_election": frozenset({"elected", "re-elected"}),
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when a clause is judged, and what it then sees.

    `until` is the last day of a period that still runs (none where the calendar does not say which). `acted` says
    what was done on the strength of a condition that had better hold: business at a meeting, a vote taken as carried.
    `reason` makes every clause not applicable here.
    """

    body: str
    scope: Scope
    policy: Policy
    state: State
    variables: Words
    label: str = ""
    span: Span | None = None
    period: Period | None = None
    running: bool = False
    until: date | None = None
    acted: str | None = None
    reason: str | None = None

    @property
    def as_of(self) -> date:
        return self.state.as_of

    @property
    def context(self) -> Surroundings:
        return Surroundings(self.policy, self.state, self.variables)


Coming: TypeAlias = tuple[object, Callable[[State], Occasion | None]]
"""A key of an occasion, and what makes it of a state; there may be none after all."""


def occasions_of(policy: Policy, state: State, body: str, clause: Clause) -> tuple[Occasion, ...]:
    """Every occasion, up to the state's day, on which a clause is judged."""
    if clause.scope is Scope.BODY and clause.tested != "always":
        return _made(state.under(body, policy), _seatings(policy, state, body, clause.tested))
    return occasions(policy, state, body, clause.scope, clause.per)


def coming(policy: Policy, state: State, body: str, clause: Clause) -> Iterator[Coming]:
    """The occasions of a clause, each to be made from the state: the first, and those of which it can speak."""
    if clause.scope is Scope.BODY and clause.tested != "always":
        return _seatings(policy, state, body, clause.tested)
    kinds = kinds_of(clause.when.ast, "event") if clause.scope is Scope.EVENT and clause.when is not None else None
    return _coming(policy, state, body, clause.scope, clause.per, kinds)


def _made(state: State, found: Iterable[Coming]) -> tuple[Occasion, ...]:
    return tuple(made for _, make in found if (made := make(state)) is not None)


def occasions(policy: Policy, state: State, body: str, scope: Scope, per: Per | None = None) -> tuple[Occasion, ...]:
    """Every occasion of a scope up to the state's day; properties' own scopes have none in a log."""
    state = state.under(body, policy)
    key = ("occasions", body, scope, per)
    known = state.own.get(key)
    if not isinstance(known, tuple) or known[0] is not policy:
        known = state.own[key] = (policy, _made(state, _coming(policy, state, body, scope, per)))
    found: tuple[Occasion, ...] = known[1]
    return found


def _coming(
    policy: Policy, state: State, body: str, scope: Scope, per: Per | None, kinds: frozenset[str] | None = None
) -> Iterator[Coming]:
    """The occasions of a scope; of events only the first and those of the kinds, if they are given."""
    match scope:
        case Scope.BODY | Scope.CHARTER:
            yield scope, lambda state: plain(policy, state, body, scope)
        case Scope.QUORUM:
            yield from _gatherings(policy, state, body)
            yield FULL, lambda state: full_attendance(policy, state, body)
        case Scope.VOTE:
            yield from ((index, partial(_ballot, policy, body, index)) for index in _polls(state, body))
        case Scope.MEETING:
            yield from ((index, partial(_meeting, policy, body, index)) for index in held(state, body))
        case Scope.YEAR if per is not None:
            for found in periods_so_far(state, body, per):
                yield (found.first, found.last), partial(_year, policy, body, found, per)
        case Scope.EVENT:
            for index in sorted({*_first(state), *(index for index, _ in state.events(kinds))}):
                yield index, partial(_happening, policy, body, index)
        case Scope.YEAR | Scope.DEPARTURE | Scope.SUBCOMMITTEE:
            return
        case _:
            assert_never(scope)


def _first(state: State) -> range:
    """The place of the first entry of the log, if any is known."""
    return range(0 if state.begun() is None else 1)


def plain(policy: Policy, state: State, body: str, scope: Scope = Scope.BODY, label: str = "") -> Occasion:
    """A day, or a charter as a whole."""
    return Occasion(body, scope, policy, state, common_words(policy, state, body), label)


def _seatings(policy: Policy, state: State, body: str, tested: str) -> Iterator[Coming]:
    """Just after each appointment, or each election, of a member."""
    for index, event in state.events(_SEATINGS[tested], body):
        if seats_in(event) == body:
            yield index, partial(_seated, policy, body, index)


def _seated(policy: Policy, body: str, index: int, state: State) -> Occasion:
    event = state.timeline.log[index]
    then = state.back(event.date, index + 1)
    return replace(plain(policy, then, body, Scope.BODY, event_label(state, event)), span=event.span)


# Gatherings ---------------------------------------------------------------------------------------------------------


def gathering(policy: Policy, state: State, body: str, present: Iterable[str], label: str = "") -> Occasion:
    """A meeting of scope quorum at which some of the members are present, on the state's day."""
    state = state.under(body, policy)
    words = common_words(policy, state, body).with_(present=among_members(state, body, tuple(present)))
    return Occasion(body, Scope.QUORUM, policy, state, words, label)


def full_attendance(policy: Policy, state: State, body: str) -> Occasion:
    """The meeting at which every member is present: where even that is inquorate, the body cannot act."""
    state = state.under(body, policy)
    words = common_words(policy, state, body)
    words = words.with_(present=words["members"])
    return Occasion(body, Scope.QUORUM, policy, state, words, FULL, acted="no meeting of the members can be quorate")


def _gatherings(policy: Policy, state: State, body: str) -> Iterator[Coming]:
    """Every recorded meeting, and the votes at it where others took part in them."""
    for index in held(state, body):
        yield index, partial(_gathering, policy, body, index)
    for index in _polls(state, body):
        if state.timeline.log[index].kind == "vote":
            yield index, partial(_voting, policy, body, index)


def _there(state: State, body: str, index: int) -> tuple[str, ...]:
    """Who was present at a meeting."""
    return attending(_then(state, body, index), body, state.timeline.log[index].details["present"])


def _gathering(policy: Policy, body: str, index: int, state: State) -> Occasion:
    event = state.timeline.log[index]
    there = _there(state, body, index)
    found = gathering(policy, _then(state, body, index), body, there, f"meeting of {event.date}")
    return replace(found, span=event.span, acted=business(state, body, event))


def _voting(policy: Policy, body: str, index: int, state: State) -> Occasion | None:
    """Those who took part in a vote, if they were not those of a meeting of that day."""
    event = state.timeline.log[index]
    then = _then(state, body, index)
    there = polled(then, body, event)
    meetings = (place for place, one in state.timeline.known(event.date, HELD, body) if one.date == event.date)
    if any(frozenset(there) == frozenset(_there(state, body, place)) for place in meetings):
        return None
    label = f"vote of {event.date}" + (f" on {_item(event)}" if _item(event) else "")
    found = gathering(policy, then, body, there, label)
    return replace(found, span=event.span, acted="a vote was taken")


def _then(state: State, body: str, index: int) -> State:
    """The state in which something happened, with the alternates where it is a gathering of the body."""
    event = state.timeline.log[index]
    then = state.back(event.date, index)
    return gathered(then, body, event) if event.kind in GATHERINGS else then


def business(state: State, body: str, meeting: Event) -> str | None:
    """What was done at a meeting that only a quorate one can do."""
    votes = [
        _item(event) or "a matter"
        for _, event in state.timeline.known(meeting.date, _POLLS, body)
        if event.kind == "vote" and event.date == meeting.date
    ]
    listed = meeting.details.get("agenda")
    agenda = listed if isinstance(listed, tuple) else ()
    if votes:
        return f"it voted on {', '.join(votes)}"
    return f"it dealt with {', '.join(agenda)}" if agenda else None


def _item(event: Event) -> str:
    return str(event.details.get("item") or event.details.get("subject") or "")


# Votes and meetings -------------------------------------------------------------------------------------------------


def _polls(state: State, body: str) -> tuple[int, ...]:
    return tuple(index for index, _ in state.events(_POLLS, body))


def polled(state: State, body: str, event: Event) -> tuple[str, ...]:
    """Everybody who took part in a vote, the recused included."""
    parts = (attending(state, body, event.details.get(part, ())) for part in ("ayes", "noes", "abstentions", "recused"))
    return tuple(dict.fromkeys(person for part in parts for person in part))


def vote_words(words: Words, state: State, body: str, event: Event) -> Words:
    """The words of scope vote, for a vote that was or could be taken on the state's day."""
    parts = {
        part: among_members(state, body, event.details.get(part, ()))
        for part in ("ayes", "noes", "abstentions", "recused")
    }
    away = {thing.key for thing in (*parts["recused"].definite, *parts["recused"].possible)}
    there = among_members(state, body, polled(state, body, event))
    with_vote = {member.person for member in state.seating(body).members.values() if member.votes > 0}
    voting = Group(
        tuple(thing for thing in there.definite if thing.key in with_vote - away),
        tuple(thing for thing in there.possible if thing.key in with_vote - away),
        there.facts,
    )
    least = len(parts["ayes"].definite) + len(parts["noes"].definite)
    most = least + len(parts["ayes"].possible) + len(parts["noes"].possible)
    cast = least if least == most else Interval(least, most, there.facts)
    vote = VoteThing(state, f"{body}/{event.date}/{_item(event)}", event)
    return words.with_(**parts, present=there, voting=voting, cast=cast, vote=vote)


def ballot(policy: Policy, state: State, body: str, event: Event) -> Occasion:
    """A vote that could be taken on the state's day: an event of kind vote or consent that no log need have."""
    state = state.under(body, policy)
    words = vote_words(common_words(policy, state, body), state, body, event)
    label = f"{event.kind} of {event.date}" + (f" on {_item(event)}" if _item(event) else "")
    default = True if event.kind == "consent" else None
    carried = event.details.get("carried", default) is True
    acted = ("it was acted on" if event.kind == "consent" else "it was taken as carried") if carried else None
    return Occasion(body, Scope.VOTE, policy, state, words, label, event.span, acted=acted)


def _ballot(policy: Policy, body: str, index: int, state: State) -> Occasion:
    return ballot(policy, _then(state, body, index), body, state.timeline.log[index])


def _meeting(policy: Policy, body: str, index: int, state: State) -> Occasion:
    event = state.timeline.log[index]
    then = _then(state, body, index)
    words = common_words(policy, then, body).with_(
        present=among_members(then, body, event.details["present"]), meeting=meeting_thing(state, index)
    )
    return Occasion(body, Scope.MEETING, policy, then, words, f"meeting of {event.date}", event.span)


def planned_meeting(
    policy: Policy, state: State, body: str, day: date, present: Iterable[str], **fields: object
) -> Occasion:
    """A meeting on a day to come with some of today's members; of its fields only those given are known."""
    then = state.under(body, policy).on_coming(day)
    meeting = MeetingThing(then, f"{body}/{day}", body, day, given=fields)
    there = among_members(then, body, tuple(present))
    words = common_words(policy, then, body).with_(present=there, meeting=meeting)
    return Occasion(body, Scope.MEETING, policy, then, words, f"meeting of {day}")


def _happening(policy: Policy, body: str, index: int, state: State) -> Occasion:
    event = state.timeline.log[index]
    then = _then(state, body, index)
    words = common_words(policy, then, body).with_(event=event_thing(then, body, index))
    return Occasion(body, Scope.EVENT, policy, then, words, event_label(then, event), event.span)


def event_label(state: State, event: Event) -> str:
    """What happened, to whom, and when."""
    if event.kind in ("held", "vote", "consent"):
        return f"{'meeting' if event.kind == 'held' else event.kind} of {event.date}"
    person = event.details.get("person")
    who = f"{PersonThing(state, str(person)).name}: " if person is not None else ""
    return f"{who}{event.kind} on {event.date}"


# Periods ------------------------------------------------------------------------------------------------------------


def _year(policy: Policy, body: str, found: Period, per: Per, state: State) -> Occasion:
    return year_occasion(policy, state, body, found, partial_because(state, body, found, per))


def year_occasion(policy: Policy, state: State, body: str, found: Period, reason: str | None = None) -> Occasion:
    """A period, over or still running: its own meetings and events, the members on its last day so far."""
    state = state.under(body, policy)
    running = found.last is None or state.as_of <= found.last
    then = state if running or found.last is None else state.back(found.last)
    cut: dict[str, Maker] = {"meetings": partial(meetings, then, body, found), "events": Log(then, body, found)}
    words = common_words(policy, then, body).with_(cut, year=period_thing(then, found))
    until = found.last if running else None
    return Occasion(
        body, Scope.YEAR, policy, then, words, found.label, None, found, running=running, until=until, reason=reason
    )


# The scopes of properties -------------------------------------------------------------------------------------------


def departure(policy: Policy, state: State, body: str, departed: Iterable[str]) -> Occasion:
    """What is left of a body after some members leave it; a chair who leaves it leaves a vacant chair."""
    state = state.under(body, policy)
    gone = frozenset(departed)
    seated = state.seating(body)
    kept: tuple[Membership, ...] = tuple(m for m in seated.members.values() if m.person not in gone)
    chair = state.chair(body)
    left = state.with_body(body, kept, chair if isinstance(chair, str) and chair not in gone else None)
    before = [member.person for member in seated.members.values()]
    words = common_words(policy, left, body).with_(
        before=group(state, body, before), departed=group(state, body, (p for p in before if p in gone))
    )
    return Occasion(body, Scope.DEPARTURE, policy, left, words, "departure")


def subcommittee(policy: Policy, state: State, parent: str, members: Iterable[str]) -> Occasion:
    """A subcommittee of some members of a body."""
    state = state.under(parent, policy)
    words = common_words(policy, state, parent).with_(
        members=group(state, parent, members), parent=BodyThing(state, parent)
    )
    return Occasion(parent, Scope.SUBCOMMITTEE, policy, state, words, "subcommittee")
