"""What a scenario expects, from its shape: which question, of what it is asked, and what the answer should be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from quorate.charter.document import Clause, Duty, Policy
from quorate.charter.roster import Roster
from quorate.charter.scenario import (
    DiffExpected,
    Expectation,
    ScheduleExpected,
    Seated,
    SlatesExpected,
    StressExpected,
    VerdictExpected,
    VerdictsExpected,
)
from quorate.charter.scenario_shape import ExpectationShape
from quorate.charter.shapes import At
from quorate.charter.verdict import Status
from quorate.source.diagnostic import Diagnostic, did_you_mean
from quorate.source.span import Span

After: TypeAlias = Callable[[str, str], Policy]

KEYS: Mapping[str, tuple[str, ...]] = {
    "verdict": ("body", "on", "is", "occasion", "people", "facts", "until"),
    "verdicts": ("body", "on", "broken", "unknown", "due"),
    "slates": ("on", "size", "keep", "exclude", "prefer", "count", "includes", "excludes", "best"),
    "schedule": ("first", "last", "spare", "exists", "meetings"),
    "stress": ("on", "clause", "departures", "absences", "recusals"),
    "diff": ("body", "on", "added", "struck", "changed", "gained", "lost", "changes"),
}
"""The keys that each question has beside its own."""
_NEEDED = {"verdict": ("body", "is"), "schedule": ("first", "last"), "stress": ("clause",), "diff": ("body",)}
_SETTINGS = frozenset(
    {"body", "on", "occasion", "size", "keep", "exclude", "prefer", "first", "last", "spare", "clause"}
)


@dataclass(slots=True)
class Faults:
    """What is wrong with a scenario beyond its shape, gathered so that all of it is told at once."""

    found: list[Diagnostic] = field(default_factory=list)

    def say(self, code: str, message: str, span: Span, advice: str | None = None) -> None:
        self.found.append(Diagnostic(code, message, span, advice))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One expectation on its way: its shape, and what its words may refer to."""

    shape: ExpectationShape
    roster: Roster
    policies: Mapping[str, Policy]
    day: date
    after: After
    faults: Faults

    @property
    def on(self) -> date:
        return self.shape.on.value if self.shape.on else self.day

    @property
    def span(self) -> Span:
        return self.shape.span

    def known(self, words: Iterable[At[str]], names: Iterable[str], what: str) -> tuple[str, ...]:
        """The words, each complained of if it is not one of the names."""
        among = tuple(names)
        for word in words:
            if word.value not in among:
                message = f"there is no {what} `{word.value}`"
                self.faults.say(f"unknown-{what}", message, word.span, did_you_mean(word.value, among))
        return tuple(word.value for word in words)

    def people(self, words: Iterable[At[str]] | None) -> tuple[str, ...]:
        return self.known(tuple(words or ()), self.roster.people, "person")

    def seated(self, words: Iterable[At[str]] | None) -> tuple[str, ...]:
        """People, each written `PERSON` or `BODY/PERSON`."""
        given = tuple(words or ())
        self.people(tuple(At(word.value.rpartition("/")[2], word.node) for word in given))
        return tuple(word.value for word in given)

    def bodies(self, words: Iterable[At[str]]) -> tuple[str, ...]:
        """Bodies of the roster that have a charter."""
        return self.known(tuple(words), self.policies, "body")

    def works(self, words: Iterable[At[str]] | None, body: str | None) -> frozenset[str] | None:
        """Ids of clauses and duties that bind a body (or any)."""
        if words is None:
            return None
        policies = [policy for name, policy in self.policies.items() if body in (None, name)]
        return frozenset(self.known(tuple(words), (name for one in policies for name in works_of(one)), "clause"))

    def slate(self, found: At[Any]) -> Seated:
        members, chair = found.value
        self.people((*members, *((chair,) if chair else ())))
        return Seated(frozenset(member.value for member in members), chair.value if chair else None)


def works_of(policy: Policy) -> tuple[str, ...]:
    """The names by which clauses and duties may be called: an id of the charter's own, `pack/id` of any."""
    works: tuple[Clause | Duty, ...] = (*policy.clauses, *policy.duties)
    own = [work.id for work in works if work.charter == policy.charter.id]
    return (*own, *(f"{work.charter}/{work.id}" for work in works))


def expectation_of(
    shape: ExpectationShape,
    roster: Roster,
    policies: Mapping[str, Policy],
    day: date,
    after: After,
    faults: Faults,
) -> Expectation | None:
    """The expectation of a shape, or none with the reason among the faults."""
    asked = _Asked(shape, roster, policies, day, after, faults)
    before = len(faults.found)
    question = _question(asked)
    if question is None:
        return None
    _check_keys(asked, question)
    if len(faults.found) > before:
        return None
    found = _READERS[question](asked)
    return found if len(faults.found) == before else None


def _question(asked: _Asked) -> str | None:
    given = [name for name in KEYS if name in asked.shape.node.entries]
    if len(given) == 1:
        return given[0]
    told = " and ".join(f"`{name}`" for name in given) or "no question"
    advice = f"each has exactly one of {', '.join(f'`{name}`' for name in KEYS)}"
    asked.faults.say("one-question", f"an expectation asks one question, this asks {told}", asked.span, advice)
    return None


def _check_keys(asked: _Asked, question: str) -> None:
    keys = asked.shape.node.keys
    for key in asked.shape.node.entries:
        if key != question and key not in KEYS[question]:
            advice = f"its keys are {', '.join(f'`{name}`' for name in KEYS[question])}"
            asked.faults.say("unfit-key", f"`{question}` has no key `{key}`", keys[key], advice)
    for key in _NEEDED.get(question, ()):
        if key not in asked.shape.node.entries:
            asked.faults.say("missing-key", f"the key `{key}` is missing", asked.span)
    expected = set(KEYS[question]) - _SETTINGS
    if question != "schedule" and not expected & set(asked.shape.node.entries):
        advice = f"say one of {', '.join(f'`{key}`' for key in KEYS[question] if key in expected)}"
        asked.faults.say("nothing-expected", f"this `{question}` expects nothing", asked.span, advice)


def _verdict(asked: _Asked) -> Expectation:
    shape = asked.shape
    assert shape.verdict is not None
    assert shape.body is not None
    assert shape.is_ is not None
    body = asked.bodies([shape.body])[0]
    asked.works([shape.verdict], body)
    return VerdictExpected(
        shape.verdict.value,
        body,
        Status(shape.is_.value),
        asked.on,
        asked.span,
        shape.occasion.value if shape.occasion else None,
        frozenset(asked.people(shape.people)) if shape.people is not None else None,
        frozenset(word.value for word in shape.facts) if shape.facts is not None else None,
        shape.until.value if shape.until else None,
    )


def _verdicts(asked: _Asked) -> Expectation:
    shape = asked.shape
    body = asked.bodies([shape.body])[0] if shape.body else None
    given = {Status.BROKEN: shape.broken, Status.UNKNOWN: shape.unknown, Status.DUE: shape.due}
    read = {status: asked.works(words, body) for status, words in given.items()}
    listed = {status: names for status, names in read.items() if names is not None}
    return VerdictsExpected(body, asked.on, asked.span, listed)


def _slates(asked: _Asked) -> Expectation:
    shape = asked.shape
    return SlatesExpected(
        asked.bodies(shape.slates or ()),
        asked.on,
        asked.span,
        shape.size.value if shape.size else None,
        asked.seated(shape.keep),
        asked.seated(shape.exclude),
        tuple(rule.value.text for rule in shape.prefer or ()),
        shape.count.value if shape.count else None,
        tuple(asked.slate(one) for one in shape.includes or ()),
        tuple(asked.slate(one) for one in shape.excludes or ()),
        asked.slate(shape.best) if shape.best else None,
    )


def _schedule(asked: _Asked) -> Expectation:
    shape = asked.shape
    assert shape.first is not None
    assert shape.last is not None
    return ScheduleExpected(
        asked.bodies(shape.schedule or ()),
        shape.first.value,
        shape.last.value,
        asked.span,
        shape.spare.value if shape.spare else 0,
        shape.exists.value if shape.exists else True,
        shape.meetings.value if shape.meetings else None,
    )


def _stress(asked: _Asked) -> Expectation:
    shape = asked.shape
    assert shape.stress is not None
    assert shape.clause is not None
    body = asked.bodies([shape.stress])[0]
    if shape.clause.value not in ("quorum", "all"):
        asked.works([shape.clause], body)
    return StressExpected(
        body,
        shape.clause.value,
        asked.on,
        asked.span,
        shape.departures.value if shape.departures else None,
        shape.absences.value if shape.absences else None,
        shape.recusals.value if shape.recusals else None,
    )


def _diff(asked: _Asked) -> Expectation | None:
    shape = asked.shape
    assert shape.diff is not None
    assert shape.body is not None
    body = asked.bodies([shape.body])[0]
    if body not in asked.policies:
        return None
    return DiffExpected(
        body,
        asked.after(shape.diff.value, body),
        asked.on,
        asked.span,
        _named(shape.added),
        _named(shape.struck),
        _named(shape.changed),
        shape.gained.value if shape.gained else None,
        shape.lost.value if shape.lost else None,
        _named(shape.changes),
    )


def _named(words: Iterable[At[str]] | None) -> frozenset[str] | None:
    return None if words is None else frozenset(word.value for word in words)


_READERS: Mapping[str, Callable[[_Asked], Expectation | None]] = {
    "verdict": _verdict,
    "verdicts": _verdicts,
    "slates": _slates,
    "schedule": _schedule,
    "stress": _stress,
    "diff": _diff,
}
