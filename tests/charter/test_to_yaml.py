"""What is written out says the same when it is read again."""

import dataclasses
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.charter.charter_to_yaml import charter_text
from quorate.charter.from_yaml import charter_of
from quorate.charter.hazards import decode
from quorate.charter.library import Library
from quorate.charter.load import read_charter, read_roster, read_scenario
from quorate.charter.roster import Roster
from quorate.charter.roster_from_yaml import roster_of
from quorate.charter.roster_to_yaml import roster_text
from quorate.charter.shipped import shipped
from quorate.charter.to_yaml import fact_data
from quorate.charter.yaml import read_tree
from quorate.source.span import Excerpt, Source, Span

LIBRARY = Library()
CHARTERS = sorted(shipped("policies").rglob("*.yaml"))
ROSTERS = sorted(path for name in ("board", "roster") for path in shipped("scenarios").glob(f"*/{name}.yaml"))
SCENARIOS = [path for path in sorted(shipped("scenarios").glob("*/*.yaml")) if path not in ROSTERS]


def said(value: Any) -> Any:
    """A noun without the places it was read from."""
    match value:
        case Span() | Source():
            return None
        case Excerpt():
            return " ".join(value.text.split())
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = (field for field in dataclasses.fields(value) if not field.name.endswith("spans"))
            return (type(value).__name__, *(said(getattr(value, field.name)) for field in fields))
        case dict():
            return {key: said(entry) for key, entry in value.items()}
        case tuple() | list():
            return [said(item) for item in value]
        case _:
            return value


def same_roster(roster: Roster) -> None:
    text = roster_text(roster)
    tree = read_tree(decode(text.encode(), "again.yaml"))
    again = roster_of(tree, LIBRARY.charter, lambda name: b"")
    for field in dataclasses.fields(Roster):
        if field.name not in ("source", "span", "calendar"):
            assert said(getattr(again, field.name)) == said(getattr(roster, field.name)), field.name
    assert {
        name: roster.calendar.busy.get(name, ()) for name in roster.people if roster.calendar.busy.get(name)
    } == dict(again.calendar.busy)
    assert roster_text(again) == text


@pytest.mark.parametrize("path", CHARTERS, ids=lambda path: path.stem)
def test_a_charter_written_out_is_the_same_charter(path: Path) -> None:
    charter = read_charter(path, LIBRARY)
    text = charter_text(charter)
    again = charter_of(read_tree(decode(text.encode(), "again.yaml")), LIBRARY.charter)
    assert said(again) == said(charter)
    assert charter_text(again) == text


def test_a_roster_written_out_is_the_same_roster() -> None:
    same_roster(read_roster(shipped("scenarios") / "aleris" / "board.yaml", LIBRARY))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_roster_of_a_scenario_can_be_written_out(path: Path) -> None:
    same_roster(read_scenario(path, LIBRARY).roster)


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs")), min_size=1))
def test_any_title_survives(text: str) -> None:
    words = " ".join(text.split())
    if not words:
        return
    charter = read_charter(CHARTERS[0], LIBRARY)
    again = charter_text(dataclasses.replace(charter, title=words))
    assert charter_of(read_tree(decode(again.encode(), "x")), LIBRARY.charter).title == words


@given(number=st.decimals(-(10**9), 10**9, places=3))
def test_any_decimal_survives(number: Any) -> None:
    assert Fraction(str(fact_data(Fraction(number)))) == Fraction(number)
