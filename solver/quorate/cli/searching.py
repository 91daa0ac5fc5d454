"""The options that searching commands share: engine, second opinion, time limit, seed."""

from math import isfinite
from typing import Annotated, TypeAlias

import typer

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
