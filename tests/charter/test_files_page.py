"""`docs/files.md` lists every key of every kind of file as the declarations have it, and its examples can be read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quorate.charter.events import KINDS
from quorate.charter.load import read
from quorate.charter.schema import SHAPES, schema_of

TABLE = re.compile(r"<!-- (keys (?P<kind>\w+) (?P<shape>\w+)|events) -->\n.*?<!-- end -->", re.DOTALL)
EXAMPLE = re.compile(r"^```yaml\n(quorate: 1\n.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def page(checkout: Path) -> Path:
    return checkout / "docs" / "files.md"


def table_of(match: re.Match[str]) -> str:
    """The table that a place of the page has to have."""
    head = match.group().partition("\n")[0]
    rows = _events() if match["kind"] is None else _keys(match["kind"], match["shape"])
    return "\n".join([head, *rows, "<!-- end -->"])


def _keys(kind: str, shape: str) -> Iterator[str]:
    schema = schema_of(kind)
    part = schema if shape.lower() == kind else schema["$defs"][shape]
    yield "| key | is | |"
    yield "|---|---|---|"
    for key, value in part["properties"].items():
        needed = "**needed**" if key in part["required"] else ""
        yield f"| `{key}` | {value['description']} | {needed} |"


def _events() -> Iterator[str]:
    yield "| kind | fields |"
    yield "|---|---|"
    for kind, fields in KINDS.items():
        listed = (f"**`{name}`**" if field.required else f"`{name}`" for name, field in fields.items())
        yield f"| {kind} | {', '.join(listed)} |"


def test_the_tables_are_those_of_the_declarations(page: Path, update: bool) -> None:
    text = page.read_text(encoding="utf-8")
    renewed = TABLE.sub(table_of, text)
    if update:
        page.write_text(renewed, encoding="utf-8")
    assert TABLE.sub(table_of, page.read_text(encoding="utf-8")) == page.read_text(encoding="utf-8")


def test_every_shape_has_its_table(page: Path) -> None:
    shown = {match["shape"] for match in TABLE.finditer(page.read_text(encoding="utf-8"))}
    there: set[Any] = {kind.capitalize() for kind in SHAPES} | {
        part for kind in SHAPES for part in schema_of(kind)["$defs"]
    }
    assert there - shown == set()


def test_the_examples_can_be_read(page: Path, tmp_path: Path) -> None:
    examples = EXAMPLE.findall(page.read_text(encoding="utf-8"))
    kinds = [example.split("\n")[1].split(":")[0] for example in examples]
    assert kinds == ["charter", "roster", "scenario", "amends"]
    names = ["charter.yaml", "board.yaml", "scenario.yaml", "amendment.yaml"]
    for name, example in zip(names, examples, strict=True):
        text = example.replace("uses: [law.dgcl-141]", "uses: []")
        extra = """
  - {id: quorum, scope: quorum, require: size(present) >= 2}
  - {id: meetings.mode, scope: meeting, require: meeting.mode != 'written'}
  - {id: composition.minimum, require: size(members) >= 3}
"""
        text = text.replace("\n\nduties:", f"{extra}\nduties:")
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [type(read(tmp_path / name)).__name__ for name in names] == ["Charter", "Roster", "Scenario", "Amendment"]
