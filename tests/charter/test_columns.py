"""A fact of many people at once is what it is of each of them alone."""

from hypothesis import given, settings

from illustrative_rosters import organisations, policies
from quorate.charter.columns import column
from quorate.charter.document import Policy, Scope
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.charter.things import PersonThing


@settings(max_examples=settings.default.max_examples // 4)
@given(policies((Scope.BODY,)), organisations())
def test_a_column_has_the_field_of_each(policy: Policy, roster: Roster) -> None:
    state = state_of(roster, {"committee": policy}).under("committee", policy)
    people = [PersonThing(state, person, "committee") for person in roster.people]
    for name in ("id", "since", *(name for holder, name in state.facts if holder == "person")):
        found = column(people, name)
        if found is not None:
            assert [repr(value) for value in found] == [repr(one.field(name)) for one in people]
        else:
            assert name in ("id", "since") or not isinstance(people[0].field(name), bool)
