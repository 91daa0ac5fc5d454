"""Entries of the log that grant a relief which no document has."""

from collections.abc import Iterator, Mapping

from quorate.charter.document import Policy, Relief
from quorate.charter.state import State
from quorate.source.diagnostic import Diagnostic, Severity, did_you_mean


def misnamed(state: State, policies: Mapping[str, Policy]) -> Iterator[Diagnostic]:
    """Each entry `waived` that names a relief in vain, on the state's day."""
    for _, event in state.events():
        name = event.details.get("relief")
        if event.kind != "waived" or not isinstance(name, str):
            continue
        body = event.details.get("body")
        known = granted_by_name(policy for one, policy in policies.items() if body in (None, one))
        if name not in known:
            message = f"the log waives `{name}` on {event.date}, and no document of the body grants such relief"
            advice = did_you_mean(name, known) or "name a relief that has `given`, by its id"
            yield Diagnostic("unknown-relief", message, event.span, advice, Severity.WARNING)


def granted_by_name(policies: Iterator[Policy]) -> tuple[str, ...]:
    """The ids of every relief that an entry of the log can grant, each also with its document."""
    found = [relief for policy in policies for relief in _reliefs(policy) if relief.given is not None]
    return tuple(dict.fromkeys(name for one in found for name in (one.id, f"{one.charter}/{one.id}")))


def _reliefs(policy: Policy) -> Iterator[Relief]:
    for document in (policy.charter, *policy.packs):
        yield from document.relief
        yield from (relief for clause in document.clauses for relief in clause.relief)
