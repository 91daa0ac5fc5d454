"""Small charters and rosters made in code, for tests of what clauses mean; everybody in them is illustrative."""

from collections.abc import Iterable, Mapping
from datetime import date

from quorate.cel.parser import parse
from quorate.cel.types import BOOL, DYN, Type
from quorate.charter.document import (
    Charter,
    Citation,
    Clause,
    Duty,
    Expression,
    FactDeclaration,
    Force,
    Mode,
    Per,
    Policy,
    Rank,
    Scope,
)
from quorate.charter.roster import Body, Calendar, Event, Membership, Organisation, Person, Roster
from quorate.source.span import Excerpt, Source, Span

SOURCE = Source("made.yaml", "")
PLACE = Span(SOURCE, 0, 0)
YEAR = Per("calendar_year")


def day(text: str) -> date:
    return date.fromisoformat(text)


def expression(text: str) -> Expression:
    excerpt = Excerpt.whole(text)
    return Expression(excerpt, parse(excerpt), BOOL)


def clause(
    require: str,
    *,
    name: str = "rule",
    scope: Scope = Scope.BODY,
    mode: Mode = Mode.REQUIRE,
    force: Force = Force.MUST,
    topic: str = "composition",
    when: str | None = None,
    per: Per | None = None,
    tested: str = "always",
    in_force: tuple[date | None, date | None] = (None, None),
) -> Clause:
    return Clause(
        name,
        "made",
        name,
        Citation("Test"),
        topic,
        force,
        scope,
        mode,
        expression(require),
        PLACE,
        expression(when) if when is not None else None,
        per,
        tested,
        in_force,
    )


def duty(name: str = "goals", power: str = "review", **parts: object) -> Duty:
    for part in ("within", "after", "by"):
        if isinstance(parts.get(part), str):
            parts[part] = expression(str(parts[part]))
    parts.setdefault("subject", name)
    if "after" not in parts and "standing" not in parts:
        parts.setdefault("per", YEAR)
    return Duty(name, "made", name, Citation("Test"), power=power, force=Force.MUST, span=PLACE, **parts)  # type: ignore[arg-type]


def fact(
    name: str, kind: Type = BOOL, *, holder: str = "person", define: str | None = None, **more: object
) -> FactDeclaration:
    definition = expression(define) if define is not None else None
    return FactDeclaration(holder, name, kind, PLACE, define=definition, **more)  # type: ignore[arg-type]


def policy(
    clauses: Iterable[Clause] = (), duties: Iterable[Duty] = (), facts: Iterable[FactDeclaration] = ()
) -> Policy:
    clauses, duties, facts = tuple(clauses), tuple(duties), tuple(facts)
    charter = Charter(
        "made", "Made", "committee", Rank.CHARTER, SOURCE, PLACE, facts=facts, clauses=clauses, duties=duties
    )
    return Policy(charter, (), clauses, duties, {(one.holder, one.name): one for one in facts})


def event(when: str, kind: str, **details: object) -> Event:
    return Event(day(when), kind, details, PLACE)


def held(when: str, *present: str, body: str = "committee", **details: object) -> Event:
    return event(when, "held", body=body, present=present, **details)


def roster(
    members: Iterable[str | Membership] = ("ann", "bob", "cat"),
    *,
    as_of: str = "2026-06-30",
    chair: str | None = None,
    seats: int | None = None,
    people: Mapping[str, Mapping[str, object]] | None = None,
    log: Iterable[Event] = (),
    log_from: str | None = None,
    calendar: Calendar | None = None,
    board: Iterable[str] = ("ann", "bob", "cat", "dan", "eve"),
    offices: Mapping[str, str | None] | None = None,
) -> Roster:
    seated = tuple(Membership(one) if isinstance(one, str) else one for one in members)
    named = dict.fromkeys([*board, *(one.person for one in seated), *(people or {})])
    return Roster(
        "made",
        "Made",
        day(as_of),
        SOURCE,
        PLACE,
        organisation=Organisation("", "Made"),
        people={one: Person(one, one.title(), dict((people or {}).get(one, {}))) for one in named},
        bodies={
            "board": Body("board", "board", members=tuple(Membership(one) for one in board)),
            "committee": Body("committee", "committee", "made", seats, seated, chair, "board"),
        },
        offices=offices or {},
        calendar=calendar or Calendar(),
        log=tuple(sorted(log, key=lambda one: one.date)),
        log_from=day(log_from) if log_from is not None else None,
    )


__all__ = ["DYN", "YEAR", "clause", "day", "duty", "event", "expression", "fact", "held", "policy", "roster"]
