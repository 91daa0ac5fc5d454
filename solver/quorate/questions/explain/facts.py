"""Which of the facts that may change a core needs as they are stated."""

from collections.abc import Collection, Iterable, Iterator

from quorate.engines.base import Constraint, Problem, Soft
from quorate.formula.alternatives import Alternative
from quorate.formula.ast import TRUE, Formula, at_least, some_of
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.explain.case import Case, Given, room, sized, within
from quorate.questions.explain.newcomers import changes
from quorate.questions.explain.nouns import Kind, Part
from quorate.questions.explain.offers import Offer, change_name, offer
from quorate.questions.explain.remedies import Costs, Fixed
from quorate.questions.explain.wanted import stated
from quorate.questions.explain.words import listing


def facts_in(case: Case, core: Collection[str]) -> tuple[Part, ...]:
    """The fewest facts as stated that a core clashes with; none if it does whatever they are, or nobody can tell."""
    people = dict.fromkeys(person for place in case.places for person in place.eligible)
    if not changes(case.search.request, tuple(people)):
        return ()
    try:
        made = offer(case.search.request, 0, Costs(), _pinned(case))
    except OutsideFragment:
        return ()
    said = {each.name: each.outside for each in made.musts}
    if not made.changes or any(said[name] is not None for name in _clauses(case, core)):
        return ()
    softs = tuple(Soft(change_name(each)) for each in made.changes)
    found = case.explainer.core(_problem(case, made, core), softs, case.desk.limits)
    names = () if found is None else found.names
    return tuple(_parts(case, [each for each in made.changes if change_name(each) in names]))


def _pinned(case: Case) -> Fixed:
    among: dict[str, frozenset[str]] = {}
    for body, person in case.pinned:
        among[body] = among.get(body, frozenset()) | {person}
    return Fixed({}, among, {})


def _clauses(case: Case, core: Collection[str]) -> Iterator[str]:
    """The first clause of each part of a core; the others come to the same."""
    return (case.given[name].clauses[0].name for name in core if case.given[name].clauses)


def _problem(case: Case, made: Offer, core: Collection[str]) -> Problem:
    """The core as what must hold, the facts as what may be given up."""
    laws = [each for each in made.problem.constraints if each.name.startswith("law.")]
    hard = [each for each in laws if not each.name.startswith("law.size")]
    hard += [Constraint("law.anybody", at_least(made.world.size(place.body), 1)) for place in case.places]
    asked = [Constraint("core", _asks(case, made, case.given[name])) for name in core]
    stated_facts = [Constraint(change_name(each), each.as_stated) for each in made.changes]
    return Problem(made.world.counts, (*hard, *asked, *stated_facts))


def _asks(case: Case, made: Offer, given: Given) -> Formula:
    """What a part of the core asks for in the world in which facts may change."""
    place = next(place for place in case.places if place.body == given.body)
    match given.kind:
        case Kind.SEATS:
            seats = case.search.request.state.seats(given.body)
            return TRUE if seats is None else room(made.world, given.body, seats)
        case Kind.SIZE:
            return sized(made.world, place)
        case Kind.KEEP:
            return TRUE if given.person is None else within(made.world, given.body, given.person)
        case Kind.CLAUSE | Kind.FACT:
            judged = made.world.judgement(given.body, given.clauses[0].clause)
            return judged.lawful if case.strict else some_of(judged.lawful, judged.unknown)


def _parts(case: Case, changes: Iterable[Alternative]) -> Iterator[Part]:
    """The facts, those that are alike of several people told as one."""
    same: dict[tuple[str, str], list[Alternative]] = {}
    for each in changes:
        is_ = stated(case.search.request.state.stated("person", each.person, each.fact))
        same.setdefault((each.fact, is_ or "not known"), []).append(each)
    for (fact, is_), group in same.items():
        people = listing([case.person(each.person) for each in group])
        span = case.search.request.state.roster.people[group[0].person].fact_spans.get(fact)
        names = tuple(each.key for each in group)
        yield Part(Kind.FACT, names, case.places[0].body, f"`{fact}` of {people} is {is_}", span=span)
