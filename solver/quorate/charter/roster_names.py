"""The names that a roster gives, and the complaints about those it does not: people, bodies, offices."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from quorate.charter.nodes import MappingNode, Node, Path, Tree, head, paths_in, show_path
from quorate.charter.shapes import MOST, At, too_many
from quorate.source.diagnostic import Diagnostic, FileError, did_you_mean
from quorate.source.span import Span

NONE = "none"


@dataclass(slots=True)
class Names:
    """Who and what a roster names; `found` gathers everything that is wrong with it."""

    tree: Tree
    people: frozenset[str]
    bodies: frozenset[str]
    offices: frozenset[str]
    found: list[Diagnostic] = field(default_factory=list)
    silence: set[str] = field(default_factory=set)
    _paths: dict[int, Path] = field(default_factory=dict)

    def say(
        self, code: str, message: str, at: At[object] | Node, advice: str | None = None, span: Span | None = None
    ) -> None:
        if code in self.silence:
            return
        node = at.node if isinstance(at, At) else at
        if not self._paths:
            self._paths.update(paths_in(self.tree.root))
        path = self._paths.get(id(node))
        told = None if path is None else show_path(path)
        self.found.append(Diagnostic(code, message, span or head(node), advice, path=told))
        if len(self.found) >= MOST:
            raise FileError([*self.found, too_many(head(node))])

    def person(self, given: At[str]) -> str | None:
        """The person of an id, or a complaint."""
        return self._one_of(given, self.people, "person")

    def person_or_none(self, given: At[str] | None) -> str | None:
        return None if given is None or given.value == NONE else self.person(given)

    def body(self, given: At[str]) -> str | None:
        return self._one_of(given, self.bodies, "body")

    def actor(self, given: At[str]) -> str | None:
        """A body, a person or an office, under whichever name the roster has."""
        name = given.value
        if name.removeprefix("offices.") in self.offices or name in self.people or name in self.bodies:
            return name
        known = (*self.bodies, *self.people, *(f"offices.{office}" for office in self.offices))
        advice = did_you_mean(name, known) or "name a person, a body, or `offices.NAME`"
        self.say("unknown-actor", f"`{name}` is no person, body or office of this roster", given, advice)
        return None

    def _one_of(self, given: At[str], known: frozenset[str], what: str) -> str | None:
        if given.value in known:
            return given.value
        advice = did_you_mean(given.value, known) or _listed(known)
        self.say(f"unknown-{what}", f"there is no {what} `{given.value}`", given, advice)
        return None


def _listed(known: Iterable[str]) -> str | None:
    names = sorted(known)
    return f"one of {', '.join(f'`{name}`' for name in names)}" if 0 < len(names) <= 8 else None


def value_of(given: "At[str] | None", otherwise: str) -> str:
    """The text of an optional leaf."""
    return otherwise if given is None else given.value


def keys_of(roster: MappingNode, table: str) -> frozenset[str]:
    """The names of a table of the roster, of entries that could not be read too: these are there."""
    node = roster.entries.get(table)
    return frozenset(node.keys) if isinstance(node, MappingNode) else frozenset()


def unread_in(roster: MappingNode) -> set[str]:
    """What is not said where a table could not be read at all: nobody knows whom it would have named."""
    codes = {"people": "unknown-person", "bodies": "unknown-body", "offices": "unknown-actor"}
    broken = [
        table for table in codes if table in roster.keys and not isinstance(roster.entries.get(table), MappingNode)
    ]
    return {code for table in broken for code in (codes[table], "unknown-actor")}
