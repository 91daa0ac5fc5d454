"""What is tried of people: the facts that anything reads, each with its values, and who refers to whom."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from quorate.cel.ast import Name, Select
from quorate.cel.reading import fields_read
from quorate.cel.types import ORGANISATION, PERSON, GroupOf, Type
from quorate.cel.values import Value
from quorate.charter.document import Scope
from quorate.formula.open.situation import Situation
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.prove.bounded.values import Values

LOG = ("events", "meetings", "event", "meeting", "year", "fiscal_year")
Options = Mapping[str, tuple[Value, ...]]
"""The values of each fact that are tried."""


@dataclass(frozen=True)
class Tried:
    """What is tried in a situation; what is not raises `OutsideFragment` with the reason."""

    situation: Situation

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(part.name for part in self.situation.parts if isinstance(part, Name))

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that anything reads, through definitions too."""
        defined = {name: fact.define.ast for (_, name), fact in self.situation.declared.items() if fact.define}
        waiting, found = list(self.situation.expressions), set[str]()
        while waiting:
            new = fields_read(waiting.pop()) - found
            found |= new
            waiting += [defined[name] for name in new if name in defined]
        return frozenset(found)

    def check(self) -> None:
        """Raises where something is read that is not tried."""
        told = self.words.intersection(LOG) - ({"event"} if self.situation.scope is Scope.SUBCOMMITTEE else set())
        if told:
            raise OutsideFragment(f"`{min(told)}`, of which nothing has happened in what is tried,")
        if self.situation.offices:
            raise OutsideFragment("who holds an office")
        chairs = (p.operand for p in self.situation.parts if isinstance(p, Select) and p.field == "chair")
        if any(not isinstance(operand, Name) or operand.name == "board" for operand in chairs) and self.others:
            raise OutsideFragment("the chair of another body")

    @property
    def others(self) -> tuple[str, ...]:
        """The other bodies of which people may be members."""
        return self.situation.bodies

    @cached_property
    def chaired(self) -> bool:
        return "chair" in self.words or "chair" in self.fields

    @cached_property
    def seated(self) -> bool:
        return not self.words.isdisjoint(("seats", "vacancies")) or "seats" in self.fields

    @cached_property
    def related(self) -> Mapping[str, Type]:
        """The facts that refer to people."""
        return {name: type_ for name, type_ in self._facts("person").items() if _of_people(type_)}

    def own(self, size: int) -> Options:
        """The facts that each of so many people has for themselves, and the other bodies they may be in."""
        found = {name: type_ for name, type_ in self._facts("person").items() if name not in self.related}
        options = {name: self._options("person", name, type_, size) for name, type_ in found.items()}
        return options | {f"in {name}": (False, True) for name in self.others}

    def of_thing(self, holder: str) -> Options:
        """The facts of the organisation, or of the body."""
        return {name: self._options(holder, name, type_, 1) for name, type_ in self._facts(holder).items()}

    def edges(self, holder: str, size: int) -> Options:
        """As `own` and `of_thing`, but that facts of a type that is not tried are left out."""
        found: dict[str, tuple[Value, ...]] = {}
        for name, type_ in self._facts(holder).items():
            if holder != "person" or name not in self.related:
                with suppress(OutsideFragment):
                    found[name] = self._options(holder, name, type_, size)
        return found

    def references(self, name: str, people: tuple[str, ...]) -> Iterator[Value]:
        """Whom somebody may refer to in a fact: nobody, one of the people, or several where the fact is a set."""
        if not isinstance(self.related[name], GroupOf):
            return iter((None, *people))
        return (some for size in range(len(people) + 1) for some in combinations(people, size))

    def _facts(self, holder: str) -> Mapping[str, Type]:
        types = self.situation.schema.things[holder].types
        stated = {
            name: type_
            for name, type_ in types.items()
            if name in self.fields and name not in ("id", "name", "votes") and not self._defined(holder, name)
        }
        declared = {name for (whose, name) in self.situation.declared if whose == holder}
        own = {"since", "term_ends", "seat", "terms"} if holder == "person" else set[str]()
        return {name: type_ for name, type_ in stated.items() if name in declared | own}

    def _defined(self, holder: str, name: str) -> bool:
        fact = self.situation.declared.get((holder, name))
        return fact is not None and fact.define is not None

    def _options(self, holder: str, name: str, type_: Type, size: int) -> tuple[Value, ...]:
        if holder == "person" and name in self.situation.tracked:
            firms = (*self._named(name), *(f"firm-{number + 1}" for number in range(size)))
            return _some(firms) if isinstance(type_, GroupOf) else firms
        if type_ == ORGANISATION:
            return tuple(f"firm-{number + 1}" for number in range(size))
        found = Values(self.situation).of(name, type_, size)
        if found is None:
            raise OutsideFragment(f"`{name}`, a {type_},")
        return found

    def _named(self, name: str) -> tuple[str, ...]:
        return tuple(each for each in self.situation.tracked[name] if not each.startswith("group "))


def _some(firms: tuple[str, ...]) -> tuple[Value, ...]:
    """Nothing, one or two of them."""
    return tuple(some for size in range(3) for some in combinations(firms, size))


def _of_people(type_: Type) -> bool:
    return type_ == PERSON or (isinstance(type_, GroupOf) and type_.thing == PERSON)
