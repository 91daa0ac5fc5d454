"""What files look like: typed leaves and shapes by which a tree is read, each value keeping the node it came from.

A `Shape` is a mapping with known keys, declared once; by that declaration files are read, and JSON Schemas written.
Reading tells every fault with its place and path and leaves out what is wrong, so that the rest is still looked at.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, cast

from quorate.charter.nodes import ListNode, MappingNode, Node, Path, ScalarNode, head, kind_of, show_path
from quorate.source.diagnostic import Diagnostic, FileError, did_you_mean
from quorate.source.span import Span

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
S = TypeVar("S", bound="Shape")


@dataclass(frozen=True, slots=True)
class At(Generic[T_co]):
    """A value and the node it was read from."""

    value: T_co
    node: Node

    @property
    def span(self) -> Span:
        return head(self.node)


class Complaint(Exception):
    """What a leaf says of a node that is not what it should be."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def complaint(code: str, message: str, node: Node, advice: str | None = None, span: Span | None = None) -> Complaint:
    """The error that a leaf raises: about its node, or about a narrower place."""
    return Complaint(Diagnostic(code, message, span or head(node), advice))


class Broken(Exception):
    """What should stand here could not be read; why has been told."""


MOST = 100
"""How many mistakes of a file are told."""


def too_many(span: Span | None) -> Diagnostic:
    message = f"there are {MOST} mistakes or more; these are the first"
    return Diagnostic("too-many-mistakes", message, span, "mend these first")


class Faults:
    """Gathers what is wrong while a tree is read."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def tell(self, code: str, message: str, span: Span, path: Path, advice: str | None = None) -> None:
        self.add(Diagnostic(code, message, span, advice, path=show_path(path)))

    def add(self, diagnostic: Diagnostic) -> None:
        """One more; after `MOST` of them nobody reads on, and the file is given up."""
        self.found.append(diagnostic)
        if len(self.found) >= MOST:
            raise FileError([*self.found, too_many(diagnostic.span)])


class Kind(Protocol[T_co]):
    """How one sort of value is read, and the JSON Schema of it."""

    def read(self, node: Node, path: Path, faults: Faults) -> T_co:
        """The value; raises `Broken` after telling why there is none."""

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema; shapes refer to `#/$defs`."""

    def shapes(self) -> "Iterable[type[Shape]]":
        """The shapes in it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A known key of a shape: its kind, what it means, whether it must be there."""

    kind: Kind[Any]
    text: str
    required: bool
    name: str | None


def required(kind: Kind[T], text: str, *, name: str | None = None) -> T:
    """Declares a key that must be there; on an instance it is the value."""
    return cast(T, Key(kind, text, True, name))


def optional(kind: Kind[T], text: str, *, name: str | None = None) -> T | None:
    """Declares a key that may be left out; on an instance it is the value or none."""
    return cast("T | None", Key(kind, text, False, name))


NAMES = frozenset(("quorate", "id", "charter", "pack", "kind", "title", "roster", "scenario", "amends"))
"""Keys whose values only name things: without one of them the rest can still be read."""


class Shape:
    """A mapping with known keys; `node` is where it stands.

    A key that could not be read is none on the instance, and still among `node.keys`.
    """

    known: ClassVar[Mapping[str, tuple[str, Key]]] = {}
    exactly_one: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Groups of keys of which exactly one is given; for the JSON Schema, since who reads says it better."""

    def __init_subclass__(cls) -> None:
        own = {value.name or name: (name, value) for name, value in vars(cls).items() if isinstance(value, Key)}
        cls.known = {**own, **cls.known} if "quorate" in own else {**cls.known, **own}

    def __init__(self, node: MappingNode, values: Mapping[str, Any]) -> None:
        self.node = node
        for key, (attribute, _) in type(self).known.items():
            setattr(self, attribute, values.get(key))

    @property
    def span(self) -> Span:
        return head(self.node)

    @classmethod
    def from_node(cls, node: Node, path: Path, faults: Faults) -> Self:
        """The shape at a node; raises `Broken` when a key that it cannot do without is missing."""
        if not isinstance(node, MappingNode):
            faults.tell("wrong-kind", f"expected a mapping, found {kind_of(node)}", head(node), path)
            raise Broken
        values = cls._values(node, path, faults)
        for name, (_, key) in cls.known.items():
            if key.required and name not in values:
                if name not in node.keys:
                    advice = f"`{name}` is {key.text}"
                    faults.tell("missing-key", f"the key `{name}` is missing", head(node), path, advice)
                values[name] = _stand_in(name, key.kind, node)
        return cls(node, values)

    @classmethod
    def _values(cls, node: MappingNode, path: Path, faults: Faults) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, entry in node.entries.items():
            key = cls.known.get(name)
            if key is None:
                cls.other(node, name, path, faults)
                continue
            with suppress(Broken):
                values[name] = key[1].kind.read(entry, (*path, name), faults)
        return values

    @classmethod
    def other(cls, node: MappingNode, name: str, path: Path, faults: Faults) -> None:
        """What is said of a key that is not known."""
        advice = did_you_mean(name, cls.known) or f"the keys here are {', '.join(f'`{key}`' for key in cls.known)}"
        faults.tell("unknown-key", f"unknown key `{name}`", node.keys[name], (*path, name), advice)


class OpenShape(Shape):
    """A mapping with known keys beside which every other key is a fact, typed by the charters in use."""

    @classmethod
    def other(cls, node: MappingNode, name: str, path: Path, faults: Faults) -> None:
        """Facts are looked at later, when the charters are known."""

    @property
    def facts(self) -> dict[str, At[Node]]:
        """The facts as nodes, by name."""
        return {name: At(entry, entry) for name, entry in self.node.entries.items() if name not in type(self).known}


def _stand_in(name: str, kind: Kind[Any], node: MappingNode) -> Any:
    """A value in place of a name that is missing, so that the rest is read; for anything else there is none."""
    if name not in NAMES:
        raise Broken
    return kind.read(ScalarNode("1", "plain", head(node)), (), Faults())


@dataclass(frozen=True, slots=True)
class ShapeOf(Generic[S]):
    """A value of a shape; with `widen`, a mere text stands for the mapping that has it under these keys."""

    of: type[S]
    widen: tuple[str, ...] = ()

    def read(self, node: Node, path: Path, faults: Faults) -> S:
        if self.widen and isinstance(node, ScalarNode) and not node.empty:
            places = dict.fromkeys(self.widen, node.span)
            return self.of.from_node(MappingNode(dict.fromkeys(self.widen, node), places, node.span), path, faults)
        return self.of.from_node(node, path, faults)

    def schema(self) -> dict[str, Any]:
        reference = {"$ref": f"#/$defs/{self.of.__name__.removesuffix('Shape')}"}
        return {"anyOf": [{"type": "string"}, reference]} if self.widen else reference

    def shapes(self) -> Iterable[type[Shape]]:
        return (self.of,)


@dataclass(frozen=True, slots=True)
class Many(Generic[T]):
    """A list; with `one`, a single item may stand without its list."""

    item: Kind[T]
    one: bool = False

    def read(self, node: Node, path: Path, faults: Faults) -> tuple[T, ...]:
        if self.one and not isinstance(node, ListNode):
            return (self.item.read(node, path, faults),)
        if not isinstance(node, ListNode):
            plain = isinstance(node, ScalarNode) and not node.empty
            advice = "a list with one item is written `[item]`" if plain else "each item of a list begins with `- `"
            faults.tell("wrong-kind", f"expected a list, found {kind_of(node)}", head(node), path, advice)
            raise Broken
        return tuple(self._items(node, path, faults))

    def _items(self, node: ListNode, path: Path, faults: Faults) -> Iterable[T]:
        for index, item in enumerate(node.items):
            try:
                yield self.item.read(item, (*path, index), faults)
            except Broken:
                continue

    def schema(self) -> dict[str, Any]:
        listed = {"type": "array", "items": self.item.schema()}
        return {"anyOf": [self.item.schema(), listed]} if self.one else listed

    def shapes(self) -> Iterable[type[Shape]]:
        return self.item.shapes()


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A mapping with free keys and values of one kind."""

    value: Kind[T]

    def read(self, node: Node, path: Path, faults: Faults) -> dict[str, T]:
        if not isinstance(node, MappingNode):
            faults.tell("wrong-kind", f"expected a mapping, found {kind_of(node)}", head(node), path)
            raise Broken
        return dict(self._entries(node, path, faults))

    def _entries(self, node: MappingNode, path: Path, faults: Faults) -> Iterable[tuple[str, T]]:
        for key, entry in node.entries.items():
            try:
                yield key, self.value.read(entry, (*path, key), faults)
            except Broken:
                continue

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.value.schema()}

    def shapes(self) -> Iterable[type[Shape]]:
        return self.value.shapes()


def many(item: Kind[T]) -> Kind[tuple[T, ...]]:
    return Many(item)


def one_or_many(item: Kind[T]) -> Kind[tuple[T, ...]]:
    return Many(item, one=True)


def table(value: Kind[T]) -> Kind[dict[str, T]]:
    return Table(value)


def shape(of: type[S], *widen: str) -> Kind[S]:
    return ShapeOf(of, widen)
