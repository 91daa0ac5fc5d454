"""Which slates could lawfully sit, best first, and how many there are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, TypedDict, Unpack, assert_never

from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.engines.base import Clock, Impossible, Limits, OutOfTime
from quorate.formula.candidates import Slate as Chosen
from quorate.formula.candidates import seated
from quorate.questions.slates.barriers import barriers
from quorate.questions.slates.counting import Counts, counted
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.diversity import diverse
from quorate.questions.slates.leverage import leverage
from quorate.questions.slates.listing import listed
from quorate.questions.slates.nouns import Order, Searched, Seated, Slate, SlatesAnswer
from quorate.questions.slates.ranking import ranked
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.request import Request, request
from quorate.questions.slates.sampling import sampled
from quorate.questions.slates.search import Search, search
from quorate.source.diagnostic import InternalError
from quorate.source.reporter import SILENT, Reporter

if TYPE_CHECKING:  # schedules are slow to load, and most questions about slates never ask
    from quorate.questions.slates.years import Years

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
    sample: int | None = None,
    diverse: int | None = None,
    leverage: bool = False,
    with_schedule: int | None = None,
    engine: str | None = None,
    cross_check: bool = False,
    limits: Limits = NO_LIMITS,
    told: Told | None = None,
    reporter: Reporter = SILENT,
) -> SlatesAnswer:
    """The lawful slates of one or several bodies at once, the `top` best of them, all if that is none.

    With `sample` so many are drawn at random instead (by the seed of the limits), with `diverse` so many that are far
    from each other; with `leverage` it is also told how many lawful slates each person is in.
    With `with_schedule` only slates are listed that have a lawful schedule in that calendar year.
    `told` hears of each slate as it is found, with what else is known then. Raises `CallError` where the request
    makes no sense, and `InternalError` where an engine and the reference evaluator disagree.
    """
    asked = request(roster, policies, bodies, sizes=sizes, keep=keep, exclude=exclude, prefer=prefer, as_of=as_of)
    reporter.stage("reading the clauses")
    found = search(asked)
    limits = replace(limits, reporter=reporter)
    years = None if with_schedule is None else _years(roster, policies, asked, with_schedule)
    work = _Work(found, Desk(engine, limits, Clock(limits)), reporter, blank(roster, found), years)
    wanted = _List(Order.BEST, 0 if count_only else top)
    if diverse is not None or sample is not None:
        wanted = _List(Order.DIVERSE, diverse) if diverse is not None else _List(Order.DRAWN, sample)
    return work.done(wanted, told=told, check=cross_check, leverage=leverage)


def _years(roster: Roster, policies: Mapping[str, Policy], asked: Request, year: int) -> "Years":
    """Late, since most questions about slates need no schedules."""
    made: Years = import_module("quorate.questions.slates.years").Years(
        roster, policies, asked.state, asked.bodies, year
    )
    return made


class Sought(TypedDict, total=False):
    """What every slate can be asked with."""

    bodies: Sequence[str]
    sizes: tuple[int, int | None] | None
    keep: Sequence[str]
    exclude: Sequence[str]
    as_of: date | None
    engine: str | None
    thorough: bool
    limits: Limits
    reporter: Reporter


def every_slate(
    roster: Roster, policies: Mapping[str, Policy], **asked: Unpack[Sought]
) -> Iterator[tuple[Seated, ...]]:
    """All lawful slates, unranked, one at a time, in as little memory however many there are.

    One slate of each kind is judged by the reference evaluator, each with `thorough`. Raises `OutOfTime`.
    """
    found = request(
        roster,
        policies,
        asked.get("bodies", ()),
        sizes=asked.get("sizes"),
        keep=asked.get("keep", ()),
        exclude=asked.get("exclude", ()),
        as_of=asked.get("as_of"),
    )
    limits = asked.get("limits", NO_LIMITS)
    desk = Desk(asked.get("engine"), limits, Clock(limits))
    reporter = asked.get("reporter", SILENT)
    return listed(search(found), desk, thorough=asked.get("thorough", False), reporter=reporter)


@dataclass(frozen=True, slots=True)
class _List:
    """Which slates are listed, and how many; all if that is none."""

    order: Order
    many: int | None

    def slates(self, search: Search, desk: Desk) -> Iterator[Slate]:
        match self.order:
            case Order.BEST:
                return ranked(search, desk, search.problem(search.lawful(), ranked=True))
            case Order.DRAWN:
                return sampled(search, desk, self.many or 0)
            case Order.DIVERSE:
                return diverse(search, desk, self.many or 0)
            case _:
                assert_never(self.order)

    def complete(self, found: int) -> bool:
        """Whether so many found are all there are."""
        return self.order is not Order.DIVERSE and (self.many is None or found < self.many)


class _Work:
    """One request in the making; `answer` is what is known so far, true whenever the work is cut short."""

    def __init__(
        self, search: Search, desk: Desk, reporter: Reporter, answer: SlatesAnswer, years: "Years | None" = None
    ) -> None:
        self._search = search
        self._desk = desk
        self._reporter = reporter
        self.answer = answer
        self._years = years

    def done(self, listed: _List, *, told: Told | None, check: bool, leverage: bool) -> SlatesAnswer:
        counts = Counts()
        try:
            if listed.many != 0:
                self._list(listed, told, counts)
            self._reporter.stage("counting slates")
            self._know(engine=self._desk.choice.name, why_engine=self._desk.choice.why)
            counted(self._search, self._desk, counts)
            self._know(lawful=counts.lawful)
            if leverage:
                self._weigh()
        except OutOfTime as error:
            self._know(open_because=str(error))
        self._know(lawful=counts.lawful, hanging=counts.hanging, facts=counts.facts)
        if not self.answer.engine:
            self._know(engine=self._desk.choice.name, why_engine=self._desk.choice.why)
        self._agree()
        try:
            if self.answer.lawful == 0 and self.answer.none:
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

    def _list(self, listed: _List, told: Told | None, counts: Counts) -> None:
        """List what is wanted; when the list ends by itself their number is known."""
        self._reporter.stage("ranking slates")
        kept: list[Slate] = []
        for slate in self._offered(listed):
            kept.append(slate)
            if told is not None:
                told(self.answer, slate)
            if len(kept) <= 100 or len(kept) % 100 == 0:
                self._know(slates=tuple(kept), order=listed.order)
            self._reporter.advance(len(kept), "slates found")
        self._know(slates=tuple(kept), order=listed.order)
        if self._years is None and listed.complete(len(kept)) and not self._search.replayed:
            counts.lawful = len(kept)

    def _offered(self, listed: _List) -> Iterator[Slate]:
        """The slates in their order; those without a lawful year are passed over, where one is asked for."""
        if self._years is None:
            yield from islice(listed.slates(self._search, self._desk), listed.many)
            return
        offered = 0
        for slate in listed.slates(self._search, self._desk):
            meetings = self._years.proof(slate, self._desk.limits)
            if meetings is not None:
                offered += 1
                yield replace(slate, meetings=tuple((each.slot.body, each.slot.day) for each in meetings))
            self._know(year=self._years.known)
            if offered == listed.many:
                return
        self._know(year=replace(self._years.known, complete=listed.order is Order.BEST))

    def _weigh(self) -> None:
        """In how many slates each person is; what is known first stays known when time runs out."""
        self._reporter.stage("weighing slates")
        for known in leverage(self._search, self._desk):
            self._know(leverage=known)
            if self.answer.lawful != known.lawful:
                raise InternalError(
                    f"{known.lawful} lawful slates were weighed where {self.answer.lawful} were counted"
                )

    def _agree(self) -> None:
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
