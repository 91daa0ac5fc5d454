"""A property put to a charter: the claim in the charter's words, and the clauses that it takes for granted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from quorate.cel.ast import Expr
from quorate.charter.claim_names import Named, named
from quorate.charter.claims import PropertyStatus, assumed, judge_property, not_applicable
from quorate.charter.document import Charter, Clause, Policy, Property
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.charter.terms import put_to
from quorate.formula.open.claims import written_out
from quorate.questions.prove.nouns import Witness
from quorate.questions.prove.witness import bare, body_name

Packs = Callable[[str], Charter]


@dataclass(frozen=True)
class Question:
    """One claim, in the words of the charter, with the clauses that it takes for granted.

    `claim` is what is answered for, `spelt` the same in the charter's words; `beside` is why it cannot be asked of the
    charter, if it cannot.
    """

    claim: Property
    spelt: Property
    policy: Policy
    clauses: tuple[Clause, ...]
    day: date
    beside: str | None = None

    @cached_property
    def claims(self) -> Mapping[str, Expr]:
        """The claim, and when it is made, with clauses in the place of their names."""
        found = {"claim": self.written(self.spelt.claim.ast)}
        if self.spelt.when is not None:
            found["when"] = self.written(self.spelt.when.ast)
        return found

    def written(self, expr: Expr) -> Expr:
        return written_out(expr, self._clauses, self.claim.scope)

    def _clauses(self, name: str) -> tuple[Clause, ...] | None:
        meant = self.named(name)
        return None if meant is None else meant.clauses

    def named(self, name: str) -> Named | None:
        """What a name in the claim stands for."""
        return named(self.policy, self.spelt, name, self.day)

    def status(self, witness: Witness, roster: Roster | None = None) -> PropertyStatus:
        """What the reference evaluator says of a board, or of another roster with the same people."""
        state = state_of(witness.roster if roster is None else roster, {witness.body: self.policy})
        return judge_property(self.policy, state, witness.body, self.spelt, witness.situation).status


def question(policy: Policy, packs: Packs, claim: Property, day: date) -> Question:
    """A claim put to the charter of a policy; `packs` finds the pack or charter that it stands in."""
    charter = policy.charter
    pack = packs(claim.charter) if claim.charter != charter.id else charter
    state = state_of(bare(charter, day), {body_name(charter): policy}).under(body_name(charter), policy)
    reasons = not_applicable(policy, claim, state, None if pack is charter else pack)
    if reasons:
        return Question(claim, claim, policy, (), day, reasons[0])
    spelt = put_to(claim, pack, policy)
    return Question(claim, spelt, policy, assumed(policy, spelt, state), day)
