"""`quorate diff`: what an amendment, or another charter, changes for every board, and for a real body."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.amendment import amend
from quorate.charter.disk import SUFFIXES, tree_of
from quorate.charter.document import Charter, Policy
from quorate.charter.kinds import kind_in
from quorate.charter.load import Library, open_roster, read_amendment, read_charter
from quorate.charter.policy import policy_of
from quorate.charter.properties import shared
from quorate.charter.roster import Roster
from quorate.cli.exits import Exit
from quorate.cli.options import AsOf, Policies, wrong_call
from quorate.cli.output import Output
from quorate.cli.searching import CrossCheck, Engine, Seed, TimeLimit, limits
from quorate.engines.base import Limits
from quorate.questions import diff as question
from quorate.questions.diff.any_board import AnyBoardAnswer, any_board
from quorate.reports import diff as report
from quorate.reports.answer import Reply, Standing

Old = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        help="The charter as it is: a file, or its id. Or a roster, to compare for one of its bodies alone.",
        show_default=False,
    ),
]
New = Annotated[
    str | None,
    typer.Argument(
        metavar="[NEW]", help="Another charter (a file or its id), or an amendment of OLD.", show_default=False
    ),
]
BesideRoster = Annotated[
    Path | None,
    typer.Option("--roster", metavar="FILE", help="Say what changes for a body of this roster, too."),
]
Body = Annotated[
    str | None,
    typer.Option("--body", metavar="NAME", help="The body; by default the one whose charter is amended."),
]
AmendmentPath = Annotated[
    Path | None, typer.Option("--amendment", metavar="FILE", help="The amendment to the body's charter.")
]
CharterPath = Annotated[
    Path | None, typer.Option("--charter", metavar="FILE", help="Another charter in place of the body's own.")
]
AnyChair = Annotated[bool, typer.Option("--any-chair", help="Count slates whose chair is not one of the members, too.")]


def diff(
    out: Output,
    old: Old,
    new: New = None,
    roster: BesideRoster = None,
    body: Body = None,
    amendment: AmendmentPath = None,
    charter: CharterPath = None,
    any_chair: AnyChair = False,
    as_of: AsOf = None,
    policies: Policies = None,
    engine: Engine = None,
    cross_check: CrossCheck = False,
    time_limit: TimeLimit = None,
    seed: Seed = 0,
) -> Exit:
    library = Library(tuple(policies or ()))
    search = _Here(body, any_chair, as_of, engine, cross_check, limits(time_limit, seed))
    if new is None and _is_roster(old):
        if roster is not None:
            raise wrong_call("one-roster", "two rosters are given", "name charters before `--roster`")
        after, effective = _after(amendment, charter, library)
        opened, binding = open_roster(Path(old), library)
        return _answered(out, search.answer(out, opened, binding, after, effective, library))
    before = _charter(old, library)
    after, effective = _newer(before, new, amendment, charter, library)
    opened_here = None if roster is None else open_roster(roster, library)
    day = as_of or (date.today() if opened_here is None else opened_here[0].as_of)
    answer = _for_every_board(out, before, after, effective, day, search, library)
    if opened_here is not None:
        here = search.answer(out, *opened_here, after, effective, library, before=before)
        answer = replace(answer, here=here)
    return _answered(out, answer)


def _for_every_board(
    out: Output,
    before: Charter,
    after: Charter,
    effective: date | None,
    day: date,
    search: "_Here",
    library: Library,
) -> AnyBoardAnswer:
    """What changes for every board, the properties that every charter is asked included."""
    return any_board(
        before,
        after,
        library.charter,
        claims=[claim for pack in shared(library) for claim in pack.properties],
        as_of=day,
        effective=effective,
        cross_check=search.cross_check,
        limits=search.limits,
        reporter=out.progress(report),
    )


def _answered(out: Output, answer: question.DiffAnswer | AnyBoardAnswer) -> Exit:
    reply = Reply.NO if answer.breaks else Reply.UNDECIDED if answer.open else Reply.YES
    here = answer.here if isinstance(answer, AnyBoardAnswer) else answer
    engines = () if here is None else here.engines
    if isinstance(answer, AnyBoardAnswer):
        engines = (answer.engine, *engines)
        certainty = "undecided" if answer.open else "proved"
    else:
        certainty = "undecided" if answer.slates.undecided is not None else "exact"
    return out.answer(report, answer, Standing(reply, certainty, ", ".join(engines) or None))


@dataclass(frozen=True, slots=True)
class _Here:
    """What is asked of a body of a roster."""

    body: str | None
    any_chair: bool
    as_of: date | None
    engine: str | None
    cross_check: bool
    limits: Limits

    def answer(
        self,
        out: Output,
        roster: Roster,
        binding: Mapping[str, Policy],
        after: Charter,
        effective: date | None,
        library: Library,
        before: Charter | None = None,
    ) -> question.DiffAnswer:
        """What changes for the body; with `before`, that is its charter whatever the roster says."""
        body = self.body if self.body is not None else _governed((before or after, after), binding)
        if before is not None:
            binding = {**binding, body: policy_of(before, library.charter)}
        return question.diff(
            roster,
            binding,
            body=body,
            after=after,
            packs=library.charter,
            as_of=self.as_of,
            effective=effective,
            any_chair=self.any_chair,
            engine=self.engine,
            cross_check=self.cross_check,
            limits=self.limits,
            reporter=out.progress(report),
        )


def _is_roster(name: str) -> bool:
    path = Path(name)
    return path.suffix in SUFFIXES and kind_in(tree_of(path)) == "roster"


def _charter(name: str, library: Library) -> Charter:
    """A charter by its file or its id."""
    path = Path(name)
    charter = read_charter(path, library) if path.suffix in SUFFIXES or path.exists() else library.charter(name)
    if charter.kind is None:
        raise wrong_call(
            "no-body", f"`{charter.id}` is a pack, and no body is under it alone", "name a charter that uses it"
        )
    return charter


def _newer(
    before: Charter, new: str | None, amendment: Path | None, charter: Path | None, library: Library
) -> tuple[Charter, date | None]:
    """What the old charter is compared with: another, or itself as amended, and from when."""
    given = [each for each in (new, amendment, charter) if each is not None]
    if len(given) != 1:
        raise wrong_call(
            "one-change", "what is to be compared is not clear", "give OLD and NEW: a charter or an amendment"
        )
    path = Path(given[0])
    if amendment is None and (path.suffix not in SUFFIXES or kind_in(tree_of(path)) != "amends"):
        return _charter(str(given[0]), library), None
    change = read_amendment(path, library)
    return amend(before, change), change.effective


def _after(amendment: Path | None, charter: Path | None, library: Library) -> tuple[Charter, date | None]:
    if amendment is not None and charter is None:
        change = read_amendment(amendment, library)
        return amend(library.charter(change.amends), change), change.effective
    if charter is not None and amendment is None:
        return read_charter(charter, library), None
    raise wrong_call("one-change", "what is to be compared is not clear", "give one of `--amendment` and `--charter`")


def _governed(charters: Iterable[Charter], binding: Mapping[str, Policy]) -> str:
    """The only body that the first of the charters to govern any governs."""
    found: list[str] = []
    named = tuple(dict.fromkeys(charter.id for charter in charters))
    for name in named:
        found = found or [body for body, policy in binding.items() if policy.charter.id == name]
    if len(found) != 1:
        several = f"{len(found)} bodies" if found else "no body"
        raise wrong_call("which-body", f"the charter `{named[0]}` governs {several} of the roster", "name the `--body`")
    return found[0]
