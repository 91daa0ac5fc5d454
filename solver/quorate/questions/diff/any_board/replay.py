"""A board that the prover found, judged by the reference evaluator under both charters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from quorate.cel.logic import all_of
from quorate.cel.values import NOBODY, Value
from quorate.charter.claim_words import clauses_hold
from quorate.charter.claims import occasion_of
from quorate.charter.document import Policy, Property, Scope
from quorate.charter.occasions import Occasion, planned_meeting
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.charter.things import PersonThing
from quorate.questions.diff.any_board.sides import Pair, Put
from quorate.questions.prove.nouns import Witness


@dataclass(frozen=True, slots=True)
class Replay:
    """A witness, with the facts of the meeting and who called it or presided, if it is one of a meeting."""

    pair: Pair
    witness: Witness
    meeting: Mapping[str, object]

    def hold(self, clauses: Iterable[Put]) -> Value:
        """Whether clauses hold or are not applicable, each under its own charter."""
        return all_of(self._holds(each) for each in clauses)

    def _holds(self, put: Put) -> Value:
        policy = self.pair.policy(put.side)
        occasion = self._occasion(put, policy)
        return clauses_hold((put.clause,), occasion.context)

    def _occasion(self, put: Put, policy: Policy) -> Occasion:
        witness, clause = self.witness, put.clause
        state = state_of(told(witness.roster, policy), {witness.body: policy}).under(witness.body, policy)
        if clause.scope is not Scope.MEETING:
            asked = Property("", clause.charter, "", clause.scope, clause.rule, clause.span)
            return occasion_of(policy, state, witness.body, asked, witness.situation)
        people = {
            name: NOBODY if who is None else PersonThing(state, str(who), witness.body)
            for name, who in self.meeting.items()
            if name in ("called_by", "presider")
        }
        fields = {**self.meeting, **people}
        return planned_meeting(policy, state, witness.body, state.as_of, witness.sets.get("present", ()), **fields)


def told(roster: Roster, policy: Policy) -> Roster:
    """The roster as a charter reads it: what it defines itself nobody states."""
    defined = {(holder, name) for (holder, name), fact in policy.facts.items() if fact.define is not None}

    def kept(holder: str, facts: Mapping[str, object]) -> Mapping[str, object]:
        return {name: fact for name, fact in facts.items() if (holder, name) not in defined}

    people, bodies = roster.people, roster.bodies
    return replace(
        roster,
        people={name: replace(each, facts=kept("person", each.facts)) for name, each in people.items()},
        organisation=replace(roster.organisation, facts=kept("organisation", roster.organisation.facts)),
        bodies={name: replace(each, facts=kept("body", each.facts)) for name, each in bodies.items()},
    )
