"""The shape of a roster file: people, bodies, offices, the calendar and the log of events."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from quorate.charter.charter_shape import AnyValue, read_any
from quorate.charter.events import KINDS, EventField, Part
from quorate.charter.nodes import MappingNode, ScalarNode
from quorate.charter.shapes import At, Day, Flag, Id, Many, Shape, Table, Version, Whole, Words, complaint, scalar
from quorate.charter.vocabulary import MODES

_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} ([01][0-9]|2[0-3]):[0-5][0-9]")
_SHORT_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def read_month_day(node: object) -> At[tuple[int, int]]:
    found = scalar(node, "a month and day")
    match = _MONTH_DAY.fullmatch(found.text)
    month, day = (int(match[1]), int(match[2])) if match else (0, 0)
    if match is None or day > _SHORT_MONTHS.get(month, 31):
        advice = "write it as month-day: `07-01`"
        raise complaint("bad-date", f"`{found.text}` is not a day of the year", found, advice)
    return At((month, day), found)


def read_hours(node: object) -> At[tuple[int, int]]:
    """The minutes of the day between which meetings may lie."""
    found = scalar(node, "hours of the day")
    match = _HOURS.fullmatch(found.text)
    first, last = (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])) if match else (0, 0)
    if not first < last <= 24 * 60:
        raise complaint("bad-time", f"`{found.text}` are not hours of a day", found, "write them as `09:00-17:00`")
    return At((first, last), found)


def read_time(node: object) -> At[datetime]:
    found = scalar(node, "a time")
    try:
        if _TIME.fullmatch(found.text):
            return At(datetime.strptime(found.text, "%Y-%m-%d %H:%M"), found)
    except ValueError:
        pass
    raise complaint("bad-time", f"`{found.text}` is not a time", found, "write it as `2026-03-02 09:00`")


def _text_as(key: str, *more: str) -> Callable[[object], object]:
    """Reads a mere text as the mapping that has it under a key (or under several)."""

    def widen(node: object) -> object:
        if not isinstance(node, ScalarNode):
            return node
        keys = (key, *more)
        return MappingNode(dict.fromkeys(keys, node), dict.fromkeys(keys, node.span), node.span)

    return widen


MonthDay: TypeAlias = Annotated[
    At[tuple[int, int]],
    PlainValidator(read_month_day),
    WithJsonSchema({"type": "string", "pattern": f"^{_MONTH_DAY.pattern}$"}),
]
Hours: TypeAlias = Annotated[
    At[tuple[int, int]],
    PlainValidator(read_hours),
    WithJsonSchema({"type": "string", "pattern": f"^{_HOURS.pattern}$"}),
]
Time: TypeAlias = Annotated[
    At[datetime], PlainValidator(read_time), WithJsonSchema({"type": "string", "pattern": f"^{_TIME.pattern}$"})
]


class OpenShape(Shape):
    """A mapping with known keys beside which every other key is a fact; facts are typed by the charters in use."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, AnyValue]

    @property
    def facts(self) -> Mapping[str, At[Any]]:
        """The facts as nodes, by name."""
        return self.__pydantic_extra__


class PersonShape(OpenShape):
    """A person: the known keys, and facts."""

    name: Words | None = Field(None, description="the name; the id unless stated")
    candidate: Flag | None = Field(
        None, description="false for people who cannot be put on a slate; true unless stated"
    )


class OrganisationShape(OpenShape):
    """A firm: its name, and facts."""

    name: Words | None = Field(None, description="the name")


class MembershipShape(Shape):
    """A person's place in a body."""

    person: Words = Field(description="the person's id")
    since: Day | None = Field(None, description="the first day of the membership")
    term_ends: Day | None = Field(None, description="the last day of the term")
    seat: Words | None = Field(None, description="the class of the seat")
    votes: Whole | None = Field(None, description="the number of votes; 1 unless stated")
    terms: Whole | None = Field(None, description="the terms served, this one included")


Member: TypeAlias = Annotated[
    MembershipShape, BeforeValidator(_text_as("person"), json_schema_input_type=str | MembershipShape)
]


class BodyShape(OpenShape):
    """A board, committee or subcommittee on the roster's `as_of` day: the known keys, and facts."""

    kind: Words | None = Field(None, description="what sort of body; the name unless stated")
    charter: Words | None = Field(None, description="the id of the charter that governs it")
    seats: Whole | None = Field(None, description="the authorised number of seats; not fixed unless stated")
    chair: Words | None = Field(None, description="the chair's id, or none")
    parent: Words | None = Field(None, description="the body of which it is a part")
    established: Day | None = Field(None, description="the day from which it exists")
    members: Many[Member] | None = Field(None, description="the ids of the members, or mappings that say more")


class DaysShape(Shape):
    """Days that are closed, both ends included."""

    first: Day = Field(description="the first day")
    last: Day = Field(description="the last day")
    why: Words | None = Field(None, description="why")


class BusyShape(Shape):
    """When a person cannot meet: days, hours, or the entries of a calendar file."""

    first: Day | None = Field(None, description="the first day")
    last: Day | None = Field(None, description="the last day, included")
    start: Time | None = Field(None, description="the time from which")
    end: Time | None = Field(None, description="the time until which, not included")
    ics: Words | None = Field(None, description="a calendar file beside the roster")
    why: Words | None = Field(None, description="why")


Closed: TypeAlias = Annotated[
    DaysShape, BeforeValidator(_text_as("first", "last"), json_schema_input_type=str | DaysShape)
]
BusyTime: TypeAlias = Annotated[
    BusyShape, BeforeValidator(_text_as("first", "last"), json_schema_input_type=str | BusyShape)
]


class CalendarShape(Shape):
    """What the organisation's calendar says."""

    fiscal_year: MonthDay | None = Field(None, description="the month and day on which a fiscal year begins")
    annual_meetings: Many[Day] | None = Field(None, description="the days of annual meetings")
    board_meetings: Many[Day] | None = Field(None, description="the days of meetings of the board")
    closed: Many[Closed] | None = Field(None, description="days on which nobody meets")
    holidays: Words | None = Field(None, description="a market or country whose holidays are closed days: NYSE, US")
    hours: Hours | None = Field(None, description="the hours in which meetings may lie")
    length: Whole | None = Field(None, description="the ordinary length of a meeting in minutes")
    spacing: Whole | None = Field(None, description="the fewest days between two meetings of a body")
    busy: Table[Many[BusyTime]] | None = Field(None, description="by person: when they cannot meet")


_PARTS: Mapping[Part, dict[str, Any]] = {
    Part.ACTOR: {"type": "string"},
    Part.PERSON: {"type": "string"},
    Part.PEOPLE: {"anyOf": [{"const": "all"}, {"type": "array", "items": {"type": "string"}}]},
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


EventEntry: TypeAlias = Annotated[
    At[Any],
    PlainValidator(read_any),
    WithJsonSchema({"oneOf": [_event_schema(kind, fields) for kind, fields in KINDS.items()]}),
]


class RosterParts(Shape):
    """What a roster says, as a file of its own or inside a scenario."""

    title: Words | None = Field(None, description="what people call it")
    as_of: Day | None = Field(None, description="the day on which the bodies are as stated here")
    illustrative: Flag | None = Field(None, description="true where the people are made up")
    board: Words | None = Field(None, description="the name of the body that is the board; board unless stated")
    time_zone: Words | None = Field(None, description="the time zone of the calendar, such as America/New_York")
    log_from: Day | None = Field(None, description="the day from which the log is complete")
    uses: Many[Words] | None = Field(
        None, description="charters and packs whose facts the people may have, beside those of the bodies"
    )
    organisation: OrganisationShape | None = Field(None, description="the organisation itself")
    organisations: Table[OrganisationShape] | None = Field(None, description="other firms, by id")
    people_from: Words | None = Field(None, description="a table of people beside the file: CSV or XLSX")
    people: Table[PersonShape] | None = Field(None, description="people by id")
    bodies: Table[BodyShape] | None = Field(None, description="bodies by name")
    offices: Table[Words] | None = Field(None, description="by office: the id of who holds it, or none")
    calendar: CalendarShape | None = Field(None, description="fiscal year, meetings, closed days, busy times")
    events: Many[EventEntry] | None = Field(None, description="the log of everything that happened")


class RosterShape(RosterParts):
    """A roster: the people, the bodies, the calendar and the log of one organisation."""

    quorate: Version = Field(description="the version of the file format")
    roster: Id = Field(description="its id")
