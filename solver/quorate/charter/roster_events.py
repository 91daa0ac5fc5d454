"""Entries of the log, checked against the table of kinds, in the order of their days."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from quorate.charter.events import KINDS, EventField, Part
from quorate.charter.leaves import choice, read_day, read_flag, read_whole, read_words
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode
from quorate.charter.roster import Determination, Event
from quorate.charter.roster_alternates import alternates_of
from quorate.charter.roster_facts import Facts
from quorate.charter.shapes import At, Complaint, complaint
from quorate.charter.vocabulary import MODES
from quorate.source.diagnostic import did_you_mean

ALL = "all"
_COMMON = ("date", "kind")


def events_of(entries: Iterable[At[Any]], facts: Facts) -> tuple[Event, ...]:
    """The log: entries by date, those of one day in the file's order; wrong ones are told and left out."""
    found = [event for entry in entries if (event := _event(entry.node, facts)) is not None]
    return tuple(sorted(found, key=lambda event: event.date))


def _event(node: Node, facts: Facts) -> Event | None:
    if not isinstance(node, MappingNode):
        facts.names.say("wrong-kind", "expected an event: a mapping with `date` and `kind`", node)
        return None
    missing = [key for key in _COMMON if key not in node.keys]
    if missing:
        facts.names.say("missing-key", f"the event lacks `{'` and `'.join(missing)}`", node)
    if any(key not in node.entries for key in _COMMON):
        return None
    read = _Entry(node, facts)
    day = read.leaf("date", lambda part: read_day(part).value)
    kind = read.leaf("kind", lambda part: choice(KINDS, "kind of event")(part).value)
    if day is None or kind is None:
        return None
    details = read.details(str(kind), KINDS[str(kind)])
    if kind == "determined":
        _determine(details, day)
    return Event(day, str(kind), details, node.keys["kind"])


def _determine(details: dict[str, object], day: date) -> None:
    """What was determined is stated by whoever determined it, from that day on."""
    given = details.get("facts")
    if isinstance(given, Mapping):
        by = str(details.get("by", ""))
        details["facts"] = {
            name: value if isinstance(value, Determination) else Determination(value, day, by)
            for name, value in given.items()
        }


class _Entry:
    """One entry while it is read; a part that cannot be read is told and left out."""

    def __init__(self, node: MappingNode, facts: Facts) -> None:
        self.node = node
        self.facts = facts
        self.names = facts.names

    def leaf(self, key: str, read: Callable[[Node], object]) -> Any:
        return self.value(self.node.entries[key], read)

    def value(self, part: Node, read: Callable[[Node], object]) -> Any:
        """What a node says, or none with a complaint."""
        try:
            return read(part)
        except Complaint as error:
            told = error.diagnostic
            self.names.say(told.code, told.message, part, told.help, told.span)
            return None

    def details(self, kind: str, fields: Mapping[str, EventField]) -> dict[str, object]:
        for key in self.node.entries:
            if key not in fields and key not in _COMMON:
                advice = did_you_mean(key, fields) or f"it has {', '.join(f'`{name}`' for name in fields)}"
                self.names.say(
                    "unknown-key", f"an event `{kind}` has no `{key}`", self.node, advice, self.node.keys[key]
                )
        for name, spec in fields.items():
            if spec.required and name not in self.node.keys:
                self.names.say(
                    "missing-key", f"an event `{kind}` needs `{name}`", self.node, None, self.node.keys["kind"]
                )
        found: dict[str, object] = {}
        for name, spec in fields.items():
            value = self._part(name, spec.part, found) if name in self.node.entries else spec.default
            if value is not None:
                found[name] = value
        return found

    def _part(self, name: str, part: Part, before: Mapping[str, object]) -> object:
        """The value of one field, or none with a complaint; `before` has those already read."""
        match part:
            case Part.ACTOR:
                return self.leaf(name, lambda node: self.names.actor(read_words(node)))
            case Part.PERSON:
                return self.leaf(name, lambda node: self.names.person(read_words(node)))
            case Part.BODY:
                return self.leaf(name, lambda node: self.names.body(read_words(node)))
            case Part.PEOPLE:
                return self.leaf(name, self._people)
            case Part.ALTERNATES:
                return self.leaf(name, lambda node: alternates_of(node, self.names, before))
            case Part.TEXTS:
                return self.leaf(name, lambda node: tuple(read_words(item).value for item in _items(node)))
            case Part.TEXT:
                return self.leaf(name, lambda node: read_words(node).value)
            case Part.DATE:
                return self.leaf(name, lambda node: read_day(node).value)
            case Part.BOOL:
                return self.leaf(name, lambda node: read_flag(node).value)
            case Part.COUNT:
                return self.leaf(name, lambda node: read_whole(node).value)
            case Part.MODE:
                return self.leaf(name, lambda node: choice(MODES, "mode of a meeting")(node).value)
            case Part.FACTS:
                return self._facts(self.node.entries[name])

    def _people(self, node: Node) -> object:
        if isinstance(node, ScalarNode) and node.text == ALL:
            return ALL
        people = [self.names.person(read_words(item)) for item in _items(node)]
        for number, person in enumerate(people):
            if person is not None and person in people[:number]:
                self.names.say("duplicate-person", f"`{person}` is named twice", _items(node)[number], "delete one")
        return tuple(dict.fromkeys(person for person in people if person is not None))

    def _facts(self, node: Node) -> object:
        if not isinstance(node, MappingNode):
            self.names.say("wrong-kind", "expected facts by name", node)
            return None
        holder = next((kind for kind in ("person", "body") if kind in self.node.entries), "organisation")
        entries = {name: At(value, value) for name, value in node.entries.items()}
        seats = entries.pop("seats", None) if holder == "body" else None
        found = self.facts.of(holder, entries, node.keys)
        number = self.value(seats.node, lambda given: read_whole(given).value) if seats is not None else None
        return found if number is None else {**found, "seats": number}


def _items(node: Node) -> tuple[Node, ...]:
    if isinstance(node, ListNode):
        return node.items
    raise complaint("wrong-kind", "expected a list", node, "write it as `[a, b]`, or `all` for every member")
