"""Whether meetings that are laid out already are a schedule: of another roster, say, or with other clauses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from quorate.charter.document import Duty, Policy
from quorate.charter.roster import Roster
from quorate.engines.base import Clock, Limits
from quorate.questions.schedule.asking import desks_for
from quorate.questions.schedule.candidates import slot_at
from quorate.questions.schedule.checks import faults
from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.nouns import Ask, Meeting, Placed, Slot, in_order
from quorate.questions.schedule.replay import Replay

UNLIMITED = Limits()


@dataclass(frozen=True)
class _Laid(Desk):
    """A desk whose meetings are laid out already."""

    laid: tuple[Slot, ...] = ()

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return self.laid


def replayed(
    roster: Roster, policies: Mapping[str, Policy], ask: Ask, placed: Iterable[Placed]
) -> tuple[Meeting, ...] | None:
    """The meetings as a schedule, with those present who then can be; none if they are not one.

    The log of the roster ends on the day of the question.
    """
    desks = desks_for(roster, policies, ask, Clock(UNLIMITED))
    there: list[Placed] = []
    for each in placed:
        slot = _slot(desks[each.slot.body], each.slot)
        if slot is None:
            return None
        there.append(replace(each, slot=slot))
    slots = tuple(each.slot for each in there)
    laid = {
        body: _Laid(desk.policy, desk.state, body, desk.ask, laid=tuple(slot for slot in slots if slot.body == body))
        for body, desk in desks.items()
    }
    meetings = in_order(each for desk in laid.values() for each in desk.meetings(tuple(there)))

    def answers(body: str, duty: Duty, label: str) -> bool:
        return laid[body].requirements.answers(duty, label)

    if any(faults(meetings, roster.calendar, ask)):
        return None
    refused = Replay(roster, policies, ask, answers).complaints(meetings)
    return None if refused else meetings


def _slot(desk: Desk, wanted: Slot) -> Slot | None:
    """The slot as it is for that roster, if it is there at all."""
    apart = max(1, desk.state.roster.calendar.spacing)
    if any(abs((wanted.day - day).days) < apart for day in desk.held):
        return None
    return slot_at(desk.policy, desk.state, desk.body, desk.ask, wanted.day, wanted.start)
