"""The page of the language says what the table says, and its examples check."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from quorate.cel.checker import check
from quorate.cel.parser import parse
from quorate.cel.reference import reference
from quorate.charter.document import Scope
from quorate.charter.vocabulary import SCHEMA, VARIABLES
from quorate.source.span import Excerpt
from quorate.testing.conformance import OUTSIDE, OUTSIDE_FEATURES


def outside() -> str:
    """What of CEL is left out, as Markdown."""
    rows = [f"| {feature} | {why} |" for feature, why in OUTSIDE_FEATURES.items()]
    rows += [f"| case `{case}` | {why} |" for case, why in OUTSIDE.items()]
    return "\n".join(("| | why |", "|---|---|", *rows)) + "\n"


@pytest.mark.parametrize(("section", "written"), [("library", reference), ("outside", outside)])
def test_the_generated_sections_say_what_the_tables_say(
    section: str, written: Callable[[], str], checkout: Path, update: bool
) -> None:
    page = checkout / "docs" / "language.md"
    marks = re.compile(rf"(?<=<!-- {section}: begin -->\n).*?(?=<!-- {section}: end -->)", re.DOTALL)
    text = page.read_text("utf-8")
    renewed = marks.sub(lambda _: f"\n{written()}\n", text)
    if update:
        page.write_text(renewed, "utf-8")
    assert renewed == page.read_text("utf-8"), "run pytest --update and look at git diff"


def test_the_examples_are_expressions_of_the_charter_language(checkout: Path) -> None:
    (block,) = re.findall(r"```cel\n(.*?)```", (checkout / "docs" / "language.md").read_text("utf-8"), re.DOTALL)
    variables = {name: type_ for scope in (Scope.QUORUM, Scope.EVENT) for name, type_ in VARIABLES[scope].items()}
    for line in block.splitlines():
        found = check(parse(Excerpt.whole(line)), variables, SCHEMA).errors
        assert [one.message for one in found if "nyse_independent" not in one.message] == [], line
