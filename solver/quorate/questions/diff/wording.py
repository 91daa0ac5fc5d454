"""Which clauses, duties and properties an amendment adds, strikes and changes, and what in them."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum

from quorate.cel.printer import show
from quorate.charter.document import Charter, Citation, Clause, Duty, Expression, Per, Policy, Relief, Remedy, SeatClass
from quorate.questions.diff.nouns import Aspect, Change, Kind, Piece

_NOT_SAID = ("id", "charter", "span", "verified")
_NOT_LISTED = ("charter", "span", "verified", "text", "cite")
_WORDING = frozenset({"title", "text", "cite", "reading"})


def changes(before: Policy, after: Policy) -> tuple[Change, ...]:
    """What became of the charter's pieces, in the old order and then the new ones; then of clauses of packs."""
    old, new = _pieces(before.charter), _pieces(after.charter)
    found = [
        *(_fate(name, piece, new.get(name)) for name, piece in old.items()),
        *(Change(Kind.ADDED, name, None, piece) for name, piece in new.items() if name not in old),
    ]
    whole = _whole(before.charter, after.charter)
    return (*whole, *(change for change in found if change is not None), *_packs(before, after))


def _whole(before: Charter, after: Charter) -> tuple[Change, ...]:
    """What is said differently beside the pieces, of the charter as a whole: its kind, its rank, its alternates …"""
    old, new = dict(_keys(before)), dict(_keys(after))
    aspects = tuple(Aspect(key, old[key], new[key]) for key in old if old[key] != new[key])
    substance = any(aspect.name not in _WORDING for aspect in aspects)
    return (Change(Kind.CHANGED, after.id, before, after, aspects, substance),) if aspects else ()


def _keys(charter: Charter) -> Iterator[tuple[str, str | None]]:
    for key in ("title", "kind", "rank", "uses", "used_at", "alternates_count", "seats"):
        yield key, _said(getattr(charter, key))


def _pieces(charter: Charter) -> dict[str, Piece]:
    pieces: tuple[Piece, ...] = (*charter.clauses, *charter.duties, *charter.properties, *charter.relief)
    return {piece.id: piece for piece in pieces}


def _fate(name: str, before: Piece, after: Piece | None) -> Change | None:
    if after is None:
        return Change(Kind.STRUCK, name, before, None)
    if type(before) is not type(after):
        aspect = Aspect("kind", _kind(before), _kind(after))
        return Change(Kind.CHANGED, name, before, after, (aspect,))
    aspects = tuple(_aspects(before, after))
    if not aspects:
        return None
    substance = any(aspect.name not in _WORDING for aspect in aspects)
    return Change(Kind.CHANGED, name, before, after, aspects, substance)


def _kind(piece: Piece) -> str:
    return type(piece).__name__.lower()


def _aspects(before: Piece, after: Piece) -> Iterator[Aspect]:
    """What is said differently; expressions differ by what they say and not by how they are laid out."""
    for each in fields(before):
        if each.name not in _NOT_SAID:
            old, new = _said(getattr(before, each.name)), _said(getattr(after, each.name))
            if old != new:
                yield Aspect(_label(before, each.name), old, new)


def _label(piece: Piece, name: str) -> str:
    if name == "during":
        return "while"
    return str(getattr(piece, "mode", name)) if name == "rule" else name


def _said(value: object) -> str | None:
    """A value as people read it in the file."""
    match value:
        case None | "" | () | (None, None):
            return None
        case Expression(ast=ast):
            return show(ast)
        case Citation():
            return str(value) or None
        case Per(name, months, start):
            return f"every {months} months from {start}" if months is not None else name
        case Relief() | Remedy() | SeatClass():
            return _listed(value)
        case Mapping():
            return ", ".join(f"{key}: {_said(item)}" for key, item in value.items()) or None
        case StrEnum():
            return value.value
        case bool():
            return "true" if value else "false"
        case tuple():
            return ", ".join("–" if item is None else _said(item) or "" for item in value)
        case _:
            return str(value)


def _listed(value: Relief | Remedy | SeatClass) -> str:
    """What is said of a relief, a step of a remedy, a class of seats: key by key."""
    said = ((each.name, _said(getattr(value, each.name))) for each in fields(value) if each.name not in _NOT_LISTED)
    return "; ".join(f"{name} {text}" for name, text in said if text is not None and text != "false")


def _packs(before: Policy, after: Policy) -> Iterator[Change]:
    """Clauses of packs that the charter's own displace, or no longer do, and packs that come and go."""
    old, new = _of_packs(before), _of_packs(after)
    for name, piece in old.items():
        if name not in new:
            yield Change(Kind.DISPLACED, name, piece, None)
    for name, piece in new.items():
        if name not in old:
            yield Change(Kind.RESTORED, name, None, piece)


def _of_packs(policy: Policy) -> Mapping[str, Piece]:
    pieces: tuple[Clause | Duty, ...] = (*policy.clauses, *policy.duties)
    return {f"{piece.charter}/{piece.id}": piece for piece in pieces if piece.charter != policy.charter.id}
