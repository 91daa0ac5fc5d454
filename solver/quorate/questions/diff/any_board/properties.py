"""Which properties a charter gains and loses: each is asked of the old and of the new."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from quorate.cel.reading import fields_read, names
from quorate.charter.claim_references import parts_of
from quorate.charter.document import Charter, Policy, Property, Scope
from quorate.engines.base import Limits
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.diff.any_board.normal import normal
from quorate.questions.diff.any_board.nouns import PropertyChange
from quorate.questions.diff.any_board.sides import OF_THE_CHARTER, Pair, Side, sorted_out
from quorate.questions.prove import Answer, Standing, prove
from quorate.source.reporter import Reporter

Packs = Callable[[str], Charter]
SPOKEN_OF = (Scope.BODY, Scope.QUORUM, Scope.VOTE, Scope.EVENT)
"""The scopes of clauses that properties assume or name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What properties are asked with; each has the time limit for itself, on each side."""

    pair: Pair
    packs: Packs
    limits: Limits
    cross_check: bool
    reporter: Reporter

    def changes(self, claims: Sequence[Property]) -> tuple[PropertyChange, ...]:
        found = []
        for number, claim in enumerate(claims):
            self.reporter.stage(f"proving {claim.charter}/{claim.id} before and after ({number + 1} of {len(claims)})")
            change = PropertyChange(claim, self._answer(claim, Side.BEFORE), self._answer(claim, Side.AFTER))
            if change.before.standing is not change.after.standing:
                found.append(change)
        return tuple(found)

    def _answer(self, claim: Property, side: Side) -> Answer:
        policy = self.pair.policy(side)
        own = {self.pair.before.charter.id: self.pair.before, self.pair.after.charter.id: self.pair.after}
        if claim.charter in own:
            missing = _missing(claim, own[claim.charter], policy)
            claim = replace(claim, charter=policy.charter.id)
            if missing is not None:
                return Answer(claim, Standing.NOT_APPLICABLE, f"the charter has no fact `{missing}`")
        try:
            found = prove(
                policy.charter, self.packs, [claim],
                as_of=self.pair.day, limits=self.limits, cross_check=self.cross_check,
            )  # fmt: skip
            return found.answers[0]
        except OutsideFragment as error:
            return Answer(claim, Standing.UNDECIDED, f"{error.what} is beyond what is proved")


def _missing(claim: Property, own: Policy, other: Policy) -> str | None:
    """A fact that a claim of one charter reads and that the other does not have."""
    read = frozenset[str]().union(*(fields_read(part.ast) for part in parts_of(claim)))
    absent = (name for holder, name in own.facts.keys() - other.facts.keys() if name in read and holder != "record")
    return next(absent, None)


def of_interest(pair: Pair, shared: Sequence[Property]) -> tuple[Property, ...]:
    """The properties of both charters and the shared ones that may come out differently."""
    claims = (*shared, *_own(pair))
    if _differ(pair):
        return claims
    if pair.before.duties == pair.after.duties:
        return ()
    return tuple(each for each in claims if any(names(part.ast) & OF_THE_CHARTER for part in parts_of(each)))


def _own(pair: Pair) -> Iterator[Property]:
    """The properties of either charter; those that claim the same under one id once."""
    known = [(each.id, _said(each)) for each in pair.before.charter.properties]
    yield from pair.before.charter.properties
    yield from (each for each in pair.after.charter.properties if (each.id, _said(each)) not in known)


def _said(claim: Property) -> tuple[object, ...]:
    when = None if claim.when is None else normal(claim.when.ast)
    return claim.scope, claim.assuming, claim.topics, normal(claim.claim.ast), when


def _differ(pair: Pair) -> bool:
    """Whether anything is different that properties speak of."""
    old, new = (
        [each for each in pair.clauses(side) if each.clause.scope in SPOKEN_OF and each.binding] for side in Side
    )
    found = sorted_out(old, new)
    terms = [
        {word: normal(term.ast) for word, term in (policy.charter.terms or {}).items()}
        for policy in (pair.before, pair.after)
    ]
    ids = [[each.clause.id for each in side] for side in (old, new)]
    topics = [[each.clause.topic for each in side] for side in (old, new)]
    told = pair.unlike or terms[0] != terms[1] or ids[0] != ids[1] or topics[0] != topics[1]
    return bool(found.before or found.after or told)
