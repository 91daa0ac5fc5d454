"""Who acts for whom at a gathering, as a log states it, and what cannot be: two for one, a member for a member."""

from collections.abc import Iterable, Iterator, Mapping

from quorate.charter.leaves import read_words
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode
from quorate.charter.roster import Acting, Roster
from quorate.charter.roster_names import Names
from quorate.charter.shapes import At, complaint
from quorate.charter.timeline import Seating, Timeline
from quorate.source.diagnostic import Diagnostic

PRESENT = ("present", "ayes", "noes", "abstentions", "recused")
_ADVICE = "write it as `{principal: alternate}`, or as a list of `{for: ID, by: ID}`"


def alternates_of(node: Node, names: Names, details: Mapping[str, object]) -> tuple[Acting, ...]:
    """The pairs of a mapping or a list; those that cannot be are told and left out. `details` says who took part."""
    there = {part: people for part in PRESENT if isinstance(people := details.get(part), tuple)}
    found: list[Acting] = []
    for principal, alternate in _pairs(node):
        pair = Acting(names.person(principal) or "", names.person(alternate) or "")
        if "" in (pair.principal, pair.alternate):
            continue
        wrong = _at_odds(pair, found) or _absent(pair, there)
        if wrong is None:
            found.append(pair)
        else:
            names.say(*wrong, alternate, "correct `alternates`, or who took part")
    return tuple(found)


def _pairs(node: Node) -> Iterator[tuple[At[str], At[str]]]:
    """Principals and alternates, as the file names them."""
    if isinstance(node, MappingNode):
        for name, value in node.entries.items():
            yield At(name, ScalarNode(name, "plain", node.keys[name])), read_words(value)
        return
    for item in node.items if isinstance(node, ListNode) else (node,):
        if not isinstance(item, MappingNode) or set(item.entries) != {"for", "by"}:
            raise complaint("wrong-kind", "expected who acts for whom", item, _ADVICE)
        yield read_words(item.entries["for"]), read_words(item.entries["by"])


def _at_odds(pair: Acting, earlier: Iterable[Acting]) -> tuple[str, str] | None:
    """What is wrong with a pair beside those before it."""
    principal, alternate = pair.principal, pair.alternate
    if principal == alternate:
        return "own-alternate", f"`{principal}` is said to be the alternate of `{principal}`"
    for other in earlier:
        if alternate == other.alternate:
            return "alternate-of-two", f"`{alternate}` acts for `{other.principal}` and for `{principal}`"
        if principal == other.principal:
            return "two-alternates", f"`{other.alternate}` and `{alternate}` both act for `{principal}`"
    return None


def _absent(pair: Acting, there: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """What is wrong with a pair beside those who took part."""
    if any(pair.principal in people for people in there.values()):
        return "principal-present", f"`{pair.principal}` takes part, for whom `{pair.alternate}` acts"
    if "present" in there and pair.alternate not in there["present"]:
        return "alternate-absent", f"`{pair.alternate}` acts for `{pair.principal}`, and is not present"
    return None


def misplaced(roster: Roster) -> Iterator[Diagnostic]:
    """Alternates of people who were no members, and alternates who were members themselves."""
    timeline = Timeline(roster)
    for index, event in enumerate(roster.log):
        pairs = event.details.get("alternates")
        body = str(event.details.get("body"))
        for pair in pairs if isinstance(pairs, tuple) else ():
            wrong = _misplaced(pair, timeline.at(index).bodies[body])
            if wrong is not None:
                advice = f"correct `alternates`, or who sat in `{body}` on {event.date}"
                yield Diagnostic(wrong[0], f"{wrong[1]} of `{body}` on {event.date}", event.span, advice)


def _misplaced(pair: Acting, seating: Seating) -> tuple[str, str] | None:
    if pair.principal not in seating.members:
        return "alternate-of-stranger", f"`{pair.alternate}` acts for `{pair.principal}`, who was no member"
    if pair.alternate in seating.members:
        return "alternate-is-member", f"`{pair.alternate}` acts for `{pair.principal}`, and was a member"
    return None
