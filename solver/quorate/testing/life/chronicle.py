"""A roster whose log grows day by day, the clerk's account beside it, and an amendment that comes into force."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from quorate.charter.amendment import Amendment, Replace
from quorate.charter.calendar import DAY
from quorate.charter.document import Clause, Policy
from quorate.charter.events import KINDS
from quorate.charter.roster import Body, Event, Membership, Person, Roster
from quorate.charter.tenure import state_of
from quorate.charter.timeline import UNSTATED
from quorate.testing.life.clerk import Clerk, clerk_of


def entry(day: date, kind: str, **details: object) -> Event:
    """An entry of the log as a file would give it: what it leaves out has the default of its kind."""
    given = {name: field.default for name, field in KINDS[kind].items() if field.default is not None}
    return Event(day, kind, {**given, **{name: value for name, value in details.items() if value is not None}})


@dataclass(slots=True)
class Chronicle:
    """`days` has the clerk's account at the end of every day on which something was written down."""

    roster: Roster
    today: date
    clerk: Clerk
    days: dict[date, Clerk] = field(default_factory=dict)

    def write(self, kind: str, **details: object) -> None:
        event = entry(self.today, kind, **details)
        self.roster = replace(self.roster, log=(*self.roster.log, event))
        self.clerk.write(event)
        self.days[self.today] = self.clerk.copy()

    def disagreement(self) -> str | None:
        """Where the log played forward to today and the clerk's account differ."""
        return _apart(self.roster, self.today, self.clerk, exactly=True)

    def disagreement_backward(self) -> str | None:
        """Where the log played backward from today differs from the account on an earlier day.

        The roster is stated anew as of today; before its first day everybody is designated whom it began with.
        """
        begun = next(iter(self.days))
        log = (*_seatings(self.roster, begun), *(one for one in self.roster.log if one.date > begun))
        bodies = {name: _seated(body, self.clerk) for name, body in self.roster.bodies.items()}
        people = {name: _stated(person, self.clerk) for name, person in self.roster.people.items()}
        anew = replace(self.roster, as_of=self.today, people=people, bodies=bodies, log=log, log_from=begun)
        for day, account in self.days.items():
            found = _apart(anew, day, account, exactly=False)
            if found is not None:
                return f"seen from {self.today}: {found}"
        return None


def chronicle_of(roster: Roster) -> Chronicle:
    """What begins with the entries and the state of a roster, the day after its own."""
    known = replace(roster, log=tuple(event for event in roster.log if event.date <= roster.as_of))
    clerk = clerk_of(known)
    return Chronicle(known, roster.as_of + DAY, clerk, {roster.as_of: clerk.copy()})


def _seated(body: Body, clerk: Clerk) -> Body:
    members = tuple(Membership(person, term_ends=ends) for person, ends in clerk.seated[body.name].items())
    return replace(body, members=members, chair=clerk.chairs[body.name])


def _stated(person: Person, clerk: Clerk) -> Person:
    changed = {name: value for (holder, name), value in clerk.facts.items() if holder == person.id}
    return replace(person, facts={**person.facts, **changed})


def _seatings(roster: Roster, day: date) -> tuple[Event, ...]:
    """Entries that seat everybody with whom a roster begins."""
    found = []
    for body in roster.bodies.values():
        for one in body.members:
            given = {"person": one.person, "body": body.name, "term_ends": one.term_ends}
            found.append(entry(day, "designated", office="member", **given))
        if body.chair is not None:
            found.append(entry(day, "designated", person=body.chair, body=body.name))
    return tuple(found)


def _apart(roster: Roster, day: date, clerk: Clerk, *, exactly: bool) -> str | None:
    """The first difference between a roster's state on a day and an account; looking back a chair may be unstated."""
    state = state_of(roster, {}, day)
    for body, seated in clerk.seated.items():
        found = state.seating(body)
        members = {person: one.term_ends for person, one in found.members.items()}
        if members != seated:
            return f"{body} on {day}: the log gives {members}, the account {seated}"
        if found.chair != clerk.chairs[body] and (exactly or found.chair is not UNSTATED):
            return f"{body} on {day}: the log gives the chair {found.chair}, the account {clerk.chairs[body]}"
    for (person, name), value in clerk.facts.items():
        stated = state.stated("person", person, name)
        if stated != value and (exactly or stated is not UNSTATED):
            return f"{person}.{name} on {day}: the log gives {stated}, the account {value}"
    return None


def as_amended(policy: Policy, amendment: Amendment, day: date) -> Policy:
    """A policy whose clauses that an amendment replaces end on the eve of a day, and whose new ones begin on it."""
    new = {
        change.target: replace(change.piece, id=f"{change.piece.id}.amended", in_force=(day, None))
        for change in amendment.changes
        if isinstance(change, Replace) and isinstance(change.piece, Clause)
    }

    def amended(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
        for clause in clauses:
            if clause.charter == amendment.amends and clause.id in new:
                yield replace(clause, in_force=(clause.in_force[0], day - DAY))
                yield new[clause.id]
            else:
                yield clause

    charter = replace(policy.charter, clauses=tuple(amended(policy.charter.clauses)))
    return replace(policy, charter=charter, clauses=tuple(amended(policy.clauses)))
