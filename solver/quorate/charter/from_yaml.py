"""From the tree of a charter or pack file to the charter it is, with everything that is wrong with it at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from quorate.cel.types import PERSON
from quorate.charter.charter_shape import CharterShape, PackShape
from quorate.charter.citations import cited
from quorate.charter.claim_references import claimed
from quorate.charter.document import Charter, Clause, Expression, FactDeclaration, Property, Rank, Scope, Unchecked
from quorate.charter.expressions import Collector
from quorate.charter.fact_values import Records
from quorate.charter.facts_from_yaml import declare, define
from quorate.charter.faults import in_order, shape_of, trustworthy
from quorate.charter.nodes import MappingNode, Tree, head
from quorate.charter.packs import Packs, agree, packs_used
from quorate.charter.references import assumed, defined, held, helped, ordered, overridden, subjects, unique
from quorate.charter.relief_from_yaml import reliefs_of, seats_of, used_at
from quorate.charter.rules_from_yaml import clause_of, duty_of, property_of
from quorate.charter.shapes import At
from quorate.charter.vocabulary import VARIABLES, schema_with
from quorate.source.diagnostic import Diagnostic, FileError, Severity

K = TypeVar("K")

_Shape: TypeAlias = CharterShape | PackShape


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: the charter as far as it could be understood, and every finding.

    With an error among the findings, the charter lacks what they concern and is good for nothing but more findings.
    """

    tree: Tree | None
    charter: Charter | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(found for found in self.diagnostics if found.severity is Severity.ERROR)


def charter_of(tree: Tree, packs: Packs) -> Charter:
    """The charter of a file; raises `FileError` with every error in it."""
    reading = read_tree_as_charter(tree, packs)
    if reading.charter is None or reading.errors:
        raise FileError(reading.errors)
    return reading.charter


def read_tree_as_charter(tree: Tree, packs: Packs) -> Reading:
    """Everything that can be said of a charter or pack file."""
    kind: type[_Shape] = PackShape if _is_pack(tree) else CharterShape
    shape, found = shape_of(tree, kind)
    if shape is None:
        return Reading(tree, None, _all(tree, found))
    collector = Collector(tree, schema_with(), found)
    charter = _charter(collector, shape, packs)
    return Reading(tree, charter, _all(tree, collector.found))


def _all(tree: Tree, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return in_order(cited(tree.root, [*tree.diagnostics, *trustworthy(tree, found)]))


def _is_pack(tree: Tree) -> bool:
    return isinstance(tree.root, MappingNode) and "pack" in tree.root.keys and "charter" not in tree.root.keys


def _charter(collector: Collector, shape: _Shape, packs: Packs) -> Charter:
    unique(collector)
    used = packs_used(collector, _named(shape), packs)
    lent = [fact for pack in used for fact in pack.facts]
    lent_records = {name: fields for pack in used for name, fields in (pack.records or {}).items()}
    declared = declare(collector, shape.facts, shape.records, lent_records)
    records = {**lent_records, **declared.records}
    collector.schema = schema_with([*lent, *declared.facts], records)
    agree(collector, lent, declared.facts)
    facts = define(collector, declared)
    defined(collector, [*lent, *facts], frozenset((fact.holder, fact.name) for fact in facts))
    return _with_rules(collector, shape, used, facts, declared.records)


def _named(shape: _Shape) -> list[At[str]]:
    """The packs that the file names; an entry without a name has been complained of."""
    return [use.pack for use in shape.uses or () if "pack" in use.node.keys]


def _with_rules(
    collector: Collector, shape: _Shape, used: tuple[Charter, ...], facts: tuple[FactDeclaration, ...], records: Records
) -> Charter:
    name = shape.pack.value if isinstance(shape, PackShape) else shape.charter.value
    pack = isinstance(shape, PackShape)
    clauses = _kept(clause_of(collector, one, name, pack=pack) for one in shape.clauses or ())
    duties = tuple(duty_of(collector, one, name) for one in shape.duties or ())
    properties = _kept(property_of(collector, one, name) for one in shape.properties or ())
    _check_references(collector, shape, used, clauses, properties)
    relief = reliefs_of(collector, shape.relief or (), name)
    helped(collector, shape.relief or (), used)
    return Charter(
        id=name,
        title=shape.title.value,
        kind=shape.kind.value if isinstance(shape, CharterShape) else None,
        rank=Rank(shape.rank.value) if shape.rank else (Rank.STATUTE if pack else Rank.CHARTER),
        source=collector.tree.source,
        span=head(collector.tree.root),
        uses=tuple(word.value for word in _named(shape)),
        facts=facts,
        records=records or None,
        subjects={word: meaning.value for word, meaning in (shape.subjects or {}).items()} or None,
        terms=_terms(collector, shape),
        clauses=clauses,
        duties=duties,
        properties=properties,
        unchecked=tuple(
            Unchecked(tuple(quote.value for quote in one.quote), one.why.value, one.span)
            for one in shape.unchecked or ()
        ),
        alternates_count=_alternates_count(shape),
        relief=relief,
        seats=seats_of(collector, shape.seats or ()) if isinstance(shape, CharterShape) else (),
        used_at=used_at(shape.uses or ()) or None,
    )


def _alternates_count(shape: _Shape) -> bool:
    return isinstance(shape, CharterShape) and shape.alternates_count is not None and shape.alternates_count.value


def _kept(found: Iterable[K | None]) -> tuple[K, ...]:
    return tuple(one for one in found if one is not None)


def _terms(collector: Collector, shape: _Shape) -> Mapping[str, Expression] | None:
    variables = {**VARIABLES[Scope.BODY], "m": PERSON}
    read = {word: collector.expression(rule, variables, expected=None) for word, rule in (shape.terms or {}).items()}
    return {word: expression for word, expression in read.items() if expression is not None} or None


def _check_references(
    collector: Collector,
    shape: _Shape,
    used: tuple[Charter, ...],
    clauses: tuple[Clause, ...],
    properties: tuple[Property, ...],
) -> None:
    overridden(collector, shape.clauses or (), used)
    assumed(collector, shape.properties or (), used)
    declared = frozenset(shape.subjects or {}).union(*(charter.subjects or {} for charter in used))
    subjects(collector, shape.duties or (), declared)
    ordered(collector, shape.duties or ())
    scopes = {f"{pack.id}/{clause.id}": clause.scope for pack in used for clause in pack.clauses}
    scopes |= {clause.id: clause.scope for clause in clauses}
    held(collector, _expressions(clauses), scopes)
    own = shape.pack.value if isinstance(shape, PackShape) else shape.charter.value
    scopes |= {f"{own}/{clause.id}": clause.scope for clause in clauses}
    claimed(collector, properties, scopes, pack=isinstance(shape, PackShape))


def _expressions(clauses: Iterable[Clause]) -> Iterator[tuple[str, Scope, Expression]]:
    for clause in clauses:
        for expression in (clause.rule, *((clause.when,) if clause.when else ())):
            yield clause.id, clause.scope, expression
