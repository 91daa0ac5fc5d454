"""The answer to `prove`: each property proved for every board, or the smallest board of which it is not so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from time import perf_counter

from quorate.cel.ast import Expr, Literal
from quorate.cel.reading import calls, fields_read, names
from quorate.charter.claims import PropertyStatus
from quorate.charter.document import Charter, Clause, Policy, Property, Scope
from quorate.charter.policy import of_any_board, policy_of
from quorate.engines.base import Limits, NotDecided, OutOfTime, SecondProver, Unsatisfiable, second_prover
from quorate.formula.ast import FALSE, TRUE, Formula, all_of, negate
from quorate.formula.symbolic import Truth
from quorate.questions.prove.boards import Boards, Shown, base_words, boards, implied
from quorate.questions.prove.bounded import bounded
from quorate.questions.prove.concerned import concerned, wider, words_of
from quorate.questions.prove.nouns import Answer, ProveAnswer, Standing, Witness
from quorate.questions.prove.question import Packs, Question, question
from quorate.questions.prove.smallest import Deadline
from quorate.questions.prove.stated import stated_of
from quorate.questions.prove.witness import Stage, board, body_name, kinds, roster
from quorate.source.reporter import SILENT, Reporter

GATHERED: Mapping[Scope, tuple[str, ...]] = {
    Scope.QUORUM: ("present",),
    Scope.VOTE: ("present", "ayes", "noes", "abstentions", "recused"),
    Scope.DEPARTURE: ("departed",),
    Scope.SUBCOMMITTEE: ("subcommittee",),
}
"""The sets, beside members, that a situation of a scope is made of."""


def prove(
    charter: Charter,
    packs: Packs,
    claims: Sequence[Property],
    *,
    as_of: date,
    limits: Limits = Limits(),  # noqa: B008
    cross_check: bool = False,
    least: bool = True,
    reporter: Reporter = SILENT,
) -> ProveAnswer:
    """Each claim decided for boards of every size; `packs` finds the pack or charter that a claim stands in.

    The time limit is that of one property. Unless the `least` counterexample is wanted, any will do.
    """
    found = ProveAnswer(charter, as_of, (), words=words_of(charter, wider(charter, packs, claims)))
    for number, claim in enumerate(claims):
        reporter.stage(f"proving {claim.charter}/{claim.id} ({number + 1} of {len(claims)})")
        began = perf_counter()
        one = _answer(charter, packs, claim, as_of, limits, cross_check, least)
        about = concerned(charter, packs, claim, as_of, one.witness)
        one = replace(one, seconds=perf_counter() - began, clauses=about)
        found = replace(found, answers=(*found.answers, one))
        reporter.found(found)
    return found


def _answer(
    charter: Charter, packs: Packs, claim: Property, day: date, limits: Limits, cross_check: bool, least: bool
) -> Answer:
    put = question(of_any_board(policy_of(charter, packs)), packs, claim, day)
    if put.beside is not None:
        return Answer(claim, Standing.NOT_APPLICABLE, put.beside)
    if any(one.votes != 1 for one in charter.seats) and _reads_votes(put):
        return Answer(claim, Standing.UNDECIDED, "the votes of its classes of seats are beyond what is proved")
    deadline = Deadline.of(limits.seconds)
    try:
        answer = Search(put, day, limits, deadline, cross_check, least).answer()
    except OutOfTime as error:
        return Answer(claim, Standing.UNDECIDED, str(error))
    return bounded(put, answer, deadline) if answer.standing is Standing.UNDECIDED else answer


def _reads_votes(put: Question) -> bool:
    """Whether a claim, or what it takes for granted, asks who has how many votes."""
    parts = [*put.claims.values(), *(clause.rule.ast for clause in put.clauses)]
    parts += [clause.when.ast for clause in put.clauses if clause.when is not None]
    return put.claim.scope is Scope.VOTE or any(_of_votes(part) for part in parts)


def _of_votes(expr: Expr) -> bool:
    words = names(expr) & {"voting", "ayes", "noes", "cast"}
    return bool(words or calls(expr, "votes") or "votes" in fields_read(expr))


@dataclass(frozen=True)
class Search:
    """The search for a board of which a claim is false; `least` says whether it is to be the smallest."""

    put: Question
    day: date
    limits: Limits
    deadline: Deadline
    cross_check: bool
    least: bool = True

    @property
    def claim(self) -> Property:
        return self.put.claim

    @property
    def spelt(self) -> Property:
        return self.put.spelt

    @property
    def policy(self) -> Policy:
        return self.put.policy

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.put.clauses

    @cached_property
    def second(self) -> SecondProver | None:
        """Who gives a second opinion on this claim."""
        return second_prover(seconds=self.limits.seconds) if self.cross_check else None

    def answer(self) -> Answer:
        claims = self.put.claims
        found = boards(
            self.claim.scope, self.policy.charter.kind, self.policy.facts, self.clauses, claims,
            base_words(self.policy, self.day), denied=self._denied(claims), spelt=self.put.written, second=self.second,
            deadline=self.deadline,
        )  # fmt: skip
        beyond = next((found.unread[name] for name in claims if name in found.unread), None)
        if beyond is not None:
            return Answer(self.claim, Standing.UNDECIDED, f"{beyond} is beyond what is proved", unread=found.unread)
        return self._asked(found)

    def _denied(self, claims: Mapping[str, Expr]) -> Expr:
        """What is sought to be false: the claim, where it is made."""
        return implied(claims.get("when"), claims["claim"])

    def _asked(self, found: Boards) -> Answer:
        judged = (found.judged(clause) for clause in self.clauses)
        lawful = all_of(*(negate(one.broken) for one in judged if one is not None))
        made = found.world.truth("when").true if "when" in found.world.values else TRUE
        claim = found.world.truth("claim")
        return self._sought(found, lawful, made, claim, least=self.least)

    def _sought(self, found: Boards, lawful: Formula, made: Formula, claim: Truth, *, least: bool) -> Answer:
        seek = found.smallest if least else found.any
        match seek(lawful, made, claim.false, limits=self.limits, deadline=self.deadline):
            case NotDecided(why):
                return self._says(found, Standing.UNDECIDED, why)
            case Unsatisfiable():
                return self._none(found, lawful, made, claim.unknown)
            case Shown() as shown:
                answer = self._shown(found, shown)
                if least or answer.standing is Standing.VIOLATED:
                    return answer
                return self._sought(found, lawful, made, claim, least=True)

    def _says(self, found: Boards, standing: Standing, why: str = "", witness: Witness | None = None) -> Answer:
        checked = None if self.second is None else self.second.said
        return Answer(self.claim, standing, why, witness, found.unread, checked)

    def _none(self, found: Boards, lawful: Formula, made: Formula, unclear: Formula) -> Answer:
        """No board was found of which the claim is false: it is proved, if nothing is left open."""
        if not found.enough:
            return self._says(found, Standing.UNDECIDED, "none was found with one shared group, but more may matter")
        if unclear != FALSE:
            open_ = found.exists(lawful, made, unclear, limits=self.limits, deadline=self.deadline)
            if not isinstance(open_, Unsatisfiable):
                return self._says(found, Standing.UNDECIDED, "it hangs on what is not known of any board")
        match found.exists(lawful, made, limits=self.limits, deadline=self.deadline):
            case Unsatisfiable():
                return self._says(found, Standing.VACUOUS, "there is no board of which it is claimed")
            case NotDecided(why):
                return self._says(found, Standing.UNDECIDED, why)
            case _:
                return self._says(found, Standing.PROVED)

    def _shown(self, found: Boards, shown: Shown) -> Answer:
        """The board that was found, once the reference evaluator has said of it what the prover says."""
        people = board(found.world, shown.assignment)
        body = body_name(self.policy.charter)
        stage = Stage(self.policy, body, self.day, self._read(found))
        made = roster(stage, found.situation, found.world, people, shown.assignment)
        wanted = ("members", *GATHERED.get(self.claim.scope, ()))
        sets = {name: tuple(people.sets.get(name, ())) for name in wanted}
        chair = next(iter(people.sets.get("chair", ())), None)
        subject = stated_of(found.situation, "vote", shown.assignment).get("subject")
        witness = Witness(
            made, body, sets, chair, kinds(people), shown.proved, False, str(subject) if subject else None
        )
        status = self._replayed(witness)
        if status is PropertyStatus.VIOLATED:
            return self._says(found, Standing.VIOLATED, "", replace(witness, replayed=True))
        if status is PropertyStatus.UNKNOWN and self._of_other_bodies() and not found.unread:
            return self._says(found, Standing.VIOLATED, "no other body was tried by the reference evaluator", witness)
        return self._says(found, Standing.UNDECIDED, self._doubt(found, status), witness)

    def _of_other_bodies(self) -> bool:
        """Whether the claim is about what bodies are possible: of that the evaluator, which sees one, says nothing."""
        parts = [part for part in (self.spelt.claim, self.spelt.when) if part is not None]
        asked = (call.args[0] for part in parts for call in calls(part.ast, "possible") if call.args)
        return any(isinstance(name, Literal) and self._is_body(str(name.value)) for name in asked)

    def _is_body(self, name: str) -> bool:
        meant = self.put.named(name)
        return meant is not None and meant.scope is Scope.BODY

    def _doubt(self, found: Boards, status: PropertyStatus) -> str:
        if found.unread:
            name, why = next(iter(found.unread.items()))
            return f"`{name}` could not be read: {why} is beyond what is proved"
        return f"the board that was found could not be confirmed: there the claim is {status}"

    def _read(self, found: Boards) -> frozenset[str]:
        """The facts that any `must` clause of the charter, or the claim, reads, through definitions too."""
        waiting: list[Expr] = list(found.situation.expressions)
        read: set[str] = set()
        while waiting:
            new = fields_read(waiting.pop()) - read
            read |= new
            defined = (fact.define for (_, name), fact in self.policy.facts.items() if name in new)
            waiting += [define.ast for define in defined if define is not None]
        return frozenset(read)

    def _replayed(self, witness: Witness) -> PropertyStatus:
        return self.put.status(witness)
