"""What charters say of terms, rotation, absence and affiliations, in the language; each on the edges of its figures."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import PLACE, YEAR, clause, day, event, fact, held, policy, roster
from quorate.cel.types import STRING
from quorate.charter.document import Clause, Scope
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Event, Membership, Roster
from quorate.charter.tenure import state_of

STAGGERED = (
    "members.all(m, size(members.filter(n, n.term_ends >= m.term_ends - years(1) && n.term_ends <= m.term_ends)) <="
    " half(members))"
)
SEATINGS = "['appointed', 'elected', 're-elected']"


def statuses(rule: Clause, made: Roster, when: str = "2026-06-30") -> list[str]:
    rules = policy([rule], facts=[fact("firm", STRING), fact("other_boards", STRING)])
    return [
        str(found.status)
        for found in verdicts_on(rule, rules, state_of(made, {"committee": rules}, day(when)), "committee")
    ]


def elections(person: str, *when: str, kind: str = "elected", **more: object) -> list[Event]:
    return [event(one, kind, person=person, body="committee", **more) for one in when]


@pytest.mark.parametrize(
    ("require", "members", "status"),
    [
        ("members.all(m, m.term_ends <= m.since + years(2))", [("2025-01-01", "2027-01-01", 1)], "holds"),
        ("members.all(m, m.term_ends <= m.since + years(2))", [("2025-01-01", "2027-01-02", 1)], "broken"),
        ("members.all(m, m.terms <= 2)", [("2020-01-01", "2027-01-01", 2)], "holds"),
        ("members.all(m, m.terms <= 2)", [("2020-01-01", "2027-01-01", 3)], "broken"),
        ("members.all(m, as_of < m.since + years(9))", [("2017-07-01", "2027-01-01", 3)], "holds"),
        ("members.all(m, as_of < m.since + years(9))", [("2017-06-30", "2027-01-01", 3)], "broken"),
        # staggering: no more than half of the terms end in one year of the calendar
        (
            STAGGERED,
            [("2025-01-01", "2026-12-31", 1), ("2025-01-01", "2028-12-31", 1)],
            "holds",
        ),
        (
            STAGGERED,
            [("2025-01-01", "2026-12-31", 1), ("2025-01-01", "2026-12-31", 1), ("2025-01-01", "2028-12-31", 1)],
            "broken",
        ),
    ],
)
def test_terms_and_their_number(require: str, members: list[tuple[str, str, int]], status: str) -> None:
    seated = [
        Membership(f"p{number}", day(since), day(ends), terms=terms)
        for number, (since, ends, terms) in enumerate(members)
    ]
    assert statuses(clause(require), roster(seated)) == [status]


WINDOW = (
    f"size(events.filter(e, e.kind in {SEATINGS} && e.body == body && e.person == m && e.date > as_of - years(8))) <= 2"
)


@settings(max_examples=settings.default.max_examples // 2)
@given(st.lists(st.integers(0, 5000), max_size=5), st.integers(3000, 5000))
def test_no_more_than_two_terms_in_eight_years_is_a_window_that_moves(found: list[int], today: int) -> None:
    first = date(2016, 1, 1)
    log = [
        Event(first + timedelta(days=number), kind, {"person": "ann", "body": "committee"}, PLACE)
        for number, kind in zip(sorted(found), ("elected", "re-elected", "appointed") * 2, strict=False)
    ]
    now = first + timedelta(days=today)
    begins = now.replace(year=now.year - 8) if (now.month, now.day) != (2, 29) else date(now.year - 8, 2, 29)
    counted = sum(begins < entry.date <= now for entry in log)
    made = roster(("ann",), as_of=str(first), log=log)
    rule = clause(f"members.all(m, {WINDOW})")
    assert statuses(rule, made, str(now)) == ["holds" if counted <= 2 else "broken"]


def test_the_rest_of_somebody_elses_term_counts_only_from_half_of_one() -> None:
    rule = clause(
        f"members.all(m, size(events.filter(e, e.kind in {SEATINGS} && e.body == body && e.person == m &&"
        " e.term_ends >= e.date + months(12))) <= 1)"
    )
    whole = elections("ann", "2024-01-01", term_ends=day("2025-12-31"))
    for ends, status in (("2023-12-31", "holds"), ("2024-01-01", "broken")):
        part = elections("ann", "2023-01-01", kind="appointed", term_ends=day(ends))
        made = roster((Membership("ann", term_ends=day("2027-12-31")),), log=[*part, *whole])
        assert statuses(rule, made) == [status]


def test_the_chair_rotates() -> None:
    rule = clause(
        "!events.exists(e, e.kind == 'designated' && e.office == 'chair' && e.body == body && e.person == chair &&"
        " e.date <= as_of - years(3))"
    )
    made = roster(chair="ann", log=[event("2023-06-30", "designated", person="ann", body="committee", office="chair")])
    assert statuses(rule, made, "2026-06-29") == ["holds"]
    assert statuses(rule, made, "2026-06-30") == ["broken"]
    turns = [event(f"{year}-01-01", "designated", person=person, body="committee", office="chair")
             for year, person in ((2024, "ann"), (2025, "bob"), (2026, "ann"))]  # fmt: skip
    nobody_twice_running = clause(
        "size(events.filter(e, e.kind == 'designated' && e.office == 'chair' && e.body == body &&"
        " e.person == event.person && e.date >= event.date - years(1) && e.date < event.date)) == 0",
        scope=Scope.EVENT,
        when="event.kind == 'designated' && event.office == 'chair'",
    )
    assert set(statuses(nobody_twice_running, roster(chair="ann", log=turns))) == {"holds"}
    again = event("2026-06-01", "designated", person="ann", body="committee", office="chair")
    assert statuses(nobody_twice_running, roster(chair="ann", log=[*turns, again]))[-1] == "broken"


# Absence ------------------------------------------------------------------------------------------------------------

ABSENCE = (
    "members.all(m, size(events.filter(e, e.kind == 'held' && m in e.present)) >="
    " portion(3, 4, size(events.filter(e, e.kind == 'held' && m in e.seated))))"
)


@settings(max_examples=settings.default.max_examples // 2)
@given(
    st.lists(
        st.tuples(st.sampled_from(("board", "committee")), st.sets(st.sampled_from(("ann", "bob", "cat")))), max_size=8
    )
)
def test_three_quarters_of_the_meetings_of_all_the_bodies_somebody_sat_in(found: list[tuple[str, set[str]]]) -> None:
    log = [held(f"2026-0{number + 1}-01", *sorted(present), body=body) for number, (body, present) in enumerate(found)]
    seats = {"board": ("ann", "bob"), "committee": ("ann", "bob", "cat")}
    made = roster(seats["committee"], board=seats["board"], as_of="2026-01-01", log=log)

    def enough(person: str) -> bool:
        due = [present for body, present in found if person in seats[body]]
        return 4 * sum(person in present for present in due) >= 3 * len(due)

    expected = all(enough(person) for person in seats["committee"])
    rule = clause(ABSENCE, scope=Scope.YEAR, per=YEAR)
    assert statuses(rule, made, "2026-12-31")[-1] in (("holds",) if expected else ("broken", "due"))
    assert statuses(rule, made, "2027-01-01")[0] == ("holds" if expected else "broken")


def test_who_joined_late_owes_only_the_meetings_since() -> None:
    log = [
        held("2026-01-10", "ann", "bob"),
        held("2026-02-10", "ann", "bob"),
        event("2026-03-01", "appointed", person="dan", body="committee"),
        held("2026-04-10", "ann", "bob", "dan"),
    ]
    rule = clause(ABSENCE, scope=Scope.YEAR, per=YEAR)
    made = roster(("ann", "bob"), as_of="2026-01-01", board=("eve",), log=log)
    assert statuses(rule, made, "2027-01-01")[0] == "holds"


def test_who_came_late_and_left_early_is_seen() -> None:
    rule = clause("size(meeting.came_late) + size(meeting.left_early) <= 1", scope=Scope.MEETING)
    log = [
        held("2026-01-10", "ann", "bob", came_late=("ann",)),
        held("2026-02-10", "ann", "bob", came_late=("ann",), left_early=("bob",)),
    ]
    assert statuses(rule, roster(log=log)) == ["holds", "broken"]


# What happens -------------------------------------------------------------------------------------------------------


def test_who_changes_affiliation_or_joins_another_board_is_noticed() -> None:
    rule = clause(
        "events.exists(r, r.kind == 'resigned' && r.person == event.person && r.date <= event.date + days(30))",
        scope=Scope.EVENT,
        when="event.kind in ['changed', 'joined-board'] && event.person in members &&"
        " ('firm' in event.changes || 'other_boards' in event.changes)",
    )
    log = [
        event("2026-02-01", "changed", person="ann", facts={"firm": "x"}),
        event("2026-02-02", "joined-board", person="bob", organisation="y", facts={"other_boards": "y"}),
        event("2026-03-04", "resigned", person="bob", body="committee"),
    ]
    assert [one for one in statuses(rule, roster(as_of="2026-01-01", log=log)) if one != "not applicable"] == [
        "broken", "holds",
    ]  # fmt: skip


def test_a_re_election_counts_a_term_and_is_an_election() -> None:
    log = elections("ann", "2026-02-01", kind="re-elected", term_ends=day("2028-01-31"))
    made = roster((Membership("ann", day("2024-02-01"), terms=1), "bob"), as_of="2026-01-01", log=log)
    found = state_of(made, {}, day("2026-02-01")).membership("committee", "ann")
    assert found is not None
    assert (found.terms, found.since, found.term_ends) == (2, day("2024-02-01"), day("2028-01-31"))
    rule = clause("members.all(m, m != chair)", tested="at_election")
    assert statuses(rule, made) == ["holds"]


def test_who_leaves_and_who_comes_is_seen_by_every_kind_of_event() -> None:
    log = [
        event("2026-02-01", "died", person="ann"),
        event("2026-02-02", "appointed", person="dan", body="committee", replaces="bob"),
        event("2026-02-03", "re-elected", person="dan", body="committee"),
        event("2026-02-04", "resigned", person="eve", body="board"),
    ]
    made = roster(as_of="2026-01-01", log=log)

    def count(word: str) -> list[int]:
        rules = (clause(f"size(event.{word}) >= {number}", scope=Scope.EVENT) for number in (1, 2))
        return [
            sum(status == "holds" for status in each) for each in zip(*(statuses(r, made) for r in rules), strict=True)
        ]

    assert count("left") == [1, 1, 0, 0]
    assert count("joined") == [0, 1, 0, 0]


def test_whoever_is_elected_again_was_a_member_before_wherever_the_log_begins() -> None:
    rule = clause("size(present) >= 2", scope=Scope.QUORUM)
    again = [event("2026-05-12", "re-elected", person=one, body="committee") for one in ("ann", "bob")]
    log = [held("2026-02-10", "ann", "bob"), *again]
    assert set(statuses(rule, roster(("ann", "bob"), log=log))) == {"holds"}
