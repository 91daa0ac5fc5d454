"""Can a fact still change a verdict: two answers under which it differs, all other answers being the same.

Other facts are answered one after the other, in the order in which the evaluator asks for them; where the verdict is
the same whatever the answer, nothing further is tried. Where every answer of every fact was tried, that none makes a
difference is certain. A determination may also be left out, since the facts that rule it out count only then.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum

from quorate.cel.types import ListOf, OneOf, Primitive
from quorate.cel.values import Unknown, Value
from quorate.charter.supposing import Place, places, supposing
from quorate.charter.things import computed
from quorate.charter.verdict import Status
from quorate.formula.classes import signature
from quorate.questions.ask.cases import Case, asked_of, is_determination, rules_of, thing_of
from quorate.questions.ask.values import Answers, Landmarks, answers, landmarks

JUDGED = 400
"""How often a verdict is judged for the sake of one fact before the search gives up."""
EXPLORED = 120
"""How often it is judged to find out on which facts it may hang."""
NARROW = 4
"""How many answers are tried of the other facts, where there are many."""


class Left(Enum):
    """A determination that is not made."""

    OUT = "left out"


class Finding(Enum):
    DIFFERS = "differs"
    NEVER = "never"
    UNDECIDED = "undecided"


@dataclass(slots=True)
class Known:
    """What has been found so far, for the sake of like questions: answers of a fact that made a difference."""

    lucky: dict[tuple[str, str, tuple[object, ...]], tuple[object, ...]] = field(default_factory=dict)
    answers: dict[tuple[object, ...], Answers] = field(default_factory=dict)


class _GivenUp(Exception):
    """Too many verdicts were judged."""


class Search:
    """The search for one case. `seen` has the facts that may be asked: those the evaluator comes to name.

    What is only of interest once an answer names somebody is for the next questionnaire.
    """

    def __init__(self, case: Case, known: Known) -> None:
        self.case = case
        self.known = known
        self.marks: Landmarks = landmarks(rules_of(case), case.state)
        self.seen: dict[str, Place] = {place.name: place for place in asked_of(case.state, case.verdict.facts)}
        self.judged = 0
        self.partial = False
        self.good: list[dict[Place, object]] = []
        self.memory: dict[frozenset[tuple[str, str]], tuple[Status, tuple[Place, ...]]] = {}

    # Judging --------------------------------------------------------------------------------------------------------

    def status(self, given: dict[Place, object]) -> tuple[Status, tuple[Place, ...]]:
        """The verdict under some answers, and the facts that it still hangs on."""
        key = frozenset((place.name, repr(value)) for place, value in given.items())
        if key not in self.memory:
            self.judged += 1
            if self.judged > JUDGED:
                raise _GivenUp
            self.memory[key] = self._judge(given)
        return self.memory[key]

    def _judge(self, given: dict[Place, object]) -> tuple[Status, tuple[Place, ...]]:
        base = self.case.state
        found = self.case.judge(supposing(base, {at: value for at, value in given.items() if value is not Left.OUT}))
        if found is None or found.status is not Status.UNKNOWN:
            return Status.NOT_APPLICABLE if found is None else found.status, ()
        fresh = tuple(place for place in places(base, found.facts) if place not in given)
        if all(isinstance(place.type, Primitive | OneOf) for place in given):
            for place in asked_of(base, frozenset(place.name for place in fresh)):
                self.seen.setdefault(place.name, place)
        return found.status, fresh

    # Answers --------------------------------------------------------------------------------------------------------

    def answers(self, place: Place) -> Answers:
        """The answers tried of a fact, those first that made a difference before."""
        key = (id(self.case.subject), place.kind, place.declaration.name, place.steps)
        found = self.known.answers.get(key)
        if found is None:
            found = self.known.answers[key] = distinct(
                place, self.case, answers(place.type, self.case.state, self.marks)
            )
        usual = (place.field.usual,) if place.field.usual in found.values and not place.steps else ()
        return Answers(tuple(_once((*self.known.lucky.get(_like(place), ()), *usual, *found.values))), found.all)

    def others(self, place: Place) -> tuple[object, ...]:
        """The answers tried of a fact that is not the one in question."""
        found = self.answers(place)
        left = (Left.OUT,) if is_determination(place.declaration) and not place.steps else ()
        if found.all:
            return (*found.values, *left)
        self.partial = True
        return (*found.values[:NARROW], *left)

    # Searching ------------------------------------------------------------------------------------------------------

    def explore(self) -> None:
        """Come to know the facts that the verdict may hang on, answering those that it is known to hang on."""
        self.judged = 0
        with suppress(_GivenUp):
            self._explore({})

    def _explore(self, given: dict[Place, object]) -> None:
        _, fresh = self.status(given)
        if fresh and self.judged < EXPLORED:
            other = min(fresh, key=_rank)
            for value in self.others(other):
                self._explore({**given, other: value})

    def finding(self, place: Place) -> Finding:
        """Whether two answers of a fact give different verdicts."""
        tried = self.answers(place)
        self.judged, self.partial = 0, not tried.all
        starts = [_without(given, place) for given in self.good]
        try:
            if any(self._differs(place, tried.values, given) for given in (*starts, {})):
                return Finding.DIFFERS
        except _GivenUp:
            return Finding.UNDECIDED
        return Finding.UNDECIDED if self.partial else Finding.NEVER

    def _differs(self, place: Place, values: tuple[object, ...], given: dict[Place, object]) -> bool:
        first: dict[Status, object] = {}
        waiting: list[Place] = []
        still: list[object] = []
        for value in values:
            status, fresh = self.status({**given, place: value})
            if fresh:
                still.append(value)
                waiting += fresh
                continue
            first.setdefault(status, value)
            if len(first) > 1:
                self._keep(place, tuple(first.values()), given)
                return True
        if not still:
            return False
        other = min(waiting, key=_rank)
        tried = (*first.values(), *still)
        return any(self._differs(place, tried, {**given, other: value}) for value in self.others(other))

    def _keep(self, place: Place, values: tuple[object, ...], given: dict[Place, object]) -> None:
        self.known.lucky[_like(place)] = values
        whole = {**given, place: values[0]}
        if whole not in self.good and len(self.good) < NARROW:
            self.good.append(whole)


def _rank(place: Place) -> tuple[bool, bool, str]:
    """In which order other facts are answered: plain ones first, determinations before what speaks for them."""
    plain = isinstance(place.type, Primitive | OneOf)
    return not is_determination(place.declaration), not plain, place.name


def distinct(place: Place, case: Case, found: Answers) -> Answers:
    """Of many answers of a list, one for each way in which the facts that follow from it come out."""
    if found.all or not isinstance(place.type, ListOf) or place.steps:
        return found
    derived = [fact for (holder, _), fact in case.state.facts.items() if holder == place.kind and fact.rules]
    kept: dict[tuple[object, ...], object] = {}
    for value in found.values:
        state = supposing(case.state, {place: value})
        thing = thing_of(state, place)
        kept.setdefault(tuple(_sign(computed(thing, fact.rules[0])) for fact in derived), value)
    return Answers(tuple(kept.values()))


def _sign(value: Value) -> object:
    """Equal for values between which no rule tells."""
    return frozenset(value.facts) if isinstance(value, Unknown) else signature(value)


def _like(place: Place) -> tuple[str, str, tuple[object, ...]]:
    return place.kind, place.declaration.name, place.steps


def _without(given: dict[Place, object], place: Place) -> dict[Place, object]:
    return {other: value for other, value in given.items() if other.name != place.name}


def _once(values: tuple[object, ...]) -> list[object]:
    return list({repr(value): value for value in values if value is not Left.OUT}.values())
