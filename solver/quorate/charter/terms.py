"""Shared properties in the words of one charter: `m.independent` becomes what the charter's `terms:` say of `m`."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from quorate.cel.ast import Expr, Macro, Name, Select
from quorate.cel.reading import children, names, walk
from quorate.cel.rewriting import with_children
from quorate.charter.document import Charter, Expression, Policy, Property
from quorate.charter.expressions import fits

MEMBER = "m"
"""The variable of which a charter's terms speak."""


def terms_of(pack: Charter) -> frozenset[str]:
    """The words that a pack leaves to the charters it is asked of: the facts of people that it declares."""
    return frozenset(fact.name for fact in pack.facts if fact.holder == "person")


def missing_terms(expr: Expr, pack: Charter, policy: Policy) -> tuple[str, ...]:
    """The terms an expression reads that a charter neither says in its `terms:` nor has as a fact, in order."""
    read = dict.fromkeys(part.field for part in walk(expr) if isinstance(part, Select))
    own = terms_of(pack) if pack.id != policy.charter.id else frozenset()
    return tuple(word for word in read if word in own and not _said(word, pack, policy))


def _said(word: str, pack: Charter, policy: Policy) -> bool:
    declared = next(fact for fact in pack.facts if fact.holder == "person" and fact.name == word)
    term = (policy.charter.terms or {}).get(word)
    if term is not None:
        return fits(term.type, declared.type)
    fact = policy.facts.get(("person", word))
    return fact is not None and fits(fact.type, declared.type)


def put_to(claim: Property, pack: Charter, policy: Policy) -> Property:
    """A property of a pack in the words of a charter; one of the charter itself is in them already."""
    if pack.id == policy.charter.id:
        return claim
    when = None if claim.when is None else _rewritten(claim.when, pack, policy.charter)
    return replace(claim, claim=_rewritten(claim.claim, pack, policy.charter), when=when)


def _rewritten(expression: Expression, pack: Charter, charter: Charter) -> Expression:
    return replace(expression, ast=spelled(expression.ast, pack, charter))


def spelled(expr: Expr, pack: Charter, charter: Charter) -> Expr:
    """An expression of a pack with every `x.term` replaced by what the charter says of `x`.

    No name changes what it stands for: variables that macros bind are renamed where they would catch one.
    """
    words = {word: term.ast for word, term in (charter.terms or {}).items() if word in terms_of(pack)}
    free = frozenset[str]().union(*(names(term) for term in words.values())) - {MEMBER}
    return _spelled(_renamed(expr, free), words) if words else expr


def _spelled(expr: Expr, words: dict[str, Expr]) -> Expr:
    expr = with_children(expr, tuple(_spelled(part, words) for part in children(expr)))
    match expr:
        case Select(operand=operand, field=field, test=False) if field in words:
            return _put(_renamed(words[field], names(operand)), operand)
        case _:
            return expr


def _put(expr: Expr, value: Expr) -> Expr:
    """The expression with a value for the free `m`; no macro in it binds a name that the value reads."""
    match expr:
        case Name(name=name) if name.removeprefix(".") == MEMBER:
            return value
        case Macro(variable=variable) if variable == MEMBER:
            range_, *rest = children(expr)
            return with_children(expr, (_put(range_, value), *rest))
        case _:
            return with_children(expr, tuple(_put(part, value) for part in children(expr)))


def _renamed(expr: Expr, avoided: frozenset[str]) -> Expr:
    """The same expression in which no macro binds one of some names."""
    expr = with_children(expr, tuple(_renamed(part, avoided) for part in children(expr)))
    match expr:
        case Macro(variable=variable) if variable in avoided:
            range_, *rest = children(expr)
            taken = avoided.union(*(names(part) for part in rest))
            fresh = next(name for name in _fresh(variable) if name not in taken)
            bodies = tuple(_bound_as(part, variable, fresh) for part in rest)
            rebuilt = with_children(expr, (range_, *bodies))
            assert isinstance(rebuilt, Macro), "other parts make no other expression"
            return replace(rebuilt, variable=fresh)
        case _:
            return expr


def _fresh(variable: str) -> Iterator[str]:
    return (f"{variable}{number}" for number in count(2))


def _bound_as(expr: Expr, variable: str, fresh: str) -> Expr:
    """The part of a macro with another name for its variable, where no macro inside binds the old one anew."""
    match expr:
        case Name(name=name) if name == variable:
            return replace(expr, name=fresh)
        case Macro(variable=inner) if inner == variable:
            range_, *rest = children(expr)
            return with_children(expr, (_bound_as(range_, variable, fresh), *rest))
        case _:
            return with_children(expr, tuple(_bound_as(part, variable, fresh) for part in children(expr)))
