"""A scenario is run: every question it asks is asked, and every answer compared with what is expected of it."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import assert_never

from quorate.charter.scenario import (
    DiffExpected,
    Expectation,
    PropertyExpected,
    Scenario,
    ScheduleExpected,
    SlatesExpected,
    StressExpected,
    VerdictExpected,
    VerdictsExpected,
)
from quorate.charter.verdict import Verdict
from quorate.questions.check import check
from quorate.questions.test import Difference, Judged, Run
from quorate.source.diagnostic import CallError
from quorate.testing.changes import diff_compared
from quorate.testing.claims import property_compared
from quorate.testing.comparison import Comparison, settled
from quorate.testing.searches import schedule_compared, slates_compared
from quorate.testing.strains import stress_compared
from quorate.testing.verdicts import all_differences, verdict_differences


def run(scenario: Scenario) -> Run:
    """What became of one scenario."""

    @cache
    def verdicts(day: date) -> tuple[Verdict, ...]:
        return check(scenario.roster, scenario.policies, as_of=day).verdicts

    judged: list[Judged] = []
    for expectation in scenario.expectations:
        try:
            found = _compared(scenario, expectation, verdicts)
        except CallError as error:
            problem = Difference("the question", "an answer", "; ".join(one.message for one in error.diagnostics))
            found = settled([problem])
        judged.append(Judged(expectation, asked(expectation), found.outcome, found.differences))
    return Run(scenario, tuple(judged))


def _compared(scenario: Scenario, expected: Expectation, verdicts: Callable[[date], tuple[Verdict, ...]]) -> Comparison:
    roster, policies = scenario.roster, scenario.policies
    match expected:
        case VerdictExpected(day=day):
            return settled(verdict_differences(expected, verdicts(day), roster, policies))
        case VerdictsExpected(day=day):
            return settled(all_differences(expected, verdicts(day), policies))
        case SlatesExpected():
            return slates_compared(scenario, expected)
        case ScheduleExpected():
            return schedule_compared(scenario, expected)
        case StressExpected():
            return stress_compared(scenario, expected)
        case DiffExpected():
            return diff_compared(scenario, expected)
        case PropertyExpected():
            return property_compared(scenario, expected)
        case _:
            assert_never(expected)


def asked(expected: Expectation) -> str:
    """The question in a few words."""
    match expected:
        case VerdictExpected(subject=subject, body=body, day=day):
            return f"verdict of `{subject}` for {body} on {day}"
        case VerdictsExpected(body=body, day=day):
            return f"all verdicts for {body or 'every body'} on {day}"
        case SlatesExpected(bodies=bodies, day=day):
            return f"slates of {' and '.join(bodies)} on {day}"
        case ScheduleExpected(bodies=bodies, first=first, last=last):
            return f"schedule of {' and '.join(bodies)} from {first} to {last}"
        case StressExpected(body=body, subject=subject, day=day):
            return f"stress of `{subject}` for {body} on {day}"
        case DiffExpected(body=body, day=day):
            return f"diff for {body} on {day}"
        case PropertyExpected(subject=subject, body=body, day=day):
            return f"property `{subject}` for {body} on {day}"
        case _:
            assert_never(expected)
