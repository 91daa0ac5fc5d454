"""What becomes of a clause on an occasion: the reference meaning of every verdict."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from quorate.cel.evaluator import evaluate
from quorate.cel.logic import some_of
from quorate.cel.values import Failure, Unknown, Value
from quorate.charter.alternates import told
from quorate.charter.chances import can_still_come_true
from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.evidence import reasons
from quorate.charter.occasions import Occasion, full_attendance, occasions
from quorate.charter.state import State
from quorate.charter.tenure import constitutes_members, held_over_by
from quorate.charter.things import PersonThing
from quorate.charter.verdict import Evidence, Status, Verdict

CONDITIONS = (Scope.QUORUM, Scope.VOTE)
_NO_OCCASION = {
    Scope.MEETING: "there was no meeting",
    Scope.VOTE: "there was no vote",
    Scope.EVENT: "nothing has happened",
    Scope.YEAR: "no period has begun",
    Scope.BODY: "nobody has been seated",
}
ACTS = (Scope.MEETING, Scope.VOTE, Scope.EVENT, Scope.QUORUM)


def judge(clause: Clause, occasion: Occasion, *, explain: bool = True) -> Verdict:
    """The verdict on a clause on one occasion; without `explain` it has no evidence, and costs less."""
    reason = not_judged(clause, occasion)
    if reason is not None:
        return _verdict(clause, occasion, Status.NOT_APPLICABLE, reason=reason)
    if clause.mode is Mode.CONSTITUTES:
        return _constitution(clause, occasion)
    applies: Value = True
    if clause.when is not None:
        applies = evaluate(clause.when.ast, occasion.variables, occasion.context)
        if isinstance(applies, Failure) and applies.vacant:
            return _open(clause, occasion, applies, explain)
        if applies is False:
            return _verdict(clause, occasion, Status.NOT_APPLICABLE, reason="not the case it speaks of")
    rule = evaluate(clause.rule.ast, occasion.variables, occasion.context)
    if applies is True:
        return _settled(clause, occasion, rule, explain)
    if rule is True:
        return _verdict(clause, occasion, Status.HOLDS)
    if isinstance(applies, Unknown) and explain:
        return _perhaps(clause, occasion, applies, rule)
    return _open(clause, occasion, some_of([applies, False] if rule is False else [applies, rule]), explain)


def _perhaps(clause: Clause, occasion: Occasion, applies: Unknown, rule: Value) -> Verdict:
    """The verdict where it is not known whether the clause speaks of the case: what is open of that comes first."""
    assert clause.when is not None
    value = some_of([applies, False] if rule is False else [applies, rule])
    found = reasons(clause.when.ast, occasion.variables, occasion.context)
    first = tuple(replace(one, text=f"whether it applies: {one.text}") for one in found)
    verdict = _open(clause, occasion, value, True)
    return replace(verdict, evidence=(*first, *verdict.evidence)) if verdict.status is Status.UNKNOWN else verdict


def without_occasion(clause: Clause, state: State, body: str) -> Verdict:
    """The verdict on a clause that has had no occasion to be judged on."""
    reason = _NO_OCCASION.get(clause.scope, "there was no occasion")
    return Verdict(clause, body, Status.NOT_APPLICABLE, state.as_of, reason=reason)


def not_judged(clause: Clause, occasion: Occasion) -> str | None:
    """Why a clause is not judged on an occasion at all, if it is not."""
    if occasion.reason is not None:
        return occasion.reason
    begins, ends = clause.in_force
    first = occasion.period.first if occasion.period is not None else occasion.as_of
    last = occasion.as_of
    if begins is not None and first < begins:
        return f"in force from {begins}"
    if ends is not None and ends < last:
        return f"in force until {ends}"
    if clause.mode is Mode.ALLOW and clause.when is None and clause.scope not in ACTS:
        return "a permission, and no act to judge by it"
    return None


def _settled(clause: Clause, occasion: Occasion, rule: Value, explain: bool) -> Verdict:
    """The verdict where the clause surely speaks of the case."""
    if rule is True:
        return _verdict(clause, occasion, Status.HOLDS)
    if rule is False:
        return _unmet(clause, occasion, explain)
    return _open(clause, occasion, rule, explain)


def _unmet(clause: Clause, occasion: Occasion, explain: bool) -> Verdict:
    found = reasons(clause.rule.ast, occasion.variables, occasion.context) if explain else ()
    if clause.scope in CONDITIONS and clause.mode is Mode.REQUIRE:
        if occasion.acted is None:
            reason = "inquorate, and nothing was done" if clause.scope is Scope.QUORUM else "not carried"
            return _verdict(clause, occasion, Status.NOT_APPLICABLE, found, reason=reason)
        return _verdict(clause, occasion, Status.BROKEN, (*found, Evidence(occasion.acted)))
    if occasion.running and can_still_come_true(clause.rule.ast, occasion.variables, occasion.context):
        return _verdict(clause, occasion, Status.DUE, found, until=occasion.until)
    return _verdict(clause, occasion, Status.BROKEN, found)


def _open(clause: Clause, occasion: Occasion, value: Value, explain: bool) -> Verdict:
    """The verdict where something is not known, or has failed."""
    match value:
        case Unknown(facts=facts):
            found = reasons(clause.rule.ast, occasion.variables, occasion.context) if explain else ()
            return _verdict(clause, occasion, Status.UNKNOWN, found, facts=facts)
        case Failure(vacant=True):
            return _verdict(clause, occasion, Status.NOT_APPLICABLE, reason="the chair is vacant")
        case Failure(message=message):
            return _verdict(clause, occasion, Status.UNKNOWN, reason=message)
        case _:
            return _verdict(clause, occasion, Status.UNKNOWN, reason="the clause is neither true nor false")


def _constitution(clause: Clause, occasion: Occasion) -> Verdict:
    """Who is a member by this clause although the term is over; not applicable where no term is."""
    if not constitutes_members(clause):
        return _verdict(clause, occasion, Status.NOT_APPLICABLE, reason="it makes nobody a member")
    found, facts = [], frozenset[str]()
    for member, value in held_over_by(clause, occasion.policy, occasion.state, occasion.body):
        if value is True:
            name = PersonThing(occasion.state, member.person).name
            text = f"{name} is still a member, after a term that ended on {member.term_ends}"
            found.append(Evidence(text, (member.person,)))
        elif isinstance(value, Unknown):
            facts |= value.facts
    if not found and not facts:
        return _verdict(clause, occasion, Status.NOT_APPLICABLE, reason="nobody is held over by it")
    return _verdict(clause, occasion, Status.UNKNOWN if facts else Status.HOLDS, tuple(found), facts=facts)


def _verdict(
    clause: Clause,
    occasion: Occasion,
    status: Status,
    evidence: tuple[Evidence, ...] = (),
    *,
    facts: frozenset[str] = frozenset(),
    until: date | None = None,
    reason: str | None = None,
) -> Verdict:
    if occasion.scope in ACTS:
        evidence = (*evidence, *told(occasion.state, occasion.body))
    return Verdict(
        clause, occasion.body, status, occasion.as_of, occasion.label, evidence, facts, until, reason, occasion.span
    )


def binding(policy: Policy) -> Iterator[Clause]:
    """The clauses that decide whether a body is lawfully made up: `must`, of scope body, and its quorum."""
    for clause in policy.clauses:
        if clause.force is Force.MUST and clause.scope in (Scope.BODY, Scope.QUORUM) and clause.mode is Mode.REQUIRE:
            yield clause


def if_tested(clause: Clause, occasion: Occasion) -> Occasion:
    """A day on which a clause is judged of a slate; one tested at elections or appointments only if somebody joins."""
    if clause.scope is not Scope.BODY or clause.tested == "always" or occasion.state.joining(occasion.body):
        return occasion
    return replace(occasion, reason=f"tested {clause.tested.replace('_', ' ')}, and nobody joins")


def lawful(
    policy: Policy, state: State, body: str, *, explain: bool = False
) -> tuple[bool | None, tuple[Verdict, ...]]:
    """Whether a body is lawful as it stands, and the verdicts that say so: every `must` clause of scope body that
    applies holds, and a quorum can be reached. None where that hangs on facts that are not known.
    """
    today = occasions(policy, state, body, Scope.BODY)[0]
    meeting = full_attendance(policy, state, body)
    verdicts = tuple(
        judge(clause, if_tested(clause, today) if clause.scope is Scope.BODY else meeting, explain=explain)
        for clause in binding(policy)
    )
    statuses = {verdict.status for verdict in verdicts}
    if Status.BROKEN in statuses:
        return False, verdicts
    return (None if Status.UNKNOWN in statuses else True), verdicts
