"""Slates are exactly those that the reference evaluator calls lawful, counted and ranked as it judges them."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from math import comb
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import clause, expression, fact, policy, roster
from quorate.cel.evaluator import evaluate
from quorate.cel.types import STRING
from quorate.cel.values import Interval
from quorate.charter.document import Clause, Force, Policy, Scope
from quorate.charter.evaluator import judge, lawful
from quorate.charter.load import Library, open_roster
from quorate.charter.occasions import full_attendance, occasions
from quorate.charter.roster import Body, Membership, Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.engines.base import ENGINES, Capability, Found, Limits, engine
from quorate.engines.tables import Tables
from quorate.formula.candidates import Slate as Chosen
from quorate.formula.candidates import seated
from quorate.questions.slates import Seated, Slate, SlatesAnswer, proposed, search, slates
from quorate.source.diagnostic import CallError, InternalError, LanguageError

PEOPLE = ("ann", "bob", "cat", "dan", "eve")
FACTS = [fact("ind"), fact("fin"), fact("firm", STRING), fact("votes_before", default=False, has_default=True)]
CLAUSES = (
    clause("size(members) >= 2", name="size"),
    clause("size(members) <= 3", name="most"),
    clause("members.all(m, m.ind)", name="independence"),
    clause("size(members.filter(m, m.ind)) > half(members)", name="majority"),
    clause("members.exists(m, m.fin)", name="expert"),
    clause("chair in members && chair.ind", name="chair"),
    clause("chair != body.parent.chair", name="own-chair", when="size(members) >= 3"),
    clause("members.all(m, !(m.id in ['ann', 'bob']) || members.exists(n, n.id == 'cat'))", name="together"),
    clause("members.all(m, size(members.filter(n, n.firm == m.firm)) <= 1)", name="firms"),
    clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM),
    clause("size(present.filter(p, p.ind)) > half(present)", name="quorum-ind", scope=Scope.QUORUM),
    clause("vacancies <= 1", name="vacancies"),
    clause("size(members) >= 3 || chair.fin", name="small", when="members.exists(m, !m.fin)"),
    clause("size(members) * size(members) >= size(members) + 2", name="square"),
    clause("bodies.audit.members.all(m, !(m in members))", name="apart"),
    clause("bodies.audit.chair != chair", name="chairs-apart"),
)
BINDING = ("size", "apart", "square")
AIMS = tuple(
    replace(each, force=Force.SHOULD, id=f"aim-{each.id}")
    for each in CLAUSES
    if each.id not in ("size", "apart", "square")
)
WISHES = ("size(members.filter(m, m.fin))", "chair.fin", "-size(members)", "size(members) == 2", "third(members)")
truths = st.sampled_from([True, True, False, None])


@dataclass(frozen=True)
class Asked:
    """A roster with two committees that are bound by clauses, and what is wanted."""

    roster: Roster
    policies: dict[str, Policy]
    bodies: tuple[str, ...]
    options: dict[str, Any]


@st.composite
def questions(draw: st.DrawFn, *, unknowns: bool = True) -> Asked:
    people: dict[str, dict[str, object]] = {}
    for person in PEOPLE:
        known = {name: draw(truths if unknowns else st.booleans()) for name in ("ind", "fin")}
        firm = draw(st.sampled_from(["x", "y", "z"]))
        people[person] = {name: value for name, value in known.items() if value is not None} | {"firm": firm}
    today = draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))
    made = roster(today, people=people, board=PEOPLE, chair=draw(st.sampled_from([None, *today])), seats=4)
    audit = draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))
    chair = draw(st.sampled_from([None, *audit]))
    members = tuple(Membership(person) for person in audit)
    bodies = {**made.bodies, "audit": Body("audit", "audit", "made", None, members, chair, "board")}
    outside = draw(st.sampled_from([(), ("eve",)]))
    candidates = {each.id: replace(each, candidate=each.id not in outside) for each in made.people.values()}
    rules = draw(st.lists(st.sampled_from((*CLAUSES, *AIMS)), max_size=5, unique_by=lambda each: each.id))
    plain = [each for each in rules if "audit" not in each.id and "part" not in each.id]
    policies = {"committee": policy(rules, facts=FACTS), "audit": policy(plain[:2], facts=FACTS)}
    options: dict[str, Any] = {"prefer": tuple(draw(st.lists(st.sampled_from(WISHES), max_size=2, unique=True)))}
    if draw(st.booleans()):
        least = draw(st.integers(1, 3))
        options["sizes"] = (least, draw(st.integers(least, 4)))
    if draw(st.integers(0, 3)) == 0:
        options["keep"] = ("committee/bob",)
    if draw(st.integers(0, 3)) == 0:
        options["exclude"] = ("cat",)
    bodies_asked = draw(st.sampled_from([("committee",), ("committee",), ("committee", "audit")]))
    if len(bodies_asked) > 1:
        options["sizes"] = (1, 2)
    return Asked(replace(made, bodies=bodies, people=candidates), policies, bodies_asked, options)


# the same by brute force, from the reference evaluator alone


def named(asked: Asked, answer: SlatesAnswer) -> Iterator[dict[str, Chosen]]:
    """Every slate in the bodies' sizes, with every chair where the chair is read."""
    yield from (dict(zip(asked.bodies, each, strict=True)) for each in product(*_choices(asked, answer)))


def _choices(asked: Asked, answer: SlatesAnswer) -> Iterator[list[Chosen]]:
    least, most = asked.options.get("sizes", (1, len(PEOPLE)))
    for body in asked.bodies:
        out = set(asked.options.get("exclude", ()))
        people = [each.id for each in asked.roster.people.values() if each.candidate and each.id not in out]
        seats = asked.roster.bodies[body].seats or len(people)
        kept = {each.partition("/")[2] for each in asked.options.get("keep", ()) if each.startswith(body)}
        found = []
        for size in range(least, min(most, seats) + 1):
            for members in combinations(people, size):
                if kept <= set(members):
                    chairs = members if reads_chair(asked, body) else (None,)
                    found += [Chosen(members, chair) for chair in chairs]
        yield found


def reads_chair(asked: Asked, body: str) -> bool:
    """Whether a clause in hand, or a preference, reads the chair of a body."""
    texts = [(by, each) for by in asked.bodies for each in expressions(asked.policies[by])]
    texts += [(asked.bodies[0], wish) for wish in asked.options["prefer"]]
    words = {"committee": ("bodies.committee.chair",), "audit": ("bodies.audit.chair",)}[body]
    own_words = [
        text.replace("bodies.audit.chair", "").replace("parent.chair", "") for own, text in texts if own == body
    ]
    return any("chair" in text for text in own_words) or any(word in text for _, text in texts for word in words)


def expressions(own: Policy) -> Iterator[str]:
    for each in own.clauses:
        yield each.rule.excerpt.text
        if each.when is not None:
            yield each.when.excerpt.text


def outcome(asked: Asked, state: State) -> tuple[bool | None, set[str]]:
    """What the reference evaluator says, and the facts on which it hangs."""
    found = [lawful(asked.policies[body], state, body) for body in asked.bodies]
    outcomes = {each for each, _ in found}
    facts = {fact for _, verdicts in found for each in verdicts for fact in each.facts if each.status is Status.UNKNOWN}
    return (False if False in outcomes else None if None in outcomes else True), facts


def key(asked: Asked, state: State, slate: dict[str, Chosen]) -> tuple[object, ...]:
    """How good a slate is: aims met, preferences, changes, chairs kept."""
    met = sum(judged(asked, state, body, each) for body in asked.bodies for each in aims(asked.policies[body]))
    today = occasions(asked.policies[asked.bodies[0]], state, asked.bodies[0], Scope.BODY)[0]
    values = [
        _value(evaluate(expression(wish).ast, today.variables, today.context)) for wish in asked.options["prefer"]
    ]
    before = {body: asked.roster.bodies[body] for body in asked.bodies}
    old = {body: {member.person for member in each.members} for body, each in before.items()}
    changed = sum(len(old[body] ^ set(each.members)) for body, each in slate.items())
    chairs = sum(each.chair is not None and each.chair == before[body].chair for body, each in slate.items())
    return met, *values, -changed, chairs


def _value(value: object) -> Fraction:
    """Conditions count where they are true, a number that is not known exactly for its lower end."""
    match value:
        case Interval(low=low):
            return Fraction(low)
        case bool() | int() | Fraction():
            return Fraction(value)
        case _:
            return Fraction(0)


def aims(own: Policy) -> list[Clause]:
    return [each for each in own.clauses if each.force is Force.SHOULD]


def judged(asked: Asked, state: State, body: str, aim: Clause) -> bool:
    own = asked.policies[body]
    plain = occasions(own, state, body, Scope.BODY)[0]
    occasion = plain if aim.scope is Scope.BODY else full_attendance(own, state, body)
    return judge(aim, occasion).status in (Status.HOLDS, Status.NOT_APPLICABLE)


def ask(asked: Asked, **more: Any) -> SlatesAnswer:
    return slates(asked.roster, asked.policies, bodies=asked.bodies, **{**asked.options, **more})


def listed(answer: SlatesAnswer) -> list[dict[str, Chosen]]:
    return [{each.body: Chosen(each.members, each.chair) for each in slate.seats} for slate in answer.slates]


def as_set(found: list[dict[str, Chosen]]) -> set[object]:
    return {tuple((body, frozenset(each.members), each.chair) for body, each in slate.items()) for slate in found}


@settings(max_examples=settings().max_examples // 2)
@given(asked=questions())
def test_slates_are_those_of_brute_force(asked: Asked) -> None:
    """The set, the counts, the facts on which others hang, and the order."""
    answer = ask(asked, top=None)
    state = state_of(asked.roster, asked.policies)
    good, hanging, facts = [], 0, set[str]()
    for slate in named(asked, answer):
        said, open_facts = outcome(asked, seated(state, slate))
        good += [slate] if said is True else []
        hanging += said is None
        facts |= open_facts if said is None else set()
    assert as_set(listed(answer)) == as_set(good)
    assert len(answer.slates) == len(good) == answer.lawful
    assert answer.hanging == hanging
    assert set(answer.facts) == facts
    keys = [key(asked, seated(state, slate), slate) for slate in listed(answer)]
    assert keys == sorted(keys, reverse=True)


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions())
def test_every_engine_gives_the_same_slates(asked: Asked) -> None:
    expected = ask(asked, top=6)
    for name in ENGINES:
        ranks = Capability.OPTIMISE in engine(name).capabilities
        if ranks and (name != "exhaustive" or len(asked.bodies) == 1):
            answer = ask(asked, top=6, engine=name)
            assert (answer.slates, answer.lawful, answer.hanging) == (
                expected.slates,
                expected.lawful,
                expected.hanging,
            )


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions())
def test_the_best_are_the_first_of_all(asked: Asked) -> None:
    assert ask(asked, top=3).slates == ask(asked, top=None).slates[:3]


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions())
def test_counting_alone_counts_the_same(asked: Asked) -> None:
    counted, full = ask(asked, count_only=True), ask(asked)
    assert (counted.lawful, counted.hanging, counted.facts) == (full.lawful, full.hanging, full.facts)
    assert not counted.slates


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions())
def test_what_is_listed_may_be_proposed(asked: Asked) -> None:
    for slate in ask(asked).slates:
        assert proposed(asked.roster, asked.policies, slate.seats) is True


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions(unknowns=False))
def test_without_unknown_facts_nothing_hangs(asked: Asked) -> None:
    answer = ask(asked, count_only=True)
    assert answer.hanging == 0
    assert answer.facts == ()


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions(unknowns=False))
def test_barriers_say_what_is_so(asked: Asked) -> None:
    """Who is kept out sits in no lawful slate without wishes; without the clause there are as many as it says."""
    answer = ask(asked)
    for barrier in answer.barriers:
        if barrier.span is None or answer.replayed:
            continue
        bare = dict(asked.policies)
        for body in asked.bodies:
            names = {name.removeprefix(f"{body}: ") for name in barrier.names}
            bare[body] = policy([each for each in bare[body].clauses if each.id not in names], facts=FACTS)
        without = ask(replace(asked, policies=bare), count_only=True)
        if [each.chaired for each in without.bodies] == [each.chaired for each in answer.bodies]:
            assert without.lawful == barrier.without


# by hand


BOARD = Path(__file__).parents[2] / "scenarios" / "aleris" / "board.yaml"
THREE = [clause("size(members) == 3", name="size"), clause("members.all(m, m.ind)", name="independence")]


def plain(rules: list[Clause], people: dict[str, dict[str, object]], **more: Any) -> tuple[Roster, dict[str, Policy]]:
    """The committee of `made`, chaired by ann where she sits."""
    return roster(people=people, chair="ann", **more), {"committee": policy(rules, facts=FACTS)}


KNOWN: dict[str, dict[str, object]] = {person: {"ind": person != "bob", "fin": person == "dan"} for person in PEOPLE}


@pytest.fixture(scope="module")
def aleris() -> tuple[Roster, dict[str, Policy]]:
    opened, policies = open_roster(BOARD, Library(()))
    return opened, dict(policies)


def test_the_aleris_board_has_2460_committees_of_three_to_five(aleris: tuple[Roster, dict[str, Policy]]) -> None:
    answer = slates(*aleris, bodies=["compensation"], sizes=(3, 5), top=4)
    assert answer.lawful == sum(comb(10, size) * size for size in (3, 4, 5)) == 2460
    first, second, *_ = answer.slates
    best = Seated("compensation", ("clara-voss", "david-lindqvist", "elena-marchetti"), "clara-voss")
    assert first.seats == (best,)
    assert first.missed == ()
    assert second.reason == "another chair than today's: Elena Marchetti"
    assert answer.slates[3].reason == "2 changes rather than 1: Henry Achebe joins, Farid Haddad leaves"


def test_small_questions_load_no_solver(aleris: tuple[Roster, dict[str, Policy]]) -> None:
    program = f"""
import sys
from quorate.cli.app import main
try:
    main(["slates", {str(BOARD)!r}, "--body", "compensation", "--size", "3..5", "--quiet"])
except SystemExit as end:
    assert not end.code, end.code
loaded = {{name.partition(".")[0] for name in sys.modules}}
assert not loaded & {{"ortools", "z3", "constraint", "numpy", "pandas", "rich", "hypothesis"}}, loaded
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_board_and_its_committee_are_filled_together() -> None:
    """A committee chosen with its board sits in that board."""
    made, policies = plain(THREE, KNOWN, board=("ann", "bob", "cat"))
    rules = [clause("size(members) == 4", name="four"), clause("members.exists(m, m.id == 'bob')", name="bob")]
    answer = slates(made, {**policies, "board": policy(rules, facts=FACTS)}, bodies=["board", "committee"], top=None)
    assert answer.lawful == len(answer.slates) == comb(4, 3)
    for slate in answer.slates:
        board, committee = slate.seats
        assert set(committee.members) == set(board.members) - {"bob"}


def test_an_open_chair_is_not_counted() -> None:
    answer = slates(*plain(THREE, KNOWN), bodies=["committee"])
    assert answer.lawful == comb(4, 3)
    assert {slate.seats[0].chair for slate in answer.slates} == {None}
    chaired = slates(*plain(THREE, KNOWN), bodies=["committee"], prefer=["chair.fin"])
    assert chaired.lawful == 3 * comb(4, 3)
    assert chaired.slates[0].seats[0].chair == "dan"


def test_slates_that_hang_on_unknown_facts_are_counted_apart_and_the_facts_named() -> None:
    people = {**KNOWN, "cat": {"fin": False}, "eve": {"fin": False}}
    answer = slates(*plain(THREE, people), bodies=["committee"])
    assert (answer.lawful, answer.hanging) == (0, comb(4, 3))
    assert answer.facts == ("cat.ind", "eve.ind")
    assert not answer.none
    assert not answer.found


def test_each_rank_says_why_it_is_not_the_one_before() -> None:
    aim = clause("!members.exists(m, m.fin)", name="aim", force=Force.SHOULD)
    answer = slates(*plain([*THREE, aim], KNOWN), bodies=["committee"], prefer=["members.exists(m, m.id == 'eve')"])
    assert [slate.reason for slate in answer.slates] == [
        "",
        "falls short of `aim` (Dan)",
        "as good as the one before; the order of the roster decides",
        "`members.exists(m, m.id == 'eve')` is not so",
    ]


def test_what_stands_in_the_way_is_told() -> None:
    twins = [*THREE, clause("members.all(m, m.ind)", name="twin"), clause("members.exists(m, !m.ind)", name="other")]
    answer = slates(*plain(twins, KNOWN), bodies=["committee"])
    assert answer.none
    told = {barrier.names: barrier for barrier in answer.barriers}
    assert set(told) == {("independence", "twin"), ("other",)}
    assert told["independence", "twin"].keeps_out == ("bob",)
    assert (told["independence", "twin"].without, told["other",].without) == (comb(4, 2), comb(4, 3))


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"bodies": ["comittee"]}, "no-such-body"),
        ({"bodies": ["board"]}, "no-charter"),
        ({"keep": ["annn"]}, "no-such-person"),
        ({"keep": ["ann"], "exclude": ["ann"]}, "kept-and-excluded"),
        ({"keep": ["zoe"]}, "cannot-sit"),
        ({"keep": ["audit/ann"]}, "no-such-body"),
        ({"sizes": (4, 3)}, "bad-size"),
        ({"sizes": (0, 3)}, "bad-size"),
        ({"prefer": ["members"]}, "wrong-type"),
        ({"prefer": ["membres == members"]}, "unknown-name"),
        ({"prefer": ["size(members"]}, "syntax"),
        ({"prefer": ["size(members) * size(members)"]}, "unrankable-preference"),
        ({"engine": "magic"}, "unknown-engine"),
    ],
)
def test_a_call_that_makes_no_sense_is_told_what_is_wrong(options: dict[str, Any], code: str) -> None:
    made, policies = plain(THREE, {**KNOWN, "zoe": {}})
    with pytest.raises((CallError, LanguageError)) as error:
        slates(made, policies, **{"bodies": ["committee"], **options})
    assert code in {diagnostic.code for diagnostic in error.value.diagnostics}


def test_people_who_are_kept_in_one_of_several_bodies_are_named_with_it() -> None:
    made, policies = plain(THREE, KNOWN)
    both = {**policies, "board": policy([], facts=FACTS)}
    with pytest.raises(CallError) as error:
        slates(made, both, bodies=["committee", "board"], keep=["ann"])
    assert error.value.diagnostics[0].help == "write `committee/ann`"


def test_a_slate_that_does_not_replay_is_an_internal_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search.Search, "lawful", lambda self: ())
    with pytest.raises(InternalError, match=r"is not lawful: independence$"):
        slates(*plain(THREE, KNOWN), bodies=["committee"], keep=["bob"])


def test_a_slate_that_is_worth_something_else_is_an_internal_error(monkeypatch: pytest.MonkeyPatch) -> None:
    rank = Tables.rank

    def wrong(self: Tables, problem: Any, limits: Limits) -> Iterator[Found]:
        return (replace(found, values=(9, *found.values[1:])) for found in rank(self, problem, limits))

    monkeypatch.setattr(Tables, "rank", wrong)
    with pytest.raises(InternalError, match="is worth"):
        slates(*plain(THREE, KNOWN), bodies=["committee"])


def test_out_of_time_is_undecided_and_never_none() -> None:
    answer = slates(*plain(THREE, KNOWN), bodies=["committee"], limits=Limits(seconds=0.0))
    assert answer.lawful is None
    assert not answer.none
    assert answer.open_because is not None


def test_a_second_engine_agrees(aleris: tuple[Roster, dict[str, Policy]]) -> None:
    answer = slates(*aleris, bodies=["compensation"], sizes=(3, 3), cross_check=True)
    assert answer.second == "on the best: `python-constraint` agrees; on the count: `python-constraint` agrees"


class Listener:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.answers: list[SlatesAnswer] = []
        self.stages: list[str] = []

    def stage(self, text: str, total: int | None = None) -> None:
        self.stages.append(text)

    def advance(self, done: int, note: str = "") -> None: ...

    def found(self, answer: object) -> None:
        assert isinstance(answer, SlatesAnswer)
        self.answers.append(answer)


def test_whoever_interrupts_has_what_was_found_so_far() -> None:
    listener, told = Listener(), []

    def interrupt(answer: SlatesAnswer, slate: Slate) -> None:
        told.append(slate)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        slates(*plain(THREE, KNOWN), bodies=["committee"], told=interrupt, reporter=listener)
    assert listener.answers[-1].slates == tuple(told[:2])
    assert listener.stages == ["reading the clauses", "ranking slates"]
