"""The state of an organisation on a day: who sits where, who holds what office, what is stated of whom.

A state follows from the roster and its log alone; what a clause makes of it is in `occasions` and `evaluator`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from quorate.charter.document import FactDeclaration, Policy, SeatClass
from quorate.charter.events import SEATING
from quorate.charter.roster import Determination, Event, Membership, Roster
from quorate.charter.seating import as_classes_say, last_day, ordinary
from quorate.charter.timeline import UNSTATED, Holder, Kinds, Seating, Timeline, seats_in

T = TypeVar("T")
Declarations = Mapping[tuple[str, str], FactDeclaration]


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who sits in a body: surely, possibly (the facts would decide it), and no longer (their term is over)."""

    definite: tuple[Membership, ...]
    possible: tuple[Membership, ...] = ()
    lapsed: tuple[Membership, ...] = ()
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The state at one position of the log, on one day.

    `policies` binds bodies to what governs them; `facts` are the declarations in use; `seatings` replaces what the
    log says of a body (a hypothetical slate); `holding_over` says whose membership outlives its term. `horizon` is the
    last day whose events are known: a question asked today sees what came after the meeting it asks about. `memory`
    keeps what has been computed, and is shared among states that differ only in who sits where.
    """

    timeline: Timeline
    as_of: date
    horizon: date
    position: int
    policies: Mapping[str, Policy]
    facts: Declarations
    holding_over: "Callable[[State, str, Tenure], Tenure]"
    seatings: Mapping[str, Seating] = field(default_factory=dict)
    memory: dict[object, object] = field(default_factory=dict)
    own: dict[object, object] = field(default_factory=dict)

    @property
    def roster(self) -> Roster:
        return self.timeline.roster

    def on(self, day: date) -> "State":
        """The state at the end of another day, when nothing later is known."""
        if day == self.as_of == self.horizon:
            return self
        position = self.timeline.position(day)
        return replace(self, position=position, as_of=day, horizon=day, memory={}, own={})

    def back(self, day: date, position: int | None = None) -> "State":
        """The state on an earlier day (or after the first `position` events) that knows what has happened since."""
        place = self.timeline.position(day) if position is None else position
        if (place, day) == (self.position, self.as_of):
            return self
        key = ("back", day, place)
        if key not in self.own:
            self.own[key] = replace(self, position=place, as_of=day, seatings={}, memory={}, own={})
        found = self.own[key]
        assert isinstance(found, State)
        return found

    def on_coming(self, day: date) -> "State":
        """The same state on a later day, if nothing happens until then."""
        key = ("coming", type(day), day)  # a replay has days that note what they are compared with
        found = self.own.get(key)
        if not isinstance(found, State):
            found = self.own[key] = replace(self, as_of=day, memory={}, own={})
        return found

    def under(self, body: str, policy: Policy) -> "State":
        """The same state, with a body governed by another policy and that policy's facts in use."""
        if self.policies.get(body) is policy and self._declares(body, policy):
            return self
        known = self.own.get(("under", body))
        if not isinstance(known, State) or known.policies[body] is not policy:
            policies = {**self.policies, body: policy}
            known = self.own[("under", body)] = replace(self, policies=policies, facts=policy.facts, memory={}, own={})
        return known

    def _declares(self, body: str, policy: Policy) -> bool:
        """Whether the facts in use are those of the policy, among others perhaps."""
        key = ("declares", body)
        if key not in self.memory:
            self.memory[key] = all(self.facts.get(name) is fact for name, fact in policy.facts.items())
        return self.memory[key] is True

    def with_body(self, name: str, members: Iterable[str | Membership], chair: str | None) -> "State":
        """The same state with other people in a body; those who sit there already keep their terms."""
        today = self.seating(name).members
        seated: dict[str, Membership] = {}
        for member in members:
            given = member if isinstance(member, Membership) else today.get(member)
            person = member.person if isinstance(member, Membership) else member
            seated[person] = given or self.new_place(name, person)
        return self.with_seating(name, Seating(seated, chair))

    def new_place(self, body: str, person: str) -> Membership:
        """The membership of somebody who joins today, for a first term that ends as those of the body do."""
        ends, seat, votes = self._new_seat(body)
        return Membership(person, self.as_of, ends, seat, votes, terms=1)

    def _new_seat(self, body: str) -> tuple[date | None, str | None, int]:
        """The last day of the term of whoever joins today, the class of the seat, and its votes."""
        key = ("new seat", body)
        known = self.own.get(key)
        if not isinstance(known, tuple):
            one = ordinary(self.classes(body))
            ends = self.new_term_ends(body)
            known = self.own[key] = (ends, None, 1) if one is None else (ends, one.name, one.votes)
        found: tuple[date | None, str | None, int] = known
        return found

    def new_term_ends(self, body: str) -> date | None:
        """The last day of a term that begins today; none where nothing says how long one is."""
        one = ordinary(self.classes(body))
        months = self.roster.bodies[body].term or (None if one is None else one.term)
        return None if months is None else last_day(self.as_of, months)

    def with_seating(self, name: str, seating: Seating) -> "State":
        """The same state, with a body seated as given."""
        memory = self.memory if self._facts_are_personal() else {}
        return replace(self, seatings={**self.seatings, name: seating}, memory=memory, own={})

    def _facts_are_personal(self) -> bool:
        """Whether no fact can depend on who sits in a body, so that what is known of people outlives a slate."""
        if "personal" not in self.memory:
            self.memory["personal"] = all("body" not in str(fact.type) for fact in self.facts.values())
        return self.memory["personal"] is True

    def joining(self, body: str) -> tuple[str, ...]:
        """Who sits in a hypothetical slate anew: not today, or not for this term; nobody where the body is as it is."""
        given = self.seatings.get(body)
        if given is None:
            return ()
        today = self.timeline.at(self.position).bodies[body].members
        return tuple(person for person, place in given.members.items() if today.get(person) != place)

    def seating(self, body: str) -> Seating:
        """Who sits in a body by the log, seats of the charter's classes filled as it says; or by what is supposed."""
        given = self.seatings.get(body)
        if given is not None:
            return given
        found = self.timeline.at(self.position).bodies[body]
        classes = self.classes(body)
        if not classes:
            return found
        key = ("seating", body)
        if key not in self.own:
            self.own[key] = as_classes_say(found, classes, self.office, lambda member: self._term_began(body, member))
        filled = self.own[key]
        assert isinstance(filled, Seating)
        return filled

    def classes(self, body: str) -> tuple[SeatClass, ...]:
        """The classes of seats that the charter of a body gives it."""
        policy = self.policies.get(body)
        return () if policy is None else policy.charter.seats

    def _term_began(self, body: str, member: Membership) -> date | None:
        """The first day of a present term: of the last entry that seats the member, else of a first term."""
        for _, event in reversed(self.entries(frozenset({"designated"}) | SEATING, body)):
            if seats_in(event) == body and event.details["person"] == member.person:
                return event.date
        return member.since if member.terms in (None, 1) else None

    def tenure(self, body: str) -> Tenure:
        """Who sits in a body on this day, terms that are over and hold-over considered."""
        key = ("tenure", body)
        if key not in self.own:
            self.own[key] = self._tenure(body)
        found = self.own[key]
        assert isinstance(found, Tenure)
        return found

    def _tenure(self, body: str) -> Tenure:
        seated = self.seating(body).members.values()
        over = tuple(m for m in seated if m.term_ends is not None and m.term_ends < self.as_of)
        if not over:
            return Tenure(tuple(seated))
        current = Tenure(tuple(m for m in seated if m not in over), lapsed=over)
        return self.holding_over(self.holding_nobody(body, current), body, current)

    def holding_nobody(self, body: str, tenure: Tenure) -> "State":
        """The same state in which nobody holds over in a body: what a rule of hold-over itself sees."""
        return replace(self, own={("tenure", body): tenure})

    def membership(self, body: str, person: str) -> Membership | None:
        return self.seating(body).members.get(person)

    def chair(self, body: str) -> Holder:
        """The chair of a body; a chair whose term as a member is over has left a vacant chair."""
        chair = self.seating(body).chair
        gone = isinstance(chair, str) and any(member.person == chair for member in self.tenure(body).lapsed)
        return None if gone else chair

    def office(self, name: str) -> Holder:
        return self.timeline.at(self.position).offices.get(name, UNSTATED)

    def seats(self, body: str) -> int | None:
        """The authorised number of seats of a body, or none where it is not fixed."""
        changed = self.timeline.at(self.position).facts.get(("body", body, "seats"), self.roster.bodies[body].seats)
        if isinstance(changed, int):
            return changed
        classes = self.classes(body)
        return sum(one.count for one in classes) if classes else None

    def events(self, kinds: Kinds = None, body: str | None = None) -> tuple[tuple[int, Event], ...]:
        """What is known to have happened, with places in the log: of some kinds, of a body (or none), or all of it."""
        return self.timeline.known(self.horizon, kinds, body)

    def begun(self) -> date | None:
        """The day of the first entry of the log, once it is known."""
        return self.timeline.begun(self.horizon)

    def entries(self, kinds: Kinds = None, body: str | None = None) -> tuple[tuple[int, Event], ...]:
        """What had happened by this state, whatever is known of later."""
        return self.timeline.entries(self.position, kinds, body)

    def piece(self, key: object, find: "Callable[[State], T]") -> T:
        """What `find` gives for this state, or what it is known to give; the key is that of nothing else."""
        return self.timeline.piece(self, key, find)

    def stated(self, kind: str, holder: str, fact: str) -> object:
        """What the roster and the log state of a fact on this day; a determination counts from its date."""
        own = kind == "organisation" and holder == self.roster.organisation.id
        changed = self.timeline.at(self.position).facts.get((kind, "" if own else holder, fact))
        value = self._stated_facts(kind, holder).get(fact, UNSTATED) if changed is None else changed
        if isinstance(value, Determination):
            return value.value if value.determined <= self.as_of else UNSTATED
        return value

    def determined(self, kind: str, holder: str, fact: str) -> date | None:
        """The day on which what is stated of a fact today was determined; none where nothing says so."""
        own = kind == "organisation" and holder == self.roster.organisation.id
        changed = self.timeline.at(self.position).facts.get((kind, "" if own else holder, fact))
        value = self._stated_facts(kind, holder).get(fact, UNSTATED) if changed is None else changed
        known = isinstance(value, Determination) and value.determined <= self.as_of
        return value.determined if known and isinstance(value, Determination) else None

    def _stated_facts(self, kind: str, holder: str) -> Mapping[str, object]:
        roster = self.roster
        if kind == "person":
            return roster.people[holder].facts if holder in roster.people else {}
        if kind == "body":
            return roster.bodies[holder].facts
        found = roster.organisation if holder == roster.organisation.id else roster.organisations.get(holder)
        return found.facts if found is not None else {}
