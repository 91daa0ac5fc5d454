"""The types of expressions, and the declarations against which they are checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Primitive:
    """A type without parts, by its name in messages."""

    name: str

    def __str__(self) -> str:
        return self.name


BOOL = Primitive("bool")
INT = Primitive("int")
NUMBER = Primitive("number")  # an exact fraction; every int is one
STRING = Primitive("string")
DATE = Primitive("date")
AMOUNT = Primitive("calendar amount")  # days(90), months(6)
MONEY = Primitive("money")
NULL = Primitive("null_type")
UINT = Primitive("uint")  # this and what follows: core CEL only
DOUBLE = Primitive("double")
BYTES = Primitive("bytes")
TIMESTAMP = Primitive("timestamp")
DURATION = Primitive("duration")
DYN = Primitive("dyn")
MISTAKEN = Primitive("mistaken")  # of an expression already reported: fits everywhere, says nothing more


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A primitive type or null: what core CEL makes of `google.protobuf.Int64Value` and its like."""

    of: Primitive

    def __str__(self) -> str:
        return f"wrapper({self.of})"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A string out of a closed list; comparing it with a literal outside the list is an error."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"one of {', '.join(self.values)}"


@dataclass(frozen=True, slots=True)
class ListOf:
    element: "Type"

    def __str__(self) -> str:
        return f"list of {self.element}"


@dataclass(frozen=True, slots=True)
class MapOf:
    key: "Type"
    value: "Type"

    def __str__(self) -> str:
        return f"map of {self.key} to {self.value}"


@dataclass(frozen=True, slots=True)
class TypeOf:
    """The type of a type value, as core CEL's `type(x)` gives."""

    of: "Type"

    def __str__(self) -> str:
        return f"type {self.of}"


@dataclass(frozen=True, slots=True)
class ThingType:
    """A person, body, meeting, event, record …; its fields are in the `Schema`."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class GroupOf:
    """A set of things of one type: no order, no index, no duplicates.

    A type parameter stands for the thing only in signatures of functions.
    """

    thing: "ThingType | TypeParameter"

    def __str__(self) -> str:
        return f"group of {self.thing}"


@dataclass(frozen=True, slots=True)
class Opaque:
    """A type of which nothing is known but its name and its parameters; only others' functions give such values."""

    name: str
    parameters: "tuple[Type, ...]"

    def __str__(self) -> str:
        return f"{self.name}({', '.join(str(part) for part in self.parameters)})"


@dataclass(frozen=True, slots=True)
class TypeParameter:
    """Stands for any type in a function's signature."""

    name: str

    def __str__(self) -> str:
        return self.name


Type: TypeAlias = Primitive | Wrapper | OneOf | ListOf | MapOf | TypeOf | ThingType | GroupOf | Opaque | TypeParameter

PERSON = ThingType("person")
BODY = ThingType("body")
ORGANISATION = ThingType("organisation")
ACTOR = ThingType("actor")  # a person or a body: who acts in an event or calls a meeting
PERIOD = ThingType("period")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one type of thing; `open` is the type of every field not listed, or none (then it is an error)."""

    types: Mapping[str, Type]
    open: Type | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """What every type of thing has, by the type's name."""

    things: Mapping[str, Fields]
