"""A stress test as text, JSON and annotations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quorate.charter.verdict import Status, Verdict
from quorate.formula.candidates import Slate
from quorate.formula.strains import Strain
from quorate.questions.stress import Aftermath, BodyStress, Figure, Kind, Smallest, SomeOf, StressAnswer
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, bad, good, muted, strong, warn
from quorate.reports.json import BOOLEAN, DATE, INTEGER, STRING, array, mapping, nullable, one_of, record
from quorate.source.diagnostic import Diagnostic, Severity

_KIND = record({"number": INTEGER, "people": array(STRING), "facts": mapping(STRING)})
_SMALLEST = record(
    {"size": INTEGER, "number": INTEGER, "kinds": array(array(_KIND)), "named": array(array(STRING))},
    text="the smallest sets with an effect; `kinds` and `named` list the first of them",
)
SLATE: Json = record({"members": array(STRING), "chair": nullable(STRING)})
FIGURE: Json = record(
    {
        "name": STRING,
        "clauses": array(STRING),
        "strain": one_of(*Strain),
        "members": INTEGER,
        "survives": nullable(INTEGER),
        "binding": BOOLEAN,
        "breaks": nullable(_SMALLEST),
        "unclear": nullable(_SMALLEST),
        "facts": array(STRING),
        "undecided": nullable(STRING),
    },
    text="`survives` is null where any number is survived, or where `undecided` says why it is not known",
)
_AFTERMATH = record(
    {
        "departed": array(STRING),
        "can_meet": nullable(BOOLEAN),
        "refill": nullable(SLATE),
        "newcomers": array(STRING),
        "keeps_all": BOOLEAN,
        "undecided": nullable(STRING),
        "relief": array(
            record(
                {
                    "clause": STRING,
                    "status": one_of(*Status),
                    "until": nullable(DATE),
                    "relief": array(STRING),
                    "facts": array(STRING),
                }
            )
        ),
    }
)
SCHEMA: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "as_of": DATE,
        "names": mapping(STRING),
        "second": nullable(STRING),
        "bodies": array(
            record(
                {
                    "name": STRING,
                    "charter": STRING,
                    "members": array(STRING),
                    "chair": nullable(STRING),
                    "figures": array(FIGURE),
                    "aftermaths": array(_AFTERMATH),
                }
            )
        ),
    }
)
_VERBS = {Strain.DEPARTURES: "leave", Strain.ABSENCES: "are absent", Strain.RECUSALS: "are recused"}
_MOST = 3  # kinds of smallest sets told of one figure


def text(answer: StressAnswer, page: Page) -> None:
    """Body by body: how much is survived, what breaks it, and what remains possible then."""
    made_up = " (illustrative)" if answer.illustrative else ""
    page.heading(f"{answer.title or answer.roster}{made_up}, as of {answer.as_of}")
    for body in answer.bodies:
        _body(answer.names, body, page)
    if answer.engines:
        page.blank()
        page.line(muted(f"searched by {' and '.join(f'`{engine}`' for engine in answer.engines)}"))
    if answer.second is not None:
        page.line(muted(f"second opinion: {answer.second}"))


def _body(names: Mapping[str, str], body: BodyStress, page: Page) -> None:
    page.heading(f"{body.body}: {body.charter.title}")
    chair = f"; chair {_name(names, body.chair)}" if body.chair else "; the chair is vacant"
    page.line(muted(f"{len(body.members)} members: {_all(names, body.members)}{chair}"), indent=2)
    _table(body, page)
    told = [figure for figure in body.figures if figure.breaks or figure.unclear or figure.undecided]
    page.heading("what it does not survive")
    for figure in told:
        _figure(names, figure, page)
    if body.aftermaths:
        page.heading("what remains possible")
        for aftermath in body.aftermaths:
            _aftermath(names, aftermath, page)


# Figures --------------------------------------------------------------------------------------------------------------


def _table(body: BodyStress, page: Page) -> None:
    """One row for each clause that something can break."""
    rows: dict[str, dict[Strain, Figure]] = {}
    for figure in body.figures:
        rows.setdefault(figure.name, {})[figure.strain] = figure
    fragile = {name: row for name, row in rows.items() if any(not _proof(figure) for figure in row.values())}
    cells = [[_label(name, row), *(_cell(row.get(strain)) for strain in Strain)] for name, row in fragile.items()]
    page.table(["survives", *(strain.value for strain in Strain)], cells)
    if len(fragile) < len(rows):
        sturdy = [name for name in rows if name not in fragile]
        page.line(muted(f"whoever goes, these are not broken by it: {', '.join(sturdy)}"), indent=2)


def _proof(figure: Figure) -> bool:
    return figure.survives is None and figure.undecided is None


def _label(name: str, row: Mapping[Strain, Figure]) -> Text:
    return name if any(figure.binding for figure in row.values()) else f"{name} (should)"


def _cell(figure: Figure | None) -> Text:
    if figure is None:
        return muted("–")
    if figure.undecided is not None:
        return warn("undecided")
    if figure.broken_today:
        return bad("broken already")
    if figure.unknown_today:
        return warn("unknown today")
    if figure.survives is None:
        return good("any")
    return good(str(figure.survives)) if figure.survives else bad("0")


def _figure(names: Mapping[str, str], figure: Figure, page: Page) -> None:
    if figure.undecided is not None:
        page.line(strong(figure.name), f", {figure.strain.value}: undecided: {figure.undecided}", indent=2)
    if figure.breaks is not None:
        _smallest(names, figure, figure.breaks, "broken", page)
    if figure.unclear is not None:
        _smallest(names, figure, figure.unclear, "not known", page)
        page.line(muted(f"to be known first: {', '.join(sorted(figure.facts))}"), indent=4)


def _smallest(names: Mapping[str, str], figure: Figure, found: Smallest, what: str, page: Page) -> None:
    if found.size == 0:
        page.line(strong(figure.name), f": {what} today, before anybody goes", indent=2)
        return
    verb = _VERBS[figure.strain] if found.size > 1 else _VERBS[figure.strain].replace("are", "is").replace("ve", "ves")
    page.line(strong(figure.name), f": {what} when {found.size} {verb} ({_sets(found)})", indent=2)
    for kind in found.kinds[:_MOST]:
        page.line(" and ".join(_some_of(names, part) for part in kind), indent=4)
    if len(found.kinds) > _MOST:
        page.line(muted("and other kinds"), indent=4)


def _sets(found: Smallest) -> str:
    return "one such set" if found.number == 1 else f"{found.number:,} such sets"


def _some_of(names: Mapping[str, str], part: SomeOf) -> str:
    people = _all(names, part.kind.people)
    if len(part.kind.people) == part.number:
        who = people
    else:
        who = f"any {part.number} of {people}" if part.number > 1 else f"any of {people}"
    facts = ", ".join(f"{name}: {value}" for name, value in part.kind.facts)
    return f"{who} ({facts})" if facts else who


# Afterwards -----------------------------------------------------------------------------------------------------------


def _aftermath(names: Mapping[str, str], after: Aftermath, page: Page) -> None:
    page.line("without ", strong(_all(names, after.departed)), ":", indent=2)
    meeting = {
        True: good("the others can still meet with a quorum"),
        False: bad("no meeting of the others can be quorate"),
        None: warn("whether the others can still meet is not known"),
    }
    page.line(meeting[after.can_meet], indent=4)
    page.line(*_refill(names, after), indent=4)
    for verdict in after.spared:
        page.line(_spared(verdict), indent=4)


def _spared(verdict: Verdict) -> Text:
    """What relief would come to if they resigned today."""
    name = f"`{verdict.subject.id}`"
    if verdict.status is Status.UNKNOWN:
        return warn(f"whether {name} could be cured is not known: {', '.join(sorted(verdict.facts))}")
    if verdict.status is Status.BROKEN:
        return bad(f"{name} would be broken at once, and nothing spares it")
    by = " and ".join(f"`{relief.name}`" for relief in verdict.relief)
    until = f" until {verdict.until}" if verdict.until is not None else ""
    return warn(f"{name} would be {verdict.status.value}{until}, by {by}")


def _refill(names: Mapping[str, str], after: Aftermath) -> Iterator[Text]:
    if after.refill is None:
        yield warn(f"undecided: {after.undecided}") if after.undecided else bad("nobody in the roster can refill it")
        return
    chair = f", {_name(names, after.refill.chair)} in the chair" if after.refill.chair else ""
    if not after.newcomers and after.keeps_all:
        yield good("those who remain are lawful by themselves")
        yield chair
        return
    if not after.newcomers:
        yield warn("those who remain are lawful only if others leave too")
        yield f", for example as {_all(names, after.refill.members)}{chair}"
        return
    yield good("can be refilled") if after.keeps_all else warn("can be refilled if others make room")
    yield f", for example by {_all(names, after.newcomers)}"
    yield "" if after.keeps_all else f", as {_all(names, after.refill.members)}"
    yield chair


def _name(names: Mapping[str, str], person: str | None) -> str:
    return names.get(person or "", person or "")


def _all(names: Mapping[str, str], people: Sequence[str]) -> str:
    return ", ".join(_name(names, person) for person in people)


# For programs ---------------------------------------------------------------------------------------------------------


def json(answer: StressAnswer) -> Json:
    return {
        "roster": answer.roster,
        "title": answer.title,
        "illustrative": answer.illustrative,
        "as_of": answer.as_of.isoformat(),
        "names": dict(answer.names),
        "second": answer.second,
        "bodies": [
            {
                "name": body.body,
                "charter": body.charter.id,
                "members": list(body.members),
                "chair": body.chair,
                "figures": [figure_json(figure) for figure in body.figures],
                "aftermaths": [_aftermath_json(each) for each in body.aftermaths],
            }
            for body in answer.bodies
        ],
    }


def figure_json(figure: Figure) -> Json:
    return {
        "name": figure.name,
        "clauses": [f"{clause.charter}/{clause.id}" for clause in figure.clauses],
        "strain": figure.strain.value,
        "members": figure.members,
        "survives": figure.survives,
        "binding": figure.binding,
        "breaks": _smallest_json(figure.breaks),
        "unclear": _smallest_json(figure.unclear),
        "facts": sorted(figure.facts),
        "undecided": figure.undecided,
    }


def _smallest_json(found: Smallest | None) -> Json | None:
    if found is None:
        return None
    return {
        "size": found.size,
        "number": found.number,
        "kinds": [[_kind_json(part.number, part.kind) for part in kind] for kind in found.kinds],
        "named": [list(people) for people in found.named],
    }


def _kind_json(number: int, kind: Kind) -> Json:
    return {"number": number, "people": list(kind.people), "facts": dict(kind.facts)}


def slate_json(slate: Slate | None) -> Json | None:
    return None if slate is None else {"members": list(slate.members), "chair": slate.chair}


def _aftermath_json(after: Aftermath) -> Json:
    return {
        "departed": list(after.departed),
        "can_meet": after.can_meet,
        "refill": slate_json(after.refill),
        "newcomers": list(after.newcomers),
        "keeps_all": after.keeps_all,
        "undecided": after.undecided,
        "relief": [_spared_json(verdict) for verdict in after.spared],
    }


def _spared_json(verdict: Verdict) -> Json:
    return {
        "clause": f"{verdict.subject.charter}/{verdict.subject.id}",
        "status": verdict.status.value,
        "until": verdict.until.isoformat() if verdict.until is not None else None,
        "relief": [relief.name for relief in verdict.relief],
        "facts": sorted(verdict.facts),
    }


def github(answer: StressAnswer) -> Iterable[Diagnostic]:
    """On the clauses: those that are broken, or that a single member can break."""
    for body in answer.bodies:
        for figure in body.figures:
            if figure.binding and len(figure.clauses) == 1 and figure.survives == 0:
                yield _annotation(body, figure)


def _annotation(body: BodyStress, figure: Figure) -> Diagnostic:
    clause = figure.clauses[0]
    if figure.broken_today or figure.unknown_today:
        message = f"{body.body}: `{figure.name}` is {'broken' if figure.broken_today else 'not known'} today"
        severity = Severity.ERROR if figure.broken_today else Severity.WARNING
    else:
        message = f"{body.body}: `{figure.name}` survives no {figure.strain.value}"
        severity = Severity.NOTE
    return Diagnostic(f"no-{figure.strain.value}", message, clause.span.cited(str(clause.cite)), clause.text, severity)
