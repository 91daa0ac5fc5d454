"""The worlds of what can befall a body: members depart, are absent from a meeting, or are recused from a vote."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from quorate.charter.document import Clause, Policy, Scope
from quorate.charter.occasions import Occasion, ballot, departure, gathering, occasions
from quorate.charter.roster import Event, Membership
from quorate.charter.state import State
from quorate.formula.ast import Count, Linear
from quorate.formula.bag import ChosenSet, Class
from quorate.formula.expand import assign, expand
from quorate.formula.judgement import Judgement
from quorate.formula.symbolic import Cases, HowMany, just
from quorate.formula.wording import Searched, Speech, Swap, chosen, common_symbols, swapped
from quorate.formula.world import Candidate, Choice, World, world


class Strain(StrEnum):
    DEPARTURES = "departures"
    ABSENCES = "absences"
    RECUSALS = "recusals"


TOUCHED: Mapping[Strain, tuple[Scope, ...]] = {
    Strain.DEPARTURES: (Scope.BODY, Scope.QUORUM, Scope.VOTE),
    Strain.ABSENCES: (Scope.QUORUM, Scope.VOTE),
    Strain.RECUSALS: (Scope.VOTE,),
}
"""The scopes whose clauses a strain can touch."""

SET: Mapping[Strain, str] = {Strain.DEPARTURES: "members", Strain.ABSENCES: "present", Strain.RECUSALS: "recused"}
"""The set that is chosen: who stays, who is present, who is recused."""


def seating(state: State, body: str) -> tuple[Membership, ...]:
    """Everybody who sits in a body, or possibly does."""
    tenure = state.tenure(body)
    return (*tenure.definite, *tenure.possible)


def struck(strain: Strain, policy: Policy, state: State, body: str, people: Collection[str], scope: Scope) -> Occasion:
    """The occasion on which a clause is judged once these people are gone, absent or recused.

    Everybody else is present; at a vote everybody who may vote votes for the matter, the others abstain.
    """
    if strain is Strain.DEPARTURES:
        state, people = departure(policy, state, body, people).state, ()
    if scope is Scope.BODY:
        return occasions(policy, state, body, scope)[0]
    members = [member.person for member in seating(state, body)]
    away = people if strain is Strain.ABSENCES else ()
    present = [person for person in members if person not in away]
    if scope is Scope.VOTE:
        recused = [person for person in people if strain is Strain.RECUSALS]
        found = ballot(policy, state, body, poll(state, body, present, recused))
    else:
        found = gathering(policy, state, body, present)
    return replace(found, acted="business was done")


def poll(state: State, body: str, present: Sequence[str], recused: Collection[str]) -> Event:
    """A vote at which everybody present who may vote is for the matter."""
    votes = {member.person: member.votes for member in seating(state, body)}
    free = [person for person in present if person not in recused]
    details: dict[str, object] = {
        "body": body,
        "ayes": tuple(person for person in free if votes[person] > 0),
        "noes": (),
        "abstentions": tuple(person for person in free if votes[person] <= 0),
        "recused": tuple(recused),
    }
    return Event(state.as_of, "vote", details)


@dataclass(frozen=True)
class StrainWorld:
    """The world of one strain on one body, for some clauses."""

    strain: Strain
    policy: Policy
    state: State
    body: str
    world: World
    speeches: tuple[Speech, ...]

    def judgement(self, index: int) -> Judgement:
        return self.speeches[index].judgement(self.world)

    @property
    def struck(self) -> Linear:
        """How many are gone, absent or recused."""
        chosen_size = self.world.bag.size(SET[self.strain])
        if self.strain is Strain.RECUSALS:
            return chosen_size
        return Linear((), len(self.world.bag.by_id)) - chosen_size

    def struck_in(self, each: Class) -> Linear:
        """How many of a class are gone, absent or recused."""
        inside = self.world.bag.size_in(each, SET[self.strain])
        return inside if self.strain is Strain.RECUSALS else Linear((), len(each.ids)) - inside

    def named(self, assignment: Mapping[Count, int]) -> Iterator[tuple[str, ...]]:
        """Who is gone, absent or recused, in canonical order."""
        for named in expand(self.world.bag, assignment):
            inside = named[SET[self.strain]]
            yield inside if self.strain is Strain.RECUSALS else self._others(inside)

    def _others(self, people: Collection[str]) -> tuple[str, ...]:
        return tuple(person for person in self.world.bag.elements if person not in people)

    def assignment(self, people: Collection[str]) -> dict[Count, int]:
        """The counts, derived ones included, when these people are struck."""
        inside = people if self.strain is Strain.RECUSALS else self._others(people)
        return self.world.complete(assign(self.world.bag, {SET[self.strain]: tuple(inside)}))

    def occasion(self, people: Collection[str], scope: Scope) -> Occasion:
        """The occasion on which the reference evaluator judges a clause when these people are struck."""
        return struck(self.strain, self.policy, self.state, self.body, people, scope)


def strain_world(
    strain: Strain, policy: Policy, state: State, body: str, clauses: Sequence[Clause], *, merge: bool = True
) -> StrainWorld:
    """The world in which some members of a body are struck, as the given clauses see it."""
    speeches = tuple(_speech(strain, policy, state, body, clause) for clause in clauses)
    asked = [part for speech in speeches for part in speech.asked()]
    name = SET[strain]
    people = dict.fromkeys(member.person for member in seating(state, body))
    order = [person for person in state.roster.people if person in people]
    candidates = tuple(Candidate(person, frozenset({name})) for person in dict.fromkeys([*order, *people]))
    found = world(Choice(candidates, (ChosenSet(name),)), asked, merge=merge)
    return StrainWorld(strain, policy, state, body, found, speeches)


def _speech(strain: Strain, policy: Policy, state: State, body: str, clause: Clause) -> Speech:
    occasion = struck(strain, policy, state, body, (), clause.scope)
    name = SET[strain]
    symbols: dict[str, Cases] = {}
    swap: Swap = {}
    if strain is Strain.DEPARTURES:
        chair = occasion.state.chair(body)
        searched = (Searched(body, name),)
        swap = swapped(occasion, searched, {body: chair if isinstance(chair, str) else None})
        symbols = common_symbols(occasion, searched, swap)
    symbols |= _gathered(strain, occasion, clause.scope)
    return Speech(clause, occasion, symbols, swap)


def _gathered(strain: Strain, occasion: Occasion, scope: Scope) -> dict[str, Cases]:
    """The words of a meeting or a vote that depend on who is struck."""
    words = occasion.variables
    inside, outside = ((), (SET[strain],)) if strain is Strain.RECUSALS else ((SET[strain],), ())
    found: dict[str, Cases] = {}
    if scope is not Scope.BODY and strain is not Strain.RECUSALS:
        found["present"] = just(chosen(words["present"], inside))
    if scope is Scope.VOTE:
        ayes = chosen(words["ayes"], inside, outside)
        voting = chosen(words["voting"], inside, outside)
        others = chosen(words["abstentions"], inside, outside)
        found |= {"ayes": just(ayes), "voting": just(voting), "abstentions": just(others), "cast": just(HowMany(ayes))}
        if strain is Strain.RECUSALS:
            found["recused"] = just(chosen(words["present"], outside))
    return found
