"""What another charter changes for every board, as text, JSON and annotations."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quorate.charter.document import Force, Per, Scope
from quorate.questions.diff.any_board import (
    AnyBoardAnswer,
    ClauseCompared,
    Compared,
    Fate,
    Outcome,
    PropertyChange,
    Relation,
    ScopeCompared,
    Shift,
    Year,
)
from quorate.questions.prove import Standing
from quorate.questions.prove.nouns import Witness
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, Tone, Toned, muted, strong, warn
from quorate.reports.json import BOOLEAN, DATE, INTEGER, STRING, array, mapping, nullable, one_of, record
from quorate.reports.witness import SCHEMA as WITNESS
from quorate.reports.witness import groups, headline, legend
from quorate.reports.witness import json as witness_json
from quorate.source.diagnostic import Diagnostic, Severity

_YEAR = record(
    {"per": STRING, "meetings": array(mapping(STRING)), "fewest": BOOLEAN},
    text="a period in which one of the two sides is broken: what is so of each of its meetings",
)
_SHIFT = record(
    {
        "outcome": one_of(*Outcome),
        "why": STRING,
        "board": nullable(WITNESS),
        "meeting": mapping(nullable(STRING)),
        "year": nullable(_YEAR),
    },
    text="`none` is proved for every size; `shown` by a board that is lawful on one side alone; else `open`",
)
_COMPARED = {"relation": one_of(*Relation), "same_words": BOOLEAN, "allowed": _SHIFT, "forbidden": _SHIFT}
_CLAUSE = record(
    {
        "fate": one_of(*Fate),
        "before": nullable(STRING),
        "after": nullable(STRING),
        "scope": one_of(*Scope),
        "force": one_of(*Force),
        **_COMPARED,
    },
    text="`before` and `after` are the ids of the clause",
)
_PROPERTY = record({"property": STRING, "text": STRING, "before": one_of(*Standing), "after": one_of(*Standing)})
_CHARTER = record({"charter": STRING, "title": STRING})
FIELDS: dict[str, Json] = {
    "before": _CHARTER,
    "after": _CHARTER,
    "as_of": DATE,
    "effective": nullable(DATE),
    "relation": one_of(*Relation),
    "lawful": record(
        {"before": nullable(BOOLEAN), "after": nullable(BOOLEAN)},
        text="whether any body is lawful; null where it was not asked, since nothing is different, or is not known",
    ),
    "scopes": array(record({"scope": one_of(*Scope), **_COMPARED})),
    "clauses": array(_CLAUSE),
    "properties": array(_PROPERTY),
    "properties_asked": INTEGER,
    "not_compared": array(STRING),
    "words": mapping(record({"called": STRING, "text": STRING})),
}
CALLED = {
    Scope.BODY: "composition", Scope.QUORUM: "quorum", Scope.VOTE: "vote", Scope.MEETING: "meetings",
    Scope.YEAR: "years", Scope.EVENT: "events", Scope.CHARTER: "the charter itself",
}  # fmt: skip
"""What scopes are called where they are compared."""
GATHERED = (Scope.QUORUM, Scope.VOTE, Scope.MEETING)
_SIGNS = {Fate.ADDED: "+", Fate.STRUCK: "-", Fate.CHANGED: "~", Fate.RENAMED: "="}
_TONES = {
    Relation.EQUIVALENT: Tone.GOOD, Relation.TIGHTENED: Tone.WARN, Relation.LOOSENED: Tone.WARN,
    Relation.INCOMPARABLE: Tone.BAD, Relation.UNDECIDED: Tone.BAD,
}  # fmt: skip


def text(answer: AnyBoardAnswer, page: Page) -> None:
    """The verdict in a line; then scope by scope, clause by clause, properties, and what was not compared."""
    page.heading(f"{answer.before.title}, before and after the change, for every board")
    effective = f", effective {answer.effective}" if answer.effective else ""
    ids = (
        f"`{answer.before.id}`"
        if answer.before.id == answer.after.id
        else f"`{answer.before.id}` → `{answer.after.id}`"
    )
    page.line(muted(f"{ids}, as of {answer.as_of}{effective}"))
    page.line(strong("overall: "), *_overall(answer))
    for line in _lawful(answer):
        page.line(warn(line))
    page.heading("scope by scope")
    for each in answer.scopes:
        _scope(each, answer, page)
    if any(each.scope in GATHERED and not each.compared.alike for each in answer.scopes):
        page.line(
            muted("gatherings, votes and meetings are those of bodies that are lawful under both charters"), indent=2
        )
    _clauses(answer, page)
    _properties(answer, page)
    if answer.left_out:
        page.heading("different, and not compared for every board")
    for line in answer.left_out:
        page.line(line, indent=2)
    _legend(answer, page)


def _toned(relation: Relation) -> Toned:
    return Toned(relation.value, _TONES[relation])


def _overall(answer: AnyBoardAnswer) -> Iterator[Text]:
    """The verdict, and which scopes it is made of."""
    yield _toned(answer.relation)
    changed = [each for each in answer.scopes if each.compared.relation is not Relation.EQUIVALENT]
    told = "; ".join(f"{CALLED[each.scope]} {each.compared.relation}" for each in changed)
    if told and len(answer.scopes) > 1:
        yield f" ({told}{'; the rest equivalent' if len(changed) < len(answer.scopes) else ''})"


def _lawful(answer: AnyBoardAnswer) -> Iterator[str]:
    for lawful, when in zip(answer.lawful, ("before", "after"), strict=True):
        if lawful is False:
            yield f"no body at all is lawful {when} the change"


def _scope(each: ScopeCompared, answer: AnyBoardAnswer, page: Page) -> None:
    same = muted(" (in the same words)") if each.compared.alike else ""
    page.line(strong(CALLED[each.scope]), ": ", _toned(each.compared.relation), same, indent=2)
    _compared(each.compared, answer, page)


def _compared(compared: Compared, answer: AnyBoardAnswer, page: Page) -> None:
    """What is newly allowed, and what is newly forbidden, unless nothing is either."""
    if compared.relation is Relation.EQUIVALENT:
        return
    if compared.allowed.outcome is Outcome.OPEN and compared.allowed == compared.forbidden:
        page.line(warn(compared.allowed.why), indent=4)
        return
    for shift, word in ((compared.allowed, "newly allowed"), (compared.forbidden, "newly forbidden")):
        _shift(shift, word, answer, page)


def _shift(shift: Shift, word: str, answer: AnyBoardAnswer, page: Page) -> None:
    match shift.outcome:
        case Outcome.NONE:
            page.line(muted(f"{word}: nothing"), indent=4)
        case Outcome.OPEN:
            page.line(f"{word}: ", warn(f"undecided: {shift.why}"), indent=4)
        case Outcome.SHOWN:
            if shift.year is not None:
                _year(shift.year, word, page)
                return
            assert shift.witness is not None, "what is shown is shown by a board"
            page.line(f"{word}: ", strong(_told(shift, shift.witness)), _smallest(shift.witness), indent=4)
            for line in groups(shift.witness, answer.words):
                page.line(line, indent=6)


def _year(year: Year, word: str, page: Page) -> None:
    """A period, and its meetings by what is so of them."""
    fewest = muted(" (the fewest)") if year.fewest else warn(" (not proved the fewest)")
    page.line(f"{word}: ", strong(_period(year)), fewest if year.meetings else "", indent=4)
    for sort, number in Counter(map(_sort, year.meetings)).items():
        if sort:
            page.line(f"{_meetings(number)}: {sort}", indent=6)


def _period(year: Year) -> str:
    return f"{_per(year.per)} with {_meetings(len(year.meetings))}"


def _per(per: Per) -> str:
    if per.name == "every":
        return f"a period of {per.months} months"
    if per.name == "between_annual_meetings":
        return "a year between annual meetings"
    return f"a {per.name.replace('_', ' ')}"


def _meetings(number: int) -> str:
    return "no meeting" if not number else f"{number} meeting{'s' if number > 1 else ''}"


def _sort(meeting: Mapping[str, object]) -> str:
    """What is so of a meeting, in words."""
    said = (name.replace("_", " ") for name, value in meeting.items() if value is True)
    denied = (f"not {name.replace('_', ' ')}" for name, value in meeting.items() if value is False)
    others = (str(value) for value in meeting.values() if not isinstance(value, bool))
    return ", ".join((*others, *said, *denied))


def _smallest(witness: Witness) -> Text:
    return muted(" (the smallest)") if witness.smallest else warn(" (not proved the smallest)")


def _told(shift: Shift, witness: Witness) -> str:
    """The board in a line, with the vote or the meeting it is about."""
    about = f"; a vote on {witness.subject}" if witness.subject else ""
    facts = (f"{name.replace('_', ' ')}: {_fact(witness, value)}" for name, value in shift.meeting.items())
    meeting = ", ".join(facts)
    return headline(witness) + about + (f"; {meeting}" if meeting else "")


def _fact(witness: Witness, value: object) -> str:
    if isinstance(value, str) and value in witness.roster.people:
        return witness.roster.people[value].name
    return "nobody" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _clauses(answer: AnyBoardAnswer, page: Page) -> None:
    page.heading("clause by clause")
    if not answer.clauses:
        page.line(muted("every clause stands as it was"), indent=2)
    for force, title in ((Force.MUST, ""), (Force.SHOULD, "what should be"), (Force.MAY, "what may be")):
        told = [each for each in answer.clauses if each.force is force]
        if told and title:
            page.heading(f"{title}, which makes nobody unlawful")
        for each in told:
            _clause(each, answer, page)


def _clause(each: ClauseCompared, answer: AnyBoardAnswer, page: Page) -> None:
    relation = "" if each.fate is Fate.RENAMED else ": "
    toned = "" if each.fate is Fate.RENAMED else _toned(each.compared.relation)
    new = f" to {each.clause.id}" if each.fate is Fate.RENAMED else ""
    sign = strong(f"{_SIGNS[each.fate]} {each.name}")
    page.line(sign, muted(f" ({each.fate}{new}, {CALLED[each.clause.scope]})"), relation, toned, indent=2)
    if each.fate is Fate.RENAMED:
        return
    if each.before is not None and each.after is not None and each.before.text != each.after.text:
        page.line(muted(each.before.text), " → ", each.after.text, indent=4)
    else:
        page.line(each.clause.text, indent=4)
    if each.fate in (Fate.ADDED, Fate.STRUCK) and each.compared.relation is Relation.EQUIVALENT:
        other = "before" if each.fate is Fate.ADDED else "after"
        page.line(muted(f"implied by what the charter says {other}"), indent=4)
    _compared(each.compared, answer, page)


def _properties(answer: AnyBoardAnswer, page: Page) -> None:
    page.heading("properties")
    for each in sorted(answer.properties, key=lambda one: (not one.lost, not one.gained)):
        tone, word = _fate(each)
        page.line(Toned(word, tone), f": {_name(each, answer)}: {each.claim.text}", indent=2)
        page.line(muted(f"{each.before.standing} → {each.after.standing}"), indent=4)
        witness = each.after.witness
        if each.lost and witness is not None and each.after.standing is Standing.VIOLATED:
            page.line(headline(witness), indent=4)
    if not answer.asked:
        page.line(muted("none is asked: nothing that they speak of is different"), indent=2)
    elif len(answer.properties) < answer.asked:
        page.line(muted(f"{answer.asked - len(answer.properties)} of {answer.asked} come out as before"), indent=2)


def _fate(each: PropertyChange) -> tuple[Tone, str]:
    if not each.told:
        return Tone.MUTED, "changed"
    return (Tone.BAD, "lost") if each.lost else (Tone.GOOD, "gained")


def _name(each: PropertyChange, answer: AnyBoardAnswer) -> str:
    own = each.claim.charter in (answer.before.id, answer.after.id)
    return each.claim.id if own else f"{each.claim.charter}/{each.claim.id}"


def _witnesses(answer: AnyBoardAnswer) -> list[Witness]:
    compared = [each.compared for each in answer.scopes] + [each.compared for each in answer.clauses]
    found = (shift.witness for each in compared for shift in (each.allowed, each.forbidden))
    return [witness for witness in found if witness is not None]


def _legend(answer: AnyBoardAnswer, page: Page) -> None:
    told = legend(_witnesses(answer), answer.words)
    if told:
        page.heading("what is said of people")
    for called, meaning in told:
        page.line(muted(f"{called}: "), meaning, indent=2)


# For programs ---------------------------------------------------------------------------------------------------------


def json(answer: AnyBoardAnswer) -> dict[str, object]:
    return {
        "before": {"charter": answer.before.id, "title": answer.before.title},
        "after": {"charter": answer.after.id, "title": answer.after.title},
        "as_of": answer.as_of.isoformat(),
        "effective": answer.effective.isoformat() if answer.effective is not None else None,
        "relation": answer.relation.value,
        "lawful": {"before": answer.lawful[0], "after": answer.lawful[1]},
        "scopes": [{"scope": each.scope.value, **_compared_json(each.compared)} for each in answer.scopes],
        "clauses": [_clause_json(each) for each in answer.clauses],
        "properties": [_property_json(each) for each in answer.properties],
        "properties_asked": answer.asked,
        "not_compared": list(answer.left_out),
        "words": {
            name: {"called": called, "text": meaning}
            for name, (called, meaning) in answer.words.items()
            if any(name in person.facts for one in _witnesses(answer) for person in one.roster.people.values())
        },
    }


def _compared_json(compared: Compared) -> Json:
    return {
        "relation": compared.relation.value,
        "same_words": compared.alike,
        "allowed": _shift_json(compared.allowed),
        "forbidden": _shift_json(compared.forbidden),
    }


def _shift_json(shift: Shift) -> Json:
    witness = shift.witness
    meeting = {name: None if value is None else str(value) for name, value in shift.meeting.items()}
    board = None if witness is None else witness_json(witness)
    return {
        "outcome": shift.outcome.value,
        "why": shift.why,
        "board": board,
        "meeting": meeting,
        "year": None if shift.year is None else _year_json(shift.year),
    }


def _year_json(year: Year) -> Json:
    meetings = [{name: str(value) for name, value in meeting.items()} for meeting in year.meetings]
    return {"per": year.per.name, "meetings": meetings, "fewest": year.fewest}


def _clause_json(each: ClauseCompared) -> Json:
    return {
        "fate": each.fate.value,
        "before": None if each.before is None else each.before.id,
        "after": None if each.after is None else each.after.id,
        "scope": each.clause.scope.value,
        "force": each.force.value,
        **_compared_json(each.compared),
    }


def _property_json(each: PropertyChange) -> Json:
    return {
        "property": f"{each.claim.charter}/{each.claim.id}",
        "text": each.claim.text,
        "before": each.before.standing.value,
        "after": each.after.standing.value,
    }


def github(answer: AnyBoardAnswer) -> Iterable[Diagnostic]:
    """A note on every clause that is not what it was, and a warning for every property that is lost."""
    for each in answer.clauses:
        if each.fate is not Fate.RENAMED:
            place = answer.after.span if each.after is None else each.after.span
            message = f"`{each.name}` is {each.fate}: for every board {each.compared.relation}"
            notes = tuple(_notes(each.compared))
            yield Diagnostic(f"clause-{each.fate}", message, place, None, Severity.NOTE, notes=notes)
    for change in answer.properties:
        if change.lost and change.told:
            message = f"`{_name(change, answer)}` was proved, and is {change.after.standing}: {change.claim.text}"
            code = f"property-{change.after.standing}".replace(" ", "-")
            yield Diagnostic(code, message, answer.after.span, None, Severity.WARNING)


def _notes(compared: Compared) -> Sequence[str]:
    found = []
    for shift, word in ((compared.allowed, "newly allowed"), (compared.forbidden, "newly forbidden")):
        if shift.year is not None:
            found.append(f"{word}: {_period(shift.year)}")
        elif shift.outcome is Outcome.SHOWN and shift.witness is not None:
            found.append(f"{word}: {_told(shift, shift.witness)}")
        elif shift.why:
            found.append(f"{word}: undecided: {shift.why}")
    return found
