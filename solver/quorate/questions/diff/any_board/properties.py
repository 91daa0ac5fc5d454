"""Which properties a charter gains and loses: each is asked of the old and of the new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quorate.cel.ast import Expr
from quorate.cel.reading import fields_read, names
from quorate.charter.claim_references import parts_of
from quorate.charter.claims import PropertyStatus
from quorate.charter.document import Policy, Property, Scope
from quorate.engines.base import Limits
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.diff.any_board.normal import normal
from quorate.questions.diff.any_board.nouns import PropertyChange
from quorate.questions.diff.any_board.replay import told
from quorate.questions.diff.any_board.sides import OF_THE_CHARTER, Pair, Side, sorted_out
from quorate.questions.prove import Answer, Standing, prove
from quorate.questions.prove.question import Packs, Question, question
from quorate.source.reporter import Reporter

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
            change = self._change(claim)
            if change is not None:
                found.append(change)
        return tuple(found)

    def _change(self, claim: Property) -> PropertyChange | None:
        """What is to be said of a claim before and after; nothing if that is the same."""
        put = {side: self._put(claim, side) for side in Side}
        if self._same(put[Side.BEFORE], put[Side.AFTER]):
            return None
        before = self._answer(put[Side.BEFORE], Side.BEFORE)
        if before.witness is not None and self._refutes(before, put[Side.AFTER]):
            return None
        after = self._answer(put[Side.AFTER], Side.AFTER)
        if before.standing is after.standing:
            return None
        return PropertyChange(
            claim, *(self._least(put[side], side, one) for side, one in zip(Side, (before, after), strict=True))
        )

    def _put(self, claim: Property, side: Side) -> Question:
        """A claim put to a side's charter; one of either charter's own is put to the other as if it were its own."""
        policy = self.pair.policy(side)
        own = {self.pair.before.charter.id: self.pair.before, self.pair.after.charter.id: self.pair.after}
        if claim.charter in own:
            missing = _missing(claim, own[claim.charter], policy)
            claim = replace(claim, charter=policy.charter.id)
            if missing is not None:
                return Question(claim, claim, policy, (), self.pair.day, f"the charter has no fact `{missing}`")
        return question(policy, self.packs, claim, self.pair.day)

    def _same(self, before: Question, after: Question) -> bool:
        """Whether one and the same is asked of both charters."""
        if before.beside is not None or after.beside is not None:
            return before.beside is not None and after.beside is not None
        old, new = (_asks(each) for each in (before, after))
        read = frozenset[str]().union(*(names(part) | fields_read(part) for part in old if part is not None))
        return old == new and self.pair.same_kind and not read & (OF_THE_CHARTER | self.pair.unlike)

    def _refutes(self, found: Answer, other: Question) -> bool:
        """Whether a counterexample to a claim is one under the other charter too."""
        witness = found.witness
        if found.standing is not Standing.VIOLATED or witness is None or not witness.replayed or other.beside:
            return False
        return other.status(witness, told(witness.roster, other.policy)) is PropertyStatus.VIOLATED

    def _least(self, put: Question, side: Side, found: Answer) -> Answer:
        """The answer with the smallest counterexample, if there is one."""
        return self._answer(put, side, least=True) if found.standing is Standing.VIOLATED else found

    def _answer(self, put: Question, side: Side, *, least: bool = False) -> Answer:
        if put.beside is not None:
            return Answer(put.claim, Standing.NOT_APPLICABLE, put.beside)
        try:
            found = prove(
                self.pair.policy(side).charter, self.packs, [put.claim],
                as_of=self.pair.day, limits=self.limits, cross_check=self.cross_check, least=least,
            )  # fmt: skip
            return found.answers[0]
        except OutsideFragment as error:
            return Answer(put.claim, Standing.UNDECIDED, f"{error.what} is beyond what is proved")


def _asks(put: Question) -> list[Expr | None]:
    """What is asked, and taken for granted, as it is compared."""
    parts: list[Expr | None] = [put.claims["claim"], put.claims.get("when")]
    for clause in put.clauses:
        parts += [put.written(clause.rule.ast), None if clause.when is None else put.written(clause.when.ast)]
    return [None if part is None else normal(part) for part in parts]


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
