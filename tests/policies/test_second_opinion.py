"""Another prover says the same of the properties of the charters that come with Quorate; by night of all of them."""

import pytest
from hypothesis import settings

from any_board import DAY
from quorate.charter.library import Library
from quorate.charter.properties import properties_asked
from quorate.charter.shipped import shipped
from quorate.engines.base import Limits
from quorate.questions.prove.answer import prove
from quorate.questions.prove.nouns import Standing

LIBRARY = Library((shipped("policies"),))
NIGHTLY = settings.default is not None and settings.default.max_examples > 100
SOME = {
    "aleris.compensation": ("quorum-floor", "independent-majority", "one-departure", "properties.composition"),
    "node.tsc": ("nobody-affiliated", "properties.vote"),
    "nixos.steering": ("one-vacancy-decides", "re-election-decides"),
    "kubernetes.steering": ("readings-agree",),
}


TRIED = (Standing.BOUNDED, Standing.VIOLATED)
"""What the evaluator alone may have found, where nothing can be proved: no prover was asked, so neither is a second."""


def charters() -> tuple[str, ...]:
    found = (LIBRARY.read(path).charter for path in sorted(shipped("policies").glob("*/*.yaml")))
    return tuple(each.id for each in found if each is not None and each.kind is not None)


@pytest.mark.parametrize("charter", charters() if NIGHTLY else SOME)
def test_a_second_prover_never_disagrees(charter: str) -> None:
    """By night it has a minute for each question, and may still not be able to tell of some."""
    document = LIBRARY.charter(charter)
    claims = properties_asked(document, () if NIGHTLY else SOME[charter], LIBRARY)
    limits = Limits(seconds=60 if NIGHTLY else 20)
    answers = prove(document, LIBRARY.charter, claims, as_of=DAY, limits=limits, cross_check=True).answers
    tried = [each for each in answers if each.standing in TRIED and each.checked is None]
    assert all(each.size or (each.witness is not None and each.witness.replayed) for each in tried)
    beyond = (Standing.NOT_APPLICABLE, Standing.UNDECIDED)
    decided = [each for each in answers if each.standing not in beyond and each not in tried]
    assert decided
    assert {each.checked for each in decided} <= {"cvc5 agrees", f"cvc5 could not tell in {limits.seconds:g} s"}
    assert any(each.checked == "cvc5 agrees" for each in decided)
