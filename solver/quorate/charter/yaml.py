"""YAML that cannot bite: a text becomes a tree of positioned nodes in which every scalar is text.

No tags, merge keys, duplicate keys, cycles or bombs; one document; nothing is guessed about the type of a value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Never

import yaml

from quorate.charter.hazards import BLOCK_HELP, explain
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode, Tree
from quorate.source.diagnostic import Diagnostic, FileError
from quorate.source.span import Source, Span

MAX_DEPTH = 40
MAX_NODES = 40_000
MAX_REPAIRS = 20
MOST = 100

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STYLES = {None: "plain", "": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}
_ANCHOR = re.compile(r"&[^\s,\[\]{}]+\s+")
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")
_BEFORE_VALUE = re.compile(r"\s*:")


def read_tree(source: Source) -> Tree:
    """The tree of a file. Raises `FileError` where there is none to speak of; lesser faults ride along."""
    found: list[Diagnostic] = []
    damaged: list[Span] = []
    text = source.text
    for _ in range(MAX_REPAIRS):
        builder = _Builder(source)
        try:
            root = builder.build(text)
        except yaml.MarkedYAMLError as error:
            diagnostic, repaired = _syntax(source, error)
            found.append(diagnostic)
            if repaired is None or repaired == text or diagnostic.span is None:
                raise FileError(found) from None
            damaged.append(diagnostic.span)
            text = _merge(text, diagnostic.span, repaired)
        except yaml.YAMLError as error:
            found.append(Diagnostic("yaml-syntax", f"this is not YAML: {error}", Span(source, 0, 0)))
            raise FileError(found) from None
        except FileError as error:
            raise FileError([*found, *error.diagnostics]) from None
        else:
            return Tree(source, root, (*found, *builder.found), (*damaged, *builder.damaged))
    raise FileError(found)


def _merge(text: str, span: Span, repaired: str) -> str:
    return text[: span.start] + repaired[span.start : span.end] + text[span.end :]


def _syntax(source: Source, error: yaml.MarkedYAMLError) -> tuple[Diagnostic, str | None]:
    if error.context is not None and "quoted scalar" in error.context and error.context_mark is not None:
        start = error.context_mark.index
        diagnostic, repaired = explain(source, start, "")
        if repaired is None:
            advice = "close it, or write the quote inside it twice"
            span = Span(source, start, min(start + 1, len(source.text)))
            diagnostic = Diagnostic("unclosed-quote", "the quote that begins here is never closed", span, advice)
        return diagnostic, repaired
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "it cannot be read"
    return explain(source, mark.index if mark is not None else 0, problem)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read yet."""

    start: int
    flow: bool
    anchor: str | None
    mapping: bool
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    key: ScalarNode | None = None
    weight: int = 1


class _Builder:
    """Builds the tree from YAML's events, one after the other: no recursion, so that no depth can overflow it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Diagnostic] = []
        self.damaged: list[Span] = []
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._nodes = 0
        self._root: Node | None = None

    def build(self, text: str) -> Node:
        for event in _events(text):
            match event:
                case yaml.ScalarEvent():
                    self._add(self._scalar(event), event.anchor)
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._open(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._close(event)
                case yaml.DocumentStartEvent() if self._root is not None:
                    self._stop("several-documents", "a file has one document", self._span(event), "split the file")
                case _:
                    pass
        if self._root is None:
            self._stop("empty-file", "the file is empty", Span(self.source, 0, 0), "begin with `quorate: 1`")
        return self._root

    def _stop(self, code: str, message: str, span: Span, advice: str) -> Never:
        raise FileError([*self.found, Diagnostic(code, message, span, advice)])

    def _complain(self, code: str, message: str, span: Span, advice: str | None, notes: tuple[str, ...] = ()) -> None:
        self.found.append(Diagnostic(code, message, span, advice, notes=notes))
        self.damaged.append(span)
        if len(self.found) >= MOST:
            told = f"there are {MOST} mistakes or more; these are the first"
            self._stop("too-many-mistakes", told, span, "mend these first")

    def _span(self, event: yaml.Event) -> Span:
        return Span(self.source, _start(event), _end(event))

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        start, end = _start(event), _end(event)
        raw = self.source.text[start:end]
        style = _STYLES[event.style]
        if event.tag is not None:
            self._tag(event)
        elif anchor := _ANCHOR.match(raw):
            start += anchor.end()
        if style in ("literal", "folded"):
            end = start + len(self.source.text[start:end].rstrip(" \t\r\n"))
        span = Span(self.source, start, max(start, end))
        comment = _COMMENT.match(self.source.text, end) if style == "plain" else None
        node = ScalarNode(event.value, style, span, comment and Span(self.source, comment.start(1), comment.end(1)))
        if style == "plain" and self._stack and self._stack[-1].flow and _unbalanced(event.value):
            self._cut(span)
        return node

    def _tag(self, event: yaml.NodeEvent) -> None:
        span = Span(self.source, _start(event), self._line_end(_start(event)))
        self._complain("yaml-tag", "a value cannot begin with `!`", span, f"an expression? {BLOCK_HELP}")

    def _line_end(self, offset: int) -> int:
        end = self.source.text.find("\n", offset)
        return len(self.source.text) if end < 0 else end

    def _cut(self, span: Span) -> None:
        """A comma inside `{…}` or `[…]` ended a plain text in the middle of a parenthesis."""
        comma = self.source.text.find(",", span.end)
        stop = comma + 1 if comma >= 0 else span.end
        self._complain(
            "cut-by-comma",
            f"the comma ends the value after `{span.text}`",
            Span(self.source, stop - 1, stop) if comma >= 0 else span,
            "inside `{…}` put the value in quotes, or write the entry out over several lines",
        )
        self.damaged.append(Span(self.source, span.start, self._line_end(span.end)))

    def _alias(self, event: yaml.AliasEvent) -> None:
        span = self._span(event)
        node = self._anchors.get(event.anchor or "")
        if any(opened.anchor == event.anchor for opened in self._stack):
            self._stop("yaml-cycle", f"`*{event.anchor}` contains itself", span, "write the value out")
        if node is None:
            self._stop("yaml-alias", f"`*{event.anchor}` stands for nothing", span, "an expression? " + BLOCK_HELP)
        self._add(node, None)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._stack) >= MAX_DEPTH:
            message = f"values are nested more than {MAX_DEPTH} deep"
            self._stop("nested-too-deep", message, self._span(event), "no file of this kind needs that")
        if event.tag is not None:
            self._tag(event)
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Open(_start(event), bool(event.flow_style), event.anchor, mapping))

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        opened = self._stack.pop()
        end = _end(event) if opened.flow else opened.start + self._block_length(opened.start, event)
        span = Span(self.source, opened.start, end)
        node: Node
        if opened.mapping:
            node = MappingNode(opened.entries, opened.keys, span, opened.weight)
        else:
            node = ListNode(tuple(opened.items), span, opened.weight)
        self._add(node, opened.anchor)

    def _block_length(self, start: int, event: yaml.CollectionEndEvent) -> int:
        return len(self.source.text[start : _end(event)].rstrip(" \t\r\n"))

    def _add(self, node: Node, anchor: str | None) -> None:
        """Puts a finished node where it belongs: as root, item, key or value."""
        self._nodes += 1
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        top.weight += node.weight
        if self._nodes > MAX_NODES or top.weight > MAX_NODES:
            message = f"the file has more than {MAX_NODES:,} values once its aliases are written out"
            self._stop("too-many-values", message, Span(self.source, top.start, top.start + 1), "split the file")
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            self._key(top, node)
        else:
            self._value(top, top.key, node)
            top.key = None

    def _key(self, top: _Open, node: Node) -> None:
        if not isinstance(node, ScalarNode):
            self._stop("bad-key", "a key is a text", node.span, "put texts with `{`, `[` or `?` in quotes")
        top.key = node

    def _value(self, top: _Open, key: ScalarNode, node: Node) -> None:
        name = key.text
        if (
            top.flow
            and isinstance(node, ScalarNode)
            and node.empty
            and not _BEFORE_VALUE.match(self.source.text, key.span.end)
        ):
            self._stray(top, key)
        elif name == "<<":
            self._complain("merge-key", "`<<` is not used here", key.span, "write the entries out")
        elif name in top.entries:
            first = top.keys[name]
            self._complain(
                "duplicate-key",
                f"the key `{name}` is given twice",
                key.span,
                "delete one",
                (f"first on line {first.line}",),
            )
        else:
            top.entries[name] = node
            top.keys[name] = key.span

    def _stray(self, top: _Open, key: ScalarNode) -> None:
        """A piece without a colon inside `{…}`: what a comma cut off the value before it."""
        comma = self.source.text.rfind(",", top.start, key.span.start)
        if any(span.start <= comma < span.end for span in self.damaged):
            self.damaged.append(key.span)
            return
        before = next(reversed(top.keys.values())).start if top.keys else top.start
        self._complain(
            "cut-by-comma",
            f"the comma ends the value before `{key.text}`" if comma >= 0 else f"`{key.text}` has no value",
            Span(self.source, comma, comma + 1) if comma >= 0 else key.span,
            "inside `{…}` put the value in quotes, or write the entry out over several lines",
        )
        self.damaged.append(Span(self.source, before, key.span.end))


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark is not None else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark is not None else 0


def _events(text: str) -> Iterator[yaml.Event]:
    loader = _LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _unbalanced(text: str) -> bool:
    return text.count("(") > text.count(")")
