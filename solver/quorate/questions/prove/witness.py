"""A board out of counts: people with facts, seats, chair, and who is present, gone or votes how."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from quorate.cel.types import ORGANISATION, GroupOf
from quorate.charter.document import Charter, Policy
from quorate.charter.roster import Body, Membership, Organisation, Person, Roster
from quorate.engines.base import Assignment
from quorate.formula.evaluator import value
from quorate.formula.open.bag import OpenBag
from quorate.formula.open.profiles import Atom, Profile
from quorate.formula.open.situation import SEATS, Situation
from quorate.formula.open.world import OpenWorld
from quorate.questions.prove.stated import stated, stated_of
from quorate.source.span import Source, Span

PLACE = frozenset(("since", "term_ends", "seat", "votes", "terms"))
"""What is said of a person's place in a body, and not of the person."""
NOWHERE = Span(Source("<witness>", ""), 0, 0)


@dataclass(slots=True)
class Board:
    """People by id, each with a profile for every aspect, and the sets they are in."""

    people: dict[str, tuple[Profile, ...]] = field(default_factory=dict)
    sets: dict[str, list[str]] = field(default_factory=dict)


def board(world: OpenWorld, assignment: Assignment) -> Board:
    """As many people as the counts say, members first; in the same sets each aspect has as many, so they are paired."""
    found = Board()
    columns = [_spread(bag, profiles, assignment) for bag, profiles in zip(world.bags, world.profiles, strict=True)]
    for inside in sorted(columns[0], key=lambda sets: "members" not in sets):
        for said in zip(*(column[inside] for column in columns), strict=True):
            person = f"person-{len(found.people) + 1}"
            found.people[person] = said
            for name in inside:
                found.sets.setdefault(name, []).append(person)
    _divide(found, world)
    return found


def _spread(
    bag: OpenBag, profiles: Mapping[str, Profile], assignment: Assignment
) -> Mapping[frozenset[str], list[Profile]]:
    """For each combination of sets the profiles of those in it."""
    found: dict[frozenset[str], list[Profile]] = {}
    for each in bag.classes:
        for cell in bag.cells(each, bag.group):
            found.setdefault(cell.inside, []).extend([profiles[each.key]] * value(cell.size, assignment))
    return found


def _divide(found: Board, world: OpenWorld) -> None:
    """Whoever is in none of the parts of a divided set is in one that nothing speaks of."""
    for division in world.ground.divisions:
        told = {person for part in division.parts for person in found.sets.get(part, ())}
        silent = [person for person in found.sets.get(division.of, ()) if person not in told]
        unread = next((part for part in reversed(division.parts) if part not in world.bag.by_name), None)
        if silent and unread is not None:
            found.sets[unread] = silent


def body_name(charter: Charter) -> str:
    """What the body of a charter is called in a witness."""
    return charter.kind or "body"


def bare(charter: Charter, day: date) -> Roster:
    """A roster with nobody in it but the body of a charter."""
    body = Body(body_name(charter), charter.kind or "body", charter.id)
    firm = Organisation("", "An illustrative organisation")
    return Roster("witness", "", day, NOWHERE.source, NOWHERE, True, firm, bodies={body.name: body})


@dataclass(frozen=True, slots=True)
class Stage:
    """What every witness of a policy has: the policy, the name of its body, the day, the facts that are read."""

    policy: Policy
    body: str
    day: date
    read: frozenset[str]


def roster(stage: Stage, situation: Situation, world: OpenWorld, found: Board, assignment: Assignment) -> Roster:
    """The board as a roster: illustrative, with every fact that anything reads."""
    people = {
        name: Person(name, name.replace("-", " ").capitalize(), _facts(stage, world, found, name, assignment))
        for name in found.people
    }
    facts, own = (_told(stage, situation, word, assignment) for word in ("organisation", "body"))
    bodies = dict(_bodies(stage, own, situation.bodies, world, found, assignment))
    firms = {firm: Organisation(firm, firm.replace("-", " ").capitalize()) for firm in _firms(world, people)}
    return Roster(
        "witness", f"A board for {stage.policy.charter.title}", stage.day, NOWHERE.source, NOWHERE, illustrative=True,
        organisation=Organisation("", "An illustrative organisation", facts),
        organisations=firms, people=people, bodies=bodies,
        offices={name: next(iter(found.sets.get(f"offices.{name}", ())), None) for name in situation.offices},
        uses=tuple(stage.policy.charter.uses),
    )  # fmt: skip


def _facts(stage: Stage, world: OpenWorld, found: Board, name: str, assignment: Assignment) -> Mapping[str, object]:
    profiles = found.people[name]
    facts = stated(world, profiles, assignment, stage.read - PLACE, stage.day)
    for kept in world.ground.tracked:
        if kept in stage.read:
            firms = tuple(_firm(atom.belongs[1], name) for atom in _groups(profiles, kept) if atom.belongs is not None)
            many = isinstance(world.ground.people.types[kept], GroupOf)
            facts[kept] = firms if many else (firms or (_firm("", name),))[0]
    return facts


def _groups(profiles: Sequence[Profile], field_: str) -> list[Atom]:
    """The groups that profiles say their people belong to."""
    said = (pair for profile in profiles for pair in profile.said)
    return [atom for atom, truth in said if truth and atom.belongs is not None and atom.belongs[0] == field_]


def _firm(group: str, person: str) -> str:
    """A group's id in the roster; one that nobody shares is called after the person."""
    return group.replace("group ", "firm-") if group else f"firm-of-{person}"


def kinds(found: Board) -> dict[str, tuple[str, ...]]:
    """What is said of each person: the tests that are true, and with `!` those that are not."""
    return {name: tuple(text for each in profiles for text in _said(each)) for name, profiles in found.people.items()}


def _said(profile: Profile) -> tuple[str, ...]:
    return tuple(f"{'' if truth else '!'}{atom.text}" for atom, truth in profile.said)


def _firms(world: OpenWorld, people: Mapping[str, Person]) -> Iterator[str]:
    """The organisations that people belong to."""
    types = world.ground.people.types
    for name in world.ground.tracked:
        type_ = types[name]
        if type_ == ORGANISATION or (isinstance(type_, GroupOf) and type_.thing == ORGANISATION):
            for person in people.values():
                fact = person.facts.get(name, ())
                yield from (str(item) for item in (fact if isinstance(fact, tuple) else (fact,)))


def _told(stage: Stage, situation: Situation, word: str, assignment: Assignment) -> dict[str, object]:
    """The facts of a thing beside people that anything reads."""
    return {name: fact for name, fact in stated_of(situation, word, assignment).items() if name in stage.read}


def _seated(stage: Stage, world: OpenWorld, found: Board, assignment: Assignment, name: str) -> Iterator[Membership]:
    """The people of a set as members, each with what is said of their place."""
    for person in found.sets.get(name, ()):
        facts = stated(world, found.people[person], assignment, stage.read & PLACE, stage.day)
        yield _placed(Membership(person, since=stage.day), facts)


def _placed(member: Membership, facts: Mapping[str, Any]) -> Membership:
    return replace(member, **facts)


def _bodies(
    stage: Stage,
    facts: Mapping[str, object],
    others: Iterable[str],
    world: OpenWorld,
    found: Board,
    assignment: Assignment,
) -> Iterator[tuple[str, Body]]:
    """The body of the charter, and the others that its rules name."""
    members = tuple(_seated(stage, world, found, assignment, "members"))
    chair = next(iter(found.sets.get("chair", ())), None)
    kind = stage.policy.charter.kind or "body"
    yield (
        stage.body,
        Body(stage.body, kind, stage.policy.charter.id, assignment.get(SEATS), members, chair, facts=facts),
    )
    for name in others:
        seated = tuple(_seated(stage, world, found, assignment, f"{name}.members"))
        yield name, Body(name, name, None, None, seated, next(iter(found.sets.get(f"{name}.chair", ())), None))
