"""A scenario as a file: its roster inside it, and what is expected of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from quorate.charter.roster import Roster
from quorate.charter.roster_to_yaml import roster_data
from quorate.charter.to_yaml import Data, file_text


def scenario_text(
    title: str,
    text: str,
    roster: Roster,
    expect: Sequence[Mapping[str, Data]],
    *,
    day: date | None = None,
    charters: Mapping[str, str] | None = None,
) -> str:
    """The file of a scenario; `charters` are ids or paths, by body, where the roster's own do not say it all."""
    return file_text(
        {
            "scenario": title,
            "text": text or None,
            "illustrative": roster.illustrative or None,
            "as_of": day or roster.as_of,
            "roster": {key: value for key, value in roster_data(roster).items() if key not in ("title", "as_of")},
            "charters": charters or None,
            "expect": list(expect),
        }
    )
