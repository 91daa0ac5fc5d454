"""Which slates a change gains and loses: both policies as formulas over one bag, counted exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

from quorate.cel.reading import names
from quorate.charter.document import Clause, Policy
from quorate.charter.evaluator import binding, lawful
from quorate.charter.state import State
from quorate.engines.base import (
    Capability,
    Constraint,
    Found,
    Impossible,
    OutOfTime,
    Problem,
    Ways,
)
from quorate.formula.ast import FALSE, Formula, Linear, all_of, at_least, negate, some_of
from quorate.formula.candidates import Ruling, Seats, Slate, SlateWorld, slate_world
from quorate.questions.diff.nouns import SlateChange
from quorate.questions.slates.counting import exchanged
from quorate.questions.slates.request import eligible_for
from quorate.questions.stress import Search
from quorate.source.diagnostic import InternalError

OF_THE_CHARTER = frozenset({"clauses", "duties"})
"""Words that mean something else under another charter."""


@dataclass(frozen=True)
class _Sides:
    """One bag with what makes a slate lawful: clauses of both policies, of the old alone, of the new alone."""

    world: SlateWorld
    body: str
    shared: tuple[Clause, ...]
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]

    def lawful(self, clauses: Sequence[Clause], version: str) -> Formula:
        return all_of(*(self.world.judgement(self.body, clause, version).lawful for clause in clauses))

    def unlawful(self, clauses: Sequence[Clause], version: str) -> Formula:
        return some_of(*(self.world.judgement(self.body, clause, version).broken for clause in clauses))

    def parts(self, *, after: bool) -> tuple[tuple[Sequence[Clause], str], ...]:
        """The clauses of one side, each with the version under which it is judged."""
        return (self.shared, "before"), ((self.new, "after") if after else (self.old, "before"))

    def outside(self) -> str | None:
        versions = (("before", (*self.shared, *self.old)), ("after", self.new))
        found = (self.world.outside(self.body, each, version) for version, clauses in versions for each in clauses)
        return next((why for why in found if why is not None), None)


def slate_change(
    before: Policy, after: Policy, state: State, body: str, search: Search, *, any_chair: bool = False
) -> SlateChange:
    """How the lawful slates of a body change; with `any_chair` the chair may be somebody who is no member."""
    sides = _sides(before, after, state, body, any_chair)
    outside = sides.outside()
    if outside is not None:
        return SlateChange(undecided=f"a clause does not come to formulas: it has {outside}")
    try:
        return _counted(sides, before, after, state, search)
    except OutOfTime as error:
        return SlateChange(undecided=str(error))


def _sides(before: Policy, after: Policy, state: State, body: str, any_chair: bool) -> _Sides:
    old, new = tuple(binding(before)), tuple(binding(after))
    shared = tuple(clause for clause in old if _same_in(clause, new, before, after))
    left = tuple(clause for clause in old if clause not in shared)
    right = tuple(clause for clause in new if not _same_in(clause, old, before, after))
    rulings = [Ruling(body, clause, before, "before") for clause in (*shared, *left)]
    rulings += [Ruling(body, clause, after, "after") for clause in right]
    eligible = eligible_for(state, body)
    seats = Seats(body, before, eligible, chair=frozenset(eligible) if any_chair else None)
    world = slate_world(state, [seats], (), rulings=rulings)
    return _Sides(world, body, shared, left, right)


def _same_in(clause: Clause, others: Sequence[Clause], before: Policy, after: Policy) -> bool:
    """Whether a clause stands in both policies and means the same under both."""
    same = any(_reads_alike(clause, other) for other in others)
    read = names(clause.rule.ast) | (names(clause.when.ast) if clause.when is not None else frozenset())
    facts = all(before.facts.get(key) == fact for key, fact in after.facts.items() if key in before.facts)
    return same and facts and not read & OF_THE_CHARTER


def _reads_alike(one: Clause, other: Clause) -> bool:
    if any(getattr(one, part) != getattr(other, part) for part in ("charter", "id", "scope", "in_force", "tested")):
        return False
    whens = [clause.when.ast if clause.when is not None else None for clause in (one, other)]
    return one.rule.ast == other.rule.ast and whens[0] == whens[1]


def _counted(sides: _Sides, before: Policy, after: Policy, state: State, search: Search) -> SlateChange:
    shared = sides.lawful(sides.shared, "before")
    old, new = sides.lawful(sides.old, "before"), sides.lawful(sides.new, "after")
    gained, lost = all_of(new, negate(old)), all_of(old, negate(new))
    both = _count(sides, state, all_of(shared, old, new), search)
    more, fewer = (
        _count(sides, state, all_of(shared, gained), search),
        _count(sides, state, all_of(shared, lost), search),
    )
    open_before, open_after = (_hanging(sides, after=side) for side in (False, True))
    hanging = _count(sides, state, some_of(open_before, open_after), search)
    return SlateChange(
        before=both + fewer,
        after=both + more,
        gained=more,
        lost=fewer,
        hanging=hanging,
        hanging_before=_count(sides, state, open_before, search) if hanging else 0,
        hanging_after=_count(sides, state, open_after, search) if hanging else 0,
        facts=_facts(sides, before, after, state, search) if hanging else (),
        example_gained=_example(sides, state, all_of(shared, gained), (before, after), search) if more else None,
        example_lost=_example(sides, state, all_of(shared, lost), (after, before), search) if fewer else None,
        reads_chair=sides.world.chair_read(sides.body),
    )


def _hanging(sides: _Sides, *, after: bool) -> Formula:
    """Where a slate is neither lawful nor unlawful, under the new policy or the old."""
    parts = sides.parts(after=after)
    return all_of(
        negate(some_of(*(sides.unlawful(*part) for part in parts))),
        negate(all_of(*(sides.lawful(*part) for part in parts))),
    )


def _facts(sides: _Sides, before: Policy, after: Policy, state: State, search: Search) -> tuple[str, ...]:
    """The facts on which slates hang: for every clause and kind of person, one such slate is judged on each side."""
    facts: set[str] = set()
    try:
        for policy, side in ((before, False), (after, True)):
            for clauses, version in sides.parts(after=side):
                for clause in clauses:
                    unknown = sides.world.judgement(sides.body, clause, version).unknown
                    wanted = all_of(_hanging(sides, after=side), unknown)
                    facts |= _facts_about(sides, policy, state, wanted, search)
    except OutOfTime:
        pass
    return tuple(sorted(facts))


def _facts_about(sides: _Sides, policy: Policy, state: State, wanted: Formula, search: Search) -> set[str]:
    """What slates of which something is true hang on, with someone of each class among the members."""
    bag, facts = sides.world.world.bag, set[str]()
    for each in bag.classes:
        inside = all_of(wanted, at_least(bag.size_in(each, f"{sides.body}.members"), 1))
        if inside == FALSE:
            continue
        problem = _problem(sides, state, inside)
        match search.solve(problem, Capability.FIND):
            case Found(assignment):
                slates = next(sides.world.named(assignment))
                member = next(person for person in slates[sides.body].members if person in each.ids)
                for other in each.ids:
                    there = sides.world.seated(exchanged(slates, member, other))
                    _, verdicts = lawful(policy, there, sides.body)
                    facts |= {fact for verdict in verdicts for fact in verdict.facts}
            case Impossible():
                pass
    return facts


def _problem(sides: _Sides, state: State, wanted: Formula) -> Problem:
    """Slates of at least one member and at most as many as there are seats, of which something is true."""
    size = sides.world.size(sides.body)
    constraints = [Constraint(name, formula) for name, formula in sides.world.laws]
    constraints.append(Constraint("search.somebody", at_least(size, 1)))
    seats = state.seats(sides.body)
    if seats is not None:
        constraints.append(Constraint("search.seats", at_least(Linear((), seats) - size)))
    constraints.append(Constraint("wanted", wanted))
    ways = tuple(Ways(filling.size, filling.cells) for filling in sides.world.world.bag.fillings)
    return Problem(sides.world.counts, tuple(constraints), (), ways)


def _count(sides: _Sides, state: State, wanted: Formula, search: Search) -> int:
    if wanted == FALSE:
        return 0
    return search.count(_problem(sides, state, wanted))


def _example(
    sides: _Sides, state: State, wanted: Formula, policies: tuple[Policy, Policy], search: Search
) -> Slate | None:
    """A slate that is lawful under the second policy and not under the first, by the reference evaluator too."""
    problem = _problem(sides, state, wanted)
    match search.solve(problem, Capability.FIND):
        case Found(assignment):
            slates = next(sides.world.named(assignment))
            seated = sides.world.seated(slates)
            unlawful, is_lawful = (lawful(policy, seated, sides.body)[0] for policy in policies)
            if is_lawful is not True or unlawful is True:
                raise InternalError(f"the slate {slates[sides.body].members} replayed as {unlawful} and {is_lawful}")
            return slates[sides.body]
        case Impossible():
            raise InternalError("a slate was counted and cannot be found")
