"""Markdown pages as tests: fenced YAML that says it is a scenario, and console blocks that are transcripts.

Everything else on a page is prose. Fences are found by markdown-it, so a page means what its readers see.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from quorate.charter.disk import read_bytes, shown
from quorate.charter.hazards import decode
from quorate.charter.nodes import Tree
from quorate.charter.scenario import Spoken, Transcript
from quorate.charter.yaml import read_tree
from quorate.source.diagnostic import Diagnostic, FileError
from quorate.source.span import Source, Span

PAGES = (".md",)
_SCENARIO = re.compile(r"^[ \t]*scenario[ \t]*:", re.MULTILINE)
_VISIBLE = re.compile(r"[^\r\n]")
_PROMPT = "$ "
_CONTROL = frozenset("();<>|&")


@dataclass(frozen=True, slots=True)
class _Fence:
    """A fenced block: its language, the heading it stands under, and where its content begins and ends."""

    language: str
    heading: str
    content: str
    start: int
    end: int
    margin: str


def page_of(path: Path) -> Source:
    """The text of a page."""
    return decode(read_bytes(path), shown(path))


def holds_scenarios(source: Source) -> bool:
    """Whether some fenced block of a page is a scenario."""
    return any(_is_scenario(fence) for fence in _fences(source))


def scenario_trees(source: Source) -> Iterator[Tree]:
    """The tree of each scenario on a page; places in it are places on the page."""
    for fence in _fences(source):
        if _is_scenario(fence):
            text = source.text
            before, after = (_VISIBLE.sub(" ", part) for part in (text[: fence.start], text[fence.end :]))
            yield read_tree(Source(source.name, before + text[fence.start : fence.end] + after))


def transcripts(source: Source, folder: Path) -> Iterator[Transcript]:
    """The console blocks of a page; raises `FileError` for a command that is not one of ours."""
    for fence in _fences(source):
        if fence.language == "console":
            spoken = tuple(_spoken(source, fence))
            span = Span(source, fence.start, fence.end)
            yield Transcript(fence.heading or "A transcript", source, span, folder, spoken, fence.margin)


def _is_scenario(fence: _Fence) -> bool:
    return fence.language in ("yaml", "yml") and _SCENARIO.search(fence.content) is not None


def _fences(source: Source) -> Iterator[_Fence]:
    heading = ""
    tokens = MarkdownIt("commonmark").parse(source.text.replace("\r\n", "\n"))
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[place + 1].content
        elif token.type == "fence" and token.map is not None:
            first, after = token.map
            opening = source.line(first + 1)
            last = after - 1 if _closes(source.line(after), token.markup) and after - 1 > first else after
            start, end = source.offset(first + 2), _offset(source, last + 1)
            margin = opening[: len(opening) - len(opening.lstrip())]
            language = token.info.split(maxsplit=1)[0].lower() if token.info.strip() else ""
            yield _Fence(language, heading, token.content, start, max(start, end), margin)


def _closes(line: str, markup: str) -> bool:
    return line.strip().startswith(markup) and not line.strip().strip(markup[0])


def _offset(source: Source, number: int) -> int:
    """Where a line begins; the end of the text for the one after the last."""
    try:
        return source.offset(number)
    except IndexError:
        return len(source.text)


def _spoken(source: Source, fence: _Fence) -> Iterator[Spoken]:
    start = fence.start
    lines = fence.content.splitlines()
    prompts = [number for number, line in enumerate(lines) if line.startswith(_PROMPT)]
    first = source.position(start)[0]
    for number, after in zip(prompts, [*prompts[1:], len(lines)], strict=True):
        command = lines[number].removeprefix(_PROMPT).strip()
        place = source.offset(first + number) + len(fence.margin)
        span = Span(source, place, place + len(_PROMPT) + len(command))
        yield Spoken(command, _arguments(command, span), "\n".join(lines[number + 1 : after]).rstrip("\n"), span)


def _arguments(command: str, span: Span) -> tuple[str, ...]:
    """The parts of a command, which no shell sees."""
    try:
        reader = shlex.shlex(command, posix=True, punctuation_chars=True)
        reader.whitespace_split = True
        parts = tuple(reader)
    except ValueError:
        parts = ()
    if not parts or parts[0] != "quorate" or any(_CONTROL.issuperset(part) for part in parts):
        message = f"`{command}` is not run in a transcript"
        advice = "here `$` comes before one `quorate` command, without a shell; show others in a block of another kind"
        raise FileError([Diagnostic("not-a-transcript", message, span, advice)])
    return parts[1:]
