"""Remedies as they are told: clauses with their texts, facts with what they are now, people by name."""

from quorate.charter.document import Clause, FactDeclaration, Rank
from quorate.questions.explain.remedies import Costs, FactChange, Waiver, WishDropped
from quorate.questions.explain.wanted import stated, subject, written
from quorate.questions.slates.request import Request


def waiver_cost(clause: Clause, costs: Costs) -> int:
    """What it costs to waive a clause, as its file says or else as clauses do."""
    return costs.waive if clause.cost is None else clause.cost


def change_cost(fact: FactDeclaration, costs: Costs) -> int:
    """What it costs to change a fact, as its declaration says or else as facts do."""
    return costs.change if fact.cost is None else fact.cost


def waiver(request: Request, body: str, clause: Clause, cost: int) -> Waiver:
    name = request.named(body, clause)
    return Waiver(body, name, clause.text, law(request, body, clause), cost, clause.span)


def law(request: Request, body: str, clause: Clause) -> str | None:
    """The title of the statute or of the listing rules that a clause stands in, if it does."""
    policy = next(place.policy for place in request.places if place.body == body)
    packs = (pack for pack in policy.packs if pack.id == clause.charter and pack.rank in (Rank.STATUTE, Rank.LISTING))
    return next((pack.title for pack in packs), None)


def declared(request: Request, name: str) -> FactDeclaration:
    """How a fact of people is declared."""
    facts = (place.policy.facts.get(("person", name)) for place in request.places)
    return next(fact for fact in facts if fact is not None)


def fact_change(request: Request, person: str, name: str, value: object, cost: int) -> FactChange:
    before = stated(request.state.stated("person", person, name))
    return FactChange(person, name, subject(declared(request, name)), before, written(value), cost)


def size_dropped(body: str, cost: int) -> WishDropped:
    return WishDropped(body, "size", "The size that was asked for.", cost)


def keep_dropped(request: Request, body: str, person: str, cost: int) -> WishDropped:
    return WishDropped(body, f"keep {person}", f"{request.state.roster.people[person].name} is kept.", cost)
