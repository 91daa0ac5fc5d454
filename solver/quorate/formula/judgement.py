"""What becomes of a clause in every choice: `charter.evaluator.judge` over symbolic truths."""

from dataclasses import dataclass

from quorate.formula.ast import FALSE, TRUE, Formula, all_of, negate, some_of
from quorate.formula.symbolic import KNOWN_TRUE, Truth


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where a clause holds, is broken, is not applicable; elsewhere its verdict is unknown. They exclude each other."""

    holds: Formula
    broken: Formula
    not_applicable: Formula

    @property
    def unknown(self) -> Formula:
        return negate(some_of(self.holds, self.broken, self.not_applicable))

    @property
    def lawful(self) -> Formula:
        """Where the clause holds or does not apply."""
        return some_of(self.holds, self.not_applicable)

    def where(self, case: Formula) -> "Judgement":
        """The same, where the clause is judged only in some cases."""
        otherwise = some_of(negate(case), self.not_applicable)
        return Judgement(all_of(case, self.holds), all_of(case, self.broken), otherwise)


NEVER_APPLICABLE = Judgement(FALSE, FALSE, TRUE)


def judgement(rule: Truth, when: Truth = KNOWN_TRUE) -> Judgement:
    """A clause that applies where `when` is true; if that is open it holds where its rule does, else it is unknown.

    A clause that reads a fact of a vacant chair does not apply.
    """
    return Judgement(
        all_of(rule.true, negate(when.false), negate(when.vacant)),
        all_of(when.true, rule.false),
        some_of(when.false, when.vacant, all_of(when.true, rule.vacant)),
    )
