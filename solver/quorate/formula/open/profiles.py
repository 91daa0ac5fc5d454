"""Profiles: what is said of a person of any board, atom by atom, instead of facts that somebody states.

An atom is a Boolean test of one element's own facts. A class of elements has one profile; where an expression asks an
atom that the profile leaves open, the class parts in two and everything is asked again (`formula.open.world`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quorate.cel.ast import Expr, Macro, Name
from quorate.cel.printer import show
from quorate.cel.reading import children, names
from quorate.cel.rewriting import with_children
from quorate.cel.values import Thing, Value
from quorate.formula.symbolic import OutsideFragment

SELF = "self"


@dataclass(frozen=True)
class Atom:
    """A test of `self`; `given` has the plain values it reads beside. Two atoms of one text are the same.

    Without a test it says that people belong to a group: `belongs` has the field that says so and the group's name,
    which is empty for a group that nobody else belongs to.
    """

    text: str
    expr: Expr = field(compare=False)
    given: Mapping[str, Value] = field(default_factory=dict, compare=False)
    belongs: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is said of the elements of a class: for each atom asked of it, whether it is true."""

    said: tuple[tuple[Atom, bool], ...] = ()

    def get(self, atom: Atom) -> bool | None:
        return next((truth for known, truth in self.said if known == atom), None)

    def group(self, field: str) -> Atom | None:
        """The group that a fact which names one says people belong to: the first that is said."""
        belongs = (atom for atom, truth in self.said if truth and atom.belongs is not None and atom.belongs[0] == field)
        return next(belongs, None)

    def with_(self, atom: Atom, truth: bool) -> "Profile":
        return Profile((*self.said, (atom, truth)))

    @property
    def key(self) -> str:
        """Its name among the counts: the atoms with their signs."""
        return ",".join(f"{'' if truth else '!'}{atom.text}" for atom, truth in self.said) or "anyone"


def parted(profile: Profile, atoms: Sequence[Atom]) -> list[Profile]:
    """The profiles that say of each atom either that it is true or that it is not."""
    found = [profile]
    for atom in atoms:
        found = [each.with_(atom, truth) for each in found for truth in (True, False)]
    return found


def atom_of(expr: Expr, variables: Sequence[str], given: Mapping[str, Value]) -> Atom:
    """An expression about one element, whatever its variable is called, as an atom about `self`."""
    about = substituted(expr, {variable: Name(SELF, expr.span) for variable in variables})
    read = {name: value for name, value in given.items() if name != SELF}
    text = show(about)
    if read:
        text += " where " + ", ".join(f"{name} = {value!r}" for name, value in sorted(read.items()))
    return Atom(text, about, read)


def substituted(expr: Expr, meant: Mapping[str, Expr]) -> Expr:
    """The expression with other expressions for some of its free variables.

    A macro that binds what one of those reads would capture it: then it is outside of what can be told.
    """
    match expr:
        case Name(name):
            return meant.get(name.removeprefix("."), expr)
        case Macro(variable=bound):
            inner = {name: new for name, new in meant.items() if name != bound}
            if any(bound in names(new) for name, new in inner.items() if name in names(expr.body)):
                raise OutsideFragment(f"a macro whose variable is called `{bound}`")
            body, test = substituted(expr.body, inner), expr.test and substituted(expr.test, inner)
            return replace(expr, range=substituted(expr.range, meant), body=body, test=test)
        case _:
            return with_children(expr, tuple(substituted(part, meant) for part in children(expr)))


@dataclass(frozen=True, slots=True, eq=False)
class Anyone:
    """An element of a profile. It has no facts of its own, only one vote: what it is, its profile says."""

    kind: str
    key: str

    def field(self, name: str) -> Value:
        if name == "votes":
            return 1
        raise OutsideFragment(f"`{name}` of each {self.kind}")


@dataclass(frozen=True, slots=True, eq=False)
class Firm:
    """A group that people may belong to: an organisation, or whatever else an affiliation names."""

    key: str
    kind: str = "organisation"

    def field(self, name: str) -> Value:
        raise OutsideFragment(f"`{name}` of the organisations that people belong to")


@dataclass(frozen=True, slots=True, eq=False)
class Stub:
    """A thing that is nothing but its kind: what is asked of it is told elsewhere, or cannot be told."""

    kind: str
    key: str

    def field(self, name: str) -> Value:
        raise OutsideFragment(f"`{name}` of the {self.kind}")


class Everyone(Mapping[str, Thing]):
    """A view in which every class of the bag is present."""

    def __init__(self, kind: str = "person") -> None:
        self._kind = kind

    def __getitem__(self, key: str) -> Thing:
        return Anyone(self._kind, key)

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
