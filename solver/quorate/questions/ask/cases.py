"""Verdicts that hang on facts, each as something that can be judged again with facts supposed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from quorate.cel.reading import fields_read
from quorate.cel.values import Unknown
from quorate.charter.document import Clause, Duty, Expression, FactDeclaration, Policy, Scope
from quorate.charter.duties import judge_duty
from quorate.charter.evaluator import binding, judge
from quorate.charter.occasions import full_attendance, occasions_of, plain
from quorate.charter.relief import judge_with_relief
from quorate.charter.state import State
from quorate.charter.supposing import Place, places
from quorate.charter.things import BodyThing, OrganisationThing, PersonThing, computed
from quorate.charter.verdict import Status, Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One verdict that is not known: `judge` gives it in any state that differs in what is supposed."""

    subject: Clause | Duty
    body: str
    policy: Policy
    state: State
    verdict: Verdict
    judge: Callable[[State], Verdict | None]
    joining: str | None = None


def open_cases(state: State, policy: Policy, body: str) -> Iterator[Case]:
    """Every verdict on a body, as it is, that hangs on what is not known."""
    state = state.under(body, policy)
    for clause in policy.clauses:
        for number, occasion in enumerate(occasions_of(policy, state, body, clause)):
            found = judge_with_relief(clause, occasion, explain=False)
            if found.status is Status.UNKNOWN:
                yield Case(clause, body, policy, state, found, _of_clause(clause, policy, body, number))
    for duty in policy.duties:
        for found in judge_duty(duty, policy, state, body):
            if found.status is Status.UNKNOWN:
                yield Case(duty, body, policy, state, found, _of_duty(duty, policy, body, found.occasion))


def joining_cases(state: State, policy: Policy, body: str, person: str) -> tuple[Case, ...]:
    """The verdicts that bind a body with one more member and hang on what is not known.

    None where a clause that is not broken of the members keeps that person out, whatever the answers.
    """
    state = state.under(body, policy)
    chair = state.chair(body)
    seated = [member.person for member in state.tenure(body).definite]
    with_person = state.with_body(body, [*seated, person], chair if isinstance(chair, str) else None)
    found = []
    for clause in binding(policy):
        judged = _seated(clause, policy, body)
        verdict = judged(with_person)
        if verdict.status is Status.BROKEN and _keeps_out(clause, policy, state, with_person, body, person):
            return ()
        if verdict.status is Status.UNKNOWN:
            found.append(Case(clause, body, policy, with_person, verdict, judged, person))
    return tuple(found)


def _keeps_out(clause: Clause, policy: Policy, state: State, joined: State, body: str, person: str) -> bool:
    """Whether a clause that is broken with a person among the members speaks of that person, and is not without."""
    told = _seated(clause, policy, body, explain=True)(joined).evidence
    return (
        any(person in one.people for one in told) and _seated(clause, policy, body)(state).status is not Status.BROKEN
    )


def _seated(clause: Clause, policy: Policy, body: str, *, explain: bool = False) -> Callable[[State], Verdict]:
    """The verdict on a clause that binds a body, as slates are judged."""

    def judged(state: State) -> Verdict:
        there = plain(policy, state, body) if clause.scope is Scope.BODY else full_attendance(policy, state, body)
        return judge(clause, there, explain=explain)

    return judged


def _of_clause(clause: Clause, policy: Policy, body: str, number: int) -> Callable[[State], Verdict | None]:
    def judged(state: State) -> Verdict | None:
        found = occasions_of(policy, state, body, clause)
        return judge_with_relief(clause, found[number], explain=False) if number < len(found) else None

    return judged


def _of_duty(duty: Duty, policy: Policy, body: str, occasion: str) -> Callable[[State], Verdict | None]:
    def judged(state: State) -> Verdict | None:
        found = judge_duty(duty, policy, state, body)
        return next((one for one in found if one.occasion == occasion), None)

    return judged


# What a verdict hangs on --------------------------------------------------------------------------------------------


def asked_of(state: State, names: frozenset[str]) -> tuple[Place, ...]:
    """The facts that are named, and those by which a determination among them may be ruled out or presumed."""
    found: dict[str, Place] = {}
    waiting = list(places(state, names))
    while waiting:
        place = waiting.pop(0)
        if place.name in found:
            continue
        found[place.name] = place
        rule = place.declaration.denied or place.declaration.presumed
        if rule is not None and not place.steps:
            value = computed(thing_of(state, place), rule)
            if isinstance(value, Unknown):
                waiting += places(state, value.facts)
    return tuple(found.values())


def thing_of(state: State, place: Place) -> PersonThing | BodyThing | OrganisationThing:
    match place.kind:
        case "person":
            return PersonThing(state, place.holder)
        case "body":
            return BodyThing(state, place.holder)
        case _:
            own = place.holder in ("", state.roster.organisation.id)
            return OrganisationThing(state, state.roster.organisation.id if own else place.holder)


def is_determination(declaration: FactDeclaration) -> bool:
    """Whether a fact is decided by the board, while other facts may rule it out or speak for it."""
    return declaration.denied is not None or declaration.presumed is not None


def rules_of(case: Case) -> Iterator[Expression]:
    """What a case is judged by: the rule of its clause or duty, and the rules of the facts it may read."""
    subject = case.subject
    mine: Iterable[Expression | None]
    mine = (subject.rule, subject.when) if isinstance(subject, Clause) else (subject.within, subject.after, subject.by)
    waiting = [rule for rule in mine if rule is not None]
    by_name: dict[str, list[FactDeclaration]] = {}
    for (_, name), fact in case.state.facts.items():
        by_name.setdefault(name, []).append(fact)
    seen: set[str] = set()
    while waiting:
        rule = waiting.pop()
        yield rule
        new = fields_read(rule.ast) - seen
        seen |= new
        waiting += [more for name in new for fact in by_name.get(name, ()) for more in fact.rules]
