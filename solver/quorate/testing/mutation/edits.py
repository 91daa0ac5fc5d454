"""Expressions with one thing changed: a bound, a strictness, a fraction, a quantifier, a part, a base."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from quorate.cel.ast import Binary, Call, Expr, Literal, Macro, Name
from quorate.cel.reading import children
from quorate.cel.rewriting import with_children
from quorate.questions.mutate import Kind

Edit: TypeAlias = tuple[Kind, Expr]

NAMED = {"quarter": (1, 4), "third": (1, 3), "half": (1, 2)}
COMMON = ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4))
STRICTER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
BASES = {"members": "present", "present": "members"}


def edits(expr: Expr) -> Iterator[Edit]:
    """The expression with one thing changed, somewhere in it. Some are of the wrong type; who uses them checks that."""
    for kind in (_bounds, _strictness, _fractions, _quantifiers, _parts, _bases):
        yield from kind(expr)
    for place, part in enumerate(children(expr)):
        if not _is_share(expr, place):
            yield from ((kind, _with(expr, place, changed)) for kind, changed in edits(part))


def _with(expr: Expr, place: int, part: Expr) -> Expr:
    parts = list(children(expr))
    parts[place] = part
    return with_children(expr, tuple(parts))


def _is_share(expr: Expr, place: int) -> bool:
    """Whether a part is one of the two numbers of a fraction, which change together."""
    return isinstance(expr, Call) and expr.function == "portion" and expr.target is None and place < 2


def _bounds(expr: Expr) -> Iterator[Edit]:
    match expr:
        case Literal(value=int() as number) if not isinstance(number, bool):
            yield from ((Kind.BOUND, replace(expr, value=other)) for other in (number - 1, number + 1) if other >= 0)


def _strictness(expr: Expr) -> Iterator[Edit]:
    match expr:
        case Binary(op=op) if op in STRICTER:
            yield Kind.STRICTNESS, replace(expr, op=STRICTER[op])


def _fractions(expr: Expr) -> Iterator[Edit]:
    """The next common fraction below, and the next above."""
    match expr:
        case Call(function=function, target=None, args=(of,)) if function in NAMED:
            share = NAMED[function]
        case Call(function="portion", target=None, args=(Literal(value=int(top)), Literal(value=int(bottom)), of)):
            share = (top, bottom)
        case _:
            return
    value = share[0] / share[1] if share[1] else 0.0
    below = [each for each in COMMON if each[0] / each[1] < value]
    above = [each for each in COMMON if each[0] / each[1] > value]
    for each in (*below[-1:], *above[:1]):
        yield Kind.FRACTION, _fraction(expr, each, of)


def _fraction(expr: Call, share: tuple[int, int], of: Expr) -> Expr:
    name = next((name for name, each in NAMED.items() if each == share), None)
    if name is not None:
        return replace(expr, function=name, args=(of,))
    return replace(expr, function="portion", args=(*(Literal(number, expr.span) for number in share), of))


def _quantifiers(expr: Expr) -> Iterator[Edit]:
    match expr:
        case Macro(kind="all" | "exists" as kind):
            yield Kind.QUANTIFIER, replace(expr, kind="exists" if kind == "all" else "all")


def _parts(expr: Expr) -> Iterator[Edit]:
    """One side of an *and* or an *or* is gone."""
    match expr:
        case Binary(op="&&" | "||", left=left, right=right):
            yield from ((Kind.PART, left), (Kind.PART, right))


def _bases(expr: Expr) -> Iterator[Edit]:
    """Counted of those present instead of the members, of the seats instead of those in office, and back."""
    match expr:
        case Call(function=function, target=None, args=(*others, Name(name=name) as base)) if (
            function in ("size", "portion", *NAMED) and name in BASES
        ):
            swapped = replace(base, name=BASES[name])
            yield Kind.BASE, replace(expr, args=(*others, swapped))
            if name == "members":
                seats = replace(base, name="seats")
                yield Kind.BASE, seats if function == "size" else replace(expr, args=(*others, seats))
        case Name(name="seats"):
            yield Kind.BASE, Call("size", None, (replace(expr, name="members"),), expr.span)
