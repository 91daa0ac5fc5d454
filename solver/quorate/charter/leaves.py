"""The leaves of shapes: words, ids, flags, numbers, days, expressions, read from scalars with nothing guessed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from quorate.charter.hazards import BLOCK_HELP
from quorate.charter.nodes import ListNode, MappingNode, Node, Path, ScalarNode, kind_of, show_path
from quorate.charter.shapes import At, Broken, Complaint, Faults, Kind, Shape, complaint
from quorate.source.diagnostic import did_you_mean

T = TypeVar("T")

DATE_TEXT = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
ID_TEXT = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
AMOUNT_TEXT = re.compile(r"(years|months)\(([1-9][0-9]{0,2})\)")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_YES_NO = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """A value read by a function from one node."""

    reader: Callable[[Node], T]
    form: dict[str, Any]

    def read(self, node: Node, path: Path, faults: Faults) -> T:
        try:
            return self.reader(node)
        except Complaint as error:
            faults.add(replace(error.diagnostic, path=show_path(path)))
            raise Broken from None

    def schema(self) -> dict[str, Any]:
        return dict(self.form)

    def shapes(self) -> Iterable[type[Shape]]:
        return ()


def scalar(node: Node, expected: str) -> ScalarNode:
    """The node as a text that is there, or a complaint that says what was expected."""
    if not isinstance(node, ScalarNode) or node.empty:
        raise complaint("wrong-kind", f"expected {expected}, found {kind_of(node)}", node)
    return node


def read_words(node: Node) -> At[str]:
    """Prose. A `#` after a space would have cut it silently."""
    found = scalar(node, "a text")
    if found.comment is not None and found.comment.text[1:2].strip():
        advice = "put the text in quotes"
        raise complaint("cut-by-comment", "` #` ends an unquoted text", found, advice, found.comment)
    return At(" ".join(found.text.split()), found)


def read_id(node: Node) -> At[str]:
    found = scalar(node, "an id")
    if not ID_TEXT.fullmatch(found.text):
        advice = "lower-case letters, digits and `.`, `-`, `_` between them"
        raise complaint("bad-id", f"`{found.text}` is not an id", found, advice)
    return At(found.text, found)


def read_flag(node: Node) -> At[bool]:
    found = scalar(node, "true or false")
    if found.text in ("true", "false") and found.style == "plain":
        return At(found.text == "true", found)
    meant = _YES_NO.get(found.text.lower(), found.text.lower())
    advice = f"write `{meant}`" if meant in ("true", "false") else "write `true` or `false`"
    raise complaint("not-a-boolean", f"`{found.text}` is not true or false", found, advice)


def read_whole(node: Node) -> At[int]:
    found = scalar(node, "a whole number")
    if not _WHOLE.fullmatch(found.text):
        raise complaint("not-a-number", f"`{found.text}` is not a whole number", found, "write digits only, as in `12`")
    return At(int(found.text), found)


def read_weight(node: Node) -> At[int]:
    found = read_whole(node)
    if found.value < 1:
        raise complaint("not-a-number", "a weight is 1 or more", node, "delete what should not count")
    return found


def read_cost(node: Node) -> At[int]:
    found = read_whole(node)
    if found.value < 1:
        raise complaint("not-a-number", "a cost is 1 or more", node, "what is cheapest costs 1")
    return found


def read_number(node: Node) -> At[Decimal]:
    found = scalar(node, "a number")
    try:
        number = Decimal(found.text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", found.text):
        raise complaint("not-a-number", f"`{found.text}` is not a number", found, "write it as in `1250.5`")
    return At(number, found)


def read_day(node: Node) -> At[date]:
    found = scalar(node, "a date")
    match = DATE_TEXT.fullmatch(found.text)
    if match is None:
        raise complaint("bad-date", f"`{found.text}` is not a date", found, "write it as year-month-day: `2026-05-14`")
    try:
        return At(date(*map(int, match.groups())), found)
    except ValueError:
        advice = "check the day of the month" if 1 <= int(match[2]) <= 12 else "months go from 01 to 12"
        raise complaint("bad-date", f"`{found.text}` is no day of the calendar", found, advice) from None


def read_rule(node: Node) -> At[ScalarNode]:
    """An expression, not parsed yet. What YAML would have made of an unquoted one is refused."""
    if isinstance(node, MappingNode | ListNode):
        raise complaint("wrong-kind", f"expected an expression, found {kind_of(node)}", node, BLOCK_HELP)
    found = scalar(node, "an expression")
    if found.comment is not None and not found.comment.text.startswith("# quorate:"):
        raise complaint("cut-by-comment", "` #` ends an unquoted expression", found, BLOCK_HELP, found.comment)
    if not found.text.strip():
        raise complaint("wrong-kind", "expected an expression, found nothing", found)
    return At(found, found)


def read_amount(node: Node) -> At[int]:
    """A number of calendar months, written as an amount of the language."""
    found = scalar(node, "an amount such as `years(2)`")
    match = AMOUNT_TEXT.fullmatch(found.text)
    if match is None:
        advice = "write `years(2)` or `months(6)`"
        raise complaint("bad-amount", f"`{found.text}` is not a calendar amount", found, advice)
    return At(int(match[2]) * (12 if match[1] == "years" else 1), found)


def choice(values: Iterable[str], what: str) -> Callable[[Node], At[str]]:
    """Reads one word out of a closed list."""
    known = tuple(values)

    def read(node: Node) -> At[str]:
        found = scalar(node, f"a {what}")
        if found.text not in known:
            advice = did_you_mean(found.text, known) or f"one of {', '.join(f'`{word}`' for word in known)}"
            raise complaint("unknown-word", f"`{found.text}` is not a {what}", found, advice)
        return At(found.text, found)

    return read


def words_of(values: Iterable[str], what: str) -> Kind[At[str]]:
    """One word out of a closed list."""
    known = tuple(values)
    return Leaf(choice(known, what), {"enum": [str(word) for word in known]})


def read_any(node: Node) -> At[Node]:
    return At(node, node)


WORDS: Kind[At[str]] = Leaf(read_words, {"type": "string", "minLength": 1})
ID: Kind[At[str]] = Leaf(read_id, {"type": "string", "pattern": f"^{ID_TEXT.pattern}$"})
FLAG: Kind[At[bool]] = Leaf(read_flag, {"type": "boolean"})
WHOLE: Kind[At[int]] = Leaf(read_whole, {"type": "integer", "minimum": 0})
COST: Kind[At[int]] = Leaf(read_cost, {"type": "integer", "minimum": 1})
WEIGHT: Kind[At[int]] = Leaf(read_weight, {"type": "integer", "minimum": 1})
AMOUNT: Kind[At[int]] = Leaf(read_amount, {"type": "string", "pattern": f"^{AMOUNT_TEXT.pattern}$"})
DAY: Kind[At[date]] = Leaf(read_day, {"type": "string", "format": "date"})
RULE: Kind[At[ScalarNode]] = Leaf(
    read_rule, {"type": ["string", "boolean", "integer"], "description": "an expression of the clause language"}
)
VERSION: Kind[At[str]] = Leaf(choice(["1"], "version of the file format"), {"const": 1})
ANY: Kind[At[Node]] = Leaf(read_any, {})
