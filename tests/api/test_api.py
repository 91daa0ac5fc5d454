"""The library face: paths or opened rosters in, the questions' values out."""

from datetime import date
from pathlib import Path

import pytest

from quorate import api
from quorate.charter.shipped import shipped
from quorate.source.diagnostic import CallError, FileError

BOARD = shipped("scenarios") / "aleris" / "board.yaml"
CHARTER = shipped("policies") / "aleris" / "compensation.yaml"


def test_a_path_and_an_opened_roster_give_the_same_verdicts() -> None:
    case = api.opened(BOARD)
    there = api.check(case, bodies=["compensation"], as_of=date(2026, 9, 15))
    here = api.check(str(BOARD), bodies=["compensation"], as_of=date(2026, 9, 15))
    assert [(verdict.subject.id, verdict.status, verdict.occasion) for verdict in there.verdicts] == [
        (verdict.subject.id, verdict.status, verdict.occasion) for verdict in here.verdicts
    ]
    assert there.verdicts


def test_reading_tells_the_kinds_of_files_apart() -> None:
    scenario = next(path for path in sorted(BOARD.parent.glob("*.yaml")) if path != BOARD)
    amendment = next((BOARD.parent / "amendments").glob("*.yaml"))
    kinds = [type(api.read(path)).__name__ for path in (CHARTER, BOARD, scenario, amendment)]
    assert kinds == ["Charter", "Roster", "Scenario", "Amendment"]


def test_the_shipped_policies_have_no_errors() -> None:
    assert not api.lint(CHARTER.parents[1], BOARD.parent).at_least(api.Severity.ERROR)


def test_a_trace_takes_a_charter_or_its_path() -> None:
    folder = CHARTER.parents[1] / "illustrative"
    charter = api.read(folder / "audit.yaml")
    assert isinstance(charter, api.Charter)
    by_path = api.trace(folder / "audit.yaml", folder / "audit.md")
    assert by_path.complete
    assert [sentence.coverage for sentence in api.trace(charter, folder / "audit.md").sentences] == [
        sentence.coverage for sentence in by_path.sentences
    ]


def test_scenarios_of_a_folder_are_found_and_rosters_passed_over() -> None:
    runs = api.test(BOARD.parent / "chair-vacant.yaml", BOARD).runs
    assert [run.scenario.span.source.name.rpartition("/")[2] for run in runs] == ["chair-vacant.yaml"]


def test_slates_are_counted_and_ranked() -> None:
    answer = api.slates(BOARD, bodies=["compensation"], sizes=(3, 3), top=2)
    counted = api.slates(BOARD, bodies=["compensation"], sizes=(3, 3), count_only=True)
    assert [slate.rank for slate in answer.slates] == [1, 2]
    assert answer.lawful == counted.lawful
    assert not counted.slates


def test_a_schedule_lies_within_its_days() -> None:
    answer = api.schedule(BOARD, bodies=["compensation"], first=date(2027, 1, 1), last=date(2027, 12, 31))
    assert answer.schedule is not None
    assert {meeting.slot.day.year for meeting in answer.schedule.meetings} == {2027}


def test_stress_gives_the_quorum_a_figure() -> None:
    (body,) = api.stress(BOARD, bodies=["compensation"]).bodies
    assert body.body == "compensation"
    assert body.figures


def test_a_questionnaire_asks_of_whom_it_is_told_to() -> None:
    roster = Path(BOARD).parents[1] / "harbours" / "board.yaml"
    asked = [question.fact for question in api.ask(roster, people=["joan-ferris"]).questions]
    assert asked == ["joan-ferris.independent", "joan-ferris.literate"]


def test_a_replay_covers_its_days() -> None:
    answer = api.replay(BOARD, bodies=["compensation"], first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert (answer.first, answer.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert all(answer.first <= one.first <= one.last <= answer.last for c in answer.courses for one in c.intervals)


def test_a_diff_takes_an_amendment_or_the_amended_charter() -> None:
    path = BOARD.parent / "amendments" / "minimum-four.yaml"
    amendment, charter = api.read(path), api.read(CHARTER)
    assert isinstance(amendment, api.Amendment)
    assert isinstance(charter, api.Charter)
    for after in (path, amendment, api.amend(charter, amendment)):
        answer = api.diff(BOARD, body="compensation", after=after)
        assert [(change.name, change.kind) for change in answer.changes] == [("composition.minimum", "changed")]
    assert not api.diff(BOARD, body="compensation", after=charter).changes
    with pytest.raises(CallError):
        api.diff(BOARD, body="compensation", after=BOARD)


def test_charters_are_compared_for_any_board_by_path_or_as_read() -> None:
    node, day = CHARTER.parents[1] / "node" / "tsc-2017.yaml", date(2026, 6, 30)
    amendment = BOARD.parents[1] / "node" / "amendments" / "minimum-four.yaml"
    charter, change = api.read(node), api.read(amendment)
    assert isinstance(charter, api.Charter)
    assert isinstance(change, api.Amendment)
    by_path = api.diff_any_board(node, amendment, as_of=day)
    as_read = api.diff_any_board(charter, api.amend(charter, change), as_of=day)
    assert (by_path.relation, by_path.effective) == ("tightened", change.effective)
    assert [(each.name, each.compared.relation) for each in by_path.clauses] == [("size.minimum", "tightened")]
    assert as_read.scopes == by_path.scopes
    assert as_read.asked == by_path.asked > len(charter.properties)


def test_a_roster_is_no_charter_to_compare_with() -> None:
    with pytest.raises(CallError, match="neither a charter nor an amendment"):
        api.diff_any_board(CHARTER, BOARD, as_of=date(2026, 6, 30))


def test_lint_reasons_about_a_day_only_where_it_is_given(tmp_path: Path) -> None:
    file = tmp_path / "guild.yaml"
    clauses = "[{id: few, require: size(members) <= 2}, {id: many, require: size(members) >= 3}]"
    file.write_text(
        f"quorate: 1\ncharter: a.guild\ntitle: The guild\nkind: guild\nclauses: {clauses}\n", encoding="utf-8"
    )
    plain, reasoned = api.lint(file), api.lint(file, reason=date(2026, 6, 30))
    assert (plain.proved, reasoned.proved) == (False, True)
    assert {each.code for each in reasoned.findings} - {each.code for each in plain.findings} == {
        "contradictory-clauses"
    }


def test_what_is_wrong_is_raised_with_all_its_diagnostics(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("quorate: 1\ncharter: a.b\ntitel: x\nclauses: 3\n", encoding="utf-8")
    with pytest.raises(FileError) as raised:
        api.read(bad)
    assert len(raised.value.diagnostics) >= 2
    with pytest.raises(CallError):
        api.check(BOARD, bodies=["no-such-body"])


def test_slates_are_weighed_drawn_and_far_from_each_other() -> None:
    weighed = api.slates(BOARD, bodies=["compensation"], sizes=(3, 3), count_only=True, leverage=True)
    drawn = api.slates(BOARD, bodies=["compensation"], sizes=(3, 3), sample=4)
    far = api.slates(BOARD, bodies=["compensation"], sizes=(3, 3), diverse=2)
    assert weighed.leverage is not None
    assert sum(held.slates for held in weighed.leverage.people) == 3 * (weighed.lawful or 0)
    assert len(drawn.slates) == 4
    assert not set(far.slates[0].seats[0].members) & set(far.slates[1].seats[0].members)


def test_an_explanation_names_what_clashes_and_whom_to_recruit() -> None:
    experts = ("david-lindqvist", "grace-nakamura", "ines-duarte")
    answer = api.explain(BOARD, bodies=["audit"], exclude=experts)
    assert answer.why is not None
    assert [part.names[0] for part in answer.why.cores[0].asked] == ["members", "expertise"]
    assert answer.recruits is not None
    assert answer.recruits.openings


def test_a_year_that_has_a_schedule_needs_no_explanation() -> None:
    answer = api.explain_schedule(BOARD, bodies=["nominating"], year=2027)
    assert answer.meetings
    assert not answer.core
