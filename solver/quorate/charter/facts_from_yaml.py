"""Declarations of facts and records: from their shapes to nouns with types, and what is wrong with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from quorate.cel.types import (
    BODY,
    BOOL,
    DATE,
    DYN,
    INT,
    MONEY,
    NUMBER,
    ORGANISATION,
    PERSON,
    STRING,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    ThingType,
    Type,
)
from quorate.charter.charter_shape import FACT_TYPES, FactShape
from quorate.charter.citations import citation_of
from quorate.charter.document import Expression, FactDeclaration
from quorate.charter.expressions import Collector
from quorate.charter.fact_values import Records, read_value
from quorate.charter.nodes import MappingNode, Node, ScalarNode, at
from quorate.charter.shapes import At, Complaint
from quorate.charter.vocabulary import HOLDERS, built_in_fields, definition_variables
from quorate.source.diagnostic import did_you_mean
from quorate.source.span import Span

_SIMPLE: Mapping[str, Type] = {
    "bool": BOOL, "int": INT, "decimal": NUMBER, "money": MONEY, "date": DATE, "text": STRING,
    "person": PERSON, "body": BODY, "organisation": ORGANISATION,
}  # fmt: skip
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_WORDS_OF_THE_LANGUAGE = frozenset(
    ("in", "as", "true", "false", "null", "self", "if", "else", "for", "while", "function")
)

Tables = Mapping[str, Mapping[str, FactShape]]


@dataclass(frozen=True, slots=True)
class Declared:
    """The declarations of one file, definitions still unread.

    Broken ones are here too, of any type, so that no expression is blamed for them.
    """

    facts: tuple[FactDeclaration, ...]
    records: Records
    shapes: Mapping[tuple[str, str], FactShape]


def declare(collector: Collector, facts: Tables | None, records: Tables | None, known_records: Records) -> Declared:
    """The declarations of a file; `known_records` are those of the packs it uses."""
    own_records = _names(collector, "records")
    kinds = frozenset(own_records) | frozenset(known_records)
    read = _Declarations(collector, kinds)
    fields = {name: read.table("records", name, (records or {}).get(name, {})) for name in own_records}
    everything = {**known_records, **fields}
    found: list[FactDeclaration] = []
    for holder in _names(collector, "facts"):
        read.holder(holder)
        found += read.table("facts", holder, (facts or {}).get(holder, {}))
    shapes = {(holder, name): shape for holder, table in (facts or {}).items() for name, shape in table.items()}
    valued = tuple(read.values(fact, shapes.get((fact.holder, fact.name)), everything) for fact in found)
    complete = {
        name: _with_defaults(read, table, (records or {}).get(name, {}), everything) for name, table in fields.items()
    }
    return Declared(valued, complete, shapes)


def _with_defaults(
    read: "_Declarations", table: tuple[FactDeclaration, ...], shapes: Mapping[str, FactShape], records: Records
) -> tuple[FactDeclaration, ...]:
    return tuple(read.values(field, shapes.get(field.name), records) for field in table)


def _names(collector: Collector, section: str) -> Mapping[str, Span]:
    """The keys of a section as the file has them, whether or not what they hold could be read."""
    node = at(collector.tree.root, (section,))
    return node.keys if isinstance(node, MappingNode) else {}


@dataclass(frozen=True, slots=True)
class _Declarations:
    collector: Collector
    records: frozenset[str]

    def holder(self, name: str) -> None:
        if name in HOLDERS or name in self.records:
            return
        node = at(self.collector.tree.root, ("facts", name))
        known = (*HOLDERS, *sorted(self.records))
        advice = did_you_mean(name, known) or f"one of {', '.join(f'`{word}`' for word in known)}"
        if node is not None:
            self._say("unknown-holder", f"facts of `{name}` cannot be declared", ("facts", name), advice)

    def _say(self, code: str, message: str, path: tuple[str, ...], advice: str | None) -> None:
        self.collector.at_key(code, message, path, advice)

    def table(self, section: str, holder: str, shapes: Mapping[str, FactShape]) -> tuple[FactDeclaration, ...]:
        node = at(self.collector.tree.root, (section, holder))
        if not isinstance(node, MappingNode):
            return ()
        return tuple(self._declaration(section, holder, name, node, shapes.get(name)) for name in node.entries)

    def _declaration(
        self, section: str, holder: str, name: str, node: MappingNode, shape: FactShape | None
    ) -> FactDeclaration:
        self._check_name(section, holder, name)
        kind = self._type(shape) if shape is not None else DYN
        if shape is None:
            return FactDeclaration(holder, name, kind, node.keys[name])
        return FactDeclaration(
            holder,
            name,
            kind,
            node.keys[name],
            text=shape.text.value if shape.text else "",
            changeable=bool(shape.changeable and shape.changeable.value),
            cost=self._cost(section, holder, name, shape),
            at_most=shape.at_most.value if shape.at_most else None,
            by=shape.by.value if shape.by else None,
            date_of=shape.date_of.value if shape.date_of else None,
            cite=citation_of(shape.cite),
            verified=shape.verified is None or shape.verified.value,
        )

    def _cost(self, section: str, holder: str, name: str, shape: FactShape) -> int | None:
        if shape.cost is None:
            return None
        if shape.changeable is None or not shape.changeable.value:
            message = f"`cost` says nothing of `{name}`, which no repair changes"
            self._say("stray-cost", message, (section, holder, name, "cost"), "write `changeable: true` beside it")
        return shape.cost.value

    def _check_name(self, section: str, holder: str, name: str) -> None:
        path = (section, holder, name)
        if not _NAME.fullmatch(name) or name in _WORDS_OF_THE_LANGUAGE:
            advice = "lower-case letters, digits and `_`, beginning with a letter"
            self._say("bad-fact-name", f"`{name}` cannot name a fact", path, advice)
        elif section == "facts" and name in built_in_fields(holder):
            self._say("reserved-fact", f"every {holder} has `{name}` already", path, "use another name")

    def _type(self, shape: FactShape) -> Type:
        kind = self._plain_type(shape)
        if shape.by is None:
            return kind
        return MapOf(INT if shape.by.value == "year" else STRING, kind)

    def _plain_type(self, shape: FactShape) -> Type:
        word = shape.type.value
        if word in ("list", "set", "one_of"):
            return self._of(shape, word)
        if shape.of is not None:
            self.collector.add("stray-of", f"`of` says nothing about a `{word}`", shape.of, "delete it")
        return self._named(shape.type, word)

    def _named(self, where: At[str] | At[tuple[str, ...]], word: str) -> Type:
        if word in _SIMPLE:
            return _SIMPLE[word]
        if word in self.records:
            return ThingType(word)
        known = (*FACT_TYPES, *sorted(self.records))
        advice = did_you_mean(word, known) or f"one of {', '.join(f'`{name}`' for name in known)}"
        self.collector.add("unknown-type", f"`{word}` is not a type of fact", where, advice)
        return DYN

    def _of(self, shape: FactShape, word: str) -> Type:
        if shape.of is None:
            if "of" not in shape.node.keys:
                advice = "`of: [word, word]`" if word == "one_of" else "`of: organisation`"
                self.collector.add("missing-of", f"a `{word}` needs `of`", shape.type, advice)
            return DYN
        if word == "one_of":
            return OneOf(shape.of.value)
        if len(shape.of.value) != 1:
            self.collector.add("missing-of", f"a `{word}` has items of one type", shape.of, "name one type")
            return DYN
        element = self._named(shape.of, shape.of.value[0])
        return GroupOf(element) if word == "set" and isinstance(element, ThingType) else ListOf(element)

    def values(self, fact: FactDeclaration, shape: FactShape | None, records: Records) -> FactDeclaration:
        """The declaration with its `default` and `usual` values."""
        if shape is None or fact.type == DYN:
            return fact
        default = self._value(shape.default, fact, records)
        usual = self._value(shape.usual, fact, records)
        return replace(fact, default=default, has_default=shape.default is not None, usual=usual)

    def _value(self, given: At[Node] | None, fact: FactDeclaration, records: Records) -> object:
        if given is None:
            return None
        try:
            return read_value(given.value, fact.type, records)
        except Complaint as error:
            told = error.diagnostic
            self.collector.tell(replace(told, path=self.collector.path(given.node)))
            return None


def define(collector: Collector, declared: Declared) -> tuple[FactDeclaration, ...]:
    """The declarations with their definitions read; the collector's schema knows all facts by now."""
    return tuple(_with_rules(collector, declared, fact) for fact in declared.facts)


def _with_rules(collector: Collector, declared: Declared, fact: FactDeclaration) -> FactDeclaration:
    shape = declared.shapes.get((fact.holder, fact.name))
    if shape is None:
        return fact
    _one_rule(collector, shape, fact)
    _dated(collector, shape, fact)
    return replace(
        fact,
        define=_rule(collector, shape.define, fact, fact.type),
        presumed=_rule(collector, shape.presumed, fact, fact.type),
        denied=_rule(collector, shape.denied, fact, BOOL),
    )


def _rule(
    collector: Collector, given: At[ScalarNode] | None, fact: FactDeclaration, expected: Type
) -> Expression | None:
    if given is None:
        return None
    return collector.expression(given, definition_variables(fact.holder), expected=expected)


def _one_rule(collector: Collector, shape: FactShape, fact: FactDeclaration) -> None:
    """A fact follows from others in one way, and then needs no default; what can be ruled out is true or false."""
    given = [each for each in (shape.define, shape.presumed, shape.denied, shape.date_of) if each is not None]
    if len(given) > 1:
        message = f"`{fact.name}` has more than one of `define`, `presumed`, `denied` and `date_of`"
        collector.add("two-definitions", message, given[1], "keep one of them")
    if given and shape.default is not None:
        message = f"`{fact.name}` is defined, so it needs no default"
        collector.add("default-of-definition", message, shape.default, "delete one of the two")
    if shape.denied is not None and fact.type not in (BOOL, DYN):
        message = f"only a `bool` can be ruled out, and `{fact.name}` is a `{fact.type}`"
        collector.add("stray-denied", message, shape.denied, "use `define` or `presumed`")


def _dated(collector: Collector, shape: FactShape, fact: FactDeclaration) -> None:
    """`date_of` is the day of the determination of another fact of the same holder."""
    if shape.date_of is None:
        return
    known = sorted(set(collector.schema.things[fact.holder].types) - built_in_fields(fact.holder).keys())
    word = shape.date_of.value
    if word not in known:
        advice = did_you_mean(word, known) or "name a fact of the same holder"
        collector.add("unknown-fact", f"no fact of a {fact.holder} is called `{word}`", shape.date_of, advice)
    elif fact.type not in (DATE, DYN):
        message = f"the day of a determination is a `date`, and `{fact.name}` is a `{fact.type}`"
        collector.add("stray-date-of", message, shape.date_of, "make it `type: date`")
