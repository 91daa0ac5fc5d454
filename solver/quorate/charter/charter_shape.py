"""The shape of a charter file and of a pack file: which keys there are and what kind of value each has."""

from dataclasses import dataclass
from datetime import date

from quorate.charter.citation_shape import CitationShape
from quorate.charter.document import POWERS, TOPICS, Force, Rank, Scope
from quorate.charter.leaves import (
    AMOUNT_TEXT,
    ANY,
    COST,
    DAY,
    FLAG,
    ID,
    RULE,
    VERSION,
    WEIGHT,
    WHOLE,
    WORDS,
    Leaf,
    read_amount,
    read_day,
    scalar,
    words_of,
)
from quorate.charter.nodes import ListNode, MappingNode, Node
from quorate.charter.relief_shape import InForceShape, ReliefShape, RemedyShape, SeatShape
from quorate.charter.shapes import At, Shape, complaint, many, one_or_many, optional, required, shape, table
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

FORCE = words_of(Force, "force")
SCOPE = words_of(Scope, "scope")
TOPIC = words_of(TOPICS, "topic")
POWER = words_of(POWERS, "power")
RANK = words_of(Rank, "rank")
WHO_DOES = words_of(WHO, "word for who does it")
WHEN_TESTED = words_of(TESTED, "word for when")


@dataclass(frozen=True, slots=True)
class PeriodWord:
    """A stated period: a name, or every so many months from a day."""

    name: str
    months: int | None = None
    start: date | None = None


def read_per(node: Node) -> At[PeriodWord]:
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
    months = read_amount(node.entries["every"]).value
    return PeriodWord("every", months, read_day(node.entries["from"]).value)


def read_of(node: Node) -> At[tuple[str, ...]]:
    """`of:` names the type of the items, or lists the words of `one_of`."""
    if isinstance(node, ListNode):
        return At(tuple(scalar(item, "a word").text for item in node.items), node)
    found = scalar(node, "a type, or a list of words")
    return At((found.text,), found)


PERIOD = Leaf(
    read_per,
    {
        "anyOf": [
            {"enum": list(PERIODS)},
            {
                "type": "object",
                "properties": {
                    "every": {"type": "string", "pattern": f"^{AMOUNT_TEXT.pattern}$"},
                    "from": {"type": "string", "format": "date"},
                },
                "required": ["every", "from"],
                "additionalProperties": False,
            },
        ]
    },
)
OF = Leaf(read_of, {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]})


class FactShape(Shape):
    """What may be known of a person, a body, an organisation or a record."""

    type = required(
        WORDS, "bool, int, decimal, money, date, text, one_of, person, body, organisation, list, set, or a record"
    )
    of = optional(OF, "the words of a one_of, or the type of the items of a list or set")
    text = optional(WORDS, "what the fact means, in a sentence")
    default = optional(ANY, "its value where nothing is stated; without it, it is unknown")
    define = optional(RULE, "how it follows from other facts of `self`")
    presumed = optional(RULE, "what it is as long as nobody has determined it, from other facts of `self`")
    denied = optional(RULE, "what of `self` rules it out: then it is false, and stated as true it is a finding")
    date_of = optional(WORDS, "the fact of `self` whose determination it is the day of")
    cite = optional(shape(CitationShape), "where it comes from")
    verified = optional(FLAG, "false where nobody has yet compared it with its source")
    changeable = optional(FLAG, "whether a repair may propose to change it")
    cost = optional(COST, "what a repair that changes it costs; 1 unless stated")
    at_most = optional(WHOLE, "how many can have it at once")
    usual = optional(ANY, "its ordinary value, for small examples")
    by = optional(WORDS, "what its values are kept by, such as year")


class ClauseShape(Shape):
    """One constraint: exactly one of `require`, `allow`, `constitutes`."""

    exactly_one = (("require", "allow", "constitutes"),)

    id = required(ID, "its name, unlike every other in the file")
    text = optional(WORDS, "what it says, in one's own words")
    cite = optional(shape(CitationShape), "where it comes from")
    topic = optional(TOPIC, "what it is about; without it, the first part of the id if that is a topic")
    force = optional(FORCE, "must, should or may; must unless it is an `allow`")
    cost = optional(COST, "what a repair that waives it costs; 3 unless stated")
    weight = optional(WEIGHT, "of a `should`: how much it counts where slates are ranked; 1 unless stated")
    scope = optional(SCOPE, "what it speaks of; body unless stated")
    when = optional(RULE, "the cases to which it applies")
    per = optional(PERIOD, "the period it counts in; scope year needs one")
    tested = optional(WHEN_TESTED, "when it is looked at: always, at_appointment or at_election")
    in_force = optional(shape(InForceShape), "the days on which it applies")
    overrides = optional(many(WORDS), "clauses of packs that yield to this one: `pack/clause`")
    default = optional(FLAG, "in a pack: applies unless the charter has a clause of this topic")
    reading = optional(WORDS, "which of two readings of an unclear text it takes")
    verified = optional(FLAG, "false where nobody has yet compared it with its source")
    require = optional(RULE, "what must or should be so")
    allow = optional(RULE, "what is permitted of the acts in `when`")
    constitutes = optional(RULE, "what the clause makes the case")
    relief = optional(many(shape(ReliefShape)), "what spares a body this clause for a time")
    remedy = optional(many(shape(RemedyShape)), "who leaves when it is broken, step by step")


class DutyShape(Shape):
    """Recurring work of the body, its chair or each of its members."""

    id = required(ID, "its name, unlike every other in the file")
    text = optional(WORDS, "what is to be done, in one's own words")
    cite = optional(shape(CitationShape), "where it comes from")
    subject = required(WORDS, "what it is about: one of `subjects`, here or in a pack")
    power = required(POWER, "what is done about it")
    force = optional(FORCE, "must unless stated")
    who = optional(WHO_DOES, "body, each_member or chair; body unless stated")
    to = optional(WORDS, "to whom: a body or `offices.NAME`")
    at_least = optional(WHOLE, "how often in each period; 1 unless stated")
    per = optional(PERIOD, "the period it falls due in")
    within = optional(RULE, "a condition on `meeting.date`")
    after = optional(RULE, "the events that make it due, instead of a period")
    by = optional(RULE, "until when, after such an event")
    before = optional(one_or_many(WORDS), "duties that come later than this one")
    minutes = optional(WHOLE, "how long it takes in a meeting")
    standing = optional(FLAG, "true for what is always under way and never on an agenda")
    reading = optional(WORDS, "which of two readings of an unclear text it takes")


class PropertyShape(Shape):
    """A claim about the charter itself."""

    id = required(ID, "its name, unlike every other in the file")
    text = optional(WORDS, "what is claimed, in one's own words")
    scope = optional(SCOPE, "what it speaks of; body unless stated")
    when = optional(RULE, "the cases of which it is claimed")
    claim = required(RULE, "what should follow from the charter")
    assuming = optional(many(WORDS), "packs whose clauses it may take for granted")
    topics = optional(many(TOPIC), "the topics whose clauses are assumed to hold; all unless stated")


class UncheckedShape(Shape):
    """Sentences of the text that nothing could decide."""

    quote = required(one_or_many(WORDS), "fragments of the text, word for word")
    why = required(WORDS, "why nothing could decide it")


class UseShape(Shape):
    """A pack in use: as the law now is, or as it stood on a day."""

    pack = required(WORDS, "the id of the pack")
    at = optional(DAY, "the day whose clauses are used, whatever came after")


class _Rules(Shape):
    """What charters and packs have in common."""

    title = required(WORDS, "what people call it")
    rank = optional(RANK, "what kind of document; it yields to those before it")
    uses = optional(many(shape(UseShape, "pack")), "the packs it relies on")
    source = optional(WORDS, "where the text it formalises can be read")
    facts = optional(table(table(shape(FactShape))), "by holder and name: what may be known")
    records = optional(table(table(shape(FactShape))), "kinds of record, by name, each with its fields")
    subjects = optional(table(WORDS), "what duties are about: word and meaning")
    terms = optional(table(RULE), "common terms, said in this charter's facts of a member `m`")
    clauses = optional(many(shape(ClauseShape)), "its constraints")
    duties = optional(many(shape(DutyShape)), "its recurring work")
    relief = optional(many(shape(ReliefShape)), "waivers, cures and phase-ins")
    properties = optional(many(shape(PropertyShape)), "claims about itself")
    unchecked = optional(many(shape(UncheckedShape)), "what nothing could decide")


class CharterShape(_Rules):
    """A charter: the governing document of one body."""

    quorate = required(VERSION, "the version of the file format")
    charter = required(ID, "its id")
    kind = required(WORDS, "what sort of body it governs")
    seats = optional(many(shape(SeatShape)), "its classes of seats")
    alternates_count = optional(FLAG, "whether an acting alternate enlarges the base; false unless stated")


class PackShape(_Rules):
    """A pack: outside rules that charters use."""

    quorate = required(VERSION, "the version of the file format")
    pack = required(ID, "its id")
