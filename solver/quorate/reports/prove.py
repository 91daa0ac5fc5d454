"""What was proved of a charter, and what not, as text, JSON and annotations."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from quorate.charter.document import Clause
from quorate.questions.prove.nouns import Answer, ProveAnswer, Standing
from quorate.reports import properties
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, Tone, Toned, bad, muted, strong, warn
from quorate.reports.json import DATE, INTEGER, STRING, array, mapping, nullable, one_of, record
from quorate.reports.witness import SCHEMA as WITNESS
from quorate.reports.witness import groups, headline, legend
from quorate.reports.witness import json as witness_json
from quorate.source.diagnostic import Diagnostic, Severity

_ANSWER = record(
    {
        "property": STRING,
        "text": STRING,
        "scope": STRING,
        "assuming": array(STRING),
        "standing": one_of(*Standing),
        "why": STRING,
        "up_to": nullable(INTEGER),
        "clauses": array(record({"clause": STRING, "text": STRING, "citation": nullable(STRING)})),
        "unread": mapping(STRING),
        "checked": nullable(STRING),
        "counterexample": nullable(WITNESS),
    },
    text="`up_to` how many people a bounded property was tried of every board, with the facts that clauses tell apart; "
    "`unread` are clauses that could not be reasoned about; `checked` is what a second prover said",
)
_PROOF = record(
    {
        "charter": STRING,
        "title": STRING,
        "as_of": DATE,
        "counts": record({standing.value: INTEGER for standing in Standing}),
        "properties": array(_ANSWER),
        "words": mapping(record({"called": STRING, "text": STRING})),
    }
)
SCHEMA: Json = {"anyOf": [_PROOF, properties.SCHEMA]}
ORDER = (
    Standing.VIOLATED,
    Standing.UNDECIDED,
    Standing.BOUNDED,
    Standing.VACUOUS,
    Standing.PROVED,
    Standing.NOT_APPLICABLE,
)
_TONES = {
    Standing.VIOLATED: Tone.BAD,
    Standing.UNDECIDED: Tone.WARN,
    Standing.BOUNDED: Tone.WARN,
    Standing.VACUOUS: Tone.WARN,
    Standing.PROVED: Tone.GOOD,
    Standing.NOT_APPLICABLE: Tone.MUTED,
}
_SEVERITIES = {Standing.VIOLATED: Severity.ERROR, Standing.BOUNDED: Severity.NOTE}


def text(answer: ProveAnswer | properties.Listing, page: Page) -> None:
    """First what is not so, with the board that shows it; then what could not be told, what is proved, and counts."""
    if isinstance(answer, properties.Listing):
        properties.text(answer, page)
        return
    page.heading(f"{answer.charter.title}, for every board, as of {answer.as_of}")
    for standing in ORDER:
        told = [each for each in answer.answers if each.standing is standing]
        if told:
            page.blank()
            page.line(Toned(standing.value, _TONES[standing]))
        for each in told:
            _answer(each, answer, page)
    _legend(answer, page)
    _summary(answer, page)


def _answer(each: Answer, answer: ProveAnswer, page: Page) -> None:
    page.line(strong(name_of(each, answer)), f": {each.claim.text}", indent=2)
    for line in _reasons(each):
        page.line(line, indent=4)
    if each.witness is not None and each.standing is Standing.VIOLATED:
        page.line(
            bad(f"{'the smallest' if each.witness.smallest else 'a'} counterexample: "),
            headline(each.witness),
            indent=4,
        )
        for line in groups(each.witness, answer.words):
            page.line(line, indent=6)
    if each.standing in (Standing.VIOLATED, Standing.UNDECIDED, Standing.VACUOUS):
        for clause in each.clauses:
            page.line(*_clause(clause, answer), indent=4)
    if each.claim.assuming:
        page.line(muted(f"assuming {' and '.join(f'`{pack}`' for pack in each.claim.assuming)}"), indent=4)
    for doubt in _doubts(each):
        page.line(doubt, indent=4)
    if each.checked is not None:
        page.line(muted(f"second opinion: {each.checked}"), indent=4)


def _reasons(each: Answer) -> Iterator[str]:
    """Up to how many people nothing was found, and why that is all that is known."""
    if each.size is not None:
        yield f"no counterexample of up to {each.size} {'person' if each.size == 1 else 'people'}"
    if each.why:
        yield f"not proved: {each.why}" if each.standing is Standing.BOUNDED else each.why


def name_of(each: Answer, answer: ProveAnswer) -> str:
    """The id of a charter's own property, `pack/id` of another."""
    own = each.claim.charter == answer.charter.id
    return each.claim.id if own else f"{each.claim.charter}/{each.claim.id}"


def _clause(clause: Clause, answer: ProveAnswer) -> Iterator[Text]:
    own = clause.charter == answer.charter.id
    yield muted(clause.id if own else f"{clause.charter}/{clause.id}")
    yield muted(f" [{clause.cite}]") if str(clause.cite) else ""
    yield f" {clause.text}"


def _doubts(each: Answer) -> Iterator[Text]:
    witness = each.witness
    if witness is not None and each.standing is Standing.UNDECIDED:
        yield warn(f"a board that may show it is not so: {headline(witness)}")
    for name, why in (each.unread or {}).items():
        yield warn(f"left out, since it is not understood for every board: {name} ({why})")


def _legend(answer: ProveAnswer, page: Page) -> None:
    shown = [each.witness for each in answer.answers if each.witness and each.standing is Standing.VIOLATED]
    told = legend(shown, answer.words)
    if told:
        page.blank()
        page.line(muted("what is said of people"))
    for called, text_ in told:
        page.line(muted(f"{called}: "), text_, indent=2)


def _summary(answer: ProveAnswer, page: Page) -> None:
    page.blank()
    counts = _counts(answer)
    number = len(answer.answers)
    proved = counts[Standing.PROVED.value]
    parts: list[Text] = [f"{number} {'property' if number == 1 else 'properties'}: "]
    for standing in ORDER:
        if counts[standing.value]:
            parts += ["" if len(parts) == 1 else ", ", Toned(f"{counts[standing.value]} {standing}", _TONES[standing])]
    page.line(*parts)
    if any(each.witness and each.witness.replayed for each in answer.answers):
        page.line("every counterexample was confirmed by the reference evaluator")
    if counts[Standing.BOUNDED.value]:
        page.line(
            warn("what is bounded was tried of small boards only, by the reference evaluator: nothing was proved by it")
        )
    if counts[Standing.VACUOUS.value]:
        page.line(warn("a vacuous claim is about no board at all: nothing was proved by it"))
    if counts[Standing.NOT_APPLICABLE.value] < number:
        page.line(
            muted("decided by "), f"`{answer.engine}`", muted(f"{', for boards of every size' if proved else ''}")
        )


def _counts(answer: ProveAnswer) -> dict[str, int]:
    counted = Counter(each.standing for each in answer.answers)
    return {standing.value: counted[standing] for standing in Standing}


# For programs ---------------------------------------------------------------------------------------------------------


def json(answer: ProveAnswer | properties.Listing) -> Json:
    if isinstance(answer, properties.Listing):
        return properties.json(answer)
    used = {
        fact for each in answer.answers if each.witness for p in each.witness.roster.people.values() for fact in p.facts
    }
    return {
        "charter": answer.charter.id,
        "title": answer.charter.title,
        "as_of": answer.as_of.isoformat(),
        "counts": _counts(answer),
        "properties": [_answer_json(each) for each in answer.answers],
        "words": {
            name: {"called": called, "text": text_} for name, (called, text_) in answer.words.items() if name in used
        },
    }


def _answer_json(each: Answer) -> Json:
    return {
        "property": f"{each.claim.charter}/{each.claim.id}",
        "text": each.claim.text,
        "scope": each.claim.scope.value,
        "assuming": list(each.claim.assuming),
        "standing": each.standing.value,
        "why": each.why,
        "up_to": each.size,
        "clauses": [
            {"clause": f"{clause.charter}/{clause.id}", "text": clause.text, "citation": str(clause.cite) or None}
            for clause in each.clauses
        ],
        "unread": dict(each.unread or {}),
        "checked": each.checked,
        "counterexample": None if each.witness is None else witness_json(each.witness),
    }


def github(answer: ProveAnswer | properties.Listing) -> Iterable[Diagnostic]:
    """On the property if it is the charter's own, else on the charter: what is neither proved nor beside the point."""
    if isinstance(answer, properties.Listing):
        return
    for each in answer.answers:
        if each.standing not in (Standing.PROVED, Standing.NOT_APPLICABLE):
            yield _annotation(each, answer)


def _annotation(each: Answer, answer: ProveAnswer) -> Diagnostic:
    own = each.claim.charter == answer.charter.id
    place = each.claim.span if own else answer.charter.span
    severity = _SEVERITIES.get(each.standing, Severity.WARNING)
    message = f"`{name_of(each, answer)}` is {each.standing}: {each.claim.text}"
    return Diagnostic(f"property-{each.standing}", message, place, severity=severity, notes=tuple(_notes(each, answer)))


def _notes(each: Answer, answer: ProveAnswer) -> Sequence[str]:
    if each.witness is None or each.standing is not Standing.VIOLATED:
        return tuple(_reasons(each))
    return (headline(each.witness), *groups(each.witness, answer.words))
