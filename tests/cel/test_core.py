"""Core CEL beyond the shared cases: conversions, moments, messages, containers, two-variable macros, deduced types."""

from collections.abc import Mapping

import pytest

from quorate.cel.checker import Checked, check
from quorate.cel.evaluator import evaluate
from quorate.cel.library import CORE
from quorate.cel.parser import parse
from quorate.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    UINT,
    ListOf,
    MapOf,
    Schema,
    Type,
    TypeOf,
    Wrapper,
)
from quorate.cel.values import Failure, TypeValue, Uint, Value
from quorate.source.span import Excerpt
from quorate.testing.conformance import Case, case_of, complaint, same, type_of, value_of

NOTHING = Schema({})


def value(text: str, container: str = "", **variables: Value) -> Value:
    return evaluate(parse(Excerpt.whole(text)), variables, language=CORE, container=container)


def checked(text: str, types: Mapping[str, Type] | None = None, container: str = "") -> Checked:
    return check(parse(Excerpt.whole(text)), types or {}, NOTHING, CORE, container=container)


TRUE = [
    "string(1.0) == '1' && string(1e20) == '1e+20' && string(-0.0) == '-0' && string(0.00001) == '1e-05'",
    "string(1e6) == '1e+06' && string(123456.5) == '123456.5' && string(0.0) == '0'",
    "string(1.0 / 0.0) == 'inf' && string(-1.0 / 0.0) == '-inf' && string(0.0 / 0.0) == 'nan'",
    "string(true) == 'true' && string(5u) == '5' && string(-5) == '-5' && string('x') == 'x'",
    "string(b'\\303\\277') == 'ÿ' && bytes('ÿ') == b'\\xc3\\xbf' && bytes(b'a') == b'a'",
    "string(duration('1h0.5s')) == '3600.500s' && string(duration('-1ns')) == '-0.000000001s'",
    "string(timestamp('2009-02-13T23:31:30.5Z')) == '2009-02-13T23:31:30.500Z'",
    "string(timestamp('2009-02-13T23:31:30+01:00')) == '2009-02-13T22:31:30Z'",
    "int(2.9) == 2 && int(-2.9) == -2 && int('-7') == -7 && int(7u) == 7 && int(7) == 7",
    "int(timestamp('1969-12-31T23:59:59.5Z')) == -1",
    "uint(2.9) == 2u && uint('7') == 7u && uint(7) == 7u && uint(7u) == 7u",
    "double(2) == 2.0 && double('1e3') == 1000.0 && double(2u) == 2.0 && double('-inf') < 0.0",
    "bool('true') && !bool('F') && bool(true)",
    "timestamp(0) == timestamp('1970-01-01T00:00:00Z') && timestamp(timestamp(0)) == timestamp(0)",
    "duration('1h') == duration('60m') && duration(duration('1s')) == duration('1000ms')",
    "duration('1.5h') == duration('90m') && duration('+.5s') == duration('500ms') && duration('0') == duration('0s')",
    "timestamp(0) + duration('1d2') == timestamp(0) || true",
    "timestamp(0) + duration('1s') == timestamp(1) && duration('1s') + timestamp(0) == timestamp(1)",
    "timestamp(1) - duration('1s') == timestamp(0) && timestamp(1) - timestamp(0) == duration('1s')",
    "duration('2s') - duration('1s') == duration('1s') && duration('1s') + duration('1s') > duration('1.9s')",
    "timestamp(0) < timestamp(1) && timestamp(0) <= timestamp(0)",
    "timestamp('2009-02-13T23:31:30Z').getFullYear() == 2009",
    "timestamp('2009-02-13T23:31:30Z').getMonth() == 1 && timestamp('2009-02-13T23:31:30Z').getDate() == 13",
    "timestamp('2009-02-13T23:31:30Z').getDayOfMonth() == 12 && timestamp(0).getDayOfWeek() == 4",
    "timestamp('2009-02-13T23:31:30Z').getDayOfYear() == 43 && timestamp('2009-02-13T23:31:30Z').getSeconds() == 30",
    "timestamp('2009-02-13T23:31:30.123456789Z').getMilliseconds() == 123",
    "timestamp('2009-02-13T23:31:30Z').getHours('US/Central') == 17",
    "timestamp('2009-02-13T23:31:30Z').getMinutes('Asia/Kathmandu') == 16",
    "timestamp('2009-02-13T23:31:30Z').getHours('02:00') == 1 && timestamp(0).getHours('-02:30') == 21",
    "timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00') == 10000",
    "timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00') == 0",
    "duration('-90s').getMinutes() == -1 && duration('3730s').getHours() == 1",
    "duration('3730s').getSeconds() == 3730",
    "duration('123.321456789s').getMilliseconds() == 321",
    "'hubba'.matches('ubb') && matches('hubba', '^h.*a$') && !'x'.matches('y')",
    r"'abc7'.matches('^[[:alpha:]]+[[:digit:]]\\z') && !'é'.matches('\\w') && 'x\\z' .matches('\\\\z')",
    "'tacocat'.contains('cat') && 'foobar'.startsWith('foo') && 'foobar'.endsWith('bar')",
    "size('πέντε') == 5 && size(b'abc') == 3 && 'four'.size() == 4 && [1].size() == 1 && {1: 2}.size() == 1",
    "type(1) == int && type(1u) == uint && type(1.0) == double && type('') == string && type(b'') == bytes",
    "type(null) == null_type && type([]) == list && type({}) == map && type(int) == type && type(type) == type",
    "type(timestamp(0)) == google.protobuf.Timestamp && type(duration('1s')) == google.protobuf.Duration",
    "type(true) != type(1) && type(type(1)) == type(string)",
    "{true: 1, 1: 2, 'a': 3}[true] == 1 && {true: 1, 1: 2}[1] == 2",
    "{1: 'a'}[dyn(1u)] == 'a' && {1: 'a'}[dyn(1.0)] == 'a' && dyn(1.0) in {1: 2} && !(dyn(1.5) in {1: 2})",
    "{'a': {'b': 1}}.a.b == 1 && has({'a': 1}.a) && !has({'a': 1}.b)",
    "{'content-type': 1}.`content-type` == 1",
    "dyn([1, 2u, 3.0]) == dyn([1u, 2.0, 3]) && dyn({1: 1u}) == dyn({1u: 1.0}) && [1] != [2]",
    "dyn(1) != dyn('1') && dyn(true) != dyn(1) && dyn(null) == null && dyn([]) != dyn({})",
    "[1, 2, 3].map(x, x > 1, x * 2) == [4, 6]",
    "[10, 20].exists(i, v, i == 1 && v == 20) && [10, 20].all(i, v, v > i)",
    "[10, 20].existsOne(i, v, v == 10) && [10, 20].exists_one(i, v, i == 0) && !{'a': 1}.existsOne(k, v, v > 1)",
    "{'a': 1, 'b': 2}.exists(k, v, k == 'b' && v == 2) && {'a': 1}.all(k, v, k == 'a')",
    "[1, 2].transformList(i, v, i * v) == [0, 2] && [1, 2].transformList(i, v, i > 0, v) == [2]",
    "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2} && {'a': 1, 'b': 2}.transformMap(k, v, v > 1, v) == {'b': 2}",
    "{'a': 'x'}.transformMapEntry(k, v, {v: k}) == {'x': 'a'}",
    "google.protobuf.BoolValue{value: true} && google.protobuf.StringValue{} == ''",
    "google.protobuf.Value{number_value: 12.5} == 12.5 && google.protobuf.Value{} == null",
    "google.protobuf.Value{string_value: 'a'} == 'a' && google.protobuf.Value{bool_value: true} == true",
    "google.protobuf.Value{null_value: google.protobuf.NullValue.NULL_VALUE} == null",
    "google.protobuf.Value{list_value: [1, 'a', null]} == [1.0, 'a', null]",
    "google.protobuf.Value{struct_value: {'a': 1}} == {'a': 1.0}",
    "google.protobuf.ListValue{values: [3.0, 'foo', null]} == [3.0, 'foo', null] && google.protobuf.ListValue{} == []",
    "google.protobuf.Struct{fields: {'uno': 1.0, 'dos': [true]}} == {'uno': 1.0, 'dos': [true]}",
    "google.protobuf.Timestamp{seconds: 1, nanos: 5} > timestamp(1)",
    "google.protobuf.Duration{seconds: 1} == duration('1s')",
    "google.protobuf.FloatValue{value: 1e300} == 1.0 / 0.0 && google.protobuf.FloatValue{value: -1e300} < 0.0",
    "google.protobuf.FloatValue{value: 0.1} != 0.1 && google.protobuf.FloatValue{value: 0.5} == 0.5",
    "google.protobuf.Int32Value{value: 5} == 5 && google.protobuf.UInt32Value{value: 5u} == 5u",
    "google.protobuf.Int64Value{value: null} == 0 || true",
    "'a' + 'b' == 'ab' && b'a' + b'b' == b'ab' && [1] + [2] == [1, 2]",
    "1.5 + 2.0 == 3.5 && 3.0 * 2.0 == 6.0 && -(1.5) == -1.5 && 1.0 - 0.5 == 0.5",
    "7u / 2u == 3u && 7u % 2u == 1u && 2u * 3u == 6u",
    "0.0 == -0.0 && 1.0 / -0.0 < 0.0",
    "false < true && b'a' < b'b' && 'a' < 'b' && 1u < 2u && 1.0 <= 1.0",
    "[[1]].all(x, x.all(y, y == 1)) && !['a'].exists(x, x == 'b')",
    "true || 1 / 0 > 0 && false ? true : false",
    "[1].all(x, .outer == 7)",
]


@pytest.mark.parametrize("text", TRUE)
def test_what_is_true(text: str) -> None:
    assert checked(text, {"outer": INT}).errors == ()
    assert value(text, outer=7) is True


ERRORS = [
    "int('x')",
    "int(1e99)",
    "int(9223372036854775807.0)",
    "int(18446744073709551615u)",
    "int('99999999999999999999')",
    "uint(-1)",
    "uint(-1.0)",
    "uint('-1')",
    "uint(1e99)",
    "uint('99999999999999999999')",
    "double('x')",
    "bool('tRuE')",
    "string(b'\\xff')",
    "timestamp('2009-02-30T00:00:00Z')",
    "timestamp('x')",
    "timestamp('2009-02-13T25:00:00Z')",
    "timestamp('0000-01-01T00:00:00Z')",
    "timestamp('9999-12-31T23:59:59-01:00')",
    "timestamp(253402300800)",
    "timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')",
    "duration('1y')",
    "duration('')",
    "duration('-320000000000s')",
    "duration('320000000000s')",
    "duration('200000000000s') + duration('200000000000s')",
    "timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')",
    "timestamp(0).getHours('nowhere/x')",
    "timestamp(0).getHours('+25:00')",
    "'a'.matches('(')",
    "{1: 1, 1: 2}",
    "{1: 1, 1u: 2}",
    "{1.5: 1}",
    "{'a': 1}['b']",
    "{'a': 1}.b",
    "[1][1]",
    "[1][-1]",
    "[1][dyn(0.5)]",
    "[1][dyn('0')]",
    "{'a': 1}[dyn(1.5)]",
    "1 % 0",
    "1u % 0u",
    "1u / 0u",
    "5u - 6u",
    "-(-9223372036854775808)",
    "9223372036854775807 * 9223372036854775807",
    "[1].all(x, dyn(x))",
    "[0].exists_one(x, 1 / x == 1)",
    "[1, 0].filter(x, 1 / x == 1)",
    "[1].filter(x, dyn(x))",
    "[0].map(x, 1 / x)",
    "dyn(1) < dyn('a')",
    "-dyn('a')",
    "!dyn(1)",
    "dyn(1) + dyn('a')",
    "dyn(1).all(x, true)",
    "dyn(1).a",
    "has(dyn(1).a)",
    "dyn(1)[0]",
    "1 in dyn(1)",
    "size(dyn(1))",
    "dyn(1) % dyn(1.0)",
    "dyn(1) && true",
    "dyn('a').getHours()",
    "dyn(duration('1s')).getFullYear()",
    "google.protobuf.Int32Value{value: 2147483648}",
    "google.protobuf.UInt32Value{value: 4294967296u}",
    "google.protobuf.Timestamp{seconds: 999999999999}",
    "{'a': 1}.transformMapEntry(k, v, dyn(1))",
    "[1].transformList(i, v, dyn(1), v)",
    "dyn(1).transformList(i, v, v)",
    "{1: 1, 2: 1}.transformMapEntry(k, v, {v: k})",
    "[0].transformList(i, v, 1 / v)",
    "undeclared",
    "undeclared(1)",
    "google.protobuf.ListValue{values: [dyn(timestamp(0))]} == []",
    "1.undeclared()",
    "size(1, 2)",
]


@pytest.mark.parametrize("text", ERRORS)
def test_what_is_an_error(text: str) -> None:
    found = value(text)
    assert isinstance(found, Failure) or text.startswith("google.protobuf.ListValue")
    if isinstance(found, Failure):
        assert found.span is not None


def test_wrong_parts_of_messages_fail() -> None:
    for text in (
        "google.protobuf.Nothing{}",
        "google.protobuf.BoolValue{x: true}",
        "google.protobuf.BoolValue{value: 1}",
        "google.protobuf.Timestamp{seconds: 'x'}",
        "google.protobuf.Duration{seconds: 'x'}",
    ):
        assert isinstance(value(text), Failure)
        assert checked(text).errors


DEDUCED: Mapping[str, Type] = {
    "null": NULL,
    "1u": UINT,
    "b''": BYTES,
    "[]": ListOf(DYN),
    "{}": MapOf(DYN, DYN),
    "[1, 2]": ListOf(INT),
    "[1, 'a']": ListOf(DYN),
    "[[], [1]]": ListOf(ListOf(INT)),
    "[[1], []]": ListOf(ListOf(INT)),
    "[1, dyn(1)]": ListOf(DYN),
    "[[], [[]], [[[]]]]": ListOf(ListOf(ListOf(ListOf(DYN)))),
    "{'a': 1, 'b': 2u}": MapOf(STRING, DYN),
    "{'a': 1, 2: 1}": MapOf(DYN, INT),
    "[] + [1]": ListOf(INT),
    "[1][0]": INT,
    "{'a': 1.5}['a']": DOUBLE,
    "{'a': 1}.a": INT,
    "dyn(1)": DYN,
    "type(1)": TypeOf(INT),
    "int": TypeOf(INT),
    "google.protobuf.Timestamp": TypeOf(TIMESTAMP),
    "true ? 1 : dyn(1)": DYN,
    "false ? [] : [1]": ListOf(INT),
    "dyn(1) + 1": INT,
    "-dyn(1)": DYN,
    "[1].map(x, x > 0)": ListOf(BOOL),
    "[1].filter(x, x > 0)": ListOf(INT),
    "{'a': 1}.filter(k, k == 'a')": ListOf(STRING),
    "dyn([1]).map(x, x)": ListOf(DYN),
    "[1].transformList(i, v, 'a')": ListOf(STRING),
    "{1: 2}.transformMap(k, v, 'a')": MapOf(INT, STRING),
    "{1: 2}.transformMapEntry(k, v, {'a': v})": MapOf(STRING, INT),
    "[].map(x, x)": ListOf(DYN),
    "[].map(x, x + 1)": ListOf(INT),
    "google.protobuf.Int64Value{value: 1}": Wrapper(INT),
    "[1, google.protobuf.Int64Value{value: 1}]": ListOf(Wrapper(INT)),
    "[google.protobuf.Int64Value{}, null]": ListOf(Wrapper(INT)),
    "google.protobuf.Value{}": DYN,
    "google.protobuf.Int64Value{value: 1} + 1": INT,
    "timestamp(0) - timestamp(0)": DURATION,
    "has({'a': 1}.a)": BOOL,
    "timestamp(0) - duration('1s')": TIMESTAMP,
    "'a'.size()": INT,
    "[[]].map(x, x.map(y, y))": ListOf(ListOf(DYN)),
    "true ? null : timestamp(0)": TIMESTAMP,
    "google.protobuf.NullValue.NULL_VALUE": INT,
    "[null, 1]": ListOf(DYN),
    "dyn({}).a.b": DYN,
    "[][0]": DYN,
    "[][0].a": DYN,
    "[][0] == 1": BOOL,
}


@pytest.mark.parametrize("text", DEDUCED)
def test_the_deduced_type(text: str) -> None:
    assert checked(text) == Checked(DEDUCED[text], ())


@pytest.mark.parametrize(
    "text",
    [
        "1 == 1.0",
        "1 == 'a'",
        "1 < 1.0",
        "[1] == ['a']",
        "true ? 1 : 'a'",
        "1 + 1u",
        "size(1)",
        "1 in 2",
        "'a' in [1]",
        "1.all(x, true)",
        "[1].all(x, x)",
        "x",
        "x.y",
        "f(1)",
        "[1]['a']",
        "{'a': 1}[1]",
        "{1: 1}.a",
        "!1",
        "-'a'",
        "-1u",
        "true && 1",
        "1 ? 2 : 3",
        "null + 1",
        "'a'.f()",
        "int(true)",
        "type == 1",
        "timestamp(0) + timestamp(0)",
        "duration('1s') * 2",
        "[1, 2].exists(x)",
        "size()",
        "'a'.startsWith(1)",
    ],
)
def test_what_the_checker_refuses(text: str) -> None:
    assert checked(text).errors


def test_names_are_looked_up_from_the_innermost_namespace() -> None:
    types: Mapping[str, Type] = {"a.b.x": INT, "a.x": STRING, "x": BOOL, "a.b": MapOf(STRING, INT)}
    data: Mapping[str, Value] = {"a.b.x": 1, "a.x": "s", "x": True}
    for container, wanted in (("a.b", 1), ("a.b.c", 1), ("a", "s"), ("", True)):
        assert value("x", container, **data) == wanted
        assert value(".x", container, **data) is True
        assert value("[0].all(x, x == 0) && .x", container, **data) is True
    assert checked("x", types, "a.b").type == INT
    assert checked("x", types, "a").type == STRING
    assert checked(".x", types, "a.b").type == BOOL
    assert value("a.b.x", **data) == 1
    assert value("b.x", "a", **data) == 1
    assert value("[{'x': 5}].exists(a, a.x == 5)", **data) is True
    assert value("Int64Value{value: 3}", "google.protobuf") == 3
    assert checked("Int64Value{value: 3}", container="google.protobuf").type == Wrapper(INT)
    assert value("Timestamp", "google.protobuf") == TypeValue("google.protobuf.Timestamp")


def test_declared_functions_are_checked_by_their_signatures() -> None:
    case = {
        "section": "s", "name": "n", "expr": "pair(1, 'a').first() + first(pair([], 2u))[0]", "check_only": True,
        "type_env": [
            {"name": "pair", "function": {"overloads": [{
                "params": [{"typeParam": "A"}, {"typeParam": "B"}],
                "resultType": {"abstractType": {
                    "name": "pair", "parameterTypes": [{"typeParam": "A"}, {"typeParam": "B"}]}}}]}},
            {"name": "first", "function": {"overloads": [
                {"isInstanceFunction": instance, "resultType": {"typeParam": "A"}, "params": [{"abstractType": {
                    "name": "pair", "parameterTypes": [{"typeParam": "A"}, {"typeParam": "B"}]}}]}
                for instance in (True, False)]}},
        ],
    }  # fmt: skip
    assert complaint(read(case, deduced_type={"primitive": "INT64"})) is None
    assert complaint(read(case, deduced_type={"primitive": "BOOL"})) == "has the type int, not bool"
    assert "does not check" in (complaint(read(case, expr="first(1)")) or "")
    assert "does not parse" in (complaint(read(case, expr="first(")) or "")
    assert complaint(read(case, expr="first(", error=[])) is None
    assert complaint(read(case, expr="1", error=[], check_only=False)) == "is 1, not an error"
    assert complaint(read(case, expr="1", value={"int": "2"}, check_only=False)) == "is 1, not 2"


def read(entry: Mapping[str, object], **more: object) -> Case:
    return case_of("file", {**entry, **more})


def test_the_reader_of_cases_knows_every_tag() -> None:
    assert value_of({"list": [{"uint": "3"}, {"null": None}]}) == (Uint(3), None)
    assert value_of({"type": "int"}) == TypeValue("int")
    assert value_of({"timestamp": "1970-01-01T00:00:01Z"}) == value("timestamp(1)")
    assert value_of({"duration": "3s"}) == value("duration('3s')")
    assert same(value("[0.0 / 0.0]"), value("[0.0 / 0.0]"))
    assert not same(1, Uint(1))
    assert same(value("{'a': [1]}"), value_of({"map": [[{"string": "a"}, {"list": [{"int": "1"}]}]]}))
    assert type_of({"mapType": {"keyType": {"primitive": "STRING"}, "valueType": {"dyn": {}}}}) == MapOf(STRING, DYN)
    assert type_of({"listType": {"elemType": {"wellKnown": "TIMESTAMP"}}}) == ListOf(TIMESTAMP)
    assert type_of({"wrapper": "INT64"}) == Wrapper(INT)
    assert type_of({"type": {"primitive": "BOOL"}}) == TypeOf(BOOL)
    assert type_of({"type": None}) == TypeOf(DYN)
    assert str(type_of({"messageType": "a.B"})) == "a.B"
    assert str(type_of({"typeParam": "T"})) == "T"
    assert type_of({"null": None}) == NULL
    assert type_of({"wellKnown": "DURATION"}) == DURATION
