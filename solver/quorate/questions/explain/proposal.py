"""A slate as the call proposes it: `A,B,C`, or `BODY/A,B,C` where several bodies are filled, and the chairs."""

from collections.abc import Iterable, Sequence

from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.request import Request
from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean


def proposal(asked: Request, slate: Sequence[str], chair: Sequence[str]) -> tuple[Seated, ...]:
    """Who is to sit in each body, in the order of the roster, or a `CallError` with all that is wrong with that."""
    complaints: list[Diagnostic] = []
    members = _by_body(asked, slate, complaints)
    chairs = _by_body(asked, chair, complaints)
    for body in asked.bodies:
        if not members[body] and not complaints:
            advice = "name them with `--slate A,B,C`" + (f", or `{body}/A,B,C`" if len(asked.bodies) > 1 else "")
            complaints.append(Diagnostic("no-slate", f"nobody is proposed for `{body}`", help=advice))
        if len(chairs[body]) > 1:
            complaints.append(Diagnostic("two-chairs", f"{len(chairs[body])} people are proposed to chair `{body}`"))
    if complaints:
        raise CallError(complaints)
    order = {person: place for place, person in enumerate(asked.state.roster.people)}
    return tuple(
        Seated(body, tuple(sorted(members[body], key=order.__getitem__)), next(iter(chairs[body]), None))
        for body in asked.bodies
    )


def _by_body(asked: Request, given: Iterable[str], complaints: list[Diagnostic]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {body: [] for body in asked.bodies}
    for text in given:
        body, _, people = text.rpartition("/")
        if not body and len(asked.bodies) > 1:
            advice = f"write `{asked.bodies[0]}/{people}`"
            complaints.append(Diagnostic("which-body", f"in which body are `{people}` to sit", help=advice))
        elif body and body not in found:
            complaints.append(_no_body(asked, body))
        else:
            for person in filter(None, (each.strip() for each in people.split(","))):
                _add(asked, found[body or asked.bodies[0]], person, complaints)
    return found


def _add(asked: Request, members: list[str], person: str, complaints: list[Diagnostic]) -> None:
    if person not in asked.state.roster.people:
        advice = did_you_mean(person, asked.state.roster.people)
        complaints.append(Diagnostic("no-such-person", f"the roster has no person `{person}`", help=advice))
    elif person not in members:
        members.append(person)


def _no_body(asked: Request, body: str) -> Diagnostic:
    advice = f"the bodies to be filled are {', '.join(f'`{each}`' for each in asked.bodies)}"
    return Diagnostic("no-such-body", f"`{body}` is not to be filled", help=advice)
