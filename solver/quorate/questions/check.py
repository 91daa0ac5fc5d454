"""Does everybody comply: every clause and duty of every body, judged on a day, with evidence."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from quorate.charter.disagreements import disagreements
from quorate.charter.document import Charter, Clause, Duty, Force, Policy
from quorate.charter.duties import judge_duty
from quorate.charter.relief import verdicts_on
from quorate.charter.relief_findings import misnamed
from quorate.charter.roster import Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.timeline import UNSTATED
from quorate.charter.verdict import Status, Verdict
from quorate.questions.expiring import WARNED, expiring
from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean
from quorate.source.reporter import SILENT, Reporter
from quorate.source.span import Span

GRAVITY = (
    Status.BROKEN,
    Status.UNKNOWN,
    Status.DUE,
    Status.CURING,
    Status.WAIVED,
    Status.HOLDS,
    Status.NOT_APPLICABLE,
)
"""The statuses, gravest first."""


@dataclass(frozen=True, slots=True)
class BodyCheck:
    """One body: who sits in it, and the verdicts in the order of its charter and then of the packs.

    `charter` is none where nothing governs the body; what is not applicable is told only where nothing else is.
    """

    name: str
    charter: Charter | None
    members: tuple[str, ...]
    chair: str | None
    seats: int | None
    verdicts: tuple[Verdict, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """`names` has everybody's name by id; `findings` are where the roster disagrees with itself."""

    roster: str
    title: str
    illustrative: bool
    as_of: date
    bodies: tuple[BodyCheck, ...]
    findings: tuple[Diagnostic, ...]
    names: Mapping[str, str]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return tuple(verdict for body in self.bodies for verdict in body.verdicts)

    def counts(self) -> Mapping[Status, int]:
        """How many clauses and duties have each status as their gravest, over all bodies."""
        return Counter(status for body in self.bodies for status in gravest(body.verdicts).values())

    @property
    def broken(self) -> bool:
        """Whether something that must be is not."""
        return any(verdict.status is Status.BROKEN and binds(verdict) for verdict in self.verdicts)

    @property
    def unknown(self) -> bool:
        """Whether something that must be hangs on what is not known."""
        return any(verdict.status is Status.UNKNOWN and binds(verdict) for verdict in self.verdicts)


def binds(verdict: Verdict) -> bool:
    """Whether a verdict is on something that must be, or on a permission that was gone beyond."""
    return verdict.subject.force is not Force.SHOULD


def gravest(verdicts: Iterable[Verdict]) -> dict[str, Status]:
    """By clause or duty: the gravest of its statuses."""
    found: dict[str, Status] = {}
    for verdict in verdicts:
        name = full_name(verdict.subject)
        found[name] = min(found.get(name, verdict.status), verdict.status, key=GRAVITY.index)
    return found


def full_name(subject: Clause | Duty) -> str:
    return f"{subject.charter}/{subject.id}"


def check(
    roster: Roster,
    policies: Mapping[str, Policy],
    *,
    bodies: Iterable[str] = (),
    as_of: date | None = None,
    warn_within: int = WARNED,
    reporter: Reporter = SILENT,
) -> CheckAnswer:
    """The verdicts on every clause and duty of the bodies (of all, where none is named), each under its policy.

    Relief whose last day is no more than `warn_within` days ahead is a finding.
    Raises `CallError` where a body is not in the roster.
    """
    state = state_of(roster, policies, as_of)
    named = chosen(roster, tuple(bodies))
    reporter.stage("judging", len(named))
    checked: list[BodyCheck] = []
    for number, name in enumerate(named):
        checked.append(_body(state, policies.get(name), name))
        reporter.advance(number + 1, name)
    names = {person.id: person.name for person in roster.people.values()}
    verdicts = [verdict for body in checked for verdict in body.verdicts]
    ending = expiring(verdicts, state.as_of, warn_within)
    findings = (*disagreements(state, policies), *misnamed(state, policies), *ending)
    return CheckAnswer(roster.id, roster.title, roster.illustrative, state.as_of, tuple(checked), findings, names)


def chosen(roster: Roster, named: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies that are asked about: those named, else all."""
    for name in named:
        if name not in roster.bodies:
            advice = (
                did_you_mean(name, roster.bodies)
                or f"the bodies are {', '.join(f'`{body}`' for body in roster.bodies)}"
            )
            raise CallError([Diagnostic("no-such-body", f"the roster has no body `{name}`", help=advice)])
    return tuple(dict.fromkeys(named)) or tuple(roster.bodies)


def _body(state: State, policy: Policy | None, name: str) -> BodyCheck:
    tenure, chair = state.tenure(name), state.chair(name)
    verdicts = body_verdicts(state, policy, name) if policy is not None else ()
    return BodyCheck(
        name,
        policy.charter if policy is not None else None,
        tuple(member.person for member in (*tenure.definite, *tenure.possible)),
        None if chair is UNSTATED or chair is None else str(chair),
        state.seats(name),
        verdicts,
        state.roster.bodies[name].span,
    )


def body_verdicts(state: State, policy: Policy, body: str) -> tuple[Verdict, ...]:
    """Every verdict on one body under a policy, on the state's day."""
    found: list[Verdict] = []
    for clause in policy.clauses:
        found += telling(verdicts_on(clause, policy, state, body))
    for duty in policy.duties:
        found += telling(judge_duty(duty, policy, state, body))
    return tuple(found)


def telling(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts on one clause that say something: those that apply, else the first that does not.

    Of rolling periods that still run only the first to end is told, and of those that were kept only the last.
    """
    judged = list(verdicts)
    applying = [verdict for verdict in judged if verdict.status is not Status.NOT_APPLICABLE]
    if not applying:
        return judged[:1]
    per = applying[0].subject.per
    if per is None or per.name != "rolling_year" or len({v.occasion for v in applying}) < len(applying):
        return applying
    running = [verdict for verdict in applying if verdict.status is Status.DUE]
    kept = [verdict for verdict in applying if verdict.status is Status.HOLDS]
    told = {id(verdict) for verdict in (*running[:1], *kept[-1:])}
    return [v for v in applying if v.status not in (Status.DUE, Status.HOLDS) or id(v) in told]
