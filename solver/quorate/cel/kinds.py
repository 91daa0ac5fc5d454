"""Of which kinds a thing must be for a test of it to be true, as far as the test says so outright."""

from collections.abc import Iterator

from quorate.cel.ast import Binary, Expr, ListLiteral, Literal, Macro
from quorate.cel.reading import qualified

_PASSING = frozenset({"exists", "exists_one", "filter"})
"""The macros to which whatever fails their body is as if it were not there."""
_known: dict[int, tuple[Macro, frozenset[str] | None]] = {}
_MOST = 2_000


def conjuncts(expr: Expr) -> Iterator[Expr]:
    """The parts of `a && b && c`, in order."""
    waiting = [expr]
    while waiting:
        match waiting.pop():
            case Binary(op="&&", left=left, right=right):
                waiting += [right, left]
            case part:
                yield part


def kinds_of(expr: Expr, variable: str) -> frozenset[str] | None:
    """The kinds of `variable` with which a test can be true; none where it does not say.

    With another kind it is false, whatever else it asks: `&&` is false where one side is.
    """
    kind = f"{variable}.kind"
    found: frozenset[str] | None = None
    for part in conjuncts(expr):
        match part:
            case Binary(op="==", left=left, right=Literal(value=str(word))) if qualified(left) == kind:
                said = frozenset({word})
            case Binary(op="in", left=left, right=ListLiteral(items=items)) if qualified(left) == kind:
                if not all(isinstance(item, Literal) and isinstance(item.value, str) for item in items):
                    continue
                said = frozenset(str(item.value) for item in items if isinstance(item, Literal))
            case _:
                continue
        found = said if found is None else found & said
    return found


def kinds_sought(macro: Macro) -> frozenset[str] | None:
    """The kinds of things that a macro looks for in what it goes over; none where every thing may count."""
    if macro.kind not in _PASSING or macro.second is not None:
        return None
    known = _known.get(id(macro))
    if known is None:
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[id(macro)] = macro, kinds_of(macro.body, macro.variable)  # kept, so that no other has its place
    return known[1]
