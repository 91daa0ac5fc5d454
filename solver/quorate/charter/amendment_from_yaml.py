"""From the tree of an amendment file to the amendment, checked against the charter that it amends."""

from collections.abc import Iterable

from quorate.charter.amendment import Amendment, Change, Insert, Piece, Replace, Strike, amended_with_findings
from quorate.charter.amendment_shape import AmendmentShape, ChangeShape
from quorate.charter.citations import cited
from quorate.charter.claim_references import claimed
from quorate.charter.document import Charter, Clause, Property, Relief
from quorate.charter.expressions import Collector
from quorate.charter.facts_from_yaml import declare, define
from quorate.charter.faults import in_order, shape_of, trustworthy
from quorate.charter.nodes import Tree, head
from quorate.charter.packs import Packs
from quorate.charter.policy import packs_of
from quorate.charter.relief_from_yaml import reliefs_of
from quorate.charter.rules_from_yaml import clause_of, duty_of, property_of
from quorate.charter.vocabulary import schema_with
from quorate.source.diagnostic import Diagnostic, FileError, Severity, did_you_mean


def amendment_of(tree: Tree, charters: Packs) -> Amendment:
    """The amendment of a file; raises `FileError` with every error in it."""
    amendment, found = read_tree_as_amendment(tree, charters)
    errors = [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]
    if amendment is None or errors:
        raise FileError(errors)
    return amendment


def read_tree_as_amendment(tree: Tree, charters: Packs) -> tuple[Amendment | None, tuple[Diagnostic, ...]]:
    """Everything that can be said of an amendment file."""
    shape, found = shape_of(tree, AmendmentShape)
    amendment = None
    collector = Collector(tree, schema_with(), found)
    if shape is not None:
        charter = _charter(collector, shape, charters)
        if charter is not None:
            amendment = _amendment(collector, shape, charter, charters)
            found += amended_with_findings(charter, amendment)[1]
    return amendment, in_order(cited(tree.root, [*tree.diagnostics, *trustworthy(tree, found)]))


def _charter(collector: Collector, shape: AmendmentShape, charters: Packs) -> Charter | None:
    try:
        return charters(shape.amends.value)
    except FileError as error:
        first = error.diagnostics[0]
        if first.span is None:
            collector.add(first.code, first.message, shape.amends, first.help)
        else:
            message = f"the charter `{shape.amends.value}` has mistakes of its own"
            collector.add("broken-pack", message, shape.amends, f"mend it first: {first.span}: {first.message}")
        return None


def _amendment(collector: Collector, shape: AmendmentShape, charter: Charter, charters: Packs) -> Amendment:
    documents = (charter, *packs_of(charter, charters))
    lent = [fact for document in documents for fact in document.facts]
    records = {name: fields for document in documents for name, fields in (document.records or {}).items()}
    declared = declare(collector, shape.facts, None, records)
    collector.schema = schema_with([*lent, *declared.facts], records)
    facts = define(collector, declared)
    changes = [_change(collector, one, charter) for one in shape.changes]
    _check_claims(collector, charter, documents, [one.piece for one in changes if isinstance(one, Insert | Replace)])
    return Amendment(
        amends=shape.amends.value,
        title=shape.title.value,
        source=collector.tree.source,
        span=head(collector.tree.root),
        effective=shape.effective.value if shape.effective else None,
        changes=tuple(change for change in changes if change is not None),
        facts=facts,
    )


def _check_claims(collector: Collector, charter: Charter, documents: Iterable[Charter], pieces: list[Piece]) -> None:
    """New properties name clauses of the charter, of its packs, or new ones."""
    scopes = {f"{document.id}/{clause.id}": clause.scope for document in documents for clause in document.clauses}
    scopes |= {clause.id: clause.scope for clause in charter.clauses}
    scopes |= {piece.id: piece.scope for piece in pieces if isinstance(piece, Clause)}
    for relief in (piece for piece in pieces if isinstance(piece, Relief)):
        for name in relief.helps:
            bare = name.removeprefix(f"{charter.id}/")
            if name not in scopes and bare not in scopes:
                advice = did_you_mean(bare, scopes) or "name a clause of the charter, or `pack/clause`"
                collector.tell(Diagnostic("unknown-clause", f"there is no clause `{bare}`", relief.span, advice))
    claims = (piece for piece in pieces if isinstance(piece, Property))
    claimed(collector, claims, scopes, pack=charter.kind is None)


def _change(collector: Collector, shape: ChangeShape, charter: Charter) -> Change | None:
    """The change, or none when its form is wrong; a replaced piece keeps its id unless it has another."""
    given = [key for key in ("clause", "duty", "property", "relief") if key in shape.node.keys]
    if shape.strike is not None and (given or shape.replace or shape.after):
        collector.add("bad-change", "`strike` stands alone", shape.strike, "to change a piece, use `replace`")
        return None
    if shape.strike is not None:
        return Strike(shape.strike.value, shape.strike.span)
    if _unread(shape) and len(given) < 2:
        return None
    if len(given) != 1 or (shape.replace is not None and shape.after is not None):
        advice = "`strike: ID`, or `replace: ID` with a `clause:`, or a `clause:` alone or with `after: ID`"
        collector.add("bad-change", "this says no one change", shape.node, advice)
        return None
    piece = _piece(collector, shape, charter)
    if piece is None:
        return None
    if shape.replace is not None:
        return Replace(shape.replace.value, piece, shape.replace.span)
    return Insert(piece, piece.span, shape.after.value if shape.after else None)


def _unread(shape: ChangeShape) -> bool:
    """Whether one of its keys is none of those there are, or could not be read: that is told already."""
    return any(key not in ChangeShape.known or getattr(shape, key) is None for key in shape.node.keys)


def _piece(collector: Collector, shape: ChangeShape, charter: Charter) -> Piece | None:
    if shape.clause is not None:
        return clause_of(collector, shape.clause, charter.id, pack=charter.kind is None)
    if shape.duty is not None:
        return duty_of(collector, shape.duty, charter.id)
    if shape.property is not None:
        return property_of(collector, shape.property, charter.id)
    if shape.relief is not None:
        return reliefs_of(collector, [shape.relief], charter.id)[0]
    return None
