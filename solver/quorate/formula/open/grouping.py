"""How many groups matter: caps per affiliation need few, as long as affiliations are read through upper bounds.

Splitting a group that people belong to into groups of one leaves every upper bound true. So where all that is assumed
stays true when groups are split, only those groups need be kept that make the claim false: one for each group that
its denial speaks of. Where no number is known to be enough, what was found of a few groups is no proof.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from quorate.cel.ast import Binary, Call, Expr, Literal, Macro, Name, Select, Unary
from quorate.cel.reading import children, fields_read, names

_UP, _DOWN = 1, -1
OTHER_BODIES = ("body", "any body")
"""What is possible of other bodies does not hang on the groups of this one; of them, groups of one suffice."""


def groups_needed(assumed: Iterable[Expr], claim: Expr, fields: Collection[str]) -> int | None:
    """How many groups suffice to tell whether the claim follows from what is assumed; none if that is not known."""
    known = _Groups(frozenset(fields))
    return known.denial(claim) if all(known.moves(expr, _UP) for expr in assumed) else None


@dataclass(frozen=True, slots=True)
class _Groups:
    """`fields` say which groups people belong to; `kept` are variables that stand for a group that is not split.

    A group that is named in the text (`m.employer == 'none'`) is never split.
    """

    fields: frozenset[str]
    kept: frozenset[str] = frozenset()

    def fixed(self, expr: Expr) -> bool:
        """Whether splitting the groups that are not kept changes nothing of an expression."""
        if not fields_read(expr) & self.fields:
            return True
        match expr:
            case Binary("in", Name(group), Select(Name(), field)) if field in self.fields:
                return group in self.kept
            case Binary("==" | "!=", Select(Name(one), field), Select(Name(other), _)) if field in self.fields:
                return one in self.kept or other in self.kept
            case Binary("==" | "!=", Select(Name(), field), Literal()) if field in self.fields:
                return True
            case Binary("==" | "!=", Literal(), Select(Name(), field)) if field in self.fields:
                return True
            case Select(_, field) if field in self.fields:
                return False
            case Call("possible", None, (Literal(value=str() as name), *pairs)) if name in OTHER_BODIES:
                return all(self.moves(when, _DOWN) for when in pairs[::2]) and all(
                    self.moves(r, _UP) for r in pairs[1::2]
                )
            case _:
                return all(self.fixed(part) for part in children(expr))

    def moves(self, expr: Expr, way: int) -> bool:
        """Whether splitting can only make an expression truer, or greater (or, the other way, falser or less)."""
        if self.fixed(expr):
            return True
        match expr:
            case Unary("!" | "-", operand):
                return self.moves(operand, -way)
            case Binary("&&" | "||" | "+", left, right):
                return self.moves(left, way) and self.moves(right, way)
            case Binary("<" | "<=", left, right):
                return self.moves(left, -way) and self.moves(right, way)
            case Binary(">" | ">=" | "-", left, right):
                return self.moves(left, way) and self.moves(right, -way)
            case Binary("*", Literal(value=int() as factor), other) | Binary(
                "*", other, Literal(value=int() as factor)
            ):
                return self.moves(other, way if factor >= 0 else -way)
            case Binary("in", Name(), Select(Name(), field)) if field in self.fields:
                return way == _DOWN
            case Binary("==" | "!=" as op, Select(Name(), field), Select(Name(), _)) if field in self.fields:
                return way == (_DOWN if op == "==" else _UP)
            case Macro("all" | "exists", Select(Name(), field), _, body) if field in self.fields:
                return self.moves(body, way)
            case Macro("all" as kind, over, _, body) | Macro("exists" | "filter" as kind, over, _, body):
                return self.moves(body, way) and self.moves(over, -way if kind == "all" else way)
            case Call("size" | "half" | "third" | "quarter" | "votes", target, args):
                return all(self.moves(part, way) for part in (target, *args) if part is not None)
            case Call("portion", None, (Literal(), Literal(), whole)):
                return self.moves(whole, way)
            case Call("holds" | "possible", None, args):
                return all(self.moves(when, -way) for when in args[1::2]) and all(
                    self.moves(r, way) for r in args[2::2]
                )
            case _:
                return False

    def denial(self, expr: Expr) -> int | None:
        """How many groups have to be kept for an expression that is false to stay false."""
        if self.moves(expr, _DOWN):
            return 0
        match expr:
            case Unary("!", operand):
                return self.proof(operand)
            case Binary("&&", left, right):
                return _most((self.denial(left), self.denial(right)))
            case Binary("||", left, right):
                return _sum((self.denial(left), self.denial(right)))
            case Macro("all", over, variable, body):
                return self._some(over, variable, body, denied=True)
            case Call("holds", None, args):
                pairs = zip(args[1::2], args[2::2], strict=True)
                return _most(_sum((self.proof(when), self.denial(rule))) for when, rule in pairs)
            case _:
                return None

    def proof(self, expr: Expr) -> int | None:
        """How many groups have to be kept for an expression that is true to stay true."""
        if self.moves(expr, _UP):
            return 0
        match expr:
            case Unary("!", operand):
                return self.denial(operand)
            case Binary("&&", left, right):
                return _sum((self.proof(left), self.proof(right)))
            case Binary("||", left, right):
                return _most((self.proof(left), self.proof(right)))
            case Macro("exists", over, variable, body):
                return self._some(over, variable, body, denied=False)
            case Call("holds", None, args):
                pairs = zip(args[1::2], args[2::2], strict=True)
                return _sum(_most((self.denial(when), self.proof(rule))) for when, rule in pairs)
            case _:
                return None

    def _some(self, over: Expr, variable: str, body: Expr, *, denied: bool) -> int | None:
        """Some element of a range of which the body is false (or true): a group to be kept, or a person's own."""
        group = isinstance(over, Select) and over.field in self.fields
        if not group and not self.fixed(over):
            return None
        own = group or _compared(body, variable, self.fields)
        inner = replace(self, kept=self.kept | {variable} if own else self.kept - {variable})
        found = inner.denial(body) if denied else inner.proof(body)
        return None if found is None else found + own


def _compared(body: Expr, variable: str, fields: frozenset[str]) -> bool:
    """Whether the one group that a person belongs to is compared with others'."""
    if variable not in names(body):
        return False
    match body:
        case Binary("==" | "!=", Select(Name(one), field), Select(Name(other), _)) if field in fields:
            return variable in (one, other)
        case _:
            return any(_compared(part, variable, fields) for part in children(body))


def _sum(found: Iterable[int | None]) -> int | None:
    listed = list(found)
    return None if None in listed else sum(each for each in listed if each is not None)


def _most(found: Iterable[int | None]) -> int | None:
    listed = list(found)
    return None if None in listed else max((each for each in listed if each is not None), default=0)
