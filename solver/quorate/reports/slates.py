"""Slates as text, JSON and annotations."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, assert_never

from quorate.cel.values import Value
from quorate.charter.verdict import Verdict
from quorate.questions.slates import Barrier, Order, Searched, Seated, Slate, SlatesAnswer
from quorate.questions.slates.reasons import concerned, described, listed, moves, shown
from quorate.reports import leverage, scheduled_slates
from quorate.reports.answer import Json
from quorate.reports.console import Page, bad, good, muted, strong, warn
from quorate.reports.json import BOOLEAN, DATE, INTEGER, STRING, array, mapping, nullable, one_of, record
from quorate.source.diagnostic import Diagnostic

SEATED = record({"body": STRING, "members": array(STRING), "chair": nullable(STRING)})
_MISSED = record({"clause": STRING, "body": STRING, "text": STRING, "status": STRING, "people": array(STRING)})
_CHANGE = record({"body": STRING, "joining": array(STRING), "leaving": array(STRING), "chair": nullable(STRING)})
SLATE = record(
    {
        "rank": INTEGER,
        "seats": array(SEATED),
        "missed": array(_MISSED),
        "preferences": array({"type": ["boolean", "integer", "string", "null"]}),
        "changes": array(_CHANGE),
        "reason": STRING,
        "meetings": nullable(scheduled_slates.MEETINGS),
    }
)
_BARRIER = record(
    {
        "clauses": array(STRING),
        "text": STRING,
        "keeps_out": array(STRING),
        "alone": BOOLEAN,
        "without": nullable(INTEGER),
    }
)
SEARCHED = record(
    {
        "body": STRING,
        "charter": STRING,
        "candidates": array(STRING),
        "least": INTEGER,
        "most": INTEGER,
        "chaired": BOOLEAN,
        "today": SEATED,
    }
)
SCHEMA: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "as_of": DATE,
        "names": mapping(STRING),
        "bodies": array(SEARCHED),
        "preferences": array(STRING),
        "slates": array(SLATE),
        "lawful": nullable(INTEGER),
        "hanging": nullable(INTEGER),
        "facts": array(STRING),
        "barriers": array(_BARRIER),
        "replayed": array(STRING),
        "unranked": array(STRING),
        "open_because": nullable(STRING),
        "why_engine": STRING,
        "second": nullable(STRING),
        "order": one_of(*Order),
        "leverage": nullable(leverage.SCHEMA),
        "year": nullable(scheduled_slates.YEAR),
    }
)


_MOST = 6  # facts told


def text(answer: SlatesAnswer, page: Page) -> None:
    """What was sought, the best slates, how many there are; if none, what stands in the way."""
    head(answer, page)
    for before, each in zip((None, *answer.slates), answer.slates, strict=False):
        slate(answer, each, page, before)
    tail(answer, page)


def head(answer: SlatesAnswer, page: Page) -> None:
    """Which bodies are filled, from whom."""
    made_up = " (illustrative)" if answer.illustrative else ""
    page.heading(f"{answer.title or answer.roster}{made_up}, as of {answer.as_of}")
    for body in answer.bodies:
        page.line(strong(body.body), f": {sizes_told(body)}", indent=2)
        page.line(muted(f"today {people_told(answer.names or {}, body.today)}"), indent=4)
    for number, preference in enumerate(answer.preferences, 1):
        page.line(muted(f"preference {number}: "), preference, indent=2)


def sizes_told(body: Searched) -> str:
    least, most = body.sizes
    if not body.candidates:
        return "no candidates"
    sizes = f"{least}" if least == most else f"{least} to {most}"
    return f"{sizes} of {counted(len(body.candidates), 'candidate')}"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def slate(answer: SlatesAnswer, each: Slate, page: Page, before: Slate | None = None) -> None:
    """One slate: who sits where, why it ranks after the one before, and its shortcomings if they are others."""
    names = answer.names or {}
    for index, seated in enumerate(each.seats):
        where = f"{seated.body}: " if len(each.seats) > 1 else ""
        page.line(strong(f"{each.rank:>4}  " if index == 0 else "      "), where, people_told(names, seated))
    for verdict in each.missed if before is None or before.missed != each.missed else ():
        page.line(warn(f"short of {_missed(verdict, names)}"), indent=8)
    if each.preferences:
        values = ", ".join(f"{number}: {shown(value)}" for number, value in enumerate(each.preferences, 1))
        page.line(muted(f"preferences {values}"), indent=8)
    first = "first: " if answer.order is Order.BEST else ""
    page.line(muted(each.reason or f"{first}{_continuity(each, names)}"), indent=8)
    if (days := scheduled_slates.days(each)) is not None:
        page.line(muted(days), indent=8)


def _continuity(each: Slate, names: Mapping[str, str]) -> str:
    return described(each.changes, names) if moves(each) else "as it is today"


def people_told(names: Mapping[str, str], seated: Seated) -> str:
    """Who sits, in a row."""
    people = [f"{names.get(person, person)}{' (chair)' if person == seated.chair else ''}" for person in seated.members]
    if seated.chair is not None and seated.chair not in seated.members:
        people.append(f"chaired by {names.get(seated.chair, seated.chair)}")
    return ", ".join(people) or "nobody"


def _missed(verdict: Verdict, names: Mapping[str, str]) -> str:
    people = concerned(verdict)
    return f"{verdict.subject.id}: {listed(people, names)}" if people else verdict.subject.id


def tail(answer: SlatesAnswer, page: Page) -> None:
    """How many there are, what is open, what stands in the way."""
    page.blank()
    if answer.lawful is not None:
        said = counted(answer.lawful, "lawful slate") if answer.lawful else "no lawful slate"
        page.line(good(said) if answer.lawful else bad(said), _chairs(answer), muted(_shown_of(answer)))
    if answer.hanging:
        more = " more" if answer.lawful else ""
        what = "hangs" if answer.hanging == 1 else "hang"
        page.line(warn(f"{answer.hanging:,}{more} {what} on facts that are not known: {_some(answer.facts)}"))
        if any(fact.endswith(".term_ends") for fact in answer.facts):
            page.line(muted("when the terms of those who join end, `term:` of the body in the roster says"))
    for said in scheduled_slates.counts(answer.year) if answer.year is not None else ():
        page.line(warn(said))
    if answer.open_because is not None:
        page.line(warn(f"not finished: {answer.open_because}"))
    for name in answer.replayed:
        page.line(muted(f"tried slate by slate, as it comes to no formula: {name}"))
    for name in answer.unranked:
        page.line(muted(f"an aim that does not count in the ranking, as it comes to no formula: {name}"))
    _barriers(answer, page)
    if answer.leverage is not None:
        leverage.text(answer.leverage, answer.names or {}, page)
    if answer.second is not None:
        page.line(muted(f"second opinion {answer.second}"))
    if answer.engine:
        page.line(muted(f"searched by `{answer.engine}`"))


def _some(facts: tuple[str, ...]) -> str:
    more = len(facts) - _MOST
    return ", ".join(facts[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _chairs(answer: SlatesAnswer) -> str:
    open_ = [body.body for body in answer.bodies if not body.chaired]
    if not open_ or not answer.lawful:
        return ""
    whose = "" if len(answer.bodies) == 1 else f" of {' and '.join(open_)}"
    return f"; no clause reads the chair{whose}, which stays open"


def _shown_of(answer: SlatesAnswer) -> str:
    many = len(answer.slates)
    if not many or not answer.lawful or many >= answer.lawful:
        return ""
    match answer.order:
        case Order.BEST:
            return f" ({many} shown; --all lists every one)"
        case Order.DRAWN:
            return f" ({many} drawn at random)"
        case Order.DIVERSE:
            return f" ({many} that are far from each other)"
        case _:
            assert_never(answer.order)


def _barriers(answer: SlatesAnswer, page: Page) -> None:
    if not answer.barriers:
        return
    page.heading("in the way")
    names = answer.names or {}
    for barrier in answer.barriers:
        page.line(strong(", ".join(barrier.names)), f" {barrier.text}", indent=2)
        for line in _obstacles(barrier, names):
            page.line(line, indent=4)
    page.line(muted("`quorate explain`, asked the same, says what clashes and what would help"))


def _obstacles(barrier: Barrier, names: Mapping[str, str]) -> Iterator[str]:
    if barrier.keeps_out:
        yield f"keeps out {listed(barrier.keeps_out, names)}"
    if not barrier.alone and barrier.span is not None:
        yield "no slate that was asked for meets it, whatever the other clauses say"
    if barrier.without:
        yield f"without it there would be {counted(barrier.without, 'slate')}"


def json(answer: SlatesAnswer) -> Json:
    return {
        "roster": answer.roster,
        "title": answer.title,
        "illustrative": answer.illustrative,
        "as_of": answer.as_of.isoformat(),
        "names": dict(answer.names or {}),
        "bodies": [body_json(body) for body in answer.bodies],
        "preferences": list(answer.preferences),
        "slates": [slate_json(each) for each in answer.slates],
        "lawful": answer.lawful,
        "hanging": answer.hanging,
        "facts": list(answer.facts),
        "barriers": [_barrier_json(barrier) for barrier in answer.barriers],
        "replayed": list(answer.replayed),
        "unranked": list(answer.unranked),
        "open_because": answer.open_because,
        "why_engine": answer.why_engine,
        "second": answer.second,
        "order": answer.order.value,
        "leverage": None if answer.leverage is None else leverage.json(answer.leverage),
        "year": None if answer.year is None else scheduled_slates.json(answer.year),
    }


def body_json(body: Searched) -> dict[str, Any]:
    return {
        "body": body.body,
        "charter": body.charter,
        "candidates": list(body.candidates),
        "least": body.sizes[0],
        "most": body.sizes[1],
        "chaired": body.chaired,
        "today": seated_json(body.today),
    }


def seated_json(seated: Seated) -> dict[str, Any]:
    return {"body": seated.body, "members": list(seated.members), "chair": seated.chair}


def slate_json(each: Slate) -> dict[str, Any]:
    return {
        "rank": each.rank,
        "seats": [seated_json(seated) for seated in each.seats],
        "missed": [
            {
                "clause": f"{verdict.subject.charter}/{verdict.subject.id}",
                "body": verdict.body,
                "text": verdict.subject.text,
                "status": verdict.status.value,
                "people": list(concerned(verdict)),
            }
            for verdict in each.missed
        ],
        "preferences": [_value_json(value) for value in each.preferences],
        "changes": [
            {
                "body": change.body,
                "joining": list(change.joining),
                "leaving": list(change.leaving),
                "chair": change.chair,
            }
            for change in each.changes
        ],
        "reason": each.reason,
        "meetings": scheduled_slates.meetings_json(each),
    }


def _value_json(value: Value) -> bool | int | str | None:
    """Conditions and whole numbers as they are, fractions and intervals as text, null where it is not known."""
    if isinstance(value, bool | int):
        return value
    said = shown(value)
    return None if said.startswith("not ") else said


def _barrier_json(barrier: Barrier) -> dict[str, Any]:
    return {
        "clauses": list(barrier.names),
        "text": barrier.text,
        "keeps_out": list(barrier.keeps_out),
        "alone": barrier.alone,
        "without": barrier.without,
    }


def github(answer: SlatesAnswer) -> Iterable[Diagnostic]:
    """If there is no lawful slate, each clause in the way at its place."""
    names = answer.names or {}
    for barrier in answer.barriers:
        if barrier.span is not None:
            why = "; ".join(_obstacles(barrier, names))
            yield Diagnostic("no-lawful-slate", f"`{', '.join(barrier.names)}` stands in the way: {why}", barrier.span)
