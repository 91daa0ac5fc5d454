"""The macros over groups and lists that depend on the choice, as `cel.quantifiers` has them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from quorate.cel.ast import Expr, Macro
from quorate.cel.values import Failure, Unknown, Value
from quorate.formula.ast import FALSE, Formula, all_of, negate, some_of
from quorate.formula.bag import ONE, total
from quorate.formula.groups import elements, several
from quorate.formula.numbers import exact, same
from quorate.formula.readings import reading
from quorate.formula.room import Partial, Room
from quorate.formula.scope import Element, Scope
from quorate.formula.settle import settle, unsettled
from quorate.formula.symbolic import (
    FAILED,
    KNOWN_FALSE,
    KNOWN_TRUE,
    UNKNOWN,
    VACANT,
    Affiliations,
    Cases,
    Entry,
    Known,
    Leaf,
    Mapped,
    Number,
    OutsideFragment,
    Several,
    Token,
    Truth,
    choose,
    just,
    known,
    only,
    plain,
    truth,
)
from quorate.formula.truth import every, not_

Judged: TypeAlias = tuple[Element, Truth]


def macro(expr: Macro, over: Leaf, scope: Scope, room: Room, partial: Partial) -> Cases:
    """The value of `over.kind(variable, body)`."""
    open_ = unsettled(over)
    if open_ is not None:
        return just(open_)
    if expr.second is not None:
        raise OutsideFragment("a macro of two variables")
    if isinstance(over, Affiliations) and expr.kind not in ("all", "exists"):
        raise OutsideFragment(f"`{expr.kind}` of the groups that people belong to")
    found = elements(over, scope, room)

    tests = columned(expr, found, room)

    def judge(body: Expr) -> list[Judged]:
        return list(zip(found, tests or (truth(asked(body, each)) for each in found), strict=True))

    def asked(part: Expr, each: Element) -> Cases:
        return partial(part, each.scope.bind(expr.variable, each.value), room)

    match expr.kind:
        case "all":
            return just(every(_implied(each, body) for each, body in judge(expr.body)))
        case "exists":
            return just(not_(every(_implied(each, not_(body)) for each, body in judge(expr.body))))
        case "exists_one":
            return _one(judge(expr.body), room)
        case "filter":
            judged = judge(expr.body)
            group = several(over, scope, room) is not None
            return _filtered(judged, lambda kept: just(_as_group(kept) if group else _as_list(kept)))
        case "map":
            test = expr.test
            if test is None:
                return _mapped([(each, asked(expr.body, each)) for each in found])
            judged = [(each, truth(asked(test, each))) for each in found]
            return _filtered(judged, lambda kept: _mapped([(each, asked(expr.body, each)) for each in kept]))
        case _:
            raise OutsideFragment(f"`{expr.kind}` of what depends on the choice")


def columned(expr: Macro, found: Sequence[Element], room: Room) -> list[Truth] | None:
    """What the body comes to of every element, where it reads nothing else than the element itself."""
    read, fields, reaches = reading(expr.body)
    if not room.stated or read != (expr.variable,) or reaches or expr.kind == "map":
        return None
    if not fields.isdisjoint(room.searched_fields):
        return None
    tests = []
    for each in found:
        value = _of_element(expr, each, room)
        if value is None:
            return None
        tests.append(KNOWN_TRUE if value is True else KNOWN_FALSE if value is False else truth(known(value)))
    return tests


def _of_element(expr: Macro, each: Element, room: Room) -> Value | None:
    """The value of the body; none if it is not the reference evaluator's, or no plain one."""
    read, told = room.readings.of, room.readings.told(expr.body, each.scope.base)
    match only(each.value):
        case Known(thing) if id(thing) in told:
            value = told[id(thing)]
        case Token(things=things) if id(things[0]) in told:
            value = told[id(things[0])]
        case Known(thing):
            value = read(expr.body, expr.variable, thing, each.scope.base, room.context)
        case Token(of, _, _, things):
            values = [read(expr.body, expr.variable, thing, each.scope.base, room.context) for thing in things]
            value = room.watch.compare(of, values)
        case _:
            return None
    return value if isinstance(value, bool | Unknown | Failure) else None


def _implied(each: Element, body: Truth) -> Truth:
    """It is not there, or the body is true of it; unknown where it only may be there."""
    if body is KNOWN_TRUE:
        return body
    sure = all_of(each.there, each.definite)
    return Truth(
        some_of(negate(all_of(each.there, each.possible)), body.true),
        all_of(sure, body.false),
        all_of(sure, body.failed),
        all_of(sure, body.vacant),
    )


def _one(judged: Sequence[Judged], room: Room) -> Cases:
    """True of exactly one: a question of how many, unless the body fails of some."""
    where = room.derivations.where
    low = total(where(all_of(each.definite, body.true), each.count) for each, body in judged)
    high = total(where(all_of(each.possible, not_false(body)), each.count) for each, body in judged)
    return _unless(_one_fails(judged), judged, lambda: just(same(Number(low, high), exact(ONE))))


def not_false(body: Truth) -> Formula:
    """Where a truth is not false; the same formula as where it is true if nothing is left open."""
    return negate(body.false)


def _one_fails(judged: Sequence[Judged]) -> Formula:
    return some_of(*(all_of(each.there, each.definite, _fails(body)) for each, body in judged))


def _fails(body: Truth) -> Formula:
    return some_of(body.failed, body.vacant)


def _unless(failing: Formula, judged: Sequence[Judged], build: Callable[[], Cases]) -> Cases:
    """What is built, but where the body fails: unknown if anything is open there, else the failure."""
    if failing == FALSE:
        return build()
    doubtful, failed = some_of(*map(_doubtful, judged)), some_of(*map(_surely_fails, judged))
    return choose(
        (
            (negate(failing), build()),
            (all_of(failing, doubtful), just(UNKNOWN)),
            (all_of(failing, negate(doubtful), failed), just(FAILED)),
            (all_of(failing, negate(doubtful), negate(failed)), just(VACANT)),
        )
    )


def _doubtful(judged: Judged) -> Formula:
    """The body is not known of an element, or not false of one that only may be there."""
    each, body = judged
    not_sure = all_of(negate(each.definite), negate(body.false))
    return all_of(each.there, each.possible, some_of(body.unknown, not_sure))


def _surely_fails(judged: Judged) -> Formula:
    each, body = judged
    return all_of(each.there, each.definite, body.failed)


def _filtered(judged: Sequence[Judged], build: Callable[[list[Element]], Cases]) -> Cases:
    """What is built of the elements that pass the test, unless it fails."""
    open_ = [(each, body) for each, body in judged if body is not KNOWN_TRUE and body is not KNOWN_FALSE]
    failing = some_of(*(all_of(each.there, each.possible, _fails(body)) for each, body in open_))
    return _unless(
        failing, judged, lambda: build([_kept(each, body) for each, body in judged if body is not KNOWN_FALSE])
    )


def _kept(each: Element, body: Truth) -> Element:
    if body is KNOWN_TRUE:
        return each
    definite = all_of(each.definite, body.true)
    return replace(each, definite=definite, possible=all_of(each.possible, not_false(body)))


def _as_group(kept: Sequence[Element]) -> Leaf:
    entries = (Entry(each.entry.place, each.definite, each.possible) for each in kept if each.entry is not None)
    return Several(tuple(entry for entry in entries if entry.possible != FALSE))


def _as_list(kept: Sequence[Element]) -> Leaf:
    return Mapped(tuple((_entry(each), each.value) for each in kept if each.possible != FALSE))


def _entry(each: Element) -> Entry:
    place = each.entry.place if each.entry is not None else None
    return Entry(place, each.definite, each.possible)


def _mapped(values: Sequence[tuple[Element, Cases]]) -> Cases:
    """The list of the values, unless one of them is not settled."""
    present = [(all_of(each.there, each.possible), _softened(each, plain(value))) for each, value in values]

    def build(settled: list[Cases]) -> Cases:
        rows = zip(values, settled, strict=True)
        return just(Mapped(tuple((_entry(each), cases) for (each, _), cases in rows)))

    return settle(present, build)


def _softened(each: Element, value: Cases) -> Cases:
    """A failure of what only may be there is no failure, but not known."""
    if each.definite == each.possible:
        return value
    options: list[tuple[Formula, Cases]] = []
    for case in value:
        if unsettled(case.leaf) in (None, UNKNOWN):
            options.append((case.guard, just(case.leaf)))
        else:
            options.append((all_of(case.guard, each.definite), just(case.leaf)))
            options.append((all_of(case.guard, negate(each.definite)), just(UNKNOWN)))
    return choose(options)
