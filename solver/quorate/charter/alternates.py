"""Members of one gathering: an acting alternate sits in the place of a member, who is none for that gathering.

Under a charter with `alternates_count` both are members, so that the base of fractions grows by the alternate.
"""

from dataclasses import replace

from quorate.charter.roster import Acting, Event
from quorate.charter.state import State
from quorate.charter.timeline import Seating
from quorate.charter.verdict import Evidence

_HELD = frozenset({"held"})
GATHERINGS = frozenset({"held", "vote", "consent"})


def gathered(state: State, body: str, event: Event) -> State:
    """The state at a meeting, vote or consent of the log: alternates sit where those for whom they act did."""
    acting = alternates_at(state, body, event)
    if not acting:
        return state
    key = ("gathered", body, acting)
    if key not in state.own:
        policy = state.policies.get(body)
        enlarged = policy is not None and policy.charter.alternates_count
        state.own[key] = state.with_seating(body, substituted(state.seating(body), acting, enlarged=enlarged))
    found = state.own[key]
    assert isinstance(found, State)
    return found


def alternates_at(state: State, body: str, event: Event) -> tuple[Acting, ...]:
    """Who acts for whom; at a vote whose entry does not say so, those of the meeting at which it was taken."""
    if event.kind not in GATHERINGS or event.details.get("body") != body:
        return ()
    given = event.details.get("alternates")
    if given is None and event.kind == "vote":
        given = _of_the_meeting(state, body, event)
    return given if isinstance(given, tuple) else ()


def _of_the_meeting(state: State, body: str, vote: Event) -> object:
    """The alternates of the meeting on the day of a vote: of several meetings, the last before the vote in the log."""
    day = vote.date if vote.date < state.horizon else state.horizon
    meetings = [one for one in state.timeline.known(day, _HELD, body) if one[1].date == vote.date]
    earlier = [event for index, event in meetings if index < state.position]
    chosen = earlier[-1:] or [event for _, event in meetings[:1]]
    return chosen[0].details.get("alternates") if chosen else None


def substituted(seating: Seating, acting: tuple[Acting, ...], *, enlarged: bool) -> Seating:
    """A seating in which alternates have the places of their principals: their seats, votes and terms.

    Who acts for nobody who sits there, or sits there already, changes nothing.
    """
    replaced = {
        pair.principal: pair.alternate
        for pair in acting
        if pair.principal in seating.members and pair.alternate not in seating.members
    }
    members = {}
    for person, place in seating.members.items():
        if enlarged or person not in replaced:
            members[person] = place
        if person in replaced:
            members[replaced[person]] = replace(place, person=replaced[person])
    return Seating(members, seating.chair, tuple(pair for pair in acting if pair.principal in replaced))


def told(state: State, body: str) -> tuple[Evidence, ...]:
    """Who acts for whom at the gathering of a state, as evidence."""
    names = state.roster.people
    return tuple(
        Evidence(f"{names[a.alternate].name} acting for {names[a.principal].name}", (a.alternate, a.principal))
        for a in state.seating(body).acting
    )
