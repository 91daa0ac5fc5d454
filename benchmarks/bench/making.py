"""Illustrative boards of any size, the same for the same arguments."""

from dataclasses import replace
from random import Random

import calendars
from bench.boards import Asks, Board, Body, Rule
from bench.process import OnDisk, on_disk

SHARES = {"independent": 0.8, "literate": 0.5, "overboarded": 0.3, "local": 0.4, "senior": 0.3, "expert": 0.2}
SEATS = {10: 3, 12: 3, 20: 4, 24: 4, 40: 5, 48: 5, 100: 7, 200: 10, 400: 15, 1_000: 9, 10_000: 9}
SOME = 7
"""A seed with which ten people have slates; with most others they have none, and one is told why not instead."""
WORTHS = ("pay", "audit", "nominating")


def six(people: int, *, chaired: bool = True, seats: int = 0, kinds: int = 0, seed: int = 0) -> Board:
    """Six clauses that leave much room. With `kinds`, people repeat after so many."""
    facts, worths = _facts(people, kinds or people, Random(f"{people} {seed}"))
    rules = [
        Rule(Asks.ALL, "independent"),
        Rule(Asks.LEAST, "literate", 3),
        Rule(Asks.THIRD, "overboarded"),
        Rule(Asks.LEAST, "local", 1),
    ]
    if not chaired:
        rules.append(Rule(Asks.MOST, "senior", 4))
    body = Body("pay", seats or SEATS[people], tuple(rules), "expert" if chaired else None, "pay")
    return Board(people, facts, (body,), worths)


def alike(people: int) -> Board:
    """The six clauses over people who repeat after forty."""
    return six(people, chaired=False, seats=3 if people < 40 else 9, kinds=40, seed=1)


def apart(people: int, seats: int, pairs: int) -> Board:
    """Six clauses and so many pairs of people who do not sit together."""
    board = six(people, chaired=False, seats=seats)
    able = board.eligible(board.bodies[0])
    random = Random(f"pairs {people} {pairs}")
    chosen = random.sample(able, 2 * pairs)
    return Board(people, board.facts, board.bodies, board.worths, tuple(zip(chosen[::2], chosen[1::2], strict=True)))


def tight(people: int, *, beyond: int = 0, seed: int = 0) -> Board:
    """Thirteen clauses drawn closely around one slate and a size; `beyond` of them ask for one more than it has."""
    random = Random(f"tight {people} {seed}")
    seats = {20: 5, 40: 6, 100: 7, 200: 8, 400: 9}[people]
    names = [f"f{number:02}" for number in range(13)]
    facts = {name: tuple(random.random() < random.uniform(0.1, 0.5) for _ in range(people)) for name in names}
    planted = random.sample(range(people), seats)
    rules = []
    for number, name in enumerate(names):
        has = sum(facts[name][person] for person in planted)
        more = 1 if number < beyond else 0
        rules.append(Rule(Asks.LEAST, name, min(has + more, seats)) if has >= 2 else Rule(Asks.MOST, name, has))
    return Board(people, facts, (Body("pay", seats, tuple(rules)),), {})


BEYOND = {20: (2, 1), 40: (2, 1), 100: (2, 2)}
"""Seeds and excesses with which the closely drawn clauses cannot hold together, found by trying."""


def closed(people: int) -> Board:
    """Closely drawn clauses that no slate fulfils, for reasons that nobody put there."""
    seed, beyond = BEYOND[people]
    return tight(people, seed=seed, beyond=beyond)


def clashing(people: int) -> Board:
    """The six clauses, and two more that ask for more people than there are seats: nobody counts for both."""
    board = six(people)
    random = Random(f"clashing {people}")
    kinds = [random.randrange(3) for _ in range(people)]
    facts = {**board.facts, "finance": tuple(k == 0 for k in kinds), "industry": tuple(k == 1 for k in kinds)}
    (body,) = board.bodies
    half = (body.seats + 2) // 2
    more = (Rule(Asks.LEAST, "finance", half), Rule(Asks.LEAST, "industry", half))
    return replace(board, facts=facts, bodies=(replace(body, rules=(*body.rules, *more)),))


def joint(people: int) -> Board:
    """Three committees of one board, each with a worth of its own; nobody sits in all, nobody chairs two."""
    facts, worths = _facts(people, people, Random(f"joint {people}"))
    bodies = tuple(
        Body(
            name,
            SEATS[people],
            (
                Rule(Asks.ALL, "independent"),
                Rule(Asks.LEAST, "literate", 2),
                Rule(Asks.THIRD, "overboarded"),
                Rule(Asks.LEAST, "local", 1),
            ),
            "senior",
            name,
        )
        for name in WORTHS
    )
    return Board(people, facts, bodies, worths, most=2)


def sitting(people: int) -> Board:
    """A body in which everybody sits, with some to spare under each of its clauses."""
    facts, _ = _facts(people, people, Random(f"sitting {people}"))
    has = {name: sum(fact) for name, fact in facts.items()}
    spare = people // 8
    rules = (
        Rule(Asks.LEAST, "independent", has["independent"] - spare),
        Rule(Asks.LEAST, "literate", has["literate"] - spare - 3),
        Rule(Asks.HALF, "independent"),
        Rule(Asks.LEAST, "local", has["local"] - spare + 1),
        Rule(Asks.LEAST, "senior", has["senior"] - spare + 2),
        Rule(Asks.HALF, "present"),
    )
    facts = {**facts, "present": tuple(number % 5 != 0 for number in range(people))}
    return Board(people, facts, (Body("pay", people, rules),), {})


def calendar(committees: int, seed: int) -> calendars.Board:
    """Three meetings a year of each committee, people who share committees and are away on a quarter of the days."""
    return calendars.board(committees, seed)


def process(people: int) -> OnDisk:
    """Ten directors in files, for whole processes."""
    return on_disk(six(people, chaired=False, seed=SOME))


def _facts(people: int, kinds: int, random: Random) -> tuple[dict[str, tuple[bool, ...]], dict[str, tuple[int, ...]]]:
    kinds = min(kinds, people)
    facts = {name: [random.random() < share for _ in range(kinds)] for name, share in SHARES.items()}
    worths = {name: [random.randrange(10) for _ in range(kinds)] for name in WORTHS}
    return (
        {name: tuple(values[person % kinds] for person in range(people)) for name, values in facts.items()},
        {name: tuple(values[person % kinds] for person in range(people)) for name, values in worths.items()},
    )
