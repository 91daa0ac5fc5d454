"""A Hypothesis strategy for any expression that can be written, well-typed or not."""

from hypothesis import strategies as st

from quorate.cel.ast import (
    Binary,
    Call,
    Conditional,
    Expr,
    Index,
    ListLiteral,
    Macro,
    MapLiteral,
    MessageLiteral,
    Name,
    Select,
    Unary,
)
from quorate.cel.parser import MACROS, PRECEDENCE, TWO_VARIABLE_MACROS
from quorate.cel.values import Uint
from quorate.testing.expressions import NOWHERE, literal

_NAMES = st.sampled_from(("a", "b", "size", "x_1", "existsOne", "e5", "u"))
_FIELDS = _NAMES | st.sampled_from(("for", "if", "as", "content-type", "a/b c"))
_METHODS = _FIELDS.filter(lambda name: name.isidentifier() and name not in TWO_VARIABLE_MACROS)
_ANY_LITERALS = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(0, 2**64 - 1).map(Uint),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.binary(max_size=5),
    st.booleans(),
    st.none(),
)


def any_expression(max_leaves: int = 12) -> st.SearchStrategy[Expr]:
    """Any expression that the grammar knows, well-typed or not."""
    names = _NAMES.map(lambda name: Name(name, NOWHERE)) | _NAMES.map(lambda name: Name(f".{name}", NOWHERE))
    return st.recursive(_ANY_LITERALS.map(literal) | names, _around, max_leaves=max_leaves)


def _around(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Expressions with given parts: one alternative for each kind of node."""
    row = st.lists(inner, max_size=3).map(tuple)
    test = inner | st.none()
    return st.one_of(
        st.builds(lambda op, a, b: Binary(op, a, b, NOWHERE), st.sampled_from(sorted(PRECEDENCE)), inner, inner),
        st.builds(lambda op, a: Unary(op, a, NOWHERE), st.sampled_from("!-"), inner),
        st.builds(lambda a, b, c: Conditional(a, b, c, NOWHERE), inner, inner, inner),
        st.builds(lambda a, name, has: Select(a, name, NOWHERE, has), inner, _FIELDS, st.booleans()),
        st.builds(lambda a, b: Index(a, b, NOWHERE), inner, inner),
        st.builds(lambda items: ListLiteral(items, NOWHERE), row),
        st.builds(lambda entries: MapLiteral(tuple(entries), NOWHERE), st.lists(st.tuples(inner, inner), max_size=2)),
        st.builds(
            lambda fields: MessageLiteral("a.B", tuple(fields), NOWHERE),
            st.lists(st.tuples(_FIELDS, inner), max_size=2),
        ),
        st.builds(lambda name, args: Call(name, None, args, NOWHERE), _NAMES, row),
        st.builds(lambda name, a, args: Call(name, a, args, NOWHERE), _METHODS, inner, row),
        st.builds(lambda kind, a, b: Macro(kind, a, "v", b, NOWHERE), st.sampled_from(sorted(MACROS)), inner, inner),
        st.builds(lambda a, b, c: Macro("map", a, "v", b, NOWHERE, c), inner, inner, inner),
        st.builds(_two_variables, st.sampled_from(sorted(TWO_VARIABLE_MACROS)), inner, inner, test),
    )


def _two_variables(kind: str, over: Expr, body: Expr, test: Expr | None) -> Expr:
    allowed = 4 in TWO_VARIABLE_MACROS[kind]
    return Macro(kind, over, "k", body, NOWHERE, test if allowed else None, "v")
