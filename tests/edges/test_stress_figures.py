"""On every generated board under the Aleris charter, what `stress` says is survived is what brute force finds."""

from collections.abc import Callable, Iterable
from itertools import combinations

from hypothesis import given, settings

from quorate.charter.document import Scope
from quorate.charter.evaluator import binding, judge
from quorate.charter.library import Library
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.formula.strains import Strain, struck
from quorate.questions.stress import EVERYTHING, QUORUM, Figure, stress
from quorate.testing.strategies import rosters

BODY = "committee"
ALERIS = Library().policy("aleris.compensation")
QUORUM_CLAUSES = [one for one in binding(ALERIS) if one.scope is Scope.QUORUM]


def survived(members: Iterable[str], kept: Callable[[tuple[str, ...]], bool]) -> int | None:
    """One less than the size of the smallest set whose loss is not kept; none where every loss is."""
    names = tuple(members)
    for size in range(len(names) + 1):
        if not all(kept(gone) for gone in combinations(names, size)):
            return max(size - 1, 0)
    return None


@settings(max_examples=max(settings.default.max_examples // 4, 10))
@given(rosters(ALERIS, body=BODY, members=(0, 5), outsiders=(0, 1)))
def test_what_every_figure_says_is_survived_is_what_brute_force_finds(roster: Roster) -> None:
    state = state_of(roster, {BODY: ALERIS})
    names = [member.person for member in roster.bodies[BODY].members]
    (found,) = stress(roster, {BODY: ALERIS}, bodies=[BODY], aftermaths=False).bodies

    def sound(figure: Figure) -> Callable[[tuple[str, ...]], bool]:
        scopes = {clause.scope for clause in figure.clauses}

        def kept(gone: tuple[str, ...]) -> bool:
            on = {scope: struck(figure.strain, ALERIS, state, BODY, gone, scope) for scope in scopes}
            statuses = {judge(one, on[one.scope], explain=False).status for one in figure.clauses}
            return not statuses & {Status.BROKEN, Status.UNKNOWN}

        return kept

    asked = {(figure.name, figure.strain): figure for figure in found.figures}
    assert {(QUORUM, Strain.ABSENCES), (QUORUM, Strain.DEPARTURES), (EVERYTHING, Strain.DEPARTURES)} <= set(asked)
    assert set(asked[EVERYTHING, Strain.DEPARTURES].clauses) >= set(QUORUM_CLAUSES)
    for figure in found.figures:
        assert figure.undecided is None
        assert figure.survives == survived(names, sound(figure)), (figure.name, figure.strain)
