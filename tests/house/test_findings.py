"""Every code of a finding or a wrong call has its heading in `docs/findings.md`, and every heading its code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from quorate.charter.verdict import Status
from quorate.formula.strains import Strain
from quorate.questions.diff.nouns import Kind
from quorate.questions.prove.nouns import Standing
from quorate.questions.test import Outcome

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "solver" / "quorate"
SOURCES = sorted(PACKAGE.rglob("*.py"))
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+|syntax|unverified|unwritable")
SAYING = re.compile(
    r"Diagnostic|complaint|add|at_key|tell|say|_say|_stop|_complain|_finding|_silent|_fail|_error|_wrong|wrong_call|Declared|\w*complain\w*"
)
NO_CODES = {"x-wr-calname", "x-wr-timezone", "lead-in", "cp-sat", "python-constraint"}
COMPOSED = {
    "unknown-person",
    "unknown-body",
    *(status.value.replace(" ", "-") for status in Status),
    *(f"clause-{kind.value}" for kind in Kind),
    *(f"no-{strain.value}" for strain in Strain),
    *(f"property-{standing}" for standing in Standing if standing not in (Standing.PROVED, Standing.NOT_APPLICABLE)),
    *(f"scenario-{outcome.value}" for outcome in Outcome if outcome is not Outcome.MET),
}
"""Codes that are put together from parts."""


def codes_in(path: Path) -> Iterator[str]:
    """Texts that look like codes where code makes findings: first arguments, `code=`, named constants, tables."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=function, args=args, keywords=keywords) if SAYING.fullmatch(_name(function)):
                yield from (code for code in map(_text, args) if code)
            case ast.Call(keywords=keywords):
                yield from (code for given in keywords if given.arg == "code" and (code := _text(given.value)))
            case ast.Assign(value=ast.IfExp(body=one, orelse=other)):
                yield from (code for code in map(_text, (one, other)) if code)
            case ast.Assign(value=value) | ast.Return(value=ast.Tuple(elts=[value, *_])):
                yield from (code for code in [_text(value)] if code)
            case ast.Tuple(elts=[first, *_]) if path.name == "lint.py":
                yield from (code for code in [_text(first)] if code)
            case _:
                pass


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _text(node: ast.expr | None) -> str | None:
    match node:
        case ast.Constant(value=str(text)) if CODE.fullmatch(text) and text not in NO_CODES:
            return text
        case _:
            return None


def test_every_code_has_its_heading_and_every_heading_its_code() -> None:
    said = {code for path in SOURCES for code in codes_in(path)} | COMPOSED
    headings = re.findall(r"^### (.*)$", (ROOT / "docs" / "findings.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(headings) == len(set(headings))
    assert sorted(said - set(headings)) == []
    assert sorted(set(headings) - said) == []
