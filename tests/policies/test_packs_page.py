"""`docs/packs.md` says which rules of law the packs encode, and what tests each; the page is made from the packs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from quorate.charter.document import Charter
from quorate.charter.library import Library
from quorate.charter.shipped import shipped

PAGE = Path(__file__).parents[2] / "docs" / "packs.md"
SCENARIOS = shipped("scenarios")
LIBRARY = Library((shipped("policies"),))
PACKS = tuple(path.stem for path in sorted((shipped("policies") / "law").glob("*.yaml")))
EXPECTED = re.compile(r"verdict: law\.([\w-]+/[\w.-]+)")
LISTED = Path(__file__).with_name("rules.txt").read_text(encoding="utf-8")
HEAD = """# The rules that the packs encode

Made from the packs, and from the scenarios and tests that name their pieces; `pytest tests/policies --update` writes it
anew. A rule is a clause, a relief or a fact of a pack. *Needs counsel* marks what nobody compared with its source;
reports say so beside each verdict of it. None of this is legal advice.

"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of law, what it is about, and the pieces that say it (`pack/name` without `law.`), or why none does."""

    key: str
    about: str
    pieces: tuple[str, ...]
    why_not: str


def sections() -> Iterator[tuple[str, list[Rule]]]:
    for part in LISTED.split("\n## ")[1:]:
        heading, *lines = part.strip().splitlines()
        title, pack = heading.split(" | ")
        yield title, [rule(line, pack) for line in lines]


def rule(line: str, pack: str) -> Rule:
    key, cite, says, pieces = (part.strip() for part in line.split(" | "))
    about = f"{cite}: {says}"
    if pieces.startswith("- "):
        return Rule(key, about, (), pieces.removeprefix("- "))
    return Rule(key, about, tuple(name if "/" in name else f"{pack}/{name}" for name in pieces.split()), "")


RULES = dict(sections())


def test_the_page_is_what_the_packs_say(update: bool) -> None:
    text = page()
    if update:
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


def test_every_rule_has_pieces_that_there_are_or_a_reason() -> None:
    for rule in chain(*RULES.values()):
        assert bool(rule.pieces) != bool(rule.why_not), rule.key
        assert [piece for piece in rule.pieces if piece not in verified()] == [], rule.key
    keys = [rule.key for rule in chain(*RULES.values())]
    assert len(keys) == len(set(keys))


def test_every_clause_and_relief_of_a_pack_is_of_some_rule() -> None:
    named = {piece for rule in chain(*RULES.values()) for piece in rule.pieces}
    works = {f"{pack}/{work.id}" for pack in PACKS for work in (*charter(pack).clauses, *charter(pack).relief)}
    assert sorted(works - named) == []


def charter(pack: str) -> Charter:
    return LIBRARY.charter(f"law.{pack}")


@cache
def verified() -> Mapping[str, bool]:
    """Every piece of every pack, and whether it was compared with its source."""
    found = {}
    for pack in PACKS:
        read = charter(pack)
        found |= {f"{pack}/{fact.name}": fact.verified for fact in read.facts}
        found |= {f"{pack}/{work.id}": work.verified for work in (*read.relief, *read.clauses)}
    return found


@cache
def proofs() -> Mapping[str, tuple[str, ...]]:
    """Which scenario files and test modules name a piece, or if none does, a piece that rests on it."""
    found: dict[str, set[str]] = {}
    for path in SCENARIOS.rglob("*.yaml"):
        for piece in EXPECTED.findall(path.read_text(encoding="utf-8")):
            found.setdefault(piece, set()).add(path.relative_to(SCENARIOS).as_posix().removesuffix(".yaml"))
    modules = {path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")}
    for piece in verified():
        name = piece.partition("/")[2]
        found.setdefault(piece, set()).update(
            module for module, text in modules.items() if re.search(rf"\b{re.escape(name)}\b", text) and "_" in name
        )
    for piece, clauses in helped().items():
        for clause in clauses:
            found.setdefault(piece, set()).update(relieved(clause))
    through = {piece: tuple(sorted(names)) for piece, names in found.items() if names}
    while deeper := {piece: found for piece in verified() if piece not in through and (found := using(piece, through))}:
        through |= deeper
    return through


def using(piece: str, through: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The tests of the pieces that rest on one."""
    named = re.compile(rf"\b{piece.partition('/')[2]}\b")
    users = (user for user, text in texts().items() if named.search(text))
    return tuple(sorted({name for user in users for name in through.get(user, ())}))


@cache
def texts() -> Mapping[str, str]:
    """The expressions of every fact and clause."""
    found = {}
    for pack in PACKS:
        read = charter(pack)
        facts = [(fact.name, (fact.define, fact.denied, fact.presumed)) for fact in read.facts]
        for name, parts in [*facts, *((clause.id, (clause.when, clause.rule)) for clause in read.clauses)]:
            found[f"{pack}/{name}"] = " ".join(part.excerpt.text for part in parts if part is not None)
    return found


def helped() -> Mapping[str, tuple[str, ...]]:
    """The clauses that each relief helps."""
    return {
        f"{pack}/{one.id}": tuple(name.removeprefix("law.") for name in one.helps)
        for pack in PACKS
        for one in charter(pack).relief
    }


def relieved(clause: str) -> Iterator[str]:
    """The scenarios in which a clause is spared."""
    spared = re.compile(rf"verdict: law\.{re.escape(clause)},.*is: (?:curing|waived)")
    for path in sorted(SCENARIOS.rglob("*.yaml")):
        if spared.search(path.read_text(encoding="utf-8")):
            yield path.relative_to(SCENARIOS).as_posix().removesuffix(".yaml")


def page() -> str:
    every = list(chain(*RULES.values()))
    said = sum(bool(rule.pieces) for rule in every)
    parts = [HEAD, f"{said} of {len(every)} rules are encoded.\n"]
    for title, rules in RULES.items():
        parts += [f"\n## {title}\n\n", "| rule | about | status | pieces | tested by |\n|---|---|---|---|---|\n"]
        parts += [row(rule) for rule in rules]
    return "".join(parts)


def row(rule: Rule) -> str:
    if not rule.pieces:
        return f"| {rule.key} | {rule.about} | not encoded | {rule.why_not} | |\n"
    status = "encoded" if all(verified()[piece] for piece in rule.pieces) else "encoded, *needs counsel*"
    pieces = ", ".join(f"`{piece}`" for piece in rule.pieces)
    named = sorted({name for piece in rule.pieces for name in proofs().get(piece, ())})
    return f"| {rule.key} | {rule.about} | {status} | {pieces} | {', '.join(f'`{name}`' for name in named) or '–'} |\n"
