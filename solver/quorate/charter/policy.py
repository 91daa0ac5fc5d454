"""What binds a body: its charter and the packs it uses, with defaults displaced and overrides applied."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from quorate.cel.ast import Binary, Expr, ListLiteral, Literal
from quorate.cel.kinds import conjuncts
from quorate.cel.reading import qualified
from quorate.charter.document import Charter, Clause, FactDeclaration, Policy, Relief


def policy_of(charter: Charter, packs: Callable[[str], Charter]) -> Policy:
    """The policy of a charter; `packs` finds a pack by its id (`Library.charter` does)."""
    used = tuple(as_it_stood(pack, day) for pack, day in _dated(charter, packs))
    overridden = {name for document in (charter, *used) for clause in document.clauses for name in clause.overrides}
    documents = (charter, *used)
    clauses = tuple(
        clause
        for document in documents
        for clause in document.clauses
        if f"{document.id}/{clause.id}" not in overridden
        and not (clause.default and displaced(clause, charter.kind, _others(document, documents)))
    )
    duties = tuple(duty for document in documents for duty in document.duties)
    return Policy(charter, used, clauses, duties, declarations(documents))


def of_any_board(policy: Policy) -> Policy:
    """A policy as it binds boards of which nothing is stated: no office fills a seat, everybody has one vote."""
    return replace(policy, charter=replace(policy.charter, seats=())) if policy.charter.seats else policy


def packs_of(charter: Charter, packs: Callable[[str], Charter]) -> tuple[Charter, ...]:
    """The packs that a charter uses, and those that they use, each once, in the order named."""
    found: dict[str, Charter] = {}
    waiting = list(charter.uses)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = packs(name)
            waiting += found[name].uses
    return tuple(found.values())


def _dated(charter: Charter, packs: Callable[[str], Charter]) -> Iterator[tuple[Charter, date | None]]:
    """Every pack in use with the day as of which it is used; one that another uses, as of the same day as that."""
    days: dict[str, date | None] = {}
    for pack in packs_of(charter, packs):
        day = (charter.used_at or {}).get(pack.id, days.get(pack.id))
        days[pack.id] = day
        for name in pack.uses:
            days.setdefault(name, (pack.used_at or {}).get(name, day))
        yield pack, day


def as_it_stood(pack: Charter, day: date | None) -> Charter:
    """A pack with the clauses and reliefs that were in force on a day, which apply whatever came after."""
    if day is None:
        return pack
    return replace(
        pack,
        clauses=tuple(replace(one, in_force=(None, None)) for one in pack.clauses if _in_force(one, day)),
        relief=tuple(replace(one, in_force=(None, None)) for one in pack.relief if _in_force(one, day)),
    )


def _in_force(one: Clause | Relief, day: date) -> bool:
    first, last = one.in_force
    return (first is None or first <= day) and (last is None or day <= last)


def declarations(documents: Iterable[Charter]) -> dict[tuple[str, str], FactDeclaration]:
    """Every declared fact and field of a record by holder and name; of two declarations the first counts."""
    found: dict[tuple[str, str], FactDeclaration] = {}
    for document in documents:
        fields = (field for record in (document.records or {}).values() for field in record)
        for fact in (*document.facts, *fields):
            found.setdefault((fact.holder, fact.name), fact)
    return found


def _others(document: Charter, documents: Iterable[Charter]) -> Iterator[Clause]:
    return (clause for other in documents if other is not document for clause in other.clauses)


def displaced(default: Clause, kind: str | None, others: Iterable[Clause]) -> bool:
    """Whether a clause outside the default's own pack speaks of its topic, for this kind of body."""
    return any(clause.topic == default.topic and not clause.default and speaks_of(clause, kind) for clause in others)


def speaks_of(clause: Clause, kind: str | None) -> bool:
    """Whether a clause can apply to a kind of body, as far as its `when` says so outright."""
    if clause.when is None or kind is None:
        return True
    return all(_allows(part, kind) for part in conjuncts(clause.when.ast))


def _allows(part: Expr, kind: str) -> bool:
    """Whether a conjunct lets bodies of this kind pass; what it does not say outright, it allows."""
    match part:
        case Binary(op="==", left=left, right=Literal(value=str(word))) if qualified(left) == "body.kind":
            return word == kind
        case Binary(op="!=", left=left, right=Literal(value=str(word))) if qualified(left) == "body.kind":
            return word != kind
        case Binary(op="in", left=left, right=ListLiteral(items=items)) if qualified(left) == "body.kind":
            return any(not isinstance(item, Literal) or item.value == kind for item in items)
        case _:
            return True
