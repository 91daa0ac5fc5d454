"""Facts in a roster, typed by the declarations of the charters and packs in use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quorate.cel.types import BODY, PERSON, GroupOf, ListOf, MapOf, ThingType, Type
from quorate.charter.document import FactDeclaration
from quorate.charter.fact_values import Records, read_fact
from quorate.charter.leaves import read_day, read_words
from quorate.charter.nodes import MappingNode, Node, ScalarNode
from quorate.charter.roster import Determination
from quorate.charter.roster_names import NONE, Names
from quorate.charter.shapes import At, Complaint
from quorate.source.diagnostic import did_you_mean
from quorate.source.span import Span

UNKNOWN = "unknown"
_DETERMINATION = ("is", "determined", "by")


@dataclass(frozen=True, slots=True)
class Facts:
    """Reads the facts of any holder; what is wrong with one is told, and the others are read on."""

    names: Names
    declarations: Mapping[tuple[str, str], FactDeclaration]
    records: Records

    def of(self, holder: str, given: Mapping[str, At[Any]], keys: Mapping[str, Span]) -> dict[str, object]:
        """The values of the facts of a person, body or organisation; `unknown` is no value."""
        found: dict[str, object] = {}
        for name, entry in given.items():
            node: Node = entry.node
            declaration = self.declarations.get((holder, name))
            if declaration is None:
                self._undeclared(holder, name, node, keys.get(name))
            elif not (isinstance(node, ScalarNode) and node.text == UNKNOWN):
                self._read(declaration, node, found)
        return found

    def _undeclared(self, holder: str, name: str, node: Node, key: Span | None) -> None:
        known = [fact for kind, fact in self.declarations if kind == holder]
        advice = did_you_mean(name, known) or (
            "declare it under `facts:` of a charter, or name the charter that does under `uses:`"
        )
        message = f"no charter in use declares the fact `{name}` of a {holder}"
        self.names.say("unknown-fact", message, node, advice, key)

    def _read(self, declaration: FactDeclaration, node: Node, found: dict[str, object]) -> None:
        try:
            found[declaration.name] = self._value(declaration, node)
        except Complaint as error:
            told = error.diagnostic
            self.names.say(told.code, told.message, node, told.help, told.span)

    def _value(self, declaration: FactDeclaration, node: Node) -> object:
        if not isinstance(node, MappingNode) or "is" not in node.entries:
            return self._checked(declaration, node)
        strange = [key for key in node.entries if key not in _DETERMINATION]
        for key in strange:
            advice = did_you_mean(key, _DETERMINATION) or "a determination has `is`, `determined` and `by`"
            self.names.say("unknown-key", f"unknown key `{key}`", node, advice, node.keys[key])
        value = self._checked(declaration, node.entries["is"])
        missing = [key for key in _DETERMINATION if key not in node.entries]
        if missing and strange:
            return value
        if missing:
            listed = " and ".join(f"`{key}`" for key in missing)
            self.names.say("missing-key", f"the determination lacks {listed}", node)
            return value
        by = self.names.actor(read_words(node.entries["by"]))
        return Determination(value, read_day(node.entries["determined"]).value, by or "")

    def _checked(self, declaration: FactDeclaration, node: Node) -> object:
        if declaration.type in (PERSON, BODY) and isinstance(node, ScalarNode) and node.text == NONE:
            return None
        value = read_fact(node, declaration, self.records)
        for kind, name in self._references(value, declaration.type):
            given = At(name, node)
            (self.names.person if kind == PERSON else self.names.body)(given)
        return value

    def _references(self, value: object, kind: Type) -> Iterator[tuple[Type, str]]:
        """The people and bodies that a value refers to."""
        match kind:
            case ThingType() if kind in (PERSON, BODY):
                yield kind, str(value)
            case ThingType(name=name) if name in self.records and isinstance(value, Mapping):
                for field in self.records[name]:
                    if field.name in value:
                        yield from self._references(value[field.name], field.type)
            case ListOf(element=element) if isinstance(value, tuple):
                for item in value:
                    yield from self._references(item, element)
            case GroupOf(thing=element) if isinstance(value, tuple):
                for item in value:
                    yield from self._references(item, element)
            case MapOf(value=element) if isinstance(value, Mapping):
                for item in value.values():
                    yield from self._references(item, element)
            case _:
                pass
