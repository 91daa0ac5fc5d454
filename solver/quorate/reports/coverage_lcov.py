"""Coverage as a tracefile of lcov, which editors and code hosts read: a line for each clause, branches for conditions.

The format is that of geninfo(1): `DA` says whether a line was seen, `BRDA` whether a branch was taken, of which a
condition has two: deciding by being true, and by being false.
"""

from collections.abc import Iterator

from quorate.questions.coverage import ClauseCoverage, Coverage, DocumentCoverage


def lcov(answer: Coverage) -> Iterator[str]:
    for document in answer.documents:
        yield "TN:quorate"
        yield f"SF:{document.file}"
        for clause in document.clauses:
            yield from _branches(clause)
        yield from _totals("BR", [value in each.decides for each in document.conditions for value in (True, False)])
        yield from _lines(document)
        yield "end_of_record"


def _branches(clause: ClauseCoverage) -> Iterator[str]:
    for block, condition in enumerate(clause.conditions):
        for branch, value in enumerate((True, False)):
            taken = 1 if value in condition.decides else 0 if clause.judged else "-"
            yield f"BRDA:{condition.span.line},{block},{branch},{taken}"


def _lines(document: DocumentCoverage) -> Iterator[str]:
    judged: dict[int, bool] = {}
    for clause in document.clauses:
        line = clause.subject.span.line
        judged[line] = judged.get(line, False) or clause.judged
    yield from (f"DA:{line},{int(seen)}" for line, seen in sorted(judged.items()))
    yield from _totals("L", list(judged.values()))


def _totals(of: str, met: list[bool]) -> Iterator[str]:
    yield f"{of}F:{len(met)}"
    yield f"{of}H:{sum(met)}"
