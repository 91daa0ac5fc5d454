"""Proofs beside classes of seats and relief: neither offices nor votes nor cures are ever assumed."""

from dataclasses import replace

import pytest

from made import PLACE, clause, day, expression, policy
from quorate.charter.document import Charter, Citation, Property, Relief, ReliefKind, Scope, SeatClass
from quorate.questions.prove import prove
from quorate.questions.prove.nouns import Standing

SIZE = clause("size(members) >= 3", name="size.minimum", topic="size")
QUORUM = clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM, topic="quorum")
OFFICER = SeatClass("treasurer", 1, PLACE, votes=0, ex_officio="treasurer")


def charter(*seats: SeatClass) -> Charter:
    found = policy([SIZE, QUORUM]).charter
    return replace(found, seats=seats)


def claimed(text: str, scope: Scope = Scope.BODY) -> Property:
    return Property("claim", "made", "", scope, expression(text), PLACE)


def standing(made: Charter, text: str, scope: Scope = Scope.BODY) -> Standing:
    def packs(name: str) -> Charter:
        raise KeyError(name)

    (found,) = prove(made, packs, [claimed(text, scope)], as_of=day("2026-06-30")).answers
    return found.standing


@pytest.mark.parametrize(
    ("text", "scope", "plain", "with_seats"),
    [
        ("size(members) >= 3", Scope.BODY, Standing.PROVED, Standing.PROVED),
        ("size(members) >= 4", Scope.BODY, Standing.VIOLATED, Standing.VIOLATED),
        ("offices.treasurer in members", Scope.BODY, Standing.VIOLATED, Standing.VIOLATED),
        ("size(voting) >= 3", Scope.BODY, Standing.PROVED, Standing.UNDECIDED),
        ("votes(members) >= 3", Scope.BODY, Standing.PROVED, Standing.UNDECIDED),
        ("size(ayes) <= size(present)", Scope.VOTE, Standing.PROVED, Standing.UNDECIDED),
    ],
)
def test_what_hangs_on_the_votes_of_a_class_is_not_proved(
    text: str, scope: Scope, plain: Standing, with_seats: Standing
) -> None:
    assert standing(charter(), text, scope) is plain
    assert standing(charter(OFFICER), text, scope) is with_seats
    assert standing(charter(replace(OFFICER, votes=1)), text, scope) is plain


def test_nothing_is_proved_or_refuted_by_relief() -> None:
    always = Relief("always", "made", ReliefKind.WAIVER, "", Citation(), PLACE, helps=("made/size.minimum",))
    spared = replace(charter(), relief=(always,))
    assert standing(spared, "size(members) >= 3") is Standing.PROVED
