"""Finishing a partial evaluation is evaluating: for every choice of sets, over classes and over singles alike."""

from collections.abc import Callable
from fractions import Fraction

from hypothesis import event, given, settings
from hypothesis import strategies as st

from illustrative import Case
from quorate.cel.ast import Expr
from quorate.cel.evaluator import evaluate
from quorate.cel.parser import parse
from quorate.cel.values import Failure, Interval, Unknown, Value
from quorate.formula.evaluator import holds
from quorate.formula.expand import assign
from quorate.formula.finish import finish
from quorate.formula.world import Asked, World, world
from quorate.source.span import Excerpt

# Illustrative organisations -----------------------------------------------------------------------------------------

FIRMS = ("a", "b")
PROFILES = st.fixed_dictionaries(
    {
        "ind": st.sampled_from([True, False, None]),
        "fin": st.booleans(),
        "firm": st.sampled_from([*FIRMS, None]),
        "votes": st.sampled_from([1, 1, 0, 2, None]),
        "tags": st.sampled_from([(), ("x",), ("x", "y"), ("y",)]),
    }
)


@st.composite
def alike_people(draw: st.DrawFn) -> Case:
    """People that nothing but their names tells apart, or a few of another kind."""
    kinds = draw(st.lists(PROFILES, min_size=1, max_size=2))
    split, size = draw(st.integers(1, 4)), draw(st.integers(3, 4))
    profiles = {f"p{index}": kinds[0 if index < split else -1] for index in range(size)}
    return Case(profiles, {}, tuple(profiles), (), None, 4, False)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    kinds = draw(st.lists(PROFILES, min_size=1, max_size=3))
    audit = draw(st.booleans())
    size = draw(st.integers(1, 3 if audit else 5))
    names = [f"p{index}" for index in range(size)]
    people = st.sampled_from(names)
    board = draw(st.lists(people, unique=True)) + draw(st.sampled_from([[], ["outsider"]]))
    return Case(
        profiles={name: kinds[draw(st.integers(0, len(kinds) - 1))] for name in names},
        friends=draw(st.dictionaries(people, people, max_size=2)),
        board=tuple(board),
        doubtful=tuple(draw(st.lists(people, unique=True, max_size=2))),
        board_chair=draw(st.sampled_from([None, *board])),
        seats=draw(st.sampled_from([None, 2, 4])),
        audit_searched=audit,
    )


# Expressions --------------------------------------------------------------------------------------------------------


class Grammar:
    """Random well-typed expressions about people, with at most so many levels."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.fresh = 0

    def pick(self, *options: Callable[[], str]) -> str:
        return self.draw(st.sampled_from(options))()

    def one_of(self, *texts: str) -> str:
        return self.draw(st.sampled_from(texts))

    def variable(self) -> str:
        self.fresh += 1
        return f"v{self.fresh}"

    def person(self, bound: tuple[str, ...]) -> str:
        found = self.one_of(*bound, *bound, *bound, "chair", "bodies.audit.chair", "board.chair")
        return f"{found}.friend" if self.draw(st.integers(0, 11)) == 0 else found

    def group(self, bound: tuple[str, ...], depth: int) -> str:
        plain = ("members", "members", "bodies.audit.members", "board.members", "voting", "body.members")
        if depth == 0 or self.draw(st.booleans()):
            return self.one_of(*plain)
        variable = self.variable()
        body = self.truth((*bound, variable), depth - 1)
        return f"{self.group(bound, depth - 1)}.filter({variable}, {body})"

    def number(self, bound: tuple[str, ...], depth: int) -> str:
        def group() -> str:
            return self.group(bound, depth - 1)

        if depth == 0:
            return self.one_of("0", "1", "2", "3", "seats", "vacancies", "size(members)", "body.vacancies")
        variable = self.variable()
        return self.pick(
            lambda: f"size({group()})",
            lambda: f"size({group()})",
            lambda: f"{self.one_of('half', 'third', 'quarter')}({group()})",
            lambda: f"portion(2, 3, {group()})",
            lambda: f"votes({group()})",
            lambda: f"{group()}.map({variable}, {variable}.votes).sum()",
            lambda: f"{group()}.map({variable}, {self.truth((*bound, variable), 0)}, {variable}.place).sum()",
            lambda: f"size({group()}.map({variable}, {variable}.firm).distinct())",
            lambda: f"({self.number(bound, depth - 1)} {self.one_of('+', '-')} {self.number(bound, depth - 1)})",
            lambda: f"2 * {self.number(bound, depth - 1)}",
            lambda: f"({self.number(bound, 0)} - size({group()})) % {self.one_of('0', '2', '2', '-3')}",
            lambda: f"{self.person(bound)}.votes",
            lambda: f"[size({group()}), {self.number(bound, 0)}].{self.one_of('min', 'max')}()",
            lambda: f"({self.truth(bound, depth - 1)} ? {self.number(bound, 0)} : size({group()}))",
            lambda: self.number(bound, 0),
        )

    def atom(self, bound: tuple[str, ...]) -> str:
        def who() -> str:
            return self.person(bound)

        return self.pick(
            lambda: f"{who()}.ind",
            lambda: f"{who()}.fin",
            lambda: f"{who()}.firm == '{self.one_of(*FIRMS)}'",
            lambda: f"{who()}.firm == {who()}.firm",
            lambda: f"{who()} {self.one_of('==', '!=')} {who()}",
            lambda: f"{who()} in {self.group(bound, 0)}",
            lambda: f"{self.one_of(chr(39) + 'x' + chr(39), chr(39) + 'y' + chr(39))} in {who()}.tags",
            lambda: f"{self.number(bound, 0)} {self.one_of('<', '>=', '==')} {self.number(bound, 0)}",
            lambda: f"{who()}.place < {who()}.place",
            lambda: f"{who()}.undeclared",
            lambda: f"has({who()}.firm)",
            lambda: f"{self.one_of('body', 'board')} == bodies.{self.one_of('comp', 'audit', 'board')}",
        )

    def truth(self, bound: tuple[str, ...], depth: int) -> str:
        if depth == 0:
            return self.atom(bound)

        def part() -> str:
            return self.truth(bound, depth - 1)

        def quantified() -> str:
            variable = self.variable()
            kind = self.one_of("all", "exists", "exists_one", "all", "exists")
            body = self.truth((*bound, variable), depth - 1)
            return f"{self.group(bound, depth - 1)}.{kind}({variable}, {body})"

        def capped() -> str:
            tag, variable, other = self.variable(), self.variable(), self.variable()
            groups = self.group(bound, 0), self.group(bound, 0)
            inner = f"size({groups[1]}.filter({other}, {tag} in {other}.tags)) <= {self.number(bound, 0)}"
            return f"{groups[0]}.all({variable}, {variable}.tags.all({tag}, {inner}))"

        return self.pick(
            quantified,
            quantified,
            quantified,
            lambda: f"({part()} {self.one_of('&&', '||')} {part()})",
            lambda: f"!({part()})",
            lambda: (
                f"{self.number(bound, depth - 1)} {self.one_of('<', '<=', '>', '>=', '==', '!=')} "
                f"{self.number(bound, depth - 1)}"
            ),
            lambda: f"({part()} ? {part()} : {part()})",
            lambda: f"{self.person(bound)} in {self.group(bound, depth - 1)}",
            lambda: f"{self.group(bound, depth - 1)} {self.one_of('==', '!=')} {self.group(bound, 0)}",
            lambda: f"({part()}) == ({part()})",
            lambda: f"{self.person(bound)}.firm in {self.group(bound, 0)}.map(w, w.firm)",
            capped,
            lambda: self.atom(bound),
        )

    def matrix(self, bound: tuple[str, ...], depth: int) -> str:
        """A condition on a few people at once: which of them are the same, and how many others are like them."""

        def who() -> str:
            return self.one_of(*bound, *bound, "chair")

        if depth:
            return f"({self.matrix(bound, depth - 1)} {self.one_of('&&', '||')} {self.matrix(bound, depth - 1)})"
        other = self.variable()
        return self.pick(
            lambda: f"{who()} {self.one_of('==', '!=')} {who()}",
            lambda: f"{who()} in {self.group(bound, 0)}",
            lambda: f"{who()}.fin",
            lambda: f"size(members.filter({other}, {other} != {who()} && {other}.fin)) {self.one_of('<', '==')} 1",
            lambda: f"members.exists_one({other}, {other} {self.one_of('==', '!=')} {who()})",
            lambda: f"size(members.filter({other}, {other} in bodies.audit.members || {other} == {who()})) > 1",
        )

    def nested(self, levels: int) -> str:
        bound: tuple[str, ...] = ()
        text = ""
        for _ in range(levels):
            group, kind = self.group(bound, 0), self.one_of("all", "exists", "exists_one")
            bound = (*bound, self.variable())
            text += f"{group}.{kind}({bound[-1]}, "
        return text + self.matrix(bound, self.draw(st.integers(0, 2))) + ")" * levels


@st.composite
def nests(draw: st.DrawFn) -> str:
    return Grammar(draw).nested(draw(st.integers(2, 3)))


@st.composite
def truths(draw: st.DrawFn) -> str:
    return Grammar(draw).truth((), draw(st.integers(1, 3)))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    return Grammar(draw).number((), draw(st.integers(1, 2)))


# The property -------------------------------------------------------------------------------------------------------


def alike(found: Value, reference: Value) -> bool:
    match reference:
        case Unknown():
            return isinstance(found, Unknown)
        case Failure(vacant=vacant):
            return isinstance(found, Failure) and found.vacant == vacant
        case Interval(low, high):
            return isinstance(found, Interval) and (found.low, found.high) == (low, high)
        case bool():
            return found is reference
        case int() | Fraction():
            return not isinstance(found, bool) and isinstance(found, int | Fraction) and found == reference
        case _:
            return found == reference


def of(case: Case, expr: Expr, *, merge: bool) -> World:
    return world(case.choice(), [Asked("it", expr, case.plain(), case.symbolic(), swap(case))], merge=merge)


def swap(case: Case):
    return {("body", name): case.partly(name) for name in case.searched}


def check(case: Case, text: str, *, merge: bool) -> None:
    expr = parse(Excerpt.whole(text))
    found = of(case, expr, merge=merge)
    event("outside" if found.outside else "inside")
    if found.outside:
        return
    laws = found.laws
    for named in case.named():
        assignment = found.complete(assign(found.bag, named))
        assert all(holds(law, assignment) for _, law in laws)
        reference = evaluate(expr, case.variables(named))
        result = finish(found.values["it"], assignment)
        assert alike(result, reference), (text, named, result, reference)


@given(cases(), truths(), st.booleans())
def test_finishing_a_condition_is_evaluating_it(case: Case, text: str, merge: bool) -> None:
    check(case, text, merge=merge)


@settings(max_examples=settings.default.max_examples // 2)
@given(alike_people(), nests())
def test_bound_variables_over_like_people_are_told_apart(case: Case, text: str) -> None:
    check(case, text, merge=True)


@given(cases(), numbers(), st.booleans())
def test_finishing_a_number_is_evaluating_it(case: Case, text: str, merge: bool) -> None:
    check(case, text, merge=merge)


PEOPLE = {f"p{index}": {"ind": index > 0 or None, "votes": 1} for index in range(4)}
PARITY = Case(PEOPLE, {}, ("p0",), (), None, 4, False)


@given(st.sampled_from(["size(members) % 2 == 1", "size(members.filter(m, m.ind)) % 2 == 1"]), st.booleans())
def test_whether_a_size_is_odd_comes_to_formulas(text: str, merge: bool) -> None:
    assert not of(PARITY, parse(Excerpt.whole(text)), merge=merge).outside
    check(PARITY, text, merge=merge)
