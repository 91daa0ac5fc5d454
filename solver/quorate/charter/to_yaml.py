"""Data as YAML that reads back as the same: what is small on one line, what is not over several.

An entry that is none is not written.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from quorate.cel.values import Money
from quorate.charter.fact_values import FOREVER
from quorate.charter.roster import Determination

Data: TypeAlias = object
"""A mapping, a list, a text, a number, a boolean, a day."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


class Verbatim(str):
    """A text that is written as it is."""


def file_text(data: Mapping[str, Data]) -> str:
    """A file with these entries after the version of the format."""
    return "".join(f"{line}\n" for line in _block({"quorate": 1, **data}))


def fact_data(value: object) -> Data:
    """The value of a fact as a roster states it."""
    match value:
        case Determination(value=stated, determined=day, by=by):
            return {"is": fact_data(stated), "determined": day, "by": by}
        case Money(amount=amount, currency=currency):
            return f"{currency} {_decimal(amount)}"
        case Fraction() as number if not isinstance(value, int):
            return Verbatim(_decimal(number))
        case date() as day:
            return "forever" if day == FOREVER else day
        case tuple() as items:
            return [fact_data(item) for item in items]
        case Mapping() as entries:
            return {str(key): fact_data(entry) for key, entry in entries.items()}
        case _:
            return value


def _decimal(number: Fraction | int) -> str:
    """A fraction with a finite number of decimals, as facts are."""
    number = Fraction(number)
    places = next((places for places in range(10) if (number * 10**places).denominator == 1), 9)
    return f"{'-' if number < 0 else ''}{_digits(abs(number), places)}"


def _digits(number: Fraction, places: int) -> str:
    digits = str(int(number * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _block(data: Mapping[str, Data]) -> Iterable[str]:
    """A mapping over several lines; small parts stand on one."""
    for key, value in data.items():
        if value is None:
            continue
        name = _scalar(key)
        if isinstance(value, Mapping) and not _small(value):
            yield f"{name}:"
            yield from (f"  {line}" for line in _block(value))
        elif isinstance(value, list | tuple) and not _small(value):
            yield f"{name}:"
            for item in value:
                yield from _item(item)
        else:
            yield f"{name}: {_flow(value)}"


def _item(item: Data) -> Iterable[str]:
    if not isinstance(item, Mapping) or _small(item):
        yield f"  - {_flow(item)}"
        return
    lines = list(_block(item))
    yield f"  - {lines[0]}"
    yield from (f"    {line}" for line in lines[1:])


def _small(value: Data) -> bool:
    """Whether a part stands on one line."""
    return len(_flow(value)) <= 100 and not any(isinstance(part, Mapping) and part for part in _parts(value))


def _parts(value: Data) -> Iterable[Data]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def _flow(value: Data) -> str:
    match value:
        case Mapping():
            entries = (f"{_scalar(key)}: {_flow(entry)}" for key, entry in value.items() if entry is not None)
            return f"{{{', '.join(entries)}}}"
        case list() | tuple():
            return f"[{', '.join(_flow(item) for item in value)}]"
        case _:
            return _scalar(value)


def _scalar(value: Data) -> str:
    match value:
        case Verbatim():
            return str(value)
        case bool():
            return "true" if value else "false"
        case datetime():
            return f'"{value:%Y-%m-%d %H:%M}"'
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case StrEnum():
            return value.value
        case str() if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
            return value
        case _:
            return json.dumps(str(value), ensure_ascii=False)
