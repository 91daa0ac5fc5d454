"""What a claim may name, and from where: `holds`, `opposed` and `possible` of scopes, topics and clauses."""

from collections.abc import Iterable, Iterator, Mapping

from quorate.cel.ast import Call, Literal
from quorate.cel.reading import OF_CLAUSES, calls
from quorate.charter.claim_names import SCOPE_WORDS
from quorate.charter.document import TOPICS, Expression, Property, Scope
from quorate.charter.expressions import Collector
from quorate.source.diagnostic import Diagnostic, did_you_mean

ANCESTORS: Mapping[Scope, frozenset[Scope]] = {
    Scope.BODY: frozenset(),
    Scope.QUORUM: frozenset((Scope.BODY,)),
    Scope.VOTE: frozenset((Scope.BODY, Scope.QUORUM)),
    Scope.MEETING: frozenset((Scope.BODY, Scope.QUORUM)),
    Scope.YEAR: frozenset((Scope.BODY,)),
    Scope.EVENT: frozenset((Scope.BODY,)),
    Scope.CHARTER: frozenset(),
    Scope.DEPARTURE: frozenset((Scope.BODY,)),
    Scope.SUBCOMMITTEE: frozenset((Scope.BODY,)),
}
"""The scopes whose words a scope has too, so that it can ask whether their clauses hold."""

CLAIM_WORDS = (*(word.value for word in SCOPE_WORDS), *TOPICS)


def parts_of(claim: Property) -> tuple[Expression, ...]:
    """The expressions of a property: its claim, and the cases of which it is made."""
    return (claim.claim,) if claim.when is None else (claim.claim, claim.when)


def names_in(expression: Expression) -> Iterator[tuple[Call, str]]:
    """Each call that asks for clauses, with the name that it gives."""
    for function in OF_CLAUSES:
        for call in calls(expression.ast, function):
            match call.args:
                case (Literal(value=str(name)),):
                    yield call, name
                case _:
                    pass


def claimed(collector: Collector, properties: Iterable[Property], clauses: Mapping[str, Scope], *, pack: bool) -> None:
    """Properties name what there is and what is seen from their scope; a pack's are asked of charters yet unknown."""
    for claim in properties:
        for expression in parts_of(claim):
            for call, name in names_in(expression):
                if complaint := _complaint(call.function, name, claim.scope, clauses, pack=pack):
                    code, message, advice = complaint
                    collector.tell(Diagnostic(code, message, call.args[0].span, advice))


def _complaint(
    function: str, name: str, scope: Scope, clauses: Mapping[str, Scope], *, pack: bool
) -> tuple[str, str, str | None] | None:
    there = _scope_of(name, clauses)
    if there is not None:
        return _unseen(function, name, there, scope)
    advice = did_you_mean(name, (*clauses, *CLAIM_WORDS))
    if pack and advice is None:
        return None
    return "unknown-clause", f"there is no clause `{name}`", advice or "name a clause by its id"


def _scope_of(name: str, clauses: Mapping[str, Scope]) -> Scope | None:
    if name in SCOPE_WORDS:
        return Scope(name)
    return clauses.get(name, Scope.BODY if name in TOPICS else None)


def _unseen(function: str, name: str, there: Scope, scope: Scope) -> tuple[str, str, str] | None:
    """Why a function cannot ask for clauses of one scope from another, and what to do."""
    match function:
        case "holds" if there is not scope and there not in ANCESTORS[scope]:
            message = f"`{name}` has scope `{there}`, which is not seen from scope `{scope}`"
            advice = f"say `scope: {there}` here" + (", or ask `possible(...)`" if there in SCOPE_WORDS else "")
        case "opposed" if scope is not Scope.VOTE or there is not Scope.VOTE:
            message = f"`opposed` exchanges the ayes and the noes of a vote, and `{name}` has scope `{there}`"
            if there is Scope.VOTE:
                message = f"`opposed` exchanges the ayes and the noes of a vote, and there is none in scope `{scope}`"
            advice = "say `scope: vote` and name a clause of that scope"
        case "possible" if there is Scope.BODY and scope not in (Scope.BODY, Scope.CHARTER):
            message = f"`possible` of `{name}` asks for another body, which scope `{scope}` does not"
            advice = "say `scope: body` or `scope: charter`, or ask `holds(...)`"
        case "possible" if there is not Scope.BODY and scope is Scope.CHARTER:
            message = f"scope `charter` has no members of whom `{name}` could be asked"
            advice = "say `scope: body`"
        case "possible" if there is not Scope.BODY and scope is Scope.SUBCOMMITTEE:
            message = f"the charter is the parent's, and says nothing of `{name}` in a subcommittee"
            advice = "say `scope: body` and speak of the parent"
        case "possible" if there not in SCOPE_WORDS:
            message = f"`{name}` has scope `{there}`, of which nothing is possible or impossible"
            advice = "ask `possible` of clauses of scope body, quorum and vote"
        case _:
            return None
    return "scope-of-clause", message, advice
