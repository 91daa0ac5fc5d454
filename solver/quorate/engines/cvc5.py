"""cvc5 as a second prover: asked the same question in SMT-LIB, from the terms that Z3 was given."""

from typing import Literal

import cvc5


def answer(smt_lib: str, seconds: float | None = None) -> Literal["sat", "unsat", "unknown"]:
    """What cvc5 says of a question in SMT-LIB."""
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    if seconds is not None:
        solver.setOption("tlimit-per", str(max(1, int(seconds * 1000))))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, f"(set-logic ALL)\n{smt_lib}", "question")
    symbols = parser.getSymbolManager()
    found = "unknown"
    while not (command := parser.nextCommand()).isNull():
        said = str(command.invoke(solver, symbols)).strip()
        found = said if said in ("sat", "unsat") else found
    return "sat" if found == "sat" else "unsat" if found == "unsat" else "unknown"
