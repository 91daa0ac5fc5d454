"""What people are told of mistakes in an expression: message, underlined place and a way out, all of them at once."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quorate.cel.checker import check
from quorate.cel.parser import parse
from quorate.cel.types import (
    ACTOR,
    BODY,
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    ORGANISATION,
    PERIOD,
    PERSON,
    STRING,
    Fields,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Schema,
    ThingType,
    Type,
)
from quorate.source.diagnostic import Diagnostic, LanguageError, Severity
from quorate.source.span import Excerpt, Source

HERE = Path(__file__).parent
EVENT = ThingType("event")
SCHEMA = Schema(
    {
        "person": Fields(
            {
                "id": STRING, "independent": BOOL, "age": INT, "since": DATE, "pay": MONEY, "share": NUMBER,
                "employer": ORGANISATION, "affiliations": GroupOf(ORGANISATION), "role": OneOf(("chair", "member")),
                "rank": OneOf(("first", "second")),
            }
        ),
        "organisation": Fields({"id": STRING, "revenue": MapOf(INT, MONEY)}),
        "body": Fields({"members": GroupOf(PERSON), "chair": PERSON}),
        "event": Fields({"kind": OneOf(("held", "notice", "vote")), "date": DATE, "by": ACTOR}),
        "period": Fields({"first": DATE, "last": DATE}),
        "bodies": Fields({}, open=BODY),
    }
)  # fmt: skip
VARIABLES: dict[str, Type] = {
    "members": GroupOf(PERSON), "present": GroupOf(PERSON), "chair": PERSON, "body": BODY, "seats": INT, "as_of": DATE,
    "events": ListOf(EVENT), "event": EVENT, "fiscal_year": PERIOD, "bodies": ThingType("bodies"),
}  # fmt: skip


def told(text: str) -> tuple[Diagnostic, ...]:
    excerpt = Excerpt.whole(text, "rule")
    try:
        expr = parse(excerpt)
    except LanguageError as error:
        return error.diagnostics
    return check(expr, VARIABLES, SCHEMA).diagnostics


def rendered(text: str) -> Iterator[str]:
    """An expression and what is told of it, each place underlined."""
    yield from (f"    {line}" for line in text.split("\n"))
    for one in told(text):
        assert one.span is not None
        mark = "^" * max(1, len(one.span.text.split("\n")[0]))
        label = "" if one.severity is Severity.ERROR else f"{one.severity}: "
        yield f"{one.span.line}:{one.span.column} {label}{one.code}: {one.message}"
        yield f"    {one.span.source.line(one.span.line)}"
        yield f"    {' ' * (one.span.column - 1)}{mark}"
        if one.help:
            yield f"  help: {one.help}"
    yield ""


MISTAKES = (HERE / "mistakes.txt").read_text("utf-8").rstrip("\n").split("\n---\n")


def test_the_mistakes_are_told_as_on_file(golden: Callable[[Path, str], None]) -> None:
    golden(HERE / "mistakes.golden", "\n".join(line for text in MISTAKES for line in rendered(text)))


def test_there_are_enough_different_mistakes() -> None:
    assert len(set(MISTAKES)) >= 60
    documented = (HERE.parents[1] / "docs" / "language.md").read_text("utf-8")
    codes = {one.code for text in MISTAKES for one in told(text)} | {"expression-too-long"}
    table = documented.split("## What is said of mistakes")[1].split("##")[0]
    rows = [line for line in table.splitlines()[4:] if line.startswith("|")]
    listed = {code for line in rows for code in re.findall(r"`([a-z-]+)`", line.split(" | ")[0])}
    assert listed == codes


@pytest.mark.parametrize("text", MISTAKES)
def test_messages_follow_the_house_style(text: str) -> None:
    found = told(text)
    assert found
    for one in found:
        assert one.message[0] in "`0123456789" or one.message[0].islower()
        assert not one.message.endswith(".")
        assert "\n" not in one.message
        assert one.message.count("`") % 2 == 0
        for python in ("tuple", "NoneType", "<class", "object at", "T1", "TypeParameter"):
            assert python not in f"{one.message} {one.help or ''}"


def test_several_mistakes_are_told_together() -> None:
    text = "size(membrs) >= third(chair) && members.all(m, m.independant && m.kind == 1) || as_of == '2026'"
    assert [(one.code, one.span and one.span.text) for one in told(text)] == [
        ("unknown-name", "membrs"),
        ("wrong-type", "third"),
        ("unknown-field", "independant"),
        ("unknown-field", "kind"),
        ("wrong-type", "=="),
    ]


def test_the_place_is_that_of_the_file_an_expression_was_taken_from() -> None:
    raw = "require: |\n    size(members) >= 1 &&\n    members.all(m, m.agee > 3)\n"
    kept = [*range(15, 37), *range(41, len(raw))]
    text = "".join(raw[index] for index in kept)
    excerpt = Excerpt(text, Source("f.yaml", raw), (*kept, len(raw)), "Art. 1")
    (found,) = check(parse(excerpt), VARIABLES, SCHEMA).errors
    assert found.span is not None
    assert (str(found.span), found.span.text, found.span.citation) == ("f.yaml:3:22", "agee", "Art. 1")
    assert found.help == "did you mean `age`?"
