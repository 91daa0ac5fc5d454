"""Values of facts in words: what is wanted of a newcomer, what a fact becomes."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from quorate.cel.types import DATE, INT, MONEY, NUMBER
from quorate.cel.values import Money
from quorate.charter.document import FactDeclaration
from quorate.charter.fact_values import FOREVER
from quorate.charter.roster import Determination
from quorate.charter.timeline import UNSTATED
from quorate.charter.to_yaml import fact_data


def written(value: object) -> str:
    """A value as a roster has it."""
    match value:
        case Determination(value=stated):
            return written(stated)
        case bool():
            return "true" if value else "false"
        case None:
            return "nobody"
        case tuple():
            return ", ".join(map(written, value)) or "none"
        case date():
            return "forever" if value == FOREVER else value.isoformat()
        case Mapping():
            return ", ".join(f"{key}: {written(entry)}" for key, entry in value.items())
        case _:
            return str(fact_data(value))


def stated(value: object) -> str | None:
    """What a roster has, none where it has nothing."""
    return None if value is UNSTATED else written(value)


def subject(fact: FactDeclaration) -> str:
    """What a fact is about, in the charter's words."""
    return fact.text.rstrip(".") or fact.name.replace("_", " ")


def fitting(fact: FactDeclaration, fits: Sequence[object], tried: Sequence[object]) -> str:
    """Which values do, of those that were tried."""
    if isinstance(fits[0], bool):
        return "known, either way" if len(fits) > 1 else written(fits[0])
    if fact.type in (INT, NUMBER, MONEY, DATE):
        return _range(fits, tried)
    return written(fits[0])


def wanted(fact: FactDeclaration, fits: str) -> str:
    """What is wanted of somebody: that a fact is so."""
    about = subject(fact)
    match fits:
        case "true":
            return about
        case "false":
            return f"not so: {about}"
        case _:
            return f"{about}: {fits}"


def _range(fits: Sequence[object], tried: Sequence[object]) -> str:
    """Between which values, if those that fit lie side by side."""
    order = sorted(tried, key=_size)
    kept = [value for value in order if value in fits]
    low, high = order.index(kept[0]), order.index(kept[-1])
    least, most = written(kept[0]), written(kept[-1])
    if high - low + 1 != len(kept) or (least == most and low > 0 and high < len(order) - 1):
        return least
    if low == 0 and high == len(order) - 1:
        return "known, whatever it is"
    fewer, more = ("earlier", "later") if isinstance(kept[0], date) else ("less", "more")
    if low == 0:
        return f"{most} or {fewer}{_beyond(order[high], order[high + 1], 'is too much')}"
    if high == len(order) - 1:
        return f"{least} or {more}{_beyond(order[low], order[low - 1], 'is not enough')}"
    return f"{least} to {most}"


def _beyond(kept: object, other: object, but: str) -> str:
    """The next value that was tried and does not do, where there may be some between that do."""
    step = Fraction(1, 100) if isinstance(kept, Money) else Fraction(1)
    return "" if abs(_size(kept) - _size(other)) <= step else f" ({written(other)} {but})"


def _size(value: object) -> Fraction:
    match value:
        case Money(amount=amount):
            return Fraction(amount)
        case date():
            return Fraction(value.toordinal())
        case int() | Fraction():
            return Fraction(value)
        case _:
            raise TypeError(f"{value!r} has no order")
