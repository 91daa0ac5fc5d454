"""What boards drawn at random refuted, as text, JSON and annotations."""

from collections.abc import Iterable

from quorate.questions.fuzz import Fuzz, Fuzzed, Outcome
from quorate.questions.prove.nouns import Standing
from quorate.reports.answer import Json
from quorate.reports.console import Page, bad, muted, strong
from quorate.reports.json import DATE, INTEGER, STRING, array, nullable, one_of, record
from quorate.reports.witness import SCHEMA as WITNESS
from quorate.reports.witness import groups, headline
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
                    "counterexample": nullable(WITNESS),
                }
            )
        ),
    }
)


def text(answer: Fuzz, page: Page) -> None:
    """What was refuted, with the board that does; then what was not, and what cannot be asked."""
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
    page.line(strong(name_of(each, answer)), f": {each.claim.text}", indent=2)
    if each.why:
        page.line(muted(each.why), indent=4)
    if each.witness is not None:
        page.line(bad("a counterexample: "), headline(each.witness), indent=4)
        for line in groups(each.witness, answer.words):
            page.line(line, indent=6)
    elif each.outcome is Outcome.NOT_REFUTED:
        page.line(f"{each.judged} boards drawn, {each.claimed} of them such as it speaks of", indent=4)
    if each.proof is not None:
        page.line(muted(f"the prover: {each.proof}"), indent=4)


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
        "counterexample": witness_json(each.witness) if each.witness is not None else None,
    }


def github(answer: Fuzz) -> Iterable[Diagnostic]:
    """On the property if it is the charter's own, else on the charter: what was refuted."""
    for each in answer.of(Outcome.REFUTED):
        own = each.claim.charter == answer.charter.id
        place = each.claim.span if own else answer.charter.span
        message = f"`{name_of(each, answer)}` is violated: {each.claim.text}"
        yield Diagnostic("property-violated", message, place, severity=Severity.ERROR)
