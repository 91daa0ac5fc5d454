"""Every mutant under the scenarios of its charter: the cheap expectations, then a proof, then those that search."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from quorate.charter.document import Charter, Clause, Force, Policy
from quorate.charter.policy import policy_of
from quorate.charter.scenario import (
    DiffExpected,
    PropertyExpected,
    Scenario,
    VerdictExpected,
    VerdictsExpected,
)
from quorate.engines.base import Limits
from quorate.questions.diff.any_board import AnyBoardAnswer, Outcome, Relation, Shift, any_board
from quorate.questions.mutate import Fate, Mutant, Mutation, Trial
from quorate.questions.prove.concerned import words_of
from quorate.questions.test import Outcome as Result
from quorate.source.diagnostic import CallError, Diagnostic
from quorate.source.reporter import SILENT, Reporter
from quorate.testing.mutation.mutants import mutants, mutated
from quorate.testing.mutation.reach import reaches
from quorate.testing.mutation.telling import telling
from quorate.testing.scenarios import run

CHEAP = (VerdictExpected, VerdictsExpected, PropertyExpected)


def mutate(
    charter: Charter,
    packs: Callable[[str], Charter],
    scenarios: Iterable[Scenario],
    *,
    as_of: date,
    only: Callable[[Mutant], bool] = lambda _: True,
    most: int | None = None,
    seed: int = 0,
    limits: Limits = Limits(seconds=5, canonical=False),  # noqa: B008
    reporter: Reporter = SILENT,
) -> Mutation:
    """What becomes of every mutant of a charter under the scenarios of which one of the bodies is under it.

    Of more than `most` mutants so many are tried, drawn by the seed. Raises `CallError` where a scenario fails already
    without any change. The time limit is that of each proof.
    """
    policy = policy_of(charter, packs)
    bench = _Bench(policy, packs, tuple(_concerned(scenarios, charter)), as_of, limits)
    bench.refuse_failures()
    made = [mutant for mutant in mutants(policy) if only(mutant)]
    waiting = made if most is None else _some(made, most, seed)
    spared = len(made) - len(waiting)
    words = words_of(charter, policy)
    reporter.stage("trying mutants", len(waiting))
    trials: list[Trial] = []
    for mutant in waiting:
        trials.append(bench.trial(mutant))
        reporter.advance(len(trials), mutant.name)
        reporter.found(Mutation(charter, len(bench.scenarios), tuple(trials), len(made) - len(trials), words))
    return Mutation(charter, len(bench.scenarios), tuple(trials), spared, words)


def _some(made: Sequence[Mutant], most: int, seed: int) -> Sequence[Mutant]:
    """So many mutants of all, in their order."""
    drawn = Random(seed).sample(range(len(made)), min(most, len(made)))
    return [made[place] for place in sorted(drawn)]


def _concerned(scenarios: Iterable[Scenario], charter: Charter) -> Iterator[Scenario]:
    for scenario in scenarios:
        under = {policy.charter.id for policy in scenario.policies.values()}
        others = {each.after.charter.id for each in scenario.expectations if isinstance(each, DiffExpected)}
        if charter.id in under | others:
            yield scenario


@dataclass
class _Bench:
    """A charter with all that its mutants are held against."""

    policy: Policy
    packs: Callable[[str], Charter]
    scenarios: tuple[Scenario, ...]
    as_of: date
    limits: Limits

    def refuse_failures(self) -> None:
        failing = [each.source.name for each in self.scenarios if run(each).outcome is Result.FAILED]
        if failing:
            listed = ", ".join(f"`{name}`" for name in failing)
            message = f"{listed} {'fails' if len(failing) == 1 else 'fail'} already with the charter as it is"
            raise CallError([Diagnostic("failing-scenario", message, help="mend it first: `quorate test` says how")])

    def trial(self, mutant: Mutant) -> Trial:
        killer = self._killer(mutant, cheap=True)
        if killer is not None:
            return Trial(mutant, Fate.KILLED, killer)
        found = self._compared(mutant)
        if found is not None and _equivalent(found, mutant):
            return Trial(mutant, Fate.EQUIVALENT)
        killer = self._killer(mutant, cheap=False)
        if killer is not None:
            return Trial(mutant, Fate.KILLED, killer)
        alive = survivor(mutant, found)
        return alive if alive.shift is not None else self._told(alive)

    def _told(self, trial: Trial) -> Trial:
        """A survivor if one of the scenarios tells it from the charter, and expects nothing there."""
        found = telling(trial, self.policy, self.packs, self.scenarios, self.as_of)
        if found is None or found.example.source is None:
            return trial
        return replace(trial, fate=Fate.SURVIVED, told_by=found.example.source, why="")

    def _killer(self, mutant: Mutant, *, cheap: bool) -> str | None:
        """The file of the first scenario that does not come out as written under the mutant."""
        asked = (self._asked(each, mutant, cheap) for each in self.scenarios)
        for scenario in sorted(asked, key=lambda each: not _mentions(each, mutant.name)):
            if scenario.expectations and run(under(scenario, mutant, self.packs)).outcome is Result.FAILED:
                return scenario.source.name
        return None

    def _asked(self, scenario: Scenario, mutant: Mutant, cheap: bool) -> Scenario:
        """A scenario with those of its expectations that the mutant can reach, the cheap ones or the others."""
        kept = (
            each
            for each in scenario.expectations
            if isinstance(each, CHEAP) is cheap and reaches(mutant, each, self.policy)
        )
        return replace(scenario, expectations=tuple(kept))

    def _compared(self, mutant: Mutant) -> AnyBoardAnswer | None:
        return compared(mutant, self.policy, self.packs, self.as_of, self.limits)


def compared(
    mutant: Mutant, policy: Policy, packs: Callable[[str], Charter], as_of: date, limits: Limits
) -> AnyBoardAnswer | None:
    """The mutant beside the original for every board; none where only a log or a calendar could tell."""
    if not isinstance(mutant.piece, Clause):
        return None
    bare = replace(policy.charter, properties=())
    return any_board(bare, mutated(bare, mutant), packs, as_of=as_of, limits=limits)


def under(scenario: Scenario, mutant: Mutant, packs: Callable[[str], Charter]) -> Scenario:
    """The scenario with the mutant wherever its charter stands in it, amended or not."""

    def changed(policy: Policy) -> Policy:
        if policy.charter.id != mutant.piece.charter:
            return policy
        return policy_of(mutated(policy.charter, mutant), packs)

    policies = {body: changed(policy) for body, policy in scenario.policies.items()}
    expectations = tuple(
        replace(each, after=changed(each.after)) if isinstance(each, DiffExpected) else each
        for each in scenario.expectations
    )
    return replace(scenario, policies=policies, expectations=expectations)


def _mentions(scenario: Scenario, name: str) -> bool:
    return any(isinstance(each, VerdictExpected) and each.subject == name for each in scenario.expectations)


def _equivalent(compared: AnyBoardAnswer, mutant: Mutant) -> bool:
    """Whether it was proved that no board tells the mutant from the original.

    What only should be is in no scope's comparison, so such a clause has to say the same by itself.
    """
    assert isinstance(mutant.piece, Clause)
    if compared.relation is not Relation.EQUIVALENT or compared.left_out:
        return False
    if mutant.piece.force is Force.MUST:
        return True
    return mutant.changed is not None and all(
        each.compared.relation is Relation.EQUIVALENT for each in compared.clauses
    )


def survivor(mutant: Mutant, compared: AnyBoardAnswer | None) -> Trial:
    """A mutant that nothing kills: it survived if a board tells it from the original, or is undecided."""
    if compared is None:
        return Trial(mutant, Fate.UNDECIDED, why="a duty binds no board, but what it does in a year")
    shifts = [*_shifts(compared)]
    shown = [each for each in shifts if each.outcome is Outcome.SHOWN and each.witness is not None]
    why = next((each.why for each in shifts if each.why), "no board was found that tells it from the original")
    return (
        Trial(mutant, Fate.SURVIVED, shift=min(shown, key=_size), why="")
        if shown
        else Trial(mutant, Fate.UNDECIDED, why=why)
    )


def _shifts(compared: AnyBoardAnswer) -> Iterator[Shift]:
    found = [each.compared for each in compared.scopes] + [each.compared for each in compared.clauses]
    for each in found:
        yield from (each.allowed, each.forbidden)


def _size(shift: Shift) -> int:
    assert shift.witness is not None
    return len(shift.witness.roster.people)
