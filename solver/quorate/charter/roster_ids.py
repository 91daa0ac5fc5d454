"""Which ids people and bodies may have: words that can be told apart in lists, commands and names of facts."""

import re
from collections.abc import Iterable, Mapping

from quorate.charter.nodes import Path, at, key_place
from quorate.charter.roster_names import Names
from quorate.charter.roster_shape import PersonShape, RosterParts

WORD = re.compile(r"\w(?:[\w.@+'-]*\w)?")
"""Letters and digits of any script, with `.`, `_`, `-`, `@`, `+` and `'` between them."""

TAKEN = {"all": "every member", "none": "nobody"}


def ids_of(shape: RosterParts, table: Mapping[str, PersonShape], names: Names) -> None:
    """Tells every id that is no word, or that means something else already."""
    _check("person", ("people",), shape.people or (), names)
    _check("body", ("bodies",), shape.bodies or (), names)
    for name, person in table.items():
        wrong = _wrong("person", name)
        if wrong is not None:
            names.say("bad-id", wrong, person.node, _advice(name), person.span)


def _check(kind: str, path: Path, given: Iterable[str], names: Names) -> None:
    for name in given:
        wrong = _wrong(kind, name)
        if wrong is not None:
            place = (*path, name)
            names.say(
                "bad-id",
                wrong,
                at(names.tree.root, place) or names.tree.root,
                _advice(name),
                key_place(names.tree.root, place),
            )


def _wrong(kind: str, name: str) -> str | None:
    if name in TAKEN:
        return f"`{name}` cannot be the id of a {kind}: it stands for {TAKEN[name]}"
    if not WORD.fullmatch(name):
        return f"`{name}` cannot be the id of a {kind}"
    return None


def _advice(name: str) -> str:
    """An id like the one given that would do."""
    plain = re.sub(r"[^\w.]+", "-", name.casefold()).strip("-.") if name not in TAKEN else ""
    like = f"such as `{plain}`" if plain and WORD.fullmatch(plain) else "such as `jane-roe`"
    return f"use letters, digits and `-`, {like}; the full name goes under `name:`"
