"""Why there is no schedule where one reason is enough, in plain words."""

from collections.abc import Iterable, Iterator
from datetime import date

from quorate.charter.document import Duty
from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.nouns import Absence, Reason
from quorate.questions.schedule.tasks import Need


def hopeless(desk: Desk) -> Iterator[Reason]:
    """What no meetings of a body can bring about, each for a reason of its own."""
    wanted = desk.ask.fewest + sum(need.count for need in desk.requirements.needs() if not need.wish)
    if not desk.slots and wanted:
        yield no_day(desk)
        return
    days = {slot.day for slot in desk.slots}
    if len(days) < desk.ask.fewest:
        text = f"{counted(len(days), 'day')} on which a meeting can be held, for {counted(desk.ask.fewest, 'meeting')}"
        yield Reason(text, desk.body)
    elif desk.task.room < desk.ask.fewest:
        text = f"no more than {counted(desk.task.room, 'meeting')} fit in, at least {desk.task.spacing} days apart"
        yield Reason(text, desk.body)
    yield from dict.fromkeys(_undoable(desk, desk.state.roster.calendar.length))  # once for all its periods
    yield from _too_much(desk, desk.state.roster.calendar.length)


def _undoable(desk: Desk, length: int) -> Iterator[Reason]:
    """Duties without enough days, or too long for a meeting."""
    for need in desk.requirements.needs():
        duty = desk.duty(need.duty)
        if need.wish or need.count == 0:
            continue
        if len(need.days) < need.count:
            yield _about(desk, duty, _too_few_days(desk, duty, need))
        elif duty.minutes > length:
            yield _about(desk, duty, f"`{duty.id}` takes {duty.minutes} minutes, and a meeting lasts {length}")


def _about(desk: Desk, duty: Duty, text: str) -> Reason:
    return Reason(text, desk.body, duty.id, duty.span)


def no_day(desk: Desk) -> Reason:
    """Why a body that has no day to meet on has none."""
    return Reason(_no_day(desk), desk.body)


def _no_day(desk: Desk) -> str:
    survey = desk.survey
    period = f"from {desk.requirements.first} to {desk.ask.last}"
    if survey.members == 0:
        return f"`{desk.body}` has no members {period}"
    if survey.refused and not survey.inquorate:
        clauses = dict.fromkeys(clause.id for refused in survey.refused.values() for clause in refused)
        return f"every meeting {period} would break {', '.join(f'`{each}`' for each in clauses)}"
    if not survey.inquorate:
        return f"no day {period} is open, or far enough from the meetings already held"
    spare = f" with {counted(desk.ask.spare, 'absence')} to spare" if desk.ask.spare else ""
    return f"on no open day {period} is a quorum free{spare}; {_best_of(desk, survey.inquorate)}"


def _best_of(desk: Desk, days: Iterable[date]) -> str:
    """The day on which the fewest are away, and who they are."""
    inquorate = desk.survey.inquorate
    best = min(days, key=lambda day: (len(inquorate[day]), day))
    away = inquorate[best]
    if not away:
        return f"not even {best} will do, on which everybody is free"
    return f"the best is {best}, on which {_people(desk, away)} {'are' if len(away) > 1 else 'is'} away"


def _people(desk: Desk, away: tuple[Absence, ...]) -> str:
    people = desk.state.roster.people
    named = [f"{people[each.person].name} ({each.why})" for each in away]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _too_few_days(desk: Desk, duty: Duty, need: Need) -> str:
    times = "once" if need.count == 1 else f"{need.count} times"
    within = f" (within `{duty.within.excerpt.text.strip()}`)" if duty.within is not None else ""
    when = need.period if need.period.startswith(("since ", "between ", "after ")) else f"in {need.period}"
    text = f"`{duty.id}` must be done {times} {when}{within}, and "
    found = counted(len(need.days), "day") if need.days else "no day"
    text += f"{found} for it has a quorate meeting"
    missed = [day for day in desk.survey.inquorate if desk.requirements.could_be_on(duty, need.period, day)]
    return f"{text}; {_best_of(desk, missed)}" if missed and not need.days else text


def _too_much(desk: Desk, length: int) -> Iterator[Reason]:
    most = desk.ask.most
    if most is None:
        return
    work = sum(desk.duty(need.duty).minutes * need.count for need in desk.requirements.needs() if not need.wish)
    if work > most * length:
        text = f"the duties take {work} minutes, and {counted(most, 'meeting')} of {length} minutes {most * length}"
        yield Reason(text, desk.body)


def counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
