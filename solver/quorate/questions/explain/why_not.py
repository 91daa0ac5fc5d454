"""Why there is no slate: smallest sets of clauses and wishes that cannot hold together, checked, told part by part."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from quorate.charter.evaluator import if_tested, judge
from quorate.charter.state import State
from quorate.charter.verdict import Evidence, Status, Verdict
from quorate.engines.base import Core as Found
from quorate.engines.base import Found as Assigned
from quorate.engines.base import Impossible
from quorate.formula.ast import AtLeastZero
from quorate.formula.bag import total
from quorate.formula.candidates import Slate as Chosen
from quorate.formula.candidates import Slates, on, seated
from quorate.questions.explain.case import Case, Given, seats_of
from quorate.questions.explain.facts import facts_in
from quorate.questions.explain.nouns import Core, Kind, Near, Part, WhyNot
from quorate.questions.explain.roles import best, kept_out, possible, sizes
from quorate.questions.explain.words import because, label, listing
from quorate.questions.slates.counting import Counts, counted
from quorate.questions.slates.search import Said
from quorate.source.diagnostic import InternalError

GOOD = (Status.HOLDS, Status.NOT_APPLICABLE)


def why_not(case: Case, *, every: bool = False) -> WhyNot | None:
    """Why there is no lawful slate; none if nothing that comes to formulas stands in the way.

    Where no clause is broken for sure it is told what hangs on unknown facts. May raise `OutOfTime`.
    """
    tried = tuple(said.name for said in case.search.replayed)
    found = _cores(case, every)
    if found:
        return WhyNot(found, complete=every, tried=tried)
    open_ = case.stricter()
    found = _cores(open_, every)
    if not found:
        return None
    counts = Counts()
    counted(case.search, case.desk, counts)
    return WhyNot(found, False, every, counts.hanging, counts.facts, tried)


def _cores(case: Case, every: bool) -> tuple[Core, ...]:
    """A smallest core, or all of them."""
    return tuple(_told(case, each) for each in _found(case, every))


def _found(case: Case, every: bool) -> Iterator[Found]:
    asked = (case.whole(), case.softs(), case.desk.limits)
    if every:
        yield from case.explainer.cores(*asked)
    elif (core := case.explainer.core(*asked)) is not None:
        yield core
        if case.pinned:
            yield from _beside(case, core)


def _beside(case: Case, known: Found) -> Iterator[Found]:
    """Where there is no slate whoever sits: why, and what by itself is against the people who are to sit."""
    if possible(case, known.names, pins=False):
        general = case.explainer.core(case.problem(case.given, pins=False), case.softs(), case.desk.limits)
        yield from () if general is None else (general,)
        return
    for name in case.given:
        if name not in known.names and not possible(case, (name,)) and possible(case, (name,), pins=False):
            yield Found((name,), smallest=True)


def _told(case: Case, found: Found) -> Core:
    """A core in full, after it was checked to be impossible alone."""
    if possible(case, found.names):
        raise InternalError(f"`{case.explainer.name}` calls {', '.join(found.names)} impossible, which are not")
    if case.pinned and not possible(case, found.names, pins=False):
        case = case.whoever()
    parts = tuple(_part(case, name, found.names) for name in found.names)
    people = tuple(person for _, person in sorted(case.pinned))
    why = because(case, found.names) or _at_best(case, found.names)
    return Core((*parts, *facts_in(case, found.names)), why, found.smallest, people)


def _at_best(case: Case, names: Collection[str]) -> str | None:
    """How near a sum comes to what one part asks of it, if the others hold."""
    for name in names:
        given, others = case.given[name], tuple(each for each in names if each != name)
        formula = case.search.allows(given.clauses[0]) if given.clauses else given.formula
        if given.clauses and others and isinstance(formula, AtLeastZero):
            found = best(case, others, formula.linear)
            state = None if found is None else case.search.world.seated(_named(case, found))
            evidence = () if state is None else judged(case, given.clauses[0], state).evidence
            if len(evidence) == 1:
                by = listing([label(case, case.given[each]) for each in others])
                return f"at best, by {by}, {evidence[0].text}"
    return None


def _part(case: Case, name: str, core: Collection[str]) -> Part:
    given = case.given[name]
    first = given.clauses[0] if given.clauses else None
    part = Part(
        given.kind,
        given.names,
        given.body,
        given.text,
        str(first.clause.cite) if first is not None else "",
        first.clause.span if first is not None else None,
        near=_near(case, name, tuple(each for each in core if each != name)),
    )
    if given.kind is Kind.KEEP or not possible(case, (name,), pins=False):
        return _with_chairs(case, name, part)
    out = kept_out(case, (name,), given.body) if given.kind is Kind.CLAUSE else ()
    part = _with_chairs(case, name, part, out)
    return replace(part, keeps_out=out, why=_why(case, given, out), sizes=_own_sizes(case, name))


def _with_chairs(case: Case, name: str, part: Part, out: Collection[str] = ()) -> Part:
    """Who is never the chair by a clause, beside those who do not sit at all, and why."""
    given = case.given[name]
    if given.kind is not Kind.CLAUSE or not case.search.world.chair_read(given.body):
        return part
    never = tuple(each for each in kept_out(case, (name,), given.body, "chair") if each not in out)
    return replace(part, no_chairs=never, why_no_chair=_why_no_chair(case, given, never)) if never else part


def _why_no_chair(case: Case, given: Given, never: Collection[str]) -> tuple[Evidence, ...]:
    """What the reference evaluator says against each as the chair of everybody: those who nearly do first."""
    everybody = next(place.eligible for place in case.places if place.body == given.body)
    same: dict[tuple[str, ...], list[str]] = {}
    for chair in never:
        state = seated(case.search.request.state, {given.body: Chosen(everybody, chair)})
        said = tuple(each.text for each in judged(case, given.clauses[0], state).evidence)
        same.setdefault(said, []).append(chair)
    told = sorted(((said, people) for said, people in same.items() if said), key=lambda each: len(each[0]))
    return tuple(Evidence("; ".join(said), tuple(people)) for said, people in told)


def _own_sizes(case: Case, name: str) -> tuple[int, int] | None:
    """The sizes that it leaves by itself, where there would be others without it."""
    body = case.given[name].body
    own = sizes(case, (name,), body)
    return own if own != sizes(case, (), body) else None


def _why(case: Case, given: Given, out: tuple[str, ...]) -> tuple[Evidence, ...]:
    """What the reference evaluator says against the people whom a clause keeps out, if they alone sat."""
    if not out:
        return ()
    verdict = judged(case, given.clauses[0], seated(case.search.request.state, {given.body: Chosen(out)}))
    return tuple(each for each in verdict.evidence if each.people and set(each.people) <= set(out))


def judged(case: Case, said: Said, state: State) -> Verdict:
    """The verdict of the reference evaluator on one clause."""
    place = next(place for place in case.places if place.body == said.body)
    return judge(said.clause, if_tested(said.clause, on(state, place.policy, said.body, said.clause)))


def _near(case: Case, name: str, others: tuple[str, ...]) -> Near:
    """A slate of the other parts, and what is wrong with it: as little changed as can be, or as large, if alone."""
    large = () if others or case.pinned else (total(case.search.world.size(place.body) for place in case.places),)
    found = best(case, others, *large, *case.nearness())
    if found is None:
        raise InternalError(f"`{case.explainer.name}` says that {name} is needed in a core, which it is not")
    slates = _named(case, found)
    state = case.search.world.seated(slates)
    for each in others:
        _confirm(case, each, state)
    evidence = tuple(text for said in case.given[name].clauses[:1] for text in judged(case, said, state).evidence)
    return Near(seats_of(case.search, slates), evidence)


def _named(case: Case, found: Assigned) -> Slates:
    return next(case.search.world.named(found.assignment))


def _confirm(case: Case, name: str, state: State) -> None:
    """A slate said to fulfil a clause fulfils it by the reference evaluator."""
    for said in case.given[name].clauses:
        status = judged(case, said, state).status
        if status not in GOOD and (case.strict or status is not Status.UNKNOWN):
            raise InternalError(f"a slate shown for a core is said to fulfil {said.name}, which is {status.value}")


def beyond(case: Case) -> WhyNot:
    """Where only clauses that come to no formulas stand in the way: every other slate was tried."""
    tried = tuple(said.name for said in case.search.replayed)
    counts = Counts()
    counted(case.search, case.desk, counts)
    told = "every slate that the other clauses leave was tried by the reference evaluator, and none is lawful"
    return WhyNot((), not counts.hanging, False, counts.hanging, counts.facts, tried, told)


def second(case: Case, cores: Sequence[Core]) -> str:
    """What an independent engine says of each core being impossible."""
    told = []
    for core in cores:
        names = {part.names[0] for part in core.asked}
        problem = case.problem([name for name, given in case.given.items() if given.names[0] in names])
        told.append(case.desk.second(problem, Impossible()))
    return "; ".join(dict.fromkeys(told))
