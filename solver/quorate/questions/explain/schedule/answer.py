"""Why there is no schedule, and what would open one: a core of demands, and the remedies, each replayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.engines.base import Assignment, Clock, Limits, OutOfTime, explainer
from quorate.questions.explain.remedies import Costs
from quorate.questions.explain.schedule.chances import Chances
from quorate.questions.explain.schedule.demands import demands, without
from quorate.questions.explain.schedule.nouns import Case, Demand, Remedy, ScheduleExplanation
from quorate.questions.explain.schedule.problem import Share, Year
from quorate.questions.explain.schedule.replay import impossible, replayed, searched
from quorate.questions.schedule.asking import asked, desks_for, known_by
from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.nouns import Meeting, Unfinished
from quorate.questions.schedule.reasons import hopeless
from quorate.source.reporter import SILENT, Reporter

ORDINARY = Costs()
UNLIMITED = Limits()
MOST_DEMANDS = 3  # demands in one remedy, unless more are asked for
MOST_REMEDIES = 20  # remedies that are told
REFUSED = "what was found did not pass its replay: some clause cannot be put into formulas"


def explain_schedule(
    roster: Roster,
    policies: Mapping[str, Policy],
    *,
    bodies: Sequence[str],
    year: int | None = None,
    first: date | None = None,
    last: date | None = None,
    fewest: int = 0,
    most: int | None = None,
    spare: int = 0,
    as_of: date | None = None,
    costs: Costs = ORDINARY,
    most_demands: int = MOST_DEMANDS,
    most_remedies: int = MOST_REMEDIES,
    limits: Limits = UNLIMITED,
    reporter: Reporter = SILENT,
) -> ScheduleExplanation:
    """Why the bodies have no schedule, and what would open one; or one, where there is.

    Without `year`, `first` and `last` it is about the calendar year of `as_of`.
    """
    today = as_of or roster.as_of
    if year is not None:
        first, last = date(year, 1, 1), date(year, 12, 31)
    ask = asked(roster, policies, bodies, today, first, last, fewest=fewest, most=most, spare=spare)
    case = Case(known_by(roster, today), policies, ask)
    names = {person.id: person.name for person in roster.people.values()}
    blank = ScheduleExplanation(
        roster.id, roster.title, roster.illustrative, names, ask, most=most_demands, engine=explainer().name
    )
    return _Work(case, costs, Clock(limits), limits, reporter, most_remedies, blank).done()


@dataclass
class _Work:
    """One explanation in the making; `known` is true whenever the work is cut short."""

    case: Case
    costs: Costs
    clock: Clock
    limits: Limits
    reporter: Reporter
    most_remedies: int
    known: ScheduleExplanation
    year: Year = field(init=False)

    def done(self) -> ScheduleExplanation:
        try:
            self._prepare()
            if not self._possible():
                self._explain()
                self._repair()
        except OutOfTime as error:
            self._know(open_because=str(error))
        return self.known

    def _know(self, **parts: object) -> None:
        self.known = replace(self.known, **parts)  # type: ignore[arg-type]
        self.reporter.found(self.known)

    @property
    def _left(self) -> Limits:
        return self.limits.left(self.clock)

    def _prepare(self) -> None:
        """What there is to choose from, if nothing were demanded that can be given up."""
        self.reporter.stage("looking for days on which to meet")
        desks = desks_for(self.case.roster, self.case.policies, self.case.ask, self.clock)
        everything = demands(self.case, [desk.requirements for desk in desks.values()], self.costs)
        facts = sorted(fact for desk in desks.values() for fact in desk.survey.facts)
        self._know(facts=tuple(dict.fromkeys(facts)))
        shares = tuple(self._share(desk, len(desks)) for desk in desks.values())
        self.year = Year(shares, everything, self.case.ask)

    def _share(self, desk: Desk, together: int) -> Share:
        chances = Chances(desk.policy, desk.state, desk.body, desk.ask, desk.held, together, self.clock)
        share = Share(desk, chances.found)
        if chances.capped:
            self._know(open_because="not every combination of people who are away was tried")
        return share

    def _possible(self) -> bool:
        """Whether there is a schedule, with nothing given up."""
        self.reporter.stage("looking for a schedule")
        first = next(explainer().repairs(self.year.problem, self.year.softs, self._left, 0), None)
        if first is None:
            self._know(impossible=True)
            return False
        meetings = self._opened((), first.assignment)
        if meetings is None:
            self._know(impossible=self.known.open_because is None)
            return False
        self._know(meetings=meetings)
        return True

    def _opened(self, given_up: tuple[Demand, ...], assignment: Assignment) -> tuple[Meeting, ...] | None:
        """The meetings of the case without some demands, as they pass the replay; none if there are none."""
        changed = without(self.case, given_up)
        placed = self.year.read(assignment)
        for tried in (tuple(each for each in placed if each.items), placed):
            meetings = replayed(changed, tried)
            if meetings is not None:
                return meetings
        found = searched(changed, self._left)
        if isinstance(found, Unfinished):
            self._know(open_because=found.why)
            return None
        if found is None:
            self._know(open_because=REFUSED)
        return found

    # why

    def _explain(self) -> None:
        self.reporter.stage("looking for what cannot hold together")
        year = self.year
        core = explainer().core(year.problem, year.softs, self._left)
        if core is None:
            return
        members = tuple(each for each in year.demands if each.name in core.names)
        if self._confirmed(members):
            self._know(core=members, smallest=core.smallest, because=self._because(members))

    def _because(self, core: tuple[Demand, ...]) -> str | None:
        """In what the core clashes, where one duty or one figure tells."""
        alone = without(self.case, (each for each in self.year.demands if each not in core))
        desks = desks_for(alone.roster, alone.policies, alone.ask, self.clock)
        several = len(desks) > 1
        reasons = ((body, reason) for body, desk in desks.items() for reason in hopeless(desk))
        told = [f"in `{body}`, {reason.text}" if several else reason.text for body, reason in reasons]
        return told[0] if len(told) == 1 else None

    def _confirmed(self, core: tuple[Demand, ...]) -> bool:
        """Whether the ordinary search finds the core impossible alone, and the replay something without each of it."""
        others = tuple(each for each in self.year.demands if each not in core)
        if not impossible(without(self.case, others), self._left):
            self._know(open_because="the ordinary search does not find the core impossible")
            return False
        return True

    # what then

    def _repair(self) -> None:
        self.reporter.stage("looking for remedies")
        year, found = self.year, list[Remedy]()
        by_name = {each.name: each for each in year.demands}
        for repair in explainer().repairs(year.problem, year.softs, self._left, self.known.most):
            if len(found) == self.most_remedies:
                return
            given_up = tuple(by_name[name] for name in repair.names)
            meetings = self._opened(given_up, repair.assignment)
            if meetings is not None:
                found.append(Remedy(given_up, repair.cost, meetings))
                self._know(remedies=tuple(found))
            self.reporter.advance(len(found), "remedies found")
        self._know(complete=self.known.open_because is None)
