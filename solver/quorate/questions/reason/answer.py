"""The answer to `lint --reason`: what the clauses of charters come to for boards of every size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from quorate.charter.document import Charter, Scope
from quorate.charter.survey import Surveyed
from quorate.engines.base import Limits
from quorate.questions.reason.desk import CHAIN, Desk
from quorate.questions.reason.law import compared, out_of_force
from quorate.questions.reason.own import consistency, redundancies
from quorate.source.diagnostic import Diagnostic
from quorate.source.reporter import SILENT, Reporter


@dataclass(frozen=True, slots=True)
class Reasoned:
    """What was found; `decided` unless the time limit cut a question short."""

    findings: tuple[Diagnostic, ...]
    decided: bool


def reason(
    files: Iterable[Surveyed],
    *,
    as_of: date,
    limits: Limits = Limits(),  # noqa: B008
    reporter: Reporter = SILENT,
) -> Reasoned:
    """What can be proved of the charters among some files, with the packs they use; each question has the limits."""
    found: list[Diagnostic] = []
    for file in files:
        if isinstance(file.document, Charter) and file.document.kind is not None:
            reporter.stage(f"reasoning about {file.document.id}")
            found += _of_charter(Desk.of(file, file.document, as_of, limits), reporter)
    return Reasoned(tuple(found), all(each.code != "not-decided" for each in found))


def _of_charter(desk: Desk, reporter: Reporter) -> Iterator[Diagnostic]:
    """The charter's clauses scope by scope as long as they can be fulfilled, then the rules of its packs."""
    lawful: list[Scope] = []
    done = 0
    for scope, before in CHAIN.items():
        if not set(before[:-1]) <= set(lawful):
            continue
        state = consistency(desk, scope)
        yield from state.findings
        if state.lawful:
            lawful.append(scope)
            for found in redundancies(desk, scope):
                done += 1
                reporter.advance(done, found.code)
                yield found
    yield from compared(desk, lawful)
    yield from out_of_force(desk)
