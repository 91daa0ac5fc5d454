"""The shape of a scenario file: a roster, what is changed of it, and what is expected."""

import re

from quorate.charter.charter_shape import FORCE
from quorate.charter.claims import PropertyStatus
from quorate.charter.leaves import ANY, DAY, FLAG, RULE, VERSION, WHOLE, WORDS, Leaf, read_whole, scalar, words_of
from quorate.charter.nodes import ListNode, MappingNode, Node
from quorate.charter.scenario import Bounds
from quorate.charter.shapes import At, Shape, complaint, many, one_or_many, optional, required, shape, table
from quorate.charter.verdict import Status
from quorate.source.diagnostic import did_you_mean

STATUS = words_of(dict.fromkeys((*map(str, Status), *map(str, PropertyStatus))), "verdict")


def read_bounds(node: Node) -> At[Bounds]:
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


def read_range(node: Node) -> At[tuple[int, int]]:
    """`4` or `3..5`."""
    found = scalar(node, "a size such as `4` or `3..5`")
    match = re.fullmatch(r"([0-9]{1,4})(?:\.\.([0-9]{1,4}))?", found.text)
    if match is None or int(match[2] or match[1]) < int(match[1]):
        raise complaint("bad-range", f"`{found.text}` is no range of sizes", found, "write `4` or `3..5`")
    return At((int(match[1]), int(match[2] or match[1])), found)


def read_slate(node: Node) -> At[tuple[tuple[At[str], ...], At[str] | None]]:
    """A list of people, or `{members: [...], chair: ID}`."""
    chair = None
    members: Node | None = node
    if isinstance(node, MappingNode):
        for key in node.entries:
            if key not in ("members", "chair"):
                raise complaint("unknown-key", f"unknown key `{key}`", node, "the keys are `members` and `chair`")
        members = node.entries.get("members")
        chair = _person(node.entries["chair"]) if "chair" in node.entries else None
    if not isinstance(members, ListNode):
        raise complaint("wrong-kind", "a slate is a list of people, or has `members` and `chair`", node)
    return At((tuple(_person(item) for item in members.items), chair), members)


def _person(node: Node) -> At[str]:
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
BOUNDS = Leaf(read_bounds, _BOUNDS_SCHEMA)
SIZES = Leaf(read_range, {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^[0-9]+(\.\.[0-9]+)?$"}]})
SLATE = Leaf(read_slate, _SLATE_SCHEMA)


class ExpectationShape(Shape):
    """One question and what its answer should be; the first key says which question."""

    verdict = optional(WORDS, "a clause or duty whose verdict is expected")
    verdicts = optional(
        words_of(("all",), "choice of verdicts"), "`all`: exactly the listed clauses are broken, unknown, due"
    )
    slates = optional(one_or_many(WORDS), "the bodies whose lawful slates are sought")
    schedule = optional(one_or_many(WORDS), "the bodies whose meetings are laid out")
    stress = optional(WORDS, "the body that loses members")
    diff = optional(WORDS, "an amendment or another charter, beside this file, or an id")
    property = optional(WORDS, "a property of the charter, or `pack/id`, judged in the situation given")

    body = optional(WORDS, "the body in question")
    on = optional(DAY, "the day; that of the scenario unless stated")
    is_ = optional(STATUS, "the verdict; of a property, what becomes of it", name="is")
    occasion = optional(WORDS, "a part of the occasion's name, such as a date")
    people = optional(one_or_many(WORDS), "the people whom the evidence names")
    facts = optional(one_or_many(WORDS), "the facts that would decide an unknown verdict")
    until = optional(DAY, "the last day of a due verdict")
    force = optional(FORCE, "how binding the clause or duty is")
    broken = optional(one_or_many(WORDS), "all clauses and duties that are broken")
    unknown = optional(one_or_many(WORDS), "all clauses and duties that are unknown")
    due = optional(one_or_many(WORDS), "all clauses and duties that are due")
    size = optional(SIZES, "the sizes of slates, as `4` or `3..5`")
    keep = optional(one_or_many(WORDS), "people who stay")
    exclude = optional(one_or_many(WORDS), "people who are not wanted")
    prefer = optional(one_or_many(RULE), "what is preferred, in order")
    count = optional(BOUNDS, "the number of slates")
    includes = optional(many(SLATE), "slates that are lawful")
    excludes = optional(many(SLATE), "slates that are not")
    best = optional(SLATE, "the best slate")
    first = optional(DAY, "the first day of the schedule")
    last = optional(DAY, "its last day")
    spare = optional(WHOLE, "how many absences each quorum survives")
    exists = optional(FLAG, "whether there is a schedule; true unless stated")
    meetings = optional(BOUNDS, "the number of meetings")
    clause = optional(WORDS, "a clause, `quorum`, or `all` that must hold")
    departures = optional(BOUNDS, "how many departures it survives")
    absences = optional(BOUNDS, "how many absences it survives")
    recusals = optional(BOUNDS, "how many recusals it survives")
    added = optional(one_or_many(WORDS), "all clauses and duties that are new")
    struck = optional(one_or_many(WORDS), "all clauses and duties that are gone")
    changed = optional(one_or_many(WORDS), "all clauses and duties that are changed")
    gained = optional(BOUNDS, "how many slates become lawful")
    lost = optional(BOUNDS, "how many slates cease to be lawful")
    changes = optional(one_or_many(WORDS), "all clauses and duties whose verdict changes")
    present = optional(one_or_many(WORDS), "who is present; of a vote, those listed unless stated")
    ayes = optional(one_or_many(WORDS), "who votes aye")
    noes = optional(one_or_many(WORDS), "who votes no")
    abstentions = optional(one_or_many(WORDS), "who abstains; whoever is present and says nothing does")
    recused = optional(one_or_many(WORDS), "who is recused, and present")
    subject = optional(WORDS, "what the vote is about")
    departed = optional(one_or_many(WORDS), "who leaves the body")
    members = optional(one_or_many(WORDS), "the members of a subcommittee")


class ScenarioShape(Shape):
    """A written example with expectations: the tests of a charter."""

    quorate = required(VERSION, "the version of the file format")
    scenario = required(WORDS, "what it shows, in a few words")
    text = optional(WORDS, "more about it")
    illustrative = optional(FLAG, "true where the people are invented")
    as_of = optional(DAY, "the day of the questions; the roster's unless stated")
    roster = required(ANY, "a roster file beside this one, or a roster written out here")
    charters = optional(table(WORDS), "by body: the charter that governs it here, an id or a file")
    amend = optional(one_or_many(WORDS), "amendments that are in force here, files beside this one")
    change = optional(table(ANY), "keys of the roster with what is different here")
    events = optional(many(ANY), "events that happen beside those of the roster")
    expect = required(many(shape(ExpectationShape)), "the questions and what is expected of their answers")
