"""The shape of a scenario file: a roster, what is changed of it, and what is expected."""

import re
from typing import Annotated, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema

from quorate.charter.charter_shape import AnyValue
from quorate.charter.nodes import ListNode, MappingNode, ScalarNode
from quorate.charter.scenario import Bounds
from quorate.charter.shapes import (
    At,
    Day,
    Flag,
    Many,
    OneOrMany,
    Rule,
    Shape,
    Table,
    Version,
    Whole,
    Words,
    choice,
    choice_schema,
    complaint,
    read_whole,
    scalar,
)
from quorate.charter.verdict import Status
from quorate.source.diagnostic import did_you_mean

StatusWord: TypeAlias = Annotated[At[str], PlainValidator(choice(Status, "verdict")), choice_schema(Status)]


def read_bounds(node: object) -> At[Bounds]:
    """`3`, or `{at_least: 3, at_most: 5}` with either end left out."""
    if not isinstance(node, MappingNode):
        whole = read_whole(node)
        return At(Bounds(whole.value, whole.value), whole.node)
    ends = {"at_least": None, "at_most": None} | {key: read_whole(value).value for key, value in node.entries.items()}
    for key in node.entries:
        if key not in ("at_least", "at_most"):
            advice = did_you_mean(key, ("at_least", "at_most")) or "the keys are `at_least` and `at_most`"
            raise complaint("unknown-key", f"unknown key `{key}`", node, advice, node.keys[key])
    return At(Bounds(ends["at_least"], ends["at_most"]), node)


def read_range(node: object) -> At[tuple[int, int]]:
    """`4` or `3..5`."""
    found = scalar(node, "a size such as `4` or `3..5`")
    match = re.fullmatch(r"([0-9]{1,4})(?:\.\.([0-9]{1,4}))?", found.text)
    if match is None or int(match[2] or match[1]) < int(match[1]):
        raise complaint("bad-range", f"`{found.text}` is no range of sizes", found, "write `4` or `3..5`")
    return At((int(match[1]), int(match[2] or match[1])), found)


def read_slate(node: object) -> At[tuple[tuple[At[str], ...], At[str] | None]]:
    """A list of people, or `{members: [...], chair: ID}`."""
    chair = None
    members = node
    if isinstance(node, MappingNode):
        for key in node.entries:
            if key not in ("members", "chair"):
                raise complaint("unknown-key", f"unknown key `{key}`", node, "the keys are `members` and `chair`")
        members = node.entries.get("members")
        chair = _person(node.entries["chair"]) if "chair" in node.entries else None
    if not isinstance(members, ListNode):
        assert isinstance(node, ScalarNode | MappingNode | ListNode)
        raise complaint("wrong-kind", "a slate is a list of people, or has `members` and `chair`", node)
    return At((tuple(_person(item) for item in members.items), chair), members)


def _person(node: object) -> At[str]:
    found = scalar(node, "a person's id")
    return At(found.text, found)


_BOUNDS_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {
            "type": "object",
            "properties": {key: {"type": "integer", "minimum": 0} for key in ("at_least", "at_most")},
            "additionalProperties": False,
        },
    ]
}
_SLATE_SCHEMA = {
    "anyOf": [
        {"type": "array", "items": {"type": "string"}},
        {
            "type": "object",
            "properties": {"members": {"type": "array", "items": {"type": "string"}}, "chair": {"type": "string"}},
            "required": ["members"],
            "additionalProperties": False,
        },
    ]
}
BoundsOf: TypeAlias = Annotated[At[Bounds], PlainValidator(read_bounds), WithJsonSchema(_BOUNDS_SCHEMA)]
SizesOf: TypeAlias = Annotated[
    At[tuple[int, int]],
    PlainValidator(read_range),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^[0-9]+(\.\.[0-9]+)?$"}]}),
]
SlateOf: TypeAlias = Annotated[
    At[tuple[tuple[At[str], ...], At[str] | None]], PlainValidator(read_slate), WithJsonSchema(_SLATE_SCHEMA)
]


class ExpectationShape(Shape):
    """One question and what its answer should be; the first key says which question."""

    verdict: Words | None = Field(None, description="a clause or duty whose verdict is expected")
    verdicts: Annotated[At[str], PlainValidator(choice(("all",), "choice of verdicts"))] | None = Field(
        None,
        description="`all`: exactly the listed clauses are broken, unknown, due",
        json_schema_extra={"const": "all"},
    )
    slates: OneOrMany[Words] | None = Field(None, description="the bodies whose lawful slates are sought")
    schedule: OneOrMany[Words] | None = Field(None, description="the bodies whose meetings are laid out")
    stress: Words | None = Field(None, description="the body that loses members")
    diff: Words | None = Field(None, description="an amendment or another charter, beside this file, or an id")

    body: Words | None = Field(None, description="the body in question")
    on: Day | None = Field(None, description="the day; that of the scenario unless stated")
    is_: StatusWord | None = Field(None, alias="is", description="the verdict")
    occasion: Words | None = Field(None, description="a part of the occasion's name, such as a date")
    people: OneOrMany[Words] | None = Field(None, description="the people whom the evidence names")
    facts: OneOrMany[Words] | None = Field(None, description="the facts that would decide an unknown verdict")
    until: Day | None = Field(None, description="the last day of a due verdict")
    broken: OneOrMany[Words] | None = Field(None, description="all clauses and duties that are broken")
    unknown: OneOrMany[Words] | None = Field(None, description="all clauses and duties that are unknown")
    due: OneOrMany[Words] | None = Field(None, description="all clauses and duties that are due")
    size: SizesOf | None = Field(None, description="the sizes of slates, as `4` or `3..5`")
    keep: OneOrMany[Words] | None = Field(None, description="people who stay")
    exclude: OneOrMany[Words] | None = Field(None, description="people who are not wanted")
    prefer: OneOrMany[Rule] | None = Field(None, description="what is preferred, in order")
    count: BoundsOf | None = Field(None, description="the number of slates")
    includes: Many[SlateOf] | None = Field(None, description="slates that are lawful")
    excludes: Many[SlateOf] | None = Field(None, description="slates that are not")
    best: SlateOf | None = Field(None, description="the best slate")
    first: Day | None = Field(None, description="the first day of the schedule")
    last: Day | None = Field(None, description="its last day")
    spare: Whole | None = Field(None, description="how many absences each quorum survives")
    exists: Flag | None = Field(None, description="whether there is a schedule; true unless stated")
    meetings: BoundsOf | None = Field(None, description="the number of meetings")
    clause: Words | None = Field(None, description="the clause that is put under stress")
    departures: BoundsOf | None = Field(None, description="how many departures it survives")
    absences: BoundsOf | None = Field(None, description="how many absences it survives")
    recusals: BoundsOf | None = Field(None, description="how many recusals it survives")
    added: OneOrMany[Words] | None = Field(None, description="all clauses and duties that are new")
    struck: OneOrMany[Words] | None = Field(None, description="all clauses and duties that are gone")
    changed: OneOrMany[Words] | None = Field(None, description="all clauses and duties that are changed")
    gained: BoundsOf | None = Field(None, description="how many slates become lawful")
    lost: BoundsOf | None = Field(None, description="how many slates cease to be lawful")
    changes: OneOrMany[Words] | None = Field(None, description="all clauses and duties whose verdict changes")


class ScenarioShape(Shape):
    """A written example with expectations: the tests of a charter."""

    quorate: Version = Field(description="the version of the file format")
    scenario: Words = Field(description="what it shows, in a few words")
    text: Words | None = Field(None, description="more about it")
    illustrative: Flag | None = Field(None, description="true where the people are invented")
    as_of: Day | None = Field(None, description="the day of the questions; the roster's unless stated")
    roster: AnyValue = Field(description="a roster file beside this one, or a roster written out here")
    charters: Table[Words] | None = Field(
        None, description="by body: the charter that governs it here, an id or a file"
    )
    amend: OneOrMany[Words] | None = Field(None, description="amendments that are in force here, files beside this one")
    change: Table[AnyValue] | None = Field(None, description="keys of the roster with what is different here")
    events: Many[AnyValue] | None = Field(None, description="events that happen beside those of the roster")
    expect: Many[ExpectationShape] = Field(description="the questions and what is expected of their answers")
