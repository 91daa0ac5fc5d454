"""Values of facts, read by the type that was declared for them.

A person, body or organisation is its id; a list is a tuple, a set a tuple without repetition, a record a mapping of
its fields, a fact kept `by:` something a mapping; numbers are exact.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from quorate.cel.types import (
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    STRING,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Primitive,
    ThingType,
    Type,
)
from quorate.cel.values import Money
from quorate.charter.document import FactDeclaration
from quorate.charter.leaves import choice, read_day, read_flag, read_number, read_words, scalar
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode, kind_of
from quorate.charter.shapes import complaint
from quorate.source.diagnostic import did_you_mean

FOREVER = date.max
"""The day `forever` stands for."""

Records: TypeAlias = Mapping[str, tuple[FactDeclaration, ...]]

_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_MONEY = re.compile(r"([A-Z]{3}) (-?[0-9][0-9,]*(?:\.[0-9]{1,2})?)")


def read_fact(node: Node, declaration: FactDeclaration, records: Records) -> object:
    """The value that a file gives for a declared fact; raises the complaint that says what is wrong with it."""
    return read_value(node, declaration.type, records)


def read_value(node: Node, kind: Type, records: Records) -> object:
    match kind:
        case Primitive():
            return _PRIMITIVES[kind](node)
        case OneOf(values=values):
            return choice(values, "word for this fact")(node).value
        case ThingType(name=name) if name in records:
            return _record(node, name, records)
        case ThingType(name=name):
            return scalar(node, f"the id of a {name}").text
        case ListOf(element=element):
            return tuple(read_value(item, element, records) for item in _items(node))
        case GroupOf(thing=thing):
            return tuple(dict.fromkeys(read_value(item, thing, records) for item in _items(node)))
        case MapOf(key=key, value=value):
            return _kept_by(node, key, value, records)
        case _:
            raise complaint("wrong-kind", f"a fact of type `{kind}` cannot be written down", node)


def _items(node: Node) -> tuple[Node, ...]:
    if not isinstance(node, ListNode):
        raise complaint("wrong-kind", f"expected a list, found {kind_of(node)}", node, "write it as `[a, b]`")
    return node.items


def _record(node: Node, name: str, records: Records) -> Mapping[str, object]:
    if not isinstance(node, MappingNode):
        raise complaint("wrong-kind", f"expected a record of kind `{name}`, found {kind_of(node)}", node)
    fields = {field.name: field for field in records[name]}
    for key in node.entries:
        if key not in fields:
            advice = did_you_mean(key, fields) or f"a `{name}` has {', '.join(f'`{field}`' for field in fields)}"
            raise complaint("unknown-key", f"a `{name}` has no `{key}`", node, advice, node.keys[key])
    given = {key: read_value(value, fields[key].type, records) for key, value in node.entries.items()}
    defaults = {key: field.default for key, field in fields.items() if field.has_default}
    return {**defaults, **given}


def _kept_by(node: Node, key: Type, value: Type, records: Records) -> Mapping[object, object]:
    if not isinstance(node, MappingNode):
        raise complaint("wrong-kind", f"expected a mapping by {key}, found {kind_of(node)}", node)
    found: dict[object, object] = {}
    for name, entry in node.entries.items():
        whole = re.fullmatch(_INT, name) if key == INT else None
        if key == INT and whole is None:
            raise complaint("not-a-number", f"`{name}` is not a whole number", node, None, node.keys[name])
        found[int(name) if key == INT else name] = read_value(entry, value, records)
    return found


def _int(node: Node) -> int:
    found = scalar(node, "a whole number")
    if not _INT.fullmatch(found.text):
        raise complaint("not-a-number", f"`{found.text}` is not a whole number", found, "write digits only, as in `12`")
    return int(found.text)


def _day(node: Node) -> date:
    if isinstance(node, ScalarNode) and node.text == "forever":
        return FOREVER
    return read_day(node).value


def _money(node: Node) -> Money:
    found = scalar(node, "an amount of money")
    match = _MONEY.fullmatch(found.text)
    if match is None:
        advice = "write the currency and the amount, as in `USD 120000`"
        raise complaint("bad-money", f"`{found.text}` is not an amount of money", found, advice)
    return Money(Fraction(match[2].replace(",", "")), match[1])


_PRIMITIVES: Mapping[Primitive, Callable[[Node], object]] = {
    BOOL: lambda node: read_flag(node).value,
    INT: _int,
    NUMBER: lambda node: Fraction(read_number(node).value),
    DATE: _day,
    MONEY: _money,
    STRING: lambda node: read_words(node).value,
}
