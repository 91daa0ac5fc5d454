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
from quorate.formula.strains import TOUCHED, Strain, struck
from quorate.questions.stress import EVERYTHING, QUORUM, stress
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
def test_what_a_quorum_and_a_lawful_committee_survive_is_what_brute_force_finds(roster: Roster) -> None:
    state = state_of(roster, {BODY: ALERIS})
    names = [member.person for member in roster.bodies[BODY].members]
    (found,) = stress(roster, {BODY: ALERIS}, bodies=[BODY], aftermaths=False).bodies

    def sound(strain: Strain, quorum_only: bool) -> Callable[[tuple[str, ...]], bool]:
        clauses = QUORUM_CLAUSES if quorum_only else [one for one in binding(ALERIS) if one.scope in TOUCHED[strain]]

        def kept(gone: tuple[str, ...]) -> bool:
            on = {one.scope: struck(strain, ALERIS, state, BODY, gone, one.scope) for one in clauses}
            statuses = {judge(one, on[one.scope], explain=False).status for one in clauses}
            return not statuses & {Status.BROKEN, Status.UNKNOWN}

        return kept

    for name, strain in ((QUORUM, Strain.ABSENCES), (QUORUM, Strain.DEPARTURES), (EVERYTHING, Strain.DEPARTURES)):
        figure = found.figure(name, strain)
        assert figure is not None, (name, strain)
        assert figure.survives == survived(names, sound(strain, name == QUORUM)), (name, strain)
