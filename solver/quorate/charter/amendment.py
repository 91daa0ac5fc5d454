"""Amendments: what they change in a charter, and the charter as amended."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, TypeVar, assert_never

from quorate.charter.claim_references import CLAIM_WORDS, names_in, parts_of
from quorate.charter.document import Charter, Clause, Duty, FactDeclaration, Property, Relief
from quorate.source.diagnostic import Diagnostic, FileError, did_you_mean
from quorate.source.span import Source, Span

Piece: TypeAlias = Clause | Duty | Property | Relief
P = TypeVar("P", bound=Piece)


@dataclass(frozen=True, slots=True)
class Replace:
    """The piece of this id gives way to another, in its place."""

    target: str
    piece: Piece
    span: Span


@dataclass(frozen=True, slots=True)
class Strike:
    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class Insert:
    """A new piece, after the piece of an id, or at the end."""

    piece: Piece
    span: Span
    after: str | None = None


Change: TypeAlias = Replace | Strike | Insert


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to the charter `amends`, from the day `effective` on; `facts` are what its new pieces read beside."""

    amends: str
    title: str
    source: Source
    span: Span
    effective: date | None = None
    changes: tuple[Change, ...] = ()
    facts: tuple[FactDeclaration, ...] = ()


def amend(charter: Charter, amendment: Amendment) -> Charter:
    """The charter as amended; raises `FileError` with every change that cannot be made."""
    amended, found = amended_with_findings(charter, amendment)
    if found:
        raise FileError(found)
    return amended


def amended_with_findings(charter: Charter, amendment: Amendment) -> tuple[Charter, tuple[Diagnostic, ...]]:
    """The charter with every change that can be made, and a finding for each that cannot."""
    found: list[Diagnostic] = []
    if charter.id != amendment.amends:
        message = f"the amendment is of `{amendment.amends}`, not of `{charter.id}`"
        return charter, (Diagnostic("other-charter", message, amendment.span),)
    amended = replace(charter, facts=(*charter.facts, *amendment.facts))
    for change in amendment.changes:
        problem = _problem(amended, change)
        if problem is None:
            amended = _changed(amended, change)
        else:
            found.append(problem)
    return amended, (*found, *_dangling(amended, amendment))


def pieces(charter: Charter) -> tuple[Piece, ...]:
    return (*charter.clauses, *charter.duties, *charter.properties, *charter.relief)


def _problem(charter: Charter, change: Change) -> Diagnostic | None:
    match change:
        case Replace(target=target, piece=piece, span=span):
            return _absent(charter, target, span) or _taken(charter, piece, span, beside=target)
        case Strike(target=target, span=span):
            return _absent(charter, target, span)
        case Insert(piece=piece, span=span, after=after):
            missing = _absent(charter, after, span) if after is not None else None
            return missing or _taken(charter, piece, span, beside=None)
        case _:
            assert_never(change)


def _absent(charter: Charter, target: str, span: Span) -> Diagnostic | None:
    known = [piece.id for piece in pieces(charter)]
    if target in known:
        return None
    message = f"`{charter.id}` has no clause, duty, property or relief `{target}`"
    return Diagnostic("unknown-clause", message, span, did_you_mean(target, known) or "name one by its id")


def _taken(charter: Charter, piece: Piece, span: Span, *, beside: str | None) -> Diagnostic | None:
    if any(other.id == piece.id and other.id != beside for other in pieces(charter)):
        message = f"`{charter.id}` has a `{piece.id}` already"
        return Diagnostic("duplicate-id", message, span, "replace it, or choose another id")
    return None


def _changed(charter: Charter, change: Change) -> Charter:
    match change:
        case Replace(target=target, piece=piece):
            return _in_place(charter, target, piece)
        case Strike(target=target):
            return _without(charter, target)
        case Insert(piece=piece, after=after):
            return _with(charter, piece, after)
        case _:
            assert_never(change)


def _in_place(charter: Charter, target: str, piece: Piece) -> Charter:
    """The piece where the old one stood; one of another sort goes to the end of its own section."""
    old = next(other for other in pieces(charter) if other.id == target)
    if type(old) is not type(piece):
        return _with(_without(charter, target), piece, None)
    return _without(_with(charter, piece, target), target)


def _without(charter: Charter, target: str) -> Charter:
    return replace(
        charter,
        clauses=_dropped(charter.clauses, target),
        duties=_dropped(charter.duties, target),
        properties=_dropped(charter.properties, target),
        relief=_dropped(charter.relief, target),
    )


def _dropped(items: tuple[P, ...], target: str) -> tuple[P, ...]:
    at = next((index for index, item in enumerate(items) if item.id == target), None)
    return items if at is None else (*items[:at], *items[at + 1 :])


def _with(charter: Charter, piece: Piece, after: str | None) -> Charter:
    match piece:
        case Clause():
            return replace(charter, clauses=_placed(charter.clauses, piece, after))
        case Duty():
            return replace(charter, duties=_placed(charter.duties, piece, after))
        case Property():
            return replace(charter, properties=_placed(charter.properties, piece, after))
        case Relief():
            return replace(charter, relief=_placed(charter.relief, piece, after))
        case _:
            assert_never(piece)


def _placed(items: tuple[P, ...], piece: P, after: str | None) -> tuple[P, ...]:
    at = next((index + 1 for index, item in enumerate(items) if item.id == after), len(items))
    return (*items[:at], piece, *items[at:])


def _dangling(charter: Charter, amendment: Amendment) -> tuple[Diagnostic, ...]:
    """What the amended charter still says of pieces that were struck."""
    known = {piece.id for piece in pieces(charter)}
    struck = {change.target: change.span for change in amendment.changes if isinstance(change, Strike | Replace)}
    gone = {target: span for target, span in struck.items() if target not in known}
    return tuple(
        Diagnostic("still-named", f"`{owner}` still names `{target}`", gone[target], f"change `{owner}` too")
        for owner, target in _names(charter)
        if target in gone
    )


def _names(charter: Charter) -> list[tuple[str, str]]:
    """Which piece names which other: orders of duties, what claims name, what reliefs help."""
    found = [(duty.id, other) for duty in charter.duties for other in duty.before]
    rules = [(clause.id, clause.rule) for clause in charter.clauses]
    rules += [(clause.id, clause.when) for clause in charter.clauses if clause.when is not None]
    found += [(owner, name) for owner, rule in rules for _, name in names_in(rule)]
    for claim in charter.properties:
        named = [name for part in parts_of(claim) for _, name in names_in(part)]
        found += [(claim.id, name) for name in named if not _still_a_word(charter, name)]
    own = f"{charter.id}/"
    for relief in charter.relief:
        found += [(relief.id, name.removeprefix(own)) for name in relief.helps if name.startswith(own)]
    return found


def _still_a_word(charter: Charter, name: str) -> bool:
    """Whether a name in a claim stands for clauses of a scope or a topic that the charter has."""
    return name in CLAIM_WORDS and any(name in (clause.scope, clause.topic) for clause in charter.clauses)
