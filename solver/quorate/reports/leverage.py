"""How many lawful slates each person is in, as text and JSON."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from quorate.questions.slates import Held, Leverage, Sized, Together
from quorate.reports.answer import Json
from quorate.reports.console import Page, muted
from quorate.reports.json import INTEGER, STRING, array, nullable, record

_HELD = record({"body": STRING, "person": STRING, "slates": INTEGER, "share": STRING})
_SIZED = record({"body": STRING, "size": INTEGER, "slates": INTEGER, "share": STRING})
_TOGETHER = record(
    {"body": STRING, "people": array(STRING), "others": array(STRING), "slates": INTEGER, "share": STRING},
    text="any one of `people` with any other of `others`",
)
SCHEMA: Json = record(
    {
        "lawful": INTEGER,
        "people": array(_HELD),
        "sizes": nullable(array(_SIZED)),
        "pairs": nullable(array(_TOGETHER)),
    }
)

_MOST_PEOPLE = 40
_MOST_PAIRS = 5

Names = Mapping[str, str]


def text(found: Leverage, names: Names, page: Page) -> None:
    """People by how many slates they are in, the sizes, the pairs most often and never together."""
    for body in dict.fromkeys(held.body for held in found.people):
        people = [held for held in found.people if held.body == body]
        page.heading(f"in how many of {found.lawful:,} lawful slates of {body} each candidate sits")
        for held in people[:_MOST_PEOPLE]:
            page.line(f"{_percent(found, held.slates)}  {names.get(held.person, held.person)}", _number(held), indent=2)
        if len(people) > _MOST_PEOPLE:
            page.line(muted(f"and {len(people) - _MOST_PEOPLE:,} more; `--format json` has them all"), indent=2)
        sizes = [sized for sized in found.sizes or () if sized.body == body]
        if sizes:
            told = "; ".join(f"{sized.size}: {sized.slates:,}" for sized in sizes)
            page.line(f"slates by size: {told}", indent=2)
        if found.pairs is not None:
            _pairs(found, body, names, page)


def _pairs(found: Leverage, body: str, names: Names, page: Page) -> None:
    often = [pair for pair in found.pairs or () if pair.body == body and pair.slates]
    never = [pair for pair in found.pairs or () if pair.body == body and not pair.slates]
    if often:
        page.line("most often together", indent=2)
        for pair, one, other in islice(_each(often), _MOST_PAIRS):
            who = f"{names.get(one, one)} and {names.get(other, other)}"
            page.line(f"{_percent(found, pair.slates)}  {who}", _number(pair), indent=4)
    if never:
        page.line("never together", indent=2)
        for _, one, other in islice(_each(never), _MOST_PAIRS):
            page.line(f"{names.get(one, one)} and {names.get(other, other)}", indent=4)
        more = sum(1 for _ in _each(never)) - _MOST_PAIRS
        if more > 0:
            page.line(muted(f"and {more:,} more pairs; `--format json` has them all"), indent=4)


def _each(pairs: Iterable[Together]) -> Iterator[tuple[Together, str, str]]:
    return ((pair, one, other) for pair in pairs for one, other in pair.each())


def _percent(found: Leverage, slates: int) -> str:
    """In tenths of a percent; never 0.0 or 100.0 but where that is exact.

    >>> _percent(Leverage(3000, ()), 2999)
    ' 99.9 %'
    """
    tenths = round(found.share(slates) * 1000)
    if 0 < slates < found.lawful:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths / 10:5.1f} %"


def _number(each: Held | Together) -> Any:
    return muted(f" ({each.slates:,})")


def json(found: Leverage) -> Json:
    return {
        "lawful": found.lawful,
        "people": [_held(found, held) for held in found.people],
        "sizes": None if found.sizes is None else [_sized(found, sized) for sized in found.sizes],
        "pairs": None if found.pairs is None else [_together(found, pair) for pair in found.pairs],
    }


def _held(found: Leverage, held: Held) -> Json:
    return {"body": held.body, "person": held.person, "slates": held.slates, "share": str(found.share(held.slates))}


def _sized(found: Leverage, sized: Sized) -> Json:
    return {"body": sized.body, "size": sized.size, "slates": sized.slates, "share": str(found.share(sized.slates))}


def _together(found: Leverage, pair: Together) -> Json:
    return {
        "body": pair.body,
        "people": list(pair.people),
        "others": list(pair.others),
        "slates": pair.slates,
        "share": str(found.share(pair.slates)),
    }
