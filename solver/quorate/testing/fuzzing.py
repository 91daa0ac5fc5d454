"""Stories of boards drawn by Hypothesis until one refutes a property; then the shortest.

A story begins with a lawful board or with ordinary people; something happens to them (see `turns`); and they gather,
vote, or leave. Every board is judged by the reference evaluator. What the prover says of the property is asked
besides: a proof and a board that refutes it cannot both be.
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

from quorate.charter.claim_words import clauses_hold
from quorate.charter.claims import PropertyStatus, Situation, judge_property
from quorate.charter.document import Charter, Property, Scope
from quorate.charter.occasions import occasions
from quorate.charter.policy import of_any_board, policy_of
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.engines.base import Limits
from quorate.questions.fuzz import Fuzz, Fuzzed, Outcome, Story, Turn
from quorate.questions.prove import Answer, ProveAnswer, prove
from quorate.questions.prove.bounded.gatherings import BALLOT, ballot
from quorate.questions.prove.bounded.people import Tried
from quorate.questions.prove.bounded.search import shown, subjects, words_of
from quorate.questions.prove.concerned import concerned, wider
from quorate.questions.prove.concerned import words_of as words_for
from quorate.questions.prove.nouns import Standing, Witness
from quorate.questions.prove.question import Packs, Question, question
from quorate.questions.prove.saved import saved
from quorate.questions.prove.witness import body_name
from quorate.source.diagnostic import InternalError
from quorate.source.reporter import SILENT, Reporter
from quorate.testing.starts import Starts, without_idle_firms
from quorate.testing.turns import Turns, numbers, played

MOST_TURNS = 4
"""What happens to a board in one story, at most."""
LARGEST = 7
"""Members of the largest boards that are drawn: claims that ask for some ballot try all of theirs."""
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


@dataclass(frozen=True, slots=True)
class Drawn:
    """A story: how a board began, what happened to it, how it then is, and the gathering or departure at the end."""

    start: Roster
    turns: tuple[Turn, ...]
    roster: Roster
    situation: Situation


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
        reporter.stage(
            f"drawing boards against {claim.charter}/{claim.id} ({number + 1} of {len(claims)})", drawing.examples
        )
        answer = replace(answer, found=(*answer.found, _fuzzed(charter, packs, claim, as_of, drawing, reporter)))
        reporter.found(answer)
    return answer


def _fuzzed(charter: Charter, packs: Packs, claim: Property, day: date, drawing: Drawing, reporter: Reporter) -> Fuzzed:
    put = question(of_any_board(policy_of(charter, packs)), packs, claim, day)
    if put.beside is not None:
        return Fuzzed(claim, Outcome.NOT_APPLICABLE, put.beside)
    if claim.scope is Scope.CHARTER:
        return Fuzzed(claim, Outcome.NOT_APPLICABLE, "it is about the charter, and not about a board")
    found = _Hunt(put, packs, drawing, reporter).result()
    proof = prove(charter, packs, [claim], as_of=day, limits=BOUNDS, least=False).answers[0]
    if found.witness is not None:
        _agree(charter, found, found.witness, proof, drawing)
    about = concerned(charter, packs, claim, day, found.witness) if found.witness is not None else ()
    return replace(found, proof=proof.standing, clauses=about)


def _agree(charter: Charter, found: Fuzzed, witness: Witness, proof: Answer, drawing: Drawing) -> None:
    """Raises where the prover proved what a board refutes, or tried all boards as small and found none."""
    people = len(witness.roster.people)
    inside = people == len(witness.roster.bodies[witness.body].members)
    tried = proof.standing is Standing.BOUNDED and inside and people <= (proof.size or 0)
    if proof.standing is not Standing.PROVED and not tried:
        return
    name = f"{found.claim.charter}/{found.claim.id}"
    told = "is proved" if proof.standing is Standing.PROVED else f"was tried of all boards of up to {proof.size} people"
    again = f"quorate fuzz {charter.id} {name} --seed {drawing.seed} --max-examples {drawing.examples}"
    whole = ProveAnswer(charter, witness.roster.as_of, ())
    scenario = saved(whole, replace(proof, standing=Standing.VIOLATED), witness)
    raise InternalError(
        f"{name} of {charter.id} {told}, and refuted by a board; `{again}` finds it again:\n\n{scenario}"
    )


class _Hunt:
    """The search for a board of which one property is not so."""

    def __init__(self, put: Question, packs: Packs, drawing: Drawing, reporter: Reporter) -> None:
        self.put = put
        self.drawing = drawing
        self.reporter = reporter
        self.body = body_name(put.policy.charter)
        tried = Tried(words_of(put))
        self.about = subjects(tried)
        self.turns = Turns(tried, self.body, drawing.largest)
        self.starts = Starts(put, packs, tried, drawing.largest).all()
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
        chance = (
            Random(f"{self.drawing.seed} {key!r}") if folder is None else None
        )  # Hypothesis keeps nothing of a seeded run
        try:
            drawn = find(self._drawn(), self._refutes, settings=bounds, random=chance, database_key=key)
        except NoSuchExample:
            return Fuzzed(self.put.claim, Outcome.NOT_REFUTED, judged=self.judged, claimed=self.claimed)
        witness = shown(without_idle_firms(drawn.roster), self.body, drawn.situation)
        found = Fuzzed(self.put.claim, Outcome.REFUTED, "", witness, self.judged, self.claimed)
        return replace(found, story=self._story(drawn))

    def _refutes(self, drawn: Drawn) -> bool:
        state = state_of(drawn.roster, {self.body: self.put.policy})
        status = judge_property(self.put.policy, state, self.body, self.put.spelt, drawn.situation).status
        self.judged += 1
        self.claimed += status in (PropertyStatus.UPHELD, PropertyStatus.VIOLATED)
        self.reporter.advance(min(self.judged, self.drawing.examples), f"it speaks of {self.claimed}")
        return status is PropertyStatus.VIOLATED

    def _drawn(self) -> st.SearchStrategy[Drawn]:
        """Stories that mostly begin with a lawful board, and in which mostly little happens."""
        lawful = [each for each in self.starts if each.lawful] or self.starts
        spoken = [each for each in lawful if each.situation is not None] or lawful
        starts = st.one_of(*(st.sampled_from(some) for some in (spoken, spoken, lawful, self.starts)))
        happening = st.one_of(*(st.lists(numbers, max_size=most) for most in (0, 1, 2, MOST_TURNS)))

        @st.composite
        def drawn(draw: st.DrawFn) -> Drawn:
            start = draw(starts)
            roster = start.roster
            turns: list[Turn] = []
            for each in draw(happening):
                turn = self.turns.of(roster, each)
                if turn is not None and (then := played(roster, self.body, turn)) != roster:
                    roster, turns = then, [*turns, turn]
            members = _members(roster, self.body)
            before = start.situation if members == _members(start.roster, self.body) else None
            kept = before is not None and draw(st.sampled_from((False, False, False, True)))
            found = before if kept else draw(situations(self.put.claim.scope, members, self.about))
            return Drawn(start.roster, tuple(turns), roster, found or Situation())

        return drawn()

    def _story(self, drawn: Drawn) -> Story:
        policy = self.put.policy
        state = state_of(drawn.start, {self.body: policy}).under(self.body, policy)
        today = occasions(policy, state, self.body, Scope.BODY)[0]
        body = [each for each in self.put.clauses if each.scope is Scope.BODY]
        lawful = bool(body) and clauses_hold(body, today.context) is True
        return Story(shown(drawn.start, self.body, Situation()), lawful, drawn.turns)


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
            return st.builds(
                lambda cast, subject: ballot(tuple(zip(members, cast, strict=True)), subject),
                _ways(members),
                st.sampled_from(about),
            )
        case _:
            return st.just(Situation())


def _some(members: Sequence[str], least: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Few of them, all but a few, or any."""
    few = st.lists(st.sampled_from(members), min_size=least, max_size=max(2, least), unique=True)
    any_ = st.lists(st.sampled_from(members), min_size=least, unique=True)
    without = few.map(lambda some: [one for one in members if one not in some]).filter(lambda some: len(some) >= least)
    drawn = st.one_of(few, without, any_) if len(members) > 2 else any_
    return drawn.map(lambda some: tuple(one for one in members if one in some))


def _ways(members: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """How each of the members votes: all aye but for a few, aye or no, or in any way."""

    def but_for(others: Sequence[tuple[int, str]]) -> tuple[str, ...]:
        said = dict(others)
        return tuple(said.get(number, BALLOT[0]) for number in range(len(members)))

    few = st.lists(st.tuples(st.integers(0, len(members) - 1), st.sampled_from(BALLOT)), max_size=2).map(but_for)
    return st.one_of(few, *(st.tuples(*(st.sampled_from(some) for _ in members)) for some in (BALLOT[:2], BALLOT)))


def _members(roster: Roster, body: str) -> list[str]:
    return [member.person for member in roster.bodies[body].members]
