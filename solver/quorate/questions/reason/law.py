"""Rules of packs beside a charter: those that it contradicts, leaves open, or already guarantees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from quorate.cel.ast import Binary, Call, Expr, Literal
from quorate.cel.reading import fields_read
from quorate.charter.claim_names import in_force
from quorate.charter.document import Clause, Expression, Force, Mode, Scope
from quorate.charter.evaluator import judge
from quorate.charter.occasions import occasions
from quorate.charter.policy import speaks_of
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict
from quorate.engines.base import OutOfTime
from quorate.formula.ast import negate
from quorate.formula.room import NOWHERE
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.prove.answer import Search
from quorate.questions.prove.nouns import Answer, Standing
from quorate.questions.prove.question import Question
from quorate.questions.prove.smallest import Deadline
from quorate.questions.prove.witness import bare, body_name
from quorate.questions.reason.desk import CHAIN, Desk, Reply, as_claim, as_property, beyond, binds, within
from quorate.questions.reason.findings import not_decided, not_reasoned, tell
from quorate.questions.reason.sets import sufficient
from quorate.questions.reason.wording import BOARDS, listed, name, place, shown, told, used
from quorate.source.diagnostic import Diagnostic, Severity

TRUE = Literal(True, NOWHERE)


def rules(desk: Desk) -> tuple[Clause, ...]:
    """The clauses of packs that speak of the charter's kind of body, defaults that the charter lets in aside."""
    return tuple(
        clause
        for clause in desk.whole.clauses
        if clause.charter != desk.charter.id and not clause.default and speaks_of(clause, desk.charter.kind)
    )


def out_of_force(desk: Desk) -> Iterator[Diagnostic]:
    """The rules of packs, aims too, that are not in force on the day."""
    for clause in desk.whole.clauses:
        mine = clause.charter == desk.charter.id
        if mine or not speaks_of(clause, desk.charter.kind) or in_force(clause, desk.day):
            continue
        first, last = clause.in_force
        when = f"only from {first}" if first is not None and desk.day < first else f"only until {last}"
        message = f"{name(clause, desk.charter)} is in force {when}, and not on {desk.day}"
        advice = "drop what rests on it, or reason about another day with `--as-of`"
        yield tell("law-not-in-force", message, used(desk, clause.charter), advice, Severity.NOTE, _rule(desk, clause))


def _rule(desk: Desk, law: Clause) -> tuple[str, ...]:
    return (told(law, desk.charter),)


def compared(desk: Desk, lawful: Sequence[Scope]) -> Iterator[Diagnostic]:
    """Each `must` rule of a pack beside the charter; `lawful` are the scopes whose clauses can all be fulfilled."""
    for law in rules(desk):
        if law.force is not Force.MUST or law.mode is not Mode.REQUIRE or not in_force(law, desk.day):
            continue
        unread = _unread(law, desk)
        if unread is not None:
            yield not_reasoned(desk, (law,), unread, place(desk, law)[0])
        elif law.scope is Scope.CHARTER:
            yield _of_charter(desk, law)
        elif set(CHAIN[law.scope]) <= set(lawful):
            yield _Rule(desk, law).compared()


def _unread(law: Clause, desk: Desk) -> str | None:
    """Why a rule is not compared at all, if it is not."""
    if not binds(law, desk.day):
        return f"it binds only {law.tested.replace('_', ' ')}"
    if law.scope is not Scope.CHARTER and law.scope not in CHAIN:
        article = "an" if law.scope is Scope.EVENT else "a"
        return f"it speaks of {article} {law.scope}, and boards are considered without what happens to them"
    return beyond(law)


# rules about the charter itself


def _of_charter(desk: Desk, law: Clause) -> Diagnostic:
    """A rule about what a charter says, judged by the reference evaluator where nobody sits."""
    verdict = _judged(desk, law)
    match verdict.status:
        case Status.HOLDS:
            return _guaranteed(desk, law, "holds of this charter")
        case Status.BROKEN:
            notes = (*_rule(desk, law), *(each.text for each in verdict.evidence))
            return _contradicted(desk, law, f"{place(desk, law)[1]} falls short of {_name(desk, law)}", notes)
        case Status.NOT_APPLICABLE:
            return _guaranteed(desk, law, "does not apply to this charter")
        case _:
            facts = ", ".join(f"`{fact}`" for fact in sorted(verdict.facts))
            why = verdict.reason or f"it hangs on {facts or 'what is not known'}"
            return not_reasoned(desk, (law,), why, place(desk, law)[0])


def _judged(desk: Desk, law: Clause) -> Verdict:
    body = body_name(desk.charter)
    state = state_of(bare(desk.charter, desk.day), {body: desk.whole})
    return judge(law, occasions(desk.whole, state, body, Scope.CHARTER)[0])


def _name(desk: Desk, law: Clause) -> str:
    return name(law, desk.charter)


def _guaranteed(desk: Desk, law: Clause, why: str) -> Diagnostic:
    span, _ = place(desk, law)
    message = f"{_name(desk, law)} {why}"
    advice = "nothing to do: it stays so unless the charter or the rule is amended"
    return tell("law-guaranteed", message, span, advice, Severity.NOTE, _rule(desk, law))


def _contradicted(desk: Desk, law: Clause, message: str, notes: tuple[str, ...]) -> Diagnostic:
    span, _ = place(desk, law)
    advice = "amend the charter; if the rule does not bind, say so with `overrides`"
    return tell("law-contradicted", message, span, advice, Severity.ERROR, notes)


# rules about boards


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule of a pack about boards, gatherings or votes."""

    desk: Desk
    law: Clause

    def compared(self) -> Diagnostic:
        try:
            return self._holds() if self._follows() else self._answered()
        except OutsideFragment as error:
            return self._beyond(f"{error.what} is beyond what is proved")
        except OutOfTime:
            return self._late("whether the charter guarantees it")

    def _answered(self) -> Diagnostic:
        began = monotonic()
        answer = self._search().answer()
        match answer.standing:
            case Standing.PROVED:
                return self._holds()
            case Standing.VACUOUS:
                return self._vacuous()
            case Standing.VIOLATED:
                return self._violated(answer)
            case _:
                if self._over(began):
                    return self._late("whether the charter guarantees it")
                return self._unclear(answer)

    def _holds(self) -> Diagnostic:
        return _guaranteed(self.desk, self.law, f"holds of every {self._of} under the charter")

    def _follows(self) -> bool:
        """Whether the rule follows from clauses that speak of the same things; often they suffice, and are few."""
        desk, law = self.desk, self.law
        near = tuple(c for c in within(desk.bound, *CHAIN[law.scope]) if _near(c, law))
        asked = desk.asked(law.scope, (*near, law), assumed=near, denied=desk.written(as_claim(law), law.scope))
        judged = asked.judged(law)
        return judged is not None and asked.possible(*map(asked.kept, near), negate(judged.lawful)) is Reply.NO

    def _search(self) -> Search:
        """The rule as a claim about the charter; of votes, about those that carry by the charter."""
        desk = self.desk
        claim = as_property(self.law, desk.charter.id)
        carried = within(desk.bound, Scope.VOTE)
        if self.law.scope is Scope.VOTE and carried:
            claim = replace(claim, when=_and(_carries(), self.law.when, self.law.rule))
        chain = within(desk.bound, *(scope for scope in CHAIN[self.law.scope] if scope is not Scope.VOTE))
        policy = desk.policy
        if self.law.scope is Scope.QUORUM and not within(chain, Scope.QUORUM):
            anything = replace(self._anything, charter=desk.charter.id)
            policy, chain = replace(policy, clauses=(*policy.clauses, anything)), (*chain, anything)
        put = Question(claim, claim, policy, chain, desk.day)
        return Search(put, desk.day, desk.limits, Deadline.of(desk.limits.seconds), False)

    @property
    def _anything(self) -> Clause:
        """Where a charter says nothing of a quorum, any gathering is one."""
        return replace(self.law, id="any-gathering", rule=replace(self.law.rule, ast=TRUE), when=None)

    def _over(self, began: float) -> bool:
        seconds = self.desk.limits.seconds
        return seconds is not None and monotonic() - began >= 0.9 * seconds

    @property
    def _of(self) -> str:
        return {Scope.BODY: "lawful board", Scope.QUORUM: "quorate meeting", Scope.VOTE: "vote that carries"}[
            self.law.scope
        ]

    def _late(self, what: str) -> Diagnostic:
        return not_decided(self.desk, (self.law,), what, place(self.desk, self.law)[0])

    def _beyond(self, why: str) -> Diagnostic:
        return not_reasoned(self.desk, (self.law,), why, place(self.desk, self.law)[0])

    def _vacuous(self) -> Diagnostic:
        return _guaranteed(self.desk, self.law, f"does not apply to any {self._of} under the charter")

    def _unclear(self, answer: Answer) -> Diagnostic:
        return self._contradiction() or self._beyond(answer.why)

    def _violated(self, answer: Answer) -> Diagnostic:
        return self._contradiction() or self._open(answer)

    def _contradiction(self) -> Diagnostic | None:
        """That no board under the charter fulfils the rule, if that is so."""
        desk, law = self.desk, self.law
        chain = within(desk.bound, *CHAIN[law.scope])
        asked = desk.asked(law.scope, (*chain, law), assumed=(*chain, law))
        if asked.judged(law) is None:
            return None
        match asked.possible(*map(asked.kept, (*chain, law))):
            case Reply.NO:
                found = sufficient(chain, lambda some: _no(asked.possible(*map(asked.kept, (*some, law)))))
                with_ = listed(name(each, desk.charter) for each in found.clauses) if found.clauses else "nothing"
                message = f"no {BOARDS[law.scope]} under the charter meets {_name(desk, law)}: it contradicts {with_}"
                notes = (*_rule(desk, law), *(told(each, desk.charter) for each in found.clauses))
                return _contradicted(desk, law, message, notes)
            case Reply.LATE:
                return self._late("whether the charter contradicts it")
            case _:
                return None

    def _open(self, answer: Answer) -> Diagnostic:
        """A board that is lawful under the charter and not under the rule."""
        assert answer.witness is not None, "what is violated has a witness"
        span, standing = place(self.desk, self.law)
        message = f"{standing} leaves open what {_name(self.desk, self.law)} demands"
        notes = (*_rule(self.desk, self.law), f"lawful under the charter, unlawful under the rule is {_first(answer)}")
        advice = "say in the charter what the rule demands"
        return tell("law-left-open", message, span, advice, Severity.WARNING, (*notes, *shown(answer.witness)[1:]))


def _near(clause: Clause, law: Clause) -> bool:
    """Whether a clause speaks of the topic, or of facts, of which a rule speaks, or of numbers alone."""
    read = _reads(clause)
    return clause.topic == law.topic or not read or bool(read & _reads(law))


def _reads(clause: Clause) -> frozenset[str]:
    parts = (part.ast for part in (clause.rule, clause.when) if part is not None)
    return frozenset[str]().union(*map(fields_read, parts)) - {"kind", "form"}


def _first(answer: Answer) -> str:
    assert answer.witness is not None, "asked only where there is one"
    return shown(answer.witness)[0]


def _no(reply: Reply) -> bool | None:
    return {Reply.NO: True, Reply.YES: False}.get(reply)


def _carries() -> Expr:
    return Call("holds", None, (Literal("vote", NOWHERE),), NOWHERE)


def _and(first: Expr, when: Expression | None, like: Expression) -> Expression:
    return replace(like, ast=first if when is None else Binary("&&", first, when.ast, NOWHERE))
