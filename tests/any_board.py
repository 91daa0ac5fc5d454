"""Every small body that a charter could have, and what becomes of a property in each: brute force to compare with.

People differ in the facts that the claim and what it assumes read; everybody in them is illustrative.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, combinations_with_replacement, product

from quorate.cel.reading import fields_read
from quorate.cel.types import BOOL
from quorate.charter.claim_names import counted
from quorate.charter.claims import PropertyVerdict, Situation, assumed, judge_property, not_applicable
from quorate.charter.document import Charter, Policy, Property, Scope
from quorate.charter.roster import Body, Membership, Person, Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.terms import put_to
from quorate.source.span import Source, Span

SOURCE = Source("any-board.yaml", "")
PLACE = Span(SOURCE, 0, 0)
DAY = date(2026, 6, 30)
BODY = "committee"
PARTS = ("ayes", "noes", "abstentions", "recused")

Profile = Mapping[str, object]
Case = tuple[State, Situation, PropertyVerdict]


def facts_in(policy: Policy, claim: Property) -> tuple[str, ...]:
    """The Boolean facts of people that a claim, and the clauses that it assumes or names, read; in order."""
    state = board(policy, ())
    clauses = (*assumed(policy, claim, state), *counted(policy, claim, DAY))
    expressions = [claim.claim, claim.when, *(part for clause in clauses for part in (clause.rule, clause.when))]
    read = {name for one in expressions if one is not None for name in fields_read(one.ast)}
    declared = (name for (holder, name), fact in policy.facts.items() if holder == "person" and fact.type == BOOL)
    return tuple(name for name in declared if name in read)


def board(
    policy: Policy, members: Sequence[Profile], chair: int | Profile | None = None, seats: int | None = None
) -> State:
    """A body under a charter: members by their facts, the chair one of them by place, somebody else, or nobody."""
    people = {f"m{place}": Person(f"m{place}", f"Member {place}", dict(facts)) for place, facts in enumerate(members)}
    seated = tuple(Membership(person, since=DAY) for person in people)
    named = f"m{chair}" if isinstance(chair, int) else None
    if isinstance(chair, Mapping):
        named = "outsider"
        people[named] = Person(named, "Outsider", dict(chair))
    kind = policy.charter.kind or BODY
    bodies = {BODY: Body(BODY, kind, policy.charter.id, seats, seated, named)}
    if kind != "board":
        bodies["board"] = Body("board", "board", members=tuple(Membership(person) for person in people))
    roster = Roster("any", "Any", DAY, SOURCE, PLACE, people=people, bodies=bodies)
    roster = replace(roster, board=BODY if kind == "board" else "board")
    return state_of(roster, {BODY: policy})


def profiles(values: Mapping[str, Sequence[object]]) -> tuple[Profile, ...]:
    """Every combination of the values that facts may have."""
    return tuple(dict(zip(values, chosen, strict=True)) for chosen in product(*values.values()))


def bodies(
    policy: Policy,
    values: Mapping[str, Sequence[object]],
    sizes: Sequence[int],
    seats: Sequence[int | None] = (None,),
) -> Iterator[State]:
    """Every body of some sizes: like people are told apart by their chair alone; seats below the size are left out."""
    known = profiles(values)
    for size in sizes:
        for members in combinations_with_replacement(range(len(known)), size):
            shown = [known[index] for index in members]
            chairs: list[int | Profile | None] = [None, *(members.index(index) for index in dict.fromkeys(members))]
            for chair, fixed in product([*chairs, *known], seats):
                if fixed is None or fixed >= size:
                    yield board(policy, shown, chair, fixed)


def situations(scope: Scope, people: Sequence[str], subject: str | None = None) -> Iterator[Situation]:
    """Every situation of a scope in a body of these members; a vote is about the subject, if one is given."""
    match scope:
        case Scope.QUORUM:
            yield from (Situation(present=some) for some in _some(people))
        case Scope.VOTE:
            for way in product((*PARTS, "absent"), repeat=len(people)):
                pairs = tuple(zip(people, way, strict=True))
                cast = {part: tuple(one for one, chosen in pairs if chosen == part) for part in PARTS}
                present = tuple(one for one, chosen in pairs if chosen != "absent")
                yield Situation(
                    present, cast["ayes"], cast["noes"], cast["abstentions"], cast["recused"], subject=subject
                )
        case Scope.DEPARTURE:
            yield from (Situation(departed=some) for some in _some(people))
        case Scope.SUBCOMMITTEE:
            yield from (Situation(members=some) for some in _some(people) if some)
        case _:
            yield Situation()


def _some(people: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (some for size in range(len(people) + 1) for some in combinations(people, size))


def cases(
    policy: Policy,
    claim: Property,
    sizes: Sequence[int],
    *,
    pack: Charter | None = None,
    values: Mapping[str, Sequence[object]] | None = None,
    seats: Sequence[int | None] = (None,),
    subject: str | None = None,
) -> Iterator[Case]:
    """What becomes of a property in every situation of every body of some sizes, the smallest first.

    `values` are those of the facts that are read; without them, the Boolean ones are each true and false.
    """
    asked = claim if pack is None else put_to(claim, pack, policy)
    known = values if values is not None else dict.fromkeys(facts_in(policy, asked), (True, False))
    for state in bodies(policy, known, sizes, seats):
        people = tuple(state.seating(BODY).members)
        for situation in situations(claim.scope, people, subject):
            yield state, situation, judge_property(policy, state, BODY, asked, situation)


def reasons_against(policy: Policy, claim: Property, pack: Charter | None = None) -> tuple[str, ...]:
    """Why the property cannot be asked of the charter, if it cannot."""
    return not_applicable(policy, claim, board(policy, ()), pack)
