"""What a charter or a log speaks of and a roster does not have: offices under another name, days still to come.

Also more holders of a fact than its declaration allows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from quorate.cel.ast import Expr, Name, Select
from quorate.cel.reading import walk
from quorate.charter.document import Charter, Clause, Duty, Expression, FactDeclaration, Policy
from quorate.charter.evidence import listing, named
from quorate.charter.roster import Roster
from quorate.charter.state import State
from quorate.charter.things import BodyThing, OrganisationThing, PersonThing, fact
from quorate.charter.timeline import office_change
from quorate.source.diagnostic import Diagnostic, Severity, did_you_mean
from quorate.source.span import Span

Holding = PersonThing | BodyThing | OrganisationThing


def outsiders(state: State, policies: Mapping[str, Policy]) -> Iterator[Diagnostic]:
    """Everything of this kind, as far as the state's day."""
    offices = offices_of(state.roster)
    for body, policy in policies.items():
        for document in (policy.charter, *policy.packs) if offices else ():
            yield from strange_offices(document, offices)
        yield from _too_many(state.under(body, policy), policy)
    yield from _still_to_come(state)


# Offices ------------------------------------------------------------------------------------------------------------


def offices_of(roster: Roster) -> frozenset[str]:
    """The offices that a roster knows: those it lists, and those its log fills or empties."""
    changes = (office_change(event) for event in roster.log)
    return frozenset(roster.offices) | {change[0] for change in changes if change is not None}


def strange_offices(charter: Charter, offices: Collection[str]) -> Iterator[Diagnostic]:
    """Offices of which a charter speaks, and that are not among those there are."""
    for office, span in _offices_named(charter):
        if office not in offices:
            advice = did_you_mean(office, offices) or "say under `offices:` who holds it, or `none`"
            message = f"there is no office `{office}` in the roster, so nobody is known to hold it"
            yield Diagnostic("unknown-office", message, span, advice, Severity.WARNING)


def _offices_named(charter: Charter) -> Iterator[tuple[str, Span]]:
    pieces: Iterable[Clause | Duty] = (*charter.clauses, *charter.duties)
    for piece in pieces:
        for rule in _rules(piece):
            for part in walk(rule.ast):
                if isinstance(part, Select) and _is_offices(part.operand):
                    yield part.field, part.span
        if isinstance(piece, Duty) and piece.to is not None and piece.to.startswith("offices."):
            yield piece.to.removeprefix("offices."), piece.span


def _is_offices(expr: Expr) -> bool:
    return isinstance(expr, Name) and expr.name == "offices"


def _rules(piece: Clause | Duty) -> Iterator[Expression]:
    parts = (piece.rule, piece.when) if isinstance(piece, Clause) else (piece.within, piece.after, piece.by)
    return (part for part in parts if part is not None)


# Facts that few can have --------------------------------------------------------------------------------------------


def _too_many(state: State, policy: Policy) -> Iterator[Diagnostic]:
    """Facts declared `at_most:` that are true of more holders than that."""
    for declaration in policy.facts.values():
        if declaration.at_most is not None:
            found = [(thing, span) for thing, span in _all(state, declaration) if fact(thing, declaration.name) is True]
            if len(found) > declaration.at_most:
                yield _more_than(declaration, found)


def _all(state: State, declaration: FactDeclaration) -> Iterator[tuple[Holding, Span | None]]:
    """Everybody of the kind of which a fact is declared, with the place where it is stated."""
    roster, name = state.roster, declaration.name
    match declaration.holder:
        case "person":
            for one in roster.people.values():
                yield PersonThing(state, one.id), one.fact_spans.get(name, one.span)
        case "body":
            for body in roster.bodies.values():
                yield BodyThing(state, body.name), body.fact_spans.get(name, body.span)
        case "organisation":
            for firm in (roster.organisation, *roster.organisations.values()):
                yield OrganisationThing(state, firm.id), firm.fact_spans.get(name, firm.span)


def _more_than(declaration: FactDeclaration, found: list[tuple[Holding, Span | None]]) -> Diagnostic:
    """The finding stands where the first holder too many has the fact."""
    most = declaration.at_most or 0
    who = listing([named(thing) if thing.kind != "body" else thing.key for thing, _ in found])
    message = f"`{declaration.name}` is true of {len(found)}, of {who}: at most {most} can have it"
    advice = "correct the fact of all but one" if most == 1 else f"correct the fact of all but {most}"
    return Diagnostic("more-than-at-most", message, found[most][1], advice, Severity.WARNING)


# Days still to come -------------------------------------------------------------------------------------------------


def _still_to_come(state: State) -> Iterator[Diagnostic]:
    """Events after the roster's own day, where the question is asked of that day: nothing sees them."""
    roster = state.roster
    later = [event for event in roster.log if event.date > state.as_of]
    if state.as_of != roster.as_of or not later:
        return
    first = later[0]
    rest = f", nor are {len(later) - 1} events after it" if len(later) > 2 else ", nor is the one after it"
    message = f"`{first.kind}` of {first.date} is after {roster.as_of}, the day of the roster, and is not counted"
    advice = "ask with `--as-of`, move `as_of`, or correct the day"
    yield Diagnostic("event-to-come", message + (rest if len(later) > 1 else ""), first.span, advice, Severity.WARNING)
