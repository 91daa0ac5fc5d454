"""Whether meetings that were found are a schedule of a changed case, judged anew."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from quorate.charter.document import Duty
from quorate.engines.base import Clock, Limits
from quorate.questions.explain.schedule.nouns import Case
from quorate.questions.schedule.answer import schedule
from quorate.questions.schedule.asking import desks_for, exists
from quorate.questions.schedule.candidates import slot_at
from quorate.questions.schedule.checks import faults
from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.nouns import Meeting, Placed, Slot, Unfinished, in_order
from quorate.questions.schedule.replay import Replay


@dataclass(frozen=True)
class _Laid(Desk):
    """A desk whose meetings are laid out already."""

    laid: tuple[Slot, ...] = ()

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return self.laid


def replayed(case: Case, placed: Iterable[Placed]) -> tuple[Meeting, ...] | None:
    """The meetings as a schedule of the case, with those present who then can be; none if they are not one."""
    desks = desks_for(case.roster, case.policies, case.ask, Clock(Limits()))
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

    if any(faults(meetings, case.roster.calendar, case.ask)):
        return None
    refused = Replay(case.roster, case.policies, case.ask, answers).complaints(meetings)
    return None if refused else meetings


def _slot(desk: Desk, wanted: Slot) -> Slot | None:
    """The slot as the case has it, if it is there at all."""
    apart = max(1, desk.state.roster.calendar.spacing)
    if any(abs((wanted.day - day).days) < apart for day in desk.held):
        return None
    return slot_at(desk.policy, desk.state, desk.body, desk.ask, wanted.day, wanted.start)


def searched(case: Case, limits: Limits) -> tuple[Meeting, ...] | Unfinished | None:
    """A schedule of the case by the ordinary search; none if there is none."""
    ask = case.ask
    answer = schedule(
        case.roster, case.policies, bodies=ask.bodies, first=ask.first, last=ask.last, fewest=ask.fewest,
        most=ask.most, spare=ask.spare, as_of=ask.today, limits=limits,
    )  # fmt: skip
    if answer.schedule is not None and not _missing(answer.outcome):
        return answer.schedule.meetings
    return answer.outcome if isinstance(answer.outcome, Unfinished) else None


def _missing(outcome: object) -> bool:
    return isinstance(outcome, Unfinished) and bool(outcome.missing)


def impossible(case: Case, limits: Limits) -> bool | None:
    """Whether the ordinary search, too, finds no schedule; none where that stays open."""
    found = exists(case.roster, case.policies, case.ask, limits)
    return None if found is None else not found
