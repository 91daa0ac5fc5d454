"""`quorate explain`: why there is no slate, why not this slate or this person, why this rank; and what would help."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from quorate.cli.exits import Exit
from quorate.cli.options import BodyNames, RosterPath, wrong_call
from quorate.cli.output import Output
from quorate.cli.searching import NOTHING_ELSE, Asked
from quorate.cli.slates import Exclude, Keep, Prefer, Size
from quorate.questions.explain import Costs, ExplainAnswer
from quorate.questions.explain import explain as question
from quorate.questions.explain.schedule import explain_schedule
from quorate.reports import explain as report
from quorate.reports import explain_schedule as schedule_report
from quorate.reports.answer import Reply, Standing
from quorate.source.diagnostic import did_you_mean

Proposed = Annotated[
    list[str] | None,
    typer.Option("--slate", metavar="A,B,C", help="Why this slate is not lawful (or BODY/A,B,C); may be repeated."),
]
Chair = Annotated[
    list[str] | None,
    typer.Option("--chair", metavar="PERSON", help="The chair of that slate (or BODY/PERSON)."),
]
OnePerson = Annotated[
    str | None, typer.Option("--person", metavar="PERSON", help="Why this person cannot serve (or BODY/PERSON).")
]
Rank = Annotated[int | None, typer.Option("--rank", min=1, metavar="N", help="Why this slate ranks where it does.")]
Year = Annotated[
    int | None,
    typer.Option("--year", min=1, max=9998, metavar="YEAR", help="Why there is no schedule for this calendar year."),
]
All = Annotated[bool, typer.Option("--all", help="Every reason, not only a smallest one, and repairs of any size.")]
Cost = Annotated[
    list[str] | None,
    typer.Option("--cost", metavar="KIND=N", help="What a remedy costs: waive (3), recruit (2), change (1), wish (1)."),
]


def explain(
    out: Output,
    roster: RosterPath,
    body: BodyNames = None,
    size: Size = None,
    keep: Keep = None,
    exclude: Exclude = None,
    prefer: Prefer = None,
    slate: Proposed = None,
    chair: Chair = None,
    person: OnePerson = None,
    rank: Rank = None,
    year: Year = None,
    every: All = False,
    cost: Cost = None,
    asked: Asked = NOTHING_ELSE,
) -> Exit:
    costs = costs_of(cost or ())
    if year is not None:
        others = {"slate": slate, "chair": chair, "person": person, "rank": rank, "size": size, "keep": keep}
        others |= {"exclude": exclude, "prefer": prefer, "all": every, "cross-check": asked.cross_check}
        _alone({**others, "engine": asked.engine})
        return _year(out, roster, body, year, costs, asked)
    answer = question(
        *asked.opened(roster),
        bodies=body or (),
        sizes=size,
        keep=keep or (),
        exclude=exclude or (),
        prefer=prefer or (),
        slate=slate or (),
        chair=chair or (),
        person=person,
        rank=rank,
        every=every,
        costs=costs,
        reporter=out.progress(report),
        **asked.terms,
    )
    return out.answer(report, answer, standing(answer))


def _alone(others: Mapping[str, object]) -> None:
    """Nothing else is asked together with a year."""
    given = [f"`--{name}`" for name, value in others.items() if value]
    if given:
        told = f"a year is explained of the bodies as they are, without {', '.join(given)}"
        raise wrong_call("two-explanations", told, "leave `--year` or the others out")


def _year(out: Output, roster: Path, body: list[str] | None, year: int, costs: Costs, asked: Asked) -> Exit:
    """Why there is no schedule for a year."""
    opened, binding = asked.opened(roster)
    found = explain_schedule(
        opened,
        binding,
        bodies=body or [name for name in opened.bodies if name in binding],
        year=year,
        as_of=asked.as_of,
        costs=costs,
        limits=asked.terms["limits"],
        reporter=out.progress(schedule_report),
    )
    reply = Reply.YES if found.meetings is not None else Reply.NO if found.none else Reply.UNDECIDED
    certainty = "undecided" if reply is Reply.UNDECIDED else "witness" if reply is Reply.YES else "exact"
    return out.answer(schedule_report, found, Standing(reply, certainty, found.engine or None))


def costs_of(given: list[str] | tuple[str, ...]) -> Costs:
    """`waive=3`, `recruit=2`, `change=1`, `wish=1`, each at least one."""
    kinds = dict.fromkeys(Costs.__dataclass_fields__)
    found: dict[str, int] = {}
    for text in given:
        kind, _, number = text.partition("=")
        if kind not in kinds:
            advice = did_you_mean(kind, kinds) or f"the kinds are {', '.join(f'`{each}`' for each in kinds)}"
            raise wrong_call("bad-cost", f"there is no kind of remedy `{kind}`", advice)
        if not number.isdecimal() or int(number) < 1:
            raise wrong_call("bad-cost", f"`{text}` is no cost", f"write `{kind}=2`, a whole number of at least one")
        if kind in found:
            raise wrong_call("bad-cost", f"the cost of `{kind}` is stated twice", "state it once")
        found[kind] = int(number)
    return Costs(**found)


def standing(answer: ExplainAnswer) -> Standing:
    """Yes where what was asked for can be, no where it cannot, undecided where that hangs on facts or on time."""
    open_ = answer.open_because is not None
    reply = _reply(answer)
    certainty = "undecided" if reply is Reply.UNDECIDED else "witness" if open_ and reply is Reply.YES else "exact"
    return Standing(reply, certainty, answer.engine or None)


def _reply(answer: ExplainAnswer) -> Reply:
    if answer.slate is not None:
        lawful = answer.slate.lawful
        return Reply.YES if lawful else Reply.UNDECIDED if lawful is None else Reply.NO
    if answer.rank is not None or answer.example is not None:
        return Reply.YES
    if answer.person is not None and answer.person.unfit is not None:
        return Reply.NO
    if answer.why is None:
        return Reply.UNDECIDED
    return Reply.NO if answer.why.certain else Reply.UNDECIDED
