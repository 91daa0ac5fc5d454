"""`quorate diff`: what an amendment, or another charter, changes for every board, and for a real body."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.amendment import amend
from quorate.charter.disk import SUFFIXES
from quorate.charter.document import Charter, Policy
from quorate.charter.kinds import kind_in
from quorate.charter.load import Library, read_amendment, read_charter
from quorate.charter.policy import policy_of
from quorate.charter.properties import shared
from quorate.charter.roster import Roster
from quorate.charter.trees import tree_of
from quorate.cli.charters import governing, library_of
from quorate.cli.exits import Exit
from quorate.cli.options import wrong_call
from quorate.cli.output import Output
from quorate.cli.searching import NOTHING_ELSE, Asked
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
    asked: Asked = NOTHING_ELSE,
) -> Exit:
    library = library_of(asked)
    here = _Here(out, asked, library, body, any_chair)
    if new is None and _is_roster(old):
        if roster is not None:
            raise wrong_call("one-roster", "two rosters are given", "name charters before `--roster`")
        after, effective = _after(amendment, charter, library)
        return _answered(out, here.answer(asked.opened(Path(old)), after, effective))
    _, before = governing(old, library)
    after, effective = _newer(before, new, amendment, charter, library)
    opened = None if roster is None else asked.opened(roster)
    day = asked.as_of or (date.today() if opened is None else opened[0].as_of)
    answer = _for_every_board(out, before, after, effective, day, asked, library)
    if opened is not None:
        answer = replace(answer, here=here.answer(opened, after, effective, before=before))
    return _answered(out, answer)


def _for_every_board(
    out: Output, before: Charter, after: Charter, effective: date | None, day: date, asked: Asked, library: Library
) -> AnyBoardAnswer:
    """What changes for every board, the properties that every charter is asked included."""
    return any_board(
        before,
        after,
        library.charter,
        claims=[claim for pack in shared(library) for claim in pack.properties],
        as_of=day,
        effective=effective,
        cross_check=asked.cross_check,
        limits=asked.limits,
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

    out: Output
    asked: Asked
    library: Library
    body: str | None
    any_chair: bool

    def answer(
        self,
        opened: tuple[Roster, Mapping[str, Policy]],
        after: Charter,
        effective: date | None,
        before: Charter | None = None,
    ) -> question.DiffAnswer:
        """What changes for the body; with `before`, that is its charter whatever the roster says."""
        roster, binding = opened
        body = self.body if self.body is not None else _governed((before or after, after), binding)
        if before is not None:
            binding = {**binding, body: policy_of(before, self.library.charter)}
        return question.diff(
            roster,
            binding,
            body=body,
            after=after,
            packs=self.library.charter,
            effective=effective,
            any_chair=self.any_chair,
            reporter=self.out.progress(report),
            **self.asked.terms,
        )


def _is_roster(name: str) -> bool:
    path = Path(name)
    return path.suffix in SUFFIXES and kind_in(tree_of(path)) == "roster"


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
        return governing(str(given[0]), library)[1], None
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
