"""`# quorate: ignore CODE reason`: the comments by which the author of a file silences a finding, and says why.

A comment at the end of a line speaks of that line; one on a line of its own speaks of the entry that follows it.
Errors cannot be silenced.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from quorate.source.diagnostic import Diagnostic, Severity
from quorate.source.span import Source, Span

_IGNORE = re.compile(r"#[ \t]*quorate:[ \t]*ignore\b[ \t]*(?P<code>[^\s]*)[ \t]*(?P<reason>[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that silences findings of one code on some lines (both ends included)."""

    code: str
    reason: str
    span: Span
    first: int
    last: int

    def covers(self, finding: Diagnostic) -> bool:
        return (
            finding.span is not None
            and finding.severity is not Severity.ERROR
            and finding.code == self.code
            and finding.span.source is self.span.source
            and self.first <= finding.span.line <= self.last
        )


MOST = 500
"""How many such comments of a file are heeded; the rest are not looked at."""


def ignores_in(source: Source) -> tuple[Ignore, ...]:
    """Every such comment of a file, read from its raw text."""
    if "quorate:" not in source.text:
        return ()
    lines = _Lines(source.text.split("\n"))
    return tuple(_ignore(source, lines, match) for match in islice(_IGNORE.finditer(source.text), MOST))


def _ignore(source: Source, lines: "_Lines", match: re.Match[str]) -> Ignore:
    span = Span(source, match.start(), match.start() + len(match.group().rstrip()))
    number = span.line
    alone = not lines.texts[number - 1][: span.column - 1].strip()
    first, last = lines.entry_after(number) if alone else (number, number)
    return Ignore(match["code"], match["reason"].strip(), span, first, last)


class _Lines:
    """The lines of a file, and which of them belong to one entry; each entry is measured once."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._next = list(range(1, len(texts) + 2))
        for index in range(len(texts) - 1, -1, -1):
            if _silent(texts[index]):
                self._next[index] = self._next[index + 1]
        self._last: dict[int, int] = {}

    def entry_after(self, number: int) -> tuple[int, int]:
        """The lines of the entry that begins after a line: the next one, and those after it that stand further in."""
        first = self._next[number]
        if first > len(self.texts):
            return number, number
        if first not in self._last:
            self._last[first] = self._end(first)
        return first, self._last[first]

    def _end(self, first: int) -> int:
        depth = _depth(self.texts[first - 1])
        last = number = first
        while number < len(self.texts) and (_silent(self.texts[number]) or _depth(self.texts[number]) > depth):
            number += 1
            if not _silent(self.texts[number - 1]):
                last = number
        return last


def _silent(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def heed(source: Source, findings: Iterable[Diagnostic], unasked: Collection[str] = ()) -> list[Diagnostic]:
    """The findings that stay, and one for each comment that silences nothing or gives no reason.

    A comment on a code in `unasked` may silence nothing: such findings were not looked for.
    """
    ignores = ignores_in(source)
    told = list(findings)
    used = [any(ignore.covers(finding) for finding in told) for ignore in ignores]
    kept = [finding for finding in told if not any(ignore.covers(finding) for ignore in ignores)]
    for ignore, served in zip(ignores, used, strict=True):
        if not served and ignore.code in unasked:
            continue
        if not served:
            message = (
                f"nothing to ignore here by the code `{ignore.code}`" if ignore.code else "nothing is ignored here"
            )
            kept.append(Diagnostic("unused-ignore", message, ignore.span, "delete the comment", Severity.WARNING))
        elif not ignore.reason:
            advice = "say why: `# quorate: ignore CODE reason`"
            kept.append(
                Diagnostic("ignore-without-reason", "no reason is given", ignore.span, advice, Severity.WARNING)
            )
    return kept
