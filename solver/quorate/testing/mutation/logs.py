"""Short histories of small boards, drawn by Hypothesis until one tells a mutant from its charter; then the shortest.

For what no proof can decide: clauses and duties about what was done. The kinds of entries, the texts and the days are
those that the clause itself names, and the days right beside them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from hypothesis import HealthCheck, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from quorate.cel.ast import Call, Expr, Literal, Name, Select
from quorate.cel.reading import walk
from quorate.cel.types import BOOL
from quorate.charter.calendar import add_days, add_months
from quorate.charter.document import Charter, Clause, Duty, Expression, Policy, Property, Scope
from quorate.charter.events import KINDS, LEAVING, SEATING, EventField, Part
from quorate.charter.roster import Body, Event, Roster
from quorate.charter.vocabulary import MODES
from quorate.formula.open.situation import Situation as Words
from quorate.questions.mutate import Mutant
from quorate.questions.prove.boards import base_words
from quorate.questions.prove.bounded.people import Tried
from quorate.questions.prove.question import question
from quorate.testing.starts import Starts, without_idle_firms
from quorate.testing.turns import Turns, numbers, played

LARGEST = 5
"""Members of the largest board that a history begins with."""
ENTRIES = 3
"""Entries of the longest history."""
SETTINGS = settings(
    max_examples=1_000, database=None, derandomize=False, deadline=None, suppress_health_check=list(HealthCheck)
)
UNITS: Mapping[str, Callable[[date, int], date]] = {
    "days": add_days,
    "business_days": lambda day, number: day + timedelta(7 * number // 5),
    "months": add_months,
    "years": lambda day, number: add_months(day, 12 * number),
}
DONE = frozenset({"by", "to", "person", "subject", "duty", "item", "agenda"})
"""The fields of an entry that say which duty was done, and by whom."""
MOST = 1_000
"""More than any period has days, months or years."""
FEW = 7
"""Distances of a clause that are few enough to draw far ones beside them."""
ANOTHER = "another"
"""A text that no clause names."""
USUAL = ("held", "appointed", "resigned", "vote")
"""Entries of the log that are drawn beside those that a clause names."""


@dataclass(frozen=True)
class Histories:
    """The histories in which a clause or duty may come out one way or another."""

    policy: Policy
    packs: Callable[[str], Charter]
    mutant: Mutant
    day: date

    @property
    def body(self) -> str:
        return self.policy.charter.kind or "body"

    def told(self, tells: Callable[[Roster], bool]) -> Roster | None:
        """The shortest history found of which something is so; the same in every run."""
        try:
            chance = Random(f"{self.mutant.name} {self.mutant.new}")
            return without_idle_firms(find(self._drawn(), tells, settings=SETTINGS, random=chance))
        except NoSuchExample:
            return None

    @cached_property
    def _read(self) -> tuple[Expr, ...]:
        """The parts of what the piece asks, as it was and as it is changed, through definitions too."""
        pieces = (self.mutant.piece, self.mutant.changed)
        own: list[Expr] = [part.ast for piece in pieces if piece is not None for part in _expressions(piece)]
        defined = {name: fact.define.ast for (_, name), fact in self.policy.facts.items() if fact.define is not None}
        found = [part for expr in own for part in walk(expr)]
        for part in found:
            if isinstance(part, Select) and part.field in defined:
                found.extend(walk(defined.pop(part.field)))
        return tuple(found)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """The texts that the clause names, but for kinds of entries, and its own id, by which a duty is done."""
        said = [text for text in self._named if text not in KINDS]
        return tuple(dict.fromkeys((*said, self.mutant.piece.id, ANOTHER)))

    @cached_property
    def _named(self) -> tuple[str, ...]:
        said = (part.value for part in self._read if isinstance(part, Literal) and isinstance(part.value, str))
        return tuple(dict.fromkeys(said))

    @cached_property
    def _fields(self) -> frozenset[str]:
        """The fields of entries that anything reads; of a duty also those that say that it was done."""
        read = {part.field for part in self._read if isinstance(part, Select)}
        return frozenset(read | {"body"} | (DONE if isinstance(self.mutant.piece, Duty) else set()))

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        """Kinds of entries; what the clause names is drawn twice as often as what is usual."""
        named = [text for text in self._named if text in KINDS]
        return (*named, *named, *(kind for kind in USUAL if kind not in named))

    @cached_property
    def _days(self) -> tuple[timedelta, ...]:
        """How far apart entries are: as far as the numbers of the clause say in days, months or years, or nearly."""
        beside = {
            move(self.day, number) - self.day + timedelta(n) for move, number in self._periods for n in (-1, 0, 1)
        }
        if any(part.name in ("year", "fiscal_year") for part in self._read if isinstance(part, Name)):
            begun = self.day - self.day.replace(month=1, day=1)
            beside |= {begun, *(begun - apart for apart in tuple(beside))}
        far = (40, 400) if len(beside) < FEW else ()
        return tuple(sorted({*map(timedelta, (0, 1, *far)), *beside}))

    @property
    def _periods(self) -> Iterator[tuple[Callable[[date, int], date], int]]:
        """The periods that the clause names, as how one counts and how many."""
        for part in self._read:
            match part:
                case Call(function=unit, args=(Literal(value=int(number)),)) if unit in UNITS and number < MOST:
                    yield UNITS[unit], number

    def _drawn(self) -> st.SearchStrategy[Roster]:
        anything = Property("any", self.policy.charter.id, "", Scope.BODY, self._anything(), self.mutant.piece.span)
        put = question(self.policy, self.packs, anything, self.day)
        parts = [part.ast for clause in put.clauses for part in (clause.rule, clause.when) if part is not None]
        words = base_words(self.policy, self.day)
        tried = Tried(Words(Scope.BODY, self.policy.charter.kind, self.policy.facts, (*parts, *self._read), words))
        starts = [self._with_offices(each.roster) for each in Starts(put, self.packs, tried, LARGEST).all()]
        turns = Turns(tried, self.body, LARGEST)
        facts = tried.edges("person", LARGEST)

        @st.composite
        def drawn(draw: st.DrawFn) -> Roster:
            roster = draw(st.sampled_from(starts))
            for each in draw(st.lists(numbers, max_size=2)):
                turn = turns.of(roster, each)
                roster = roster if turn is None else played(roster, self.body, turn)
            log: list[Event] = []
            day = self.day
            for _ in range(draw(st.integers(0, ENTRIES))):
                day -= draw(st.sampled_from(self._days))
                log.insert(0, draw(self._entry(roster, day, facts)))
            return replace(roster, log=tuple(log), log_from=self.day - timedelta(800))

        return drawn()

    def _anything(self) -> Expression:
        some = next(_expressions(self.mutant.piece), None) or self.policy.clauses[0].rule
        return Expression(some.excerpt, Literal(True, some.ast.span), BOOL)

    def _with_offices(self, roster: Roster) -> Roster:
        """The board with somebody in each office that is named, and with the bodies that are."""
        offices = [p.field for p in self._read if isinstance(p, Select) and p.operand == Name("offices", p.span)]
        named = [p.field for p in self._read if isinstance(p, Select) and p.operand == Name("bodies", p.span)]
        seated = roster.bodies[self.body].members
        bodies = dict(roster.bodies)
        for name in (*named, "board"):
            bodies.setdefault(name, Body(name, name, members=seated))
        last = next(iter(reversed(tuple(roster.people))), None)
        return replace(roster, bodies=bodies, offices={**dict.fromkeys(offices, last), **roster.offices})

    def _entry(self, roster: Roster, day: date, facts: Mapping[str, Sequence[Any]]) -> st.SearchStrategy[Event]:
        """An entry of a day, with the fields of its kind, of which those that need not be said may be missing."""

        def of(kind: str) -> st.SearchStrategy[Event]:
            known = {name: field for name, field in KINDS[kind].items() if field.required or name in self._fields}
            told = {name: self._value(kind, name, field, roster, day, facts) for name, field in known.items()}
            said = {name: value for name, value in told.items() if value is not None}
            return st.fixed_dictionaries(said).map(lambda found: _entered(day, kind, found))

        return st.sampled_from(self._kinds).flatmap(of)

    def _value(
        self, kind: str, name: str, field: EventField, roster: Roster, day: date, facts: Mapping[str, Sequence[Any]]
    ) -> st.SearchStrategy[Any] | None:
        value = self._of(field.part, kind, roster, day, facts)
        if value is None or field.required:
            return value
        usual = self.body if name == "body" else None
        return st.just(usual) | value

    def _of(
        self, part: Part, kind: str, roster: Roster, day: date, facts: Mapping[str, Sequence[Any]]
    ) -> st.SearchStrategy[Any] | None:
        people = tuple(roster.people)
        match part:
            case Part.PERSON:
                return st.sampled_from(people) if people else None
            case Part.PEOPLE:
                return st.lists(st.sampled_from(people), unique=True).map(tuple) if people else st.just(())
            case Part.BODY:
                first = [self.body] * (2 if kind in SEATING | LEAVING else 1)
                return st.sampled_from((*first, *roster.bodies))
            case Part.ACTOR:
                offices = tuple(f"offices.{office}" for office in roster.offices)
                return st.sampled_from((self.body, *roster.bodies, *offices, *people[:2]))
            case Part.TEXT:
                return st.sampled_from(self._texts)
            case Part.TEXTS:
                return st.lists(st.sampled_from(self._texts), max_size=2, unique=True).map(tuple)
            case Part.DATE:
                return st.tuples(st.sampled_from(self._days), st.sampled_from((1, -1))).map(lambda d: day + d[0] * d[1])
            case Part.BOOL:
                return st.booleans()
            case Part.COUNT:
                return st.integers(0, 3)
            case Part.MODE:
                return st.sampled_from(sorted(MODES))
            case Part.FACTS:
                pairs = [(name, value) for name, values in facts.items() for value in values]
                return st.sampled_from(pairs).map(lambda pair: dict([pair])) if pairs else st.just({})
            case Part.ALTERNATES:
                return None


def _entered(day: date, kind: str, found: Mapping[str, Any]) -> Event:
    """An entry as a file gives it: what it leaves out has the default of its kind."""
    given = {name: field.default for name, field in KINDS[kind].items() if field.default is not None}
    return Event(day, kind, {**given, **{name: value for name, value in found.items() if value is not None}})


def _expressions(piece: Clause | Duty) -> Iterator[Expression]:
    for each in fields(piece):
        value = getattr(piece, each.name)
        if isinstance(value, Expression):
            yield value
