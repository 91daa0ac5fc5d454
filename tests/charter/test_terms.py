"""A shared property in a charter's own words says of that charter what its term says, whatever macros bind."""

from dataclasses import replace
from itertools import product

import pytest

from made import expression, fact, policy, roster
from quorate.cel.ast import Expr
from quorate.cel.evaluator import evaluate
from quorate.cel.parser import parse
from quorate.cel.printer import show
from quorate.cel.types import DATE
from quorate.charter.document import Charter, Policy, Property, Scope
from quorate.charter.occasions import occasions
from quorate.charter.tenure import state_of
from quorate.charter.terms import missing_terms, put_to, spelled
from quorate.charter.things import PersonThing
from quorate.source.span import Excerpt, Source, Span

SOURCE = Source("pack.yaml", "")
PLACE = Span(SOURCE, 0, 0)
PEOPLE = ("ann", "bob", "cat")

TERMS = (
    "m.good",
    "m != chair && m.good",
    "m.good && members.exists(n, n != m && n.good)",
    "members.exists(m, m.good) && !m.good",
    "members.filter(chair, chair != m).all(x, x.good)",
)
CLAIMS = (
    "members.all(m, m.independent)",
    "chair.independent",
    "size(members.filter(x, x.independent)) > half(members)",
    "members.exists(chair, chair.independent)",
    "members.all(members, members.independent)",
    "members.exists(n, n.independent && members.exists(m, m != n && m.independent))",
    "members.filter(n, n.independent).all(x, x == chair || members.exists(n, n != x && n.independent))",
    "members.exists(x, !x.independent ? chair.independent : x.good)",
)


def parsed(text: str) -> Expr:
    return parse(Excerpt.whole(text))


def pack_of(*names: str) -> Charter:
    made = policy(facts=[fact(name) for name in names]).charter
    return replace(made, id="asked", kind=None, source=SOURCE)


def saying(term: str | None) -> Policy:
    """A charter with facts `good` and the term, if any."""
    made = policy(facts=[fact("good")])
    terms = None if term is None else {"independent": expression(term)}
    return replace(made, charter=replace(made.charter, terms=terms))


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_spelled_claim_means_what_it_means_where_the_term_is_a_stated_fact(term: str, claim: str) -> None:
    mine = saying(term)
    stated = policy(facts=[fact("good"), fact("independent")])
    chairs = PEOPLE if "chair." in claim else (*PEOPLE, None)  # of a vacant chair a term may say something
    for chair, *good in product(chairs, (True, False), (True, False), (True, False)):
        facts = {person: {"good": is_good} for person, is_good in zip(PEOPLE, good, strict=True)}
        state = state_of(roster(PEOPLE, people=facts, chair=chair), {"committee": mine})
        here = occasions(mine, state, "committee", Scope.BODY)[0]
        values = {
            person: evaluate(
                parsed(term), here.variables.with_(m=PersonThing(here.state, person, "committee")), here.context
            )
            for person in PEOPLE
        }
        if not all(isinstance(value, bool) for value in values.values()):
            continue
        told = {person: {**facts[person], "independent": values[person]} for person in PEOPLE}
        other = state_of(roster(PEOPLE, people=told, chair=chair), {"committee": stated})
        there = occasions(stated, other, "committee", Scope.BODY)[0]
        own = evaluate(spelled(parsed(claim), pack_of("independent"), mine.charter), here.variables, here.context)
        shared = evaluate(parsed(claim), there.variables, there.context)
        assert own == shared or type(own) is type(shared) is not bool


def test_what_is_spelled_reads_as_it_would_be_written() -> None:
    mine = saying("m != chair && m.good").charter
    shown = {text: show(spelled(parsed(text), pack_of("independent"), mine)) for text in CLAIMS[:2]}
    assert list(shown.values()) == ["members.all(m, m != chair && m.good)", "chair != chair && chair.good"]
    caught = show(spelled(parsed("members.exists(chair, chair.independent)"), pack_of("independent"), mine))
    assert caught == "members.exists(chair2, chair2 != chair && chair2.good)"


def test_a_term_is_missing_where_the_charter_neither_says_it_nor_has_the_fact() -> None:
    claim = parsed("members.all(m, m.independent && m.good)")
    pack = pack_of("independent", "good")
    assert missing_terms(claim, pack, saying("m.good")) == ()
    assert missing_terms(claim, pack, saying(None)) == ("independent",)
    assert missing_terms(claim, pack, policy()) == ("independent", "good")
    assert missing_terms(claim, pack, policy(facts=[fact("independent", DATE), fact("good")])) == ("independent",)


def test_a_property_of_the_charter_itself_is_in_its_words_already() -> None:
    mine = saying("m.good")
    claim = Property("p", "made", "P.", Scope.BODY, expression(CLAIMS[0]), PLACE, when=expression(CLAIMS[1]))
    assert put_to(claim, mine.charter, mine) is claim
    asked = put_to(claim, pack_of("independent"), mine)
    assert asked.when is not None
    assert (show(asked.claim.ast), show(asked.when.ast)) == ("members.all(m, m.good)", "chair.good")
