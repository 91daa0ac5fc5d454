"""Rosters as files again, such as witnesses."""

from collections.abc import Mapping

from quorate.charter.roster import Acting, Body, Busy, Calendar, Event, Membership, Organisation, Person, Roster
from quorate.charter.roster_names import NONE
from quorate.charter.to_yaml import Data, Verbatim, fact_data, file_text


def roster_text(roster: Roster) -> str:
    """The file of a roster; busy times out of calendar files are written out."""
    return file_text({"roster": roster.id, **roster_data(roster)})


def roster_data(roster: Roster) -> Mapping[str, Data]:
    """What a roster says, without its id: as a file of its own or inside a scenario."""
    return {
        "title": roster.title or None,
        "as_of": roster.as_of,
        "illustrative": roster.illustrative or None,
        "board": roster.board if roster.board in roster.bodies else None,
        "time_zone": roster.time_zone if roster.time_zone != "UTC" else None,
        "log_from": roster.log_from,
        "uses": roster.uses or None,
        "organisation": _organisation(roster.organisation) or None,
        "organisations": {name: _organisation(firm) for name, firm in roster.organisations.items()} or None,
        "people": {name: _person(person) for name, person in roster.people.items()} or None,
        "bodies": {name: _body(body) for name, body in roster.bodies.items()} or None,
        "offices": {name: held or NONE for name, held in roster.offices.items()} or None,
        "calendar": _calendar(roster.calendar, roster.people),
        "events": [_event(event) for event in roster.log] or None,
    }


def _facts(facts: Mapping[str, object]) -> Mapping[str, Data]:
    return {name: NONE if value is None else fact_data(value) for name, value in facts.items()}


def _person(person: Person) -> Mapping[str, Data]:
    first, last = person.eligible
    return {
        "name": person.name if person.name != person.id else None,
        "candidate": {"from": first, "until": last} if first or last else None if person.candidate else False,
        **_facts(person.facts),
    }


def _organisation(firm: Organisation) -> Mapping[str, Data]:
    return {**({"name": firm.name} if firm.name else {}), **_facts(firm.facts)}


def _body(body: Body) -> Mapping[str, Data]:
    return {
        "kind": body.kind,
        "charter": body.charter,
        "seats": body.seats,
        "chair": body.chair or NONE,
        "parent": body.parent,
        "term": f"months({body.term})" if body.term is not None else None,
        "established": body.established,
        "members": [_membership(member) for member in body.members] or None,
        **_facts(body.facts),
    }


def _membership(member: Membership) -> Data:
    more = {
        "since": member.since,
        "term_ends": member.term_ends,
        "seat": member.seat,
        "votes": member.votes if member.votes != 1 else None,
        "terms": member.terms,
    }
    return {"person": member.person, **more} if any(value is not None for value in more.values()) else member.person


def _calendar(calendar: Calendar, people: Mapping[str, Person]) -> Data:
    month, day = calendar.fiscal_year
    first, last = calendar.hours
    busy = {name: [_busy(time) for time in calendar.busy.get(name, ())] for name in people}
    return {
        "fiscal_year": Verbatim(f"{month:02}-{day:02}"),
        "annual_meetings": calendar.annual_meetings or None,
        "board_meetings": calendar.board_meetings or None,
        "closed": [{"first": begin, "last": end} for begin, end in calendar.closed] or None,
        "holidays": calendar.holidays,
        "hours": Verbatim(f"{first // 60:02}:{first % 60:02}-{last // 60:02}:{last % 60:02}"),
        "length": calendar.length,
        "spacing": calendar.spacing,
        "busy": {name: times for name, times in busy.items() if times} or None,
    }


def _busy(busy: Busy) -> Mapping[str, Data]:
    return {"start": busy.start, "end": busy.end, "why": busy.why or None}


def _event(event: Event) -> Mapping[str, Data]:
    details = {name: _detail(value) for name, value in event.details.items()}
    return {"date": event.date, "kind": event.kind, **details}


def _detail(value: object) -> Data:
    if isinstance(value, tuple) and value and all(isinstance(pair, Acting) for pair in value):
        return {pair.principal: pair.alternate for pair in value}
    if isinstance(value, Mapping):
        return {str(name): fact_data(stated) for name, stated in value.items()}
    return list(value) if isinstance(value, tuple) else value
