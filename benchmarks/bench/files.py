"""A board of the benchmark as the files that a user would have: charters in the clause language, a roster."""

from collections.abc import Iterator
from pathlib import Path

from bench.boards import Asks, Board, Body, Rule


def written(folder: Path, board: Board, *, sitting: bool = False) -> Path:
    """The roster file of a board; with `sitting` everybody is a member of its body today."""
    for body in board.bodies:
        (folder / f"{body.name}.yaml").write_text("\n".join(_charter(board, body)) + "\n", encoding="utf-8")
    if board.people > FLOW:
        (folder / "people.csv").write_text("\n".join(_table(board)) + "\n", encoding="utf-8")
    path = folder / "roster.yaml"
    path.write_text("\n".join(_roster(board, sitting)) + "\n", encoding="utf-8")
    return path


def name(person: int) -> str:
    return f"p{person:05}"


def number(person: str) -> int:
    return int(person[1:])


def preference(board: Board) -> str:
    """What is to be as high as can be, in the words of the first body."""
    return " + ".join(
        f"{'members' if body is board.bodies[0] else f'bodies.{body.name}.members'}.map(m, m.{body.worth}).sum()"
        for body in board.bodies
        if body.worth is not None
    )


def _charter(board: Board, body: Body) -> Iterator[str]:
    yield from ("quorate: 1", f"charter: bench.{body.name}", "title: An illustrative committee", f"kind: {body.name}")
    yield from ("facts:", "  person:")
    yield from (f"    {fact}: {{type: bool, text: Whether {fact}}}" for fact in board.facts)
    yield from (f"    {worth}: {{type: int, text: Worth for {worth}}}" for worth in board.worths)
    if board.apart:
        yield "    relatives: {type: set, of: person, default: [], text: Their relatives}"
    yield "clauses:"
    for place, (label, requirement) in enumerate(_clauses(board, body)):
        yield f"  - {{id: {label}, text: On {label}, cite: {{section: '{place}'}}, require: \"{requirement}\"}}"


def _clauses(board: Board, body: Body) -> Iterator[tuple[str, str]]:
    if body.seats < board.people:
        yield "size", f"size(members) == {body.seats}"
    for place, rule in enumerate(body.rules):
        yield f"{rule.asks}-{rule.fact}-{place}", _requirement(rule)
    if body.chair is not None:
        yield "chair", f"chair.{body.chair}"
    if board.apart:
        yield "relatives", "members.all(m, m.relatives.all(r, !(r in members)))"
    others = [f"bodies.{other.name}" for other in board.bodies if other is not body]
    if board.most is not None and body is board.bodies[-1]:
        yield "overlap", f"members.all(m, !({' && '.join(f'm in {other}.members' for other in others)}))"
    if board.most is not None:
        yield "chairs", " && ".join(f"chair != {other}.chair" for other in others)


def _requirement(rule: Rule) -> str:
    having = f"size(members.filter(m, m.{rule.fact}))"
    match rule.asks:
        case Asks.ALL:
            return f"members.all(m, m.{rule.fact})"
        case Asks.LEAST:
            return f"{having} >= {rule.bound}"
        case Asks.MOST:
            return f"{having} <= {rule.bound}"
        case Asks.HALF:
            return f"{having} >= half(members)"
        case Asks.THIRD:
            return f"{having} <= third(members)"


FLOW = 2_000
"""More people than that are kept in a table beside the roster, as secretaries do."""


def _roster(board: Board, sitting: bool) -> Iterator[str]:
    yield from ("quorate: 1", f"roster: bench.{board.people}", "title: Illustrative", "illustrative: true")
    yield "as_of: 2026-01-01"
    yield "people:" if board.people <= FLOW else "people_from: people.csv"
    relatives: dict[int, list[int]] = {}
    for one, other in board.apart:
        relatives.setdefault(one, []).append(other)
        relatives.setdefault(other, []).append(one)
    for person in range(board.people if board.people <= FLOW else 0):
        facts = [f"{fact}: {str(values[person]).lower()}" for fact, values in board.facts.items()]
        facts += [f"{worth}: {values[person]}" for worth, values in board.worths.items()]
        if person in relatives:
            facts.append(f"relatives: [{', '.join(map(name, relatives[person]))}]")
        yield f"  {name(person)}: {{name: Person {person}, {', '.join(facts)}}}"
    yield "bodies:"
    for body in board.bodies:
        members = ", ".join(map(name, range(board.people if sitting else body.seats)))
        chair = f", chair: {name(0)}" if body.chair is not None else ""
        yield f"  {body.name}: {{kind: {body.name}, charter: bench.{body.name}{chair}, members: [{members}]}}"


def _table(board: Board) -> Iterator[str]:
    yield ",".join(("id", "name", *board.facts, *board.worths))
    for person in range(board.people):
        facts = [str(values[person]).lower() for values in board.facts.values()]
        worths = [str(values[person]) for values in board.worths.values()]
        yield ",".join((name(person), f"Person {person}", *facts, *worths))
