"""Findings in words: where they stand, which clauses they name, and the smallest board as a sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quorate.cel.ast import Literal
from quorate.cel.reading import walk
from quorate.charter.document import Charter, Clause, Scope
from quorate.charter.nodes import at, head, key_place
from quorate.charter.roster import Determination
from quorate.questions.prove.nouns import Witness
from quorate.questions.reason.desk import Desk
from quorate.source.span import Span

BOARDS = {Scope.BODY: "board", Scope.QUORUM: "meeting of a lawful board", Scope.VOTE: "vote at a quorate meeting"}
"""What a clause of a scope speaks of."""
_DOING = {"ayes": "voting aye", "noes": "voting no", "abstentions": "abstaining", "recused": "recused"}


def name(clause: Clause, charter: Charter) -> str:
    """A clause as a charter calls it."""
    return f"`{clause.id}`" if clause.charter == charter.id else f"`{clause.charter}/{clause.id}`"


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def told(clause: Clause, charter: Charter) -> str:
    """A clause with what it says and where it comes from."""
    source = str(clause.cite)
    said = clause.text.rstrip(".") or " ".join(clause.rule.excerpt.text.split())
    return f"{name(clause, charter)} says: {said}{f' ({source})' if source else ''}"


# places


def place(desk: Desk, law: Clause) -> tuple[Span, str]:
    """Where a charter answers to a rule of a pack, and what stands there: a clause, a duty, or the pack it uses."""
    for clause in desk.own:
        if clause.scope is law.scope and clause.topic == law.topic:
            return clause.span, f"`{clause.id}`"
    words = {part.value for part in walk(law.rule.ast) if isinstance(part, Literal)}
    if law.scope is Scope.CHARTER:
        for duty in desk.charter.duties:
            if duty.subject in words:
                return duty.span, f"`{duty.id}`"
    return used(desk, law.charter), f"`{desk.charter.id}`"


def used(desk: Desk, pack: str) -> Span:
    """Where a charter says that it uses a pack; its id, where another pack does."""
    assert desk.file.tree is not None, "what was read has a tree"
    root = desk.file.tree.root
    if pack in desk.charter.uses:
        node = at(root, ("uses", desk.charter.uses.index(pack)))
        if node is not None:
            return head(node)
    return key_place(root, (desk.file.kind or "charter",))


def own_place(desk: Desk, clauses: Sequence[Clause]) -> Span:
    """Where the last of some clauses stands that is the charter's."""
    source = desk.charter.source
    found = [clause.span for clause in clauses if clause.span.source is source]
    return found[-1] if found else used(desk, "")


# boards


def shown(witness: Witness) -> tuple[str, ...]:
    """A board in words: how many do what, then each kind of people."""
    size = "the smallest board" if witness.smallest else "a board"
    return (f"{size}: {headline(witness)}", *_kinds(witness))


def headline(witness: Witness) -> str:
    """How many members there are, how many of them do what, and who chairs."""
    members = witness.sets.get("members", ())
    seats = witness.roster.bodies[witness.body].seats
    vacant = (seats or 0) - len(members)
    parts = [_number(len(members), "member")]
    parts += [_number(vacant, "vacant seat")] if vacant > 0 else []
    parts += [f"{len(witness.sets['present'])} present"] if "present" in witness.sets else []
    parts += [f"{len(who)} {_DOING[word]}" for word, who in witness.sets.items() if word in _DOING and who]
    return f"{', '.join(parts)}; {_chair(witness)}"


def _chair(witness: Witness) -> str:
    if witness.chair is None:
        return "no chair"
    return "the chair is a member" if witness.chair in witness.sets.get("members", ()) else "the chair is no member"


def _kinds(witness: Witness) -> Iterator[str]:
    """A sentence for each kind of people."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    for person, each in witness.roster.people.items():
        said = (*_place_of(witness, person), *_facts(each.facts))
        kinds.setdefault(said, []).append(person)
    for said, people in kinds.items():
        yield f"{len(people)} of them: {', '.join(said)}"


def _place_of(witness: Witness, person: str) -> Iterator[str]:
    sets = witness.sets
    member = person in sets.get("members", ())
    yield "member" if member else "no member"
    if person == witness.chair:
        yield "chair"
    if member and "present" in sets:
        yield next((_DOING[word] for word in _DOING if person in sets.get(word, ())), "") or (
            "present" if person in sets["present"] else "absent"
        )
    for called, body in witness.roster.bodies.items():
        if called != witness.body:
            seated = any(each.person == person for each in body.members)
            yield f"{'on' if seated else 'not on'} the {called}"


def _facts(facts: Mapping[str, object]) -> Iterator[str]:
    for fact, stated in facts.items():
        value = stated.value if isinstance(stated, Determination) else stated
        called = fact.replace("_", " ")
        match value:
            case bool():
                yield called if value else f"not {called}"
            case tuple():
                yield f"{called}: {' and '.join(map(str, value)) or 'none'}"
            case _:
                yield f"{called}: {value}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
