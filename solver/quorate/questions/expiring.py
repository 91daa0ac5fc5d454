"""Relief that is over while its clause is broken still, and relief that is about to end."""

from collections.abc import Iterable, Iterator
from datetime import date

from quorate.charter.verdict import Granted, Status, Verdict
from quorate.source.diagnostic import Diagnostic, Severity

WARNED = 30
"""Days before its last day from which relief is said to be about to end, unless asked otherwise."""

ENDING = ("expired-relief", "expiring-relief")


def expiring(verdicts: Iterable[Verdict], day: date, within: int) -> tuple[Diagnostic, ...]:
    """What there is to say on a day of the reliefs of some verdicts, each case once."""
    found = [finding for verdict in verdicts for finding in _of(verdict, day, within)]
    return tuple(dict.fromkeys(found))


def _of(verdict: Verdict, day: date, within: int) -> Iterator[Diagnostic]:
    subject = f"`{verdict.subject.charter}/{verdict.subject.id}` of `{verdict.body}`"
    if verdict.status is Status.BROKEN:
        for relief in verdict.lapsed:
            if relief.until is not None and relief.until < day:
                message = f"{_named(relief)} for {subject} expired on {relief.until}"
                yield _say("expired-relief", message, relief, "mend the clause, or have relief granted anew")
    for relief in verdict.relief:
        if relief.until is not None and (relief.until - day).days <= within:
            left = (relief.until - day).days
            time = "expires today" if left == 0 else f"expires in {left} day{'' if left == 1 else 's'}"
            message = f"{_named(relief)} for {subject} {time}, on {relief.until}"
            yield _say("expiring-relief", message, relief, "the clause is broken from the day after")


def _named(relief: Granted) -> str:
    return f"the {relief.kind.value.replace('_', '-')} `{relief.name}`"


def _say(code: str, message: str, relief: Granted, advice: str) -> Diagnostic:
    return Diagnostic(code, message, relief.span, advice, Severity.WARNING)
