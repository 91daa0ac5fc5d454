"""The boards with which stories begin: the smallest lawful ones, which the prover finds, and ordinary people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from quorate.cel.ast import Binary, Call, Literal, Name
from quorate.cel.reading import calls
from quorate.cel.types import BOOL, GroupOf
from quorate.charter.claims import Situation
from quorate.charter.document import Expression, Property, Scope
from quorate.charter.roster import Body, Membership, Organisation, Person, Roster
from quorate.engines.base import Limits
from quorate.questions.prove import prove
from quorate.questions.prove.bounded.people import Tried
from quorate.questions.prove.question import Packs, Question
from quorate.questions.prove.witness import PLACE, bare, body_name
from quorate.testing.rosters import usual
from quorate.testing.turns import firms, joined

BOUNDS = Limits(seconds=10.0)
"""For the search for one lawful board: so long that what is drawn does not hang on how busy the machine is."""
MANY = 15
"""How many members the smallest lawful board may have; one that is larger is none to begin with."""
SIZES = (3, 5, 7, 1, 2, 4, 6)
"""How many ordinary people a board begins with."""


@dataclass(frozen=True, slots=True)
class Start:
    """A board, and the gathering or departure with which the claim speaks of it, where one was found."""

    roster: Roster
    situation: Situation | None = None
    lawful: bool = True


@dataclass(frozen=True)
class Starts:
    """The boards that stories about one claim begin with."""

    put: Question
    packs: Packs
    tried: Tried
    largest: int

    def all(self) -> tuple[Start, ...]:
        """The smallest of which the claim speaks, the smallest lawful one, one with a member more, a large one, one
        with somebody beside the body; then ordinary people, of whom not every clause may hold. Each has every fact
        that can be tried.
        """
        ordinary = (Start(self._ordinary(size), lawful=False) for size in SIZES if size <= self.largest)
        return tuple(replace(each, roster=self._complete(each.roster)) for each in (*self._lawful(), *ordinary))

    def _lawful(self) -> Iterator[Start]:
        spoken = self._least(self.put.spelt)
        if spoken is not None:
            yield spoken
            yield from self._larger(self.put.spelt, spoken)
        body = replace(self.put.spelt, scope=Scope.BODY, when=None, topics=None)
        least = self._least(body) if self.put.spelt.scope is not Scope.BODY or spoken is None else spoken
        if least is not None:
            yield least
            yield from map(Start, self._chaired(self._beside(least.roster)))

    def _larger(self, claim: Property, least: Start) -> Iterator[Start]:
        """The boards of which the claim speaks with a member or two more, and with as many as are drawn."""
        size = len(least.roster.bodies[self.body].members)
        for wanted in dict.fromkeys((size + 1, size + 2, self.largest)):
            larger = self._least(claim, wanted) if size < wanted <= self.largest else None
            if larger is not None:
                yield larger

    def _beside(self, roster: Roster) -> Roster:
        """The board with somebody beside the body, who is as one of its members is."""
        return joined(roster, self.body, _usual_member(roster.bodies[self.body]), without=(self.body,))

    def _chaired(self, beside: Roster) -> Iterator[Roster]:
        """The board with somebody beside the body, and the same chaired from outside, or by nobody."""
        yield beside
        if self.tried.chaired:
            own = beside.bodies[self.body]
            for chair in (tuple(beside.people)[-1], None):
                yield replace(beside, bodies={**beside.bodies, self.body: replace(own, chair=chair)})

    @property
    def body(self) -> str:
        return body_name(self.put.policy.charter)

    def _least(self, claim: Property, size: int = 1) -> Start | None:
        """The smallest board, of that many members at least, of which a claim speaks: what shows that it is smaller."""
        smaller = replace(claim, charter=self.put.policy.charter.id, claim=_fewer(claim.claim, size))
        answer = prove(self.put.policy.charter, self.packs, [smaller], as_of=self.put.day, limits=BOUNDS).answers[0]
        witness = answer.witness
        if witness is None or not 0 < len(witness.roster.bodies[self.body].members) <= self._most:
            return None
        return Start(witness.roster, witness.situation)

    @property
    def _most(self) -> int:
        """How many members a board has at most: of claims about some ballot or gathering all there are are tried."""
        return self.largest if calls(self.put.spelt.claim.ast, "possible") else max(self.largest, MANY)

    def _ordinary(self, size: int) -> Roster:
        """A board of ordinary people, chaired by the first."""
        facts = {name: value for name, value in usual(self.put.policy).items() if name not in PLACE}
        names = [f"person-{number}" for number in range(1, size + 1)]
        seated = tuple(Membership(name, since=self.put.day) for name in names)
        charter = self.put.policy.charter
        body = Body(self.body, charter.kind or "body", charter.id, size, seated, names[0])
        others = {name: Body(name, name, members=seated) for name in self.tried.others}
        people = {name: Person(name, name.replace("-", " ").capitalize(), facts) for name in names}
        roster = bare(charter, self.put.day)
        return replace(roster, people=people, bodies={body.name: body, **others}, uses=tuple(charter.uses))

    def _complete(self, roster: Roster) -> Roster:
        """The board with a value of each fact that is tried and not stated, and with the firms that are referred to."""
        nobody = {name: _nobody(type_) for name, type_ in self.tried.related.items()}
        own = {**self._defaults("person"), **nobody}
        own = {name: value for name, value in own.items() if name not in PLACE}
        people = {name: replace(each, facts={**own, **each.facts}) for name, each in roster.people.items()}
        body = roster.bodies[self.body]
        bodies = {**roster.bodies, self.body: replace(body, facts={**self._defaults("body"), **body.facts})}
        firm = roster.organisation
        firm = replace(firm, facts={**self._defaults("organisation"), **firm.facts})
        whole = replace(roster, people=people, bodies=bodies, organisation=firm)
        return with_firms(whole, self.largest)

    def _defaults(self, holder: str) -> Mapping[str, Any]:
        ordinary = usual(self.put.policy) if holder == "person" else {}
        edges = self.tried.edges(holder, self.largest)
        return {name: ordinary.get(name, values[0]) for name, values in edges.items() if values}


def _usual_member(body: Body) -> str:
    """A member who does not chair, if there is one."""
    return next((one for one in reversed(body.members) if one.person != body.chair), body.members[-1]).person


def _nobody(type_: object) -> Any:
    return () if isinstance(type_, GroupOf) else None


def _fewer(claim: Expression, size: int) -> Expression:
    """That there are fewer members."""
    place = claim.ast.span
    members = Call("size", None, (Name("members", place),), place)
    return Expression(claim.excerpt, Binary("<", members, Literal(size, place), place), BOOL)


def with_firms(roster: Roster, largest: int) -> Roster:
    """The board with every organisation to which its people refer, or may come to refer."""
    named = firms(roster) | {f"firm-{number}" for number in range(1, largest + 1)}
    made = {name: Organisation(name, name.replace("-", " ").capitalize()) for name in sorted(named)}
    return replace(roster, organisations={**made, **roster.organisations})


def without_idle_firms(roster: Roster) -> Roster:
    """The board without the organisations to which nobody refers."""
    kept = {name: firm for name, firm in roster.organisations.items() if name in firms(roster)}
    return replace(roster, organisations=kept)
