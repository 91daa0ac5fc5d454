"""What an expression reads, found by walking it: names, fields, calls."""

from collections.abc import Iterator

from quorate.cel.ast import (
    Binary,
    Call,
    Conditional,
    Expr,
    Index,
    ListLiteral,
    Literal,
    Macro,
    MapLiteral,
    MessageLiteral,
    Name,
    Select,
    Unary,
)

OF_CLAUSES = ("holds", "opposed", "possible")
"""The functions that ask for other clauses by name."""


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of an expression, in the order written."""
    match expr:
        case Literal() | Name():
            return ()
        case Select(operand=operand) | Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Conditional(test=test, then=then, other=other):
            return (test, then, other)
        case Call(target=target, args=args):
            return args if target is None else (target, *args)
        case Index(operand=operand, index=index):
            return (operand, index)
        case ListLiteral(items=items):
            return items
        case MapLiteral(entries=entries):
            return tuple(part for entry in entries for part in entry)
        case MessageLiteral(fields=fields):
            return tuple(value for _, value in fields)
        case Macro(range=range_, body=body, test=test):
            return (range_, body) if test is None else (range_, test, body)


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all its parts, outermost first."""
    waiting = [expr]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def depth(expr: Expr) -> int:
    """How many levels of parts the expression has; a constant has one."""
    level, deepest = [expr], 0
    while level:
        deepest += 1
        level = [part for current in level for part in children(current)]
    return deepest


def names(expr: Expr) -> frozenset[str]:
    """The free variables of an expression: those that no macro in it binds."""
    found: set[str] = set()
    waiting: list[tuple[Expr, frozenset[str]]] = [(expr, frozenset())]
    while waiting:
        current, bound = waiting.pop()
        match current:
            case Name(name=name):
                if name not in bound:
                    found.add(name.removeprefix("."))
            case Macro():
                waiting.append((current.range, bound))
                inner = bound | {current.variable} | ({current.second} if current.second else set())
                waiting.extend((part, inner) for part in children(current)[1:])
            case _:
                waiting.extend((part, bound) for part in children(current))
    return frozenset(found)


def fields_read(expr: Expr) -> frozenset[str]:
    """The names of all fields that an expression selects, of whatever thing."""
    return frozenset(part.field for part in walk(expr) if isinstance(part, Select))


def calls(expr: Expr, function: str) -> tuple[Call, ...]:
    """The calls of a function, outermost first."""
    return tuple(part for part in walk(expr) if isinstance(part, Call) and part.function == function)


def qualified(expr: Expr) -> str | None:
    """`a.b.c` as one dotted name, or none."""
    fields: list[str] = []
    while isinstance(expr, Select) and not expr.test:
        fields.append(expr.field)
        expr = expr.operand
    return ".".join((expr.name, *reversed(fields))) if isinstance(expr, Name) else None


def candidates(name: str, container: str) -> tuple[str, ...]:
    """The full names that a name may stand for, innermost namespace first."""
    if name.startswith("."):
        return (name[1:],)
    parts = container.split(".") if container else []
    return tuple(".".join((*parts[:end], name)) for end in range(len(parts), -1, -1))
