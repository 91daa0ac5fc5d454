"""The mutants of a charter: each clause and duty with one small thing changed, or gone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from quorate.cel.ast import Expr
from quorate.cel.checker import check
from quorate.cel.printer import show
from quorate.cel.types import Schema, Type
from quorate.charter.document import Charter, Clause, Duty, Expression, Force, Mode, Per, Policy
from quorate.charter.vocabulary import DUTY_VARIABLES, clause_variables, schema_with
from quorate.questions.mutate import Kind, Mutant
from quorate.source.diagnostic import Severity
from quorate.source.span import Excerpt
from quorate.testing.mutation.edits import Edit, edits

P = TypeVar("P", Clause, Duty)
OTHER_PERIOD = {
    "month": "quarter", "quarter": "calendar_year", "calendar_year": "quarter", "fiscal_year": "quarter",
    "rolling_year": "calendar_year", "between_annual_meetings": "calendar_year",
}  # fmt: skip


def mutants(policy: Policy) -> tuple[Mutant, ...]:
    """All mutants of the charter of a policy, in the order of its file; no two of one clause read alike."""
    charter, schema = policy.charter, schema_with(policy.facts.values())
    found = [
        *(each for clause in charter.clauses for each in _of_clause(clause, schema)),
        *(each for duty in charter.duties for each in _of_duty(duty, schema)),
    ]
    return tuple({(each.name, each.old, each.new): each for each in found}.values())


def mutated(charter: Charter, mutant: Mutant) -> Charter:
    """The charter with the change, if the piece that is changed stands in it; otherwise the charter as it is."""
    match mutant.piece:
        case Clause() as clause:
            return replace(charter, clauses=tuple(_replaced(charter.clauses, clause, mutant.changed)))
        case Duty() as duty:
            return replace(charter, duties=tuple(_replaced(charter.duties, duty, mutant.changed)))


def _replaced(pieces: tuple[P, ...], old: P, new: Clause | Duty | None) -> Iterator[P]:
    for piece in pieces:
        if piece is not old and piece != old:
            yield piece
        elif isinstance(new, type(old)):
            yield new


def _of_clause(clause: Clause, schema: Schema) -> Iterator[Mutant]:
    yield Mutant(Kind.DROPPED, clause, None, f"the clause `{clause.id}`", "nothing")
    if clause.force is Force.MUST and clause.mode is Mode.REQUIRE:
        yield Mutant(Kind.FORCE, clause, replace(clause, force=Force.SHOULD), "must", "should")
    variables = clause_variables(clause.scope, clause.mode)
    for kind, rule in _edited(clause.rule, variables, schema):
        yield Mutant(kind, clause, replace(clause, rule=rule), clause.rule.excerpt.text, rule.excerpt.text)
    for kind, when in _edited(clause.when, clause_variables(clause.scope, Mode.REQUIRE), schema):
        yield Mutant(kind, clause, replace(clause, when=when), _text(clause.when, "when "), _text(when, "when "))
    for per in _periods(clause.per):
        yield Mutant(Kind.FREQUENCY, clause, replace(clause, per=per), _every(clause.per), _every(per))


def _of_duty(duty: Duty, schema: Schema) -> Iterator[Mutant]:
    yield Mutant(Kind.DROPPED, duty, None, f"the duty `{duty.id}`", "nothing")
    if duty.force is Force.MUST:
        yield Mutant(Kind.FORCE, duty, replace(duty, force=Force.SHOULD), "must", "should")
    if duty.per is not None:
        for number in (duty.at_least - 1, duty.at_least + 1):
            if number >= 1:
                changed = replace(duty, at_least=number)
                yield Mutant(Kind.FREQUENCY, duty, changed, f"at least {duty.at_least}", f"at least {number}")
    for per in _periods(duty.per):
        yield Mutant(Kind.FREQUENCY, duty, replace(duty, per=per), _every(duty.per), _every(per))
    for key, rule in (("within", duty.within), ("after", duty.after), ("by", duty.by)):
        for _, other in _edited(rule, DUTY_VARIABLES[key], schema):
            changed = _with_window(duty, key, other)
            yield Mutant(Kind.WINDOW, duty, changed, _text(rule, f"{key} "), _text(other, f"{key} "))


def _with_window(duty: Duty, key: str, other: Expression) -> Duty:
    match key:
        case "within":
            return replace(duty, within=other)
        case "after":
            return replace(duty, after=other)
        case _:
            return replace(duty, by=other)


def _edited(
    rule: Expression | None, variables: Mapping[str, Type], schema: Schema
) -> Iterator[tuple[Kind, Expression]]:
    """An expression with each one thing changed, where that is still an expression of its type."""
    if rule is None:
        return
    seen: set[Expr] = {rule.ast}
    for kind, changed in _sorted(rule.ast):
        if changed not in seen and _fits(changed, rule, variables, schema):
            seen.add(changed)
            yield kind, replace(rule, ast=changed, excerpt=Excerpt.whole(show(changed), rule.excerpt.source.name))


def _sorted(ast: Expr) -> Iterator[Edit]:
    yield from sorted(edits(ast), key=lambda edit: list(Kind).index(edit[0]))


def _fits(changed: Expr, rule: Expression, variables: Mapping[str, Type], schema: Schema) -> bool:
    found = check(changed, variables, schema)
    return found.type == rule.type and all(each.severity is not Severity.ERROR for each in found.diagnostics)


def _periods(per: Per | None) -> Iterator[Per]:
    if per is not None and per.name in OTHER_PERIOD:
        yield replace(per, name=OTHER_PERIOD[per.name])


def _every(per: Per | None) -> str:
    return f"per {per.name.replace('_', ' ')}" if per is not None else ""


def _text(rule: Expression | None, before: str) -> str:
    return before + " ".join(rule.excerpt.text.split()) if rule is not None else ""
