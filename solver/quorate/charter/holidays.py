"""The closing days of markets and countries, out of the `holidays` package; loaded only when a question asks."""

from collections.abc import Callable
from datetime import date

import holidays

from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean


def known() -> tuple[str, ...]:
    """The names a calendar may give: markets, countries (`US`), and their subdivisions (`US-DE`)."""
    return tuple(sorted({*holidays.list_supported_financial(), *holidays.list_supported_countries()}))


def is_known(market: str) -> bool:
    code, _, part = market.partition("-")
    countries = holidays.list_supported_countries()
    return market in holidays.list_supported_financial() or (code in countries and part in ("", *countries[code]))


def closing_days(market: str) -> Callable[[date], str | None]:
    """The name of the holiday on a day, or none; years are worked out as they are asked for."""
    if not is_known(market):
        message = f"there is no calendar of holidays called `{market}`"
        raise CallError([Diagnostic("unknown-holidays", message, help=did_you_mean(market, known()))])
    code, _, part = market.partition("-")
    found: dict[date, str]
    if market in holidays.list_supported_financial():
        found = holidays.financial_holidays(market)
    else:
        found = holidays.country_holidays(code, subdiv=part or None)
    return lambda day: found.get(day)
