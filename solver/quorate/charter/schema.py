"""The JSON Schema of each kind of file, made from the shapes by which files are read.

For editors and other tools; what it cannot say (types of expressions, names of facts) `lint` says.
"""

from typing import Any

from quorate.charter.amendment_shape import AmendmentShape
from quorate.charter.charter_shape import CharterShape, PackShape
from quorate.charter.roster_shape import RosterShape
from quorate.charter.scenario_shape import ScenarioShape
from quorate.charter.shapes import OpenShape, Shape

SHAPES: dict[str, type[Shape]] = {
    "charter": CharterShape,
    "pack": PackShape,
    "roster": RosterShape,
    "scenario": ScenarioShape,
    "amendment": AmendmentShape,
}

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file."""
    root = SHAPES[kind]
    parts = {_name(part): _object(part) for part in _all(root) if part is not root}
    return {
        "$schema": DIALECT,
        "title": f"A Quorate {kind} file",
        **_object(root),
        "$defs": dict(sorted(parts.items())),
    }


def _name(shape: type[Shape]) -> str:
    return shape.__name__.removesuffix("Shape")


def _all(root: type[Shape]) -> list[type[Shape]]:
    """The shape and every shape in it, each once."""
    found = [root]
    for shape in found:
        inner = (part for _, key in shape.known.values() for part in key.kind.shapes())
        found += [part for part in dict.fromkeys(inner) if part not in found]
    return found


def _object(shape: type[Shape]) -> dict[str, Any]:
    known = shape.known
    schema: dict[str, Any] = {
        "description": " ".join((shape.__doc__ or "").split()),
        "type": "object",
        "properties": {name: {**key.kind.schema(), "description": key.text} for name, (_, key) in known.items()},
        "required": [name for name, (_, key) in known.items() if key.required],
    }
    if not issubclass(shape, OpenShape):
        schema["additionalProperties"] = False
    if shape.exactly_one:
        schema["allOf"] = [{"oneOf": [{"required": [key]} for key in group]} for group in shape.exactly_one]
    return schema
