"""What one part of a charter says of another: ids, order, overrides, subjects, definitions; no loose end, no cycle."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from quorate.cel.ast import Name, Select
from quorate.cel.reading import walk
from quorate.charter.charter_shape import ClauseShape, DutyShape, PropertyShape
from quorate.charter.claim_references import ANCESTORS, names_in
from quorate.charter.document import Charter, Expression, FactDeclaration, Scope
from quorate.charter.expressions import Collector
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode, at
from quorate.charter.relief_shape import ReliefShape
from quorate.source.diagnostic import Diagnostic, did_you_mean

K = TypeVar("K", bound=Hashable)

SECTIONS = ("clauses", "duties", "properties", "relief")


def ids_in(collector: Collector) -> Mapping[str, tuple[ScalarNode, ...]]:
    """Every id that the file gives to a clause, a duty or a property, broken ones included."""
    found: dict[str, list[ScalarNode]] = {}
    for section in SECTIONS:
        items = at(collector.tree.root, (section,))
        for item in _with_relief(items):
            node = item.entries.get("id")
            if isinstance(node, ScalarNode):
                found.setdefault(node.text, []).append(node)
    return {name: tuple(nodes) for name, nodes in found.items()}


def _with_relief(items: Node | None) -> Iterator[MappingNode]:
    """The entries of a section, each followed by the reliefs that stand in it."""
    for item in items.items if isinstance(items, ListNode) else ():
        if isinstance(item, MappingNode):
            yield item
            yield from _with_relief(item.entries.get("relief"))


def unique(collector: Collector) -> None:
    for name, nodes in ids_in(collector).items():
        for node in nodes[1:]:
            message = f"the id `{name}` is given twice"
            advice = f"all ids of a file are one list; the first is on line {nodes[0].span.line}"
            collector.add("duplicate-id", message, node, advice)


def overridden(collector: Collector, shapes: Iterable[ClauseShape], packs: Iterable[Charter]) -> None:
    """Overrides name clauses of the packs in use."""
    known = {f"{pack.id}/{clause.id}" for pack in packs for clause in pack.clauses}
    for shape in shapes:
        for word in shape.overrides or ():
            if word.value not in known:
                advice = did_you_mean(word.value, known) or "write `pack/clause`, with a pack that `uses` names"
                collector.add("unknown-clause", f"no pack in use has a clause `{word.value}`", word, advice)


def helped(collector: Collector, shapes: Iterable[ReliefShape], packs: Iterable[Charter]) -> None:
    """Reliefs name clauses of the file or of the packs in use."""
    known = [f"{pack.id}/{clause.id}" for pack in packs for clause in pack.clauses]
    known += _ids_of(collector, "clauses")
    for shape in shapes:
        for word in shape.helps or ():
            if word.value not in known:
                advice = did_you_mean(word.value, known) or "name a clause of this file, or `pack/clause`"
                collector.add("unknown-clause", f"there is no clause `{word.value}`", word, advice)


def assumed(collector: Collector, shapes: Iterable[PropertyShape], packs: Iterable[Charter]) -> None:
    known = [pack.id for pack in packs]
    for shape in shapes:
        for word in shape.assuming or ():
            if word.value not in known:
                advice = did_you_mean(word.value, known) or "add it to `uses`"
                collector.add("unknown-pack", f"the pack `{word.value}` is not in use", word, advice)


def subjects(collector: Collector, shapes: Iterable[DutyShape], declared: Collection[str]) -> None:
    """A duty's subject is one of those declared here or in a pack; where none is declared, any word will do."""
    if not declared:
        return
    for shape in shapes:
        word = shape.subject
        if word.value not in declared:
            advice = did_you_mean(word.value, declared) or "declare it under `subjects:`"
            collector.add("unknown-subject", f"the subject `{word.value}` is not declared", word, advice)


def ordered(collector: Collector, shapes: Sequence[DutyShape]) -> None:
    """`before` names duties of the file and goes in no circle."""
    known = _ids_of(collector, "duties")
    for shape in shapes:
        for word in shape.before or ():
            if word.value not in known:
                advice = did_you_mean(word.value, known) or "name a duty of this file"
                collector.add("unknown-duty", f"there is no duty `{word.value}`", word, advice)
    after = {shape.id.value: [word.value for word in shape.before or ()] for shape in shapes}
    for cycle in cycles(after):
        shape = next(shape for shape in shapes if shape.id.value == cycle[0])
        shown = _circle(cycle, "before")
        node = (shape.before or (shape.id,))[0]
        collector.add("cyclic-order", f"the order goes in a circle: {shown}", node, "drop one `before`")


def _ids_of(collector: Collector, section: str) -> list[str]:
    items = at(collector.tree.root, (section,))
    nodes = [
        item.entries.get("id")
        for item in (items.items if isinstance(items, ListNode) else ())
        if isinstance(item, MappingNode)
    ]
    return [node.text for node in nodes if isinstance(node, ScalarNode)]


def defined(collector: Collector, facts: Iterable[FactDeclaration], own: frozenset[tuple[str, str]]) -> None:
    """No definition needs itself; `own` are the facts of this file, the only ones complained of."""
    definitions = {(fact.holder, fact.name): fact for fact in facts if fact.rules}
    by_name: dict[str, list[tuple[str, str]]] = {}
    for key in definitions:
        by_name.setdefault(key[1], []).append(key)
    reads = {key: _read_facts(fact, definitions.keys(), by_name) for key, fact in definitions.items()}
    for cycle in cycles(reads):
        mine = next((key for key in cycle if key in own), None)
        if mine is None:
            continue
        shown = _circle([name for _, name in cycle], "needs")
        define = definitions[mine].rules[0]
        span = define.excerpt.span(0, len(define.excerpt.text))
        advice = "a definition may not need itself: state one of the facts"
        collector.tell(Diagnostic("cyclic-definition", f"the definition goes in a circle: {shown}", span, advice))


def _read_facts(
    fact: FactDeclaration, known: Collection[tuple[str, str]], by_name: Mapping[str, list[tuple[str, str]]]
) -> list[tuple[str, str]]:
    """The defined facts that a definition reads; what `self` has is its holder's, else any holder's of that name."""
    found: list[tuple[str, str]] = []
    for part in (part for rule in fact.rules for part in walk(rule.ast)):
        match part:
            case Select(operand=Name(name="self"), field=field):
                found += [(fact.holder, field)] if (fact.holder, field) in known else []
            case Select(field=field):
                found += by_name.get(field, [])
            case _:
                pass
    return found


def held(
    collector: Collector, expressions: Iterable[tuple[str, Scope, Expression]], clauses: Mapping[str, Scope]
) -> None:
    """`holds("id")` and `possible("id")` name clauses whose scope is seen from there, and go in no circle."""
    needs: dict[str, list[str]] = {}
    spans: dict[str, Expression] = {}
    for owner, scope, expression in expressions:
        for call, name in names_in(expression):
            needs.setdefault(owner, []).append(name)
            spans[owner] = expression
            if complaint := _reference(call.function, name, scope, clauses):
                code, message, advice = complaint
                collector.tell(Diagnostic(code, message, call.args[0].span, advice))
    for cycle in cycles(needs):
        shown = _circle(cycle, "needs")
        excerpt = spans[cycle[0]].excerpt
        span = excerpt.span(0, len(excerpt.text))
        collector.tell(Diagnostic("cyclic-clause", f"the clauses go in a circle: {shown}", span, "drop one `holds`"))


def _reference(
    function: str, name: str, scope: Scope, clauses: Mapping[str, Scope]
) -> tuple[str, str, str | None] | None:
    if name not in clauses:
        return (
            "unknown-clause",
            f"there is no clause `{name}`",
            did_you_mean(name, clauses) or "name a clause by its id",
        )
    there = clauses[name]
    if function == "opposed":
        return "scope-of-clause", "`opposed` is a word of claims", "make it a property with a `claim`"
    if function == "holds" and there is not scope and there not in ANCESTORS[scope]:
        message = f"`{name}` has scope `{there}`, which is not seen from scope `{scope}`"
        return "scope-of-clause", message, f"say `scope: {there}` here, or ask `possible(...)`"
    return None


def _circle(names: Sequence[str], word: str) -> str:
    """`a` before `b` before `a`, with the middle of a long circle left out."""
    shown = [f"`{name}`" for name in (*names, names[0])]
    if len(shown) > 8:
        shown[4:-2] = [f"… ({len(shown) - 6:,} more)"]
    return f" {word} ".join(shown)


def cycles(edges: Mapping[K, Sequence[K]]) -> list[tuple[K, ...]]:
    """Each circle of a graph once, beginning with the node that comes first."""
    found: list[tuple[K, ...]] = []
    done: set[K] = set()
    for start in edges:
        if start not in done:
            found += _circles_from(start, edges.get, done)
    return found


def _circles_from(start: K, edges: Callable[[K], Sequence[K] | None], done: set[K]) -> list[tuple[K, ...]]:
    """Depth first, with a stack of its own: no chain is too long for it."""
    found: list[tuple[K, ...]] = []
    trail: dict[K, None] = {start: None}
    waiting: list[list[K]] = [list(edges(start) or ())]
    while trail:
        if not waiting[-1]:
            waiting.pop()
            done.add(trail.popitem()[0])
            continue
        following = waiting[-1].pop(0)
        if following in trail:
            found.append(tuple(trail)[list(trail).index(following) :])
        elif following not in done:
            trail[following] = None
            waiting.append(list(edges(following) or ()))
    return found
