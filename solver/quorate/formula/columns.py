"""Columns: what an expression that reads one element alone comes to for everyone, evaluated before anything else is.

Classes that start out parted by them need not be found apart by asking every expression twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quorate.cel.ast import Binary, Call, Conditional, Expr, Macro, Name, Select, Unary
from quorate.cel.reading import children
from quorate.cel.values import Thing
from quorate.formula.readings import reading
from quorate.formula.symbolic import Cases, Chosen, ChosenOne, Leaf, Partly, only

View = Mapping[str, Thing]
NO_VIEWS: Mapping[str, View] = {}


@dataclass(frozen=True, slots=True)
class Lone:
    """An expression in which one name alone depends on the choice: it stands for one thing of the view at a time."""

    expr: Expr
    name: str
    view: View


def lone_parts(expr: Expr, words: Mapping[str, Cases], views: Mapping[str, View] = NO_VIEWS) -> Iterator[Lone]:
    """The outermost parts asked of everyone whatever the rest comes to: not what a connective may never get to.

    `views` has the things that a bound variable stands for.
    """
    read, _, reaches = reading(expr)
    open_ = [name for name in read if name in views or name in words]
    view = _view(open_[0], words, views) if len(open_) == 1 and not reaches else None
    if view is not None:
        yield Lone(expr, open_[0], view)
        return
    match expr:
        case Binary("&&" | "||", left, _):
            yield from lone_parts(left, words, views)
        case Conditional(test, _, _):
            yield from lone_parts(test, words, views)
        case Macro():
            yield from _of_macro(expr, words, views)
        case Unary() | Binary() | Select() | Call():
            for part in children(expr):
                yield from lone_parts(part, words, views)
        case _:
            return


def _view(name: str, words: Mapping[str, Cases], views: Mapping[str, View]) -> View | None:
    """The things of which a name stands for one: those a variable goes through, those who may be the chair."""
    if name in views:
        return views[name]
    one = only(words[name])
    return one.view if isinstance(one, ChosenOne) and one.gone is None else None


def _of_macro(expr: Macro, words: Mapping[str, Cases], views: Mapping[str, View]) -> Iterator[Lone]:
    """What a macro over a chosen set asks first of every element; of another range, what the range asks."""
    group = _meant(expr.range, words)
    if not isinstance(group, Chosen) or expr.second is not None:
        yield from lone_parts(expr.range, words, views)
        return
    first = expr.body if expr.test is None else expr.test
    others = {name: cases for name, cases in words.items() if name != expr.variable}
    yield from lone_parts(first, others, {**views, expr.variable: group.view})


def _meant(expr: Expr, words: Mapping[str, Cases]) -> Leaf | None:
    """The leaf that a word, or a field of a body that is filled, stands for."""
    match expr:
        case Name(name):
            return only(words.get(name, ()))
        case Select(operand, field, test=False):
            holder = _meant(operand, words)
            return only(holder.fields.get(field, ())) if isinstance(holder, Partly) else None
        case _:
            return None
