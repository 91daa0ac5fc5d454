"""Random small charters with random claims about them, and every small body of theirs: proofs compared with trying all.

Bodies are told apart by how many members have which facts, not by who has them; gatherings and departures likewise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

from hypothesis import strategies as st

from any_board import BODY, PARTS, board
from made import clause, expression, fact, policy
from quorate.cel.ast import Name
from quorate.cel.printer import show
from quorate.cel.reading import fields_read, walk
from quorate.cel.types import INT, ORGANISATION, STRING, GroupOf, OneOf
from quorate.charter.claims import PropertyStatus, Situation, judge_property
from quorate.charter.document import Clause, Expression, FactDeclaration, Force, Mode, Policy, Property, Scope
from quorate.source.span import Source, Span

PLACE = Span(Source("open.yaml", ""), 0, 0)
GRADES = ("low", "mid", "high")
FACTS: Mapping[str, FactDeclaration] = {
    "a": fact("a"), "b": fact("b"), "c": fact("c"), "n": fact("n", INT), "g": fact("g", OneOf(GRADES)),
    "both": fact("both", define="self.a && self.b"), "old": fact("old", define="self.n >= 2 || self.c"),
    "top": fact("top", define="self.g == 'high' && !self.a"),
    "employer": fact("employer", STRING), "ties": fact("ties", GroupOf(ORGANISATION)),
}  # fmt: skip
VALUES: Mapping[str, tuple[object, ...]] = {
    "a": (True, False), "b": (True, False), "c": (True, False), "n": (0, 1, 2, 3, 4), "g": GRADES,
    "employer": ("own", "x", "y", "z"), "ties": ((), ("x",), ("y",), ("x", "y")),
}  # fmt: skip
SHARES = ("half({})", "third({})", "quarter({})")
TESTS = {
    "a": ("{0}.a", "!{0}.a"), "b": ("{0}.b", "!{0}.b"), "c": ("{0}.c",),
    "n": ("{0}.n >= 2", "{0}.n == 1", "{0}.n < 3", "{0}.n * 2 > 3"),
    "g": ("{0}.g == 'low'", "{0}.g != 'mid'", "{0}.g in ['low', 'high']"),
    "both": ("{0}.both",), "old": ("{0}.old", "!{0}.old"), "top": ("{0}.top",),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A charter and a claim about it."""

    policy: Policy
    claim: Property

    def __repr__(self) -> str:
        clauses = (f"{each.scope} {each.id}: {_told(each.when, each.rule)}" for each in self.policy.clauses)
        claim = f"claim of scope {self.claim.scope}: {_told(self.claim.when, self.claim.claim)}"
        return "\n".join((*clauses, claim, f"topics {self.claim.topics}"))


def _told(when: Expression | None, rule: Expression) -> str:
    return show(rule.ast) if when is None else f"{show(when.ast)} ==> {show(rule.ast)}"


# Expressions --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What an expression may speak of: groups, facts of people, and whether of seats, of one member after another."""

    groups: tuple[str, ...]
    facts: tuple[str, ...]
    seats: bool
    clauses: tuple[str, ...] = ()

    def number(self, depth: int) -> st.SearchStrategy[str]:
        sizes = self.group(depth).map("size({})".format)
        parts = [
            sizes,
            st.tuples(st.sampled_from((*SHARES, "portion(2, 3, {})")), self.group(0)).map(lambda t: t[0].format(t[1])),
            st.integers(0, 4).map(str),
        ]  # fmt: skip
        if self.seats:
            parts.append(st.sampled_from(("seats", "vacancies", "half(seats)")))
        if depth:
            parts.append(st.tuples(sizes, sizes).map("{0[0]} + {0[1]}".format))
            parts.append(sizes.map("2 * {}".format))
            parts.append(st.tuples(self.group(0), st.integers(0, 2)).map("size({0[0]}) - {0[1]}".format))
        return st.one_of(parts)

    def group(self, depth: int) -> st.SearchStrategy[str]:
        plain = st.sampled_from(self.groups)
        if not depth:
            return plain
        return st.one_of(plain, st.tuples(plain, self.person("m", depth - 1)).map("{0[0]}.filter(m, {0[1]})".format))

    def person(self, one: str, depth: int) -> st.SearchStrategy[str]:
        """What is asked of one person."""
        tests = [text.format(one) for name in self.facts for text in TESTS.get(name, ())]
        tests += [f"{one} == chair", f"{one} != chair", *(f"{one} in {group}" for group in self.groups[1:])]
        plain = st.sampled_from(tests)
        if not depth:
            return plain
        other = "k" if one != "k" else "j"
        inner = self.person(other, depth - 1)
        kinds = st.sampled_from(("exists", "all", "exists_one"))
        return st.one_of(
            plain,
            st.tuples(plain, st.sampled_from(("&&", "||")), plain).map("({0[0]} {0[1]} {0[2]})".format),
            st.tuples(st.sampled_from(self.groups), kinds, inner, st.sampled_from(("&&", "||"))).map(
                lambda t: f"{t[0]}.{t[1]}({other}, {other} != {one} {t[3]} {t[2]})"
            ),
        )

    def caps(self, depth: int) -> st.SearchStrategy[str]:
        """Limits on how many may belong to one group."""
        most = st.one_of(
            st.integers(0, 3).map(str),
            self.group(0).flatmap(lambda g: st.sampled_from((f"third({g})", f"half({g})", f"quarter({g})"))),
        )
        whole = st.sampled_from(self.groups)
        found = []
        if "ties" in self.facts:
            found.append(
                st.tuples(whole, whole, st.sampled_from(("<=", "<")), most).map(
                    lambda t: f"{t[0]}.all(m, m.ties.all(t, size({t[1]}.filter(k, t in k.ties)) {t[2]} {t[3]}))"
                )
            )
            found.append(whole.map("{0}.all(m, {0}.all(k, m == k || m.ties.all(t, !(t in k.ties))))".format))
        if "employer" in self.facts:
            found.append(
                st.tuples(whole, whole, st.sampled_from(("<=", "<")), most).map(
                    lambda t: f"{t[0]}.all(m, size({t[1]}.filter(k, k.employer == m.employer)) {t[2]} {t[3]})"
                )
            )
            found.append(whole.map("{0}.all(m, {0}.all(k, m == k || m.employer != k.employer))".format))
        if "employer" in self.facts and self.facts[0] in TESTS:
            found.append(
                st.tuples(whole, self.person("m", 0), st.integers(0, 2)).map(
                    lambda t: f"{t[0]}.all(m, !({t[1]}) || size({t[0]}.filter(k, k.employer == m.employer)) <= {t[2]})"
                )
            )
        return st.one_of(found) if found else self.condition(depth, caps=False)

    def condition(self, depth: int, *, caps: bool = True) -> st.SearchStrategy[str]:
        parts = [
            st.tuples(self.number(depth), st.sampled_from((">=", ">", "<=", "<", "==", "!=")), self.number(depth)).map(
                " ".join
            ),
            st.tuples(
                st.sampled_from(self.groups), st.sampled_from(("all", "exists", "exists_one")), self.person("m", depth)
            ).map("{0[0]}.{0[1]}(m, {0[2]})".format),
            st.sampled_from(self.groups).map("chair in {}".format),
        ]
        parts += [
            st.sampled_from([test.format("chair") for test in TESTS[name]]) for name in self.facts if name in TESTS
        ]
        if depth:
            parts.append(
                st.tuples(self.group(0), st.integers(2, 3), st.integers(0, 1)).map(
                    "size({0[0]}) % {0[1]} == {0[2]}".format
                )
            )
            parts.append(st.tuples(self.group(0), self.group(depth)).map("{0[0]} == {0[1]}".format))
            inner = self.condition(depth - 1)
            parts.append(st.tuples(inner, st.sampled_from(("&&", "||")), inner).map("({0[0]} {0[1]} {0[2]})".format))
            parts.append(inner.map("!({})".format))
        if caps and set(GROUPS) & set(self.facts):
            parts += [self.caps(depth)] * 3
        if self.clauses:
            parts += [st.sampled_from(self.clauses)] * 3
        return st.one_of(parts)


# Charters -----------------------------------------------------------------------------------------------------------

OWN = {
    Scope.BODY: ("members",), Scope.QUORUM: ("members", "present"),
    Scope.VOTE: ("members", "present", "ayes", "noes", "abstentions", "recused", "voting"),
    Scope.DEPARTURE: ("members", "before", "departed", "voting", "body.members"),
    Scope.SUBCOMMITTEE: ("members", "parent.members", "voting", "body.members"),
    Scope.CHARTER: ("members",),
}  # fmt: skip
GROUPS = ("employer", "ties")
PLAIN = ("a", "b", "c", "n", "g", "both", "old", "top")


@st.composite
def charters(draw: st.DrawFn, groups: bool = False) -> tuple[list[Clause], Words]:
    facts = draw(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=1 if groups else 2, unique=True))
    facts += draw(st.sampled_from(([GROUPS[0]], [GROUPS[1]], list(GROUPS)) if groups else ([],)))
    seats = draw(st.sampled_from((False, False, True)))
    words = Words(OWN[Scope.BODY], tuple(facts), seats)
    made = (
        [clause(f"size(members) >= {draw(st.integers(1, 3))}", name="size", topic="size")]
        if draw(st.booleans())
        else []
    )
    for number in range(draw(st.integers(0, 2))):
        when = draw(st.none() | words.condition(0, caps=False))
        made.append(clause(draw(words.condition(1)), name=f"body{number}", when=when))
    made += [
        clause(draw(words.caps(0)), name=f"cap{number}") for number in range(draw(st.integers(0, 2)) if groups else 0)
    ]
    for scope in (Scope.QUORUM, Scope.VOTE):
        if draw(st.sampled_from((True, True, False))):
            there = Words(OWN[scope], words.facts, seats)
            text = draw(st.one_of(there.condition(1), st.sampled_from(LIKELY[scope])))
            made.append(clause(text, name=str(scope), scope=scope))
    return made, words


LIKELY = {
    Scope.QUORUM: (
        "size(present) > half(members)", "size(present) >= 2", "present == members", "size(present) >= third(seats)",
    ),
    Scope.VOTE: (
        "size(ayes) > size(noes)", "size(ayes) > half(members)", "size(ayes) > half(voting)",
        "size(ayes) + vacancies > half(seats)",
    ),
}  # fmt: skip


@st.composite
def asked(draw: st.DrawFn, scopes: Sequence[Scope] = tuple(OWN), *, groups: bool = False) -> Asked:
    """A charter and a claim in one of the scopes; with `groups` that people belong to, it limits those."""
    made, words = draw(charters(groups))
    scope = draw(st.sampled_from(scopes))
    names = {one.scope for one in made}
    clauses = [f'holds("{one.id}")' for one in made if one.scope is Scope.BODY]
    if scope in (Scope.QUORUM, Scope.VOTE) and Scope.QUORUM in names:
        clauses.append('holds("quorum")')
    if scope is Scope.VOTE and Scope.VOTE in names:
        clauses += ['holds("vote")', 'opposed("vote")', '!(holds("vote") && opposed("vote"))']
    if scope is not Scope.SUBCOMMITTEE:
        clauses += [f'possible("{one}")' for one in ("quorum", "vote") if Scope(one) in names]
    if scope is Scope.CHARTER:
        clauses = ['possible("body")']
    if scope is Scope.SUBCOMMITTEE:
        rule = draw(
            st.sampled_from(
                (
                    "size(event.body.members) >= 1",
                    "event.body.members.all(m, m in members)",
                    "size(event.body.members) >= 2",
                )
            )
        )
        made.append(
            clause(
                rule,
                name="delegation",
                scope=Scope.EVENT,
                mode=Mode.ALLOW,
                force=Force.MAY,
                when="event.kind == 'delegated'",
            )
        )
    about = Words(OWN[scope], words.facts, words.seats, tuple(clauses))
    text = draw(
        st.one_of(st.sampled_from(clauses) if clauses else about.condition(1), about.condition(1), about.condition(2))
    )
    if scope is Scope.CHARTER:
        text = draw(st.sampled_from(('possible("body")', '!possible("body")')))
    when = (
        draw(st.none() | Words(OWN[scope], words.facts, words.seats).condition(0))
        if scope is not Scope.CHARTER
        else None
    )
    topics = draw(st.sampled_from((None, None, None, ("size",)))) if scope is not Scope.CHARTER else None
    claim = Property(
        "claim",
        "made",
        "A claim.",
        scope,
        expression(text),
        PLACE,
        when=None if when is None else expression(when),
        topics=topics,
    )
    return Asked(policy(made, facts=FACTS.values()), claim)


# Bodies -------------------------------------------------------------------------------------------------------------


def read_facts(given: Asked) -> tuple[str, ...]:
    """The facts that anybody states of people and that anything reads."""
    parts = [given.claim.claim, given.claim.when]
    parts += [part for one in given.policy.clauses for part in (one.rule, one.when)]
    read = {name for part in parts if part is not None for name in fields_read(part.ast)}
    for name in tuple(read):
        define = FACTS[name].define if name in FACTS else None
        read |= fields_read(define.ast) if define is not None else set()
    return tuple(name for name in VALUES if name in read)


def reads(given: Asked, *words: str) -> bool:
    parts = [given.claim.claim, given.claim.when]
    parts += [part for one in given.policy.clauses for part in (one.rule, one.when)]
    return any(isinstance(x, Name) and x.name in words for part in parts if part is not None for x in walk(part.ast))


@dataclass(frozen=True, slots=True)
class Tried:
    """One board with one situation: how large its parts are, in the order that makes a board small."""

    size: int
    rank: tuple[int, ...]
    status: PropertyStatus
    told: str


def tried(given: Asked, sizes: Iterable[int]) -> Iterator[Tried]:
    """Every body of the sizes in every situation, like people counted."""
    facts = read_facts(given)
    profiles = [dict(zip(facts, chosen, strict=True)) for chosen in product(*(VALUES[name] for name in facts))]
    seated, chaired = reads(given, "seats", "vacancies"), reads(given, "chair")
    for size in sizes:
        for chosen in combinations_with_replacement(range(len(profiles)), size):
            if not _first_firms([profiles[index] for index in chosen]):
                continue
            members = [_own(profiles[index], place) for place, index in enumerate(chosen)]
            chairs: list[int | Mapping[str, object] | None] = [None]
            if chaired:
                chairs += [chosen.index(index) for index in dict.fromkeys(chosen)]
                chairs += [_own(profile, size) for profile in profiles]
            for chair, seats in product(chairs, range(size, size + 3) if seated else (size,)):
                yield from _situations(given, chosen, members, chair, seats)


def _first_firms(members: Sequence[Mapping[str, object]]) -> bool:
    """Firms are called in one order: of those that only differ in the names of firms, one is tried."""
    found = dict.fromkeys(str(one["employer"]) for one in members if one.get("employer") not in (None, "own"))
    return sorted(found) == ["x", "y", "z"][: len(found)]


def _own(profile: Mapping[str, object], place: int) -> Mapping[str, object]:
    return {**profile, "employer": f"own-{place}"} if profile.get("employer") == "own" else profile


def _situations(
    given: Asked,
    chosen: Sequence[int],
    members: Sequence[Mapping[str, object]],
    chair: int | Mapping[str, object] | None,
    seats: int,
) -> Iterator[Tried]:
    state = board(given.policy, members, chair, seats)
    like: dict[tuple[int, bool], list[str]] = {}
    for place, index in enumerate(chosen):
        like.setdefault((index, chair == place), []).append(f"m{place}")
    for situation in counted(given.claim.scope, list(like.values())):
        status = judge_property(given.policy, state, BODY, given.claim, situation).status
        gone = sum(len(each or ()) for each in (situation.departed, situation.recused))
        away = 0 if situation.present is None else len(members) - len(situation.present)
        rank = (len(members), int(isinstance(chair, Mapping)), gone + away, seats - len(members))
        yield Tried(len(members), rank, status, f"{members} chair {chair} seats {seats} {situation}")


def counted(scope: Scope, like: Sequence[Sequence[str]]) -> Iterator[Situation]:
    """The situations of a scope, but for those that only exchange like people."""
    match scope:
        case Scope.QUORUM:
            yield from (Situation(present=some) for some in _some(like))
        case Scope.DEPARTURE:
            yield from (Situation(departed=some) for some in _some(like) if some)
        case Scope.SUBCOMMITTEE:
            yield from (Situation(members=some) for some in _some(like) if some)
        case Scope.VOTE:
            for ways in product(*(combinations_with_replacement((*PARTS, "absent"), len(people)) for people in like)):
                pairs = [pair for people, way in zip(like, ways, strict=True) for pair in zip(people, way, strict=True)]
                cast = {part: tuple(one for one, way in pairs if way == part) for part in PARTS}
                present = tuple(one for one, way in pairs if way != "absent")
                yield Situation(present, cast["ayes"], cast["noes"], cast["abstentions"], cast["recused"])
        case _:
            yield Situation()


def _some(like: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    for counts in product(*(range(len(people) + 1) for people in like)):
        yield tuple(one for people, count in zip(like, counts, strict=True) for one in people[:count])


def exhaustive(given: Asked) -> bool:
    """Whether the boards that are tried are all there are of their sizes."""
    return "ties" not in read_facts(given) and not reads(given, "seats", "vacancies")
