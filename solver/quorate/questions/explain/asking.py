"""What an explanation can be asked with."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.engines.base import Limits
from quorate.questions.explain.remedies import Costs
from quorate.questions.slates.request import Request, request
from quorate.source.diagnostic import CallError, Diagnostic
from quorate.source.reporter import Reporter


class Wishes(TypedDict, total=False):
    """What slates are asked for."""

    bodies: Sequence[str]
    sizes: tuple[int, int | None] | None
    keep: Sequence[str]
    exclude: Sequence[str]
    prefer: Sequence[str]
    as_of: date | None


class Sought(Wishes, total=False):
    """What is to be explained: at most one of `slate` (with `chair`), `person` and `rank`; and how to search.

    A slate is `A,B,C`, or `BODY/A,B,C` where several bodies are filled; so is a chair. With `every` all cores are told.
    """

    slate: Sequence[str]
    chair: Sequence[str]
    person: str | None
    rank: int | None
    every: bool
    costs: Costs
    engine: str | None
    cross_check: bool
    limits: Limits
    reporter: Reporter


def wishes_of(sought: Sought) -> Wishes:
    """The wishes alone, once it is sure that one thing is to be explained."""
    if sum(each is not None for each in (sought.get("slate") or None, sought.get("person"), sought.get("rank"))) > 1:
        told = "a slate, a person and a rank are explained one at a time"
        raise CallError([Diagnostic("two-explanations", told, help="leave all but one of them out")])
    return {
        "bodies": sought.get("bodies", ()),
        "sizes": sought.get("sizes"),
        "keep": sought.get("keep", ()),
        "exclude": sought.get("exclude", ()),
        "prefer": sought.get("prefer", ()),
        "as_of": sought.get("as_of"),
    }


def requested(roster: Roster, policies: Mapping[str, Policy], wishes: Wishes, keep: Sequence[str] = ()) -> Request:
    """The request of the wishes, with more people to be kept."""
    return request(
        roster,
        policies,
        wishes.get("bodies", ()),
        sizes=wishes.get("sizes"),
        keep=[*wishes.get("keep", ()), *keep],
        exclude=wishes.get("exclude", ()),
        prefer=wishes.get("prefer", ()),
        as_of=wishes.get("as_of"),
    )
