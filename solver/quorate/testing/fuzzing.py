"""Boards, gatherings, ballots and departures drawn by Hypothesis, until one refutes a property; then the smallest.

Every board is judged by the reference evaluator. What the prover says of the property is asked besides: a proof and a
board that refutes it cannot both be.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, find, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.errors import NoSuchExample

from quorate.charter.claims import PropertyStatus, Situation, judge_property
from quorate.charter.document import Charter, Property, Scope
from quorate.charter.policy import of_any_board, policy_of
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.engines.base import Limits
from quorate.questions.fuzz import Fuzz, Fuzzed, Outcome
from quorate.questions.prove import prove
from quorate.questions.prove.bounded.gatherings import BALLOT, ballot
from quorate.questions.prove.bounded.people import Tried
from quorate.questions.prove.bounded.search import shown, subjects, words_of
from quorate.questions.prove.concerned import wider
from quorate.questions.prove.concerned import words_of as words_for
from quorate.questions.prove.nouns import Standing
from quorate.questions.prove.question import Packs, Question, question
from quorate.questions.prove.witness import body_name
from quorate.source.diagnostic import InternalError
from quorate.source.reporter import SILENT, Reporter
from quorate.testing.rosters import rosters

Drawn = tuple[Roster, Situation]
LARGEST = 7
"""Members of the largest boards that are drawn: claims that ask for some ballot try all of theirs."""
WAYS = (BALLOT[:1], BALLOT[:2], BALLOT)
"""How people vote in a ballot that is drawn: all aye, aye or no, or in any way."""
BOUNDS = Limits(seconds=2.0)
"""For the proof of one property."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How boards are drawn: so many for each property, of up to so many members, from a seed.

    A `database` keeps those that refuted something, and begins with them; then others are drawn in every run.
    """

    examples: int = 200
    seed: int = 0
    database: Path | None = None
    largest: int = LARGEST


def fuzz(
    charter: Charter,
    packs: Packs,
    claims: Sequence[Property],
    *,
    as_of: date,
    drawing: Drawing = Drawing(),
    reporter: Reporter = SILENT,
) -> Fuzz:
    """Each property held against boards drawn at random; raises `InternalError` where a proved one is refuted."""
    answer = Fuzz(charter, as_of, drawing.seed, words=words_for(charter, wider(charter, packs, claims)))
    for number, claim in enumerate(claims):
        reporter.stage(f"drawing boards against {claim.charter}/{claim.id} ({number + 1} of {len(claims)})")
        answer = replace(answer, found=(*answer.found, _fuzzed(charter, packs, claim, as_of, drawing)))
        reporter.found(answer)
    return answer


def _fuzzed(charter: Charter, packs: Packs, claim: Property, day: date, drawing: Drawing) -> Fuzzed:
    put = question(of_any_board(policy_of(charter, packs)), packs, claim, day)
    if put.beside is not None:
        return Fuzzed(claim, Outcome.NOT_APPLICABLE, put.beside)
    if claim.scope is Scope.CHARTER:
        return Fuzzed(claim, Outcome.NOT_APPLICABLE, "it is about the charter, and not about a board")
    found = _Hunt(put, drawing).result()
    proof = prove(charter, packs, [claim], as_of=day, limits=BOUNDS, least=False).answers[0].standing
    if proof is Standing.PROVED and found.witness is not None:
        told = f"{found.witness.roster.bodies} with {found.witness.sets}"
        raise InternalError(f"{claim.charter}/{claim.id} of {charter.id} is proved, and refuted by {told}")
    return replace(found, proof=proof)


class _Hunt:
    """The search for a board of which one property is not so."""

    def __init__(self, put: Question, drawing: Drawing) -> None:
        self.put = put
        self.drawing = drawing
        self.body = body_name(put.policy.charter)
        self.judged = 0
        self.claimed = 0

    def result(self) -> Fuzzed:
        key = f"{self.put.policy.charter.id} {self.put.claim.charter}/{self.put.claim.id}".encode()
        folder = self.drawing.database
        bounds = settings(
            max_examples=self.drawing.examples,
            database=None if folder is None else DirectoryBasedExampleDatabase(folder),
            derandomize=False,  # the seed decides, whatever profile is loaded
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        chance = Random(self.drawing.seed) if folder is None else None  # Hypothesis keeps nothing of a seeded run
        try:
            roster, situation = find(self._drawn(), self._refutes, settings=bounds, random=chance, database_key=key)
        except NoSuchExample:
            return Fuzzed(self.put.claim, Outcome.NOT_REFUTED, judged=self.judged, claimed=self.claimed)
        witness = shown(roster, self.body, situation)
        return Fuzzed(self.put.claim, Outcome.REFUTED, "", witness, self.judged, self.claimed)

    def _refutes(self, drawn: Drawn) -> bool:
        roster, situation = drawn
        state = state_of(roster, {self.body: self.put.policy})
        status = judge_property(self.put.policy, state, self.body, self.put.spelt, situation).status
        self.judged += 1
        self.claimed += status in (PropertyStatus.UPHELD, PropertyStatus.VIOLATED)
        return status is PropertyStatus.VIOLATED

    def _drawn(self) -> st.SearchStrategy[Drawn]:
        boards = rosters(self.put.policy, body=self.body, members=(1, self.drawing.largest))
        about = subjects(Tried(words_of(self.put)))

        @st.composite
        def drawn(draw: st.DrawFn) -> Drawn:
            roster = replace(draw(boards), as_of=self.put.day)
            members = [member.person for member in roster.bodies[self.body].members]
            return roster, draw(situations(self.put.claim.scope, members, about))

        return drawn()


def situations(scope: Scope, members: Sequence[str], about: Sequence[str | None]) -> st.SearchStrategy[Situation]:
    """What may be the case beside a body of these members: who is there, leaves, or votes how, on what."""
    match scope:
        case Scope.QUORUM:
            return _some(members, 0).map(lambda some: Situation(present=some))
        case Scope.DEPARTURE:
            return _some(members, 1).map(lambda some: Situation(departed=some))
        case Scope.SUBCOMMITTEE:
            return _some(members, 1).map(lambda some: Situation(members=some))
        case Scope.VOTE:
            ways = st.sampled_from(WAYS).flatmap(lambda some: st.tuples(*(st.sampled_from(some) for _ in members)))
            return st.builds(
                lambda cast, subject: ballot(tuple(zip(members, cast, strict=True)), subject),
                ways,
                st.sampled_from(about),
            )
        case _:
            return st.just(Situation())


def _some(members: Sequence[str], least: int) -> st.SearchStrategy[tuple[str, ...]]:
    drawn = st.lists(st.sampled_from(members), min_size=least, unique=True)
    return drawn.map(lambda some: tuple(one for one in members if one in some))
