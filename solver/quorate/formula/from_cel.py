"""Partial evaluation: an expression over things some of whose sets are still to be chosen comes to symbolic values.

Finishing them is the same as evaluating the expression (`cel.evaluator`) once the sets are chosen.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

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
from quorate.cel.evaluator import evaluate
from quorate.cel.reading import OF_CLAUSES
from quorate.cel.values import Failure, Nobody, Unknown
from quorate.formula.ast import FALSE, TRUE
from quorate.formula.classes import Watch
from quorate.formula.functions import call, resolved
from quorate.formula.macros import macro
from quorate.formula.operators import binary, negative, same_things
from quorate.formula.readings import reading
from quorate.formula.room import NOWHERE, Room
from quorate.formula.scope import Overlay, Scope
from quorate.formula.settle import settle, unsettled
from quorate.formula.symbolic import (
    FAILED,
    UNKNOWN,
    VACANT,
    Cases,
    Defined,
    Items,
    Known,
    Leaf,
    OutsideFragment,
    Partly,
    Token,
    choose,
    just,
    known,
    lift,
    only,
    plain,
    truth,
)
from quorate.formula.truth import every, not_, some


def partial(expr: Expr, scope: Scope, room: Room) -> Cases:
    """What the expression comes to."""
    if isinstance(expr, Literal):
        return known(evaluate(expr, {}, room.context))
    if isinstance(expr, Name):
        return _name(expr.name.removeprefix("."), scope, room)
    return _delegated(expr, scope, room) or _structural(expr, scope, room)


def _name(name: str, scope: Scope, room: Room) -> Cases:
    found = scope.lookup(name)
    leaf = only(found)
    return just(room.leaf(leaf.value)) if isinstance(leaf, Known) else resolved(found, room)


# what can be left to the reference evaluator


def _delegated(expr: Expr, scope: Scope, room: Room) -> Cases | None:
    """The value, if nothing in the expression depends on the choice but one element, or the case of one name."""
    read, fields, reaches = reading(expr)
    if reaches or not fields.isdisjoint(room.searched_fields):
        return None
    values = {name: _name(name, scope, room) for name in read if name in scope.symbolic or room.swap}
    free = {name: value for name, value in values.items() if not isinstance(only(value), Known)}
    own = {name: leaf.value for name, value in values.items() if isinstance(leaf := only(value), Known)}
    if not free:
        if len(own) == 1:
            ((name, thing),) = own.items()
            return just(room.leaf(room.readings.of(expr, name, thing, scope.base, room.context)))
        return just(room.leaf(evaluate(expr, Overlay(own, scope.base), room.context)))
    tokens = {name: leaf for name, value in free.items() if isinstance(leaf := only(value), Token)}
    if len(tokens) == len(free):
        return room.of_tokens(expr, tokens, own, scope.base)
    return _by_case(expr, free, scope, room) or room.of_others(expr, free, scope)


def _by_case(expr: Expr, free: Mapping[str, Cases], scope: Scope, room: Room) -> Cases | None:
    """The value in each case of the only name that has several cases, if these are plain things (the chair)."""
    if len(free) != 1:
        return None
    ((name, cases),) = free.items()
    if len(cases) < 2 or not all(isinstance(case.leaf, Known | Token) for case in cases):
        return None
    return choose((case.guard, partial(expr, scope.bind(name, just(case.leaf)), room)) for case in cases)


# what is put together here


def _structural(expr: Expr, scope: Scope, room: Room) -> Cases:
    match expr:
        case Unary("!", operand):
            return just(not_(truth(partial(operand, scope, room))))
        case Unary(_, operand):
            return lift(lambda leaf: negative(leaf, room), plain(partial(operand, scope, room)))
        case Binary("&&" | "||" as op, left, right):
            return _connective(op, left, right, scope, room)
        case Binary(op, left, right):
            one, other = plain(partial(left, scope, room)), plain(partial(right, scope, room))
            same = same_things(one, other) if op in ("==", "!=") else None
            if same is not None:
                return just(same if op == "==" else not_(same))
            return lift(lambda a, b: binary(op, a, b, scope, room), one, other)
        case Conditional(test, then, other):
            return _conditional(test, then, other, scope, room)
        case Select(operand, field):
            return lift(lambda leaf: _select(leaf, field, expr.test, room), plain(partial(operand, scope, room)))
        case Call():
            return _call(expr, scope, room)
        case ListLiteral(items):
            values = [plain(partial(item, scope, room)) for item in items]
            return settle([(TRUE, value) for value in values], lambda settled: just(Items(tuple(settled))))
        case Macro():
            ranges = plain(partial(expr.range, scope, room))
            return lift(lambda leaf: _macro(expr, leaf, scope, room), ranges)
        case Index(operand, index):
            both = plain(partial(operand, scope, room)), plain(partial(index, scope, room))
            return lift(lambda one, other: _applied(lambda a, b: Index(a, b, NOWHERE), (one, other), room), *both)
        case MapLiteral() | MessageLiteral():
            raise OutsideFragment("a map that depends on the choice")
        case Literal() | Name():
            return partial(expr, scope, room)


def _connective(op: str, left: Expr, right: Expr, scope: Scope, room: Room) -> Cases:
    join = every if op == "&&" else some
    first = truth(partial(left, scope, room))
    if (first.false == TRUE and op == "&&") or (first.true == TRUE and op == "||"):
        return just(first)
    return just(join((first, truth(partial(right, scope, room)))))


def _macro(expr: Macro, over: Leaf, scope: Scope, room: Room) -> Cases:
    """A macro; over a plain range with a body that reads nothing that is chosen it is the reference evaluator's."""
    if isinstance(over, Known):
        plain_expr = replace(expr, range=Name("the range", NOWHERE))
        found = _delegated(plain_expr, scope.bind("the range", just(over)), room)
        if found is not None:
            return found
    return macro(expr, over, scope, room, partial)


def _conditional(test: Expr, then: Expr, other: Expr, scope: Scope, room: Room) -> Cases:
    decided = truth(partial(test, scope, room))
    branches = ((decided.true, then), (decided.false, other))
    unsettled_ = ((decided.unknown, UNKNOWN), (decided.vacant, VACANT), (decided.failed, FAILED))
    return choose(
        (
            *((guard, partial(branch, scope, room)) for guard, branch in branches if guard != FALSE),
            *((guard, just(leaf)) for guard, leaf in unsettled_),
        )
    )


def _select(leaf: Leaf, field: str, test: bool, room: Room) -> Cases:
    match leaf:
        case Partly(thing, fields) if field not in fields:
            return _applied(lambda a: Select(a, field, NOWHERE, test), (Known(thing),), room)
        case Partly(_, fields):
            found = choose((case.guard, _opened(case.leaf, leaf, room)) for case in resolved(fields[field], room))
            return lift(_presence, plain(found)) if test else found
        case Token():
            return room.of_field(leaf, field, test)
        case _:
            return _applied(lambda a: Select(a, field, NOWHERE, test), (leaf,), room)


def _opened(field: Leaf, thing: Leaf, room: Room) -> Cases:
    """A field that depends on the choice, in one case, as it is read."""
    match field:
        case Defined():
            return _defined(field, thing, room)
        case Known(value):
            return just(room.leaf(value))
        case _:
            return just(field)


def _defined(fact: Defined, thing: Leaf, room: Room) -> Cases:
    """What a definition comes to; computed once, unless it reads who is chosen."""
    if fact.memory:
        return fact.memory[0]
    made, watch = len(room.derivations.made), Watch()
    found = partial(fact.define, Scope(fact.base, {"self": just(thing)}), replace(room, watch=watch))
    if watch == Watch() and len(room.derivations.made) == made:
        fact.memory.append(found)
    room.watch.absorb(watch)
    return found


def _presence(leaf: Leaf) -> Cases:
    """`has` of a field of a body that is searched."""
    match leaf:
        case Known(Unknown()):
            return just(UNKNOWN)
        case Known(Failure() | Nobody()):
            return known(False)
        case _:
            return known(True)


def _call(expr: Call, scope: Scope, room: Room) -> Cases:
    if expr.function in OF_CLAUSES:
        return room.of_claim(expr, scope, partial)
    written = expr.args if expr.target is None else (expr.target, *expr.args)
    operands = [plain(partial(arg, scope, room)) for arg in written]

    def applied(*leaves: Leaf) -> Cases:
        open_ = unsettled(*leaves)
        if open_ is not None:
            return just(open_)
        if all(isinstance(leaf, Known) for leaf in leaves):
            return _applied(lambda *args: _same_call(expr, args), leaves, room)
        return call(expr.function, leaves, scope, room)

    return lift(applied, *operands)


def _same_call(expr: Call, args: tuple[Expr, ...]) -> Expr:
    if expr.target is None:
        return Call(expr.function, None, args, NOWHERE)
    return Call(expr.function, args[0], args[1:], NOWHERE)


def _applied(build: Callable[..., Expr], leaves: tuple[Leaf, ...], room: Room) -> Cases:
    """An operator over leaves that are plain, as the reference evaluator has it."""
    values = [leaf.value for leaf in leaves if isinstance(leaf, Known)]
    if len(values) < len(leaves):
        raise OutsideFragment("an operator over what depends on the choice")
    return room.apply(build, *values)
