"""The one table: every row is documented, can be evaluated and is used as it says."""

import pytest

from quorate.cel import library
from quorate.cel.dates import NO_CONTEXT
from quorate.cel.library import BOTH, CHARTER, CORE, TABLE, Function, Shape
from quorate.cel.parser import parse
from quorate.cel.reading import calls, children, depth, fields_read, names, qualified, walk
from quorate.cel.values import NOBODY, Failure, PartialList
from quorate.source.span import Excerpt

LAZY = {"||", "&&", "?:", "[]"}
STRICT = [row for row in TABLE if row.implementation]
TOLERANT = {
    "==",
    "!=",
    "dyn",
    "type",
    "size",
    "string",
    "bool",
    "!",
    "distinct",
    "<=",
    ">=",
    "<",
    ">",
    "+",
    "in",
    "min",
    "max",
    "sum",
}


def read(text: str):  # type: ignore[no-untyped-def]
    return parse(Excerpt.whole(text))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.shape.value} {row.name}")
def test_a_row_is_whole(row: Function) -> None:
    assert row.doc.endswith((".", ")"))
    assert row.signatures
    assert (row.implementation is None) == (row.shape is Shape.MACRO or row.name in LAZY)
    assert all(signature.languages <= BOTH for signature in row.signatures)
    assert bool(row.signatures_in(CHARTER)) != bool(row.instead)


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.implementation], ids=lambda row: f"{row.shape.value} {row.name}"
)
@pytest.mark.parametrize("value", [object(), True, PartialList(((object(), True),)), (object(), object()), NOBODY])
def test_a_row_given_what_it_does_not_take_fails_and_never_raises(row: Function, value: object) -> None:
    assert row.implementation is not None
    context = (NO_CONTEXT,) if row.contextual else ()
    for count in {len(signature.parameters) for signature in row.signatures}:
        found = row.implementation(*context, *[value] * count)
        assert isinstance(found, Failure) or row.name in TOLERANT


def test_no_name_stands_twice_in_one_shape() -> None:
    assert len({(row.shape, row.name) for row in TABLE}) == len(TABLE)


def test_rows_are_found_by_name_and_shape() -> None:
    assert library.operator("==").name == "=="
    found = library.function("size", method=False)
    assert found is not None
    assert found.shape is Shape.FUNCTION
    assert library.function(".size", method=False) is found
    assert library.function("sum", method=False) is None
    assert library.macro("all") is not None
    assert "timestamp" in set(library.names(Shape.FUNCTION, language=CORE))
    assert "timestamp" not in set(library.names(Shape.FUNCTION, language=CHARTER))


def test_free_names_are_those_no_macro_binds() -> None:
    assert names(read("members.all(m, m.x == y && z.all(y, y in m.g))")) == {"members", "y", "z"}
    assert names(read("a.map(i, i > 0, i) + [.b, c[d]]")) == {"a", "b", "c", "d"}
    assert names(read("x.transformList(i, v, i + v + w)")) == {"x", "w"}


def test_fields_calls_parts_and_depth_are_read_off() -> None:
    expr = read("size(a.b) > f(has(c.d), {e.g: P{h: -1}}) ? [i].size() : !j")
    assert fields_read(expr) == {"b", "d", "g"}
    assert [call.function for call in calls(expr, "size")] == ["size", "size"]
    assert len(list(walk(expr))) == 18
    assert depth(expr) == 6
    assert depth(read("1")) == 1
    assert [len(children(part)) for part in (expr, read("1"), read("x.y"))] == [3, 0, 1]


def test_a_dotted_name_is_read_whole() -> None:
    assert qualified(read("a.b.c")) == "a.b.c"
    assert qualified(read("a().b")) is None
    assert qualified(read("has(a.b)")) is None
