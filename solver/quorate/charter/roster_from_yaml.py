"""From the tree of a roster file to the roster it is: facts typed by the charters in use, every error told at once."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from quorate.cel.types import GroupOf, ListOf
from quorate.charter.document import Charter, FactDeclaration
from quorate.charter.fact_values import Records
from quorate.charter.faults import in_order, shape_of, trustworthy
from quorate.charter.nodes import MappingNode, Tree
from quorate.charter.policy import declarations, packs_of
from quorate.charter.relief_shape import InForceShape
from quorate.charter.roster import Body, Membership, Organisation, Person, Roster
from quorate.charter.roster_alternates import misplaced
from quorate.charter.roster_calendar import Beside, calendar_of, zone_of
from quorate.charter.roster_events import events_of
from quorate.charter.roster_facts import Facts
from quorate.charter.roster_ids import ids_of
from quorate.charter.roster_names import Names, keys_of, unread_in, value_of
from quorate.charter.roster_shape import (
    BodyShape,
    MembershipShape,
    OrganisationShape,
    PersonShape,
    RosterParts,
    RosterShape,
)
from quorate.charter.shapes import At, Shape, optional
from quorate.charter.shapes import shape as shape_kind
from quorate.charter.shapes import table as table_kind
from quorate.charter.tables import people_of as table_of_people
from quorate.source.diagnostic import Diagnostic, FileError
from quorate.source.span import Span

Packs = Callable[[str], Charter]


class PeopleShape(Shape):
    """People out of a table beside the roster."""

    people = optional(table_kind(shape_kind(PersonShape)), "people by id")


def roster_of(tree: Tree, packs: Packs, beside: Beside) -> Roster:
    """The roster of a file (or of the part of a scenario that is one); raises `FileError` with every error in it.

    `packs` finds charters and packs by id, `beside` reads files that lie beside this one.
    """
    root = tree.root
    whole = isinstance(root, MappingNode) and "roster" in root.entries
    shape, found = shape_of(tree, RosterShape if whole else RosterParts)
    if shape is None:
        raise FileError(in_order([*tree.diagnostics, *trustworthy(tree, found)]))
    people, bodies, offices = (keys_of(shape.node, table) for table in ("people", "bodies", "offices"))
    names = Names(tree, people, bodies, offices, found)
    names.silence |= unread_in(shape.node)
    facts = Facts(names, *_declared(shape, names, packs))
    roster = _roster(shape, facts, beside)
    if not names.found:
        names.found += misplaced(roster)
    problems = in_order([*tree.diagnostics, *trustworthy(tree, names.found)])
    if problems:
        raise FileError(problems)
    return roster


def _declared(
    shape: RosterParts, names: Names, packs: Packs
) -> tuple[Mapping[tuple[str, str], FactDeclaration], Records]:
    """The facts and records of every charter the roster names, and of the packs that those use."""
    documents: dict[str, Charter] = {}
    given = [body.charter for body in (shape.bodies or {}).values() if body.charter is not None]
    for name in (*given, *(shape.uses or ())):
        if name.value in documents:
            continue
        try:
            charter = packs(name.value)
        except FileError as error:
            names.found.extend(_at(diagnostic, name) for diagnostic in error.diagnostics)
            names.silence.add("unknown-fact")  # what that charter would have declared is not known
            continue
        used = (charter, *packs_of(charter, packs))
        documents.update((document.id, document) for document in used)
    records = {name: fields for document in documents.values() for name, fields in (document.records or {}).items()}
    return declarations(documents.values()), records


def _at(diagnostic: Diagnostic, name: At[str]) -> Diagnostic:
    """A complaint about a charter's absence, told where it is named."""
    if diagnostic.span is not None:
        return diagnostic
    return Diagnostic(diagnostic.code, diagnostic.message, name.span, diagnostic.help)


def _roster(shape: RosterParts, facts: Facts, beside: Beside) -> Roster:
    names = facts.names
    table = _table(shape, facts, beside)
    names.people |= frozenset(table)
    if shape.as_of is None and "as_of" not in shape.node.keys:
        names.say("missing-key", "the key `as_of` is missing", names.tree.root, "say on which day the bodies are so")
    as_of = shape.as_of.value if shape.as_of is not None else date.min.replace(year=2000)
    zone = zone_of(shape.time_zone, names)
    ids_of(shape, table, names)
    bodies = {name: _body(name, body, facts) for name, body in (shape.bodies or {}).items()}
    return Roster(
        id=shape.roster.value if isinstance(shape, RosterShape) else "inline",
        title=value_of(shape.title, ""),
        as_of=as_of,
        source=names.tree.source,
        span=shape.span,
        illustrative=shape.illustrative is not None and shape.illustrative.value,
        organisation=_organisation("organisation", shape.organisation, facts),
        organisations={name: _organisation(name, given, facts) for name, given in (shape.organisations or {}).items()},
        people=_people(shape.people or {}, table, facts),
        bodies=bodies,
        offices={name: names.person_or_none(held) for name, held in (shape.offices or {}).items()},
        calendar=calendar_of(shape.calendar, names, beside, zone, as_of),
        log=events_of(shape.events or (), facts),
        board=_board(shape, names),
        time_zone=zone,
        log_from=shape.log_from.value if shape.log_from is not None else None,
        uses=tuple(name.value for name in shape.uses or ()),
    )


def _board(shape: RosterParts, names: Names) -> str:
    """The body that is the board; a roster need not have one unless it says which it is."""
    if shape.board is not None:
        names.body(shape.board)
    return value_of(shape.board, "board")


# People and firms ---------------------------------------------------------------------------------------------------


def _table(shape: RosterParts, facts: Facts, beside: Beside) -> Mapping[str, PersonShape]:
    """The people of the table beside the roster."""
    given, names = shape.people_from, facts.names
    if given is None:
        return {}
    lists = {name for (holder, name), fact in facts.declarations.items() if holder == "person" and _is_list(fact)}
    try:
        tree = table_of_people(beside(given.value), given.value, lists)
    except FileError as error:
        names.found.extend(_at(diagnostic, given) for diagnostic in error.diagnostics)
        return {}
    people, found = shape_of(tree, PeopleShape)
    names.found += [*tree.diagnostics, *found]
    return (people.people or {}) if people is not None else {}


def _is_list(fact: FactDeclaration) -> bool:
    return isinstance(fact.type, ListOf | GroupOf)


def _people(given: Mapping[str, PersonShape], table: Mapping[str, PersonShape], facts: Facts) -> dict[str, Person]:
    """Everybody: what the table says, and over it what the file says."""
    people = {name: _person(name, shape, facts) for name, shape in table.items()}
    for name, shape in given.items():
        own, row = _person(name, shape, facts), people.get(name)
        if row is None:
            people[name] = own
            continue
        stated = shape.name is not None
        people[name] = Person(
            name,
            own.name if stated else row.name,
            {**row.facts, **own.facts},
            own.candidate if shape.candidate is not None else row.candidate,
            own.span,
            {**row.fact_spans, **own.fact_spans},
            own.eligible if shape.candidate is not None else row.eligible,
        )
    return people


def _person(name: str, shape: PersonShape, facts: Facts) -> Person:
    given = shape.candidate
    candidate = given.value if isinstance(given, At) else True
    values = facts.of("person", shape.facts, shape.node.keys)
    places = _places(values, shape.node.keys)
    eligible = _eligible(given, facts)
    return Person(name, value_of(shape.name, name), values, candidate, shape.span, places, eligible)


def _eligible(shape: At[bool] | InForceShape | None, facts: Facts) -> tuple[date | None, date | None]:
    """The first and the last day on which somebody can stand, each where it is stated."""
    if shape is None or isinstance(shape, At):
        return None, None
    first, last = shape.from_, shape.until
    if first is not None and last is not None and last.value < first.value:
        facts.names.say("ends-before-it-begins", f"`{last.value}` is before `{first.value}`", last)
    return first.value if first else None, last.value if last else None


def _places(values: Mapping[str, object], keys: Mapping[str, Span]) -> dict[str, Span]:
    return {name: keys[name] for name in values if name in keys}


def _organisation(name: str, shape: OrganisationShape | None, facts: Facts) -> Organisation:
    if shape is None:
        return Organisation(name, name)
    values = facts.of("organisation", shape.facts, shape.node.keys)
    return Organisation(name, value_of(shape.name, name), values, shape.span, _places(values, shape.node.keys))


# Bodies -------------------------------------------------------------------------------------------------------------


def _body(name: str, shape: BodyShape, facts: Facts) -> Body:
    names = facts.names
    parent = names.body(shape.parent) if shape.parent is not None else None
    if parent == name and shape.parent is not None:
        names.say("own-parent", f"`{name}` is said to be a part of itself", shape.parent)
    values = facts.of("body", shape.facts, shape.node.keys)
    return Body(
        name,
        value_of(shape.kind, name),
        shape.charter.value if shape.charter is not None else None,
        shape.seats.value if shape.seats is not None else None,
        tuple(_members(name, shape, names)),
        names.person_or_none(shape.chair),
        parent,
        shape.established.value if shape.established is not None else None,
        values,
        shape.span,
        _places(values, shape.node.keys),
        shape.term.value if shape.term is not None else None,
    )


def _members(body: str, shape: BodyShape, names: Names) -> Iterator[Membership]:
    seen: set[str] = set()
    for member in shape.members or ():
        person = names.person(member.person)
        if person is None:
            continue
        if person in seen:
            names.say("duplicate-member", f"`{person}` is a member of `{body}` twice", member.person, "delete one")
            continue
        seen.add(person)
        yield _membership(person, member, names)


def _membership(person: str, shape: MembershipShape, names: Names) -> Membership:
    since, ends = shape.since, shape.term_ends
    if since is not None and ends is not None and ends.value < since.value:
        names.say("bad-dates", f"the term ends on {ends.value}, before it begins", ends)
    return Membership(
        person,
        since.value if since is not None else None,
        ends.value if ends is not None else None,
        shape.seat.value if shape.seat is not None else None,
        shape.votes.value if shape.votes is not None else 1,
        shape.terms.value if shape.terms is not None else None,
    )
