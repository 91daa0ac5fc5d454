"""`quorate mutate`: what a charter's scenarios would miss."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.document import Charter
from quorate.charter.library import Library
from quorate.charter.policy import policy_of
from quorate.charter.scenario import Scenario
from quorate.cli.charters import governing
from quorate.cli.exits import Exit
from quorate.cli.options import Policies, read_date, wrong_call
from quorate.cli.output import Output
from quorate.cli.prove import CharterPath
from quorate.cli.saving import place_of, write
from quorate.cli.scenario_files import scenarios as scenarios_at
from quorate.cli.searching import Seed, finite, limits
from quorate.questions.mutate import Mutant, Mutation
from quorate.reports import mutate as report
from quorate.reports.answer import Reply, Standing
from quorate.source.diagnostic import did_you_mean
from quorate.testing.mutation import Telling, telling, tells, told_by_history
from quorate.testing.mutation import mutate as tried

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]...", help="Its scenarios: files or folders; `scenarios` unless given."),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="ID", help="Only mutants of this clause or duty; may be repeated."),
]
Kill = Annotated[
    Path | None,
    typer.Option(
        "--kill",
        metavar="DIR",
        help="Save a scenario there for each mutant alive that an example tells from the charter.",
        show_default=False,
    ),
]
Day = Annotated[
    date | None,
    typer.Option("--as-of", parser=read_date, metavar="DATE", help="Prove as of this day; today's if not given."),
]
Most = Annotated[
    int | None,
    typer.Option(
        "--max-mutants", min=1, metavar="N", help="Try so many, drawn by the seed, and not all.", show_default=False
    ),
]
PerProof = Annotated[
    float,
    typer.Option("--time-limit", min=0.0, callback=finite, metavar="SECONDS", help="For each proof of equivalence."),
]


def mutate(
    out: Output,
    charter: CharterPath,
    paths: Paths = None,
    only: Only = None,
    kill: Kill = None,
    as_of: Day = None,
    policies: Policies = None,
    time_limit: PerProof = 5.0,
    max_mutants: Most = None,
    seed: Seed = 0,
) -> Exit:
    library = Library(tuple(policies or ()))
    path, document = governing(charter, library)
    _known(document, only or ())
    scenarios = scenarios_at(paths or [Path("scenarios")], library)
    day = as_of or date.today()

    def wanted(mutant: Mutant) -> bool:
        return not only or mutant.name in only

    answer = tried(
        document,
        library.charter,
        scenarios,
        as_of=day,
        only=wanted,
        most=max_mutants,
        seed=seed,
        limits=limits(time_limit, 0),
        reporter=out.progress(report),
    )
    if kill is not None:
        for file in _saved(answer, library, scenarios, day, path, kill):
            out.remark(f"saved {file}")
    return out.answer(report, answer, standing(answer))


def standing(answer: Mutation) -> Standing:
    """No if a mutant is alive: something could be changed and no scenario would say so."""
    return Standing(Reply.NO if answer.alive else Reply.YES, f"tested({len(answer.trials)})", "z3")


def _known(charter: Charter, names: list[str] | tuple[()]) -> None:
    pieces = [clause.id for clause in charter.clauses] + [duty.id for duty in charter.duties]
    for name in names:
        if name not in pieces:
            message = f"`{charter.id}` has no clause or duty `{name}`"
            raise wrong_call("unknown-clause", message, did_you_mean(name, pieces))


def _saved(
    answer: Mutation, library: Library, scenarios: list[Scenario], day: date, charter: Path, folder: Path
) -> Iterator[Path]:
    """The files of scenarios that kill what is alive; one for all that the same expectation kills."""
    policy = policy_of(answer.charter, library.charter)
    names: Counter[str] = Counter()
    saved: dict[object, Telling] = {}
    for trial in answer.alive:
        if any(tells(one, trial.mutant, policy, library.charter) for one in saved.values()):
            continue
        found = telling(trial, policy, library.charter, scenarios, day)
        if found is None:
            found = told_by_history(trial.mutant, policy, library.charter, day)
        if found is None or found.key in saved:
            continue
        saved[found.key] = found
        names[trial.mutant.name] += 1
        file = folder / f"{answer.charter.id}.{trial.mutant.name}.{names[trial.mutant.name]}.yaml"
        write(file, found.text(trial.mutant, place_of(answer.charter.id, charter, file)))
        yield file
