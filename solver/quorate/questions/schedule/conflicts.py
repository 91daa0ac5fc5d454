"""Why there is no schedule where it takes several demands that cannot all be met: a list without a superfluous one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from quorate.questions.schedule.desk import Desk
from quorate.questions.schedule.nouns import Reason
from quorate.questions.schedule.problem import Programme
from quorate.questions.schedule.reasons import counted
from quorate.questions.schedule.search import Search
from quorate.questions.schedule.tasks import Task


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that is asked for, and the same programme without it."""

    reason: Reason
    without: Callable[[Programme], Programme]


def conflict(programme: Programme, desks: Iterable[Desk], search: Search) -> tuple[Reason, ...]:
    """Demands that cannot all be met. Each is left out in turn, and for good if there is still no schedule."""
    kept: list[Reason] = []
    for demand in demands(programme, desks):
        less = demand.without(programme)
        if search.exists(less) is False:
            programme = less
        else:
            kept.append(demand.reason)
    return tuple(kept)


def demands(programme: Programme, desks: Iterable[Desk]) -> Iterator[Demand]:
    """Everything that could be dropped, so that what people can change most easily is dropped last."""
    for desk, task in zip(desks, programme.tasks, strict=True):
        yield from _duties(desk, task)
        yield from _clauses(desk, task)
        yield from _plain(desk, task)
    if len(programme.tasks) > 1:
        yield Demand(Reason("nobody can be in two places at once"), lambda given: replace(given, clashing=True))


def _duties(desk: Desk, task: Task) -> Iterator[Demand]:
    for index, need in enumerate(task.needs):
        if need.count and not need.wish:
            times = "once" if need.count == 1 else f"{need.count} times"
            reason = _of_duty(desk, need.duty, f"`{need.duty}` must be done {times} in {need.period}")
            yield Demand(reason, _on(desk.body, _without_need(index)))
    for index, gap in enumerate(task.gaps):
        if not gap.wish:
            reason = _of_duty(desk, gap.duty, f"`{gap.duty}` must be done again within a year each time")
            yield Demand(reason, _on(desk.body, _without_gap(index)))
    for earlier, later in dict.fromkeys((order.earlier, order.later) for order in task.orders):
        reason = _of_duty(desk, earlier, f"`{earlier}` must come before `{later}`")
        yield Demand(reason, _on(desk.body, _without_order(earlier, later)))


def _of_duty(desk: Desk, duty_id: str, text: str) -> Reason:
    return Reason(text, desk.body, duty_id, desk.duty(duty_id).span)


def _clauses(desk: Desk, task: Task) -> Iterator[Demand]:
    for name in dict.fromkeys(rule.name for rule in task.rules if not rule.wish):
        clause = next((each for each in desk.policy.clauses if f"{each.charter}/{each.id}" == name), None)
        if clause is not None:
            reason = Reason(f"`{clause.id}` must be kept: {clause.text}", desk.body, clause.id, clause.span)
            yield Demand(reason, _on(desk.body, _without_rule(name)))


def _plain(desk: Desk, task: Task) -> Iterator[Demand]:
    body = desk.body
    if any(task.minutes.values()):
        reason = Reason(f"an agenda must fit into {task.length} minutes", body)
        yield Demand(reason, _on(body, lambda given: replace(given, minutes={})))
    if task.spacing > 1:
        reason = Reason(f"meetings lie at least {task.spacing} days apart", body)
        yield Demand(reason, _on(body, lambda given: replace(given, spacing=1)))
    if task.fewest:
        reason = Reason(f"there are at least {counted(task.fewest, 'meeting')}", body)
        yield Demand(reason, _on(body, lambda given: replace(given, fewest=0)))
    if task.most is not None:
        reason = Reason(f"there are at most {counted(task.most, 'meeting')}", body)
        yield Demand(reason, _on(body, lambda given: replace(given, most=None)))


def _on(body: str, change: Callable[[Task], Task]) -> Callable[[Programme], Programme]:
    """A change of one body's task as a change of the programme."""

    def changed(given: Programme) -> Programme:
        return replace(given, tasks=tuple(change(task) if task.body == body else task for task in given.tasks))

    return changed


def _without_need(index: int) -> Callable[[Task], Task]:
    def less(given: Task) -> Task:
        needs = (replace(need, count=0) if place == index else need for place, need in enumerate(given.needs))
        return replace(given, needs=tuple(needs))

    return less


def _without_gap(index: int) -> Callable[[Task], Task]:
    def less(given: Task) -> Task:
        gaps = (replace(gap, wish=True) if place == index else gap for place, gap in enumerate(given.gaps))
        return replace(given, gaps=tuple(gaps))

    return less


def _without_order(earlier: str, later: str) -> Callable[[Task], Task]:
    def less(given: Task) -> Task:
        orders = (order for order in given.orders if (order.earlier, order.later) != (earlier, later))
        return replace(given, orders=tuple(orders))

    return less


def _without_rule(name: str) -> Callable[[Task], Task]:
    return lambda given: replace(given, rules=tuple(rule for rule in given.rules if rule.name != name))
