"""Charters with one clause changed at random, and every small body under them: comparisons checked by trying all.

Only what the changed clause reads is varied; of the rest people have what no other clause minds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations_with_replacement, product
from random import Random

from any_board import BODY, board
from quorate.cel.ast import Binary, Call, Expr, Literal, Macro
from quorate.cel.printer import show
from quorate.cel.reading import children, fields_read, names
from quorate.cel.rewriting import with_children
from quorate.charter.claim_words import clauses_hold
from quorate.charter.document import Charter, Clause, Force, Mode, Policy, Scope
from quorate.charter.occasions import occasions
from quorate.charter.policy import policy_of
from quorate.charter.state import State
from quorate.charter.tenure import state_of

MOST = 7
HARMLESS: Mapping[str, object] = {
    "affiliations": (), "psf_member": True, "officer_director": False, "consecutive_terms": 1, "lifetime_terms": 1,
    "nyse_independent": True,
}  # fmt: skip
VALUES: Mapping[str, Sequence[object]] = {
    "affiliations": ((), ("x",), ("y",), ("x", "y")), "psf_member": (True, False), "officer_director": (True, False),
    "consecutive_terms": (2, 3), "lifetime_terms": (4, 5), "nyse_independent": (True, False),
}  # fmt: skip
FRACTIONS = ("half", "third", "quarter")
STRICTER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def bare(charter: Charter) -> Charter:
    """The charter without its own properties, which are another question."""
    return replace(charter, properties=())


# Mutations ------------------------------------------------------------------------------------------------------------


def sites(expr: Expr) -> Iterator[Expr]:
    """Every expression that is this one with one thing changed: a bound, a quantifier, a fraction, strictness."""
    match expr:
        case Literal(value=int() as number) if not isinstance(number, bool):
            yield from (replace(expr, value=other) for other in (number + 1, number - 1) if other >= 0)
        case Macro(kind="all" | "exists" as kind):
            yield replace(expr, kind="exists" if kind == "all" else "all")
        case Call(function=function) if function in FRACTIONS:
            yield from (replace(expr, function=other) for other in FRACTIONS if other != function)
        case Binary(op=op) if op in STRICTER:
            yield replace(expr, op=STRICTER[op])
    for place, part in enumerate(children(expr)):
        yield from (_with(expr, place, change) for change in sites(part))


def _with(expr: Expr, place: int, part: Expr) -> Expr:
    parts = list(children(expr))
    parts[place] = part
    return with_children(expr, tuple(parts))


def of_composition(charter: Charter) -> tuple[Clause, ...]:
    """The clauses that decide which bodies are lawful."""
    return tuple(
        clause
        for clause in charter.clauses
        if clause.scope is Scope.BODY
        and clause.force is Force.MUST
        and clause.mode is Mode.REQUIRE
        and clause.tested == "always"
    )


@dataclass(frozen=True)
class Mutation:
    """A charter, and the same with one clause of its composition changed or dropped (none)."""

    charter: Charter
    clause: Clause
    changed: Expr | None

    def __repr__(self) -> str:
        new = "dropped" if self.changed is None else show(self.changed)
        return f"{self.charter.id}: {self.clause.id}: {show(self.clause.rule.ast)} → {new}"

    @cached_property
    def after(self) -> Charter:
        kept = (each for each in self.charter.clauses if each is not self.clause or self.changed is not None)
        return replace(self.charter, clauses=tuple(map(self._new, kept)))

    def _new(self, clause: Clause) -> Clause:
        if clause is not self.clause or self.changed is None:
            return clause
        return replace(clause, rule=replace(clause.rule, ast=self.changed))


def mutations(charters: Sequence[Charter], number: int, seed: int) -> Iterator[Mutation]:
    """Random mutations: the clause first, so that long ones are not always the ones that change."""
    random = Random(seed)
    for _ in range(number):
        charter = bare(random.choice(charters))
        clause = random.choice(of_composition(charter))
        changes = list(sites(clause.rule.ast))
        chosen = random.choice([None, *changes, *changes])
        yield Mutation(charter, clause, chosen)


# Bodies ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tried:
    """The fewest members of whom something is newly allowed, and newly forbidden; none where nobody is."""

    allowed: int | None
    forbidden: int | None


def tried(mutation: Mutation, packs: Callable[[str], Charter], most: int = MOST) -> Tried:
    """By trying all bodies: on which the two charters differ."""
    old, new = policy_of(mutation.charter, packs), policy_of(mutation.after, packs)
    found: dict[bool, int] = {}
    for size, state in bodies(mutation, old, most):
        verdicts = [_lawful(policy, state) for policy in (old, new)]
        assert None not in verdicts, f"{mutation}: unknown on a body of {size}"
        if verdicts[0] != verdicts[1]:
            found.setdefault(bool(verdicts[1]), size)
            if len(found) == 2:
                break
    return Tried(found.get(True), found.get(False))


def _lawful(policy: Policy, state: State) -> bool | None:
    state = state.under(BODY, policy)
    context = occasions(policy, state, BODY, Scope.BODY)[0].context
    value = clauses_hold(of_composition(policy.charter), context)
    return value if isinstance(value, bool) else None


def bodies(mutation: Mutation, policy: Policy, most: int) -> Iterator[tuple[int, State]]:
    """Every body of up to so many, as far as the changed clause can tell them apart, the smallest first."""
    reads = _read(mutation)
    declared = [name for (holder, name) in policy.facts if holder == "person" and name in VALUES]
    values = {name: VALUES[name] if name in reads else (HARMLESS[name],) for name in declared}
    known = [dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())]
    fixed = (3, 4, 5, 6, 7, 9) if "at_large_seats" in reads else (5, 7)
    numbers = fixed if ("body", "at_large_seats") in policy.facts else (None,)
    for size in range(1, most + 1):
        seats = range(size, most + 2) if "seats" in reads else (7,)
        for members in combinations_with_replacement(known, size):
            chairs = [0, None, known[0]] if "chair" in reads else [0]
            for chair, seat, number in product(chairs, seats, numbers):
                state = board(policy, members, chair, seat)
                yield size, state if number is None else _with_number(policy, state, number)


def _read(mutation: Mutation) -> frozenset[str]:
    parts = [mutation.clause.rule.ast, *((mutation.changed,) if mutation.changed is not None else ())]
    return frozenset().union(*(fields_read(part) | names(part) for part in parts))


def _with_number(policy: Policy, state: State, number: int) -> State:
    roster = state.roster
    body = replace(roster.bodies[BODY], facts={"at_large_seats": number})
    return state_of(replace(roster, bodies={**roster.bodies, BODY: body}), {BODY: policy})
