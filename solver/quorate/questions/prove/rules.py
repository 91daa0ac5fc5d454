"""Which clauses a claim takes for granted, and which it means by a name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from quorate.charter.claim_names import counted, named
from quorate.charter.document import Charter, Clause, Policy, Property, Scope
from quorate.charter.policy import policy_of

_ASSUMED: dict[Scope, tuple[Scope, ...]] = {
    Scope.BODY: (Scope.BODY,),
    Scope.QUORUM: (Scope.BODY, Scope.QUORUM),
    Scope.VOTE: (Scope.BODY, Scope.QUORUM),
    Scope.MEETING: (Scope.BODY, Scope.QUORUM),
    Scope.DEPARTURE: (Scope.BODY,),
    Scope.SUBCOMMITTEE: (Scope.BODY,),
}
"""The scopes whose clauses hold of what a claim is made of: bodies are lawful, gatherings quorate."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a claim has to do with: a charter, and the packs that the claim may take for granted, on a day."""

    policy: Policy
    claim: Property
    day: date

    def of(self, scope: Scope) -> tuple[Clause, ...]:
        return tuple(clause for clause in counted(self.policy, self.claim, self.day) if clause.scope is scope)

    def named(self, name: str) -> tuple[Clause, ...] | None:
        """The clauses that a name in the claim stands for; none if there are none."""
        found = named(self.policy, self.claim, name, self.day)
        return None if found is None else found.clauses

    @property
    def assumed(self) -> tuple[Clause, ...]:
        """What holds of every board that the claim is about."""
        topics = self.claim.topics
        found = [clause for scope in _ASSUMED.get(self.claim.scope, ()) for clause in self.of(scope)]
        return tuple(clause for clause in found if topics is None or clause.topic in topics)


def rules_of(charter: Charter, packs: Callable[[str], Charter], claim: Property, day: date) -> Rules:
    """The rules of a charter with the packs that a claim assumes, whether the charter uses them or not."""
    wider = replace(charter, uses=tuple(dict.fromkeys((*charter.uses, *claim.assuming))))
    return Rules(policy_of(wider, packs), claim, day)
