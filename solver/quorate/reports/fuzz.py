"""What boards drawn at random refuted, as text, JSON and annotations."""

from collections.abc import Iterable

from quorate.questions.fuzz import Fuzz, Fuzzed, Outcome
from quorate.questions.prove.nouns import Standing
from quorate.reports.answer import Json
from quorate.reports.console import Page, bad, muted, strong
from quorate.reports.json import DATE, INTEGER, STRING, array, nullable, one_of, record
from quorate.reports.story import SCHEMA as STORY
from quorate.reports.story import json as story_json
from quorate.reports.story import steps
from quorate.reports.witness import SCHEMA as WITNESS
from quorate.reports.witness import json as witness_json
from quorate.source.diagnostic import Diagnostic, Severity

SCHEMA: Json = record(
    {
        "charter": STRING,
        "as_of": DATE,
        "seed": INTEGER,
        "judged": INTEGER,
        "properties": array(
            record(
                {
                    "property": STRING,
                    "text": STRING,
                    "outcome": one_of(*Outcome),
                    "why": STRING,
                    "judged": INTEGER,
                    "claimed": INTEGER,
                    "proof": nullable(one_of(*Standing)),
                    "clauses": array(STRING),
                    "counterexample": nullable(WITNESS),
                    "story": nullable(STORY),
                }
            )
        ),
    }
)


def text(answer: Fuzz, page: Page) -> None:
    """What was refuted, with the story that does it; then what was not, and what cannot be asked, a line for each."""
    page.heading(f"{answer.charter.title}: boards drawn with seed {answer.seed}, as of {answer.as_of}")
    for outcome in Outcome:
        told = answer.of(outcome)
        if told:
            page.blank()
            page.line(bad(outcome.value) if outcome is Outcome.REFUTED else strong(outcome.value))
        for each in told:
            _property(each, answer, page)
    page.blank()
    page.line(_summary(answer))


def _property(each: Fuzzed, answer: Fuzz, page: Page) -> None:
    name = strong(name_of(each, answer))
    if each.witness is None or each.story is None:
        page.line(name, ": ", muted(each.why or _tried(each)), indent=2)
        return
    page.line(name, f": {each.claim.text}", indent=2)
    for number, (line, more) in enumerate(steps(each, answer.words), 1):
        page.line(f"{number}. {line}", indent=4)
        for one in more:
            page.line(one, indent=7)
    for clause in each.clauses:
        cite = f" [{clause.cite}]" if str(clause.cite) else ""
        page.line(muted(f"{clause.id}{cite}"), f" {clause.text}", indent=4)
    page.line(muted(f"the prover: {each.proof}"), indent=4)


def _tried(each: Fuzzed) -> str:
    return f"it speaks of {each.claimed} of {each.judged} boards; the prover: {each.proof}"


def name_of(each: Fuzzed, answer: Fuzz) -> str:
    own = each.claim.charter == answer.charter.id
    return each.claim.id if own else f"{each.claim.charter}/{each.claim.id}"


def _summary(answer: Fuzz) -> str:
    counts = [f"{len(answer.of(outcome))} {outcome}" for outcome in Outcome if answer.of(outcome)]
    number = len(answer.found)
    what = "property" if number == 1 else "properties"
    return f"{number} {what}: {', '.join(counts)}; {answer.judged} boards judged by the reference evaluator"


def json(answer: Fuzz) -> Json:
    return {
        "charter": answer.charter.id,
        "as_of": answer.as_of.isoformat(),
        "seed": answer.seed,
        "judged": answer.judged,
        "properties": [_json(each) for each in answer.found],
    }


def _json(each: Fuzzed) -> Json:
    return {
        "property": f"{each.claim.charter}/{each.claim.id}",
        "text": each.claim.text,
        "outcome": each.outcome.value,
        "why": each.why,
        "judged": each.judged,
        "claimed": each.claimed,
        "proof": each.proof.value if each.proof is not None else None,
        "clauses": [f"{clause.charter}/{clause.id}" for clause in each.clauses],
        "counterexample": witness_json(each.witness) if each.witness is not None else None,
        "story": story_json(each.story) if each.story is not None else None,
    }


def github(answer: Fuzz) -> Iterable[Diagnostic]:
    """On the property if it is the charter's own, else on the charter: what was refuted."""
    for each in answer.of(Outcome.REFUTED):
        own = each.claim.charter == answer.charter.id
        place = each.claim.span if own else answer.charter.span
        message = f"`{name_of(each, answer)}` is violated: {each.claim.text}"
        yield Diagnostic("property-violated", message, place, severity=Severity.ERROR)
