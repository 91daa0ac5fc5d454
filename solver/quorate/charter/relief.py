"""What becomes of a clause once relief is considered: waived or curing until a day, and broken after it.

Relief helps only what is broken. One code path serves waivers, cures and phase-ins, of charters, packs and clauses.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from quorate.cel.evaluator import evaluate
from quorate.cel.values import Unknown, Value
from quorate.charter.absences import without
from quorate.charter.document import Clause, Policy, ReliefKind, Scope
from quorate.charter.evaluator import judge, without_occasion
from quorate.charter.grants import Grant, days_between, during, grants, is_cure, reliefs_of
from quorate.charter.occasions import Occasion, occasions_of
from quorate.charter.past import was_broken
from quorate.charter.remedies import breach_since
from quorate.charter.remedies import told as remedies_told
from quorate.charter.state import State
from quorate.charter.surroundings import Surroundings
from quorate.charter.things import PersonThing
from quorate.charter.verdict import Evidence, Granted, Status, Verdict
from quorate.charter.words import common_words

MOST_COVERED = 12  # members among whom those whom a limited relief covers are chosen
_FITS = (Status.HOLDS, Status.NOT_APPLICABLE, Status.DUE)


def verdicts_on(clause: Clause, policy: Policy, state: State, body: str) -> tuple[Verdict, ...]:
    """The verdicts on a clause on every occasion up to the state's day, relief considered."""
    found = tuple(judge_with_relief(clause, occasion) for occasion in occasions_of(policy, state, body, clause))
    return found or (without_occasion(clause, state, body),)


def judge_with_relief(clause: Clause, occasion: Occasion, *, explain: bool = True) -> Verdict:
    """The verdict on a clause on one occasion; a broken one is spared where relief runs."""
    found = judge(clause, occasion, explain=explain)
    if found.status is Status.BROKEN and any(True for _ in reliefs_of(clause, occasion.policy)):
        found = _Case(clause, occasion).settle(found)
    if found.status is Status.BROKEN and clause.remedy:
        return replace(found, remedy=remedies_told(clause, occasion))
    return found


@dataclass(frozen=True, slots=True)
class _Cover:
    """Whom a running relief leaves out; nobody in particular where it suspends the whole clause."""

    grant: Grant
    people: tuple[str, ...] | None
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Spared:
    until: date | None
    covers: tuple[_Cover, ...]
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Case:
    """A clause that is broken on an occasion."""

    clause: Clause
    occasion: Occasion

    def settle(self, found: Verdict) -> Verdict:
        """The verdict on it: spared, perhaps spared, or broken all the same."""
        cases = tuple(self._grants())
        covers = [cover for grant in cases if grant.over is None for cover in self._covers(grant)]
        sure = self._spared([cover for cover in covers if not cover.facts])
        if sure is not None and not sure.facts:
            return _spared_verdict(found, sure)
        perhaps = self._spared(covers) or sure
        if perhaps is not None:
            facts = perhaps.facts.union(*(cover.facts for cover in perhaps.covers))
            told = tuple(_told(cover, "perhaps: ") for cover in perhaps.covers)
            return replace(found, status=Status.UNKNOWN, facts=facts, evidence=(*found.evidence, *told))
        return self._unspared(found, [grant for grant in cases if grant.over is not None])

    def _unspared(self, found: Verdict, ended: list[Grant]) -> Verdict:
        """A verdict that stays, with what would have helped if it were not over."""
        if self.clause.scope is Scope.BODY:
            since = breach_since(self.clause, self.occasion)
            ended = [grant for grant in ended if not is_cure(grant) or grant.since is None or since <= grant.since]
        covers = [cover for grant in ended for cover in self._covers(grant)]
        helped = self._spared([cover for cover in covers if not cover.facts])
        gone = helped.covers if helped is not None else ()
        lapsed = tuple(_granted(cover, cover.grant.over) for cover in gone)
        told = tuple(Evidence(f"`{one.name}` does not help: {one.why}", one.people) for one in lapsed)
        return replace(found, lapsed=lapsed, evidence=(*found.evidence, *told))

    # Which cases run ------------------------------------------------------------------------------------------------

    def _grants(self) -> Iterator[Grant]:
        """Every case of every relief of the clause, with why it is over where it is."""
        occasion = self.occasion
        found = [
            grant
            for relief in reliefs_of(self.clause, occasion.policy)
            for grant in grants(relief, occasion.policy, occasion.state, occasion.body)
        ]
        for grant in found:
            yield replace(grant, over=self._over(grant, found))

    def _over(self, grant: Grant, others: Iterable[Grant]) -> str | None:
        """Why a case helps no longer, or never did."""
        if not grant.runs_on(self.occasion.as_of):
            return f"its last day was {grant.until}"
        return self._not_begun(grant, others) or self._interrupted(grant, others)

    def _not_begun(self, grant: Grant, others: Iterable[Grant]) -> str | None:
        """A cure begins only with a breach; what is alone, only where nothing else helps the clause already."""
        if grant.since is None or self.clause.scope is not Scope.BODY:
            return None
        if is_cure(grant):
            if not self._broken(grant.since):
                return "the clause was not broken when it would have begun"
            if grant.relief.alone and self._broken(grant.since, grant.place):
                return "it does not stack: the clause was broken already"
        elif grant.relief.alone:
            other = next((one for one in others if _before(one, grant) and one.runs_on(grant.since)), None)
            return None if other is None else f"it does not stack with `{other.name}`"
        return None

    def _interrupted(self, grant: Grant, others: Iterable[Grant]) -> str | None:
        """What has ended a case before its last day."""
        if grant.since is None:
            return None
        state, body = self.occasion.state, self.occasion.body
        for day in days_between(state, body, grant.since):
            there = state.back(day)
            if during(grant, self.occasion.policy, there, body) is False:
                return f"what it needs was no longer so on {day}"
            if is_cure(grant) and self.clause.scope is Scope.BODY and not self._broken(day):
                return f"the clause was mended by {day}"
        return self._second_breach(grant, others)

    def _second_breach(self, grant: Grant, others: Iterable[Grant]) -> str | None:
        """A cure of the whole clause that does not stack ends with the next breach of it."""
        if not (grant.relief.alone and is_cure(grant) and grant.relief.who is None):
            return None
        for other in others:
            later = other.place is not None and other.place > (grant.place or 0)
            if later and other.relief.alone and is_cure(other) and not other.facts:
                return f"it does not stack: there was another case on {other.since}"
        return None

    def _broken(self, day: date, place: int | None = None) -> bool:
        """Whether the clause was broken at the end of a day, or just before an entry of the log."""
        occasion = self.occasion
        there = occasion.state.back(day, place)
        if day == occasion.as_of and place is None:
            there = occasion.state
        return was_broken(self.clause, occasion.policy, there, occasion.body)

    # Whom they cover ------------------------------------------------------------------------------------------------

    def _covers(self, grant: Grant) -> Iterator[_Cover]:
        """What a running case does for the clause today: members left out one by one, or the clause suspended."""
        occasion = self.occasion
        now = during(grant, occasion.policy, occasion.state, occasion.body)
        facts = grant.facts | (now.facts if isinstance(now, Unknown) else frozenset())
        if now is not True and not isinstance(now, Unknown):
            return
        if grant.relief.who is None and grant.person is None:
            yield _Cover(grant, None, facts)
            return
        for person, value in self._named(grant):
            more = value.facts if isinstance(value, Unknown) else frozenset[str]()
            if value is True or more:
                yield _Cover(grant, (person,), facts | more)

    def _named(self, grant: Grant) -> Iterator[tuple[str, Value]]:
        """Every member with whether the relief speaks of them."""
        state, body, rule = self.occasion.state, self.occasion.body, grant.relief.who
        words = common_words(self.occasion.policy, state, body)
        for person in _members(state, body):
            if grant.person in (None, person):
                seen = words.with_(m=PersonThing(state, person, body), **grant.words)
                context = Surroundings(self.occasion.policy, state, seen)
                yield person, True if rule is None else evaluate(rule.ast, seen, context)

    # What they come to ----------------------------------------------------------------------------------------------

    def _spared(self, covers: list[_Cover]) -> _Spared | None:
        """The choice of running reliefs under which the clause is not broken, that lasts longest."""
        whole = [_Spared(cover.grant.until, (cover,)) for cover in covers if cover.people is None]
        found = [*whole, *self._left_out([cover for cover in covers if cover.people is not None])]
        sure = [one for one in found if not one.facts] or found
        return max(sure, key=_lasting, default=None)

    def _left_out(self, covers: list[_Cover]) -> Iterator[_Spared]:
        """The first choice of members whose absence mends the clause, those covered longest before others."""
        ordered = sorted(covers, key=lambda cover: cover.grant.until or date.max, reverse=True)
        best = list({cover.people: cover for cover in reversed(ordered)}.values())[::-1]
        free = [cover for cover in best if cover.grant.relief.at_most is None]
        limited = [cover for cover in best if cover.grant.relief.at_most is not None][:MOST_COVERED]
        for chosen in _within_limits(limited):
            for count in range(len(free) + 1):
                used = (*chosen, *free[:count])
                if not used:
                    continue
                status, facts = self._without([person for cover in used for person in cover.people or ()])
                if status in _FITS or status is Status.UNKNOWN:
                    until = min((cover.grant.until for cover in used if cover.grant.until is not None), default=None)
                    yield _Spared(until, used, facts)
                    break

    def _without(self, people: Iterable[str]) -> tuple[Status, frozenset[str]]:
        found = judge(self.clause, without(self.occasion, frozenset(people)), explain=False)
        return found.status, found.facts


def _before(grant: Grant, other: Grant) -> bool:
    """Whether a case surely began before another."""
    first, second = ((one.since or date.min, -1 if one.place is None else one.place) for one in (grant, other))
    return not grant.facts and first < second


def _members(state: State, body: str) -> tuple[str, ...]:
    tenure = state.tenure(body)
    return tuple(member.person for member in (*tenure.definite, *tenure.possible))


def _within_limits(covers: list[_Cover]) -> Iterator[tuple[_Cover, ...]]:
    """Every choice of covers with no more people for any one relief than it covers at once, small ones first."""
    for size in range(len(covers) + 1):
        for chosen in combinations(covers, size):
            counts: dict[str, int] = {}
            for cover in chosen:
                counts[cover.grant.name] = counts.get(cover.grant.name, 0) + 1
            limits = {cover.grant.name: cover.grant.relief.at_most or 0 for cover in chosen}
            if all(number <= limits[name] for name, number in counts.items()):
                yield chosen


def _lasting(spared: _Spared) -> date:
    return spared.until or date.max


def _spared_verdict(found: Verdict, spared: _Spared) -> Verdict:
    curing = any(cover.grant.relief.kind is ReliefKind.CURE for cover in spared.covers)
    told = tuple(_told(cover) for cover in spared.covers)
    return replace(
        found,
        status=Status.CURING if curing else Status.WAIVED,
        until=spared.until,
        evidence=(*found.evidence, *told),
        relief=tuple(_granted(cover) for cover in spared.covers),
    )


def _told(cover: _Cover, before: str = "") -> Evidence:
    grant = cover.grant
    end = f"; its last day is {grant.until}" if grant.until is not None else ""
    kind = grant.relief.kind.value.replace("_", "-")
    doubt = "" if grant.relief.verified else " (needs counsel's check)"
    return Evidence(f"{before}{kind} `{grant.name}`{doubt}: {grant.why}{end}", cover.people or ())


def _granted(cover: _Cover, why: str | None = None) -> Granted:
    grant = cover.grant
    said = grant.why if why is None else why
    return Granted(grant.name, grant.relief.kind, grant.since, grant.until, cover.people or (), said, grant.span)
