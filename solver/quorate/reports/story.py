"""How a board came about that refutes a property, told step by step."""

from collections.abc import Iterator

from quorate.charter.document import Scope
from quorate.questions.fuzz import Fuzzed, Happens, Story, Turn
from quorate.questions.prove.nouns import Witness
from quorate.reports.answer import Json
from quorate.reports.json import BOOLEAN, STRING, array, nullable, one_of, record
from quorate.reports.witness import SCHEMA as WITNESS
from quorate.reports.witness import Words, groups, headline, name, names
from quorate.reports.witness import json as witness_json

SCHEMA: Json = record(
    {
        "start": WITNESS,
        "lawful": BOOLEAN,
        "turns": array(record({"happens": one_of(*Happens), "who": nullable(STRING), "fact": STRING, "value": STRING})),
    },
    text="how the board of the counterexample came about; `lawful` says whether every clause about the body held first",
)
_VOTES = (("ayes", "aye"), ("noes", "no"))


def steps(each: Fuzzed, words: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sentences of the story of what was refuted, each with what it is to be said of the people."""
    story, witness = each.story, each.witness
    assert story is not None
    assert witness is not None
    lawful = "; every clause about the body holds" if story.lawful else ""
    yield f"{headline(story.start)}{lawful}", groups(story.start, words)
    for turn in story.turns:
        yield _turn(turn, witness, story, words), ()
    for sentence in _happening(each.claim.scope, witness):
        yield sentence, ()


def _turn(turn: Turn, witness: Witness, story: Story, words: Words) -> str:
    known = witness if turn.who in witness.roster.people else story.start
    who = _called(turn.who, known)
    match turn.happens:
        case Happens.LEAVES:
            return f"{who} leaves"
        case Happens.JOINS:
            return f"somebody joins who is as {who} is"
        case Happens.CHAIRS:
            return "the chair falls vacant" if turn.who is None else f"{who} takes the chair"
        case Happens.SEATS:
            return f"the body now has {turn.value} seats"
        case Happens.FORGOTTEN:
            return f"of {who} it is no longer known: {_fact(turn, words)}"
        case Happens.BECOMES:
            return f"{who} is now {_value(turn, known, words)}"


def _called(who: str | None, known: Witness) -> str:
    if who in known.roster.people:
        return name(known, who or "")
    return "the body" if who == known.body else "the organisation"


def _fact(turn: Turn, words: Words) -> str:
    if turn.fact.startswith("in "):
        return f"on the {turn.fact.removeprefix('in ')}"
    return words.get(turn.fact, (turn.fact.replace("_", " "), ""))[0]


def _value(turn: Turn, known: Witness, words: Words) -> str:
    called = _fact(turn, words)
    match turn.value:
        case True:
            return called
        case False:
            return f"not {called}"
        case None:
            return f"with {called}: nobody"
        case tuple() as several:
            return f"with {called}: {' and '.join(_shown(known, each) for each in several) or 'none'}"
        case value:
            return f"with {called}: {_shown(known, value)}"


def _shown(known: Witness, value: object) -> str:
    return name(known, value) if isinstance(value, str) and value in known.roster.people else str(value)


def _happening(scope: Scope, witness: Witness) -> Iterator[str]:
    """Who meets, votes, departs, or is given something to decide."""
    sets = witness.sets
    match scope:
        case Scope.QUORUM | Scope.VOTE:
            present = sets.get("present", ())
            away = tuple(one for one in sets.get("members", ()) if one not in present)
            absent = f"; {_who(witness, away)} {'is' if len(away) == 1 else 'are'} away" if away else ""
            yield f"{_who(witness, present)} {'meets' if len(present) == 1 else 'meet'}{absent}"
        case Scope.DEPARTURE:
            gone = sets.get("departed", ())
            yield f"{_who(witness, gone)} {'leaves' if len(gone) == 1 else 'leave'}"
        case Scope.SUBCOMMITTEE:
            yield f"a subcommittee is formed of {_who(witness, sets.get('subcommittee', ()))}"
        case _:
            pass
    if scope is Scope.VOTE:
        yield _vote(witness)


def _vote(witness: Witness) -> str:
    sets = witness.sets
    told = [f"{len(sets.get(key, ()))} {word}" for key, word in _VOTES]
    told += [f"{len(sets[key])} abstaining" for key in ("abstentions",) if sets.get(key)]
    recused = f"; {_who(witness, sets['recused'])} recused" if sets.get("recused") else ""
    about = f" on {witness.subject}" if witness.subject else ""
    return f"a vote is taken{about}: {', '.join(told)}{recused}"


def _who(witness: Witness, people: tuple[str, ...]) -> str:
    first, comma, last = names(witness, people).rpartition(", ") if people else ("", "", "nobody")
    return f"{first} and {last}" if comma else last


def json(story: Story) -> Json:
    """How the board came about, for programs."""
    return {
        "start": witness_json(story.start),
        "lawful": story.lawful,
        "turns": [
            {"happens": turn.happens.value, "who": turn.who, "fact": turn.fact, "value": _text(turn.value)}
            for turn in story.turns
        ],
    }


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return str(value).lower() if value is None or isinstance(value, bool) else str(value)
