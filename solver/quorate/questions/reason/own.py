"""A charter's clauses beside each other: those that contradict, that follow from others, that say or do nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quorate.cel.ast import Binary, Expr, Unary
from quorate.charter.document import Clause, Scope
from quorate.engines.base import OutOfTime
from quorate.formula.ast import Formula, negate
from quorate.formula.judgement import Judgement
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.reason.desk import CHAIN, Asked, Desk, Reply, as_claim, within
from quorate.questions.reason.findings import not_decided, not_reasoned, tell
from quorate.questions.reason.sets import Sufficient, sufficient
from quorate.questions.reason.wording import BOARDS, listed, name, own_place, told
from quorate.source.diagnostic import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Consistency:
    """What can be said of the clauses of a scope together, and whether boards fulfil them all."""

    findings: tuple[Diagnostic, ...]
    lawful: bool


def consistency(desk: Desk, scope: Scope) -> Consistency:
    """Whether some board fulfils every clause of a scope and of those before it; if none, which clauses contradict."""
    clauses = within(desk.bound, *CHAIN[scope])
    last = within(clauses, scope)
    if not last:
        return Consistency((), True)
    try:
        asked = desk.asked(scope, clauses, assumed=clauses)
    except OutsideFragment as error:
        return Consistency(
            (not_reasoned(desk, last, f"{error.what} is beyond what is proved, and so is all that rests on it"),), False
        )
    except OutOfTime:
        return _late(desk, last)
    match asked.possible(*(asked.kept(clause) for clause in clauses)):
        case Reply.YES:
            return Consistency((), True)
        case Reply.NO:
            return Consistency((_contradiction(desk, scope, asked, clauses),), False)
        case Reply.LATE:
            return _late(desk, last)
        case Reply.BEYOND:
            why = "whether they contradict each other is beyond what is proved, and so is all that rests on it"
            return Consistency((not_reasoned(desk, last, why),), False)


def _late(desk: Desk, clauses: Sequence[Clause]) -> Consistency:
    return Consistency(
        (not_decided(desk, clauses, "whether they contradict each other, and all that rests on it,"),), False
    )


def _contradiction(desk: Desk, scope: Scope, asked: Asked, clauses: Sequence[Clause]) -> Diagnostic:
    found = sufficient(clauses, lambda some: _impossible(asked, some))
    names = [name(clause, desk.charter) for clause in found.clauses]
    keeps = "fulfils" if len(names) == 1 else "fulfils both" if len(names) == 2 else "fulfils all of"
    message = f"no {BOARDS[scope]} {keeps} {listed(names)}"
    notes = (_few(found, "contradict each other"), *(told(clause, desk.charter) for clause in found.clauses))
    advice = "change one of them; until then nothing else of this scope is reasoned about"
    return tell("contradictory-clauses", message, own_place(desk, found.clauses), advice, Severity.ERROR, notes)


def _few(found: Sufficient, what: str) -> str:
    if len(found.clauses) == 1:
        return "it alone cannot be fulfilled"
    if found.smallest:
        return f"no fewer clauses {what}"
    return "none of them can be left out for that"


def _impossible(asked: Asked, clauses: Sequence[Clause], *more: Formula, empty: bool = False) -> bool | None:
    """Whether no board fulfils some clauses and more; none where that is not decided."""
    match asked.possible(*(asked.kept(clause) for clause in clauses), *more, empty=empty):
        case Reply.NO:
            return True
        case Reply.YES:
            return False
        case _:
            return None


# one clause beside the others


def redundancies(desk: Desk, scope: Scope) -> Iterator[Diagnostic]:
    """The clauses of a scope that never apply, are always true, or follow from others; the rest must be lawful."""
    clauses = within(desk.own, *CHAIN[scope])
    told_of: set[frozenset[str]] = set()
    for clause in within(clauses, scope):
        for found in _beside(desk, scope, clause, clauses):
            together = frozenset((*found.notes, told(clause, desk.charter)))
            if found.code != "contradictory-case" or together not in told_of:
                yield found
            told_of.add(together)


def _beside(desk: Desk, scope: Scope, clause: Clause, clauses: Sequence[Clause]) -> Iterator[Diagnostic]:
    """What there is to say of a clause beside the others."""
    try:
        plain = desk.plain(scope, clauses)
        if plain.judged(clause) is None:
            yield not_reasoned(desk, (clause,), plain.why(clause))
        else:
            others = [each for each in clauses if each is not clause]
            yield from _One(desk, scope, plain, clause, others).findings()
    except OutOfTime:
        yield not_decided(desk, (clause,), "whether it says anything of its own")


@dataclass(frozen=True, slots=True)
class _One:
    """A clause beside the others of its scope and those before it."""

    desk: Desk
    scope: Scope
    plain: Asked
    clause: Clause
    others: Sequence[Clause]

    def findings(self) -> Iterator[Diagnostic]:
        """The first thing that can be said of it, and what took too long to say."""
        for part in (self._never, self._case, self._always, self._implied):
            found = part()
            if found is not None:
                yield found
                if found.code != "not-decided":
                    return

    def _asked(self, denied: Expr, others: Sequence[Clause]) -> tuple[Asked, Judgement]:
        """Boards that keep as many groups of people apart as a question needs."""
        asked = self.plain
        if asked.boards.situation.tracked:
            clauses = (*self.others, self.clause)
            asked = self.desk.asked(self.scope, clauses, assumed=others, denied=denied)
        judged = asked.judged(self.clause)
        assert judged is not None, "it could be read before"
        return asked, judged

    def _written(self, expr: Expr) -> Expr:
        return self.desk.written(expr, self.scope)

    def _late(self, what: str) -> Diagnostic:
        return not_decided(self.desk, (self.clause,), what)

    def _never(self) -> Diagnostic | None:
        if self.clause.when is None:
            return None
        asked, judged = self._asked(_not(self._written(self.clause.when.ast)), self.others)
        applies = negate(judged.not_applicable)
        match asked.possible(*map(asked.kept, self.others), applies):
            case Reply.NO:
                found = sufficient(self.others, lambda some: _impossible(asked, some, applies))
                because = self._because(found, "of no board at all is it the case")
                message = f"{self._name} never applies: no lawful {self._of} is one that it speaks of"
                return self._say("never-applicable", message, "delete it, or change when it applies", because)
            case Reply.LATE:
                return self._late("whether it ever applies")
            case _:
                return None

    def _case(self) -> Diagnostic | None:
        """A clause that cannot be fulfilled where it applies, which therefore forbids the case."""
        if self.clause.when is None:
            return None
        when, rule = self._written(self.clause.when.ast), self._written(self.clause.rule.ast)
        asked, judged = self._asked(_not(Binary("&&", when, rule, when.span)), self.others)
        kept = negate(judged.not_applicable), asked.kept(self.clause)
        match asked.possible(*map(asked.kept, self.others), *kept):
            case Reply.NO:
                found = sufficient(self.others, lambda some: _impossible(asked, some, *kept))
                because = self._because(found, "it alone cannot be fulfilled there")
                message = f"where {self._name} applies, no lawful {self._of} fulfils it{self._with(found)}"
                return self._say("contradictory-case", message, "change one of them, or when it applies", because)
            case Reply.LATE:
                return self._late("whether it can be fulfilled where it applies")
            case _:
                return None

    def _always(self) -> Diagnostic | None:
        asked, judged = self._asked(self._written(as_claim(self.clause)), ())
        match asked.possible(negate(judged.lawful), empty=True):
            case Reply.NO:
                message = f"{self._name} is true of every {self._of}, whatever else the charter says"
                return self._say("always-true", message, "delete it, or say what was meant")
            case Reply.LATE:
                return self._late("whether it says anything")
            case _:
                return None

    def _implied(self) -> Diagnostic | None:
        asked, judged = self._asked(self._written(as_claim(self.clause)), self.others)
        broken = negate(judged.lawful)
        match asked.possible(*map(asked.kept, self.others), broken, empty=True):
            case Reply.NO:
                found = sufficient(self.others, lambda some: _impossible(asked, some, broken, empty=True))
                names = listed(name(each, self.desk.charter) for each in found.clauses)
                message = f"{self._name} says nothing that does not follow from {names}"
                advice = "delete it, or leave it for those who read the charter and ignore this"
                return self._say("implied-clause", message, advice, self._because(found, ""), Severity.NOTE)
            case Reply.LATE:
                return self._late("whether it follows from the others")
            case _:
                return None

    @property
    def _name(self) -> str:
        return name(self.clause, self.desk.charter)

    @property
    def _of(self) -> str:
        return BOARDS[self.scope].removeprefix("lawful ")

    def _with(self, found: Sufficient) -> str:
        names = [name(each, self.desk.charter) for each in found.clauses]
        return f" and {listed(names)}" if names else ""

    def _because(self, found: Sufficient, alone: str) -> tuple[str, ...]:
        """The clauses for which it is so."""
        notes = tuple(told(each, self.desk.charter) for each in found.clauses)
        return notes or ((alone,) if alone else ())

    def _say(
        self,
        code: str,
        message: str,
        advice: str,
        notes: tuple[str, ...] = (),
        severity: Severity = Severity.WARNING,
    ) -> Diagnostic:
        return tell(code, message, self.clause.span, advice, severity, notes)


def _not(expr: Expr) -> Expr:
    return Unary("!", expr, expr.span)
