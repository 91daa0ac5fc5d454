"""An acting alternate is a member of one gathering in another's place, and is asked what the charter asks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import YEAR, clause, day, event, fact, held, policy, roster
from quorate.charter.charter_to_yaml import charter_text
from quorate.charter.document import Clause, Policy, Scope
from quorate.charter.from_yaml import charter_of
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Acting, Event, Membership, Roster
from quorate.charter.roster_from_yaml import roster_of
from quorate.charter.roster_to_yaml import roster_text
from quorate.charter.schema import schema_of
from quorate.charter.tenure import state_of
from quorate.charter.yaml import read_tree
from quorate.questions.check import check
from quorate.source.diagnostic import FileError
from quorate.source.span import Source

FACTS = (fact("fit"),)
BOB_BY_DAN = (Acting("bob", "dan"),)


def rules(*clauses: Clause, counted: bool = False) -> Policy:
    made = policy(clauses, facts=FACTS)
    return replace(made, charter=replace(made.charter, alternates_count=counted))


def statuses(rule: Clause, log: Iterable[Event], *, counted: bool = False, **more: object) -> dict[str, str]:
    made = roster(log=log, **more)  # type: ignore[arg-type]
    bound = rules(rule, counted=counted)
    return {
        verdict.occasion: verdict.status.value
        for verdict in verdicts_on(rule, bound, state_of(made, {"committee": bound}), "committee")
    }


MAJORITY = clause("size(present) > half(members)", scope=Scope.QUORUM)


def test_an_alternate_counts_where_a_guest_does_not() -> None:
    log = [
        held("2026-01-05", "ann", "dan", agenda=("goals",)),
        held("2026-02-05", "ann", "dan", agenda=("goals",), alternates=BOB_BY_DAN),
    ]
    assert statuses(MAJORITY, log) == {
        "meeting of 2026-01-05": "broken",
        "meeting of 2026-02-05": "holds",
        "full attendance": "holds",
    }


@pytest.mark.parametrize(
    ("rule", "without", "counted"),
    [
        ("size(members) == 3", "holds", "broken"),
        ("size(members) == 4", "broken", "holds"),
        ("size(present) > half(members)", "holds", "broken"),
        ("size(present) >= half(members)", "holds", "holds"),
        ("size(voting) == 3", "holds", "broken"),
        ("vacancies == 1", "holds", "holds"),
        ("members.exists(m, m.id == 'bob')", "broken", "holds"),
        ("members.exists(m, m.id == 'dan')", "holds", "holds"),
        ("present.exists(m, m.id == 'bob')", "broken", "broken"),
    ],
)
def test_alternates_count_says_whether_the_base_grows(rule: str, without: str, counted: str) -> None:
    log = [held("2026-02-05", "ann", "dan", agenda=("goals",), alternates=BOB_BY_DAN)]
    judged = clause(rule, scope=Scope.QUORUM)
    assert statuses(judged, log, seats=4)["meeting of 2026-02-05"] == without
    assert statuses(judged, log, seats=4, counted=True)["meeting of 2026-02-05"] == counted


@pytest.mark.parametrize("counted", [False, True])
def test_all_present_are_the_alternates_and_not_those_for_whom_they_act(counted: bool) -> None:
    log = [event("2026-02-05", "held", body="committee", present="all", alternates=BOB_BY_DAN)]
    rule = clause("present.all(p, p.id in ['ann', 'cat', 'dan']) && size(present) == 3", scope=Scope.MEETING)
    assert statuses(rule, log, counted=counted) == {"meeting of 2026-02-05": "holds"}


def test_the_place_is_that_of_the_principal_and_the_facts_are_the_alternates() -> None:
    bob = Membership("bob", day("2020-01-01"), day("2027-01-01"), "a", 2, 3)
    place = "m.since == date('2020-01-01') && m.term_ends == date('2027-01-01') && m.seat == 'a' && m.terms == 3"
    rule = clause(f"present.all(m, m.id == 'dan' && m.fit && {place}) && votes(present) == 2", scope=Scope.QUORUM)
    log = [held("2026-02-05", "dan", agenda=("goals",), alternates=BOB_BY_DAN)]
    people = {"bob": {"fit": False}, "dan": {"fit": True}}
    assert statuses(rule, log, members=["ann", bob], people=people)["meeting of 2026-02-05"] == "holds"


def test_a_vote_has_the_alternates_of_its_meeting_unless_it_names_its_own() -> None:
    rule = clause("'dan' in members.map(m, m.id) && size(ayes) == 2", scope=Scope.VOTE)
    meeting = held("2026-02-05", "ann", "dan", alternates=BOB_BY_DAN)
    vote = event("2026-02-05", "vote", body="committee", ayes=("ann", "dan"), carried=True)
    none = replace(vote, details={**vote.details, "alternates": ()})
    consent = event("2026-02-05", "consent", body="committee", ayes=("ann", "dan"), alternates=BOB_BY_DAN)
    assert statuses(rule, [meeting, vote]) == {"vote of 2026-02-05": "holds"}
    assert statuses(rule, [vote, meeting]) == {"vote of 2026-02-05": "holds"}
    assert statuses(rule, [meeting, none]) == {"vote of 2026-02-05": "broken"}
    assert statuses(rule, [meeting, consent]) == {"consent of 2026-02-05": "holds"}
    assert statuses(rule, [meeting, replace(consent, details={**consent.details, "alternates": ()})]) == {
        "consent of 2026-02-05": "broken"
    }


def test_of_two_meetings_on_a_day_a_vote_belongs_to_the_one_before_it() -> None:
    rule = clause("'dan' in members.map(m, m.id)", scope=Scope.VOTE)
    first, second = held("2026-02-05", "ann", "dan", alternates=BOB_BY_DAN), held("2026-02-05", "ann", "bob")
    vote = event("2026-02-05", "vote", body="committee", ayes=("ann",), carried=True)
    assert statuses(rule, [first, vote, second]) == {"vote of 2026-02-05": "holds"}
    assert statuses(rule, [first, second, vote]) == {"vote of 2026-02-05": "broken"}


def test_a_gathering_has_its_alternates_and_no_other_day_has() -> None:
    log = [
        held("2026-01-05", "ann", "bob"),
        held("2026-02-05", "ann", "dan", alternates=BOB_BY_DAN),
        held("2026-03-05", "ann", "bob"),
    ]
    per_meeting = clause("'bob' in members.map(m, m.id)", scope=Scope.MEETING)
    assert list(statuses(per_meeting, log).values()) == ["holds", "broken", "holds"]
    assert statuses(clause("'bob' in members.map(m, m.id)"), log) == {"": "holds"}
    none_sent = clause("meetings.all(g, size(g.alternates) == 0)", scope=Scope.YEAR, per=YEAR)
    assert statuses(none_sent, log, log_from="2026-01-01") == {"2026": "broken"}
    assert statuses(none_sent, log[::2], log_from="2026-01-01") == {"2026": "holds"}


def test_check_names_who_acts_for_whom_and_finds_no_strangers() -> None:
    log = [
        held("2026-02-05", "ann", "dan", alternates=BOB_BY_DAN),
        event("2026-02-05", "vote", body="committee", item="pay", ayes=("ann", "dan"), carried=True),
    ]
    everybody = clause("size(present) == 3", scope=Scope.QUORUM)
    answer = check(roster(log=log), {"committee": rules(everybody)}, bodies=["committee"])
    told = [evidence for verdict in answer.verdicts for evidence in verdict.evidence]
    assert ("Dan acting for Bob", ("dan", "bob")) in [(one.text, one.people) for one in told]
    assert [finding.code for finding in answer.findings if finding.code != "roster-against-log"] == []


# Likes for likes ------------------------------------------------------------------------------------------------------

_RULES = st.sampled_from(
    (
        "present.all(p, p.fit)",
        "size(present.filter(p, p.fit)) > half(present)",
        "members.filter(m, m.fit).size() >= 2",
        "size(present) > half(members)",
        "votes(present) >= 2",
        "members.all(m, m.terms <= 2 || m.fit)",
        "members.all(m, present.exists(p, p.fit == m.fit))",
    )
)
_FIT = st.sampled_from((True, False, None))


@given(
    rule=_RULES,
    fits=st.fixed_dictionaries(dict.fromkeys(("ann", "bob", "cat"), _FIT)),
    there=st.sets(st.sampled_from(("ann", "bob", "cat"))),
    scope=st.sampled_from((Scope.QUORUM, Scope.MEETING)),
    votes=st.integers(0, 2),
)
def test_an_alternate_with_the_same_facts_changes_no_verdict(
    rule: str, fits: Mapping[str, bool | None], there: set[str], scope: Scope, votes: int
) -> None:
    there |= {"bob"}
    people = {who: {} if fit is None else {"fit": fit} for who, fit in fits.items()}
    members = ["ann", Membership("bob", votes=votes, terms=2), Membership("cat", terms=3)]
    judged = clause(rule, scope=scope)
    own = held("2026-02-05", *sorted(there), agenda=("goals",))
    sent = held("2026-02-05", *sorted(there - {"bob"} | {"dan"}), agenda=("goals",), alternates=BOB_BY_DAN)
    people["dan"] = people["bob"]
    with_bob, with_dan = (statuses(judged, [log], members=members, people=people) for log in (own, sent))
    assert with_dan == with_bob


@given(fits=st.fixed_dictionaries({who: st.booleans() for who in ("ann", "bob", "cat", "dan")}))
def test_an_alternate_with_other_facts_is_judged_by_them(fits: Mapping[str, bool]) -> None:
    judged = clause("present.all(p, p.fit)", scope=Scope.MEETING)
    people = {who: {"fit": fit} for who, fit in fits.items()}
    log = [held("2026-02-05", "ann", "dan", "cat", alternates=BOB_BY_DAN)]
    expected = "holds" if fits["ann"] and fits["dan"] and fits["cat"] else "broken"
    assert statuses(judged, log, people=people) == {"meeting of 2026-02-05": expected}


# Files ---------------------------------------------------------------------------------------------------------------

HEAD = """quorate: 1
roster: made
as_of: 2026-06-30
people: {ann: {}, bob: {}, cat: {}, dan: {}, eve: {}}
bodies: {board: {members: [ann, bob, cat], chair: ann}}
events:
"""


def read(entry: str) -> Roster:
    def nothing(name: str) -> bytes:
        raise AssertionError(name)

    return roster_of(read_tree(Source("roster.yaml", HEAD + f"  - {entry}\n")), nothing, nothing)  # type: ignore[arg-type]


def test_alternates_are_read_from_a_mapping_or_a_list_and_written_out_again() -> None:
    start = "{date: 2026-05-01, kind: held, body: board, present: [ann, dan]"
    mapping = read(f"{start}, alternates: {{bob: dan}}}}")
    listed = read(f"{start}, alternates: [{{for: bob, by: dan}}]}}")
    assert mapping.log[0].details["alternates"] == listed.log[0].details["alternates"] == BOB_BY_DAN
    again = roster_of(read_tree(Source("again.yaml", roster_text(mapping))), None, None)  # type: ignore[arg-type]
    assert again.log[0].details == mapping.log[0].details
    nobody = read("{date: 2026-05-01, kind: vote, body: board, ayes: [ann], alternates: {}}")
    again = roster_of(read_tree(Source("again.yaml", roster_text(nobody))), None, None)  # type: ignore[arg-type]
    assert again.log[0].details["alternates"] == ()


@pytest.mark.parametrize(
    ("entry", "code", "place"),
    [
        ("present: [ann, dan], alternates: {eve: dan}", "alternate-of-stranger", "kind"),
        ("present: [ann, cat], alternates: {bob: cat}", "alternate-is-member", "kind"),
        ("present: [dan], alternates: {bob: dan, cat: dan}", "alternate-of-two", "dan"),
        ("present: [dan, eve], alternates: [{for: bob, by: dan}, {for: bob, by: eve}]", "two-alternates", "eve"),
        ("present: [bob, dan], alternates: {bob: dan}", "principal-present", "dan"),
        ("present: [ann], alternates: {bob: dan}", "alternate-absent", "dan"),
        ("present: [ann], alternates: {bob: bob}", "own-alternate", "bob"),
        ("present: [ann, dan], alternates: {bobb: dan}", "unknown-person", "bobb"),
        ("present: [ann, dan], alternates: {bob: dann}", "unknown-person", "dann"),
        ("present: [ann, dan], alternates: dan", "wrong-kind", "dan"),
        ("present: [ann, dan], alternates: [{for: bob}]", "wrong-kind", None),
    ],
)
def test_what_cannot_be_is_told_at_its_place(entry: str, code: str, place: str | None) -> None:
    with pytest.raises(FileError) as caught:
        read(f"{{date: 2026-05-01, kind: held, body: board, {entry}}}")
    told = caught.value.diagnostics
    assert [one.code for one in told] == [code]
    assert told[0].span is not None
    assert place in (None, told[0].span.text)
    assert told[0].help


def test_who_voted_cannot_be_acted_for() -> None:
    with pytest.raises(FileError) as caught:
        read("{date: 2026-05-01, kind: consent, body: board, ayes: [ann, bob, dan], alternates: {bob: dan}}")
    assert [one.code for one in caught.value.diagnostics] == ["principal-present"]


@pytest.mark.parametrize(
    ("alternates", "fits"),
    [({"bob": "dan"}, True), ([{"for": "bob", "by": "dan"}], True), ([{"for": "bob"}], False), ("dan", False)],
)
def test_the_schema_says_how_alternates_are_written(alternates: object, fits: bool) -> None:
    entry = {"date": "2026-05-01", "kind": "held", "body": "board", "present": "all", "alternates": alternates}
    found = {"quorate": 1, "roster": "made", "events": [entry]}
    assert jsonschema.Draft202012Validator(schema_of("roster")).is_valid(found) is fits


def test_alternates_count_is_read_and_written_out() -> None:
    text = "quorate: 1\ncharter: made\ntitle: Made\nkind: board\nalternates_count: true\n"
    packs: Callable[[str], object] = lambda name: None  # noqa: E731
    made = charter_of(read_tree(Source("made.yaml", text)), packs)  # type: ignore[arg-type]
    assert made.alternates_count
    again = charter_of(read_tree(Source("again.yaml", charter_text(made))), packs)  # type: ignore[arg-type]
    assert again.alternates_count
