"""clingo: facts, a choice rule with bounds, integrity constraints over counts; ground once, solved once."""

from collections.abc import Iterator
from typing import Any

import clingo

from bench.boards import Board, Slates

DISTRIBUTION = "clingo"


def _program(board: Board, *, worth: bool = False) -> Iterator[str]:
    for place, body in enumerate(board.bodies):
        able = board.eligible(body)
        yield " ".join(f"able({place},{p})." for p in able)
        yield f"{body.seats} {{ in({place},P) : able({place},P) }} {body.seats}."
        for number, (fact, low, high) in enumerate(board.counted(body)):
            yield " ".join(f"f({place},{number},{p})." for p in able if fact[p])
            inside = f"#count {{ P : in({place},P), f({place},{number},P) }}"
            if low > 0:
                yield f":- {inside} < {low}."
            if high < body.seats:
                yield f":- {inside} > {high}."
        if body.chair is not None:
            yield " ".join(f"heads({place},{p})." for p in able if board.facts[body.chair][p])
            yield f"1 {{ chair({place},P) : heads({place},P) }} 1. :- chair({place},P), not in({place},P)."
        if worth and body.worth is not None:
            yield " ".join(f"w({place},{p},{board.worth(body, p)})." for p in able)
    yield from (f":- in(B,{one}), in(B,{other})." for one, other in board.apart)
    if board.most is not None:
        yield f":- able(_,P), #count {{ B : in(B,P) }} > {board.most}. :- heads(_,P), #count {{ B : chair(B,P) }} > 1."
    if worth:
        yield "#maximize { W,B,P : in(B,P), w(B,P,W) }."
    yield "#show in/2. #show chair/2."


def _control(board: Board, *options: str, worth: bool = False) -> Any:
    control = clingo.Control(["--warn=none", *options])
    control.add("base", [], "\n".join(_program(board, worth=worth)))
    control.ground([("base", [])])
    return control


def _slates(board: Board, answer: Any) -> Slates:
    members: list[list[int]] = [[] for _ in board.bodies]
    chairs: list[int | None] = [None] * len(board.bodies)
    for atom in answer.symbols(shown=True):
        place, person = (argument.number for argument in atom.arguments)
        if atom.name == "in":
            members[place].append(person)
        else:
            chairs[place] = person
    return tuple((tuple(sorted(each)), chair) for each, chair in zip(members, chairs, strict=True))


def first(board: Board) -> Slates | None:
    return _last(board, _control(board))


def _last(board: Board, control: Any) -> Slates | None:
    found: Slates | None = None
    with control.solve(yield_=True) as handle:
        for answer in handle:
            found = _slates(board, answer)
    return found


def every(board: Board) -> list[Slates]:
    found: list[Slates] = []
    _control(board, "--models=0").solve(on_model=lambda answer: found.append(_slates(board, answer)))
    return found


def best(board: Board) -> Slates | None:
    """Core-guided for maxima over many, which is quicker here than branch and bound."""
    return _last(board, _control(board, "--models=0", "--opt-strategy=usc", worth=True))


def ten(board: Board) -> list[Slates]:
    """Solve, forbid what was found as one more part of the program, solve again."""
    control = _control(board, "--models=0", "--opt-strategy=usc", worth=True)
    found: list[Slates] = []
    for turn in range(10):
        slates = _last(board, control)
        if slates is None:
            break
        found.append(slates)
        atoms = [f"in({place},{person})" for place, (members, _) in enumerate(slates) for person in members]
        atoms += [f"chair({place},{chair})" for place, (_, chair) in enumerate(slates) if chair is not None]
        control.add(f"turn{turn}", [], f":- {', '.join(atoms)}.")
        control.ground([(f"turn{turn}", [])])
    return found


def departures(board: Board) -> tuple[int, ...]:
    program = [f"person(0..{board.people - 1}). {{ left(P) : person(P) }}."]
    for number, rule in enumerate(board.bodies[0].rules):
        a, b, c = rule.linear
        coefficients = [a * has + b for has in board.facts[rule.fact]]
        program.append(" ".join(f"k({number},{p},{k})." for p, k in enumerate(coefficients) if k))
        program.append(f"broken :- #sum {{ K,P : left(P), k({number},P,K) }} >= {sum(coefficients) - c + 1}.")
    program.append(":- not broken. #minimize { 1,P : left(P) }. #show left/1.")
    control = clingo.Control(["--warn=none", "--models=0", "--opt-strategy=usc"])
    control.add("base", [], "\n".join(program))
    control.ground([("base", [])])
    found: tuple[int, ...] = ()
    with control.solve(yield_=True) as handle:
        for answer in handle:
            found = tuple(sorted(atom.arguments[0].number for atom in answer.symbols(shown=True)))
    return found


DOES = {"first": first, "every": every, "best": best, "ten": ten, "departures": departures}
