"""Which slates could lawfully sit, best first, and how many there are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.engines.base import Clock, Impossible, Limits, OutOfTime
from quorate.formula.candidates import Slate as Chosen
from quorate.formula.candidates import seated
from quorate.questions.slates.barriers import barriers
from quorate.questions.slates.counting import Counts, counted
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Searched, Seated, Slate, SlatesAnswer
from quorate.questions.slates.ranking import ranked
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.request import Request, request
from quorate.questions.slates.search import Search, search
from quorate.source.diagnostic import InternalError
from quorate.source.reporter import SILENT, Reporter

Told = Callable[[SlatesAnswer, Slate], None]
NO_LIMITS = Limits()


def slates(
    roster: Roster,
    policies: Mapping[str, Policy],
    *,
    bodies: Sequence[str] = (),
    sizes: tuple[int, int | None] | None = None,
    keep: Sequence[str] = (),
    exclude: Sequence[str] = (),
    prefer: Sequence[str] = (),
    as_of: date | None = None,
    top: int | None = 10,
    count_only: bool = False,
    engine: str | None = None,
    cross_check: bool = False,
    limits: Limits = NO_LIMITS,
    told: Told | None = None,
    reporter: Reporter = SILENT,
) -> SlatesAnswer:
    """The lawful slates of one or several bodies at once, the `top` best of them, all if that is none.

    `told` hears of each slate as it is found, with what else is known then. Raises `CallError` where the request
    makes no sense, and `InternalError` where an engine and the reference evaluator disagree.
    """
    asked = request(roster, policies, bodies, sizes=sizes, keep=keep, exclude=exclude, prefer=prefer, as_of=as_of)
    reporter.stage("reading the clauses")
    found = search(asked)
    limits = replace(limits, reporter=reporter)
    work = _Work(found, Desk(engine, limits, Clock(limits)), reporter, blank(roster, found))
    return work.done(top=0 if count_only else top, told=told, check=cross_check)


class _Work:
    """One request in the making; `answer` is what is known so far, true whenever the work is cut short."""

    def __init__(self, search: Search, desk: Desk, reporter: Reporter, answer: SlatesAnswer) -> None:
        self._search = search
        self._desk = desk
        self._reporter = reporter
        self.answer = answer

    def done(self, *, top: int | None, told: Told | None, check: bool) -> SlatesAnswer:
        counts = Counts()
        try:
            if top != 0:
                self._rank(top, told, counts)
            self._reporter.stage("counting slates")
            self._know(engine=self._desk.choice.name, why_engine=self._desk.choice.why)
            counted(self._search, self._desk, counts)
        except OutOfTime as error:
            self._know(open_because=str(error))
        self._know(lawful=counts.lawful, hanging=counts.hanging, facts=counts.facts)
        if not self.answer.engine:
            self._know(engine=self._desk.choice.name, why_engine=self._desk.choice.why)
        self._agree(top)
        try:
            if self.answer.none:
                self._know(barriers=tuple(barriers(self._search, self._desk)))
            if check:
                self._know(second=self._second())
        except OutOfTime as error:
            self._know(second=f"could not be asked: {error}" if check else None)
        return self.answer

    def _know(self, **parts: object) -> SlatesAnswer:
        self.answer = replace(self.answer, **parts)  # type: ignore[arg-type]
        self._reporter.found(self.answer)
        return self.answer

    def _rank(self, top: int | None, told: Told | None, counts: Counts) -> None:
        """List the best; when the list ends by itself their number is known."""
        self._reporter.stage("ranking slates")
        kept: list[Slate] = []
        for slate in islice(self._ranking(), top):
            kept.append(slate)
            if told is not None:
                told(self.answer, slate)
            if len(kept) <= 100 or len(kept) % 100 == 0:
                self._know(slates=tuple(kept))
            self._reporter.advance(len(kept), "slates found")
        self._know(slates=tuple(kept))
        if (top is None or len(kept) < top) and not self._search.replayed:
            counts.lawful = len(kept)

    def _ranking(self) -> Iterator[Slate]:
        problem = self._search.problem(self._search.lawful(), ranked=True)
        return ranked(self._search, self._desk, problem)

    def _agree(self, top: int | None) -> None:
        """A list cannot be longer than the count says."""
        many = len(self.answer.slates)
        if self.answer.lawful is not None and many > self.answer.lawful:
            raise InternalError(f"{many} lawful slates were listed where {self.answer.lawful} were counted")

    def _second(self) -> str:
        """What an independent engine says of the count and of the best slate."""
        search, desk = self._search, self._desk
        ranked_problem = search.problem(search.lawful(), ranked=True)
        best = next(desk.ranked(ranked_problem), None)
        parts = [f"on the best: {desk.second(ranked_problem, best or Impossible())}"]
        if self.answer.lawful is not None and not search.replayed:
            plain = search.problem(search.lawful())
            parts.append(f"on the count: {desk.second(plain, self.answer.lawful)}")
        return "; ".join(parts)


def blank(roster: Roster, found: Search) -> SlatesAnswer:
    asked = found.request
    bodies = tuple(
        Searched(
            place.body,
            place.policy.charter.title,
            place.eligible,
            place.sizes,
            found.world.chair_read(place.body),
            asked.today(place.body),
        )
        for place in asked.places
    )
    return SlatesAnswer(
        roster.id,
        roster.title,
        roster.illustrative,
        asked.state.as_of,
        bodies,
        tuple(" ".join(wish.excerpt.text.split()) for wish in asked.preferences),
        replayed=tuple(said.name for said in found.replayed),
        unranked=tuple(said.name for said in found.aims if said.outside is not None),
        names={person.id: person.name for person in roster.people.values()},
    )


def proposed(
    roster: Roster, policies: Mapping[str, Policy], seats: Sequence[Seated], as_of: date | None = None
) -> bool | None:
    """Whether a proposed slate is lawful; none if that hangs on unknown facts.

    Where a chair is none, whether it is lawful under some member as chair, or with the chair vacant.
    """
    asked = request(roster, policies, [each.body for each in seats], as_of=as_of)
    if any(set(each.members) - set(place.eligible) for each, place in zip(seats, asked.places, strict=True)):
        return False
    outcomes = {_outcome(asked, each) for each in _chaired(list(seats))}
    return True if True in outcomes else None if None in outcomes else False


def _chaired(seats: list[Seated]) -> Iterator[dict[str, Chosen]]:
    """Every way to name the chairs that are open."""
    if not seats:
        yield {}
        return
    each, *others = seats
    for chair in (each.chair,) if each.chair is not None else (None, *each.members):
        for rest in _chaired(others):
            yield {each.body: Chosen(each.members, chair), **rest}


def _outcome(asked: Request, chosen: dict[str, Chosen]) -> bool | None:
    return verdicts_on(asked, seated(asked.state, chosen))[0]
