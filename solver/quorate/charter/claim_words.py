"""What `holds`, `opposed` and `possible` mean in a claim: the reference meaning, by trying every gathering and ballot.

Whether another body exists cannot be seen from one: there the answer is yes where this one will do, else not known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from quorate.cel.ast import Literal, Name, Select
from quorate.cel.evaluator import evaluate
from quorate.cel.logic import all_of, negation, some_of
from quorate.cel.reading import walk
from quorate.cel.values import Failure, Group, Thing, Unknown, Value
from quorate.charter.claim_names import Named, counted, named
from quorate.charter.document import TOPICS, Clause, Policy, Property, Scope
from quorate.charter.occasions import vote_words
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.surroundings import MOST_TRIED, Surroundings, gatherings
from quorate.charter.words import Words
from quorate.source.span import Source, Span

NOWHERE = Span(Source("<claim>", ""), 0, 0)
PARTS = ("ayes", "noes", "abstentions", "recused")
MOST_POLLED = 6  # people of whom every ballot is tried
OTHER_SUBJECT = "anything else"
_SUBJECT = Select(Name("vote", NOWHERE), "subject", NOWHERE)
_ELSEWHERE = frozenset({"other bodies"})


@dataclass(frozen=True, slots=True)
class ClaimSurroundings:
    """The context of a claim on one occasion; `leniently`, as in `when`, a topic that is missing holds.

    `subject` is what the ballots that are tried are about, where that is said.
    """

    claim: Property
    policy: Policy
    state: State
    body: str
    words: Words
    subject: str | None = None
    leniently: bool = False

    def lenient(self) -> "ClaimSurroundings":
        return replace(self, leniently=True)

    def next_annual_meeting(self, day: date) -> Value:
        return self._plain().next_annual_meeting(day)

    def business_day(self, day: date, count: int) -> Value:
        return self._plain().business_day(day, count)

    def holds(self, name: str) -> Value:
        found = self._named(name)
        if found is None:
            return self._missing(name)
        return clauses_hold(found.clauses, self._plain())

    def opposed(self, name: str) -> Value:
        ayes, noes = self.words["ayes"], self.words["noes"]
        return replace(self, words=self.words.with_(ayes=noes, noes=ayes)).holds(name)

    def possible(self, name: str) -> Value:
        found = self._named(name)
        if found is None:
            return self._missing(name)
        match found.scope:
            case Scope.QUORUM:
                return self._some_gathering(found)
            case Scope.VOTE:
                return self._some_ballot(found)
            case _:
                return self._some_body(found)

    def _named(self, name: str) -> Named | None:
        return named(self.policy, self.claim, name, self.state.as_of)

    def _missing(self, name: str) -> Value:
        if self.leniently and name in TOPICS:
            return True
        return Failure(f"there is no clause `{name}`")

    def _plain(self, words: Words | None = None) -> Surroundings:
        """What a clause is judged in: ids in it are those of clauses, and nothing more."""
        return Surroundings(self.policy, self.state, self.words if words is None else words)

    def _some_body(self, wanted: Named) -> Value:
        members = self.words["members"]
        peopled = isinstance(members, Group) and bool(members.definite)
        return True if peopled and self.holds(wanted.name) is True else Unknown(_ELSEWHERE)

    def _some_gathering(self, wanted: Named) -> Value:
        members = self.words["members"]
        if not isinstance(members, Group) or members.possible:
            return Unknown(members.facts) if isinstance(members, Group) else members
        answer = some_of(
            clauses_hold(wanted.clauses, self._plain(self.words.with_(present=Group(present))))
            for present in gatherings(members.definite)
        )
        return _tried(answer, len(members.definite) <= MOST_TRIED, "gathering")

    def _some_ballot(self, wanted: Named) -> Value:
        members = self.words["members"]
        if not isinstance(members, Group) or members.possible:
            return Unknown(members.facts) if isinstance(members, Group) else members
        few = len(members.definite) <= MOST_POLLED
        answer = some_of(
            replace(self, subject=subject)._carried(wanted, present, few)
            for subject in self._subjects(wanted)
            for present in (gatherings(members.definite) if few else iter((members.definite,)))
        )
        return _tried(answer, few, "ballot")

    def _subjects(self, wanted: Named) -> tuple[str | None, ...]:
        """What a ballot can be about: what is said, else each text that the clauses compare with, and another."""
        parts = [part.ast for clause in wanted.clauses for part in (clause.rule, clause.when) if part is not None]
        reads = any(part == _SUBJECT for expr in parts for part in walk(expr))
        if self.subject is not None or not reads:
            return (self.subject,)
        texts = (p.value for expr in parts for p in walk(expr) if isinstance(p, Literal) and isinstance(p.value, str))
        return (*dict.fromkeys(texts), OTHER_SUBJECT)

    def _carried(self, wanted: Named, present: tuple[Thing, ...], few: bool) -> Value:
        """Whether those present are quorate and some ballot of theirs carries."""
        quorum = [c for c in counted(self.policy, self.claim, self.state.as_of) if c.scope is Scope.QUORUM]
        quorate = clauses_hold(quorum, self._plain(self.words.with_(present=Group(present))))
        if quorate is False:
            return False
        polls = (self.ballot(present, cast) for cast in _casts(self._with_vote(present), few))
        return all_of([quorate, some_of(clauses_hold(wanted.clauses, self._plain(words)) for words in polls)])

    def _with_vote(self, present: tuple[Thing, ...]) -> tuple[str, ...]:
        seated = self.state.seating(self.body).members
        return tuple(one.key for one in present if one.key in seated and seated[one.key].votes > 0)

    def ballot(self, present: tuple[Thing, ...], cast: dict[str, tuple[str, ...]]) -> Words:
        """The words of scope vote, for those present and how they vote."""
        event = Event(self.state.as_of, "vote", {"body": self.body, "subject": self.subject, **cast})
        return vote_words(self.words, self.state, self.body, event).with_(present=Group(present))


def _tried(answer: Value, all_tried: bool, what: str) -> Value:
    if answer is False and not all_tried:
        return Failure(f"too many members: not every {what} of them was tried")
    return answer


def _casts(people: tuple[str, ...], few: bool) -> Iterator[dict[str, tuple[str, ...]]]:
    """Every way in which people vote, all of them for it first; where they are many, only that one."""
    ways = product(PARTS, repeat=len(people)) if few else iter((("ayes",) * len(people),))
    for way in ways:
        pairs = tuple(zip(people, way, strict=True))
        yield {part: tuple(person for person, chosen in pairs if chosen == part) for part in PARTS}


def clauses_hold(clauses: Iterable[Clause], context: Surroundings) -> Value:
    """Whether each of some clauses holds or is not applicable under the words of a context."""
    return all_of(_holds(clause, context) for clause in clauses)


def _holds(clause: Clause, context: Surroundings) -> Value:
    beside: Value = False
    if clause.when is not None:
        applies = evaluate(clause.when.ast, context.words, context)
        beside = True if _vacant(applies) else negation(applies)
    return (
        True if beside is True else some_of([beside, _unless_vacant(evaluate(clause.rule.ast, context.words, context))])
    )


def _unless_vacant(value: Value) -> Value:
    """A clause that reads a fact of a vacant chair is not applicable."""
    return True if _vacant(value) else value


def _vacant(value: Value) -> bool:
    return isinstance(value, Failure) and value.vacant
