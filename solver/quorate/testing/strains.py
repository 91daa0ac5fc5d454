"""Expected stress figures compared with those there are."""

from collections.abc import Iterator

from quorate.charter.scenario import Bounds, Scenario, StressExpected
from quorate.formula.strains import Strain
from quorate.questions.stress import EVERYTHING, BodyStress, Figure, stress
from quorate.questions.test import Difference
from quorate.testing.comparison import Comparison, settled, undecided


def stress_compared(scenario: Scenario, expected: StressExpected) -> Comparison:
    answer = stress(
        scenario.roster, scenario.policies, bodies=[expected.body], as_of=expected.day, aftermaths=False
    ).bodies[0]
    wanted = {
        Strain.DEPARTURES: expected.departures,
        Strain.ABSENCES: expected.absences,
        Strain.RECUSALS: expected.recusals,
    }
    found: list[Difference] = []
    for strain, bounds in wanted.items():
        figure = _figure(answer, expected.subject, strain)
        if bounds is not None and figure is not None and figure.undecided is not None:
            return undecided(f"{strain} survived", str(bounds), figure.undecided)
        if bounds is not None:
            found += _compared(answer, figure, strain, bounds)
    return settled(found)


def _figure(answer: BodyStress, subject: str, strain: Strain) -> Figure | None:
    return answer.figure(EVERYTHING if subject == "all" else subject, strain)


def _compared(answer: BodyStress, figure: Figure | None, strain: Strain, expected: Bounds) -> Iterator[Difference]:
    about = f"{answer.body}: {strain} survived"
    if figure is None:
        yield Difference(about, str(expected), f"{strain} do not touch it")
        return
    survived = figure.survives
    met = survived in expected if survived is not None else expected.high is None
    if not met:
        told = "any number" if survived is None else str(survived)
        cited = "; ".join(dict.fromkeys(str(clause.cite) for clause in figure.clauses)) or None
        yield Difference(about, str(expected), told, tuple(_breaking(figure)), cited)


def _breaking(figure: Figure) -> Iterator[str]:
    if figure.broken_today:
        yield "it is broken as things stand"
    elif figure.breaks is not None:
        for people in figure.breaks.named[:3]:
            yield f"broken without {', '.join(people)}"
    if figure.unclear is not None:
        yield f"not known: {', '.join(sorted(figure.facts))}"
