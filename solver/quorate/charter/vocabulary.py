"""The words an expression may use: the built-in things with their fields, and the variables of each scope.

What a charter declares under `facts:` and `records:` is added to the built-in schema by `schema_with`.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from quorate.cel.types import (
    ACTOR,
    BODY,
    BOOL,
    DATE,
    INT,
    ORGANISATION,
    PERSON,
    STRING,
    Fields,
    GroupOf,
    ListOf,
    OneOf,
    Schema,
    ThingType,
    Type,
)
from quorate.charter.document import POWERS, TOPICS, FactDeclaration, Force, Mode, Scope

MEETING = ThingType("meeting")
EVENT = ThingType("event")
VOTE = ThingType("vote")
DUTY = ThingType("duty")
CLAUSE = ThingType("clause")
PERIOD = ThingType("period")
BODIES = ThingType("bodies")
OFFICES = ThingType("offices")
BREACH = ThingType("breach")

PEOPLE = GroupOf(PERSON)

EVENT_KINDS = (
    "recommended", "appointed", "elected", "re-elected", "designated", "resigned", "died", "removed",
    "lost-independence", "joined-board", "changed", "recused", "notice", "held", "minutes-prepared",
    "minutes-approved", "minutes-filed", "vote", "consent", "determined", "waived", "certified", "delegated", "filed",
    "completed", "reported", "amended",
)  # fmt: skip
MODES = ("in-person", "telephone", "video", "written")
FORMS = ("meeting", "consent")
WHO = ("body", "each_member", "chair")

_THINGS: Mapping[str, Fields] = MappingProxyType(
    {
        "person": Fields(
            {
                "id": STRING,
                "name": STRING,
                "since": DATE,
                "term_ends": DATE,
                "seat": STRING,
                "votes": INT,
                "terms": INT,
            }
        ),
        "body": Fields(
            {
                "name": STRING,
                "kind": STRING,
                "charter": STRING,
                "members": PEOPLE,
                "chair": PERSON,
                "seats": INT,
                "vacancies": INT,
                "parent": BODY,
            }
        ),
        "actor": Fields({}),
        "organisation": Fields({"id": STRING, "name": STRING}),
        "meeting": Fields(
            {
                "date": DATE,
                "mode": OneOf(MODES),
                "special": BOOL,
                "closed": BOOL,
                "called_by": ACTOR,
                "presider": PERSON,
                "notice": DATE,
                "body": BODY,
                "agenda": ListOf(STRING),
                "subjects": ListOf(STRING),
                "present": PEOPLE,
                "alternates": PEOPLE,
                "came_late": PEOPLE,
                "left_early": PEOPLE,
                "minutes": INT,
                "minutes_prepared": BOOL,
                "minutes_approved": BOOL,
                "minutes_filed": BOOL,
            }
        ),
        "event": Fields(
            {
                "date": DATE,
                "kind": OneOf(EVENT_KINDS),
                "by": ACTOR,
                "to": ACTOR,
                "person": PERSON,
                "replaces": PERSON,
                "body": BODY,
                "office": STRING,
                "subject": STRING,
                "duty": STRING,
                "item": STRING,
                "meeting": DATE,
                "own_control": BOOL,
                "disclosed": BOOL,
                "relief": STRING,
                "until": DATE,
                "seat": STRING,
                "term_ends": DATE,
                "left": PEOPLE,
                "joined": PEOPLE,
                "present": PEOPLE,
                "seated": PEOPLE,
                "ayes": PEOPLE,
                "noes": PEOPLE,
                "abstentions": PEOPLE,
                "changes": ListOf(STRING),
            }
        ),
        "vote": Fields({"item": STRING, "subject": STRING, "form": OneOf(FORMS), "date": DATE}),
        "duty": Fields(
            {
                "id": STRING,
                "subject": STRING,
                "power": OneOf(POWERS),
                "standing": BOOL,
                "at_least": INT,
                "who": OneOf(WHO),
            }
        ),
        "clause": Fields(
            {
                "id": STRING,
                "topic": OneOf(TOPICS),
                "force": OneOf(tuple(Force)),
                "scope": OneOf(tuple(Scope)),
            }
        ),
        "period": Fields({"first": DATE, "last": DATE}),
        "breach": Fields({"since": DATE}),
        "bodies": Fields({}, open=BODY),
        "offices": Fields({}, open=PERSON),
    }
)

HOLDERS = ("person", "body", "organisation")
"""The built-in things of which a charter may declare facts; its own records are the others."""

_COMMON: Mapping[str, Type] = MappingProxyType(
    {
        "as_of": DATE,
        "organisation": ORGANISATION,
        "body": BODY,
        "board": BODY,
        "bodies": BODIES,
        "offices": OFFICES,
        "members": PEOPLE,
        "seats": INT,
        "vacancies": INT,
        "voting": PEOPLE,
        "chair": PERSON,
        "events": ListOf(EVENT),
        "meetings": ListOf(MEETING),
        "duties": ListOf(DUTY),
        "clauses": ListOf(CLAUSE),
        "fiscal_year": PERIOD,
    }
)

_OWN: Mapping[Scope, Mapping[str, Type]] = MappingProxyType(
    {
        Scope.BODY: {},
        Scope.QUORUM: {"present": PEOPLE},
        Scope.VOTE: {
            "present": PEOPLE,
            "recused": PEOPLE,
            "ayes": PEOPLE,
            "noes": PEOPLE,
            "abstentions": PEOPLE,
            "cast": INT,
            "vote": VOTE,
        },
        Scope.MEETING: {"present": PEOPLE, "meeting": MEETING},
        Scope.YEAR: {"year": PERIOD},
        Scope.EVENT: {"event": EVENT},
        Scope.CHARTER: {},
        Scope.DEPARTURE: {"before": PEOPLE, "departed": PEOPLE},
        Scope.SUBCOMMITTEE: {"parent": BODY},
    }
)

_DUTY_PARTS: Mapping[str, Mapping[str, Type]] = MappingProxyType(
    {"within": {"meeting": MEETING}, "after": {"event": EVENT}, "by": {"event": EVENT}}
)

_RELIEF_PARTS: Mapping[str, Mapping[str, Type]] = MappingProxyType(
    {
        "start": {"event": EVENT},
        "given": {"relief": EVENT},
        "who": {"m": PERSON, "start": DATE},
        "while": {"start": DATE},
        "until": {"start": DATE},
        "leave": {"m": PERSON},
        "by": {"breach": BREACH},
    }
)

VARIABLES: Mapping[Scope, Mapping[str, Type]] = MappingProxyType(
    {scope: MappingProxyType({**_COMMON, **own}) for scope, own in _OWN.items()}
)
"""What an expression sees, by the scope of its clause."""

DUTY_VARIABLES: Mapping[str, Mapping[str, Type]] = MappingProxyType(
    {part: MappingProxyType({**_COMMON, **own}) for part, own in _DUTY_PARTS.items()}
)
"""What `within:`, `after:` and `by:` of a duty see."""


def relief_variables(part: str, *cause: str) -> Mapping[str, Type]:
    """What a part of a relief or a remedy sees; `cause` is `event` or `relief`, where one of them began it."""
    return {**_COMMON, **_RELIEF_PARTS[part], **dict.fromkeys(cause, EVENT)}


def clause_variables(scope: Scope, mode: Mode) -> Mapping[str, Type]:
    """What the rule of a clause sees; what it constitutes, it constitutes of a `member` whose term has ended."""
    return {**VARIABLES[scope], "member": PERSON} if mode is Mode.CONSTITUTES else VARIABLES[scope]


def scopes_of(variable: str) -> tuple[Scope, ...]:
    """The scopes in which a word is a variable, in the order of `Scope`."""
    return tuple(scope for scope in Scope if variable in VARIABLES[scope])


def definition_variables(holder: str) -> Mapping[str, Type]:
    """What the `define:` of a fact sees: the holder as `self`, the day, the organisation."""
    return {"self": ThingType(holder), "as_of": DATE, "organisation": ORGANISATION}


def built_in_fields(thing: str) -> Mapping[str, Type]:
    """The fields that every thing of this type has without being declared."""
    return _THINGS[thing].types if thing in _THINGS else {}


def schema_with(
    facts: Iterable[FactDeclaration] = (), records: Mapping[str, tuple[FactDeclaration, ...]] | None = None
) -> Schema:
    """The built-in things with declared facts added, and the declared kinds of record."""
    things = {name: dict(fields.types) for name, fields in _THINGS.items()}
    for name, declared in (records or {}).items():
        things.setdefault(name, {}).update((fact.name, fact.type) for fact in declared)
    for fact in facts:
        things.setdefault(fact.holder, {})[fact.name] = fact.type
    opened = {name: fields.open for name, fields in _THINGS.items()}
    return Schema({name: Fields(types, opened.get(name)) for name, types in things.items()})


SCHEMA = schema_with()
"""The built-in things alone."""
