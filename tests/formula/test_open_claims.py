"""Random claims about random small charters: what is proved of every board agrees with trying all small ones."""

import pytest
from hypothesis import event, given, settings

from any_board import DAY
from made import clause, expression, policy
from open_charters import PLACE, Asked, Tried, asked, exhaustive, tried
from quorate.charter.claims import PropertyStatus
from quorate.charter.document import Mode, Property, Scope
from quorate.engines.base import Limits
from quorate.questions.prove.answer import prove
from quorate.questions.prove.nouns import Answer, Standing

LARGEST = 6
BUDGET = 200 if settings.default.max_examples <= 100 else 3_000
"""How many boards are tried, each with all its gatherings; the larger ones may be too many."""
TOLD = (PropertyStatus.UPHELD, PropertyStatus.VIOLATED)
OF_ONE_BOARD = (Scope.BODY, Scope.QUORUM, Scope.VOTE, Scope.DEPARTURE, Scope.SUBCOMMITTEE)


def proof(question: Asked) -> Answer:
    charter = question.policy.charter
    return prove(charter, lambda name: charter, [question.claim], as_of=DAY, limits=Limits(seconds=20)).answers[0]


def all_small(question: Asked) -> tuple[list[Tried], int]:
    """As many boards as the budget allows, the smallest first, and up to which size they are all there are."""
    found: list[Tried] = []
    for size in range(1, LARGEST + 1):
        for one in tried(question, [size]):
            found.append(one)
            if len(found) > BUDGET:
                return found, size - 1
    return found, LARGEST


def agree(question: Asked, answer: Answer, boards: list[Tried], complete: int) -> None:
    """An answer says of all boards what is so of those that were tried."""
    bad = min((one for one in boards if one.status is PropertyStatus.VIOLATED), key=lambda one: one.rank, default=None)
    match answer.standing:
        case Standing.PROVED:
            assert bad is None, bad
        case Standing.VACUOUS:
            assert not [one for one in boards if one.status in TOLD][:1]
        case Standing.NOT_APPLICABLE:
            assert all(one.status is PropertyStatus.NOT_APPLICABLE for one in boards)
        case Standing.UNDECIDED:
            assert "confirmed" not in answer.why, answer.why
        case Standing.VIOLATED:
            assert answer.witness is not None
            assert answer.witness.replayed
            members = len(answer.witness.sets["members"])
            others = len(answer.witness.roster.people) - members
            if bad is not None and answer.witness.smallest:
                assert (members, others) <= bad.rank[:2], bad
            if members <= complete and exhaustive(question):
                assert bad is not None
                assert members == bad.size


@settings(max_examples=settings.default.max_examples // 2)
@given(asked(OF_ONE_BOARD))
def test_a_proof_and_trying_every_small_board_never_disagree(question: Asked) -> None:
    answer = proof(question)
    event(f"{question.claim.scope}: {answer.standing}")
    agree(question, answer, *all_small(question))


@settings(max_examples=settings.default.max_examples // 4)
@given(asked((Scope.BODY, Scope.QUORUM, Scope.DEPARTURE), groups=True))
def test_of_groups_that_people_belong_to_as_many_are_told_apart_as_matter(question: Asked) -> None:
    answer = proof(question)
    event(f"{question.claim.scope}: {answer.standing}")
    agree(question, answer, *all_small(question))


@settings(max_examples=settings.default.max_examples // 4)
@given(asked((Scope.CHARTER,)))
def test_a_lawful_body_is_possible_if_one_was_found(question: Asked) -> None:
    """The evaluator never denies that some other body is lawful: it knows of none but the one it is shown."""
    some_lawful = any(one.status in TOLD for one in all_small(question)[0])
    denied = question.claim.claim.excerpt.text.startswith("!")
    answer = proof(question).standing
    event(f"{denied} {answer}")
    assert not some_lawful or answer is not (Standing.PROVED if denied else Standing.VIOLATED)


@pytest.mark.parametrize("text", ["vacancies == 0", "size(voting) >= 2", "size(body.members) >= 2"])
def test_seats_votes_and_body_of_a_subcommittee_are_those_of_its_parent(text: str) -> None:
    """What is so of every lawful parent is proved of it, however few members the subcommittee has."""
    lawful = clause("seats == 2 && size(members) == 2")
    allowed = clause("true", name="part", scope=Scope.EVENT, mode=Mode.ALLOW, when="event.kind == 'delegated'")
    claim = Property("claim", "made", "A claim.", Scope.SUBCOMMITTEE, expression(text), PLACE)
    question = Asked(policy([lawful, allowed]), claim)
    assert proof(question).standing is Standing.PROVED
    told = {one.status for one in all_small(question)[0]} - {PropertyStatus.NOT_ASSUMED}
    assert told == {PropertyStatus.UPHELD}


def test_whoever_is_in_no_ballot_that_is_read_is_in_one_that_is_not() -> None:
    """Of a vote in which only ayes and abstentions are read, the witness still says how everybody voted."""
    claim = Property("claim", "made", "A claim.", Scope.VOTE, expression("!(abstentions == ayes)"), PLACE)
    question = Asked(policy([clause("present == members", name="all", scope=Scope.QUORUM)]), claim)
    answer = proof(question)
    assert answer.standing is Standing.VIOLATED
    assert answer.witness is not None
    assert len(answer.witness.sets["noes"]) + len(answer.witness.sets["recused"]) == 1


@pytest.mark.parametrize("claim", ['possible("quorum")', '!possible("quorum")'])
def test_a_quorum_after_departures_is_one_of_those_who_are_left_though_nothing_else_speaks_of_them(claim: str) -> None:
    clauses = [clause("size(members) == 3"), clause("size(present) >= 1", name="q", scope=Scope.QUORUM)]
    question = Asked(policy(clauses), Property("c", "made", "A claim.", Scope.DEPARTURE, expression(claim), PLACE))
    answer = proof(question)
    assert answer.standing is Standing.VIOLATED
    agree(question, answer, *all_small(question))
