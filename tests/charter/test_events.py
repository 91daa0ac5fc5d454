"""The table of event kinds, and the log played forward and backward."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from made import day, event, roster
from quorate.cel.types import BOOL, DATE, PERSON, STRING, GroupOf, OneOf
from quorate.charter.events import KINDS, Part
from quorate.charter.roster import Body, Event, Membership, Roster
from quorate.charter.timeline import UNSTATED, Snapshot, Timeline, apply, stated
from quorate.charter.vocabulary import ACTOR, BODY, EVENT_KINDS, built_in_fields

FIRST = date(2025, 1, 1)
PEOPLE = ("ann", "bob", "cat", "dan")
BODIES = ("board", "committee")


def test_the_vocabulary_and_the_table_name_the_same_kinds() -> None:
    assert set(EVENT_KINDS) == set(KINDS)


def test_fields_that_expressions_read_have_the_type_of_the_table() -> None:
    types = {
        Part.ACTOR: {ACTOR},
        Part.PERSON: {PERSON},
        Part.BODY: {BODY},
        Part.TEXT: {STRING},
        Part.DATE: {DATE},
        Part.BOOL: {BOOL},
        Part.PEOPLE: {GroupOf(PERSON)},
    }
    for name, type_ in built_in_fields("event").items():
        parts = {fields[name].part for fields in KINDS.values() if name in fields}
        if name in ("date", "kind", "left", "joined", "seated", "changes"):
            assert not parts
        else:
            assert len(parts) == 1, name
            assert type_ in types[parts.pop()] or isinstance(type_, OneOf)


# Random logs ---------------------------------------------------------------------------------------------------------

_days = st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n))
_details = st.one_of(
    st.tuples(
        st.just("appointed"),
        st.fixed_dictionaries(
            {"person": st.sampled_from(PEOPLE), "body": st.sampled_from(BODIES)},
            optional={"replaces": st.sampled_from(PEOPLE), "seat": st.sampled_from(("a", "b"))},
        ),
    ),
    st.tuples(
        st.just("designated"),
        st.fixed_dictionaries(
            {
                "person": st.sampled_from(PEOPLE),
                "body": st.sampled_from(BODIES),
                "office": st.sampled_from(("chair", "member")),
            }
        ),
    ),
    st.tuples(
        st.just("designated"),
        st.fixed_dictionaries({"person": st.sampled_from(PEOPLE), "office": st.sampled_from(("secretary", "ceo"))}),
    ),
    st.tuples(
        st.just("resigned"),
        st.fixed_dictionaries({"person": st.sampled_from(PEOPLE)}, optional={"body": st.sampled_from(BODIES)}),
    ),
    st.tuples(
        st.just("removed"),
        st.fixed_dictionaries(
            {"person": st.sampled_from(PEOPLE), "body": st.sampled_from(BODIES), "office": st.just("chair")}
        ),
    ),
    st.tuples(st.just("died"), st.fixed_dictionaries({"person": st.sampled_from(PEOPLE)})),
    st.tuples(
        st.just("changed"),
        st.fixed_dictionaries(
            {
                "person": st.sampled_from(PEOPLE),
                "facts": st.dictionaries(st.sampled_from(("x", "y")), st.booleans(), min_size=1),
            }
        ),
    ),
)
_raw = st.lists(st.builds(lambda when, what: Event(when, *what), _days, _details), max_size=25)


def _empty(log: tuple[Event, ...], as_of: date) -> Roster:
    """A roster at a day before everything: nobody sits anywhere."""
    base = roster((), board=(), as_of=as_of.isoformat(), log=log, people={person: {} for person in PEOPLE})
    bodies = {name: Body(name, name) for name in BODIES}
    return Roster(
        base.id,
        base.title,
        as_of,
        base.source,
        base.span,
        people=base.people,
        bodies=bodies,
        offices=dict.fromkeys(("secretary", "ceo")),
        log=log,
    )


def _can_happen(snapshot: Snapshot, one: Event) -> bool:
    """Nobody leaves, or is replaced, where they do not sit."""
    details = one.details
    if "body" not in details:
        return True
    seating = snapshot.bodies[str(details["body"])]
    if one.kind in ("resigned", "removed"):
        return details["person"] == seating.chair if "office" in details else details["person"] in seating.members
    replaced = details.get("replaces")
    return replaced is None or (replaced in seating.members and replaced != details["person"])


def _sensible(raw: list[Event]) -> tuple[Event, ...]:
    kept: list[Event] = []
    snapshot = stated(_empty((), FIRST))
    for one in sorted(raw, key=lambda one: one.date):
        if _can_happen(snapshot, one):
            kept.append(one)
            snapshot = apply(snapshot, one)
    return tuple(kept)


_logs = _raw.map(_sensible)


def _plain(snapshot: Snapshot) -> object:
    """A snapshot without the order of members and without what nothing states."""
    bodies = {name: (dict(sorted(s.members.items())), s.chair) for name, s in snapshot.bodies.items()}
    facts = {key: value for key, value in snapshot.facts.items() if value is not UNSTATED}
    return bodies, dict(snapshot.offices), facts


@given(_logs)
def test_positions_are_the_events_applied_one_after_the_other(log: tuple[Event, ...]) -> None:
    timeline = Timeline(_empty(log, FIRST - timedelta(days=1)))
    snapshot = stated(timeline.roster)
    for position, one in enumerate(log):
        assert _plain(timeline.at(position)) == _plain(snapshot)
        snapshot = apply(snapshot, one)
    assert _plain(timeline.at(len(log))) == _plain(snapshot)


@given(_logs, st.integers(0, 25))
def test_a_roster_stated_later_says_the_same_of_every_earlier_day(log: tuple[Event, ...], cut: int) -> None:
    """Whoever sits somewhere came by the log, so backward play must find exactly what forward play gave.

    A chair, an office or a fact that the log never set before is not stated then: it may be open, never wrong.
    """
    forward = Timeline(_empty(log, FIRST - timedelta(days=1)))
    position = forward.position(log[min(cut, len(log) - 1)].date) if log else 0
    snapshot = forward.at(position)
    as_of = log[position - 1].date if position else FIRST - timedelta(days=1)
    later = _restated(forward.roster, snapshot, as_of)
    backward = Timeline(later)
    for earlier in range(backward.origin + 1):
        expected, found = forward.at(earlier), backward.at(earlier)
        for name in BODIES:
            assert dict(found.bodies[name].members) == dict(expected.bodies[name].members)
            assert found.bodies[name].chair in (expected.bodies[name].chair, UNSTATED)
        for office, held in found.offices.items():
            assert held in (expected.offices[office], UNSTATED)
        for key, value in found.facts.items():
            assert value is UNSTATED or value == expected.facts.get(key)


@given(_logs, st.integers(0, 25))
def test_days_after_a_later_statement_agree_too(log: tuple[Event, ...], cut: int) -> None:
    forward = Timeline(_empty(log, FIRST - timedelta(days=1)))
    position = forward.position(log[min(cut, len(log) - 1)].date) if log else 0
    as_of = log[position - 1].date if position else FIRST - timedelta(days=1)
    again = Timeline(_restated(forward.roster, forward.at(position), as_of))
    for later in range(again.origin, len(log) + 1):
        expected, found = forward.at(later), again.at(later)
        assert {name: (dict(s.members), s.chair) for name, s in found.bodies.items()} == {
            name: (dict(s.members), s.chair) for name, s in expected.bodies.items()
        }
        assert dict(found.offices) == dict(expected.offices)


def _restated(base: Roster, snapshot: Snapshot, as_of: date) -> Roster:
    """The roster that a secretary would write on a later day."""
    bodies = {
        name: Body(name, name, members=tuple(seating.members.values()), chair=_held(seating.chair))
        for name, seating in snapshot.bodies.items()
    }
    offices = {name: _held(held) for name, held in snapshot.offices.items()}
    return Roster(
        base.id,
        base.title,
        as_of,
        base.source,
        base.span,
        people=base.people,
        bodies=bodies,
        offices=offices,
        log=base.log,
    )


def _held(person: object) -> str | None:
    return person if isinstance(person, str) else None


# Written examples ----------------------------------------------------------------------------------------------------


def test_a_chair_older_than_the_log_is_not_guessed() -> None:
    made = roster(chair="bob", log=[event("2026-03-01", "designated", body="committee", person="bob", office="chair")])
    assert Timeline(made).at(0).bodies["committee"].chair is UNSTATED


def test_a_predecessor_named_by_the_log_was_chair_before() -> None:
    designated = event("2026-03-01", "designated", body="committee", person="bob", office="chair", replaces="ann")
    assert Timeline(roster(chair="bob", log=[designated])).at(0).bodies["committee"].chair == "ann"


def test_a_reappointment_keeps_the_first_day() -> None:
    seated = Membership("ann", since=day("2019-05-14"), terms=3)
    made = roster([seated, "bob"], log=[event("2026-03-01", "appointed", body="committee", person="ann")])
    before = Timeline(made).at(0).bodies["committee"].members["ann"]
    assert (before.since, before.terms) == (day("2019-05-14"), 2)


def test_a_reappointment_after_the_roster_counts_a_term() -> None:
    seated = Membership("ann", since=day("2019-05-14"), terms=3)
    reappointed = event("2026-08-01", "appointed", body="committee", person="ann", term_ends=day("2029-08-01"))
    after = Timeline(roster([seated], log=[reappointed])).at(1).bodies["committee"].members["ann"]
    assert (after.since, after.terms, after.term_ends) == (day("2019-05-14"), 4, day("2029-08-01"))


def test_whoever_resigned_sat_there_before() -> None:
    made = roster(["ann", "bob"], log=[event("2026-03-01", "resigned", body="committee", person="cat")])
    assert set(Timeline(made).at(0).bodies["committee"].members) == {"ann", "bob", "cat"}


def test_death_empties_seats_chairs_and_offices() -> None:
    made = roster(
        ["ann", "bob"], chair="bob", offices={"secretary": "bob"}, log=[event("2026-08-01", "died", person="bob")]
    )
    after = Timeline(made).at(1)
    assert set(after.bodies["committee"].members) == {"ann"}
    assert after.bodies["committee"].chair is None
    assert after.offices["secretary"] is None


def test_resigning_the_chair_is_not_leaving_the_body() -> None:
    resigned = event("2026-08-01", "resigned", body="committee", person="bob", office="chair")
    after = Timeline(roster(["ann", "bob"], chair="bob", log=[resigned])).at(1).bodies["committee"]
    assert (set(after.members), after.chair) == ({"ann", "bob"}, None)


def test_a_fact_changed_in_the_log_is_open_before_its_first_value() -> None:
    changed = [
        event("2026-02-01", "changed", person="ann", facts={"x": 1}),
        event("2026-03-01", "changed", person="ann", facts={"x": 2}),
    ]
    timeline = Timeline(roster(people={"ann": {"x": 2}}, log=changed))
    key = ("person", "ann", "x")
    assert timeline.at(0).facts[key] is UNSTATED
    assert timeline.at(1).facts[key] == 1
    assert key not in timeline.at(2).facts
