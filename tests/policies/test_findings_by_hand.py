"""What the foundations' charters claim of themselves, tried on every small body: the fewest members who refute a claim.

The figures were worked out from the documents; the bodies are all ways to share out some members among firms, and every
departure and vote of theirs.
"""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from quorate.cel.evaluator import evaluate
from quorate.charter.document import Policy, Property, Scope
from quorate.charter.evaluator import judge
from quorate.charter.load import open_roster
from quorate.charter.occasions import Occasion, ballot, departure, gathering, occasions
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status

FIRMS, COLLEAGUES, ALONE = 3, 4, 9
FEWEST: dict[tuple[str, str], int | None] = {
    ("node.tsc-2017", "nobody-affiliated-of-three"): None,
    ("node.tsc-2017", "nobody-affiliated"): 4,
    ("node.tsc-2017", "one-departure"): 3,
    ("node.tsc-2017", "departure-forces-nobody"): 4,
    ("node.tsc-2017", "chair-is-member"): None,
    ("node.tsc", "nobody-affiliated-of-three"): None,
    ("node.tsc", "nobody-affiliated"): 4,
    ("node.tsc", "one-departure"): 4,
    ("node.tsc", "departure-forces-nobody"): 8,
    ("node.tsc", "chair-is-member"): None,
    ("nixos.steering-2024", "full-committee-decides"): None,
    ("nixos.steering-2024", "one-vacancy-decides"): 6,
    ("nixos.steering-2024", "one-vacancy-re-election"): 6,
    ("nixos.steering-2024", "re-election-decides"): 1,
    ("nixos.steering-2024", "re-election-not-both"): None,
    ("nixos.steering-2024", "one-departure"): None,
    ("nixos.steering-2024", "decision-possible"): 1,
    ("nixos.steering", "full-committee-decides"): None,
    ("nixos.steering", "one-vacancy-decides"): 6,
    ("nixos.steering", "one-vacancy-re-election"): None,
    ("nixos.steering", "re-election-decides"): None,
    ("nixos.steering", "re-election-not-both"): None,
    ("nixos.steering", "one-departure"): None,
    ("nixos.steering", "decision-possible"): 1,
    ("kubernetes.steering", "readings-agree"): 3,
    ("kubernetes.steering", "readings-agree-where-it-can-meet"): 6,
    ("kubernetes.steering", "lawful-of-the-seats-too"): None,
    ("kubernetes.steering", "departure-forces-nobody"): 3,
    ("kubernetes.steering", "departure-forces-nobody-where-it-can-meet"): 6,
    ("kubernetes.steering", "two-departures-leave-a-quorum"): None,
    ("kubernetes.steering", "quorum-carries"): 4,
    ("psf.board", "odd-when-full"): 6,
    ("psf.board", "quorum-of-those-in-office"): 6,
    ("psf.board", "nobody-affiliated-below-four"): None,
    ("psf.board", "departure-forces-nobody"): 4,
    ("psf.board", "departure-forces-nobody-of-five"): 8,
    ("psf.board", "chair-is-director"): 1,
}
CHARTERS = sorted({charter for charter, _ in FEWEST})
MOST = 8
FIXED = {"psf.board": ("at_large_seats: 5", "at_large_seats: 7")}
"""What the body has beside its members: the smallest numbers that may be fixed, or seven seats."""


def world(folder: Path, charter: str, fixed: str) -> tuple[Policy, State]:
    """A body of nobody, and people enough: of some firms, of none, and officers."""
    firms = {f"f{firm}": [f"f{firm}-{one}" for one in range(COLLEAGUES)] for firm in range(FIRMS)}
    lines = ["quorate: 1", "roster: small", "illustrative: true", "as_of: 2026-01-15", "board: body", "organisations:"]
    lines += [f"  {firm}: {{name: {firm}}}" for firm in firms]
    lines += ["people:", *(f"  {one}: {{affiliations: [{firm}]}}" for firm, people in firms.items() for one in people)]
    lines += [f"  alone-{one}: {{affiliations: []}}" for one in range(ALONE)]
    if charter == "psf.board":
        lines += [f"  officer-{one}: {{affiliations: [], officer_director: true}}" for one in range(2)]
    lines += [f"bodies:\n  body: {{charter: {charter}, {fixed}, chair: none, members: []}}"]
    (folder / "small.yaml").write_text("\n".join(lines) + "\n")
    roster, policies = open_roster(folder / "small.yaml")
    return policies["body"], state_of(roster, policies)


def memberships(state: State, size: int) -> Iterator[tuple[str, ...]]:
    """One membership of each sort: so many of each firm, in falling order, so many officers, the others alone."""
    officers = [person for person in state.roster.people if person.startswith("officer")]
    shares = [(a, b, c) for a in range(COLLEAGUES + 1) for b in range(a + 1) for c in range(b + 1)]
    for share in shares:
        for also in range(len(officers) + 1):
            rest = size - sum(share) - also
            if 0 <= rest <= ALONE:
                colleagues = [f"f{firm}-{one}" for firm, count in enumerate(share) for one in range(count)]
                yield (*colleagues, *officers[:also], *(f"alone-{one}" for one in range(rest)))


def bodies(policy: Policy, empty: State, size: int) -> Iterator[tuple[State, tuple[str, ...]]]:
    """The lawful bodies of a size, with the first member in the chair and without a chair."""
    own = [clause for clause in policy.charter.clauses if clause.scope is Scope.BODY and clause.force == "must"]
    asked = [clause for clause in own if clause.tested == "always" and clause.mode == "require"]
    for members in memberships(empty, size):
        for chair in (members[0], None):
            state = empty.with_body("body", members, chair)
            (now,) = occasions(policy, state, "body", Scope.BODY)
            if all(judge(clause, now).status in (Status.HOLDS, Status.NOT_APPLICABLE) for clause in asked):
                yield state, members


def moments(policy: Policy, state: State, members: tuple[str, ...], scope: Scope) -> Iterator[Occasion]:
    """Every situation of a scope in which a body may be."""
    match scope:
        case Scope.DEPARTURE:
            yield from (departure(policy, state, "body", gone) for n in (1, 2) for gone in combinations(members, n))
        case Scope.QUORUM:
            for size in range(len(members) + 1):
                found = gathering(policy, state, "body", members[:size])
                quorums = [clause for clause in policy.charter.clauses if clause.scope is Scope.QUORUM]
                if all(judge(clause, found).status is Status.HOLDS for clause in quorums):
                    yield found
        case Scope.VOTE:
            for ayes in range(len(members) + 1):
                for noes in range(len(members) - ayes + 1):
                    for subject in ("policy", "re-election"):
                        details = {"ayes": members[:ayes], "noes": members[ayes : ayes + noes], "subject": subject}
                        yield ballot(policy, state, "body", Event(state.as_of, "vote", {"body": "body", **details}))
        case _:
            yield from occasions(policy, state, "body", Scope.BODY)


def refuted(claim: Property, policy: Policy, state: State, members: tuple[str, ...]) -> bool:
    for moment in moments(policy, state, members, claim.scope):
        found = evaluate(claim.claim.ast, moment.variables, moment.context)
        assert isinstance(found, bool), found
        if not found:
            return True
    return False


def smallest(policy: Policy, empty: State) -> dict[str, int]:
    """The fewest members of a lawful body that refutes a claim, for each claim that a small body refutes."""
    unrefuted = {claim.id: claim for claim in policy.charter.properties}
    found: dict[str, int] = {}
    for size in range(1, MOST + 1):
        for state, members in bodies(policy, empty, size):
            for name in [name for name, claim in unrefuted.items() if refuted(claim, policy, state, members)]:
                found[name] = size
                del unrefuted[name]
    return found


@pytest.mark.parametrize("charter", CHARTERS)
def test_the_fewest_members_who_refute_a_claim_are_as_worked_out(tmp_path: Path, charter: str) -> None:
    fewest: dict[tuple[str, str], int | None] = {key: None for key in FEWEST if key[0] == charter}
    for fixed in FIXED.get(charter, ("seats: 7",)):
        policy, empty = world(tmp_path, charter, fixed)
        assert {claim.id for claim in policy.charter.properties} == {name for _, name in fewest}
        for name, size in smallest(policy, empty).items():
            known = fewest[charter, name]
            fewest[charter, name] = size if known is None else min(known, size)
    assert fewest == {key: size for key, size in FEWEST.items() if key[0] == charter}
