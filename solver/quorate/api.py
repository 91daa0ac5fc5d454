"""The library face: read files, ask questions, get values back.

A roster is given as a path or as what `opened` gave; `policies` are folders in which charters and packs are looked
for first. What is wrong with files or questions is a `QuorateError` with all its diagnostics.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypedDict, Unpack

from quorate.charter.amendment import Amendment as Amendment
from quorate.charter.amendment import amend as amend
from quorate.charter.cache import opened_roster
from quorate.charter.document import Charter as Charter
from quorate.charter.document import Policy
from quorate.charter.library import Library
from quorate.charter.load import Document, read_charter, read_scenarios, read_text
from quorate.charter.load import read as read_document
from quorate.charter.properties import properties_asked, shared
from quorate.charter.roster import Roster
from quorate.charter.survey import scenarios_at, survey
from quorate.engines.base import Limits
from quorate.questions.ask import AskAnswer, Asking
from quorate.questions.ask import ask as ask_ask
from quorate.questions.check import CheckAnswer
from quorate.questions.check import check as ask_check
from quorate.questions.diff import DiffAnswer
from quorate.questions.diff import diff as ask_diff
from quorate.questions.diff.any_board import AnyBoardAnswer
from quorate.questions.diff.any_board import any_board as ask_any_board
from quorate.questions.expiring import WARNED
from quorate.questions.explain import Costs as Costs
from quorate.questions.explain import ExplainAnswer
from quorate.questions.explain import Sought as Explaining
from quorate.questions.explain import explain as ask_explain
from quorate.questions.explain.schedule import ScheduleExplanation
from quorate.questions.explain.schedule import explain_schedule as ask_explain_schedule
from quorate.questions.lint import Lint
from quorate.questions.lint import lint as ask_lint
from quorate.questions.prove import ProveAnswer
from quorate.questions.prove import prove as ask_prove
from quorate.questions.reason import reason as ask_reason
from quorate.questions.replay import ReplayAnswer, Replayed
from quorate.questions.replay import replay as ask_replay
from quorate.questions.schedule import ScheduleAnswer
from quorate.questions.schedule import schedule as ask_schedule
from quorate.questions.slates import Seated, SlatesAnswer, Sought
from quorate.questions.slates import every_slate as ask_every_slate
from quorate.questions.slates import slates as ask_slates
from quorate.questions.stress import StressAnswer
from quorate.questions.stress import stress as ask_stress
from quorate.questions.test import Runs
from quorate.questions.trace import Trace
from quorate.questions.trace import trace as ask_trace
from quorate.source.diagnostic import CallError, Diagnostic
from quorate.source.diagnostic import Severity as Severity
from quorate.source.reporter import SILENT, Reporter
from quorate.testing.running import run_all

Place: TypeAlias = str | Path
NO_LIMITS = Limits()
ORDINARY = Costs()


class Searching(TypedDict, total=False):
    """How a question is to be searched, and for which day."""

    as_of: date | None
    engine: str | None
    cross_check: bool
    limits: Limits
    reporter: Reporter


@dataclass(frozen=True, slots=True)
class Opened:
    """A roster, and what binds each of its bodies that has a charter, by the body's name."""

    roster: Roster
    policies: Mapping[str, Policy]


def opened(roster: Place | Opened, *, policies: Iterable[Place] = ()) -> Opened:
    """A roster with the charters of its bodies and their packs."""
    if isinstance(roster, Opened):
        return roster
    return Opened(*opened_roster(Path(roster), tuple(map(Path, policies))))


def read(path: Place, *, policies: Iterable[Place] = ()) -> Document:
    """Whatever a file is: a charter or pack, a roster, a scenario, an amendment."""
    return read_document(Path(path), _library(policies))


def check(
    roster: Place | Opened,
    *,
    bodies: Iterable[str] = (),
    as_of: date | None = None,
    warn_within: int = WARNED,
    policies: Iterable[Place] = (),
    reporter: Reporter = SILENT,
) -> CheckAnswer:
    """The verdict on every clause and duty of the bodies, all of them unless some are named.

    Relief whose last day is no more than `warn_within` days ahead is a finding.
    """
    case = opened(roster, policies=policies)
    return ask_check(case.roster, case.policies, bodies=bodies, as_of=as_of, warn_within=warn_within, reporter=reporter)


def ask(roster: Place | Opened, *, policies: Iterable[Place] = (), **terms: Unpack[Asking]) -> AskAnswer:
    """The facts that are not known and can still change a verdict, as questions to those whom they are about."""
    case = opened(roster, policies=policies)
    return ask_ask(case.roster, case.policies, **terms)


def replay(roster: Place | Opened, *, policies: Iterable[Place] = (), **terms: Unpack[Replayed]) -> ReplayAnswer:
    """The verdicts on every day as intervals, each with what began and ended it."""
    case = opened(roster, policies=policies)
    return ask_replay(case.roster, case.policies, **terms)


def lint(
    *paths: Place,
    reason: date | None = None,
    limits: Limits = NO_LIMITS,
    policies: Iterable[Place] = (),
    reporter: Reporter = SILENT,
) -> Lint:
    """What is wrong or doubtful in the files at the paths; nothing is solved.

    With `reason`, a day, also what the clauses in force on it come to for boards of every size. The time limit is that
    of each question of those.
    """
    files = survey(map(Path, paths), _library(policies))
    if reason is None:
        return ask_lint(files, reporter)
    return ask_lint(files, reporter, partial(ask_reason, as_of=reason, limits=limits, reporter=reporter))


def slates(
    roster: Place | Opened,
    *,
    bodies: Sequence[str],
    sizes: tuple[int, int | None] | None = None,
    keep: Sequence[str] = (),
    exclude: Sequence[str] = (),
    prefer: Sequence[str] = (),
    top: int | None = 10,
    count_only: bool = False,
    sample: int | None = None,
    diverse: int | None = None,
    leverage: bool = False,
    policies: Iterable[Place] = (),
    **searching: Unpack[Searching],
) -> SlatesAnswer:
    """The lawful slates of one body, or of several at once: how many there are, and the `top` best (none: all).

    `sample` draws so many at random instead, `diverse` lists so many that are far from each other; `leverage` tells in
    how many slates each person sits.
    """
    case = opened(roster, policies=policies)
    return ask_slates(
        case.roster,
        case.policies,
        bodies=bodies,
        sizes=sizes,
        keep=keep,
        exclude=exclude,
        prefer=prefer,
        top=top,
        count_only=count_only,
        sample=sample,
        diverse=diverse,
        leverage=leverage,
        **searching,
    )


def explain(roster: Place | Opened, *, policies: Iterable[Place] = (), **sought: Unpack[Explaining]) -> ExplainAnswer:
    """Why the bodies have no lawful slate and what would help; or why not `slate`, why not `person`, why the `rank`.

    A slate is `["A,B,C"]`, or `["BODY/A,B,C", …]` where several bodies are filled. With `every` all cores are told.
    """
    case = opened(roster, policies=policies)
    return ask_explain(case.roster, case.policies, **sought)


def explain_schedule(
    roster: Place | Opened,
    *,
    bodies: Sequence[str],
    year: int,
    costs: Costs = ORDINARY,
    as_of: date | None = None,
    limits: Limits = NO_LIMITS,
    policies: Iterable[Place] = (),
    reporter: Reporter = SILENT,
) -> ScheduleExplanation:
    """Why the bodies have no schedule of meetings for a calendar year, and what would open one."""
    case = opened(roster, policies=policies)
    return ask_explain_schedule(
        case.roster,
        case.policies,
        bodies=bodies,
        year=year,
        as_of=as_of,
        costs=costs,
        limits=limits,
        reporter=reporter,
    )


def every_slate(
    roster: Place | Opened, *, policies: Iterable[Place] = (), **asked: Unpack[Sought]
) -> Iterator[tuple[Seated, ...]]:
    """All lawful slates, unranked, one at a time; one of each kind is replayed, with `thorough` every one."""
    case = opened(roster, policies=policies)
    return ask_every_slate(case.roster, case.policies, **asked)


def schedule(
    roster: Place | Opened,
    *,
    bodies: Sequence[str],
    first: date | None = None,
    last: date | None = None,
    fewest: int = 0,
    most: int | None = None,
    spare: int = 0,
    as_of: date | None = None,
    engine: str | None = None,
    cross_check: bool = False,
    limits: Limits = NO_LIMITS,
    policies: Iterable[Place] = (),
    reporter: Reporter = SILENT,
) -> ScheduleAnswer:
    """The best meetings of the bodies between `first` and `last`, each with its agenda; or why there are none."""
    case = opened(roster, policies=policies)
    return ask_schedule(
        case.roster,
        case.policies,
        bodies=bodies,
        first=first,
        last=last,
        fewest=fewest,
        most=most,
        spare=spare,
        as_of=as_of,
        engine=engine,
        cross_check=cross_check,
        limits=limits,
        reporter=reporter,
    )


def stress(
    roster: Place | Opened,
    *,
    bodies: Iterable[str] = (),
    policies: Iterable[Place] = (),
    **searching: Unpack[Searching],
) -> StressAnswer:
    """How many departures, absences and recusals the bodies survive, and which smallest sets break what."""
    case = opened(roster, policies=policies)
    return ask_stress(case.roster, case.policies, bodies=bodies, **searching)


def diff(
    roster: Place | Opened,
    *,
    body: str,
    after: Place | Charter | Amendment,
    as_of: date | None = None,
    any_chair: bool = False,
    engine: str | None = None,
    cross_check: bool = False,
    limits: Limits = NO_LIMITS,
    policies: Iterable[Place] = (),
    reporter: Reporter = SILENT,
) -> DiffAnswer:
    """What an amendment of the body's charter, or another charter, changes for the body."""
    case = opened(roster, policies=policies)
    library = _library(policies)
    document, effective = _changed(after, library)
    return ask_diff(
        case.roster,
        case.policies,
        body=body,
        after=document,
        packs=library.charter,
        as_of=as_of,
        effective=effective,
        any_chair=any_chair,
        engine=engine,
        cross_check=cross_check,
        limits=limits,
        reporter=reporter,
    )


def diff_any_board(
    before: Place | Charter,
    after: Place | Charter | Amendment,
    *,
    as_of: date,
    cross_check: bool = False,
    limits: Limits = NO_LIMITS,
    policies: Iterable[Place] = (),
    reporter: Reporter = SILENT,
) -> AnyBoardAnswer:
    """What another charter, or an amendment of this one, changes for boards of every size.

    The shared properties that every charter is asked are asked of both. The time limit is that of each search.
    """
    library = _library(policies)
    old = before if isinstance(before, Charter) else read_charter(Path(before), library)
    new, effective = _changed(after, library, old)
    return ask_any_board(
        old,
        new,
        library.charter,
        claims=[claim for pack in shared(library) for claim in pack.properties],
        as_of=as_of,
        effective=effective,
        cross_check=cross_check,
        limits=limits,
        reporter=reporter,
    )


def _changed(
    after: Place | Charter | Amendment, library: Library, before: Charter | None = None
) -> tuple[Charter, date | None]:
    """The charter with which another is compared, and from when: itself, or what an amendment makes of the other.

    An amendment amends `before` where it is known, else the charter that it names.
    """
    document = after if isinstance(after, Charter | Amendment) else read_document(Path(after), library)
    if isinstance(document, Amendment):
        amended = library.charter(document.amends) if before is None else before
        return amend(amended, document), document.effective
    if not isinstance(document, Charter):
        raise CallError([Diagnostic("no-change", f"`{after}` is neither a charter nor an amendment")])
    return document, None


def prove(
    charter: Place | Charter,
    *properties: str,
    as_of: date,
    cross_check: bool = False,
    limits: Limits = NO_LIMITS,
    policies: Iterable[Place] = (),
    reporter: Reporter = SILENT,
) -> ProveAnswer:
    """Each property proved for boards of every size that the charter allows, or the smallest of which it is not so.

    A property is an id of the charter's own, `PACK/ID`, or a pack; without any, all that every charter is asked. The
    time limit is that of one property.
    """
    library = _library(policies)
    document = charter if isinstance(charter, Charter) else read_charter(Path(charter), library)
    return ask_prove(
        document,
        library.charter,
        properties_asked(document, properties, library),
        as_of=as_of,
        limits=limits,
        cross_check=cross_check,
        reporter=reporter,
    )


def trace(charter: Place | Charter, source: Place, *, policies: Iterable[Place] = ()) -> Trace:
    """Which sentences of the source text the charter formalises, and which quotes are lost."""
    document = charter if isinstance(charter, Charter) else read_charter(Path(charter), _library(policies))
    return ask_trace(document, read_text(Path(source)))


def test(
    *paths: Place,
    policies: Iterable[Place] = (),
    fail_fast: bool = False,
    jobs: int = 1,
    reporter: Reporter = SILENT,
) -> Runs:
    """What became of the scenarios and transcripts at the paths, `jobs` of them run at a time."""
    library = _library(policies)
    shown = [one for file in scenarios_at(map(Path, paths)) for one in read_scenarios(file, library)]
    return run_all(shown, fail_fast=fail_fast, jobs=jobs, reporter=reporter)


def _library(policies: Iterable[Place]) -> Library:
    return Library(tuple(map(Path, policies)))
