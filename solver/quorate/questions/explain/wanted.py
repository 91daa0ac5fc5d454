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


def wanted(fact: FactDeclaration, fits: Sequence[object], tried: Sequence[object]) -> str:
    """What is wanted of somebody: that a fact is one of those that fit, of those that were tried."""
    about = subject(fact)
    if all(isinstance(value, bool) for value in tried):
        if len(fits) > 1:
            return f"{about}: known, either way"
        return about if fits[0] else f"not so: {about}"
    if fact.type in (INT, NUMBER, MONEY, DATE):
        return f"{about}: {_range(fits, tried)}"
    return f"{about}: {written(fits[0])}"


def exactly(fact: FactDeclaration, value: object) -> str:
    """What is wanted of somebody: that a fact is this."""
    return wanted(fact, (value,), (value,)) if isinstance(value, bool) else f"{subject(fact)}: {written(value)}"


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
    if low == 0:
        return f"{most} or {'earlier' if isinstance(kept[0], date) else 'less'}"
    if high == len(order) - 1:
        return f"{least} or {'later' if isinstance(kept[0], date) else 'more'}"
    return f"{least} to {most}"


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
