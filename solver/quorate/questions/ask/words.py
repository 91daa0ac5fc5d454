"""What is not known, as a question: about whom, in which words, and how it may be answered."""

import re
from collections.abc import Mapping

from quorate.cel.types import (
    BODY,
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    PERSON,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    ThingType,
    Type,
)
from quorate.charter.document import FactDeclaration
from quorate.charter.roster import Roster
from quorate.charter.state import Declarations
from quorate.charter.supposing import Place
from quorate.questions.ask.nouns import Kind

_PLACES = {
    "term_ends": "The last day of the term of {}",
    "since": "The first day of the membership of {}",
    "terms": "The number of terms that {} has served, this one included",
    "seat": "The class of the seat of {}",
    "votes": "The number of votes of {}",
}
_CALENDAR = {
    "calendar.annual_meetings": "The days of annual meetings, the next one included",
    "calendar.holidays": "The holidays on which nobody meets",
}
_LOGGED = re.compile(r"(?P<what>.+ of \d{4}-\d{2}-\d{2})\.(?P<field>\w+)")


def text_of(place: Place) -> str:
    """A fact in the words of its declaration, with the part of it that is missing."""
    said = place.declaration.text or place.declaration.name.replace("_", " ").capitalize()
    parts = [_step(step) for step in place.steps]
    if len(place.steps) > 1 and place.field.text:
        parts[-1] = place.field.text
    return ": ".join([said, *parts])


def _step(step: object) -> str:
    match step:
        case int() if step < 1000:
            return f"entry {step + 1}"
        case int():
            return f"of {step}"
        case _:
            return str(step).replace("_", " ")


def answer_to(type_: Type, facts: Declarations) -> str:
    """How a fact of a type may be answered."""
    plain = {BOOL: "yes or no", INT: "a whole number", NUMBER: "a number", MONEY: "an amount", DATE: "a day"}
    match type_:
        case OneOf(values=values):
            return f"one of {', '.join(values)}"
        case GroupOf(thing=thing):
            return f"a list of {_people(thing.name)}, or none"
        case ListOf(element=ThingType(name=name)) if any(holder == name for holder, _ in facts):
            return "a list, or none"
        case ListOf(element=ThingType(name=name)):
            return f"a list of {_people(name)}, or none"
        case ListOf():
            return "a list, or none"
        case MapOf():
            return "an answer for each"
        case ThingType(name=name):
            return f"an {name}" if name[0] in "aeiou" else f"a {name}"
        case _:
            return next((said for one, said in plain.items() if one == type_), "a few words")


def _people(name: str) -> str:
    return {"person": "people", "body": "bodies", "organisation": "organisations"}.get(name, name)


def fields_of(type_: Type, facts: Declarations) -> Mapping[str, str] | None:
    """The fields of an entry of a list of records, each with how it is answered."""
    if not isinstance(type_, ListOf) or not isinstance(type_.element, ThingType):
        return None
    found: dict[str, FactDeclaration] = {name: fact for (one, name), fact in facts.items() if one == type_.element.name}
    return {name: _field(fact, facts) for name, fact in found.items()} or None


def _field(fact: FactDeclaration, facts: Declarations) -> str:
    return answer_to(fact.type, facts) + (", if any" if fact.has_default else "")


def whose(place: Place, roster: Roster) -> tuple[Kind, str, str]:
    """About whom a fact is: kind of sheet, id, name."""
    match place.kind:
        case "person":
            person = roster.people.get(place.holder)
            return Kind.PERSON, place.holder, person.name if person is not None else place.holder
        case "body":
            return Kind.BODY, place.holder, place.holder
        case _:
            own = place.holder in ("", roster.organisation.id)
            found = roster.organisation if own else roster.organisations.get(place.holder)
            return Kind.ORGANISATION, "" if own else place.holder, found.name if found is not None else place.holder


def of_the_records(name: str, roster: Roster) -> tuple[tuple[Kind, str, str], str, Type | None]:
    """What is missing that is no declared fact: on which sheet it is asked, in which words, and its type."""
    records = (Kind.RECORDS, "", "the records")
    if name in _CALENDAR:
        return records, _CALENDAR[name], ListOf(DATE)
    logged = _LOGGED.fullmatch(name)
    if logged is not None:
        return records, f"What the entry of the log says as `{logged['field']}`: {logged['what']}", None
    head, _, rest = name.partition(".")
    if head == "offices":
        return records, f"Who holds the office `{rest}`", PERSON
    if head == "bodies":
        return records, f"Which body is meant by `{rest}`", BODY
    body = next((one for one in sorted(roster.bodies, key=len, reverse=True) if name.startswith(f"{one}.")), None)
    if body is None:
        return records, f"`{name}`", None
    sheet = (Kind.BODY, body, body)
    part = name[len(body) + 1 :]
    if part == "chair":
        return sheet, "Who is in the chair", PERSON
    if part == "seats":
        return sheet, "The authorised number of seats", INT
    person, _, word = part.rpartition(".")
    told = roster.people[person].name if person in roster.people else person
    return sheet, _PLACES.get(word, f"`{word}` of {{}}").format(told), None
