"""The search for a small board of which a claim is false, where a proof is beyond reach: of one person, two, and so on.

Every board is judged by the reference evaluator. What is found is a counterexample; if there is none among all boards
of up to so many people, the answer says up to how many, and never that anything was proved.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from quorate.charter.claim_words import clauses_hold
from quorate.charter.claims import PropertyStatus, Situation, judge_property
from quorate.charter.document import Scope
from quorate.charter.occasions import occasions
from quorate.charter.roster import Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.engines.base import OutOfTime
from quorate.formula.open.situation import Situation as Words
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.prove.boards import base_words, parts_of
from quorate.questions.prove.bounded.gatherings import gatherings
from quorate.questions.prove.bounded.people import Tried
from quorate.questions.prove.bounded.rosters import Rosters, TooMany
from quorate.questions.prove.nouns import Answer, Standing, Witness
from quorate.questions.prove.question import Question
from quorate.questions.prove.smallest import Deadline
from quorate.questions.prove.witness import body_name

LARGEST = 6
"""How many people a board that is tried has at most."""
MOST = 6_000
"""How many boards, each with one gathering, are judged at most; fewer people are all that can be tried then."""
TOLD = (PropertyStatus.UPHELD, PropertyStatus.VIOLATED)


@dataclass
class _Tally:
    """How many boards were looked at and judged, and of how many something is claimed; `open` if one is not known."""

    deadline: Deadline
    looked: int = 0
    judged: int = 0
    claimed: int = 0
    open: bool = field(default=False)

    def look(self) -> None:
        self.looked += 1
        if self.looked > 20 * MOST:
            raise TooMany

    def one_more(self) -> None:
        self.judged += 1
        self.deadline.check()
        if self.judged > MOST:
            raise TooMany

    def met(self, status: PropertyStatus) -> None:
        self.claimed += status in TOLD
        self.open = self.open or status is PropertyStatus.UNKNOWN


def bounded(put: Question, answer: Answer, deadline: Deadline) -> Answer:
    """What trying small boards says where an answer is undecided; the same answer if that tells nothing.

    Nothing is left out of what is tried.
    """
    if put.claim.scope is Scope.CHARTER:
        return answer
    tally, size = _Tally(deadline), 0
    try:
        tried = Tried(words_of(put))
        tried.check()
        rosters = Rosters(put.policy.charter, put.day, tried, tally.look)
        for size in range(1, LARGEST + 1):
            for witness in _against(put, rosters, size, tally):
                return Answer(put.claim, Standing.VIOLATED, "", witness, {}, answer.checked)
    except OutsideFragment as error:
        return _undecided(answer, f"{error.what} is not among what is tried of small boards")
    except (TooMany, OutOfTime):
        size -= 1
    if tally.open:
        return _undecided(answer, "of some small boards the reference evaluator cannot tell")
    if not size or not tally.claimed:
        return _undecided(answer, f"no board of up to {size} people is such as it speaks of" if size else "")
    return Answer(put.claim, Standing.BOUNDED, answer.why, None, {}, answer.checked, size=size)


def words_of(put: Question) -> Words:
    """All that is asked, in the words of the claim's scope."""
    parts = [part for clause in put.clauses for part in parts_of(clause, put.written)]
    expressions = (*put.claims.values(), *parts)
    words = base_words(put.policy, put.day)
    return Words(put.claim.scope, put.policy.charter.kind, put.policy.facts, expressions, words)


def _undecided(answer: Answer, why: str) -> Answer:
    if not why:
        return answer
    return Answer(answer.claim, answer.standing, f"{answer.why}; {why}", answer.witness, answer.unread, answer.checked)


def _against(put: Question, rosters: Rosters, size: int, tally: _Tally) -> Iterator[Witness]:
    """The boards of so many people of which the claim is false."""
    body = body_name(put.policy.charter)
    for seating in rosters.of(size):
        tally.one_more()
        state = state_of(seating.roster, {body: put.policy})
        if not _lawful(put, state, body):
            continue
        for situation in gatherings(put.claim.scope, seating.like, subjects(rosters.tried)):
            tally.one_more()
            status = judge_property(put.policy, state, body, put.spelt, situation).status
            tally.met(status)
            if status is PropertyStatus.VIOLATED:
                yield shown(seating.roster, body, situation)


def _lawful(put: Question, state: State, body: str) -> bool:
    """Whether what is assumed of the body itself is not false."""
    today = occasions(put.policy, state.under(body, put.policy), body, Scope.BODY)[0]
    return clauses_hold((c for c in put.clauses if c.scope is Scope.BODY), today.context) is not False


def subjects(tried: Tried) -> tuple[str | None, ...]:
    """What a vote may be about: any text that is compared, or another; nothing where nobody asks."""
    return (*tried.situation.texts, "another") if "subject" in tried.fields else (None,)


def shown(roster: Roster, body: str, situation: Situation) -> Witness:
    """A board with a gathering as what shows that a claim is not so."""
    own = roster.bodies[body]
    said = {
        "members": tuple(member.person for member in own.members),
        "present": situation.present, "ayes": situation.ayes, "noes": situation.noes,
        "abstentions": situation.abstentions, "recused": situation.recused, "departed": situation.departed,
        "subcommittee": situation.members,
    }  # fmt: skip
    sets = {name: people for name, people in said.items() if people is not None}
    kinds: dict[str, tuple[str, ...]] = dict.fromkeys(roster.people, ())
    return Witness(roster, body, sets, own.chair, kinds, False, True, situation.subject)
