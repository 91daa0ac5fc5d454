"""The envelope in which every answer reaches a program, and small words for writing its JSON Schema."""

from collections.abc import Iterable, Mapping
from typing import Any

from quorate.reports import diagnostics as diagnostic_report
from quorate.reports.answer import Json, Standing
from quorate.source.diagnostic import Diagnostic

VERSION = 1


def envelope(question: str, standing: Standing, answer: Json | None) -> dict[str, Any]:
    """`{"quorate": 1, "question": …, "reply": …, "certainty": …, "engine": …, "interrupted": …, "answer": {…}}`.

    There is no answer where the work was interrupted before anything was found.
    """
    return {
        "quorate": VERSION,
        "question": question,
        "reply": standing.reply.value,
        "certainty": standing.certainty,
        "engine": standing.engine,
        "interrupted": standing.interrupted,
        "answer": answer,
    }


def failure(question: str, found: Iterable[Diagnostic]) -> dict[str, Any]:
    """The envelope when the files or the call are wrong."""
    return {
        "quorate": VERSION,
        "question": question,
        "reply": "error",
        "diagnostics": [diagnostic_report.json(diagnostic) for diagnostic in found],
    }


STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
NUMBER: Json = {"type": "number"}
BOOLEAN: Json = {"type": "boolean"}
DATE: Json = {"type": "string", "format": "date"}


def record(properties: Mapping[str, Json], *, optional: Iterable[str] = (), text: str = "") -> Json:
    """Schema of an object with exactly these keys; those in `optional` may be missing."""
    left_out = frozenset(optional)
    schema: dict[str, Any] = {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in left_out],
        "additionalProperties": False,
    }
    return schema | {"description": text} if text else schema


def array(items: Json) -> Json:
    return {"type": "array", "items": items}


def mapping(values: Json) -> Json:
    """Schema of an object whose keys are ids or names."""
    return {"type": "object", "additionalProperties": values}


def nullable(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*values: str) -> Json:
    return {"enum": list(values)}


PLACE: Json = record(
    {
        "file": STRING,
        "line": INTEGER,
        "column": INTEGER,
        "end_line": INTEGER,
        "end_column": INTEGER,
        "citation": nullable(STRING),
    }
)

DIAGNOSTIC: Json = record(
    {
        "code": STRING,
        "severity": one_of("error", "warning", "note"),
        "message": STRING,
        "place": nullable(PLACE),
        "path": nullable(STRING),
        "notes": array(STRING),
        "help": nullable(STRING),
    }
)
