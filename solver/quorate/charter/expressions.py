"""Expressions of a file: parsed and checked against the declared facts, every complaint with file, clause and path."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from quorate.cel.checker import check
from quorate.cel.parser import parse
from quorate.cel.types import BOOL, DYN, INT, NUMBER, STRING, GroupOf, ListOf, OneOf, Primitive, Schema, Type
from quorate.charter.document import Expression, Scope
from quorate.charter.excerpts import excerpt_of
from quorate.charter.nodes import Node, Path, ScalarNode, Tree, head, key_place, paths_in, show_path
from quorate.charter.shapes import MOST, At, too_many
from quorate.charter.vocabulary import scopes_of
from quorate.source.diagnostic import Diagnostic, FileError, LanguageError, Severity

UNKNOWN_NAME = "unknown-name"
_OF_DUTIES = "`within` sees `meeting`, `after` and `by` see `event`"
_OF_RELIEF = "a relief sees `event` where its `start` tests one, and `relief` where it is `given`"
_SEEN = dict.fromkeys(("start", "given", "who", "while", "until"), _OF_RELIEF)
LONGEST = 10_000
LONGEST_FILE = 100_000


@dataclass(slots=True)
class Collector:
    """Gathers what is wrong with one file, and says where in the document each thing stands.

    `silence` has the codes of complaints about expressions that another mistake explains already.
    """

    tree: Tree
    schema: Schema
    found: list[Diagnostic] = field(default_factory=list)
    silence: set[str] = field(default_factory=set)
    length: int = 0
    _paths: dict[int, Path] = field(default_factory=dict)

    def add(
        self, code: str, message: str, at: At[Any] | Node, advice: str | None = None, *, cited: str | None = None
    ) -> None:
        node = at.node if isinstance(at, At) else at
        span = head(node).cited(cited)
        self.tell(Diagnostic(code, message, span, advice, path=self.path(node)))

    def tell(self, diagnostic: Diagnostic) -> None:
        """One more; after `MOST` of them nobody reads on, and the file is given up."""
        self.found.append(diagnostic)
        if len(self.found) >= MOST:
            raise FileError([*self.found, too_many(diagnostic.span)])

    def at_key(self, code: str, message: str, path: Path, advice: str | None = None) -> None:
        """A complaint about the key at a path rather than about its value."""
        span = key_place(self.tree.root, path)
        self.tell(Diagnostic(code, message, span, advice, path=show_path(path)))

    def path(self, node: Node) -> str | None:
        if not self._paths:
            self._paths.update(paths_in(self.tree.root))
        path = self._paths.get(id(node))
        return None if path is None else show_path(path)

    def expression(
        self,
        rule: At[ScalarNode],
        variables: Mapping[str, Type],
        *,
        cited: str | None = None,
        expected: Type | None = BOOL,
        scope: Scope | None = None,
        where: str | None = None,
    ) -> Expression | None:
        """The expression at a place, or none when something is wrong with it (which is then told).

        `scope` is that of its clause; `where`, for an expression without a scope, the key it stands under.
        """
        outside = _Outside(scope, where, variables)
        path = self.path(rule.node)
        if not self._affordable(rule, path):
            return None
        excerpt = excerpt_of(rule.value, cited)
        try:
            ast = parse(excerpt)
        except LanguageError as error:
            self._tell(error.diagnostics, path, outside)
            return None
        checked = check(ast, variables, self.schema)
        self._tell(checked.diagnostics, path, outside)
        if any(diagnostic.severity is Severity.ERROR for diagnostic in checked.diagnostics):
            return None
        if expected is not None and not fits(checked.type, expected):
            message = f"expected an expression of type `{expected}`, found `{checked.type}`"
            span = excerpt.span(0, len(excerpt.text))
            self.tell(Diagnostic("wrong-type", message, span, _compare(expected), path=path))
            return None
        return Expression(excerpt, ast, checked.type)

    def _affordable(self, rule: At[ScalarNode], path: str | None) -> bool:
        """Whether an expression is short enough to be read, and the file not too much in all."""
        length = len(rule.value.text)
        self.length += length
        if self.length > LONGEST_FILE:
            message = f"the expressions of the file have more than {LONGEST_FILE:,} characters together"
            raise FileError(
                [*self.found, Diagnostic("too-much-to-check", message, rule.span, "split the file", path=path)]
            )
        if length > LONGEST:
            message = f"the expression has {length:,} characters; {LONGEST:,} are allowed"
            self.tell(Diagnostic("expression-too-long", message, rule.span, "split it", path=path))
        return length <= LONGEST

    def _tell(self, diagnostics: tuple[Diagnostic, ...], path: str | None, outside: "_Outside") -> None:
        for diagnostic in diagnostics:
            if diagnostic.code not in self.silence:
                self.tell(replace(outside.explain(diagnostic), path=path))


def _compare(expected: Type) -> str | None:
    return "end it with a comparison, such as `>= 3`" if expected == BOOL else None


@dataclass(frozen=True, slots=True)
class _Outside:
    """Knows the words that an expression does not see but others do."""

    scope: Scope | None
    where: str | None
    variables: Mapping[str, Type]

    def explain(self, diagnostic: Diagnostic) -> Diagnostic:
        """An unknown name that is a word elsewhere says where."""
        if diagnostic.code != UNKNOWN_NAME or diagnostic.span is None:
            return diagnostic
        name = diagnostic.span.text
        scopes = scopes_of(name)
        if not scopes or name in self.variables or (self.scope is None and self.where is None):
            return diagnostic
        listed = " and ".join(f"`{word}`" for word in scopes)
        if self.scope is not None:
            message = f"`{name}` is not known in scope `{self.scope}`"
            advice = f"it is a word of scope {listed}: say `scope: {scopes[0]}`, or use another word"
        else:
            message = f"`{name}` is not known under `{self.where}`"
            advice = f"it is a word of scope {listed}; {_SEEN.get(self.where or '', _OF_DUTIES)}"
        return replace(diagnostic, code="unknown-scope-variable", message=message, help=advice)


def fits(actual: Type, expected: Type) -> bool:
    """Whether a value of one type can stand where another is expected."""
    match actual, expected:
        case _ if actual in (expected, DYN) or expected == DYN:
            return True
        case (Primitive(), Primitive()):
            return actual == INT and expected == NUMBER
        case (OneOf(), Primitive()):
            return expected == STRING
        case (Primitive(), OneOf()):
            return actual == STRING
        case (OneOf(values=given), OneOf(values=known)):
            return set(given) <= set(known)
        case (ListOf(element=given_element), ListOf(element=known_element)):
            return fits(given_element, known_element)
        case (ListOf(element=given_element), GroupOf(thing=thing)) | (
            GroupOf(thing=thing),
            ListOf(element=given_element),
        ):
            return given_element == thing
        case _:
            return False
