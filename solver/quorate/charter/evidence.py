"""Why an expression is not true: which people, which number against which bound, found by walking it.

Each reason is one sentence in the charter's words; people are named, and expressions shown as they were written.
"""

import re
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import cast

from quorate.cel.ast import Binary, Call, Conditional, Expr, Literal, Macro, Name, Select, Unary
from quorate.cel.evaluator import Context, evaluate
from quorate.cel.printer import show
from quorate.cel.reading import walk
from quorate.cel.values import NOBODY, Failure, Group, Interval, Money, Thing, Unknown, Value
from quorate.charter.verdict import Evidence

MOST = 12  # reasons given for one expression
NAMED = 8  # people named of those who are counted

_OF_THE_LOG = re.compile(r"([a-z-]+) of (\d{4}-\d{2}-\d{2})\.(\w+)")
_LOGGED = {"held": "meeting"}

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NUMBERS = {
    ">=": "at least {}", ">": "more than {}", "<=": "at most {}", "<": "fewer than {}", "==": "exactly {}",
    "!=": "a number other than {}",
}  # fmt: skip
_DAYS = {
    ">=": "{} or later", ">": "a day after {}", "<=": "{} or earlier", "<": "a day before {}", "==": "{}",
    "!=": "another day than {}",
}  # fmt: skip
_NOUNS = {
    "members": ("member", "members"), "present": ("member present", "members present"), "voting": ("vote", "votes"),
    "meetings": ("meeting", "meetings"), "events": ("event", "events"), "ayes": ("aye", "ayes"),
    "noes": ("no", "noes"), "abstentions": ("abstention", "abstentions"), "recused": ("recusal", "recusals"),
    "duties": ("duty", "duties"), "clauses": ("clause", "clauses"), "departed": ("departure", "departures"),
}  # fmt: skip


def reasons(expr: Expr, variables: Mapping[str, Value], context: Context) -> tuple[Evidence, ...]:
    """Why an expression is not true under some variables; nothing where it is."""
    found = _Walk(variables, context).reasons(expr, True)
    return tuple(dict.fromkeys(found))[:MOST]


def named(value: Value) -> str:
    """A value as people read it: names for people and bodies, plain numbers and days."""
    match value:
        case Thing():
            name = getattr(value, "name", None)
            return name if isinstance(name, str) else value.key
        case Group(definite=definite, possible=possible):
            listed = [named(thing) for thing in definite] + [f"{named(thing)} (perhaps)" for thing in possible]
            return listing(listed) if listed else "nobody"
        case tuple():
            return listing([named(item) for item in value]) if value else "nothing"
        case bool():
            return "true" if value else "false"
        case Interval(low=low, high=high):
            return f"{named(low)} to {named(high)}"
        case Money(amount=amount, currency=currency):
            return f"{currency} {float(amount):,.2f}"
        case Unknown():
            return "not known"
        case _:
            return "nobody" if value is NOBODY else str(value)


def listing(names: "list[str]") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk down an expression; `wanted` says which truth value was asked of a part that has not got it."""

    variables: Mapping[str, Value]
    context: Context
    bound: frozenset[str] = frozenset()

    def value(self, expr: Expr) -> Value:
        return evaluate(expr, self.variables, self.context)

    def with_(self, name: str, value: Value) -> "_Walk":
        outer = cast("MutableMapping[str, Value]", self.variables)
        return replace(self, variables=ChainMap({name: value}, outer), bound=self.bound | {name})

    def reasons(self, expr: Expr, wanted: bool) -> list[Evidence]:
        match expr:
            case Binary(op="&&" | "||", left=left, right=right):
                return self._junction(expr.op, (left, right), wanted)
            case Unary(op="!", operand=operand):
                return self.reasons(operand, not wanted)
            case Conditional(test=test, then=then, other=other):
                chosen = self.value(test)
                return self.reasons(then if chosen else other, wanted) if isinstance(chosen, bool) else self._leaf(expr)
            case Binary(op=op) if op in _OPPOSITE:
                return self._comparison(expr, op if wanted else _OPPOSITE[op])
            case Binary(op="in", left=left, right=right):
                return self._belonging(left, right, wanted)
            case Macro(kind="all" | "exists"):
                return self._quantified(expr, wanted)
            case _:
                return self._leaf(expr)

    def _junction(self, op: str, parts: tuple[Expr, ...], wanted: bool) -> list[Evidence]:
        """Where all parts were wanted, those that fail (before those not known); else every part, since none helped."""
        values = [self.value(part) for part in parts]
        if (op == "&&") is wanted:
            failing = [part for part, value in zip(parts, values, strict=True) if value is not wanted]
            surely = [part for part, value in zip(parts, values, strict=True) if value is (not wanted)]
            parts = tuple(surely or failing)
        else:
            parts = tuple(part for part in parts if not self._tells_apart(part)) or parts
        return [reason for part in parts for reason in self.reasons(part, wanted)]

    def _tells_apart(self, expr: Expr) -> bool:
        """Whether a part only asks if two variables are the same person, which is no reason for anything."""
        match expr:
            case Binary(op="==" | "!=", left=Name(name=left), right=Name(name=right)):
                return {left, right} <= self.bound
            case _:
                return False

    def _leaf(self, expr: Expr) -> list[Evidence]:
        match self.value(expr):
            case bool() as value:
                return [Evidence(f"`{show(expr)}` is {named(value)}", self._people(expr))]
            case Unknown(facts=facts):
                return [Evidence(f"`{show(expr)}` is not known{_unsaid(facts)}", self._people(expr))]
            case Failure(message=message):
                return [Evidence(message)]
            case _:
                return [Evidence(f"`{show(expr)}` is neither true nor false")]

    def _people(self, expr: Expr) -> tuple[str, ...]:
        """The person of whom an expression reads a fact."""
        if not isinstance(expr, Select):
            return ()
        holder = self.value(expr.operand)
        return (holder.key,) if isinstance(holder, Thing) and holder.kind == "person" else ()

    # Numbers, days and things against each other

    def _comparison(self, expr: Binary, op: str) -> list[Evidence]:
        left, right = expr.left, expr.right
        if _is_bound(left) and not _is_bound(right):
            left, right, op = right, left, _MIRRORED[op]
        found, bound = self.value(left), self.value(right)
        if isinstance(found, Unknown | Failure) or isinstance(bound, Unknown | Failure):
            return self._leaf(expr)
        match bound:
            case bool() | Thing() | Group() | str() | tuple():
                return [self._identity(left, right, op, found, bound)]
            case date():
                text = f"`{show(left)}` is {named(found)}, needed is {_DAYS[op].format(named(bound))}"
                return [Evidence(text, self._people(left), named(found), _bound(op, bound))]
            case _ if bound is NOBODY:
                return [self._identity(left, right, op, found, bound)]
            case _:
                return [self._figure(left, right, op, found, bound)]

    def _identity(self, left: Expr, right: Expr, op: str, found: Value, bound: Value) -> Evidence:
        people = tuple(value.key for value in (found, bound) if isinstance(value, Thing) and value.kind == "person")
        shown = f"`{show(left)}` is {named(found)}"
        other = named(bound) if isinstance(right, Literal) else f"`{show(right)}` is {named(bound)}"
        if op == "!=":
            same = "" if isinstance(right, Literal) else f", and so is `{show(right)}`"
            return Evidence(f"{shown}{same}", people[:1])
        return Evidence(f"{shown}, not {named(bound)}" if other == named(bound) else f"{shown}, {other}", people)

    def _figure(self, left: Expr, right: Expr, op: str, found: Value, bound: Value) -> Evidence:
        figure, people = self._counted(left, found, op)
        return Evidence(f"{figure}, {_needed(right, op, bound)}", people, named(found), _bound(op, bound))

    def _counted(self, expr: Expr, found: Value, op: str) -> tuple[str, tuple[str, ...]]:
        """A number in words (`2 members`, `1 of 4 members with …`) and the people it speaks of."""
        of = _sized(expr)
        if isinstance(of, Name):
            noun = _NOUNS.get(of.name)
            number = f"{named(found)} {noun[found != 1]}" if noun else f"{named(found)} in `{of.name}`"
            return number, ()
        if isinstance(of, Macro) and of.kind == "filter":
            return self._filtered(of, found, op)
        return f"`{show(expr)}` is {named(found)}", ()

    def _filtered(self, macro: Macro, found: Value, op: str) -> tuple[str, tuple[str, ...]]:
        """How many pass a test; where too few do, the people who fail it, else those who pass."""
        every, passing = _things(self.value(macro.range)), {thing.key for thing in _things(self.value(macro))}
        few = op in (">", ">=", "==")
        people = tuple(thing.key for thing in every if thing.kind == "person" and (thing.key in passing) is not few)
        noun = _NOUNS.get(show(macro.range), ("", f"in `{show(macro.range)}`"))[1]
        counted = [named(thing) for thing in every if thing.key in passing and thing.kind == "person"]
        who = f" ({listing(counted)})" if 0 < len(counted) <= NAMED else ""
        return f"{named(found)} of {len(every)} {noun}{who} with `{show(macro.body)}`{self._given(macro.body)}", people

    def _given(self, expr: Expr) -> str:
        """What a test reads of the people whom a quantifier around it names: `, where m.employer is acme`."""
        read = {show(part): part for part in walk(expr) if isinstance(part, Select) and self._is_bound(part.operand)}
        told = [f"`{text}` is {named(self.value(part))}" for text, part in read.items()]
        return f", where {listing(told)}" if told else ""

    def _is_bound(self, expr: Expr) -> bool:
        return isinstance(expr, Name) and expr.name in self.bound

    def _belonging(self, left: Expr, right: Expr, wanted: bool) -> list[Evidence]:
        found, whole = self.value(left), self.value(right)
        if isinstance(found, Unknown | Failure) or isinstance(whole, Unknown | Failure):
            return self._leaf(Binary("in", left, right, left.span))
        people = (found.key,) if isinstance(found, Thing) and found.kind == "person" else ()
        who = f"`{show(left)}`" if isinstance(left, Literal) else f"`{show(left)}` is {named(found)},"
        relation = "not in" if wanted else "in"
        return [Evidence(f"{who} {relation} `{show(right)}`", people)]

    # Quantifiers

    def _quantified(self, macro: Macro, wanted: bool) -> list[Evidence]:
        """Each element that fails where all had to pass; that none passes where one had to."""
        items = _items(self.value(macro.range))
        if items is None:
            return self._leaf(macro)
        every = (macro.kind == "all") is wanted
        if not every:
            return [self._none_of(macro, wanted, items)]
        walks = [(item, self.with_(macro.variable, item)) for item in items]
        values = [(item, walk, walk.value(macro.body)) for item, walk in walks]
        failing = [entry for entry in values if entry[2] is (not wanted)]
        failing = failing or [entry for entry in values if entry[2] is not wanted]
        grouped: dict[str, list[tuple[Value, Evidence]]] = {}
        for item, inner, _ in failing:
            for reason in inner.reasons(macro.body, wanted):
                grouped.setdefault(reason.text, []).append((item, reason))
        return _once([_about(text, entries) for text, entries in grouped.items()])

    def _none_of(self, macro: Macro, wanted: bool, items: tuple[Value, ...]) -> Evidence:
        nouns = _NOUNS.get(show(macro.range))
        test = f"`{show(macro.body)}`"
        undecided = self.value(macro)
        if isinstance(undecided, Unknown):
            return self._leaf(macro)[0]
        if not items:
            return Evidence(f"there are no {nouns[1] if nouns else f'entries in `{show(macro.range)}`'}")
        if wanted:
            return Evidence(f"no {nouns[0] if nouns else f'entry of `{show(macro.range)}`'} with {test}")
        return Evidence(f"every {nouns[0] if nouns else f'entry of `{show(macro.range)}`'} has {test}")


def _about(text: str, entries: "list[tuple[Value, Evidence]]") -> Evidence:
    """One reason that several elements share, with their names."""
    first = entries[0][1]
    people = [item.key for item, _ in entries if isinstance(item, Thing) and item.kind == "person"]
    inner = [person for _, reason in entries for person in reason.people]
    names = list(dict.fromkeys(named(item) for item, _ in entries))
    everybody = tuple(dict.fromkeys(people + inner))
    if len(people) == len(entries) and f"({listing(names)})" in text:
        return replace(first, people=everybody)
    who, said = _with(names, first.about), text.removeprefix(f"{first.about}: ")
    return Evidence(f"{who}: {said}", everybody, first.figure, first.bound, who)


def _with(names: "list[str]", others: str) -> str:
    """Of whom something is said: `Ann and Bob`, or of Ann and Bob `each with Cid`."""
    if not others:
        return listing(names)
    return f"{listing(names)}{', each' if len(names) > 1 else ''} with {others}"


def _once(found: list[Evidence]) -> list[Evidence]:
    """Of reasons that say the same of the same people, in whichever order, the first."""
    kept: dict[object, Evidence] = {}
    for reason in found:
        said = reason.text.rpartition(": ")[2]
        kept.setdefault((frozenset(reason.people), said) if len(reason.people) > 1 else reason, reason)
    return list(kept.values())


def _unsaid(facts: frozenset[str]) -> str:
    """What the log leaves open, where that is what is not known: most often the subject of a vote."""
    open_ = (_OF_THE_LOG.fullmatch(fact) for fact in sorted(facts))
    told = [f"the {_LOGGED.get(m[1], m[1])} of {m[2]} states no `{m[3]}:`" for m in open_ if m is not None]
    return f": {listing(told)} in the log" if told else ""


def _is_bound(expr: Expr) -> bool:
    """Whether an expression reads as a bound rather than as what is bounded."""
    match expr:
        case Literal():
            return True
        case Call(function="half" | "third" | "quarter" | "portion" | "usd" | "date" | "days" | "months" | "years"):
            return True
        case _:
            return False


def _sized(expr: Expr) -> Expr | None:
    """What an expression is the size of."""
    if isinstance(expr, Call) and expr.function == "size":
        return expr.target if expr.target is not None else expr.args[0]
    return None


def _things(value: Value) -> tuple[Thing, ...]:
    return tuple(item for item in _items(value) or () if isinstance(item, Thing))


def _items(value: Value) -> tuple[Value, ...] | None:
    match value:
        case Group(definite=definite, possible=possible):
            return (*definite, *possible)
        case tuple():
            return value
        case _:
            return None


def _needed(expr: Expr, op: str, bound: Value) -> str:
    """A bound in words; a fraction as the whole number it comes to, and as what it is."""
    if isinstance(bound, Fraction | int) and not isinstance(expr, Literal) and op in (">=", ">", "<=", "<"):
        whole = _whole(op, bound)
        exact = f"{_NUMBERS[op].format(f'`{show(expr)}`')}, which is {named(bound)}"
        return f"{_NUMBERS['>=' if op in ('>=', '>') else '<='].format(whole)} {_asked(op)} ({exact})"
    shown = named(bound) if isinstance(expr, Literal) else f"{named(bound)} (`{show(expr)}`)"
    return f"{_NUMBERS[op].format(shown)} {_asked(op)}"


def _asked(op: str) -> str:
    return "allowed" if op in ("<=", "<") else "needed"


def _whole(op: str, bound: int | Fraction) -> int:
    match op:
        case ">=":
            return ceil(bound)
        case ">":
            return floor(bound) + 1
        case "<=":
            return floor(bound)
        case _:
            return ceil(bound) - 1


def _bound(op: str, bound: Value) -> str:
    return f"{op} {named(bound)}"
