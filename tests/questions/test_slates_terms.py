"""What a slate takes `since`, `term_ends` and `terms` of those who join to be."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import clause, day, policy, roster
from quorate.charter.calendar import add_months
from quorate.charter.document import Policy
from quorate.charter.roster import Membership, Roster
from quorate.charter.roster_from_yaml import roster_of
from quorate.charter.roster_to_yaml import roster_text
from quorate.charter.tenure import state_of
from quorate.charter.yaml import read_tree
from quorate.formula.candidates import Slate, renewed, seated
from quorate.questions.slates import slates
from quorate.reports import slates as report
from quorate.reports.console import plain
from quorate.source.diagnostic import FileError
from quorate.source.span import Source

BODY = "committee"
ENDS = policy([clause("members.all(m, m.term_ends <= date('2027-06-29'))")])


def with_term(made: Roster, months: int | None) -> Roster:
    return replace(made, bodies={**made.bodies, BODY: replace(made.bodies[BODY], term=months)})


def asked(made: Roster, own: Policy = ENDS) -> tuple[int | None, int | None, tuple[str, ...], str]:
    found = slates(made, {BODY: own}, bodies=[BODY], sizes=(1, 1))
    return found.lawful, found.hanging, found.facts, plain(report.text, found)


def test_without_a_term_the_end_is_not_known_and_the_answer_says_what_to_state() -> None:
    made = roster([Membership("ann", term_ends=day("2027-01-01"))], board=["ann", "bob"])
    lawful, hanging, facts, said = asked(made)
    assert (lawful, hanging, facts) == (1, 1, ("committee.bob.term_ends",))
    assert "`term:` of the body in the roster says" in said


@pytest.mark.parametrize(("months", "lawful"), [(6, 2), (12, 2), (13, 1), (36, 1)])
def test_with_a_term_it_ends_the_day_before_it_is_over(months: int, lawful: int) -> None:
    made = roster([Membership("ann", term_ends=day("2027-01-01"))], board=["ann", "bob"])
    assert asked(with_term(made, months))[:3] == (lawful, 0, ())


@given(
    as_of=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    months=st.none() | st.integers(1, 60),
    over=st.booleans(),
    terms=st.none() | st.integers(1, 4),
)
def test_whoever_joins_begins_today_and_whoever_goes_on_keeps_the_place(
    as_of: date, months: int | None, over: bool, terms: int | None
) -> None:
    ends = date(1999, 1, 1) if over else date(2061, 1, 1)
    member = Membership("ann", date(1998, 1, 1), ends, "a", 2, terms)
    state = state_of(with_term(roster([member], as_of=as_of.isoformat()), months))
    until = None if months is None else date.fromordinal(add_months(as_of, months).toordinal() - 1)
    assert renewed(state, BODY, "bob") == Membership("bob", as_of, until, terms=1)
    more = None if terms is None else terms + 1
    assert renewed(state, BODY, "ann") == (replace(member, term_ends=until, terms=more) if over else member)
    there = seated(state, {BODY: Slate(("ann", "bob"))})
    assert there.joining(BODY) == (("ann", "bob") if over else ("bob",))
    assert state.joining(BODY) == ()


def test_the_term_of_a_body_is_read_and_written_out() -> None:
    head = "quorate: 1\nroster: made\nas_of: 2026-06-30\npeople: {ann: {}}\nbodies: {board: {members: [ann], term: "

    def read(text: str) -> Roster:
        return roster_of(read_tree(Source("roster.yaml", text)), None, None)  # type: ignore[arg-type]

    made = read(head + "years(3)}}\n")
    assert made.bodies["board"].term == 36
    assert read(roster_text(made)).bodies["board"].term == 36
    with pytest.raises(FileError) as caught:
        read(head + "3}}\n")
    assert [(one.code, one.span.text if one.span else "") for one in caught.value.diagnostics] == [("bad-amount", "3")]
