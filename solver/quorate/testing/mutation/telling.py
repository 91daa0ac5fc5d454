"""What tells a mutant from its charter: an example, and what is expected of it, that no scenario has yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from quorate.charter.document import Charter, Clause, Duty, Policy, Scope
from quorate.charter.duties import judge_duty
from quorate.charter.policy import policy_of
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Event, Roster
from quorate.charter.scenario import Scenario, VerdictExpected
from quorate.charter.scenario_to_yaml import scenario_text
from quorate.charter.tenure import state_of
from quorate.charter.to_yaml import Data
from quorate.charter.verdict import Status, Verdict
from quorate.questions.check import check
from quorate.questions.check import telling as told
from quorate.questions.diff.any_board import Shift
from quorate.questions.mutate import Kind, Mutant, Trial
from quorate.questions.prove.nouns import Witness
from quorate.testing.mutation.logs import Histories
from quorate.testing.mutation.mutants import mutated
from quorate.testing.verdicts import verdict_differences

BALLOT = ("ayes", "noes", "abstentions", "recused")


@dataclass(frozen=True, slots=True)
class Example:
    """A roster with what binds its bodies; `source` is the file it was taken from, if it was not found by proof."""

    roster: Roster
    policies: Mapping[str, Policy]
    day: date
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """An example, and the verdict expected of it that the mutant does not give."""

    example: Example
    expected: VerdictExpected

    @property
    def key(self) -> object:
        """Equal for examples of one scenario of which the same is expected; no other two are."""
        return (self.example.source, self.expected) if self.example.source is not None else id(self)

    def text(self, mutant: Mutant, place: str | None = None) -> str:
        """The file of a scenario; `place` is where the charter lies, if its id does not say it."""
        expected = self.expected
        keys: dict[str, Data] = {"verdict": expected.subject, "body": expected.body}
        if expected.occasion is not None:
            keys["occasion"] = expected.occasion
        keys["is"] = expected.status.value
        if expected.force is not None:
            keys["force"] = expected.force.value
        change = f"`{mutant.old}` becomes `{mutant.new}`" if mutant.changed is not None else "it is dropped"
        return scenario_text(
            f"What {expected.subject} is there for",
            f"It would come out otherwise if {change}.",
            replace(self.example.roster, illustrative=True),
            [keys],
            day=self.example.day,
            charters={expected.body: place} if place else None,
        )


def telling(
    trial: Trial, policy: Policy, packs: Callable[[str], Charter], scenarios: Iterable[Scenario], day: date
) -> Telling | None:
    """What would kill a survivor: the board that the proof found, or what a scenario tells and looks elsewhere."""
    mutant = trial.mutant
    other = policy_of(mutated(policy.charter, mutant), packs)
    for example in _examples(trial, policy, scenarios, day):
        changed = {body: other if each.charter is policy.charter else each for body, each in example.policies.items()}
        before = _verdicts(example, example.policies, mutant)
        after = _verdicts(example, changed, mutant)
        for expected in _expectations(before, mutant, example):
            if not _failing(expected, before, example) and _failing(expected, after, example):
                return Telling(example, expected)
    return None


def told_by_history(mutant: Mutant, policy: Policy, packs: Callable[[str], Charter], day: date) -> Telling | None:
    """A short history of a small board that tells a mutant from its charter, if one is found."""
    histories = Histories(policy, packs, mutant, day)
    other = policy_of(mutated(policy.charter, mutant), packs)

    def telling_(roster: Roster) -> Telling | None:
        example = Example(roster, {histories.body: policy}, day)
        before, after = (_alone(example, each, mutant, histories.body) for each in (policy, other))
        for expected in _expectations(before, mutant, example):
            if not _failing(expected, before, example) and _failing(expected, after, example):
                return Telling(example, expected)
        return None

    found = histories.told(lambda roster: telling_(roster) is not None)
    return None if found is None else telling_(found)


def _alone(example: Example, policy: Policy, mutant: Mutant, body: str) -> tuple[Verdict, ...]:
    """The verdicts on the piece that a mutant changes, and on nothing else."""
    state = state_of(example.roster, {body: policy}, example.day)
    whole: tuple[Clause | Duty, ...] = (*policy.clauses, *policy.duties)
    found: list[Verdict] = []
    for one in whole:
        if (one.charter, one.id) == (mutant.piece.charter, mutant.piece.id):
            judge = partial(verdicts_on, one) if isinstance(one, Clause) else partial(judge_duty, one)
            found += told(judge(policy, state, body))
    return tuple(found)


def tells(found: Telling, mutant: Mutant, policy: Policy, packs: Callable[[str], Charter]) -> bool:
    """Whether what tells one mutant from the charter tells another one too."""
    if found.expected.subject != mutant.name or found.example.source is not None:
        return False
    other = policy_of(mutated(policy.charter, mutant), packs)
    return _failing(found.expected, _alone(found.example, other, mutant, found.expected.body), found.example)


def _examples(trial: Trial, policy: Policy, scenarios: Iterable[Scenario], day: date) -> Iterator[Example]:
    if trial.shift is not None and trial.shift.witness is not None:
        yield _found(trial.mutant, trial.shift, trial.shift.witness, policy, day)
    for each in scenarios:
        if any(one.charter is policy.charter for one in each.policies.values()):
            yield Example(each.roster, each.policies, each.day, each.source.name)


def _found(mutant: Mutant, shift: Shift, witness: Witness, policy: Policy, day: date) -> Example:
    """The board that the prover found, its gathering and its vote in the log."""
    scope = getattr(mutant.piece, "scope", Scope.BODY)
    log = () if scope is Scope.BODY else tuple(_gathering(shift, witness, scope, day))
    return Example(replace(witness.roster, log=log), {witness.body: policy}, day)


def _gathering(shift: Shift, witness: Witness, scope: Scope, day: date) -> Iterator[Event]:
    sets = witness.sets
    meeting = {name: fact for name, fact in shift.meeting.items() if fact is not None}
    present = tuple(dict.fromkeys(one for name in ("present", *BALLOT) for one in sets.get(name, ())))
    yield Event(day, "held", {"mode": "in-person", **meeting, "body": witness.body, "present": present})
    if scope is Scope.VOTE:
        ballot = {name: tuple(sets.get(name, ())) for name in BALLOT}
        subject = {"subject": witness.subject} if witness.subject else {}
        yield Event(day, "vote", {"body": witness.body, "item": "A motion", **subject, **ballot, "carried": True})


def _verdicts(example: Example, policies: Mapping[str, Policy], mutant: Mutant) -> tuple[Verdict, ...]:
    found = check(example.roster, policies, as_of=example.day).verdicts
    piece = mutant.piece
    return tuple(each for each in found if (each.subject.charter, each.subject.id) == (piece.charter, piece.id))


def _expectations(before: Iterable[Verdict], mutant: Mutant, example: Example) -> Iterator[VerdictExpected]:
    idle = (Status.UNKNOWN, Status.NOT_APPLICABLE) if mutant.kind in (Kind.DROPPED, Kind.FORCE) else (Status.UNKNOWN,)
    for each in before:
        if each.status not in idle:
            force = None if mutant.changed is None or mutant.changed.force is each.subject.force else each.subject.force
            yield VerdictExpected(
                mutant.name, each.body, each.status, example.day, each.subject.span, each.occasion or None, force=force
            )


def _failing(expected: VerdictExpected, verdicts: Iterable[Verdict], example: Example) -> bool:
    return bool(verdict_differences(expected, verdicts, example.roster, example.policies))
