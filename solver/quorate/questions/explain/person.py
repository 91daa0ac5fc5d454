"""Whether one person can serve, before the clauses are asked at all."""

from quorate.questions.explain.nouns import OnePerson
from quorate.questions.slates.request import Request, not_eligible


def one_person(body: str, person: str) -> OnePerson:
    return OnePerson(person, body)


def unfit(request: Request, body: str, person: str) -> str | None:
    """Why a person may not sit in a body whatever its charter says; none if nothing like that stands in the way."""
    place = next(place for place in request.places if place.body == body)
    if person in place.eligible:
        return None
    known = request.state.roster.people[person]
    if not known.candidate:
        return f"{known.name} is no candidate (`candidate: false` in the roster)"
    later = not_eligible(known, request.state.as_of)
    if later is not None:
        return f"{known.name} {later}"
    parent = request.state.roster.bodies[body].parent
    return f"{known.name} does not sit in `{parent}`, to which `{body}` belongs"
