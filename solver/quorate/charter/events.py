"""The kinds of event a log may have: a closed table that says which fields each kind has, of which type."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from quorate.charter.vocabulary import MODES


class Part(StrEnum):
    """What a field of an event holds."""

    ACTOR = "a person, body or office"
    PERSON = "a person"
    PEOPLE = "a list of people"
    ALTERNATES = "who acts for which member"
    BODY = "a body"
    TEXT = "a text"
    TEXTS = "a list of texts"
    DATE = "a date"
    BOOL = "true or false"
    COUNT = "a whole number"
    MODE = f"one of {', '.join(MODES)}"
    FACTS = "facts by name"


@dataclass(frozen=True, slots=True)
class EventField:
    """`default` stands where the log says nothing; none means that the field is then not known."""

    part: Part
    required: bool = False
    default: object = None


_ACTOR = EventField(Part.ACTOR)
_PERSON = EventField(Part.PERSON)
_THE_PERSON = EventField(Part.PERSON, required=True)
_PEOPLE = EventField(Part.PEOPLE, default=())
_ALTERNATES = EventField(Part.ALTERNATES)
_BODY = EventField(Part.BODY)
_THE_BODY = EventField(Part.BODY, required=True)
_TEXT = EventField(Part.TEXT)
_TEXTS = EventField(Part.TEXTS, default=())
_DATE = EventField(Part.DATE)
_THE_DATE = EventField(Part.DATE, required=True)
_BOOL = EventField(Part.BOOL)
_NO = EventField(Part.BOOL, default=False)
_COUNT = EventField(Part.COUNT)
_FACTS = EventField(Part.FACTS)

_SEATED = {
    "by": _ACTOR, "person": _THE_PERSON, "body": _THE_BODY, "replaces": _PERSON, "seat": _TEXT, "term_ends": _DATE,
    "votes": _COUNT, "subject": _TEXT,
}  # fmt: skip
_LEFT = {"by": _ACTOR, "person": _THE_PERSON, "body": _BODY, "office": _TEXT, "subject": _TEXT}
_DONE = {
    "by": _ACTOR, "person": _PERSON, "body": _BODY, "to": _ACTOR, "subject": _TEXT, "duty": _TEXT, "item": _TEXT,
    "meeting": _DATE,
}  # fmt: skip
_POLLED = {
    "body": _THE_BODY, "item": _TEXT, "subject": _TEXT, "duty": _TEXT, "ayes": _PEOPLE, "noes": _PEOPLE,
    "abstentions": _PEOPLE, "recused": _PEOPLE, "alternates": _ALTERNATES,
}  # fmt: skip

KINDS: Mapping[str, Mapping[str, EventField]] = MappingProxyType(
    {
        "recommended": {
            "by": _ACTOR, "person": _THE_PERSON, "body": _THE_BODY, "to": _ACTOR, "office": _TEXT, "subject": _TEXT,
        },
        "appointed": _SEATED,
        "elected": _SEATED,
        "re-elected": _SEATED,
        "designated": {
            "by": _ACTOR, "person": _THE_PERSON, "body": _BODY, "office": EventField(Part.TEXT, default="chair"),
            "replaces": _PERSON, "seat": _TEXT, "term_ends": _DATE, "votes": _COUNT, "subject": _TEXT,
        },
        "resigned": _LEFT,
        "died": {"person": _THE_PERSON},
        "removed": _LEFT,
        "lost-independence": {"person": _THE_PERSON, "own_control": _BOOL, "disclosed": _BOOL, "facts": _FACTS},
        "joined-board": {"person": _THE_PERSON, "organisation": _TEXT, "disclosed": _BOOL, "facts": _FACTS},
        "changed": {"person": _PERSON, "body": _BODY, "facts": EventField(Part.FACTS, required=True)},
        "recused": {"person": _THE_PERSON, "body": _BODY, "subject": _TEXT, "item": _TEXT, "meeting": _DATE},
        "notice": {"by": _ACTOR, "body": _THE_BODY, "meeting": _THE_DATE, "subject": _TEXT},
        "held": {
            "body": _THE_BODY, "present": EventField(Part.PEOPLE, required=True), "alternates": _ALTERNATES,
            "mode": EventField(Part.MODE), "special": _NO, "called_by": _ACTOR, "presider": _PERSON, "notice": _DATE,
            "came_late": _PEOPLE, "left_early": _PEOPLE, "agenda": _TEXTS, "subjects": _TEXTS, "minutes": _COUNT,
            "minutes_prepared": _NO, "closed": _NO, "by": _ACTOR,
        },
        "minutes-prepared": {"by": _ACTOR, "body": _THE_BODY, "meeting": _THE_DATE},
        "minutes-approved": {"by": _ACTOR, "body": _THE_BODY, "meeting": _THE_DATE},
        "minutes-filed": {"by": _ACTOR, "body": _THE_BODY, "meeting": _THE_DATE, "to": _ACTOR},
        "vote": {**_POLLED, "carried": _BOOL},
        "consent": {**_POLLED, "carried": EventField(Part.BOOL, default=True)},
        "determined": {"by": _ACTOR, "person": _PERSON, "body": _BODY, "subject": _TEXT, "facts": _FACTS},
        "waived": {
            "by": _ACTOR, "person": _PERSON, "body": _BODY, "subject": _TEXT, "item": _TEXT, "disclosed": _NO,
            "relief": _TEXT, "until": _DATE,
        },
        "certified": _DONE,
        "delegated": {"by": _ACTOR, "body": _BODY, "to": _ACTOR, "person": _PERSON, "subject": _TEXT, "item": _TEXT},
        "filed": _DONE,
        "completed": _DONE,
        "reported": _DONE,
        "amended": {"by": _ACTOR, "body": _BODY, "item": _TEXT, "subject": _TEXT},
    }
)  # fmt: skip
"""Every kind of event with its fields; `date` and `kind` are common to all."""

SEATING = frozenset({"appointed", "elected", "re-elected"})
LEAVING = frozenset({"resigned", "died", "removed"})
FIELDS = frozenset(name for fields in KINDS.values() for name in fields)
