"""The question: why there is no slate, why not this slate or this person, why this rank, and what then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Unpack

from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.engines.base import Clock, Limits, OutOfTime
from quorate.questions.explain.asking import Sought, Wishes, requested, wishes_of
from quorate.questions.explain.case import Case
from quorate.questions.explain.nouns import ExplainAnswer
from quorate.questions.explain.person import one_person, unfit
from quorate.questions.explain.proposal import proposal
from quorate.questions.explain.rank import one_rank
from quorate.questions.explain.recruits import recruits
from quorate.questions.explain.remedies import NOTHING_FIXED, Costs, Fixed
from quorate.questions.explain.repairs import repairs
from quorate.questions.explain.slate import one_slate
from quorate.questions.explain.why_not import beyond, second, why_not
from quorate.questions.slates.answer import blank
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.ranking import ranked
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import Search, search
from quorate.source.diagnostic import CallError, Diagnostic
from quorate.source.reporter import SILENT, Reporter

NO_LIMITS = Limits()
NO_COSTS = Costs()
FEW = 3
"""Remedies of one repair, unless there is none of so few."""


def explain(roster: Roster, policies: Mapping[str, Policy], **sought: Unpack[Sought]) -> ExplainAnswer:
    """Why there is no lawful slate and what would help; or why not `slate`, why not `person`, why the `rank`.

    Raises `CallError` where the request makes no sense, and `InternalError` where an answer fails its own replay.
    """
    wishes = wishes_of(sought)
    asked = requested(roster, policies, wishes)
    reporter = sought.get("reporter", SILENT)
    limits = replace(sought.get("limits", NO_LIMITS), reporter=reporter)
    reporter.stage("reading the clauses")
    desk = Desk(sought.get("engine"), limits, Clock(limits))
    ways = (sought.get("costs", NO_COSTS), sought.get("every", False), sought.get("cross_check", False))
    work = _Work(roster, policies, wishes, asked, desk, reporter, *ways)
    return work.done(lambda: _run(work, sought))


def _run(work: "_Work", sought: Sought) -> None:
    slate, chair, person, rank = (sought.get("slate"), sought.get("chair"), sought.get("person"), sought.get("rank"))
    if slate or chair:
        work.slate(slate or (), chair or ())
    elif person is not None:
        work.person(person)
    elif rank is not None:
        work.rank(rank)
    else:
        work.slates()


@dataclass(slots=True)
class _Work:
    """One explanation in the making; `answer` is what is known so far."""

    roster: Roster
    policies: Mapping[str, Policy]
    wishes: Wishes
    asked: Request
    desk: Desk
    reporter: Reporter
    costs: Costs
    every: bool
    check: bool
    answer: ExplainAnswer = field(init=False)

    def __post_init__(self) -> None:
        start = blank(self.roster, search(self.asked))
        self.answer = ExplainAnswer(
            start.roster, start.title, start.illustrative, start.as_of, start.bodies, start.names or {}
        )

    def done(self, run: Callable[[], None]) -> ExplainAnswer:
        try:
            run()
        except OutOfTime as error:
            self.know(open_because=str(error))
        return self.answer

    def know(self, **parts: object) -> None:
        self.answer = replace(self.answer, **parts)  # type: ignore[arg-type]
        self.reporter.found(self.answer)

    # Slates

    def slates(self) -> None:
        """Why there is none, and what then."""
        found = search(self.asked)
        if self._lawful(found):
            return
        self.reporter.stage("looking for what clashes")
        case = Case(found, self.desk)
        self._why(case)
        self._what_then(self.asked, NOTHING_FIXED)

    def _why(self, case: Case) -> None:
        """What clashes; and, if that is asked for, whether another engine says so too."""
        why = why_not(case, every=self.every) or beyond(case)
        self.know(why=why, engine=case.explainer.name)
        if self.check and why.cores:
            self.know(second=second(case if why.certain else case.stricter(), why.cores))

    def _lawful(self, found: Search) -> bool:
        """Whether there is a lawful slate; then it is shown, with how many there are."""
        some = self.desk.one(found.problem(found.lawful()))  # INVARIANT: asked first, since the best takes longer
        best = None
        if some is not None:
            best = next(ranked(found, self.desk, found.problem(found.lawful(), ranked=True)), None)
        if best is None:
            self.know(lawful=0)
            return False
        self.know(example=best, engine=self.desk.choice.name)
        if not found.replayed:
            self.know(lawful=self.desk.count(found.problem(found.lawful())))
        return True

    def _what_then(self, asked: Request, fixed: Fixed) -> None:
        self.reporter.stage("looking for what would help")
        self._repairs(asked, fixed)
        if fixed is NOTHING_FIXED:
            self.reporter.stage("looking for whom to recruit")
            self.know(recruits=recruits(asked, self.desk, costs=self.costs))

    def _repairs(self, asked: Request, fixed: Fixed) -> None:
        """Those of few remedies, or where there are none the cheapest of any size; with `every` all of any size."""
        most = None if self.every else FEW
        found = repairs(asked, self.desk, costs=self.costs, fixed=fixed, most=most)
        self.know(repairs=found)
        if not found.found and found.open_because is None and found.most == FEW:
            self.know(repairs=repairs(asked, self.desk, costs=self.costs, fixed=fixed, first=True))

    # One slate, one person, one rank

    def slate(self, slate: Sequence[str], chair: Sequence[str]) -> None:
        seats = proposal(self.asked, slate, chair)
        keep = [f"{each.body}/{person}" for each in seats for person in each.members if person in self._fit(each.body)]
        kept = requested(self.roster, self.policies, {**self.wishes, "keep": (), "sizes": None}, keep)
        found = one_slate(self.asked, kept, self.desk, seats)
        self.know(slate=found, engine=self.desk.choice.name)

    def _fit(self, body: str) -> frozenset[str]:
        return frozenset(next(place for place in self.asked.places if place.body == body).eligible)

    def person(self, person: str) -> None:
        body, name = self._who(person)
        why = unfit(self.asked, body, name)
        if why is not None:
            self.know(person=replace(one_person(body, name), unfit=why))
            return
        kept = requested(self.roster, self.policies, self.wishes, [f"{body}/{name}"])
        case = Case(search(kept), self.desk, pinned=frozenset({(body, name)}))
        if self._lawful(case.search):
            every = self.desk.count(search(self.asked).problem(search(self.asked).lawful()))
            served = replace(one_person(body, name), slates=self.answer.lawful, lawful=every)
            self.know(person=replace(served, example=self.answer.example), lawful=every)
            return
        self.know(person=replace(one_person(body, name), slates=0))
        self.reporter.stage("looking for what clashes")
        self._why(case)
        self._what_then(kept, Fixed({}, {body: frozenset({name})}, {}))

    def _who(self, text: str) -> tuple[str, str]:
        """The person and the body meant by `PERSON` or `BODY/PERSON`."""
        body, _, name = text.rpartition("/")
        without = [*self.wishes.get("exclude", ()), text]
        requested(self.roster, self.policies, {**self.wishes, "exclude": without})
        if not body and len(self.asked.bodies) > 1:
            told = f"in which body is `{name}` to serve"
            raise CallError([Diagnostic("which-body", told, help=f"write `{self.asked.bodies[0]}/{name}`")])
        return body or self.asked.bodies[0], name

    def rank(self, rank: int) -> None:
        if rank < 1:
            raise CallError([Diagnostic("no-such-rank", f"there is no rank {rank}", help="the best slate ranks first")])
        found = search(self.asked)
        told = one_rank(found, self.desk, rank)
        if told is None:
            self.slates()
        else:
            self.know(rank=told, engine=self.desk.choice.name)
