"""What a scenario expects, from its shape: which question, of what it is asked, and what the answer should be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from quorate.charter.claims import PropertyStatus, Situation
from quorate.charter.document import Charter, Clause, Duty, Force, Policy, Property, Scope
from quorate.charter.roster import Roster
from quorate.charter.scenario import (
    DiffExpected,
    Expectation,
    PropertyExpected,
    ScheduleExpected,
    Seated,
    SlatesExpected,
    StressExpected,
    VerdictExpected,
    VerdictsExpected,
)
from quorate.charter.scenario_shape import ExpectationShape
from quorate.charter.shapes import At
from quorate.charter.terms import put_to
from quorate.charter.verdict import Status
from quorate.source.diagnostic import Diagnostic, FileError, did_you_mean
from quorate.source.span import Span

After: TypeAlias = Callable[[str, str], Policy]
Find: TypeAlias = Callable[[str], Charter]

SITUATION = ("present", "ayes", "noes", "abstentions", "recused", "subject", "departed", "members")
"""The keys of the situation in which a property is judged."""
_SITUATIONS = {
    Scope.BODY: ("subject",),
    Scope.QUORUM: ("present",),
    Scope.VOTE: ("present", "ayes", "noes", "abstentions", "recused", "subject"),
    Scope.DEPARTURE: ("departed", "subject"),
    Scope.SUBCOMMITTEE: ("members",),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "verdict": ("body", "on", "is", "occasion", "people", "facts", "until", "force"),
    "verdicts": ("body", "on", "broken", "unknown", "due"),
    "slates": ("on", "size", "keep", "exclude", "prefer", "count", "includes", "excludes", "best"),
    "schedule": ("first", "last", "spare", "exists", "meetings"),
    "stress": ("on", "clause", "departures", "absences", "recusals"),
    "diff": ("body", "on", "added", "struck", "changed", "gained", "lost", "changes"),
    "property": ("body", "on", "is", *SITUATION),
}
"""The keys that each question has beside its own."""
_NEEDED = {
    "verdict": ("body", "is"),
    "schedule": ("first", "last"),
    "stress": ("clause",),
    "diff": ("body",),
    "property": ("body", "is"),
}
_SETTINGS = frozenset(
    {"body", "on", "occasion", "size", "keep", "exclude", "prefer", "first", "last", "spare", "clause", *SITUATION}
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
    find: Find
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

    def word(self, given: At[str], among: Iterable[str]) -> str | None:
        """What becomes of a clause, or of a property: one of the words there are for it."""
        known = tuple(str(word) for word in among)
        if given.value in known:
            return given.value
        question = _question(self)
        advice = did_you_mean(given.value, known) or "one of " + ", ".join(f"`{word}`" for word in known)
        self.faults.say("unknown-word", f"`{given.value}` is not what becomes of a {question}", given.span, advice)
        return None

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
    find: Find,
    faults: Faults,
) -> Expectation | None:
    """The expectation of a shape, or none with the reason among the faults."""
    asked = _Asked(shape, roster, policies, day, after, find, faults)
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
        if key not in keys:
            asked.faults.say("missing-key", f"the key `{key}` is missing", asked.span)
    expected = set(KEYS[question]) - _SETTINGS
    if question != "schedule" and not expected & set(keys):
        advice = f"say one of {', '.join(f'`{key}`' for key in KEYS[question] if key in expected)}"
        asked.faults.say("nothing-expected", f"this `{question}` expects nothing", asked.span, advice)


def _verdict(asked: _Asked) -> Expectation | None:
    shape = asked.shape
    assert shape.verdict is not None
    assert shape.body is not None
    assert shape.is_ is not None
    body = asked.bodies([shape.body])[0]
    asked.works([shape.verdict], body)
    status = asked.word(shape.is_, Status)
    if status is None:
        return None
    return VerdictExpected(
        shape.verdict.value,
        body,
        Status(status),
        asked.on,
        asked.span,
        shape.occasion.value if shape.occasion else None,
        frozenset(asked.people(shape.people)) if shape.people is not None else None,
        frozenset(word.value for word in shape.facts) if shape.facts is not None else None,
        shape.until.value if shape.until else None,
        Force(shape.force.value) if shape.force else None,
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


def _property(asked: _Asked) -> Expectation | None:
    shape = asked.shape
    assert shape.property is not None
    assert shape.body is not None
    assert shape.is_ is not None
    body = asked.bodies([shape.body])[0]
    status = asked.word(shape.is_, PropertyStatus)
    if body not in asked.policies or status is None:
        return None
    policy = asked.policies[body]
    found = _claim(asked, shape.property, policy)
    if found is None:
        return None
    claim, pack = found
    situation = _situation(asked, claim)
    asked_claim = claim if pack is None else put_to(claim, pack, policy)
    return PropertyExpected(
        shape.property.value, body, asked_claim, pack, situation, PropertyStatus(status), asked.on, asked.span
    )


def _claim(asked: _Asked, word: At[str], policy: Policy) -> tuple[Property, Charter | None] | None:
    """A property by its id in the charter, or by `pack/id` wherever the pack lies."""
    name, _, own = word.value.rpartition("/")
    try:
        pack = None if name in ("", policy.charter.id) else asked.find(name)
    except FileError as error:
        first = error.diagnostics[0]
        asked.faults.say(first.code, first.message, word.span, first.help)
        return None
    known = {claim.id: claim for claim in (pack or policy.charter).properties}
    if own not in known:
        where = (pack or policy.charter).id
        advice = did_you_mean(own, known) or "name a property of the charter, or `pack/id`"
        asked.faults.say("unknown-clause", f"`{where}` has no property `{own}`", word.span, advice)
        return None
    return known[own], pack


def _situation(asked: _Asked, claim: Property) -> Situation:
    """The situation stated, in the words of the property's scope."""
    keys = asked.shape.node.keys
    for key in SITUATION:
        if key in keys and key not in _SITUATIONS.get(claim.scope, ()):
            fit = ", ".join(f"`{name}`" for name in _SITUATIONS.get(claim.scope, ())) or "none"
            message = f"a property of scope `{claim.scope}` has no key `{key}`"
            asked.faults.say("unfit-key", message, keys[key], f"the keys of its situation are: {fit}")
    people = {key: getattr(asked.shape, key) for key in SITUATION if key != "subject"}
    listed = {key: None if words is None else asked.people(words) for key, words in people.items()}
    return Situation(**listed, subject=asked.shape.subject.value if asked.shape.subject else None)


def _named(words: Iterable[At[str]] | None) -> frozenset[str] | None:
    return None if words is None else frozenset(word.value for word in words)


_READERS: Mapping[str, Callable[[_Asked], Expectation | None]] = {
    "verdict": _verdict,
    "verdicts": _verdicts,
    "slates": _slates,
    "schedule": _schedule,
    "stress": _stress,
    "diff": _diff,
    "property": _property,
}
