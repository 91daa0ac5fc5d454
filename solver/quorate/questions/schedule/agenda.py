"""The order of an agenda: what comes before what by the duties' `before:`, otherwise as the charter lists them."""

from collections.abc import Collection, Sequence

from quorate.charter.document import Duty


def ordered(chosen: Collection[str], duties: Sequence[Duty]) -> tuple[str, ...]:
    """The chosen duties so that each stands before those it must precede; the charter's order where that leaves room.

    Duties that precede each other in a circle keep the charter's order.
    """
    left = [duty for duty in duties if duty.id in chosen]
    placed: list[str] = []
    while left:
        ready = next((duty for duty in left if not _waits(duty, left)), left[0])
        placed.append(ready.id)
        left.remove(ready)
    return tuple(placed)


def _waits(duty: Duty, left: Sequence[Duty]) -> bool:
    names = {duty.id, f"{duty.charter}/{duty.id}"}
    return any(not names.isdisjoint(other.before) for other in left if other is not duty)


def circular(duties: Collection[Duty]) -> bool:
    """Whether some duties must each come before another of them."""
    left = list(duties)
    while left:
        ready = next((duty for duty in left if not _waits(duty, left)), None)
        if ready is None:
            return True
        left.remove(ready)
    return False
