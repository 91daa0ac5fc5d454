"""Boards that would break a clause that no scenario breaks: lawful without it, and found by the prover."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from quorate.charter.document import Charter
from quorate.charter.policy import policy_of
from quorate.charter.verdict import Status
from quorate.engines.base import Limits
from quorate.questions.coverage import DocumentCoverage
from quorate.questions.mutate import Kind, Mutant
from quorate.testing.mutation.mutants import mutants
from quorate.testing.mutation.telling import Telling, telling
from quorate.testing.mutation.trials import compared, survivor

LIMITS = Limits(seconds=5, canonical=False)


def unbroken(document: DocumentCoverage) -> Iterator[str]:
    """The clauses and duties of which no scenario has a broken verdict."""
    yield from (one.subject.id for one in document.clauses if Status.BROKEN not in one.statuses)


def suggestions(
    charter: Charter, packs: Callable[[str], Charter], names: Iterable[str], day: date
) -> Iterator[tuple[str, Mutant, Telling | None]]:
    """For each clause, by its id, a board that breaks it, and the mutant that lacks it; none where none was found."""
    policy = policy_of(charter, packs)
    dropped = {one.name: one for one in mutants(policy) if one.kind is Kind.DROPPED}
    for name in names:
        trial = survivor(dropped[name], compared(dropped[name], policy, packs, day, LIMITS))
        found = telling(trial, policy, packs, (), day)
        yield name, dropped[name], found if found is not None and found.expected.status is Status.BROKEN else None
