"""Explanations for programs: the schema, and the answer as it says."""

from quorate.charter.verdict import Evidence
from quorate.questions.explain.nouns import (
    Core,
    ExplainAnswer,
    Kind,
    Near,
    OnePerson,
    OneRank,
    OneSlate,
    Part,
    Reason,
    Swap,
    WhyNot,
)
from quorate.reports.answer import Json
from quorate.reports.json import BOOLEAN, DATE, INTEGER, STRING, array, mapping, nullable, one_of, record
from quorate.reports.remedies import RECRUITS, REPAIRS, recruits_json, repairs_json
from quorate.reports.slates import SEARCHED, SEATED, SLATE, body_json, seated_json, slate_json

_EVIDENCE = array(record({"text": STRING, "people": array(STRING)}))
_NEAR = record({"slate": array(SEATED), "evidence": _EVIDENCE}, text="a slate of the others, and what is against it")
_PART = record(
    {
        "kind": one_of(*Kind),
        "names": array(STRING),
        "body": STRING,
        "text": STRING,
        "citation": STRING,
        "keeps_out": array(STRING),
        "why": _EVIDENCE,
        "sizes": nullable(array(INTEGER)),
        "no_chairs": array(STRING),
        "why_no_chair": _EVIDENCE,
        "near": nullable(_NEAR),
    }
)
_CORE = record({"parts": array(_PART), "because": nullable(STRING), "smallest": BOOLEAN, "people": array(STRING)})
WHY_NOT: Json = record(
    {
        "cores": array(_CORE),
        "certain": BOOLEAN,
        "complete": BOOLEAN,
        "hanging": nullable(INTEGER),
        "facts": array(STRING),
        "tried": array(STRING),
        "beyond": nullable(STRING),
    }
)
_REASON = record(
    {
        "clauses": array(STRING),
        "body": STRING,
        "text": STRING,
        "citation": STRING,
        "evidence": _EVIDENCE,
        "open": BOOLEAN,
        "facts": array(STRING),
    }
)
_SWAP = record(
    {
        "joining": mapping(array(STRING)),
        "leaving": mapping(array(STRING)),
        "chair": mapping(STRING),
        "seats": array(SEATED),
    }
)
_ONE_SLATE = record(
    {
        "seats": array(SEATED),
        "lawful": nullable(BOOLEAN),
        "reasons": array(_REASON),
        "unfit": mapping(STRING),
        "swaps": array(_SWAP),
        "more_swaps": BOOLEAN,
        "together": nullable(WHY_NOT),
    }
)
_ONE_PERSON = record(
    {
        "person": STRING,
        "body": STRING,
        "slates": nullable(INTEGER),
        "lawful": nullable(INTEGER),
        "unfit": nullable(STRING),
    }
)
_ONE_RANK = record(
    {
        "slate": SLATE,
        "first": SLATE,
        "before": SLATE,
        "against_first": STRING,
        "against_before": STRING,
        "measures": array(record({"name": STRING, "values": array(STRING)})),
    }
)
SCHEMA: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "as_of": DATE,
        "names": mapping(STRING),
        "bodies": array(SEARCHED),
        "lawful": nullable(INTEGER),
        "example": nullable(SLATE),
        "why": nullable(WHY_NOT),
        "slate": nullable(_ONE_SLATE),
        "person": nullable(_ONE_PERSON),
        "rank": nullable(_ONE_RANK),
        "repairs": nullable(REPAIRS),
        "recruits": nullable(RECRUITS),
        "open_because": nullable(STRING),
        "second": nullable(STRING),
    }
)


def json(answer: ExplainAnswer) -> Json:
    return {
        "roster": answer.roster,
        "title": answer.title,
        "illustrative": answer.illustrative,
        "as_of": answer.as_of.isoformat(),
        "names": dict(answer.names),
        "bodies": [body_json(body) for body in answer.bodies],
        "lawful": answer.lawful,
        "example": None if answer.example is None else slate_json(answer.example),
        "why": _why(answer.why),
        "slate": None if answer.slate is None else _slate(answer.slate),
        "person": None if answer.person is None else _person(answer.person),
        "rank": None if answer.rank is None else _rank(answer.rank),
        "repairs": None if answer.repairs is None else repairs_json(answer.repairs),
        "recruits": None if answer.recruits is None else recruits_json(answer.recruits),
        "open_because": answer.open_because,
        "second": answer.second,
    }


def _why(why: WhyNot | None) -> Json | None:
    if why is None:
        return None
    return {
        "cores": [_core(core) for core in why.cores],
        "certain": why.certain,
        "complete": why.complete,
        "hanging": why.hanging,
        "facts": list(why.facts),
        "tried": list(why.tried),
        "beyond": why.beyond,
    }


def _core(core: Core) -> Json:
    return {
        "parts": [_part(part) for part in core.parts],
        "because": core.because,
        "smallest": core.smallest,
        "people": list(core.people),
    }


def _part(part: Part) -> Json:
    return {
        "kind": part.kind.value,
        "names": list(part.names),
        "body": part.body,
        "text": part.text,
        "citation": part.cite,
        "keeps_out": list(part.keeps_out),
        "why": _evidence(part.why),
        "sizes": None if part.sizes is None else list(part.sizes),
        "no_chairs": list(part.no_chairs),
        "why_no_chair": _evidence(part.why_no_chair),
        "near": _near(part.near),
    }


def _near(near: Near | None) -> Json | None:
    if near is None:
        return None
    return {"slate": [seated_json(each) for each in near.slate], "evidence": _evidence(near.evidence)}


def _evidence(evidence: tuple[Evidence, ...]) -> list[Json]:
    return [{"text": each.text, "people": list(each.people)} for each in evidence]


def _slate(found: OneSlate) -> Json:
    return {
        "seats": [seated_json(each) for each in found.seats],
        "lawful": found.lawful,
        "reasons": [_reason(reason) for reason in found.reasons],
        "unfit": dict(found.unfit or {}),
        "swaps": [_swap(swap) for swap in found.swaps],
        "more_swaps": found.more_swaps,
        "together": _why(found.together),
    }


def _reason(reason: Reason) -> Json:
    return {
        "clauses": list(reason.names),
        "body": reason.body,
        "text": reason.text,
        "citation": reason.cite,
        "evidence": _evidence(reason.evidence),
        "open": reason.open,
        "facts": list(reason.facts),
    }


def _swap(swap: Swap) -> Json:
    return {
        "joining": {body: list(people) for body, people in swap.joining.items()},
        "leaving": {body: list(people) for body, people in swap.leaving.items()},
        "chair": dict(swap.chair),
        "seats": [seated_json(each) for each in swap.seats],
    }


def _person(found: OnePerson) -> Json:
    return {
        "person": found.person,
        "body": found.body,
        "slates": found.slates,
        "lawful": found.lawful,
        "unfit": found.unfit,
    }


def _rank(found: OneRank) -> Json:
    return {
        "slate": slate_json(found.slate),
        "first": slate_json(found.first),
        "before": slate_json(found.before),
        "against_first": found.against_first,
        "against_before": found.against_before,
        "measures": [{"name": each.name, "values": list(each.values)} for each in found.measures],
    }
