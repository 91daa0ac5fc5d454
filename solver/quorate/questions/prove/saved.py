"""A counterexample as a scenario that `quorate test` runs."""

from collections.abc import Iterator

from quorate.charter.scenario_to_yaml import scenario_text
from quorate.charter.to_yaml import Data
from quorate.questions.prove.nouns import Answer, ProveAnswer, Witness

KEYS = {
    "present": "present", "ayes": "ayes", "noes": "noes", "abstentions": "abstentions", "recused": "recused",
    "departed": "departed", "subcommittee": "members",
}  # fmt: skip
"""What an expectation calls the sets of a witness."""


def saved(answer: ProveAnswer, each: Answer, witness: Witness, place: str | None = None) -> str:
    """The file of a scenario in which a property is violated; `place` is the charter's, if its id does not say it."""
    own = each.claim.charter == answer.charter.id
    name = each.claim.id if own else f"{each.claim.charter}/{each.claim.id}"
    smallest = "The smallest board" if witness.smallest else "A board"
    return scenario_text(
        f"A counterexample to {name}",
        f"{smallest} found under {answer.charter.id} of which it is not so: {each.claim.text}",
        witness.roster,
        [{"property": name, "body": witness.body, "is": "violated", **dict(_sets(witness))}],
        day=answer.as_of,
        charters={witness.body: place} if place else None,
    )


def _sets(witness: Witness) -> Iterator[tuple[str, Data]]:
    for name, key in KEYS.items():
        if name in witness.sets and (witness.sets[name] or name in ("present", "departed", "subcommittee")):
            yield key, list(witness.sets[name])
    if witness.subject is not None:
        yield "subject", witness.subject
