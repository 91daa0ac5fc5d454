"""Expected slates and schedules compared with those there are."""

from collections.abc import Iterator
from typing import assert_never

from quorate.charter.evaluator import lawful
from quorate.charter.scenario import Scenario, ScheduleExpected, Seated, SlatesExpected
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.questions.schedule import NoSchedule, Schedule, Unfinished, schedule
from quorate.questions.slates import SlatesAnswer, slates
from quorate.questions.test import Difference
from quorate.testing.comparison import Comparison, counted, listing, settled, undecided
from quorate.testing.verdicts import citation_of, evidence_of


def slates_compared(scenario: Scenario, expected: SlatesExpected) -> Comparison:
    found: list[Difference] = []
    if expected.count is not None or expected.best is not None:
        answer = _slates(scenario, expected)
        if answer.open_because is not None:
            return undecided("the slates", "an answer", answer.open_because)
        found += counted("the number of lawful slates", expected.count, answer.lawful or 0)
        found += _best(expected, answer)
    state = state_of(scenario.roster, scenario.policies, expected.day)
    for wanted, named in ((True, expected.includes), (False, expected.excludes)):
        for slate in named:
            found += _sits(scenario, state, expected, slate, wanted=wanted)
    return settled(found)


def _slates(scenario: Scenario, expected: SlatesExpected) -> SlatesAnswer:
    return slates(
        scenario.roster,
        scenario.policies,
        bodies=expected.bodies,
        sizes=expected.sizes,
        keep=expected.keep,
        exclude=expected.exclude,
        prefer=expected.prefer,
        as_of=expected.day,
        top=1,
        count_only=expected.best is None,
    )


def _best(expected: SlatesExpected, answer: SlatesAnswer) -> Iterator[Difference]:
    if expected.best is None:
        return
    if not answer.slates:
        yield Difference("the best slate", _shown(expected.best), "there is no lawful slate")
        return
    seated = next(seats for seats in answer.slates[0].seats if seats.body == expected.bodies[0])
    actual = Seated(frozenset(seated.members), seated.chair)
    if actual.members != expected.best.members or expected.best.chair not in (None, actual.chair):
        yield Difference("the best slate", _shown(expected.best), _shown(actual))


def _sits(
    scenario: Scenario, state: State, expected: SlatesExpected, slate: Seated, *, wanted: bool
) -> Iterator[Difference]:
    """Whether a slate could lawfully sit, by the reference evaluator; an open chair may be any of the members."""
    body = expected.bodies[0]
    members = [person for person in scenario.roster.people if person in slate.members]
    outside = _not_asked(expected, slate)
    if outside is not None:
        if wanted:
            yield Difference(f"the slate {_shown(slate)}", "lawful", outside)
        return
    tried = [
        lawful(scenario.policies[body], state.with_body(body, members, chair), body, explain=True)
        for chair in ([slate.chair] if slate.chair else members)
    ]
    if any(outcome is True for outcome, _ in tried) == wanted:
        return
    blamed = (
        next((one for one in tried[0][1] if one.status in (Status.BROKEN, Status.UNKNOWN)), None) if tried else None
    )
    about = f"the slate {_shown(slate)}"
    if blamed is None:
        yield Difference(about, "lawful" if wanted else "not lawful", "not lawful" if wanted else "lawful")
    else:
        told = f"`{blamed.subject.id}` {'is broken' if blamed.status is Status.BROKEN else 'is unknown'}"
        yield Difference(about, "lawful", told, evidence_of(blamed), citation_of(blamed))


def _not_asked(expected: SlatesExpected, slate: Seated) -> str | None:
    """Why a slate is not among those asked for, if it is not."""
    if expected.sizes is not None and not expected.sizes[0] <= len(slate.members) <= expected.sizes[1]:
        return "not of a size asked for"
    body = expected.bodies[0]
    kept = {person.rpartition("/")[2] for person in expected.keep if person.rpartition("/")[0] in ("", body)}
    left_out = {person.rpartition("/")[2] for person in expected.exclude if person.rpartition("/")[0] in ("", body)}
    if not kept <= slate.members:
        return f"without {listing(kept - slate.members)}, to be kept"
    return f"with {listing(left_out & slate.members)}, to be left out" if left_out & slate.members else None


def _shown(slate: Seated) -> str:
    members = listing(slate.members)
    return f"{members}; chair {slate.chair}" if slate.chair else members


def schedule_compared(scenario: Scenario, expected: ScheduleExpected) -> Comparison:
    answer = schedule(
        scenario.roster,
        scenario.policies,
        bodies=expected.bodies,
        first=expected.first,
        last=expected.last,
        spare=expected.spare,
        as_of=scenario.day,
    ).outcome
    there = "a schedule" if expected.exists else "no schedule"
    match answer:
        case Schedule(meetings=meetings):
            days = ", ".join(str(meeting.slot.day) for meeting in meetings)
            if not expected.exists:
                return settled([Difference("the schedule", there, f"there is one: {days}")])
            return settled(counted("the number of meetings", expected.meetings, len(meetings)))
        case NoSchedule(reasons=reasons):
            if not expected.exists:
                return settled([])
            because = tuple(reason.text for reason in reasons)
            return settled([Difference("the schedule", there, "there is none", because)])
        case Unfinished(why=why):
            return undecided("the schedule", there, why)
        case _:
            assert_never(answer)
