"""Classes of seats: offices fill them, classes give votes and terms, members hold over; disagreements are findings."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import PLACE, clause, day, event, policy, roster
from quorate.charter.document import Policy, SeatClass
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Event, Membership, Roster
from quorate.charter.seat_findings import seat_findings
from quorate.charter.seating import held_over
from quorate.charter.state import State
from quorate.charter.tenure import state_of

FIRST = date(2026, 1, 1)
PEOPLE = ("ann", "bob", "cat", "dan")
ELECTED = SeatClass("elected", 3, PLACE)
TREASURER = SeatClass("treasurer", 1, PLACE, votes=0, ex_officio="treasurer")


def seated(made: Roster, *classes: SeatClass, when: str | date = "2026-06-30", rules: Policy | None = None) -> State:
    rules = rules or policy()
    bound = replace(rules, charter=replace(rules.charter, seats=classes))
    return state_of(made, {"committee": bound}, when if isinstance(when, date) else day(when))


def codes(state: State) -> list[str]:
    return [found.code for found in seat_findings(state, state.policies)]


def members(state: State) -> set[str]:
    return {member.person for member in state.tenure("committee").definite}


# Offices ------------------------------------------------------------------------------------------------------------

_offices = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from(("designated", "resigned")), st.sampled_from(PEOPLE)), max_size=6
)


@settings(max_examples=settings.default.max_examples // 2)
@given(_offices)
def test_whoever_holds_the_office_has_the_seat_on_every_day(found: list[tuple[int, str, str]]) -> None:
    log = [
        Event(FIRST + timedelta(days=number), kind, {"person": person, "office": "treasurer"}, PLACE)
        for number, kind, person in sorted(found, key=lambda each: each[0])
    ]
    made = roster(("ann", "bob"), as_of="2026-01-01", offices={"treasurer": "cat"}, log=log)
    holder: str | None = "cat"
    for number in range(32):
        today = FIRST + timedelta(days=number)
        for entry in log:
            if entry.date == today:
                person = str(entry.details["person"])
                holder = person if entry.kind == "designated" else None if holder == person else holder
        state = seated(made, ELECTED, TREASURER, when=today)
        assert members(state) == {"ann", "bob", *([holder] if holder else [])}
        assert all(
            member.votes == (0 if person == holder and person not in ("ann", "bob") else 1)
            for person, member in state.seating("committee").members.items()
        )


def test_a_seat_of_an_office_has_no_vote_where_the_class_has_none() -> None:
    made = roster([Membership("ann", seat="elected"), Membership("bob", seat="elected")], offices={"treasurer": "cat"})
    rule = clause("size(members) == 3 && size(voting) == 2 && votes(members) == 2")
    rules = policy([rule])
    state = seated(made, ELECTED, TREASURER, rules=rules)
    bound = state.policies["committee"]
    assert verdicts_on(rule, bound, state, "committee")[0].status == "holds"


def test_who_is_stated_in_a_seat_of_an_office_without_holding_it_does_not_sit_there() -> None:
    made = roster(
        [Membership("ann", seat="elected"), Membership("bob", seat="treasurer")], offices={"treasurer": "cat"}
    )
    state = seated(made, replace(ELECTED, count=1), TREASURER)
    assert members(state) == {"ann", "cat"}
    assert codes(state) == ["seat-of-office"]


# Terms and hold-over ------------------------------------------------------------------------------------------------


def test_terms_are_as_long_as_those_of_the_class() -> None:
    log = [event("2026-03-01", "elected", person="dan", body="committee", seat="elected")]
    made = roster(("ann",), as_of="2026-01-01", log=log)
    state = seated(made, replace(ELECTED, count=4, term=24))
    assert state.seating("committee").members["dan"].term_ends == day("2028-02-29")
    assert state.new_place("committee", "eve").term_ends == day("2028-06-29")
    assert members(seated(made, replace(ELECTED, count=4, term=24), when="2028-02-29")) == {"ann", "dan"}
    assert members(seated(made, replace(ELECTED, count=4, term=24), when="2028-03-01")) == {"ann"}
    holding = replace(ELECTED, count=4, term=24, hold_over=True)
    assert members(seated(made, holding, when="2028-03-01")) == {"ann", "dan"}


@given(st.integers(0, 4), st.lists(st.integers(1, 28), max_size=5), st.integers(0, 5))
def test_as_many_hold_over_as_seats_are_free_the_last_to_lapse_first(current: int, ends: list[int], count: int) -> None:
    one = SeatClass("elected", count, PLACE, hold_over=True)
    lapsed = [Membership(f"p{number}", term_ends=date(2026, 1, last)) for number, last in enumerate(ends)]
    sitting = [Membership(f"q{number}") for number in range(current)]
    stay = held_over(lapsed, sitting, (one,))
    assert len(stay) == min(len(ends), max(0, count - current))
    gone = [each.term_ends for each in lapsed if each.person not in stay]
    assert all(each.term_ends >= other for each in lapsed if each.person in stay for other in gone)  # type: ignore[operator]


# Findings -----------------------------------------------------------------------------------------------------------

TWO = (replace(ELECTED, count=2), SeatClass("appointed", 1, PLACE))


def of(*seats: str | None, **more: object) -> list[Membership]:
    return [Membership(person, seat=seat, **more) for person, seat in zip(PEOPLE, seats, strict=False)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stated", "classes", "expected"),
    [
        (of("elected", "elected", "appointed"), TWO, []),
        (of("elected", "appointed"), TWO, ["seat-vacant"]),
        (of("elected", "elected", "elected"), TWO, ["class-overfull", "seat-vacant"]),
        (of("elected", "electd", "appointed"), TWO, ["seat-vacant", "unknown-seat-class"]),
        (of("elected", None, "appointed"), TWO, ["seat-vacant", "no-seat-class"]),
        (of(None, None, None), (ELECTED,), []),
        (of("elected", "elected", "elected", votes=3), (ELECTED,), ["votes-against-charter"] * 3),
        (of("elected", "elected", "elected", terms=4), (replace(ELECTED, most_terms=3),), ["too-many-terms"] * 3),
        (of("elected", "elected", "elected", terms=3), (replace(ELECTED, most_terms=3),), []),
        (
            of("elected", "elected", "elected", term_ends=day("2027-01-01")),
            (replace(ELECTED, term=24, cohorts=(1, 2)),),
            ["cohort-overfull"],
        ),
        (
            of("elected", "elected", "elected", since=day("2026-01-01"), terms=1, term_ends=day("2028-01-01")),
            (replace(ELECTED, term=24),),
            [],
        ),
        (
            of("elected", "elected", "elected", since=day("2026-01-01"), terms=1, term_ends=day("2028-01-02")),
            (replace(ELECTED, term=24),),
            ["term-too-long"] * 3,
        ),
        (of(None, None, None), (ELECTED, replace(TREASURER, ex_officio="cfo")), ["seat-vacant", "no-such-office"]),
    ],
)
def test_what_a_roster_says_otherwise_is_a_finding(
    stated: list[Membership], classes: tuple[SeatClass, ...], expected: list[str]
) -> None:
    assert codes(seated(roster(stated), *classes)) == expected


def test_seats_in_all_and_who_selects_are_compared_too() -> None:
    log = [event("2026-02-01", "elected", person="dan", body="committee", by="board")]
    made = roster(("ann", "bob"), as_of="2026-01-01", log=log, seats=5)
    assert codes(seated(made, replace(ELECTED, selected_by="committee"))) == [
        "seats-against-charter", "selected-by-another",
    ]  # fmt: skip
    assert codes(seated(roster(), replace(ELECTED, selected_by="the end users"))) == []


def test_a_charter_with_classes_fixes_the_number_of_seats() -> None:
    assert seated(roster(), ELECTED, SeatClass("appointed", 2, PLACE)).seats("committee") == 5
    assert seated(roster(seats=4), ELECTED).seats("committee") == 4
    assert seated(roster()).seats("committee") is None
