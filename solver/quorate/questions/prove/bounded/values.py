"""Which values of a fact are tried: those that comparisons of it tell apart, and those right beside them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from quorate.cel.ast import Binary, Expr, Name
from quorate.cel.evaluator import evaluate
from quorate.cel.reading import children, fields_read, names, walk
from quorate.cel.types import BOOL, DATE, INT, MONEY, NUMBER, STRING, OneOf, Type
from quorate.cel.values import Days, Money, Months, Value
from quorate.formula.open.realise import OTHER
from quorate.formula.open.situation import Situation
from quorate.formula.room import NOWHERE

COMPARED = ("==", "!=", "<", "<=", ">", ">=", "in")
CENT, THOUSANDTH = Fraction(1, 100), Fraction(1, 1000)


@dataclass(frozen=True)
class Values:
    """The values of facts that are tried in a situation."""

    situation: Situation

    def of(self, name: str, type_: Type, size: int) -> tuple[Value, ...] | None:
        """Those of one fact, for so many people; none where its type is not among those tried.

        Where people are compared with each other, there are as many values beside as there are people.
        """
        found = self._told(name, type_)
        if found is None or not compared_between(self.situation.parts, name):
            return found
        if type_ == DATE:
            return (*(min(found) - timedelta(number) for number in range(size - 1, 0, -1)), *found)
        if type_ == INT:
            return (*found, *(max(found) + number for number in range(1, size)))
        return found

    def _told(self, name: str, type_: Type) -> tuple[Any, ...] | None:
        if type_ == BOOL:
            return (False, True)
        if isinstance(type_, OneOf):
            return type_.values
        if type_ == STRING:
            return (*dict.fromkeys(each for each in self._read_beside(name) if isinstance(each, str)), OTHER)
        if type_ == INT:
            return tuple(sorted(set(_near_whole(each for each in self._read_beside(name) if type(each) is int))))
        if type_ == DATE:
            return tuple(sorted(set(self._days(name))))
        if type_ == MONEY:
            found = [each for each in self._read_beside(name) if isinstance(each, Money)]
            currency = next((each.currency for each in found), "USD")
            return tuple(Money(each, currency) for each in sorted(set(_near((e.amount for e in found), CENT))))
        if type_ == NUMBER:
            told = (Fraction(each) for each in self._read_beside(name) if isinstance(each, int | Fraction))
            return tuple(sorted(set(_near(told, THOUSANDTH))))
        return None

    def _days(self, name: str) -> Iterator[date]:
        """Days that are compared, and those from which a period leads to one; each with the days beside it."""
        beside = self._read_beside(name)
        base = self.situation.base.get("as_of")
        days = {each for each in (*beside, base) if isinstance(each, date)}
        for period in (each for each in beside if isinstance(each, Months | Days)):
            moved = (_moved(day, way, period) for day in tuple(days) for way in "+-")
            days |= {day for day in moved if isinstance(day, date)}
        for day in days:
            yield from (day + timedelta(number) for number in (-1, 0, 1))

    def _read_beside(self, name: str) -> tuple[Value, ...]:
        """What is known in the comparisons that read a fact, through definitions too."""
        meant = self._meaning(name)
        comparisons = (part for part in self.situation.parts if isinstance(part, Binary) and part.op in COMPARED)
        return tuple(each for part in comparisons if fields_read(part) & meant for each in self._known(part))

    def _meaning(self, name: str) -> frozenset[str]:
        """A fact and those that are defined by it."""
        found, before = {name}, set[str]()
        defined = [(key, fact.define.ast) for (_, key), fact in self.situation.declared.items() if fact.define]
        while found != before:
            before = set(found)
            found |= {key for key, define in defined if fields_read(define) & before}
        return frozenset(found)

    def _known(self, expr: Expr) -> Iterator[Value]:
        """The values of the parts of an expression that read nothing unknown."""
        if names(expr) <= self._fixed.keys() and not fields_read(expr):
            yield evaluate(expr, self._fixed)
        for part in children(expr):
            yield from self._known(part)

    @cached_property
    def _fixed(self) -> dict[str, Value]:
        return {name: value for name, value in self.situation.base.items() if name == "as_of"}


def compared_between(parts: Iterable[Expr], name: str) -> bool:
    """Whether a fact of one person is compared with that of another, so that any number of values may matter."""
    sides = (
        [any(fields_read(part) == {name} for part in walk(side)) for side in (each.left, each.right)]
        for each in parts
        if isinstance(each, Binary) and each.op in COMPARED
    )
    return any(all(both) for both in sides)


def _moved(day: date, way: str, period: Months | Days) -> Value:
    return evaluate(Binary(way, Name("day", NOWHERE), Name("period", NOWHERE), NOWHERE), {"day": day, "period": period})


def _near_whole(told: Iterable[int]) -> Iterator[int]:
    yield from (0, 1)
    for each in told:
        yield from (each - 1, each, each + 1, each // 2)


def _near(told: Iterable[Fraction], step: Fraction) -> Sequence[Fraction]:
    return [Fraction(0), *(number for each in told for number in (each - step, each, each + step, each / 2))]
