"""A board that tells two charters apart, out of counts: people, seats, chair, the gathering, the vote, the meeting."""

from collections.abc import Mapping

from quorate.cel.ast import Expr
from quorate.cel.reading import fields_read
from quorate.charter.document import Scope
from quorate.questions.diff.any_board.sides import Pair
from quorate.questions.prove.answer import GATHERED
from quorate.questions.prove.boards import Boards, Shown
from quorate.questions.prove.nouns import Witness
from quorate.questions.prove.stated import stated_of
from quorate.questions.prove.witness import Board, Stage, board, body_name, kinds, roster


def shown(pair: Pair, scope: Scope, found: Boards, counts: Shown) -> tuple[Witness, Mapping[str, object]]:
    """The board as a roster with its sets; and the facts of the meeting, if the clauses are about meetings."""
    people = board(found.world, counts.assignment)
    body = body_name(pair.before.charter)
    stage = Stage(pair.before, body, pair.day, _read(pair, found))
    made = roster(stage, found.situation, found.world, people, counts.assignment)
    gathered = ("present",) if scope is Scope.MEETING else GATHERED.get(scope, ())
    sets = {name: tuple(people.sets.get(name, ())) for name in ("members", *gathered)}
    subject = stated_of(found.situation, "vote", counts.assignment).get("subject")
    witness = Witness(
        made, body, sets, _one(people, "chair"), kinds(people), counts.proved, False, str(subject) if subject else None
    )
    return witness, _meeting(found, people, counts) if scope is Scope.MEETING else {}


def _one(people: Board, name: str) -> str | None:
    return next(iter(people.sets.get(name, ())), None)


def _meeting(found: Boards, people: Board, counts: Shown) -> Mapping[str, object]:
    """What is so of the meeting: the facts that clauses read, who called it and who presided."""
    read = frozenset[str]().union(*(fields_read(expr) for expr in found.situation.expressions))
    facts = stated_of(found.situation, "meeting", counts.assignment)
    persons: Mapping[str, object] = {name: _one(people, name) for name in ("called_by", "presider")}
    return {name: fact for name, fact in {**facts, **persons}.items() if name in read}


def _read(pair: Pair, found: Boards) -> frozenset[str]:
    """The facts that any of the clauses reads, through definitions too."""
    waiting: list[Expr] = list(found.situation.expressions)
    read: set[str] = set()
    while waiting:
        new = fields_read(waiting.pop()) - read
        read |= new
        defined = (fact.define for (_, name), fact in pair.facts.items() if name in new)
        waiting += [define.ast for define in defined if define is not None]
    return frozenset(read)
