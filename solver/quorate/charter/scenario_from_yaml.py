"""From the tree of a scenario file to the scenario, its roster changed as it says and its policies amended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeAlias

from quorate.charter.disk import SUFFIXES
from quorate.charter.document import Charter, Policy
from quorate.charter.expectations_from_yaml import Faults, expectation_of
from quorate.charter.faults import shape_of, trustworthy
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode, Tree, head
from quorate.charter.roster import Roster
from quorate.charter.scenario import Expectation, Scenario
from quorate.charter.scenario_shape import ScenarioShape
from quorate.charter.shapes import At
from quorate.source.diagnostic import FileError, did_you_mean

Amendment: TypeAlias = Callable[[Charter], Charter]


class Desk(Protocol):
    """What lies beside a scenario: files by their paths relative to it, charters by their ids."""

    def roster_tree(self, path: str) -> Tree:
        """The tree of a roster file."""

    def roster(self, tree: Tree) -> Roster:
        """The roster of a tree; files that it names lie beside its source, or beside the scenario."""

    def charter(self, name: str) -> Charter:
        """A charter by its id, or by the path of its file."""

    def amended(self, path: str) -> tuple[str, Amendment]:
        """The id of the charter that an amendment file amends, and what it makes of it."""

    def amends(self, path: str) -> bool:
        """Whether a file is an amendment."""

    def policy(self, charter: Charter) -> Policy:
        """What binds a body under a charter."""


@dataclass(frozen=True, slots=True)
class _Reader:
    shape: ScenarioShape
    tree: Tree
    desk: Desk
    faults: Faults


def scenario_of(tree: Tree, desk: Desk) -> Scenario:
    """The scenario of a file; raises `FileError` with every error in it."""
    shape, found = shape_of(tree, ScenarioShape)
    found = [*tree.diagnostics, *trustworthy(tree, found)]
    if shape is None or found:
        raise FileError(found)
    reader = _Reader(shape, tree, desk, Faults())
    roster = desk.roster(_roster_tree(reader))
    policies = _policies(reader, roster)
    day = shape.as_of.value if shape.as_of else roster.as_of
    expectations = _expectations(reader, roster, policies, day)
    if reader.faults.found:
        raise FileError(reader.faults.found)
    text = shape.text.value if shape.text else ""
    return Scenario(shape.scenario.value, text, tree.source, shape.span, day, roster, policies, expectations)


def _roster_tree(reader: _Reader) -> Tree:
    """The roster's own tree with the scenario's changes and events written into it."""
    shape = reader.shape
    given = shape.roster.value
    if isinstance(given, ScalarNode):
        base = reader.desk.roster_tree(given.text)
    else:
        base = Tree(reader.tree.source, _headed(given, shape))
    root = base.root
    for key, change in (shape.change or {}).items():
        root = _merged(root, _mapping({key: change.value}, change.node))
    if shape.charters:
        chosen = {
            body: _mapping({"charter": _scalar(_charter_id(reader, word), word.node)}, word.node)
            for body, word in shape.charters.items()
        }
        root = _merged(root, _mapping({"bodies": _mapping(chosen, shape.node)}, shape.node))
    if shape.events:
        root = _appended(root, tuple(event.value for event in shape.events), shape.node)
    return replace(base, root=root)


def _charter_id(reader: _Reader, word: At[str]) -> str:
    return reader.desk.charter(word.value).id


def _headed(given: Node, shape: ScenarioShape) -> Node:
    """An inline roster with the keys that a roster file begins with."""
    if not isinstance(given, MappingNode):
        return given
    first: dict[str, Node] = {
        "quorate": _scalar("1", given),
        "roster": _scalar("inline", given),
        "title": _scalar("inline", given),
    }
    if shape.as_of is not None:
        first["as_of"] = shape.as_of.node
    kept = {key: node for key, node in first.items() if key not in given.entries}
    keys = {**dict.fromkeys(kept, head(given)), **given.keys}
    return MappingNode({**kept, **given.entries}, keys, given.span, given.weight)


def _scalar(text: str, place: Node) -> ScalarNode:
    return ScalarNode(text, "double", head(place))


def _mapping(entries: Mapping[str, Node], place: Node) -> MappingNode:
    keys = place.keys if isinstance(place, MappingNode) else {}
    return MappingNode(entries, {key: keys.get(key, head(entries[key])) for key in entries}, place.span)


def _merged(base: Node, change: Node) -> Node:
    """Mappings are merged key by key, anything else is replaced; the bare word `unknown` takes a key away."""
    if not isinstance(base, MappingNode) or not isinstance(change, MappingNode):
        return _known(change)
    entries, keys = dict(base.entries), dict(base.keys)
    for key, node in change.entries.items():
        if _is_unknown(node):
            entries.pop(key, None)
        else:
            entries[key] = _merged(entries[key], node) if key in entries else _known(node)
            keys[key] = change.keys[key]
    return MappingNode(entries, keys, base.span, base.weight)


def _known(node: Node) -> Node:
    """A new node without the keys that are declared unknown."""
    if not isinstance(node, MappingNode):
        return node
    entries = {key: _known(value) for key, value in node.entries.items() if not _is_unknown(value)}
    return MappingNode(entries, node.keys, node.span, node.weight)


def _is_unknown(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style == "plain" and node.text == "unknown"


def _appended(root: Node, events: tuple[Node, ...], place: MappingNode) -> Node:
    if not isinstance(root, MappingNode):
        return root
    log = root.entries.get("events")
    before = log.items if isinstance(log, ListNode) else ()
    whole = ListNode((*before, *events), log.span if log is not None else place.span)
    keys = root.keys if "events" in root.keys else {**root.keys, "events": place.keys["events"]}
    return MappingNode({**root.entries, "events": whole}, keys, root.span, root.weight)


def _policies(reader: _Reader, roster: Roster) -> dict[str, Policy]:
    """What binds each body that has a charter, with the amendments that are in force here."""
    amendments = [(word, *reader.desk.amended(word.value)) for word in reader.shape.amend or ()]
    policies = {}
    for name, body in roster.bodies.items():
        if body.charter is None:
            continue
        charter = reader.desk.charter(body.charter)
        for _, amended, apply in amendments:
            charter = apply(charter) if charter.id == amended else charter
        policies[name] = reader.desk.policy(charter)
    used = {policy.charter.id for policy in policies.values()}
    for word, amended, _ in amendments:
        if amended not in used:
            message = f"no body of this roster is under `{amended}`, which this amends"
            reader.faults.say("idle-amendment", message, word.span, did_you_mean(amended, used))
    return policies


def _expectations(
    reader: _Reader, roster: Roster, policies: Mapping[str, Policy], day: date
) -> tuple[Expectation, ...]:
    def after(name: str, body: str) -> Policy:
        """What a diff compares with: another charter, or today's as amended."""
        return reader.desk.policy(_compared(reader.desk, name, policies[body].charter))

    shapes = reader.shape.expect
    read = [expectation_of(one, roster, policies, day, after, reader.desk.charter, reader.faults) for one in shapes]
    return tuple(one for one in read if one is not None)


def _compared(desk: Desk, name: str, charter: Charter) -> Charter:
    """The charter of an id or a file; an amendment's file gives the charter as amended by it."""
    if not name.endswith(SUFFIXES) or not desk.amends(name):
        return desk.charter(name)
    _, apply = desk.amended(name)
    return apply(charter)
