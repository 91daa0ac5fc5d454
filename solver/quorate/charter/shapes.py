"""What values in files look like: typed leaves and shapes that pydantic checks, each keeping the node it was read from.

A leaf turns a node into `At(value, node)` or says what is wrong with it; a `Shape` is a mapping with known keys.
Every complaint becomes a `Diagnostic` with a place and a path, and all of them are told together.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Generic, Self, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import PydanticCustomError

from quorate.charter.hazards import BLOCK_HELP
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode, head, kind_of
from quorate.source.diagnostic import did_you_mean
from quorate.source.span import Span

T = TypeVar("T")

DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_YES_NO = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


@dataclass(frozen=True, slots=True)
class At(Generic[T]):
    """A value and the node it was read from."""

    value: T
    node: Node

    @property
    def span(self) -> Span:
        return head(self.node)


def complaint(code: str, message: str, node: Node, advice: str | None = None, span: Span | None = None) -> Exception:
    """The error that a leaf raises; it ends as a diagnostic on the node (or on a narrower span)."""
    context = {"message": message, "help": advice, "span": span or head(node)}
    return PydanticCustomError(code, "{message}", context)  # type: ignore[arg-type]


def scalar(node: object, expected: str) -> ScalarNode:
    """The node as a text that is there, or a complaint that says what was expected."""
    assert isinstance(node, ScalarNode | MappingNode | ListNode), "shapes read nodes only"
    if not isinstance(node, ScalarNode) or node.empty:
        raise complaint("wrong-kind", f"expected {expected}, found {kind_of(node)}", node)
    return node


def read_words(node: object) -> At[str]:
    """Prose. A `#` after a space would have cut it silently."""
    found = scalar(node, "a text")
    if found.comment is not None and found.comment.text[1:2].strip():
        advice = "put the text in quotes"
        raise complaint("cut-by-comment", "` #` ends an unquoted text", found, advice, found.comment)
    return At(" ".join(found.text.split()), found)


def read_id(node: object) -> At[str]:
    found = scalar(node, "an id")
    if not _ID.fullmatch(found.text):
        advice = "lower-case letters, digits and `.`, `-`, `_` between them"
        raise complaint("bad-id", f"`{found.text}` is not an id", found, advice)
    return At(found.text, found)


def read_flag(node: object) -> At[bool]:
    found = scalar(node, "true or false")
    if found.text in ("true", "false") and found.style == "plain":
        return At(found.text == "true", found)
    meant = _YES_NO.get(found.text.lower(), found.text.lower())
    advice = f"write `{meant}`" if meant in ("true", "false") else "write `true` or `false`"
    raise complaint("not-a-boolean", f"`{found.text}` is not true or false", found, advice)


def read_whole(node: object) -> At[int]:
    found = scalar(node, "a whole number")
    if not _WHOLE.fullmatch(found.text):
        raise complaint("not-a-number", f"`{found.text}` is not a whole number", found, "write digits only, as in `12`")
    return At(int(found.text), found)


def read_number(node: object) -> At[Decimal]:
    found = scalar(node, "a number")
    try:
        number = Decimal(found.text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", found.text):
        raise complaint("not-a-number", f"`{found.text}` is not a number", found, "write it as in `1250.5`")
    return At(number, found)


def read_day(node: object) -> At[date]:
    found = scalar(node, "a date")
    match = DATE.fullmatch(found.text)
    if match is None:
        raise complaint("bad-date", f"`{found.text}` is not a date", found, "write it as year-month-day: `2026-05-14`")
    try:
        return At(date(*map(int, match.groups())), found)
    except ValueError:
        advice = "check the day of the month" if 1 <= int(match[2]) <= 12 else "months go from 01 to 12"
        raise complaint("bad-date", f"`{found.text}` is no day of the calendar", found, advice) from None


def read_rule(node: object) -> At[ScalarNode]:
    """An expression, not parsed yet. What YAML would have made of an unquoted one is refused."""
    found = node
    if isinstance(found, MappingNode | ListNode):
        raise complaint("wrong-kind", f"expected an expression, found {kind_of(found)}", found, BLOCK_HELP)
    found = scalar(node, "an expression")
    if found.comment is not None and not found.comment.text.startswith("# quorate:"):
        raise complaint("cut-by-comment", "` #` ends an unquoted expression", found, BLOCK_HELP, found.comment)
    if not found.text.strip():
        raise complaint("wrong-kind", "expected an expression, found nothing", found)
    return At(found, found)


def choice(values: Iterable[str], what: str) -> Callable[[object], At[str]]:
    """Reads one word out of a closed list."""
    known = tuple(values)

    def read(node: object) -> At[str]:
        found = scalar(node, f"a {what}")
        if found.text not in known:
            advice = did_you_mean(found.text, known) or f"one of {', '.join(f'`{word}`' for word in known)}"
            raise complaint("unknown-word", f"`{found.text}` is not a {what}", found, advice)
        return At(found.text, found)

    return read


def choice_schema(values: Iterable[str]) -> WithJsonSchema:
    return WithJsonSchema({"enum": list(values)})


def _items(node: object) -> object:
    if isinstance(node, ListNode):
        return list(node.items)
    if isinstance(node, ScalarNode | MappingNode):
        advice = "a list with one item is written `[item]`" if isinstance(node, ScalarNode) and not node.empty else None
        raise complaint("wrong-kind", f"expected a list, found {kind_of(node)}", node, advice)
    return node


def _one_or_many(node: object) -> object:
    return [node] if isinstance(node, ScalarNode | MappingNode) else _items(node)


def _entries(node: object) -> object:
    if isinstance(node, MappingNode):
        return dict(node.entries)
    if isinstance(node, ScalarNode | ListNode):
        raise complaint("wrong-kind", f"expected a mapping, found {kind_of(node)}", node)
    return node


Words: TypeAlias = Annotated[At[str], PlainValidator(read_words), WithJsonSchema({"type": "string", "minLength": 1})]
Id: TypeAlias = Annotated[
    At[str], PlainValidator(read_id), WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$"})
]
Flag: TypeAlias = Annotated[At[bool], PlainValidator(read_flag), WithJsonSchema({"type": "boolean"})]
Whole: TypeAlias = Annotated[At[int], PlainValidator(read_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Day: TypeAlias = Annotated[At[date], PlainValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
Rule: TypeAlias = Annotated[
    At[ScalarNode],
    PlainValidator(read_rule),
    WithJsonSchema({"type": ["string", "boolean", "integer"], "description": "an expression of the clause language"}),
]
Many: TypeAlias = Annotated[tuple[T, ...], BeforeValidator(_items)]
OneOrMany: TypeAlias = Annotated[tuple[T, ...], BeforeValidator(_one_or_many)]
Table: TypeAlias = Annotated[dict[str, T], BeforeValidator(_entries)]
Version: TypeAlias = Annotated[
    At[str], PlainValidator(choice(["1"], "version of the file format")), WithJsonSchema({"const": 1})
]


class Shape(BaseModel):
    """A mapping with known keys; `node` is where it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    _node: MappingNode = PrivateAttr()

    @property
    def node(self) -> MappingNode:
        return self._node

    @property
    def span(self) -> Span:
        return head(self._node)

    @model_validator(mode="wrap")
    @classmethod
    def _from_node(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(value, MappingNode):
            raise complaint("wrong-kind", f"expected a mapping, found {kind_of(value)}", value)
        shape = handler(dict(value.entries))
        shape._node = value
        return shape
