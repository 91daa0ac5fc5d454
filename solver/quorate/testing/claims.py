"""What is expected of properties in stated situations compared with what becomes of them."""

from quorate.charter.claims import PropertyVerdict, judge_property
from quorate.charter.scenario import PropertyExpected, Scenario
from quorate.charter.tenure import state_of
from quorate.questions.test import Difference
from quorate.testing.comparison import Comparison, settled


def property_compared(scenario: Scenario, expected: PropertyExpected) -> Comparison:
    state = state_of(scenario.roster, scenario.policies, expected.day)
    policy = scenario.policies[expected.body]
    found = judge_property(policy, state, expected.body, expected.claim, expected.situation, expected.pack)
    if found.status is expected.status:
        return settled(())
    return settled([Difference(f"{expected.body}: {expected.subject}", expected.status.value, _told(found))])


def _told(found: PropertyVerdict) -> str:
    told = found.status.value
    if found.reasons:
        told += f" ({'; '.join(found.reasons)})"
    if found.facts:
        told += f" (not known: {', '.join(sorted(found.facts))})"
    return told
