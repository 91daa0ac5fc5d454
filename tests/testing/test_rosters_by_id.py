"""Rosters are drawn for a charter that is named by its id, and questions can be asked of them."""

import pytest
from hypothesis import given, settings

from quorate import api
from quorate.charter.library import Library
from quorate.charter.roster import Roster
from quorate.source.diagnostic import FileError
from quorate.testing.rosters import rosters

POLICY = Library().policy("aleris.compensation")


@settings(max_examples=30)
@given(roster=rosters("aleris.compensation", members=(0, 5)))
def test_the_minimum_is_judged_of_whoever_sits(roster: Roster) -> None:
    case = api.Opened(roster, {"committee": POLICY})
    (minimum,) = (one for one in api.check(case).verdicts if one.subject.id == "composition.minimum")
    assert (minimum.status == "holds") == (len(roster.bodies["committee"].members) >= 3)


def test_an_id_that_is_not_there_is_told() -> None:
    with pytest.raises(FileError, match="no charter or pack"):
        rosters("aleris.compnsation")
