"""A second prover for what the first has answered: the same question, written in SMT-LIB, and whether they agree."""

from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol

from quorate.engines.query import NotDecided, Proof, Sought, Unsatisfiable
from quorate.formula.ast import Formula
from quorate.source.diagnostic import CallError, Diagnostic, InternalError

SECONDS = 10.0
"""How long the second prover thinks about one question where no time limit was given."""


class Reads(Protocol):
    """A prover that reads questions in SMT-LIB: `sat`, `unsat` or `unknown`."""

    def __call__(self, smt_lib: str, seconds: float) -> str: ...


@dataclass
class SecondProver:
    """Asked what another prover has answered; a disagreement is an internal error with the question written out.

    `asked` and `unsure` count the questions, and those of which it could not tell.
    """

    name: str
    reads: Reads
    seconds: float = SECONDS
    asked: int = field(default=0)
    unsure: int = field(default=0)

    def check(self, sought: Sought, answer: Proof, *more: Formula) -> None:
        """Ask again what was asked with these further constraints."""
        if isinstance(answer, NotDecided):
            return
        question = sought.smt_lib(*more)
        expected = "unsat" if isinstance(answer, Unsatisfiable) else "sat"
        found = self.reads(question, self.seconds)
        self.asked += 1
        if found == "unknown":
            self.unsure += 1
        elif found != expected:
            error = InternalError(f"`{self.name}` disagrees: {found} where the answer was {expected}")
            error.add_note(f"the question, in SMT-LIB:\n{question}")
            raise error

    @property
    def said(self) -> str | None:
        """What it says of all that it was asked; nothing if that was nothing."""
        if not self.asked:
            return None
        return f"{self.name} could not tell in {self.seconds:g} s" if self.unsure else f"{self.name} agrees"


READERS = {"cvc5": ("quorate.engines.cvc5:answer", "cross-check")}
"""Second provers, each with the extra of the distribution that brings its library."""


def second_prover(name: str = "cvc5", seconds: float | None = None) -> SecondProver:
    """The second prover of that name; a library it lacks is a `CallError` that names what to install."""
    target, extra = READERS[name]
    module, _, function = target.partition(":")
    try:
        import_module(name)
    except ImportError:
        message = f"the second opinion needs the library `{name}`, which is not installed"
        help_ = f"pip install 'quorate[{extra}]'"
        raise CallError([Diagnostic("missing-library", message, help=help_)]) from None
    return SecondProver(name, getattr(import_module(module), function), SECONDS if seconds is None else seconds)
