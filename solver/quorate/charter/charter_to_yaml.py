"""Charters and packs as files again, such as amended ones. Comments and the layout of the first file are not kept."""

from collections.abc import Iterable, Mapping

from quorate.cel.types import (
    BODY,
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    ORGANISATION,
    PERSON,
    STRING,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Type,
)
from quorate.charter.document import (
    Charter,
    Citation,
    Clause,
    Duty,
    Expression,
    FactDeclaration,
    Force,
    Mode,
    Per,
    Property,
    Relief,
    Remedy,
    Scope,
    SeatClass,
)
from quorate.charter.to_yaml import Data, fact_data, file_text

_TYPES: Mapping[Type, str] = {
    BOOL: "bool", INT: "int", NUMBER: "decimal", MONEY: "money", DATE: "date", STRING: "text",
    PERSON: "person", BODY: "body", ORGANISATION: "organisation",
}  # fmt: skip


def charter_text(charter: Charter) -> str:
    """The file of a charter or pack."""
    return file_text({"pack" if charter.kind is None else "charter": charter.id, **_charter(charter)})


def _charter(charter: Charter) -> Mapping[str, Data]:
    return {
        "title": charter.title,
        "kind": charter.kind,
        "rank": charter.rank,
        "alternates_count": charter.alternates_count or None,
        "uses": [_use(charter, name) for name in charter.uses] or None,
        "facts": _holders(charter.facts),
        "records": {name: _declared(fields) for name, fields in (charter.records or {}).items()} or None,
        "subjects": charter.subjects or None,
        "terms": {word: _rule(rule) for word, rule in (charter.terms or {}).items()} or None,
        "clauses": [_clause(clause) for clause in charter.clauses] or None,
        "duties": [_duty(duty) for duty in charter.duties] or None,
        "relief": [_relief(relief) for relief in charter.relief] or None,
        "seats": [_seats(seats) for seats in charter.seats] or None,
        "properties": [_property(claim) for claim in charter.properties] or None,
        "unchecked": [{"quote": entry.quotes, "why": entry.why} for entry in charter.unchecked] or None,
    }


def _holders(facts: Iterable[FactDeclaration]) -> Data:
    holders: dict[str, list[FactDeclaration]] = {}
    for fact in facts:
        holders.setdefault(fact.holder, []).append(fact)
    return {holder: _declared(declared) for holder, declared in holders.items()} or None


def _declared(facts: Iterable[FactDeclaration]) -> Mapping[str, Data]:
    return {fact.name: _declaration(fact) for fact in facts}


def _declaration(fact: FactDeclaration) -> Mapping[str, Data]:
    kind = fact.type.value if isinstance(fact.type, MapOf) else fact.type
    return {
        **_type(kind),
        "text": fact.text or None,
        "by": fact.by,
        "default": fact_data(fact.default) if fact.has_default else None,
        "define": _rule(fact.define),
        "presumed": _rule(fact.presumed),
        "denied": _rule(fact.denied),
        "date_of": fact.date_of,
        "cite": _cite(fact.cite),
        "verified": None if fact.verified else False,
        "changeable": fact.changeable or None,
        "cost": fact.cost,
        "at_most": fact.at_most,
        "usual": fact_data(fact.usual),
    }


def _type(kind: Type) -> Mapping[str, Data]:
    match kind:
        case OneOf(values=values):
            return {"type": "one_of", "of": list(values)}
        case ListOf(element=element):
            return {"type": "list", "of": _TYPES.get(element, str(element))}
        case GroupOf(thing=thing):
            return {"type": "set", "of": str(thing)}
        case _:
            return {"type": _TYPES.get(kind, str(kind))}


def _rule(rule: Expression | None) -> Data:
    return rule.excerpt.text if rule is not None else None


def _cite(cite: Citation) -> Data:
    data = {"section": cite.section, "quote": cite.quotes or None, "source": cite.source}
    return data if any(data.values()) else None


def _per(per: Per | None) -> Data:
    if per is None or per.name != "every":
        return per.name if per is not None else None
    return {"every": f"months({per.months})", "from": per.start}


def _clause(clause: Clause) -> Mapping[str, Data]:
    first, last = clause.in_force
    return {
        "id": clause.id,
        "text": clause.text or None,
        "cite": _cite(clause.cite),
        "topic": clause.topic or None,
        "force": clause.force if clause.force is not Force.MUST and clause.mode is not Mode.ALLOW else None,
        "cost": clause.cost,
        "weight": clause.weight if clause.weight != 1 else None,
        "scope": clause.scope if clause.scope is not Scope.BODY else None,
        "when": _rule(clause.when),
        "per": _per(clause.per),
        "tested": clause.tested if clause.tested != "always" else None,
        "in_force": {"from": first, "until": last} if first or last else None,
        "overrides": clause.overrides or None,
        "default": clause.default or None,
        "reading": clause.reading,
        "verified": None if clause.verified else False,
        clause.mode.value: _rule(clause.rule),
        "relief": [_relief(relief, inside=True) for relief in clause.relief] or None,
        "remedy": [_remedy(step) for step in clause.remedy] or None,
    }


def _use(charter: Charter, name: str) -> Data:
    day = (charter.used_at or {}).get(name)
    return name if day is None else {"pack": name, "at": day}


def _relief(relief: Relief, *, inside: bool = False) -> Mapping[str, Data]:
    first, last = relief.in_force
    own = f"{relief.charter}/"
    return {
        "id": relief.id,
        "kind": relief.kind,
        "text": relief.text or None,
        "cite": _cite(relief.cite),
        "helps": None if inside else [name.removeprefix(own) for name in relief.helps] or None,
        "start": _rule(relief.start),
        "given": _rule(relief.given),
        "who": _rule(relief.who),
        "while": _rule(relief.during),
        "until": _rule(relief.until),
        "alone": relief.alone or None,
        "at_most": relief.at_most,
        "in_force": {"from": first, "until": last} if first or last else None,
        "verified": None if relief.verified else False,
    }


def _remedy(step: Remedy) -> Mapping[str, Data]:
    return {
        "leave": _rule(step.leave),
        "choose": step.choose if step.choose != "all" else None,
        "by": _rule(step.by),
        "then": step.then,
    }


def _seats(seats: SeatClass) -> Mapping[str, Data]:
    return {
        "class": seats.name,
        "text": seats.text or None,
        "cite": _cite(seats.cite),
        "count": seats.count,
        "selected_by": seats.selected_by,
        "term": f"months({seats.term})" if seats.term else None,
        "most_terms": seats.most_terms,
        "cohorts": seats.cohorts or None,
        "hold_over": seats.hold_over or None,
        "votes": seats.votes if seats.votes != 1 else None,
        "ex_officio": f"offices.{seats.ex_officio}" if seats.ex_officio else None,
    }


def _duty(duty: Duty) -> Mapping[str, Data]:
    return {
        "id": duty.id,
        "text": duty.text or None,
        "cite": _cite(duty.cite),
        "subject": duty.subject,
        "power": duty.power,
        "force": duty.force if duty.force is not Force.MUST else None,
        "who": duty.who if duty.who != "body" else None,
        "to": duty.to,
        "at_least": duty.at_least if duty.at_least != 1 else None,
        "per": _per(duty.per),
        "within": _rule(duty.within),
        "after": _rule(duty.after),
        "by": _rule(duty.by),
        "before": duty.before or None,
        "minutes": duty.minutes or None,
        "standing": duty.standing or None,
        "reading": duty.reading,
    }


def _property(claim: Property) -> Mapping[str, Data]:
    return {
        "id": claim.id,
        "text": claim.text or None,
        "scope": claim.scope if claim.scope is not Scope.BODY else None,
        "when": _rule(claim.when),
        "claim": _rule(claim.claim),
        "assuming": claim.assuming or None,
        "topics": claim.topics,
    }
