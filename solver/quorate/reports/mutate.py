"""Mutants and what became of them, as text, JSON and annotations."""

from collections.abc import Iterable
from itertools import groupby

from quorate.questions.mutate import Fate, Kind, Mutation, Trial
from quorate.reports.answer import Json
from quorate.reports.console import Page, bad, muted, strong, warn
from quorate.reports.json import INTEGER, STRING, array, nullable, one_of, record
from quorate.reports.witness import SCHEMA as WITNESS
from quorate.reports.witness import groups, headline
from quorate.reports.witness import json as witness_json
from quorate.source.diagnostic import Diagnostic, Severity

SCHEMA: Json = record(
    {
        "charter": STRING,
        "scenarios": INTEGER,
        "counts": record({**{fate.value: INTEGER for fate in Fate}, "left": INTEGER}),
        "mutants": array(
            record(
                {
                    "clause": STRING,
                    "kind": one_of(*Kind),
                    "old": STRING,
                    "new": STRING,
                    "fate": one_of(*Fate),
                    "killed_by": nullable(STRING),
                    "why": STRING,
                    "told_by": nullable(STRING),
                    "witness": nullable(WITNESS),
                }
            )
        ),
    }
)


def text(answer: Mutation, page: Page) -> None:
    """What is alive by clause, each with what tells it from the charter; then the counts."""
    page.heading(f"{answer.charter.title}: {_number(len(answer.trials), 'mutant')}, {_scenarios(answer)}")
    for name, trials in groupby(answer.alive, key=lambda trial: trial.mutant.name):
        page.blank()
        page.line(strong(name))
        for trial in trials:
            _survivor(trial, answer, page)
    page.blank()
    page.line(_summary(answer))


def _survivor(trial: Trial, answer: Mutation, page: Page) -> None:
    mutant = trial.mutant
    tone = bad if trial.fate is Fate.SURVIVED else warn
    page.line(tone(trial.fate.value), f" {mutant.kind}: ", _change(trial), indent=2)
    if trial.told_by is not None:
        page.line(f"told from the charter by {trial.told_by}, which expects nothing there", indent=4)
        return
    if trial.shift is None or trial.shift.witness is None:
        page.line(muted(trial.why), indent=4)
        return
    page.line("told from the charter by: ", headline(trial.shift.witness), indent=4)
    for line in groups(trial.shift.witness, answer.words or {}):
        page.line(line, indent=6)


def _change(trial: Trial) -> str:
    mutant = trial.mutant
    return "nothing expects it" if mutant.changed is None else f"{mutant.old} → {mutant.new}"


def _scenarios(answer: Mutation) -> str:
    return f"held against {_number(answer.scenarios, 'scenario')}"


def _summary(answer: Mutation) -> str:
    killed, of = answer.score
    share = f" ({100 * killed // of} %)" if of else ""
    rest = f"; {answer.left} not tried" if answer.left else ""
    equivalent = answer.count(Fate.EQUIVALENT)
    told = f"{_number(len(answer.trials), 'mutant')}: {equivalent} proved equivalent"
    undecided = answer.count(Fate.UNDECIDED)
    alive = f"{answer.count(Fate.SURVIVED)} survived" + (f", {undecided} undecided" if undecided else "")
    return f"{told}, {killed} of the other {of} killed{share}, {alive}{rest}"


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def json(answer: Mutation) -> Json:
    return {
        "charter": answer.charter.id,
        "scenarios": answer.scenarios,
        "counts": {**{fate.value: answer.count(fate) for fate in Fate}, "left": answer.left},
        "mutants": [_json(trial) for trial in answer.trials],
    }


def _json(trial: Trial) -> Json:
    mutant = trial.mutant
    witness = trial.shift.witness if trial.shift is not None else None
    return {
        "clause": mutant.name,
        "kind": mutant.kind.value,
        "old": mutant.old,
        "new": mutant.new,
        "fate": trial.fate.value,
        "killed_by": trial.by,
        "why": trial.why,
        "told_by": trial.told_by,
        "witness": witness_json(witness) if witness is not None else None,
    }


def github(answer: Mutation) -> Iterable[Diagnostic]:
    """A warning on the clause or duty of everything that is alive."""
    for trial in answer.alive:
        mutant = trial.mutant
        message = f"no scenario notices when `{mutant.name}` has another {mutant.kind}: {_change(trial)}"
        if mutant.changed is None:
            message = f"no scenario notices when `{mutant.name}` is dropped"
        yield Diagnostic("surviving-mutant", message, mutant.piece.span, severity=Severity.WARNING)
