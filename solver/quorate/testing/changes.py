"""Expected changes by another charter compared with those there are."""

from quorate.charter.scenario import DiffExpected, Scenario
from quorate.questions.diff import DiffAnswer, Kind, diff
from quorate.questions.test import Difference
from quorate.testing.comparison import Comparison, counted, named, settled, undecided


def diff_compared(scenario: Scenario, expected: DiffExpected) -> Comparison:
    answer = diff(scenario.roster, scenario.policies, body=expected.body, after=expected.after, as_of=expected.day)
    if (expected.gained or expected.lost) and answer.slates.undecided is not None:
        return undecided("the slates gained and lost", "numbers", answer.slates.undecided)
    return settled(
        [
            *named("clauses and duties added", expected.added, _own(answer, Kind.ADDED)),
            *named("clauses and duties struck", expected.struck, _own(answer, Kind.STRUCK)),
            *named("clauses and duties changed", expected.changed, _own(answer, Kind.CHANGED)),
            *_verdicts(expected, answer),
            *counted("slates gained", expected.gained, answer.slates.gained),
            *counted("slates lost", expected.lost, answer.slates.lost),
        ]
    )


def _own(answer: DiffAnswer, kind: Kind) -> frozenset[str]:
    return frozenset(_bare(answer, name) for name in answer.ids(kind))


def _bare(answer: DiffAnswer, name: str) -> str:
    """The name of a clause: bare if it is of the charters compared, with its pack otherwise."""
    for charter in (answer.before.charter, answer.after.charter):
        name = name.removeprefix(f"{charter.id}/")
    return name


def _verdicts(expected: DiffExpected, answer: DiffAnswer) -> list[Difference]:
    found = named("verdicts that change", expected.verdicts, (_bare(answer, one.name) for one in answer.verdicts))
    if not found:
        return []
    told = tuple(
        f"{_bare(answer, one.name)}: {one.before or 'nothing'} becomes {one.after or 'nothing'}"
        for one in answer.verdicts
    )
    return [Difference(one.about, one.expected, one.actual, told) for one in found]
