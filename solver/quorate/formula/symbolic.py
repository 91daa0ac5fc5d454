"""What an expression comes to while sets are still to be chosen: leaves, and cases of them guarded by formulas."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from quorate.cel.ast import Expr
from quorate.cel.values import Failure, Thing, Unknown, Value
from quorate.formula.ast import FALSE, TRUE, Formula, Linear, all_of, negate, some_of


@dataclass(frozen=True, slots=True)
class Known:
    """A value that no choice can change; it may be `Unknown` or a `Failure`."""

    value: Value


@dataclass(frozen=True, slots=True)
class Truth:
    """A Boolean: where it is true, false, a failure, a failure for want of a chair; elsewhere it is unknown.

    The four formulas exclude each other.
    """

    true: Formula
    false: Formula
    failed: Formula = FALSE
    vacant: Formula = FALSE

    @property
    def unknown(self) -> Formula:
        return negate(some_of(self.true, self.false, self.failed, self.vacant))


@dataclass(frozen=True, slots=True)
class Number:
    """A number between `low / scale` and `high / scale`; both are the same where it is exact."""

    low: Linear
    high: Linear
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Single:
    """One certain thing, as seen from where it was met."""

    thing: Thing


@dataclass(frozen=True, slots=True)
class Token:
    """The `index`-th element that has been taken from a cell: some element of its class, no other token's.

    `things` are the elements of the class; all the same to the clauses in hand.
    """

    of: str
    inside: frozenset[str]
    index: int
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """The elements of a cell but for the first `taken`, which are tokens of their own."""

    of: str
    inside: frozenset[str]
    taken: int
    things: tuple[Thing, ...]


Place: TypeAlias = Single | Token | Rest


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the elements of a place are surely in a group, and where they may be (which includes surely).

    Without a place it is one item of a list that stands for no element.
    """

    place: Place | None
    definite: Formula
    possible: Formula


@dataclass(frozen=True, slots=True)
class Several:
    """A group: entries with different places."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Affiliations(Several):
    """The groups that an element belongs to, as far as they can matter: not how many there are."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The group of the things that are in all the sets `inside` and in none of the sets `outside`.

    `view` has, by id, each thing as the group shows it; others are not in the group. Those that are `doubtful` are
    in it only possibly.
    """

    inside: tuple[str, ...]
    outside: tuple[str, ...]
    view: Mapping[str, Thing]
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HowMany:
    """The size of a chosen group, as a word of its own (the votes cast)."""

    group: Chosen


@dataclass(frozen=True, slots=True)
class ChosenOne:
    """The only element of a set of at most one; nobody where the set is empty, or its element is in `gone` too."""

    name: str
    view: Mapping[str, Thing]
    gone: str | None = None


@dataclass(frozen=True, slots=True)
class Vacancies:
    """How many of a body's seats nobody sits in; never below zero."""

    seats: int
    members: Chosen


@dataclass(frozen=True, slots=True)
class Defined:
    """A fact that a definition computes from a thing whose fields depend on the choice.

    `memory` keeps what it comes to where that is the same in whatever room it is asked.
    """

    define: Expr
    base: Mapping[str, Value]
    memory: "list[Cases]" = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Partly:
    """A thing some of whose fields depend on the choice: a body whose members, a person whose facts are searched."""

    thing: Thing
    fields: "Mapping[str, Cases]"


@dataclass(frozen=True, slots=True)
class Items:
    """A list whose items depend on the choice."""

    items: "tuple[Cases, ...]"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A list of which items are there or not: for each entry a value, as often as the entry has elements."""

    entries: "tuple[tuple[Entry, Cases], ...]"


Leaf: TypeAlias = (
    Known
    | Truth
    | Number
    | Token
    | Several
    | Chosen
    | HowMany
    | ChosenOne
    | Vacancies
    | Defined
    | Partly
    | Items
    | Mapped
)


@dataclass(frozen=True, slots=True)
class Case:
    guard: Formula
    leaf: Leaf


Cases: TypeAlias = tuple[Case, ...]
"""A symbolic value: guards exclude each other, and in every choice one of them holds."""

UNKNOWN = Known(Unknown(frozenset()))
FAILED = Known(Failure("an operand fails"))
VACANT = Known(Failure("nobody is in the chair", vacant=True))
KNOWN_TRUE = Truth(TRUE, FALSE)
KNOWN_FALSE = Truth(FALSE, TRUE)


class OutsideFragment(Exception):
    """The expression does not come to linear formulas over counts; `what` says why, in the user's words."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


def just(leaf: Leaf) -> Cases:
    return (Case(TRUE, leaf),)


def known(value: Value) -> Cases:
    return just(Known(value))


def only(cases: Cases) -> Leaf | None:
    """The leaf of a value that has one case."""
    return cases[0].leaf if len(cases) == 1 else None


def choose(options: Iterable[tuple[Formula, Cases]]) -> Cases:
    """Cases of cases, without those that cannot be; equal plain leaves are merged."""
    found: list[Case] = []
    for guard, cases in options:
        for case in cases if guard != FALSE else ():
            both = all_of(guard, case.guard)
            if both != FALSE:
                found.append(Case(both, case.leaf))
    return _merged(found)


def _merged(found: list[Case]) -> Cases:
    truths = [case for case in found if isinstance(case.leaf, Truth)]
    if len(found) == 1 or len(truths) < 2:
        return tuple(found)
    others = [case for case in found if not isinstance(case.leaf, Truth)]
    if not others:
        return (Case(TRUE, _whole(truths)),)
    return (*others, Case(some_of(*(case.guard for case in truths)), _join(truths)))


def _join(cases: list[Case]) -> Truth:
    """One truth out of guarded ones; it means something only where one of the guards holds."""
    pairs = [(case.guard, case.leaf) for case in cases if isinstance(case.leaf, Truth)]
    return Truth(
        some_of(*(all_of(guard, truth.true) for guard, truth in pairs)),
        some_of(*(all_of(guard, truth.false) for guard, truth in pairs)),
        some_of(*(all_of(guard, truth.failed) for guard, truth in pairs)),
        some_of(*(all_of(guard, truth.vacant) for guard, truth in pairs)),
    )


def truth(cases: Cases) -> Truth:
    """A Boolean value as one truth."""
    if len(cases) == 1 and cases[0].guard is TRUE:
        return _as_truth(cases[0].leaf)
    return _whole([Case(case.guard, _as_truth(case.leaf)) for case in cases])


def _whole(cases: list[Case]) -> Truth:
    """One truth out of all the cases that there are; settled ones are told by the fewer guards, and their opposite."""
    true = [case.guard for case in cases if case.leaf == KNOWN_TRUE]
    false = [case.guard for case in cases if case.leaf == KNOWN_FALSE]
    if len(true) + len(false) < len(cases):
        return _join(cases)
    if len(true) <= len(false):
        held = some_of(*true)
        return Truth(held, negate(held))
    broken = some_of(*false)
    return Truth(negate(broken), broken)


def _as_truth(leaf: Leaf) -> Truth:
    match leaf:
        case Truth():
            return leaf
        case Known(True):
            return KNOWN_TRUE
        case Known(False):
            return KNOWN_FALSE
        case Known(Unknown()):
            return Truth(FALSE, FALSE)
        case Known(Failure(vacant=True)):
            return Truth(FALSE, FALSE, FALSE, TRUE)
        case Known(Failure()):
            return Truth(FALSE, FALSE, TRUE)
        case _:
            raise OutsideFragment("a condition that is not true or false")


def spread(value: Truth) -> Cases:
    """A truth as cases of plain values, for operators that treat Booleans like any value."""
    options = (
        (value.true, Known(True)),
        (value.false, Known(False)),
        (value.failed, FAILED),
        (value.vacant, VACANT),
        (value.unknown, UNKNOWN),
    )
    return choose((guard, just(leaf)) for guard, leaf in options)


def plain(cases: Cases) -> Cases:
    """The same value without truths among its leaves."""
    if not any(isinstance(case.leaf, Truth) for case in cases):
        return cases
    return choose(
        (case.guard, spread(case.leaf) if isinstance(case.leaf, Truth) else just(case.leaf)) for case in cases
    )


def _in_any_case(value: Cases) -> Cases:
    """A value that is chosen whatever holds."""
    return value if len(value) == 1 and value[0].guard is TRUE else choose([(TRUE, value)])


def lift(operation: Callable[..., Cases], *operands: Cases) -> Cases:
    """An operation on leaves as one on values: every combination of cases, guarded by both.

    Operands with the same guards (two facts of the chair) go case by case.
    """
    if all(len(operand) == 1 and operand[0].guard is TRUE for operand in operands):
        return _in_any_case(operation(*(operand[0].leaf for operand in operands)))
    if len({tuple(case.guard for case in operand) for operand in operands}) == 1:
        return choose((row[0].guard, operation(*(case.leaf for case in row))) for row in zip(*operands, strict=True))
    first, *others = operands
    return choose(
        (case.guard, lift(lambda *leaves, head=case.leaf: operation(head, *leaves), *others)) for case in first
    )
