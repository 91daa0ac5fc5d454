"""A board that shows something, in words: how many people of which kinds, and what each does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from quorate.charter.roster import Body, Determination
from quorate.questions.prove.nouns import Witness
from quorate.reports.answer import Json
from quorate.reports.json import BOOLEAN, INTEGER, STRING, array, mapping, nullable, record

SCHEMA: Json = record(
    {
        "body": STRING,
        "members": array(STRING),
        "seats": nullable(INTEGER),
        "chair": nullable(STRING),
        "bodies": mapping(array(STRING)),
        "sets": mapping(array(STRING)),
        "people": mapping(record({"name": STRING, "facts": mapping(STRING)})),
        "smallest": BOOLEAN,
        "replayed": BOOLEAN,
    },
    text="a board that shows something; `bodies` has the members of others; "
    "`sets` has who is present, votes how, departs, or is the subcommittee",
)
Words = Mapping[str, tuple[str, str]]
"""What facts are called and what they mean, by their names."""

_VOTES = {"ayes": "voting aye", "noes": "voting no", "abstentions": "abstaining", "recused": "recused"}


def headline(witness: Witness) -> str:
    """How many members and seats there are, how many of them do what, and who chairs."""
    body = witness.roster.bodies[witness.body]
    members = witness.sets.get("members", ())
    parts = [_number(len(members), "member"), *_doing(witness)]
    if body.seats is not None and body.seats > len(members):
        parts[0] += f" on {_number(body.seats, 'seat')}"
    return f"{', '.join(parts)}; {_chair(witness)}"


def _doing(witness: Witness) -> Iterator[str]:
    sets = witness.sets
    if "present" in sets:
        yield f"{len(sets['present'])} present"
    for name, called in _VOTES.items():
        if sets.get(name):
            yield f"{len(sets[name])} {called}"
    if "departed" in sets:
        yield f"{len(sets['departed'])} departing"
    if "subcommittee" in sets:
        yield f"a subcommittee of {len(sets['subcommittee'])}"


def _chair(witness: Witness) -> str:
    if witness.chair is None:
        return "the chair is vacant"
    outside = "" if witness.chair in witness.sets.get("members", ()) else ", who is not a member"
    return f"{name(witness, witness.chair)} chairs{outside}"


def groups(witness: Witness, words: Words) -> tuple[str, ...]:
    """A line for every kind of people: how many, what they do, what is said of them, and who they are."""
    said = {person: ", ".join(_said(witness, person, words)) for person in witness.roster.people}
    alike = len(set(said.values())) == 1
    kinds: dict[tuple[str, str], list[str]] = {}
    for person in witness.roster.people:
        key = (_part(witness, person), "" if alike else said[person])
        kinds.setdefault(key, []).append(person)
    lines = [f"{_counted(people, *kind)} ({names(witness, people)})" for kind, people in kinds.items()]
    whole = next(iter(said.values()), "") if alike else ""
    return (*lines, f"all of them: {whole}") if whole else tuple(lines)


def _counted(people: Sequence[str], part: str, said: str) -> str:
    """How many do something; those who do nothing are members."""
    what = part.replace("member", "members", 1) if len(people) > 1 and part.startswith("member") else part
    return f"{len(people)} {what}{f': {said}' if said else ''}"


def _part(witness: Witness, person: str) -> str:
    """What a person is and does in the witness."""
    sets = witness.sets
    found = [] if person in sets.get("members", ()) else ["not a member"]
    if not found and "present" in sets:
        ballot = [called for name, called in _VOTES.items() if person in sets.get(name, ())]
        found += ballot or (["present"] if person in sets["present"] else ["absent"])
    if not found and "departed" in sets:
        found.append("departing" if person in sets["departed"] else "staying")
    if not found and "subcommittee" in sets:
        found.append("on the subcommittee" if person in sets["subcommittee"] else "not on the subcommittee")
    found = found or ["member"]
    if person == witness.chair:
        found.append("chairing")
    if person not in sets.get("members", ()):
        found += [f"on the {name}" for name, body in _others(witness) if person in _seated(body)]
    found += [f"chair of the {name}" for name, body in _others(witness) if person == body.chair]
    found += [name.replace("_", " ") for name, held in witness.roster.offices.items() if held == person]
    return ", ".join(found)


def _others(witness: Witness) -> Iterable[tuple[str, Body]]:
    return ((name, body) for name, body in witness.roster.bodies.items() if name != witness.body)


def _seated(body: Body) -> frozenset[str]:
    return frozenset(member.person for member in body.members)


def _said(witness: Witness, person: str, words: Words) -> Iterator[str]:
    for name, fact in witness.roster.people[person].facts.items():
        called = words.get(name, (name.replace("_", " "), ""))[0]
        value = fact.value if isinstance(fact, Determination) else fact
        match value:
            case None:
                yield f"{called}: nobody"
            case bool():
                yield called if value else f"not {called}"
            case tuple():
                yield f"{called}: {' and '.join(_firm(witness, name, str(item)) for item in value) or 'none'}"
            case _:
                yield f"{called}: {_firm(witness, name, str(value))}"


def _firm(witness: Witness, fact: str, value: str) -> str:
    """What somebody belongs to, or to whom they are related; a name that only one person has says nothing."""
    if value in witness.roster.people:
        return witness.roster.people[value].name
    if value not in witness.roster.organisations:
        return value
    having = [p for p in witness.roster.people.values() if value in _values(p.facts.get(fact))]
    return witness.roster.organisations[value].name if len(having) > 1 else "one of their own"


def _values(fact: object) -> tuple[object, ...]:
    return fact if isinstance(fact, tuple) else (fact,)


def names(witness: Witness, people: Sequence[str]) -> str:
    """Names, those in a row by the first and the last."""
    order = list(witness.roster.people)
    runs: list[list[str]] = [[people[0]]]
    for before, after in pairwise(people):
        if order.index(after) == order.index(before) + 1:
            runs[-1].append(after)
        else:
            runs.append([after])
    return ", ".join(_run([name(witness, person) for person in run]) for run in runs)


def _run(names: Sequence[str]) -> str:
    return f"{names[0]} to {names[-1]}" if len(names) > 2 else ", ".join(names)


def name(witness: Witness, person: str) -> str:
    return witness.roster.people[person].name


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def legend(witnesses: Iterable[Witness], words: Words) -> tuple[tuple[str, str], ...]:
    """What each fact that is said of anybody means."""
    read = {fact for witness in witnesses for person in witness.roster.people.values() for fact in person.facts}
    return tuple(words[name] for name in words if name in read and words[name][1])


def json(witness: Witness) -> Json:
    """A board that shows something, for programs."""
    body = witness.roster.bodies[witness.body]
    people = witness.roster.people.values()
    return {
        "body": witness.body,
        "members": list(witness.sets.get("members", ())),
        "seats": body.seats,
        "chair": witness.chair,
        "bodies": {name: sorted(_seated(other)) for name, other in _others(witness)},
        "sets": {name: list(who) for name, who in witness.sets.items() if name != "members"},
        "people": {each.id: {"name": each.name, "facts": dict(_facts(each.facts))} for each in people},
        "smallest": witness.smallest,
        "replayed": witness.replayed,
    }


def _facts(facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, fact in facts.items():
        value = fact.value if isinstance(fact, Determination) else fact
        shown = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        yield name, shown.lower() if value is None or isinstance(value, bool) else shown
