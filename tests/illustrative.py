"""Small illustrative worlds for the tests of partial evaluation: people of a few kinds, two bodies, a board."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations

from quorate.cel.values import NOBODY, Failure, Group, Unknown, Value
from quorate.formula.bag import ChosenSet
from quorate.formula.symbolic import Cases, Chosen, ChosenOne, Known, Partly, Vacancies, just
from quorate.formula.world import Candidate, Choice


@dataclass(frozen=True, eq=False)
class FakeThing:
    """A thing with given fields; a field that is not given fails, `None` is not known, a function is called."""

    kind: str
    key: str
    fields: Mapping[str, Value]

    def field(self, name: str) -> Value:
        if name not in self.fields:
            return Failure(f"no `{name}`")
        value = self.fields[name]
        if callable(value):
            return value()
        return Unknown(frozenset({f"{self.key}.{name}"})) if value is None else value


@dataclass(frozen=True)
class Case:
    """An organisation: people in the roster's order, two searched bodies, a board that is what it is.

    `profiles` has each person's facts, `friends` whom each names as a friend, `outsider` sits on the board only.
    """

    profiles: Mapping[str, Mapping[str, Value]]
    friends: Mapping[str, str]
    board: tuple[str, ...]
    doubtful: tuple[str, ...]
    board_chair: str | None
    seats: int | None
    audit_searched: bool

    def person(self, key: str, body: str | None = None) -> FakeThing:
        facts = dict(self.profiles.get(key, {"ind": False, "fin": True, "firm": "z", "votes": 1, "tags": ()}))
        friend = self.friends.get(key)
        facts["friend"] = NOBODY if friend is None else lambda: self.person(friend)
        facts["place"] = {"comp": 1, "audit": 2}.get(body or "", 0) * 10 + (facts["votes"] or 0)
        return FakeThing("person", key, facts)

    @property
    def searched(self) -> tuple[str, ...]:
        return ("comp", "audit") if self.audit_searched else ("comp",)

    # what is chosen

    def choice(self) -> Choice:
        sets = tuple(
            made
            for body in self.searched
            for made in (
                ChosenSet(f"{body}.members"),
                ChosenSet(f"{body}.chair", within=f"{body}.members", most=1),
            )
        )
        names = frozenset(made.name for made in sets)
        optional = frozenset(name for name in names if name.endswith("chair"))
        return Choice(tuple(Candidate(key, names) for key in self.profiles), sets, optional=optional)

    def named(self) -> Iterator[dict[str, tuple[str, ...]]]:
        """Every choice there is."""
        yield from self._named(self.searched)

    def _named(self, bodies: tuple[str, ...]) -> Iterator[dict[str, tuple[str, ...]]]:
        if not bodies:
            yield {}
            return
        body, *others = bodies
        people = tuple(self.profiles)
        subsets = chain.from_iterable(combinations(people, size) for size in range(len(people) + 1))
        for members in subsets:
            for chair in ((), *((member,) for member in members)):
                for rest in self._named(tuple(others)):
                    yield {f"{body}.members": members, f"{body}.chair": chair, **rest}

    # what expressions see

    def variables(self, named: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
        """The plain variables once everything is chosen."""
        bodies = {name: self._body(name, named) for name in ("comp", "audit", "board")}
        comp = bodies["comp"]
        return {
            **self.plain(),
            "body": comp,
            "board": bodies["board"],
            "bodies": FakeThing("bodies", "bodies", bodies),
            "members": comp.field("members"),
            "chair": comp.field("chair"),
            "vacancies": comp.field("vacancies"),
            "voting": self._group("comp", [each for each in named["comp.members"] if self.votes(each)]),
        }

    def plain(self) -> dict[str, Value]:
        return {"seats": Unknown(frozenset({"seats"})) if self.seats is None else self.seats}

    def votes(self, key: str) -> bool:
        return bool(self.profiles[key]["votes"])

    def _group(self, body: str, people: "list[str] | tuple[str, ...]") -> Group:
        return Group(tuple(self.person(each, body) for each in people))

    def _body(self, name: str, named: Mapping[str, tuple[str, ...]]) -> FakeThing:
        if name in self.searched:
            members = self._group(name, named[f"{name}.members"])
            held = named[f"{name}.chair"]
            chair: Value = self.person(held[0], name) if held else NOBODY
        else:
            members, chair = self._standing(name)
        vacancies = None if self.seats is None else max(0, self.seats - len(members.definite))
        return FakeThing("body", name, {"kind": name, "members": members, "chair": chair, "vacancies": vacancies})

    def _standing(self, name: str) -> tuple[Group, Value]:
        if name == "audit":
            members = self._group(name, tuple(self.profiles)[:1])
            return members, members.definite[0]
        possible = tuple(self.person(each, name) for each in self.doubtful if each not in self.board)
        group = Group(self._group(name, self.board).definite, possible, frozenset({"holding-over"}))
        return group, NOBODY if self.board_chair is None else self.person(self.board_chair, name)

    def symbolic(self) -> dict[str, Cases]:
        """The variables while comp, and perhaps audit, are still to be chosen."""
        bodies: dict[str, Cases] = {
            name: just(self.partly(name) if name in self.searched else Known(self._body(name, {})))
            for name in ("comp", "audit", "board")
        }
        members = self._members("comp")
        voting = Chosen(("comp.members",), (), {key: view for key, view in members.view.items() if self.votes(key)})
        return {
            "body": bodies["comp"],
            "board": bodies["board"],
            "bodies": just(Partly(FakeThing("bodies", "bodies", {}), bodies)),
            "members": just(members),
            "chair": just(ChosenOne("comp.chair", members.view)),
            "vacancies": self._vacancies(members),
            "voting": just(voting),
        }

    def partly(self, name: str) -> Partly:
        members = self._members(name)
        return Partly(
            FakeThing("body", name, {"kind": name}),
            {
                "members": just(members),
                "chair": just(ChosenOne(f"{name}.chair", members.view)),
                "vacancies": self._vacancies(members),
            },
        )

    def _members(self, name: str) -> Chosen:
        return Chosen((f"{name}.members",), (), {key: self.person(key, name) for key in self.profiles})

    def _vacancies(self, members: Chosen) -> Cases:
        if self.seats is None:
            return just(Known(Unknown(frozenset({"seats"}))))
        return just(Vacancies(self.seats, members))
