"""What the caller wants, made out: bodies, sizes, who is kept and left out, preferences; and who may sit at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quorate.cel.checker import check
from quorate.cel.parser import parse
from quorate.cel.types import BOOL, DYN, INT, NUMBER
from quorate.charter.document import Clause, Duty, Expression, FactDeclaration, Policy, Scope
from quorate.charter.roster import Person, Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.timeline import UNSTATED
from quorate.charter.vocabulary import VARIABLES, schema_with
from quorate.questions.slates.nouns import Seated
from quorate.source.diagnostic import CallError, Diagnostic, LanguageError, Severity, did_you_mean
from quorate.source.span import Excerpt, Source


@dataclass(frozen=True, slots=True)
class Place:
    """One body to be filled; `sizes` are those to be tried, `asked` those that were asked for, if any were."""

    body: str
    policy: Policy
    eligible: tuple[str, ...]
    keep: frozenset[str]
    sizes: tuple[int, int]
    asked: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, with the state of the day it is asked for."""

    state: State
    places: tuple[Place, ...]
    preferences: tuple[Expression, ...]

    @property
    def bodies(self) -> tuple[str, ...]:
        return tuple(place.body for place in self.places)

    def named(self, body: str, clause: Clause | Duty) -> str:
        """A clause as people know it: by its id, with its pack, and with the body where several are filled."""
        own = next(place for place in self.places if place.body == body).policy.charter.id
        name = clause.id if clause.charter == own else f"{clause.charter}/{clause.id}"
        return name if len(self.places) == 1 else f"{body}: {name}"

    def shortage(self, place: Place) -> str | None:
        """Why there cannot be enough members, if so, whatever any clause says."""
        least, seats = place.sizes[0], self.state.seats(place.body)
        if least > len(place.eligible):
            return f"{_members(least)} wanted and {len(place.eligible) or 'nobody'} may serve."
        if seats is not None and least > seats:
            return f"{_members(least)} wanted and there {'is one seat' if seats == 1 else f'are {seats} seats'}."
        return None

    def today(self, body: str) -> Seated:
        """Who sits in a body now."""
        tenure, chair = self.state.tenure(body), self.state.chair(body)
        members = tuple(member.person for member in (*tenure.definite, *tenure.possible))
        return Seated(body, members, None if chair is UNSTATED or chair is None else str(chair))


def request(
    roster: Roster,
    policies: Mapping[str, Policy],
    bodies: Sequence[str],
    *,
    sizes: tuple[int, int | None] | None = None,
    keep: Sequence[str] = (),
    exclude: Sequence[str] = (),
    prefer: Sequence[str] = (),
    as_of: date | None = None,
) -> Request:
    """The request, or a `CallError` with everything that is wrong with it."""
    chosen = _bodies(roster, policies, bodies)
    complaints: list[Diagnostic] = []
    kept = _people(roster, chosen, keep, "keep", complaints)
    out = _people(roster, chosen, exclude, "exclude", complaints)
    state = state_of(roster, policies, as_of)
    places = []
    for body in chosen:
        kept[body] |= by_office(state, body)
        eligible = tuple(person for person in eligible_for(state, body, chosen) if person not in out[body])
        for person in sorted(kept[body] - set(eligible)):
            complaints.append(_cannot_sit(state, person, body, person in out[body]))
        places.append(
            Place(body, policies[body], eligible, frozenset(kept[body]), sizes_for(state, body, eligible, sizes), sizes)
        )
    if complaints:
        raise CallError(complaints)
    preferences = tuple(_preference(text, policies[chosen[0]]) for text in prefer)
    return Request(state, tuple(places), preferences)


def not_eligible(person: Person, day: date) -> str | None:
    """Why a candidate cannot stand on a day by the roster's own word, if so."""
    first, last = person.eligible
    if person.can_stand(day) or not person.candidate:
        return None
    return f"is a candidate from {first}" if first is not None and day < first else f"was a candidate until {last}"


def by_office(state: State, body: str) -> frozenset[str]:
    """Those who sit in a body because they hold an office, whoever else is chosen."""
    holders = (state.office(one.ex_officio) for one in state.classes(body) if one.ex_officio is not None)
    return frozenset(holder for holder in holders if isinstance(holder, str))


def eligible_for(state: State, body: str, searched: Iterable[str] = ()) -> tuple[str, ...]:
    """Who may sit in a body: people who are candidates and, in a committee, who sit in its parent body.

    Where the parent body is searched too, whoever may sit there. Whoever has a seat by office may sit in any case.
    """
    return tuple(dict.fromkeys((*_standing(state, body, searched), *sorted(by_office(state, body)))))


def _standing(state: State, body: str, searched: Iterable[str]) -> tuple[str, ...]:
    parent = state.roster.bodies[body].parent
    candidates = [person.id for person in state.roster.people.values() if person.can_stand(state.as_of)]
    if parent is None or parent not in state.roster.bodies:
        return tuple(candidates)
    if parent in searched:
        return eligible_for(state, parent, searched)
    tenure = state.tenure(parent)
    above = {member.person for member in (*tenure.definite, *tenure.possible)}
    return tuple(person for person in candidates if person in above)


def _bodies(roster: Roster, policies: Mapping[str, Policy], named: Sequence[str]) -> tuple[str, ...]:
    complaints = []
    chosen = tuple(dict.fromkeys(named)) or _usual(roster, policies)
    for body in chosen:
        if body not in roster.bodies:
            advice = did_you_mean(body, roster.bodies) or f"the bodies are {_listed(roster.bodies)}"
            complaints.append(Diagnostic("no-such-body", f"the roster has no body `{body}`", help=advice))
        elif body not in policies:
            message = f"nothing governs `{body}`, so that any slate would do"
            complaints.append(Diagnostic("no-charter", message, help="state the `charter:` of the body in the roster"))
    if not chosen:
        advice = f"say which is to be filled: {_listed(policies)}" if policies else "no body has a charter"
        complaints.append(Diagnostic("no-body", "no body is named", help=advice))
    if complaints:
        raise CallError(complaints)
    return chosen


def _usual(roster: Roster, policies: Mapping[str, Policy]) -> tuple[str, ...]:
    """The body meant where none is named: the first committee, or the only body that has a charter."""
    committees = tuple(body for body in policies if roster.bodies[body].parent)[:1]
    return committees or (tuple(policies) if len(policies) == 1 else ())


def _people(
    roster: Roster, bodies: tuple[str, ...], given: Sequence[str], option: str, complaints: list[Diagnostic]
) -> dict[str, set[str]]:
    """By body, the people named as `PERSON` or `BODY/PERSON`."""
    found: dict[str, set[str]] = {body: set() for body in bodies}
    for text in given:
        body, _, person = text.rpartition("/")
        if person not in roster.people:
            advice = did_you_mean(person, roster.people)
            complaints.append(Diagnostic("no-such-person", f"the roster has no person `{person}`", help=advice))
        elif body and body not in found:
            advice = f"the bodies to be filled are {_listed(found)}"
            complaints.append(Diagnostic("no-such-body", f"`{body}` is not to be filled", help=advice))
        elif not body and option == "keep" and len(bodies) > 1:
            message = f"in which body is `{person}` to be kept"
            complaints.append(Diagnostic("which-body", message, help=f"write `{bodies[0]}/{person}`"))
        else:
            for each in [body] if body else bodies:
                found[each].add(person)
    return found


def _cannot_sit(state: State, person: str, body: str, excluded: bool) -> Diagnostic:
    if excluded:
        return Diagnostic("kept-and-excluded", f"`{person}` is both to be kept and to be left out")
    parent = state.roster.bodies[body].parent
    known = state.roster.people[person]
    why = "is no candidate" if not known.candidate else not_eligible(known, state.as_of)
    why = why or f"does not sit in `{parent}`"
    return Diagnostic("cannot-sit", f"`{person}` cannot sit in `{body}`: {known.name} {why}", known.span)


def sizes_for(
    state: State, body: str, eligible: tuple[str, ...], asked: tuple[int, int | None] | None
) -> tuple[int, int]:
    """The sizes to be tried: those asked for, and no more than there are seats or candidates if that leaves any."""
    least, most = asked or (1, None)
    if least < 1 or (most is not None and most < least):
        advice = "write `4`, `3..5` or `3..`"
        raise CallError([Diagnostic("bad-size", f"no body has from {least} to {most} members", help=advice)])
    ends = [len(eligible), *(end for end in (most, state.seats(body)) if end is not None)]
    return least, max(least, min(ends))


def _preference(text: str, policy: Policy) -> Expression:
    """A preference, checked against what clauses of scope body see."""
    excerpt = Excerpt(text, Source("--prefer", text), tuple(range(len(text) + 1)))
    ast = parse(excerpt)
    checked = check(ast, VARIABLES[Scope.BODY], schema_with(policy.facts.values(), _records(policy)))
    errors = [found for found in checked.diagnostics if found.severity is Severity.ERROR]
    if not errors and checked.type not in (BOOL, INT, NUMBER, DYN):
        message = f"a preference is a condition or a number, and this is a `{checked.type}`"
        advice = "compare something, or count with `size(members.filter(m, ...))`"
        errors = [Diagnostic("wrong-type", message, excerpt.span(0, len(text)), advice)]
    if errors:
        raise LanguageError(errors)
    return Expression(excerpt, ast, checked.type)


def _records(policy: Policy) -> Mapping[str, tuple[FactDeclaration, ...]]:
    return {name: fields for each in (*policy.packs, policy.charter) for name, fields in (each.records or {}).items()}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _members(least: int) -> str:
    return "At least one member is" if least == 1 else f"At least {least} members are"
