"""The packs that a file uses, found by their ids, and what they lend it."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from quorate.charter.document import Charter, FactDeclaration
from quorate.charter.expressions import Collector
from quorate.charter.shapes import At
from quorate.source.diagnostic import Diagnostic, FileError

Packs: TypeAlias = Callable[[str], Charter]
"""Finds a pack by its id; raises `FileError` where there is none, or where it cannot be read."""


def packs_used(collector: Collector, uses: Sequence[At[str]], packs: Packs) -> tuple[Charter, ...]:
    """The packs named and those that they use, each once; those that cannot be had are complained of.

    A pack that is missing makes facts unknown: what is said of unknown fields is then left unsaid.
    """
    found: dict[str, Charter] = {}
    missing = False
    for word in uses:
        try:
            _gather(found, packs(word.value), packs)
        except FileError as error:
            missing = True
            _complain(collector, word, error.diagnostics)
    if missing:
        collector.silence.add("unknown-field")
    return tuple(found.values())


def _gather(found: dict[str, Charter], pack: Charter, packs: Packs) -> None:
    waiting = [pack]
    while waiting:
        current = waiting.pop(0)
        if current.id not in found:
            found[current.id] = current
            waiting += [packs(word) for word in current.uses]


def _complain(collector: Collector, word: At[str], diagnostics: Iterable[Diagnostic]) -> None:
    told = tuple(diagnostics)
    for diagnostic in told:
        if diagnostic.span is None:
            collector.add(diagnostic.code, diagnostic.message, word, diagnostic.help)
    elsewhere = [diagnostic for diagnostic in told if diagnostic.span is not None]
    if elsewhere:
        first = elsewhere[0]
        message = f"the pack `{word.value}` has mistakes of its own"
        collector.add("broken-pack", message, word, f"mend it first: {first.span}: {first.message}")


def agree(collector: Collector, lent: Iterable[FactDeclaration], own: Iterable[FactDeclaration]) -> None:
    """A fact that is declared in several places has one type."""
    known = {(fact.holder, fact.name): fact for fact in lent}
    for fact in own:
        other = known.get((fact.holder, fact.name))
        if other is not None and other.type != fact.type:
            message = f"`{fact.name}` is a `{fact.type}` here and a `{other.type}` in a pack"
            advice = f"declared before at {other.span}"
            collector.tell(Diagnostic("fact-conflict", message, fact.span, advice))
