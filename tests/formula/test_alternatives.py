"""A fact that may change is read, in formulas, as the reference evaluator reads it in the roster with that change."""

from dataclasses import replace
from itertools import product

from hypothesis import event, given, settings
from hypothesis import strategies as st

from illustrative_rosters import FACTS, organisations, policies, subsets
from made import expression, fact
from quorate.charter.changed import with_facts
from quorate.charter.document import Clause, Policy, Scope
from quorate.charter.evaluator import judge
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.formula.alternatives import Alternative
from quorate.formula.ast import Count
from quorate.formula.candidates import Seats, Slate, on, seated, slate_world
from quorate.formula.evaluator import holds
from quorate.formula.judgement import Judgement

BODY = "committee"
DEFINED = (
    fact("sound", define="self.ind && self.fin"),
    fact("backed", define="self.mentor.ind || self.fin"),
    fact("light", define="self.terms_left + 1 <= (self.sound ? 4 : 1)"),
)
VALUES = {"ind": (True, False), "fin": (True, False), "firm": ("a", "b"), "terms_left": (0, 2), "sound": (True, False)}


def status(judged: Judgement, assignment: dict[Count, int]) -> list[Status]:
    rows = (
        (Status.HOLDS, judged.holds),
        (Status.BROKEN, judged.broken),
        (Status.NOT_APPLICABLE, judged.not_applicable),
        (Status.UNKNOWN, judged.unknown),
    )
    return [found for found, formula in rows if holds(formula, assignment)]


def rewritten(clause: Clause, fact_name: str) -> Clause:
    """The clause with another fact in the place of `ind`."""
    texts = (
        part and expression(part.excerpt.text.replace(".ind", f".{fact_name}")) for part in (clause.rule, clause.when)
    )
    rule, when = texts
    assert rule is not None
    return replace(clause, rule=rule, when=when)


@st.composite
def changes(draw: st.DrawFn, roster: Roster) -> tuple[Alternative, ...]:
    """A few facts of a few people with what they may become."""
    places = st.tuples(st.sampled_from(tuple(roster.people)), st.sampled_from(tuple(VALUES)))
    chosen = draw(st.lists(places, min_size=1, max_size=3, unique=True))
    return tuple(
        Alternative(person, name, tuple(draw(st.lists(st.sampled_from(VALUES[name]), min_size=1, unique=True))))
        for person, name in chosen
    )


@st.composite
def made_policies(draw: st.DrawFn) -> Policy:
    policy = draw(policies((Scope.BODY, Scope.QUORUM)))
    names = st.sampled_from(("ind", "ind", "sound", "backed", "light"))
    clauses = tuple(rewritten(clause, draw(names)) for clause in policy.clauses)
    facts = {(each.holder, each.name): each for each in (*FACTS, *DEFINED)}
    return replace(policy, clauses=clauses, facts=facts)


@settings(max_examples=max(1, settings.default.max_examples // 3))
@given(made_policies(), organisations(), st.booleans(), st.data())
def test_every_slate_of_every_changed_roster_is_judged_as_by_the_evaluator(
    policy: Policy, roster: Roster, merge: bool, data: st.DataObject
) -> None:
    alternatives = data.draw(changes(roster))
    state = state_of(roster, {BODY: policy})
    everyone = tuple(roster.people)[:3]
    clauses = [(BODY, clause) for clause in policy.clauses]
    world = slate_world(state, [Seats(BODY, policy, everyone)], clauses, alternatives=alternatives, merge=merge)
    inside = [clause for clause in policy.clauses if not world.outside(BODY, clause)]
    for clause in policy.clauses:
        event(f"outside: {world.outside(BODY, clause)}" if clause not in inside else "inside")
    for given_ in product(*((None, *range(len(each.values))) for each in alternatives)):
        chosen = [(each, index) for each, index in zip(alternatives, given_, strict=True) if index is not None]
        counts = [each.counts[index] for each, index in chosen]
        facts = {(each.person, each.fact): each.values[index] for each, index in chosen}
        changed = state_of(with_facts(roster, facts), {BODY: policy})
        for members in subsets(everyone):
            for chair in (None, *members) if world.chair_read(BODY) else (None,):
                slates = {BODY: Slate(members, chair)}
                assignment = world.assignment(slates, counts)
                assert all(holds(law, assignment) for _, law in (*world.world.laws,))
                for clause in inside:
                    found = judge(clause, on(seated(changed, slates), policy, BODY, clause), explain=False)
                    judged = status(world.judgement(BODY, clause), assignment)
                    assert judged == [found.status], (clause.rule.excerpt.text, slates, facts)
