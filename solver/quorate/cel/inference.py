"""Which type fits where, and what type parameters stand for: the algorithm of CEL's own checkers.

A charter's types are nested: an int is a number, a choice of texts is a string, a person and a body are actors.
"""

from dataclasses import replace
from typing import cast

from quorate.cel.library import Signature
from quorate.cel.types import (
    ACTOR,
    BODY,
    DURATION,
    DYN,
    INT,
    MISTAKEN,
    NULL,
    NUMBER,
    PERSON,
    STRING,
    TIMESTAMP,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Opaque,
    ThingType,
    Type,
    TypeOf,
    TypeParameter,
    Wrapper,
)

ACTORS = (PERSON, BODY)


class Inference:
    """What the type parameters of one expression are known to stand for."""

    def __init__(self) -> None:
        self._bound: dict[TypeParameter, Type] = {}
        self._count = 0

    def fresh(self) -> TypeParameter:
        self._count += 1
        return TypeParameter(f"T{self._count}")

    def instance(self, signature: Signature) -> Signature:
        """A signature whose parameters are nobody else's."""
        renamed: dict[TypeParameter, TypeParameter] = {}
        parameters = tuple(self._renamed(one, renamed) for one in signature.parameters)
        return replace(signature, parameters=parameters, result=self._renamed(signature.result, renamed))

    def _renamed(self, type_: Type, renamed: dict[TypeParameter, TypeParameter]) -> Type:
        if isinstance(type_, TypeParameter):
            if type_ not in renamed:
                renamed[type_] = self.fresh()
            return renamed[type_]
        return _rebuilt(type_, tuple(self._renamed(part, renamed) for part in _parts(type_)))

    def resolved(self, type_: Type) -> Type:
        """The type with all that is known put in; parameters nothing is known of remain."""
        if isinstance(type_, TypeParameter):
            return self.resolved(self._bound[type_]) if type_ in self._bound else type_
        return _rebuilt(type_, tuple(self.resolved(part) for part in _parts(type_)))

    def final(self, type_: Type) -> Type:
        """The type with all that is known put in, and `dyn` for what nothing is known of."""
        type_ = self.resolved(type_)
        if isinstance(type_, TypeParameter):
            return DYN
        return _rebuilt(type_, tuple(self.final(part) for part in _parts(type_)))

    def all_fit(self, wanted: tuple[Type, ...], given: tuple[Type, ...]) -> bool:
        """Whether values of some types may stand for others; only then anything is learned."""
        before = dict(self._bound)
        if len(wanted) == len(given) and all(self._fits(one, other) for one, other in zip(wanted, given, strict=True)):
            return True
        self._bound = before
        return False

    def joined(self, one: Type, other: Type) -> Type | None:
        """The type of a value that has one type or the other, if there is one beside `dyn`."""
        if self.all_fit((one,), (other,)) or self.all_fit((other,), (one,)):
            return self._general(self.resolved(one), self.resolved(other))
        if one in (ACTOR, *ACTORS) and other in (ACTOR, *ACTORS):
            return ACTOR
        if isinstance(one, OneOf) and isinstance(other, OneOf):
            return STRING
        return None

    def _fits(self, wanted: Type, given: Type) -> bool:
        if isinstance(given, TypeParameter):
            bound = self._bound.get(given)
            if bound is not None:
                return self._rebind(given, wanted, bound)
            if wanted == given or self._bind(given, wanted):
                return True
        if isinstance(wanted, TypeParameter):
            bound = self._bound.get(wanted)
            return self._bind(wanted, given) if bound is None else self._rebind(wanted, given, bound)
        if {wanted, given} & {DYN, MISTAKEN}:
            return True
        if NULL in (wanted, given):
            return _may_be_null(wanted) and _may_be_null(given)
        if _narrower(given, wanted) or (isinstance(given, Wrapper) and wanted == given.of):
            return True
        if isinstance(wanted, TypeOf):
            return isinstance(given, TypeOf)
        return _same_shape(wanted, given) and all(
            self._fits(one, other) for one, other in zip(_parts(wanted), _parts(given), strict=True)
        )

    def _bind(self, parameter: TypeParameter, type_: Type) -> bool:
        if self._occurs(parameter, type_):
            return False
        self._bound[parameter] = type_
        return True

    def _rebind(self, parameter: TypeParameter, type_: Type, bound: Type) -> bool:
        """A parameter that stands for one type takes a second: it then stands for the more general."""
        if parameter == type_ or type_ == bound:
            return True
        if not (self._fits(bound, type_) or self._fits(type_, bound)):
            return False
        general = self._general(self.resolved(type_), self.resolved(bound))
        if not self._occurs(parameter, general):
            self._bound[parameter] = general
        return True

    def _occurs(self, parameter: TypeParameter, type_: Type) -> bool:
        if isinstance(type_, TypeParameter):
            bound = self._bound.get(type_)
            return type_ == parameter or (bound is not None and self._occurs(parameter, bound))
        return any(self._occurs(parameter, part) for part in _parts(type_))

    def _general(self, one: Type, other: Type) -> Type:
        return one if _less_specific(one, other) else other


def _parts(type_: Type) -> tuple[Type, ...]:
    match type_:
        case ListOf(element=element):
            return (element,)
        case MapOf(key=key, value=value):
            return (key, value)
        case GroupOf(thing=thing):
            return (thing,)
        case TypeOf(of=of):
            return (of,)
        case Opaque(parameters=parameters):
            return parameters
        case _:
            return ()


def _rebuilt(type_: Type, parts: tuple[Type, ...]) -> Type:
    match type_:
        case ListOf():
            return ListOf(parts[0])
        case MapOf():
            return MapOf(*parts)
        case GroupOf():
            return GroupOf(cast(ThingType, parts[0]))
        case TypeOf():
            return TypeOf(parts[0])
        case Opaque(name=name):
            return Opaque(name, parts)
        case _:
            return type_


def _same_shape(one: Type, other: Type) -> bool:
    if isinstance(one, Opaque) and isinstance(other, Opaque):
        return one.name == other.name and len(one.parameters) == len(other.parameters)
    return isinstance(one, ListOf | MapOf | GroupOf) and type(one) is type(other)


def _narrower(one: Type, other: Type) -> bool:
    """Whether every value of one type is one of the other."""
    if one == other:
        return True
    match one, other:
        case OneOf(values=values), OneOf(values=others):
            return set(values) <= set(others)
        case OneOf(), _:
            return other == STRING
        case _, Wrapper(of=of):
            return one == of
        case ThingType(), ThingType():
            return other == ACTOR and one in ACTORS
        case _:
            return one == INT and other == NUMBER


def _less_specific(one: Type, other: Type) -> bool:
    if one == DYN or isinstance(one, TypeParameter):
        return True
    if other == DYN or isinstance(other, TypeParameter):
        return False
    if one == NULL:
        return other == NULL
    if _parts(one) and _same_shape(one, other):
        return all(_less_specific(a, b) for a, b in zip(_parts(one), _parts(other), strict=True))
    return other == NULL or _narrower(other, one)


def _may_be_null(type_: Type) -> bool:
    return type_ == NULL or isinstance(type_, Wrapper | ThingType) or type_ in (TIMESTAMP, DURATION)
