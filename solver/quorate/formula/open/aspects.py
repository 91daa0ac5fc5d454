"""Aspects of people: facts that some expression reads together, and so must be known together of one person.

Facts of different aspects never meet in an expression. So each aspect has a bag of its own, and all that ties them is
that as many people are in the same sets: whatever the shares of each aspect are, there are people who have them.
"""

from collections.abc import Iterable, Iterator, Mapping

from quorate.cel.ast import Call, Expr, Literal, Macro, Select
from quorate.cel.reading import children, fields_read
from quorate.formula.open.realise import People

OTHER_BODIES = ("body", "any body")


def aspects(expressions: Iterable[Expr], people: People) -> Mapping[str, int]:
    """For each fact the number of its aspect."""
    groups: list[set[str]] = []
    for expr in expressions:
        for unit in _units(expr):
            read = set(facts_in(unit, people))
            touching = [group for group in groups if group & read]
            if read:
                groups = [group for group in groups if not group & read]
                groups.append(read.union(*touching))
    return {name: number for number, group in enumerate(groups) for name in sorted(group)}


def own_fields(expr: Expr) -> frozenset[str]:
    """The fields that an expression reads itself, not in clauses that it names."""
    return tuple(_units(expr))[-1]


def facts_in(fields: frozenset[str], people: People) -> frozenset[str]:
    """The facts of people among fields, and those that they are defined by."""
    waiting, found = set(fields), set[str]()
    while waiting:
        new = (waiting & people.types.keys()) - found - {"votes"}
        found |= new
        facts = (people.declared.get((people.kind, name)) for name in new)
        defined = (fact.define.ast for fact in facts if fact is not None and fact.define is not None)
        waiting = set[str]().union(*map(fields_read, defined))
    return frozenset(found)


def _units(expr: Expr) -> Iterator[frozenset[str]]:
    """The fields of the parts of an expression that are evaluated each in a room of its own, and of what is left."""
    left: set[str] = set()
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        match part:
            case Call("holds", None, (Literal(), *pairs)) if len(pairs) > 1:
                yield from _each(pairs)
            case Call("possible", None, (Literal(value=str() as name), *pairs)) if name in OTHER_BODIES:
                yield from _each(pairs)
            case Call("possible", None, (Literal(), *pairs)):
                yield frozenset[str]().union(*map(fields_read, pairs))
            case Macro():
                left |= fields_read(part)
            case Select(field=field):
                left.add(field)
                waiting.extend(children(part))
            case _:
                waiting.extend(children(part))
    yield frozenset(left)


def _each(pairs: list[Expr]) -> Iterator[frozenset[str]]:
    return (fields_read(when) | fields_read(rule) for when, rule in zip(pairs[::2], pairs[1::2], strict=True))
