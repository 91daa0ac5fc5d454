"""What a proof is told with: the clauses that a claim speaks of, and what the facts of people are called."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from quorate.cel.ast import Name, Select
from quorate.cel.reading import names
from quorate.charter.claim_names import named
from quorate.charter.claim_references import names_in, parts_of
from quorate.charter.claim_words import clauses_hold
from quorate.charter.claims import assumed, occasion_of
from quorate.charter.document import Charter, Clause, Policy, Property, Scope
from quorate.charter.policy import policy_of, speaks_of
from quorate.charter.state import State
from quorate.charter.surroundings import Surroundings
from quorate.charter.tenure import state_of
from quorate.charter.terms import MEMBER
from quorate.questions.prove.nouns import Witness
from quorate.questions.prove.witness import bare, body_name

Packs = Callable[[str], Charter]
_TELLING = frozenset({"chair", "seats", "vacancies", "voting"})
"""Words that few clauses read; one that a claim reads too is of interest to it."""


def wider(charter: Charter, packs: Packs, claims: Iterable[Property]) -> Policy:
    """What binds a charter's body, with the packs that claims assume."""
    assuming = (name for claim in claims for name in claim.assuming)
    charter = replace(charter, seats=())
    return policy_of(replace(charter, uses=tuple(dict.fromkeys((*charter.uses, *assuming)))), packs)


def concerned(
    charter: Charter, packs: Packs, claim: Property, day: date, witness: Witness | None = None
) -> tuple[Clause, ...]:
    """The clauses that a claim names (of those, where some are broken in the witness, these), and those that it is
    about: what makes people quorate, what permits a subcommittee, what is said of the chair."""
    policy, body = wider(charter, packs, (claim,)), body_name(charter)
    state = state_of(bare(charter, day), {body: policy})
    spoken = tuple(_named(policy, claim, day))
    if witness is not None:
        there = state_of(witness.roster, {witness.body: policy})
        spoken = tuple(_broken(policy, there, claim, witness, spoken)) or spoken
    about = (c for c in assumed(policy, claim, state) if _of_interest(c, claim) and speaks_of(c, charter.kind))
    return tuple({id(clause): clause for clause in (*spoken, *about)}.values())


def _named(policy: Policy, claim: Property, day: date) -> Iterator[Clause]:
    for expression in parts_of(claim):
        for _, name in names_in(expression):
            found = named(policy, claim, name, day)
            yield from () if found is None else (c for c in found.clauses if speaks_of(c, policy.charter.kind))


def _of_interest(clause: Clause, claim: Property) -> bool:
    if clause.scope is not Scope.BODY:
        return True
    return bool(_TELLING & names(clause.rule.ast) & names(claim.claim.ast))


def _broken(
    policy: Policy, state: State, claim: Property, witness: Witness, clauses: Iterable[Clause]
) -> Iterator[Clause]:
    there = occasion_of(policy, state.under(witness.body, policy), witness.body, claim, witness.situation)
    context = Surroundings(policy, there.state, there.variables)
    return (clause for clause in clauses if clauses_hold((clause,), context) is False)


def words_of(charter: Charter, policy: Policy) -> Mapping[str, tuple[str, str]]:
    """What each fact of a person is called, by the charter's `terms:` where they say no more than it, and its text."""
    terms: dict[str, str] = {}
    for term, expression in (charter.terms or {}).items():
        match expression.ast:
            case Select(operand=Name(name=name), field=field) if name == MEMBER:
                terms.setdefault(field, term)
    return {
        name: (_phrase(terms.get(name, name)), fact.text)
        for (holder, name), fact in policy.facts.items()
        if holder == "person"
    }


def _phrase(name: str) -> str:
    return name.replace("_", " ")
