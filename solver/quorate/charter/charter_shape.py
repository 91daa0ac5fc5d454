"""The shape of a charter file and of a pack file: which keys there are and what kind of value each has."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema

from quorate.charter.document import POWERS, TOPICS, Force, Rank, Scope
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode
from quorate.charter.shapes import (
    At,
    Day,
    Flag,
    Id,
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
    read_day,
    scalar,
)
from quorate.charter.vocabulary import WHO
from quorate.source.diagnostic import did_you_mean

PERIODS = ("calendar_year", "fiscal_year", "rolling_year", "between_annual_meetings", "quarter", "month")
TESTED = ("always", "at_appointment", "at_election")
FACT_TYPES = (
    "bool",
    "int",
    "decimal",
    "money",
    "date",
    "text",
    "one_of",
    "person",
    "body",
    "organisation",
    "list",
    "set",
)

_AMOUNT = r"(years|months)\(([1-9][0-9]{0,2})\)"

ForceWord: TypeAlias = Annotated[At[str], PlainValidator(choice(Force, "force")), choice_schema(Force)]
ScopeWord: TypeAlias = Annotated[At[str], PlainValidator(choice(Scope, "scope")), choice_schema(Scope)]
TopicWord: TypeAlias = Annotated[At[str], PlainValidator(choice(TOPICS, "topic")), choice_schema(TOPICS)]
PowerWord: TypeAlias = Annotated[At[str], PlainValidator(choice(POWERS, "power")), choice_schema(POWERS)]
RankWord: TypeAlias = Annotated[At[str], PlainValidator(choice(Rank, "rank")), choice_schema(Rank)]
WhoWord: TypeAlias = Annotated[At[str], PlainValidator(choice(WHO, "word for who does it")), choice_schema(WHO)]
TestedWord: TypeAlias = Annotated[At[str], PlainValidator(choice(TESTED, "word for when")), choice_schema(TESTED)]


@dataclass(frozen=True, slots=True)
class PeriodWord:
    """A stated period: a name, or every so many months from a day."""

    name: str
    months: int | None = None
    start: date | None = None


def read_per(node: object) -> At[PeriodWord]:
    if isinstance(node, MappingNode):
        return At(_every(node), node)
    found = scalar(node, "a period")
    if found.text in ("year", "annual", "annually"):
        advice = "say which year: `calendar_year`, `fiscal_year`, `rolling_year` or `between_annual_meetings`"
        raise complaint("bare-year", f"`{found.text}` does not say which year", found, advice)
    if found.text not in PERIODS:
        advice = did_you_mean(found.text, PERIODS) or "one of " + ", ".join(f"`{word}`" for word in PERIODS)
        raise complaint("unknown-word", f"`{found.text}` is not a period", found, advice)
    return At(PeriodWord(found.text), found)


def _every(node: MappingNode) -> PeriodWord:
    for key in node.entries:
        if key not in ("every", "from"):
            raise complaint("unknown-key", f"unknown key `{key}`", node, "the keys are `every`, `from`", node.keys[key])
    if "every" not in node.entries or "from" not in node.entries:
        raise complaint(
            "missing-key", "a period of its own has `every` and `from`", node, "`{every: years(2), from: 2026-01-01}`"
        )
    amount = scalar(node.entries["every"], "an amount such as `years(2)`")
    match = re.fullmatch(_AMOUNT, amount.text)
    if match is None:
        raise complaint(
            "bad-amount", f"`{amount.text}` is not a calendar amount", amount, "write `years(2)` or `months(6)`"
        )
    months = int(match[2]) * (12 if match[1] == "years" else 1)
    return PeriodWord("every", months, read_day(node.entries["from"]).value)


def read_of(node: object) -> At[tuple[str, ...]]:
    """`of:` names the type of the items, or lists the words of `one_of`."""
    if isinstance(node, ListNode):
        return At(tuple(scalar(item, "a word").text for item in node.items), node)
    found = scalar(node, "a type, or a list of words")
    return At((found.text,), found)


def read_any(node: object) -> At[Node]:
    assert isinstance(node, ScalarNode | MappingNode | ListNode)
    return At(node, node)


PeriodOf: TypeAlias = Annotated[
    At[PeriodWord],
    PlainValidator(read_per),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(PERIODS)},
                {
                    "type": "object",
                    "properties": {
                        "every": {"type": "string", "pattern": f"^{_AMOUNT}$"},
                        "from": {"type": "string", "format": "date"},
                    },
                    "required": ["every", "from"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
OfWord: TypeAlias = Annotated[
    At[tuple[str, ...]],
    PlainValidator(read_of),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
AnyValue: TypeAlias = Annotated[At[Node], PlainValidator(read_any), WithJsonSchema({})]


class CitationShape(Shape):
    """Where a clause comes from."""

    section: Words | None = Field(None, description="the heading in the document, or the section number of a law")
    quote: OneOrMany[Words] | None = Field(
        None, description="short fragments by which the text is found, word for word"
    )
    source: Words | None = Field(None, description="an outside source, such as a statute")


class FactShape(Shape):
    """What may be known of a person, a body, an organisation or a record."""

    type: Words = Field(
        description="bool, int, decimal, money, date, text, one_of, person, body, organisation, list, set, or a record"
    )
    of: OfWord | None = Field(None, description="the words of a one_of, or the type of the items of a list or set")
    text: Words | None = Field(None, description="what the fact means, in a sentence")
    default: AnyValue | None = Field(None, description="its value where nothing is stated; without it, it is unknown")
    define: Rule | None = Field(None, description="how it follows from other facts of `self`")
    changeable: Flag | None = Field(None, description="whether a repair may propose to change it")
    at_most: Whole | None = Field(None, description="how many can have it at once")
    usual: AnyValue | None = Field(None, description="its ordinary value, for small examples")
    by: Words | None = Field(None, description="what its values are kept by, such as year")


class ClauseShape(Shape):
    """One constraint: exactly one of `require`, `allow`, `constitutes`."""

    id: Id = Field(description="its name, unlike every other in the file")
    text: Words | None = Field(None, description="what it says, in one's own words")
    cite: CitationShape | None = Field(None, description="where it comes from")
    topic: TopicWord | None = Field(
        None, description="what it is about; without it, the first part of the id if that is a topic"
    )
    force: ForceWord | None = Field(None, description="must, should or may; must unless it is an `allow`")
    scope: ScopeWord | None = Field(None, description="what it speaks of; body unless stated")
    when: Rule | None = Field(None, description="the cases to which it applies")
    per: PeriodOf | None = Field(None, description="the period it counts in; scope year needs one")
    tested: TestedWord | None = Field(None, description="when it is looked at: always, at_appointment or at_election")
    in_force: "InForceShape | None" = Field(None, description="the days on which it applies")
    overrides: Many[Words] | None = Field(None, description="clauses of packs that yield to this one: `pack/clause`")
    default: Flag | None = Field(None, description="in a pack: applies unless the charter has a clause of this topic")
    reading: Words | None = Field(None, description="which of two readings of an unclear text it takes")
    verified: Flag | None = Field(None, description="false where nobody has yet compared it with its source")
    require: Rule | None = Field(None, description="what must or should be so")
    allow: Rule | None = Field(None, description="what is permitted of the acts in `when`")
    constitutes: Rule | None = Field(None, description="what the clause makes the case")


class InForceShape(Shape):
    """The first and the last day on which a clause applies."""

    from_: Day | None = Field(None, alias="from", description="the first day")
    until: Day | None = Field(None, description="the last day")


class DutyShape(Shape):
    """Recurring work of the body, its chair or each of its members."""

    id: Id = Field(description="its name, unlike every other in the file")
    text: Words | None = Field(None, description="what is to be done, in one's own words")
    cite: CitationShape | None = Field(None, description="where it comes from")
    subject: Words = Field(description="what it is about: one of `subjects`, here or in a pack")
    power: PowerWord = Field(description="what is done about it")
    force: ForceWord | None = Field(None, description="must unless stated")
    who: WhoWord | None = Field(None, description="body, each_member or chair; body unless stated")
    to: Words | None = Field(None, description="to whom: a body or `offices.NAME`")
    at_least: Whole | None = Field(None, description="how often in each period; 1 unless stated")
    per: PeriodOf | None = Field(None, description="the period it falls due in")
    within: Rule | None = Field(None, description="a condition on `meeting.date`")
    after: Rule | None = Field(None, description="the events that make it due, instead of a period")
    by: Rule | None = Field(None, description="until when, after such an event")
    before: OneOrMany[Words] | None = Field(None, description="duties that come later than this one")
    minutes: Whole | None = Field(None, description="how long it takes in a meeting")
    standing: Flag | None = Field(None, description="true for what is always under way and never on an agenda")
    reading: Words | None = Field(None, description="which of two readings of an unclear text it takes")


class PropertyShape(Shape):
    """A claim about the charter itself."""

    id: Id = Field(description="its name, unlike every other in the file")
    text: Words | None = Field(None, description="what is claimed, in one's own words")
    scope: ScopeWord | None = Field(None, description="what it speaks of; body unless stated")
    claim: Rule = Field(description="what should follow from the charter")
    assuming: Many[Words] | None = Field(None, description="packs whose clauses it may take for granted")


class UncheckedShape(Shape):
    """Sentences of the text that nothing could decide."""

    quote: OneOrMany[Words] = Field(description="fragments of the text, word for word")
    why: Words = Field(description="why nothing could decide it")


class _Rules(Shape):
    """What charters and packs have in common."""

    title: Words = Field(description="what people call it")
    rank: RankWord | None = Field(None, description="what kind of document; it yields to those before it")
    uses: Many[Words] | None = Field(None, description="the packs it relies on")
    source: Words | None = Field(None, description="where the text it formalises can be read")
    facts: Table[Table[FactShape]] | None = Field(None, description="by holder and name: what may be known")
    records: Table[Table[FactShape]] | None = Field(None, description="kinds of record, by name, each with its fields")
    subjects: Table[Words] | None = Field(None, description="what duties are about: word and meaning")
    terms: Table[Rule] | None = Field(None, description="common terms, said in this charter's facts of a member `m`")
    clauses: Many[ClauseShape] | None = Field(None, description="its constraints")
    duties: Many[DutyShape] | None = Field(None, description="its recurring work")
    properties: Many[PropertyShape] | None = Field(None, description="claims about itself")
    unchecked: Many[UncheckedShape] | None = Field(None, description="what nothing could decide")


class CharterShape(_Rules):
    """A charter: the governing document of one body."""

    quorate: Version = Field(description="the version of the file format")
    charter: Id = Field(description="its id")
    kind: Words = Field(description="what sort of body it governs")


class PackShape(_Rules):
    """A pack: outside rules that charters use."""

    quorate: Version = Field(description="the version of the file format")
    pack: Id = Field(description="its id")
