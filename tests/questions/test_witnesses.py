"""Witnesses are the same whoever finds them: seeds, the order of constraints and the prover make no difference."""

import random
from collections.abc import Callable
from dataclasses import replace

import cvc5
import pytest
from hypothesis import given, settings

from any_board import DAY
from open_charters import Asked, asked
from quorate.charter.library import Library
from quorate.charter.properties import properties_asked
from quorate.charter.roster import Roster
from quorate.charter.shipped import shipped
from quorate.engines.base import Constraint, Limits, Proof, Query, Satisfied, Sought, Unsatisfiable
from quorate.engines.smt import Z3
from quorate.formula.ast import Count, Formula
from quorate.questions.prove import boards
from quorate.questions.prove.answer import prove

ASKED = [
    ("aleris.compensation", "properties.quorum/third"),
    ("aleris.compensation", "properties.resilience/one-departure-lawful"),
    ("kubernetes.steering", "readings-agree"),
    ("node.tsc", "nobody-affiliated"),
    ("psf.board", "properties.vote/no-deadlock"),
    ("illustrative.nominating", "properties.resilience/one-departure-lawful"),
]
LIMITS = Limits(seconds=60)


class Shuffled:
    """Z3, asked the same in another order under another seed."""

    name = "z3"

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def put(self, query: Query, seed: int = 0) -> Sought:
        counts, constraints = list(query.counts), list(query.constraints)
        self._random.shuffle(counts)
        self._random.shuffle(constraints)
        return Z3().put(
            replace(query, counts=tuple(counts), constraints=tuple(constraints)), self._random.randrange(99)
        )


class Cvc5:
    """Another prover, asked through the terms of Z3."""

    name = "cvc5"

    def put(self, query: Query, seed: int = 0) -> Sought:
        return Cvc5Query(query)


class Cvc5Query:
    def __init__(self, query: Query) -> None:
        self._query = query
        self._counts = {count.key: count for count in query.counts}
        self._terms = Z3().put(query)
        self.smt_lib = self._terms.smt_lib

    def with_(self, counts: tuple[Count, ...], constraints: tuple[Constraint, ...]) -> "Cvc5Query":
        more = (*self._query.counts, *counts), (*self._query.constraints, *constraints)
        return Cvc5Query(replace(self._query, counts=more[0], constraints=more[1]))

    def ask(self, *more: Formula, seconds: float | None = None) -> Proof:
        question = self.smt_lib(*more)
        heads = (line[2:].partition(" is ") for line in question.splitlines() if line.startswith("; n"))
        names = {name: key for name, _, key in heads}
        terms = cvc5.TermManager()
        solver = cvc5.Solver(terms)
        solver.setOption("produce-models", "true")
        parser = cvc5.InputParser(solver)
        parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, f"(set-logic ALL)\n{question}", "question")
        symbols = parser.getSymbolManager()
        while not (command := parser.nextCommand()).isNull():
            if str(command.invoke(solver, symbols)).strip() == "unsat":
                return Unsatisfiable()
        given = {names[str(term)]: solver.getValue(term) for term in symbols.getDeclaredTerms() if str(term) in names}
        found = {" ".join(key.split()): count for key, count in self._counts.items()}
        told = {found[key]: value.getIntegerValue() for key, value in given.items() if key in found}
        return Satisfied({count: told.get(count, count.low) for count in self._counts.values()})


def witness(charter: str, name: str) -> Roster | None:
    library = Library((shipped("policies"),))
    document = library.charter(charter)
    claims = properties_asked(document, [name], library)
    (answer,) = prove(document, library.charter, claims, as_of=DAY, limits=LIMITS).answers
    assert answer.witness is None or answer.witness.smallest
    return None if answer.witness is None else answer.witness.roster


def asking(prover: object) -> Callable[[], object]:
    return lambda: prover


@pytest.mark.parametrize(("charter", "name"), ASKED)
@pytest.mark.parametrize("other", [Shuffled(1), Shuffled(2), Shuffled(3), Cvc5()], ids=["1", "2", "3", "cvc5"])
def test_a_witness_does_not_hang_on_who_found_it(
    charter: str, name: str, other: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = witness(charter, name)
    assert expected is not None
    monkeypatch.setattr(boards, "prover", asking(other))
    assert witness(charter, name) == expected


@settings(max_examples=settings.default.max_examples // 4)
@given(asked())
def test_of_random_charters_too(question: Asked) -> None:
    document = question.policy.charter
    found = []
    for other in (Z3(), Shuffled(1), Shuffled(2)):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(boards, "prover", asking(other))
            (one,) = prove(document, lambda _: document, [question.claim], as_of=DAY, limits=LIMITS).answers
        found.append((one.standing, None if one.witness is None else (one.witness.roster, one.witness.sets)))
    assert found[0] == found[1] == found[2]
