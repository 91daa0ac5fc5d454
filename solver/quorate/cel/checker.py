"""Whether an expression makes sense: its type, and every mistake in it, before anything is evaluated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from quorate.cel import complaints
from quorate.cel.ast import (
    Binary,
    Call,
    Conditional,
    Expr,
    Index,
    ListLiteral,
    Literal,
    Macro,
    MapLiteral,
    MessageLiteral,
    Name,
    Select,
    Unary,
)
from quorate.cel.dates import read_date
from quorate.cel.inference import Inference
from quorate.cel.library import CHARTER, CORE, Function, Language, Shape, function, macro, operator
from quorate.cel.messages import CONSTANTS, MESSAGES
from quorate.cel.reading import OF_CLAUSES, candidates, qualified
from quorate.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    MISTAKEN,
    NULL,
    STRING,
    TIMESTAMP,
    UINT,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Schema,
    ThingType,
    Type,
    TypeOf,
    TypeParameter,
)
from quorate.cel.values import Uint
from quorate.source.diagnostic import Diagnostic, Severity
from quorate.source.span import Span

TYPES: Mapping[str, Type] = {
    "bool": BOOL, "int": INT, "uint": UINT, "double": DOUBLE, "string": STRING, "bytes": BYTES, "null_type": NULL,
    "list": ListOf(DYN), "map": MapOf(DYN, DYN), "type": TypeOf(DYN),
    "google.protobuf.Timestamp": TIMESTAMP, "google.protobuf.Duration": DURATION,
}  # fmt: skip
_LITERALS: Mapping[type, Type] = {
    bool: BOOL, int: INT, Uint: UINT, float: DOUBLE, str: STRING, bytes: BYTES, type(None): NULL,
}  # fmt: skip
_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">=", "in"))
_QUANTIFIERS = frozenset(("all", "exists", "exists_one", "existsOne"))


@dataclass(frozen=True, slots=True)
class Checked:
    """The type of an expression and all that is to be said of it; an error means that it must not be evaluated."""

    type: Type
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(one for one in self.diagnostics if one.severity is Severity.ERROR)


def check(
    expr: Expr,
    variables: Mapping[str, Type],
    schema: Schema,
    language: Language = CHARTER,
    *,
    container: str = "",
    functions: Iterable[Function] = (),
) -> Checked:
    """The type of an expression over typed variables, and every mistake in it; never raises.

    `functions` are known beside those of the library, by their signatures; nothing evaluates them.
    """
    checking = _Checking(variables, schema, language, container, functions)
    type_ = checking.type_of(expr, {})
    return Checked(checking.inference.final(type_), tuple(checking.diagnostics))


class _Checking:
    """One check. A part that is wrong has the type MISTAKEN, of which nothing more is said."""

    def __init__(
        self,
        variables: Mapping[str, Type],
        schema: Schema,
        language: Language,
        container: str,
        functions: Iterable[Function],
    ) -> None:
        self._functions = {(row.name, row.shape is Shape.METHOD): row for row in functions}
        self.inference = Inference()
        self.diagnostics: list[Diagnostic] = []
        self._variables = variables
        self._schema = schema
        self._language = language
        self._core = language is CORE
        self._container = container

    def _say(self, *diagnostics: Diagnostic) -> Type:
        self.diagnostics.extend(diagnostics)
        return MISTAKEN

    def type_of(self, expr: Expr, local: Mapping[str, Type]) -> Type:
        """The type of a part, with what is known so far put in."""
        match expr:
            case Literal():
                found = self._literal(expr)
            case Name():
                found = self._name(expr, local)
            case Select():
                found = self._select(expr, local)
            case Unary(op=op, operand=operand):
                found = self._unary(op, operand, local, expr.span)
            case Binary():
                found = self._binary(expr, local)
            case Conditional():
                found = self._conditional(expr, local)
            case Call():
                found = self._call(expr, local)
            case Index():
                found = self._index(expr, local)
            case ListLiteral(items=items):
                found = ListOf(self._common(items, local))
            case MapLiteral():
                found = self._map(expr, local)
            case MessageLiteral():
                found = self._message(expr, local)
            case Macro():
                found = self._macro(expr, local)
            case _:
                assert_never(expr)
        return self.inference.resolved(found)

    # Constants, names, fields

    def _literal(self, expr: Literal) -> Type:
        foreign = None if self._core else complaints.foreign_literal(expr)
        return self._say(foreign) if foreign is not None else _LITERALS[type(expr.value)]

    def _name(self, expr: Name, local: Mapping[str, Type]) -> Type:
        if expr.name in local:
            return local[expr.name]
        found = self._global(expr.name)
        if found is not None:
            return found
        return self._say(complaints.unknown_name(expr.name, expr.span, {*local, *self._variables}, self._schema))

    def _global(self, name: str) -> Type | None:
        """The type of a full or dotted name: a variable or, in core CEL, a constant or a type."""
        for candidate in candidates(name, self._container):
            if candidate in self._variables:
                return self._variables[candidate]
            if self._core and candidate in CONSTANTS:
                return INT
            if self._core and candidate in TYPES:
                return TypeOf(TYPES[candidate])
        return None

    def _select(self, expr: Select, local: Mapping[str, Type]) -> Type:
        name = qualified(expr) if self._core else None
        if name is not None and name.split(".", 1)[0] not in local:
            found = self._global(name)
            if found is not None:
                return found
        operand = self.type_of(expr.operand, local)
        field = self._field(operand, expr)
        return BOOL if expr.test else field

    def _field(self, operand: Type, expr: Select) -> Type:
        place = expr.at or expr.span
        match operand:
            case ThingType(name=name) if name in self._schema.things:
                fields = self._schema.things[name]
                found = fields.types.get(expr.field, fields.open)
                return (
                    self._say(complaints.unknown_field(operand, expr.field, fields, place)) if found is None else found
                )
            case MapOf(key=key, value=value) if self._core and self.inference.all_fit((key,), (STRING,)):
                return value
            case TypeParameter():
                return DYN
            case _ if operand in (DYN, MISTAKEN):
                return operand
            case _:
                return self._say(complaints.no_fields(expr.operand, operand, expr.field, place))

    # Operators

    def _unary(self, op: str, operand: Expr, local: Mapping[str, Type], span: Span) -> Type:
        if op == "!":
            return self._condition(operand, local, "what `!` negates")
        return self._operator("neg", (operand,), local, span)

    def _condition(self, expr: Expr, local: Mapping[str, Type], where: str) -> Type:
        found = self.type_of(expr, local)
        if not self.inference.all_fit((BOOL,), (found,)):
            self._say(complaints.not_a_condition(expr, found, where))
        return BOOL

    def _binary(self, expr: Binary, local: Mapping[str, Type]) -> Type:
        if expr.op in ("&&", "||"):
            for side in (expr.left, expr.right):
                self._condition(side, local, f"each side of `{expr.op}`")
            return BOOL
        return self._operator(expr.op, (expr.left, expr.right), local, expr.at or expr.span)

    def _operator(self, op: str, sides: tuple[Expr, ...], local: Mapping[str, Type], span: Span) -> Type:
        types = tuple(self.type_of(side, local) for side in sides)
        if op in ("==", "!=") and isinstance(types[0], OneOf) and isinstance(types[1], OneOf):
            if not set(types[0].values) & set(types[1].values):
                self._say(complaints.nothing_in_common(types[0], types[1], span))
            return BOOL
        found = self._result(operator(op), types)
        types = tuple(self.inference.resolved(type_) for type_ in types)
        if found is None:
            if MISTAKEN not in types:
                self._say(complaints.wrong_operands(op, types, sides, span))
            return BOOL if op in _COMPARISONS else MISTAKEN
        if op in ("==", "!=", "in"):
            self._choices(types, sides)
        if op == "/" and types == (INT, INT) and not self._core:
            self._say(complaints.integer_division(span))
        return found

    def _choices(self, types: tuple[Type, ...], sides: tuple[Expr, ...]) -> None:
        """A comparison with a text that a closed list does not have is a mistake."""
        match types:
            case (OneOf() as choice, _):
                self._outside(choice, sides[1])
            case (_, OneOf() as choice):
                self._outside(choice, sides[0])
            case (_, ListOf(element=OneOf() as choice)):
                self._outside(choice, sides[0])

    def _outside(self, choice: OneOf, expr: Expr) -> None:
        for item in expr.items if isinstance(expr, ListLiteral) else (expr,):
            if isinstance(item, Literal) and item.value not in choice.values:
                self._say(complaints.not_one_of(item, choice))

    def _conditional(self, expr: Conditional, local: Mapping[str, Type]) -> Type:
        self._condition(expr.test, local, "what stands before `?`")
        then, other = self.type_of(expr.then, local), self.type_of(expr.other, local)
        joined = self.inference.joined(then, other)
        return self._say(complaints.mixed_branches(then, other, expr.span)) if joined is None else joined

    def _index(self, expr: Index, local: Mapping[str, Type]) -> Type:
        operand, index = self.type_of(expr.operand, local), self.type_of(expr.index, local)
        if not self._core and isinstance(operand, ListOf | GroupOf):
            instead = "groups have no order; use `all`, `exists` or `filter`, or `.min()` and `.max()`"
            return self._say(complaints.not_in_language("positions are", expr.span, instead))
        found = self._result(operator("[]"), (operand, index))
        return (
            self._say(complaints.wrong_operands("[]", (operand, index), (expr.operand, expr.index), expr.span))
            if (found is None)
            else found
        )

    # Functions and macros

    def _call(self, expr: Call, local: Mapping[str, Type]) -> Type:
        parts = expr.args if expr.target is None else (expr.target, *expr.args)
        place, method = expr.at or expr.span, expr.target is not None
        row = self._functions.get((expr.function, method)) or function(expr.function, method=method)
        if row is None and method and macro(expr.function) is not None:
            return self._say(complaints.macro_arity(expr.function, len(expr.args), place))
        types = tuple(self.type_of(part, local) for part in parts)
        if row is None:
            return self._say(complaints.unknown_function(expr.function, place, self._language, method=method))
        signatures = row.signatures_in(self._language)
        if not signatures:
            return self._say(complaints.not_in_language(f"`{row.name}` is", place, row.instead))
        if len(types) not in {len(signature.parameters) for signature in signatures}:
            return self._say(complaints.wrong_arity(row, len(expr.args), place, self._language))
        found = self._result(row, types)
        if found is None:
            types = tuple(self.inference.resolved(type_) for type_ in types)
            return self._say(complaints.wrong_arguments(row, types, place, self._language))
        self._constants(expr)
        return found

    def _constants(self, expr: Call) -> None:
        """Days and ids of clauses are written out, so that they can be checked."""
        if expr.target is not None or self._core or expr.function not in ("date", *OF_CLAUSES):
            return
        arg = expr.args[0]
        if not isinstance(arg, Literal):
            self._say(complaints.needs_constant(expr.function, arg))
        elif expr.function == "date" and isinstance(arg.value, str) and read_date(arg.value) is None:
            self._say(complaints.bad_date(arg))

    def _result(self, row: Function, types: tuple[Type, ...]) -> Type | None:
        """The result of the first signature that takes these types; with `dyn` among them, of all that do."""
        vague = any(type_ in (DYN, MISTAKEN) for type_ in types)
        results: list[Type] = []
        for signature in row.signatures_in(self._language):
            instance = self.inference.instance(signature)
            if self.inference.all_fit(instance.parameters, types):
                results.append(self.inference.resolved(instance.result))
                if not vague:
                    break
        if len(results) > 1 and any(result != results[0] for result in results):
            return MISTAKEN if MISTAKEN in types else DYN
        return results[0] if results else None

    def _macro(self, expr: Macro, local: Mapping[str, Type]) -> Type:
        over = self.type_of(expr.range, local)
        if not self._core and expr.second is not None:
            row = macro(expr.kind)
            instead = (row and row.instead) or f"use `{expr.kind}` with one variable"
            return self._say(complaints.not_in_language("macros of two variables are", expr.at or expr.span, instead))
        inner = {**local, **self._bound(expr, over)}
        if expr.test is not None:
            self._condition(expr.test, inner, f"the test of `{expr.kind}`")
        if expr.kind in _QUANTIFIERS or expr.kind == "filter":
            self._condition(expr.body, inner, f"the second part of `{expr.kind}`")
            return BOOL if expr.kind in _QUANTIFIERS else self._kept(over, inner[expr.variable])
        body = self.type_of(expr.body, inner)
        match expr.kind:
            case "transformMap":
                return MapOf(inner[expr.variable], body)
            case "transformMapEntry":
                return body
            case _:
                return ListOf(body)

    def _kept(self, over: Type, item: Type) -> Type:
        return over if isinstance(over, ListOf | GroupOf) else ListOf(item)

    def _bound(self, expr: Macro, over: Type) -> dict[str, Type]:
        """The types of what a macro binds; of one variable over a map it is the key."""
        match over:
            case ListOf(element=element):
                first, second = (INT, element) if expr.second else (element, element)
            case MapOf(key=key, value=value):
                first, second = key, value
            case GroupOf(thing=thing):
                first, second = thing, thing
            case _ if over in (DYN, MISTAKEN):
                first, second = over, over
            case TypeParameter():
                first, second = DYN, DYN
            case _:
                first = second = self._say(complaints.not_iterable(expr.kind, expr.range, over))
        return {expr.variable: first, **({expr.second: second} if expr.second else {})}

    # Lists, maps, messages

    def _common(self, items: tuple[Expr, ...], local: Mapping[str, Type]) -> Type:
        """The type that all items have; of items of several types core CEL makes `dyn`."""
        common: Type = self.inference.fresh()
        for place, item in enumerate(items):
            found = self.type_of(item, local)
            joined = found if place == 0 else self.inference.joined(common, found)
            if joined is None and not self._core:
                return self._say(complaints.mixed_list(common, found, item))
            common = DYN if joined is None else joined
        return common

    def _map(self, expr: MapLiteral, local: Mapping[str, Type]) -> Type:
        key = self._common(tuple(key for key, _ in expr.entries), local) if self._core else MISTAKEN
        value = self._common(tuple(value for _, value in expr.entries), local) if self._core else MISTAKEN
        if not self._core:
            instead = "charters read maps but write none; use `&&` of comparisons, or a fact that is declared"
            return self._say(complaints.not_in_language("maps written out are", expr.span, instead))
        return MapOf(key, value)

    def _message(self, expr: MessageLiteral, local: Mapping[str, Type]) -> Type:
        if not self._core:
            instead = "facts are declared under `facts:` and read with a dot"
            return self._say(complaints.not_in_language("messages are", expr.span, instead))
        name = next((one for one in candidates(expr.name, self._container) if one in MESSAGES), None)
        types = {field: self.type_of(value, local) for field, value in expr.fields}
        if name is None:
            return self._say(Diagnostic("unknown-name", f"there is no message `{expr.name}`", expr.span))
        message = MESSAGES[name]
        for field, type_ in types.items():
            wanted = message.fields.get(field)
            if wanted is None:
                self._say(Diagnostic("unknown-field", f"`{name}` has no field `{field}`", expr.span))
            elif not self.inference.all_fit((wanted,), (type_,)) and type_ != NULL:
                self._say(Diagnostic("wrong-type", f"`{field}` is {wanted}, not {type_}", expr.span))
        return message.type
