"""Why a slate ranks after the one before it, in a sentence: the first thing in which it is worse."""

from collections.abc import Mapping
from fractions import Fraction

from quorate.cel.types import BOOL
from quorate.cel.values import Failure, Interval, Unknown, Value
from quorate.charter.document import Clause, Expression
from quorate.charter.verdict import Verdict
from quorate.questions.slates.nouns import Change, Slate
from quorate.questions.slates.request import Request

TIED = "as good as the one before; the order of the roster decides"


def reason(request: Request, before: Slate, slate: Slate, unranked: frozenset[str]) -> str:
    """What makes the slate worse than the one before; `unranked` are aims that do not count."""
    names = {person.id: person.name for person in request.state.roster.people.values()}
    missed = {request.named(verdict.body, verdict.subject): verdict for verdict in slate.missed}
    earlier = {request.named(verdict.body, verdict.subject) for verdict in before.missed}
    if shortfall(slate, request, unranked) > shortfall(before, request, unranked):
        new = [_aim(name, missed[name], names) for name in missed if name not in earlier | unranked]
        return f"falls short of {', '.join(new)}"
    for wish, value, better in zip(request.preferences, slate.preferences, before.preferences, strict=True):
        if worth(wish, value) != worth(wish, better):
            return _preference(wish, value, better)
    if moves(slate) != moves(before):
        plural = "change" if moves(slate) == 1 else "changes"
        return f"{moves(slate)} {plural} rather than {moves(before)}: {described(slate.changes, names)}"
    if new_chairs(slate) > new_chairs(before):
        return f"another chair than today's: {_chairs(slate.changes, names)}"
    return TIED


def shortfall(slate: Slate, request: Request, unranked: frozenset[str]) -> int:
    """What the aims that a slate falls short of weigh together."""
    missed = {request.named(verdict.body, verdict.subject): verdict.subject for verdict in slate.missed}
    return sum(each.weight for name, each in missed.items() if name not in unranked and isinstance(each, Clause))


def moves(slate: Slate) -> int:
    """How many people join or leave."""
    return sum(len(change.joining) + len(change.leaving) for change in slate.changes)


def new_chairs(slate: Slate) -> int:
    return sum(change.chair is not None for change in slate.changes)


def worth(wish: Expression, value: Value) -> tuple[bool, Fraction]:
    """A preference's value as it ranks: a condition counts where it is true, an unknown number comes last."""
    match value:
        case Interval(low=low):
            return True, Fraction(low)
        case bool() | int() | Fraction():
            return True, Fraction(value)
        case _:
            return wish.type == BOOL, Fraction(0)


def shown(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Unknown():
            return "not known"
        case Failure(message=message):
            return f"not defined ({message})"
        case Interval(low=low, high=high):
            return f"{low} to {high}"
        case _:
            return str(value)


def described(changes: tuple[Change, ...], names: Mapping[str, str]) -> str:
    """Who joins and who leaves."""
    several = len(changes) > 1
    parts = []
    for change in changes:
        where = f" {change.body}" if several else ""
        for verb, people in (("joins", change.joining), ("leaves", change.leaving)):
            if people:
                plural = verb if len(people) == 1 else verb.removesuffix("s")
                parts.append(f"{listed(people, names)} {plural}{where}")
    return ", ".join(parts) or "nobody joins or leaves"


def listed(people: tuple[str, ...], names: Mapping[str, str]) -> str:
    named = [names.get(person, person) for person in people]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _aim(name: str, verdict: Verdict, names: Mapping[str, str]) -> str:
    people = concerned(verdict)
    return f"`{name}` ({listed(people, names)})" if people else f"`{name}`"


def concerned(verdict: Verdict) -> tuple[str, ...]:
    """The people whom the evidence of a verdict names."""
    return tuple(dict.fromkeys(person for evidence in verdict.evidence for person in evidence.people))


def _preference(wish: Expression, value: Value, better: Value) -> str:
    text = " ".join(wish.excerpt.text.split())
    if wish.type == BOOL:
        return f"`{text}` is {'not so' if value is False else shown(value)}"
    return f"`{text}` is {shown(value)} rather than {shown(better)}"


def _chairs(changes: tuple[Change, ...], names: Mapping[str, str]) -> str:
    chairs = [(change.body, change.chair) for change in changes if change.chair is not None]
    if len(changes) == 1:
        return ", ".join(names.get(chair, chair) for _, chair in chairs)
    return ", ".join(f"{names.get(chair, chair)} of {body}" for body, chair in chairs)
