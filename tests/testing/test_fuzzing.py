"""Boards drawn at random refute what is not so, and never what is proved."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quorate.charter.library import Library
from quorate.charter.load import read_scenario
from quorate.charter.policy import of_any_board, policy_of
from quorate.charter.properties import properties_asked
from quorate.charter.roster import Person
from quorate.cli.app import main
from quorate.questions.fuzz import Fuzz, Happens, Outcome
from quorate.questions.prove import ProveAnswer, Standing, prove
from quorate.questions.prove.bounded.people import Tried
from quorate.questions.prove.bounded.search import words_of
from quorate.questions.prove.question import question
from quorate.questions.test import Outcome as Told
from quorate.reports.story import steps
from quorate.source.diagnostic import InternalError
from quorate.testing import fuzzing
from quorate.testing.fuzzing import LARGEST, Drawing, fuzz
from quorate.testing.rosters import organisation
from quorate.testing.scenarios import run
from quorate.testing.turns import Turns, played

DAY = date(2026, 6, 30)
LIBRARY = Library()
SHIPPED = ("aleris.compensation", "kubernetes.steering", "nixos.steering", "node.tsc", "psf.board", "harbours.audit")
THIRD = "properties.quorum/third"


def fuzzed(charter: str, *properties: str, examples: int = 200, seed: int = 0, largest: int = LARGEST) -> Fuzz:
    document = LIBRARY.charter(charter)
    asked = properties_asked(document, properties, LIBRARY)
    return fuzz(document, LIBRARY.charter, asked, as_of=DAY, drawing=Drawing(examples, seed, largest=largest))


@pytest.mark.parametrize("charter", SHIPPED)
def test_what_is_proved_is_not_refuted_and_what_is_refuted_is_not_proved(charter: str) -> None:
    answer = fuzzed(
        charter,
        "properties.quorum",
        "properties.vote/no-contradiction",
        "properties.resilience/one-departure-lawful",
        examples=15,
    )
    asked = [each for each in answer.found if each.outcome is not Outcome.NOT_APPLICABLE]
    assert asked
    assert all(each.judged for each in asked)
    assert all(each.proof is not Standing.PROVED for each in answer.of(Outcome.REFUTED))


def test_the_smallest_board_of_which_the_quorum_is_under_a_third_has_seven_members() -> None:
    (found,) = fuzzed("aleris.compensation", THIRD, examples=1_000).found
    assert found.outcome is Outcome.REFUTED
    assert found.proof is Standing.VIOLATED
    assert found.witness is not None
    assert len(found.witness.sets["members"]) == 7
    assert len(found.witness.sets["present"]) == 2


def test_an_independent_majority_of_a_quorate_meeting_is_proved_and_not_refuted() -> None:
    (found,) = fuzzed("aleris.compensation", "properties.quorum/independent-majority").found
    assert (found.outcome, found.proof) == (Outcome.NOT_REFUTED, Standing.PROVED)
    assert found.claimed > 10


@pytest.mark.parametrize("charter", ["harbours.board", "psf.committee", "cncf.toc"])
def test_stories_begin_with_lawful_boards_so_that_properties_speak_of_many_of_them(charter: str) -> None:
    answer = fuzzed(charter, "properties.composition", "properties.resilience/one-departure-lawful", examples=40)
    asked = [each for each in answer.found if each.outcome is Outcome.NOT_REFUTED]
    assert asked
    assert 6 * sum(each.claimed for each in asked) > sum(each.judged for each in asked)


def test_a_story_tells_how_the_board_came_about_that_it_ends_with() -> None:
    (found,) = fuzzed("harbours.board", "properties.composition/independent").found
    assert found.story is not None
    assert found.witness is not None
    roster, body = found.story.start.roster, found.story.start.body
    for turn in found.story.turns:
        roster = played(roster, body, turn)
    assert (roster.bodies, roster.people) == (found.witness.roster.bodies, found.witness.roster.people)
    assert found.story.lawful
    told = [line for line, _ in steps(found, {})]
    assert len(told) == 1 + len(found.story.turns)
    assert "every clause about the body holds" in told[0]
    assert told[-1].endswith("is now not independent")


def test_what_only_the_reference_evaluator_can_judge_is_refuted_too() -> None:
    (found,) = fuzzed("cncf.toc", "properties.resilience/one-recusal-vote", examples=60).found
    assert (found.outcome, found.proof) == (Outcome.REFUTED, Standing.UNDECIDED)


@pytest.mark.parametrize("charter", SHIPPED)
def test_boards_of_facts_at_an_edge_are_drawn_for_every_fact_that_is_read(charter: str) -> None:
    policy = of_any_board(policy_of(LIBRARY.charter(charter), LIBRARY.charter))
    asked = properties_asked(LIBRARY.charter(charter), ["properties.composition/independent"], LIBRARY)[0]
    tried = Tried(words_of(question(policy, LIBRARY.charter, asked, DAY)))
    turns = Turns(tried, policy.charter.kind or "body", LARGEST)
    start = organisation(policy, [Person("p1", "Person 1", {})], 1, "p1", body=turns.body)
    drawn = {turns.of(start, (0, 0, which, value)) for which in range(40) for value in range(12)}
    found = {(one.fact, one.value) for one in drawn if one is not None and one.happens is Happens.BECOMES}
    assert found >= {(name, value) for name, values in tried.edges("person", LARGEST).items() for value in values[:12]}


def test_the_same_seed_draws_the_same_boards() -> None:
    first, again = (fuzzed("node.tsc", "properties.vote", examples=10, seed=7, largest=4) for _ in range(2))
    assert first == again


def test_a_proof_that_a_board_refutes_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: object, **named: object) -> ProveAnswer:
        answer = prove(*args, **named)  # type: ignore[arg-type]
        return replace(answer, answers=tuple(replace(one, standing=Standing.PROVED) for one in answer.answers))

    monkeypatch.setattr(fuzzing, "prove", wrong)
    with pytest.raises(InternalError, match="is proved, and refuted by") as told:
        fuzzed("aleris.compensation", THIRD, examples=1_000)
    assert "--seed 0 --max-examples 1000" in str(told.value)
    assert "is: violated" in str(told.value)


def test_small_boards_that_were_all_tried_and_one_that_refutes_are_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: object, **named: object) -> ProveAnswer:
        answer = prove(*args, **named)  # type: ignore[arg-type]
        return replace(answer, answers=tuple(replace(o, standing=Standing.BOUNDED, size=9) for o in answer.answers))

    monkeypatch.setattr(fuzzing, "prove", wrong)
    with pytest.raises(InternalError, match="was tried of all boards of up to 9 people"):
        fuzzed("aleris.compensation", THIRD, examples=1_000)


def test_a_counterexample_is_saved_as_a_scenario_that_comes_out_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fuzz", "aleris.compensation", THIRD, "--max-examples", "1000", "--save", str(tmp_path)])
    assert ended.value.code == 1
    assert "7 members" in capsys.readouterr().out
    scenario = read_scenario(tmp_path / f"{THIRD.replace('/', '.')}.yaml", LIBRARY)
    assert run(scenario).outcome is Told.MET


def test_what_refuted_is_kept_for_the_next_time(tmp_path: Path) -> None:
    document = LIBRARY.charter("aleris.compensation")
    asked = properties_asked(document, [THIRD], LIBRARY)
    drawing = Drawing(1_000, 0, tmp_path / "kept")
    first, again = (fuzz(document, LIBRARY.charter, asked, as_of=DAY, drawing=drawing) for _ in range(2))
    assert first.found[0].witness == again.found[0].witness
    assert again.judged < first.judged


def test_a_folder_that_can_keep_nothing_is_an_error_before_anything_is_drawn(tmp_path: Path) -> None:
    file = tmp_path / "a-file"
    file.write_text("")
    call = [sys.executable, "-m", "quorate", "fuzz", "node.tsc", "--max-examples", "1", "--database", str(file)]
    told = subprocess.run(call, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "error[unwritable]" in told.stderr
    assert not told.stdout
