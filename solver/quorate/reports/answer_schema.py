"""The published JSON Schema of answers, put together from the schemas that the reports declare."""

from importlib import import_module
from typing import Any

from quorate.reports.answer import Json, Reply
from quorate.reports.json import BOOLEAN, DIAGNOSTIC, STRING, VERSION, array, nullable, one_of, record

QUESTIONS = (
    "check", "ask", "slates", "explain", "schedule", "stress", "replay", "prove", "diff", "lint", "test", "coverage",
    "mutate", "fuzz", "trace", "tour",
)  # fmt: skip

CERTAINTY: Json = {
    "type": "string",
    "pattern": r"^(exact|proved|bounded\(\d+\)|tested\(\d+\)|witness|undecided)$",
    "description": "How sure the answer is: everything there is was evaluated or searched (exact), proved for every "
    "size, no counterexample up to n people, n random cases, shown by an example, or not decided.",
}


def answer_schema() -> dict[str, Any]:
    """What `--format json` writes, for every question, and when the files or the call are wrong."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answer of Quorate",
        "oneOf": [_answered(question) for question in QUESTIONS] + [_failed()],
        "$defs": {question: _declared(question) for question in QUESTIONS},
    }


def _declared(question: str) -> Json:
    schema: Json = import_module(f"quorate.reports.{question}").SCHEMA
    return schema


def _answered(question: str) -> Json:
    return record(
        {
            "quorate": {"const": VERSION},
            "question": {"const": question},
            "reply": one_of(*Reply),
            "certainty": CERTAINTY,
            "engine": nullable(STRING),
            "interrupted": BOOLEAN,
            "answer": nullable({"$ref": f"#/$defs/{question}"}),
        }
    )


def _failed() -> Json:
    return record(
        {
            "quorate": {"const": VERSION},
            "question": STRING,
            "reply": {"const": "error"},
            "diagnostics": array(DIAGNOSTIC),
        }
    )
