"""Coverage: conditions against the definition of masking MC/DC by brute force; its forms; a threshold; suggestions."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from quorate.cel.ast import Expr
from quorate.cel.dates import NO_CONTEXT
from quorate.cel.parser import parse as parsed
from quorate.charter.load import read_scenario
from quorate.charter.shipped import shipped
from quorate.cli.app import app
from quorate.questions.test import Outcome
from quorate.source.span import Excerpt
from quorate.testing.coverage.decisions import Seen, conditions, observe, place
from quorate.testing.running import run_all

NODE = shipped("scenarios") / "node"
NAMES = "abcde"
Tree = str | tuple[str, "Tree"] | tuple[str, "Tree", "Tree"]


def parse(text: str) -> Expr:
    return parsed(Excerpt.whole(text))


def trees(names: str) -> st.SearchStrategy[Tree]:
    """Decisions in which every name stands once."""
    if len(names) == 1:
        return st.sampled_from([names, ("!", names)])
    split = st.integers(1, len(names) - 1)
    pairs = split.flatmap(lambda at: st.tuples(st.sampled_from(["&&", "||"]), trees(names[:at]), trees(names[at:])))
    return st.one_of(pairs, pairs.map(lambda tree: ("!", tree)))


def written(tree: Tree) -> str:
    match tree:
        case str():
            return tree
        case (op, inner):
            return f"{op}({written(inner)})"
        case (op, left, right):
            return f"({written(left)} {op} {written(right)})"


def value(tree: Tree, values: dict[str, bool]) -> bool:
    match tree:
        case str():
            return values[tree]
        case ("!", inner):
            return not value(inner, values)
        case ("&&", left, right):
            return value(left, values) and value(right, values)
        case (_, left, right):
            return value(left, values) or value(right, values)


@given(tree=st.integers(1, 5).flatmap(lambda size: trees(NAMES[:size])), data=st.data())
def test_a_condition_decides_where_turning_it_turns_the_outcome(tree: Tree, data: st.DataObject) -> None:
    names = [name for name in NAMES if name in written(tree)]
    every = [dict(zip(names, values, strict=True)) for values in product((True, False), repeat=len(names))]
    cases = data.draw(st.lists(st.sampled_from(every), max_size=6))
    expr = parse(written(tree))
    seen: Seen = {}
    for case in cases:
        observe(expr, case, NO_CONTEXT, seen)
    for leaf in conditions(expr):
        name = leaf.span.text
        decided = {case[name] for case in cases if value(tree, case) != value(tree, {**case, name: not case[name]})}
        assert seen.get(place(leaf), set()) == decided, name


def test_what_is_not_known_decides_nothing_and_masks_nothing_that_decides_without_it() -> None:
    expr = parse("a && b || c")
    seen: Seen = {}
    observe(expr, {"a": True, "c": True}, NO_CONTEXT, seen)
    assert seen == {}
    observe(expr, {"a": False, "c": True}, NO_CONTEXT, seen)
    assert {expr.span.source.text[start:end]: values for (start, end), values in seen.items()} == {"c": {True}}


def test_a_quantifier_is_looked_into_for_every_item() -> None:
    expr = parse("xs.all(x, x > 1 && x < 9)")
    seen: Seen = {}
    observe(expr, {"xs": (0, 5)}, NO_CONTEXT, seen)
    found = {expr.span.source.text[start:end]: values for (start, end), values in seen.items()}
    assert found == {"xs.all(x, x > 1 && x < 9)": {False}, "x > 1": {True, False}, "x < 9": {True}}


def said(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["test", *arguments])
    return result.exit_code, result.stdout


def test_a_scenario_covers_what_it_judges(tmp_path: Path) -> None:
    file = str(NODE / "three-unaffiliated.yaml")
    status, out = said(file, "--coverage", "json")
    document = json.loads(out)
    assert (status, document["question"]) == (0, "coverage")
    (tsc,) = document["answer"]["documents"]
    clauses = {clause["id"]: clause for clause in tsc["clauses"]}
    assert clauses["size.minimum"]["statuses"] == ["broken"]
    (condition,) = clauses["size.minimum"]["conditions"]
    assert (condition["text"], condition["decides_true"], condition["decides_false"]) == (
        "size(voting) >= 4", False, True
    )  # fmt: skip
    assert "not applicable" in clauses["amendment.approval"]["statuses"]


def test_lcov_counts_what_it_lists() -> None:
    _, out = said(str(NODE), "--coverage", "lcov")
    for record in out.split("end_of_record\n")[:-1]:
        lines = [line.partition(":") for line in record.splitlines()]
        found = {key: text for key, _, text in lines if key in ("LF", "LH", "BRF", "BRH")}
        listed = [(key, text.rsplit(",", 1)[1]) for key, _, text in lines if key in ("DA", "BRDA")]
        for of, key in (("L", "DA"), ("BR", "BRDA")):
            counts = [count for name, count in listed if name == key]
            assert int(found[f"{of}F"]) == len(counts)
            assert int(found[f"{of}H"]) == sum(count not in ("0", "-") for count in counts)


def test_a_page_has_every_clause() -> None:
    _, out = said(str(NODE / "three-unaffiliated.yaml"), "--coverage", "html")
    assert out.startswith("<!DOCTYPE html>")
    assert all(f'<th scope="row">{name}</th>' in out for name in ("size.minimum", "vote.majority", "one-departure"))


@pytest.mark.parametrize(("percent", "status"), [("0", 0), ("100", 1)])
def test_a_threshold_that_is_missed_fails(percent: str, status: int) -> None:
    found, out = said(str(NODE / "four-one-each.yaml"), "--threshold", percent)
    assert found == status
    assert "coverage: clauses judged" in out


def test_what_is_suggested_breaks_the_clause(tmp_path: Path) -> None:
    said(str(NODE / "four-one-each.yaml"), "--suggest", str(tmp_path))
    files = {path.name: path for path in tmp_path.iterdir()}
    assert {"node.tsc.size.minimum.yaml", "node.tsc.affiliation.cap.yaml"} <= set(files)
    scenarios = [read_scenario(path) for path in files.values()]
    assert run_all(scenarios).outcome is Outcome.MET
    assert all("is: broken" in path.read_text("utf-8") for path in files.values())
