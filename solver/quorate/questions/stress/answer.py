"""The answer to `stress`: every figure of every body, and what remains after the departures that break it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.roster import Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.engines.base import Limits
from quorate.formula.strains import TOUCHED, Strain, seating
from quorate.questions.stress.aftermath import aftermath, quorum_clauses
from quorate.questions.stress.figures import figure
from quorate.questions.stress.nouns import EVERYTHING, QUORUM, Aftermath, BodyStress, Figure, StressAnswer
from quorate.questions.stress.search import Opinions, Search
from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean
from quorate.source.reporter import SILENT, Reporter

AFTERMATHS = 8  # sets of departures of which it is said what remains


def stress(
    roster: Roster,
    policies: Mapping[str, Policy],
    *,
    bodies: Iterable[str] = (),
    as_of: date | None = None,
    engine: str | None = None,
    cross_check: bool = False,
    limits: Limits = Limits(),  # noqa: B008
    aftermaths: bool = True,
    reporter: Reporter = SILENT,
) -> StressAnswer:
    """How many departures, absences and recusals each clause of the bodies survives (of all that have a charter).

    With `cross_check` a second engine is asked too. Raises `CallError` where a body is not in the roster or has no
    charter, and `InternalError` where two engines disagree.
    """
    state = state_of(roster, policies, as_of)
    search = Search(limits, engine, opinions=Opinions() if cross_check else None)
    names = {person.id: person.name for person in roster.people.values()}
    done: list[BodyStress] = []
    for body in _chosen(roster, policies, tuple(bodies)):
        reporter.stage(f"straining {body}")
        done.append(stress_body(policies[body], state, body, search, aftermaths=aftermaths, reporter=reporter))
        made = partial(StressAnswer, roster.id, roster.title, roster.illustrative, state.as_of)
        answer = made(tuple(done), names, tuple(search.engines), search.second)
        reporter.found(answer)
    return answer


def _chosen(roster: Roster, policies: Mapping[str, Policy], named: Sequence[str]) -> tuple[str, ...]:
    for name in named:
        if name not in roster.bodies:
            advice = did_you_mean(name, roster.bodies)
            raise CallError([Diagnostic("no-such-body", f"the roster has no body `{name}`", help=advice)])
    chosen = tuple(dict.fromkeys(named)) or tuple(roster.bodies)
    governed = tuple(name for name in chosen if name in policies)
    if not governed or (named and len(governed) < len(chosen)):
        lacking = next((name for name in chosen if name not in policies), "any")
        message = f"no charter governs the body `{lacking}`"
        raise CallError([Diagnostic("no-charter", message, help="give it a `charter:` in the roster")])
    return governed


def stress_body(
    policy: Policy,
    state: State,
    body: str,
    search: Search,
    *,
    aftermaths: bool = True,
    reporter: Reporter = SILENT,
) -> BodyStress:
    """The figures of one body under a policy."""
    state = state.under(body, policy)
    figures: list[Figure] = []
    asked = list(_asked(policy))
    for number, (name, clauses, strain) in enumerate(asked):
        found = figure(name, clauses, strain, policy, state, body, search)
        if found is not None and not _said(found, figures):
            figures.append(found)
        reporter.advance(number + 1, name)
    after = tuple(_aftermaths(policy, state, body, figures, search)) if aftermaths else ()
    members = tuple(member.person for member in seating(state, body))
    chair = state.chair(body)
    return BodyStress(body, policy.charter, members, chair if isinstance(chair, str) else None, tuple(figures), after)


def _asked(policy: Policy) -> Iterator[tuple[str, tuple[Clause, ...], Strain]]:
    """Which clauses are strained together: everything that must be, the quorum, then each clause by itself."""
    for strain in Strain:
        clauses = [clause for clause in policy.clauses if _touched(clause, strain)]
        quorum = tuple(clause for clause in quorum_clauses(policy) if clause in clauses)
        musts = tuple(c for c in clauses if c.force is Force.MUST and c.scope in (Scope.BODY, Scope.QUORUM))
        if strain is Strain.DEPARTURES and musts:
            yield EVERYTHING, musts, strain
        if quorum:
            yield QUORUM, quorum, strain
        for clause in clauses:
            yield clause_name(policy, clause), (clause,), strain


def _said(found: Figure, figures: Sequence[Figure]) -> bool:
    """Whether it is the clause called quorum, and all there is to the quorum."""
    same = (each for each in figures if (each.name, each.strain) == (found.name, found.strain))
    return any((each.breaks, each.unclear) == (found.breaks, found.unclear) for each in same)


def _touched(clause: Clause, strain: Strain) -> bool:
    requires = clause.mode is Mode.REQUIRE and clause.force is not Force.MAY
    return requires and clause.scope in TOUCHED[strain] and clause.tested == "always"


def clause_name(policy: Policy, clause: Clause) -> str:
    """A clause of the charter by its id, one of a pack with the pack's."""
    return clause.id if clause.charter == policy.charter.id else f"{clause.charter}/{clause.id}"


def _aftermaths(
    policy: Policy, state: State, body: str, figures: Sequence[Figure], search: Search
) -> Iterator[Aftermath]:
    """What remains after the smallest departures that break something that must be, one of each kind."""
    sets: dict[frozenset[str], tuple[str, ...]] = {}
    for each in figures:
        if each.strain is Strain.DEPARTURES and each.binding and each.breaks is not None and each.breaks.size:
            for people in each.breaks.named[: max(1, len(each.breaks.kinds))]:
                sets.setdefault(frozenset(people), people)
    for people in list(sets.values())[:AFTERMATHS]:
        yield aftermath(policy, state, body, people, search)
