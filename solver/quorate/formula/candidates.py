"""The world of the candidates of a roster: which slates could sit, in one body or in several at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

from quorate.cel.ast import Expr
from quorate.cel.reading import fields_read, names
from quorate.charter.document import Clause, Policy, Scope
from quorate.charter.occasions import Occasion, full_attendance, occasions
from quorate.charter.roster import Membership
from quorate.charter.state import State
from quorate.formula.alternatives import Alternative, Changing, held_over_by_chance
from quorate.formula.ast import Count, Formula, Linear, at_least, equal
from quorate.formula.bag import ChosenSet, total
from quorate.formula.expand import Rows, Unrolling, assign, draw, expand
from quorate.formula.judgement import Judgement
from quorate.formula.symbolic import Cases, OutsideFragment
from quorate.formula.wording import Searched, Speech, Swap, common_symbols, inlined, swapped
from quorate.formula.world import Asked, Candidate, Choice, World, world


@dataclass(frozen=True, slots=True)
class Slate:
    """A proposed membership and chair; `chair` is none where nothing reads it and it stays open."""

    members: tuple[str, ...]
    chair: str | None = None


Slates = Mapping[str, Slate]
"""A slate for each searched body."""

ALIKE: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Seats:
    """A body to be filled: its policy, who may serve, who must, and whether the chair may be no member.

    `within` is another body to be filled, of which its members must be members.
    """

    body: str
    policy: Policy
    eligible: tuple[str, ...]
    keep: frozenset[str] = frozenset()
    chair: frozenset[str] | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """An expression in the words of a body, to be preferred where true, or the higher the better."""

    name: str
    body: str
    expr: Expr


@dataclass(frozen=True, slots=True)
class Ruling:
    """A clause judged of a body under a policy that need not be the body's own: that of an amended charter."""

    body: str
    clause: Clause
    policy: Policy
    version: str


def renewed(state: State, body: str, person: str) -> Membership:
    """The membership of a candidate: today's while it lasts, else a new one."""
    today = state.seating(body).members.get(person)
    if today is None:
        return state.new_place(body, person)
    if today.term_ends is None or today.term_ends >= state.as_of:
        return today
    return replace(today, term_ends=state.new_term_ends(body), terms=None if today.terms is None else today.terms + 1)


def lasting(state: State, body: str) -> frozenset[str]:
    """Today's members whose membership goes on in a slate; whoever else sits in it joins."""
    members = state.seating(body).members
    return frozenset(person for person, today in members.items() if renewed(state, body, person) == today)


def seated(state: State, slates: Slates) -> State:
    """The state in which the slates sit."""
    for body, slate in slates.items():
        members = [renewed(state, body, person) for person in slate.members]
        state = state.with_body(body, members, slate.chair)
    return state


def on(occasion_state: State, policy: Policy, body: str, clause: Clause) -> Occasion:
    """The occasion on which a clause of scope body or quorum is judged of a slate: today, at full attendance."""
    if clause.scope is Scope.QUORUM:
        return full_attendance(policy, occasion_state, body)
    return occasions(policy, occasion_state, body, clause.scope, clause.per)[0]


@dataclass(frozen=True)
class SlateWorld:
    """Everything a search for slates needs, as formulas over the counts of one bag."""

    world: World
    state: State
    seats: tuple[Seats, ...]
    speeches: Mapping[tuple[str, str, str, str], Speech] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()

    @property
    def counts(self) -> tuple[Count, ...]:
        return (*self.world.counts, *(count for each in self.alternatives for count in each.counts))

    @property
    def laws(self) -> tuple[tuple[str, Formula], ...]:
        """What every slate fulfils: the bag's laws, people kept, exactly one chair where anything reads it.

        Of a fact that may change, one value at most is given.
        """
        changes = ((f"change.{each.key}", each.law) for each in self.alternatives if len(each.values) > 1)
        return (*self.world.laws, *self._kept(), *self._chairs(), *changes)

    def _kept(self) -> Iterator[tuple[str, Formula]]:
        for seats in self.seats:
            for person in sorted(seats.keep):
                each = self.world.bag.by_id[person]
                kept = self.world.bag.size_in(each, f"{seats.body}.members")
                yield f"search.keep.{seats.body}.{person}", at_least(kept, len(each.ids))

    def _chairs(self) -> Iterator[tuple[str, Formula]]:
        for seats in self.seats:
            if self.chair_read(seats.body):
                yield f"search.chair.{seats.body}", equal(self.world.bag.size(f"{seats.body}.chair"), 1)

    def chair_read(self, body: str) -> bool:
        """Whether anything in hand reads the chair; otherwise it stays open and is not counted."""
        return f"{body}.chair" in self.world.bag.by_name

    def judgement(self, body: str, clause: Clause, version: str = "") -> Judgement:
        found = self.speeches[version, body, clause.charter, clause.id].judgement(self.world)
        if clause.scope is not Scope.BODY or clause.tested == "always":
            return found
        joining = at_least(self.size(body) - self.members_among(body, lasting(self.state, body)), 1)
        return found.where(joining)

    def outside(self, body: str, clause: Clause, version: str = "") -> str | None:
        """Why a clause does not come to formulas, if it does not: then only replaying tells."""
        return self.speeches[version, body, clause.charter, clause.id].outside(self.world)

    def wish(self, name: str) -> Cases:
        return self.world.values[f"wish:{name}"]

    def size(self, body: str) -> Linear:
        return self.world.bag.size(f"{body}.members")

    def members_among(self, body: str, people: Collection[str]) -> Linear:
        """How many of these people are members; classes must not be parted by them (today's members are not)."""
        bag = self.world.bag
        return total(bag.size_in(each, f"{body}.members") for each in bag.classes if each.ids[0] in people)

    def chair_among(self, body: str, people: Collection[str]) -> Linear:
        bag = self.world.bag
        return total(bag.size_in(each, f"{body}.chair") for each in bag.classes if each.ids[0] in people)

    def named(self, assignment: Mapping[Count, int]) -> Iterator[Slates]:
        """The slates that an assignment stands for, in canonical order."""
        for chosen in expand(self.world.bag, assignment):
            yield {seats.body: self._slate(seats.body, chosen) for seats in self.seats}

    def rows(self, assignment: Mapping[Count, int]) -> Rows:
        """The slates that an assignment stands for as plain rows of people, quickly and in no promised order."""
        return self._unrolling.rows(assignment)

    @cached_property
    def _unrolling(self) -> Unrolling:
        return Unrolling(self.world.bag)

    def drawn(self, assignment: Mapping[Count, int], chance: Random) -> Slates:
        """One of the slates that an assignment stands for, each as likely."""
        chosen = draw(self.world.bag, assignment, chance)
        return {seats.body: self._slate(seats.body, chosen) for seats in self.seats}

    def _slate(self, body: str, chosen: Mapping[str, tuple[str, ...]]) -> Slate:
        chair = chosen.get(f"{body}.chair", ())
        return Slate(chosen[f"{body}.members"], chair[0] if chair else None)

    def assignment(self, slates: Slates, changes: Collection[Count] = ()) -> dict[Count, int]:
        """The counts, derived ones included, of named slates, with the facts that are changed."""
        sets: dict[str, tuple[str, ...]] = {}
        for body, slate in slates.items():
            sets[f"{body}.members"] = slate.members
            sets[f"{body}.chair"] = () if slate.chair is None else (slate.chair,)
        changed = {count: int(count in changes) for each in self.alternatives for count in each.counts}
        return self.world.complete(assign(self.world.bag, sets) | changed)

    def seated(self, slates: Slates) -> State:
        """The state in which the slates sit, for replaying."""
        return seated(self.state, slates)


def slate_world(
    state: State,
    seats: Sequence[Seats],
    clauses: Sequence[tuple[str, Clause]],
    wishes: Sequence[Wish] = (),
    *,
    rulings: Sequence[Ruling] = (),
    alternatives: Sequence[Alternative] = (),
    merge: bool = True,
    apart: Mapping[str, object] = ALIKE,
) -> SlateWorld:
    """The world in which the given bodies are filled; `clauses` are pairs of a body and a clause judged of it.

    People whose marks in `apart` differ are never alike. With `alternatives`, facts may be changed too;
    `OutsideFragment` where it hangs on them who sits in a body anyway.
    """
    if held_over_by_chance(state, alternatives):
        raise OutsideFragment("whether somebody holds over, by a fact that may change")
    policies = {**state.policies, **{each.body: each.policy for each in seats}}
    everyone = seated(state, {each.body: Slate(each.eligible) for each in seats})
    searched = [Searched(each.body, f"{each.body}.members", f"{each.body}.chair") for each in seats]
    all_rulings = [*(Ruling(body, clause, policies[body], "") for body, clause in clauses), *rulings]
    stage = _Stage(everyone, searched, Changing(alternatives))
    speeches = [stage.speech(each) for each in all_rulings]
    asked = [part for speech in speeches for part in speech.asked()]
    asked += [stage.asked(wish, policies[wish.body]) for wish in wishes]
    choice = _choice(state, seats, stage.changing.people, apart)
    if not _speaks_of_chairs(asked, policies.values()):
        choice = choice.without(choice.optional)
    found = world(choice, asked, merge=merge)
    by_clause = {(each.version, each.occasion.body, each.clause.charter, each.clause.id): each for each in speeches}
    return SlateWorld(found, state, tuple(seats), by_clause, tuple(alternatives))


def _speaks_of_chairs(asked: Sequence[Asked], policies: Iterable[Policy]) -> bool:
    """Whether anybody's chair can be read at all: the word stands somewhere, or in what a fact is defined by."""
    defined = (fact.define.ast for policy in policies for fact in policy.facts.values() if fact.define is not None)
    return any("chair" in names(expr) | fields_read(expr) for expr in (*(each.expr for each in asked), *defined))


@dataclass(frozen=True, slots=True)
class _Stage:
    """The state in which everybody sits, and what words mean there on an occasion, the same for all clauses."""

    everyone: State
    searched: Sequence[Searched]
    changing: Changing
    _meant: dict[int, tuple[Occasion, Mapping[str, Cases], Swap]] = field(default_factory=dict)

    def speech(self, ruling: Ruling) -> Speech:
        occasion = on(self.everyone, ruling.policy, ruling.body, ruling.clause)
        symbols, swap = self._words(occasion)
        if ruling.clause.scope is Scope.QUORUM:
            symbols = {**symbols, "present": symbols["members"]}
        return Speech(ruling.clause, occasion, symbols, swap, ruling.version)

    def asked(self, wish: Wish, policy: Policy) -> Asked:
        occasion = occasions(policy, self.everyone, wish.body, Scope.BODY)[0]
        symbols, swap = self._words(occasion)
        expr = inlined(wish.expr, occasion.policy)
        return Asked(f"wish:{wish.name}", expr, occasion.variables, symbols, swap, occasion.context)

    def _words(self, occasion: Occasion) -> tuple[Mapping[str, Cases], Swap]:
        known = self._meant.get(id(occasion))
        if known is None:
            swap = {**self.changing.things(occasion.state), **swapped(occasion, self.searched, {})}
            known = self._meant[id(occasion)] = occasion, common_symbols(occasion, self.searched, swap), swap
        return known[1], known[2]


def _choice(state: State, seats: Sequence[Seats], alone: Collection[str], apart: Mapping[str, object]) -> Choice:
    """Who may be in which set; today's members and chairs, and those `alone`, are told from the others."""
    order = [*state.roster.people, *(person for each in seats for person in each.eligible)]
    eligible = {person for each in seats for person in each.eligible}
    people = [person for person in dict.fromkeys(order) if person in eligible]
    sets = [made for each in seats for made in _sets(each)]
    chairs = frozenset(made.name for made in sets if made.most == 1)
    today = [_Today.of(state, each) for each in seats]
    candidates = tuple(_candidate(person, today, person if person in alone else apart.get(person)) for person in people)
    return Choice(candidates, tuple(sets), optional=chairs)


def _sets(seats: Seats) -> tuple[ChosenSet, ChosenSet]:
    members = ChosenSet(f"{seats.body}.members", f"{seats.within}.members" if seats.within is not None else None)
    within = members.name if seats.chair is None else None
    return members, ChosenSet(f"{seats.body}.chair", within, most=1)


@dataclass(frozen=True, slots=True)
class _Today:
    """A body to be filled as lookups: who may, who sits in it today and goes on, who chairs it."""

    seats: Seats
    eligible: frozenset[str]
    heads: frozenset[str]
    members: Collection[str]
    lasting: frozenset[str]
    chair: object

    @classmethod
    def of(cls, state: State, seats: Seats) -> "_Today":
        eligible = frozenset(seats.eligible)
        heads = eligible if seats.chair is None else seats.chair
        members = state.seating(seats.body).members
        return cls(seats, eligible, heads, members, lasting(state, seats.body), state.chair(seats.body))


def _candidate(person: str, bodies: Sequence[_Today], own: object) -> Candidate:
    may = {f"{each.seats.body}.members" for each in bodies if person in each.eligible}
    may |= {f"{each.seats.body}.chair" for each in bodies if person in each.heads}
    mark = tuple(
        (
            person if person in each.seats.keep else None,
            person in each.members,
            person in each.lasting,
            each.chair == person,
        )
        for each in bodies
    )
    return Candidate(person, frozenset(may), mark=(own, mark))
