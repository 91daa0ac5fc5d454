"""The library face: read files, ask questions, get values back.

A roster is given as a path or as what `opened` gave; `policies` are folders in which charters and packs are looked
for first. What is wrong with files or questions is a `QuorateError` with all its diagnostics.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from quorate.charter.disk import tree_of
from quorate.charter.document import Charter as Charter
from quorate.charter.document import Policy
from quorate.charter.library import Library
from quorate.charter.load import Document, kind_in, open_roster, read_charter, read_scenario, read_text
from quorate.charter.load import read as read_document
from quorate.charter.roster import Roster
from quorate.charter.survey import files_at, survey
from quorate.questions.check import CheckAnswer
from quorate.questions.check import check as ask_check
from quorate.questions.lint import Lint
from quorate.questions.lint import lint as ask_lint
from quorate.questions.test import Runs
from quorate.questions.trace import Trace
from quorate.questions.trace import trace as ask_trace
from quorate.source.diagnostic import Severity as Severity
from quorate.source.reporter import SILENT, Reporter
from quorate.testing.scenarios import run_all

Place: TypeAlias = str | Path


@dataclass(frozen=True, slots=True)
class Opened:
    """A roster, and what binds each of its bodies that has a charter, by the body's name."""

    roster: Roster
    policies: Mapping[str, Policy]


def opened(roster: Place | Opened, *, policies: Iterable[Place] = ()) -> Opened:
    """A roster with the charters of its bodies and their packs."""
    if isinstance(roster, Opened):
        return roster
    return Opened(*open_roster(Path(roster), _library(policies)))


def read(path: Place, *, policies: Iterable[Place] = ()) -> Document:
    """Whatever a file is: a charter or pack, a roster, a scenario, an amendment."""
    return read_document(Path(path), _library(policies))


def check(
    roster: Place | Opened,
    *,
    bodies: Iterable[str] = (),
    as_of: date | None = None,
    policies: Iterable[Place] = (),
    reporter: Reporter = SILENT,
) -> CheckAnswer:
    """The verdict on every clause and duty of the bodies, all of them unless some are named."""
    case = opened(roster, policies=policies)
    return ask_check(case.roster, case.policies, bodies=bodies, as_of=as_of, reporter=reporter)


def lint(*paths: Place, policies: Iterable[Place] = (), reporter: Reporter = SILENT) -> Lint:
    """What is wrong or doubtful in the files at the paths; nothing is solved."""
    return ask_lint(survey(map(Path, paths), _library(policies)), reporter)


def trace(charter: Place | Charter, source: Place, *, policies: Iterable[Place] = ()) -> Trace:
    """Which sentences of the source text the charter formalises, and which quotes are lost."""
    document = charter if isinstance(charter, Charter) else read_charter(Path(charter), _library(policies))
    return ask_trace(document, read_text(Path(source)))


def test(*paths: Place, policies: Iterable[Place] = (), fail_fast: bool = False, reporter: Reporter = SILENT) -> Runs:
    """What became of the scenarios at the paths."""
    library = _library(policies)
    files = [file for file in files_at(map(Path, paths)) if kind_in(tree_of(file)) == "scenario"]
    return run_all([read_scenario(file, library) for file in files], fail_fast=fail_fast, reporter=reporter)


def _library(policies: Iterable[Place]) -> Library:
    return Library(tuple(map(Path, policies)))
