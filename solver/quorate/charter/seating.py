"""What a charter's classes of seats make of who sits in a body: offices fill seats, classes give votes and terms."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from quorate.charter.calendar import add_days, add_months
from quorate.charter.document import SeatClass
from quorate.charter.roster import Membership
from quorate.charter.timeline import Holder, Seating


def class_of(member: Membership, classes: Iterable[SeatClass]) -> SeatClass | None:
    """The class of a member's seat: as stated, else the only class of seats that no office fills."""
    listed = tuple(classes)
    if member.seat is not None:
        return next((one for one in listed if one.name == member.seat), None)
    return ordinary(listed)


def ordinary(classes: Iterable[SeatClass]) -> SeatClass | None:
    """The only class of seats that no office fills, if there is but one."""
    found = [one for one in classes if one.ex_officio is None]
    return found[0] if len(found) == 1 else None


def as_classes_say(
    seating: Seating,
    classes: tuple[SeatClass, ...],
    office: Callable[[str], Holder],
    began: Callable[[Membership], date | None],
) -> Seating:
    """A seating with the seats that offices fill filled by their holders, and with the votes and terms of the classes.

    `began` gives the first day of somebody's present term, where that is known.
    """
    members = _with_offices(seating.members, classes, office)
    filled = {person: _filled(member, class_of(member, classes), began) for person, member in members.items()}
    if filled == seating.members:
        return seating
    chair = seating.chair
    gone = isinstance(chair, str) and chair in seating.members and chair not in filled
    return Seating(filled, None if gone else chair, seating.acting)


def _with_offices(
    members: Mapping[str, Membership], classes: tuple[SeatClass, ...], office: Callable[[str], Holder]
) -> dict[str, Membership]:
    """Whoever holds the office of a class sits in its seat, and nobody else; where that is not known, as stated."""
    found = dict(members)
    for one in classes:
        holder = office(one.ex_officio) if one.ex_officio is not None else None
        if one.ex_officio is None or not (holder is None or isinstance(holder, str)):
            continue
        found = {person: member for person, member in found.items() if member.seat != one.name or person == holder}
        if holder is not None and holder not in found:
            found[holder] = Membership(holder, seat=one.name)
    return found


def _filled(member: Membership, one: SeatClass | None, began: Callable[[Membership], date | None]) -> Membership:
    if one is None:
        return member
    votes = one.votes if member.votes == 1 else member.votes
    ends = member.term_ends
    if ends is None and one.term is not None and one.ex_officio is None:
        first = began(member)
        ends = None if first is None else last_day(first, one.term)
    return replace(member, seat=one.name, votes=votes, term_ends=ends)


def last_day(first: date, months: int) -> date:
    """The last day of a term of so many months."""
    return add_days(add_months(first, months), -1)


def held_over(lapsed: Iterable[Membership], current: Iterable[Membership], classes: tuple[SeatClass, ...]) -> set[str]:
    """Those whose term is over and who stay, since nobody has followed in their class: the last to lapse first."""
    found: set[str] = set()
    sitting = [class_of(member, classes) for member in current]
    ordered = sorted(lapsed, key=lambda member: member.term_ends or date.max, reverse=True)
    for one in classes:
        if one.hold_over:
            free = max(0, one.count - sitting.count(one))
            waiting = [member.person for member in ordered if class_of(member, classes) is one]
            found.update(waiting[:free])
    return found
