"""Whether a changed case has a schedule: its meetings judged anew, or the ordinary search asked."""

from collections.abc import Iterable

from quorate.engines.base import Limits
from quorate.questions.explain.schedule.nouns import Case
from quorate.questions.schedule import laid
from quorate.questions.schedule.answer import schedule
from quorate.questions.schedule.asking import exists
from quorate.questions.schedule.nouns import Meeting, Placed, Unfinished


def replayed(case: Case, placed: Iterable[Placed]) -> tuple[Meeting, ...] | None:
    """The meetings as a schedule of the case, with those present who then can be; none if they are not one."""
    return laid.replayed(case.roster, case.policies, case.ask, placed)


def searched(case: Case, limits: Limits) -> tuple[Meeting, ...] | Unfinished | None:
    """A schedule of the case by the ordinary search; none if there is none."""
    ask = case.ask
    answer = schedule(
        case.roster, case.policies, bodies=ask.bodies, first=ask.first, last=ask.last, fewest=ask.fewest,
        most=ask.most, spare=ask.spare, as_of=ask.today, limits=limits,
    )  # fmt: skip
    if answer.schedule is not None and not _missing(answer.outcome):
        return answer.schedule.meetings
    return answer.outcome if isinstance(answer.outcome, Unfinished) else None


def _missing(outcome: object) -> bool:
    return isinstance(outcome, Unfinished) and bool(outcome.missing)


def impossible(case: Case, limits: Limits) -> bool | None:
    """Whether the ordinary search, too, finds no schedule; none where that stays open."""
    found = exists(case.roster, case.policies, case.ask, limits)
    return None if found is None else not found
