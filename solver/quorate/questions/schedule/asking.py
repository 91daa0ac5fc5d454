"""What is asked of a schedule, checked; the desks of its bodies; whether there is any schedule at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from quorate.charter.calendar import DAY
from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.charter.tenure import FARTHEST, state_of
from quorate.engines.base import Clock, Limits
from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.nouns import Ask
from quorate.questions.schedule.problem import Programme
from quorate.questions.schedule.reasons import hopeless
from quorate.questions.schedule.search import Search
from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean

LATEST = date(9998, 12, 31)  # rolling years begun by the last meeting still end within the calendar
LONGEST_YEARS = 10
NO_LIMITS = Limits()


def asked(
    roster: Roster,
    policies: Mapping[str, Policy],
    bodies: Sequence[str],
    today: date,
    first: date | None = None,
    last: date | None = None,
    *,
    fewest: int = 0,
    most: int | None = None,
    spare: int = 0,
) -> Ask:
    """What is asked, or a `CallError` where it makes no sense."""
    begins, ends = first or date((last or today).year, 1, 1), last or date((first or today).year, 12, 31)
    ask = Ask(tuple(dict.fromkeys(bodies)), today, begins, ends, fewest, most, spare)
    _check(roster, policies, ask)
    return ask


def known_by(roster: Roster, today: date) -> Roster:
    """The roster with what its log says by a day."""
    return replace(roster, log=tuple(event for event in roster.log if event.date <= today))


def desks_for(roster: Roster, policies: Mapping[str, Policy], ask: Ask, clock: Clock) -> dict[str, Desk]:
    """The desk of each body, for a roster whose log ends today."""
    state = state_of(roster, policies, ask.today)
    return {
        body: Desk(policies[body], state.under(body, policies[body]), body, ask, clock=clock) for body in ask.bodies
    }


def exists(roster: Roster, policies: Mapping[str, Policy], ask: Ask, limits: Limits = NO_LIMITS) -> bool | None:
    """Whether there is a schedule, by formulas alone, for a roster whose log ends today; none where that stays open."""
    clock = Clock(limits)
    desks = tuple(desks_for(roster, policies, ask, clock).values())
    if any(True for desk in desks for _ in hopeless(desk)):
        return False
    shared = desks if len(desks) == 1 else tuple(replace(desk, together=len(desks)) for desk in desks)
    laws = tuple(law for desk in shared for law in desk.laws())
    programme = Programme(tuple(desk.task for desk in shared), max(ask.first, ask.today + DAY), ask.last, laws)
    return Search(clock, limits).exists(programme)


def _check(roster: Roster, policies: Mapping[str, Policy], ask: Ask) -> None:
    if not ask.bodies:
        raise _wrong("no-body", "no body is named", "name one with `--body`")
    for body in ask.bodies:
        if body not in roster.bodies:
            raise _wrong("unknown-body", f"there is no body `{body}`", did_you_mean(body, roster.bodies))
        if body not in policies:
            raise _wrong("no-charter", f"no charter governs `{body}`", "give the body a `charter:` in the roster")
    if ask.today < roster.as_of:
        message = f"{ask.today} lies before the day of the roster, {roster.as_of}"
        raise _wrong("too-early", message, "a schedule is made from the roster's day on")
    latest = LATEST.replace(year=min(LATEST.year, roster.as_of.year + FARTHEST - 2))
    if ask.last > latest:
        raise _wrong("too-late", f"{ask.last} lies after the last day that can be planned, {latest}", "end earlier")
    if (ask.last - max(ask.first, ask.today)).days > LONGEST_YEARS * 366:
        message = f"{ask.first} to {ask.last} are more than {LONGEST_YEARS} years"
        raise _wrong("too-long", message, "plan a shorter period")
    if ask.last < ask.first or ask.last <= ask.today:
        raise _wrong("empty-period", f"no day to come lies from {ask.first} to {ask.last}", "choose another period")
    if ask.most is not None and ask.most < ask.fewest:
        raise _wrong("empty-range", f"no number lies in {ask.fewest}..{ask.most}", "write the smaller number first")


def _wrong(code: str, message: str, help_: str | None) -> CallError:
    return CallError([Diagnostic(code, message, help=help_)])
