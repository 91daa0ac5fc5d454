"""The shape of a roster file: people, bodies, offices, the calendar and the log of events."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quorate.charter.events import KINDS, EventField, Part
from quorate.charter.leaves import AMOUNT, DAY, FLAG, ID, VERSION, WHOLE, WORDS, Leaf, read_any, read_whole, scalar
from quorate.charter.nodes import MappingNode, Node, Path
from quorate.charter.relief_shape import InForceShape
from quorate.charter.shapes import At, Faults, Kind, OpenShape, Shape, complaint, many, optional, required, shape, table
from quorate.charter.vocabulary import MODES

_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} ([01][0-9]|2[0-3]):[0-5][0-9]")
_SHORT_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def read_month_day(node: Node) -> At[tuple[int, int]]:
    found = scalar(node, "a month and day")
    match = _MONTH_DAY.fullmatch(found.text)
    month, day = (int(match[1]), int(match[2])) if match else (0, 0)
    if match is None or day > _SHORT_MONTHS.get(month, 31):
        advice = "write it as month-day: `07-01`"
        raise complaint("bad-date", f"`{found.text}` is not a day of the year", found, advice)
    return At((month, day), found)


def read_hours(node: Node) -> At[tuple[int, int]]:
    """The minutes of the day between which meetings may lie."""
    found = scalar(node, "hours of the day")
    match = _HOURS.fullmatch(found.text)
    first, last = (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])) if match else (0, 0)
    if not first < last <= 24 * 60:
        raise complaint("bad-time", f"`{found.text}` are not hours of a day", found, "write them as `09:00-17:00`")
    return At((first, last), found)


def read_time(node: Node) -> At[datetime]:
    found = scalar(node, "a time")
    try:
        if _TIME.fullmatch(found.text):
            return At(datetime.strptime(found.text, "%Y-%m-%d %H:%M"), found)
    except ValueError:
        pass
    raise complaint("bad-time", f"`{found.text}` is not a time", found, "write it as `2026-03-02 09:00`")


MONTH_DAY = Leaf(read_month_day, {"type": "string", "pattern": f"^{_MONTH_DAY.pattern}$"})


def read_minutes(node: Node) -> At[int]:
    found = read_whole(node)
    if found.value == 0:
        message = "`0` minutes are no meeting"
        raise complaint("not-a-number", message, found.node, "write the minutes of an ordinary meeting, as in `120`")
    return found


MINUTES = Leaf(read_minutes, {"type": "integer", "minimum": 1})
HOURS = Leaf(read_hours, {"type": "string", "pattern": f"^{_HOURS.pattern}$"})
TIME = Leaf(read_time, {"type": "string", "pattern": f"^{_TIME.pattern}$"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whether somebody is a candidate: true, false, or from a day until a day."""

    def read(self, node: Node, path: Path, faults: Faults) -> At[bool] | InForceShape:
        if isinstance(node, MappingNode):
            return InForceShape.from_node(node, path, faults)
        return FLAG.read(node, path, faults)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [FLAG.schema(), shape(InForceShape).schema()]}

    def shapes(self) -> Iterable[type[Shape]]:
        return (InForceShape,)


CANDIDATE: Kind[At[bool] | InForceShape] = Candidate()


class PersonShape(OpenShape):
    """A person: the known keys, and facts."""

    name = optional(WORDS, "the name; the id unless stated")
    candidate = optional(
        CANDIDATE, "false for people who cannot be put on a slate, or `{from, until}` the days on which they can"
    )


class OrganisationShape(OpenShape):
    """A firm: its name, and facts."""

    name = optional(WORDS, "the name")


class MembershipShape(Shape):
    """A person's place in a body."""

    person = required(WORDS, "the person's id")
    since = optional(DAY, "the first day of the membership")
    term_ends = optional(DAY, "the last day of the term")
    seat = optional(WORDS, "the class of the seat")
    votes = optional(WHOLE, "the number of votes; 1 unless stated")
    terms = optional(WHOLE, "the terms served, this one included")


class BodyShape(OpenShape):
    """A board, committee or subcommittee on the roster's `as_of` day: the known keys, and facts."""

    kind = optional(WORDS, "what sort of body; the name unless stated")
    charter = optional(WORDS, "the id of the charter that governs it")
    seats = optional(WHOLE, "the authorised number of seats; not fixed unless stated")
    chair = optional(WORDS, "the chair's id, or none")
    parent = optional(WORDS, "the body of which it is a part")
    term = optional(AMOUNT, "the length of a term, by which the terms of those who join end")
    established = optional(DAY, "the day from which it exists")
    members = optional(many(shape(MembershipShape, "person")), "the ids of the members, or mappings that say more")


class DaysShape(Shape):
    """Days that are closed, both ends included."""

    first = required(DAY, "the first day")
    last = required(DAY, "the last day")
    why = optional(WORDS, "why")


class BusyShape(Shape):
    """When a person cannot meet: days, hours, or the entries of a calendar file."""

    first = optional(DAY, "the first day")
    last = optional(DAY, "the last day, included")
    start = optional(TIME, "the time from which")
    end = optional(TIME, "the time until which, not included")
    ics = optional(WORDS, "a calendar file beside the roster")
    why = optional(WORDS, "why")


class CalendarShape(Shape):
    """What the organisation's calendar says."""

    fiscal_year = optional(MONTH_DAY, "the month and day on which a fiscal year begins")
    annual_meetings = optional(many(DAY), "the days of annual meetings")
    board_meetings = optional(many(DAY), "the days of meetings of the board")
    closed = optional(many(shape(DaysShape, "first", "last")), "days on which nobody meets")
    holidays = optional(WORDS, "a market or country whose holidays are closed days: NYSE, US")
    hours = optional(HOURS, "the hours in which meetings may lie")
    length = optional(MINUTES, "the ordinary length of a meeting in minutes")
    spacing = optional(WHOLE, "the fewest days between two meetings of a body")
    busy = optional(table(many(shape(BusyShape, "first", "last"))), "by person: when they cannot meet")


_PARTS: Mapping[Part, dict[str, Any]] = {
    Part.ACTOR: {"type": "string"},
    Part.PERSON: {"type": "string"},
    Part.PEOPLE: {"anyOf": [{"const": "all"}, {"type": "array", "items": {"type": "string"}}]},
    Part.ALTERNATES: {
        "anyOf": [
            {"type": "object", "additionalProperties": {"type": "string"}},
            {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"for": {"type": "string"}, "by": {"type": "string"}},
                    "required": ["for", "by"],
                    "additionalProperties": False,
                },
            },
        ]
    },
    Part.BODY: {"type": "string"},
    Part.TEXT: {"type": "string"},
    Part.TEXTS: {"type": "array", "items": {"type": "string"}},
    Part.DATE: {"type": "string", "format": "date"},
    Part.BOOL: {"type": "boolean"},
    Part.COUNT: {"type": "integer", "minimum": 0},
    Part.MODE: {"enum": list(MODES)},
    Part.FACTS: {"type": "object"},
}


def _event_schema(kind: str, fields: Mapping[str, EventField]) -> dict[str, Any]:
    required = [name for name, field in fields.items() if field.required]
    parts = {name: dict(_PARTS[field.part]) for name, field in fields.items()}
    return {
        "type": "object",
        "title": kind,
        "properties": {"date": {"type": "string", "format": "date"}, "kind": {"const": kind}, **parts},
        "required": ["date", "kind", *required],
        "additionalProperties": False,
    }


EVENT_ENTRY = Leaf(read_any, {"oneOf": [_event_schema(kind, fields) for kind, fields in KINDS.items()]})


class RosterParts(Shape):
    """What a roster says, as a file of its own or inside a scenario."""

    title = optional(WORDS, "what people call it")
    as_of = optional(DAY, "the day on which the bodies are as stated here")
    illustrative = optional(FLAG, "true where the people are made up")
    board = optional(WORDS, "the name of the body that is the board; board unless stated")
    time_zone = optional(WORDS, "the time zone of the calendar, such as America/New_York")
    log_from = optional(DAY, "the day from which the log is complete")
    uses = optional(many(WORDS), "charters and packs whose facts the people may have, beside those of the bodies")
    organisation = optional(shape(OrganisationShape), "the organisation itself")
    organisations = optional(table(shape(OrganisationShape)), "other firms, by id")
    people_from = optional(WORDS, "a table of people beside the file: CSV or XLSX")
    people = optional(table(shape(PersonShape)), "people by id")
    bodies = optional(table(shape(BodyShape)), "bodies by name")
    offices = optional(table(WORDS), "by office: the id of who holds it, or none")
    calendar = optional(shape(CalendarShape), "fiscal year, meetings, closed days, busy times")
    events = optional(many(EVENT_ENTRY), "the log of everything that happened")


class RosterShape(RosterParts):
    """A roster: the people, the bodies, the calendar and the log of one organisation."""

    quorate = required(VERSION, "the version of the file format")
    roster = required(ID, "its id")
