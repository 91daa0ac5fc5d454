"""The answer to `diff` for one body of a roster: old charter against new."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from quorate.charter.document import Charter, Policy
from quorate.charter.evaluator import lawful
from quorate.charter.policy import policy_of
from quorate.charter.roster import Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict
from quorate.engines.base import Limits
from quorate.questions.check import GRAVITY, body_verdicts, full_name, gravest
from quorate.questions.diff.nouns import DiffAnswer, FigureChange, VerdictChange
from quorate.questions.diff.slates import slate_change
from quorate.questions.diff.wording import changes
from quorate.questions.stress import Figure, Opinions, Search, stress_body
from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean
from quorate.source.reporter import SILENT, Reporter

_QUIET = (Status.HOLDS, Status.NOT_APPLICABLE)


def diff(
    roster: Roster,
    policies: Mapping[str, Policy],
    *,
    body: str,
    after: Policy | Charter,
    packs: Callable[[str], Charter] | None = None,
    as_of: date | None = None,
    effective: date | None = None,
    any_chair: bool = False,
    engine: str | None = None,
    cross_check: bool = False,
    limits: Limits = Limits(),  # noqa: B008
    reporter: Reporter = SILENT,
) -> DiffAnswer:
    """What another charter (or the charter as amended) changes for a body.

    `packs` finds the packs that a new charter uses; without it, those of the old one serve. With `any_chair` slates
    whose chair is no member are counted too, with `cross_check` a second engine is asked. Raises `CallError` for a body
    without a charter or a missing pack, and `InternalError` where two engines disagree.
    """
    before = _governing(roster, policies, body)
    new = after if isinstance(after, Policy) else policy_of(after, packs or _packs_of(before))
    state, amended = state_of(roster, policies, as_of), state_of(roster, {**policies, body: new}, as_of)
    search = Search(limits, engine, opinions=Opinions() if cross_check else None)
    reporter.stage("counting slates")
    slates = slate_change(before, new, state, body, search, any_chair=any_chair)
    reporter.stage("straining before and after")
    figures = tuple(_figure_changes(before, new, state, amended, body, search))
    verdicts = tuple(_verdict_changes(state, amended, before, new, body))
    lawful_today = lawful(before, state, body)[0], lawful(new, amended, body)[0]
    found = partial(DiffAnswer, roster, state.as_of, body, before, new, changes(before, new), verdicts, lawful_today)
    return found(slates, figures, tuple(search.engines), effective, search.second)


def _governing(roster: Roster, policies: Mapping[str, Policy], body: str) -> Policy:
    if body not in roster.bodies:
        advice = did_you_mean(body, roster.bodies)
        raise CallError([Diagnostic("no-such-body", f"the roster has no body `{body}`", help=advice)])
    if body not in policies:
        advice = "give it a `charter:` in the roster"
        raise CallError([Diagnostic("no-charter", f"no charter governs the body `{body}`", help=advice)])
    return policies[body]


def _packs_of(policy: Policy) -> Callable[[str], Charter]:
    known = {pack.id: pack for pack in policy.packs}

    def find(name: str) -> Charter:
        if name not in known:
            raise CallError([Diagnostic("no-such-pack", f"the pack `{name}` is not at hand")])
        return known[name]

    return find


# Verdicts -------------------------------------------------------------------------------------------------------------


def _verdict_changes(state: State, amended: State, before: Policy, after: Policy, body: str) -> Iterator[VerdictChange]:
    """What is judged differently today; a clause that comes or goes only if it does not simply hold."""
    old, new = body_verdicts(state, before, body), body_verdicts(amended, after, body)
    old_statuses, new_statuses = gravest(old), gravest(new)
    for name in dict.fromkeys([*old_statuses, *new_statuses]):
        was, becomes = old_statuses.get(name), new_statuses.get(name)
        if was is becomes or (None in (was, becomes) and (was or becomes) in _QUIET):
            continue
        yield VerdictChange(name, was, becomes, _telling(name, new if becomes is not None else old))


def _telling(name: str, verdicts: Sequence[Verdict]) -> Verdict:
    """The gravest verdict on a clause or duty."""
    own = [verdict for verdict in verdicts if full_name(verdict.subject) == name]
    return min(own, key=lambda verdict: GRAVITY.index(verdict.status))


# Stress ---------------------------------------------------------------------------------------------------------------


def _figure_changes(
    before: Policy, after: Policy, state: State, amended: State, body: str, search: Search
) -> Iterator[FigureChange]:
    old = {_key(each): each for each in stress_body(before, state, body, search, aftermaths=False).figures}
    new = {_key(each): each for each in stress_body(after, amended, body, search, aftermaths=False).figures}
    for key in dict.fromkeys([*old, *new]):
        was, becomes = old.get(key), new.get(key)
        if _outcome(was) != _outcome(becomes):
            yield FigureChange(key[0], was, becomes)


def _key(figure: Figure) -> tuple[str, str]:
    return figure.name, figure.strain.value


def _outcome(figure: Figure | None) -> object:
    """What a figure says; a clause that does not exist survives as much as one that nothing breaks."""
    if figure is None:
        return None, False, None
    return figure.survives, figure.broken_today, figure.undecided
