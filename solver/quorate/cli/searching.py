"""What searching commands are all asked with: day, engine, second opinion, time limit, seed, policies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Annotated, TypeAlias, TypedDict

import typer

from quorate.charter.cache import opened_roster
from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.cli.options import AsOf, Policies
from quorate.engines.base import ENGINES, Limits
from quorate.source.diagnostic import did_you_mean


def _engine(name: str) -> str:
    if name not in ENGINES:
        suggestion = did_you_mean(name, ENGINES) or f"choose one of {', '.join(ENGINES)}"
        raise typer.BadParameter(f"there is no engine `{name}`; {suggestion}")
    return name


def _engines(incomplete: str) -> list[str]:
    return [name for name in ENGINES if name.startswith(incomplete)]


def finite(seconds: float | None) -> float | None:
    """A time limit that is a number of seconds."""
    if seconds is not None and not isfinite(seconds):
        raise typer.BadParameter(f"`{seconds}` is no number of seconds; leave it out for no limit")
    return seconds


Engine: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--engine",
        parser=_engine,
        autocompletion=_engines,
        metavar="|".join(ENGINES),
        help="Force a search engine; by default size and capability choose.",
    ),
]
CrossCheck: TypeAlias = Annotated[
    bool, typer.Option("--cross-check", help="Ask a second, independent engine and compare.")
]
TimeLimit: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.0,
        callback=finite,
        metavar="SECONDS",
        help="Stop searching then and say what is known.",
    ),
]
Seed: TypeAlias = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same answer.")]


def limits(time_limit: float | None, seed: int) -> Limits:
    """The options as engines take them."""
    return Limits(seconds=time_limit, seed=seed)


class Terms(TypedDict):
    """How a question is to be searched, by the names under which questions take that."""

    as_of: date | None
    engine: str | None
    cross_check: bool
    limits: Limits


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of every command that searches a roster, each a field with its default."""

    as_of: AsOf = None
    engine: Engine = None
    cross_check: CrossCheck = False
    time_limit: TimeLimit = None
    seed: Seed = 0
    policies: Policies = None

    @property
    def limits(self) -> Limits:
        return limits(self.time_limit, self.seed)

    @property
    def terms(self) -> Terms:
        return {"as_of": self.as_of, "engine": self.engine, "cross_check": self.cross_check, "limits": self.limits}

    def opened(self, roster: Path) -> tuple[Roster, Mapping[str, Policy]]:
        """The roster of a file, and what binds each of its bodies that has a charter."""
        return opened_roster(roster, tuple(self.policies or ()))


NOTHING_ELSE = Asked()

Numbers: TypeAlias = tuple[int, int | None]


def numbers(what: str) -> Callable[[str], Numbers]:
    """Reads `4`, `2..6` or `2..`, least and most; `what` says in an error what it is not."""

    def read(text: str) -> Numbers:
        least, dots, most = text.partition("..")
        try:
            return int(least), int(most) if most else None if dots else int(least)
        except ValueError as error:
            raise typer.BadParameter(f"`{text}` is no {what}; write `4`, `3..5` or `3..`") from error

    return read
