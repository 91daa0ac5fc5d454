"""The question `check`: which verdicts are told, what does not fit together, what the reports and the status say."""

import json as standard_json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import YEAR, clause, day, duty, event, fact, held, policy, roster
from quorate.charter.document import Clause, Duty, FactDeclaration, Force, Per, Policy, Scope
from quorate.charter.load import open_roster
from quorate.charter.roster import Determination, Membership, Roster
from quorate.charter.verdict import Status
from quorate.cli.app import main
from quorate.questions.check import CheckAnswer, check, gravest
from quorate.reports import check as report
from quorate.reports.console import plain
from quorate.source.diagnostic import CallError, Severity

BOARD = Path(__file__).parents[2] / "scenarios" / "aleris" / "board.yaml"
QUORUM = clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM)


def asked(
    made: Roster,
    clauses: Iterable[Clause] = (),
    duties: Iterable[Duty] = (),
    facts: Iterable[FactDeclaration] = (),
    as_of: str | None = None,
) -> CheckAnswer:
    rules: Policy = policy(clauses, duties, facts)
    return check(made, {"committee": rules}, bodies=["committee"], as_of=day(as_of) if as_of else None)


def codes(answer: CheckAnswer) -> list[str]:
    return [finding.code for finding in answer.findings]


# Verdicts ------------------------------------------------------------------------------------------------------------


def test_every_clause_and_duty_has_a_verdict() -> None:
    roster_, policies = open_roster(BOARD)
    answer = check(roster_, policies)
    for body in answer.bodies:
        bound = policies[body.name]
        expected = {f"{one.charter}/{one.id}" for one in (*bound.clauses, *bound.duties)}
        assert set(gravest(body.verdicts)) == expected
    assert sum(answer.counts().values()) == sum(len(p.clauses) + len(p.duties) for p in policies.values())


def test_the_illustrative_board_complies_but_for_what_the_charter_itself_lacks() -> None:
    """The charter lets the committee only recommend the chief executive's pay, and the exchange asks for more."""
    answer = check(*open_roster(BOARD))
    broken = {(v.body, v.subject.id) for v in answer.verdicts if v.status is Status.BROKEN}
    assert broken == {("compensation", "compensation.ceo-pay"), ("compensation", "composition.section-162m")}
    assert answer.broken
    assert not answer.unknown
    assert not [one for one in answer.findings if one.severity is Severity.ERROR]


def test_what_does_not_apply_is_told_once_and_only_if_nothing_does() -> None:
    log = [held("2026-01-05", "ann", special=True), held("2026-02-05", "ann"), held("2026-03-05", "ann")]
    special = clause("true", name="special", scope=Scope.MEETING, when="meeting.special")
    never = clause("true", name="never", scope=Scope.MEETING, when="meeting.mode == 'written' && false")
    answer = asked(roster(log=log), [special, never])
    assert [(v.subject.id, v.occasion, v.status) for v in answer.verdicts] == [
        ("special", "meeting of 2026-01-05", Status.HOLDS),
        ("never", "meeting of 2026-01-05", Status.NOT_APPLICABLE),
    ]


def test_of_rolling_years_the_next_deadline_is_told() -> None:
    rule = clause("size(meetings) >= 1", scope=Scope.YEAR, per=Per("rolling_year"))
    log = [held("2025-02-05", "ann"), held("2025-09-05", "ann"), held("2026-03-05", "ann")]
    found = asked(roster(log=log, log_from="2025-01-01"), [rule]).verdicts
    assert [(v.status, v.until) for v in found] == [(Status.HOLDS, None), (Status.DUE, day("2027-03-05"))]


@pytest.mark.parametrize(
    ("rule", "broken", "unknown"),
    [
        (clause("size(members) >= 3"), False, False),
        (clause("size(members) >= 4"), True, False),
        (clause("size(members) >= 4", force=Force.SHOULD), False, False),
        (clause("members.all(m, m.ind)"), False, True),
        (clause("members.all(m, m.ind)", force=Force.SHOULD), False, False),
        (clause("size(meetings) >= 1", scope=Scope.YEAR, per=YEAR), False, False),
    ],
)
def test_only_what_must_be_makes_the_answer(rule: Clause, broken: bool, unknown: bool) -> None:
    answer = asked(roster(), [rule], facts=[fact("ind")])
    assert (answer.broken, answer.unknown) == (broken, unknown)


def test_a_body_without_a_charter_is_named_and_not_judged() -> None:
    answer = check(roster(), {})
    assert [(body.name, body.charter, body.verdicts) for body in answer.bodies] == [
        ("board", None, ()),
        ("committee", None, ()),
    ]
    assert "board: no charter" in plain(report.text, answer)


def test_a_body_that_is_not_there_is_a_wrong_call() -> None:
    with pytest.raises(CallError) as caught:
        check(roster(), {}, bodies=["comittee"])
    assert caught.value.diagnostics[0].help == "did you mean `committee`?"


@given(st.sampled_from(("2025-06-01", "2026-01-20", "2026-02-10", "2026-05-12", "2026-09-15", "2027-03-01")))
def test_any_day_can_be_asked_about(when: str) -> None:
    roster_, policies = open_roster(BOARD)
    answer = check(roster_, policies, as_of=day(when))
    assert answer.as_of == day(when)
    assert all(verdict.as_of <= day(when) for verdict in answer.verdicts)


# What does not fit together ------------------------------------------------------------------------------------------


def test_a_determination_that_its_definition_contradicts() -> None:
    people = {"ann": {"young": Determination(True, day("2026-01-01"), "board"), "age": 60}, "bob": {"young": True}}
    declared = [fact("young", define="self.age < 40"), fact("age")]
    answer = asked(roster(people=people), [clause("members.exists(m, m.young)")], facts=declared)
    (found,) = answer.findings
    assert found.message == "`ann.young` is stated as `true`, but its definition gives `false`"
    assert answer.verdicts[0].status is Status.HOLDS


_BOB_CHAIRS = event("2026-01-01", "designated", person="bob", body="committee", office="chair")
_X_IS_TWO = event("2026-01-01", "changed", person="ann", facts={"x": 2})


def test_facts_of_bodies_and_firms_can_be_contradicted_too() -> None:
    made = roster()
    committee = replace(made.bodies["committee"], facts={"small": False})
    made = replace(
        made,
        bodies={**made.bodies, "committee": committee},
        organisation=replace(made.organisation, facts={"listed": True, "private": True}),
    )
    declared = [
        fact("small", holder="body", define="size(self.members) < 9"),
        fact("private", holder="organisation", define="!self.listed"),
        fact("listed", holder="organisation"),
    ]
    assert [one.message for one in asked(made, facts=declared).findings] == [
        "`committee.small` is stated as `false`, but its definition gives `true`",
        "`organisation.private` is stated as `true`, but its definition gives `false`",
    ]


def test_what_the_log_sets_is_compared_for_every_holder() -> None:
    log = [
        event("2026-01-01", "changed", body="committee", facts={"open": True, "seats": 4}),
        event("2026-01-02", "changed", facts={"listed": True}),
        event("2026-01-03", "determined", person="ann", facts={"ind": Determination(True, day("2026-01-03"), "board")}),
        event("2026-01-04", "died", person="dan"),
    ]
    made = roster(people={"ann": {"ind": Determination(False, day("2025-01-03"), "board")}}, log=log, board=["ann"])
    committee = replace(made.bodies["committee"], facts={"open": False})
    made = replace(
        made,
        people={**made.people, "dan": made.people["ann"]},
        bodies={**made.bodies, "committee": committee},
        organisation=replace(made.organisation, facts={"listed": False}),
    )
    assert [one.message.split(" is stated")[0] for one in asked(made).findings] == [
        "`committee.open`",
        "`organisation.listed`",
        "`ann.ind`",
    ]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (roster(log=[event("2026-01-01", "resigned", person="ann", body="committee")]), ["roster-against-log"]),
        (roster(log=[event("2026-01-01", "died", person="eve")], board=["ann"]), []),
        (roster(log=[event("2026-01-01", "appointed", person="dan", body="committee")]), ["roster-against-log"]),
        (roster(log=[event("2026-01-01", "appointed", person="ann", body="committee")]), []),
        (roster(log=[event("2026-07-01", "appointed", person="dan", body="committee")]), ["event-to-come"]),
        (
            roster(log=[event("2026-07-01", "resigned", person="dan", body="committee")], as_of="2026-06-30"),
            ["event-to-come"],
        ),
        (roster(chair="ann", log=[_BOB_CHAIRS]), ["roster-against-log"]),
        (roster(chair="bob", log=[_BOB_CHAIRS]), []),
        (roster(people={"ann": {"x": 1}}, log=[_X_IS_TWO]), ["roster-against-log"]),
        (roster(people={"ann": {"x": 2}}, log=[_X_IS_TWO]), []),
        (roster(seats=2), ["more-members-than-seats"]),
        (roster([Membership("ann", term_ends=day("2026-06-29")), "bob"]), ["term-over"]),
        (roster([Membership("ann", term_ends=day("2026-06-30")), "bob"]), []),
        (roster(log=[held("2026-01-01", "ann", "dan")]), ["guest-present"]),
        (roster(log=[held("2026-01-01", "ann", agenda=("gaols",))]), ["unknown-duty"]),
        (roster(log=[held("2026-01-01", "ann", agenda=("goals",))]), []),
        (roster(log=[event("2026-01-01", "vote", body="committee", ayes=("ann",))]), ["vote-without-meeting"]),
        (
            roster(log=[held("2026-01-01", "ann"), event("2026-01-01", "vote", body="committee", ayes=("ann", "bob"))]),
            ["vote-of-absent"],
        ),
        (
            roster(log=[held("2026-01-01", "ann"), event("2026-01-01", "vote", body="committee", ayes=("ann", "eve"))]),
            ["vote-of-stranger"],
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_found(made: Roster, expected: list[str]) -> None:
    assert codes(asked(made, [QUORUM], [duty()])) == expected


def test_leaving_what_one_was_no_member_of_is_told_on_the_day() -> None:
    made = roster(log=[event("2026-07-01", "resigned", person="dan", body="committee")])
    assert codes(asked(made, as_of="2026-07-01")) == ["roster-against-log"]


def test_a_slip_on_an_agenda_has_help() -> None:
    answer = asked(roster(log=[held("2026-01-01", "ann", agenda=("gaols",))]), [], [duty()])
    assert answer.findings[0].help == "did you mean `goals`?"


# Reports -------------------------------------------------------------------------------------------------------------


def _answer() -> CheckAnswer:
    people = {"ann": {"ind": True}, "bob": {"ind": False}, "cat": {"ind": True}}
    clauses = [
        clause("members.all(m, m.ind)", name="independence"),
        clause("chair in members", name="chair", force=Force.SHOULD),
        clause("members.all(m, m.lit)", name="literacy"),
        clause("size(meetings) >= 2", name="cadence", scope=Scope.YEAR, per=YEAR),
        clause("size(members) >= 2", name="size"),
        clause("true", name="silent", scope=Scope.VOTE),
    ]
    made = replace(roster(people=people, chair="dan", log=[held("2026-03-05", "ann", "eve")]), illustrative=True)
    return asked(made, clauses, [duty()], [fact("ind"), fact("lit")])


def test_the_text_is_what_a_secretary_reads() -> None:
    assert (
        plain(report.text, _answer())
        == """\
Made (illustrative), as of 2026-06-30

committee: Made
  3 members: Ann, Bob, Cat; chair Dan
  broken
    independence [Test] independence
      Bob: `m.ind` is false
  short of what should be
    chair [Test] chair
      `chair` is Dan, not in `members`
  not known
    literacy [Test] literacy
      Ann, Bob and Cat: `m.lit` is not known
      to be decided by `ann.lit`, `bob.lit`, `cat.lit`
  due
    cadence [Test] cadence
      2026: 1 meeting, at least 2 needed, until 2026-12-31
    goals [Test] goals
      2026: not done, until 2026-12-31
  1 hold, 1 not applicable

does not fit together
  made.yaml:1:1: Eve is recorded as present on 2026-03-05, and was no member of `committee`
    guests do not count

7 clauses and duties of 1 body: 1 broken, 1 short of what should be, 1 unknown, 2 due, 1 hold, 1 not applicable
"""
    )


def test_annotations_are_graded_and_have_places() -> None:
    found = list(report.github(_answer()))
    assert [(one.code, one.severity) for one in found] == [
        ("broken", Severity.ERROR),
        ("broken", Severity.WARNING),
        ("unknown", Severity.WARNING),
        ("due", Severity.NOTE),
        ("due", Severity.NOTE),
        ("guest-present", Severity.NOTE),
    ]
    assert found[0].message == "committee: `made/independence` is broken: Bob: `m.ind` is false"


def test_the_json_has_every_verdict() -> None:
    answer = _answer()
    given_ = report.json(answer)
    assert standard_json.loads(standard_json.dumps(given_)) == given_
    assert len(given_["bodies"][0]["verdicts"]) == len(answer.verdicts)
    assert given_["counts"] == {
        "holds": 1, "broken": 2, "due": 2, "unknown": 1, "not applicable": 1, "waived": 0, "curing": 0,
    }  # fmt: skip


# The command ---------------------------------------------------------------------------------------------------------

PACK = """
quorate: 1
charter: made
title: Made
kind: committee
rank: charter
facts: {{person: {{ind: {{type: bool, text: independent}}}}}}
clauses:
  - {{id: rule, text: A rule., topic: composition, cite: {{section: "1"}}, require: "{rule}"}}
"""
FILE = """
quorate: 1
roster: made
as_of: 2026-06-30
people: {ann: {}, bob: {}}
bodies: {committee: {charter: made, members: [ann, bob]}}
"""


@pytest.mark.parametrize(
    ("rule", "status"),
    [("size(members) == 2", 0), ("size(members) == 3", 1), ("members.all(m, m.ind)", 3), ("size(membrs) == 2", 2)],
)
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_the_exit_status_is_the_answer(
    rule: str, status: int, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "made.yaml").write_text(PACK.format(rule=rule))
    (tmp_path / "roster.yaml").write_text(FILE)
    with pytest.raises(SystemExit) as left:
        main(["check", str(tmp_path / "roster.yaml"), "--format", form])
    assert left.value.code == status
    assert capsys.readouterr().out or (status, form) == (0, "github") or status == 2


def test_a_body_and_a_day_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["check", str(BOARD), "--body", "audit", "--as-of", "2026-09-15"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "audit: " in said
    assert "compensation: " not in said


def test_the_same_question_has_the_same_answer() -> None:
    opened = open_roster(BOARD)
    assert plain(report.text, check(*opened)) == plain(report.text, check(*open_roster(BOARD)))
