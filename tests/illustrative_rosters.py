"""Random clauses over small illustrative rosters, for tests that compare formulas with the reference evaluator."""

from collections.abc import Iterator
from itertools import chain, combinations

from hypothesis import strategies as st

from made import clause, fact, policy, roster
from quorate.cel.types import INT, PERSON, STRING
from quorate.charter.document import Clause, Force, Policy, Scope
from quorate.charter.roster import Membership, Roster

FACTS = (fact("ind"), fact("fin"), fact("firm", STRING), fact("terms_left", INT), fact("mentor", PERSON))
PEOPLE = ("ann", "bob", "cat", "dan", "eve", "fay")

_TESTS = (
    "m.ind", "m.fin", "!m.ind", "m.ind && m.fin", "m.firm == 'a'", "m != chair", "m == chair", "m.terms_left >= 1",
    "m in board.members", "m.ind || m == chair", "m.mentor in members", "m.votes > 0", "m.mentor == chair",
)  # fmt: skip
_BODY = (
    "size(members) >= {n}", "size(members) <= {n} + 2", "members.all(m, {t})", "members.exists(m, {t})",
    "members.exists_one(m, {t})", "size(members.filter(m, {t})) >= {n}", "size(members.filter(m, {t})) > {s}(members)",
    "size(members.filter(m, {t})) == {n}", "chair in members", "chair.ind", "chair.fin && chair in board.members",
    "members.all(m, size(members.filter(o, o.firm == m.firm)) <= {s}(members))", "vacancies <= {n}",
    "members.all(m, ({t}) || members.exists(o, o != m && o.ind))", "votes(members) >= {n}",
    "size(members.map(m, m.firm).distinct()) >= {n}", "body.members == members && size(voting) >= {n}",
    "bodies.board.members.exists(b, !(b in members) && b.ind)", "members.map(m, m.terms_left).sum() >= {n}",
    "size(members) >= ({e} ? 2 : 1)", "size(members) * size(members) >= {n}",
    "[{n}, size(members.filter(m, {t}))].max() <= 2",
)  # fmt: skip
_QUORUM = (
    "size(present) >= {n}", "size(present) > {s}(members)", "present.exists(m, {t})", "chair in present",
    "size(present.filter(m, {t})) > half(present)", "members.all(m, m in present || {t})", "votes(present) >= {n}",
)  # fmt: skip
_VOTE = (
    "size(ayes) > half(present)", "size(ayes) > half(voting)", "size(ayes) > {s}(members)", "cast >= {n}",
    "ayes.exists(m, {t})", "!(chair in recused)", "size(recused.filter(m, {t})) <= {n}", "votes(ayes) > {n}",
    "size(abstentions) <= {n} && size(noes) == 0", "voting.all(m, {t})",
)  # fmt: skip
_RULES = {Scope.BODY: _BODY, Scope.QUORUM: _QUORUM, Scope.VOTE: _VOTE}


@st.composite
def rules(draw: st.DrawFn, scope: Scope, *, other_than_first: bool = False) -> str:
    """A condition in the words of a scope; it may ask for the first clause if it is another."""

    def one() -> str:
        text = draw(st.sampled_from((*_RULES[scope], *_BODY) if scope is not Scope.BODY else _BODY))
        test, other = draw(st.sampled_from(_TESTS)), draw(st.sampled_from(_TESTS))
        share = draw(st.sampled_from(("half", "third", "quarter")))
        numbers = {"n": draw(st.integers(0, 4)), "s": share, "t": test, "e": f"members.exists(m, {other})"}
        return text.format(**numbers)

    shape = draw(st.integers(0, 6))
    if shape == 6:
        return f"!holds('rule0') || ({one()})" if other_than_first else one()
    if shape == 0:
        return f"({one()}) && ({one()})"
    if shape == 1:
        return f"({one()}) || ({one()})"
    return f"!({one()})" if shape == 2 else one()


@st.composite
def clauses(draw: st.DrawFn, scopes: tuple[Scope, ...] = (Scope.BODY, Scope.QUORUM), name: str = "rule") -> Clause:
    scope = draw(st.sampled_from(scopes))
    when = draw(st.none() | st.none() | rules(scope))
    force = draw(st.sampled_from((Force.MUST, Force.MUST, Force.SHOULD)))
    rule = rules(scope, other_than_first=name not in ("rule", "rule0"))
    return clause(draw(rule), name=name, scope=scope, when=when, force=force)


def policies(scopes: tuple[Scope, ...], most: int = 3) -> st.SearchStrategy[Policy]:
    @st.composite
    def drawn(draw: st.DrawFn) -> Policy:
        number = draw(st.integers(1, most))
        return policy([draw(clauses(scopes, f"rule{index}")) for index in range(number)], (), FACTS)

    return drawn()


@st.composite
def organisations(draw: st.DrawFn, *, most: int = 5, least: int = 0) -> Roster:
    """A committee of a few kinds of people, some of whose facts are not known; a board; sometimes seats and terms."""
    kinds = draw(st.lists(_KINDS, min_size=1, max_size=3))
    everyone = PEOPLE[: draw(st.integers(max(2, least), 6))]
    people = {name: _known(draw(st.sampled_from(kinds))) for name in everyone}
    for name in draw(st.lists(st.sampled_from(everyone), max_size=2, unique=True)):
        people[name]["mentor"] = draw(st.sampled_from(everyone))
    names = everyone[: draw(st.integers(least, most))]
    members = [Membership(name, votes=draw(st.sampled_from((1, 1, 1, 0, 2)))) for name in names]
    return roster(
        members,
        chair=draw(st.sampled_from((None, *everyone))),
        seats=draw(st.sampled_from((None, 3, 5))),
        people=people,
        board=draw(st.sampled_from((everyone, everyone[::2]))),
    )


_KINDS = st.fixed_dictionaries(
    {
        "ind": st.sampled_from((True, True, False, None)),
        "fin": st.sampled_from((True, False)),
        "firm": st.sampled_from(("a", "b", None)),
        "terms_left": st.sampled_from((0, 1, 3, None)),
    }
)


def _known(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value is not None}


def subsets(people: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(people, size) for size in range(len(people) + 1))
