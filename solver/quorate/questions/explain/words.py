"""In what a core clashes, in one sentence: a figure of which one side asks more than the other side allows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from quorate.formula.bag import Class
from quorate.questions.explain.case import Case, Given
from quorate.questions.explain.nouns import Kind
from quorate.questions.explain.roles import greatest, kept_out, least, needed, number_of, seatable
from quorate.questions.slates.request import Place

MOST = 6  # people named in a row
_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def number(many: int) -> str:
    return _WORDS[many] if 0 <= many < len(_WORDS) else f"{many:,}"


def listing(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def label(case: Case, given: Given) -> str:
    """What can be given up, as a part of a sentence."""
    where = f" of `{given.body}`" if case.several else ""
    match given.kind:
        case Kind.CLAUSE | Kind.FACT:
            return f"`{given.names[0]}`"
        case Kind.SEATS:
            return f"the number of seats{where}"
        case Kind.SIZE:
            return f"the size asked for{where}"
        case Kind.KEEP:
            return f"the wish to keep {given.text.removesuffix(' is to be kept.')}{where}"


@dataclass(frozen=True, slots=True)
class _Side:
    """Some of a core, with or without the people who are pinned."""

    names: tuple[str, ...]
    pins: bool = False

    def told(self, case: Case) -> str:
        return listing([label(case, case.given[name]) for name in self.names])


def because(case: Case, names: Collection[str]) -> str | None:
    """In which figure these clash, where one tells: a size, certain people, the chair."""
    if not names:
        return _nobody(case)
    if len(names) == 1 and not case.pinned:
        return _alone(case, *names)
    for more, fewer in _sides(case, tuple(names)):
        for place in case.places:
            told = _size(case, place, more, fewer)
            if told is not None:
                return _in(case, place, told)
    for more, fewer in _sides(case, tuple(names)):
        for place in case.places:
            told = _people(case, place, more, fewer) or _chair(case, place, more, fewer)
            if told is not None:
                return _in(case, place, told)
    return None


def _nobody(case: Case) -> str | None:
    """That there is nobody who could sit."""
    empty = next((place for place in case.places if not place.eligible), None)
    return None if empty is None else _in(case, empty, "there are no candidates")


def _alone(case: Case, name: str) -> str:
    """That nobody meets it, with whomever."""
    place = next(place for place in case.places if place.body == case.given[name].body)
    many = len(place.eligible)
    whom = f"no group of the {number(many)} candidates"
    if many == 1:
        whom = f"not even {case.person(place.eligible[0])}, who is the only candidate,"
    return _in(case, place, f"of {whom} is it known" if case.strict else f"{whom} meets it")


def _in(case: Case, place: Place, told: str) -> str:
    return f"in `{place.body}`, {told}" if case.several else told


def _sides(case: Case, names: tuple[str, ...]) -> Iterator[tuple[_Side, _Side]]:
    """Each part against the rest, both ways round: who asks for more, and who for less."""
    singles = [(_Side((name,)), _Side(tuple(each for each in names if each != name), True)) for name in names]
    if case.pinned:
        singles.insert(0, (_Side((), True), _Side(names)))
    else:
        singles = [(one, _Side(rest.names)) for one, rest in singles if rest.names]
    yield from singles
    yield from ((rest, one) for one, rest in singles)


def _by(case: Case, side: _Side) -> str:
    return f" by {told}" if (told := side.told(case)) else ""


def _can(case: Case, side: _Side, many: int, whom: str) -> str:
    """That no more than so many can sit; in the words of a wish or of the seats, if it is one."""
    kinds = {case.given[name].kind for name in side.names}
    verb = "is" if many == 1 else "are"
    if kinds == {Kind.SIZE}:
        return f"at most {number(many)} {verb} asked for"
    if kinds == {Kind.SEATS}:
        return f"there {verb} {number(many)} seat{'' if many == 1 else 's'}"
    return f"at most {number(many)} of {whom} can sit{_by(case, side)}"


def _must(case: Case, side: _Side, many: str = "") -> str:
    """That so many must sit, or these people; in the words of a wish, if it is one."""
    kinds = {case.given[name].kind for name in side.names}
    verb = "is" if many in ("", "one") else "are"
    if kinds == {Kind.SIZE}:
        return f"{many} {verb} asked for".lstrip()
    if kinds == {Kind.KEEP}:
        return f"{many} {verb} to be kept".lstrip()
    return f"{many} must sit{_by(case, side)}".lstrip()


def _size(case: Case, place: Place, more: _Side, fewer: _Side) -> str | None:
    """That more must sit than can."""
    size = case.search.world.size(place.body)
    must = least(case, more.names, size, pins=more.pins)
    can = greatest(case, fewer.names, size, pins=fewer.pins)
    if must is None or can is None or must <= can:
        return None
    out = kept_out(case, fewer.names, place.body)
    allowed = [person for person in place.eligible if person not in out]
    several = "candidate" if len(place.eligible) == 1 else "candidates"
    if out and len(allowed) == can:
        who = f" ({_people_named(case, allowed)})"
        return (
            f"of the {number(len(place.eligible))} {several} only {number(can)} can sit{_by(case, fewer)}{who}, "
            f"and {_must(case, more, number(must))}"
        )
    allows = _can(case, fewer, can, f"the {number(len(place.eligible))} {several}")
    return f"{allows}, and {_must(case, more, number(must))}"


def _people(case: Case, place: Place, more: _Side, fewer: _Side) -> str | None:
    """That some of certain people must sit of whom fewer can, or nobody; of those pinned that goes without saying."""
    if not more.names:
        return None
    kinds = needed(case, more.names, place.body, pins=more.pins)
    figure = number_of(case, kinds, place.body)
    must = least(case, more.names, figure, pins=more.pins) if kinds else None
    can = greatest(case, fewer.names, figure, pins=fewer.pins)
    if must is None or can is None or must <= can:
        return None
    people = _ids(case, kinds)
    who = _people_named(case, people)
    if {case.given[name].kind for name in more.names} == {Kind.KEEP}:
        asked = f"{who} {'is' if len(people) == 1 else 'are'} to be kept"
    else:
        need = "needs" if len(more.names) == 1 else "need"
        asked = f"{more.told(case)} {need} {who if must == len(people) else f'{number(must)} of {who}'}"
    return f"{asked}, {_lets(case, fewer, can, len(people))}"


def _lets(case: Case, side: _Side, can: int, many: int) -> str:
    """That of so many people these let no more sit."""
    alone = len(side.names) == 1
    if can == 0:
        keeps = "keeps" if alone else "together keep"
        return f"whom {side.told(case)} {keeps} out" if many == 1 else f"and {side.told(case)} {keeps} all of them out"
    return f"and {side.told(case)} {'lets' if alone else 'together let'} at most {number(can)} of them sit"


def _chair(case: Case, place: Place, more: _Side, fewer: _Side) -> str | None:
    """That only certain people can be the chair, of whom none can."""
    kinds = seatable(case, more.names, place.body, "chair", pins=more.pins)
    if not kinds or greatest(case, fewer.names, number_of(case, kinds, place.body, "chair"), pins=fewer.pins) != 0:
        return None
    people = _ids(case, kinds)
    if len(people) == len(place.eligible):
        return f"there must be a chair{_by(case, more)}, and nobody can be{_by(case, fewer)}"
    none = "who cannot" if len(people) == 1 else "none of whom can"
    return f"only {_people_named(case, people)} can be the chair{_by(case, more)}, {none}{_by(case, fewer)}"


def _ids(case: Case, kinds: Sequence[Class]) -> tuple[str, ...]:
    return case.in_order(person for each in kinds for person in each.ids)


def _people_named(case: Case, people: Sequence[str]) -> str:
    """Who they are; where they are many, the first of them."""
    shown = [case.person(person) for person in people[: MOST if len(people) > MOST + 1 else len(people)]]
    if len(shown) < len(people):
        shown.append(f"{len(people) - len(shown)} more")
    return listing(shown)
