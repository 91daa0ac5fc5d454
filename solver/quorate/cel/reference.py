"""The library table as a section of the language's page, so that the page cannot say anything else."""

from collections.abc import Iterator

from quorate.cel.library import CHARTER, TABLE, Function, Shape, Signature
from quorate.cel.types import GroupOf, ThingType, Type, TypeParameter

_TITLES = {
    Shape.OPERATOR: "Operators",
    Shape.FUNCTION: "Functions",
    Shape.METHOD: "Functions after a dot",
    Shape.MACRO: "Macros",
}


def reference() -> str:
    """What a charter may use, and what of CEL it may not, as Markdown."""
    sections = [_section(title, shape) for shape, title in _TITLES.items()]
    return "\n\n".join((*sections, _left_out())) + "\n"


def _section(title: str, shape: Shape) -> str:
    rows = [row for row in TABLE if row.shape is shape and row.signatures_in(CHARTER)]
    return _table(f"### {title}", "| | takes → gives | |", (_row(row) for row in rows))


def _table(title: str, head: str, rows: Iterator[str]) -> str:
    return "\n".join((title, "", head, "|---" * (head.count("|") - 1) + "|", *rows))


def _row(row: Function) -> str:
    name = "`-x`" if row.name == "neg" else f"`{row.name}`".replace("|", "\\|")
    forms = "<br>".join(_form(row, signature) for signature in row.signatures_in(CHARTER))
    return f"| {name} | {forms} | {row.doc} |"


def _form(row: Function, signature: Signature) -> str:
    types = [_plain(type_) for type_ in signature.parameters]
    if row.shape is Shape.METHOD:
        types[0] = f"({types[0]})"
    return f"{', '.join(types)} → {_plain(signature.result)}"


def _plain(type_: Type) -> str:
    """A type as people read it; a type parameter is its letter."""
    match type_:
        case TypeParameter(name=name):
            return name
        case GroupOf(thing=ThingType(name=name)):
            return f"group of {name}"
        case GroupOf():
            return "group"
        case _:
            return str(type_)


def _left_out() -> str:
    rows = [row for row in TABLE if not row.signatures_in(CHARTER)]
    named = {row.name: row.instead or "" for row in rows}
    grouped: dict[str, list[str]] = {}
    for name, instead in named.items():
        grouped.setdefault(instead, []).append(f"`{name}`")
    lines = (f"| {' '.join(names)} | {instead} |" for instead, names in grouped.items())
    return _table("### In CEL, but not in charters", "| | instead |", lines)
