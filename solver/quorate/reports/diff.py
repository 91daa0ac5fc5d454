"""What an amendment changes, for a body or for every board, as text, JSON and annotations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quorate.charter.document import Charter, Clause, Duty, Force
from quorate.charter.verdict import Status
from quorate.formula.candidates import Slate
from quorate.formula.strains import Strain
from quorate.questions.diff import Aspect, Change, DiffAnswer, FigureChange, Kind, SlateChange, VerdictChange
from quorate.questions.diff.any_board import AnyBoardAnswer
from quorate.questions.stress import Figure
from quorate.reports import any_board
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, Tone, Toned, bad, good, muted, strong, warn
from quorate.reports.json import BOOLEAN, DATE, INTEGER, STRING, array, mapping, nullable, one_of, record
from quorate.source.diagnostic import Diagnostic, Severity

_SLATE = record({"members": array(STRING), "chair": nullable(STRING)})
_CHANGE = record(
    {
        "kind": one_of(*Kind),
        "name": STRING,
        "piece": one_of("charter", "clause", "duty", "property"),
        "force": nullable(one_of(*Force)),
        "substance": BOOLEAN,
        "aspects": array(record({"name": STRING, "before": nullable(STRING), "after": nullable(STRING)})),
    }
)
_VERDICT = record(
    {
        "name": STRING,
        "binding": BOOLEAN,
        "before": nullable(one_of(*Status)),
        "after": nullable(one_of(*Status)),
        "reasons": array(STRING),
    }
)
_FIGURE = record(
    {
        "name": STRING,
        "strain": one_of(*Strain),
        "binding": BOOLEAN,
        "before": nullable(STRING),
        "after": nullable(STRING),
    },
    text="how many are survived, or `any`, `broken already`, `unknown today`, `undecided`; null: no such clause",
)
_HERE: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "as_of": DATE,
        "effective": nullable(DATE),
        "body": STRING,
        "charter": STRING,
        "names": mapping(STRING),
        "changes": array(_CHANGE),
        "verdicts": array(_VERDICT),
        "lawful": record({"before": nullable(BOOLEAN), "after": nullable(BOOLEAN)}),
        "slates": record(
            {
                "before": INTEGER,
                "after": INTEGER,
                "gained": INTEGER,
                "lost": INTEGER,
                "hanging": INTEGER,
                "hanging_before": INTEGER,
                "hanging_after": INTEGER,
                "facts": array(STRING),
                "example_gained": nullable(_SLATE),
                "example_lost": nullable(_SLATE),
                "chair_counts": BOOLEAN,
                "undecided": nullable(STRING),
            }
        ),
        "figures": array(_FIGURE),
        "second": nullable(STRING),
    }
)
SCHEMA: Json = {"anyOf": [_HERE, record({**any_board.FIELDS, "here": nullable(_HERE)})]}
"""What changes for a body of a roster; or for every board, and for the body `here` if a roster was given."""
_MOST = 8  # facts named
_SIGNS = {Kind.ADDED: "+", Kind.STRUCK: "-", Kind.CHANGED: "~", Kind.DISPLACED: "-", Kind.RESTORED: "+"}
_TONES = {
    Kind.ADDED: Tone.GOOD, Kind.STRUCK: Tone.BAD, Kind.CHANGED: Tone.WARN, Kind.DISPLACED: Tone.BAD,
    Kind.RESTORED: Tone.GOOD,
}  # fmt: skip


def text(answer: DiffAnswer | AnyBoardAnswer, page: Page) -> None:
    """First what changes for every board, if that was asked; then for the body of the roster, if there is one."""
    if isinstance(answer, AnyBoardAnswer):
        any_board.text(answer, page)
    here = answer.here if isinstance(answer, AnyBoardAnswer) else answer
    if here is not None:
        _here(here, page)


def _here(answer: DiffAnswer, page: Page) -> None:
    """What is said differently, what is judged differently today, which slates come and go, what is survived."""
    made_up = " (illustrative)" if answer.roster.illustrative else ""
    page.heading(f"{answer.roster.title or answer.roster.id}{made_up}, as of {answer.as_of}")
    effective = f", effective {answer.effective}" if answer.effective else ""
    page.line(f"{answer.body}: {answer.before.charter.title}, before and after the change{effective}")
    _changes(answer.changes, page)
    page.heading("verdicts today")
    _verdicts(answer, page)
    page.heading("lawful slates")
    _slates(answer.names, answer.slates, page)
    page.heading("survives")
    _figures(answer.figures, page)
    if answer.second is not None:
        page.blank()
        page.line(muted(f"second opinion: {answer.second}"))


def _changes(changes: Sequence[Change], page: Page) -> None:
    page.heading("clauses")
    if not changes:
        page.line(muted("nothing is said differently"), indent=2)
    for change in changes:
        sign = Toned(f"{_SIGNS[change.kind]} {change.name}", _TONES[change.kind])
        piece = type(change.piece).__name__.lower()
        force = "" if change.binding or piece in ("property", "charter", "relief") else f", {_force(change)}"
        wording = "" if change.substance else ", in wording alone"
        page.line(sign, muted(f" ({piece} {change.kind.value}{force}{wording})"), indent=2)
        if not change.aspects:
            page.line(_title(change), indent=4)
        for aspect in change.aspects:
            page.line(*_aspect(aspect), indent=4)


def _title(change: Change) -> str:
    piece = change.piece
    return piece.title if isinstance(piece, Charter) else piece.text


def _force(change: Change) -> str:
    piece = change.piece
    return piece.force.value if isinstance(piece, Clause | Duty) else ""


def _aspect(aspect: Aspect) -> Iterator[Text]:
    yield muted(f"{aspect.name}: ")
    yield aspect.before or "(nothing)"
    yield muted(" → ")
    yield strong(aspect.after or "(nothing)")


def _verdicts(answer: DiffAnswer, page: Page) -> None:
    if not answer.verdicts:
        page.line("none changes", indent=2)
    for change in answer.verdicts:
        page.line(strong(change.name), f": {_status(change.before)} → ", _toned(change), indent=2)
        for reason in _reasons(change):
            page.line(reason, indent=4)
    words = {True: "lawful", False: "not lawful", None: "lawful or not, that hangs on facts that are not known"}
    was, becomes = answer.lawful
    page.line(f"today's members and chair: {words[was]} before, {words[becomes]} after", indent=2)


def _status(status: Status | None) -> str:
    return "no such clause" if status is None else status.value


def _toned(change: VerdictChange) -> Text:
    said = _status(change.after)
    if change.after is Status.BROKEN:
        return bad(said) if change.binding else warn(said)
    return good(said) if change.after is Status.HOLDS else warn(said)


def _reasons(change: VerdictChange) -> list[str]:
    verdict = change.verdict
    if change.after is None:
        return []
    found = [evidence.text for evidence in verdict.evidence] + ([verdict.reason] if verdict.reason else [])
    if change.after is Status.UNKNOWN and verdict.facts:
        found.append(f"not known: {', '.join(sorted(verdict.facts))}")
    return found


def _slates(names: Mapping[str, str], slates: SlateChange, page: Page) -> None:
    if slates.undecided is not None:
        page.line(warn(f"undecided: {slates.undecided}"), indent=2)
        return
    counted = "" if slates.reads_chair else " (the chair, of which nothing is said, not counted)"
    page.line(f"{slates.before:,} before, {slates.after:,} after{counted}", indent=2)
    for number, word, example in (
        (slates.gained, "gained", slates.example_gained),
        (slates.lost, "lost", slates.example_lost),
    ):
        told = f", for example {_slate(names, example)}" if example is not None else ""
        tone = Tone.MUTED if not number else Tone.GOOD if word == "gained" else Tone.BAD
        page.line(Toned(f"{number:,} {word}", tone), told, indent=2)
    if slates.hanging:
        page.line(warn(_hanging(slates)), indent=2)
        if slates.facts:
            page.line(f"to be decided by {_listed(slates.facts)}", indent=4)


def _hanging(slates: SlateChange) -> str:
    """How many slates hang on facts, and under which charter."""
    sides = f"{slates.hanging_before:,} before, {slates.hanging_after:,} after"
    return f"{slates.hanging:,} hang on facts that are not known: {sides}"


def _listed(facts: Sequence[str]) -> str:
    listed = ", ".join(f"`{fact}`" for fact in facts[:_MOST])
    return listed if len(facts) <= _MOST else f"{listed} and {len(facts) - _MOST} more"


def _slate(names: Mapping[str, str], slate: Slate) -> str:
    chair = f" with {names.get(slate.chair, slate.chair)} in the chair" if slate.chair else ""
    return ", ".join(names.get(person, person) for person in slate.members) + chair


def _figures(changes: Sequence[FigureChange], page: Page) -> None:
    if not changes:
        page.line("the same number of departures, absences and recusals as before", indent=2)
        return
    rows = [
        [change.name, change.figure.strain.value, _survives(change.before) or "–", _survives(change.after) or "–"]
        for change in changes
    ]
    page.table(["clause", "", "before", "after"], rows)


def _survives(figure: Figure | None) -> str | None:
    if figure is None:
        return None
    if figure.undecided is not None:
        return "undecided"
    if figure.broken_today:
        return "broken already"
    if figure.unknown_today:
        return "unknown today"
    return "any" if figure.survives is None else str(figure.survives)


# For programs ---------------------------------------------------------------------------------------------------------


def json(answer: DiffAnswer | AnyBoardAnswer) -> Json:
    if isinstance(answer, AnyBoardAnswer):
        return {**any_board.json(answer), "here": None if answer.here is None else _here_json(answer.here)}
    return _here_json(answer)


def _here_json(answer: DiffAnswer) -> Json:
    return {
        "roster": answer.roster.id,
        "title": answer.roster.title,
        "illustrative": answer.roster.illustrative,
        "as_of": answer.as_of.isoformat(),
        "effective": answer.effective.isoformat() if answer.effective is not None else None,
        "body": answer.body,
        "charter": answer.before.charter.id,
        "names": dict(answer.names),
        "changes": [_change_json(change) for change in answer.changes],
        "verdicts": [_verdict_json(change) for change in answer.verdicts],
        "lawful": {"before": answer.lawful[0], "after": answer.lawful[1]},
        "slates": _slates_json(answer.slates),
        "figures": [_figure_json(change) for change in answer.figures],
        "second": answer.second,
    }


def _change_json(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "name": change.name,
        "piece": type(change.piece).__name__.lower(),
        "force": _force(change) or None,
        "substance": change.substance,
        "aspects": [{"name": each.name, "before": each.before, "after": each.after} for each in change.aspects],
    }


def _verdict_json(change: VerdictChange) -> Json:
    return {
        "name": change.name,
        "binding": change.binding,
        "before": change.before.value if change.before is not None else None,
        "after": change.after.value if change.after is not None else None,
        "reasons": _reasons(change),
    }


def _slates_json(slates: SlateChange) -> Json:
    return {
        "before": slates.before,
        "after": slates.after,
        "gained": slates.gained,
        "lost": slates.lost,
        "hanging": slates.hanging,
        "hanging_before": slates.hanging_before,
        "hanging_after": slates.hanging_after,
        "facts": list(slates.facts),
        "example_gained": _slate_json(slates.example_gained),
        "example_lost": _slate_json(slates.example_lost),
        "chair_counts": slates.reads_chair,
        "undecided": slates.undecided,
    }


def _slate_json(slate: Slate | None) -> Json | None:
    return None if slate is None else {"members": list(slate.members), "chair": slate.chair}


def _figure_json(change: FigureChange) -> Json:
    return {
        "name": change.name,
        "strain": change.figure.strain.value,
        "binding": change.figure.binding,
        "before": _survives(change.before),
        "after": _survives(change.after),
    }


def github(answer: DiffAnswer | AnyBoardAnswer) -> Iterable[Diagnostic]:
    if isinstance(answer, AnyBoardAnswer):
        yield from any_board.github(answer)
    here = answer.here if isinstance(answer, AnyBoardAnswer) else answer
    if here is not None:
        yield from _annotations(here)


def _annotations(answer: DiffAnswer) -> Iterable[Diagnostic]:
    """What the change breaks, and what it does to the slates, on the clauses that it adds or changes."""
    for verdict in answer.verdicts:
        if verdict.after in (Status.BROKEN, Status.UNKNOWN):
            yield _annotation(answer, verdict)
    for change in answer.changes:
        if change.after is not None and change.substance:
            message = f"{answer.body}: `{change.name}` is {change.kind.value}"
            slates = answer.slates
            help_ = None if slates.undecided else f"{slates.gained:,} slates gained, {slates.lost:,} lost in all"
            yield Diagnostic(f"clause-{change.kind.value}", message, change.after.span, help_, Severity.NOTE)


def _annotation(answer: DiffAnswer, change: VerdictChange) -> Diagnostic:
    subject = change.verdict.subject
    reasons = "; ".join(_reasons(change))
    message = f"{answer.body}: `{change.name}` becomes {_status(change.after)}{': ' if reasons else ''}{reasons}"
    broken = change.after is Status.BROKEN and change.binding
    return Diagnostic("verdict-changes", message, subject.span, None, Severity.ERROR if broken else Severity.WARNING)
